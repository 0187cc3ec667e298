"""A state that rolls downhill in a landscape of energy."""

from collections.abc import Sequence
from typing import Annotated

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba

from course.plots.drawing import OFTEN, SMALL, Drawing, arrow
from course.plots.given import Array, Every, Names, Numbers, Series, Window, checked
from course.plots.look import Look

LEFT, RIGHT, LOW, HIGH, GROUND = 34, 526, 84, 236, 42
BALL = 15.0


class Valley(Drawing):
    """Energy over one coordinate, with a ball on it that is pushed downhill.

    Energy is drawn from 0 to 1, so a figure says what it is: `tells(energy=)`.

    Parameters
    ----------
    axes, look
        As `Drawing` takes them.
    words : tuple of 2 str
        What is drawn upwards, and what to the right.
    names : sequence of (float, str)
        Where on the coordinate a word stands below the curve.
    ends : tuple of 2 float
        The coordinate at both ends.
    """

    WIDTH, HEIGHT = 560, 290

    @checked
    def __init__(
        self,
        axes: Axes,
        look: Look,
        words: Names = ("energy", "state"),
        names: Annotated[Sequence[tuple[float, str]], Every(tuple)] = (),
        ends: Window = (-1.0, 1.0),
    ) -> None:
        super().__init__(axes, look)
        self.ends = ends
        self.across = words[1]
        self.ground = self.shape([(0, 0)] * 3, look.wash, layer=OFTEN, z=1)
        self.curve = self.line([], [], look.ink, 3, layer=OFTEN)
        self.trail = self.dots(np.zeros((12, 2)), np.linspace(3, 12, 12), z=3)
        fading = [to_rgba(look.you, a) for a in np.linspace(0.05, 0.5, 12)]
        self.trail.set_facecolor(fading)
        self.push = self.shape([(0, 0)] * 7, look.soft, layer=OFTEN, z=3)
        self.halo = self.glow([[0, 0]], 110, z=2.5)
        self.ball = self.disk(0, 0, BALL, look.area("you"), look.you, 2.5, layer=OFTEN, z=4)
        self.gleam = self.dots([[0, 0]], 7.0, look.paper, z=5, alpha=0.75)
        self.words(LEFT, 282, f"{words[0]} ↑", look.soft, SMALL, ha="left", va="top")
        self.words(RIGHT, 4, f"{words[1]} →", look.soft, SMALL, ha="right", va="bottom")
        self.names = [
            (x, self.words(0, 0, text, look.soft, SMALL, layer=OFTEN, va="top"))
            for x, text in names
        ]

    @checked
    def move(
        self,
        energy: Annotated[Series, Numbers((None,), gaps=False, empty=False)],
        x: float,
        trail: Annotated[Series, Numbers((None,), gaps=False)] = (),
    ) -> None:
        """Show a state.

        Parameters
        ----------
        energy : array, shape (n,)
            At places in equal steps from one end to the other; 0 is drawn low, 1 high.
        x : float
            Where the ball is.
        trail : sequence of float
            Where it was, oldest first; the last 12 are shown.
        """
        trail = np.asarray(trail, float)
        if not self.moved(energy, x, trail):
            return
        self.energy = np.asarray(energy, float)
        line = self._at(np.linspace(*self.ends, 240))
        self.curve.set_data(*line.T)
        self.ground.set_xy([(line[0, 0], GROUND), *line, (line[-1, 0], GROUND)])
        place, way = self.touching(float(x))
        self.ball.set_center(place)
        self.gleam.set_offsets([place + [-4, 5]])
        self.halo.shine(0.7, self.look.you, [place])
        was = trail[-12:]
        self.trail.set_offsets([self.touching(at)[0] for at in was] or np.empty((0, 2)))
        slope = way[1] / max(0.2, abs(way[0]))
        downhill = -np.sign(slope) * way
        far = 22 + 36 * min(1.0, abs(slope))
        start = place + downhill * (BALL + 5)
        self.push.set_xy(arrow(start, start + downhill * far, 3.0 * (abs(slope) > 0.06), 11))
        a, b = self.ends
        for at, word in self.names:
            word.set_position(self._at(at) - [0, 14])
            share = (at - a) / (b - a)
            word.set_horizontalalignment(
                "left" if share < 0.2 else "right" if share > 0.8 else "center"
            )

    def _at(self, x):
        """Points of the curve, in the drawing's units."""
        a, b = self.ends
        x = np.clip(np.asarray(x, float), a, b)
        height = np.interp(x, np.linspace(a, b, self.energy.size), self.energy)
        across = LEFT + (RIGHT - LEFT) * (x - a) / (b - a)
        return np.stack([across, LOW + (HIGH - LOW) * height], axis=-1)

    def told(self, x: float, y: float) -> str:
        at, ball = float(self.now()[1]), np.array(self.ball.get_center())
        on_ball = np.hypot(ball[0] - x, ball[1] - y) <= BALL + 4
        if not on_ball:
            a, b = self.ends
            at = a + (b - a) * (x - LEFT) / (RIGHT - LEFT)
            if not (a <= at <= b) or y > self._at(at)[1] + 14 or y < GROUND:
                return ""
        energy = np.interp(at, np.linspace(*self.ends, self.energy.size), self.energy)
        words = self._words.get("energy", lambda _: "")(float(energy))
        return f"{self.across} {at:z.2f}{words and ': '}{words}"

    def touching(self, x: float) -> tuple[Array, Array]:
        """Middle of the ball when it touches the curve at x, and the direction of the curve."""
        step = 4e-3 * (self.ends[1] - self.ends[0])
        a, b = self._at(x - step), self._at(x + step)
        way = (b - a) / (np.linalg.norm(b - a) + 1e-12)
        return self._at(x) + (BALL + 1.5) * np.array([-way[1], way[0]]), way
