"""Weights and other tables of numbers with a sign, as colored squares."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

# Blue inhibits, white is nothing, orange excites: the same colors as lines have.
SIGNED = LinearSegmentedColormap.from_list("signed", ["#0072B2", "#FFFFFF", "#D55E00"])


def weights(ax, shape, limit, *, colorbar=True, label="weight", names=("to unit i", "from unit j")):
    """A weight matrix W[i, j], rows the targets and columns the sources.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    shape : tuple of int
        Rows and columns.
    limit : float
        Weight that gets the full color; its negative gets the other one.
    colorbar : bool
    label : str
        Of the color bar.
    names : tuple of str
        Labels of the rows' axis and the columns' axis.

    Returns
    -------
    matplotlib.image.AxesImage
        Moved with `set_data(W)`.
    """
    image = ax.imshow(np.zeros(shape), cmap=SIGNED, vmin=-limit, vmax=limit)
    ax.set(ylabel=names[0], xlabel=names[1])
    ax.spines[:].set_visible(True)
    if max(shape) <= 12:  # few enough to be counted
        ax.set(xticks=range(shape[1]), yticks=range(shape[0]))
    if colorbar:
        ax.figure.colorbar(image, ax=ax, label=label, shrink=0.9)
    return image


def marks(ax):
    """Frames around one row, one column and one weight; a dict for `show_marks`."""
    looks = {"row": ("0.1", 1.6), "column": ("0.55", 1.6), "cell": ("0.1", 3.0)}
    return {
        name: ax.add_patch(Rectangle((0, 0), 1, 1, fill=False, ec=color, lw=width, clip_on=False))
        for name, (color, width) in looks.items()
    }


def show_marks(artists, i, j, shape):
    """Move what `marks` drew to row i and column j of a matrix of this shape."""
    for name, bounds in (
        ("row", (-0.5, i - 0.5, shape[1], 1)),
        ("column", (j - 0.5, -0.5, 1, shape[0])),
        ("cell", (j - 0.5, i - 0.5, 1, 1)),
    ):
        artists[name].set_bounds(*bounds)
