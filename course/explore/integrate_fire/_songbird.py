"""Lesson 02, second half: a neuron with synapses, and one with a secret."""

from typing import NamedTuple

import numpy as np

from course import stimuli
from course.live import Button, Live, Preset, Slider, Switch
from course.material.mystery import mystery as mystery_neuron
from course.models.integrate_fire import SynapticLIF, simulate_synaptic
from course.plots import traces


def synapses(**start):
    """The songbird neuron under Poisson trains through AMPA, NMDA and inhibition."""

    class Result(NamedTuple):
        model: SynapticLIF
        trace: object

    def compute(AMPA, NMDA, inh, block, seed):
        rng = np.random.default_rng(seed).spawn(3)
        trains = {
            name: stimuli.poisson_spikes(rate, 1000.0, rng=stream)
            for name, rate, stream in zip(("AMPA", "NMDA", "inh"), (AMPA, NMDA, inh), rng)
        }
        model = SynapticLIF() if block else SynapticLIF(Mg=0.0)
        return Result(model, simulate_synaptic(model, **trains, dt=0.5))

    def draw(axes):
        voltage = traces.voltage(axes["V"], xlim=(0, 1000), ylim=(-95, 0))
        axes["V"].set(xlabel="", ylabel="V (mV)")
        axes["s"].set(xlim=(0, 1000), ylim=(-120, 260), xlabel="time (ms)", ylabel="drive (mV)")
        lines = {
            name: axes["s"].plot([], [], color=color, lw=1.2, label=label)[0]
            for name, color, label in (
                ("AMPA", "C1", "AMPA"), ("NMDA", "C2", "NMDA"), ("inh", "C3", "inhibition")
            )
        }  # fmt: skip
        axes["s"].legend(loc="upper right", ncols=3)
        return voltage | lines

    def update(artists, result):
        model, trace = result
        traces.show_voltage(artists, trace.t, trace.V, trace.spikes, model.V_th, V_peak=-5.0)
        artists["AMPA"].set_data(trace.t, model.R * trace.I_AMPA)
        artists["NMDA"].set_data(trace.t, model.R * trace.I_NMDA)
        artists["inh"].set_data(trace.t, -trace.V_inh)
        artists["V"].axes.set_ylim(-95 if trace.V.min() > -95 else -220, 0)
        most = model.R * max(trace.I_AMPA.max(), trace.I_NMDA.max())
        top = next(top for top in (260, 500, 1000, 2000) if most <= top)
        artists["inh"].axes.set_ylim(-120 if trace.V_inh.max() < 120 else -200, top)

    def summary(result):
        trace = result.trace
        return (
            f"{trace.spikes.size} spikes in 1 s; mean potential {trace.V.mean():.1f} mV, "
            f"threshold {result.model.V_th} mV."
        )

    return Live(
        "A neuron with AMPA, NMDA and inhibitory synapses under Poisson input",
        [
            Slider("AMPA", 0.0, 1500.0, 400.0, 10.0, "Hz", meaning="excitatory spikes, AMPA"),
            Slider("NMDA", 0.0, 1500.0, 400.0, 10.0, "Hz", meaning="excitatory spikes, NMDA"),
            Slider("inh", 0.0, 1500.0, 200.0, 10.0, "Hz", "inhibition", "inhibitory spikes"),
            Switch("block", True, "magnesium blocks NMDA at rest"),
            Button("seed", "new input"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.synapses",
        start=start,
        presets=[
            Preset(
                "AMPA only",
                "Bumps of 6 ms add up to a flicker, and V follows it.",
                {"NMDA": 0.0, "inh": 0.0},
            ),
            Preset(
                "NMDA only",
                "Slow current of 80 ms: single arrivals cannot be seen.",
                {"AMPA": 0.0, "inh": 0.0, "NMDA": 800.0},
            ),
            Preset(
                "balanced",
                "Strong excitation against strong inhibition: fewer spikes, at irregular times.",
                {"AMPA": 1000.0, "NMDA": 200.0, "inh": 1000.0},
            ),
        ],
        mosaic=[["V"], ["s"]],
        panels={"height_ratios": [3, 2], "sharex": True},
        size=(7.2, 4.4),
    )


def mystery(seed=1, **start):
    """A neuron that hides its parameters; inject a step of current and watch.

    Parameters
    ----------
    seed : int
        Which neuron.
    """
    hidden = mystery_neuron(seed)

    def compute(I, duration):
        current = stimuli.step(I, 20.0, 240.0, stop=20.0 + duration)
        return I, current, hidden.inject(current)

    def draw(axes):
        voltage = traces.voltage(axes["V"], xlim=(0, 240), ylim=(-90, -20), threshold=False)
        axes["V"].set(xlabel="")
        axes["V"].grid(True)
        axes["I"].set(xlim=(0, 240), ylim=(-220, 420), xlabel="time (ms)", ylabel="I (pA)")
        return voltage | {"I": axes["I"].plot([], [], color="0.3", drawstyle="steps-post")[0]}

    def update(artists, result):
        _, current, trace = result
        artists["I"].set_data(trace.t[:-1], current)
        traces.show_voltage(artists, *trace, trace.V.max(), V_peak=-22.0)
        artists["V"].axes.set_ylim(-90 if trace.V.min() > -90 else -160, -20)

    def summary(result):
        I, _, trace = result
        return (
            f"{I:.0f} pA: from {trace.V[0]:.2f} mV to between {trace.V.min():.2f} "
            f"and {trace.V.max():.2f} mV, {trace.spikes.size} spikes."
        )

    return Live(
        f"Mystery neuron {seed} under a step of current",
        [
            Slider("I", -200.0, 400.0, 20.0, 1.0, "pA", meaning="height of the step"),
            Slider("duration", 5.0, 200.0, 120.0, 5.0, "ms", meaning="length of the step"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.mystery",
        given={"seed": seed},
        start=start,
        presets=[
            Preset(
                "downward",
                "V settles 100 R below rest, 63 % of it within τ_m; no threshold is in its way.",
                {"I": -100.0, "duration": 200.0},
            ),
            Preset(
                "strong", "Above the rheobase V meets the threshold again and again.", {"I": 400.0}
            ),
        ],
        mosaic=[["V"], ["I"]],
        panels={"height_ratios": [3, 1], "sharex": True},
    )
