"""A rhythm of several populations: outputs, voltages, phases as tinted stretches of time."""

import itertools
from typing import Annotated, Any

import numpy as np
from matplotlib.collections import PolyCollection

from course.models.respiration import PHASES, POPULATIONS
from course.models.respiration.rhythm import Phases
from course.plots.given import Array, Numbers, Row, Series, Window, checked
from course.plots.look import Look
from course.plots.panel import Panel, Panels

Edges = Annotated[Array, Numbers(("k",), empty=False)]
Kinds = Annotated[Series, Numbers((("k", -1),), gaps=False, low=-1, high=len(PHASES) - 1)]
Four = Annotated[Array, Numbers((len(POPULATIONS), "n"))]

COLORS = dict(zip(POPULATIONS, ("ink", "exc", "sky", "inh")))  # of the populations
TINTS = ("exc", "sky", "inh")  # of PHASES: a tint of it lies behind lines and words


@checked
def shading(panel: Panel, edges: Edges, kinds: Kinds) -> None:
    """Tinted stretches behind the lines of a panel.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    edges : array, shape (k + 1,)
        Where the stretches begin and end, in the units of the axis.
    kinds : array, shape (k,)
        Index into `PHASES` of each; -1 for none.
    """
    panel.artist("phases", _stretches).show(edges, kinds, [*tints_of(panel.look), "none"])


@checked
def tints_of(look: Look) -> list[Any]:
    """The tint of each phase."""
    return [look.color((name, 0.16 if look.dark else 0.11)) for name in TINTS]


class _Stretches(PolyCollection):
    """They often stand still while a cursor moves over them."""

    shown: tuple[Any, ...] | None = None

    def show(self, edges, kinds, tints):
        new = (*edges, *kinds)
        if new == self.shown:
            return
        self.shown = new
        corners = [[(a, 0), (b, 0), (b, 1), (a, 1)] for a, b in itertools.pairwise(edges)]
        self.set_verts(corners, closed=True)
        self.set_facecolor([tints[kind] for kind in kinds])


def _stretches(ax):
    stretches = _Stretches([], transform=ax.get_xaxis_transform(), lw=0, zorder=0)
    return ax.add_collection(stretches, autolim=False)


@checked
def durations(panel: Panel, found: Phases) -> None:
    """The phases and how long they last, above a panel, each on its tint."""
    words = ["no breath", *PHASES]
    if found.cycles:
        period, spans = _told(found)
        words[0] = f"period {period}"
        words[1:] = [f"{name} {span}" for name, span in zip(PHASES, spans)]
    looks = [{"bbox": {"fc": tint, "ec": "none", "pad": 2.5}} for tint in tints_of(panel.look)]
    panel.say(words[0], *zip(words[1:], looks))


@checked
def in_words(found: Phases) -> str:
    """The period and the durations of its phases in one line, in s."""
    if not found.cycles:
        return "No breath"
    period, spans = _told(found)
    return f"Period {period}: " + ", ".join(f"{name} {x}" for name, x in zip(PHASES, spans))


def _told(found):
    """(period, [durations]) in words.

    Two digits after the point are true of every cycle only if the cycles differ by less
    than half of the last one; where they do not, 0.05 s is what can be said.
    """
    irregular = np.ptp(found.periods) > 5.0  # ms
    step = 50.0 if irregular else 10.0
    about = "about " if irregular else ""
    parts = (found.period, found.inspiration, found.post_inspiration, found.expiration)
    period, *spans = (f"{step * round(part / step) / 1000:.2f} s" for part in parts)
    return about + period, spans


@checked
def rows(ax: Panels, t: Row, V: Four, f: Four, edges: Edges, kinds: Kinds, *, xlim: Window) -> None:
    """A panel a population: output as an area, voltage as a line with its scale at the right.

    Parameters
    ----------
    ax : course.plots.panel.Panels
        Those of `POPULATIONS`, from top to bottom.
    t : array, shape (n,)
        s.
    V, f : array, shape (4, n)
        mV and outputs.
    edges, kinds : array
        As `shading` takes them, s.
    xlim : tuple of float
        s.
    """
    for i, name in enumerate(POPULATIONS):
        panel = ax[name]
        panel.still(xlim=xlim, ylim=(0, 1.0), yticks=(0, 0.5))
        panel.still(ylabel=f"{name}: output")
        panel.right.still(ylim=(-90, 0), yticks=(-60, -30), ylabel="V (mV)")
        panel.still.tick_params(labelbottom=name == POPULATIONS[-1])
        shading(panel, edges, kinds)
        panel.fill(
            "output",
            t,
            np.zeros_like(t),
            f[i],
            color=panel.look.area(COLORS[name]),
            alpha=0.55,
            lw=0,
        )
        panel.right.line("V", t, V[i], color="ink", lw=1.0)
    ax[POPULATIONS[-1]].still(xlabel="time (s)")


@checked
def outputs(panel: Panel, t: Row, f: Four) -> None:
    """Four outputs f (4, n) against time on one panel."""
    panel.still(xlabel="time (s)", ylabel="output")
    for (name, color), output in zip(COLORS.items(), f):
        panel.line(name, t, output, color=color, label=name)
