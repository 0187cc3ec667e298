import numpy as np

from course.explore.eigenmodes._modes import within
from course.live import Handle, Preset, Slider, figure
from course.models.rate_network import simulate
from course.plots.modes import path, plane

TAU, T, DT = 10.0, 150.0, 0.5  # ms
LIMIT = 2.0  # of the rates
TRACES = np.linspace(-4.0, 4.0, 161)


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


@figure(
    "Two units that turn: trace and determinant",
    Slider("trace", -4.0, 4.0, -1.0, 0.05, "", "T τ", "sum of the eigenvalues of A, times τ"),
    Slider("det", -2.0, 6.0, 3.25, 0.05, "", "D τ²", "product of the eigenvalues, times τ²"),
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
    handles=[Handle("kinds", x="trace", y="det", label="trace and determinant")],
    mosaic=[["kinds", "plane"], ["r", "r"]],
    height_ratios=[5, 3],
    size=(7.2, 5.4),
)
def rotation(trace, det):
    """Two units without input, from (1, 0): where they go, by the trace and determinant of A."""
    W = turning(trace, det)
    run = simulate(W, np.zeros(2), tau=TAU, dt=DT, duration=T, start=[1.0, 0.0], limit=1e6)
    turn = np.sqrt(det - trace**2 / 4) if det > trace**2 / 4 else 0.0
    return {
        "W": W,
        "run": run,
        "period": 2 * np.pi * TAU / turn if turn else None,
        "kind": kind(trace, det),
    }


@rotation.show
def show_rotation(ax, r):
    ax.kinds.still(xlim=(-4, 4), ylim=(-2, 6), xlabel="T τ", ylabel="D τ²")
    ax.kinds.still(title="it turns above the line")
    ax.kinds.still.axhline(0.0, color="faint", lw=0.8)
    ax.kinds.still.axvline(0.0, color="faint", lw=0.8)
    ax.kinds.line("parabola", TRACES, TRACES**2 / 4, color="soft", lw=1.2, ls="--")
    ax.kinds.points("here", r.trace, r.det, color="you", ms=9)
    plane(ax.plane, -LIMIT, LIMIT)
    path(ax.plane, within(r.run.r, 20))
    ax.plane.still(title="rates")
    ax.r.still(xlim=(0, T), ylim=(-LIMIT, LIMIT), xlabel="time (ms)", ylabel="rate")
    ax.r.still.axhline(0.0, color="faint", lw=0.8)
    for k, (label, dash) in enumerate((("r₁", "-"), ("r₂", "--"))):
        ax.r.line(label, r.run.t, within(r.run.r[k], 20), color="ink", ls=dash, label=label)
    (a, b), (c, d) = r.W
    period = f", one turn in {r.period:z.1f} ms" if r.period else ""
    return f"W = [[{a:z.2f}, {b:z.2f}], [{c:z.2f}, {d:z.2f}]]: {r.kind}{period}."
