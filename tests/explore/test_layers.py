"""What the live figures of lesson 10 draw is what the models and the theory say."""

from pathlib import Path

import numpy as np
import pytest

from course.explore import layers as explore
from course.explore._ink import packed, unpacked
from course.explore.layers import _digits
from course.explore.layers._lenet import formula
from course.live import Event
from course.material.lenet import lenet5
from course.models import perceptron
from course.plots import planes

LESSON = Path(__file__).parents[2] / "solutions" / "10_layers.py"


def test_a_level_of_a_bowl_is_a_circle():
    x = np.linspace(*planes.SIDE, 49)
    X, Y = np.meshgrid(x, x)
    a, b = planes.level(x, (X - 0.5) ** 2 + (Y - 0.4) ** 2, 0.5)
    r = np.hypot(a - 0.5, b - 0.4)[np.isfinite(a)]
    h = x[1] - x[0]  # a chord stays within h^2 / (4 r) of the circle
    assert len(r) > 100 and np.abs(r - np.sqrt(0.5)).max() < h * h / 2


def test_no_level_gives_no_strokes():
    x = np.linspace(0.0, 1.0, 5)
    assert len(planes.level(x, np.zeros((5, 5)), 0.5)[0]) == 0


@pytest.mark.parametrize("w", [(1.0, -2.0), (0.0, 3.0), (2.0, 0.0), (1.0, 1.0)])
def test_a_unit_s_line_lies_where_its_net_input_is_zero(w):
    xs, ys = planes.line(w, -0.5)
    assert len(xs) == 2
    assert w[0] * xs + w[1] * ys - 0.5 == pytest.approx(0.0, abs=1e-12)


def test_a_unit_without_weights_has_no_line():
    assert np.isnan(planes.line((0.0, 0.0), 1.0)).all()


@pytest.mark.parametrize("gate", ["AND", "OR", "XOR"])
def test_the_course_of_learning_is_the_library_s(gate):
    live = explore.learning(data=gate, seen=80)
    found = live.result.course
    course = perceptron.train(*perceptron.gate(gate), epochs=20)
    K = found.mistakes[-1]
    moved = np.flatnonzero(np.diff(found.mistakes)) + 1
    assert K == len(course.examples)
    assert found.weights[moved, :2] == pytest.approx(course.weights[1:])
    assert found.weights[moved, 2] == pytest.approx(course.biases[1:])


def test_the_rule_without_the_target_ends_with_the_answer_0_to_everything():
    live = explore.learning(data="OR", rule="without the target", ahead=True, seen=80)
    assert live.result.wrong == 3
    assert perceptron.output(live.result.unit, perceptron.CORNERS).sum() == 0


@pytest.mark.parametrize("weights", [0, 1])
def test_both_foldings_are_xor_at_the_corners_and_nothing_without_a_bend(weights):
    live = explore.fold()
    name = live.controls["weights"].options[weights]
    assert live.set(weights=name).values == pytest.approx([0, 1, 1, 0])
    if weights == 0:
        assert live.set(leak=1.0).values == pytest.approx(0.0)
        x = live.set(leak=0.0, probe=[0.3, 0.9])
        assert x.y == pytest.approx(perceptron.xor_by_hand([0.3, 0.9]))


def test_counting_stuck_starts_ends_with_all_of_them():
    live = explore.starts(H=2, activation="tanh")
    result = live.finish()
    assert result.tried == len(result.runs) == 100 and np.isfinite(result.fraction).all()
    assert result.fraction[0] == 0.0  # one hidden unit draws one line
    stuck = [run.loss[-1] for run in result.runs if not run.learned]
    # two corners of different class at 1/2, the others right but for slow tails
    assert stuck == pytest.approx(np.full(len(stuck), np.log(2) / 2), abs=5e-3)


def test_the_way_each_layer_of_lenet_is_counted_gives_its_parameters():
    counted = {"C1": 6 * 26, "S2": 12, "C3": 60 * 25 + 16, "S4": 32, "C5": 120 * 401,
               "F6": 84 * 121}  # fmt: skip
    for k, layer in enumerate(lenet5()):
        assert layer.parameters == counted.get(layer.name, 0)
        assert formula(k)


def my_update(w, b, x, t, r):
    error = t - float(w @ x + b > 0)
    return w + r * error * x, b + r * error


@pytest.mark.parametrize("data", ["AND", "OR", "XOR", "cloud"])
def test_the_student_s_rule_makes_the_mistakes_of_the_rule(data):
    result = explore.learning.explorer(data=data, mine=my_update).result
    assert np.array_equal(result.mine, result.course.mistakes)


def test_a_student_s_rule_without_a_sign_makes_more_mistakes():
    def wrong(w, b, x, t, r):
        error = abs(t - float(w @ x + b > 0))
        return w + r * error * x, b + r * error

    result = explore.learning.explorer(data="AND", mine=wrong).result
    assert result.mine[-1] > result.course.mistakes[-1] + 10


def my_gradients(W1, b1, W2, b2, X, t):
    a = np.tanh(X @ W1.T + b1)
    y = 1 / (1 + np.exp(-(a @ W2 + b2)))
    d2 = (y - t) / len(t)
    d1 = np.outer(d2, W2) * (1 - a * a)
    return d1.T @ X, d1.sum(axis=0), d2 @ a, d2.sum()


@pytest.mark.parametrize("data", ["XOR", "ring", "spirals"])
def test_the_student_s_slopes_lower_the_loss_as_the_library_s_do(data):
    result = explore.training.explorer(data=data, mine=my_gradients).finish()
    early = result.epochs <= 201
    assert result.mine[result.epochs[early] - 1] == pytest.approx(result.loss[early], rel=1e-9)


@pytest.mark.parametrize("function", [lambda *_: ..., lambda *_: (..., ...)])
def test_an_empty_function_of_the_student_leaves_the_figures_as_they_are(function):
    for figure in (explore.learning, explore.training):
        live = figure.explorer(mine=function)
        assert live.result.mine is None
        assert "Yours" not in live.summary


def test_the_boundary_is_carried_to_where_the_plane_is_pressed():
    live = explore.line.explorer(w1=1.0, w2=-2.0)
    live.point(Event("press", "x", 0.5, 1.0))
    assert live.values["b"] == pytest.approx(1.5)
    live.point(Event("press", "n", 0.5, 1.0))
    assert live.values["b"] == pytest.approx(1.5)


def test_the_arrow_of_the_weights_is_moved_at_its_tip():
    live = explore.line.explorer(w1=2.0, w2=-1.0)
    (tip,) = live.places()
    assert tip == pytest.approx([1.1, 0.2])


SHARES = {"tanh": "57, 97 and 100", "relu": "26, 63, 70, 73, 93 and 98"}
SIZES = {"tanh": (2, 3, 4), "relu": (2, 3, 4, 5, 6, 8)}


@pytest.mark.parametrize("activation", SHARES)
def test_as_many_starts_learn_xor_as_the_lesson_says(activation):
    assert SHARES[activation] in LESSON.read_text("utf-8")
    fraction = explore.starts.explorer(activation=activation).finish().fraction
    percent = (100 * fraction).round()[[size - 1 for size in SIZES[activation]]]
    assert ", ".join(f"{value:.0f}" for value in percent) == SHARES[activation].replace(" and", ",")


def test_the_student_s_batches_lower_the_loss_of_the_playground():
    def my_batches(n, size, rng):
        order = rng.permutation(n)
        return [order[k : k + size] for k in range(0, n, size)]

    live = explore.playground.explorer(data="gaussians", depth=0, mine=my_batches)
    assert live.result.mine[0] > live.result.mine[-1]
    assert live.result.mine[-1] < 0.1
    assert explore.playground.explorer(mine=lambda *_: ...).result.mine is None


def test_what_is_painted_is_class_1_and_a_press_on_it_rubs_it_out():
    live = explore.playground.explorer(ink="", depth=0)
    live.point(Event("press", "x", -0.5, 0.5), Event("move", "x", 0.5, 0.5))
    live.point(Event("release", "x", 0.5, 0.5), Event("move", "x", 0.5, -0.5))
    assert live.values["data"] == "drawn"
    X, y = live.result.learned
    near = np.min([np.hypot(*(X - place).T) for place in ((-0.5, 0.5), (0.5, 0.5))], axis=0)
    assert y[near < 0.12].all() and not y[near > 0.3].any()
    live.point(Event("press", "x", 0.5, 0.5), Event("release", "x", 0.5, 0.5))
    assert live.result.learned.y[near < 0.12].sum() < np.sum(near < 0.12)


def test_keys_paint_in_the_playground_and_delete_clears_it():
    live = explore.playground.explorer(ink="", depth=0)
    live.point(*(Event("key", key=name) for name in ("ArrowRight", "ArrowUp", " ")))
    assert live.values["at"] == pytest.approx([0.1, 0.1])
    painted = live.values["ink"]
    assert int(painted, 16) > 0
    live.point(Event("key", key=" "))
    assert int(live.values["ink"], 16) == 0
    live.point(Event("key", key=" "), Event("key", key="Delete"))
    assert int(live.values["ink"], 16) == 0


def test_the_errors_of_the_figure_are_those_of_its_layers():
    result = explore.vanishing.explorer(gain=1.0, activation="sigmoid").result
    assert len(result.layers) == len(result.found.backward) == 20
    assert result.found.backward[0] == pytest.approx(result.theory.backward[0], rel=0.5)


@pytest.mark.parametrize("formula", ["x·x + x", "tanh(x)·x + tanh(x)", "exp(tanh(−x·x))·x"])
def test_slopes_that_have_gone_all_the_way_back_are_those_of_the_curve(formula):
    values = []
    for x in (0.5, 0.7):
        r = explore.backward.explorer(formula=formula, x=x).result
        values.append(r.nodes[-1].value)
        near = [
            explore.backward.explorer(formula=formula, x=x + h).result.nodes[-1].value
            for h in (0.1, -0.1)
        ]
        assert r.grads[0] == pytest.approx((near[0] - near[1]) / 0.2, abs=0.03)
        assert np.interp(x, np.linspace(-3, 3, 121), r.curve) == pytest.approx(values[-1], abs=1e-3)


def test_a_node_that_is_used_twice_collects_twice_before_it_hands_on():
    r = explore.backward.explorer(formula="tanh(x)·x + tanh(x)", x=0.5, t=6).result
    assert r.grads == pytest.approx([np.tanh(0.5), 1.5, 1.0, 1.0])
    assert explore.backward.explorer(t=2).result.grads is None


def test_a_network_made_by_hand_goes_where_it_says_and_its_border_is_at_one_half():
    live = explore.fold.explorer(stage=3.0, mine=([0.0, -1.0], [1.0, -2.0]))
    np.testing.assert_allclose(live.result.mine[:, 0], [0.0, 1.0, 1.0, 0.0])
    x, y = (line[np.isfinite(line)] for line in live.result.border)
    assert sorted({round(total, 9) for total in x + y}) == [0.5, 1.5]
    assert explore.fold.explorer(mine=([..., ...], [..., ...])).result.mine is None
    assert "two numbers are wanted" in explore.fold.explorer(mine=([1.0], [1.0, 2.0])).summary
    assert np.size(explore.fold.explorer(mine=([0.0, 0.0], [0.0, 0.0])).result.border) == 0


def test_a_hand_writes_rubs_out_and_is_read():
    live = explore.reading.explorer(H=4, rate=0.25)
    live.point(Event("key", key="Delete"))
    assert not unpacked(live.values["ink"], _digits.FINE).any()
    stroke = [
        Event("press", "ink", 16, 4),
        Event("move", "ink", 16.2, 27.6),
        Event("release", "ink"),
    ]
    live.point(*stroke)
    ink = unpacked(live.values["ink"], _digits.FINE)
    assert ink[4:29, 16].all() and not ink[:, :13].any() and not ink[:, 20:].any()
    assert _digits.coarse(ink).reshape(8, 8)[3].tolist() == [0, 0, 0, 0.5, 0.75, 0, 0, 0]
    live.point(*stroke)  # it begins on ink
    assert not unpacked(live.values["ink"], _digits.FINE).any()
    for key in ("Enter", *["ArrowUp"] * 5, "Enter", "ArrowLeft"):
        live.point(Event("key", key=key))
    assert unpacked(live.values["ink"], _digits.FINE)[23:29, 16].all()
    assert live.values["at"] == [15, 23]


def test_drawings_come_back_from_text_and_the_data_s_own_digits_do_as_their_pixels():
    ink = np.random.default_rng(0).random((32, 32)) < 0.5
    assert np.array_equal(unpacked(packed(ink), _digits.FINE), ink)
    assert np.allclose(_digits.coarse(ink).sum(), ink.sum() / 16)
    assert not unpacked("", _digits.FINE).any()
