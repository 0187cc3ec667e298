"""Something against time: voltages with their spikes, rasters, currents."""

from typing import Annotated

import numpy as np

from course.plots.given import (
    Array,
    Heights,
    Many,
    Named,
    Numbers,
    RowLike,
    Series,
    Shared,
    checked,
)
from course.plots.panel import Panel

Times = Annotated[Series, Numbers((None,))]


@checked
def voltage(
    panel: Panel,
    t: RowLike,
    V: RowLike,
    spikes: Times,
    V_th: float,
    *,
    V_peak: float = 20.0,
    threshold: bool = True,
) -> None:
    """Membrane potential against time, each spike a stroke, the threshold a dashed line.

    The strokes are decoration: the potential of an integrate-and-fire neuron never
    rises above its threshold.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    t, V : array, shape (n,)
        ms and mV.
    spikes : array
        Spike times, ms.
    V_th, V_peak : float
        Threshold, where the strokes start, and their top, mV.
    threshold : bool
        Draw it.
    """
    panel.still(xlabel="time (ms)", ylabel="membrane potential (mV)")
    panel.line("V", t, V, color="ink")
    panel.line("spikes", *strokes(spikes, V_th, V_peak), color="ink", lw=1.2)
    if threshold:
        panel.level("threshold", V_th, color="soft", lw=1, ls="--", label="threshold")


@checked
def strokes(x: RowLike, bottom: Heights, top: Heights) -> tuple[Array, Array]:
    """Coordinates of vertical strokes, as one line with gaps.

    Parameters
    ----------
    x : array, shape (n,)
    bottom, top : float or array, shape (n,)

    Returns
    -------
    tuple of array, each of shape (3 n,)
    """
    x = np.asarray(x, dtype=float)
    heights = np.full((x.size, 3), np.nan)
    heights[:, 0], heights[:, 1] = bottom, top
    return np.repeat(x, 3), heights.ravel()


@checked
def joined(
    x: Annotated[Series, Shared()], rows: Annotated[Array, Numbers(("curves", "n"))]
) -> tuple[Array, Array]:
    """Coordinates of many curves, as one line with gaps.

    Parameters
    ----------
    x : array, shape (n,) or (curves, n)
    rows : array, shape (curves, n)

    Returns
    -------
    tuple of array, each of shape (curves (n + 1),)
    """
    gap = np.full((len(rows), 1), np.nan)
    x = np.broadcast_to(x, rows.shape)
    return np.hstack([x, gap]).ravel(), np.hstack([rows, gap]).ravel()


@checked
def raster(
    panel: Panel,
    times: RowLike,
    rows: RowLike,
    most: Many,
    *,
    color: Named = "ink",
    ylabel: str = "neuron",
) -> None:
    """Spikes of many neurons or trials, a row each.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    times : array, shape (n,)
        Spike times, ms.
    rows : array, shape (n,)
        Row of each spike, from 0.
    most : int
        Rows that there are.
    """
    rows = np.asarray(rows, dtype=float)
    panel.still(ylim=(most, 0), xlabel="time (ms)", ylabel=ylabel)
    panel.line("spikes", *strokes(times, rows + 0.1, rows + 0.9), color=color, lw=1.0)
