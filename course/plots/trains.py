"""Statistics of spike trains and of large rasters: dots, PSTH, intervals, spectra."""

import numpy as np

MOST_DOTS = 12_000  # dots of one raster; more take longer to draw than a frame lasts


def dots(ax, rows, *, xlim, color="0.15", ylabel="neuron"):
    """Spikes of a large population, a pixel each; returns the artists for `show_dots`."""
    ax.set(xlim=xlim, ylim=(rows, 0), xlabel="time (ms)", ylabel=ylabel)
    note = ax.text(
        0.99, 1.02, "", transform=ax.transAxes, ha="right", va="bottom", fontsize=9, color="0.35"
    )
    return {"dots": ax.plot([], [], ls="", marker=",", color=color)[0], "note": note}


def show_dots(artists, times, rows):
    """Move what `dots` drew; of too many spikes only those of every k-th row are shown."""
    times, rows = np.asarray(times), np.asarray(rows)
    every = -(-times.size // MOST_DOTS)
    if every > 1:
        shown = rows % every == 0
        times, rows = times[shown], rows[shown]
    artists["dots"].set_data(times, rows)
    artists["note"].set_text(f"one in {every} shown" if every > 1 else "")


def psth(ax, *, xlim, ylim):
    """Measured rate as a histogram, with the rate it should have as a line over it.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    xlim, ylim : tuple of float
        ms and Hz.

    Returns
    -------
    dict
        "measured" and "truth", for `show_histogram` and `set_data`.
    """
    ax.set(xlim=xlim, ylim=ylim, xlabel="time (ms)", ylabel="rate (Hz)")
    return {
        "measured": _filled(ax, "PSTH"),
        "truth": ax.plot([], [], color="C1", label="true rate")[0],
    }


def intervals(ax, *, xlim, ylim, truth="exponential", unit="ms"):
    """Histogram of intervals with the density it should have as a line over it."""
    ax.set(xlim=xlim, ylim=ylim, xlabel=f"interval ({unit})", ylabel=f"density (1/{unit})")
    return {
        "measured": _filled(ax, "measured"),
        "truth": ax.plot([], [], color="C1", label=truth)[0],
    }


def show_histogram(artist, histogram):
    """Move "measured" of `psth` or `intervals` to a `course.analysis.Histogram`."""
    edges = np.append(histogram.t - 0.5 * histogram.width, histogram.t[-1] + 0.5 * histogram.width)
    artist.set_data(histogram.value, edges)


def spectrum(ax, *, xlim=(0.0, 100.0), ylim=(1e-3, 1e4)):
    """Power against frequency, with what independent neurons would give as a dashed line."""
    ax.set(xlim=xlim, ylim=ylim, yscale="log")
    ax.set(xlabel="frequency (Hz)", ylabel="power of the rate (Hz²/Hz)")
    return {
        "power": ax.plot([], [], color="C0", label="network")[0],
        "chance": ax.plot([], [], color="0.45", lw=1.2, ls="--", label="independent neurons")[0],
    }


def show_spectrum(artists, spectrum, chance):
    """Move what `spectrum` drew.

    Parameters
    ----------
    artists : dict
    spectrum : course.analysis.Spectrum
    chance : float
        Power without any correlation; for N Poisson neurons of rate r it is 2 r / N.
    """
    artists["power"].set_data(spectrum.f[1:], np.maximum(spectrum.power[1:], 1e-12))
    artists["chance"].set_data(spectrum.f[[0, -1]], [max(chance, 1e-12)] * 2)


def _filled(ax, label):
    return ax.stairs([0.0], [0.0, 1.0], fill=True, color="C0", alpha=0.45, label=label)
