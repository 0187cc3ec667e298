"""A network's activity: raster, voltages, the path of its state, distributions."""

import numpy as np

from course.plots.matrices import SIGNED

TAU = "time (time constants)"


def raster(ax, N, *, xlim, ylabel="neuron"):
    """Spikes, one row a neuron; returns the artist for `show_raster`."""
    ax.set(xlim=xlim, ylim=(N, 0), xlabel=TAU, ylabel=ylabel)
    return ax.plot([], [], ls="", marker="|", mew=1.0, color="0.1")[0]


def show_raster(artist, spikes, *, first=0.0, mu=0.1):
    """Move what `raster` drew.

    Parameters
    ----------
    spikes : array of bool, shape (N, steps)
    first : float
        Time of the first column, time constants.
    mu : float
        Step, time constants.
    """
    ax, N = artist.axes, len(spikes)
    neurons, steps = np.nonzero(spikes)
    artist.set_data(first + mu * steps, neurons + 0.5)
    if ax.get_ylim() != (N, 0):
        ax.set_ylim(N, 0)
    height = ax.get_position().height * ax.figure.get_figheight() * 72  # points
    artist.set_markersize(max(1.0, 0.8 * height / N))


def distribution(ax, edges, *, xlabel, ymax):
    """A density with fixed bins; returns the artist for `show_distribution`."""
    ax.set(xlim=(edges[0], edges[-1]), ylim=(0, ymax), xlabel=xlabel, yticks=[])
    nothing = np.zeros(len(edges) - 1)
    artist = ax.stairs(nothing, edges, fill=True, color="C0", alpha=0.8)
    artist.lowest_top = ymax
    return artist


def show_distribution(artist, values):
    """Move what `distribution` drew; the outermost bars hold what lies beyond them.

    The height of the panel doubles when a bar would leave it, and halves again.
    """
    edges, ax = artist.get_data().edges, artist.axes
    inside = np.clip(values, edges[0], edges[-1])
    counts = np.histogram(inside, edges)[0]
    density = counts / (max(counts.sum(), 1) * np.diff(edges))
    artist.set_data(density)
    lowest = artist.lowest_top
    top = lowest * 2.0 ** max(0, np.ceil(np.log2(max(density.max() / lowest, 1e-9))))
    if ax.get_ylim()[1] != top:
        ax.set_ylim(0, top)


def states(figure, place, size):
    """One panel that shows activity, or the path of the state in two or three dimensions.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    place : matplotlib.axes.Axes
        The panel; a three-dimensional one is put in the same place.
    size : tuple of int
        Neurons and steps of the activity.

    Returns
    -------
    dict
        Artists for `show_activity` and `show_path`.
    """
    space = figure.add_subplot(projection="3d")
    space.set_in_layout(False)
    space.set_axes_locator(lambda *_: place.get_position().expanded(1.3, 1.3))
    space.set_axis_off()
    space.set_box_aspect(None, zoom=1.3)
    space.patch.set_visible(False)
    space.set(xlim=(-1, 1), ylim=(-1, 1), zlim=(-1, 1))
    space.view_init(elev=20, azim=-90)
    space.M = space.get_proj()  # until the first drawing there is none
    path = {"color": "#9CC3DD", "lw": 0.8, "marker": ".", "ms": 3.5, "mfc": "C0", "mec": "C0"}
    begin = {"ls": "", "marker": "o", "color": "C1", "ms": 6}
    return {
        "activity": place.imshow(
            np.zeros(size), cmap="viridis", vmin=-90, vmax=0, extent=(0, 1, 1, 0)
        ),
        "flat": place.plot([], [], **path)[0],
        "flat start": place.plot([], [], **begin)[0],
        "space axes": space.plot([], [], [], color="0.5", lw=1)[0],
        "space": space.plot([], [], [], **path)[0],
        "space start": space.plot([], [], [], **begin)[0],
        **{
            f"space {k}": space.text(0, 0, 0, f"PC {k}", ha="center", fontsize=9) for k in (1, 2, 3)
        },
    }


def show_activity(artists, X, *, mu=0.1):
    """Voltages as colors, dark for low ones, one row a neuron."""
    N, steps = X.shape
    extent = (0.0, mu * steps, N, 0.0)
    _choose(artists, "activity", TAU, "neuron")
    artists["activity"].set_data(X)
    artists["activity"].set_extent(extent)
    artists["activity"].axes.set(xlim=extent[:2], ylim=extent[2:])


def show_path(artists, scores, *, angle=30.0):
    """The state over time along its first two or three principal components.

    Parameters
    ----------
    scores : array, shape (2 or 3, steps)
    angle : float
        Turn around the third component, degrees; in three dimensions only.
    """
    limit = _round_up(np.abs(scores).max())
    if len(scores) == 2:
        _choose(artists, "flat", "PC 1", "PC 2")
        artists["flat"].axes.set(xlim=(-limit, limit), ylim=(-limit, limit))
        artists["flat"].set_data(*scores)
        artists["flat start"].set_data(*scores[:, :1])
        return
    _choose(artists, "space", "", "")
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    turn = np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
    path = turn @ scores / limit
    artists["space"].set_data_3d(*path)
    artists["space start"].set_data_3d(*path[:, :1])
    gap = np.full(3, np.nan)
    ends = np.array([end for axis in turn.T for end in (-axis, axis, gap)])
    artists["space axes"].set_data_3d(*ends.T)
    for k in range(3):
        artists[f"space {k + 1}"].set_position_3d(1.05 * turn[:, k])


def _choose(artists, name, xlabel, ylabel):
    """Show one of the three views."""
    titles = {"activity": "activity", "flat": "embedding", "space": "embedding in 3-D"}
    flat = artists["activity"].axes
    (flat.set_axis_off if name == "space" else flat.set_axis_on)()
    flat.set(xlabel=xlabel, ylabel=ylabel, title=titles[name])
    flat.tick_params(labelleft=name == "activity")  # both components have one scale
    # Ticks at the ends of the embedding would run into the next panel's.
    flat.locator_params(axis="x", nbins=4, prune="both" if name == "flat" else None)
    for key, artist in artists.items():
        artist.set_visible(key.startswith(name))


def _round_up(value):
    """The next of 50, 63, 79, 100, ...: limits that change less often than the data."""
    return 50.0 * 10.0 ** (0.1 * max(0, np.ceil(10 * np.log10(max(value, 1e-9) / 50.0))))


def correlation(ax, N):
    """A matrix of correlations; returns the artist for `show_correlation`."""
    image = ax.imshow(np.zeros((N, N)), cmap=SIGNED, vmin=-1, vmax=1)
    ax.set(xlabel="neuron", ylabel="neuron")
    ax.spines[:].set_visible(True)
    ax.figure.colorbar(image, ax=ax, label="correlation", shrink=0.9)
    return image
