"""An axon: potential over space and time as an image."""

from typing import Annotated

from matplotlib.image import AxesImage

from course.plots.given import Array, Numbers, Pair, checked
from course.plots.panel import Panel

Times = Annotated[Array, Numbers(("times",), gaps=False, empty=False)]
Field = Annotated[Array, Numbers(("times", None), empty=False)]


@checked
def space_time(
    panel: Panel, t: Times, x_end: float, V: Field, now: float, *, vlim: Pair = (-80.0, 45.0)
) -> AxesImage:
    """Potential as color, place to the right and time upward, a line at the present time.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    t : array, shape (times,)
        ms.
    x_end : float
        cm, length of the axon.
    V : array, shape (times, places)
        mV.
    now : float
        ms, where the line is drawn.
    vlim : tuple of float
        mV at the two ends of the color scale.

    Returns
    -------
    matplotlib.image.AxesImage
    """
    panel.still(xlabel="distance (cm)", ylabel="time (ms)")
    extent = (0.0, x_end, float(t[0]), float(t[-1]))
    image = panel.image("V", V, cmap="ember", clim=vlim, origin="lower", extent=extent)
    panel.level("now", now, color="you", lw=1.2, rim=3.5)
    return image
