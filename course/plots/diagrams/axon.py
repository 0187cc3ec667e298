"""A stretch of axon as a tube in the colors of its voltage."""

from typing import Annotated

import numpy as np
from matplotlib.axes import Axes

from course.plots.drawing import OFTEN, SMALL, Drawing, Tile, arrow
from course.plots.given import Numbers, Positive, RowLike, Series, checked
from course.plots.look import Look

LOW, HIGH = -90.0, 50.0  # mV at the ends of the colors


class Axon(Drawing):
    """A tube as warm as its voltage is high, with the currents through its membrane.

    Parameters
    ----------
    axes, look
        As `Drawing` takes them.
    length : float
        Of the axon, cm.
    sites : sequence of float
        Where electrodes stand, cm.
    """

    WIDTH, HEIGHT, LEFT, RIGHT = 720, 150, 26, 694
    ARROWS = 36

    @checked
    def __init__(
        self,
        axes: Axes,
        look: Look,
        length: Positive = 10.0,
        sites: Annotated[Series, Numbers((None,), gaps=False)] = (),
    ) -> None:
        super().__init__(axes, look)
        self.length = float(length)
        low, high = 42, 92
        self.box(
            self.LEFT - 4, low - 4, self.RIGHT - self.LEFT + 8, high - low + 8, 12, look.soft, z=1
        )
        self.tube = Tile((self.LEFT, self.RIGHT, low, high), look.ember, 1.0, 7.0)
        self.put(self.tube, OFTEN, 2)
        self.x = np.linspace(self.LEFT, self.RIGHT, self.ARROWS + 2)[1:-1]
        self.flows = [self.shape([(x, high)] * 7, look.na, layer=OFTEN, z=4) for x in self.x]
        for site in np.asarray(sites, float):
            x = self._at(site)
            tip = [(x, high - 14), (x - 5, high + 34), (x + 5, high + 34)]
            self.shape(tip, look.paper, look.you, 1.5, z=5, layer=OFTEN)
        self.words(self.LEFT, 4, "0", look.soft, SMALL, va="bottom", ha="left")
        self.words(self.RIGHT, 4, f"{self.length:g} cm", look.soft, SMALL, va="bottom", ha="right")
        middle = (self.LEFT + self.RIGHT) / 2
        words = "arrows: current in, through sodium channels"
        self.words(middle, 4, words, look.na, SMALL, va="bottom", short="arrows: current in")

    def _at(self, x):
        return self.LEFT + (self.RIGHT - self.LEFT) * np.asarray(x) / self.length

    @checked
    def move(self, V: RowLike, inward: RowLike) -> None:
        """Show a state.

        Parameters
        ----------
        V : array, shape (n,)
            mV, from one end to the other.
        inward : array, shape (n,)
            Current through the membrane, 0 to 1.
        """
        if not self.moved(V, inward):
            return
        level = 2.0 * (np.asarray(V, float) - LOW) / (HIGH - LOW) - 1.0
        self.tube.values = np.tile(np.clip(level, -1, 1), (2, 1))
        at = np.linspace(self.LEFT, self.RIGHT, np.size(V))
        for x, flow, amount in zip(self.x, self.flows, np.interp(self.x, at, inward)):
            long = 30.0 * float(np.clip(amount, 0, 1))
            flow.set_xy(arrow((x, 104 + long), (x, 94), 5.0 * (long > 3), 10))

    def told(self, x: float, y: float) -> str:
        if not (self.LEFT <= x <= self.RIGHT and 38 <= y <= 140):
            return ""
        V, inward = (
            np.interp(x, np.linspace(self.LEFT, self.RIGHT, row.size), row) for row in self.now()
        )
        at = self.length * (x - self.LEFT) / (self.RIGHT - self.LEFT)
        flows = f", current in: {100 * inward:z.0f} % of the longest arrow" if inward > 0.01 else ""
        return f"at {at:z.2f} cm: V = {V:z.0f} mV{flows}"
