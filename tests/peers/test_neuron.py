"""NEURON's Hodgkin-Huxley membrane, in a point and along an axon."""

import math

import numpy as np
import pytest
from agreement import needs

from course.models import cable
from course.models import hodgkin_huxley as hh


@pytest.fixture
def neuron():
    """(NEURON's h, its name and version)."""
    module, peer = needs("neuron", "NEURON", "neuron")
    h = module.h
    h.load_file("stdrun.hoc")
    h.usetable_hh = 0  # exact rates, not a table of them
    return h, peer


def squid(h, section, model):
    """The membrane of 1952 on a section."""
    section.insert("hh")
    section.cm, section.ena, section.ek = model.C, model.E_Na, model.E_K
    for segment in section:
        segment.hh.gnabar, segment.hh.gkbar = model.g_Na / 1000, model.g_K / 1000
        segment.hh.gl, segment.hh.el = model.g_L / 1000, model.E_L
    h.celsius = model.T


@pytest.mark.parametrize(("I", "T"), [(6.5, 6.3), (10.0, 6.3), (50.0, 6.3), (20.0, 18.5)])
def test_a_point_membrane_spikes_when_neurons_does(agree, neuron, I, T):
    h, peer = neuron
    model, duration = hh.HodgkinHuxley(T=T), 100.0
    soma = h.Section(name="soma")
    soma.L = soma.diam = 100.0  # um
    squid(h, soma, model)
    clamp = h.IClamp(soma(0.5))
    clamp.delay, clamp.dur = 0.0, 1e9
    clamp.amp = I * soma(0.5).area() * 1e-5  # uA/cm² · um² in nA
    times = h.Vector()
    counter = h.NetCon(soma(0.5)._ref_v, None, sec=soma)
    counter.threshold = 0.0
    counter.record(times)
    solver = h.CVode()
    solver.active(True)
    solver.atol(1e-9)
    solver.condition_order(2)  # spike times between steps, not at their ends
    rest = hh.resting_state(model)
    h.finitialize(rest.V)
    h.continuerun(duration)
    solver.active(False)
    ours = hh.simulate(model, I, duration=duration).spikes
    what = f"Hodgkin–Huxley, spike times at {I:g} µA/cm², {T:g} °C in 100 ms"
    agree(what, peer, np.array(times), ours, 1e-3, "ms")


def their_velocity(h, axon, per_length, dt):
    """m/s by NEURON, on 12 length constants cut into so many pieces each, at a step of dt."""
    scale = cable.length_constant(axon)
    section = h.Section(name="axon")
    section.L, section.diam, section.Ra = 12 * scale * 1e4, 2 * axon.radius, axon.R_i
    section.nseg = 12 * per_length
    squid(h, section, axon)
    h.secondorder, h.dt, h.steps_per_ms = 2, dt, 1 / dt
    times = []
    for x in (0.5, 0.75):
        times.append(h.Vector())
        counter = h.NetCon(section(x)._ref_v, None, sec=section)
        counter.threshold = -20.0
        counter.record(times[-1])
        times.append(counter)
    # places of the middles of the segments that hold 0.5 and 0.75
    places = [(math.floor(x * section.nseg) + 0.5) / section.nseg for x in (0.5, 0.75)]
    h.finitialize(hh.resting_state(hh.HodgkinHuxley(T=axon.T)).V)
    for segment in section:
        if segment.x < 1 / 12:
            segment.v = 0.0
    h.fcurrent()
    while h.t < 40.0 and not len(times[2]):
        h.fadvance()
    h.secondorder = 0
    distance = (places[1] - places[0]) * section.L * 1e-4  # cm
    return distance / (times[2][0] - times[0][0]) * 10.0


@pytest.mark.parametrize(
    ("radius", "T"), [(238.0, 18.5), (50.0, 18.5), (500.0, 18.5), (238.0, 6.3), (238.0, 30.0)]
)
def test_the_action_potential_travels_as_fast_as_neurons(agree, neuron, radius, T):
    h, peer = neuron
    axon = cable.Axon(radius=radius, T=T)
    # Two grids, one half as fine, tell the limit of NEURON's order 2.
    fine, coarse = (their_velocity(h, axon, *grid) for grid in ((100, 5e-4), (50, 1e-3)))
    theirs = fine + (fine - coarse) / 3
    what = f"axon, velocity at a radius of {radius:g} µm, {T:g} °C"
    ours = cable.conduction_velocity(axon)
    agree(what, peer, theirs, ours, 1e-3, "m/s", "relative")
