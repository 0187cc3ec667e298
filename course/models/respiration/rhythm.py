"""The phases of breathing, measured on a run of `simulate`."""

import math
from typing import Any, NamedTuple

import numpy as np

from course import _valid

PHASES = ("inspiration", "post-inspiration", "expiration")
SILENT = 0.05  # outputs without a phase of their own (illustrative)
BREATH = 0.1  # an output below it is no breath (illustrative)


class Phases(NamedTuple):
    """The rhythm, in ms; a run without two inspirations has `cycles` 0 and NaN durations."""

    period: float  # from one inspiration to the next, mean
    inspiration: float  # mean duration a cycle
    post_inspiration: float
    expiration: float
    cycles: int  # whole cycles measured
    periods: np.ndarray  # (cycles,) each cycle's
    edges: np.ndarray  # (k + 1,) where phases begin and end, for shading
    kinds: np.ndarray  # (k,) index into PHASES of each stretch between edges


@np.errstate(under="ignore")  # the session may be told to raise it
def phases(result: Any) -> Phases:
    """The phases of a run; drop its transient first (`drop=10_000`).

    Inspiration: max(pre-I, early-I) is above BREATH, its lead over max(post-I, aug-E) above the
    middle of its range. Else post-inspiration: post-I leads aug-E, not silent. Else expiration.

    Parameters
    ----------
    result : Breathing
        Or anything with its `t` and `f`.

    Returns
    -------
    Phases

    Raises
    ------
    ValueError
        For a result without them, or of shapes that do not fit.
    """
    t = getattr(result, "t", None)
    f = getattr(result, "f", None)
    if t is None or f is None:
        raise ValueError(f"result is {_valid.shown(result)}; allowed is what simulate returns")
    t = _valid.array("result.t", t, ndim=1, unit="ms")
    f = _valid.array("result.f", f, shape=(4, t.size), low=-1e6, high=1e6)
    pre, early, post, aug = f

    air = np.maximum(pre, early)
    lead = air - np.maximum(post, aug)
    inspires = np.minimum(lead - (lead.min() + lead.max()) / 2, air - BREATH)  # if above 0
    hands_over = post - np.maximum(aug, SILENT)
    kind = np.where(inspires > 0, 0, np.where(hands_over > 0, 1, 2))

    i = np.flatnonzero(np.diff(kind))  # the records before a change
    kinds = kind[np.append(i, -1)]
    of_breath = kind[i] * kind[i + 1] == 0  # which of the two crosses zero there
    before = np.where(of_breath, inspires[i], hands_over[i])
    after = np.where(of_breath, inspires[i + 1], hands_over[i + 1])
    crossings = t[i] + (t[i + 1] - t[i]) * before / (before - after)  # on a straight line
    edges = np.concatenate([t[:1], crossings, t[-1:]])

    first = np.flatnonzero(kinds[1:] == 0) + 1  # one that began before the record does not count
    if np.ptp(lead) < SILENT or first.size < 2:
        nan = math.nan
        return Phases(nan, nan, nan, nan, 0, np.empty(0), edges, kinds)
    periods = np.diff(edges[first])
    whole = slice(first[0], first[-1])
    parts = np.bincount(kinds[whole], np.diff(edges)[whole], 3) / periods.size
    return Phases(
        period=float(periods.mean()),
        inspiration=float(parts[0]),
        post_inspiration=float(parts[1]),
        expiration=float(parts[2]),
        cycles=periods.size,
        periods=periods,
        edges=edges,
        kinds=kinds,
    )
