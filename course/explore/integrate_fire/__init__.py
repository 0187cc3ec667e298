"""Live figures of lesson 02: integrate-and-fire neurons."""

from typing import NamedTuple

import numpy as np

from course import stimuli
from course.explore.integrate_fire._f_i import f_i
from course.explore.integrate_fire._songbird import mystery, synapses
from course.live import Button, Live, Preset, Slider
from course.models.integrate_fire import LIF, PerfectIF, Trace, firing_rate, rheobase, simulate
from course.plots import curves, traces

__all__ = ["f_i", "leak", "mystery", "neuron", "synapses"]

CURRENTS = np.linspace(0.0, 500.0, 101)  # pA


def neuron(**start):
    """One leaky neuron: its voltage, and the point it makes on its f-I curve."""

    class Result(NamedTuple):
        model: LIF
        trace: Trace
        I: float
        rate: float
        curve: np.ndarray

    def compute(I, tau_m, V_th, t_ref, sigma, seed):
        model = LIF(tau_m=tau_m, V_th=V_th, t_ref=t_ref)
        trace = simulate(model, I, duration=500.0, sigma=sigma, rng=seed)
        rate = 2.0 * trace.spikes.size  # Hz, spikes in half a second
        return Result(model, trace, I, rate, firing_rate(model, CURRENTS))

    def draw(axes):
        trace = traces.voltage(axes["V"], xlim=(0, 500), ylim=(-72, 22))
        curve = curves.f_i(axes["f"], xlim=(0, 500), ylim=(0, 120), parts=("theory", "here"))
        return {"trace": trace, "curve": curve}

    def update(artists, result):
        traces.show_voltage(artists["trace"], *result.trace, result.model.V_th)
        artists["curve"]["theory"].set_data(CURRENTS, result.curve)
        artists["curve"]["here"].set_data([result.I], [result.rate])
        artists["trace"]["V"].axes.set_ylim(-72 if result.trace.V.min() > -72 else -100, 22)
        most = max(result.curve[-1], result.rate)
        top = next(top for top in (120, 300, 1000, 2000) if most <= top)
        artists["curve"]["here"].axes.set_ylim(0, top)

    def summary(result):
        theory = firing_rate(result.model, result.I)
        return (
            f"{result.trace.spikes.size} spikes in 500 ms, {result.rate:.0f} Hz; "
            f"without noise {theory:.1f} Hz. Rheobase {rheobase(result.model):.1f} pA."
        )

    return Live(
        "A leaky integrate-and-fire neuron and its f-I curve",
        [
            Slider("I", 0.0, 500.0, 200.0, 1.0, "pA", meaning="injected current"),
            Slider("tau_m", 5.0, 60.0, 30.0, 1.0, "ms", "τ_m", "membrane time constant"),
            Slider("V_th", -60.0, -40.0, -50.0, 0.5, "mV", meaning="threshold"),
            Slider("t_ref", 0.5, 20.0, 2.0, 0.5, "ms", meaning="refractory period"),
            Slider("sigma", 0.0, 8.0, 0.0, 0.1, "mV", "σ", "noise: SD of V without spikes"),
            Button("seed", "new noise"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.neuron",
        start=start,
        presets=[
            Preset(
                "just below threshold",
                "The voltage settles just below the threshold, and no spike comes.",
                {"I": 166.0},
            ),
            Preset(
                "just above",
                "Two pA more are enough: the neuron spikes, slowly.",
                {"I": 168.0},
            ),
            Preset(
                "noise alone",
                "A current that alone is too weak: noise carries V over the threshold by chance.",
                {"I": 150.0, "sigma": 3.0},
            ),
            Preset(
                "refractory",
                "A long refractory period bends the curve: no more than 50 Hz are possible.",
                {"I": 500.0, "t_ref": 20.0},
            ),
        ],
        mosaic="VVf",
    )


def leak(**start):
    """Two current pulses into a perfect and a leaky integrator: what does each remember?"""

    class Result(NamedTuple):
        I: np.ndarray
        perfect: Trace
        leaky: Trace
        V_th: float

    def compute(I, gap, tau_m):
        R, V_th = 0.09, -50.0
        current = stimuli.pulses(I, [20.0, 60.0 + gap], [60.0, 100.0 + gap], 400.0)
        perfect = simulate(PerfectIF(C=tau_m / R, V_th=V_th), current)
        leaky = simulate(LIF(tau_m=tau_m, R=R, V_th=V_th), current)
        return Result(current, perfect, leaky, V_th)

    def draw(axes):
        panels = {}
        for number, name in enumerate(("perfect", "leaky")):
            axes[name].set_title(f"{name} integrate-and-fire")
            panels[name] = traces.voltage(
                axes[name], xlim=(0, 400), ylim=(-68, 0), color=f"C{number}"
            )
            axes[name].set(xlabel="", ylabel="V (mV)")
        axes["I"].set(xlim=(0, 400), ylim=(-20, 620), xlabel="time (ms)", ylabel="I (pA)")
        return panels | {"I": axes["I"].plot([], [], color="0.3", drawstyle="steps-post")[0]}

    def update(artists, result):
        artists["I"].set_data(result.leaky.t[:-1], result.I)
        for name in ("perfect", "leaky"):
            trace = getattr(result, name)
            traces.show_voltage(artists[name], *trace, result.V_th, V_peak=-5.0)

    def summary(result):
        perfect, leaky = result.perfect, result.leaky
        return (
            f"Spikes of the perfect neuron: {perfect.spikes.size}, of the leaky one: "
            f"{leaky.spikes.size}. At 400 ms {perfect.V[-1]:.1f} and {leaky.V[-1]:.1f} mV."
        )

    return Live(
        "A perfect and a leaky integrator under two pulses of current",
        [
            Slider("I", 0.0, 600.0, 90.0, 5.0, "pA", meaning="height of the pulses"),
            Slider("gap", 0.0, 200.0, 60.0, 5.0, "ms", meaning="time between them"),
            Slider("tau_m", 5.0, 100.0, 30.0, 1.0, "ms", "τ_m", "R C; both have this C"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.leak",
        start=start,
        presets=[
            Preset("no gap", "Both see one long pulse; only one forgets it.", {"gap": 0.0}),
            Preset(
                "far apart",
                "The leaky neuron has forgotten the first pulse when the second comes.",
                {"gap": 200.0},
            ),
            Preset(
                "strong pulses",
                "Both spike during the pulses; afterwards one returns to rest.",
                {"I": 400.0},
            ),
        ],
        mosaic=[["perfect"], ["leaky"], ["I"]],
        panels={"height_ratios": [2, 2, 1], "sharex": True},
        size=(7.2, 4.6),
    )
