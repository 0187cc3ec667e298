"""A network's activity: raster, voltages, the path of its state, distributions."""

import functools
from collections.abc import Sequence
from typing import Annotated, Any

import numpy as np

from course.plots.given import Every, Numbers, Positive, Rising, RowLike, Series, Table, checked
from course.plots.panel import Panel
from course.plots.trains import BARS

TAU = "time (time constants)"
Edges = Annotated[Series, Rising()]  # of bins
Scores = Annotated[Series, Numbers((None, None), gaps=False, empty=False)]


@checked
def raster(panel: Panel, spikes: Table, *, first: float = 0.0, dt: Positive = 0.1) -> None:
    """Spikes, one row a neuron.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    spikes : array of bool, shape (N, steps)
    first : float
        Time of the first column, time constants.
    dt : float
        Step, time constants.
    """
    N = len(spikes)
    neurons, steps = np.nonzero(spikes)
    figure: Any = panel.axes.figure
    height = panel.axes.get_position().height * figure.get_figheight() * 72  # points
    size = max(1.0, 0.8 * height / N)
    panel.still(xlabel=TAU, ylabel="neuron")
    panel.limits(y=(N, 0))
    look = {"marker": "|", "mew": 1.0, "color": "ink", "ms": size}
    panel.points("spikes", first + dt * steps, neurons + 0.5, **look)


@checked
def distribution(
    panel: Panel,
    values: RowLike,
    edges: Edges,
    *,
    lowest_top: Positive,
    others: Annotated[Sequence[Any], Every(Numbers((None,)))] = (),
) -> None:
    """A density with fixed bins; the outermost bars hold what lies beyond them.

    The height of the panel, `lowest_top` or more, doubles when a bar would leave it. Behind it
    are those of `others`, other networks of the kind, as outlines.
    """
    for k, more in enumerate(others):
        look = {"color": "soft", "lw": 0.8, "zorder": 1}
        panel.stairs(("other", k), _density(more, edges), edges, fill=False, **look)
    density = _density(values, edges)
    doubled = max(0, np.ceil(np.log2(max(density.max() / lowest_top, 1e-9))))
    panel.still(xlim=(edges[0], edges[-1]), yticks=[])
    panel.limits(y=(0, lowest_top * 2.0**doubled))
    panel.stairs("density", density, edges, **BARS)


def _density(values, edges):
    counts = np.histogram(np.clip(values, edges[0], edges[-1]), edges)[0]
    return counts / (max(counts.sum(), 1) * np.diff(edges))


PATH = {"color": "soft", "lw": 0.8, "marker": ".", "ms": 3.5, "mfc": "ink", "mec": "ink"}
START = {"color": "ink", "mfc": "paper", "marker": "D", "ms": 6, "label": "start"}


@checked
def voltages(panel: Panel, V: Table, *, dt: Positive = 0.1) -> None:
    """Voltages V (N, steps) as colors, pale for low ones, one row a neuron."""
    N, steps = V.shape
    extent = (0.0, dt * steps, N, 0.0)
    panel.image("voltages", V, cmap="ember", clim=(-90, 0), extent=extent)
    _name(panel, "voltages", TAU, "neuron")
    panel.limits(x=extent[:2], y=extent[2:])


@checked
def path(panel: Panel, scores: Scores, *, angle: float = 30.0) -> None:
    """The state over time along its first two or three principal components.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    scores : array, shape (2 or 3, steps)
    angle : float
        Turn around the third component, degrees; in three dimensions only.
    """
    scores = np.asarray(scores, float)
    limit = _round_up(np.abs(scores).max())
    if len(scores) == 2:
        panel.line("path", *scores, **PATH)
        panel.points("start", *scores[:, 0], **START)
        _name(panel, "embedding", "PC 1", "PC 2")
        panel.limits(x=(-limit, limit), y=(-limit, limit))
        return
    _name(panel, "embedding in 3-D", "", "")
    space = panel.over("space", _space)
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    turn = np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
    state = turn @ scores / limit
    gap = np.full(3, np.nan)
    ends = np.array([end for axis in turn.T for end in (-axis, axis, gap)])
    space.line("axes", *ends.T, color="soft", lw=1)
    space.line("path", *state, **PATH)
    space.points("start", *state[:, 0], **START)
    for k in range(3):
        label = space.artist(k, functools.partial(_label, color=panel.look.soft))
        label.set_text(f"PC {k + 1}")
        label.set_position_3d(1.05 * turn[:, k])


def _label(axes, color):
    return axes.text(0, 0, 0, "", ha="center", color=color)


def _space(place):
    """Axes in three dimensions in the place of a panel."""
    space: Any = place.figure.add_subplot(projection="3d")
    space.set_in_layout(False)
    space.set_axes_locator(lambda *_: place.get_position().expanded(1.3, 1.3))
    space.set_axis_off()
    space.set_box_aspect(None, zoom=1.3)
    space.patch.set_visible(False)
    space.set(xlim=(-1, 1), ylim=(-1, 1), zlim=(-1, 1))
    space.view_init(elev=20, azim=-90)
    space.M = space.get_proj()  # until the first drawing there is none
    return space


def _name(panel, title, xlabel, ylabel):
    """Words and ticks of the panel that shows one of three views."""
    axes = panel.axes
    (axes.set_axis_off if title == "embedding in 3-D" else axes.set_axis_on)()
    axes.set(xlabel=xlabel, ylabel=ylabel, title=title)
    axes.tick_params(labelleft=title == "voltages")  # both components have one scale
    # Ticks at the ends of the embedding would run into the next panel's.
    axes.locator_params(axis="x", nbins=4, prune="both" if title == "embedding" else None)


def _round_up(value):
    """The next of 50, 63, 79, 100, ...: limits that change less often than the data."""
    return 50.0 * 10.0 ** (0.1 * max(0, np.ceil(10 * np.log10(max(value, 1e-9) / 50.0))))


@checked
def correlation(panel: Panel, values: Table) -> None:
    """A matrix of correlations."""
    panel.still(xlabel="neuron", ylabel="neuron")
    panel.still.spines[:].set_visible(True)
    bar = {"label": "correlation"}
    panel.image("pairs", values, cmap="signed", clim=(-1, 1), colorbar=bar)
