"""Live figures of lesson 02: integrate-and-fire neurons."""

import numpy as np

from course import stimuli
from course.explore.integrate_fire._f_i import f_i
from course.explore.integrate_fire._irregular import irregular
from course.explore.integrate_fire._sine import sine
from course.explore.integrate_fire._songbird import mystery, synapses
from course.explore.integrate_fire._strength import pulse
from course.explore.integrate_fire._tiring import tiring
from course.live import Button, Handle, Preset, Slider, Yours, figure, levels, stacked
from course.models.integrate_fire import LIF, PerfectIF, firing_rate, rheobase, simulate
from course.plots import curves, traces
from course.plots.diagrams import Branch, Circuit, travelled
from course.plots.now import moment

__all__ = ["f_i", "irregular", "leak", "mystery", "neuron", "pulse", "sine", "synapses", "tiring"]

CURRENTS = np.linspace(0.0, 500.0, 101)  # pA
DURATION, DT = 500.0, 0.1  # ms


@figure(
    "A leaky integrate-and-fire neuron and its f-I curve",
    Slider("I", 0.0, 500.0, 200.0, 1.0, "pA", meaning="injected current"),
    Slider.of(LIF, "tau_m", 5.0, 60.0, 1.0, "τ_m"),
    Slider.of(LIF, "V_th", -60.0, -40.0, 0.5, "V_th"),
    Slider.of(LIF, "V_reset", -80.0, -61.0, 0.5, "V_reset"),
    Slider.of(LIF, "t_ref", 0.5, 20.0, 0.5),
    Slider("sigma", 0.0, 8.0, 0.0, 0.1, "mV", "σ", "noise: SD of V without spikes"),
    Button("seed", "new noise"),
    Yours("mine(I, tau_m, R, E_L, V_th, t_ref)", "drawn over the f-I curve"),
    Yours(
        "loop(I, dt, tau_m, R, E_L, V_th, V_reset)",
        "whose spikes under the current without noise are drawn over the others",
    ),
    presets=[
        Preset("just below threshold", I=166.0).shows(
            "The voltage settles just below the threshold, and no spike comes."
        ),
        Preset("just above", I=168.0).shows("Two pA more are enough: the neuron spikes, slowly."),
        Preset("noise alone", I=150.0, sigma=3.0).shows(
            "A current that alone is too weak: noise carries V over the threshold by chance."
        ),
        Preset("refractory", I=500.0, t_ref=20.0).shows(
            "A long refractory period bends the curve: no more than 50 Hz are possible."
        ),
    ],
    handles=[
        Handle("V", y="V_th"),
        Handle("V", y="V_reset", label="reset"),
        Handle("f", x="I", at=lambda r: r.rate),
    ],
    mosaic="VVf",
)
def neuron(I, tau_m, V_th, V_reset, t_ref, sigma, seed, mine, loop):
    """One leaky neuron: its voltage, and the point it makes on its f-I curve."""
    model = LIF(tau_m=tau_m, V_th=V_th, V_reset=V_reset, t_ref=t_ref)
    trace = simulate(model, I, duration=DURATION, sigma=sigma, rng=seed)
    current = np.full(round(DURATION / DT), I)
    parameters = tau_m, model.R, model.E_L, V_th, V_reset
    theirs = loop.used(lambda f: _spikes(f(current.copy(), DT, *parameters)), current)
    return {
        "model": model,
        "trace": trace,
        "rate": 2.0 * trace.spikes.size,  # Hz, spikes in half a second
        "curve": firing_rate(model, CURRENTS),
        "mine": mine.each(CURRENTS, tau_m, model.R, model.E_L, V_th, t_ref),
        "loop": theirs,
    }


def _spikes(found):
    """Times of spikes and nothing after them, as long as the current; `...` of a stub."""
    if found is None or found is ... or any(time is ... for time in found):
        return found if found is None else ...
    spikes = np.full(round(DURATION / DT), np.nan)
    spikes[: len(found)] = found[: spikes.size]
    return spikes


@neuron.show
def show_neuron(ax, r):
    traces.voltage(ax.V, *r.trace, r.model.V_th)
    ax.V.still(xlim=(0, 500))
    ax.V.limits(y=(-levels(-r.trace.V.min(), 72, 82, 100), 22))
    curves.f_i(ax.f, CURRENTS, r.curve, here=(r.I, r.rate))
    ax.f.yours("mine", CURRENTS, r.mine)
    if r.loop is not None:
        spikes = r.loop[np.isfinite(r.loop)]
        look = {"ls": "", "marker": "|", "ms": 12, "mew": 2.0}
        ax.V.yours("loop", spikes, np.full(spikes.size, 14.0), **look)
    ax.f.still(xlim=(0, 500))
    ax.f.limits(y=(0, levels(max(r.curve[-1], r.rate), 120, 300, 1000, 2000)))
    return (
        f"{r.trace.spikes.size} spikes in 500 ms, {r.rate:z.0f} Hz; "
        f"without noise {firing_rate(r.model, r.I):z.1f} Hz. Rheobase {rheobase(r.model):z.1f} pA."
    )


@figure(
    "A perfect and a leaky integrator under two pulses of current",
    Slider("now", 0.0, 400.0, 140.0, 1.0, "ms", meaning="the moment that is drawn", play=40.0),
    Slider("I", 0.0, 600.0, 90.0, 5.0, "pA", meaning="height of the pulses"),
    Slider("gap", 0.0, 200.0, 60.0, 5.0, "ms", meaning="time between them"),
    Slider.of(LIF, "tau_m", 5.0, 100.0, 1.0, "τ_m", meaning="R C; both have this C"),
    presets=[
        Preset("no gap", gap=0.0).shows("Both see one long pulse; only one forgets it."),
        Preset("far apart", gap=200.0).shows(
            "The leaky neuron has forgotten the first pulse when the second comes."
        ),
        Preset("strong pulses", I=400.0).shows(
            "Both spike during the pulses; afterwards one returns to rest."
        ),
    ],
    handles=[
        Handle("perfect", x="now"),
        Handle("I", y="I", at=40.0),
        Handle("membrane", y="I", on=Circuit.beside(0, Circuit.SOURCE), label="source, I"),
        Handle("membrane", y="tau_m", on=Circuit.beside(1, Circuit.PLATES), label="capacitor, R C"),
        Handle("I", x="gap", offset=60.0, at="I", label="second pulse after"),
    ],
    mosaic=[
        ["capacitor", "perfect"],
        ["capacitor", "leaky"],
        ["membrane", "leaky"],
        ["membrane", "I"],
    ],
    height_ratios=[4, 1, 3, 3],
    width_ratios=[4, 6],
    narrow=stacked(5.8, membrane=14, perfect=8, leaky=8, I=5),
    size=(9.0, 5.0),
)
def leak(I, gap, tau_m):
    """Two current pulses into a perfect and a leaky integrator: what does each remember?"""
    R, V_th = 0.09, -50.0
    current = stimuli.pulses(I, [20.0, 60.0 + gap], [60.0, 100.0 + gap], duration=400.0)
    models = PerfectIF(C=tau_m / R, V_th=V_th), LIF(tau_m=tau_m, R=R, V_th=V_th)
    runs = [simulate(model, current) for model in models]
    return {
        "current": current,
        "V_th": V_th,
        "models": models,
        "perfect": runs[0],
        "leaky": runs[1],
        "gone": [_gone(model, run, current) for model, run in zip(models, runs)],
    }


def _through(model, V):
    """Current through the resistor; a perfect integrator has none."""
    return (V - model.E_L) / model.R if isinstance(model, LIF) else 0.0 * V


def _gone(model, run, current):
    """How far the charges have come between source, capacitor, resistor and reset."""
    t, through = run.t[:-1], _through(model, run.V[:-1])
    last = np.searchsorted(run.spikes, t, side="right") - 1  # spike before; -1 is none
    since = t - np.append(run.spikes, -np.inf)[last]
    drawn_off = np.where(since < model.t_ref, current - through, 0.0)  # by the reset
    rails = np.array([current, through + drawn_off, drawn_off])
    return travelled(rails, run.t[1] - run.t[0])


@leak.show
def show_leak(ax, r):
    ax.perfect.still(title="perfect integrate-and-fire")
    ax.leaky.still(title="leaky integrate-and-fire")
    for panel, trace in ((ax.perfect, r.perfect), (ax.leaky, r.leaky)):
        traces.voltage(panel, *trace, r.V_th, V_peak=-5.0)
        panel.still(xlabel="", ylabel="V (mV)")
        panel.still(xlim=(0, 400), ylim=(-68, 0))
    ax.I.still(xlim=(0, 400), ylim=(-20, 620), xlabel="time (ms)", ylabel="I (pA)")
    ax.I.line("I", r.leaky.t[:-1], r.current, color="you", drawstyle="steps-post")

    for panel in (ax.perfect, ax.leaky, ax.I):
        panel.cursor("now", r.now, color="you", lw=1.1)
    runs = r.perfect, r.leaky
    for panel, *each in zip((ax.capacitor, ax.membrane), r.models, runs, r.gone):
        _show_circuit(panel, *each, r)
    return (
        f"Spikes of the perfect neuron: {r.perfect.spikes.size}, of the leaky one: "
        f"{r.leaky.spikes.size}. At 400 ms {r.perfect.V[-1]:z.1f} and {r.leaky.V[-1]:z.1f} mV."
    )


MEMBRANE = (Branch("R", "soft", -65.0, "$R$", "L"),)
CHARGE = {"reset": True, "rest": -65.0, "step": 3.0, "unit": "pA"}  # mV


def _capacity(model):
    """pF"""
    return model.tau_m / model.R if isinstance(model, LIF) else model.C


def _show_circuit(panel, model, trace, gone, r):
    """The membrane at the moment that is drawn; a perfect integrator has a cut resistor."""
    k = moment(trace.t[:-1], r.now)
    V, I = float(trace.V[k]), float(r.current[k])
    through = _through(model, V)
    held = bool(np.any((trace.spikes <= r.now) & (r.now < trace.spikes + model.t_ref)))
    circuit = panel.drawing(Circuit, MEMBRANE, cut=not isinstance(model, LIF), **CHARGE)
    charging = 0.0 if held else I - through
    circuit.move(V, (I, charging), [1.0], [through], gone=gone[:, k], reset=held)
    circuit.tells(plates=lambda: f"capacitor: V = {V:z.1f} mV, C = {_capacity(model):z.0f} pF")
