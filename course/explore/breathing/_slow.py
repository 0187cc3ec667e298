import functools

import numpy as np

from course.explore.breathing import _breath
from course.live import Handle, Preset, Slider, State, figure, stacked
from course.models.respiration import State as Start
from course.models.respiration import phases, simulate, who_holds
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


@functools.lru_cache(maxsize=32)
def _pushed(pons, push, early, aug):
    """The same, but after `push` seconds a hand sets m of early-I and of aug-E."""
    run = _run(pons).run
    i = _record(run, push)
    V = run.V[:, i]
    h = float(run.h[i])
    m = (early, float(run.m[2, i]), aug)
    rest = 1000.0 * SPAN - (run.t[i] - run.t[0])
    new = simulate(
        run.model,
        duration=rest,
        dt=_breath.STEP,
        every=EVERY,
        start=Start(tuple(V.tolist()), h, m),
    )
    new = new._replace(t=run.t[i] + new.t - new.t[0])
    return _breath.rhythm_of(_breath.joined(_breath.part(run, 0, i), new))


def _record(run, seconds):
    """Number of the record at that time."""
    t = run.t - run.t[0]
    return min(int(np.searchsorted(t, 1000.0 * seconds - 1e-6)), t.size - 1)


def _inspirations(found, after):
    """When inspirations begin after that moment, s."""
    begins = found.edges[: found.kinds.size][found.kinds == 0]
    return begins[begins > after]


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
    Slider("push", 0.5, 7.0, 4.0, 0.05, "s", meaning="when a hand moves the two gates"),
    State("moved", []),
    presets=[
        Preset("three phases", pons=1.0).shows(
            "With the pons post-I takes the place of aug-E when inspiration ends."
        ),
        Preset("two phases", pons=0.0).shows(
            "Along the band between the colors the point runs up to one border, and leaps."
        ),
        Preset("an early breath", now=4.0, moved=[0.05, 0.2]).shows(
            "Pushed into the orange part in mid-expiration: the next inspiration begins at once."
        ),
        Preset("a late breath", now=4.0, moved=[0.1, 0.05]).shows(
            "Pushed back within the band: nobody leaps, and the next breath comes later."
        ),
    ],
    handles=[
        Handle("f", x="now"),
        Handle("f", x="push", at=1.0, label="the moment of the push"),
        Handle("plane", state="moved", at=lambda r: r.place, label="the gates after the push"),
    ],
    mosaic=[["plane", "f"]],
    width_ratios=[1.1, 1.6],
    narrow=stacked(6.0, plane=1, f=1),
    size=(7.2, 3.5),
)
def slow(now, push, pons, moved):
    """The plane of two adaptations: who can hold; and the path of a breath through it."""
    found = unmoved = _run(pons)
    i = _record(unmoved.run, push)
    place = unmoved.run.m[[1, 3], i].tolist()
    if moved:
        ends = (EARLY[-1], AUG[-1])
        place = [round(float(np.clip(x, 0.0, end)), 3) for x, end in zip([*moved, 0.0], ends)]
        found = _pushed(pons, push, *place)
    run = found.run
    i = _record(run, now)
    plane = _plane(pons, round(run.h[i] / FINE), round(run.m[2, i] / FINE))
    period = phases(unmoved.run).period
    last = i if np.isnan(period) else max(0, i - round(period / (run.t[1] - run.t[0])))
    x, y = run.m[1, i], run.m[3, i]
    here = plane[np.abs(AUG - y).argmin(), np.abs(EARLY - x).argmin()]
    return {
        "found": found,
        "unmoved": unmoved,
        "place": place,
        "i": i,
        "last": last,
        "plane": plane,
        "x": x,
        "y": y,
        "here": here,
    }


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
    look = {"color": "you", "mfc": "none", "ms": 11, "mew": 1.6}
    ax.plane.points("place", *(r.place if r.moved else (np.nan, np.nan)), **look)
    plot.shading(ax.f, r.found.edges, r.found.kinds)
    plot.outputs(ax.f, r.found.t, run.f)
    ax.f.still(xlim=(0, SPAN), ylim=(0, 1.05), yticks=(0, 0.5, 1), xlabel="time (s)")
    leads = r.unmoved.run.f[:2].max(axis=0) if r.moved else np.full(r.found.t.size, np.nan)
    ax.f.line("unmoved", r.unmoved.t, leads, color="soft", lw=1.0, ls=":")
    ax.f.cursor("now", r.now, color="you", lw=1.2)
    ax.f.cursor("push", r.push if r.moved else np.nan, color="you", lw=1.2, ls=":")
    who = {1: "only inspiration can hold", -1: "only expiration can hold", 0: "both can hold"}
    h = r.found.run.h[r.i]
    said = f"m of early-I {r.x:z.3f}, of aug-E {r.y:z.3f}, h {h:z.3f}: here {who[int(r.here)]}."
    if not r.moved:
        return said
    return f"{said} After the push at {r.push:.2f} s inspiration begins {_when(r)}."


def _when(r):
    """When the next inspiration begins, against the run that nobody pushed."""
    new, old = (_inspirations(found, r.push) for found in (r.found, r.unmoved))
    if not new.size:
        return "no more"
    if not old.size:
        return f"at {new[0]:z.2f} s"
    later = new[0] - old[0]
    return f"at {new[0]:z.2f} s, {abs(later):.2f} s {'later' if later > 0 else 'earlier'}"
