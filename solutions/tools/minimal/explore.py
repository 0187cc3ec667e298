"""The live figure of lesson NN."""

import numpy as np

from course.live import Handle, Preset, Slider, figure

__all__ = ["decay"]


@figure(
    "What is left of a trace",
    Slider("tau", 5.0, 50.0, 20.0, 0.5, "ms", meaning="time constant"),
    presets=[Preset("short", tau=5.0).shows("Nothing is left after 30 ms.")],
    handles=[Handle("A", x="tau", at=1 / np.e)],
)
def decay(tau):
    """A trace that loses the same share in the same time."""
    t = np.linspace(0.0, 100.0, 401)
    return {"t": t, "x": np.exp(-t / tau)}


@decay.show
def show_decay(ax, r):
    ax.A.still(xlim=(0, 100), ylim=(0, 1.05), xlabel="time (ms)", ylabel="trace")
    ax.A.line("x", r.t, r.x, color="ink")
    return f"After 50 ms {np.interp(50.0, r.t, r.x):.2f} of the trace is left."
