"""Postsynaptic potentials: their shape in closed form, and that they only add."""

import math

import numpy as np
import pytest
from scipy.optimize import brentq, minimize_scalar

from course.models.summation import Dendrite, Synapse, peak_time, psp, simulate


@pytest.mark.parametrize(("rise", "decay"), [(2.0, 15.0), (0.5, 80.0), (9.0, 10.0)])
def test_the_shape_peaks_at_one_where_the_closed_form_says(rise, decay):
    best = minimize_scalar(lambda t: -psp(t, rise, decay), bounds=(0, 100), method="bounded")
    assert psp(peak_time(rise, decay), rise, decay) == pytest.approx(1.0, rel=1e-14)
    # a minimum is known to the root of rounding only
    assert best.x == pytest.approx(peak_time(rise, decay), abs=1e-3)
    assert -best.fun == pytest.approx(1.0, abs=1e-8)


def test_the_shape_is_nothing_before_its_time_and_solves_its_equation_after():
    assert psp(np.array([-1e6, -1.0, 0.0])).tolist() == [0.0, 0.0, 0.0]
    # f obeys f'' + (1/a + 1/b) f' + f / (a b) = 0; central differences, so error h^2
    a, b, h = 2.0, 15.0, 1e-3
    for t in (0.5, 3.0, 40.0):
        before, here, after = psp([t - h, t, t + h], a, b)
        curve, slope = (after - 2 * here + before) / h**2, (after - before) / (2 * h)
        assert curve + (1 / a + 1 / b) * slope + here / (a * b) == pytest.approx(0.0, abs=1e-6)


def test_potentials_add_and_shrink_by_e_over_a_length_constant():
    cell = Dendrite(length=200.0)
    one, two = Synapse(8.0, 5.0, 0.0), Synapse(-6.0, 12.0, 350.0)
    both = simulate(cell, [one, two])
    alone = [simulate(cell, [synapse]).V - cell.E_L for synapse in (one, two)]
    np.testing.assert_allclose(both.V - cell.E_L, sum(alone), atol=1e-12)
    np.testing.assert_allclose(both.parts, alone, atol=1e-12)
    near, far = (simulate(cell, [Synapse(8.0, 5.0, d)]).parts.max() for d in (0.0, 200.0))
    assert near / far == pytest.approx(math.e, rel=1e-12)


def test_a_plain_loop_gives_the_same():
    cell = Dendrite()
    synapses = [Synapse(9.0, 10.0, 50.0), Synapse(7.0, 14.0, 120.0), Synapse(-3.0, 20.0, 0.0)]
    run = simulate(cell, synapses, duration=40.0, dt=0.5)
    top = peak_time(cell.tau_rise, cell.tau_decay)
    f_max = math.exp(-top / cell.tau_decay) - math.exp(-top / cell.tau_rise)
    for t, V in zip(run.t, run.V):
        expected = cell.E_L
        for w, start, distance in synapses:
            if t > start:
                s = t - start
                f = (math.exp(-s / cell.tau_decay) - math.exp(-s / cell.tau_rise)) / f_max
                expected += w * math.exp(-distance / cell.length) * f
        assert V == pytest.approx(expected, abs=1e-12)


def test_a_run_covers_100_ms_in_tenths_unless_told_otherwise():
    run = simulate(Dendrite(), [Synapse()])
    assert run.t[1] == 0.1 and run.t[-1] == pytest.approx(100.0, abs=0.11)
    assert run.V.size == run.t.size == run.parts.shape[1]


def test_the_crossing_is_where_the_sum_meets_threshold():
    cell = Dendrite()
    run = simulate(cell, [Synapse(10.0, 10.0), Synapse(10.0, 15.0)], dt=0.01)
    exact = brentq(lambda t: 10 * psp(t - 10) + 10 * psp(t - 15) - 15, 15, 20)
    assert run.crossing == pytest.approx(exact, abs=1e-4)  # linear between points: order dt^2
    assert math.isnan(simulate(cell, [Synapse(14.9, 10.0)]).crossing)
    assert simulate(Dendrite(V_th=-70.0), [Synapse()]).crossing == 0.0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda: psp(1.0, 2.0, 2.0), "tau_decay is 2.0"),
        (lambda: psp(1.0, -1.0, 2.0), "tau_rise is -1.0"),
        (lambda: psp(np.nan), "t is nan"),
        (lambda: simulate(Dendrite(length=0.0), [Synapse()]), "length is 0.0"),
        (lambda: simulate(Dendrite(), [Synapse(distance=-1.0)]), "distance is -1.0"),
        (lambda: simulate(Dendrite(), [Synapse(w=np.inf)]), "synapses.0..w is inf"),
        (lambda: simulate(Dendrite(), []), "synapses is .*at least one"),
        (lambda: simulate(Dendrite(), [Synapse()], duration=1e9), "duration / dt is 1e.10 steps"),
    ],
)
def test_bad_values_are_named(change, told):
    with pytest.raises(ValueError, match=told):
        change()


def test_a_synapse_without_words_is_one_of_10_mv_at_10_ms_at_the_soma():
    assert Synapse() == Synapse(w=10.0, time=10.0, distance=0.0)
