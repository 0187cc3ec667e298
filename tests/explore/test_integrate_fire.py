"""The live figures of lesson 02 show what they draw, also where sliders end."""

import itertools

import numpy as np
import pytest

from course.explore import integrate_fire as explore

ENDS = {
    "neuron": {
        "I": (0, 500), "tau_m": (5, 60), "V_th": (-60, -40), "t_ref": (0.5, 20), "sigma": (0, 8)
    },
    "f_i": {
        "method": ("exact spike times", "Euler on the grid"),
        "dt": (0.1, 2), "tau_m": (5, 60), "sigma": (0, 8),
    },
    "synapses": {"AMPA": (0, 1500), "NMDA": (0, 1500), "inh": (0, 1500), "block": (True, False)},
    "mystery": {"I": (-200, 400)},
    "pulse": {"tau_m": (5, 60), "V_th": (-60, -40), "d": (0.5, 200)},
}  # fmt: skip


def nothing_leaves_its_panel(live):
    for ax in live.picture.figure.axes:
        low, high = ax.get_ylim()
        for line in ax.lines:
            y = np.asarray(line.get_ydata(), dtype=float)
            y = y[np.isfinite(y)]
            assert low <= y.min(initial=high) and y.max(initial=low) <= high, live.values


@pytest.mark.parametrize("name", list(ENDS))
def test_no_line_leaves_its_panel_at_any_combination_of_slider_ends(name):
    live = getattr(explore, name).explorer()
    for values in itertools.product(*ENDS[name].values()):
        live.set(**dict(zip(ENDS[name], values)))
        nothing_leaves_its_panel(live)


@pytest.mark.parametrize("seed", range(2, 8))
def test_what_is_said_of_the_mystery_neuron_holds_for_others(seed):
    live = explore.mystery.explorer(seed=seed)
    trace = live.press(1).trace
    assert trace.spikes.size == 0
    assert trace.V.min() < trace.V[0] - 4.9  # 100 pA through at least 0.05 GOhm
    nothing_leaves_its_panel(live)


@pytest.mark.parametrize("d", [0.5, 0.53, 3.17, 20.8, 150.0])
def test_the_pulse_spikes_just_above_the_law_that_is_drawn_and_not_just_below(d):
    for factor, count in ((0.985, 0), (1.015, 1)):  # a log slider rounds
        needed = explore.pulse.explorer(d=d).result.needed
        live = explore.pulse.explorer(d=d, I=factor * needed)
        assert live.result.trace.spikes.size == count


@pytest.mark.parametrize("preset", [1, 2, 3])
def test_three_presets_of_the_plane_fire_at_the_same_rate_with_a_growing_cv(preset):
    rate, cv = explore.irregular.explorer().press(preset).theory
    assert rate == pytest.approx(20.0, abs=0.2)
    assert cv == pytest.approx((0.08, 0.62, 0.86)[preset - 1], abs=0.01)


def own_loop(I, dt, tau_m, R, E_L, V_th, V_reset):
    """What the lesson lets a student write: no refractory period."""
    V, spikes = E_L, []
    for i in range(len(I)):
        V = V + dt * (-(V - E_L) + R * I[i]) / tau_m
        if V >= V_th:
            spikes.append((i + 1) * dt)
            V = V_reset
    return spikes


def test_a_students_loop_gains_a_refractory_period_at_every_spike():
    live = explore.neuron.explorer(loop=own_loop, t_ref=2.0)
    ours, theirs = live.result.trace.spikes, live.artists["V"]["loop"].get_xdata()
    gained = ours - theirs[: ours.size]
    np.testing.assert_allclose(np.diff(gained), 2.0, atol=0.11)  # and a step of rounding
    assert abs(gained[0]) < 0.11


def test_a_loop_that_is_not_written_yet_is_left_out():
    live = explore.neuron.explorer(loop=lambda I, *more: [...] * 5)
    assert live.result.loop is None and "loop" not in live.artists["V"]


@pytest.mark.parametrize(
    ("f", "I", "count"), [(20.0, 655.0, 1), (20.0, 645.0, 0), (20.0, 900.0, 3), (0.5, 165.0, 0)]
)
def test_a_fast_sine_needs_a_stronger_current_for_a_spike(f, I, count):
    assert explore.sine.explorer(f=f, I=I).result.spikes.size == count


@pytest.mark.parametrize("f", [0.5, 5.3, 100.0])
def test_the_drawn_potential_swings_as_far_as_the_closed_form_says(f):
    result = explore.sine.explorer(f=f).result
    assert np.ptp(result.V) / 2 == pytest.approx(result.here.amplitude, rel=2e-3)


@pytest.mark.parametrize("tau_m", [5.0, 30.0, 60.0])
@pytest.mark.parametrize("f", [0.5, 20.0, 200.0])
def test_the_drawn_potential_is_as_late_as_the_closed_form_says_and_lies_on_its_curve(f, tau_m):
    result = explore.sine.explorer(f=f, tau_m=tau_m).result
    turn = np.exp(-2j * np.pi * result.turns[:-1])
    V = np.sum((result.V - result.V.mean())[:-1] * turn)
    late = -np.angle(1j * V, deg=True)  # a sine has the phase -i
    assert late == pytest.approx(result.here.lag, abs=0.1)
    for name in ("amplitude", "lag"):
        on_curve = np.interp(f, explore._sine.AXIS, getattr(result.curve, name))
        assert on_curve == pytest.approx(getattr(result.here, name), rel=2e-3, abs=0.02)


def test_each_spike_of_the_sine_stands_where_the_potential_is_reset():
    result = explore.sine.explorer(f=20.0, I=900.0).result
    resets = result.turns[1:][np.diff(result.V) < -5.0]
    np.testing.assert_allclose(result.spikes, resets, atol=result.turns[1])
