"""What pictures are given is checked where artists are made, and when something fails."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from course.plots import given, traces
from course.plots.diagrams import Circuit
from course.plots.panel import Panels

T = np.arange(5.0)


@pytest.fixture
def ax():
    figure = Figure()
    return Panels(figure, figure.subplot_mosaic([["V", "cell"]]))


def test_the_first_frame_names_what_does_not_fit(ax):
    with pytest.raises(ValueError, match=r"^V has shape \(4,\); allowed is \(5\), like t$"):
        ax.show(lambda ax, _: traces.voltage(ax.V, T, T[1:], [], 0.0), None)
    with pytest.raises(ValueError, match=r"^y has shape \(4,\); allowed is \(5\), like x$"):
        ax.show(lambda ax, _: ax.V.line("x", T, T[1:]), None)


def test_no_later_frame_is_checked(ax, monkeypatch):
    def show(ax, k):
        traces.voltage(ax.V, T, T + k, [], 0.0)
        ax.cell.drawing(Circuit).move(-60.0 + k, (1.0, 1.0), (0.1,) * 3, (1.0,) * 3)

    ax.show(show, 0)
    looked = []
    monkeypatch.setattr(given, "examine", lambda *given: looked.append(given))
    ax.show(show, 1)
    assert not looked


def test_a_call_that_fails_is_told_by_its_argument():
    with pytest.raises(ValueError, match=r"^bottom has shape \(2,\); allowed is \(3\), like x$"):
        traces.strokes(np.ones(3), np.ones(2), 0.0)


def test_what_fails_with_fitting_arguments_fails_as_it_does():
    @given.checked
    def broken(x: float) -> None:
        raise KeyError("not an argument's fault")

    with pytest.raises(KeyError):
        broken(1.0)


def test_a_session_that_raises_what_numpy_can_draws_too():
    with np.errstate(all="raise"):
        x, y = traces.joined(np.array([0.0, 1e-300]), np.array([[1e-300, 2.0]]))
    assert x.size == y.size == 3
