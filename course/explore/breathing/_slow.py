import functools

import numpy as np

from course.explore.breathing import _breath
from course.live import Handle, Preset, Slider, figure, stacked
from course.models.respiration import phases, who_holds
from course.plots import rhythm as plot

EARLY, AUG = np.linspace(0.0, 0.4, 33), np.linspace(0.0, 0.25, 21)
FINE = 0.02  # h and m of post-I: so finely the plane is computed
SPAN = 8.0  # s, shown
EVERY = 20  # steps of a record


@functools.lru_cache(maxsize=8)
def _run(pons):
    return _breath.rhythm_of(
        _breath.change(_breath.with_drives(pons, 1.0, 1.0), duration=1000 * SPAN, every=EVERY)
    )


@functools.lru_cache(maxsize=256)
def _plane(pons, h, post):
    """1 where only inspiration can hold, -1 where only expiration can, 0 where both can."""
    model = _breath.with_drives(pons, 1.0, 1.0)
    inspiration, expiration = who_holds(model, EARLY, AUG, post=post * FINE, h=h * FINE)
    return inspiration * 1.0 - expiration * 1.0


@figure(
    "Two slow gates, and who can hold while they stand still",
    Slider("now", 0.0, SPAN, 1.0, 0.05, "s", meaning="the moment that is drawn", play=20.0),
    Slider("pons", 0.0, 1.2, 0.0, 0.05, meaning="drive from the pons"),
    presets=[
        Preset("three phases", pons=1.0).shows(
            "With the pons post-I takes the place of aug-E when inspiration ends."
        ),
        Preset("two phases", pons=0.0).shows(
            "Along the white band the point runs up to one border, and leaps."
        ),
    ],
    handles=[Handle("f", x="now", label="the moment that is drawn")],
    mosaic=[["plane", "f"]],
    width_ratios=[1.1, 1.6],
    narrow=stacked(6.0, plane=1, f=1),
    size=(7.2, 3.5),
)
def slow(now, pons):
    """The plane of two adaptations: who can hold; and the path of a breath through it."""
    found = _run(pons)
    run = found.run
    i = min(int(np.searchsorted(found.t, now - 1e-9)), run.t.size - 1)
    plane = _plane(pons, round(run.h[i] / FINE), round(run.m[2, i] / FINE))
    period = phases(run).period
    last = i if np.isnan(period) else max(0, i - round(period / (run.t[1] - run.t[0])))
    x, y = run.m[1, i], run.m[3, i]
    here = plane[np.abs(AUG - y).argmin(), np.abs(EARLY - x).argmin()]
    return {"found": found, "i": i, "last": last, "plane": plane, "x": x, "y": y, "here": here}


@slow.show
def show_slow(ax, r):
    run = r.found.run
    half = 0.5 * (EARLY[1] - EARLY[0])
    extent = (-half, EARLY[-1] + half, -half, AUG[-1] + half)
    look = {"origin": "lower", "extent": extent, "cmap": "signed", "clim": (-2.2, 2.2)}
    ax.plane.image("who", r.plane, aspect="auto", **look)
    ax.plane.still(xlim=(0, 0.4), ylim=(0, 0.25), xlabel="m of early-I", ylabel="m of aug-E")
    ax.plane.say("only", ("inspiration", {"color": "exc"}), "or", ("expiration", {"color": "inh"}))
    shown = slice(r.last, r.i + 1)
    ax.plane.line("path", run.m[1, shown], run.m[3, shown], color="ink", lw=1.2)
    ax.plane.points("here", r.x, r.y, color="you", ms=9, rim=6.0)
    plot.shading(ax.f, r.found.edges, r.found.kinds)
    plot.outputs(ax.f, r.found.t, run.f)
    ax.f.still(xlim=(0, SPAN), ylim=(0, 1.05), yticks=(0, 0.5, 1), xlabel="time (s)")
    ax.f.cursor("now", r.now, color="you", lw=1.2)
    who = {1: "only inspiration can hold", -1: "only expiration can hold", 0: "both can hold"}
    h = r.found.run.h[r.i]
    return f"m of early-I {r.x:z.3f}, of aug-E {r.y:z.3f}, h {h:z.3f}: here {who[int(r.here)]}."
