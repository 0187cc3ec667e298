"""What the live figures of lesson 05 show of a student's network and of what is pointed at."""

import numpy as np

from course.explore import spiking_network as explore
from course.live import Event
from course.models.spiking_network import simulate
from course.plots.diagrams import Network
from course.plots.drawing import on_circle


def my_network(W, I):
    run = simulate(W, I)
    return run.V, run.spikes


def test_a_right_network_has_the_rings_of_the_chosen_neuron_and_a_wrong_one_where_it_differs():
    live = explore.network.explorer(mine=my_network, w_sd=20.0)
    rings, spikes = (live.artists["raster"][name].get_xydata() for name in ("mine", "spikes"))
    (row,) = np.unique(rings[:, 1])
    np.testing.assert_allclose(rings, spikes[spikes[:, 1] == row])

    def early(W, I):
        X, S = my_network(W, I)
        return X, np.roll(S, -1, axis=1)

    other = explore.network.explorer(mine=early, w_sd=20.0)
    assert len(other.artists["raster"]["mine"].get_xydata()) > len(spikes) / 2
    assert f"Yours: {len(spikes)} spikes" in live.summary


def test_a_network_without_the_threshold_has_no_rings_and_a_stub_is_not_counted():
    silent = explore.network.explorer(mine=lambda W, I: (I, 0 * I))
    assert "Yours: 0 spikes" in silent.summary
    assert "Yours" not in explore.network.explorer(mine=lambda W, I: (..., ...)).summary


def test_the_neuron_that_is_pointed_at_in_the_graph_is_chosen():
    places = np.array(Network.SIZE) / 2 + on_circle(24, 150.0)
    for who in (0, 5, 23):
        live = explore.network.explorer()
        live.point(Event("press", "graph", *places[who]))
        assert live.values["who"] == who


def test_a_students_cv_stands_on_the_figures_and_a_pooled_one_does_not():
    def mean_cv(spikes):
        gaps = [np.diff(np.flatnonzero(row)) for row in spikes]
        return np.mean([gap.std() / gap.mean() for gap in gaps if gap.size > 1])

    def pooled(spikes):
        gaps = np.concatenate([np.diff(np.flatnonzero(row)) for row in spikes])
        return gaps.std() / gaps.mean()

    result = explore.irregular.explorer(mine=mean_cv, w_sd=40.0).result
    assert abs(result.mine - result.here.cv) < 1e-12
    assert explore.irregular.explorer(mine=pooled, w_sd=40.0).result.mine > result.here.cv + 0.05


def test_the_limit_of_a_student_is_below_the_network_at_weak_drive_and_above_at_strong():
    def limit(eta, g_inh, K_E, J, tau, height):
        if g_inh <= 4:
            return np.nan
        return 1000 * (eta - 1) * height / (K_E * J * tau * (g_inh / 4 - 1))

    live = explore.balanced.explorer(mine=limit)
    assert abs(live.result.mine - 5.0) < 1e-9 < 8.0 < live.result.found.rate - 5.0
    level = live.artists["pop"]["mine"].get_ydata()
    np.testing.assert_allclose(level, 5.0)  # 1000 neurons at 5 Hz: 5 spikes in 1 ms
    live.set(g_inh=6.0, eta=4.0)
    assert abs(live.result.mine - 150.0) < 1e-9
    rates = [live.set(seed=seed).found.rate for seed in range(4)]
    assert abs(np.mean(rates) - 112.0) < 1.0 and np.ptp(rates) < 6.0  # as lesson 05 says
    assert "Yours" not in explore.balanced.explorer(mine=limit, g_inh=3.0, eta=2.0).summary


def test_what_the_chosen_neuron_sends_is_weighed_by_hand_and_nothing_else_is():
    live = explore.network.explorer(who=3)
    before = live.result.W
    live.set(loud=-2.0)
    changed = np.flatnonzero((live.result.W != before).any(axis=0))
    assert list(changed) == [round(3 * 99 / 23)]
    np.testing.assert_allclose(live.result.W[:, changed], -2.0 * before[:, changed])
    live.reset()
    assert np.array_equal(live.result.W, explore.network.explorer().result.W)


def test_nine_other_networks_stand_behind_the_one_that_is_seen():
    live = explore.dimensions.explorer(w_sd=20.0, dale=True)
    other = explore.dimensions.explorer(w_sd=20.0, dale=True, seed=1)
    assert len(live.result.others) == 9
    np.testing.assert_allclose(live.result.others[0], other.result.share)
    lines = [live.artists["share"]["other", k].get_ydata() for k in range(9)]
    np.testing.assert_allclose(np.nansum(lines, axis=1), 1.0)
    low, high = (100 * f(share[0] for share in live.result.others) for f in (min, max))
    assert f"in nine other networks {low:.0f} to {high:.0f} %" in live.summary
    rates = explore.network.explorer().result.others
    assert len(rates) == 9 and all(len(one) == 100 for one in rates)


def test_the_beam_leans_to_the_threshold_where_fluctuations_fire_and_away_where_all_is_saturated():
    leans = {}
    for g_inh, eta in ((8.0, 1.2), (3.0, 2.0)):
        live = explore.balanced.explorer(g_inh=g_inh, eta=eta)
        rate = live.result.found.rate
        drive, excitation, threshold, inhibition = live.artists["beam"].popitem()[1].now()[0]
        np.testing.assert_allclose(
            (drive, excitation, threshold, inhibition),
            (20 * eta, 80 * 0.5 * 0.02 * rate, 20.0, 20 * g_inh * 0.5 * 0.02 * rate),
        )
        leans[g_inh] = drive + excitation - threshold - inhibition
    assert -10.0 < leans[8.0] < -8.0 and leans[3.0] > 50.0


def test_a_weight_of_the_beam_is_taken_under_its_pan():
    live = explore.balanced.explorer()
    places = live.places()[1:]
    live.set(eta=3.0)
    (x, y), (u, v) = live.places()[1:]
    assert y < places[0][1] and v > places[1][1]  # the drive goes down, and inhibition up
    assert x < 150.0 < u
