"""Drive and excitation against threshold and inhibition, on a beam."""

import math
from collections.abc import Iterable
from typing import Annotated

import numpy as np
from matplotlib.axes import Axes

from course.plots.drawing import OFTEN, SMALL, Drawing, Spot
from course.plots.given import Array, Numbers, Series, careful, checked
from course.plots.look import Look

PIVOT, HALF, DROP = np.array([150.0, 226.0]), 88.0, 112.0
STEEPEST, GENTLE = 14.0, 12.0  # degrees; mV that tilt the beam by three quarters of them
SIDE, LARGEST = 3.2, 58.0  # side of a block of 1 mV, as areas are weights; and of any
NAMES = ("drive", "excitation", "threshold", "inhibition")

Four = Annotated[Series, Numbers((4,), gaps=False, low=0.0)]


@careful
def blocks(weights: Four) -> tuple[float, Array]:
    """How far the beam is down on its left, degrees, and the blocks' corners, (4, 4, 2).

    Parameters
    ----------
    weights : sequence of 4 float
        Drive and excitation, on the left, and threshold and inhibition, mV.
    """
    weights = np.minimum(np.asarray(weights, float), 1e6)
    sides = np.minimum(LARGEST, SIDE * np.sqrt(weights))
    down = STEEPEST * math.tanh((weights[:2].sum() - weights[2:].sum()) / GENTLE)
    corners = []
    for k, (x, y) in enumerate(_pans(down)):
        for side, way in zip(sides[2 * k : 2 * k + 2], (-1.0, 1.0)):
            a, b = sorted((x + way, x + way * (1.0 + side)))
            corners.append([(a, y), (b, y), (b, y + side), (a, y + side)])
    return down, np.array(corners)


def _pans(down):
    """Middles of the two pans."""
    angle = math.radians(down)
    way = HALF * np.array([math.cos(angle), math.sin(angle)])
    return [PIVOT - way - (0.0, DROP), PIVOT + way - (0.0, DROP)]


class Beam(Drawing):
    """A beam that is level where the mean input is at threshold; areas are weights.

    Parameters
    ----------
    axes, look
        As `Drawing` takes them.
    """

    WIDTH, HEIGHT = 300, 280

    @checked
    def __init__(self, axes: Axes, look: Look) -> None:
        super().__init__(axes, look)
        x, y = PIVOT
        self.line([x, x], [58, y], look.soft, 3)
        self.line([x - 34, x + 34], [58, 58], look.soft, 3)
        self.strings = self.strokes([[(0, 0)] * 3] * 2, look.soft, 1.2, layer=OFTEN, z=2)
        self.pans = self.strokes([[(0, 0)] * 2] * 2, look.ink, 3, layer=OFTEN, z=3)
        self.bar = self.line([], [], look.ink, 5, layer=OFTEN, z=4)
        self.disk(x, y, 6, look.paper, look.ink, 2, layer=OFTEN, z=5)
        colors = ("you", "exc", "ink", "inh")
        self.weights = [
            self.shape(
                [(0, 0)] * 4, look.area(color), getattr(look, color), 1.5, layer=OFTEN, z=3.5
            )
            for color in colors
        ]
        for k, (name, color) in enumerate(zip(NAMES, colors)):
            at = x + (-HALF if k < 2 else HALF), 14 if k % 2 else 37
            words = f"+ {name}" if k % 2 else name
            self.words(*at, words, getattr(look, color), SMALL, least=0.5)
        self.said = self.words(x, 262, "", size=SMALL, layer=OFTEN)

    @checked
    def move(self, weights: Four) -> None:
        """Show a state.

        Parameters
        ----------
        weights : sequence of 4 float
            As `blocks` takes them, mV.
        """
        if not self.moved(list(weights)):
            return
        down, corners = blocks(weights)
        pans = _pans(down)
        ends = [pan + (0.0, DROP) for pan in pans]
        self.bar.set_data(*np.transpose(ends))
        half = LARGEST + 2.0
        sides = [[pan - (half, 0), pan + (half, 0)] for pan in pans]
        self.pans.set_segments(sides)
        self.strings.set_segments([[a, end, b] for (a, b), end in zip(sides, ends)])
        for shape, four in zip(self.weights, corners):
            shape.set_xy(four)
        drive, excitation, threshold, inhibition = weights
        mean = drive + excitation - inhibition
        self.said.set_text(f"mean {mean:z.1f} of {threshold:.0f} mV".replace("-", "−"))

    def spots(self) -> Iterable[Spot]:
        for k, four in enumerate(blocks(self.now()[0])[1]):
            yield Spot("weight", (k,), four.mean(axis=0), max(np.ptp(four[:, 1]) / 2, 6.0))

    def _tell_weight(self, k):
        return f"{NAMES[k]}: {self.now()[0][k]:z.1f} mV"
