"""A neuron with its synapses, and one long dendrite with two of them."""

from collections.abc import Iterable
from typing import Annotated

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.patches import Rectangle

from course.plots.drawing import (
    OFTEN,
    SMALL,
    Drawing,
    Spot,
    along,
    arc,
    arrow,
    bezier,
    mixed,
    resize,
    smooth,
    tapered,
)
from course.plots.given import Numbers, Positive, Ranged, Series, Texts, checked
from course.plots.look import Look

BRANCHES = ((96, 0.92), (146, 1.2), (184, 1.05), (222, 1.15), (274, 0.9))  # degrees, length
SITES = (
    (0, 0.85, 72, 44),
    (1, 0.72, 4, 74),
    (1, 0.98, -76, -16),
    (3, 0.86, -78, 26),
    (3, 0.80, 18, -76),
    (4, 0.88, 74, -34),
)  # branch, how far along it; where the other's axon comes from


Some = Annotated[Series, Numbers((None,))]
Two = Annotated[Series, Numbers((2,), gaps=False)]


class _Vessel:
    """A soma that fills up to its threshold like a vessel, within the outline of its window."""

    def __init__(self, drawing, center, rim, low, threshold):
        """`rim` is the outline, from its center, in angular order."""
        self.look = drawing.look
        self.low = low
        self.threshold = threshold
        x, y = center
        far = np.abs(rim[:, 0]).max() + 4
        height = rim[:, 1].max() - rim[:, 1].min()
        self.bottom, self.mark = y + rim[:, 1].min(), y + rim[:, 1].min() + 0.72 * height
        drawing.shape(smooth(1.18 * rim + center), drawing.look.faint, z=1.8)
        window = drawing.shape(smooth(rim + center), drawing.look.paper, z=2)
        self.halo = drawing.glow([center], 6.3 * far, z=1)
        self.liquid = drawing.put(
            Rectangle((x - far, self.bottom), 2 * far, 0, ec="none"), OFTEN, 3
        )
        self.surface = drawing.line([x - far, x + far], [y, y], layer=OFTEN, z=3.1)
        for artist in (self.liquid, self.surface):
            drawing.inside(artist, window)

    def fill(self, V):
        full = float(np.clip((V - self.low) / (self.threshold - self.low), 0.0, 1.5))
        top = self.bottom + full * (self.mark - self.bottom)
        self.liquid.set_height(top - self.bottom)
        self.liquid.set_facecolor(self.look.ember(0.08 + 0.45 * full))
        self.surface.set_ydata([top, top])
        self.halo.shine(4 * (full - 1), self.look.exc)


class Neuron(Drawing):
    """Dendrites, soma, axon; the soma fills up to its threshold like a vessel.

    Parameters
    ----------
    axes, look
        As `Drawing` takes them.
    synapses : str
        "+" and "-" for synapses around the dendrites, from the top on; at most 6.
    low, threshold : float
        mV at which the soma is empty and at which it overflows.
    most : float
        pA that give the electrode's arrow its full length; 0 for no electrode.
    """

    WIDTH, HEIGHT = 720, 376
    SOMA = np.array([268.0, 184.0])
    GRIP = (386.0, 338.0)  # end of the electrode, where a hand takes it

    @checked
    def __init__(
        self,
        axes: Axes,
        look: Look,
        synapses: Annotated[str, Texts(among=("+", "-"))] = "+++-+-",
        low: float = -75.0,
        threshold: float = -50.0,
        most: Annotated[float, Ranged(0.0)] = 0.0,
    ) -> None:
        super().__init__(axes, look)
        roots = self._body()
        angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
        far = 44 + 2.5 * np.cos(3 * angles + 0.6) + 1.5 * np.sin(5 * angles)
        rim = far[:, None] * np.stack([np.cos(angles), np.sin(angles)], axis=1)
        self.soma = _Vessel(self, self.SOMA, rim, low, threshold)
        x, y = self.SOMA
        self.line(
            [x - 39, x + 62], [self.soma.mark] * 2, look.soft, layer=OFTEN, z=4, ls=(0, (1, 2))
        )
        self.signs = [1 if sign == "+" else -1 for sign in synapses]
        self.starts = []
        self.halos = [
            self._synapse(along(roots[k], [at])[0], np.array(way, float), sign)
            for (k, at, *way), sign in zip(SITES, self.signs)
        ]
        self.pulse = self.glow([self.axon[0]], 74, z=5)
        self.spark = self.dots([self.axon[0]], 0.0, look.exc, z=5.1)
        self.most, self.needle = most, None
        if most:
            self._electrode(x + 28, y + 40)
        self._names(x)

    def _names(self, x):
        room = {"least": 0.42}
        if self.most:
            self.leader(
                352, 66, " soma: adds up", (304, 148), short=" soma", ha="left", va="top", **room
            )
        else:
            self.leader(388, 292, " soma: adds up", (312, 214), short=" soma", ha="left", **room)
        words = "axon: carries the spike"
        self.leader(500, 104, words, (482, 170), short="axon", va="top", **room)
        self.leader(72, 30, "dendrites: collect", (128, 66), short="dendrites", va="top", **room)
        word = self.words(
            x + 67, self.soma.mark, "threshold", self.look.soft, SMALL, ha="left", **room
        )
        word.set_verticalalignment("center")
        for k in (0, 5):
            if k < len(self.signs):
                plus = self.signs[k] > 0
                color = self.look.exc if plus else self.look.inh
                what = "excites" if plus else "inhibits"
                at = self.starts[k] + [6, 0]
                self.words(*at, f"synapse that {what}", color, SMALL, short=what, ha="left")

    def _body(self):
        """Dendrites and axon; returns the first stretch of each dendrite."""
        rng = np.random.default_rng(8)
        strokes = []
        roots = []
        for angle, far in BRANCHES:
            roots.append(self._grow(strokes, rng, self.SOMA, np.radians(angle), 78 * far, 15.0, 0))
        self.axon = bezier(self.SOMA, [400, 138], [480, 238], [606, 192], n=120)
        strokes.append(tapered(self.axon, [64, 26, 8, 6, 6, 6, 6, 6]))
        ends = np.array([[668, 256], [694, 194], [664, 136]])
        for end in ends:
            strokes.append(tapered(bezier(self.axon[-1], [640, 186], end - [24, 0], end), [6, 4]))
        self.put(PolyCollection(strokes, fc=self.look.faint, ec=self.look.faint, lw=0.5), z=1)
        self.dots(ends, 15.0, self.look.faint, layer=0, z=1)
        for start in (0.34, 0.51, 0.68, 0.85):
            sheath = along(self.axon, np.linspace(start, start + 0.12, 12))
            for color, width in ((self.look.paper, 24), (self.look.soft, 18), (self.look.wash, 14)):
                for line in (sheath, sheath[::-1]):  # round at both ends
                    self.shape(tapered(line, [width, width]), color, z=1.5)
        return roots

    def _grow(self, strokes, rng, start, angle, far, width, depth):
        turn = rng.uniform(-0.3, 0.3)
        way, bend = (np.array([np.cos(a), np.sin(a)]) for a in (angle, angle + turn))
        end = start + far * 0.5 * (way + bend) + (34 * way if depth == 0 else 0)
        line = bezier(start, start + far * 0.6 * way, end, n=16)
        widths = np.array([3.6, 1.5, 0.95, 0.75, 0.62] if depth == 0 else [1.0, 0.8, 0.62])
        strokes.append(tapered(line, widths * width))
        for side in (-1, 1) if depth < 3 else ():
            on = angle + turn + side * rng.uniform(0.22, 0.55)
            less = far * rng.uniform(0.42, 0.62)
            self._grow(strokes, rng, line[-1], on, less, 0.62 * width, depth + 1)
        return line

    def _synapse(self, site, come, sign):
        color, unit = (self.look.exc if sign > 0 else self.look.inh), come / np.linalg.norm(come)
        line = arc(site + come, site + 15 * unit, 0.10)
        self.starts.append(site + come)
        halo = self.glow([site + 8 * unit], 92, z=2.1)
        self.line(*line[: -6 if sign > 0 else -1].T, color, 2.5, z=2.2)
        way = line[-1] - line[-3]
        way /= np.linalg.norm(way)
        across, tip = np.array([-way[1], way[0]]), line[-1]
        if sign > 0:
            end = [tip + way * 5, tip - way * 8 + across * 8, tip - way * 8 - across * 8]
        else:
            end = [
                tip + 11 * across,
                tip + 3 * way + 11 * across,
                tip + 3 * way - 11 * across,
                tip - 11 * across,
            ]
        self.shape(end, color, color, 1.5, z=2.3)
        return halo

    def _electrode(self, x, y):
        """A glass pipette from the upper right, its tip in the soma, an arrow as the current."""
        way = np.array([0.62, 0.78])
        side, tip = np.array([-way[1], way[0]]), np.array([x, y]) - 14 * way
        far = tip + 150 * way
        glass = [tip - 1.5 * side, far - 17 * side, far + 17 * side, tip + 1.5 * side]
        self.shape(glass, mixed(self.look.you, self.look.paper, 0.86), self.look.you, 1.5, z=4.4)
        self.tip, self.way = tip, way
        self.needle = self.shape([tip] * 7, self.look.you, layer=OFTEN, z=4.6)
        at = far + [24, -8]
        self.words(*at, "electrode: current in", self.look.you, SMALL, short="electrode", ha="left")

    @checked
    def move(self, V: float, flash: Some = (), pulse: float = 0.0, I: float = 0.0) -> None:
        """Show a state.

        Parameters
        ----------
        V : float
            mV.
        flash : sequence of float
            How active each synapse is, 0 to 1.
        pulse : float
            The spike's way along the axon, 0 to 1; at the ends there is none.
        I : float
            Current from the electrode, pA; inward is positive.
        """
        if not self.moved(V, list(flash), pulse, I):
            return
        self.soma.fill(V)
        for halo, sign, amount in zip(self.halos, self.signs, flash):
            halo.shine(amount, self.look.exc if sign > 0 else self.look.inh)
        here, on = along(self.axon, [0.2 + 0.8 * pulse]), float(0 < pulse < 1)
        self.pulse.shine(on, self.look.exc, here)
        self.spark.set_offsets(here)
        resize(self.spark, [12.0 * on])
        if self.needle is not None:
            far = 105.0 * min(1.0, abs(I) / self.most)
            tail, tip = self.tip + (26 + far) * self.way, self.tip + 22 * self.way
            if I < 0:
                tail, tip = tip, tail
            self.needle.set_xy(arrow(tail, tip, 6 * (far > 2), 16))

    def spots(self) -> Iterable[Spot]:
        yield Spot("soma", (), self.SOMA, 48)
        yield Spot("axon", (), along(self.axon, np.linspace(0.2, 1, 24)), 12)
        for k, start in enumerate(self.starts):
            yield Spot("synapse", (k,), np.array([start, self.halos[k].xy[0]]), 10)
        if self.needle is not None:
            yield Spot("electrode", (), np.array([self.tip, self.tip + 150 * self.way]), 16)

    def _tell_soma(self):
        return f"soma: V = {self.now()[0]:z.1f} mV; threshold {self.soma.threshold:z.0f} mV"

    def _tell_axon(self):
        return "axon: a spike is on its way" if 0 < self.now()[2] < 1 else "axon: no spike"

    def _tell_synapse(self, k):
        flash = self.now()[1]
        amount = f": {100 * flash[k]:z.0f} % active" if k < len(flash) else ""
        return f"synapse that {'excites' if self.signs[k] > 0 else 'inhibits'}{amount}"

    def _tell_electrode(self):
        return f"electrode: {self.now()[3]:z.0f} pA"


class Dendrite(Drawing):
    """A soma, one straight dendrite and two synapses on it.

    The dendrite's tint is how far each potential has come down it at this moment.

    Parameters
    ----------
    axes, look
        As `Drawing` takes them.
    low, threshold : float
        mV at which the soma is empty and at which it overflows.
    """

    WIDTH, HEIGHT = 740, 206
    SOMA = np.array([58.0, 122.0])
    ORIGIN = 92.0
    LONG = 610.0
    MIDDLE = 122.0
    PARTS = 72  # of the dendrite, tinted

    @checked
    def __init__(
        self, axes: Axes, look: Look, low: float = -75.0, threshold: float = -50.0
    ) -> None:
        super().__init__(axes, look)
        x0, y = self.ORIGIN, self.MIDDLE
        trunk = np.array([[self.SOMA[0], y], [x0 + 12, y], [x0 + self.LONG, y]])
        self.shape(tapered(along(trunk, np.linspace(0, 1, 40)), [52, 24, 22, 22]), look.faint, z=1)
        angles = np.linspace(0, 2 * np.pi, 20, endpoint=False)
        rim = 36 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
        self.soma = _Vessel(self, self.SOMA, rim, low, threshold)
        self.line([22, 96], [self.soma.mark] * 2, look.soft, layer=OFTEN, z=4, ls=(0, (1, 2)))
        at = np.linspace(0, self.LONG - 2, self.PARTS + 1)
        self.at = (at[1:] + at[:-1]) / 2
        rows = [[[x0 + a, y], [x0 + b, y]] for a, b in zip(at[:-1], at[1:] + 1)]
        quads = [[(a, b - 8), (c, b - 8), (c, b + 8), (a, b + 8)] for (a, b), (c, _) in rows]
        self.tint = self.put(PolyCollection(quads, lw=0), OFTEN, 2)
        self.halos = [self.glow([[0, 0]], 96, z=2.5) for _ in range(2)]
        self.stems = [self.line([], [], look.soft, 2.5, layer=OFTEN, z=3) for _ in range(2)]
        self.ends = [self.shape([(0, 0)] * 4, layer=OFTEN, z=3.1) for _ in range(2)]
        self.said = [self.words(0, 0, "", size=SMALL, layer=OFTEN) for _ in range(2)]
        for distance in range(0, 601, 200):
            self.line([x0 + distance] * 2, [28, 34], look.faint, 1)
            word = f"{distance} µm" if distance else "0"
            self.words(x0 + distance, 24, word, look.soft, SMALL, va="top")
        self.line([x0, x0 + 600], [34, 34], look.faint, 1)

    @checked
    def move(self, V: float, weights: Two, distances: Two, active: Two, length: Positive) -> None:
        """Show a state.

        Parameters
        ----------
        V : float
            At the soma, mV.
        weights : sequence of 2 float
            mV; positive excites.
        distances : sequence of 2 float
            From the soma, µm; at most 600.
        active : sequence of 2 float
            How much of each potential's height there is now, 0 to 1.
        length : float
            How far a potential reaches, µm.
        """
        if not self.moved(V, list(weights), list(distances), list(active), length):
            return
        self.soma.fill(V)
        local = self._local(self.at)
        self.tint.set_facecolor(self.look.signed(0.5 + 0.5 * np.clip(local / 15.0, -1, 1)))
        for k, (w, d, a) in enumerate(zip(weights, distances, active)):
            self._put_synapse(k, w, d, a, length)

    def _put_synapse(self, k, w, d, a, length):
        up = 1 if k == 0 else -1
        color = self.look.exc if w > 0 else self.look.inh if w < 0 else self.look.soft
        x, y = self.ORIGIN + d, self.MIDDLE + 12 * up
        size = 7 + 0.9 * abs(w)
        top = y + (16 + size) * up
        self.stems[k].set_data([x, x], [top, y + 42 * up])
        self.stems[k].set_color(color)
        if w > 0:
            end = [(x, y), (x - 0.75 * size, top), (x + 0.75 * size, top), (x, y)]
        else:
            low, high = y, y + 5 * up
            end = [(x - size, low), (x + size, low), (x + size, high), (x - size, high)]
            self.stems[k].set_data([x, x], [high, y + 42 * up])
        self.ends[k].set_xy(end)
        self.ends[k].set(fc=color, ec=color)
        self.halos[k].shine(a * min(1.0, abs(w) / 10.0), color, [[x, y]])
        left = d < 330
        word = f"{w:+.1f} mV; {w * np.exp(-d / length):+.1f} mV at the soma".replace("-", "−")
        self.said[k].short = f"{w:+.1f} mV".replace("-", "−")
        self.said[k].set_text(word)
        self.said[k].set(
            x=x + (14 if left else -14), y=y + 44 * up, ha="left" if left else "right", color=color
        )

    def spots(self) -> Iterable[Spot]:
        yield Spot("soma", (), self.SOMA, 36)
        for k, distance in enumerate(self.now()[2]):
            x, up = self.ORIGIN + distance, 1 - 2 * k
            ends = [(x, self.MIDDLE + 18 * up), (x, self.MIDDLE + 54 * up)]
            yield Spot("synapse", (k,), np.array(ends), 12)

    def told(self, x: float, y: float) -> str:
        said = super().told(x, y)
        if said or not (0 <= x - self.ORIGIN <= self.LONG and abs(y - self.MIDDLE) <= 12):
            return said
        return f"{x - self.ORIGIN:z.0f} µm from the soma: {self._local(x - self.ORIGIN):+.1f} mV"

    def _local(self, at):
        """Potential above rest at places of the dendrite, mV."""
        _, weights, distances, active, length = self.now()
        rows = zip(weights, distances, active)
        return sum(w * a * np.exp(-np.abs(at - d) / length) for w, d, a in rows)

    def _tell_soma(self):
        return f"soma: V = {self.now()[0]:z.1f} mV; threshold {self.soma.threshold:z.0f} mV"

    def _tell_synapse(self, k):
        _, weights, distances, active, _ = self.now()
        return (
            f"synapse {k + 1}: {weights[k]:+.1f} mV at {distances[k]:z.0f} µm, "
            f"now {100 * active[k]:z.0f} % of it"
        )
