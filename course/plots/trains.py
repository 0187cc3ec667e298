"""Statistics of spike trains and of large rasters: dots, PSTH, intervals, spectra."""

import numpy as np

MOST_DOTS = 12_000  # dots of one raster; more take longer to draw than a frame lasts


def dots(panel, times, rows, most, *, color="0.15", ylabel="neuron"):
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
    look = {"ha": "right", "va": "bottom", "fontsize": 9, "color": "0.35"}
    panel.text("note", 0.99, 1.02, note, transform=panel.axes.transAxes, **look)


def histogram(panel, found, *, label):
    """What was measured, as a pale area.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    found : course.analysis.Histogram
    label : str
        For the legend.
    """
    edges = np.append(found.t - 0.5 * found.width, found.t[-1] + 0.5 * found.width)
    look = {"fill": True, "color": "C0", "alpha": 0.45, "label": label}
    panel.stairs("measured", found.value, edges, **look)


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
    panel.line("power", found.f[1:], power, color="C0", label="network")
    look = {"color": "0.45", "lw": 1.2, "ls": "--", "label": "independent neurons"}
    panel.line("chance", found.f[[0, -1]], [level, level], **look)
