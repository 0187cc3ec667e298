from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course.explore.eigenmodes._modes import within
from course.live import Preset, Slider, figure, stacked
from course.models.rate_network import simulate
from course.models.rate_network.examples import balanced, numerical_abscissa
from course.plots.modes import eigenvectors, path, plane, response

TAU = 10.0  # ms
T = 60.0  # ms
LIMIT = 3.8  # rates
TOP = 6.0  # a length
STEP = 0.25  # ms
TURN = np.linspace(0, 2 * np.pi, 181)
CIRCLE = np.cos(TURN), np.sin(TURN)


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


@figure(
    "A stable network that amplifies for a while",
    Slider("w", 0.0, 6.0, 4.3, 0.1, meaning="strength of all weights"),
    Slider("k", 1.0, 1.5, 1.1, 0.01, meaning="inhibition over excitation"),
    Slider("angle", -180, 180, -45, 1, "°", meaning="direction of the pulse"),
    presets=[
        Preset("along a mode", angle=45).shows(
            "Started on an eigenvector the rates only shrink, as the eigenvalue says."
        ),
        Preset("no weights", w=0.0).shows(
            "Without weights every pulse fades with τ, in every direction."
        ),
        Preset("perfect balance", k=1.0).shows(
            "At k = 1 the modes fall together. More inhibition only makes the transient smaller."
        ),
        Preset("strong inhibition", k=1.5).shows(
            "More inhibition than excitation cuts the transient short."
        ),
    ],
    mosaic=[["size", "plane"], ["r", "plane"]],
    width_ratios=[6, 5],
    narrow=stacked(7.0, plane=8, size=6, r=5),
    size=(7.2, 4.6),
)
def transient(w, k, angle):
    """Excitation and inhibition in balance: a pulse, and how far the rates go before they fade."""
    W, turn = balanced(w, k), np.radians(angle)
    r0 = np.array([np.cos(turn), np.sin(turn)])
    run = simulate(W, np.zeros(2), tau=TAU, dt=STEP, duration=T, start=r0)
    theory = after_pulse(w, k, r0, run.t)
    return {
        "value": w * (1 - k) + 0.0,
        "t": run.t,
        "r": run.r,
        "theory": theory,
        "best": largest(w, k),
    }


@transient.show
def show_transient(ax, r):
    t, best = r.t, r.best
    plane(ax.plane, -LIMIT, LIMIT, names=("r excitatory", "r inhibitory"))
    ax.plane.still.plot(*CIRCLE, color="soft", lw=0.8)
    ax.plane.still(title="start on the circle (point)")
    vectors = np.array([[1.0, r.k], [1.0, 1.0]])
    labels = "λ = w (1 − k)", "λ = 0"
    eigenvectors(ax.plane, vectors, 5.0, labels=labels)
    path(ax.plane, within(r.r, 20), now=False)
    ax.plane.points("start", *r.r[:, 0], color="you", mfc="paper", ms=7, zorder=4)
    ends = np.array([best.start, -best.start]).T if best.peak > 1 else ([], [])
    look = {"marker": "*", "color": "soft", "ms": 12}
    ax.plane.points("best", *ends, label="grows most", **look)
    ax.size.still(xlim=(0, T), ylim=(0, TOP), yticks=[0, 1, 2, 3, 4], title="length of r")
    ax.size.still.axhline(1.0, color="faint", lw=0.8)
    top = min(20.0, (TOP - 1) / max(best.abscissa, 1e-9))  # where the line leaves the panel
    steepest = [1, 1 + top * best.abscissa]
    ax.size.line(
        "steepest", [0, top], steepest, color="soft", lw=1.2, ls=":", label="steepest start"
    )
    slower = np.exp(-(1 - max(0.0, r.value)) * t / TAU)
    look = {"color": "ink", "lw": 1, "ls": "--", "label": "orthogonal modes"}
    ax.size.line("normal", t, slower, **look)
    lengths = ((t, np.linalg.norm(rates, axis=0)) for rates in (r.theory, r.r))
    response(ax.size, "size", *lengths)
    ax.r.still(xlim=(0, T), ylim=(-LIMIT, LIMIT), xlabel="time (ms)", ylabel="rate", zero="y")
    for k, (name, color) in enumerate((("excitatory", "exc"), ("inhibitory", "inh"))):
        curves = (t, r.theory[k]), (t, r.r[k])
        response(ax.r, k, *curves, color=color, labels=(None, name))
    size = np.linalg.norm(r.r, axis=0)
    top = int(np.argmax(size))
    return (
        f"λ = 0 and {r.value:z.2f}. From here |r| reaches {size[top]:z.2f} after "
        f"{r.t[top] / TAU:z.2f} τ; at most {best.peak:z.2f} after {best.t / TAU:z.2f} τ."
    )


@transient.on_event
def point_transient(event, values):
    """Point where the rates shall start; the arrow keys turn that point."""
    right, up = event.arrow
    angle = values["angle"] + 5 * (up - right)
    if event.kind != "release" and event.axes == "plane" and (event.x or event.y):
        angle = round(np.degrees(np.arctan2(event.y, event.x)))
    return {"angle": (int(angle) + 180) % 360 - 180}
