"""A synapse with short-term plasticity against LSODA, closed forms and their limits."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from course.models.dynamic_synapse import Synapse, simulate, theory

TIRES = Synapse()
GROWS = Synapse(U=0.1, tau_d=100.0, tau_f=600.0)
BOTH = pytest.mark.parametrize("synapse", [TIRES, GROWS, Synapse(U=1.0)])


@BOTH
def test_it_does_between_spikes_what_the_equations_say(synapse):
    spikes = np.array([3.0, 10.0, 12.0, 60.0, 61.0, 300.0])
    now, found = np.array([0.0, 1.0]), []
    for gap in np.diff(spikes, prepend=0.0):
        now = solve_ivp(
            lambda _, y: [-y[0] / synapse.tau_f, (1.0 - y[1]) / synapse.tau_d],
            (0.0, gap),
            now,
            method="LSODA",
            rtol=1e-10,
            atol=1e-12,
        ).y[:, -1]
        u = now[0] + synapse.U * (1.0 - now[0])
        found.append((u, now[1], u * now[1]))
        now = np.array([u, now[1] - u * now[1]])
    np.testing.assert_allclose(simulate(synapse, spikes), np.transpose(found), rtol=1e-7)


@BOTH
@pytest.mark.parametrize("rate", [0.5, 10.0, 80.0])
def test_a_regular_train_comes_to_the_closed_form(synapse, rate):
    run = simulate(synapse, np.arange(2000) * 1000.0 / rate)
    steady = theory.steady(synapse, rate)
    for end, form in zip(run, steady):
        assert end[-1] == pytest.approx(float(form), rel=1e-9)


@BOTH
def test_the_second_of_two_spikes_is_the_paired_pulse_ratio(synapse):
    gaps = np.array([0.0, 5.0, 50.0, 5000.0])
    found = [simulate(synapse, [0.0, gap]).released for gap in gaps]
    ratios = [second / first for first, second in found]
    np.testing.assert_allclose(theory.paired_pulse(synapse, gaps), ratios, rtol=1e-12)


def test_one_tires_and_the_other_grows_and_both_forget():
    assert theory.paired_pulse(TIRES, 20.0) < 0.7 < 1.5 < theory.paired_pulse(GROWS, 20.0)
    assert theory.paired_pulse(TIRES, 1e5) == pytest.approx(1.0)
    assert theory.paired_pulse(GROWS, 1e5) == pytest.approx(1.0)


def test_fast_spikes_release_what_recovers_whatever_their_rate():
    rate = np.array([200.0, 1e3, 1e4])
    a_second = rate * theory.steady(TIRES, rate).released
    assert a_second[0] == pytest.approx(1.25, rel=0.03)
    np.testing.assert_allclose(a_second[1:], 1000.0 / TIRES.tau_d, rtol=3e-3)


@pytest.mark.parametrize(
    "wrong", [{"U": 0.0}, {"U": 1.5}, {"tau_d": -1.0}, {"tau_f": np.nan}, {"spikes": [0.0, np.nan]}]
)
def test_what_no_synapse_is_is_refused_by_name(wrong):
    spikes = wrong.pop("spikes", [0.0, 1.0])
    with pytest.raises(ValueError, match=next(iter(wrong), "spikes")):
        simulate(Synapse(**wrong), spikes)
