import functools

import numpy as np

from course.explore.breathing import _breath
from course.live import Choice, Handle, Preset, Slider, figure, stacked
from course.models.respiration import POPULATIONS, Respiration, phases, simulate
from course.models.respiration import currents as currents_of
from course.plots import rhythm as plot

BEFORE = 300.0  # ms before inspiration starts
AFTER = 2400.0  # ms after that
HELD = 100.0  # ms
RECORD = 2.0  # ms
NEVER = 1e9  # ms, a time constant that holds its gate still
HOLDS = {
    "nothing": {},
    "adaptation of early-I": {"tau_AD": (NEVER, 1000.0, 2000.0)},
    "adaptation of post-I": {"tau_AD": (2000.0, NEVER, 2000.0)},
    "adaptation of aug-E": {"tau_AD": (2000.0, 1000.0, NEVER)},
    "sodium gate h of pre-I": {"tau_h_max": NEVER},
}
LOOKS = {
    "NaP": ({"color": "na", "ls": "--"}, "sodium (NaP)"),
    "K": ({"color": "k"}, "potassium"),
    "AD": ({"color": "ink"}, "adaptation"),
    "L": ({"color": "soft", "ls": ":"}, "leak"),
    "synE": ({"color": "exc"}, "excitation"),
    "synI": ({"color": "inh"}, "inhibition"),
}


@functools.lru_cache(maxsize=64)
def _cycle(hold, g_NaP, pons):
    """One inspiration and what follows; the gate held from `HELD` ms after its start."""
    model = _breath.with_drives(pons, 1.0, 1.0, g_NaP=g_NaP)
    run = _breath.change(model, duration=12_000.0, drop=8000.0, every=10)
    found = phases(run)
    starts = found.edges[:-1][(found.kinds == 0) & (found.edges[:-1] > run.t[0] + BEFORE)]
    onset = starts[0] if starts.size else run.t[0] + BEFORE
    first, last = np.searchsorted(run.t, (onset - BEFORE, onset + HELD))
    before = _breath.part(run, first, last + 1)
    held = model._replace(**HOLDS[hold])
    after = simulate(held, duration=AFTER - HELD, dt=_breath.STEP, every=10, start=before)
    run = _breath.joined(before, _breath.part(after, 1, None))
    return run._replace(t=run.t - onset, model=model)


@figure(
    "The currents of one population through a breath",
    Choice("population", POPULATIONS, "early-I"),
    Choice("hold", tuple(HOLDS), "nothing", "hold still from 100 ms on"),
    Slider("time", -BEFORE, AFTER, 0.0, 20.0, "ms", meaning="of the bars", play=15.0),
    Slider.of(Respiration, "g_NaP", 0.0, 10.0, 0.5, meaning="persistent sodium of pre-I"),
    Slider("pons", 0.5, 1.5, 1.0, 0.05, meaning="drive from the pons"),
    presets=[
        Preset("adaptation held", hold="adaptation of early-I").shows(
            "Early-I no longer tires, and this inspiration never ends."
        ),
        Preset("sodium gate held", hold="sodium gate h of pre-I", population="pre-I").shows(
            "Pre-I keeps its current. Inspiration is longer, and it still ends."
        ),
        Preset("post-I at the switch", population="post-I", time=800.0).shows(
            "Inhibition from early-I fades before post-I takes over."
        ),
    ],
    handles=[Handle("f", x="time", label="the moment of the bars")],
    mosaic=[["f", "f"], ["I", "now"]],
    height_ratios=[2, 3],
    width_ratios=[3, 1],
    narrow=stacked(6.0, f=6, I=7, now=7),
    size=(7.2, 4.8),
)
def currents(population, hold, time, g_NaP, pons):
    """The currents of one population through a breath; hold one gate still."""
    run = _cycle(hold, g_NaP, pons)
    i = POPULATIONS.index(population)
    own = {name: I[i] for name, I in zip(LOOKS, currents_of(run))}
    lead = np.maximum(run.f[0], run.f[1]) - np.maximum(run.f[2], run.f[3])
    over = np.flatnonzero((run.t > HELD) & (lead < 0))
    end = run.t[over[0]] if over.size else np.nan
    k = int(np.abs(run.t - time).argmin())
    return {"run": run, "own": own, "k": k, "end": end, "held": hold != "nothing"}


@currents.show
def show_currents(ax, r):
    run, now = r.run, r.run.t[r.k]
    plot.shading(ax.f, np.array([0.0, AFTER if np.isnan(r.end) else r.end]), [0])
    plot.outputs(ax.f, run.t, run.f)
    ax.f.still(xlim=(-BEFORE, AFTER), ylim=(0, 1.25), yticks=(0, 0.5, 1), xlabel="")
    ax.I.still(xlim=(-BEFORE, AFTER), ylim=(-420, 420), yticks=(-400, -200, 0, 200, 400))
    ax.I.still(xlabel="time since inspiration began (ms)", zero="y")
    ax.I.still(ylabel="current (pA), outward is up")
    ax.now.still(xlim=(-420, 420), ylim=(5.6, -0.6), xticks=(-300, 0, 300))
    ax.now.still(xlabel="now (pA)", zero="x")
    ax.now.still.set_yticks(range(6), [label for _, label in LOOKS.values()])
    for row, (name, (look, _)) in enumerate(LOOKS.items()):
        ax.I.line(name, run.t, r.own[name], **look)
        bar = {"color": look["color"], "lw": 9, "solid_capstyle": "butt"}
        ax.now.line(name, [0, r.own[name][r.k]], [row, row], **bar)
    for panel in (ax.f, ax.I):
        panel.cursor("now", now, color="you", lw=1)
    if r.held:
        ax.f.cursor("held", HELD, color="you", lw=1.2, ls=":")
    corner = {"transform": ax.I.axes.transAxes, "va": "top"}
    ax.I.text("name", 0.13, 0.97, r.population, fontweight="bold", **corner)
    own, population, k, end = r.own, r.population, r.k, r.end
    lasts = f"ends after {end:z.0f} ms" if end == end else f"lasts beyond {AFTER:z.0f} ms"
    outward = max(own, key=lambda name: own[name][k])
    V = run.V[POPULATIONS.index(population), k]
    return (
        f"Inspiration {lasts}. {population} at {round(run.t[k])} ms: {V:z.0f} mV, "
        f"most outward is {LOOKS[outward][1]}, {own[outward][k]:z.0f} pA."
    )
