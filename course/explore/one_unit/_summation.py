"""Lesson 01: two synapses on a dendrite, and edges in an image."""

import math
from typing import NamedTuple

import numpy as np

from course.live import Button, Choice, Live, Preset, Slider
from course.models import edges as edge_model
from course.models.summation import Dendrite, Summation, Synapse, simulate

FIRST = 30.0  # ms, when synapse 1 is active


def summation(**start):
    """Two synapses: where they lie, when they are active, what their sum does."""

    class Result(NamedTuple):
        cell: Dendrite
        synapses: tuple
        run: Summation

    def compute(w1, w2, delay, d1, d2, tau_decay, length):
        cell = Dendrite(tau_decay=tau_decay, length=length)
        synapses = Synapse(w1, FIRST, d1), Synapse(w2, FIRST + delay, d2)
        return Result(cell, synapses, simulate(cell, synapses, duration=120.0, dt=0.2))

    def draw(axes):
        where, V = axes["where"], axes["V"]
        where.set(xlim=(-45, 640), ylim=(-1.3, 1.5), yticks=[])
        where.set_xlabel("distance from the cell body (µm)")
        where.spines.left.set_visible(False)
        where.plot([0, 620], [0, 0], color="0.6", lw=5)
        where.plot([-8], [0], "o", color="0.6", ms=26, clip_on=False)
        V.set(xlim=(0, 120), ylim=(-90, -32), xlabel="time (ms)", ylabel="potential (mV)")
        V.axhline(Dendrite().V_th, color="0.45", lw=1, ls="--")
        V.text(119, -49.3, "threshold", ha="right", va="bottom", size=9, color="0.35")
        artists = {"marks": [], "words": [], "parts": []}
        for k, (marker, y) in enumerate((("v", 0.38), ("^", -0.38))):
            look = {"color": f"C{k}", "label": f"synapse {k + 1} alone"}
            artists["marks"].append(where.plot([0], [y], marker, ms=12, clip_on=False, **look)[0])
            artists["words"].append(where.text(0, 2.4 * y, "", va="center", size=9, color=f"C{k}"))
            line = {"lw": 3.2} if k == 0 else {"lw": 1.6, "ls": (0, (4, 3))}
            artists["parts"].append(V.plot([], [], **line, **look)[0])
        artists["sum"] = V.plot([], [], color="black", lw=2.2, label="sum")[0]
        artists["cross"] = V.plot([], [], "o", color="C3", ms=9, label="threshold crossed")[0]
        V.legend(loc="lower right", ncols=2)
        return artists

    def update(artists, result):
        cell, synapses, run = result
        for k, (w, _, distance) in enumerate(synapses):
            artists["marks"][k].set_xdata([distance])
            arrives = w * math.exp(-distance / cell.length)
            words = artists["words"][k]
            words.set_text(f"{w:+.1f} mV, {arrives:+.1f} mV at the cell body")
            words.set_x(distance + 14 if distance < 320 else distance - 14)
            words.set_ha("left" if distance < 320 else "right")
            artists["parts"][k].set_data(run.t, cell.E_L + run.parts[k])
        artists["sum"].set_data(run.t, run.V)
        crossed = [] if math.isnan(run.crossing) else [run.crossing]
        artists["cross"].set_data(crossed, [cell.V_th] * len(crossed))

    def summary(result):
        cell, _, run = result
        short = cell.V_th - run.peak
        end = (
            f"{short:.1f} mV below threshold."
            if math.isnan(run.crossing)
            else f"threshold is crossed at {run.crossing:.1f} ms."
        )
        return f"The sum peaks at {run.peak:.1f} mV: {end}"

    return Live(
        "Two synapses on a dendrite and the sum of their potentials",
        [
            Slider("w1", -12.0, 15.0, 10.0, 0.5, "mV", "w₁", "weight of synapse 1"),
            Slider("w2", -12.0, 15.0, 10.0, 0.5, "mV", "w₂", "weight of synapse 2"),
            Slider("delay", -25.0, 60.0, 0.0, 1.0, "ms", meaning="synapse 2 after synapse 1"),
            Slider("d1", 0.0, 600.0, 60.0, 10.0, "µm", "d₁", "distance of synapse 1"),
            Slider("d2", 0.0, 600.0, 60.0, 10.0, "µm", "d₂", "distance of synapse 2"),
            Slider("tau_decay", 5.0, 40.0, 15.0, 1.0, "ms", "τ", "how slowly a potential fades"),
            Slider("length", 100.0, 600.0, 300.0, 10.0, "µm", "λ", "how far a potential reaches"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.summation",
        start=start,
        presets=[
            Preset("one alone", "One alone gets little more than half of the way.", {"w2": 0.0}),
            Preset(
                "too late",
                "12 ms apart: nearly a third of the first is gone when the second comes.",
                {"delay": 12.0},
            ),
            Preset(
                "too far",
                "Same time, but synapse 2 lies 360 µm out: less than a third of it arrives.",
                {"d2": 360.0},
            ),
            Preset(
                "inhibition",
                "Synapse 2 now pulls down: the sum stays below what synapse 1 does alone.",
                {"w1": 15.0, "d1": 0.0, "w2": -8.0},
            ),
        ],
        mosaic=[["where"], ["V"]],
        panels={"height_ratios": [1, 2.7]},
        size=(7.2, 4.8),
    )


def edges(**start):
    """A small image, its second derivative after smoothing, and the edges in it."""
    SIZE = 96

    class Result(NamedTuple):
        image: np.ndarray
        response: np.ndarray
        found: np.ndarray
        smooth: np.ndarray
        row: int

    def compute(name, sigma, noise, least, row, seed):
        image = edge_model.scene(name, SIZE, noise=noise, rng=seed)
        response = sigma**2 * edge_model.second_derivative(image, sigma)
        found = edge_model.zero_crossings(response, least)
        smooth = edge_model.filtered(image[row : row + 1], sigma)[0]
        return Result(image, response, found, smooth, row)

    def draw(axes):
        looks = {
            "image": ("image", "gray", -0.1, 1.1),
            "response": ("second derivative", "RdBu_r", -0.5, 0.5),
            "found": ("edges: its zero-crossings", "gray_r", 0, 1),
        }
        artists = {}
        for panel, (title, cmap, low, high) in looks.items():
            axes[panel].set(title=title, xticks=[], yticks=[])
            axes[panel].spines[:].set_visible(True)
            blank = np.zeros((SIZE, SIZE))
            artists[panel] = axes[panel].imshow(blank, cmap=cmap, vmin=low, vmax=high)
            artists[panel, "row"] = axes[panel].plot([-0.5, SIZE - 0.5], [0, 0], "C1", lw=1.2)[0]
        axes["row"].set(xlim=(-0.5, SIZE - 0.5), ylim=(-0.75, 1.45))
        axes["row"].set(xlabel="column of the marked row (pixels)")
        axes["row"].axhline(0, color="0.75", lw=0.8)
        for name, color, width, label in (
            ("raw", "0.6", 1.0, "brightness"),
            ("smooth", "C0", 1.8, "smoothed"),
            ("second", "C1", 1.8, "second derivative"),
        ):
            artists[name] = axes["row"].plot([], [], color=color, lw=width, label=label)[0]
        artists["dots"] = axes["row"].plot([], [], "ko", ms=5, label="edge")[0]
        axes["row"].legend(loc="upper left", ncols=4)
        return artists

    def update(artists, result):
        x, row = np.arange(SIZE), result.row
        for panel in ("image", "response", "found"):
            artists[panel].set_data(getattr(result, panel))
            artists[panel, "row"].set_ydata([row, row])
        artists["raw"].set_data(x, result.image[row])
        artists["smooth"].set_data(x, result.smooth)
        artists["second"].set_data(x, result.response[row])
        places = edge_places(result)
        artists["dots"].set_data(places, np.zeros(places.size))

    def edge_places(result):
        """Where the second derivative of the marked row passes through 0, between pixels."""
        here, there = result.response[result.row, :-1], result.response[result.row, 1:]
        at = np.flatnonzero(result.found[result.row, :-1] & ((here > 0) != (there > 0)))
        return at + here[at] / (here[at] - there[at])

    def summary(result):
        part = 100.0 * result.found.mean()
        dots = edge_places(result).size
        return f"{part:.1f} % of the pixels are edges, {dots} of them dots in row {result.row}."

    return Live(
        "Edges of a small image as zero-crossings of its second derivative",
        [
            Choice("name", edge_model.SCENES, "shapes", "image"),
            Slider("sigma", 0.6, 8.0, 2.0, 0.1, "pixels", "σ", "width of the smoothing"),
            Slider("noise", 0.0, 0.4, 0.0, 0.01, "", "noise", "added to each pixel"),
            Slider("least", 0.0, 0.2, 0.02, 0.005, "", "contrast", "smallest jump that counts"),
            Slider("row", 0, SIZE - 1, 30, 1, "", "row", "shown below"),
            Button("seed", "new noise"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.edges",
        start=start,
        presets=[
            Preset(
                "noise, hardly smoothed",
                "Every speck is an edge: a derivative makes noise louder.",
                {"noise": 0.12, "sigma": 0.8},
            ),
            Preset(
                "noise, smoothed",
                "The same noise under a wider Gaussian: the outlines are back.",
                {"noise": 0.12, "sigma": 3.0, "least": 0.03},
            ),
            Preset("too much", "Neighbors melt together and corners get round.", {"sigma": 7.0}),
            Preset(
                "soft edge",
                "Sharp at the top, blurred below: a wider Gaussian is needed further down.",
                {"name": "soft edge", "noise": 0.04, "sigma": 5.0, "least": 0.01, "row": 80},
            ),
        ],
        mosaic=[["image", "response", "found"], ["row", "row", "row"]],
        panels={"height_ratios": [1.25, 1]},
        size=(7.2, 4.6),
    )
