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
