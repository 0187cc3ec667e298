"""Non-normal networks against closed forms and the published example."""

import numpy as np
import pytest
from scipy.linalg import expm

from course.models.rate_network.examples import (
    balanced,
    integrator,
    numerical_abscissa,
    transient_peak,
    with_eigenvalues,
)


def test_balanced_network_is_a_feedforward_one_in_sum_and_difference():
    # Murphy & Miller (2009), Neuron 61:635-648, fig. 1: w_FF = w (1 + k) = 9, w_+ = 3/7
    S = np.array([[1.0, 1.0], [1.0, -1.0]]) / np.sqrt(2)
    assert np.allclose(S @ balanced() @ S, [[-3 / 7, 9.0], [0.0, 0.0]])


def test_pulse_to_excitation_follows_the_closed_form():
    # r_+ = 9 (exp(-t) - exp(-10 t / 7)) / (3/7) / sqrt(2) + exp(-10 t / 7) / sqrt(2)
    t = 1.3
    r = expm((balanced() - np.eye(2)) * t) @ [1.0, 0.0]
    plus = (21 * (np.exp(-t) - np.exp(-10 * t / 7)) + np.exp(-10 * t / 7)) / np.sqrt(2)
    assert (r[0] + r[1]) / np.sqrt(2) == pytest.approx(plus, rel=1e-12)


@pytest.mark.parametrize("tau", [1.0, 20.0])
def test_transient_peak_is_the_highest_point_of_the_norm(tau):
    W = balanced()
    A = (W - np.eye(2)) / tau
    t = np.linspace(0, 8 * tau, 4001)
    norms = [np.linalg.norm(expm(A * x), 2) for x in t]
    peak = transient_peak(W, tau)
    assert peak.peak == pytest.approx(max(norms), rel=1e-6)
    assert peak.t == pytest.approx(t[np.argmax(norms)], abs=2e-3 * tau)
    assert np.allclose(expm(A * peak.t) @ peak.start, peak.end)
    assert np.linalg.norm(peak.start) == pytest.approx(1.0)
    assert np.linalg.norm(peak.end) == pytest.approx(peak.peak)
    assert peak.decay == pytest.approx(-1 / tau)


@pytest.mark.parametrize("W", [balanced(), np.random.default_rng(0).normal(size=(20, 20)) / 5])
def test_numerical_abscissa_is_the_initial_slope_and_bounds_the_norm(W):
    tau, step = 3.0, 1e-5
    A = (W - np.eye(len(W))) / tau
    slope = (np.linalg.norm(expm(A * step), 2) - 1) / step
    omega = numerical_abscissa(W, tau)
    assert slope == pytest.approx(omega, rel=1e-3)
    for t in (0.5, 2.0, 10.0):
        assert np.linalg.norm(expm(A * t), 2) <= np.exp(omega * t) * (1 + 1e-12)


def test_normal_network_never_grows_on_the_way():
    peak = transient_peak(with_eigenvalues([0.9, 0.5, -1.0], rng=1), tau=5.0)
    assert peak.peak == 1.0 and peak.t == 0.0
    assert peak.abscissa == pytest.approx(peak.decay)
    assert transient_peak(integrator(5, 0.5)).peak == 1.0


def test_unstable_network_is_refused():
    with pytest.raises(ValueError, match=r"real part 1.5; allowed is below 1"):
        transient_peak([[1.5, 0.0], [0.0, 0.0]])
    with pytest.raises(ValueError, match="W has shape"):
        numerical_abscissa(np.ones((2, 3)))


@pytest.mark.parametrize("N", [3, 7, 10])
def test_an_integrator_is_not_stable_whatever_rounding_makes_of_its_eigenvalue(N):
    with pytest.raises(ValueError, match="allowed is below 1"):
        transient_peak(integrator(N))


def test_the_start_that_grows_most_is_the_one_with_its_largest_entry_positive():
    W = balanced()
    peak = transient_peak(W, 10.0)
    assert peak.start[np.abs(peak.start).argmax()] > 0
    assert np.linalg.norm(peak.end) == pytest.approx(peak.peak, rel=1e-9)
