"""The respiratory circuit and the lungs that it fills."""

from collections.abc import Iterable
from typing import Annotated

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection

from course.plots.drawing import (
    LARGE,
    OFTEN,
    SELDOM,
    SMALL,
    Drawing,
    Spot,
    bezier,
    links,
    mixed,
    smooth,
    word_on,
)
from course.plots.given import Numbers, Series, checked
from course.plots.look import PX, Look

POPULATIONS = {"pre-I": (66, 150), "early-I": (208, 226), "post-I": (412, 226), "aug-E": (310, 62)}
DRIVES = {"pons": (454, 372), "RTN": (310, 372), "raphe": (66, 372)}
COLORS = ("ink", "exc", "sky", "inh")  # of the populations, as in `course.plots.rhythm`
BOWS = {(0, 1): 0.10, (2, 0): 0.0, (3, 0): 0.10}  # of connections, others 0.13
FEED_BOWS = {(0, 0): -0.15, (0, 3): 0.30, (1, 0): -0.14}  # of drives, others 0
RADIUS = 46

Drives = Annotated[Series, Numbers((4, 3), gaps=False)]
Inhibition = Annotated[Series, Numbers((4, 4), gaps=False)]


class Breath(Drawing):
    """Four populations and what drives them.

    Connections have their source's color, and their sign is in how they end.

    Parameters
    ----------
    axes, look
        As `Drawing` takes them.
    a_12 : float
        Weight from pre-I to early-I.
    b : array, shape (4, 4)
        `b[i, j]` inhibits i from j.
    c : array, shape (4, 3)
        `c[i, k]` drives i from k.
    """

    WIDTH, HEIGHT = 520, 400

    @checked
    def __init__(self, axes: Axes, look: Look, a_12: float, b: Inhibition, c: Drives) -> None:
        super().__init__(axes, look)
        self.colors = [getattr(look, name) for name in COLORS]
        places = list(POPULATIONS.values())
        pills = list(DRIVES.values())
        r = RADIUS
        feeds = [(k, i) for i in range(4) for k in range(3) if c[i][k]]
        self.feed, self.fed = np.array(feeds).T
        self.driven = np.array([c[i][k] for k, i in feeds])
        bows = [FEED_BOWS.get(feed, 0.0) for feed in feeds]
        lines = links([(k, 3 + i) for k, i in feeds], pills + places, r + 1, bows, leave=21)
        # Drives change with a slider, not with time.
        self.feeds = self.edges(lines, [look.you] * len(feeds), 7.0, layer=SELDOM, z=1)
        self.pills = [
            self.box(x - 46, y - 18, 92, 36, 17.9, look.paper, look.you, layer=SELDOM, z=3)
            for x, y in pills
        ]
        for name, (x, y) in DRIVES.items():
            self.words(x, y, name, look.you, SMALL, bold=True, layer=SELDOM)
        pairs = [(0, 1)] + [(j, i) for i in range(4) for j in range(4) if i != j and b[i][j]]
        self.source, self.to = np.array(pairs).T
        lines = links(pairs, places, r + 1, [BOWS.get(pair, 0.13) for pair in pairs])
        self.wires = self.edges(lines, [self.colors[j] for j in self.source], 11.0)
        self.halos = [self.glow([place], 140, z=0.5) for place in places]
        self.disks_ = self.disks(np.array(places, float), r, self.colors, 3, layer=OFTEN)
        self.names = [
            self.words(*place, name, bold=True, layer=OFTEN) for name, place in POPULATIONS.items()
        ]
        self.ends = [(look.paper, look.area(name)) for name in COLORS]

    @checked
    def move(
        self,
        output: Annotated[Series, Numbers((4,))],
        drives: Annotated[Series, Numbers((3,))],
        a_12: float,
        b: Inhibition,
    ) -> None:
        """Show a state.

        Parameters
        ----------
        output : array, shape (4,)
            Of the populations, 0 to 1.
        drives : sequence of 3 float
            Of pons, RTN and raphe, 0 to 2.
        a_12 : float
            Weight from pre-I to early-I, as at the start but for a factor.
        b : array, shape (4, 4)
            Inhibition of i from j.
        """
        drives = np.asarray(drives, float)
        if self.moved(drives, layer=SELDOM):
            self.feeds.weigh(self.driven * drives[self.feed], 0.35)
            for pill, drive in zip(self.pills, drives):
                style = "-" if drive > 0 else (0, (2, 2))
                pill.set(linewidth=(1.2 + min(drive, 2.0)) * PX, linestyle=style)
        output = np.clip(output, 0, 1)
        weights = -np.asarray(b, float)[self.to, self.source]
        weights[0] = a_12
        if not self.moved(output, weights):
            return
        self.wires.weigh(np.clip(1.4 * weights, -1, 1), output[self.source])
        fills = [mixed(*ends, f) for ends, f in zip(self.ends, output)]
        self.disks_.set_facecolor(fills)
        for halo, color, f in zip(self.halos, self.colors, output):
            halo.shine(0.8 * f, color)
        for name, fill in zip(self.names, fills):
            name.set_color(word_on(fill, self.look))

    def spots(self) -> Iterable[Spot]:
        for k, (x, y) in enumerate(DRIVES.values()):
            yield Spot("drive", (k,), np.array([(x - 28, y), (x + 28, y)]), 18)
        for k, place in enumerate(POPULATIONS.values()):
            yield Spot("population", (k,), np.array([place]), RADIUS)
        for k, line in enumerate(self.wires.lines):
            yield Spot("wire", (k,), line)
        for k, line in enumerate(self.feeds.lines):
            yield Spot("feed", (k,), line)

    def _tell_drive(self, k):
        return f"{[*DRIVES][k]}: drive {self.now(SELDOM)[0][k]:z.2f}"

    def _tell_population(self, k):
        return f"{[*POPULATIONS][k]}: f = {self.now()[0][k]:z.2f}"

    def _tell_wire(self, k):
        names, weight = [*POPULATIONS], self.now()[1][k]
        way = "excites" if weight > 0 else "inhibits"
        return f"{names[self.source[k]]} {way} {names[self.to[k]]}, weight {abs(weight):z.2f}"

    def _tell_feed(self, k):
        drive, to = [*DRIVES][self.feed[k]], [*POPULATIONS][self.fed[k]]
        return f"{drive} excites {to}, weight {self.driven[k]:z.2f} times its drive"


class Lungs(Drawing):
    """Lungs that rise and fill with air, and the phase of the breath in words."""

    WIDTH, HEIGHT = 220, 330
    TOP, FLOOR = np.array([110.0, 238.0]), 50.0
    LOBE = (
        (13, 40), (22, 74), (36, 84), (54, 56), (70, 4), (78, -54), (70, -92), (46, -86),
        (24, -66), (12, -28),
    )  # fmt: skip

    @checked
    def __init__(self, axes: Axes, look: Look) -> None:
        super().__init__(axes, look)
        half = np.array(self.LOBE, float)
        self.lobes = np.stack([smooth(half * (s, 1)) + (0, -84) for s in (-1, 1)])
        fills = ((look.wash, "none"), (look.area("sky"), "none"), ("none", look.ink))
        self.parts = [
            self.put(PolyCollection([], fc=face, ec=edge, lw=2.5 * PX), OFTEN, 2 + k / 10)
            for k, (face, edge) in enumerate(fills)
        ]
        x, y = self.TOP - (0, 84)
        pipes = [
            bezier((x, y + 148), (x, y + 96), (x + 3 * s, y + 66), (x + 34 * s, y + 34))
            for s in (-1, 1)
        ]
        for k, (color, width) in enumerate(((look.ink, 14), (look.paper, 9))):
            pipe = LineCollection(pipes, colors=color, lw=width * PX, capstyle="round")
            self.put(pipe, OFTEN, 2.4 + k / 10)
        self.phase = self.words(110, 16, "", size=LARGE, bold=True, layer=OFTEN)

    @checked
    def move(self, volume: float, phase: str = "") -> None:
        """Show a state.

        Parameters
        ----------
        volume : float
            Air, 0 to 1.
        phase : str
            What is said below.
        """
        if not self.moved(volume, phase):
            return
        volume = float(np.clip(volume, 0, 1))
        lobes = self.TOP + (0.84 + 0.16 * volume) * self.lobes
        filled = lobes.copy()
        filled[..., 1] = np.minimum(filled[..., 1], self.FLOOR + 12 + 172 * volume)
        for part, outlines in zip(self.parts, (lobes, filled, lobes)):
            part.set_verts(outlines)
        self.phase.set_text(phase)

    def spots(self) -> Iterable[Spot]:
        x, y = self.TOP - (0, 84)
        for side in (-44, 44):
            yield Spot("air", (), np.array([(x + side, y - 60), (x + side, y + 50)]), 40)

    def _tell_air(self):
        return f"lungs: {100 * np.clip(self.now()[0], 0, 1):z.0f} % full"
