"""A ring of neurons: profile, activity over time, and a point in the plane of Z."""

import math

import numpy as np
from matplotlib import colormaps
from matplotlib.patches import Circle

BUMP, INPUT, THEORY = "C0", "C1", "0.45"
DEGREES = (0, 90, 180, 270, 360)


def top(value, most=math.inf):
    """The smallest of 1, 2, 5, 10, 20, ... that is at least `value`, at most `most`.

    An axis that ends there changes seldom while a slider moves.
    """
    if not value > 0.0:
        return min(1.0, most)
    power = 10.0 ** math.floor(math.log10(min(value, 1e12)))
    steps = [m * power for m in (1.0, 2.0, 5.0, 10.0)]
    return min(next(step for step in steps if step >= min(value, steps[-1])), most)


def profile(ax, *, ylim=(0, 2), parts=("activity", "input"), xlabel="preferred angle (°)"):
    """Something of each neuron against its preferred angle.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    ylim : tuple of float
    parts : sequence of str
        Which of "activity", "input" and "theory" to draw.

    Returns
    -------
    dict
        The artists by part, for `show_profile`.
    """
    looks = {
        "activity": {"color": BUMP, "marker": ".", "ms": 4, "lw": 1},
        "input": {"color": INPUT, "lw": 1.2},
        "theory": {"color": THEORY, "lw": 3.0, "alpha": 0.6},
    }
    ax.set(xlim=(0, 360), ylim=ylim, xticks=DEGREES, xlabel=xlabel)
    ax.locator_params(axis="y", nbins=5, steps=(1, 2, 5, 10))
    # Numbers of one width, so that the label beside them stays in the picture.
    ax.yaxis.set_major_formatter(
        lambda y, _: f"{y:.1f}".replace("-", "−").rjust(4, "\N{FIGURE SPACE}")
    )
    order = [part for part in ("theory", "input", "activity") if part in parts]
    return {part: ax.plot([], [], label=part, **looks[part])[0] for part in order}


def show_profile(artists, theta, **values):
    """Move what `profile` drew: `theta` (N,) in rad, and values (N,) by part."""
    for part, value in values.items():
        artists[part].set_data(np.degrees(theta), value)


def over_time(ax, duration, *, xlabel="time (τ)"):
    """Activity of all neurons over time as a picture, with two lines over it.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    duration : float
        Of what is shown, from 0.

    Returns
    -------
    dict
        The artists "image", "input" and "now", for `show_over_time`.
    """
    image = ax.imshow(
        np.zeros((2, 2)), origin="lower", extent=(0, duration, 0, 360), interpolation="nearest"
    )
    ax.set(yticks=DEGREES[::2], xlabel=xlabel, ylabel="angle (°)", xlim=(0, duration))
    ax.set(ylim=(0, 360))
    return {
        "image": image,
        "input": ax.plot([], [], color=INPUT, lw=1.2)[0],
        "now": ax.axvline(0.0, color="white", lw=1.5),
    }


def show_over_time(artists, t, a, phi, now, most, columns):
    """Move what `over_time` drew.

    Parameters
    ----------
    artists : dict
    t, phi : array, shape (n,)
        Time, and the input's angle in rad; NaN where there is none.
    a : array, shape (N, n)
        Activity; a run that was stopped early may have fewer than `columns` records.
    now : float
        Where the white line stands.
    most : float
        Activity of the brightest color; more is as bright.
    columns : int
        Records that fill the picture.
    """
    short = columns - a.shape[1]
    a = np.pad(a, ((0, 0), (0, short)), mode="edge") if short else a
    level = np.clip(a * (255.0 / most), 0.0, 255.0).astype(np.uint8)
    artists["image"].set_data(colormaps["viridis"](level, bytes=True))  # 3x quicker to draw
    artists["input"].set_data(*wrapped(t, phi))
    artists["now"].set_xdata([now, now])


def wrapped(t, angle):
    """Coordinates of an angle (rad) over time in degrees from 0 to 360, as a line with gaps.

    Returns
    -------
    tuple of array
        Time and degrees; a NaN stands wherever the angle passes from 360 to 0 or back.
    """
    degrees = np.degrees(angle) % 360.0
    jumps = np.flatnonzero(np.abs(np.diff(degrees)) > 180.0) + 1
    return np.insert(np.asarray(t, float), jumps, np.nan), np.insert(degrees, jumps, np.nan)


def plane(ax, title="Z, the bump as a point"):
    """The plane of Z = mean(a exp(i theta)), scaled so that its rim is a circle of radius 1.

    Returns
    -------
    dict
        The artists "trail", "bump", "input" and "rim", for `show_plane`.
    """
    ax.set(xlim=(-1.45, 1.45), ylim=(-1.6, 1.4), aspect="equal", title=title)
    ax.axis("off")
    ax.add_patch(Circle((0, 0), 1, fill=False, color="0.75", lw=1))
    for degrees in DEGREES[:4]:
        angle = math.radians(degrees)
        x, y = 1.25 * math.cos(angle), 1.2 * math.sin(angle)
        ax.text(x, y, f"{degrees}°", color="0.5", fontsize=8, ha="center", va="center")
    ax.plot(0, 0, "+", color="0.6")
    return {
        "trail": ax.plot([], [], color=BUMP, lw=1, alpha=0.6)[0],
        "bump": ax.plot([], [], "o", color=BUMP, ms=8)[0],
        "input": ax.plot([], [], "D", color=INPUT, ms=7)[0],
        "rim": ax.text(0.0, -1.5, "", ha="center", va="center", fontsize=8, color="0.35"),
    }


def show_plane(artists, Z, phi, rim):
    """Move what `plane` drew.

    Parameters
    ----------
    artists : dict
    Z : array of complex, shape (n,)
        The trail; its last point is the bump.
    phi : float or None
        Angle of the input, rad, shown on the rim.
    rim : float
        |Z| on the rim.
    """
    Z = np.asarray(Z) / rim
    Z = Z / np.maximum(1.0, np.abs(Z) / 1.2)  # what grows without bound stays in sight
    artists["trail"].set_data(Z.real, Z.imag)
    artists["bump"].set_data(Z.real[-1:], Z.imag[-1:])
    there = [] if phi is None else [phi]
    artists["input"].set_data(np.cos(there), np.sin(there))
    artists["rim"].set_text(f"rim: |Z| = {rim:g}")
