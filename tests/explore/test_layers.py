"""What the live figures of lesson 10 draw is what the models and the theory say."""

import numpy as np
import pytest

from course.explore import layers as explore
from course.explore.layers._lenet import formula
from course.material.lenet import lenet5
from course.models import perceptron
from course.plots import planes


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


def test_the_rule_as_printed_ends_with_the_answer_0_to_everything():
    live = explore.learning(data="OR", rule="as printed", ahead=True, seen=80)
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
    assert result.tried == len(result.runs) == 60 and np.isfinite(result.fraction).all()
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
