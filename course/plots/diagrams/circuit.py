"""The membrane as a circuit: a source, a capacitor, conductances with their batteries."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from course.plots.drawing import LARGE, OFTEN, SMALL, Drawing, Spot, arrow, resize
from course.plots.given import (
    Array,
    Every,
    Numbers,
    Point,
    Positive,
    Ranged,
    Series,
    Texts,
    careful,
    checked,
)
from course.plots.look import PX, Look


class Branch(NamedTuple):
    """A conductance in series with a battery."""

    name: str  # "Na", as in I_Na
    color: str  # a name of `course.plots.look`
    E: float  # mV
    symbol: str = ""  # beside the resistor; at first g with the name
    battery: str = ""  # "L", as in E_L; at first the name


LEAK = (Branch("L", "soft", -65.0),)
HH = (Branch("Na", "na", 50.0), Branch("K", "k", -77.0), Branch("L", "soft", -54.4))
Some = Annotated[Series, Numbers((None,), gaps=False)]
Currents = Annotated[Series, Numbers((None, None), gaps=False)]
LEAST = 0.3  # width of an arrow that is seen, units
BEADS, BEAD = 4, 5.5  # on a rail from one column to the next; their diameter, CSS pixels


@careful
def travelled(
    currents: Currents, dt: Positive, *, unit: Positive = 5.0, pace: float = 1.0
) -> Array:
    """How far charges have come along the rails, at all times: faster where more flows.

    Parameters
    ----------
    currents : array, shape (columns - 1, n)
        To the right on the inner rail between two columns, and back on the outer one.
    dt : float
        Between two times.
    unit : float
        As `Circuit.move` takes it: every doubling adds as much to the speed as to an arrow.
    pace : float
        Units of the drawing that they come in a time of 1 for each doubling.

    Returns
    -------
    array, shape (columns - 1, n)
    """
    currents = np.asarray(currents, float)
    speed = np.sign(currents) * np.log2(1.0 + np.abs(currents) / unit)
    return pace * dt * np.cumsum(speed, axis=-1)


class Circuit(Drawing):
    """The membrane as a circuit: outside above, inside below; arrows as wide as the current.

    Charges ride on the rails: they stand where nothing flows, and run where much does.

    Parameters
    ----------
    axes, look
        As `Drawing` takes them.
    branches : sequence of Branch
        From left to right.
    cut : bool
        Whether the branches are cut by an open switch: a capacitor alone.
    reset : bool
        Whether there is a switch that ties the capacitor to a battery of its own.
    rest, step : float
        mV at which there is no charge to be seen, and what each sign on a plate stands for.
    unit : str
        Of the currents.
    """

    HEIGHT = 326
    TOP = 276
    BOTTOM = 62
    FIRST = 76  # column of the source; then the capacitor and the branches
    STEP = 112
    SOURCE, PLATES, RESISTOR, BATTERY = (22, 169), (29, 169), (17, 180), (22, 125)

    @checked
    def __init__(
        self,
        axes: Axes,
        look: Look,
        branches: Annotated[Sequence[Branch], Every(Branch)] = HH,
        *,
        cut: bool = False,
        reset: bool = False,
        rest: float = 0.0,
        step: Positive = 18.0,
        unit: Annotated[str, Texts()] = "µA/cm²",
    ) -> None:
        self.branches = branches
        self.cut = cut
        self.unit = unit
        self.rest = rest
        self.step = step
        columns = 2 + len(branches) + reset
        self.WIDTH = self.FIRST + self.STEP * (columns - 1) + 62
        super().__init__(axes, look)
        self.x = [self.FIRST + self.STEP * k for k in range(columns)]
        right = self.x[-1]
        self.box(20, 110, right + 36, 118, 14, look.wash, z=0)
        self.words(20, self.TOP + 12, "outside", look.soft, SMALL, ha="left", va="bottom")
        self.words(20, self.BOTTOM - 12, "inside", look.soft, SMALL, ha="left", va="top")
        for y in (self.TOP, self.BOTTOM):
            self.line([self.x[0], right], [y, y])
        self._source(self.x[0])
        self._capacitor(self.x[1])
        self.fills = [self._conductance(x, b, cut) for x, b in zip(self.x[2:], branches)]
        self.arrows = []
        for x, (name, color) in zip(
            self.x, [("", "you"), ("C", "ink"), *(b[:2] for b in branches)]
        ):
            dark = getattr(look, color)
            if cut and color not in ("you", "ink"):
                continue
            shape = self.shape([(x, 0)] * 7, look.area(color), dark, 1.5, layer=OFTEN, z=5)
            self.arrows.append(shape)
            if name:
                at = (x + 22, self.TOP - 36)
                self.words(*at, f"$I_\\mathrm{{{name}}}$", dark, LARGE, ha="left")
        inner = self.x[1:-1] if not cut else self.x[1:2]
        self.dots([(x, y) for x in inner for y in (self.TOP, self.BOTTOM)], 7.0, layer=0)
        ring = {"fc": look.paper, "ec": look.ink, "lw": 1.5 * PX}
        self.beads = self.dots(self._on_rails(0.0), BEAD, z=2.5, **ring)
        self.lever = self._reset(right) if reset else None
        self.V = self.words(
            self.x[1], self.BOTTOM - 12, "", size=LARGE, bold=True, layer=OFTEN, ha="left", va="top"
        )

    @classmethod
    @careful
    def beside(cls, column: Annotated[int, Ranged(0, 20)], part: Point) -> tuple[float, float]:
        """Where a hand takes a part of a column: `SOURCE`, `PLATES`, `RESISTOR` or `BATTERY`."""
        return (float(cls.FIRST + cls.STEP * column + part[0]), float(part[1]))

    def _on_rails(self, gone):
        """Places of the charges, each rail of the inside before all of the outside."""
        left = np.array(self.x[:-1], float)[:, None]
        gone = np.broadcast_to(gone, len(left))[:, None]
        at = (self.STEP / BEADS * np.arange(BEADS) + gone) % self.STEP
        inner = np.stack([left + at, np.full_like(at, self.BOTTOM)], axis=-1)
        outer = np.stack([left + self.STEP - at, np.full_like(at, self.TOP)], axis=-1)
        return np.concatenate([inner, outer]).reshape(-1, 2)

    def _wire(self, x, *stops):
        for low, high in zip(stops[::2], stops[1::2]):
            self.line([x, x], [low, high])

    def _source(self, x):
        self._wire(x, self.BOTTOM, 147, 191, self.TOP)
        self.disk(x, 169, 22, self.look.paper, self.look.you, 2.5, z=3)
        self.shape(arrow((x, 181), (x, 156), 2.5, 10), self.look.you, z=4)
        self.words(x - 29, 169, "$I$", self.look.you, LARGE, ha="right")

    def _capacitor(self, x):
        self._wire(x, self.BOTTOM, 160, 178, self.TOP)
        for y in (160, 178):
            self.line([x - 25, x + 25], [y, y], width=4, z=3)
        self.words(x - 32, 169, "$C$", size=LARGE, ha="right")
        spots = x + np.linspace(-21, 21, 5)
        plates = [[spot, y] for y in (191, 147) for spot in spots]
        self.plus = self.dots(plates, 9.0, self.look.exc, marker="+", lw=1.4)
        self.minus = self.dots(plates, 9.0, self.look.inh, marker="_", lw=1.4)

    def _conductance(self, x, branch, cut):
        color = getattr(self.look, branch.color)
        if cut:
            self._wire(x, self.BOTTOM, 120, 130, 150, 210, 232, 266, self.TOP)
            self.line([x, x + 19], [232, 260], z=3)
            self.dots([(x, 232), (x, 266)], 7.0, layer=0)
        else:
            self._wire(x, self.BOTTOM, 120, 130, 150, 210, self.TOP)
        self._battery(x, branch.E)
        self.box(x - 14, 150, 28, 60, 5, self.look.paper, z=3)
        full = Rectangle((x - 13, 151), 26, 0, fc=self.look.area(branch.color))
        fill = self.put(full, OFTEN, 3.1)
        self.box(x - 14, 150, 28, 60, 5, edge=color, width=2.5, layer=OFTEN, z=3.2)
        symbol = branch.symbol or f"$g_\\mathrm{{{branch.name}}}$"
        self.words(x - 20, 186, symbol, color, LARGE, ha="right")
        self.words(
            x - 20,
            125,
            f"$E_\\mathrm{{{branch.battery or branch.name}}}$",
            color,
            LARGE,
            ha="right",
        )
        return fill

    def _battery(self, x, E):
        plus, minus = (120, 130) if E > 0 else (130, 120)  # the long plate is +
        self.line([x - 17, x + 17], [plus, plus], z=3)
        self.line([x - 8, x + 8], [minus, minus], width=5, z=3, solid_capstyle="butt")

    def _reset(self, x):
        self._wire(x, self.BOTTOM, 120, 130, 186, 224, self.TOP)
        self._battery(x, -1.0)
        self.words(x - 20, 125, "$V_\\mathrm{reset}$", size=LARGE, ha="right", least=0.55)
        self.dots([(x, 186), (x, 224)], 7.0, layer=0)
        return self.line([x, x], [186, 224], self.look.exc, 3, layer=OFTEN, z=4)

    @checked
    def move(
        self,
        V: float,
        I: Annotated[Series, Numbers((2,), gaps=False)],
        g: Some,
        currents: Some,
        *,
        gone: Any = 0.0,
        unit: Positive = 5.0,
        reset: bool = False,
    ) -> None:
        """Show a state.

        Parameters
        ----------
        V : float
            mV.
        I : sequence of 2 float
            What the source sends in and what charges the capacitor, both positive inward.
        g : sequence of float
            How open each conductance is, 0 to 1.
        currents : sequence of float
            Through each of them, positive outward.
        gone : float or sequence of float
            How far the charges of each rail have come, as `travelled` gives it.
        unit : float
            The least current to be seen; every doubling adds 3.2 to the arrow's width.
        reset : bool
            Whether the switch of the reset is closed.
        """
        many = len(self.branches)
        if self.first and not len(g) == len(currents) == many:
            said = f"g and currents have {len(g)} and {len(currents)} values"
            raise ValueError(f"{said}; allowed are {many}, one for each branch")
        if not self.moved(V, list(I), list(g), list(currents), gone, unit, reset):
            return
        self.beads.set_offsets(self._on_rails(gone))
        charge = (V - self.rest) / self.step
        on = np.array([k < round(min(5, abs(charge))) for k in (4, 2, 0, 1, 3)] * 2)
        outer = np.arange(10) < 5
        resize(self.plus, np.where(on & (outer == (charge < 0)), 9.0, 0.0))
        resize(self.minus, np.where(on & (outer == (charge >= 0)), 9.0, 0.0))
        self.V.set_text(f"V = {V:.0f} mV".replace("-", "−"))
        for fill, open_ in zip(self.fills, g):
            fill.set_height(58 * float(np.clip(open_, 0, 1)))
        inward = [*I, *(-current for current in currents)]
        for shape, x, current in zip(self.arrows, self.x, inward):
            # 1 and 500 are both to be seen.
            width = min(18.0, 3.2 * np.log2(1 + abs(current) / unit))
            ends = (self.TOP - 16, self.TOP - 62)
            tail, tip = ends if current > 0 else ends[::-1]
            shape.set_xy(arrow((x, tail), (x, tip), width * (width > LEAST)))
        if self.lever is not None:
            x = self.x[-1]
            self.lever.set_data([x, x if reset else x - 20], [186, 224 if reset else 218])

    def spots(self) -> Iterable[Spot]:
        yield Spot("source", (), np.array([(self.x[0], 147), (self.x[0], 191)]), 24)
        yield Spot("plates", (), np.array([(self.x[1], 147), (self.x[1], 191)]), 28)
        for k, x in enumerate(self.x[2 : 2 + len(self.branches)]):
            yield Spot("resistor", (k,), np.array([(x, 155), (x, 205)]), 18)
            yield Spot("battery", (k,), np.array([(x, 125)]), 20)
        for k, x in enumerate(self.x[: len(self.arrows)]):
            kind, which = (("source", ()), ("charging", ()), ("current", (k - 2,)))[min(k, 2)]
            ends = [(x, self.TOP - 16), (x, self.TOP - 62)]
            yield Spot(kind, which, np.array(ends), 14)
        if self.lever is not None:
            yield Spot("reset", (), np.array([(self.x[-1], 186), (self.x[-1], 224)]), 20)

    def _tell_source(self):
        return f"source: I = {self.now()[1][0]:z.0f} {self.unit}"

    def _tell_plates(self):
        return f"capacitor: V = {self.now()[0]:z.1f} mV"

    def _tell_charging(self):
        return f"I_C = {self.now()[1][1]:z.0f} {self.unit} charges the capacitor"

    def _tell_current(self, k):
        current, name = self.now()[3][k], self.branches[k].name
        if current > 0:
            return f"I_{name} = {current:z.0f} {self.unit}, outward"
        return f"I_{name} = {-current:z.0f} {self.unit}, inward"

    def _tell_resistor(self, k):
        return "no leak: the branch is cut" if self.cut else self._tell_current(k)

    def _tell_battery(self, k):
        branch = self.branches[k]
        return f"E_{branch.battery or branch.name} = {branch.E:z.1f} mV"

    def _tell_reset(self):
        if self.now()[-1]:
            return "the switch of the reset is closed and draws the charge off"
        return "the switch of the reset is open"
