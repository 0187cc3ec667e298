"""States of +1 and -1 as pictures, and their overlaps with stored patterns."""

import numpy as np

from course.plots.traces import strokes

KINDS = {  # what a state that recall ends in can be
    "memory": "C0",
    "reversed memory": "C5",
    "mixture": "C1",
    "spin glass": "0.55",
}
LABELS = {kind: kind for kind in KINDS} | {"spin glass": "nameless"}


def picture(ax, title="", side=28):
    """A square of units, +1 dark and -1 white; returns the image for `show_picture`.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    title : str
    side : int
        Units along an edge.
    """
    ax.set(title=title, xticks=[], yticks=[], box_aspect=1)
    for spine in ax.spines.values():
        spine.set(visible=True, color="0.6")
    return ax.imshow(np.zeros((side, side)), cmap="binary", vmin=-1, vmax=1)


def show_picture(image, s):
    """Put the state `s`, (side * side,), into what `picture` drew."""
    image.set_data(np.reshape(s, image.get_array().shape))


def overlaps(ax, *, xlabel="memories, the first on the left", first=False):
    """The overlap of a state with each memory, a stroke and a dot each.

    Memories share the width, however many there are, so that the axis never changes.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    xlabel : str
    first : bool
        Mark the first memory.

    Returns
    -------
    dict
        The artists, for `show_overlaps`.
    """
    ax.set(xlim=(0, 1), ylim=(-1.1, 1.1), xticks=[], xlabel=xlabel, ylabel="overlap")
    ax.axhline(0.0, color="0.7", lw=0.9)
    return {
        "strokes": ax.plot([], [], color="C0", lw=1.4)[0],
        "dots": ax.plot([], [], color="C0", ls="", marker="o", ms=4)[0],
        "first": ax.plot([], [], color="C1", ls="", marker="o", ms=7 * first, zorder=3)[0],
    }


def show_overlaps(artists, m):
    """Put the overlaps `m`, (M,), into what `overlaps` drew."""
    x = (np.arange(len(m)) + 0.5) / len(m)
    artists["strokes"].set_data(*strokes(x, 0.0, m))
    artists["dots"].set_data(x, m)
    artists["first"].set_data(x[:1], m[:1])
