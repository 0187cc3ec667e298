"""What the live figures of lesson 03 say is what the models do."""

import numpy as np
import pytest

from course.explore import action_potential as explore
from course.models import cable
from course.models.hodgkin_huxley import steady_states


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
