"""Statistics of spike trains and of large rasters: dots, PSTH, intervals, spectra."""

import numpy as np

BARS = {"fill": True, "fc": "wash", "ec": "ink", "lw": 1.0}  # a histogram
MOST_DOTS = 12_000  # dots of one raster; more take longer to draw than a frame lasts


def dots(panel, times, rows, most, *, color="ink", ylabel="neuron"):
    """Spikes of a large population, a pixel each; of too many only those of every k-th row.

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
    times, rows = np.asarray(times), np.asarray(rows)
    every = -(-times.size // MOST_DOTS)
    shown = rows % max(every, 1) == 0
    panel.still(ylim=(most, 0), xlabel="time (ms)", ylabel=ylabel)
    panel.points("spikes", times[shown], rows[shown], marker=",", color=color)
    note = f"one in {every} shown" if every > 1 else ""
    look = {"ha": "right", "va": "bottom", "color": "soft"}
    panel.text("note", 0.99, 1.02, note, transform=panel.axes.transAxes, **look)


def histogram(panel, found, *, label):
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


def spectrum(panel, found, chance, *, xlim=(0.0, 100.0)):
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
