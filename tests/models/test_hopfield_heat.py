"""Units that err, against the distribution of Boltzmann, closed forms and published numbers."""

import itertools

import numpy as np
import pytest
from scipy.optimize import brentq

from course.models import hopfield
from course.models.hopfield import states, theory

SIGMAS = 5.0  # a right program fails once in two million


def test_states_are_met_as_often_as_boltzmann_says():
    xi, T = hopfield.random_patterns(2, 4, rng=3), 0.6
    every = np.array(list(itertools.product([-1.0, 1.0], repeat=4)))
    weight = np.exp(-(2 / 4) * hopfield.energy(hopfield.train(xi), every) / T)
    chance = weight / weight.sum()
    blocks = []  # independent runs, so that their scatter is the standard error
    for seed in range(40):
        run = hopfield.warm(xi, every[seed % 16], T=T, sweeps=1000, rng=seed).states[100:]
        place = (run > 0) @ [8, 4, 2, 1]
        blocks.append(np.bincount(place, minlength=16) / len(run))
    error = np.std(blocks, axis=0) / np.sqrt(40)
    assert np.ptp(chance) > 0.1
    assert np.abs((np.mean(blocks, axis=0) - chance) / error).max() < SIGMAS


def test_without_heat_it_is_recall():
    xi = hopfield.random_patterns(9, 300, rng=1)
    cue = states.corrupt(xi[0], 0.2, rng=2)
    run = hopfield.warm(xi, cue, T=0.0, sweeps=20, rng=1)
    end = hopfield.recall_patterns(xi, run.states[-1], rng=1)
    assert end.flips.size == 0  # it rests
    assert run.overlaps[-1, 0] == 1.0
    np.testing.assert_allclose(run.overlaps, run.states @ xi.T / 300, atol=1e-15)


def test_the_plain_reading_and_its_twin_visit_alike():
    xi = hopfield.random_patterns(5, 60, rng=1)
    runs = [hopfield.warm(xi, xi[0], T=0.7, sweeps=20, rng=4, plain=p) for p in (True, False)]
    np.testing.assert_array_equal(runs[0].states, runs[1].states)
    np.testing.assert_array_equal(runs[0].overlaps, runs[1].overlaps)


@pytest.mark.parametrize("T", [0.3, 0.6, 0.8])
def test_many_units_keep_as_much_of_a_memory_as_the_equation_says(T):
    xi = hopfield.random_patterns(2, 10_000, rng=1)
    run = hopfield.warm(xi, xi[0], T=T, sweeps=100, rng=2)
    m = theory.warm_overlap(T)
    assert m == pytest.approx(np.tanh(m / T), abs=1e-6) and m > 0.5
    # the mean of 60 sweeps; near T = 1 fluctuations grow as 1 / (1 - (1 - m^2) / T)
    width = np.sqrt((1.0 - m**2) / 10_000) / (1.0 - (1.0 - m**2) / T)
    assert run.overlaps[40:, 0].mean() == pytest.approx(m, abs=3.0 * width)


def test_above_one_nothing_is_kept():
    xi = hopfield.random_patterns(2, 10_000, rng=1)
    run = hopfield.warm(xi, xi[0], T=1.3, sweeps=60, rng=2)
    assert np.abs(run.overlaps[40:]).max() < 0.1
    assert theory.warm_overlap([1.0, 1.3]) == pytest.approx([0.0, 0.0])


def test_a_mixture_is_a_valley_up_to_the_published_temperature():
    assert theory.mixture_limit() == pytest.approx(
        0.46, abs=0.005
    )  # Hertz et al. 1991, section 2.5
    assert theory.warm_overlap(0.0, mixed=True) == pytest.approx(0.5)
    xi = hopfield.random_patterns(3, 20_000, rng=1)
    for T, stays in ((0.35, True), (0.6, False)):
        run = hopfield.warm(xi, states.mixture(xi, [0, 1, 2]), T=T, sweeps=150, rng=3)
        spread = np.ptp(run.overlaps[-1])
        assert (spread < 0.05) == stays, spread
        if stays:
            m = theory.warm_overlap(T, mixed=True)
            assert run.overlaps[-1] == pytest.approx([m] * 3, abs=0.03)
        else:
            assert run.overlaps[-1].max() == pytest.approx(theory.warm_overlap(T), abs=0.03)


def test_at_no_heat_an_input_of_0_keeps_a_unit():
    xi = np.array([[1.0, 1.0], [1.0, -1.0]])  # their weights cancel
    for plain in (True, False):
        run = hopfield.warm(xi, [-1.0, 1.0], T=0.0, sweeps=3, rng=1, plain=plain)
        np.testing.assert_array_equal(run.states, [[-1.0, 1.0]] * 4)


@pytest.mark.parametrize("T", [0.1, 0.35, 0.45])
def test_the_overlaps_of_a_mixture_are_a_mean_over_all_signs_of_the_other_two(T):
    signs = np.array(list(itertools.product([-1.0, 1.0], repeat=3)))

    def left(m):
        return np.mean(signs[:, 0] * np.tanh(m * signs.sum(axis=1) / T)) - m

    assert theory.warm_overlap(T, mixed=True) == pytest.approx(brentq(left, 0.1, 1.0), abs=1e-6)


def test_the_mixture_ends_where_a_small_difference_of_two_overlaps_grows():
    """Slopes of the mean-field map, by differences, at the mixture."""
    signs = np.array(list(itertools.product([-1.0, 1.0], repeat=3)))

    def grows(T):
        m = np.full(3, theory.warm_overlap(T, mixed=True))
        up = np.mean(signs[:, 0] * np.tanh(signs @ (m + [1e-6, -1e-6, 0.0]) / T))
        down = np.mean(signs[:, 0] * np.tanh(signs @ (m - [1e-6, -1e-6, 0.0]) / T))
        return (up - down) / 2e-6 - 1.0

    assert theory.mixture_limit() == pytest.approx(brentq(grows, 0.3, 0.6), abs=1e-4)


@pytest.mark.parametrize("wrong", [{"T": -0.1}, {"sweeps": 0}, {"state": [1.0, 0.0]}])
def test_what_no_network_can_do_is_refused_by_name(wrong):
    good = {"patterns": [[1.0, -1.0]], "state": [1.0, 1.0], "T": 0.5, "sweeps": 3, "rng": 1}
    with pytest.raises(ValueError, match=next(iter(wrong))):
        hopfield.warm(**(good | wrong))


def test_a_sweep_is_a_sign_of_the_input_and_half_the_temperature_times_logistic_noise():
    xi = hopfield.random_patterns(3, 3000, rng=1)
    rng = np.random.default_rng(5)
    order = rng.permutation(3000)
    noise = rng.logistic(0.0, 0.35, 3000)
    s = xi[0].copy()
    for i in order:
        h = xi[:, i] @ (xi @ s) - 3.0 * s[i]
        s[i] = np.sign(h / 3000 + noise[i])
    run = hopfield.warm(xi, xi[0], T=0.7, sweeps=1, rng=5)
    np.testing.assert_array_equal(run.states[1], s)
