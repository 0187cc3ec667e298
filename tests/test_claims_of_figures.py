"""What a lesson or a preset says of random numbers holds for ten seeds, by its live figure.

Each test looks up the sentence it is about, as `test_claims` does. Figures run without a page.
"""

import numpy as np
import pytest
from test_claims import SEEDS, says

from course import analysis
from course.explore import (
    action_potential,
    cheap_spikes,
    eigenmodes,
    integrate_fire,
    ring_attractor,
    start,
)
from course.explore.action_potential import _sweep
from course.explore.condense import _activity, _merging, _methods, _vanishing
from course.explore.condense import _stored as kept
from course.models import hodgkin_huxley, poisson, rnn
from course.models import ring_attractor as ring
from course.models.integrate_fire import LIF, firing_rate, simulate
from course.models.ring_attractor.theory import stationary
from course.models.rnn import tasks
from course.models.spikes_to_rates import Population
from course.models.spikes_to_rates import simulate as simulate_spikes


def under(figure, label, sentence, **values):
    """The results of a figure under ten seeds, with a preset that says a sentence."""
    live = figure()
    preset = next(preset for preset in live.presets if preset.label == label)
    assert preset.sentence == sentence
    return [live.set(**(live.start | preset.values | values | {"seed": s})) for s in SEEDS]


def opened(figure, **values):
    """The results of a figure under ten seeds, as it opens but for `values`."""
    live = figure()
    return [live.set(**(live.start | values | {"seed": s})) for s in SEEDS]


# -- lesson 00 -------------------------------------------------------------------


def spikes_a_bin(r):
    return r.activity.value * r.activity.width / 1000.0 * 40


def test_columns_are_synchrony():
    columns = under(start.raster, "columns", "Many neurons at one time: synchrony.")
    for alone, joined in zip(opened(start.raster), columns):
        counts = spikes_a_bin(alone), spikes_a_bin(joined)
        assert counts[0].var() / counts[0].mean() < 2 < 10 < counts[1].var() / counts[1].mean()


def test_rows_are_unequal_rates():
    rows = under(start.raster, "rows", "The same few neurons all the time: unequal rates.")
    for alike, unequal in zip(opened(start.raster), rows):
        tenth = [np.sort(r.counts)[-4:].sum() / r.counts.sum() for r in (alike, unequal)]
        assert tenth[0] < 0.2 < 0.3 < tenth[1]


def test_wide_bins_look_calm():
    words = "One common event in each bin: the activity looks calm, and the neurons are not."
    narrow = opened(start.raster, synchrony=0.8)
    for fine, wide in zip(narrow, under(start.raster, "wide bins", words)):
        np.testing.assert_array_equal(fine.times, wide.times)
        assert wide.activity.value.std() < 0.2 * fine.activity.value.std()


def test_two_high_bars_mean_that_the_plane_tells_nearly_all():
    assert says("solutions/00_start.py", "Two high bars mean that the plane tells nearly all.")
    for r in opened(start.embedding, noise=0.1):
        assert r.pca.ratio[1] > 0.2 and r.pca.ratio[:2].sum() > 0.98
    for r in under(start.embedding, "a line", "One shared signal: the point runs to and fro."):
        assert r.pca.ratio[0] > 0.8 > 0.05 > r.pca.ratio[1]


def test_two_signals_come_round():
    for r in under(start.embedding, "a loop", "Two signals, little noise: it comes round."):
        x, y = r.pca.scores[:2]
        angle = np.unwrap(np.arctan2(y, x))
        assert abs(angle[-1] - angle[0]) == pytest.approx(4 * np.pi, abs=0.1)
        assert np.hypot(x, y).min() > 0.4 * np.hypot(x, y).max()


def test_bars_warn_of_a_picture_of_nothing():
    words = "Nothing shared: there is a picture all the same. Look at the bars."
    for r in under(start.embedding, "only noise", words):
        assert r.pca.ratio[0] < 1.5 * r.pca.ratio[5] < 0.1


def test_a_long_tail_pulls_the_mean_to_the_right():
    words = "in a long tail the mean is pulled to the right, the median is not"
    assert says("solutions/00_start.py", words)
    for r in opened(start.distribution):
        assert r.rates.mean() > 1.2 * np.median(r.rates)
    words = "Mean and median agree where both sides do."
    for r in under(start.distribution, "alike", words):
        assert abs(r.rates.mean() - np.median(r.rates)) < 0.5


def test_hardly_a_neuron_fires_at_the_mean_of_two_groups():
    words = "Hardly a neuron fires at the mean."
    for r in under(start.distribution, "two groups", words):
        assert np.mean(np.abs(r.rates - r.rates.mean()) < 1.0) <= 0.03


def test_bins_that_are_too_wide_or_too_many():
    words = "Four bins fill the gap between two groups, where there is hardly a neuron."
    for r in under(start.distribution, "too few bins", words):
        assert (r.heights[:3] > 0.05).all()
        assert np.mean((r.rates > 14.0) & (r.rates < 20.0)) < 0.01
    words = "Few neurons a bin: what you see is chance."
    for r in under(start.distribution, "too many bins", words):
        assert np.median(np.histogram(r.rates, r.edges)[0]) <= 1


# -- lesson 02 -------------------------------------------------------------------


def test_noise_alone_makes_a_silent_neuron_fire():
    words = "A current that alone is too weak: noise carries V over the threshold by chance."
    for r in under(integrate_fire.neuron, "noise alone", words):
        assert r.trace.spikes.size > 0 == firing_rate(r.model, r.I)


def test_sigma_is_the_spread_of_v_without_spikes():
    words = "the standard deviation that $V$ would have without spikes"
    assert says("solutions/02_integrate_fire.py", words)
    for seed in SEEDS:
        V = simulate(LIF(V_th=50.0), 100.0, duration=60_000.0, sigma=3.0, rng=seed).V[2000:]
        assert V.std() == pytest.approx(3.0, rel=0.1)  # a thousand time constants


def test_noise_rounds_the_corner_and_hardly_matters_above():
    words = "Noise rounds the corner at the rheobase off and hardly matters above."
    for r in under(integrate_fire.f_i, "noise", words):
        silent = r.theory == 0.0
        assert 5.0 < r.error[silent].max()
        assert np.abs(r.error[-20:]).mean() < 0.04 * r.theory[-20:].mean()


def test_the_balanced_songbird_fires_less_and_irregularly():
    words = "Strong excitation against strong inhibition: fewer spikes, at irregular times."
    balanced = under(integrate_fire.synapses, "balanced", words)
    freed = under(integrate_fire.synapses, "balanced", words, inh=0.0)
    for first, r, alone in zip(opened(integrate_fire.synapses), balanced, freed):
        spikes = r.trace.spikes
        assert 0 < spikes.size < 0.7 * first.trace.spikes.size < alone.trace.spikes.size
        assert analysis.cv(alone.trace.spikes) < 0.2 < 0.4 < analysis.cv(spikes)


# -- lesson 03 -------------------------------------------------------------------


def test_chance_alone_makes_the_axon_fire_now_and_then():
    words = "No constant current: chance alone makes the neuron fire now and then."
    for r in under(action_potential.neuron, "noise alone", words):
        assert 2 <= r.trace.spikes.size <= 7  # at 10 uA/cm^2 there are 7, one after the other


@pytest.mark.parametrize("seed", SEEDS)
def test_under_noise_up_and_down_nearly_agree(seed, monkeypatch):
    file = "course/explore/action_potential/_sweep.py"
    assert says(file, "Noise kicks the neuron out of rest early: up and down nearly agree.")

    simulate = hodgkin_huxley.simulate

    def drawn_anew(*args, rng, **options):
        return simulate(*args, rng=np.random.default_rng([seed, rng]), **options)

    plain = _sweep._sweep.__wrapped__("the onset", 200.0, 6.3, 0.0)
    monkeypatch.setattr(_sweep.hh, "simulate", drawn_anew)
    noisy = _sweep._sweep.__wrapped__("the onset", 200.0, 6.3, 2.0)
    half = plain.I.size // 2

    def differ(sweep):
        up, down = sweep.rate[:half], sweep.rate[half:][::-1]
        return np.count_nonzero((up > 0) != (down > 0))

    assert differ(plain) >= 14
    assert differ(noisy) <= 5


# -- lesson 04 -------------------------------------------------------------------


def power(r):
    """Mean power over chance in the slow band and in the fast one."""
    f, power = r.spectrum
    chance = 2.0 * r.rate.mean() / 1000
    bands = ((4.0, 16.0), (28.0, 60.0))
    return [power[(low <= f) & (f <= high)].mean() / chance for low, high in bands]


def test_columns_come_from_the_connections():
    words = "Columns in the raster: the network fires together, several times a second."
    papers = under(cheap_spikes.network, "the paper's", words)
    words = "The same neurons under the same noise, each alone: the columns are gone."
    alone = under(cheap_spikes.network, "no connections", words)
    words = "Slow columns give way to a fast rhythm."
    inhibited = under(cheap_spikes.network, "more inhibition", words)
    words = "Nothing stops excitation: the whole network bursts."
    for r in under(cheap_spikes.network, "no inhibition", words):
        assert r.rate.max() > 900.0
    for r, single, fast in zip(papers, alone, inhibited):
        assert power(r)[0] > 40 and r.rate.max() > 6 * r.rate.mean()
        assert max(power(single)) < 3 and single.rate.max() < 4 * single.rate.mean()
        assert power(fast)[0] < 0.4 * power(r)[0]  # the slow band loses more, as is asked
        assert power(r)[1] < power(r)[0] and power(fast)[0] < power(fast)[1]


@pytest.mark.parametrize("p", [0.02, 0.1, 0.5, 0.9, 1.0])
def test_bins_make_a_train_too_regular(p):
    words = r"With $p = r\,dt$ the CV is $\sqrt{1 - p}$ and the Fano factor $1 - p$."
    assert says("solutions/04_cheap_spikes.py", words)
    for r in opened(cheap_spikes.recipes, p=p):
        ratio, cv, fano = r.found["bin by bin"]
        assert ratio == pytest.approx(1.0, abs=0.03)
        assert cv == pytest.approx(np.sqrt(1 - p), abs=0.03)
        assert fano == pytest.approx(1 - p, abs=0.12)


def test_a_poisson_train_has_cv_and_fano_factor_one():
    for r in opened(cheap_spikes.poisson, trials=200):
        assert r.cv == pytest.approx(1.0, abs=0.05)
        assert r.fano == pytest.approx(1.0, abs=0.35)


def test_one_trial_is_only_noise():
    words = "With one trial the PSTH is only noise: no bin knows the rate."
    for r in under(cheap_spikes.poisson, "one trial", words):
        assert r.psth.value.std() > 0.8 * r.psth.value.mean()


def test_a_rate_that_changes_raises_the_cv_and_leaves_the_fano_factor():
    assert says("solutions/04_cheap_spikes.py", "Modulate the rate and the CV rises above 1")
    assert says("solutions/04_cheap_spikes.py", "The Fano factor over trials does not mind")
    words = "The PSTH follows the rate, and the intervals are no longer exponential."
    for r in under(cheap_spikes.poisson, "modulated", words):
        assert r.cv > 1.5
        assert r.fano == pytest.approx(1.0, abs=0.35)
        true = np.interp(r.psth.t, np.linspace(0.0, 2000.0, 401), r.truth)
        assert np.corrcoef(true, r.psth.value)[0, 1] > 0.98


def test_long_bins_see_a_flat_rate():
    words = "Bins as long as two cycles see a flat rate."
    for r in under(cheap_spikes.poisson, "too fast for the bins", words):
        assert r.truth.min() < 1.0 and r.truth.max() > 79.0
        assert r.psth.value.std() < 0.06 * r.psth.value.mean()


def test_a_refractory_period_lowers_rate_cv_and_fano_factor():
    words = "No short intervals: CV and Fano factor fall below 1."
    assert says("solutions/04_cheap_spikes.py", "For long counts $F$ tends to $CV^2$.")
    for r in under(cheap_spikes.poisson, "refractory", words):
        assert r.counts.mean() / 2.0 == pytest.approx(80 / 1.8, rel=0.03)
        assert r.cv == pytest.approx(1 / 1.8, abs=0.02)
        assert r.fano == pytest.approx(1 / 1.8**2, abs=0.12)


def test_thinning_keeps_half_of_160_candidates():
    assert says("solutions/04_cheap_spikes.py", "kept; expected are 160 and 80")
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        candidates = poisson.homogeneous(80.0, duration=2000.0, rng=rng)
        rate = 40 * (1 - np.cos(2 * np.pi * 2 * candidates / 1000))
        kept_ones = candidates[rng.random(candidates.size) * 80 < rate]
        assert abs(candidates.size - 160) < 4 * np.sqrt(160)
        assert abs(kept_ones.size - 80) < 4 * np.sqrt(80)


# -- lesson 06 -------------------------------------------------------------------


def test_at_10_hz_the_equation_says_34_and_the_population_fires_at_32():
    words = "At 10 Hz the equation says 34 Hz and the population fires at 32."
    assert says("solutions/06_eigenmodes.py", words)
    for r in opened(eigenmodes.rates):
        assert r.means[0] == pytest.approx(32.0, abs=1.0)
        assert round(r.means[1]) == 34


def test_below_threshold_only_the_neurons_fire_and_less_with_weaker_synapses():
    file = "solutions/06_eigenmodes.py"
    assert says(file, "Now each train fires at 7 Hz, so the mean current stays below threshold.")
    words = "The mean current stays under the dashed threshold. The equation is silent, the "
    words += "neurons are not."
    few = under(eigenmodes.rates, "below threshold", words)
    words = "The same mean from 1000 trains: the noise shrinks, and so do the spikes below "
    words += "threshold."
    for r, many in zip(few, under(eigenmodes.rates, "more, weaker synapses", words)):
        assert r.means[0] == pytest.approx(9.0, abs=1.0) and r.means[1] == 0.0
        assert many.means[0] < 0.4 * r.means[0]


def test_the_population_starts_7_ms_late_and_rises_faster():
    words = "the population starts about 7 ms late"
    assert says("solutions/06_eigenmodes.py", words)
    t = 0.1 * np.arange(1200)
    drive = np.where(t < 50.0, 0.0, 0.01)
    runs = [simulate_spikes(Population(N=400), drive, dt=0.1, rng=seed) for seed in SEEDS]
    smooth = np.ones(10) / 10  # 1 ms
    rate = 1000 * np.convolve(np.mean([run.rate for run in runs], axis=0), smooth, "same")
    equation = 1000 * runs[0].r
    starts, ends = ([t[np.argmax(x > level)] for x in (equation, rate)] for level in (1.0, 20.0))
    assert starts[1] - starts[0] == pytest.approx(7.0, abs=1.0)
    assert ends[1] - starts[1] < 0.8 * (ends[0] - starts[0])


def test_a_slow_rhythm_is_followed_and_a_fast_one_missed():
    slow = under(eigenmodes.rates, "slow rhythm", "Both follow an input of 5 Hz.")
    words = "At 40 Hz the currents still agree. The neurons fire in step, which the equation "
    words += "misses."
    for runs, like, swing in (
        (slow, (0.9, 1.0), (0.9, 1.1)),
        (under(eigenmodes.rates, "fast rhythm", words), (0.4, 0.7), (2.0, 3.0)),
    ):
        for r in runs:
            assert np.corrcoef(r.both.I[1000:], r.both.current[1000:])[0, 1] > 0.99
            equation = 1000.0 * r.both.r.reshape(-1, 50).mean(axis=1)[20:]
            population = r.binned[20:]
            assert like[0] < np.corrcoef(equation, population)[0, 1] < like[1]
            assert swing[0] < population.std() / equation.std() < swing[1]


def test_the_faster_of_two_growing_modes_wins_in_the_end():
    words = "Both grow, but in the end the faster one wins: only the distance between the two "
    words += "lines counts."
    early = under(eigenmodes.divergence, "two grow", words, t=100.0)
    for before, r in zip(early, under(eigenmodes.divergence, "two grow", words)):
        ahead = []
        for x in (before, r):
            first, second = (np.interp(x.t, x.run.t, mode) for mode in x.simulated[:2])
            ahead.append(first / second)
        # a constant input to a mode that grows at (lambda - 1) / tau, tau = 10 ms
        true = [np.expm1(0.04 * t) / np.expm1(0.02 * t) for t in (100.0, 200.0)]
        assert ahead[1] / ahead[0] == pytest.approx(true[1] / true[0], rel=1e-6)


# -- lesson 07 -------------------------------------------------------------------


def test_the_start_decides_where_a_bump_from_nothing_grows():
    words = "No tuned input: the start decides where the bump grows. Press new start."
    ends = [r.run.Z[-1] for r in under(ring_attractor.bump, "a bump from nothing", words)]
    np.testing.assert_allclose(np.abs(ends), np.mean(np.abs(ends)), rtol=0.05)
    assert abs(np.mean(ends)) < 0.7 * np.mean(np.abs(ends))  # no place is the favorite


def test_a_landmark_keeps_the_error_small_that_noise_makes():
    words = "The error does a random walk; nothing takes it back."
    lost = under(ring_attractor.compass, "noise", words)
    words = "A little tuned input at the true heading keeps the error small."
    errors = []
    for r, led in zip(lost, under(ring_attractor.compass, "noise and a landmark", words)):
        alone, guided = (np.abs(x.bump - x.head) for x in (r, led))
        assert guided.max() < 20.0
        assert guided.std() < alone.std() or guided.max() < alone.max()
        errors.append(r.bump[-1] - r.head[-1])
    model = ring.PRESETS["memory"]._replace(h1=0.0)
    D = 0.5**2 / (4 * 100 * stationary(model).Z ** 2)
    spread = np.degrees(np.sqrt(2 * D * r.t[-1]))
    assert 0.5 * spread < np.sqrt(np.mean(np.square(errors))) < 1.6 * spread


@pytest.mark.parametrize(
    ("label", "words", "degrees"),
    [
        (None, "The bump of 100 neurons spreads by 12° in 60 τ.", 12.0),
        ("four times the neurons", "Half the spread.", 6.0),
        ("twice the noise", "Twice the spread, four times the variance.", 24.0),
        ("a tall bump", "A larger |Z| is harder to turn.", 4.0),
    ],
)
def test_a_bump_spreads_by_12_degrees(label, words, degrees):
    live = ring_attractor.diffusion()
    known = {preset.label: preset for preset in live.presets}
    if label:
        assert known[label].sentence == words
    else:
        assert says("solutions/07_ring_attractor.py", words)
    for seed in SEEDS:
        live.set(**(live.start | (known[label].values if label else {}) | {"seed": seed}))
        live.finish()
        angle = live.result.angle
        assert len(angle) == 1000
        assert angle[:, -1].std() == pytest.approx(degrees, rel=0.07)  # three standard errors
        half = angle.var(axis=0)[angle.shape[1] // 2] / angle[:, -1].var()
        assert half == pytest.approx(0.5, abs=0.06)  # a straight line through 0


# -- lesson 11 -------------------------------------------------------------------


def test_slopes_fade_over_forty_steps_in_random_and_in_trained_networks():
    file = "solutions/11_condense.py"
    assert says(file, "in ten networks of gain 1 between 0.2 and 3 % are left")
    assert says(file, "and of gain 2 between 3 and 32 %")
    for gain, low, high in ((1.0, 0.0015, 0.035), (2.0, 0.025, 0.325)):
        left = [
            _vanishing.share(_vanishing.untrained("evidence", gain, k), "evidence")[40]
            for k in range(1, 11)
        ]
        assert low < min(left) and max(left) < high
    assert says(file, "Half of the trials of either trained network leave less than 0.6 %")
    for task in kept.TASKS:
        assert 0.005 < _vanishing.trained(task)[40] < 0.006


def test_in_some_networks_of_gain_2_hardly_anything_fades_under_weak_inputs():
    words = "in some networks hardly anything fades"
    assert says("course/explore/condense/_vanishing.py", words)
    left = [
        _vanishing.share(_vanishing.untrained("interval", 2.0, k), "interval")[40]
        for k in range(1, 11)
    ]
    assert sum(share > 0.8 for share in left) == 2


def test_adding_up_all_evidence_gets_94_of_100_right():
    assert says("solutions/11_condense.py", "adding up all evidence gets about 94 of 100 right")
    for seed in SEEDS:
        trials = tasks.evidence(2000, rng=seed)
        done = tasks.performance(trials, rnn.run(rnn.load("evidence"), trials.inputs).z)
        assert trials.ideal == pytest.approx(0.937, abs=0.02)
        assert trials.ideal - 0.035 < done.correct <= trials.ideal + 0.005


def score(network, name, seed):
    return kept.correct(network, kept.probe(name, 40 + seed, 300).task)


@pytest.mark.parametrize(
    ("name", "where", "K", "low", "high"),
    [
        ("evidence", 0, 1, 86, 97),  # "One component already tells left from right."
        ("interval", 0, 2, 97, 100),  # "two components are enough"
        ("interval", 1, 3, 50, 75),  # "97 % of the variance, and the clock goes wrong"
        ("interval", 1, 8, 97, 100),  # "With eight components the clock works again."
        ("evidence", 1, 1, 80, 95),  # "Why can more components be worse than one?"
        ("evidence", 1, 3, 30, 55),
    ],
)
def test_variance_is_not_importance_with_any_trials(name, where, K, low, high):
    assert says("solutions/11_condense.py", "two components are enough")
    assert says("solutions/11_condense.py", "Why can more components be worse than one?")
    network = _activity.limited(name, K, _activity.WHERE[where])
    for seed in SEEDS:
        assert low <= score(network, name, seed) <= high


def merged(name, merges, seed, by="correlation", offsets=False):
    """The trained network after merges by the rates on trials of their own; with `offsets`
    the constant by which two units differ goes to the biases."""
    network, trials = rnn.load(name), kept.probe(name, 20 + seed, 64).task
    for _ in range(merges):
        smaller = rnn.condense(network, trials, len(network.W) - 1, by=by)
        if offsets:
            (i, j), rates = smaller.merges[0], rnn.run(network, trials.inputs).r
            r_i, r_j = rates[..., i].ravel(), rates[..., j].ravel()
            gain, constant = np.polyfit(r_i, r_j, 1)
            b = network.b + constant * network.W[:, j]
            b_out = network.b_out + constant * network.W_out[:, j]
            network = rnn.merge(network._replace(b=b, b_out=b_out), i, j, gain=gain)
        else:
            network = smaller.rnn
    return network


def test_the_clock_survives_nine_merges_and_not_ten():
    words = "With ten other sets of trials of the same task the clock survives nine merges as well."
    assert says("solutions/11_condense.py", words)
    words = "Nine merges did no harm. After the tenth the clock runs too fast."
    assert says("course/explore/condense/_merging.py", words)
    for seed in SEEDS:
        assert score(merged("interval", 9, seed), "interval", seed) > 97
        assert score(merged("interval", 10, seed), "interval", seed) < 20


def test_merging_alone_leaves_the_choice_about_90_percent_for_five_merges():
    file = "solutions/11_condense.py"
    assert says(file, "Merging alone leaves about 90 % right for five to nine merges.")
    assert says(file, "Correlation leaves 80 to 86 %, depending on the trials")
    for seed in SEEDS:
        assert 84 <= score(merged("evidence", 5, seed), "evidence", seed) <= 95
        assert 78 <= score(merged("evidence", 12, seed), "evidence", seed) <= 88


def test_random_pairs_are_a_lottery():
    words = "Of ten random orders, twelve merges left six choice networks at 77 % or more, and "
    assert says("solutions/11_condense.py", words + "four at 50 % or below")
    scores = [_merging.extend("evidence", "random", 1, seed, 12)[1][12] for seed in SEEDS]
    assert sum(score >= 75 for score in scores) == 6
    assert sum(score <= 52 for score in scores) == 4


def test_loadings_serve_the_choice_and_not_the_clock():
    words = "Similar loadings on three components serve the choice, not the clock."
    assert says("course/explore/condense/_merging.py", words)
    for seed in SEEDS:
        assert score(merged("evidence", 12, seed, "pca"), "evidence", seed) > 70
        assert score(merged("interval", 8, seed, "pca"), "interval", seed) < 10


def test_a_constant_handed_to_the_biases_helps_the_choice_and_harms_the_clock():
    words = "kept the choice at 82 to 89 % for twelve merges, with ten sets of trials, and took "
    assert says("solutions/11_condense.py", words + "the clock to 75 to 84 % after two")
    for seed in SEEDS:
        choice = merged("evidence", 12, seed, offsets=True)
        assert 78 <= score(choice, "evidence", seed) <= 93
        clock = merged("interval", 2, seed, offsets=True)
        assert 69 <= score(clock, "interval", seed) <= 90


@pytest.mark.nightly
def test_gradient_descent_is_last_on_its_trials_and_mostly_first_on_new_ones():
    file = "solutions/11_condense.py"
    assert says(file, "Of ten other starts Adam was first in five, Newton in five")
    assert says(file, "gradient descent was always last")
    assert says(file, "In seven of ten other starts it was best on new trials.")
    first, best = [], []
    for seed in range(1, 11):
        seen, new = [], []
        for method in kept.METHODS:
            fit, test, _ = _methods.train("evidence", method, seed)
            k = np.flatnonzero(fit.evaluations <= 401)[-1]
            seen.append(fit.loss[k])
            new.append(test[k])
        assert kept.METHODS[np.argmax(seen)] == "gd"
        first.append(kept.METHODS[np.argmin(seen)])
        best.append(kept.METHODS[np.argmin(new)])
    assert 3 <= first.count("adam") <= 7  # two of the ten are close
    assert 5 <= best.count("gd") <= 9


def test_the_choice_loses_a_few_trials_as_early_evidence_counts_more():
    words = "Early evidence counts a fifth more than late evidence here"
    assert says("solutions/11_condense.py", words)
    network = rnn.load("evidence")
    early, late = [], []
    for seed in SEEDS:
        trials = tasks.evidence(4000, rng=seed, coherences=[0.25])
        done = tasks.performance(trials, rnn.run(network, trials.inputs).z)
        # the standard error of each share is 0.7 of 100, and both are of the same trials
        assert 0.02 < trials.ideal - done.correct < 0.07
        noise = trials.inputs[:, 5:45, 0] - trials.inputs[:, 5:45, 1] - trials.condition[:, None]
        weight = np.mean(noise * np.sign(done.answer)[:, None], axis=0)
        early.append(weight[:10].mean())
        late.append(weight[-10:].mean())
    assert 1.12 < np.mean(early) / np.mean(late) < 1.32
