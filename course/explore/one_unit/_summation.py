"""Lesson 01: two synapses on a dendrite, and edges in an image."""

import math

import numpy as np

from course.live import Button, Choice, Handle, Preset, Slider, Yours, figure
from course.models import edges as edge_model
from course.models.summation import Dendrite, Synapse, simulate
from course.plots import diagrams
from course.plots.now import moment

FIRST = 30.0  # ms, when synapse 1 is active


def _in_hand(k, up):
    """Handles of synapse k: its end is drawn along the dendrite, and beside it is its weight."""
    x, y = diagrams.Dendrite.ORIGIN, diagrams.Dendrite.MIDDLE

    def beside(r):
        return x + r.synapses[k - 1].distance - 20.0, y + 34.0 * up

    return (
        Handle("cell", x=f"d{k}", offset=x, at=y + 60.0 * up),
        Handle("cell", y=f"w{k}", on=beside),
    )


@figure(
    "Two synapses on a dendrite and the sum of their potentials",
    Slider("now", 0.0, 120.0, 36.0, 0.5, "ms", meaning="the moment that is drawn", play=30.0),
    Slider("w1", -12.0, 15.0, 10.0, 0.5, "mV", "w₁", "weight of synapse 1"),
    Slider("w2", -12.0, 15.0, 10.0, 0.5, "mV", "w₂", "weight of synapse 2"),
    Slider("delay", -25.0, 60.0, 0.0, 1.0, "ms", meaning="synapse 2 after synapse 1"),
    Slider("d1", 0.0, 600.0, 60.0, 10.0, "µm", "d₁", "distance of synapse 1"),
    Slider("d2", 0.0, 600.0, 60.0, 10.0, "µm", "d₂", "distance of synapse 2"),
    Slider.of(Dendrite, "tau_decay", 5.0, 40.0, 1.0, "τ", meaning="how slowly a potential fades"),
    Slider.of(Dendrite, "length", 100.0, 600.0, 10.0, "λ", meaning="how far a potential reaches"),
    Yours("mine(t, w, times, d, length, E_L)", "the potential at the soma at the times t"),
    presets=[
        Preset("one alone", w2=0.0).shows("One alone gets little more than half of the way."),
        Preset("too late", delay=12.0).shows(
            "12 ms apart: nearly a third of the first is gone when the second comes."
        ),
        Preset("too far", d2=360.0).shows(
            "Same time, but synapse 2 lies 360 µm out: less than a third of it arrives."
        ),
        Preset("inhibition", w1=15.0, d1=0.0, w2=-8.0).shows(
            "Synapse 2 now pulls down: the sum stays below what synapse 1 does alone."
        ),
    ],
    handles=[
        Handle("V", x="now"),
        *_in_hand(1, 1),
        *_in_hand(2, -1),
        Handle("V", x="delay", offset=FIRST, at=-86.0, label="when synapse 2 is active"),
    ],
    mosaic=[["cell"], ["V"]],
    height_ratios=[4, 5],
    size=(8.0, 5.0),
)
def summation(w1, w2, delay, d1, d2, tau_decay, length, mine):
    """Two synapses: where they lie, when they are active, what their sum does."""
    cell = Dendrite(tau_decay=tau_decay, length=length)
    synapses = Synapse(w1, FIRST, d1), Synapse(w2, FIRST + delay, d2)
    run = simulate(cell, synapses, duration=120.0, dt=0.2)
    given = map(np.array, zip(*synapses))
    return {
        "cell": cell,
        "synapses": synapses,
        "run": run,
        "mine": mine(run.t, *given, length, cell.E_L, like=run.t),
    }


@summation.show
def show_summation(ax, r):
    run, cell = r.run, r.cell
    _show_cell(ax.cell, r)
    ax.V.still(xlim=(0, 120), ylim=(-90, -32), xlabel="time (ms)", ylabel="potential (mV)")
    ax.V.level("threshold", cell.V_th, color="soft", lw=1, ls="--", label="threshold")
    looks = {"lw": 3.2, "ls": "-"}, {"lw": 1.4, "ls": (0, (4, 3)), "rim": 2.4}
    for k, look in enumerate(looks):
        look["color"] = "exc" if r.synapses[k].w >= 0.0 else "inh"
        look["label"] = f"synapse {k + 1} alone"
        ax.V.line(k, run.t, cell.E_L + run.parts[k], **look)
    ax.V.line("sum", run.t, run.V, color="ink", lw=2.2, label="sum")
    ax.V.yours("mine", run.t, r.mine, at=0.75)
    ax.V.cursor("now", r.now, color="you", lw=1.1)
    crossed = [] if math.isnan(run.crossing) else [run.crossing]
    look = {"color": "ink", "mfc": "paper", "mew": 2, "ms": 9, "label": "threshold crossed"}
    ax.V.points("crossing", crossed, [cell.V_th] * len(crossed), **look)
    short = r.cell.V_th - r.run.peak
    end = (
        f"{short:z.1f} mV below threshold."
        if math.isnan(r.run.crossing)
        else f"threshold is crossed at {r.run.crossing:z.1f} ms."
    )
    return f"The sum peaks at {r.run.peak:z.1f} mV: {end}"


def _show_cell(panel, r):
    """The cell at the moment that is drawn: how far each potential has come."""
    run = r.run
    k = moment(run.t, r.now)
    weights, _, distances = zip(*r.synapses)
    arrived = [w * math.exp(-d / r.cell.length) for w, d in zip(weights, distances)]
    active = [part[k] / full if full else 0.0 for part, full in zip(run.parts, arrived)]
    cell = panel.drawing(diagrams.Dendrite, -80.0, r.cell.V_th)
    cell.move(run.V[k], weights, distances, active, r.cell.length)


SIZE = 96  # pixels
COLUMNS = np.arange(SIZE)


@figure(
    "Edges of a small image as zero-crossings of its second derivative",
    Choice("name", edge_model.SCENES, "shapes", "image"),
    Slider("blur", 0.6, 8.0, 2.0, 0.1, "pixels", "blur", "width of the smoothing"),
    Slider("noise", 0.0, 0.4, 0.0, 0.01, "", "noise", "added to each pixel"),
    Slider("least", 0.0, 0.2, 0.02, 0.005, "", "contrast", "smallest jump that counts"),
    Slider("row", 0, SIZE - 1, 30, 1, "", "row", "shown below"),
    Button("seed", "new noise"),
    Yours(
        "mine()",
        "the 3 × 3 weights of a unit: its net input at each place is drawn instead of the edges",
    ),
    presets=[
        Preset("noise, hardly smoothed", noise=0.12, blur=0.8).shows(
            "Every speck is an edge: a derivative makes noise louder."
        ),
        Preset("noise, smoothed", noise=0.12, blur=3.0, least=0.03).shows(
            "The same noise under a wider Gaussian: the outlines are back."
        ),
        Preset("too much", blur=7.0).shows("Neighbors melt together and corners get round."),
        Preset("soft edge", name="soft edge", noise=0.04, blur=5.0, least=0.01, row=80).shows(
            "Sharp at the top, blurred below: a wider Gaussian is needed further down."
        ),
    ],
    mosaic=[["image", "response", "found"], ["row", "row", "row"]],
    height_ratios=[1.25, 1],
    size=(7.2, 4.6),
)
def edges(name, blur, noise, least, row, seed, mine):
    """A small image, its second derivative after smoothing, and the edges in it."""
    image = edge_model.scene(name, SIZE, noise=noise, rng=seed)
    response = blur**2 * edge_model.second_derivative(image, blur)
    found = edge_model.zero_crossings(response, least)
    weights = mine(like=np.zeros((3, 3)))
    return {
        "image": image,
        "response": response,
        "found": found,
        "smooth": edge_model.filtered(image[row : row + 1], blur)[0],
        "places": _places(response[row], found[row]),
        "mine": None if weights is None else _net_inputs(image, weights),
    }


def _net_inputs(image, w):
    """What a unit with the weights w gets at each place, in units of the largest it can get."""
    padded = np.pad(image, 1, mode="edge")
    parts = [w[i, j] * padded[i : i + SIZE, j : j + SIZE] for i in range(3) for j in range(3)]
    return sum(parts) / max(np.abs(w).sum() / 2.0, 1e-300)


def _places(response, found):
    """Where the second derivative of a row passes through 0, between pixels."""
    here, there = response[:-1], response[1:]
    at = np.flatnonzero(found[:-1] & ((here > 0) != (there > 0)))
    return at + here[at] / (here[at] - there[at])


@edges.show
def show_edges(ax, r):
    yours = r.mine is not None
    for panel, title, image, cmap, clim in (
        (ax.image, "image", r.image, "gray", (-0.1, 1.1)),
        (ax.response, "second derivative", r.response, "signed", (-0.5, 0.5)),
        (ax.found, "your unit" if yours else "edges: its zero-crossings", r.found, "plain", (0, 1)),
    ):
        panel.still(title=title, xticks=[], yticks=[])
        panel.still.spines[:].set_visible(True)
        if yours and panel is ax.found:
            panel.image("mine", r.mine, cmap="signed", clim=(-0.6, 0.6))
        else:
            panel.image("image", image, cmap=cmap, clim=clim)
        panel.line("row", [-0.5, SIZE - 0.5], [r.row, r.row], color="you", lw=1.2, rim=3.0)
    ax.row.still(xlim=(-0.5, SIZE - 0.5), ylim=(-0.75, 1.45))
    ax.row.still(xlabel="column of the marked row (pixels)", zero="y")
    ax.row.line("raw", COLUMNS, r.image[r.row], color="soft", lw=1.0, label="brightness")
    ax.row.line("smooth", COLUMNS, r.smooth, color="ink", lw=1.8, label="smoothed")
    look = {"color": "sky", "lw": 1.8, "ls": "--", "label": "second derivative"}
    ax.row.line("second", COLUMNS, r.response[r.row], **look)
    ax.row.points("edges", r.places, np.zeros(r.places.size), color="ink", ms=5, label="edge")
    part = 100.0 * r.found.mean()
    return f"{part:z.1f} % of the pixels are edges, {r.places.size} of them dots in row {r.row}."
