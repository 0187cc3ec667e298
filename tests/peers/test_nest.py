"""NEST's integrate-and-fire neurons with precise spike times."""

import numpy as np
import pytest
from agreement import needs

from course.models import integrate_fire as lif

DT = 0.1  # ms


@pytest.fixture
def nest():
    """(NEST, its name and version), with nothing in it."""
    nest, peer = needs("nest", "NEST", "nest-simulator")
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.ResetKernel()
    nest.resolution = DT
    return nest, peer


def their_spikes(nest, neuron, duration):
    recorder = nest.Create("spike_recorder")
    nest.Connect(neuron, recorder)
    nest.Simulate(duration)
    return np.array(recorder.events["times"])


def parameters(model):
    names = ("tau_m", "E_L", "V_th", "V_reset", "t_ref")
    return {name: getattr(model, name) for name in names} | {
        "C_m": model.tau_m / model.R,
        "V_m": model.E_L,
    }


@pytest.mark.parametrize("I", [170.0, 300.0, 1000.0])
@pytest.mark.parametrize("name", ["default", "songbird"])
def test_a_constant_current_gives_the_precise_spike_times(agree, nest, name, I):
    nest, peer = nest
    model = lif.LIF() if name == "default" else lif.PRESETS[name]
    neuron = nest.Create("iaf_psc_delta_ps", params=parameters(model) | {"I_e": I})
    theirs = their_spikes(nest, neuron, 500.0)
    ours = lif.simulate(model, I, duration=500.0, dt=DT).spikes
    what = f"LIF ({name}), iaf_psc_delta_ps: spike times at {I:g} pA in 500 ms"
    agree(what, peer, theirs, ours, 1e-9, "ms")


def test_a_stepped_current_gives_the_precise_spike_times(agree, nest):
    nest, peer = nest
    model = lif.LIF()
    levels = np.random.default_rng(1).uniform(0.0, 600.0, 50)
    times = np.arange(50) * 20.0
    # What a generator sends arrives one delay later; it cannot start at 0.
    source = nest.Create(
        "step_current_generator",
        params={"amplitude_times": times[1:], "amplitude_values": levels[1:]},
    )
    neuron = nest.Create("iaf_psc_delta_ps", params=parameters(model))
    nest.Connect(source, neuron, syn_spec={"delay": DT})
    theirs = their_spikes(nest, neuron, 1000.0)
    current = np.repeat(np.r_[0.0, levels[1:]], round(20.0 / DT))
    current = np.r_[0.0, current][: round(1000.0 / DT)]
    ours = lif.simulate(model, current, dt=DT).spikes
    what = "LIF, iaf_psc_delta_ps: spike times under 49 random steps of current in 1 s"
    agree(what, peer, theirs, ours, 1e-9, "ms")


def test_exponential_synapses_give_the_precise_spike_times(agree, nest):
    nest, peer = nest
    model = lif.SynapticLIF(w_NMDA=0.0)
    rng, duration = np.random.default_rng(2), 1000.0
    AMPA, inh = (np.sort(rng.uniform(1.0, duration, n)) for n in (900, 60))
    neuron = nest.Create(
        "iaf_psc_exp_ps",
        params=parameters(model) | {"tau_syn_ex": model.tau_AMPA, "tau_syn_in": model.tau_inh},
    )
    for arrivals, weight in ((AMPA, model.w_AMPA), (inh, -model.w_inh / model.R)):
        # One delay before its arrival a spike leaves; the grid keeps the offset.
        source = nest.Create(
            "spike_generator", params={"spike_times": arrivals - DT, "precise_times": True}
        )
        nest.Connect(source, neuron, syn_spec={"weight": weight, "delay": DT})
    theirs = their_spikes(nest, neuron, duration)
    ours = lif.simulate_synaptic(model, AMPA=AMPA, inh=inh, duration=duration, dt=DT).spikes
    what = "SynapticLIF, iaf_psc_exp_ps: spike times under 960 arrivals in 1 s"
    agree(what, peer, theirs, ours, 1e-6, "ms")
