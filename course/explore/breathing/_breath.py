"""Lesson 08: what its live figures share."""

import functools
from typing import NamedTuple

import numpy as np

from course.models.respiration import DRIVES, Breathing, Phases, Respiration, phases, simulate

STEP = 0.2  # ms; periods are right to 1e-5 and it is stable up to the weights of the figures


@functools.lru_cache(maxsize=1)
def intact():
    """The standard rhythm after its transient: what every change starts from."""
    return simulate(duration=100.0, drop=20_000.0, dt=STEP)


def change(model, duration=10_000.0, drop=10_000.0, dt=STEP, every=25):
    """The standard rhythm, carried on with another model."""
    return simulate(model, duration=duration, dt=dt, drop=drop, every=every, start=intact())


class Rhythm(NamedTuple):
    """A run in seconds from 0, with its phases."""

    t: np.ndarray  # s
    run: Breathing
    found: Phases
    edges: np.ndarray  # s, of stretches to tint; empty without a rhythm
    kinds: np.ndarray


def rhythm_of(run, found=None):
    """`Rhythm` of a run; `found` if its phases were measured elsewhere."""
    shown = phases(run)
    found = found or shown
    if not found.cycles:
        shown = shown._replace(edges=np.empty(0), kinds=np.empty(0, int))
    return Rhythm(
        (run.t - run.t[0]) / 1000, run, found, (shown.edges - run.t[0]) / 1000, shown.kinds
    )


RECORDS = "t", "V", "f", "h", "m"  # parts of a run with a column a record


def part(run, first, last):
    """Records `first` to `last` of a run."""
    cut = slice(first, last)
    return run._replace(**{name: getattr(run, name)[..., cut] for name in RECORDS})


def joined(before, after):
    """Two runs as one, with the model of the second."""
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in RECORDS}
    return after._replace(**{name: np.concatenate(pair, -1) for name, pair in pairs.items()})


def with_drives(pons, RTN, raphe, **others):
    """A model with these drives."""
    return Respiration(**others)._replace(drives=(pons, RTN, raphe))


def drive_sliders():
    """(name, meaning) of the three drives."""
    return zip(DRIVES, ("drive from the pons", "drive from the RTN", "drive from the raphe"))
