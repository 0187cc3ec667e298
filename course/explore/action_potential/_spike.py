"""Lesson 03: one Hodgkin-Huxley neuron, and its gates against the voltage."""

import numpy as np

from course.live import Button, Handle, Preset, Slider, Switch, Yours, figure, levels, stacked
from course.models import hodgkin_huxley as hh
from course.plots import membrane
from course.plots.diagrams import HH, Channels, Circuit, travelled
from course.plots.now import moment, riding

DURATION = 100.0  # ms
DT = 0.05  # ms, as fine as the picture
PACE = 20.0  # of the charges in the circuit
START = 5.0  # ms, when the current begins
TIMES = np.arange(round(DURATION / DT)) * DT
ION_LIMITS = (1000, 2500)  # uA/cm^2
V_LIMITS, V_WIDE = (-130, 85), (-600, 170)  # mV
V_AXIS = np.linspace(-100.0, 60.0, 161)


@figure(
    "The Hodgkin-Huxley neuron: voltage, gates, currents and input",
    Slider("now", 0.0, DURATION, 7.6, DT, "ms", meaning="the moment that is drawn", play=30.0),
    Slider("I_DC", -20.0, 160.0, 10.0, 0.1, "µA/cm²", meaning="constant current"),
    Slider("I_rand", 0.0, 20.0, 0.0, 0.1, "µA/cm²", meaning="random current, its SD"),
    Slider("stop", 10.0, 100.0, 100.0, 1.0, "ms", meaning="I_DC flows from 5 ms to here"),
    Slider.of(hh.HodgkinHuxley, "g_Na", 0.0, 250.0, 1.0),
    Slider.of(hh.HodgkinHuxley, "g_K", 0.0, 60.0, 0.5),
    Slider.of(hh.HodgkinHuxley, "g_L", 0.1, 2.0, 0.05),
    Slider.of(hh.HodgkinHuxley, "E_Na", 0.0, 70.0, 1.0),
    Slider.of(hh.HodgkinHuxley, "E_K", -100.0, -60.0, 0.5),
    Slider.of(hh.HodgkinHuxley, "E_L", -70.0, -40.0, 0.001),
    Slider.of(hh.HodgkinHuxley, "T", 0.0, 30.0, 0.1),
    Button("seed", "new noise"),
    Yours("mine(I, dt, model)", "the potential after each step; drawn over the other"),
    presets=[
        Preset("anode break", I_DC=-10.0, stop=50.0).shows(
            "The current held the membrane down. It ends at 50 ms, and a spike follows."
        ),
        Preset("noise alone", I_DC=0.0, I_rand=6.0).shows(
            "No constant current: chance alone makes the neuron fire now and then."
        ),
        Preset("block", I_DC=160.0).shows(
            "Too much current: one spike, then V stays up. With h near 0 no sodium can open."
        ),
        Preset("warm", T=18.5).shows(
            "At 18.5 °C all gates are 3.8 times as fast: spikes are short and small."
        ),
    ],
    handles=[
        Handle("V", x="now"),
        Handle("V", y="E_Na", at=0.96 * DURATION),
        Handle("V", y="E_K", at=0.96 * DURATION),
        Handle("I", y="I_DC", at=0.5 * (START + 10.0)),
        Handle("I", x="stop", at="I_DC", label="I_DC ends"),
        Handle("circuit", y="I_DC", on=Circuit.beside(0, Circuit.SOURCE)),
        *(
            Handle("circuit", y=f"{letter}_{branch.name}", on=Circuit.beside(k, part))
            for k, branch in enumerate(HH, 2)
            for letter, part in (("g", Circuit.RESISTOR), ("E", Circuit.BATTERY))
        ),
    ],
    mosaic=[["circuit", "V"], ["circuit", "gates"], ["channels", "ions"], ["channels", "I"]],
    height_ratios=[31, 33, 30, 15],
    narrow=stacked(6.0, circuit=17, V=11, gates=11, ions=11),
    size=(9.0, 4.8),
)
def neuron(I_DC, I_rand, stop, g_Na, g_K, g_L, E_Na, E_K, E_L, T, seed, mine):
    """The neuron under I_DC and I_rand: voltage, gates, currents and input."""
    model = hh.HodgkinHuxley(g_Na, g_K, g_L, E_Na, E_K, E_L, T=T)
    I = np.where((TIMES >= START) & (TIMES < stop), I_DC, 0.0)
    trace = hh.simulate(model, I, dt=DT, I_rand=I_rand, rng=seed)
    currents = hh.currents(model, trace)
    Na, K, L = (getattr(currents, f"I_{branch.name}")[:-1] for branch in HH)
    rails = np.array([trace.I, Na + K + L, K + L, L])
    return {
        "model": model,
        "trace": trace,
        "currents": currents,
        "gone": travelled(rails, DT, pace=PACE),
        "mine": mine(trace.I, DT, model, like=trace.t),
    }


@neuron.show
def show_neuron(ax, r):
    model, trace, currents = r.model, r.trace, r.currents
    inside = V_LIMITS[0] < trace.V.min() and trace.V.max() < V_LIMITS[1]
    most = levels(max(np.abs(currents.I_Na).max(), np.abs(currents.I_K).max()), *ION_LIMITS)
    for panel in (ax.V, ax.gates, ax.ions, ax.I):
        panel.still(xlim=(0, DURATION))
        panel.still.tick_params(labelbottom=panel is (ax.ions if ax.I.absent else ax.I))
    ax.V.still(title="voltage (mV)", yticks=(-65, 0, 50))
    for name, color in (("E_Na", "na"), ("E_K", "k")):
        E = getattr(model, name)
        ax.V.level(name, E, color=color, lw=1, ls=":")
        word = f"$E_\\mathrm{{{name[2:]}}}$"
        ax.V.text((name, "name"), 1.01 * DURATION, E, word, color=color, va="center")
    ax.V.limits(y=V_LIMITS if inside else V_WIDE)
    riding(ax.V, trace.t, r.now, {"V": (trace.V, {"color": "ink"})}, form="{:z.0f}")
    ax.V.yours("mine", trace.t, r.mine, at=0.3)
    ax.gates.still(title="gates, share open", ylim=(-0.04, 1.04), yticks=(0, 1))
    gates = {name: (getattr(trace, name), dict(look)) for name, look in membrane.GATES.items()}
    riding(ax.gates, trace.t, r.now, gates)
    ax.ions.still(title="currents, outward (µA/cm²)")
    ax.ions.limits(y=(-most, most))
    ions = {name: (getattr(currents, f"I_{name}"), {"color": color}) for name, color, *_ in HH}
    riding(ax.ions, trace.t, r.now, ions, form="{:z.0f}")
    ax.I.still(title="input (µA/cm²)", xlabel="time (ms)")
    ax.I.still.set_yscale("symlog", linthresh=20.0)  # 1 and 160 are both to be seen
    ax.I.still(ylim=(-120, 250), yticks=[0, 100], yticklabels=[0, 100])
    ax.I.line("I", trace.t[:-1], trace.I, color="you", drawstyle="steps-post")
    ax.I.cursor("now", r.now, color="you", lw=1.1)
    _show_membrane(ax, r)
    count = trace.spikes.size
    said = (
        f"{count} spike{'s' * (count != 1)} in 100 ms; V starts at {trace.V[0]:z.1f} mV "
        f"and stays between {trace.V.min():z.0f} and {trace.V.max():z.0f} mV."
    )
    if r.mine is None:
        return said
    own = trace.t[1:][(r.mine[:-1] < 0.0) & (r.mine[1:] >= 0.0)]
    if not (own.size and count):
        return f"{said} Spikes of yours: {own.size}."
    late = own[0] - trace.spikes[0]
    way = "late" if late > 0.0 else "early"
    return f"{said} Spikes of yours: {own.size}, the first {abs(late):z.2f} ms too {way}."


FULL = (48.0, 16.0, 1.0)  # mS/cm^2 that fill the resistors of sodium, potassium, leak


def _show_membrane(ax, r):
    """The circuit and the channels at the moment that is drawn."""
    model, trace = r.model, r.trace
    i = moment(trace.t, r.now)
    m, h, n = (float(x[i]) for x in (trace.m, trace.h, trace.n))
    I = float(trace.I[min(i, trace.I.size - 1)])
    ions = [float(getattr(r.currents, f"I_{branch.name}")[i]) for branch in HH]
    open_ = (model.g_Na * m**3 * h, model.g_K * n**4, model.g_L)
    g = [part / full for part, full in zip(open_, FULL)]
    gone = r.gone[:, min(i, r.gone.shape[1] - 1)]
    circuit = ax.circuit.drawing(Circuit)
    circuit.move(float(trace.V[i]), (I, I - sum(ions)), g, ions, gone=gone)
    circuit.tells(
        resistor=lambda k: f"{HH[k].name}: {open_[k]:z.2f} mS/cm² open",
        battery=lambda k: f"E_{HH[k].name} = {getattr(model, f'E_{HH[k].name}'):z.1f} mV",
    )
    ax.channels.drawing(Channels).move(m, h, n, 0.9 * r.now)


RIDE = 12.0  # ms
FINE = 0.025  # ms
PULSE = np.zeros(round(RIDE / FINE))
PULSE[round(1 / FINE) : round(2 / FINE)] = 40.0


@figure(
    "Steady states and time constants of the gates against the voltage",
    Slider("V", -100.0, 60.0, -65.0, 0.5, "mV", meaning="the present V"),
    Switch("ride", False, "ride along a spike", "V is that of the spike at this time"),
    Slider("time", 0.0, RIDE, 0.0, 0.05, "ms", meaning="time on the spike", play=20.0),
    Slider.of(hh.HodgkinHuxley, "T", 0.0, 20.0, 0.1),
    presets=[
        Preset("at rest", V=-65.0).shows("m is nearly shut, n a third open, h more than half."),
        Preset("peak", ride=True, time=2.2).shows(
            "m (open circle) is nearly where it is going; h and n have far to go."
        ),
        Preset("after the spike", ride=True, time=5.0).shows(
            "m is shut again, n still open, h still low: the neuron is refractory."
        ),
    ],
    handles=[
        Handle("V", x="time", at=lambda r: r.V if r.here else np.nan),
        Handle("inf", x="V", offset=lambda r: np.nan if r.here else 0.0),
        Handle("tau", x="V", offset=lambda r: np.nan if r.here else 0.0),
    ],
    mosaic=[["V", "V"], ["inf", "tau"]],
    height_ratios=[2, 3],
    size=(7.2, 5.2),
)
def gates(ride, time, T):
    """Steady states and time constants against V, at a voltage you choose or along a spike."""
    model = hh.HodgkinHuxley(T=T)
    trace = hh.simulate(model, PULSE, dt=FINE)
    if not ride:
        return {"model": model, "trace": trace, "here": None}
    i = min(round(time / FINE), trace.t.size - 1)
    here = hh.State(*(float(x[i]) for x in trace[1:5]))
    return {"model": model, "trace": trace, "V": here.V, "here": here}


@gates.show
def show_gates(ax, r):
    now, tau = hh.steady_states(r.V), hh.time_constants(r.V, r.model)
    ax.V.still(xlim=(0, RIDE), ylim=(-100, 60), xlabel="time (ms)", ylabel="V (mV)")
    ax.V.line("trace", r.trace.t, r.trace.V, color="ink")
    ax.V.level("V", r.V, color="you", lw=1)
    membrane.against_voltage(ax.inf, V_AXIS, hh.steady_states(V_AXIS), r.V, now)
    ax.inf.still(xlim=(-100, 60), ylim=(-0.04, 1.04), title="steady states")
    membrane.against_voltage(ax.tau, V_AXIS, hh.time_constants(V_AXIS, r.model), r.V, tau)
    ax.tau.still.set_yscale("log")
    ax.tau.still.yaxis.set_major_formatter("{x:g}")
    ax.tau.still(xlim=(-100, 60), ylim=(0.01, 30), title="time constants (ms)")
    if r.here:
        ax.V.points("now", r.time, r.V, color="you", ms=7)
        for gate, style in membrane.GATES.items():
            look = {"color": style["color"], "marker": "o", "mfc": "paper", "ms": 7}
            ends = getattr(r.here, gate), getattr(now, gate)
            ax.inf.line(("here", gate), [r.V, r.V], ends, lw=1, markevery=2, **look)
    at = (f"{g} {getattr(now, g):z.3f} in {getattr(tau, g):z.2f} ms" for g in "mhn")
    where = f"At {r.time:z.1f} ms V is {r.V:z.1f} mV" if r.here else f"At {r.V:z.1f} mV"
    return f"{where}; the gates head for {', '.join(at)}."


@gates.on_event
def point_gates(event, values):
    if event.kind not in ("press", "move"):
        return {}
    if event.axes == "V":
        return {"ride": True, "time": event.x}
    if event.axes in ("inf", "tau"):
        return {"ride": False, "V": event.x}
    return {}
