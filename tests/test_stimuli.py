"""Stimuli against their formulas and, where random, their laws."""

import numpy as np
import pytest
from scipy import stats

from course import stimuli as st


def test_signals_have_one_value_a_step_even_where_division_rounds():
    for duration, dt, n in ((1.0, 0.1, 10), (0.3, 0.1, 3), (100.0, 0.025, 4000), (1.0, 0.3, 3)):
        assert (
            st.times(duration, dt=dt).shape
            == st.constant(2.0, duration=duration, dt=dt).shape
            == (n,)
        )
    np.testing.assert_allclose(st.times(0.3, dt=0.1), [0.0, 0.1, 0.2])


def test_a_step_rises_where_it_should_on_any_grid():
    np.testing.assert_array_equal(st.step(3.0, 0.3, duration=0.8, dt=0.1), [0, 0, 0, 3, 3, 3, 3, 3])
    signal = st.step(3.0, 0.3, duration=0.8, dt=0.1, stop=0.6, baseline=1.0)
    np.testing.assert_array_equal(signal, [1, 1, 1, 4, 4, 4, 1, 1])


@pytest.mark.parametrize("dt", [0.1, 0.25, 0.7])
def test_pulses_carry_their_charge_wherever_their_edges_fall(dt):
    signal = st.pulses([2.0, -1.0], [3.14, 10.0], [7.77, 21.3], duration=35.0, dt=dt)
    charge = 2.0 * (7.77 - 3.14) - (21.3 - 10.0)
    assert signal.sum() * dt == pytest.approx(charge, rel=1e-9)


def test_pulses_overlap_and_run_off_the_end():
    signal = st.pulses(1.0, [0, 1, 5], [2, 3, np.inf], duration=6.0, dt=1.0)
    np.testing.assert_array_equal(signal, [1, 2, 1, 0, 0, 1])
    np.testing.assert_array_equal(st.pulses(1.0, 9.0, np.inf, duration=6.0, dt=1.0), np.zeros(6))


def test_a_ramp_has_a_constant_slope_between_flat_ends():
    signal = st.ramp(1.0, 5.0, duration=10.0, dt=0.5, start=2.0, stop=6.0)
    np.testing.assert_array_equal(signal[:4], 1.0)
    np.testing.assert_array_equal(signal[12:], 5.0)
    np.testing.assert_allclose(np.diff(signal[4:12]), 0.5)
    assert st.ramp(0.0, 10.0, duration=10.0, dt=0.1).mean() == pytest.approx(5.0)


def test_a_sine_is_the_formula_at_the_middle_of_each_step():
    signal = st.sine(2.0, 50.0, duration=40.0, dt=0.1, phase=0.5, baseline=1.0)
    t = (np.arange(400) + 0.5) * 0.1
    np.testing.assert_allclose(signal, 1 + 2 * np.sin(2 * np.pi * 0.05 * t + 0.5), atol=1e-12)
    assert signal.mean() == pytest.approx(1.0, abs=1e-12)  # two whole cycles


def test_white_noise_is_normal_and_independent():
    x = st.white_noise(3.0, 2.0, duration=20_000.0, dt=0.1, rng=0)
    assert stats.kstest((x - 3) / 2, "norm").pvalue > 0.01
    assert abs(np.corrcoef(x[1:], x[:-1])[0, 1]) < 4 / np.sqrt(x.size)


@pytest.mark.parametrize("dt", [0.1, 2.0, 50.0])
def test_colored_noise_has_its_law_at_any_step(dt):
    mean, sd, tau = 5.0, 3.0, 10.0
    # first and later values of 2000 runs: no run-in, whatever dt
    rng = np.random.default_rng(1)
    runs = np.array(
        [st.ornstein_uhlenbeck(mean, sd, tau, duration=6 * dt, dt=dt, rng=rng) for _ in range(2000)]
    )
    for i in (0, 1, 5):
        assert stats.kstest((runs[:, i] - mean) / sd, "norm").pvalue > 0.01
    # standard error of a correlation is below 1 / sqrt(2000) = 0.022
    for lag in (1, 3):
        correlation = np.corrcoef(runs[:, 0], runs[:, lag])[0, 1]
        assert correlation == pytest.approx(np.exp(-lag * dt / tau), abs=0.07)


def test_colored_noise_is_the_exact_recursion_of_its_normal_numbers():
    mean, sd, tau, dt = 2.0, 3.0, 5.0, 1.5
    x = st.ornstein_uhlenbeck(mean, sd, tau, duration=30.0, dt=dt, rng=9)
    z = np.random.default_rng(9).standard_normal(20)
    expected = [z[0]]
    for kick in z[1:]:
        c = np.exp(-dt / tau)
        expected.append(c * expected[-1] + np.sqrt(1 - c**2) * kick)
    np.testing.assert_allclose(x, mean + sd * np.array(expected), rtol=1e-12)


def test_colored_noise_relaxes_from_its_first_value():
    x = st.ornstein_uhlenbeck(5.0, 1e-12, 10.0, duration=30.0, dt=0.5, rng=2, first=9.0)
    np.testing.assert_allclose(x, 5 + 4 * np.exp(-np.arange(60) * 0.05), rtol=1e-9)
    assert (st.ornstein_uhlenbeck(5.0, 0.0, 10.0, duration=30.0, rng=2) == 5.0).all()


def test_poisson_counts_have_poissons_mean_and_variance():
    n = st.poisson_counts(2000.0, duration=10_000.0, dt=0.5, rng=3)  # mean 1 a step, 20 000 steps
    assert n.dtype.kind == "i"
    assert n.mean() == pytest.approx(1.0, abs=4 / np.sqrt(20_000))
    assert n.var() == pytest.approx(1.0, abs=4 * np.sqrt(3 / 20_000))


def test_poisson_counts_follow_a_rate_that_changes():
    rate = st.step(1000.0, 50.0, duration=100.0, dt=0.1)
    n = st.poisson_counts(rate, duration=100.0, dt=0.1, rng=4)
    assert n[:500].sum() == 0 and n[500:].sum() == pytest.approx(50, abs=30)


def test_poisson_spikes_have_uniform_times_and_exponential_gaps():
    spikes = st.poisson_spikes(100.0, duration=50_000.0, rng=5)
    assert spikes.size == pytest.approx(5000, abs=4 * np.sqrt(5000))
    assert stats.kstest(spikes / 50_000, "uniform").pvalue > 0.01
    assert stats.kstest(np.diff(spikes) / 10, "expon").pvalue > 0.01
    counts = [st.poisson_spikes(3.0, duration=1000.0, rng=seed).size for seed in range(2000)]
    assert np.var(counts) / np.mean(counts) == pytest.approx(1.0, abs=0.15)


def test_a_higher_rate_moves_the_same_spikes_together():
    slow, fast = (st.poisson_spikes(rate, duration=1000.0, rng=6) for rate in (20.0, 40.0))
    np.testing.assert_allclose(fast[: slow.size], slow / 2)
    assert st.poisson_spikes(0.0, duration=1000.0, rng=6).size == 0


def test_the_same_seed_gives_the_same_signal_scaled():
    one, two = (st.white_noise(0.0, sd, duration=10.0, rng=7) for sd in (1.0, 2.0))
    np.testing.assert_allclose(two, 2 * one)
    one, two = (st.ornstein_uhlenbeck(m, 1.0, 5.0, duration=10.0, rng=7) for m in (0.0, 4.0))
    np.testing.assert_allclose(two, 4 + one)
    rng = np.random.default_rng(7)
    first, second = (st.poisson_spikes(50.0, duration=200.0, rng=rng) for _ in range(2))
    assert not np.array_equal(first, second)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: st.times(0.0), "duration is 0.0"),
        (lambda: st.times(10.0, dt=-0.1), "dt is -0.1"),
        (lambda: st.times(1e9, dt=0.1), "duration / dt is"),
        (lambda: st.constant(np.nan, duration=10.0), "amplitude is nan"),
        (lambda: st.pulses(1.0, 5.0, 4.0, duration=10.0), "stops has 4.0"),
        (lambda: st.pulses(1.0, [1.0, np.nan], [2.0, 3.0], duration=10.0), r"starts\[1\] is nan"),
        (lambda: st.pulses(1.0, 1.0, np.nan, duration=10.0), r"stops is nan"),
        (lambda: st.ramp(0.0, 1.0, duration=10.0, start=5.0, stop=5.0), "stop is 5.0"),
        (lambda: st.sine(1.0, 6000.0, duration=10.0, dt=0.1), "frequency is 6000.0"),
        (lambda: st.white_noise(0.0, -1.0, duration=10.0, rng=0), "sd is -1.0"),
        (lambda: st.white_noise(0.0, 1.0, duration=10.0, rng=None), "rng is None"),
        (lambda: st.ornstein_uhlenbeck(0.0, 1.0, 0.0, duration=10.0, rng=0), "tau is 0.0"),
        (lambda: st.poisson_counts(-1.0, duration=10.0, rng=0), "rate is -1.0"),
        (lambda: st.poisson_counts(np.ones(5), duration=10.0, rng=0), r"rate has shape \(5,\)"),
        (
            lambda: st.poisson_spikes(1e12, duration=1000.0, rng=0),
            r"rate \* duration, the",
        ),
        (lambda: st.poisson_spikes(np.inf, duration=1000.0, rng=0), "rate is inf"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
