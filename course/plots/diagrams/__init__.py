"""Living schematics in one drawing language.

Each is one artist that a panel makes once and that its `move` takes through the states
of a model:

    ax.cell.drawing(Neuron, synapses="++-").move(V=r.V)

The language: outside is above, inside below, inward is down. Excitation ends in an
arrow, inhibition in a bar, whatever their color. Fill is state: the fuller or warmer, the
more active. Purple is what a hand, or the outside world, puts in. Bodies are faint and
have no outline; what moves or is measured has one.
"""

from course.plots.diagrams.axon import Axon
from course.plots.diagrams.beam import Beam
from course.plots.diagrams.breath import Breath, Lungs
from course.plots.diagrams.cell import Dendrite, Neuron
from course.plots.diagrams.channel import Channels
from course.plots.diagrams.circuit import HH, LEAK, Branch, Circuit, travelled
from course.plots.diagrams.layers import Layers
from course.plots.diagrams.network import Network
from course.plots.diagrams.ring import Compass
from course.plots.diagrams.valley import Valley

__all__ = [
    "HH",
    "LEAK",
    "Axon",
    "Beam",
    "Branch",
    "Breath",
    "Channels",
    "Circuit",
    "Compass",
    "Dendrite",
    "Layers",
    "Lungs",
    "Network",
    "Neuron",
    "Valley",
    "travelled",
]
