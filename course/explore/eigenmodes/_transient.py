"""Lesson 06, sixth part: a stable network that amplifies on its way to silence."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course.explore.eigenmodes._modes import within
from course.live import Live, Preset, Slider
from course.models.rate_network import simulate
from course.models.rate_network.examples import balanced, numerical_abscissa
from course.plots.modes import plane, response, show_modes, show_path

TAU, T, LIMIT = 10.0, 60.0, 3.8  # ms, ms, rates
STEP = 0.25  # ms


class Largest(NamedTuple):
    """The largest transient over all starts of length 1."""

    peak: float
    t: float  # ms
    start: np.ndarray  # (2,)
    abscissa: float  # 1/ms, fastest growth at time 0


@lru_cache(64)
def largest(w, k):
    """`transient_peak` of the library on a grid, from the closed form: quick enough for a hand."""
    t = np.linspace(0.0, 2 * TAU, 401)
    E = np.stack([after_pulse(w, k, r0, t) for r0 in np.eye(2)], axis=1)  # (2, 2, n)
    size, det = (E**2).sum(axis=(0, 1)), E[0, 0] * E[1, 1] - E[0, 1] * E[1, 0]
    norm = np.sqrt((size + np.sqrt(np.maximum(size**2 - 4 * det**2, 0.0))) / 2)
    top = int(np.argmax(norm))
    start = np.linalg.svd(E[:, :, top])[2][0]
    return Largest(norm[top], t[top], start, numerical_abscissa(balanced(w, k), TAU))


def after_pulse(w, k, r0, t):
    """exp(A t) r0 in closed form: W of rank 1 has W W = w (1 - k) W. Shape (2, n)."""
    value, s = w * (1 - k), t / TAU
    grown = s if value == 0 else np.expm1(value * s) / value
    return np.exp(-s) * (r0[:, None] + np.outer(balanced(w, k) @ r0, grown))


def pointed(event, values):
    """Point where the rates shall start; the arrow keys turn that point."""
    angle = values["angle"]
    if event.kind == "key":
        angle += {"ArrowLeft": 5, "ArrowUp": 5, "ArrowRight": -5, "ArrowDown": -5}.get(event.key, 0)
    elif event.kind != "release" and event.axes == "plane" and (event.x or event.y):
        angle = round(np.degrees(np.arctan2(event.y, event.x)))
    return {"angle": (int(angle) + 180) % 360 - 180}


def transient(**start):
    """Excitation and inhibition in balance: a pulse, and how far the rates go before they fade."""

    class Result(NamedTuple):
        value: float  # of the sum mode
        k: float
        t: np.ndarray
        r: np.ndarray  # (2, n), simulated
        theory: np.ndarray  # (2, n)
        best: Largest

    def compute(w, k, angle):
        W, turn = balanced(w, k), np.radians(angle)
        r0 = np.array([np.cos(turn), np.sin(turn)])
        run = simulate(W, np.zeros(2), tau=TAU, dt=STEP, T=T, r0=r0)
        theory = after_pulse(w, k, r0, run.t)
        return Result(w * (1 - k) + 0.0, k, run.t, run.r, theory, largest(w, k))

    def draw(axes):
        path = plane(axes["plane"], -LIMIT, LIMIT, names=("r excitatory", "r inhibitory"))
        turn = np.linspace(0, 2 * np.pi, 181)
        axes["plane"].plot(np.cos(turn), np.sin(turn), color="0.6", lw=0.8)
        axes["plane"].set_title("start on the circle (point)")
        for mode in path["modes"]:
            mode.set_color("C2")
        path["start"] = axes["plane"].plot([], [], "o", color="C0", mfc="white", ms=7, zorder=4)[0]
        path["best"] = axes["plane"].plot([], [], "*", color="C4", ms=12, mec="0.2", mew=0.6)[0]
        labels = ["mode, λ = w (1 − k)", "mode, λ = 0", "grows most"]
        axes["plane"].legend([*path["modes"], path["best"]], labels, loc="upper center",
                             bbox_to_anchor=(0.5, -0.15), ncols=2, columnspacing=1.0)  # fmt: skip
        size, r = axes["size"], axes["r"]
        size.set(xlim=(0, T), ylim=(0, 6), yticks=[0, 1, 2, 3, 4], title="length of r")
        size.axhline(1.0, color="0.75", lw=0.8)
        lines = {
            "steepest": size.plot([], [], color="C4", lw=1.2, ls=":", label="steepest start")[0],
            "normal": size.plot(
                [], [], color="0.15", lw=1, ls="--", label="if modes were orthogonal"
            )[0],
            "size": response(size, "C0"),
        }
        size.legend(loc="upper right")
        r.set(xlim=(0, T), ylim=(-LIMIT, LIMIT), xlabel="time (ms)", ylabel="rate")
        r.axhline(0.0, color="0.75", lw=0.8)
        lines["r"] = [
            response(r, "C1", labels=("", "excitatory")),
            response(r, "C3", labels=("", "inhibitory")),
        ]
        r.legend(handles=[pair["simulated"] for pair in lines["r"]], loc="lower right", ncols=2)
        return {"plane": path} | lines

    def update(artists, result):
        path, t = artists["plane"], result.t
        show_modes(path, np.array([[1.0, result.k], [1.0, 1.0]]), 5.0)
        show_path(path, within(result.r, 20))
        path["now"].set_data([], [])
        path["start"].set_data(*result.r[:, :1])
        ends = np.array([result.best.start, -result.best.start])
        path["best"].set_data(*ends.T if result.best.peak > 1 else ([], []))
        artists["steepest"].set_data([0, 20], [1, 1 + 20 * result.best.abscissa])
        artists["normal"].set_data(t, np.exp(-(1 - max(0.0, result.value)) * t / TAU))
        for name, r in (("theory", result.theory), ("simulated", result.r)):
            artists["size"][name].set_data(t, np.linalg.norm(r, axis=0))
            for k, pair in enumerate(artists["r"]):
                pair[name].set_data(t, r[k])

    def summary(result):
        size, best = np.linalg.norm(result.r, axis=0), result.best
        top = int(np.argmax(size))
        return (
            f"λ = 0 and {result.value:.2f}. From here |r| reaches {size[top]:.2f} after "
            f"{result.t[top] / TAU:.2f} τ; at most {best.peak:.2f} after {best.t / TAU:.2f} τ."
        )

    return Live(
        "A stable network that amplifies for a while",
        [
            Slider("w", 0.0, 6.0, 4.3, 0.1, meaning="strength of all weights"),
            Slider("k", 1.0, 1.5, 1.1, 0.01, meaning="inhibition over excitation"),
            Slider("angle", -180, 180, -45, 1, "°", meaning="direction of the pulse"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.transient",
        start=start,
        presets=[
            Preset("along a mode", "Started on an eigenvector the rates only shrink, as the "
                   "eigenvalue says.", {"angle": 45}),
            Preset("no weights", "Without weights every pulse fades with τ, in every direction.",
                   {"w": 0.0}),
            Preset("perfect balance", "At k = 1 the modes fall together. More inhibition only "
                   "makes the transient smaller.", {"k": 1.0}),
            Preset("strong inhibition", "More inhibition than excitation cuts the transient short.",
                   {"k": 1.5}),
        ],
        mosaic=[["size", "plane"], ["r", "plane"]],
        panels={"width_ratios": [6, 5]},
        size=(7.2, 4.6),
        on_event=pointed,
    )  # fmt: skip
