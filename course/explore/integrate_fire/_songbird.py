"""Lesson 02, second half: a neuron with synapses, and one with a secret."""

import numpy as np

from course import stimuli
from course.live import Button, Handle, Preset, Slider, Switch, figure, levels
from course.material.mystery import mystery as mystery_neuron
from course.models.integrate_fire import SynapticLIF, simulate_synaptic
from course.plots import traces


@figure(
    "A neuron with AMPA, NMDA and inhibitory synapses under Poisson input",
    Slider("AMPA", 0.0, 1500.0, 400.0, 10.0, "Hz", meaning="excitatory spikes, AMPA"),
    Slider("NMDA", 0.0, 1500.0, 400.0, 10.0, "Hz", meaning="excitatory spikes, NMDA"),
    Slider("inh", 0.0, 1500.0, 200.0, 10.0, "Hz", "inhibition", "inhibitory spikes"),
    Switch("block", True, "magnesium blocks NMDA at rest"),
    Button("seed", "new input"),
    presets=[
        Preset("AMPA only", NMDA=0.0, inh=0.0).shows(
            "Bumps of 6 ms add up to a flicker, and V follows it."
        ),
        Preset("NMDA only", AMPA=0.0, inh=0.0, NMDA=800.0).shows(
            "Slow current of 80 ms: single arrivals cannot be seen."
        ),
        Preset("balanced", AMPA=1000.0, NMDA=200.0, inh=1000.0).shows(
            "Strong excitation against strong inhibition: fewer spikes, at irregular times."
        ),
    ],
    mosaic=[["V"], ["s"]],
    height_ratios=[3, 2],
    sharex=True,
    size=(7.2, 4.4),
)
def synapses(AMPA, NMDA, inh, block, seed):
    """The songbird neuron under Poisson trains through AMPA, NMDA and inhibition."""
    rates = {"AMPA": AMPA, "NMDA": NMDA, "inh": inh}
    trains = {
        name: stimuli.poisson_spikes(rate, duration=1000.0, rng=stream)
        for (name, rate), stream in zip(rates.items(), np.random.default_rng(seed).spawn(3))
    }
    model = SynapticLIF() if block else SynapticLIF(Mg=0.0)
    return {"model": model, "trace": simulate_synaptic(model, **trains, dt=0.5)}


@synapses.show
def show_synapses(ax, r):
    trace = r.trace
    traces.voltage(ax.V, trace.t, trace.V, trace.spikes, r.model.V_th, V_peak=-5.0)
    ax.V.still(xlim=(0, 1000), xlabel="", ylabel="V (mV)")
    ax.V.limits(y=(-levels(-trace.V.min(), 95, 220), 0))
    excitation, slow = r.model.R * trace.I_AMPA, r.model.R * trace.I_NMDA
    ax.s.still(xlim=(0, 1000), xlabel="time (ms)", ylabel="drive (mV)")
    ax.s.line("AMPA", trace.t, excitation, color="exc", lw=1.2, label="AMPA")
    ax.s.line("NMDA", trace.t, slow, color="exc", lw=1.6, ls="--", label="NMDA")
    ax.s.line("inh", trace.t, -trace.V_inh, color="inh", lw=1.2, label="inhibition")
    top = levels(max(excitation.max(), slow.max()), 260, 500, 1000, 2000)
    ax.s.limits(y=(-levels(trace.V_inh.max(), 120, 200), top))
    return (
        f"{r.trace.spikes.size} spikes in 1 s; mean potential {r.trace.V.mean():z.1f} mV, "
        f"threshold {r.model.V_th} mV."
    )


@figure(
    "Mystery neuron {seed} under a step of current",
    Slider("I", -200.0, 400.0, 20.0, 1.0, "pA", meaning="height of the step"),
    Slider("duration", 5.0, 200.0, 120.0, 5.0, "ms", meaning="length of the step"),
    presets=[
        Preset("downward", I=-100.0, duration=200.0).shows(
            "V settles 100 R below rest, 63 % of it within τ_m; no threshold is in its way."
        ),
        Preset("strong", I=400.0).shows(
            "Above the rheobase V meets the threshold again and again."
        ),
    ],
    handles=[
        Handle("I", y="I", at=20.0),
        Handle("I", x="duration", offset=20.0, at="I", label="end of the step"),
    ],
    mosaic=[["V"], ["I"]],
    height_ratios=[3, 1],
    sharex=True,
)
def mystery(I, duration, seed=1):
    """A neuron that hides its parameters; inject a step of current and watch.

    Parameters
    ----------
    seed : int
        Which neuron.
    """
    current = stimuli.step(I, 20.0, duration=240.0, stop=20.0 + duration)
    return {"current": current, "trace": mystery_neuron(seed).inject(current)}


@mystery.show
def show_mystery(ax, r):
    traces.voltage(ax.V, *r.trace, r.trace.V.max(), V_peak=-22.0, threshold=False)
    ax.V.still(xlim=(0, 240), xlabel="")
    ax.V.limits(y=(-levels(-r.trace.V.min(), 90, 160), -20))
    ax.I.still(xlim=(0, 240), ylim=(-220, 420), xlabel="time (ms)", ylabel="I (pA)")
    ax.I.line("I", r.trace.t[:-1], r.current, color="you", drawstyle="steps-post")
    V = r.trace.V
    return (
        f"{r.I:z.0f} pA: from {V[0]:z.2f} mV to between {V.min():z.2f} "
        f"and {V.max():z.2f} mV, {r.trace.spikes.size} spikes."
    )
