"""Weights and other tables of numbers with a sign, as colored squares."""

from typing import Annotated

from matplotlib.image import AxesImage

from course.plots.given import Names, Numbers, Positive, Ranged, Table, checked
from course.plots.panel import Panel

Index = Annotated[int, Ranged(0, 1_000_000)]
Shape = Annotated[tuple[int, int], Numbers((2,), low=0, gaps=False)]


@checked
def weights(
    panel: Panel,
    W: Table,
    limit: Positive,
    *,
    colorbar: bool = True,
    label: str = "weight",
    names: Names = ("to unit i", "from unit j"),
    counted: bool = True,
) -> AxesImage:
    """A weight matrix W[i, j], rows the targets and columns the sources.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    W : array, shape (rows, columns)
    limit : float
        Weight that gets the full color; its negative gets the other one.
    colorbar : bool
    label : str
        Of the color bar.
    names : tuple of str
        Labels of the rows' axis and the columns' axis.
    counted : bool
        Number all rows and columns if there are few enough.
    """
    rows, columns = W.shape
    bar = {"label": label} if colorbar else None
    extent = (-0.5, columns - 0.5, rows - 0.5, -0.5)
    look = {"cmap": "signed", "clim": (-limit, limit), "extent": extent}
    image = panel.image("W", W, colorbar=bar, **look)
    panel.still(ylabel=names[0], xlabel=names[1])
    panel.still.spines[:].set_visible(True)
    if counted and max(rows, columns) <= 12:
        panel.still(xticks=range(columns), yticks=range(rows))
    return image


@checked
def marks(panel: Panel, i: Index, j: Index, shape: Shape) -> None:
    """Frames around row i, column j and the weight where they meet."""
    rows, columns = shape
    for key, corner, width, height, color, lw in (
        ("row", (-0.5, i - 0.5), columns, 1, "ink", 1.6),
        ("column", (j - 0.5, -0.5), 1, rows, "soft", 1.6),
        ("cell", (j - 0.5, i - 0.5), 1, 1, "ink", 3.0),
    ):
        panel.box(key, *corner, width, height, ec=color, lw=lw, clip_on=False)
