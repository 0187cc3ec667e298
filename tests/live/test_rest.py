"""Pictures that were not drawn lately keep their pixels in little memory, and lose nothing."""

import ctypes
import gc
from types import SimpleNamespace

import numpy as np
import pytest

from course.explore import integrate_fire
from course.live import picture as module
from course.live.picture import AWAKE, Runs


def moved(live, V_th):
    """The picture of one value, as the page gets it."""
    live.set(V_th=V_th)
    live.picture.render()
    return live.picture.frame()


@pytest.fixture
def neuron():
    live = integrate_fire.neuron.explorer()
    live.resize(ratio=1.0)
    live.picture.render()
    live.picture.frame(key=True)
    return live


def test_a_picture_that_has_rested_goes_on_as_if_it_had_not(neuron):
    moved(neuron, -52.0)
    expected = moved(neuron, -55.0)
    moved(neuron, -52.0)
    drawings = neuron.picture.drawings
    neuron.picture.rest()
    assert moved(neuron, -55.0) == expected
    assert neuron.picture.drawings == drawings  # what is still was not drawn again


def test_a_picture_at_rest_can_be_had_as_an_image_and_resized(neuron):
    before = neuron.picture.image()
    neuron.picture.rest()
    assert neuron.picture.image() == before
    neuron.picture.rest()
    neuron.picture.rest()  # twice is once
    neuron.resize(width=500.0)
    neuron.picture.render()
    assert neuron.picture.image().size[0] == 500


@pytest.mark.parametrize("problem", [TypeError, OSError, AttributeError])
def test_what_is_freed_goes_back_to_the_system_where_that_can_be_asked(
    neuron, monkeypatch, problem
):
    asked = []

    def library(name):
        assert name is None
        if asked:
            raise problem
        return SimpleNamespace(malloc_trim=asked.append)

    monkeypatch.setattr(ctypes, "CDLL", library)
    neuron.picture.rest()
    neuron.picture.render()
    neuron.picture.rest()  # nobody is there to be asked
    assert asked == [0]


def test_a_schematic_looks_the_same_after_a_rest():
    live = integrate_fire.leak.explorer()
    live.resize(ratio=1.0)
    for now in (50.0, 51.0):
        live.set(now=now)
        live.picture.render()
    before = live.picture.image()
    live.picture.rest()
    assert live.picture.image() == before


def test_of_many_pictures_only_those_drawn_last_are_awake():
    lives = [integrate_fire.neuron.explorer(tau_m=float(tau)) for tau in (10, 15, 20, 25)]
    for live in lives:
        live.resize(ratio=1.0)
        live.picture.render()
    resting = [live.picture._resting is not None for live in lives]
    assert resting == [True] * (4 - AWAKE) + [False] * AWAKE
    del live, lives
    gc.collect()
    assert all(kept() is None for kept in module._awake)  # nobody is kept alive by it


def test_pixels_come_back_from_their_runs():
    rng = np.random.default_rng(0)
    for pixels in (rng.integers(0, 3, (7, 11)), np.zeros((3, 4)), np.arange(12).reshape(3, 4)):
        pixels = pixels.astype(np.uint32)
        np.testing.assert_array_equal(Runs.of(pixels).pixels(), pixels)
    assert Runs.of(np.zeros((1000, 1000), np.uint32)).colors.nbytes == 4
