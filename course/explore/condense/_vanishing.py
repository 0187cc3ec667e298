from functools import cache, lru_cache

import numpy as np

from course.explore.condense import _stored as kept
from course.live import Button, Choice, Handle, Preset, Slider, figure, stacked
from course.models import rnn as rnns

N, MOST = 32, 50  # units; steps shown
CIRCLE = np.exp(1j * np.linspace(0, 2 * np.pi, 181))


@cache
def inputs(task):
    """Of the trials of a task."""
    return kept.probe(task).task.inputs


@cache
def trained(task):
    """For the trained network; see `share`."""
    return share(rnns.load(task), task)


@lru_cache(16)
def untrained(task, gain, seed):
    """The trained network with its recurrent weights drawn anew, and without biases."""
    net = rnns.load(task)
    new = rnns.init(N, inputs(task).shape[2], 1, rng=seed, gain=gain, alpha=net.alpha)
    return new._replace(W_in=net.W_in, W_out=net.W_out)


def share(net, task):
    """Median over trials, as a share of the last step's slope; the mean is that of a few trials."""
    size = np.median(rnns.reach(net, inputs(task)), axis=0)[: MOST + 1]
    return size / size[0]


@figure(
    "What an earlier rate can still do to the last output",
    Slider("gain", 0.0, 2.5, 1.0, 0.05, meaning="SD of a weight × √(number of units)"),
    Slider("back", 1, MOST, 40, 1, "steps", meaning="back in time, 20 ms each"),
    Choice("task", kept.TASKS, "evidence", meaning="whose inputs the network hears"),
    Button("seed", "new weights", start=1),
    presets=[
        Preset("small weights", gain=0.5).shows(
            "A step takes a tenth or more: what came early is beyond the reach of training."
        ),
        Preset("large weights", gain=2.0).shows(
            "In straight units it would explode. The noisy inputs bend these, so it fades."
        ),
        Preset("weak inputs", gain=2.0, task="interval").shows(
            "The clock's inputs bend less: in some networks hardly anything fades. Press new "
            "weights."
        ),
    ],
    handles=[Handle("size", x="back", at=lambda r: max(r.found[r.back], 1e-5))],
    mosaic=[["size", "mu"]],
    width_ratios=[1.5, 1],
    narrow=stacked(6.2, size=1, mu=1),
    size=(7.2, 3.8),
)
def vanishing(gain, task, seed):
    """Slopes of the last output by earlier rates, for random and for trained weights."""
    net = untrained(task, gain, seed)
    return {
        "found": share(net, task),
        "trained": trained(task),
        "theory": rnns.reach_theory(gain, MOST, alpha=net.alpha),
        "mu": 1.0 - net.alpha + net.alpha * np.linalg.eigvals(net.W),
        "alpha": net.alpha,
    }


@vanishing.show
def show_vanishing(ax, r):
    n = np.arange(MOST + 1)
    ax.size.still(yscale="log", xlim=(0, MOST), ylim=(1e-5, 1e3), xlabel="steps back (20 ms each)")
    ax.size.still(ylabel="slope, last = 1", title="how far back a slope reaches")
    ax.size.line(
        "theory", n, np.maximum(r.theory, 1e-9), color="soft", lw=4, label="straight units"
    )
    ax.size.line("trained", n, r.trained, color="ink", lw=1.2, ls="--", label="trained")
    ax.size.line("found", n, np.maximum(r.found, 1e-9), color="ink", label="random")
    ax.mu.still(xlim=(-0.05, 1.55), ylim=(-0.8, 0.8), box_aspect=1, title="multipliers at rest")
    ax.mu.still(xlabel="real part of μ", ylabel="imaginary part")
    ax.mu.still.plot(CIRCLE.real, CIRCLE.imag, color="soft", lw=1.0, ls="--")
    disc = 1.0 - r.alpha + r.alpha * r.gain * CIRCLE
    ax.mu.line("disc", disc.real, disc.imag, color="soft", lw=4)
    ax.mu.points("mu", r.mu.real, r.mu.imag, color="ink", ms=5)
    steps = "step" if r.back == 1 else "steps"
    return (
        f"{r.back} {steps} back the slope is {r.found[r.back]:z.3g} of the last with random "
        f"weights, {r.theory[r.back]:z.3g} in straight units, and {r.trained[r.back]:z.3g} in the "
        f"trained network. The largest |μ| at rest is {np.abs(r.mu).max():z.2f}."
    )
