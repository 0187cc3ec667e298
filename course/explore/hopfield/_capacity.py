"""Lesson 09, capacity: crosstalk, and the curve of recall against load."""

from typing import NamedTuple

import numpy as np

from course.live import Button, Live, Preset, Slider, Switch
from course.models import hopfield
from course.models.hopfield import theory as hopfield_theory

GRID = np.linspace(-4.0, 6.0, 401)  # stability
LOADS = (  # the whole range soon, then what lies between
    0.08, 0.14, 0.18, 0.24, 0.04, 0.12, 0.16, 0.2, 0.06, 0.13, 0.17, 0.22, 0.02, 0.1, 0.15
)  # fmt: skip


def crosstalk(**start):
    """How far each unit of each stored pattern is from flipping in the first step."""

    class Result(NamedTuple):
        load: float
        shift: float  # what a unit's weight to itself adds
        edges: np.ndarray
        density: np.ndarray
        wrong: float  # share of units that one step reverses

    def compute(load, N, own, seed):
        M = max(1, round(load * N))
        stability = hopfield.stability(hopfield.random_patterns(M, N, seed))
        stability = (stability + M * own) / N
        edges = np.linspace(-4, 6, 101) - 0.5 / N  # between whole numbers: no value is on one
        density, _ = np.histogram(stability, edges, density=True)
        return Result(M / N, own * M / N, edges, density, float(np.mean(stability < 0)))

    def draw(axes):
        ax = axes["C"]
        ax.set(xlim=(-2, 4), ylim=(0, 1.5), xlabel="stability of a unit", ylabel="density")
        ax.axvline(0.0, color="0.4", ls="--", lw=1)
        ax.text(-0.1, 1.42, "flips", ha="right")
        ax.text(0.1, 1.42, "stays", ha="left")
        bars = ax.plot([], [], drawstyle="steps-post", label="simulated")[0]
        bell = ax.plot([], [], color="0.6", lw=2.5, zorder=1.5, label="Gaussian")[0]
        ax.legend(loc="upper right", bbox_to_anchor=(1, 0.9))
        ax = axes["P"]
        ax.set(xlim=(0, 1), ylim=(1e-4, 0.4), yscale="log", xlabel="load α = M / N")
        ax.set_ylabel("units reversed in one step")
        load = np.linspace(0.02, 1.0, 200)
        ax.plot(load, hopfield_theory.one_step_error(load), color="0.6", lw=2.5, label="theory")
        error, largest = zip(*hopfield_theory.ONE_STEP_TABLE)
        ax.plot(largest, error, "k_", ms=11, mew=1.6, label="published table")
        here = ax.plot([], [], "o", color="C1", ms=8, label="this network")[0]
        ax.legend(loc="lower right")
        return {"bars": bars, "bell": bell, "here": here}

    def update(artists, result):
        load = result.load
        artists["bars"].set_data(result.edges[:-1], result.density)
        bell = np.exp(-((GRID - 1 - result.shift) ** 2) / (2 * load)) / np.sqrt(2 * np.pi * load)
        artists["bell"].set_data(GRID, bell)
        artists["here"].set_data([load], [max(result.wrong, 1e-5)])

    def summary(result):
        own = " with weights to themselves" if result.shift else ""
        return (
            f"Load {result.load:.3f}: one step reverses {100 * result.wrong:.2f} % of the units"
            f"{own}; theory without them {100 * hopfield_theory.one_step_error(result.load):.2f} %."
        )

    return Live(
        "Crosstalk in a Hopfield network and the errors it makes in one step",
        [
            Slider("load", 0.05, 1.0, 0.2, 0.005, "M / N", "α", "memories per unit"),
            Slider("N", 100, 500, 300, 10, meaning="units"),
            Switch("own", False, "keep W_ii", "each unit's weight to itself"),
            Button("seed", "new patterns"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.crosstalk",
        start=start,
        presets=[
            Preset(
                "critical load",
                "At 0.138 only 4 units in 1000 flip in the first step; avalanches follow.",
                {"load": 0.14, "N": 500},
            ),
            Preset("one error in ten", "At load 0.61 one unit in ten flips.", {"load": 0.61}),
            Preset(
                "self-weights",
                "The whole bell moves to the right: every state looks remembered.",
                {"load": 0.61, "own": True},
            ),
        ],
        mosaic=[["C", "P"]],
    )


def capacity(**start):
    """Overlap after recall against the load, simulated point by point over theory."""

    class Result(NamedTuple):
        N: int
        loads: np.ndarray
        mean: np.ndarray
        sem: np.ndarray

    def compute(N, trials, seed):
        points = []
        for k, load in enumerate(LOADS):
            curve = hopfield.capacity_curve(N, load, trials, np.random.default_rng([seed, k]))
            points.append((curve.loads[0], curve.mean[0], curve.sem[0]))
            yield (k + 1) / len(LOADS), Result(N, *np.array(points).T)

    def draw(axes):
        ax = axes["m"]
        ax.set(xlim=(0, 0.25), ylim=(0, 1.08), xlabel="load α = M / N")
        ax.set_ylabel("overlap after recall from the memory")
        load = np.linspace(0.0, 0.25, 501)
        theory = hopfield_theory.retrieval_overlap(load)
        ax.plot(load, theory, color="0.6", lw=2.5, label="theory, N = ∞")
        ax.axvline(hopfield_theory.critical_load(), color="0.4", ls="--", lw=1)
        ax.text(0.1365, 0.1, "α_c = 0.138", ha="right")
        errors = ax.plot([], [], color="C1", lw=1.2)[0]
        dots = ax.plot([], [], "o", color="C1", ms=5, label="simulated, ± standard error")[0]
        ax.legend(loc="lower right")
        return {"errors": errors, "dots": dots}

    def update(artists, result):
        artists["dots"].set_data(result.loads, result.mean)
        x = np.repeat(result.loads, 3)
        y = np.column_stack([result.mean - result.sem, result.mean + result.sem,
                             np.full(len(result.mean), np.nan)])  # fmt: skip
        artists["errors"].set_data(x, y.ravel())

    def summary(result):
        kept = result.loads[result.mean > 0.9]
        most = f"{kept.max():.3f}" if len(kept) else "none"
        return (
            f"N = {result.N}, {len(result.loads)} of {len(LOADS)} loads done. "
            f"Largest load with a mean overlap above 0.9 so far: {most}."
        )

    return Live(
        "How many memories fit into a Hopfield network",
        [
            Slider("N", 100, 2000, 500, 100, meaning="units"),
            Slider("trials", 1, 20, 8, 1, meaning="networks at each load"),
            Button("seed", "new networks"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.capacity",
        start=start,
        presets=[
            Preset("small", "A hundred units: the breakdown is a gentle slope.", {"N": 100}),
            Preset("large", "Two thousand units: the edge is steep.", {"N": 2000, "trials": 6}),
        ],
        mosaic=[["m"]],
    )
