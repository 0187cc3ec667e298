import numpy as np

from course.explore.eigenmodes._modes import within
from course.live import Handle, Preset, Slider, State, Yours, figure, stacked
from course.models.rate_network import simulate
from course.plots.diagrams import Network
from course.plots.modes import path, plane
from course.plots.now import moment

TAU = 10.0  # ms
T = 150.0  # ms
DT = 0.5  # ms
LIMIT = 2.0  # of the rates
PLACES = np.array(np.meshgrid(*[np.linspace(-1.8, 1.8, 13)] * 2)).reshape(2, -1)  # of the arrows
LENGTH = 0.14  # of the arrow of a slope of 1/τ; others as the root of it
TWO = {"places": [(-62.0, 0.0), (62.0, 0.0)], "size": (340, 240), "radius": 30.0, "bend": 0.22}
UNITS = {"names": ("r₁", "r₂"), "kinds": (0, 0), "most": 3.0, "signed": True} | TWO
TRACES = np.linspace(-4.0, 4.0, 161)
ASKED = [  # neither on the parabola nor on D = 0, where rounding would decide
    (trace, det) for det in np.arange(-1.7, 6.0, 0.5) for trace in np.arange(-3.5, 4.0, 0.5)
]
MARKS = {"settles": "v", "grows": "^", "lasts": "o", "saddle": "x"}  # filled: without a turn


def turning(trace, det):
    """Weights whose A = (W - 1)/tau has this trace times tau and determinant times tau squared.

    Above the parabola det = trace**2/4 they are [[a, -g], [g, a]], below it [[a, g], [g, a]].
    """
    a, g = 1 + trace / 2, np.sqrt(abs(det - trace**2 / 4))
    return np.array([[a, -g if det > trace**2 / 4 else g], [g, a]])


def kind(trace, det):
    """What the rates do, in words."""
    if det < 0:
        return "a saddle: one direction grows, one shrinks"
    if det == 0 and trace <= 0:
        return "keeps what lies along a mode of λ = 1"
    if trace == 0:
        return "turns for ever"
    way = "turning" if det > trace**2 / 4 else "straight"
    return f"{'settles' if trace < 0 else 'grows'}, {way}"


def asked(kind):
    """(2, n): the number in `MARKS` of what a student's function says, and whether it turns."""
    said = [kind(turning(trace, det), TAU) for trace, det in ASKED]
    strange = [name for name, _ in said if name not in MARKS]
    if strange:
        raise ValueError(f"{strange[0]!r} is none of {', '.join(MARKS)}")
    return [[list(MARKS).index(name) for name, _ in said], [turn < np.inf for _, turn in said]]


@figure(
    "Two units that turn: trace and determinant",
    Slider("trace", -4.0, 4.0, -1.0, 0.05, "", "T τ", "sum of the eigenvalues of A, times τ"),
    Slider("det", -2.0, 6.0, 3.25, 0.05, "", "D τ²", "product of the eigenvalues, times τ²"),
    Slider("now", 0.0, T, 6.0, 0.5, "ms", "time", "the moment that is drawn", play=15.0),
    State("start", [1.0, 0.0]),
    Yours(
        "mine(W, tau)",
        "the name of what two units do, and the period; marked all over the plane of trace and "
        "determinant: ▽ settles, △ grows, ○ lasts, × saddle; filled where nothing turns",
    ),
    presets=[
        Preset("for ever", trace=0.0).shows(
            "With the trace at 0 the spiral closes: the rates turn for ever, until anything "
            "in the network changes."
        ),
        Preset("growing", trace=0.4).shows(
            "Right of the middle each turn is larger than the last."
        ),
        Preset("no turn", trace=-3.0, det=1.5).shows(
            "Below the parabola both weights have one sign, and the rates fade without a turn."
        ),
        Preset("saddle", trace=-1.0, det=-1.0).shows(
            "Below 0 one mode shrinks and the other runs away."
        ),
    ],
    handles=[
        Handle("kinds", x="trace", y="det", label="trace and determinant"),
        Handle("plane", state="start", at=lambda r: r.first, label="the rates at first"),
        Handle("r", x="now"),
        Handle("graph", y="trace", on=(14.0, 120.0), label="trace: weights to themselves"),
    ],
    mosaic=[["graph", "kinds", "plane"], ["r", "r", "r"]],
    height_ratios=[5, 3],
    narrow=stacked(9.6, graph=7, kinds=6, plane=10, r=5),
    size=(9.0, 5.3),
)
def rotation(trace, det, start, mine):
    """Two units without input: where they go, by the trace and determinant of A."""
    W = turning(trace, det)
    first = np.clip(start, -LIMIT, LIMIT)
    run = simulate(W, np.zeros(2), tau=TAU, dt=DT, duration=T, start=first, limit=1e6)
    turn = np.sqrt(det - trace**2 / 4) if det > trace**2 / 4 else 0.0
    return {
        "W": W,
        "first": first,
        "slopes": W @ PLACES - PLACES,
        "run": run,
        "period": 2 * np.pi * TAU / turn if turn else None,
        "kind": kind(trace, det),
        "mine": mine.used(asked, like=np.empty((2, len(ASKED)))),
    }


@rotation.show
def show_rotation(ax, r):
    trace_and_determinant(ax.kinds, "it turns above the line")
    ax.kinds.line("parabola", TRACES, TRACES**2 / 4, color="soft", lw=1.2, ls="--")
    _show_asked(ax.kinds, r.mine)
    ax.kinds.points("here", r.trace, r.det, color="you", ms=9)
    i = moment(r.run.t, r.now)
    graph = ax.graph.drawing(Network, W=np.ones((2, 2)), **UNITS)
    graph.move(within(r.run.r[:, i], 1.5) / 1.5, r.W, lit=r.W != 0.0)
    named(graph, UNITS["names"], r.run.r[:, i], r.W)
    plane(ax.plane, -LIMIT, LIMIT)
    field(ax.plane, r.slopes)
    path(ax.plane, within(r.run.r, 20), 0, i)
    ax.plane.still(title="rates")
    ax.r.still(xlim=(0, T), ylim=(-LIMIT, LIMIT), xlabel="time (ms)", ylabel="rate", zero="y")
    for k, (label, dash) in enumerate((("r₁", "-"), ("r₂", "--"))):
        ax.r.line(label, r.run.t, within(r.run.r[k], 20), color="ink", ls=dash, label=label)
    ax.r.cursor("now", r.now, color="you", lw=1)
    (a, b), (c, d) = r.W
    period = f", one turn in {r.period:z.1f} ms" if r.period else ""
    return f"W = [[{a:z.2f}, {b:z.2f}], [{c:z.2f}, {d:z.2f}]]: {r.kind}{period}."


def trace_and_determinant(panel, title):
    """The plane of both, times τ and τ²."""
    panel.still(xlim=(-4, 4), ylim=(-2, 6), xlabel="T τ", ylabel="D τ²", title=title, zero="xy")


def named(graph, names, rates, W):
    """What the graph tells of units, their rates, and of weights."""
    graph.tells(
        unit=lambda k: f"{names[k]} = {rates[k]:z.2f}",
        weight=lambda i, j: f"weight to {names[i]} from {names[j]}: {W[i, j]:z.2f}",
    )


def field(panel, slopes):
    """Arrows at `PLACES` along these slopes, their length as the root of the slope."""
    size = np.hypot(*slopes)
    U, V = LENGTH * slopes / np.sqrt(np.maximum(size, 1e-12))
    look = {"angles": "xy", "scale_units": "xy", "scale": 1.0, "width": 0.004, "zorder": 1}
    color = panel.look.color("soft")
    arrows = panel.artist(
        "field", lambda axes: axes.quiver(*PLACES, U, V, color=color, pivot="mid", **look)
    )
    arrows.set_UVC(U, V)


def _show_asked(panel, said):
    """What the student's function says, a mark for each point that it was asked for."""
    at = np.array(ASKED)
    for number, (name, marker) in enumerate(MARKS.items()):
        for turns, face in ((1.0, "none"), (0.0, "you")):
            here = np.zeros(len(at), bool) if said is None else (said == [[number], [turns]]).all(0)
            look = {"color": "you", "mfc": face, "marker": marker, "ms": 4.5}
            panel.points((name, turns), *at[here].T, **look)
