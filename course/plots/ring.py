"""A ring of neurons: profile, activity over time, and a point in the plane of Z."""

import math
from collections.abc import Callable
from typing import Annotated

import numpy as np
from matplotlib.patches import Circle

from course.plots import curves
from course.plots.given import (
    Array,
    Many,
    Numbers,
    Positive,
    Row,
    RowLike,
    Series,
    Table,
    careful,
    checked,
)
from course.plots.panel import Panel

BUMP, INPUT, THEORY = "ink", "you", "soft"
DEGREES = (0, 90, 180, 270, 360)


LOOKS = {
    "theory": curves.WIDE,
    "input": {"color": INPUT, "lw": 1.2},
    "activity": {"color": BUMP, "marker": ".", "ms": 4, "lw": 1},
    "weights": {"color": BUMP, "marker": ".", "ms": 4, "lw": 1},
}


def _number(y, _):
    """A number of one width, so that the label beside it stays in the picture."""
    return f"{y:.1f}".replace("-", "−").rjust(4, "\N{FIGURE SPACE}")


@checked
def profile(
    panel: Panel, theta: Row, *, xlabel: str = "preferred angle (°)", **values: Row
) -> None:
    """Something of each neuron against its preferred angle.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    theta : array, shape (N,)
        Angles, rad.
    xlabel : str
    **values : array, shape (N,)
        Any of `theory`, `input`, `activity` and `weights`.
    """
    panel.still(xlim=(0, 360), xticks=DEGREES, xlabel=xlabel)
    panel.still.locator_params(axis="y", nbins=5, steps=(1, 2, 5, 10))
    panel.still.yaxis.set_major_formatter(_number)
    for part, look in LOOKS.items():
        if part in values:
            panel.line(part, np.degrees(theta), values[part], label=part, **look)


@checked
def over_time(
    panel: Panel,
    t: Row,
    a: Table,
    phi: Row,
    now: float,
    most: Positive,
    columns: Many,
    duration: Positive,
    *,
    xlabel: str = "time (τ)",
) -> None:
    """Activity of all neurons over time as a picture, with two lines over it.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    t, phi : array, shape (n,)
        Time, and the input's angle in rad; NaN where there is none.
    a : array, shape (N, n)
        Activity; a run that was stopped early may have fewer than `columns` records.
    now : float
        Where the line of the present stands.
    most : float
        Activity of the brightest color; more is as bright.
    columns : int
        Records that fill the picture.
    duration : float
        Of what is shown, from 0.
    """
    short = columns - a.shape[1]
    a = np.pad(a, ((0, 0), (0, short)), mode="edge") if short else a
    level = np.clip(a * (255.0 / most), 0.0, 255.0).astype(np.uint8)
    colors = panel.look.ember(level, bytes=True)  # 3x quicker to draw than numbers
    place = {"origin": "lower", "extent": (0, duration, 0, 360), "interpolation": "nearest"}
    panel.image("activity", colors, **place)
    panel.still(yticks=DEGREES[::2], xlabel=xlabel, ylabel="angle (°)")
    panel.still(xlim=(0, duration), ylim=(0, 360))
    panel.line("input", *wrapped(t, phi), color=INPUT, lw=1.4, rim=4.0)
    panel.cursor("now", now, color=INPUT, lw=1.2, ls=(0, (1, 2)), rim=4.0)


@checked
def wrapped(t: RowLike, angle: RowLike) -> tuple[Array, Array]:
    """Coordinates of an angle (rad) over time in degrees from 0 to 360, as a line with gaps.

    Returns
    -------
    tuple of array
        Time and degrees; a NaN stands wherever the angle passes from 360 to 0 or back.
    """
    degrees = np.degrees(angle) % 360.0
    jumps = np.flatnonzero(np.abs(np.diff(degrees)) > 180.0) + 1
    return np.insert(np.asarray(t, float), jumps, np.nan), np.insert(degrees, jumps, np.nan)


@checked
def plane(
    panel: Panel,
    Z: Annotated[Series, Numbers((None,), empty=False, kinds="biufc")],
    phi: float | None,
    rim: Positive,
    *,
    title: str = "Z, the bump as a point",
) -> None:
    """The plane of Z = mean(a exp(i theta)), scaled so that its rim is a circle of radius 1.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    Z : array of complex, shape (n,)
        The trail; its last point is the bump.
    phi : float or None
        Angle of the input, rad, shown on the rim.
    rim : float
        |Z| on the rim.
    """
    panel.still(xlim=(-1.45, 1.45), ylim=(-1.6, 1.4), aspect="equal", title=title)
    if panel.first:
        _clock(panel.still)
    Z = np.asarray(Z) / float(rim)
    Z = Z / np.maximum(1.0, np.abs(Z) / 1.2)  # what grows without bound stays in sight
    x, y = np.real(Z), np.imag(Z)
    panel.line("trail", x, y, color=BUMP, lw=1)
    panel.points("bump", x[-1], y[-1], color=BUMP, ms=8)
    if phi is not None:
        panel.points("input", math.cos(phi), math.sin(phi), marker="D", color=INPUT, ms=7)
    look = {"ha": "center", "va": "center", "color": "soft"}
    panel.tells = lambda x, y: f"|Z| = {rim * math.hypot(x, y):z.2f}, angle {_angle(x, y):z.0f}°"
    panel.text("rim", 0.0, -1.5, f"rim: |Z| = {float(rim):g}", **look)


@careful
def neuron(activity: RowLike) -> Callable[[int], str]:
    """How the neurons on a ring are told: `neuron(activity)(k)`."""
    return lambda k: f"neuron at {360 * k / len(activity):z.0f}°: activity {activity[k]:z.2f}"


def _angle(x, y):
    """Degrees from the right, counterclockwise."""
    return math.degrees(math.atan2(y, x)) % 360.0


def _clock(ax):
    """A circle with angles around it."""
    ax.axis("off")
    ax.add_artist(Circle((0, 0), 1, fill=False, ec=ax.look.faint, lw=1))
    for degrees in DEGREES[:4]:
        angle = math.radians(degrees)
        x, y = 1.25 * math.cos(angle), 1.2 * math.sin(angle)
        ax.text(x, y, f"{degrees}°", color="soft", ha="center", va="center")
    ax.plot(0, 0, "+", color="faint")
