"""Lesson 03: the f-I curve swept up and down, and the current that has two answers."""

import functools
from typing import NamedTuple

import numpy as np

from course.live import Choice, Live, Preset, Slider
from course.models import hodgkin_huxley as hh
from course.plots import membrane

DT = 0.1  # ms; at order 4 the rates are right to 0.1 Hz
RANGES = {
    "the onset": np.linspace(4.0, 12.0, 33),  # uA/cm^2
    "up to the block": np.r_[np.arange(4.0, 12.0, 1.0), np.arange(12.0, 182.0, 6.0)],
}
LONGEST = 300.0  # ms, at one current
RATE_LIMITS = (185, 360)  # Hz
TWO = 160.0  # ms, of the run with two kicks


class Sweep(NamedTuple):
    """Up and down again; arrays of shape (currents,), V of shape (currents, steps)."""

    I: np.ndarray
    rate: np.ndarray
    low: np.ndarray
    high: np.ndarray
    V: np.ndarray


@functools.lru_cache(maxsize=32)
def _sweep(span, hold, T, I_rand):
    model = hh.HodgkinHuxley(T=T)
    up = RANGES[span]
    I = np.r_[up, up[::-1]]
    V = np.empty((I.size, round(hold / DT)))
    rate, state = np.zeros(I.size), hh.resting_state(model)
    for k, current in enumerate(I):
        trace = hh.simulate(model, current, dt=DT, duration=hold, I_rand=I_rand, rng=k, state=state)
        V[k] = trace.V[1:]
        state = hh.State(*(x[-1] for x in trace[1:5]))
        spikes = trace.spikes[trace.spikes > hold / 3]
        interval = np.diff(spikes).mean() if spikes.size > 1 else np.inf
        rate[k] = 1000.0 / interval if hold - spikes.max(initial=0.0) < 2.0 * interval else 0.0
    late = V[:, 2 * V.shape[1] // 3 :]
    return Sweep(I, rate, late.min(axis=1), late.max(axis=1), V)


def f_i(**start):
    """Firing rate while the current climbs in small steps and comes down again."""

    class Result(NamedTuple):
        sweep: Sweep
        k: int  # the present current

    def compute(span, position, hold, T, I_rand):
        sweep = _sweep(span, hold, T, I_rand)
        return Result(sweep, round(position / 100 * (sweep.I.size - 1)))

    def draw(axes):
        axes["V"].set(
            xlim=(0, LONGEST), ylim=(-90, 60), xlabel="time at this current (ms)", ylabel="V (mV)"
        )
        axes["rate"].set(ylabel="firing rate (Hz)", ylim=(-8, RATE_LIMITS[0]))
        axes["range"].set(ylabel="range of V (mV)", ylim=(-90, 60))
        artists = {"V": axes["V"].plot([], [], color="0.1", lw=1.2)[0]}
        for name, color, marker in (("up", "C0", "^"), ("down", "C1", "v")):
            look = {"color": color, "marker": marker, "ms": 4.5, "lw": 1}
            artists[name] = axes["rate"].plot([], [], label=name, **look)[0]
            artists[f"{name} low"], artists[f"{name} high"] = (
                axes["range"].plot([], [], **look)[0] for _ in range(2)
            )
        for name in ("rate", "range"):
            axes[name].set_xlabel("I (µA/cm²)")
            artists[f"{name} now"] = axes[name].axvline(0.0, color="0.6", lw=1)
        axes["rate"].legend(loc="upper right")
        return artists

    def update(artists, result):
        (I, rate, low, high, V), k = result
        artists["V"].set_data(np.arange(1, V.shape[1] + 1)[::2] * DT, V[k, ::2])
        artists["up"].axes.set_ylim(-8, membrane.coarse(rate.max(), RATE_LIMITS))
        half = I.size // 2
        for name, part in (
            ("up", slice(0, min(k + 1, half))),
            ("down", slice(half, max(k + 1, half))),
        ):
            artists[name].set_data(I[part], rate[part])
            artists[f"{name} low"].set_data(I[part], low[part])
            artists[f"{name} high"].set_data(I[part], high[part])
        for name in ("rate", "range"):
            artists[f"{name} now"].set_xdata([I[k]] * 2)
            margin = 0.03 * (I.max() - I.min())
            artists[f"{name} now"].axes.set_xlim(I.min() - margin, I.max() + margin)

    def summary(result):
        (I, rate, *_), k = result
        half = I.size // 2
        now = f"On the way {'up' if k < half else 'down'}, at {I[k]:g} µA/cm²: {rate[k]:.0f} Hz."
        if k < I.size - 1:
            return now
        both = I[:half][(rate[half:][::-1] > 0) & ~(rate[:half] > 0)]
        found = f"from {both.min():g} to {both.max():g}" if both.size else "nowhere"
        return f"{now} Up was silent and down fired {found}."

    return Live(
        "The f-I curve, swept up and down",
        [
            Choice("span", tuple(RANGES), "the onset", "currents"),
            Slider("position", 0, 100, 100, 1, "%", meaning="of the way up and down", play=12.0),
            Slider("hold", 100.0, LONGEST, 200.0, 20.0, "ms", meaning="time at each current"),
            Slider("T", 0.0, 20.0, 6.3, 0.1, "°C", meaning="temperature"),
            Slider("I_rand", 0.0, 5.0, 0.0, 0.1, "µA/cm²", meaning="random current, its SD"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.f_i",
        start=start,
        presets=[
            Preset(
                "the jump",
                "Above 9.78 rest gives way, here at 10.25: V rings, then spikes at full height.",
                {"position": 38},
            ),
            Preset(
                "hysteresis",
                "On the way down firing lasts to 6.26. From there to 9.78 the past decides.",
                {"position": 82},
            ),
            Preset(
                "block",
                "Spikes shrink as the current grows, and above 154.5 V stands still.",
                {"span": "up to the block", "position": 49},
            ),
            Preset(
                "noise",
                "Noise kicks the neuron out of rest early: up and down nearly agree.",
                {"I_rand": 2.0},
            ),
        ],
        mosaic=[["V", "V"], ["rate", "range"]],
        panels={"height_ratios": [2, 3]},
        size=(7.2, 5.0),
    )


def two_states(**start):
    """One current, two lasting answers: a kick starts the firing, a timed one stops it."""

    class Result(NamedTuple):
        I: np.ndarray
        trace: hh.Trace
        rest: hh.State

    dt = 0.05
    t = np.arange(round(TWO / dt)) * dt

    def compute(I, kick, when, T):
        model = hh.HodgkinHuxley(T=T)
        current = I + 20.0 * ((t >= 20.0) & (t < 21.0)) + kick * ((t >= when) & (t < when + 1.0))
        state = hh.resting_state(model, I)
        return Result(current, hh.simulate(model, current, dt=dt, state=state), state)

    def draw(axes):
        axes["V"].set(xlim=(0, TWO), ylim=(-95, 60), xlabel="time (ms)", ylabel="V (mV)")
        axes["I"].set(xlim=(0, TWO), ylim=(-27, 47), xlabel="time (ms)", ylabel="I (µA/cm²)")
        plane = axes["plane"]
        plane.set(xlim=(-95, 60), ylim=(0.2, 0.95), xlabel="V (mV)", ylabel="n")
        artists = {
            "V": axes["V"].plot([], [], color="0.1")[0],
            "I": axes["I"].plot([], [], color="0.3", drawstyle="steps-post")[0],
            "plane": plane.plot([], [], color="C0", lw=1)[0],
            "rest": plane.plot([], [], "x", color="C2", ms=9, mew=2, label="rest")[0],
            "end": plane.plot([], [], "o", color="C1", ms=6, label="at the end")[0],
        }
        plane.legend(loc="upper right")
        return artists

    def update(artists, result):
        I, trace, rest = result
        artists["V"].set_data(trace.t, trace.V)
        artists["I"].set_data(t, I)
        artists["plane"].set_data(trace.V[::2], trace.n[::2])
        artists["rest"].set_data([rest.V], [rest.n])
        artists["end"].set_data(trace.V[-1:], trace.n[-1:])

    def summary(result):
        spikes = result.trace.spikes
        last = f"the last at {spikes[-1]:.1f} ms" if spikes.size else "none of them"
        return f"{spikes.size} spike{'s' * (spikes.size != 1)} in {TWO:.0f} ms, {last}."

    return Live(
        "Rest and firing under the same current",
        [
            Slider("I", 0.0, 12.0, 8.0, 0.1, "µA/cm²", meaning="constant current"),
            Slider("kick", -20.0, 20.0, 0.0, 0.5, "µA/cm²", meaning="second kick, for 1 ms"),
            Slider("when", 60.0, 140.0, 94.0, 0.5, "ms", meaning="time of the second kick"),
            Slider("T", 0.0, 18.5, 6.3, 0.1, "°C", meaning="temperature"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.two_states",
        start=start,
        presets=[
            Preset(
                "rest alone",
                "Below 6.26 the kick makes a spike, or a few, and V returns to rest.",
                {"I": 5.0},
            ),
            Preset(
                "stopped",
                "A small push, timed well, ends the firing; the current still flows.",
                {"kick": 5.0},
            ),
            Preset(
                "too late",
                "The same push 4 ms later only shifts the spikes.",
                {"kick": 5.0, "when": 98.0},
            ),
        ],
        mosaic=[["V", "V", "plane"], ["I", "I", "plane"]],
        panels={"height_ratios": [3, 1]},
    )
