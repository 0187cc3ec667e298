"""Lesson 05: which network made this raster?"""

from typing import NamedTuple

import numpy as np

from course.explore.spiking_network._network import mean_cv, rates, run
from course.live import Choice, Live, Preset, Slider, Switch
from course.material.rasters import KINDS, LETTERS, STEPS, N, kind
from course.plots import network as plots

HIDDEN = 12  # seed of the rasters
YOURS = 3  # another one, so that no raster is met spike for spike


def puzzle(**start):
    """A raster of a hidden kind above, a network of your own below."""

    class Result(NamedTuple):
        puzzle: str
        hidden: np.ndarray
        yours: np.ndarray

    def compute(puzzle, gain, mean, sd, dale):
        excitatory = 0.8 if dale else None
        _, yours = run(N, STEPS, gain=gain, mean=mean, sd=sd, excitatory=excitatory, seed=YOURS)
        made = KINDS[kind(puzzle)]._asdict()
        made.pop("seen")
        _, hidden = run(N, STEPS, seed=HIDDEN, **made)
        return Result(puzzle, hidden.spikes, yours.spikes)

    def draw(axes):
        artists = {}
        for name in ("hidden", "yours"):
            artists[name] = plots.raster(axes[name], N, xlim=(0, STEPS / 10))
            artists[f"{name} numbers"] = axes[name].text(
                1.0, 1.03, "", transform=axes[name].transAxes, ha="right", va="bottom", fontsize=9
            )
        axes["hidden"].set(xlabel="")
        axes["yours"].set_title("your network")
        return artists

    def update(artists, result):
        artists["hidden"].axes.set_title(f"raster {result.puzzle}")
        for name in ("hidden", "yours"):
            spikes = getattr(result, name)
            plots.show_raster(artists[name], spikes)
            artists[f"{name} numbers"].set_text(numbers(spikes))

    def numbers(spikes):
        each = rates(spikes)
        return f"rate {each.mean():.2f}, its spread {each.std():.2f}, CV {mean_cv(spikes):.2f}"

    def summary(result):
        return f"Raster {result.puzzle}: {numbers(result.hidden)}. Yours: {numbers(result.yours)}."

    return Live(
        "Which network made this raster?",
        [
            Choice("puzzle", LETTERS, "A", "raster"),
            Slider("gain", 0.0, 60.0, 10.0, 1.0, meaning="spread of your weights"),
            Slider("mean", 40.0, 120.0, 60.0, 1.0, meaning="your mean input"),
            Slider("sd", 0.0, 40.0, 10.0, 1.0, label="noise", meaning="of your input"),
            Switch("dale", False, "Dale's law"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.puzzle",
        start=start,
        presets=[
            Preset(
                name,
                f"Of this kind {made.seen}.",
                {
                    "gain": made.gain,
                    "mean": made.mean,
                    "sd": made.sd,
                    "dale": made.excitatory is not None,
                },
            )
            for name, made in KINDS.items()
        ],
        mosaic=[["hidden"], ["yours"]],
        size=(7.2, 4.6),
    )
