"""A layered network whose units are small maps of what they answer."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any

import numpy as np
from matplotlib.axes import Axes

from course.plots.drawing import OFTEN, SMALL, Drawing, Spot, Tile, along, bezier
from course.plots.given import TABLE, Every, Names, Numbers, Positive, Series, Texts, checked
from course.plots.look import PX, Look

Sizes = Annotated[Sequence[int], Numbers((None,), gaps=False, low=1, high=1000, kinds="iu")]
Points = Annotated[Series, Numbers(("points", 2), gaps=False)]
Classes = Annotated[Series, Numbers(("points",), gaps=False, low=0, high=1)]


class Layers(Drawing):
    """Units as small maps of what they answer over the plane, edges as wide as their weight.

    Each unit's bias is a mark at its lower left corner: a disk that is larger the larger
    the bias, filled for a positive one, hollow for a negative one.

    Parameters
    ----------
    axes, look
        As `Drawing` takes them.
    sizes : sequence of int
        Units in each layer, inputs and output included; up to 8 in one are well seen.
    names : sequence of str
        Of the inputs.
    marks : tuple of 2 str
        Markers of the examples of class 0 and 1.
    """

    WIDTH, HEIGHT, MIDDLE = 720, 400, 186

    @checked
    def __init__(
        self,
        axes: Axes,
        look: Look,
        sizes: Sizes = (2, 4, 3, 1),
        names: Annotated[Sequence[str], Texts()] = ("x₁", "x₂"),
        marks: Names = ("o", "s"),
    ) -> None:
        super().__init__(axes, look)
        self.sizes = tuple(sizes)
        self.names = tuple(names) if len(names) == sizes[0] else ()
        most = max(sizes[:-1])
        self.half = min(25.0, 0.33 * 350 / most)
        step = min(78.0, 350 / most)
        columns = np.linspace(62, 448, len(sizes) - 1)
        flat = [
            (x, self.MIDDLE + step * ((n - 1) / 2 - k))
            for x, n in zip(columns, sizes[:-1])
            for k in range(n)
        ]
        self.big = 84.0
        self.output = np.array([626.0, self.MIDDLE])
        self.places = np.array([*flat, self.output])
        self.wires = self.edges(self._ways(), most=7.0)
        self.wires.ways[:] = 1.0, 0.0
        self._maps()
        inner = range(sizes[0], len(flat))
        corners = [self.places[k] - self.half for k in inner]
        self.bias = self.dots(np.array([*corners, self.output - self.big]), 0.0, look.ink, z=5)
        self.bias.set(lw=1.5 * PX, edgecolor=look.ink)
        self.points = [
            self.dots(np.empty((0, 2)), 8.0, color, z=6, marker=mark, ec=look.paper, lw=1.2 * PX)
            for color, mark in zip((look.inh, look.exc), marks)
        ]
        for (x, y), name in zip(flat, names):
            self.words(x - self.half - 9, y, name, layer=OFTEN, ha="right")
        said = ["inputs", *(f"{n} unit{'s' * (n > 1)}" for n in sizes[1:-1]), "output"]
        for x, text in zip([*columns, self.output[0]], said):
            short = text.replace(" units", "").replace(" unit", "")
            self.words(x, 388, text, look.soft, SMALL, layer=OFTEN, short=short)
        x = self.output[0] - self.big + 8  # below the output, where no wire goes
        for y, text, color in ((62, "bias +", look.ink), (28, "bias −", look.paper)):
            word = self.words(x + 12, y, text, look.soft, SMALL, layer=OFTEN, ha="left", least=0.6)
            dot = self.dots([[x, y]], 8.0, color, z=5)
            dot.set(ec=look.ink, lw=1.5 * PX)
            dot.get_visible = word.get_visible

    def _ways(self):
        """A curve for each weight, in the order of W[i, j] by rows; each ends at its own door."""
        first = np.concatenate([[0], np.cumsum(self.sizes)])
        lines = []
        for layer, (n, m) in enumerate(zip(self.sizes, self.sizes[1:])):
            last = layer == len(self.sizes) - 2
            half = self.big if last else self.half
            doors = np.linspace(1, -1, n) * min(0.62 * half, 9.0 * (n - 1) / 2) if n > 1 else [0.0]
            for i in range(m):
                for j in range(n):
                    x0, y0 = self.places[first[layer] + j] + [self.half, 0]
                    x1, y1 = self.places[first[layer + 1] + i] + [-half - 4, doors[j]]
                    middle = (x0 + x1) / 2
                    line = bezier((x0, y0), (middle, y0), (middle, y1), (x1, y1), n=64)
                    lines.append(along(line, np.linspace(0, 1, 24)))
        return np.array(lines)

    def _maps(self):
        self.maps = []
        for k, (x, y) in enumerate(self.places):
            h = self.half if k < len(self.places) - 1 else self.big
            # Its inner half is covered by the map.
            self.box(x - h, y - h, 2 * h, 2 * h, 7, "none", self.look.ink, 4, layer=OFTEN, z=2.5)
            tile = Tile((x - h, x + h, y - h, y + h), self.look.signed, 1.2)
            self.maps.append(self.put(tile, OFTEN, 3))

    def _fit(self, name, have, want):
        if have != want:
            sizes = f"for {self.sizes} units"
            raise ValueError(f"{name} has {have} in all; allowed are {want}, {sizes}")

    @checked
    def move(
        self,
        weights: Annotated[Sequence[Any], Every(TABLE, least=1)],
        maps: Annotated[Sequence[Any], Every(TABLE, least=1)],
        biases: Annotated[Sequence[Any], Every(Numbers((None,)))] = (),
        points: Points | None = None,
        labels: Classes | None = None,
        reach: Positive = 1.0,
    ) -> None:
        """Show a state.

        Parameters
        ----------
        weights : sequence of array, shape (m, n)
            By layer; `W[i, j]` to i from j.
        maps : sequence of array, shape (k, k)
            For every unit, from the lower left corner; -1 to 1.
        biases : sequence of array, shape (m,)
            By layer.
        points : array, shape (p, 2), optional
            Examples.
        labels : array, shape (p,), optional
            Their classes, 0 or 1.
        reach : float
            The maps go from -reach to reach.
        """
        flat = np.concatenate([np.ravel(w) for w in weights])
        if self.first:
            self._fit("weights", flat.size, len(self.wires.lines))
            self._fit("maps", len(maps), len(self.maps))
        bias = np.concatenate([np.zeros(0), *map(np.ravel, biases)])
        if self.first and bias.size:
            self._fit("biases", bias.size, len(self.maps) - self.sizes[0])
        state = [np.ravel(m) for m in maps]
        shown = np.zeros((0, 2)) if points is None else points
        if not self.moved(
            flat, bias, np.concatenate(state), shown, [] if labels is None else labels
        ):
            return
        strong = flat / max(1e-9, np.abs(flat).max())
        self.wires.weigh(strong, 0.25 + 0.75 * np.abs(strong))
        for tile, values in zip(self.maps, maps):
            tile.values = np.asarray(values, float)
        if bias.size:
            size = 5.0 + 9.0 * np.sqrt(np.abs(bias) / max(1e-9, np.abs(bias).max()))
            self.bias.set_sizes((size * PX) ** 2)
            self.bias.set_facecolor([self.look.ink if b > 0 else self.look.paper for b in bias])
        if points is not None:
            place = self.output + 0.97 * self.big * np.clip(np.asarray(points) / reach, -1, 1)
            for kind, dots in enumerate(self.points):
                dots.set_offsets(place[np.asarray(labels) == kind])

    def spots(self) -> Iterable[Spot]:
        for k, (x, y) in enumerate(self.places):
            h = self.half if k < len(self.places) - 1 else self.big
            middle = [(x, y)] if k < len(self.places) - 1 else [(x - 20, y), (x + 20, y)]
            yield Spot("unit", (k,), np.array(middle), 1.1 * h)
        for k, line in enumerate(self.wires.lines):
            yield Spot("wire", (k,), line)

    def _called(self, layer, unit):
        if layer == 0:
            return [*self.names, *(f"input {k + 1}" for k in range(self.sizes[0]))][unit]
        if layer == len(self.sizes) - 1:
            return "the output"
        return f"unit {unit + 1} of layer {layer}"

    def _tell_unit(self, k):
        first = np.concatenate([[0], np.cumsum(self.sizes)])
        layer = int(np.searchsorted(first, k, side="right")) - 1
        bias = self.now()[1]
        told = f": bias {bias[k - self.sizes[0]]:z.2f}" if layer and bias.size else ""
        return f"{self._called(layer, k - first[layer])}{told}"

    def _tell_wire(self, k):
        weight, layer = self.now()[0][k], 0
        while k >= self.sizes[layer] * self.sizes[layer + 1]:
            k -= self.sizes[layer] * self.sizes[layer + 1]
            layer += 1
        n = self.sizes[layer]
        to, source = self._called(layer + 1, k // n), self._called(layer, k % n)
        return f"weight to {to} from {source}: {weight:z.2f}"
