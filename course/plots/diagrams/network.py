"""Neurons and their signed connections."""

from collections.abc import Iterable, Sequence
from typing import Annotated

import numpy as np
from matplotlib.axes import Axes

from course.plots.drawing import (
    OFTEN,
    SMALL,
    Drawing,
    Spot,
    Width,
    along,
    links,
    on_circle,
    word_on,
)
from course.plots.given import Array, Heights, Numbers, Positive, Ranged, Series, Texts, checked
from course.plots.look import Look

Weights = Annotated[Series, Numbers(("n", "n"), gaps=False, empty=False)]
Square = Annotated[Array, Numbers(("n", "n"))]
Seats = Annotated[Series, Numbers(("n", 2), gaps=False)]
Size = Annotated[tuple[float, float], Numbers((2,), gaps=False, low=1.0)]
Kinds = Annotated[Series, Numbers(("n",), gaps=False, low=-1, high=1)]

INSIDE = 22.0  # radius of a neuron that has room for its name
SQUARE = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)])


class Network(Drawing):
    """Neurons and signed connections. W[i, j] leads to i from j, as everywhere in the course.

    An excitatory neuron is a disk, an inhibitory one a square with an edge of the other
    color; who sends both or nothing is a disk in gray.

    Activity and weights are drawn in shares, so a figure says what they are: `tells(unit=,
    weight=, input=)`, asked for k, for (i, j), and for k.

    Parameters
    ----------
    axes, look
        As `Drawing` takes them.
    W : array, shape (n, n)
        Where it is not 0 in any frame there is a connection to draw.
    places : array, shape (n, 2), optional
        Around 0, in CSS pixels; at first a circle.
    size : tuple of float
        Width and height of the drawing, CSS pixels.
    radius : float
        Of a neuron, CSS pixels.
    bend : float
        How far connections bow to their left, of their length.
    names : sequence of str, optional
        Beside the neurons, away from the middle.
    kinds : array, shape (n,), optional
        1 excitatory, -1 inhibitory, 0 neither; at first the signs of each column.
    most : float
        CSS pixels that a weight of 1 adds to the width of a connection.
    signed : bool
        Whether activity goes from -1 to 1 instead of from 0.
    inputs : bool
        Whether each neuron has an input from outside.
    """

    SIZE = 420, 400

    @checked
    def __init__(
        self,
        axes: Axes,
        look: Look,
        *,
        W: Weights,
        places: Seats | None = None,
        size: Size = SIZE,
        radius: Positive = 17.0,
        bend: float = 0.1,
        names: Annotated[Sequence[str], Texts()] | None = None,
        kinds: Kinds | None = None,
        most: Width = 4.0,
        signed: bool = False,
        inputs: bool = False,
    ) -> None:
        self.WIDTH, self.HEIGHT = size
        super().__init__(axes, look)
        W, n = np.asarray(W, float), len(W)
        middle = np.array(size) / 2
        if places is None:
            room = 2.3 * radius if W.diagonal().any() or inputs else 26 if names else 12
            places = on_circle(n, middle.min() - radius - room)
        self.places, self.radius = middle + np.asarray(places, float), radius
        self.to, self.source = np.nonzero(W)
        lines = links(list(zip(self.source, self.to)), self.places, radius, bend)
        self.wires = self.edges(lines, most=most)
        self.halo = self.glow(self.places, 5.0 * radius, z=1)
        self.kinds = _kinds(W) if kinds is None else np.asarray(kinds)
        colors = {1: look.exc, -1: look.inh, 0: look.soft}
        rims = [colors[int(kind)] for kind in self.kinds]
        self.nodes = self.disks(self.places, radius, rims, 2.5)
        for path, place, kind in zip(self.nodes.get_paths(), self.places, self.kinds):
            if kind < 0:
                path.vertices = along(place + 0.88 * radius * SQUARE, np.linspace(0, 1, 41))
        self.ring = self.disk(0, 0, radius + 6, "none", look.you, 2.5, layer=OFTEN, z=3.5)
        self.signed = signed
        self.feeds = None
        if inputs:
            out = self.places - middle
            out /= np.linalg.norm(out, axis=1, keepdims=True) + 1e-9
            ways = [
                place + np.outer([3.2 * radius, radius], u) for place, u in zip(self.places, out)
            ]
            lines = [along(way, np.linspace(0, 1, 24)) for way in ways]
            self.feeds = self.edges(lines, [look.you] * n, 7.0)
        self.names = []
        for place, name in zip(self.places, names or ()):
            if radius >= INSIDE:
                self.names.append(self.words(*place, name, bold=True, layer=OFTEN))
                continue
            out = (place - middle) / (np.linalg.norm(place - middle) + 1e-9)
            self.words(*(place + (radius + 13) * out), name, look.soft, SMALL)

    @checked
    def move(
        self,
        activity: Annotated[Series, Numbers(("n",))],
        W: Square,
        pulse: Square | None = None,
        lit: Square | None = None,
        chosen: Annotated[int, Ranged(0, 1_000_000)] | None = None,
        inputs: Heights = 0.0,
    ) -> None:
        """Show a state.

        Parameters
        ----------
        activity : array, shape (n,)
            0 to 1, or -1 to 1 if it is signed.
        W : array, shape (n, n)
            Weights, -1 to 1.
        pulse : array, shape (n, n), optional
            Where on each connection a pulse is, 0 to 1.
        lit : array of bool, shape (n, n), optional
            Connections in full color; the others are pale. At first those of active sources.
        chosen : int, optional
            The neuron with a ring around it.
        inputs : float or array, shape (n,)
            From outside, -1 to 1.
        """
        activity = np.clip(activity, -1.0 if self.signed else 0.0, 1.0)
        if self.first and activity.size != len(self.places):
            many = len(self.places)
            raise ValueError(f"activity has {activity.size} values; allowed are {many}")
        there = self.to, self.source
        full = np.abs(activity[self.source]) if lit is None else np.where(lit[there], 1.0, -1.0)
        pulses = None if pulse is None else pulse[there]
        who = -1 if chosen is None else chosen
        feeds = np.broadcast_to(inputs, activity.shape)
        if not self.moved(activity, W[there], full, [] if pulse is None else pulses, who, feeds):
            return
        fills = self.look.signed(0.5 + 0.5 * activity) if self.signed else self.look.ember(activity)
        self.nodes.set_facecolor(fills)
        self.halo.shine(1.2 * activity - 0.4, self.look.exc)
        for name, fill in zip(self.names, fills):
            name.set_color(word_on(fill, self.look))
        self.wires.weigh(W[there], full, pulses)
        if self.feeds is not None:
            self.feeds.weigh(feeds)
        self.ring.set_visible(chosen is not None)
        if chosen is not None:
            self.ring.set_center(self.places[chosen])

    def spots(self) -> Iterable[Spot]:
        _, weights, *_, feeds = self.now()
        for k, place in enumerate(self.places):
            yield Spot("unit", (k,), place, self.radius)
        for k, line in enumerate(self.wires.lines):
            if weights[k]:
                yield Spot("weight", (int(self.to[k]), int(self.source[k])), line)
        for k, line in enumerate(() if self.feeds is None else self.feeds.lines):
            if feeds[k]:
                yield Spot("input", (k,), line)


def _kinds(W):
    """Sign of each column, 0 where it has both or none."""
    plus, minus = (W > 0).any(axis=0), (W < 0).any(axis=0)
    return plus.astype(int) - minus.astype(int)
