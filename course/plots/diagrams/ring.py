"""A ring of neurons around an animal that turns."""

from collections.abc import Iterable
from typing import Annotated

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.transforms import Affine2D

from course.plots.drawing import OFTEN, SMALL, Drawing, Spot, arrow, ring_of, smooth
from course.plots.given import Names, Numbers, Series, Share, checked
from course.plots.look import PX, Look

RING, DIAL = 152.0, 104.0  # radii of the neurons and of the dial
LAMP = RING + 26.0  # and of the lamp
MIDDLE = np.array([210.0, 218.0])
# A fly seen from above, its head to the right.
BODY = (
    (26, 0),
    (20, 15),
    (4, 18),
    (-14, 14),
    (-44, 9),
    (-58, 0),
    (-44, -9),
    (-14, -14),
    (4, -18),
    (20, -15),
)
HEAD = ((44, 0), (41, 11), (33, 17), (25, 12), (23, 0), (25, -12), (33, -17), (41, -11))
EYE = ((40, 8), (43, 15), (36, 22), (27, 20), (26, 12), (32, 8))
WING = ((12, 10), (-8, 30), (-44, 42), (-74, 36), (-76, 24), (-50, 12), (-12, 6))


class Compass(Drawing):
    """Neurons on a ring, each where the direction is that it stands for; the bump glows.

    Angles go as in the plane of Z: 0 at the right, counterclockwise. Lengths of the bars
    outside tell the activity once more.

    Parameters
    ----------
    axes, look
        As `Drawing` takes them.
    names : tuple of 2 str
        What the purple mark and the orange arrow stand for.
    """

    WIDTH, HEIGHT = 420, 436

    @checked
    def __init__(
        self, axes: Axes, look: Look, names: Names = ("head", "what the bump says")
    ) -> None:
        super().__init__(axes, look)
        self.called = names
        self._dial()
        self.halo = self.glow([MIDDLE], 66, z=1)
        self.bars = self.put(LineCollection([], capstyle="round"), OFTEN, 2)
        self.nodes = self.disks([MIDDLE], 1.0, look.soft, 1.2)
        self.n = 0
        self.mark = self.shape([MIDDLE] * 3, look.you, look.paper, 1.5, layer=OFTEN, z=4)
        self.lamp = self.dots([MIDDLE], 0.0, look.you, z=4.2, marker="*")
        self.belief = self.shape([MIDDLE] * 7, look.exc, layer=OFTEN, z=4.5)
        self._fly()
        rows = ((426, look.you, "<", names[0]), (10, look.exc, ">", names[1]))
        for y, color, marker, name in rows:
            self.dots([[10, y]], 9.0, color, layer=0, marker=marker)
            self.words(20, y, name, color, SMALL, ha="left")

    def _dial(self):
        look = self.look
        self.disk(*MIDDLE, DIAL, look.wash, z=0.5)
        for k in range(0, 360, 10):
            u = np.array([np.cos(np.radians(k)), np.sin(np.radians(k))])
            long = 13 if k % 90 == 0 else 8 if k % 30 == 0 else 4
            ends = MIDDLE + np.outer([DIAL - long, DIAL], u)
            self.line(*ends.T, look.soft, 2 if k % 30 == 0 else 1, z=1)
            if k % 90 == 0:
                self.words(*(MIDDLE + 123 * u), f"{k}°", look.soft, SMALL, least=0.5)

    def _fly(self):
        look = self.look
        parts = []
        for s in (-1, 1):
            parts.append((smooth(np.multiply(WING, (1, s))), look.paper, look.soft, 1.2, 3.3))
        parts.append((smooth(BODY), look.paper, look.ink, 2, 3.4))
        parts.append((smooth(HEAD), look.paper, look.ink, 2, 3.5))
        for s in (-1, 1):
            parts.append((smooth(np.multiply(EYE, (1, s))), look.ink, look.ink, 1, 3.6))
        self.fly: list[Artist] = [
            self.shape(points, face, edge, width, layer=OFTEN, z=z)
            for points, face, edge, width, z in parts
        ]
        feelers = [[(43, 3), (50, 6), (54, 4)], [(43, -3), (50, -6), (54, -4)]]
        self.fly.append(self.strokes(feelers, look.ink, 1.5, layer=OFTEN, z=3.2))

    def _seat(self, n):
        """Places for n neurons."""
        angle = 2.0 * np.pi * np.arange(n) / n
        self.way = np.stack([np.cos(angle), np.sin(angle)], axis=1)
        self.places = MIDDLE + RING * self.way
        radius = min(9.5, 0.42 * 2.0 * np.pi * RING / n)
        self.nodes.set_verts([ring_of(place, radius) for place in self.places])
        self.n = n

    @checked
    def move(
        self,
        activity: Annotated[Series, Numbers((None,), empty=False)],
        heading: float | None,
        belief: float | None = None,
        lamp: Share = 0.0,
        turn: bool = True,
    ) -> None:
        """Show a state.

        Parameters
        ----------
        activity : array, shape (n,)
            0 to 1.
        heading : float or None
            Where the purple mark stands, degrees.
        belief : float, optional
            Where the bump says that is, degrees; at first no arrow.
        lamp : float
            How bright a lamp shines from the heading, 0 to 1.
        turn : bool
            Whether the animal turns to the heading; otherwise it looks to the right.
        """
        activity = np.clip(np.nan_to_num(np.asarray(activity, float)), 0, 1)
        state = [np.nan if x is None else x for x in (heading, belief)]
        if not self.moved(activity, np.nan_to_num(state, nan=1e9), lamp, turn):
            return
        if activity.size != self.n:
            self._seat(activity.size)
        self.nodes.set_facecolor(self.look.ember(activity))
        few = slice(None, None, max(1, self.n // 30))
        self.halo.shine(0.6 * activity[few] - 0.12, self.look.exc, self.places[few])
        on = activity > 0.03
        long = 12 + 32 * activity[on, None]
        ends = [self.places[on] + 14 * self.way[on], self.places[on] + (2 + long) * self.way[on]]
        self.bars.set_segments(np.stack(ends, axis=1))
        seen = self.look.ember(0.6 + 0.4 * activity[on])  # their length says it: even short ones
        self.bars.set(color=seen, linewidths=min(8.0, 380 / self.n) * PX)
        self.mark.set_visible(heading is not None)
        facing = self._turned(heading or 0.0)
        self.mark.set_xy(facing.transform([(DIAL - 14, 0), (DIAL + 10, -9), (DIAL + 10, 9)]))
        way = (facing if turn else self._turned(0.0)) + self.axes.transData
        for part in self.fly:
            part.set_transform(way)
        self.lamp.set_offsets(facing.transform([(LAMP, 0)]))
        self.lamp.set_sizes([(26.0 * PX * np.sqrt(lamp)) ** 2] * 2)
        self.belief.set_visible(belief is not None)
        self.belief.set_xy(self._turned(belief or 0.0).transform(arrow((60, 0), (102, 0), 5, 16)))

    def spots(self) -> Iterable[Spot]:
        _, (heading, belief), lamp, _ = self.now()
        for name, degrees, ends in (
            ("heading", heading, (DIAL - 14, DIAL + 10)),
            ("heading", heading if lamp else 1e9, (LAMP, LAMP)),
            ("belief", belief, (60, 102)),
        ):
            if degrees < 1e9:
                yield Spot(name, (), self._turned(degrees).transform([(r, 0) for r in ends]), 9)
        for k, place in enumerate(self.places):
            yield Spot("neuron", (k,), np.array([place, place + 12 * self.way[k]]), 9)

    def _tell_heading(self):
        return f"{self.called[0]}: {self.now()[1][0] % 360:z.0f}°"

    def _tell_belief(self):
        return f"{self.called[1]}: {self.now()[1][1] % 360:z.0f}°"

    def _tell_neuron(self, k):
        activity = self.now()[0][k]
        return f"neuron at {360 * k / self.n:z.0f}°: {100 * activity:z.0f} % of the peak"

    def _turned(self, degrees):
        return Affine2D().rotate_deg(degrees).translate(*MIDDLE)
