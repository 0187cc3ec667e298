"""The leaky neuron under a pulse and under noise: published numbers, quadrature, simulation."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import erfcx

from course import stimuli
from course.models.integrate_fire import (
    LIF,
    chronaxie,
    firing_rate,
    noisy_firing,
    rheobase,
    simulate,
    sine_response,
    strength,
)

ODD = LIF(tau_m=17.3, R=0.21, E_L=-71.7, V_th=-49.1, V_reset=-60.3, t_ref=3.7)


def nested(model, I, sigma):
    """Rate and CV by two nested quadratures, as the integrals are printed."""
    unit = np.sqrt(2.0) * sigma
    a, b = ((V - model.E_L - model.R * I) / unit for V in (model.V_reset, model.V_th))

    def inner(x):
        # exp(x^2) int_-inf^x exp(y^2) (1 + erf y)^2 dy, with y = x - s
        reach = max(x, 0.0) + 9.0
        return quad(lambda s: np.exp(2 * x * s - s * s) * erfcx(s - x) ** 2, 0, reach)[0]

    climb = quad(lambda x: erfcx(-x), a, b, epsabs=0.0, epsrel=1e-11)[0]
    wait = model.t_ref + model.tau_m * np.sqrt(np.pi) * climb
    spread = quad(inner, a, b, epsabs=0.0, epsrel=1e-8)[0]
    return 1000.0 / wait, np.sqrt(2.0 * np.pi * spread) * model.tau_m / wait


@pytest.mark.parametrize("model", [LIF(), ODD])
@pytest.mark.parametrize("sigma", [1.0, 4.0, 9.0])
@pytest.mark.parametrize("I", [0.0, 100.0, 170.0, 400.0])
def test_rate_and_cv_are_the_two_integrals(model, I, sigma):
    np.testing.assert_allclose(
        noisy_firing(model, I, sigma), nested(model, I, sigma), rtol=1e-6, atol=1e-80
    )


@pytest.mark.parametrize(
    "I, sigma, rate, cv",
    [
        (150, 2, 8.401, 0.519),
        (250, 3, 30.106, 0.289),
        (100, 3, 2.715, 0.840),
        (200, 8, 28.17, 0.662),
    ],
)
def test_rate_and_cv_are_those_of_an_independent_program(I, sigma, rate, cv):
    found = noisy_firing(LIF(), I, sigma)
    assert found.rate == pytest.approx(rate, abs=6e-3)
    assert found.cv == pytest.approx(cv, abs=6e-4)


def test_without_much_noise_the_rate_is_that_of_the_curve():
    found = noisy_firing(LIF(), [100.0, 200.0, 400.0], 1e-3)
    np.testing.assert_allclose(found.rate, firing_rate(LIF(), [100.0, 200.0, 400.0]), rtol=1e-6)
    assert np.all(found.cv[1:] < 1e-3)


def test_spikes_too_rare_to_count_come_by_pure_chance():
    assert noisy_firing(LIF(), 0.0, 0.5) == (0.0, 1.0)
    assert noisy_firing(LIF(), 0.0, 3.0).cv == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("I, sigma", [(150.0, 4.0), (250.0, 3.0), (100.0, 8.0)])
def test_a_long_run_has_the_rate_and_the_cv_of_theory(I, sigma, seed):
    spikes = simulate(LIF(), np.full(2_000_000, I), sigma=sigma, rng=seed).spikes
    gaps = np.diff(spikes)
    theory = noisy_firing(LIF(), I, sigma)
    error = theory.cv / np.sqrt(gaps.size)
    assert 1000.0 / gaps.mean() == pytest.approx(theory.rate, rel=5.0 * error)
    assert gaps.std() / gaps.mean() == pytest.approx(theory.cv, rel=5.0 / np.sqrt(gaps.size))


@pytest.mark.parametrize("model", [LIF(), ODD])
@pytest.mark.parametrize("duration", [1.0, 5.0, 20.0, 50.0])
def test_a_pulse_a_little_stronger_than_its_strength_spikes_and_a_weaker_one_does_not(
    model, duration
):
    for factor, count in ((0.999, 0), (1.001, 1)):
        I = stimuli.step(
            factor * strength(model, duration), 10.0, duration=200.0, stop=10.0 + duration
        )
        assert simulate(model, I).spikes.size == count


def test_lapicques_numbers_of_the_default_neuron():
    found = strength(LIF(), [1.0, 5.0, 20.0, 50.0, 200.0])
    np.testing.assert_allclose(found, [5083.8, 1085.6, 342.5, 205.5, 166.9], atol=0.05)
    assert chronaxie(LIF()) == pytest.approx(20.794, abs=5e-4)
    assert strength(LIF(), chronaxie(LIF())) == pytest.approx(2.0 * rheobase(LIF()), rel=1e-12)
    assert 1e-6 * strength(LIF(), 1e-6) == pytest.approx(5000.0, rel=1e-6)  # fC


def test_a_neuron_that_rests_above_its_threshold_has_no_strength():
    with pytest.raises(ValueError, match="E_L is"):
        strength(LIF(E_L=-40.0), 5.0)


def test_currents_and_noises_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="sigma has shape"):
        noisy_firing(LIF(), [1.0, 2.0], [1.0, 2.0, 3.0])


@pytest.mark.parametrize(
    ("f", "part", "lag"), [(1.0, 0.983, 10.7), (5.305, 0.707, 45.0), (20.0, 0.256, 75.1)]
)
def test_a_sine_moves_the_membrane_as_its_time_constant_says(f, part, lag):
    swing = sine_response(LIF(), 100.0, f)
    assert swing.amplitude / 9.0 == pytest.approx(part, abs=5e-4)
    assert swing.lag == pytest.approx(lag, abs=0.05)


@pytest.mark.parametrize("f", [2.0, 20.0, 100.0])
@pytest.mark.parametrize("model", [LIF(), ODD])
def test_a_simulated_membrane_swings_as_far_and_as_late(f, model):
    dt = 1.0 / f  # ms, a thousandth of a cycle
    turns = (np.arange(1000 * (3 + round(0.02 * f * model.tau_m))) + 0.5) / 1000
    V = simulate(model, 20.0 * np.sin(2 * np.pi * turns), dt=dt).V[-1000:] - model.E_L
    # the last cycle as a sum of sines: what is in phase with the current, and a quarter late
    phase = 2 * np.pi * np.arange(1, 1001) / 1000
    inphase, late = 2 * np.mean(V * np.sin(phase)), -2 * np.mean(V * np.cos(phase))
    swing = sine_response(model, 20.0, f)
    assert np.hypot(inphase, late) == pytest.approx(swing.amplitude, rel=1e-4)
    assert np.degrees(np.arctan2(late, inphase)) == pytest.approx(swing.lag, abs=0.05)


@pytest.mark.parametrize(("f", "least"), [(1.0, 169.6), (20.0, 650.0), (100.0, 3146.0)])
def test_a_settled_sine_makes_spikes_from_the_amplitude_on_at_which_it_meets_threshold(f, least):
    def spikes_late(I):
        turns = (np.arange(1000 * (3 + round(0.3 * f))) + 0.5) / 1000
        run = simulate(LIF(), I * np.sin(2 * np.pi * turns) * (turns > 2), dt=1.0 / f)
        return sine_response(LIF(), I, f).amplitude >= 15.0, run.V[-1000:].max()

    meets, _ = spikes_late(1.001 * least)
    below, top = spikes_late(0.995 * least)
    assert meets and not below
    if f < 10.0:  # at higher ones the first cycle overshoots and spikes
        assert top < -50.0


def test_shapes_that_do_not_go_together_are_refused_by_name():
    with pytest.raises(ValueError, match="f has shape"):
        sine_response(LIF(), [1.0, 2.0], [1.0, 2.0, 3.0])
