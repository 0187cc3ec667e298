"""Ion channels in their membrane, with the gates that open them."""

from collections.abc import Iterable
from typing import Annotated, Literal

import numpy as np
from matplotlib.axes import Axes

from course.plots.drawing import OFTEN, SMALL, Drawing, Spot, bezier, rim, smooth, word_on
from course.plots.given import Ranged, checked
from course.plots.look import PX, Look

PORE = 22  # half width of a pore
TOP, BOTTOM = 232, 100  # edges of the membrane
WALL = (
    (0, 166), (0, 134), (4, 100), (22, 80), (44, 88), (50, 128), (48, 166),
    (50, 204), (44, 242), (22, 254), (4, 234), (0, 200),
)  # one half of the protein, from the rim of the pore  # fmt: skip
PLACES = {"Na": {"Na": 270}, "K": {"K": 270}, "Na K": {"Na": 152, "K": 388}}
HINGES = {"Na": (208, 180, 152), "K": (216, 194, 172, 150)}
# Shares of open gates at which each of them is half open.
OWN = {"Na": (0.4, 0.5, 0.6), "K": (0.38, 0.46, 0.54, 0.62)}
PLUG = 0.25  # share of h at which the plug is half out
Share = Annotated[float, Ranged(-0.01, 1.01)]  # of many gates, to within an integration
IONS = 7  # on their way through an open pore


@checked
def position(share: float, own: float) -> float:
    """Where one gate of many stands, 0 closed to 1 open.

    Parameters
    ----------
    share : float
        Of all gates of its kind that are open, 0 to 1.
    own : float
        Share at which this one is half open.
    """
    x = np.clip((share - own) / 0.16 + 0.5, 0, 1)
    return float(x * x * (3 - 2 * x))


class _Pore:
    """One channel: its walls, its gates, its ions on their way."""

    def __init__(self, drawing, kind, x):
        look, sodium = drawing.look, kind == "Na"
        self.x = x
        self.look = look
        self.gate = "m" if sodium else "n"
        self.inward = sodium
        name = "na" if sodium else "k"
        self.color, area = getattr(look, name), look.area(name)
        for s in (-1, 1):
            wall = smooth([(x + s * (PORE + a), b) for a, b in WALL])
            drawing.shape(wall, look.wash, look.soft, 2, z=2)
        self.hinges, self.own = HINGES[kind], OWN[kind]
        leaves = [[(0, 0), (0, 0)]] * (2 * len(self.hinges))
        self.leaves = drawing.strokes(leaves, self.color, 7, layer=OFTEN, z=4)
        pins = [(x + s * (PORE + 1), y) for y in self.hinges for s in (-1, 1)]
        drawing.dots(pins, 7.0, layer=OFTEN, z=4.2)
        for y in self.hinges:
            drawing.words(x + 47, y, self.gate, self.color, SMALL, bold=True, least=0.6)
        self.plug = None
        if sodium:
            self.chain = drawing.line([], [], self.color, 3, layer=OFTEN, z=3.9, ls=(0, (1, 1.6)))
            self.plug = drawing.disk(x, 88, 19, area, self.color, 2, layer=OFTEN, z=4.3)
            ink = word_on(area, look)
            self.h = drawing.words(x, 88, "h", ink, bold=True, layer=OFTEN, z=4.4)
        style = {"ec": rim(look, name), "lw": 1.5 * PX, "marker": "o" if sodium else "D"}
        size = 10.0 if sodium else 8.5
        self.ions = drawing.dots(np.empty((0, 2)), size, area, z=3.8, **style)
        self.said = drawing.words(x, 348, "", bold=True, size=SMALL, layer=OFTEN, va="top")
        self.positions, self.open = np.zeros(len(self.hinges)), False

    def move(self, share, plug, phase):
        self.positions = np.array([position(share, own) for own in self.own])
        leaves = []
        for y, open_ in zip(self.hinges, self.positions):
            angle = np.radians(4 + 80 * open_)
            for s in (-1, 1):
                root = np.array([self.x + s * (PORE + 1), y])
                leaves.append([root, root + 20 * np.array([-s * np.cos(angle), -np.sin(angle)])])
        self.leaves.set_segments(leaves)
        out = 1.0
        if self.plug is not None:
            out = position(plug, PLUG)
            self._put_plug(self.plug, out)
        free = self.positions.min() > 0.5
        self.open = bool(free and out > 0.5)
        self.ions.set_offsets(self._through(phase) if self.open else np.empty((0, 2)))
        self.said.set_text("open" if self.open else "plugged by h" if free else f"{self.gate} shut")
        self.said.set_color(self.color if self.open else self.look.soft)

    def _put_plug(self, plug, out):
        x = self.x
        place = bezier([x, 93], [x + 6, 58], [x + 60, 42], n=33)[round(32 * out)]
        plug.set_center(place)
        self.h.set_position(place - [0, 0.5])
        anchor = np.array([x + 52, 84])
        low = (anchor + place) / 2 - [0, 26 * (1 - out) + 6]
        self.chain.set_data(*bezier(anchor, low, place, n=16).T)

    def _through(self, phase):
        """Places of ions on their way, straight in the pore and swaying outside of it."""
        far = (np.arange(IONS) / IONS + phase) % 1.0
        sway = np.sin(7 * far + 9 * np.arange(IONS))
        wide = np.where(np.abs(far - 0.5) > 0.3, 14, 3)
        down = far if self.inward else 1.0 - far
        return np.stack([self.x + sway * wide, 284 - 250 * down], axis=1)


class Channels(Drawing):
    """Channels in a membrane: for sodium three gates m and a plug h, for potassium four gates n.

    Of many channels this shows one: each of its gates opens when the share of open gates
    passes a level of its own.

    Parameters
    ----------
    axes, look
        As `Drawing` takes them.
    kinds : str
        "Na", "K" or "Na K".
    """

    WIDTH, HEIGHT, RIGHT = 664, 350, 540

    @checked
    def __init__(self, axes: Axes, look: Look, kinds: Literal["Na", "K", "Na K"] = "Na K") -> None:
        super().__init__(axes, look)
        middles = PLACES[kinds]
        self._membrane(np.array(list(middles.values())))
        self._ions(np.array(list(middles.values())))
        self.pores = {kind: _Pore(self, kind, x) for kind, x in middles.items()}

    def _membrane(self, middles):
        heads = np.arange(7.5, self.RIGHT, 15.0)
        heads = heads[np.abs(heads[:, None] - middles).min(axis=1) > 80]
        tails = [
            [(k + d, y), (k + d + 1.5, y + s * 22), (k + d - 1, y + s * 46)]
            for k in heads
            for d in (-3, 3)
            for y, s in ((BOTTOM + 12, 1), (TOP - 12, -1))
        ]
        self.strokes(tails, self.look.faint, z=1)
        rows = np.array([(k, y) for k in heads for y in (TOP - 6, BOTTOM + 6)])
        self.disks(rows, 6.8, "none", layer=0, z=1).set_facecolor(self.look.faint)

    def _ions(self, middles):
        """Much sodium outside, much potassium inside."""
        rng = np.random.default_rng(4)
        grid = np.stack(np.meshgrid(np.arange(18, 530, 21.0), [0, 19, 38]), axis=-1).reshape(-1, 2)
        for color, mark, low, clear, many in (("na", "o", 270, 24, 32), ("k", "D", 30, 86, 16)):
            spots = grid + [0, low] + rng.uniform(-6, 6, grid.shape)
            far = np.abs(spots[:, :1] - middles).min(axis=1)
            spots = rng.permutation(spots[far > clear])[:many]
            style = {"ec": rim(self.look, color), "lw": 1.5 * PX, "marker": mark}
            self.dots(spots, 10.0 if mark == "o" else 8.5, self.look.area(color), layer=0, **style)
        where = {"ha": "left", "least": 0.5, "linespacing": 1.15}
        x = self.RIGHT + 12
        self.words(x, 290, "outside:\nmuch Na⁺", self.look.na, SMALL, **where)
        self.words(x, 50, "inside:\nmuch K⁺", self.look.k, SMALL, **where)

    @checked
    def move(self, m: Share = 0.0, h: Share = 1.0, n: Share = 0.0, phase: float = 0.0) -> None:
        """Show a state.

        Parameters
        ----------
        m, h, n : float
            Share of open gates of each kind, 0 to 1.
        phase : float
            How far ions have gone through an open pore, in lengths of the way.
        """
        if not self.moved(m, h, n, phase):
            return
        for kind, pore in self.pores.items():
            pore.move(m if kind == "Na" else n, h, phase)

    def spots(self) -> Iterable[Spot]:
        for kind, pore in self.pores.items():
            for y in pore.hinges:
                row = [(pore.x - PORE - 2, y - 8), (pore.x + 3 * PORE, y - 8)]
                yield Spot("gate", (pore.gate,), np.array(row), 9)
            if pore.plug is not None:
                yield Spot("gate", ("h",), np.array([pore.plug.center]), 19)
            yield Spot("channel", (kind,), np.array([(pore.x, 90), (pore.x, 240)]), 74)

    def _tell_gate(self, gate):
        m, h, n, _ = self.now()
        share = {"m": m, "h": h, "n": n}[gate]
        return f"{gate} = {share:z.2f}, the share of its gates that are open"

    def _tell_channel(self, kind):
        pore = self.pores[kind]
        name = {"Na": "sodium", "K": "potassium"}[kind]
        return f"{name} channel: {pore.said.get_text()}"
