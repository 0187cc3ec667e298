"""What the live figures of lesson 04 show is what the models and the theory say."""

import numpy as np
import pytest

from course.explore import cheap_spikes as explore
from course.explore.cheap_spikes._recipes import gap_density
from course.live import Event
from course.material import grasshopper
from course.models.izhikevich import Izhikevich, simulate
from course.models.izhikevich.patterns import PATTERNS

ACCURATE = "accurate, 0.1 ms"


def test_a_click_on_a_small_panel_opens_it_and_arrows_move_on():
    live = explore.gallery.explorer()
    live.point(Event("press", "all", 2.5, 3.5))
    assert live.values["pattern"] == list(PATTERNS)[17]
    live.point(Event("key", key="ArrowRight"), Event("key", key="ArrowUp"))
    assert live.values["pattern"] == list(PATTERNS)[13]
    live.point(Event("press", "v", 0.5, 0.0), Event("release", "all", 0.5, 0.5))
    assert live.values["pattern"] == list(PATTERNS)[13]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_panel_opens_with_its_published_spikes(pattern):
    live = explore.gallery.explorer(pattern=pattern)
    chosen = PATTERNS[pattern]
    published = simulate(Izhikevich(**chosen.parameters), **chosen.protocol)
    np.testing.assert_array_equal(live.result.trace.spikes, published.spikes)
    assert f": {published.spikes.size} spike" in live.summary


def test_a_model_that_runs_away_says_so():
    live = explore.gallery.explorer(pattern="inhibition-induced bursting", scheme=ACCURATE)
    assert "runs away" in live.summary
    assert "run away" in live.artists["v"]["said"].pieces[0][0]


def test_solved_accurately_eight_patterns_change_their_count_and_one_runs_away():
    live = explore.gallery.explorer()
    same = changed = ran_away = 0
    for name in PATTERNS:
        count = live.set(pattern=name, scheme="the script's Euler steps").trace.spikes.size
        accurate = live.set(scheme=ACCURATE).trace
        ran_away += accurate is None
        same += accurate is not None and accurate.spikes.size == count
        changed += accurate is not None and accurate.spikes.size != count
    assert (same, changed, ran_away) == (11, 8, 1)  # as lesson 04 says


@pytest.mark.parametrize(("now", "spikes"), [(0.0, 0), (54.0, 1), (300.0, 7)])
def test_the_past_of_the_trajectory_holds_the_spikes_so_far(now, spikes):
    live = explore.neuron.explorer(now=now)
    v = live.artists["plane"]["past"].get_xdata()
    assert np.isnan(v).sum() == spikes
    assert live.artists["plane"]["now"].get_xdata()[0] == live.result.trace.v[round(now / 0.2)]


def test_the_threshold_is_drawn_where_rest_is_and_goes_with_it():
    live = explore.neuron.explorer(I=2.0)
    assert live.artists["plane"]["threshold"].get_xdata().size > 50
    live.set(I=10.0)
    assert len(live.artists["plane"]["threshold"].get_xdata()) == 0


def test_the_hand_puts_the_start_into_the_plane_and_a_preset_takes_it_back():
    live = explore.neuron.explorer()
    at = next(k for k, handle in enumerate(live.handles) if handle.state == "start")
    resting = live.places()[at]
    r = live.set(start=[-40.0, 5.0])
    assert (r.trace.v[0], r.trace.u[0]) == (-40.0, 5.0) == tuple(live.places()[at])
    assert live.settings() == "explore.neuron(start=[-40.0, 5.0])"
    assert live.set(start=[34.0, 0.0]).trace.v[0] == 29.0  # below the peak
    with pytest.raises(ValueError, match=r"start is \[1.0\]; allowed is \[v, u\]"):
        live.set(start=[1.0])
    live.press(1)
    assert live.places()[at] == resting


def test_without_connections_the_rhythm_is_gone():
    live = explore.network.explorer()
    assert live.result.spectrum.power[1:5].max() > 1.0
    chance = 2.0 * live.press(2).rate.mean() / 1000  # Hz, of independent Poisson neurons
    power = live.result.spectrum.power[1:25].mean()
    assert 0.5 * chance < power < 3.0 * chance  # regular spiking is near Poisson here, not it


def test_more_trials_and_a_higher_rate_only_add_spikes():
    live = explore.poisson.explorer(rate=20.0, trials=30)
    few = set(zip(live.result.trial, live.result.spikes))
    more = live.set(trials=60)
    assert few < set(zip(more.trial, more.spikes))
    higher = live.set(rate=40.0, trials=30)
    assert few < set(zip(higher.trial, higher.spikes))


def test_poisson_statistics_agree_with_their_closed_forms():
    live = explore.poisson.explorer(rate=80.0, t_ref=10.0, trials=200)
    found, theory = live.result, live.result.theory
    assert abs(found.cv / theory.cv - 1) < 0.03  # five standard errors of 17000 gaps
    assert abs(found.fano / theory.fano - 1) < 0.5  # five of 200 counts
    assert abs(found.counts.mean() / 2.0 / theory.rate - 1) < 0.02


@pytest.mark.parametrize("p", [0.02, 0.03, 0.1, 0.7, 1.0])
def test_the_dots_of_the_gaps_lie_on_the_geometric_law(p):
    result = explore.recipes.explorer(p=p).result
    gaps, density = gap_density(result)
    together = int(np.ceil(0.1 / p - 1e-9))
    k = np.arange(together * gaps.size) + 1
    law = (p * (1 - p) ** (k - 1)).reshape(-1, together).sum(axis=1)
    n = result.binned.size - 1
    # five standard errors of a count, and three gaps where the law has none left
    tolerance = 5 * np.sqrt(law * (1 - law) / n) + 3 / n
    assert (np.abs(density * together * p - law) < tolerance).all()
    np.testing.assert_allclose(gaps, p * k.reshape(-1, together).mean(axis=1))


def test_one_spike_is_not_spikes():
    assert explore.neuron.explorer(I=3.7).summary.startswith("1 spike in 300 ms")


@pytest.mark.parametrize("p", [0.02, 0.3, 0.7, 1.0])
def test_bin_by_bin_keeps_the_rate_and_loses_the_variance(p):
    ratio, cv, fano = explore.recipes.explorer(p=p).result.found["bin by bin"]
    assert abs(ratio - 1) < 5 * np.sqrt((1 - p) / 20_000) + 1e-3  # bins cut at the end
    assert abs(cv - np.sqrt(1 - p)) < 0.05  # five standard errors
    # five standard errors; a window holds a bin more or less, up to p / 40 of variance
    assert abs(fano - (1 - p)) < 5 * (1 - p) * np.sqrt(2 / 1999) + p / 40


def test_handles_lie_on_the_curves_that_they_move():
    live = explore.neuron.explorer(b=0.25, I=4.0, d=6.0)
    places = {(h.panel, h.y): place for h, place in zip(live.handles, live.places())}
    v, u = places["plane", "I"]
    assert 0.04 * v * v + 5 * v + 140 - u + 4.0 == pytest.approx(0.0)
    v, u = places["plane", "b"]
    assert u == pytest.approx(0.25 * v)
    v, u = places["plane", "d"]
    jump = live.artists["plane"]["jump"].get_xydata()[:2]
    np.testing.assert_allclose(jump, [[30.0, u - 6.0], [v, u]])


def test_a_students_step_of_the_hybrid_neuron_adapts_like_the_neuron():
    def step(v, u, I, dt, a, b, c, d):
        v, u = v + dt * (0.04 * v * v + 5 * v + 140 - u + I), u + dt * a * (b * v - u)
        return (c, u + d) if v >= 30 else (v, u)

    result = explore.neuron.explorer(mine=step).result
    resets = result.trace.t[1:][np.diff(result.mine) < -60]
    assert resets.size == result.trace.spikes.size
    assert np.abs(resets - result.trace.spikes).max() < 5


def test_the_dead_time_of_a_student_gives_the_rate_and_the_cv_of_the_cell():
    def dead(gaps):
        return gaps.min(), gaps.mean() - gaps.std(), 0.0

    result = explore.recording.explorer(dead=dead).result
    gap = np.linspace(0.0, 45.0, result.dead.size)
    width = gap[1]
    mean = np.sum(gap * result.dead) * width
    sd = np.sqrt(np.sum((gap - mean) ** 2 * result.dead) * width)
    # of 10.77 ms; the axis ends at 45 ms, where exp(-40 / 5.74) is left
    assert mean == pytest.approx(10.77, abs=0.1) and sd / mean == pytest.approx(0.533, abs=0.02)
    assert explore.recording.explorer(dead=lambda gaps: (..., ..., ...)).result.dead is None


def test_the_cvs_of_a_students_two_trains_are_those_of_the_theory():
    def bins(rate, dt, duration, rng):
        return np.flatnonzero(rng.random(round(duration / dt)) < rate * dt / 1000) * dt

    def gaps(rate, duration, rng):
        found = np.cumsum(rng.exponential(1000 / rate, round(2 * duration * rate / 1000) + 100))
        return found[found < duration]

    live = explore.recipes.explorer(p=0.5, bins=bins, gaps=gaps)
    # of 2000 gaps, five standard errors
    np.testing.assert_allclose(live.result.mine, [np.sqrt(0.5), 1.0], atol=0.11)
    one = explore.recipes.explorer(bins=bins, gaps=lambda *given: ...).result.mine
    assert np.isfinite(one[0]) and np.isnan(one[1])
    assert explore.recipes.explorer(bins=lambda *given: ...).result.mine is None


def test_a_students_step_runs_seventeen_panels_and_nine_keep_their_number_of_spikes():
    def step(v, u, I, dt, a, b, c, d):
        after = v + dt * (0.04 * v * v + 5 * v + 140 - u + I), u + dt * a * (b * v - u)
        return (c, after[1] + d) if after[0] >= 30 else after

    live = explore.gallery.explorer(mine=step)
    same, other = [], []
    for name in PATTERNS:
        result = live.set(pattern=name)
        if result.mine is not None:
            n = int(live.summary.rpartition("Yours: ")[2].strip("."))
            (same if n == result.trace.spikes.size else other).append(name)
    assert (len(same), len(other)) == (9, 8)  # as lesson 04 says
    left = [PATTERNS[name].panel for name in PATTERNS if name not in same + other]
    assert left == ["G", "L", "R"]
    live.set(pattern="bistability")
    assert "5 spikes" in live.summary and "Yours: 7." in live.summary


def test_a_step_in_the_scripts_order_is_the_published_trace():
    def step(v, u, I, dt, a, b, c, d):
        v = v + dt * (0.04 * v**2 + 5 * v + 140 - u + I)
        u = u + dt * a * (b * v - u)
        return (c, u + d) if v >= 30 else (v, u)

    for name in ("bistability", "tonic bursting", "inhibition-induced spiking"):
        live = explore.gallery.explorer(mine=step, pattern=name)
        told = live.summary.rpartition("Yours: ")[2]
        assert told == f"{live.result.trace.spikes.size}."


def test_a_students_neuron_hears_the_seconds_for_tuning_and_no_more():
    live = explore.recording.explorer(neuron=lambda level: np.append(level[:-1], level.size))
    found = live.result.predicted
    assert found[-1] == 6000.0
    np.testing.assert_array_equal(found[:-1], grasshopper.recording().level[:5999])


def test_chance_leaves_the_average_sound_within_its_band_19_times_in_20():
    band = explore._recording.CHANCE
    found = [explore.recording.explorer(shuffled=True, seed=seed).result.sta for seed in range(10)]
    # 41 lags of ten orders; the band is two standard errors
    assert 0.88 < np.mean(np.abs(found) < band) < 0.99
