import functools
import itertools

import numpy as np

from course.explore.eigenmodes._rotation import TRACES, TWO, named, trace_and_determinant
from course.live import Handle, Preset, Slider, Yours, figure, stacked
from course.models.rate_network import simulate
from course.models.rate_network.pair import INPUT, WEIGHTS, fixed_points, nullclines
from course.plots.diagrams import Network
from course.plots.modes import path
from course.plots.now import moment

TAU = 10.0  # ms
T = 300.0  # ms
DT = 0.25  # ms
SETTLING, LATE = 3000.0, 600.0  # ms after T: rings that die are over, then what lasts is measured
RATES = np.linspace(0.002, 0.998, 400)
INPUTS = np.linspace(-4.0, 2.0, 81)  # all h_E of the figure
RESTS = 0.02  # a smaller swing of r_E is none
PAIR = {"names": ("E", "I"), "kinds": (1, -1), "most": 0.4} | TWO
(_, W_EI), (W_IE, _) = WEIGHTS
AT_E, AT_I = 0.3, 0.4  # rates at which the hand takes the nullclines of E and I


def _still_E(W):
    """r_I on the nullcline of E at `AT_E` without input; it is a straight line in h_E."""
    return float(nullclines(np.array([AT_E]), W, (0.0, 0.0))[0][0])


def _still_I(W):
    """r_E on the nullcline of I at `AT_I` without input."""
    return float(nullclines(np.array([AT_I]), W, (0.0, 0.0))[1][0])


@functools.lru_cache(maxsize=256)
def _track(w_EE, h_I):
    """Trace times tau and determinant times tau squared of the fixed points, for all h_E.

    A line for each of them, broken where their number changes.
    """
    W = np.array(WEIGHTS)
    W[0, 0] = w_EE
    found = [fixed_points(W, (h_E, h_I), tau=TAU) for h_E in INPUTS]
    lines = []
    for many, alike in itertools.groupby(found, key=len):
        points = np.array([[(TAU * p.trace, TAU**2 * p.det) for p in some] for some in alike])
        points = points.reshape(-1, many, 2)
        broken = np.concatenate([points, np.full((1, many, 2), np.nan)])
        lines.append(broken.transpose(2, 1, 0).reshape(2, -1))
    return np.hstack(lines)


def period_of(t, x):
    """Mean time (ms) between upward crossings of the middle, or None where x rests."""
    level = (x.max() + x.min()) / 2
    if np.ptp(x) < RESTS:
        return None
    k = np.flatnonzero((x[1:] >= level) & (x[:-1] < level))
    if k.size < 3:
        return None
    at = t[k] + (level - x[k]) / (x[k + 1] - x[k]) * (t[1] - t[0])
    return float(np.diff(at).mean())


@figure(
    "Excitation and inhibition: nullclines and a rhythm",
    Slider("h_E", -4.0, 2.0, INPUT[0], 0.05, meaning="input to E", play=10.0),
    Slider("E0", 0.0, 1.0, 0.1, 0.02, "", "E at first", "rate of E at the start"),
    Slider("I0", 0.0, 1.0, 0.1, 0.02, "", "I at first", "rate of I at the start"),
    Slider("w_EE", 0.0, 16.0, WEIGHTS[0][0], 0.5, "", "E to itself", "weight to E from E"),
    Slider("h_I", -8.0, 0.0, INPUT[1], 0.1, meaning="input to I"),
    Slider("now", 0.0, T, 100.0, 1.0, "ms", "time", "where the point is", play=15.0),
    Yours("mine(r, W, h)", "the two nullclines at the rates r, drawn over the plane"),
    presets=[
        Preset("rest", h_E=-3.0).shows(
            "With less input the crossing is stable: the rates ring once or twice and rest."
        ),
        Preset("onset", h_E=-2.6).shows(
            "Just past the border the cycle is small, and it takes 70 ms."
        ),
        Preset("full", h_E=1.0).shows(
            "With much input both are nearly at their largest, where they bend, and they rest."
        ),
        Preset("from outside", E0=0.9, I0=0.9).shows(
            "From wherever they start, the rates end on the same cycle."
        ),
        Preset("two states", h_E=-4.0, h_I=-7.0, E0=0.4).shows(
            "Three crossings: the start decides at which of the two stable ones the rates rest."
        ),
        Preset("weak E to E", w_EE=4.0).shows(
            "Without strong excitation of itself E rings, and no rhythm lasts."
        ),
    ],
    handles=[
        Handle("plane", x="E0", y="I0", label="the start"),
        Handle("plane", y="h_E", at=AT_E, offset=lambda r: _still_E(r.W), scale=-1 / W_EI),
        Handle("plane", x="h_I", at=AT_I, offset=lambda r: _still_I(r.W), scale=-1 / W_IE),
        Handle("r", x="now", label="time"),
        Handle("graph", y="h_E", on=(108.0, 86.0)),
        Handle("graph", y="h_I", on=(232.0, 86.0)),
        Handle("graph", y="w_EE", on=(14.0, 120.0)),
    ],
    mosaic=[["graph", "plane", "kinds"], ["r", "r", "r"]],
    width_ratios=[1.2, 1, 0.85],
    height_ratios=[5, 3],
    narrow=stacked(8.2, graph=4, plane=7, kinds=6, r=5),
    size=(9.0, 5.3),
)
def pair(h_E, E0, I0, w_EE, h_I, mine):
    """An excitatory and an inhibitory unit with bent responses."""
    W, h = np.array(WEIGHTS), np.array([h_E, h_I])
    W[0, 0] = w_EE
    run = simulate(W, h, tau=TAU, F="sigmoid", dt=DT, duration=T, start=[E0, I0])
    late = simulate(W, h, tau=TAU, F="sigmoid", dt=DT, duration=SETTLING + LATE, start=run.r[:, -1])
    last = late.t >= SETTLING
    return {
        "W": W,
        "run": run,
        "points": fixed_points(W, h, tau=TAU),
        "lines": nullclines(RATES, W, h),
        "period": period_of(late.t[last], late.r[0, last]),
        "late": late.r[:, last],
        "track": _track(w_EE, h_I),
        "mine": mine(RATES, W, h, like=np.empty((2, RATES.size))),
    }


@pair.show
def show_pair(ax, r):
    i = moment(r.run.t, r.now)
    graph = ax.graph.drawing(Network, W=np.array(WEIGHTS), **PAIR)
    graph.move(r.run.r[:, i], r.W, lit=r.W != 0.0)
    named(graph, PAIR["names"], r.run.r[:, i], r.W)
    ax.plane.still(xlim=(0, 1), ylim=(0, 1), xlabel="r of E", ylabel="r of I", title="rates")
    on_E, on_I = r.lines
    ax.plane.line("E", RATES, on_E, color="exc", lw=1.6, label="E stands still")
    ax.plane.line("I", on_I, RATES, color="inh", lw=1.6, ls="--", label="I stands still")
    path(ax.plane, r.run.r, max(0, i - 160), i)
    for kind, marker in (("settles", "o"), ("grows", "o"), ("saddle", "X")):
        at = np.array([p.r for p in r.points if p.kind == kind]).reshape(-1, 2).T
        face = "ink" if kind == "settles" else "paper"
        ax.plane.points(kind, *at, marker=marker, ms=8, mfc=face, mec="ink", mew=1.6)
    if r.mine is not None:
        ax.plane.yours("mine E", RATES, r.mine[0])
        ax.plane.yours("mine I", r.mine[1], RATES)
    trace_and_determinant(ax.kinds, "the crossing")
    ax.kinds.still.plot(TRACES, TRACES**2 / 4, color="soft", lw=1.2, ls="--")
    ax.kinds.line("track", *r.track, color="soft", lw=1.0)
    here = np.array([(TAU * p.trace, TAU**2 * p.det) for p in r.points]).reshape(-1, 2).T
    ax.kinds.points("here", *here, color="you", ms=8)
    ax.r.still(xlim=(0, T), ylim=(0, 1), xlabel="time (ms)", ylabel="rate")
    ax.r.line("E", r.run.t, r.run.r[0], color="exc", label="E")
    ax.r.line("I", r.run.t, r.run.r[1], color="inh", ls="--", label="I")
    ax.r.cursor("now", r.now, color="you", lw=1)
    many = len(r.points)
    places = "; ".join(f"({p.r[0]:z.2f}, {p.r[1]:z.2f}) {p.kind}" for p in r.points)
    low, high = r.late[0].min(), r.late[0].max()
    ends = (
        f"A rhythm of {r.period:z.1f} ms, E from {low:z.2f} to {high:z.2f}"
        if r.period
        else f"The rates rest at {r.late[0, -1]:z.2f} and {r.late[1, -1]:z.2f}"
    )
    return f"{ends}. {many} crossing{'s' if many > 1 else ''}: {places}."
