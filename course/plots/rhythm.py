"""A rhythm of several populations: outputs, voltages, phases as tinted stretches of time."""

import itertools

import numpy as np
from matplotlib.collections import PolyCollection

from course.models.respiration import PHASES, POPULATIONS

COLORS = dict(zip(POPULATIONS, ("0.15", "C1", "C0", "C2")))  # of the populations
TINTS = ("#f9dfcc", "#cfe3f2", "#cdebdf")  # of PHASES, behind lines
DARK = ("#a84900", "#005a8e", "#007a59")  # of PHASES, for words
PLACES = (0.0, 0.19, 0.46, 0.78)  # of the words above a panel, fractions of its width


def shading(ax):
    """Tinted stretches behind the lines of `ax`; returns the artist for `show_shading`."""
    stretches = PolyCollection([], transform=ax.get_xaxis_transform(), lw=0, zorder=0)
    return ax.add_collection(stretches, autolim=False)


def show_shading(artist, edges, kinds):
    """Move what `shading` drew.

    Parameters
    ----------
    edges : array, shape (k + 1,)
        Where the stretches begin and end, in the units of the axis.
    kinds : array, shape (k,)
        Index into `PHASES` of each; -1 for none.
    """
    artist.set_verts(
        [[(a, 0), (b, 0), (b, 1), (a, 1)] for a, b in itertools.pairwise(edges)], closed=True
    )
    artist.set_facecolor([TINTS[kind] if kind >= 0 else "none" for kind in kinds])


def durations(ax):
    """Words above `ax`, each on its phase's tint; returns the artists for `show_durations`."""
    ax.set_title(" ", fontsize=9, pad=8)  # keeps the place free
    looks = [{}, *({"color": dark} for dark in DARK)]
    boxes = [None, *({"fc": tint, "ec": "none", "pad": 2.5} for tint in TINTS)]
    return [
        ax.text(x, 1.0, "", transform=ax.transAxes, fontsize=9, bbox=box, **look)
        for x, look, box in zip(PLACES, looks, boxes)
    ]


def show_durations(artists, found):
    """Write what `phases` found; each word stands 8 points above its panel."""
    height = artists[0].axes.bbox.height / artists[0].figure.dpi * 72
    words = ["no breath", *PHASES]
    if found.cycles:
        period, spans = _told(found)
        words[0] = f"period {period}"
        words[1:] = [f"{name} {span}" for name, span in zip(PHASES, spans)]
    for artist, text in zip(artists, words):
        artist.set_text(text)
        artist.set_y(1 + 8 / height)


def in_words(found):
    """The period and the durations of its phases in one line, in s."""
    if not found.cycles:
        return "No breath"
    period, spans = _told(found)
    return f"Period {period}: " + ", ".join(f"{name} {x}" for name, x in zip(PHASES, spans))


def _told(found):
    """(period, [durations]) in words.

    Two digits after the point are true of every cycle only if the cycles differ by less
    than half of the last one; where they do not, 0.05 s is what can be said.
    """
    irregular = np.ptp(found.periods) > 5.0  # ms
    step = 50.0 if irregular else 10.0
    about = "about " if irregular else ""
    parts = (found.period, found.inspiration, found.post_inspiration, found.expiration)
    period, *spans = (f"{step * round(part / step) / 1000:.2f} s" for part in parts)
    return about + period, spans


def rows(axes, *, xlim):
    """A panel a population: output as an area, voltage as a line with its scale at the right.

    Parameters
    ----------
    axes : dict
        Axes by name; those of `POPULATIONS` are used, from top to bottom.
    xlim : tuple of float
        s.

    Returns
    -------
    dict
        Artists for `show_rows`, by population.
    """
    artists = {}
    for name in POPULATIONS:
        ax = axes[name]
        ax.set(xlim=xlim, ylim=(0, 1.0), yticks=(0, 0.5))
        ax.set_ylabel(f"{name}\noutput", color=COLORS[name])
        right = ax.twinx()
        right.set(ylim=(-90, 0), yticks=(-60, -30), ylabel="V (mV)")
        ax.tick_params(labelbottom=name == POPULATIONS[-1])
        artists[name] = {
            "shade": shading(ax),
            "f": ax.fill_between([], [], color=COLORS[name], alpha=0.55, lw=0),
            "V": right.plot([], [], color="0.15", lw=1.0)[0],
        }
    axes[POPULATIONS[-1]].set_xlabel("time (s)")
    return artists


def show_rows(artists, t, V, f, edges, kinds):
    """Move what `rows` drew.

    Parameters
    ----------
    t : array, shape (n,)
        s.
    V, f : array, shape (4, n)
        mV and outputs.
    edges, kinds : array
        As `show_shading` takes them, s.
    """
    for i, name in enumerate(POPULATIONS):
        row = artists[name]
        row["f"].set_data(t, np.zeros_like(t), f[i])
        row["V"].set_data(t, V[i])
        show_shading(row["shade"], edges, kinds)


def outputs(ax, *, xlim, legend=True):
    """Four outputs against time on one panel; returns artists for `show_outputs`."""
    ax.set(xlim=xlim, ylim=(0, 1.0), xlabel="time (s)", ylabel="output")
    artists = {"shade": shading(ax)}
    for name, color in COLORS.items():
        artists[name] = ax.plot([], [], color=color, label=name)[0]
    if legend:
        # moves with the rest, or the shading would cover it
        artists["legend"] = ax.legend(
            loc="upper right", ncols=4, handlelength=1.2, columnspacing=1.0
        )
    return artists


def show_outputs(artists, t, f, edges=(), kinds=()):
    """Move what `outputs` drew: t in s, f of shape (4, n), phases as in `show_shading`."""
    for i, name in enumerate(POPULATIONS):
        artists[name].set_data(t, f[i])
    show_shading(artists["shade"], edges, kinds)
