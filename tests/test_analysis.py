"""Spike-train and population statistics against theory, SciPy and scikit-learn."""

import warnings

import numpy as np
import pytest
from scipy import signal
from sklearn.decomposition import PCA as SklearnPCA

from course import analysis as an


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def poisson(rng, rate, duration):
    """A Poisson train of `rate` Hz: the times are uniform given their number."""
    return rng.uniform(0, duration, rng.poisson(rate * duration / 1000))


def gamma_train(rng, shape, rate, n):
    """A renewal train with gamma intervals, whose cv is 1 / sqrt(shape)."""
    return np.cumsum(rng.gamma(shape, 1000 / rate / shape, n))


CLOCK = np.arange(5.0, 1000.0, 10.0)  # 100 spikes, one every 10 ms


# counts and rates


def test_counts_agree_with_numpys_histogram():
    rng = np.random.default_rng(0)
    trials = [poisson(rng, 80, 1000.0) for _ in range(5)]
    counts = an.spike_counts(trials, 1000.0, 12.5)
    expected = [np.histogram(t, np.arange(0, 1000.1, 12.5))[0] for t in trials]
    np.testing.assert_array_equal(counts, expected)


def test_a_spike_on_an_edge_belongs_to_the_bin_that_starts_there():
    # 0.1 + 0.2 and 0.3 differ by rounding and must land in the same bin
    edges = np.arange(1000) * 0.1
    for train in (edges, np.cumsum(np.full(999, 0.1))):
        counts = an.spike_counts([train], 100.0, 0.1)[0]
        assert counts.max() == 1


def test_spikes_outside_the_time_do_not_count():
    assert an.spike_counts([[-1.0, 0.0, 5.0, 10.0, 11.0]], 10.0, 10.0)[0, 0] == 2


def test_the_last_incomplete_window_is_left_out():
    assert an.spike_counts([[0.5, 9.5]], 10.0, 3.0).tolist() == [[1, 0, 0]]
    assert an.spike_counts([[0.05, 0.25]], 0.3, 0.1).shape == (1, 3)


def test_rates_of_a_clock():
    assert an.spike_count_rate(CLOCK, 1000.0) == 100.0
    assert an.average_rate([CLOCK, CLOCK[:50], []], 1000.0) == 50.0
    t, rate, width = an.psth([CLOCK, CLOCK[:50]], 1000.0, 20.0)
    assert width == 20.0 and t[0] == 10.0 and t[-1] == 990.0
    np.testing.assert_array_equal(rate, np.r_[np.full(25, 100.0), np.full(25, 50.0)])


def test_the_psth_follows_the_rate_that_made_the_spikes():
    rng = np.random.default_rng(1)
    # thinning at 100 Hz to 50 + 50 sin: 4000 trials, 10 ms bins
    trials = []
    for _ in range(4000):
        train = poisson(rng, 100, 200.0)
        keep = rng.random(train.size) < 0.5 + 0.5 * np.sin(2 * np.pi * train / 200)
        trials.append(train[keep])
    t, rate, _ = an.psth(trials, 200.0, 10.0)
    expected = 50 + 50 * np.sin(2 * np.pi * t / 200) * np.sinc(10 / 200)
    # standard error sqrt(rate / (4000 * 0.01 s)) is at most 1.6 Hz
    assert np.abs(rate - expected).max() < 5


def test_psth_integrates_to_the_average_rate():
    rng = np.random.default_rng(2)
    trials = [poisson(rng, 30, 500.0) for _ in range(20)]
    assert an.psth(trials, 500.0, 5.0).value.mean() == pytest.approx(an.average_rate(trials, 500.0))


def test_a_raster_and_its_trains_are_each_others_inverse():
    rng = np.random.default_rng(3)
    counts = rng.poisson(0.3, (7, 20_000))
    back = an.raster(an.trains(counts, 0.1), 2000.0, 0.1)
    np.testing.assert_array_equal(back, counts)
    assert an.trains(counts > 0, 0.1)[0].size == np.count_nonzero(counts[0])


# intervals


def test_intervals_do_not_depend_on_the_order_of_the_spikes():
    np.testing.assert_allclose(an.isi([7.0, 1.0, 3.0]), [2.0, 4.0])
    assert an.isi([]).size == an.isi([1.0]).size == 0


def test_a_clock_has_no_variation():
    for value in (an.cv(CLOCK), an.local_variation(CLOCK), an.fano([CLOCK, CLOCK], 1000.0, 100.0)):
        assert value == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("shape", [1.0, 4.0, 9.0])
def test_gamma_intervals_have_their_cv_local_variation_and_fano(shape):
    rng = np.random.default_rng(4)
    train = gamma_train(rng, shape, 50.0, 100_000)
    # relative standard errors below 1 % for 1e5 intervals
    assert an.cv(train) == pytest.approx(shape**-0.5, rel=0.02)
    # Shinomoto et al. 2003: Lv = 3 / (2 shape + 1)
    assert an.local_variation(train) == pytest.approx(3 / (2 * shape + 1), rel=0.02)
    # renewal theory: F tends to cv^2; windows of 50 intervals, 2000 of them (sd 3 %)
    assert an.fano([train], train[-1], 1000.0) == pytest.approx(1 / shape, rel=0.12)


def test_cv_and_fano_divide_by_n_and_by_n_less_one():
    assert an.cv([0.0, 1.0, 4.0]) == 0.5  # intervals 1 and 3: mean square 1, mean 2
    assert an.fano([[1.0], [1.0, 2.0, 3.0]], 10.0) == 1.0  # counts 1 and 3: 2 / 1, mean 2


def test_local_variation_ignores_a_slow_drift_that_cv_counts():
    rng = np.random.default_rng(5)
    slow = np.repeat([5.0, 50.0], 5000)
    train = np.cumsum(slow * rng.gamma(9, 1 / 9, 10_000))
    assert an.cv(train) > 0.8
    assert an.local_variation(train) == pytest.approx(3 / 19, rel=0.05)


def test_the_fano_factor_is_numpys_variance_over_mean():
    rng = np.random.default_rng(6)
    trials = [poisson(rng, 40, 1000.0) for _ in range(50)]
    n = np.array([t.size for t in trials])
    assert an.fano(trials, 1000.0) == pytest.approx(n.var(ddof=1) / n.mean(), rel=1e-12)


def test_undefined_statistics_are_nan_and_silent():
    for value in (
        an.cv([]),
        an.cv([1.0, 2.0]),
        an.cv([1.0, 1.0, 1.0]),
        an.local_variation([1.0, 2.0]),
        an.local_variation([1.0, 1.0, 1.0]),
        an.fano([[], []], 100.0),
        an.fano([[1.0]], 100.0),
        an.mean_correlation(np.ones((3, 5))),
        an.participation_ratio(np.full((3, 5), 0.1)),
    ):
        assert np.isnan(value)


def test_the_interval_histogram_is_the_exponential_density():
    rng = np.random.default_rng(7)
    trials = [poisson(rng, 100, 100_000.0) for _ in range(10)]
    t, density, width = an.isi_histogram(trials, 50.0, 1.0)
    edges = np.r_[t - width / 2, t[-1] + width / 2]
    expected = -np.diff(np.exp(-edges / 10.0)) / width
    # 1e5 intervals: standard error below sqrt(0.095 / 1e5) = 1e-3
    assert np.abs(density - expected).max() < 4e-3
    assert density.sum() * width == pytest.approx(1 - np.exp(-5), abs=2e-3)


def test_interval_histograms_do_not_join_trials():
    assert an.isi_histogram([[0.0, 5.0], [100.0, 105.0]], 200.0, 1.0).value.sum() == 1.0


# correlograms and kernels


def test_the_autocorrelogram_counts_every_later_spike():
    rng = np.random.default_rng(8)
    train = np.sort(poisson(rng, 100, 2000.0))
    value = an.correlogram(train, 30.0, 2.0).value
    lags = (train[None, :] - train[:, None])[np.triu_indices(train.size, 1)]
    expected = np.histogram(lags[lags < 30], np.arange(0, 31, 2.0))[0] / train.size / 0.002
    np.testing.assert_allclose(value, expected, rtol=1e-12)


def test_a_poisson_train_has_a_flat_correlogram_at_its_rate():
    rng = np.random.default_rng(9)
    value = an.correlogram(poisson(rng, 50, 400_000.0), 100.0, 10.0).value
    assert value == pytest.approx(50, rel=0.05)  # 1e4 pairs a bin


def test_lags_on_an_edge_belong_to_the_bin_that_starts_there_whatever_rounding_says():
    train = np.cumsum(np.r_[0.3, np.full(999, 0.1)])  # every lag is a multiple, up to rounding
    value = an.correlogram(train, 2.0, 0.1).value
    pairs = [0.0, *(1000.0 - np.arange(1, 20))]
    np.testing.assert_allclose(value, np.array(pairs) / 1000 / 1e-4, rtol=1e-12)


def test_spikes_at_one_time_up_to_rounding_are_no_lag_of_each_other():
    a = 0.1 * np.arange(1, 200)
    b = np.cumsum(np.full(199, 0.1))  # the same times, by sums
    assert not np.array_equal(a, b)
    one_way, other_way = (an.correlogram(x, 1.0, 0.1, other=y).value for x, y in ((a, b), (b, a)))
    np.testing.assert_array_equal(one_way, other_way)
    np.testing.assert_array_equal(one_way, an.correlogram(a, 1.0, 0.1, other=a).value)


def test_the_crosscorrelogram_finds_a_delay():
    rng = np.random.default_rng(10)
    a = poisson(rng, 20, 50_000.0)
    t, value, _ = an.correlogram(a, 20.0, 1.0, other=a + 7.5)
    assert t[np.argmax(value)] == 7.5 and value.max() > 900
    assert an.correlogram([], 20.0, 1.0).value.sum() == 0


@pytest.mark.parametrize("kernel", ["exponential", "gaussian"])
def test_a_filtered_train_is_the_sum_of_its_kernels(kernel):
    rng = np.random.default_rng(11)
    train, t, tau = poisson(rng, 40, 1000.0), np.arange(0, 1000, 0.7), 13.0
    x = (t[:, None] - train) / tau
    if kernel == "exponential":
        expected = 1000 / tau * np.where(x >= 0, np.exp(-np.abs(x)), 0).sum(axis=1)
    else:
        expected = 1000 / tau / np.sqrt(2 * np.pi) * np.exp(-(x**2) / 2).sum(axis=1)
    np.testing.assert_allclose(an.filtered(train, t, tau, kernel), expected, atol=1e-12)


def test_kernels_have_area_one():
    t = np.arange(0, 2000, 0.1)
    for kernel in ("exponential", "gaussian"):
        rate = an.filtered([600.0], t, 20.0, kernel)
        # rectangles: the exponential's jump leaves half a step of dt / tau
        assert rate.sum() * 0.1 == pytest.approx(1000, rel=3e-3)


# populations


def test_the_population_rate_averages_neurons_and_windows():
    counts = np.zeros((4, 10))
    counts[0, 4] = counts[1, 4] = 1
    rate = an.population_rate(counts, 0.5)
    assert rate[4] == 1000.0 and rate.sum() == 1000.0
    smooth = an.population_rate(counts, 0.5, window=1.5)
    np.testing.assert_allclose(smooth, [0, 0, 0, 1000 / 3, 1000 / 3, 1000 / 3, 0, 0, 0, 0])


@pytest.mark.parametrize(
    ("window", "steps"), [(0.05, 1), (0.2, 3), (0.39, 3), (0.4, 5), (0.5, 5), (0.6, 7), (0.7, 7)]
)
def test_the_window_of_a_population_rate_is_an_odd_number_of_steps(window, steps):
    one = np.zeros((1, 21))
    one[0, 10] = 1.0
    seen = an.population_rate(one, 0.1, window=window) > 0
    assert np.array_equal(np.flatnonzero(seen), np.arange(21)[10 - steps // 2 : 11 + steps // 2])


def test_a_moving_average_keeps_a_constant_to_the_ends():
    rate = an.population_rate(np.ones((3, 50)), 1.0, window=11.0)
    np.testing.assert_allclose(rate, 1000.0)


@pytest.mark.parametrize(("steps", "segments"), [(1000, 1), (1001, 1), (1000, 8), (999, 5)])
def test_the_power_spectrum_is_scipys(steps, segments):
    x = np.random.default_rng(12).normal(size=steps)
    f, power = an.power_spectrum(x, 0.5, segments)
    n = steps // segments
    f_ref, expected = signal.welch(
        x[: n * segments], 2000.0, window="boxcar", nperseg=n, noverlap=0, detrend="constant"
    )
    np.testing.assert_allclose(f, f_ref)
    np.testing.assert_allclose(power, expected, rtol=1e-10, atol=1e-15)


def test_power_integrates_to_the_variance():
    x = np.random.default_rng(13).normal(size=4096) + 5
    f, power = an.power_spectrum(x, 1.0)
    assert power.sum() * f[1] == pytest.approx(x.var(), rel=1e-12)


def test_the_power_of_independent_trains_is_flat_at_twice_the_rate_over_their_number():
    n, rate = 50, 40.0  # neurons, Hz
    rng = np.random.default_rng(7)
    A = 1000.0 / n * np.bincount(poisson(rng, n * rate, 200_000).astype(int), minlength=200_000)
    f, power = an.power_spectrum(A, 1.0, segments=1000)
    level, error = 2.0 * rate / n, 1.0 / np.sqrt(1000)
    assert power[1:-1] == pytest.approx(np.full(f.size - 2, level), rel=5.0 * error)
    assert power[1:-1].mean() == pytest.approx(level, rel=0.02)


def test_a_sine_peaks_at_its_frequency():
    t = np.arange(0, 1000, 0.5)
    f, power = an.power_spectrum(np.sin(2 * np.pi * 0.04 * t), 0.5)
    assert f[np.argmax(power)] == pytest.approx(40.0)


def test_the_autocorrelation_is_the_naive_sum():
    x = np.random.default_rng(14).normal(size=101).cumsum()
    y = x - x.mean()
    expected = [np.sum(y[: y.size - k] * y[k:]) / np.sum(y * y) for k in range(21)]
    np.testing.assert_allclose(an.autocorrelation(x, 20), expected, atol=1e-12)


def test_a_constant_correlates_with_nothing_but_itself():
    np.testing.assert_array_equal(an.autocorrelation(np.full(9, 0.1), 2), [1, 0, 0])
    X = np.vstack([np.full(9, 0.1), np.arange(9.0)])
    np.testing.assert_array_equal(an.correlations(X), np.eye(2))


def test_correlations_are_numpys():
    X = np.random.default_rng(15).normal(size=(6, 40)).cumsum(axis=1)
    expected = np.corrcoef(X)
    np.testing.assert_allclose(an.correlations(X), expected, atol=1e-13)
    pairs = expected[np.triu_indices(6, 1)]
    silent = np.vstack([X, np.zeros((2, 40))])
    assert an.mean_correlation(silent) == pytest.approx(pairs.mean(), rel=1e-12)


@pytest.mark.parametrize("shape", [(5, 200), (60, 20)])
def test_pca_is_scikit_learns(shape):
    X = np.random.default_rng(16).normal(size=shape).cumsum(axis=1)
    k = 4
    ours, theirs = an.pca(X, k), SklearnPCA(k, svd_solver="full").fit(X.T)
    sign = np.sign(np.sum(ours.components * theirs.components_, axis=1))
    np.testing.assert_allclose(ours.components, sign[:, None] * theirs.components_, atol=1e-10)
    np.testing.assert_allclose(ours.scores.T, sign * theirs.transform(X.T), atol=1e-9)
    np.testing.assert_allclose(ours.variance, theirs.explained_variance_, rtol=1e-10)
    np.testing.assert_allclose(ours.ratio, theirs.explained_variance_ratio_, rtol=1e-10)
    np.testing.assert_allclose(ours.mean, theirs.mean_)


def test_pca_has_one_sign_and_gives_the_data_back():
    X = np.random.default_rng(17).normal(size=(8, 30))
    p, flipped = an.pca(X), an.pca(X[:, ::-1])  # the same cloud in another order
    np.testing.assert_allclose(p.components[:7], flipped.components[:7], atol=1e-10)
    assert (p.components[np.arange(8), np.abs(p.components).argmax(axis=1)] > 0).all()
    np.testing.assert_allclose(p.components.T @ p.scores + p.mean[:, None], X, atol=1e-12)
    assert p.ratio.sum() == pytest.approx(1.0)


def test_pca_of_a_still_recording_has_no_variance():
    p = an.pca(np.full((3, 5), 0.1))
    assert not p.variance.any() and not p.ratio.any() and not p.scores.any()


@pytest.mark.parametrize("shape", [(6, 300), (80, 30)])
def test_the_participation_ratio_is_that_of_the_eigenvalues(shape):
    X = np.random.default_rng(18).normal(size=shape) * np.arange(1, shape[0] + 1)[:, None]
    eigenvalues = np.linalg.eigvalsh(np.cov(X))
    expected = eigenvalues.sum() ** 2 / (eigenvalues**2).sum()
    assert an.participation_ratio(X) == pytest.approx(expected, rel=1e-10)


def test_participation_ratios_at_the_extremes():
    x = np.random.default_rng(19).normal(size=500)
    assert an.participation_ratio(np.outer([1.0, -2.0, 3.0], x)) == pytest.approx(1.0)
    assert an.participation_ratio(np.eye(7) * 1e100) == pytest.approx(6.0)  # one goes to the mean


# bad input


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: an.spike_counts([1.0, 2.0], 10.0, 1.0), r"trials\[0\] has shape \(\)"),
        (lambda: an.spike_counts([], 10.0, 1.0), r"trials is \[\]; allowed is a list"),
        (lambda: an.spike_counts(5.0, 10.0, 1.0), "trials is 5.0; allowed is a list"),
        (lambda: an.spike_counts([[np.nan]], 10.0, 1.0), r"trials\[0\]\[0\] is nan"),
        (lambda: an.spike_counts([[1.0]], 0.0, 1.0), "duration is 0"),
        (lambda: an.spike_counts([[1.0]], 10.0, 11.0), "width is 11"),
        (lambda: an.spike_counts([[1.0]], 10.0, 1e-9), "duration / width is 1e.10"),
        (lambda: an.psth([[1.0]], np.inf, 1.0), "duration is inf"),
        (lambda: an.isi([[1.0, 2.0]]), r"spikes has shape \(1, 2\)"),
        (lambda: an.filtered([1.0], [0.0, 0.0], 5.0), "t is not increasing"),
        (lambda: an.filtered([1.0], [0.0, 1.0], -5.0), "tau is -5"),
        (lambda: an.filtered([1.0], [0.0, 1.0], 5.0, "box"), "kernel is 'box'"),
        (lambda: an.population_rate(-np.ones((2, 2)), 0.1), r"raster\[0, 0\] is -1"),
        (lambda: an.population_rate(np.ones(2), 0.1), r"raster has shape \(2,\)"),
        (lambda: an.power_spectrum(np.ones(10), 0.1, 6), "segments is 6"),
        (lambda: an.autocorrelation(np.ones(10), 10), "lags is 10"),
        (lambda: an.pca(np.ones((3, 1))), "at least 2 steps"),
        (lambda: an.pca(np.ones((3, 4)), 4), "k is 4"),
        (lambda: an.participation_ratio(np.ones(4)), r"X has shape \(4,\)"),
        (lambda: an.coincidence_factor([1.0], [[1.0]], 9.0), r"predicted has shape \(1, 1\)"),
        (lambda: an.coincidence_factor([1.0], [1.0], 9.0, 0.0), "within is 0"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_every_name_promised_is_there():
    assert all(hasattr(an, name) for name in an.__all__)


def test_the_average_before_a_spike_is_that_of_the_places_it_names():
    signal = np.arange(10.0) ** 2
    found = an.spike_triggered_average([2.5, 7.0], signal, [0, 2, -2, 5, 30])
    mean = signal.mean()
    there = [(4 + 49) / 2, (0 + 25) / 2, (16 + 81) / 2, 4]  # at a lag of 5 one leads out
    np.testing.assert_allclose(found, [*(np.array(there) - mean), np.nan])
    with pytest.raises(ValueError, match="signal has shape"):
        an.spike_triggered_average([1.0], [], [0])


def test_a_train_meets_itself_in_any_order_and_another_one_by_the_formula():
    cell = np.arange(10) * 100.0 + 50.0
    assert an.coincidence_factor(cell, cell[::-1], 1000.0) == pytest.approx(1.0, abs=1e-12)
    moved = cell + np.repeat([0.0, 1.9, 30.0], [4, 3, 3])  # seven meet, three are far
    by_hand = (7 - 2 * 0.01 * 2 * 10) / 10 / (1 - 0.04)
    assert an.coincidence_factor(cell, moved, 1000.0) == pytest.approx(by_hand)
    assert an.coincidence_factor(cell, [], 1000.0) == 0.0
    assert np.isnan(an.coincidence_factor([], [], 1000.0))
    assert np.isnan(an.coincidence_factor(cell, np.arange(0.0, 1000.0, 4.0), 1000.0))


def test_two_spikes_meet_up_to_the_distance_itself_and_only_within_the_recording():
    met = an.coincidence_factor([10.0, 500.0], [12.0, 498.0], 1000.0)
    assert met == pytest.approx(1.0, abs=1e-12)
    for late in (np.nextafter(12.0, 13.0), np.nextafter(8.0, 7.0)):
        assert an.coincidence_factor([10.0], [late], 1000.0) < 0.0
    within = an.coincidence_factor([0.0, 500.0], [0.0, 500.0], 1000.0)
    outside = an.coincidence_factor([0.0, 500.0, 1000.0], [-1.0, 0.0, 500.0], 1000.0)
    assert outside == within == pytest.approx(1.0, abs=1e-12)


def test_of_two_spikes_beside_one_only_one_counts():
    crowd = an.coincidence_factor([10.0, 500.0], [9.0, 10.0, 11.0], 1000.0)
    assert crowd == pytest.approx((1 - 0.012 * 2) / 2.5 / (1 - 0.012))
    # the first must take the earlier one, so that the second is met as well
    chain = an.coincidence_factor([10.0, 13.0], [11.5, 8.5], 1000.0)
    assert chain == pytest.approx(1.0, abs=1e-12)


def test_a_train_that_does_not_follow_the_cell_meets_it_as_chance_would():
    rare, apart = [], []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        a, b = (rng.uniform(0.0, 1e6, rng.poisson(5000)) for _ in range(2))  # 5 Hz, Poisson
        rare.append(an.coincidence_factor(a, b, 1e6))
        pair = np.cumsum(4.0 + rng.exponential(6.0, (2, 11_000)), axis=1)  # no gap below twice 2 ms
        apart.append(an.coincidence_factor(*pair, 1e5))
    assert np.abs(rare).max() < 0.01 and abs(np.mean(rare)) < 0.003
    assert np.abs(apart).max() < 0.03 and abs(np.mean(apart)) < 0.01
