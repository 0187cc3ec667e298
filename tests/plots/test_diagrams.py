"""Schematics: what is drawn is the state, in every look, in a few ms, and only when it changes."""

import time

import numpy as np
import pytest
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import Collection, LineCollection
from matplotlib.colors import to_rgb, to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text

from course.models.respiration import Respiration
from course.plots import diagrams
from course.plots.diagrams.beam import blocks
from course.plots.drawing import Edges, Label, links, scale_of
from course.plots.look import LOOKS

MODEL = Respiration()
N = 12
W = np.zeros((N, N))
for _i in range(N):
    W[(_i + 1) % N, _i] = W[(_i + 4) % N, _i] = 0.6 if _i < 9 else -0.6
W[2, 2] = 0.5
GRID = np.stack(np.meshgrid(np.linspace(-1, 1, 20), np.linspace(-1, 1, 20)))
RC = (diagrams.Branch("R", "soft", -65.0, "$R$", "L"),)


def layers(drawing, x):
    rng = np.random.default_rng(3)
    sizes = drawing.sizes
    weights = [rng.normal(size=shape) + x for shape in zip(sizes[1:], sizes)]
    biases = [rng.normal(size=n) for n in sizes[1:]]
    maps = [np.tanh(GRID[0] * np.cos(k) + GRID[1] * np.sin(k + x)) for k in range(sum(sizes))]
    points = rng.uniform(-1, 1, (90, 2))
    drawing.move(weights, maps, biases, points, (np.hypot(*points.T) < 0.6).astype(int))


# name -> how it is made, and how it moves with x from 0 to 1
KINDS = {
    "neuron": (
        lambda axes, look: diagrams.Neuron(axes, look),
        lambda d, x: d.move(-70.0 + 25.0 * x, [x, 1 - x, x, x, x, 1 - x], 0.9 * x),
    ),
    "electrode": (
        lambda axes, look: diagrams.Neuron(axes, look, "", most=400.0),
        lambda d, x: d.move(-70.0 + 25.0 * x, (), 0.9 * x, 300.0 * x),
    ),
    "dendrite": (
        lambda axes, look: diagrams.Dendrite(axes, look),
        lambda d, x: d.move(-60.0 + 9.0 * x, (10.0, -8.0), (60.0, 360.0), (x, 1 - x), 300.0),
    ),
    "RC": (
        lambda axes, look: diagrams.Circuit(axes, look, RC, reset=True, rest=-65.0, step=3.0),
        lambda d, x: d.move(
            -65.0 + 15.0 * x, (90.0, 90.0 * (1 - x)), [1.0], [90.0 * x], gone=60.0 * x
        ),
    ),
    "HH": (
        lambda axes, look: diagrams.Circuit(axes, look),
        lambda d, x: d.move(
            -65.0 + 100.0 * x, (0.0, 20.0), [x, 1 - x, 0.3], [-800 * x, 500, 9.0], gone=60.0 * x
        ),
    ),
    "channels": (
        lambda axes, look: diagrams.Channels(axes, look),
        lambda d, x: d.move(0.6 + 0.4 * x, 0.6, 0.6 + 0.4 * x, 3.0 * x),
    ),
    "axon": (
        lambda axes, look: diagrams.Axon(axes, look, sites=(2.0, 7.0)),
        lambda d, x: d.move(-70.0 + 100.0 * np.roll(BUMP, int(100 * x)), np.roll(BUMP, 9)),
    ),
    "network": (
        lambda axes, look: diagrams.Network(axes, look, W=W, names=[*map(str, range(N))]),
        lambda d, x: d.move((np.arange(N) / N + x) % 1, W, pulse=np.full(W.shape, x)),
    ),
    "compass": (
        lambda axes, look: diagrams.Compass(axes, look),
        lambda d, x: d.move(np.roll(np.maximum(0, WAVE), int(50 * x)), 90 * x, 90 * x + 5, 1.0),
    ),
    "breath": (
        lambda axes, look: diagrams.Breath(axes, look, MODEL.a_12, MODEL.b, MODEL.c),
        lambda d, x: d.move([x, 1 - x, x, 0.1], MODEL.drives, MODEL.a_12, MODEL.b),
    ),
    "beam": (
        lambda axes, look: diagrams.Beam(axes, look),
        lambda d, x: d.move((24.0, 90.0 * x, 20.0, 80.0 * x)),
    ),
    "lungs": (
        lambda axes, look: diagrams.Lungs(axes, look),
        lambda d, x: d.move(x, "inspiration"),
    ),
    "layers": (
        lambda axes, look: diagrams.Layers(axes, look),
        lambda d, x: layers(d, x),
    ),
    "valley": (
        lambda axes, look: diagrams.Valley(axes, look, names=[(-0.3, "A"), (0.6, "B")]),
        lambda d, x: d.move(HILLS, 0.9 * x - 0.45, np.linspace(-0.5, 0.9 * x - 0.45, 12)),
    ),
}
BUMP = np.exp(-(((np.arange(200) - 60) / 14.0) ** 2))
WAVE = np.cos(2 * np.pi * np.arange(100) / 100)
HILLS = 0.5 + 0.4 * np.cos(6 * np.linspace(-1, 1, 200) - 0.6)


def contrast(a, b):
    """Contrast ratio of two colors, from 1 to 21, as WCAG 2.2 defines it."""
    parts = np.array([a, b], dtype=float)
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    dark, light = sorted(linear @ [0.2126, 0.7152, 0.0722])
    return (light + 0.05) / (dark + 0.05)


every_kind = pytest.mark.parametrize("kind", KINDS)


class Stage:
    """A drawing that fills a canvas; as in a `Picture`, the background comes first."""

    def __init__(self, make, look=LOOKS["light"], width=None, ratio=2.0):
        self.look = look
        with rc_context(look.rc()):
            figure = Figure()
            self.canvas = FigureCanvasAgg(figure)
            axes = figure.add_axes((0, 0, 1, 1))
            self.drawing = make(axes, look)
            wide, high = self.drawing.WIDTH, self.drawing.HEIGHT
            figure.set_dpi(100 * ratio)
            width = width or wide
            figure.set_size_inches(width / 100, width / 100 * high / wide)
            self.drawing.set_animated(True)
        self.background = None

    def render(self, anew=False):
        with rc_context(self.look.rc()):
            if self.background is None or anew:
                self.canvas.draw()
                self.background = self.canvas.copy_from_bbox(self.canvas.figure.bbox)
            else:
                self.canvas.restore_region(self.background)
            self.drawing.draw(self.canvas.get_renderer())
        return np.asarray(self.canvas.buffer_rgba()).copy()


def staged(kind, **how):
    make, move = KINDS[kind]
    stage = Stage(make, **how)
    return stage, lambda x: move(stage.drawing, x)


# -- every schematic -----------------------------------------------------------


@every_kind
@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_it_moves_and_comes_back_in_every_look(kind, look):
    stage, move = staged(kind, look=look, width=360)
    move(0.2)
    first = stage.render()
    move(0.7)
    assert (stage.render() != first).any()
    move(0.2)
    np.testing.assert_array_equal(stage.render(), first)


# kind -> a point, and what is told of it at x = 0.2
TOLD = {
    "neuron": ((268, 184), "soma: V = -65.0 mV; threshold -50 mV"),
    "electrode": ((350, 290), "electrode: 60 pA"),
    "dendrite": ((152, 160), "synapse 1: +10.0 mV at 60 µm, now 20 % of it"),
    "RC": ((300, 180), "I_R = 18 µA/cm², outward"),
    "HH": ((188, 169), "capacitor: V = -45.0 mV"),
    "channels": ((152, 200), "sodium channel: open"),
    "axon": ((360, 60), "at 5.00 cm: V = -56 mV"),
    "network": ((354, 200), "number 3"),
    "compass": ((362, 218), "neuron at 0°: 81 % of the peak"),
    "breath": ((66, 150), "pre-I: f = 0.20"),
    "beam": (tuple(blocks((24.0, 18.0, 20.0, 16.0))[1][3].mean(axis=0)), "inhibition: 16.0 mV"),
    "lungs": ((66, 150), "lungs: 20 % full"),
    "layers": ((62, 150), "x₂"),
    "valley": ((280, 80), "state 0.00"),
}


@every_kind
def test_it_tells_what_is_at_a_point_and_of_a_place_beside_it_nothing(kind):
    stage, move = staged(kind, width=360)
    move(0.7)
    move(0.2)
    if kind == "network":
        stage.drawing.tells(unit=lambda k: f"number {k}")
    before = stage.render()
    place, words = TOLD[kind]
    assert stage.drawing.told(*place) == words
    assert stage.drawing.told(-20.0, -20.0) == ""
    np.testing.assert_array_equal(stage.render(), before)


def strokes(artist):
    """(kind of artist, color with opacity) of lines, outlines and connections in a drawing."""
    if isinstance(artist, Line2D):
        yield "line", to_rgba(artist.get_color(), artist.get_alpha())
    elif isinstance(artist, Patch):
        if artist.get_linewidth() > 0:
            yield "outline", to_rgba(artist.get_edgecolor())
    elif isinstance(artist, LineCollection):
        yield from (("line", to_rgba(color)) for color in artist.get_edgecolor())
    elif not isinstance(artist, (Collection, Text)):
        for child in artist.get_children():
            if child.get_visible():
                yield from strokes(child)


@every_kind
@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_every_line_can_be_seen_whether_it_is_active_or_silent(kind, look):
    stage, move = staged(kind, look=look)
    decoration = {to_rgb(getattr(look, name)) for name in ("faint", "wash", "paper", "raised")}
    paper = np.array(to_rgb(look.paper))
    found = 0
    for x in (0.0, 0.5, 1.0):
        move(x)
        stage.render()
        for what, (*rgb, alpha) in strokes(stage.drawing):
            if alpha == 0 or tuple(rgb) in decoration:
                continue
            shown = alpha * np.array(rgb) + (1 - alpha) * paper
            assert contrast(shown, paper) >= 3.0 - 0.05, (what, rgb)
            found += 1
    assert found


@every_kind
def test_a_frame_is_the_picture_drawn_from_nothing(kind):
    stage, move = staged(kind, width=360)
    for x in (0.2, 0.7, 0.7, 0.7):  # the third and fourth come from kept pixels
        move(x)
        frame = stage.render()
    np.testing.assert_array_equal(frame, stage.render(anew=True))


@every_kind
def test_the_same_state_again_draws_no_child(kind, monkeypatch):
    stage, move = staged(kind, width=360)
    for _ in range(2):
        move(0.4)
        last = stage.render()
    for child in stage.drawing.get_children():
        monkeypatch.setattr(child, "draw", lambda _: pytest.fail("was drawn again"))
    move(0.4)
    np.testing.assert_array_equal(stage.render(), last)


@every_kind
@pytest.mark.parametrize("width", [360, 540, 900])
@pytest.mark.parametrize("x", [0.0, 0.5, 1.0])
def test_its_words_neither_meet_nor_leave_it(kind, width, x):
    stage, move = staged(kind, width=width, ratio=1.0)
    move(x)
    stage.render()
    axes = stage.drawing.axes
    renderer = stage.canvas.get_renderer()
    with rc_context(stage.look.rc()):
        words = [t for t in stage.canvas.figure.findobj(Text_seen) if t.get_text().strip()]
        boxes = [(t.get_text(), t.get_window_extent(renderer)) for t in words]
    for text, box in boxes:
        inside = axes.bbox.padded(2)
        assert inside.containsx(box.x0) and inside.containsx(box.x1), text
    for k, (text, box) in enumerate(boxes):
        for other, second in boxes[k + 1 :]:
            apart = max(
                box.x0 - second.x1, second.x0 - box.x1, box.y0 - second.y1, second.y0 - box.y1
            )
            assert apart > -2.5, (text, other)


def Text_seen(artist):
    from matplotlib.text import Text

    # Ticks of axes that are off are there but not drawn.
    named = isinstance(artist, Text) and artist.get_visible()
    return named and getattr(artist, "short", artist) is not artist


def plain_line(axes, _look):
    """A figure of one line, to tell how fast this machine is just now."""
    (line,) = axes.plot(np.linspace(0, 1, 2000), np.sin(np.linspace(0, 60, 2000)), animated=True)
    line.WIDTH, line.HEIGHT = 720, 420
    return line


def cpu(draw, frames=14):
    """Lower quartile of CPU time of a frame, s."""
    spent = []
    for k in range(frames):
        begun = time.process_time()
        draw(k / frames)
        spent.append(time.process_time() - begun)
    return np.quantile(spent[2:], 0.25)


@every_kind
def test_a_frame_costs_no_more_than_a_few_lines_of_2000_points(kind):
    # 8 ms where a line takes 1.6: a ratio, since machines and their load differ.
    stage, move = staged(kind)
    line = Stage(plain_line)

    def frame(x):
        move(x)
        with_drawing(stage)

    def with_drawing(stage):
        stage.canvas.restore_region(stage.background)
        stage.drawing.draw(stage.canvas.get_renderer())

    def lines(x):
        line.drawing.set_ydata(np.sin(np.linspace(x, 60 + x, 2000)))
        with_drawing(line)

    move(0.0)
    stage.render()
    line.render()
    with rc_context(stage.look.rc()):
        once, most = cpu(lines), cpu(frame)
    assert most < 6.0 * once, f"{1e3 * most:.1f} ms; a line {1e3 * once:.1f} ms"


# -- state and drawing -----------------------------------------------------------


def made(kind, x=0.5):
    stage, move = staged(kind)
    move(x)
    stage.render()
    return stage.drawing


def test_a_gate_opens_with_its_share():
    channels = made("channels")
    opened = []
    for n in np.linspace(0, 1, 21):
        channels.move(m=0.0, h=1.0, n=n)
        opened.append(channels.pores["K"].positions)
    opened = np.array(opened)
    assert (np.diff(opened, axis=0) >= 0).all()
    assert (opened[0] == 0).all() and (opened[-1] == 1).all()
    leaves = np.array(channels.pores["K"].leaves.get_segments())
    assert np.ptp(leaves[:, :, 0], axis=1).max() < 3.0  # open gates hang along the pore


@pytest.mark.parametrize(
    ("m", "h", "n", "sodium", "potassium", "said"),
    [
        (0.0, 1.0, 0.0, False, False, "m shut"),
        (1.0, 1.0, 0.0, True, False, "open"),
        (1.0, 0.0, 1.0, False, True, "plugged by h"),
    ],
)
def test_ions_flow_through_what_is_open(m, h, n, sodium, potassium, said):
    channels = made("channels")
    channels.move(m, h, n, 0.3)
    pores = channels.pores
    assert (pores["Na"].open, pores["K"].open) == (sodium, potassium)
    assert bool(len(pores["Na"].ions.get_offsets())) is sodium
    assert bool(len(pores["K"].ions.get_offsets())) is potassium
    assert pores["Na"].said.get_text() == said


def test_sodium_goes_in_and_potassium_out():
    channels = made("channels")
    ways = {}
    for phase in (0.02, 0.04):
        channels.move(1.0, 1.0, 1.0, phase)
        for kind, pore in channels.pores.items():
            ways.setdefault(kind, []).append(pore.ions.get_offsets()[3, 1])
    assert ways["Na"][1] < ways["Na"][0]  # inside is below
    assert ways["K"][1] > ways["K"][0]


def corners(edges):
    """How many corners each head has in front of its connection's end."""
    return [np.unique(path.vertices, axis=0).shape[0] for path in edges.heads.get_paths()]


def test_a_connection_ends_in_an_arrow_for_plus_and_a_bar_for_minus_and_nothing_for_none():
    stage, _ = staged("network")
    weights = np.where(W != 0, 0.5, 0.0)
    stage.drawing.move(np.ones(N), weights)
    stage.render()
    wires = stage.drawing.wires
    assert isinstance(wires, Edges)
    assert set(corners(wires)) == {3}
    stage.drawing.move(np.ones(N), -weights)
    stage.render()
    assert set(corners(wires)) == {4}
    weights[3, 2] = 0.0
    stage.drawing.move(np.ones(N), weights)
    stage.render()
    assert len(wires.heads.get_paths()) == np.count_nonzero(weights)


def test_a_stronger_weight_is_a_wider_connection_whatever_its_sign():
    stage, _ = staged("network")
    edges = stage.drawing.wires
    edges.weigh(np.linspace(-1, 1, len(edges.lines)))
    order = np.argsort(np.abs(edges.weight))
    assert (np.diff(edges.wide[order]) >= 0).all()


def test_links_run_from_rim_to_rim():
    places = np.array([(0.0, 0.0), (100.0, 0.0)])
    there, loop = links([(0, 1), (0, 0)], places, 10.0)
    assert np.hypot(*(there[0] - places[0])) == pytest.approx(10.0, abs=3.0)
    assert np.hypot(*(there[-1] - places[1])) == pytest.approx(10.0, abs=3.0)
    assert np.hypot(*loop[[0, -1]].T) == pytest.approx([10.0, 10.0], abs=4.0)


def test_nodes_that_touch_still_have_a_connection_to_draw():
    lines = links([(0, 1)], [(0.0, 0.0), (5.0, 0.0)], 10.0)
    assert lines.shape == (1, 24, 2) and np.isfinite(lines).all()


def test_an_inhibitory_neuron_is_square_and_one_of_two_minds_is_gray():
    drawing = made("network")
    corners = [len(np.unique(path.vertices.round(6)[:, 0])) for path in drawing.nodes.get_paths()]
    assert (np.array(drawing.kinds) == -1).any()
    for kind, sides in zip(drawing.kinds, corners):
        assert (sides < 15) == (kind < 0)


@pytest.mark.parametrize("x", np.linspace(-0.95, 0.95, 9))
def test_the_ball_touches_the_curve(x):
    valley = made("valley")
    valley.move(HILLS, x)
    line = valley.curve.get_xydata()
    fine = np.column_stack([np.interp(np.linspace(0, 1, 20_000), np.linspace(0, 1, len(line)), c)
                            for c in line.T])  # fmt: skip
    gap = np.hypot(*(fine - valley.ball.center).T).min()
    assert gap == pytest.approx(16.5, abs=2.0)
    assert abs(valley.ball.center[0] - (34 + 492 * (x + 1) / 2)) < 17


def test_the_ball_is_pushed_downhill():
    valley = made("valley")
    for x in (-0.6, -0.1, 0.3, 0.8):
        valley.move(HILLS, x)
        slope = np.interp(x + 0.01, np.linspace(-1, 1, 200), HILLS) - np.interp(
            x - 0.01, np.linspace(-1, 1, 200), HILLS
        )
        push = valley.push.get_xy()
        assert np.sign(push[3, 0] - push[0, 0]) == -np.sign(slope)


def test_the_soma_fills_up_to_its_mark_at_threshold():
    neuron = made("neuron")
    tops = []
    for V in (-75.0, -60.0, -50.0, -40.0):
        neuron.move(V)
        tops.append(neuron.soma.surface.get_ydata()[0])
    assert tops[0] == pytest.approx(neuron.soma.bottom)
    assert tops[2] == pytest.approx(neuron.soma.mark)
    assert np.all(np.diff(tops) > 0)
    assert neuron.soma.halo.amount[0] == 1.0  # beyond threshold it shines


def test_the_spike_travels_from_soma_to_the_ends_of_the_axon():
    neuron = made("neuron")
    places = []
    for pulse in (0.01, 0.5, 0.99):
        neuron.move(-60.0, pulse=pulse)
        places.append(neuron.spark.get_offsets()[0, 0])
    assert np.all(np.diff(places) > 100)
    neuron.move(-60.0, pulse=1.0)
    assert neuron.pulse.amount[0] == 0.0


def direction(shape):
    """1 for an arrow that points down, -1 for up, 0 for none."""
    points = shape.get_xy()
    return 0 if np.ptp(points) == 0 else -int(np.sign(points[3, 1] - points[0, 1]))


def width(shape):
    return np.ptp(shape.get_xy()[[0, 6], 0])


def test_arrows_of_the_circuit_point_with_their_currents_and_grow_with_them():
    circuit = made("HH")
    circuit.move(-20.0, (10.0, 40.0), [0.5, 0.2, 0.3], [-500.0, 450.0, 20.0])
    assert [direction(a) for a in circuit.arrows] == [1, 1, 1, -1, -1]  # inward is down
    small, large = width(circuit.arrows[4]), width(circuit.arrows[2])
    assert large > small > 0
    circuit.move(-20.0, (0.0, 0.0), [0, 0, 0], [0.0, 0.0, 0.0])
    assert [direction(a) for a in circuit.arrows] == [0] * 5


def test_charges_run_along_the_rails_as_far_as_the_current_takes_them():
    currents = np.array([[100.0] * 3, [0.0] * 3, [-5.0, -5.0, 5.0]])
    gone = diagrams.travelled(currents, 0.5, pace=2.0)
    assert np.all(gone[1] == 0.0)  # nothing flows, and they stand
    np.testing.assert_allclose(gone[0], np.log2(21.0) * np.arange(1, 4))
    np.testing.assert_allclose(gone[2], [-1.0, -2.0, -1.0])
    circuit = made("RC")
    circuit.move(-65.0, (100.0, 0.0), [1.0], [100.0])
    before, apart = circuit.beads.get_offsets().copy(), circuit.STEP / 4
    circuit.move(-60.0, (100.0, 0.0), [1.0], [100.0], gone=[3.0, 0.0, 3.0 + apart])
    moved = circuit.beads.get_offsets() - before
    rails = moved.reshape(2, 3, 4, 2)  # inside and outside, rail, charge, x and y
    np.testing.assert_allclose(rails[0, 0], [[3.0, 0.0]] * 4, atol=1e-9)
    np.testing.assert_allclose(rails[1, 0], [[-3.0, 0.0]] * 4, atol=1e-9)  # and back outside
    assert np.all(rails[:, 1] == 0.0)
    there = circuit.beads.get_offsets().reshape(2, 3, 4, 2)[0, 2, :, 0]
    assert np.all((circuit.x[2] <= there) & (there < circuit.x[3]))  # the last begins anew


def test_a_resistor_is_as_full_as_its_channels_are_open():
    circuit = made("HH")
    circuit.move(0.0, (0.0, 0.0), [0.0, 0.5, 1.0], [0.0] * 3)
    heights = [fill.get_height() for fill in circuit.fills]
    assert heights == pytest.approx([0.0, 29.0, 58.0])


def test_charge_has_the_sign_of_the_voltage_and_the_switch_closes():
    circuit = made("RC")
    circuit.move(-50.0, (0.0, 0.0), [1.0], [0.0], reset=True)
    positive_inside = circuit.plus.get_sizes()[5:].sum()
    circuit.move(-80.0, (0.0, 0.0), [1.0], [0.0])
    assert positive_inside > 0 and circuit.plus.get_sizes()[5:].sum() == 0
    assert np.ptp(circuit.lever.get_xdata()) > 10
    circuit.move(-65.0, (0.0, 0.0), [1.0], [0.0], reset=True)
    assert np.ptp(circuit.lever.get_xdata()) == 0


def test_the_bump_glows_where_it_is_and_the_marks_stand_where_they_are_told():
    compass = made("compass")
    activity = np.zeros(100)
    activity[25] = 1.0  # 90 degrees: at the top
    compass.move(activity, 0.0, 180.0)
    bar = compass.bars.get_segments()
    assert len(bar) == 1 and bar[0][1, 1] > bar[0][0, 1]
    assert bar[0][:, 0] == pytest.approx([210.0, 210.0])
    tip = compass.belief.get_xy()[3]
    assert tip == pytest.approx([210.0 - 102.0, 218.0])
    assert compass.mark.get_xy()[0] == pytest.approx([210.0 + 90.0, 218.0])


def test_a_ring_of_another_size_is_another_ring():
    compass = made("compass")
    compass.move(np.ones(7), 0.0)
    assert len(compass.nodes.get_paths()) == 7
    compass.move(np.ones(100), 0.0)
    assert len(compass.nodes.get_paths()) == 100


def test_lungs_rise_and_fill_with_air():
    lungs = made("lungs")
    tops = []
    for volume in (0.0, 0.5, 1.0):
        lungs.move(volume, "inspiration")
        filled = np.concatenate([path.vertices for path in lungs.parts[1].get_paths()])
        tops.append(filled[:, 1].max())
    assert np.all(np.diff(tops) > 20)
    assert lungs.phase.get_text() == "inspiration"


def test_a_population_is_as_warm_as_its_output_and_a_drive_that_is_off_is_dashed():
    breath = made("breath")
    breath.move([0.0, 1.0, 0.0, 0.0], (1.0, 0.0, 1.0), MODEL.a_12, MODEL.b)
    colors = breath.disks_.get_facecolor()
    look = LOOKS["light"]
    np.testing.assert_allclose(colors[0], to_rgba(look.paper), atol=0.01)
    np.testing.assert_allclose(colors[1], to_rgba(look.area("exc")), atol=0.01)
    assert [pill.get_linestyle() == "-" for pill in breath.pills] == [True, False, True]


def test_a_cut_weight_leaves_the_breathing_circuit():
    breath = made("breath")
    b = np.array(MODEL.b)
    b[:, 1] = 0.0
    breath.move([0.5] * 4, MODEL.drives, MODEL.a_12, b)
    assert (breath.wires.weight[breath.source == 1] == 0).all()
    assert (breath.wires.weight[breath.source == 2] < 0).all()


def test_only_the_layer_that_changed_is_drawn(monkeypatch):
    stage, move = staged("breath")
    move(0.1)
    stage.render()
    monkeypatch.setattr(
        stage.drawing.feeds, "draw", lambda _: pytest.fail("the drives stand still")
    )
    move(0.6)
    stage.render()


def test_a_unit_is_the_map_of_what_it_answers(monkeypatch):
    stage, _ = staged("layers")
    tile = stage.drawing.maps[0]
    tile.values = np.array([[-1.0, 1.0], [-1.0, 1.0]])
    seen = []
    stage.canvas.draw()
    renderer = stage.canvas.get_renderer()
    monkeypatch.setattr(renderer, "draw_image", lambda gc, x, y, pixels: seen.append(pixels))
    tile.draw(renderer)
    pixels = seen[0][seen[0].shape[0] // 2].astype(int)
    assert pixels[3, 2] > pixels[3, 0] and pixels[-4, 0] > pixels[-4, 2]  # blue left, orange right
    assert np.abs(np.diff(pixels[6:-6, :3], axis=0)).max() < 40  # and no blocks between


def test_points_lie_on_the_output_where_the_map_says():
    drawing = made("layers")
    inputs = [np.zeros((2, 2))] * sum(drawing.sizes)
    weights = [np.ones(shape) for shape in zip(drawing.sizes[1:], drawing.sizes)]
    drawing.move(weights, inputs, (), [[2.0, 0.0], [0.0, -2.0]], [0, 1], reach=2.0)
    right, low = (dots.get_offsets()[0] - drawing.output for dots in drawing.points)
    assert right == pytest.approx([0.97 * 84, 0.0]) and low == pytest.approx([0.0, -0.97 * 84])


def test_words_are_fewer_in_a_small_drawing():
    stage, move = staged("neuron", width=320)
    move(0.2)
    stage.render()
    small = {t.get_text() for t in stage.drawing.axes.texts} | {
        t.get_text() for t in stage.canvas.figure.findobj(Text_seen)
    }
    assert scale_of(stage.drawing.axes) < 0.75
    assert "soma" in {text.strip() for text in small}
    assert not any("adds up" in text for text in small)


def test_a_label_is_where_matplotlib_would_set_it():
    figure = Figure(figsize=(2, 1), dpi=200)
    canvas = FigureCanvasAgg(figure)
    with rc_context(LOOKS["light"].rc()):
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, 2), ylim=(0, 1))
        axes.axis("off")
        canvas.draw()
        label = Label(1.0, 0.5, "V = 42 mV", ha="center", va="center", fontsize=9, color="k")
        axes.add_artist(label)
        label.draw(canvas.get_renderer())
        drawn = np.asarray(canvas.buffer_rgba())[..., 0] < 128
        box = label.get_window_extent(canvas.get_renderer())
    rows, columns = (np.flatnonzero(drawn.any(axis=k)) for k in (1, 0))
    assert columns[0] == pytest.approx(box.x0, abs=6) and columns[-1] == pytest.approx(
        box.x1, abs=6
    )
    assert rows.mean() == pytest.approx(100.0, abs=4)


def test_the_tube_is_as_warm_as_its_voltage_and_arrows_stand_where_current_flows_in():
    axon = made("axon")
    V, inward = np.full(100, -65.0), np.zeros(100)
    V[40:50], inward[50:55] = 30.0, 1.0
    axon.move(V, inward)
    level = axon.tube.values[0]
    assert level[40:50].min() > level[:40].max()
    places = [x for x, flow in zip(axon.x, axon.flows) if np.ptp(flow.get_xy(), axis=0).any()]
    assert places and all(0.47 < (x - 26) / 668 < 0.58 for x in places)


# -- in the figures -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("topic", "name", "times"),
    [
        ("integrate_fire", "leak", [0.0, 30.0, 72.0, 140.0, 399.0]),
        ("action_potential", "neuron", [0.0, 6.0, 7.6, 9.0, 100.0]),
    ],
)
def test_what_flows_into_a_circuit_charges_it_or_flows_out(topic, name, times, monkeypatch):
    import importlib

    seen = []
    move = diagrams.Circuit.move

    def watched(self, V, I, g, currents, **options):
        seen.append((*I, sum(currents), options.get("reset", False)))
        return move(self, V, I, g, currents, **options)

    monkeypatch.setattr(diagrams.Circuit, "move", watched)
    live = getattr(importlib.import_module(f"course.explore.{topic}"), name).explorer()
    for now in times:
        live.set(now=now)
    held = [row for row in seen if row[3]]
    free = [row for row in seen if not row[3]]
    assert len(free) >= len(times)
    for I, charge, out, _ in free:
        assert I == pytest.approx(charge + out, abs=1e-9)
    assert all(charge == 0.0 for _, charge, _, _ in held)


def test_the_ball_of_a_recall_lies_at_the_energy_of_its_state():
    from course.explore import hopfield

    live = hopfield.recall.explorer()
    for t, lesion in ((0, 0.0), (40, 0.0), (100, 0.0)):
        live.set(t=t, lesion=lesion)
        valley = next(iter(live.artists["valley"].values()))
        r = live.result
        energy = r.past[-1] * len(r.m) / r.now.size**2
        at = np.interp(r.m[0], np.linspace(-1, 1, valley.energy.size), valley.energy)
        assert at == pytest.approx((energy + 0.75) / 0.85, abs=2e-3)
        # The hill is the energy of the other overlap: that of A itself is the lowest there is.
        whole = 0.5 * (r.m**2).sum()
        assert energy == pytest.approx(-whole, abs=0.02)


# -- the beam --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weights", "sign"),
    [((24, 12, 20, 16), 0), ((24, 12, 20, 30), -1), ((40, 160, 20, 120), 1), ((0, 0, 0, 0), 0)],
)
def test_a_beam_is_level_where_drive_and_excitation_weigh_what_is_against_them(weights, sign):
    down, corners = blocks(weights)
    assert np.sign(round(down, 9)) == sign
    sides = np.ptp(corners, axis=1)
    np.testing.assert_allclose(sides[:, 0], sides[:, 1], atol=1e-9)
    np.testing.assert_allclose(sides[:, 0] ** 2, 3.2**2 * np.array(weights), atol=1e-9)
    low = corners[:, 0, 1]
    assert low[0] == low[1] and low[2] == low[3] and np.sign(round(low[2] - low[0], 9)) == sign


def test_blocks_of_a_beam_stay_in_their_drawing():
    _, corners = blocks((1e9, 1e9, 1e9, 0.0))
    assert corners.min() >= 0.0 and corners[..., 0].max() <= diagrams.Beam.WIDTH
