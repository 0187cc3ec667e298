"""Lesson 11: the panel that most of its figures have, what a network puts out."""

from course.explore.condense import _stored as kept
from course.plots import conditions

XLIM = {"evidence": (-900.0, 300.0), "interval": (-100.0, 1100.0)}  # ms from go
YLIM = {"evidence": (-1.6, 1.6), "interval": (-0.4, 1.4)}
COLOR = {
    "evidence": "faint to strong: evidence from −2 to +2",
    "interval": "faint to strong: 300 to 800 ms",
}


def output(panel, task, z):
    """The output by condition, around the go cue."""
    panel.still(xlabel="time from go (ms)", ylabel="output")
    panel.still.axvline(0.0, color="soft", lw=1, ls=":")
    conditions.curves(panel, kept.probe(task).t, z)
    panel.limits(x=XLIM[task], y=YLIM[task])
