"""Live figures of lesson 00: one to practice on, and one for each kind of picture."""

from typing import NamedTuple

import numpy as np

from course.explore._mine import Mine, drawn
from course.explore.start._histogram import distribution
from course.explore.start._reading import embedding, raster
from course.live import Button, Choice, Event, Live, Preset, Slider
from course.plots import matrices

__all__ = ["distribution", "embedding", "practice", "raster", "weights"]


def practice(mine=None, **start):
    """A potential that decays to rest: a figure to practice on.

    Parameters
    ----------
    mine : callable, optional
        Your own `mine(t, A, tau)`, drawn over it.
    """
    t = np.linspace(0.0, 100.0, 401)  # ms

    class Result(NamedTuple):
        V: np.ndarray
        A: float
        tau: float
        now: float
        mine: Mine

    def compute(A, tau, now):
        return Result(A * np.exp(-t / tau), A, tau, now, drawn(mine, t, A, tau))

    def draw(axes):
        ax = axes["A"]
        ax.set(xlim=(0, 100), ylim=(-1, 21), xlabel="time (ms)")
        ax.set_ylabel("potential above rest (mV)")
        ax.axhline(0, color="0.8", lw=0.8)
        V = ax.plot([], [], color="C0", lw=2.2, label="V")[0]
        own = ax.plot([], [], "k:", lw=2.4, label="yours" if mine else None)[0]
        drop = ax.plot([], [], color="C1", lw=1.2, ls="--", label="after one τ: 37 %")[0]
        dot = ax.plot([], [], "o", color="C2", ms=10, label="V at t")[0]
        ax.legend(loc="upper right")
        return {"V": V, "mine": own, "drop": drop, "dot": dot}

    def update(artists, result):
        artists["V"].set_data(t, result.V)
        artists["mine"].set_data(t, result.mine.curve)
        level = result.A / np.e
        artists["drop"].set_data([0.0, result.tau, result.tau], [level, level, 0.0])
        artists["dot"].set_data([result.now], [result.A * np.exp(-result.now / result.tau)])

    def summary(result):
        V = result.A * np.exp(-result.now / result.tau)
        said = f"{V:.2f} mV are left of {result.A:.1f} mV after {result.now:.0f} ms."
        return said + result.mine.trouble

    return Live(
        "A potential that decays to rest",
        [
            Slider("A", 0.0, 20.0, 15.0, 0.5, "mV", meaning="height at the start"),
            Slider("tau", 2.0, 60.0, 20.0, 1.0, "ms", "τ", "time constant of the decay"),
            Slider("now", 0.0, 100.0, 10.0, 1.0, "ms", "t", "where the dot is", play=20.0),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.practice",
        start=start,
        presets=[
            Preset(
                "one time constant", "At t = τ a little more than a third is left.", {"now": 20.0}
            ),
            Preset("quick", "A short time constant: gone before you look.", {"tau": 4.0}),
            Preset("slow", "A long one: the curve seems nearly straight.", {"tau": 60.0}),
        ],
        size=(7.2, 3.4),
    )


def weights(**start):
    """A weight matrix, what one row and one column say, and all its weights as a histogram."""
    N = 16
    KINDS = ("random", "few connections", "each sender one sign", "neighbors", "symmetric")
    BINS = np.linspace(-3.0, 3.0, 31)

    class Result(NamedTuple):
        W: np.ndarray
        i: int
        j: int

    def compute(kind, i, j, seed):
        rng = np.random.default_rng(seed)
        W, chance = np.clip(rng.standard_normal((N, N)), -2.9, 2.9), rng.random((N, N))
        if kind == "few connections":
            W[chance > 0.15] = 0.0
        elif kind == "each sender one sign":
            W = np.abs(W) * np.where(np.arange(N) < 0.75 * N, 1.0, -1.0)
        elif kind == "neighbors":
            apart = np.subtract.outer(np.arange(N), np.arange(N)) * 2.0 * np.pi / N
            W = 1.6 * np.cos(apart) + 0.15 * W
        elif kind == "symmetric":
            W = (W + W.T) / np.sqrt(2.0)
        np.fill_diagonal(W, 0.0)
        return Result(np.clip(W, -2.99, 2.99), i, j)

    def draw(axes):
        artists = {"image": matrices.weights(axes["W"], (N, N), 2.5)}
        axes["W"].set(xticks=range(0, N, 5), yticks=range(0, N, 5))
        artists["marks"] = matrices.marks(axes["W"])
        row, hist = axes["row"], axes["hist"]
        row.set(xlim=(-0.7, N - 0.3), ylim=(-3.2, 3.2), xlabel="from unit j", ylabel="row i")
        row.axhline(0, color="0.6", lw=0.8)
        artists["bars"] = list(row.bar(range(N), np.zeros(N), color="0.45"))
        hist.set(xlim=(-3, 3), ylim=(0, 0.32), xlabel="weight", ylabel="fraction")
        artists["hist"] = hist.stairs(np.zeros(30), BINS, fill=True, color="C0", alpha=0.6)
        return artists

    def update(artists, result):
        W, i, j = result
        artists["image"].set_data(W)
        matrices.show_marks(artists["marks"], i, j, W.shape)
        for k, (bar, height) in enumerate(zip(artists["bars"], W[i])):
            bar.set(height=height, facecolor="C1" if k == j else "0.45")
        present = W[W != 0.0]
        counts = np.histogram(present, BINS)[0] / max(present.size, 1)
        artists["hist"].set_data(np.minimum(counts, 0.32), BINS)

    def summary(result):
        W, i, j = result
        part = 100.0 * np.count_nonzero(W) / (N * (N - 1))
        return (
            f"W[{i}, {j}], to unit {i} from unit {j}, is {W[i, j]:.2f}; "
            f"{part:.0f} % of the connections exist."
        )

    def on_event(event: Event, values):
        if event.kind == "key":
            down = {"ArrowUp": -1, "ArrowDown": 1}.get(event.key, 0)
            right = {"ArrowLeft": -1, "ArrowRight": 1}.get(event.key, 0)
            i, j = values["i"] + down, values["j"] + right
        elif event.axes == "W":
            i, j = round(event.y), round(event.x)
        else:
            return {}
        return {"i": min(N - 1, max(0, i)), "j": min(N - 1, max(0, j))}

    return Live(
        "A weight matrix, one of its rows, and the distribution of its weights",
        [
            Choice("kind", KINDS, "random", "network"),
            Slider("i", 0, N - 1, 4, 1, "", "i", "row: the unit that receives"),
            Slider("j", 0, N - 1, 9, 1, "", "j", "column: the unit that sends"),
            Button("seed", "new weights"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.weights",
        start=start,
        presets=[
            Preset(
                "columns of one color",
                "Each sender either excites or inhibits, as most neurons do: Dale's law.",
                {"kind": "each sender one sign"},
            ),
            Preset(
                "a band",
                "Units excite their neighbors on a ring and inhibit those across.",
                {"kind": "neighbors"},
            ),
            Preset(
                "a mirror",
                "Symmetric: what i says to j, j says to i. Rows and columns agree.",
                {"kind": "symmetric"},
            ),
        ],
        mosaic=[["W", "row"], ["W", "hist"]],
        panels={"width_ratios": [1.25, 1]},
        size=(7.2, 3.9),
        on_event=on_event,
    )
