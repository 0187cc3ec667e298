"""A small live figure for the tests of the machinery."""

import numpy as np

from course.live import Explorer, Slider

WAVE = np.linspace(0, 1, 501)


def sine(compute=None, **options):
    """Two panels: a wave, and a dot where its title and limits follow the slider."""

    def show(ax, f):
        ax.wave.still(xlim=(0, 1), ylim=(-2, 2))
        ax.wave.line("line", WAVE, np.sin(2 * np.pi * f * WAVE))
        ax.dot.points("dot", 0.5, 0.5)
        ax.dot.axes.set_title(f"limits to {10 * (1 + f // 8)}")
        ax.dot.limits(x=(0, 10 * (1 + f // 8)))
        return f"{f} Hz"

    controls = [Slider("f", 1, 20, 3, 1, "Hz", meaning="frequency")]
    controls += options.pop("controls", [])
    return Explorer(
        "A wave",
        controls,
        compute or (lambda f, **rest: f),
        show,
        call="explore.sine",
        mosaic=[["wave", "dot"]],
        **options,
    )
