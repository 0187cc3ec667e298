"""What every public function of pictures may be called with: function -> parameter -> domain."""

import functools

import numpy as np
from domains import (
    IZH,
    Domain,
    Later,
    array,
    breathing,
    maybe,
    model,
    number,
    one_of,
    seed,
    signs,
    switch,
    value,
    whole,
    words,
)
from hypothesis import strategies as st
from matplotlib.figure import Figure

from course import analysis
from course.models import hodgkin_huxley, izhikevich, respiration
from course.models.izhikevich import Izhikevich
from course.plots import diagrams
from course.plots.drawing import Drawing
from course.plots.look import DARK, LIGHT
from course.plots.panel import Panel, Panels
from course.plots.rhythm import POPULATIONS

SHEET = Figure(figsize=(3, 2), dpi=50)


def axes():
    """Axes of a figure that has nothing else."""
    SHEET.clear()
    return SHEET.add_subplot()


def panels():
    SHEET.clear()
    return Panels(SHEET, SHEET.subplot_mosaic([[name] for name in POPULATIONS]))


def new(kind, *args, **options):
    """Makes a drawing in axes of its own."""
    return lambda: kind(axes(), LIGHT, *args, **options)


W = np.array([[0.0, -0.5, 0.2], [0.7, 0.0, 0.0], [0.0, 0.3, 0.0]])
# class -> what makes one of it, for its methods
MAKERS = {
    Panel: lambda: Panel(axes()),
    Panels: panels,
    Drawing: new(Drawing),
    diagrams.Axon: new(diagrams.Axon),
    diagrams.Beam: new(diagrams.Beam),
    diagrams.Breath: new(diagrams.Breath, 0.4, np.ones((4, 4)), np.ones((4, 3))),
    diagrams.Channels: new(diagrams.Channels),
    diagrams.Circuit: new(diagrams.Circuit),
    diagrams.Compass: new(diagrams.Compass),
    diagrams.Dendrite: new(diagrams.Dendrite),
    diagrams.Layers: new(diagrams.Layers),
    diagrams.Lungs: new(diagrams.Lungs),
    diagrams.Network: new(diagrams.Network, W=W, inputs=True),
    diagrams.Neuron: new(diagrams.Neuron, most=100.0),
    diagrams.Valley: new(diagrams.Valley, names=((0.0, "a word"),)),
    type(LIGHT): lambda: LIGHT,
}

PANEL = Domain(st.builds(lambda: Panel(axes())), beyond=[SHEET, Panel])
AXES = Domain(st.builds(axes), beyond=[SHEET])
LOOK = value(LIGHT, DARK, beyond=["light"])
KEY = value("V", 3, ("now", "V"), beyond=[[1], {"a": 1}])
TEXT = value("a word", "", "µA/cm²", beyond=[["a"]])
NAMES = value(("one", "two"), ["r₁", "r₂"], beyond=[("one",), (1, 2), "x"])
COLOR = value("ink", "C1", "#123456", (0.1, 0.2, 0.3), beyond=["no color", (1, 2)])
OWN_COLOR = value("#123456", (0.1, 0.2, 0.3), beyond=["no color", (1, 2)])
LEVELS = Domain(st.sampled_from([[], [1.0, 5.0], [3]]))
LEVELS.outside = st.sampled_from([["x"], [None, 3.0]])
AT = number(-50.0, 50.0)
POSITIVE = number(0.1, 10.0, 1e-3)
ROW = array(7, low=-5.0, high=5.0, beyond=[np.ones(3)])
XY = one_of(array(7, low=-5.0, high=5.0), number(-5.0, 5.0))
HEIGHTS = one_of(array(7, low=-5.0, high=5.0), number(-5.0, 5.0))
TABLE = array(4, 7, low=0.0, high=1.0)
LINE = Domain(
    array(5, 2).typical.map(np.asarray), beyond=[np.ones((5, 3)), np.full((5, 2), np.nan)]
)
PLACE = array(2)
PAIR = value((0.0, 1.0), [-3, 2.5], beyond=[(1.0,), (0.0, np.nan)])
WINDOW = value((0.0, 1.0), [-3, 2.5], beyond=[(1.0, 0.0), (1.0,), (1.0, 1.0)])
MANY = whole(1, 40, beyond=(0, -1, 2**70))
RISING = value(np.arange(8.0), [0, 1, 2.5, 3, 4, 5, 6, 9], beyond=[np.zeros(8), np.arange(9.0)])
CURVE = value(
    (np.arange(5.0), np.arange(5.0)),
    (np.arange(3.0), [0.0, np.nan, 2.0]),
    beyond=[(np.arange(3.0), np.arange(4.0)), (np.ones(2),), 3],
)
SHARE = number(0.0, 1.0)
LABELS = value(("one", None), (None, None), beyond=[("one",), (1, 2)])


@functools.cache
def spiking():
    """A membrane of Hodgkin and Huxley under a current."""
    return hodgkin_huxley.simulate(hodgkin_huxley.HodgkinHuxley(), 10.0, duration=5.0)


def _trace():
    run = izhikevich.simulate(Izhikevich(), 10.0, duration=50.0)
    return value(run, beyond=[run._replace(v=run.v[1:]), spiking()])


def _phases():
    long = respiration.simulate(duration=9000.0, drop=3000.0)
    found = map(respiration.phases, (long, breathing()))
    return value(*found, beyond=[breathing()])


def _times():
    t = spiking().t
    return value(t, beyond=[t[1:]])


def _currents():
    run = spiking()
    found = hodgkin_huxley.currents(hodgkin_huxley.HodgkinHuxley(), run)
    return value(found, beyond=[run])


def _spike():
    run = spiking()
    return value(run, beyond=[run._replace(V=run.V[1:]), run.V])


TRACE, PHASES, TIMES, CURRENTS = map(Later, (_trace, _phases, _times, _currents))
VOLTAGES = np.linspace(-90.0, 40.0, 7)
STATES = value(
    hodgkin_huxley.steady_states(VOLTAGES), beyond=[hodgkin_huxley.steady_states(0.0), VOLTAGES]
)
RNG = np.random.default_rng(0)
TRAIN = np.sort(RNG.uniform(0.0, 1000.0, 200))
ISI = analysis.isi_histogram([TRAIN], 50.0, 2.0)
POWER = analysis.power_spectrum(RNG.normal(10.0, 1.0, 1024), dt=1.0)
FOUR = array(4, 7, low=0.0, high=1.0)
EDGES = value(np.arange(4.0), beyond=[np.arange(5.0)])
KINDS = value(np.array([0, 1, 2]), [-1, 2, 0], beyond=[[0, 1], [0, 1, 3]])
BRANCHES = value(diagrams.HH, diagrams.LEAK, beyond=[("Na",), 3])
DRAWS = {"axes": AXES, "look": LOOK}
SIDE = value((-0.75, 1.75), beyond=[(1.0, 0.0)])
PEN = {"width": number(0.0, 5.0, 0.0), "layer": value(0, 1, 2), "z": AT}
FILLED = {"face": OWN_COLOR, "edge": OWN_COLOR, **PEN}
NET = array(3, 3, low=-1.0, high=1.0)
P = "plots.panel.Panel.{}".format
D = "plots.drawing.Drawing.{}".format
G = "plots.diagrams.{}".format


def points(seed):
    return list(np.random.default_rng(seed).uniform(-5.0, 5.0, (2 + seed % 3, 2)))


STROKES = value([[(0, 0), (1, 2)]], np.ones((3, 4, 2)), beyond=[[3], [[1, 2]], np.ones((3, 4))])
POINTS = Domain(seed.typical.map(points), beyond=[])
POINTS.outside = st.sampled_from([[(1, 2), None], [(1, 2), "x"], [(1, 2), (1, 2, 3)]])
EXAMPLES = value(
    (np.arange(8.0).reshape(4, 2) / 4.0, np.array([0, 1, 1, 0])),
    beyond=[(np.ones((4, 3)), np.zeros(4)), (np.ones((4, 2)), np.zeros(3)), (1,)],
)
ANSWERS = Domain(array(5, 5, low=0.0, high=1.0).typical.map(np.asarray), beyond=[np.ones((5, 4))])

VALUES = Domain(st.sampled_from([{}, {"activity": np.ones(7)}, {"input": np.ones(7)}]))
VALUES.outside = VALUES.typical  # a refusal names the keyword
PIECES = Domain(st.sampled_from([["a"], ["a", ("b", {"color": "exc"})], []]))
PIECES.outside = st.sampled_from([[3], [("a",)], [("a", 3)], [(1, {})]])

DOMAINS = {
    "plots.diagrams.circuit.travelled": {
        "currents": array(2, 7),
        "dt": POSITIVE,
        "unit": POSITIVE,
        "pace": AT,
    },
    # -- curves and colors
    "plots.drawing.bezier": {"points": POINTS, "n": MANY},
    "plots.drawing.arc": {"a": PLACE, "b": PLACE, "bend": AT},
    "plots.drawing.tapered": {"line": LINE, "widths": array(3, low=0.0)},
    "plots.drawing.smooth": {"points": array(5, 2), "n": MANY},
    "plots.drawing.along": {"line": LINE, "where": array(4, low=0.0, high=1.0)},
    "plots.drawing.arrow": {
        "tail": PLACE,
        "tip": PLACE,
        "width": number(0.0, 9.0),
        "head": maybe(POSITIVE),
    },
    "plots.drawing.ring_of": {"center": PLACE, "radius": POSITIVE, "n": MANY},
    "plots.drawing.on_circle": {"n": MANY, "radius": POSITIVE, "start": AT},
    "plots.drawing.in_columns": {
        "sizes": value((2, 3, 1), [4, 1], beyond=[(2.5, 1), (-1, 2), (10**9, 1)]),
        "width": POSITIVE,
        "step": POSITIVE,
    },
    "plots.drawing.links": {
        "pairs": value([(0, 1), (1, 2), (2, 2)], [], beyond=[[(0, 9)], [(0.5, 1)], [(-1, 0)]]),
        "places": array(3, 2, low=-90.0, high=90.0),
        "radius": POSITIVE,
        "bend": number(-0.5, 0.5),
        "leave": maybe(POSITIVE),
    },
    "plots.drawing.mixed": {"color": OWN_COLOR, "other": OWN_COLOR, "share": SHARE},
    "plots.drawing.rim": {"look": LOOK, "name": words("ink", "exc", "sky")},
    "plots.drawing.word_on": {"color": OWN_COLOR, "look": LOOK},
    "plots.look.Look.area": {"name": words("ink", "exc", "sky")},
    "plots.look.Look.over": {"color": OWN_COLOR},
    "plots.look.Look.share_seen": {"color": OWN_COLOR},
    "plots.panel.levels": {"value": number(-1e3, 1e3), "allowed": LEVELS},
    "plots.conditions.colors": {"look": LOOK, "n": MANY},
    "plots.diagrams.channel.position": {"share": SHARE, "own": SHARE},
    "plots.rhythm.tints_of": {"look": LOOK},
    "plots.rhythm.in_words": {"found": PHASES},
    "plots.now.apart": {
        "values": value([1.0, 1.1, 3.0], [], beyond=[[np.nan]]),
        "gap": number(0.0, 2.0, 0.0),
        "low": AT,
        "high": AT,
    },
    "plots.now.moment": {
        "t": value(np.arange(7.0), beyond=[np.empty(0), [np.nan]]),
        "now": number(0.0, 6.0),
    },
    "plots.planes.grid": {"n": whole(2, 9, beyond=(1, 10**7)), "side": SIDE},
    "plots.planes.level": {
        "x": value(np.arange(5.0), beyond=[np.ones(5)]),
        "z": ANSWERS,
        "value": AT,
    },
    "plots.planes.line": {"w": PLACE, "b": AT, "side": SIDE},
    "plots.planes.lines": {"W": array(3, 2), "b": array(3), "side": SIDE},
    "plots.traces.strokes": {"x": ROW, "bottom": HEIGHTS, "top": HEIGHTS},
    "plots.traces.joined": {"x": ROW, "rows": TABLE},
    "plots.ring.wrapped": {"t": ROW, "angle": ROW},
    # -- pictures of results
    "plots.axon.space_time": {
        "panel": PANEL,
        "t": value(np.arange(4.0), beyond=[np.arange(5.0)]),
        "x_end": POSITIVE,
        "V": TABLE,
        "now": AT,
        "vlim": PAIR,
    },
    "plots.conditions.curves": {"panel": PANEL, "x": ROW, "rows": TABLE},
    "plots.conditions.kinds": {
        "panel": PANEL,
        "traces": TABLE,
        "names": value(
            ["ramp", "step", "flat", "flat", "decay", "ramp", "ramp"], beyond=[["ramp"], [1] * 7]
        ),
    },
    "plots.curves.f_i": {
        "panel": PANEL,
        "I": ROW,
        "theory": ROW,
        "simulated": maybe(ROW),
        "here": maybe(PAIR),
        "unit": TEXT,
    },
    "plots.matrices.weights": {
        "panel": PANEL,
        "W": TABLE,
        "limit": POSITIVE,
        "colorbar": switch,
        "label": TEXT,
        "names": NAMES,
        "counted": switch,
    },
    "plots.matrices.marks": {
        "panel": PANEL,
        "i": whole(0, 3),
        "j": whole(0, 6),
        "shape": value((4, 7), beyond=[(4,), (4, np.nan)]),
    },
    "plots.membrane.voltage": {
        "panel": PANEL,
        "model": model(hodgkin_huxley.HodgkinHuxley),
        "trace": Later(_spike),
        "reversals": value((), ("E_L", "E_K"), beyond=[("E_Ca",), "E_K"]),
    },
    "plots.membrane.gates": {
        "panel": PANEL,
        "trace": Later(lambda: value(spiking(), beyond=[spiking()._replace(m=3)])),
    },
    "plots.membrane.currents": {
        "panel": PANEL,
        "t": TIMES,
        "found": CURRENTS,
    },
    "plots.membrane.against_voltage": {
        "panel": PANEL,
        "V": value(VOLTAGES, beyond=[VOLTAGES[1:]]),
        "curves": STATES,
        "V_now": AT,
        "now": value(hodgkin_huxley.steady_states(-60.0), beyond=[STATES]),
    },
    "plots.modes.response": {
        "panel": PANEL,
        "key": KEY,
        "theory": CURVE,
        "simulated": CURVE,
        "color": COLOR,
        "labels": LABELS,
    },
    "plots.modes.plane": {"panel": PANEL, "low": number(-9.0, -1.0), "high": AT, "names": NAMES},
    "plots.modes.eigenvectors": {
        "panel": PANEL,
        "vectors": array(2, 2),
        "length": POSITIVE,
        "labels": LABELS,
    },
    "plots.modes.path": {
        "panel": PANEL,
        "r": array(2, 9),
        "first": whole(0, 3),
        "last": maybe(whole(3, 8)),
        "now": switch,
    },
    "plots.modes.bars": {
        "panel": PANEL,
        "key": KEY,
        "heights": ROW,
        "color": COLOR,
        "width": POSITIVE,
        "bottom": AT,
    },
    "plots.network.raster": {
        "panel": PANEL,
        "spikes": value(TRAIN.reshape(4, 50) > 500.0, beyond=[TRAIN > 500.0]),
        "first": AT,
        "dt": POSITIVE,
    },
    "plots.network.distribution": {
        "panel": PANEL,
        "values": ROW,
        "edges": RISING,
        "lowest_top": POSITIVE,
        "others": value((), [np.arange(3.0)] * 2, beyond=[[3], [["a"]]]),
    },
    "plots.network.voltages": {"panel": PANEL, "V": TABLE, "dt": POSITIVE},
    "plots.network.path": {
        "panel": PANEL,
        "scores": one_of(array(2, 9), array(3, 9)),
        "angle": AT,
    },
    "plots.network.correlation": {"panel": PANEL, "values": array(4, 4, low=-1.0, high=1.0)},
    "plots.now.riding": {
        "panel": PANEL,
        "t": value(np.arange(7.0), beyond=[np.empty(0)]),
        "now": number(0.0, 6.0),
        "curves": value(
            {"V": (np.arange(7.0), {"color": "ink"}), "": (np.ones(7), {"color": "na"})},
            beyond=[{"V": 3}, {"V": (np.ones(6), {"color": "ink"})}, {"V": (np.ones(7), {})}],
        ),
        "form": value("{:.2f}", "{:z.0f}", beyond=["{:d}", "{"]),
        "thick": POSITIVE,
    },
    "plots.patterns.picture": {
        "panel": PANEL,
        "s": signs(9),
        "title": TEXT,
        "side": value(3, beyond=[4]),
    },
    "plots.patterns.overlaps": {"panel": PANEL, "m": ROW, "xlabel": TEXT, "first": switch},
    "plots.phase.plane": {
        "panel": PANEL,
        "model": IZH,
        "I": number(-20.0, 20.0),
        "trace": TRACE,
        "now": number(0.0, 50.0),
        "xlim": value((-90.0, 34.0), beyond=[(1.0, 0.0)]),
        "window": maybe(value((-30.0, 10.0), beyond=[(1.0, 0.0)])),
    },
    "plots.phase.voltage": {"panel": PANEL, "trace": TRACE, "now": number(0.0, 50.0)},
    "plots.planes.plane": {
        "panel": PANEL,
        "examples": EXAMPLES,
        "answers": ANSWERS,
        "ringed": value((), [True, False, False, True], beyond=[[True]]),
        "size": POSITIVE,
        "ring": POSITIVE,
        "boundary": maybe(CURVE),
        "lines": maybe(CURVE),
        "side": SIDE,
    },
    "plots.rhythm.shading": {"panel": PANEL, "edges": EDGES, "kinds": KINDS},
    "plots.rhythm.durations": {"panel": PANEL, "found": PHASES},
    "plots.rhythm.rows": {
        "ax": Domain(st.builds(panels), beyond=[]),
        "t": ROW,
        "V": FOUR,
        "f": FOUR,
        "edges": EDGES,
        "kinds": KINDS,
        "xlim": WINDOW,
    },
    "plots.rhythm.outputs": {"panel": PANEL, "t": ROW, "f": FOUR},
    "plots.ring.profile": {
        "panel": PANEL,
        "theta": ROW,
        "xlabel": TEXT,
        "values": VALUES,
    },
    "plots.ring.neuron": {"activity": ROW},
    "plots.ring.over_time": {
        "panel": PANEL,
        "t": ROW,
        "a": TABLE,
        "phi": ROW,
        "now": AT,
        "most": POSITIVE,
        "columns": whole(7, 12, beyond=(0, 10**9)),
        "duration": POSITIVE,
        "xlabel": TEXT,
    },
    "plots.ring.plane": {
        "panel": PANEL,
        "Z": value(np.array([0.1 + 0.2j, 1.0j]), [1j], beyond=[[]]),
        "phi": maybe(AT),
        "rim": POSITIVE,
        "title": TEXT,
    },
    "plots.traces.voltage": {
        "panel": PANEL,
        "t": ROW,
        "V": ROW,
        "spikes": one_of(array(3), value([])),
        "V_th": AT,
        "V_peak": AT,
        "threshold": switch,
    },
    "plots.traces.raster": {
        "panel": PANEL,
        "times": ROW,
        "rows": ROW,
        "most": MANY,
        "color": COLOR,
        "ylabel": TEXT,
    },
    "plots.trains.dots": {"panel": PANEL, "times": ROW, "rows": ROW, "most": MANY},
    "plots.trains.histogram": {
        "panel": PANEL,
        "found": value(ISI, beyond=[ISI._replace(t=3), ISI._replace(width=-1.0)]),
        "label": TEXT,
    },
    "plots.trains.spectrum": {
        "panel": PANEL,
        "found": value(POWER, beyond=[POWER._replace(power=POWER.power[1:])]),
        "chance": number(0.0, 9.0),
        "xlim": value((1.0, 100.0), beyond=[(2.0, 1.0)]),
    },
    # -- panels
    "plots.panel.Panel": {"axes": AXES, "look": LOOK},
    P("keep"): {"key": KEY, "make": value(lambda: 3, beyond=[3])},
    P("over"): {"key": KEY, "make": value(lambda axes: axes.twinx(), beyond=[3])},
    P("artist"): {"key": KEY, "make": value(lambda axes: axes.plot([1, 2])[0], beyond=[3])},
    P("drawing"): {"kind": value(diagrams.Lungs, beyond=[3])},
    P("line"): {"key": KEY, "x": XY, "y": XY},
    P("yours"): {"key": KEY, "x": maybe(XY), "y": maybe(XY)},
    P("points"): {"key": KEY, "x": XY, "y": XY},
    P("level"): {"key": KEY, "y": AT},
    P("cursor"): {"key": KEY, "x": AT},
    P("fill"): {"key": KEY, "x": ROW, "low": HEIGHTS, "high": HEIGHTS},
    P("bars"): {"key": KEY, "x": ROW, "heights": ROW, "colors": value(None, ["ink"] * 7)},
    P("stairs"): {"key": KEY, "values": ROW, "edges": RISING},
    P("image"): {
        "key": KEY,
        "Z": one_of(TABLE, array(4, 7, 3, low=0.0, high=1.0)),
        "colorbar": value(None, {"label": "x"}),
    },
    P("scale"): {
        "image": Domain(st.builds(lambda: axes().imshow(np.eye(3))), beyond=[]),
        "label": TEXT,
    },
    P("box"): {"key": KEY, "x": AT, "y": AT, "width": AT, "height": AT},
    P("text"): {"key": KEY, "x": AT, "y": AT, "words": TEXT},
    P("say"): {"pieces": PIECES},
    P("limits"): {"x": maybe(PAIR), "y": maybe(PAIR)},
    "plots.panel.Panels": {
        "figure": Domain(st.builds(Figure), beyond=[]),
        "axes": Domain(st.builds(lambda: {"V": axes()}), beyond=[{"V": 3}]),
        "look": LOOK,
        "absent": value((), ["f"]),
    },
    "plots.panel.Panels.show": {
        "show": value(lambda ax, result: None, beyond=[3]),
        "result": value(None, 3),
    },
    # -- schematics
    "plots.drawing.Drawing": DRAWS,
    D("words"): {"x": AT, "y": AT, "text": TEXT, "color": maybe(OWN_COLOR), "size": POSITIVE},
    D("line"): {"x": ROW, "y": ROW, "color": maybe(OWN_COLOR), **PEN},
    D("shape"): {"points": array(5, 2), **FILLED},
    D("box"): {"x": AT, "y": AT, "w": POSITIVE, "h": POSITIVE, "r": POSITIVE, **FILLED},
    D("disk"): {"x": AT, "y": AT, "r": POSITIVE, **FILLED},
    D("disks"): {"places": array(3, 2), "radius": POSITIVE, "edge": OWN_COLOR, **PEN},
    D("strokes"): {
        "lines": value([[(0, 0), (1, 2)]], np.ones((3, 4, 2))),
        "color": OWN_COLOR,
        **PEN,
    },
    D("dots"): {
        "xy": array(3, 2),
        "sizes": one_of(POSITIVE, array(3, low=0.0)),
        "color": maybe(OWN_COLOR),
        "layer": value(0, 1, 2),
        "z": AT,
        "marker": value("o", "+"),
    },
    D("glow"): {"xy": array(3, 2), "size": POSITIVE, "z": AT, "layer": value(1, 2)},
    D("edges"): {
        "lines": Domain(array(3, 24, 2).typical.map(np.asarray), beyond=[np.ones((3, 2))]),
        "colors": value(None, ["#123456"] * 3),
        "most": POSITIVE,
        "layer": value(1, 2),
        "z": AT,
    },
    D("leader"): {"x": AT, "y": AT, "text": TEXT, "to": PLACE},
    G("axon.Axon"): DRAWS
    | {"length": POSITIVE, "sites": value((), [0.01, 0.05], beyond=[[np.nan], 3])},
    G("axon.Axon.move"): {"V": array(9), "inward": array(9, low=0.0, high=1.0)},
    G("beam.blocks"): {"weights": array(4, low=0.0)},
    G("beam.Beam"): DRAWS,
    G("beam.Beam.move"): {"weights": array(4, low=0.0)},
    G("breath.Breath"): DRAWS
    | {"a_12": AT, "b": array(4, 4, low=0.0), "c": array(4, 3, low=0.0, high=1.0)},
    G("breath.Breath.move"): {
        "output": array(4, low=0.0, high=1.0),
        "drives": array(3, low=0.0, high=2.0),
        "a_12": AT,
        "b": array(4, 4, low=0.0),
    },
    G("breath.Lungs"): DRAWS,
    G("breath.Lungs.move"): {"volume": SHARE, "phase": TEXT},
    G("cell.Neuron"): DRAWS
    | {
        "synapses": value("+-", "", "+++-+-", beyond=["+0", 3, "+" * 7]),
        "low": number(-90.0, -70.0),
        "threshold": number(-60.0, -40.0),
        "most": number(0.0, 100.0),
    },
    G("cell.Neuron.move"): {
        "V": number(-80.0, -40.0),
        "flash": value((), [0.5, 0.2]),
        "pulse": SHARE,
        "I": number(-50.0, 50.0),
    },
    G("cell.Dendrite"): DRAWS | {"low": number(-90.0, -70.0), "threshold": number(-60.0, -40.0)},
    G("cell.Dendrite.move"): {
        "V": number(-80.0, -40.0),
        "weights": array(2),
        "distances": array(2, low=0.0, high=600.0),
        "active": array(2, low=0.0, high=1.0),
        "length": number(1.0, 500.0),
    },
    G("channel.Channels"): DRAWS | {"kinds": words("Na", "K", "Na K")},
    G("channel.Channels.move"): {"m": SHARE, "h": SHARE, "n": SHARE, "phase": AT},
    G("circuit.Circuit"): DRAWS
    | {"branches": BRANCHES, "cut": switch, "reset": switch, "rest": AT, "step": POSITIVE}
    | {"unit": TEXT},
    G("circuit.Circuit.move"): {
        "V": AT,
        "I": array(2),
        "g": array(3, low=0.0, high=1.0),
        "currents": array(3),
        "unit": POSITIVE,
        "reset": switch,
    },
    G("layers.Layers"): DRAWS
    | {
        "sizes": value((2, 3, 1), [2, 1], beyond=[(2,), (0, 1), (2.5, 1), (10**9, 1)]),
        "names": NAMES,
        "marks": value(("o", "s")),
    },
    G("layers.Layers.move"): {
        "weights": value(
            [np.ones((4, 2)), np.ones((3, 4)), np.ones((1, 3))], beyond=[[np.ones(3)]]
        ),
        "maps": value([np.zeros((5, 5))] * 10, beyond=[[np.zeros(5)] * 10, [np.zeros((5, 5))]]),
        "biases": value((), [np.ones(4), np.ones(3), np.ones(1)], beyond=[[np.ones(2)]]),
        "points": value(None),
        "labels": value(None),
        "reach": POSITIVE,
    },
    G("network.Network"): DRAWS
    | {
        "W": NET,
        "places": maybe(array(3, 2, low=-90.0, high=90.0)),
        "size": value((420, 400), beyond=[(1,), (0, 3)]),
        "radius": number(5.0, 30.0, 1.0),
        "bend": number(-0.5, 0.5),
        "names": maybe(value(("a", "b", "c"))),
        "kinds": maybe(value([1, -1, 0], beyond=[[1, 2, 3], [1]])),
        "most": POSITIVE,
        "signed": switch,
        "inputs": switch,
    },
    G("network.Network.move"): {
        "activity": array(3, low=0.0, high=1.0),
        "W": Domain(NET.typical.map(np.asarray), beyond=[np.ones((2, 2))]),
        "pulse": maybe(Domain(NET.typical.map(np.asarray), beyond=[np.ones((2, 2))])),
        "lit": maybe(value(W > 0, beyond=[np.ones((2, 2))])),
        "chosen": maybe(whole(0, 2)),
        "inputs": one_of(number(-1.0, 1.0), array(3, low=-1.0, high=1.0)),
    },
    G("ring.Compass"): DRAWS | {"names": NAMES},
    G("ring.Compass.move"): {
        "activity": array(12, low=0.0, high=1.0),
        "heading": maybe(AT),
        "belief": maybe(AT),
        "lamp": SHARE,
        "turn": switch,
    },
    G("valley.Valley"): DRAWS
    | {
        "words": NAMES,
        "names": value((), [(0.0, "a"), (0.5, "b")], beyond=[[3], [("a", 0.0)], [(1,)]]),
        "ends": WINDOW,
    },
    G("valley.Valley.move"): {
        "energy": array(9, low=0.0, high=1.0),
        "x": number(-1.0, 1.0),
        "trail": value((), [0.1, 0.2]),
    },
}
