"""Poisson trains against theory; every statistical tolerance is five standard errors."""

import numpy as np
import pytest

from course.models.poisson import (
    bin_by_bin,
    homogeneous,
    homogeneous_trials,
    inhomogeneous,
    inhomogeneous_trials,
    model,
    refractory_statistics,
)

SIGMAS = 5.0  # a right program fails once in two million


def counts(trials):
    return np.bincount(trials.trials, minlength=trials.n_trials)


def kolmogorov(samples, distribution):
    """Greatest distance between the samples' distribution and the true one."""
    steps = np.arange(len(samples) + 1) / len(samples)
    truth = distribution(np.sort(samples))
    return max(np.abs(truth - steps[:-1]).max(), np.abs(truth - steps[1:]).max())


def kolmogorov_limit(n):
    """Massart's bound 2 exp(-2 n x^2), at the probability of five sigma (6e-7)."""
    return np.sqrt(np.log(2 / 6e-7) / (2 * n))


@pytest.mark.parametrize("rate, duration", [(20.0, 500.0), (0.5, 1000.0), (3000.0, 100.0)])
def test_counts_are_poisson(rate, duration):
    n, mean = 20_000, rate * duration / 1000
    k = counts(homogeneous_trials(rate, duration=duration, n_trials=n, rng=1))
    assert abs(k.mean() - mean) < SIGMAS * np.sqrt(mean / n)
    # the variance of a sample variance of Poisson counts is (mean + 2 mean^2) / n
    assert abs(k.var() - mean) < SIGMAS * np.sqrt((mean + 2 * mean**2) / n)
    assert abs((k == 0).mean() - np.exp(-mean)) <= SIGMAS * np.sqrt(np.exp(-mean) / n)


def test_gaps_are_exponential():
    gaps = np.diff(homogeneous(40.0, duration=1e6, rng=2))
    assert kolmogorov(gaps, lambda x: 1 - np.exp(-0.04 * x)) < kolmogorov_limit(len(gaps))
    # the standard error of an exponential's CV is 1 / sqrt(n)
    assert abs(gaps.std() / gaps.mean() - 1) < SIGMAS / np.sqrt(len(gaps))
    neighbors = np.corrcoef(gaps[:-1], gaps[1:])[0, 1]
    assert abs(neighbors) < SIGMAS / np.sqrt(len(gaps))


def test_spikes_fall_anywhere_in_a_trial_and_trials_are_independent():
    trials = homogeneous_trials(10.0, duration=300.0, n_trials=30_000, rng=3)
    n = len(trials.spikes)
    assert kolmogorov(trials.spikes, lambda x: x / 300.0) < kolmogorov_limit(n)
    k = counts(trials)
    assert abs(np.corrcoef(k[:-1], k[1:])[0, 1]) < SIGMAS / np.sqrt(len(k))


@pytest.mark.parametrize("t_ref", [0.0, 4.0])
def test_trials_are_sorted_inside_their_duration_and_split_without_loss(t_ref):
    trials = homogeneous_trials(15.0, duration=200.0, n_trials=500, rng=4, t_ref=t_ref)
    assert 0.0 <= trials.spikes.min() and trials.spikes.max() < 200.0
    assert (np.diff(trials.trials) >= 0).all()
    parts = trials.split()
    assert len(parts) == 500 and any(len(part) == 0 for part in parts)
    np.testing.assert_array_equal(np.concatenate(parts), trials.spikes)
    np.testing.assert_array_equal([len(part) for part in parts], counts(trials))
    assert all((np.diff(part) > 0).all() for part in parts)


@pytest.mark.parametrize("rate, t_ref", [(50.0, 2.0), (200.0, 5.0), (1000.0, 9.0)])
def test_refractory_gaps_are_a_dead_time_and_an_exponential(rate, t_ref):
    truth = refractory_statistics(rate, t_ref=t_ref, window=1000.0)
    gaps = np.diff(homogeneous(rate, duration=5e5, rng=5, t_ref=t_ref))
    n = len(gaps)
    assert gaps.min() > t_ref - 1e-9
    assert kolmogorov(
        gaps, lambda x: 1 - np.exp(-rate / 1000 * np.maximum(x - t_ref, 0))
    ) < kolmogorov_limit(n)
    spread = truth.cv / np.sqrt(n)  # relative standard error of the mean gap
    assert abs(gaps.mean() * truth.rate / 1000 - 1) < SIGMAS * spread
    # the standard error of an exponential's deviation is sqrt(2 / n), of it over a mean less
    assert abs(gaps.std() / gaps.mean() - truth.cv) < SIGMAS * truth.cv * np.sqrt(2 / n)


def test_refractory_cv_is_one_minus_rate_times_dead_time():
    truth = refractory_statistics(200.0, t_ref=5.0, window=1e9)
    assert truth.rate == pytest.approx(100.0)  # a mean gap of 5 + 5 ms
    assert truth.cv == pytest.approx(1 - 0.1 * 5.0)
    assert truth.fano == pytest.approx(truth.cv**2)
    poisson = refractory_statistics(37.0, t_ref=0.0, window=100.0)
    assert poisson == pytest.approx((37.0, 1.0, 1.0))


@pytest.mark.parametrize("rate, t_ref, window", [(800.0, 5.0, 100.0), (200.0, 5.0, 100.0)])
def test_fano_factor_of_the_refractory_process_matches_the_closed_form(rate, t_ref, window):
    n = 100_000
    truth = refractory_statistics(rate, t_ref=t_ref, window=window)
    k = counts(homogeneous_trials(rate, duration=window, n_trials=n, rng=6, t_ref=t_ref))
    # counts of ten and more are near normal: relative error of a variance sqrt(2 / n), plus a tenth
    assert abs(k.var() / k.mean() - truth.fano) < SIGMAS * 1.1 * truth.fano * np.sqrt(2 / n)
    assert truth.fano - truth.cv**2 > SIGMAS * truth.fano * np.sqrt(2 / n)  # the term is seen
    mean = truth.rate * window / 1000
    assert abs(k.mean() - mean) < SIGMAS * np.sqrt(truth.fano * mean / n)


def test_refractory_trials_start_in_their_steady_state():
    trials = homogeneous_trials(500.0, duration=20.0, n_trials=50_000, rng=7, t_ref=4.0)
    mean = (
        refractory_statistics(500.0, t_ref=4.0, window=20.0).rate / 1000 * 50_000
    )  # spikes in each ms
    psth = np.histogram(trials.spikes, np.arange(21))[0]
    assert (np.abs(psth - mean) < SIGMAS * np.sqrt(mean)).all()


@pytest.mark.parametrize("frequency", [0.5, 4.0, 40.0, 333.3, 2500.0])  # Hz
def test_psth_recovers_a_rate_modulated_at_any_frequency(frequency):
    base, depth, duration, n = 30.0, 0.8, 2000.0, 400
    f = frequency / 1000
    trials = inhomogeneous_trials(
        lambda t: base * (1 + depth * np.cos(2 * np.pi * f * t)),
        2 * base,
        duration=duration,
        n_trials=n,
        rng=8,
    )
    bins = round(20 * f * duration)  # twenty to a cycle
    edges = np.linspace(0, duration, bins + 1)
    psth = np.histogram(trials.spikes, edges)[0]
    whole = base / 1000 * (edges + depth * np.sin(2 * np.pi * f * edges) / (2 * np.pi * f))
    mean = n * np.diff(whole)  # the rate integrated over each bin
    chi2 = ((psth - mean) ** 2 / mean).sum()
    # each term has mean 1 and variance 2 + 1 / mean
    assert abs(chi2 - bins) < SIGMAS * np.sqrt((2 + 1 / mean).sum())
    phase = 2 * np.pi * f * trials.spikes
    total = n * base / 1000 * duration
    assert abs(2 * np.cos(phase).sum() / total - depth) < SIGMAS * np.sqrt(2 / total)
    assert abs(2 * np.sin(phase).sum() / total) < SIGMAS * np.sqrt(2 / total)


def test_thinning_does_not_depend_on_the_bound():
    for bound in (20.0, 200.0):
        k = counts(
            inhomogeneous_trials(
                lambda t: np.full(t.shape, 20.0), bound, duration=500.0, n_trials=20_000, rng=9
            )
        )
        assert abs(k.mean() - 10) < SIGMAS * np.sqrt(10 / 20_000)
        assert abs(k.var() - 10) < SIGMAS * np.sqrt((10 + 200) / 20_000)


def test_thinned_gaps_are_exponential_in_rescaled_time():
    # with r(t) = 100 t/T Hz the integral of the rate turns spikes into a unit Poisson process
    T = 200_000.0
    spikes = inhomogeneous(lambda t: 100.0 * t / T, 100.0, duration=T, rng=10)
    gaps = np.diff(0.05 * spikes**2 / T)
    assert kolmogorov(gaps, lambda x: 1 - np.exp(-x)) < kolmogorov_limit(len(gaps))


def test_refractoriness_removes_what_follows_too_soon_and_nothing_else():
    def rate(t):
        return 300.0 * (1 + np.sin(t / 20.0))

    free = inhomogeneous_trials(rate, 600.0, duration=400.0, n_trials=50, rng=11)
    refractory = inhomogeneous_trials(rate, 600.0, duration=400.0, n_trials=50, rng=11, t_ref=6.0)
    for every, kept in zip(free.split(), refractory.split()):
        last, expected = -np.inf, []
        for t in every:
            if t >= last + 6.0:
                expected.append(t)
                last = t
        assert kept.tolist() == expected


@pytest.mark.parametrize("t_ref", [0.0, 3.0])
def test_the_plain_reading_is_the_kernel(t_ref):
    options = {"duration": 90.0, "n_trials": 300, "rng": 21, "t_ref": t_ref}
    plain, fast = (homogeneous_trials(70.0, plain=p, **options) for p in (True, False))
    assert len(plain.spikes) > 1000
    for mine, theirs in zip(plain, fast):
        np.testing.assert_array_equal(mine, theirs)
    rate = lambda t: 50.0 + 50.0 * np.sin(t)  # noqa: E731
    plain, fast = (inhomogeneous_trials(rate, 100.0, plain=p, **options) for p in (True, False))
    assert len(plain.spikes) > 1000
    for mine, theirs in zip(plain, fast):
        np.testing.assert_array_equal(mine, theirs)
    one = homogeneous(70.0, duration=900.0, rng=3, t_ref=t_ref, plain=True)
    np.testing.assert_array_equal(one, homogeneous(70.0, duration=900.0, rng=3, t_ref=t_ref))


def test_the_recipe_from_spike_to_spike_is_a_poisson_process():
    rng = np.random.default_rng(22)
    found = np.diff(model.gaps(40.0, 1e6, rng))
    assert kolmogorov(found, lambda x: 1 - np.exp(-0.04 * x)) < kolmogorov_limit(len(found))
    n, mean = 2_000, 10.0
    k = np.array([len(model.gaps(20.0, 500.0, rng)) for _ in range(n)])
    assert abs(k.mean() - mean) < SIGMAS * np.sqrt(mean / n)
    assert abs(k.var() - mean) < SIGMAS * np.sqrt((mean + 2 * mean**2) / n)


def test_bin_by_bin_is_the_loop_of_the_lesson():
    spikes = bin_by_bin(80.0, dt=0.5, duration=1000.0, rng=12)
    rng = np.random.default_rng(12)
    assert spikes.tolist() == [0.5 * i for i in range(2000) if rng.random() < 0.08 * 0.5]


def test_bin_by_bin_has_one_stream_beyond_a_million_bins():
    spikes = bin_by_bin(10.0, dt=0.1, duration=250_000.0, rng=13)
    bins = np.flatnonzero(np.random.default_rng(13).random(2_500_000) < 10e-3 * 0.1)
    np.testing.assert_allclose(spikes, bins * 0.1, rtol=1e-15)


@pytest.mark.parametrize("p", [0.01, 0.3, 1.0])
def test_bins_leave_the_cv_short_by_the_closed_form(p):
    # gaps are geometric: CV = sqrt(1 - r dt), where the exact process has 1
    gaps = np.diff(bin_by_bin(p * 1000.0, dt=1.0, duration=200_000.0 / p, rng=14))
    n = len(gaps)
    assert abs(gaps.mean() * p - 1) <= SIGMAS * np.sqrt((1 - p) / n)
    assert abs(gaps.std() / gaps.mean() - np.sqrt(1 - p)) <= SIGMAS * np.sqrt(2 / n)


def test_a_partial_last_bin_counts_as_a_bin():
    assert bin_by_bin(1000.0, dt=1.0, duration=3.5, rng=0).tolist() == [0.0, 1.0, 2.0, 3.0]
    assert bin_by_bin(10_000.0, dt=0.1, duration=0.3, rng=0).tolist() == pytest.approx(
        [0.0, 0.1, 0.2]
    )


def test_a_probability_of_one_may_carry_rounding():
    assert 70 * 1e-3 * (1000 / 70) > 1.0
    assert len(bin_by_bin(70.0, dt=1000 / 70, duration=1000.0, rng=0)) == 70


def test_same_seed_same_train_and_a_generator_moves_on():
    np.testing.assert_array_equal(
        homogeneous(20, duration=1000, rng=15), homogeneous(20.0, duration=1000.0, rng=15)
    )
    rng = np.random.default_rng(15)
    first, second = homogeneous(20, duration=1000, rng=rng), homogeneous(20, duration=1000, rng=rng)
    np.testing.assert_array_equal(first, homogeneous(20, duration=1000, rng=15))
    assert len(first) != len(second) or (first != second).any()


def test_no_rate_no_spikes():
    assert homogeneous(0.0, duration=1000.0, rng=0).shape == (0,)
    assert bin_by_bin(0.0, dt=1.0, duration=1000.0, rng=0).shape == (0,)
    trials = homogeneous_trials(0.0, duration=100.0, n_trials=3, rng=0, t_ref=2.0)
    assert [len(part) for part in trials.split()] == [0, 0, 0]
    assert inhomogeneous(lambda t: 0.0 * t, 100.0, duration=1000.0, rng=0).shape == (0,)


@pytest.mark.parametrize(
    "rate_fn, message",
    [
        (lambda t: np.where(t > 500, 101.0, 50.0), r"rate_fn\(50\d.*\) is 101 Hz"),
        (lambda t: np.where(t > 500, -1.0, 50.0), r"rate_fn\(50\d.*\) is -1 Hz"),
        (lambda t: np.where(t > 500, np.nan, 50.0), r"rate_fn\(50\d.*\) is nan Hz"),
        (lambda t: np.full(t.shape, np.inf), "is inf Hz"),
        (lambda t: 50.0, r"shape \(\)"),
        (lambda t: np.full(t.size + 1, 50.0), "shape"),
        (lambda t: np.full(t.shape, "50"), "one number per time"),
        (lambda t: t * 1j, "one number per time"),
        (50.0, "rate_fn is 50.0"),
    ],
)
def test_a_bad_rate_function_is_named_with_its_time_and_value(rate_fn, message):
    with pytest.raises(ValueError, match=message):
        inhomogeneous(rate_fn, 100.0, duration=10_000.0, rng=16)


def test_a_rate_may_touch_its_bound():
    spikes = inhomogeneous(lambda t: 0.1 + 0.2 + 0 * t, 0.3, duration=100_000.0, rng=17)
    assert len(spikes) > 0


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: homogeneous(-1.0, duration=100.0, rng=0), "rate is -1"),
        (lambda: homogeneous(np.nan, duration=100.0, rng=0), "rate is nan"),
        (lambda: homogeneous(10.0, duration=0.0, rng=0), "duration is 0"),
        (lambda: homogeneous(10.0, duration=np.inf, rng=0), "duration is inf"),
        (lambda: homogeneous(10.0, duration=100.0, rng=None), "rng is None"),
        (lambda: homogeneous(10.0, duration=100.0, rng=0, t_ref=-1.0), "t_ref is -1"),
        (lambda: homogeneous(1e9, duration=1e9, rng=0), "the spikes, is 1e.15; allowed"),
        (lambda: homogeneous_trials(10.0, duration=100.0, n_trials=0, rng=0), "n_trials is 0"),
        (lambda: homogeneous_trials(10.0, duration=100.0, n_trials=2.5, rng=0), "n_trials is 2.5"),
        (lambda: inhomogeneous(np.sin, -1.0, duration=100.0, rng=0), "rate_max is -1"),
        (lambda: bin_by_bin(1001.0, dt=1.0, duration=100.0, rng=0), r"rate \* dt is 1.001"),
        (lambda: bin_by_bin(10.0, dt=0.0, duration=100.0, rng=0), "dt is 0"),
        (
            lambda: bin_by_bin(10.0, dt=200.0, duration=100.0, rng=0),
            "duration is 100.0; allowed is .* 200 ms",
        ),
        (lambda: bin_by_bin(10.0, dt=1e-9, duration=1e6, rng=0), "duration / dt"),
        (lambda: homogeneous(10.0, duration=9.0, rng=0, plain=2), "plain is 2"),
        (lambda: refractory_statistics(0.0, t_ref=1.0, window=1.0), "rate is 0"),
        (lambda: refractory_statistics(1.0, t_ref=-1.0, window=1.0), "t_ref is -1"),
        (lambda: refractory_statistics(1.0, t_ref=1.0, window=0.0), "window is 0"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
