from functools import lru_cache

import numpy as np

from course import _ties
from course.live import Button, Choice, Handle, Preset, Slider, Yours, figure, stacked
from course.models import oja
from course.models.oja import theory as oja_theory
from course.plots import curves

MOST = 1000  # inputs
SHOWN = 300  # of them as points
SIDE = 2.6  # of the plane, from its middle
RULES = ("Hebb", "Oja")


@lru_cache(16)
def cloud(angle, across, offset, seed):
    """Inputs (2, MOST), and the axes of the cloud in columns: the long one, and across it."""
    turn = np.radians(angle)
    axes = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    noise = _ties.decimals(np.random.default_rng(seed).standard_normal((2, MOST)))
    return axes @ ([[1.0], [across]] * noise + [[0.0], [offset]]), axes


def to_axis(w, axis):
    """Angle of weights (2, n) to an axis through 0, in degrees from 0 to 90."""
    along = np.abs(axis @ w)
    beside = np.abs(axis[0] * w[1] - axis[1] * w[0])
    return np.degrees(np.arctan2(beside, along))


@figure(
    "Two weights that learn from a cloud of inputs",
    Choice("rule", RULES, "Hebb", meaning="of learning", main=True),
    Slider("now", 0, MOST, 400, 5, "inputs", "learned", "the moment", play=100, main=True),
    Slider("rate", 0.001, 0.05, 0.01, 0.1, label="r", meaning="learning rate", log=True, main=True),
    Slider("offset", 0.0, 2.0, 0.0, 0.1, meaning="the cloud's distance from 0", main=True),
    Slider("angle", 0, 180, 30, 5, "°", meaning="of the cloud's long axis"),
    Slider("across", 0.1, 1.0, 0.5, 0.1, meaning="spread across the long axis"),
    Slider("w1", -2.5, 2.5, 0.1, 0.1, label="w₁", meaning="first weight at the start"),
    Slider("w2", -2.5, 2.5, -0.8, 0.1, label="w₂", meaning="second weight at the start"),
    Button("seed", "new inputs"),
    Yours("mine(w, x, r)", "the weights after an input; their path is drawn in the plane"),
    presets=[
        Preset("Oja", rule="Oja").shows("The same turn, and the length comes to 1."),
        Preset("from far", rule="Oja", w1=-1.8, w2=0.6).shows(
            "It comes to the circle from outside."
        ),
        Preset("a round cloud", rule="Oja", across=1.0, now=1000).shows(
            "No axis is longer: the weight strolls along the circle."
        ),
        Preset("off 0", rule="Oja", offset=1.6, now=1000).shows(
            "The weights lie on the way to the middle of the cloud, across its long axis."
        ),
    ],
    handles=[Handle("plane", x="w1", y="w2", label="weights at the start")],
    mosaic=[["plane", "length"], ["plane", "turn"]],
    width_ratios=[1.15, 1],
    narrow=stacked(6.6, plane=5, length=3, turn=3),
    size=(8.2, 4.4),
)
def direction(rule, rate, offset, angle, across, w1, w2, seed, mine):
    """A unit with two inputs under Hebb's or Oja's rule, beside the closed form of small steps."""
    x, axes = cloud(angle, across, offset, seed)
    start = np.array([w1, w2])
    sizes = np.array([1.0, across**2 + offset**2])  # <x x^T> along both axes of the cloud
    t = rate * np.arange(MOST + 1.0)
    t = t[sizes.max() * t <= oja_theory.FARTHEST]
    mean = oja_theory.averaged((axes * sizes) @ axes.T, start, t, rule=rule.lower())
    first = axes[:, 1 if sizes[1] > 1.0 + 1e-9 else 0]
    w = oja.learn(x, start, rate=rate, rule=rule.lower()).w
    return {
        "x": x,
        "first": first,
        "w": w,
        "mean": mean,
        "turns": [to_axis(path, first) for path in (w, mean)],
        "mine": mine.path(start, [(column, rate) for column in x.T]),
    }


@direction.show
def show_direction(ax, r):
    ax.plane.still(title="inputs (dots) and weights")
    look = {"xlabel": "x₁, w₁", "ylabel": "x₂, w₂", "box_aspect": 1}
    ax.plane.still(xlim=(-SIDE, SIDE), ylim=(-SIDE, SIDE), **look)
    ax.plane.points("x", *r.x[:, :SHOWN], color="soft", ms=2)
    around = np.linspace(0.0, 2.0 * np.pi, 121)
    ax.plane.line("circle", np.cos(around), np.sin(around), color="soft", lw=1, ls="--")
    ends = 2.0 * SIDE * np.array([-1.0, 1.0])
    ax.plane.line("axis", *np.outer(r.first, ends), color="soft", lw=1.6, ls=":")
    if r.mine is not None:
        ax.plane.yours("mine", *r.mine[: r.now + 1].T)
    inputs = np.arange(MOST + 1)
    length, mean = (np.hypot(*path) for path in (r.w, r.mean))
    shown = (r.w / np.maximum(1.0, length / (2.0 * SIDE)))[:, : r.now + 1]
    ax.plane.line("path", *shown, color="ink", lw=1.4, rim=3.0)
    ax.plane.line("arrow", [0.0, shown[0, -1]], [0.0, shown[1, -1]], color="you", lw=2.4, rim=4.0)
    ax.length.still(xlim=(0, MOST), ylim=(0.05, 2e4), yscale="log", title="length of the weights")
    ax.length.still.axhline(1.0, color="soft", lw=1.0, ls="--")
    ax.turn.still(xlim=(0, MOST), ylim=(-3, 93), yticks=[0, 45, 90], xlabel="inputs")
    ax.turn.still(title="angle to the first eigenvector (°)")
    for panel, found, slow in ((ax.length, length, mean), (ax.turn, *r.turns)):
        panel.line("mean", inputs[: len(slow)], slow, **curves.THEORY)
        panel.line("w", inputs[: r.now + 1], found[: r.now + 1], color="ink", label="weights")
        panel.cursor("now", r.now, color="you", lw=1.1)
    heard = "input" if r.now == 1 else "inputs"
    return (
        f"After {r.now} {heard} the weights have the length {length[r.now]:z.2f}, and stand "
        f"{r.turns[0][r.now]:z.0f} degrees from the first eigenvector."
    )
