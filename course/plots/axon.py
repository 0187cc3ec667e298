"""An axon: potential over space and time as an image, and along the axon at one time."""

import numpy as np


def space_time(ax, shape, *, title="", vlim=(-80.0, 45.0)):
    """Potential as color, place to the right and time upward.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    shape : tuple of int
        Times and places of what `show_space_time` will get.
    title : str
    vlim : tuple of float
        mV at the two ends of the color scale.

    Returns
    -------
    dict
        The artists "image" and "now", a line at the present time.
    """
    ax.set(xlabel="distance (cm)", ylabel="time (ms)", title=title)
    image = ax.imshow(
        np.zeros(shape), origin="lower", extent=(0, 1, 0, 1), vmin=vlim[0], vmax=vlim[1]
    )
    return {"image": image, "now": ax.axhline(0.0, color="w", lw=1.2)}


def show_space_time(artists, t, x_end, V, now):
    """Move what `space_time` drew.

    Parameters
    ----------
    t : array, shape (times,)
        ms.
    x_end : float
        cm, length of the axon.
    V : array, shape (times, places)
        mV.
    now : float
        ms, where the line is drawn.
    """
    image = artists["image"]
    image.set_data(V)
    extent = [0.0, x_end, float(t[0]), float(t[-1])]
    if list(image.get_extent()) != extent:
        image.set_extent(extent)
    artists["now"].set_ydata([now, now])


def profile(ax, *, xlim, ylim, parts):
    """Potential along an axon at one time.

    Parameters
    ----------
    parts : dict
        Label and color of each line, by name.

    Returns
    -------
    dict
        The lines by name, each moved with `set_data`.
    """
    ax.set(xlim=xlim, ylim=ylim, xlabel="distance (cm)", ylabel="V (mV)")
    lines = {
        name: ax.plot([], [], color=color, label=label)[0] for name, (label, color) in parts.items()
    }
    ax.legend(loc="upper right", ncols=len(lines))
    return lines
