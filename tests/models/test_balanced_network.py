"""The balanced network: its twin, one neuron's closed forms, mean-field theory, ten networks."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.special import erfcx

from course.models.balanced_network import (
    Balanced,
    BalancedRun,
    draw,
    limit_rate,
    population,
    rate,
    simulate,
    statistics,
)

SMALL = Balanced(N_E=80, N_I=20, K_E=16, K_I=4)
STATES = {  # rate, CV and synchrony, least and most of ten networks, with room for ten others
    "asynchronous irregular": (Balanced(), (13.0, 16.5), (0.78, 0.90), (4.5, 9.0)),
    "saturated": (Balanced(g_inh=3.0, eta=2.0), (205, 210), (0.16, 0.20), (8.0, 14.0)),
    "fast": (Balanced(g_inh=6.0, eta=4.0), (104, 117), (0.67, 0.78), (17.0, 29.0)),
    "slow": (Balanced(g_inh=4.5, eta=0.9), (14.0, 19.5), (0.58, 0.69), (13.0, 28.0)),
}


@pytest.mark.parametrize("model", [SMALL, SMALL._replace(g_inh=4.5, eta=2.0, delay=0.0)])
def test_the_compiled_twin_spikes_as_the_plain_reading(model):
    chance = draw(model, duration=60.0, rng=1)
    one, two = simulate(model, chance, watch=5), simulate(model, chance, watch=5, plain=True)
    assert one.times.size > 50
    assert np.array_equal(one.times, two.times)
    assert np.array_equal(one.neurons, two.neurons)
    assert np.abs(one.V - two.V).max() < 1e-12


def test_every_neuron_has_its_inputs_once_and_none_from_itself():
    chance = draw(SMALL, duration=1.0, rng=3)
    senders = np.repeat(np.arange(100), np.diff(chance.first).astype(np.intp))
    pairs = set(zip(senders.tolist(), chance.targets.tolist()))
    assert len(pairs) == senders.size == 100 * 20
    assert not any(a == b for a, b in pairs)
    for i in range(100):
        heard = senders[chance.targets == i]
        assert np.sum(heard < 80) == 16
        assert np.sum(heard >= 80) == 4
    assert np.all(np.bincount(senders, minlength=100) > 0)  # and no sender is left out


def test_a_spike_moves_its_targets_by_the_jump_after_the_delay():
    model = SMALL._replace(eta=0.0, J=0.7, g_inh=3.0, delay=1.5)
    chance = draw(model, duration=5.0, rng=0)
    for sender, jump in ((0, 0.7), (90, -2.1)):
        start = np.zeros(100)
        start[sender] = 1.01 / np.exp(-0.1 / 20.0)  # over threshold after one step
        run = simulate(model, chance._replace(start=start), watch=100)
        assert run.neurons.tolist() == [sender]
        heard = np.zeros(100)
        heard[chance.targets[chance.first[sender] : chance.first[sender + 1]]] = jump
        at = round((run.times[0] + 1.5) / 0.1)
        quiet = np.arange(100) != sender
        assert np.all(run.V[at - 1, quiet] == -70.0)
        assert np.abs(run.V[at, quiet] - (-70.0 + heard[quiet])).max() < 1e-12


def test_without_coupling_the_potential_has_the_mean_and_spread_of_its_equation():
    model = Balanced(eta=0.5, J=0.5, V_th=-50.0, g_inh=0.0)
    chance = draw(model, duration=400.0, rng=2)
    run = simulate(model, chance, watch=1000)
    late = run.V[2000:]
    assert run.times.size < 50  # 10 mV below threshold: nearly no spikes, nothing to hear
    assert late.mean() == pytest.approx(-60.0, abs=0.1)
    assert late.std() == pytest.approx(np.sqrt(0.5 * 0.5 * 0.5 * 20.0), rel=0.02)


def own_theory(model):
    """The rate by quadrature and a root finder, from the paper's formulas."""
    K, J, tau = model.K_E, model.J, model.tau

    def response(r):
        mu = model.eta * 20 + K * J * tau * r * (1 - model.g_inh / 4)
        s = np.sqrt(J * model.eta * 20 + K * J**2 * tau * r * (1 + model.g_inh**2 / 4))
        a, b = (10 - mu) / s, (20 - mu) / s
        return 1 / (2 + tau * np.sqrt(np.pi) * quad(lambda u: erfcx(-u), a, b, limit=300)[0])

    return 1000 * brentq(lambda r: response(r) - r, 1e-9, 0.49)


PAPER = {"K_E": 1000, "K_I": 250, "N_E": 10_000, "N_I": 2500, "J": 0.1}


@pytest.mark.parametrize(
    ("model", "hz"),
    [
        (Balanced(), 16.7),
        (Balanced(g_inh=3.0, eta=2.0), 201.0),
        (Balanced(g_inh=5.0, eta=2.0), 70.0),
        (Balanced(g_inh=5.0, eta=2.0, **PAPER), 37.9),
    ],
)
def test_the_mean_field_rate_is_that_of_quadrature_and_a_root_finder(model, hz):
    assert rate(model) == pytest.approx(own_theory(model), rel=1e-4)
    assert rate(model) == pytest.approx(hz, rel=5e-3)


def test_the_limit_of_many_weak_inputs_keeps_the_mean_at_the_threshold():
    assert limit_rate(Balanced(g_inh=5.0, eta=2.0, **PAPER)) == pytest.approx(40.0)
    assert limit_rate(Balanced(g_inh=6.0, eta=4.0, **PAPER)) == pytest.approx(60.0)
    assert np.isnan(limit_rate(Balanced(g_inh=4.0)))
    for g_inh, eta in ((5.0, 2.0), (8.0, 1.2)):
        model = Balanced(g_inh=g_inh, eta=eta)
        r = limit_rate(model) / 1000.0
        assert eta * 20.0 + (80 * r - 20 * r * g_inh) * 0.5 * 20.0 == pytest.approx(20.0)


@pytest.mark.parametrize("state", STATES)
def test_ten_networks_are_in_the_state_that_the_lesson_names(state):
    model, *ranges = STATES[state]
    for seed in range(10):
        chance = draw(model, rng=100 + seed)
        for value, (low, high) in zip(statistics(simulate(model, chance)), ranges):
            assert low <= value <= high


def test_statistics_are_those_of_a_loop_over_neurons():
    run = simulate(SMALL._replace(eta=2.0), duration=500.0, rng=5)
    cvs = []
    for i in range(100):
        gaps = np.diff(run.times[(run.neurons == i) & (run.times > 100.0)])
        if gaps.size >= 2:
            cvs.append(gaps.std() / gaps.mean())
    found = statistics(run, drop=100.0)
    assert found.cv == pytest.approx(np.mean(cvs), rel=1e-12)
    assert found.rate == pytest.approx(np.sum(run.times > 100.0) / 100 / 0.4)
    counts = np.histogram(run.times - 0.05, np.arange(100.0, 501.0))[0]
    assert found.synchrony == pytest.approx(counts.var() / counts.mean(), rel=1e-12)
    assert population(run).sum() == run.times.size


def test_a_silent_network_has_a_rate_of_0_and_no_irregularity():
    run = simulate(SMALL._replace(eta=0.0), duration=300.0, rng=5)
    found = statistics(run)
    assert found.rate == 0.0
    assert np.isnan(found.cv)
    assert np.isnan(found.synchrony)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"K_E": 80}, "K_E"),
        ({"J": -1.0}, "J"),
        ({"V_reset": -40.0}, "V_reset"),
        ({"tau": 0}, "tau"),
    ],
)
def test_a_network_that_cannot_be_is_refused_by_name(change, name):
    with pytest.raises(ValueError, match=f"{name} is"):
        simulate(SMALL._replace(**change), rng=0)


def test_what_was_drawn_for_another_network_is_refused():
    with pytest.raises(ValueError, match="chance has arrays"):
        simulate(SMALL, draw(SMALL._replace(K_E=17), duration=1.0, rng=0))
    with pytest.raises(ValueError, match="run is"):
        statistics((1, 2, 3))
    assert isinstance(simulate(SMALL, duration=1.0, rng=0), BalancedRun)
