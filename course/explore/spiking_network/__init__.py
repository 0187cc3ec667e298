"""Live figures of lesson 05: a network of spiking neurons."""

import numpy as np

from course.explore.spiking_network._balanced import balanced
from course.explore.spiking_network._beat import beat
from course.explore.spiking_network._dimensions import dimensions
from course.explore.spiking_network._irregular import irregular
from course.explore.spiking_network._network import inputs_of, leading_scores, others, rates, run
from course.explore.spiking_network._raster_puzzle import puzzle
from course.live import Button, Choice, Handle, Preset, Slider, Switch, Yours, figure, stacked
from course.plots import matrices
from course.plots import network as plots
from course.plots.diagrams import Network
from course.plots.drawing import on_circle

__all__ = ["balanced", "beat", "dimensions", "irregular", "network", "puzzle"]

T = 500  # steps
RATES = np.linspace(0, 1.6, 33)
VOLTAGES = np.linspace(-120, 0, 31)
GRAPH = 24  # neurons that are drawn
VIEWS = ("voltages", "embedding in 2-D", "embedding in 3-D")


@figure(
    "One network: a part of it as a graph, and four pictures of all",
    Slider("now", 0.0, T / 10, 12.4, 0.1, meaning="the moment that is drawn", play=20.0),
    Slider("who", 0, GRAPH - 1, 4, 1, meaning="neuron of the circle; its row is marked"),
    Slider("w_sd", 0.0, 60.0, 10.0, 1.0, meaning="spread of the weights"),
    Slider("mean", 40.0, 120.0, 60.0, 1.0, meaning="mean input; 60 reaches the threshold"),
    Slider("sd", 0.0, 40.0, 10.0, 1.0, label="noise", meaning="of the input, at each step"),
    Slider("sparsity", 0.0, 1.0, 0.0, 0.05, meaning="fraction of missing weights"),
    Switch("dale", False, "Dale's law: 80 % only excite, 20 % only inhibit"),
    Slider("N", 10, 200, 100, 10, meaning="neurons"),
    Slider("loud", -3.0, 3.0, 1.0, 0.1, "×", meaning="weights that the chosen neuron sends"),
    Choice("view", VIEWS, "voltages", "lower left"),
    Slider("angle", 0, 355, 30, 5, "°", meaning="turn of the 3-D view", play=12.0),
    Button("seed", "new network"),
    Yours(
        "mine(W, I)",
        "whose spikes are rings in the raster, of the chosen neuron, and of others where they "
        "differ",
    ),
    presets=[
        Preset("weak weights").shows("Spikes everywhere, and no pattern that an eye can hold."),
        Preset("clocks", w_sd=0.0, mean=80.0, sd=0.0, view=VIEWS[1]).shows(
            "No weights, no noise: all neurons do the same, so the path is a straight line."
        ),
        Preset("strong weights", w_sd=50.0).shows(
            "Rates spread out: some rows are crowded, others empty. Voltages sink far down."
        ),
        Preset("Dale's law", w_sd=20.0, dale=True, view=VIEWS[2]).shows(
            "Columns of one color, and volleys in the raster: the path swings far along PC 1."
        ),
    ],
    handles=[
        Handle("raster", x="now"),
        Handle("graph", y="loud", on=lambda r: _beside(r.who, r.N), label="what it sends"),
    ],
    mosaic=[["graph", "raster", "W"], ["state", "rates", "V"]],
    height_ratios=[5, 4],
    narrow=stacked(6.2, graph=12, raster=8, state=8),
    size=(9.0, 5.4),
)
def network(w_sd, mean, sd, sparsity, dale, N, who, loud, view, seed, mine):
    """One network, four pictures: raster, voltages or embedding, weights, distributions."""
    settings = {"w_sd": w_sd, "mean": mean, "sd": sd, "sparsity": sparsity}
    settings |= {"excitatory": 0.8 if dale else None, "loud": loud}
    part = _part(N)
    settings["who"] = part[min(who, part.size - 1)]
    W, done = run(N, T, seed=seed, **settings)
    k = VIEWS.index(view) + 1
    scores = leading_scores(done.V, k) if k > 1 else None
    I = inputs_of(N, T, mean=mean, sd=sd, seed=seed)
    yours = mine(W, I, like=np.empty((2, *I.shape)))  # V and spikes
    return {
        "W": W,
        "run": done,
        "rates": rates(done.spikes),
        "others": [rates(run(N, T, seed=other, **settings)[1].spikes) for other in others(seed)],
        "scores": scores,
        "mine": None if yours is None else yours[1] > 0,
    }


RIM = 175.0  # radius of the circle of neurons


def _part(N):
    """Numbers of those that are drawn, at equal distances."""
    return np.linspace(0, N - 1, min(GRAPH, N)).round().astype(int)


def _beside(who, N):
    """Where a hand takes a neuron of the circle: at its outer side."""
    n = min(GRAPH, N)
    return np.array(Network.SIZE) / 2 + on_circle(n, RIM + 19.0)[min(who, n - 1)]


class _Part(Network):
    """Some of the neurons, with all connections that there may be."""

    def __init__(self, axes, look, n):
        W, places = np.ones((n, n)) - np.eye(n), on_circle(n, RIM)
        super().__init__(axes, look, W=W, places=places, radius=13.0, bend=0.08)


def _neuron(number, V, spikes):
    return f"neuron {number}: {'a spike' if spikes else f'V = {V:z.0f}'}"


def _show_part(panel, r):
    """Neurons at equal distances in the raster, filled by a spike, and the weights of one."""
    part = _part(r.N)
    who = min(r.who, part.size - 1)
    now = min(round(10 * r.now), T - 1)
    filled = np.clip((r.run.V[part, now] + 80.0) / 160.0, 0.0, 0.5)
    lit = np.where(r.run.spikes[part, now], 1.0, filled)
    W = np.clip(r.W[np.ix_(part, part)] / 40.0, -1.5, 1.5)  # wider ones would hide the circle
    own = np.zeros(W.shape, bool)
    own[who] = own[:, who] = True
    graph = panel.drawing(_Part, part.size)
    graph.move(lit, np.where(own, W, 0.0), lit=own, chosen=who)
    graph.tells(
        unit=lambda k: _neuron(part[k], r.run.V[part[k], now], r.run.spikes[part[k], now]),
        weight=lambda i, j: f"to {part[i]} from {part[j]}: {40 * W[i, j]:z.1f}",
    )
    return part[who]


@network.show
def show_network(ax, r):
    chosen = _show_part(ax.graph, r)
    ax.raster.cursor("now", r.now, color="you", lw=1.1)
    ax.raster.points("chosen", T / 10, chosen + 0.5, marker="<", color="you", ms=7, clip_on=False)
    matrices.marks(ax.W, chosen, chosen, r.W.shape)
    plots.raster(ax.raster, r.run.spikes)
    if r.mine is not None:
        # Of all neurons the rings would hide the raster: those of one, and all that differ.
        ringed = r.mine & (r.run.spikes == 0)
        ringed[chosen] = r.mine[chosen]
        neurons, steps = np.nonzero(ringed)
        look = {"marker": "o", "mfc": "none", "mew": 0.8, "color": "you", "ms": 3.5}
        ax.raster.points("mine", steps / 10, neurons + 0.5, **look)
    ax.raster.still(xlim=(0, T / 10), title="raster")
    matrices.weights(ax.W, r.W, 40.0, names=("to i", "from j"), counted=False)
    ax.W.still(title="weights")
    if r.scores is None:
        plots.voltages(ax.state, r.run.V)
    else:
        plots.path(ax.state, r.scores, angle=r.angle)
    plots.distribution(ax.rates, r.rates, RATES, lowest_top=10, others=r.others)
    ax.rates.still(xlabel="spikes per time constant", title="density of rates")
    plots.distribution(ax.V, r.run.V[~r.run.spikes], VOLTAGES, lowest_top=0.06)
    ax.V.still(xlabel="voltage, no resets", title="density of voltages")
    silent = np.count_nonzero(r.rates == 0)
    voltages = r.run.V[~r.run.spikes]
    return (
        f"{r.run.spikes.sum()} spikes; rate {r.rates.mean():z.2f} per time constant, "
        f"spread {r.rates.std():z.2f}; {silent} silent; mean voltage {voltages.mean():z.0f}."
        + ("" if r.mine is None else f" Yours: {np.count_nonzero(r.mine)} spikes.")
    )


@network.on_event
def point_network(event, values):
    """A neuron that is pointed at in the graph is chosen."""
    if event.kind != "press" or event.axes != "graph":
        return {}
    away = np.array([event.x, event.y]) - np.array(Network.SIZE) / 2
    return {"who": int(np.argmax(on_circle(min(GRAPH, values["N"]), 1.0) @ away))}
