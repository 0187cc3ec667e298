"""Something against time: voltages with their spikes, rasters, currents."""

import numpy as np


def voltage(ax, *, xlim, ylim, threshold=True, color="C0"):
    """Membrane potential against time, each spike a stroke, the threshold a dashed line.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    xlim, ylim : tuple of float
        ms and mV.
    threshold : bool
        Draw it.

    Returns
    -------
    dict
        The artists "V", "spikes" and "threshold", for `show_voltage`.
    """
    ax.set(xlim=xlim, ylim=ylim, xlabel="time (ms)", ylabel="membrane potential (mV)")
    artists = {
        "V": ax.plot([], [], color=color)[0],
        "spikes": ax.plot([], [], color=color, lw=1.2)[0],
    }
    if threshold:
        artists["threshold"] = ax.axhline(0.0, color="0.45", lw=1, ls="--")
    return artists


def show_voltage(artists, t, V, spikes, V_th, V_peak=20.0):
    """Move what `voltage` drew.

    The strokes are decoration: the potential of an integrate-and-fire neuron never
    rises above its threshold.

    Parameters
    ----------
    artists : dict
    t, V : array, shape (n,)
        ms and mV.
    spikes : array
        Spike times, ms.
    V_th, V_peak : float
        Threshold, where the strokes start, and their top, mV.
    """
    artists["V"].set_data(t, V)
    artists["spikes"].set_data(*strokes(spikes, V_th, V_peak))
    if "threshold" in artists:
        artists["threshold"].set_ydata([V_th, V_th])


def strokes(x, bottom, top):
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


def raster(ax, rows, *, xlim, color="0.15", ylabel="neuron"):
    """Spikes of many neurons or trials, a row each; returns the artist for `show_raster`."""
    ax.set(xlim=xlim, ylim=(rows, 0), xlabel="time (ms)", ylabel=ylabel)
    return ax.plot([], [], color=color, lw=1.0)[0]


def show_raster(artist, times, rows):
    """Move what `raster` drew.

    Parameters
    ----------
    times : array, shape (n,)
        Spike times, ms.
    rows : array, shape (n,)
        Row of each spike, from 0.
    """
    rows = np.asarray(rows, dtype=float)
    artist.set_data(*strokes(times, rows + 0.1, rows + 0.9))
