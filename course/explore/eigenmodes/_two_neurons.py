import numpy as np

from course.explore.eigenmodes._modes import pulse_response, within
from course.live import Button, Choice, Handle, Preset, Slider, Yours, figure, stacked
from course.models.rate_network import simulate
from course.models.rate_network.examples import two_neurons
from course.plots.diagrams import Network
from course.plots.modes import eigenvectors, path, plane, response
from course.plots.words import SPARE

LOW = -2.6  # of the rates, up to w = 1
HIGH = 5.4
TRAIL = 60  # ms of the path that are dark
MODES = np.array([[1.0, -1.0], [1.0, 1.0]]) / np.sqrt(2.0)  # sum and difference, in columns
NAMES = "1", "2", "both", "−1", "−2", "−both", "difference", "random"
# The two neurons: where they stand, and how they look.
PAIR = {
    "places": [(-75.0, 0.0), (75.0, 0.0)],
    "names": ("r₁", "r₂"),
    "kinds": (0, 0),
    "size": (400, 220),
    "radius": 34.0,
    "bend": 0.22,
    "most": 8.0,
    "inputs": True,
}
EXACT, EULER = "exact", "Euler, 1 ms"


def euler(net, W):
    """The rates by forward Euler, (2, n + 1)."""
    r = np.zeros((2, net.h.shape[1] + 1))
    for k in range(net.h.shape[1]):
        r[:, k + 1] = r[:, k] + net.dt / net.tau * (-r[:, k] + W @ r[:, k] + net.h[:, k])
    return r


@figure(
    "Two neurons in the plane of their rates",
    Slider("now", 0, 800, 240, 1, "ms", "time", "where the point is", play=40),
    Slider("w", -1.2, 1.2, 0.8, 0.05, meaning="weight to each from the other"),
    Choice("method", (EXACT, EULER), EXACT, meaning="of the simulation"),
    Button("seed", "new random pulse"),
    Yours("mine(r, W, h, dt, tau, F)", "whose path in steps of 1 ms is drawn over the plane"),
    presets=[
        Preset("one neuron", now=75).shows(
            "A pulse into one neuron excites both modes: the path sets out towards "
            "r₁ and bends along the sum mode."
        ),
        Preset("difference", now=640).shows(
            "A pulse along the other eigenvector: the path runs straight out and "
            "straight home, and gets nowhere far."
        ),
        Preset("w = 1", w=1.0, now=500).shows(
            "The sum mode no longer returns: each pulse leaves the rates where they "
            "are, until the next one moves them."
        ),
        Preset("Euler, 1 ms", method=EULER, now=640).shows(
            "Steps of τ/4 leave the closed form behind, most in the mode that is fast."
        ),
    ],
    handles=[Handle("c", x="now", label="time"), Handle("graph", y="w", on=(200.0, 143.0))],
    mosaic=[["graph", "plane"], ["c", "c"]],
    narrow=stacked(6.0, graph=5, plane=8, c=6),
    height_ratios=[5, 4],
    size=(9.0, 5.3),
)
def pulses(w, method, seed, mine):
    """Two neurons that excite each other, under the pulses of a train, one after the other."""
    net = two_neurons(rng=seed)
    W = net.W * (w / 0.8)
    values, diverged_at = np.array([w, -w]), None
    if method == EULER:
        r = euler(net, W)
    else:
        r, diverged_at = simulate(W, net.h, tau=net.tau, dt=net.dt, limit=1e3)[1:]
    t = np.arange(801.0)
    c = [
        pulse_response(t, value, net.tau, [(a, b, mode @ net.h[:, a]) for a, b, _ in net.pulses])
        for value, mode in zip(values, MODES.T)
    ]
    return {
        "net": net,
        "values": values,
        "r": within(r, 50),
        "c": within(c, 50),
        "diverged_at": diverged_at,
        "mine": mine.path(np.zeros(2), [(W, h, net.dt, net.tau, _linear) for h in net.h.T]),
    }


def _linear(x):
    return x


@pulses.show
def show_pulses(ax, r):
    last = min(r.now, r.r.shape[1] - 1)
    plane(ax.plane, LOW, HIGH)
    ax.plane.still(title="rates")
    labels = "sum mode", "difference mode"
    eigenvectors(ax.plane, MODES, 1.42 * HIGH, labels=labels)
    path(ax.plane, r.r, max(0, last - TRAIL), last)
    if r.mine is not None:
        ax.plane.yours("mine", *r.mine[max(0, last - TRAIL) : last + 1].T)
    W = np.array([[0.0, 1.0], [1.0, 0.0]])
    graph = ax.graph.drawing(Network, W=W, signed=True, **PAIR)
    h = r.net.h[:, max(r.now - 1, 0)]  # during the last ms
    graph.move(r.r[:, last] / 2.5, 0.8 * r.w * W, lit=W > 0, inputs=0.7 * h)
    graph.tells(
        unit=lambda k: f"{PAIR['names'][k]} = {r.r[k, last]:z.2f}",
        weight=lambda i, j: f"weight to {PAIR['names'][i]} from {PAIR['names'][j]}: {r.w:z.2f}",
        input=lambda k: f"input to {PAIR['names'][k]}: {h[k]:z.2f}",
    )
    ax.c.still(xlim=(0, 800), ylim=(-4.5, 7.5), xlabel="time (ms)", ylabel="part in mode")
    if ax.c.first:
        _name_pulses(ax.c.axes, ax.look)
    for k, (mode, theory, dash) in enumerate(zip(MODES.T, r.c, ("-", "--"))):
        curves = (np.arange(801), theory), (np.arange(r.r.shape[1]), mode @ r.r)
        labels = (("closed form", "sum mode"), (None, "difference"))[k]
        response(ax.c, k, *curves, labels=labels, ls=dash)
    ax.c.cursor("now", r.now, color="you", lw=1)
    if r.diverged_at is not None:
        return f"λ = ±{abs(r.values[0]):z.2f}: stopped at {r.diverged_at:z.0f} ms."
    x, y = r.r[:, r.now]
    high, low = sorted(r.values)[::-1]
    gain = f"{1 / (1 - high):z.3g}" if high < 1 else "without bound"
    return (
        f"At {r.now} ms the rates are {x:z.2f} and {y:z.2f}. "
        f"Gains: {gain} for λ = {high:z.2f}, {1 / (1 - low):z.3g} for λ = {low:z.2f}."
    )


def _name_pulses(axes, look):
    """When the pulses come, and into which neuron."""
    top = axes.get_xaxis_transform()
    for (first, last, _), name in zip(two_neurons(rng=0).pulses, NAMES):
        axes.axvspan(first, last, color=look.wash)
        axes.text(first + 5, 0.02, name, transform=top, gid=SPARE, ha="center", color=look.soft)
