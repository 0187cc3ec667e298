"""The mystery neuron keeps its secrets, and experiments reveal them."""

import numpy as np
import pytest

from course.material.mystery import RANGES, mystery
from course.models.integrate_fire import LIF


def test_nothing_shown_gives_the_parameters_away():
    neuron = mystery(3)
    shown = repr(neuron) + str(neuron) + str([name for name in dir(neuron) if name[0] != "_"])
    assert not any(str(abs(value)) in shown for value in neuron._model)
    assert repr(neuron) == "mystery(3)"


def test_a_seed_names_one_neuron():
    assert mystery(5)._model == mystery(np.int64(5))._model
    assert len({mystery(seed)._model for seed in range(50)}) == 50


def test_parameters_lie_in_the_documented_ranges():
    for seed in range(300):
        p = mystery(seed)._model
        assert isinstance(p, LIF)
        values = {**p._asdict(), "V_th - E_L": p.V_th - p.E_L, "E_L - V_reset": p.E_L - p.V_reset}
        for name, (low, high) in RANGES.items():
            # potentials are rounded to 0.1 mV after they are drawn
            assert low - 0.11 <= values[name] <= high + 0.11, (seed, name)


@pytest.mark.parametrize("seed", range(8))
def test_two_experiments_reveal_resistance_time_constant_and_threshold(seed):
    neuron = mystery(seed)
    truth = neuron._model
    quiet = neuron.inject(-20.0, dt=0.1, duration=800.0)  # 20 time constants or more
    E_L = quiet.V[0]
    R = (quiet.V[-1] - E_L) / -20.0
    assert R == pytest.approx(truth.R, rel=1e-6)  # exp(-20) of the charge is missing
    V = quiet.V - E_L
    tau_m = -quiet.t[100] / np.log1p(-V[100] / V[-1])
    assert tau_m == pytest.approx(truth.tau_m, rel=1e-6)
    firing = neuron.inject(25.0 / R * 1.5, dt=0.01, duration=200.0)
    assert len(firing.spikes) > 2
    V_th = np.interp(firing.spikes[0] - 0.01, firing.t, firing.V)
    assert V_th == pytest.approx(truth.V_th, abs=0.05)  # it rises a few mV a ms
    assert firing.V.max() <= truth.V_th + 1e-12


def test_bad_input_is_refused_without_a_hint():
    for dt in (0.0, 1.1, np.nan):
        with pytest.raises(ValueError, match=r"dt is .*allowed is above 0 up to 1 ms$"):
            mystery(1).inject(10.0, dt=dt)
    with pytest.raises(ValueError, match="I is nan"):
        mystery(1).inject(np.nan)
    for seed in (-1, 1.5, "a", None):
        with pytest.raises(ValueError, match="seed is"):
            mystery(seed)


def test_a_budget_counts_every_current_and_refuses_what_is_longer():
    neuron = mystery(1, budget=600.0)
    free = mystery(1)
    for current in ({"I": -20.0, "duration": 150.0}, {"I": np.full(2000, 10.0)}):
        given, known = neuron.inject(**current), free.inject(**current)
        np.testing.assert_array_equal(given.V, known.V)
    assert neuron.left == pytest.approx(250.0) and free.left is None
    with pytest.raises(ValueError, match="the current lasts 500 ms; allowed is up to 250 ms"):
        neuron.inject(10.0)  # the usual 500 ms
    for much in (400.0001, -400.0001):
        with pytest.raises(ValueError, match=r"I is -?400\.0001.*allowed is"):
            neuron.inject(much, duration=1.0)
    assert neuron.left == pytest.approx(250.0)  # what is refused costs nothing
    neuron.inject(np.full(2500, -400.0))
    assert neuron.left == pytest.approx(0.0, abs=1e-9)
    with pytest.raises(ValueError, match="which are left of the budget"):
        neuron.inject(10.0, duration=0.1)
    tenths = mystery(1, budget=0.3)
    for _ in range(3):  # 0.3 - 0.1 - 0.1 is a little less than 0.1
        tenths.inject(400.0, duration=0.1)
    assert tenths.left == 0.0
    for budget in (0.0, -1.0, np.nan, "much"):
        with pytest.raises(ValueError, match="budget is"):
            mystery(1, budget=budget)
