"""The recording of a grasshopper's ear is what the lesson says of it."""

import numpy as np
import pytest

from course import analysis
from course.explore import cheap_spikes
from course.material import grasshopper
from course.models.integrate_fire import LIF, simulate

CELL = grasshopper.recording()
SEEDS = range(10)


def test_ten_seconds_hold_929_spikes_of_cv_one_half():
    assert CELL.spikes.size == 929 and CELL.level.size == 10_000
    assert (CELL.spikes[0], CELL.spikes[-1]) == pytest.approx((6.7, 9999.3))
    gaps = analysis.isi(CELL.spikes)
    assert (gaps.mean(), gaps.std()) == pytest.approx((10.768, 5.740), abs=5e-4)
    assert (gaps.min(), np.median(gaps), gaps.max()) == pytest.approx((3.2, 9.3, 42.6))
    assert analysis.cv(CELL.spikes) == pytest.approx(0.533, abs=5e-4)
    assert analysis.local_variation(CELL.spikes) == pytest.approx(0.27, abs=5e-3)


def test_poisson_with_a_dead_time_does_not_describe_it():
    gaps = analysis.isi(CELL.spikes)
    assert 1.0 - gaps.min() / gaps.mean() == pytest.approx(0.70, abs=5e-3)
    needed = gaps.mean() * (1.0 - analysis.cv(CELL.spikes))
    assert needed == pytest.approx(5.03, abs=5e-3)
    assert np.mean(gaps < needed) == pytest.approx(0.07, abs=5e-3)


def test_the_level_has_its_mean_and_spread_and_the_loudest_of_the_file():
    assert CELL.level.mean() == pytest.approx(58.43, abs=0.01)
    assert CELL.level.std() == pytest.approx(5.86, abs=0.01)
    assert CELL.level.max() == pytest.approx(76.43, abs=0.02)


def test_the_sound_is_loud_6_ms_before_a_spike_and_soft_10_ms_before():
    found = analysis.spike_triggered_average(CELL.spikes, CELL.level, [6, 7, 10])
    assert found == pytest.approx([5.5, 4.8, -3.5], abs=0.05)


def test_beside_its_own_peaks_the_sound_is_softer_by_a_fifth():
    x = CELL.level - CELL.level.mean()
    own = [x[lag:] @ x[: x.size - lag] / (x @ x) for lag in range(1, 15)]
    assert min(own) == pytest.approx(-0.2, abs=0.05)


@pytest.mark.parametrize("seed", SEEDS)
def test_gaps_in_another_order_keep_the_cv_and_lose_the_sound(seed):
    shown = cheap_spikes.recording.explorer(shuffled=True, seed=seed).result
    assert shown.cv == pytest.approx(0.533, abs=5e-3)
    assert np.abs(shown.sta).max() < 1.0  # of 5.5 dB; 41 lags, 0.2 dB of chance each


def predicted(tau, gain, offset, dead, delay):
    """Coincidence factors of the lesson's neuron, before and after the end of the tuning."""
    unit = LIF(tau_m=tau, R=1.0, E_L=0.0, V_th=1.0, V_reset=0.0, t_ref=dead)
    found = []
    for first, last in ((0, 6000), (6000, 10_000)):
        drive = offset + gain * (np.repeat(CELL.level[first:last], 5) - 58.4)
        own = simulate(unit, drive, dt=0.2).spikes + delay
        spikes = CELL.spikes[CELL.spikes >= first] - first
        found.append(analysis.coincidence_factor(spikes, own, last - first))
    return found


def test_two_membranes_predict_alike_what_they_were_tuned_on():
    assert predicted(1.3, 0.075, 0.95, 3.5, 6.9) == pytest.approx([0.70, 0.66], abs=5e-3)
    assert predicted(10.0, 0.5, 3.8, 2.2, 7.1) == pytest.approx([0.67, 0.50], abs=5e-3)


@pytest.mark.parametrize("seed", SEEDS)
def test_neither_clocks_nor_coins_predict_the_cell(seed):
    rng = np.random.default_rng(seed)
    clock = np.arange(rng.uniform(0.0, 10.0), 1e4, 10.768)
    assert abs(analysis.coincidence_factor(CELL.spikes, clock, 1e4)) < 0.08
    coins = rng.uniform(0.0, 1e4, rng.poisson(929))
    # it has gaps below 4 ms, and of two spikes beside one only one counts
    assert -0.15 < analysis.coincidence_factor(CELL.spikes, coins, 1e4) < 0.0


def test_the_cell_tires_and_the_sound_does_not():
    seconds = np.histogram(CELL.spikes, np.arange(0, 11_000, 1000))[0]
    assert (seconds[0], seconds[5], seconds[9]) == (127, 88, 78)
    assert np.ptp(CELL.level.reshape(10, 1000).mean(axis=1)) < 1.1  # dB


def test_a_students_neuron_is_judged_by_the_first_six_seconds_in_the_figure():
    shown = cheap_spikes.recording.explorer(neuron=lambda level: CELL.spikes[:602])
    assert "602 times, with Γ 1.00" in shown.summary
    shown.set(shuffled=True)
    assert -0.15 < float(shown.summary.rpartition("Γ ")[2].strip(".")) < 0.15
    for wrong in (lambda level: level[:, None], lambda level: np.ones(10_000)):
        assert cheap_spikes.recording.explorer(neuron=wrong).result.predicted is None


def test_what_a_caller_changes_stays_his_own():
    grasshopper.recording().spikes[:] = 0.0
    assert grasshopper.recording().spikes[0] == pytest.approx(6.7)
