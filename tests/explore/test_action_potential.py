"""What the live figures of lesson 03 say is what the models do."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from course.explore import action_potential as explore
from course.models import cable
from course.models.hodgkin_huxley import (
    HodgkinHuxley,
    State,
    rates,
    resting_state,
    simulate,
    steady_states,
)
from course.models.hodgkin_huxley.model import slopes


@pytest.mark.parametrize("radius", [60.0, 238.0, 952.0])
def test_the_ruler_reads_the_length_constant_off_the_decay(radius):
    live = explore.decay.explorer(radius=radius, length=10.0)
    scale = cable.length_constant(live.result.axon)
    live.set(ruler=round(scale, 2))
    part = live.artists["linear"]["point"].get_ydata()[0]
    # dx is 0.03 cm, a tenth of the shortest length constant; the far end adds exp(-14)
    assert part == pytest.approx(np.exp(-round(scale, 2) / scale), abs=0.002)
    live.set(ruler=0.0)
    assert live.artists["linear"]["point"].get_ydata()[0] == pytest.approx(1.0, abs=2e-3)


def test_at_the_peak_m_has_arrived_and_the_others_have_not():
    live = explore.gates.explorer()
    here = live.press(2).here
    target = steady_states(here.V)
    assert abs(here.m - target.m) < 0.1
    assert abs(here.h - target.h) > 0.3 and abs(here.n - target.n) > 0.3


@pytest.mark.parametrize(("hold", "up"), [(200.0, 10.5), (300.0, 10.0)])
def test_the_sweep_jumps_and_remembers_where_the_lesson_says(hold, up):
    sweep = explore.f_i.explorer(hold=hold).result.sweep
    half = sweep.I.size // 2
    rising, falling = sweep.rate[:half], sweep.rate[half:][::-1]
    assert sweep.I[:half][rising > 0].min() == up
    assert rising[rising > 0].min() == pytest.approx(69, abs=2)
    assert sweep.I[:half][falling > 0].min() == 6.5


@pytest.mark.parametrize("T", [6.3, 20.0])
def test_no_rate_leaves_its_panel(T):
    live = explore.f_i.explorer(span="up to the block", T=T)
    line = live.artists["rate"]["up"]
    assert line.get_ydata().max() < line.axes.get_ylim()[1]


def test_a_small_kick_stops_the_firing_at_some_times_only():
    live = explore.two_states.explorer()
    assert live.press(2).trace.spikes[-1] < 90.0
    assert live.press(3).trace.spikes[-1] > 140.0


@pytest.mark.parametrize("T, I", [(0.0, 7.0), (6.3, 8.0), (12.0, 8.5), (18.5, 9.0)])
def test_rest_and_firing_last_under_one_current_at_every_temperature_of_the_figure(T, I):
    figure = explore.two_states.explorer(T=T, I=I)
    membrane = HodgkinHuxley(T=T)
    t = np.arange(0.0, 600.0, 0.05)
    rest = resting_state(membrane, I)
    kicked = (t >= 20.0) & (t < 21.0)
    fires = simulate(membrane, I + 20.0 * kicked, dt=0.05, start=rest)
    assert fires.spikes[-1] > 560.0
    shown = figure.result.trace.spikes
    np.testing.assert_allclose(shown, fires.spikes[fires.spikes < 160.0], atol=1e-6)
    rests = simulate(membrane, I + 0.2 * kicked, dt=0.05, start=rest)
    assert rests.spikes.size == 0
    assert np.ptp(rests.V[t.size * 9 // 10 :]) < 0.1 * np.ptp(rests.V)


def test_handles_stand_where_the_picture_shows_their_values():
    clamp = explore.clamp.explorer(hold=-80.0, step=20.0)
    hold, step, point = clamp.places()
    assert hold[1] == -80.0 and step[1] == 20.0
    line = clamp.artists["IV"]["sodium now"]
    np.testing.assert_allclose(point, line.get_xydata()[0])
    assert explore.gates.explorer(V=-30.0).places() == [[0.0, None], [-30.0, None], [-30.0, None]]
    riding = explore.gates.explorer(ride=True, time=3.0).places()
    assert riding[0][0] == 3.0 and riding[0][1] is not None and riding[1] == [None, None]
    kick = explore.two_states.explorer(I=8.0, kick=5.0, when=94.0).places()[2]
    assert kick == [94.5, 13.0]


def my_hh(I, dt, model):
    """Forward Euler of all four, as the lesson has it written."""
    y = np.array(resting_state(model))
    V = [y[0]]
    for now in I:
        y = y + dt * np.array(slopes(State(*y), now, model))
        V.append(y[0])
    return V


def test_a_students_loop_of_four_equations_fires_with_the_neuron():
    live = explore.neuron.explorer(mine=my_hh)
    result = live.result
    upward = np.flatnonzero((result.mine[:-1] < 0) & (result.mine[1:] >= 0))
    # Euler with dt = 0.05 ms is off by some tenths of a millisecond after seven periods
    np.testing.assert_allclose(result.trace.t[upward], result.trace.spikes, atol=1.0)
    assert abs(result.trace.t[upward[0]] - result.trace.spikes[0]) < 0.1
    assert f"Spikes of yours: {upward.size}, the first 0.1" in live.summary


def test_a_loop_that_is_a_stub_is_neither_drawn_nor_blamed():
    live = explore.neuron.explorer(mine=lambda *given: ...)
    assert live.result.mine is None
    assert "yours" not in live.summary.lower()


@pytest.mark.parametrize(
    ("then", "peak", "rise", "fires"),
    [
        ("held", 9.0, 32.5, True),  # 32.84 ms is the slowest
        ("held", 9.0, 33.0, False),
        ("held", 5.0, 13.0, True),  # 13.28 ms
        ("held", 5.0, 13.5, False),
        ("off", 4.0, 5.0, False),  # 4.043 uA/cm^2
        ("off", 4.1, 5.0, True),
        ("off", 12.3, 45.0, False),  # 12.349 uA/cm^2
        ("off", 12.4, 45.0, True),
    ],
)
def test_a_slow_rise_to_the_same_current_makes_no_spike(then, peak, rise, fires):
    live = explore.ramp.explorer(then=then, peak=peak, rise=rise)
    assert (live.result.trace.V.max() > 0.0) == fires
    assert ("no spike" in live.summary) != fires


def test_a_ramp_is_that_of_an_independent_solver():
    def slope(t, y):
        V, m, h, n = y
        a_m, b_m, a_h, b_h, a_n, b_n = rates(V)
        I = 9.0 * min(max((t - 5.0) / 32.5, 0.0), 1.0)
        I -= 120.0 * m**3 * h * (V - 50.0) + 36.0 * n**4 * (V + 77.0) + 0.3 * (V + 54.387)
        return I, a_m * (1 - m) - b_m * m, a_h * (1 - h) - b_h * h, a_n * (1 - n) - b_n * n

    trace = explore.ramp.explorer(rise=32.5).result.trace
    y = np.array([trace.V, trace.m, trace.h, trace.n])[:, 0]
    until = np.searchsorted(trace.t, 45.0)  # the first spike is on its way
    true = solve_ivp(slope, (0, 45.0), y, "LSODA", trace.t[:until:40], rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(trace.V[:until:40], true.y[0], atol=0.01)


@pytest.mark.parametrize(
    ("g_Na", "least"), [(120.0, 2.2403), (144.0, 1.5818), (160.0, 1.2334), (170.0, 1.0448)]
)
def test_more_sodium_makes_a_spike_cheaper(g_Na, least):
    live = explore.sodium.explorer(g_Na=g_Na)
    assert live.set(I=round(least + 0.01, 2)).trace.spikes.size >= 1
    assert live.set(I=round(least - 0.01, 2)).trace.spikes.size == 0
    line = live.artists["plane"]["spike"].get_xydata()
    assert np.interp(g_Na, *line.T) == pytest.approx(least, abs=0.02)


def test_rest_gives_way_where_rinzel_and_miller_found_it_and_alone_at_77_percent_more_sodium():
    line = explore.sodium.explorer().artists["plane"]["rest"].get_xydata()
    assert np.interp(120.0, *line.T) == pytest.approx(9.7754, abs=0.002)
    # on a line between 210 and 220
    assert np.interp(0.0, -line[:, 1], line[:, 0]) == pytest.approx(212.55, abs=0.2)


def test_a_kick_starts_lasting_firing_only_where_sodium_is_dense():
    live = explore.sodium.explorer(I=0.0, kick=15.0, g_Na=180.0)
    assert live.result.trace.spikes.size == 1
    assert "at the end it fires" in (live.set(g_Na=190.0), live.summary)[1]


def test_rest_that_is_not_stable_leaves_itself_by_an_independent_solver():
    def slope(t, y, I):
        return slopes(State(*y), I, HodgkinHuxley(g_Na=160.0))

    for I, grows in ((3.25, False), (3.45, True)):  # the figure has 3.36
        rest = np.array(resting_state(HodgkinHuxley(g_Na=160.0), I))
        run = solve_ivp(
            slope, (0, 200), rest + [0.01, 0, 0, 0], "LSODA", args=(I,), rtol=1e-8, atol=1e-10
        )
        early = np.ptp(run.y[0][(run.t > 20) & (run.t < 60)])
        late = np.ptp(run.y[0][run.t > 160])
        assert (late > early) == grows


def test_a_students_search_for_the_threshold_is_drawn_with_the_questions_that_it_asked():
    def halving(fires, silent, spiking, tolerance):
        while spiking - silent > tolerance * (1 + 1e-9):
            middle = (silent + spiking) / 2
            silent, spiking = (silent, middle) if fires(middle) else (middle, spiking)
        return spiking

    live = explore.threshold.explorer(mine=halving, halvings=13)
    assert live.result.questions == 13
    assert live.result.found == pytest.approx(live.result.brackets[-1][1].I)
    assert "Yours found 2.241 with 13 questions." in live.summary
    assert "Yours" not in explore.threshold.explorer(mine=lambda *given: ...).summary


@pytest.mark.parametrize("V, stop", [(-20.0, 55.0), (-100.0, 25.0), (50.0, 80.0)])
def test_the_share_of_open_gates_has_the_band_and_the_equation_of_potassium(V, stop):
    live = explore.channels.explorer(N=1000, V=V, stop=stop)
    r = live.result
    rest, up = rates(-65.0), rates(V)
    n = rest.alpha_n / (rest.alpha_n + rest.beta_n)
    n *= 1.0 - np.exp(-20.0 * (rest.alpha_n + rest.beta_n))  # all are shut at first
    goal = up.alpha_n / (up.alpha_n + up.beta_n)
    n = goal + (n - goal) * np.exp(-(stop - 20.0) * (up.alpha_n + up.beta_n))
    k = round(10 * stop)
    assert r.run.chance[k] == pytest.approx(n, rel=1e-9)
    spread = np.sqrt(n * (1.0 - n) / 1000)
    low, high = (live.artists["share"][name].get_ydata()[k] for name in ("low", "high"))
    assert (low, high) == pytest.approx((n - spread, n + spread))
    is_open = r.run.open[:, k].sum()
    assert live.summary.startswith(f"When the step ends {is_open} of 1000 are open, ")
    assert f"the equation says {n:.2f}, and chance {spread:.2f} more or less" in live.summary
