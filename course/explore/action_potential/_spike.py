"""Lesson 03: one Hodgkin-Huxley neuron, and its gates against the voltage."""

from typing import NamedTuple

import numpy as np

from course.live import Button, Live, Preset, Slider, Switch
from course.models import hodgkin_huxley as hh
from course.plots import membrane

DURATION = 100.0  # ms
DT = 0.05  # ms, as fine as the picture
START = 5.0  # ms, when the current begins
ION_LIMITS = (1000, 2500)  # uA/cm^2
V_LIMITS, V_WIDE = (-130, 85), (-600, 170)  # mV
V_AXIS = np.linspace(-100.0, 60.0, 161)
RIDE = 12.0  # ms


def neuron(**start):
    """The neuron under I_DC and I_rand: voltage, gates, currents and input."""

    class Result(NamedTuple):
        model: hh.HodgkinHuxley
        trace: hh.Trace
        currents: object

    t = np.arange(round(DURATION / DT)) * DT

    def compute(I_DC, I_rand, stop, g_Na, g_K, g_L, E_Na, E_K, E_L, T, seed):
        model = hh.HodgkinHuxley(g_Na, g_K, g_L, E_Na, E_K, E_L, T=T)
        I = np.where((t >= START) & (t < stop), I_DC, 0.0)
        trace = hh.simulate(model, I, dt=DT, I_rand=I_rand, rng=seed)
        return Result(model, trace, hh.currents(model, trace))

    def draw(axes):
        xlim = (0, DURATION)
        artists = {
            "V": membrane.voltage(axes["V"], xlim=xlim, ylim=V_LIMITS),
            "gates": membrane.gates(axes["gates"], xlim=xlim),
            "ions": membrane.currents(axes["ions"], xlim=xlim, ylim=(-1000, 1000)),
        }
        axes["I"].set(xlim=xlim, xlabel="time (ms)", ylabel="input\n(µA/cm²)")
        axes["I"].set_yscale("symlog", linthresh=20.0)  # 1 and 160 are both to be seen
        axes["I"].set(ylim=(-120, 250), yticks=[-20, 0, 20, 200], yticklabels=["−20", 0, 20, 200])
        for name in ("V", "gates", "ions"):
            axes[name].set(xlabel="")
            axes[name].tick_params(labelbottom=False)
        for name in ("V", "gates", "ions"):
            axes[name].legend(loc="upper left", bbox_to_anchor=(1.0, 1.05))
        return artists | {"I": axes["I"].plot([], [], color="0.3", drawstyle="steps-post")[0]}

    def update(artists, result):
        model, trace, currents = result
        membrane.show_voltage(artists["V"], model, trace)
        membrane.show_gates(artists["gates"], trace)
        membrane.show_currents(artists["ions"], trace.t, currents)
        artists["I"].set_data(trace.t[:-1], trace.I)
        inside = V_LIMITS[0] < trace.V.min() and trace.V.max() < V_LIMITS[1]
        artists["V"]["V"].axes.set_ylim(V_LIMITS if inside else V_WIDE)
        most = max(np.abs(currents.I_Na).max(), np.abs(currents.I_K).max())
        most = membrane.coarse(most, ION_LIMITS)
        artists["ions"]["I_Na"].axes.set_ylim(-most, most)

    def summary(result):
        trace, count = result.trace, result.trace.spikes.size
        return (
            f"{count} spike{'s' * (count != 1)} in 100 ms; V starts at {trace.V[0]:.1f} mV "
            f"and stays between {trace.V.min():.0f} and {trace.V.max():.0f} mV."
        )

    return Live(
        "The Hodgkin-Huxley neuron: voltage, gates, currents and input",
        [
            Slider("I_DC", -20.0, 160.0, 10.0, 0.1, "µA/cm²", meaning="constant current"),
            Slider("I_rand", 0.0, 20.0, 0.0, 0.1, "µA/cm²", meaning="random current, its SD"),
            Slider("stop", 10.0, 100.0, 100.0, 1.0, "ms", meaning="I_DC flows from 5 ms to here"),
            Slider("g_Na", 0.0, 160.0, 120.0, 1.0, "mS/cm²", meaning="sodium, all gates open"),
            Slider("g_K", 0.0, 60.0, 36.0, 0.5, "mS/cm²", meaning="potassium, all gates open"),
            Slider("g_L", 0.1, 2.0, 0.3, 0.05, "mS/cm²", meaning="leak"),
            Slider("E_Na", 0.0, 70.0, 50.0, 1.0, "mV", meaning="sodium's reversal"),
            Slider("E_K", -100.0, -60.0, -77.0, 0.5, "mV", meaning="potassium's reversal"),
            Slider("E_L", -70.0, -40.0, -54.387, 0.001, "mV", meaning="leak's reversal"),
            Slider("T", 0.0, 30.0, 6.3, 0.1, "°C", meaning="temperature"),
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
                "anode break",
                "The current held the membrane down. It ends at 50 ms, and a spike follows.",
                {"I_DC": -10.0, "stop": 50.0},
            ),
            Preset(
                "noise alone",
                "No constant current: chance alone makes the neuron fire now and then.",
                {"I_DC": 0.0, "I_rand": 6.0},
            ),
            Preset(
                "block",
                "Too much current: one spike, then V stays up. With h near 0 no sodium can open.",
                {"I_DC": 160.0},
            ),
            Preset(
                "warm",
                "At 18.5 °C all gates are 3.8 times as fast: spikes are short and small.",
                {"T": 18.5},
            ),
        ],
        mosaic=[["V"], ["gates"], ["ions"], ["I"]],
        panels={"height_ratios": [3, 2, 2, 1.2]},
        size=(7.2, 5.4),
    )


def gates(**start):
    """Steady states and time constants against V, at a voltage you choose or along a spike."""

    class Result(NamedTuple):
        model: hh.HodgkinHuxley
        trace: hh.Trace
        V: float
        here: object  # the gates as they are; None where they have had time to settle
        time: float

    dt = 0.025
    pulse = np.zeros(round(RIDE / dt))
    pulse[round(1 / dt) : round(2 / dt)] = 40.0

    def compute(V, ride, time, T):
        model = hh.HodgkinHuxley(T=T)
        trace = hh.simulate(model, pulse, dt=dt)
        if not ride:
            return Result(model, trace, V, None, time)
        i = min(round(time / dt), trace.t.size - 1)
        here = hh.State(*(float(x[i]) for x in trace[1:5]))
        return Result(model, trace, here.V, here, time)

    def draw(axes):
        axes["V"].set(xlim=(0, RIDE), ylim=(-100, 60), xlabel="time (ms)", ylabel="V (mV)")
        axes["inf"].set_title("steady states")
        axes["tau"].set_title("time constants (ms)")
        artists = {
            "trace": axes["V"].plot([], [], color="0.1")[0],
            "level": axes["V"].axhline(0.0, color="0.6", lw=1),
            "now": axes["V"].plot([], [], "o", color="0.1", ms=7)[0],
            "inf": membrane.against_voltage(
                axes["inf"], xlim=(-100, 60), ylabel="", ylim=(-0.04, 1.04)
            ),
            "tau": membrane.against_voltage(
                axes["tau"], xlim=(-100, 60), ylabel="", ylim=(0.01, 30), log=True
            ),
        }
        artists["here"] = {
            g: axes["inf"].plot([], [], "o-", color=c, mfc="w", ms=7, lw=1, markevery=2)[0]
            for g, c in membrane.GATES.items()
        }
        axes["inf"].legend(loc="center right")
        return artists

    def update(artists, result):
        V, here = result.V, result.here
        now = hh.steady_states(V)
        for name, curves, values in (
            ("inf", hh.steady_states(V_AXIS), now),
            ("tau", hh.time_constants(V_AXIS, result.model), hh.time_constants(V, result.model)),
        ):
            membrane.show_against_voltage(artists[name], V_AXIS, curves, V, values)
        artists["trace"].set_data(result.trace.t, result.trace.V)
        artists["level"].set_ydata([V, V])
        artists["now"].set_data(([result.time], [V]) if here else ([], []))
        for g, line in artists["here"].items():
            x = [getattr(here, g), getattr(now, g)] if here else []
            line.set_data([V] * len(x), x)

    def summary(result):
        tau, inf = hh.time_constants(result.V, result.model), hh.steady_states(result.V)
        at = (f"{g} {getattr(inf, g):.3f} in {getattr(tau, g):.2f} ms" for g in "mhn")
        where = f"At {result.time:.1f} ms V is {result.V:.1f} mV" if result.here else (
            f"At {result.V:.1f} mV"
        )  # fmt: skip
        return f"{where}; the gates head for {', '.join(at)}."

    def on_event(event, values):
        if event.kind not in ("press", "move"):
            return {}
        if event.axes == "V":
            return {"ride": True, "time": min(max(event.x, 0.0), RIDE)}
        if event.axes in ("inf", "tau"):
            return {"ride": False, "V": min(max(event.x, -100.0), 60.0)}
        return {}

    return Live(
        "Steady states and time constants of the gates against the voltage",
        [
            Slider("V", -100.0, 60.0, -65.0, 0.5, "mV", meaning="the present V"),
            Switch("ride", False, "ride along a spike", "V is that of the spike at this time"),
            Slider("time", 0.0, RIDE, 0.0, 0.05, "ms", meaning="time on the spike", play=20.0),
            Slider("T", 0.0, 20.0, 6.3, 0.1, "°C", meaning="temperature"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.gates",
        start=start,
        presets=[
            Preset("at rest", "m is nearly shut, n a third open, h more than half.", {"V": -65.0}),
            Preset(
                "peak",
                "m (open circle) is nearly where it is going; h and n have far to go.",
                {"ride": True, "time": 2.2},
            ),
            Preset(
                "after the spike",
                "m is shut again, n still open, h still low: the neuron is refractory.",
                {"ride": True, "time": 5.0},
            ),
        ],
        mosaic=[["V", "V"], ["inf", "tau"]],
        panels={"height_ratios": [2, 3]},
        size=(7.2, 5.2),
        on_event=on_event,
    )
