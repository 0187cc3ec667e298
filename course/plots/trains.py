"""Statistics of spike trains and of large rasters: dots, PSTH, intervals, spectra."""

from typing import Annotated, Any

import numpy as np

from course.plots.given import Having, Many, Numbers, RowLike, Window, checked
from course.plots.panel import Panel

SOME = Numbers(("n",), empty=False)
Histogram = Annotated[Any, Having({"t": SOME, "value": SOME, "width": Numbers((), low=0.0)})]
Spectrum = Annotated[Any, Having({"f": SOME, "power": SOME})]
BARS = {"fill": True, "fc": "wash", "ec": "ink", "lw": 1.0}  # a histogram
MOST_DOTS = 12_000  # dots of one raster; more take longer to draw than a frame lasts


@checked
def dots(panel: Panel, times: RowLike, rows: RowLike, most: Many) -> int:
    """Spikes of a large population, a pixel each; of too many only those of every k-th row.

    Parameters are those of `course.plots.traces.raster`. What is returned is k, to be told.
    """
    times, rows = np.asarray(times), np.asarray(rows)
    every = max(1, -(-times.size // MOST_DOTS))
    shown = rows % every == 0
    panel.still(ylim=(most, 0), xlabel="time (ms)", ylabel="neuron")
    panel.points("spikes", times[shown], rows[shown], marker=",", color="ink")
    return every


@checked
def histogram(panel: Panel, found: Histogram, *, label: str) -> None:
    """What was measured, as a histogram.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    found : course.analysis.Histogram
    label : str
        Its name.
    """
    edges = np.append(found.t - 0.5 * found.width, found.t[-1] + 0.5 * found.width)
    panel.stairs("measured", found.value, edges, label=label, **BARS)


@checked
def spectrum(panel: Panel, found: Spectrum, chance: float, *, xlim: Window = (0.0, 100.0)) -> None:
    """Power against frequency, with what independent neurons would give as a dashed line.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    found : course.analysis.Spectrum
    chance : float
        Power without any correlation; for N Poisson neurons of rate r it is 2 r / N.
    xlim : tuple of float
        Hz.
    """
    level = max(chance, 1e-12)
    panel.still(xlim=xlim, yscale="log")
    panel.still(xlabel="frequency (Hz)", ylabel="power of the rate (Hz²/Hz)")
    power = np.maximum(found.power[1:], 1e-12)
    panel.line("power", found.f[1:], power, color="ink", label="network")
    look = {"color": "soft", "lw": 1.2, "ls": "--", "label": "independent neurons"}
    panel.line("chance", found.f[[0, -1]], [level, level], **look)
