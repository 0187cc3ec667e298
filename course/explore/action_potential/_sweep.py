"""Lesson 03: the f-I curve swept up and down, and the current that has two answers."""

import functools
from typing import NamedTuple

import numpy as np

from course.live import Choice, Handle, Preset, Slider, figure, levels
from course.models import hodgkin_huxley as hh

DT = 0.1  # ms; at order 4 the rates are right to 0.1 Hz
RANGES = {
    "the onset": np.linspace(4.0, 12.0, 33),  # uA/cm^2
    "up to the block": np.r_[np.arange(4.0, 12.0, 1.0), np.arange(12.0, 182.0, 6.0)],
}
LONGEST = 300.0  # ms, at one current
RATE_LIMITS = (185, 360)  # Hz
TWO = 160.0  # ms, of the run with two kicks
FINE = 0.05  # ms, its step
KICKS = np.arange(round(TWO / FINE)) * FINE


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
        trace = hh.simulate(model, current, dt=DT, duration=hold, I_rand=I_rand, rng=k, start=state)
        V[k] = trace.V[1:]
        state = hh.State(*(x[-1] for x in trace[1:5]))
        spikes = trace.spikes[trace.spikes > hold / 3]
        interval = np.diff(spikes).mean() if spikes.size > 1 else np.inf
        rate[k] = 1000.0 / interval if hold - spikes.max(initial=0.0) < 2.0 * interval else 0.0
    late = V[:, 2 * V.shape[1] // 3 :]
    return Sweep(I, rate, late.min(axis=1), late.max(axis=1), V)


@figure(
    "The f-I curve, swept up and down",
    Choice("span", tuple(RANGES), "the onset", "currents"),
    Slider("position", 0, 100, 100, 1, "%", meaning="of the way up and down", play=12.0),
    Slider("hold", 100.0, LONGEST, 200.0, 20.0, "ms", meaning="time at each current"),
    Slider.of(hh.HodgkinHuxley, "T", 0.0, 20.0, 0.1),
    Slider("I_rand", 0.0, 5.0, 0.0, 0.1, "µA/cm²", meaning="random current, its SD"),
    presets=[
        Preset("the jump", position=38).shows(
            "Above 9.78 rest gives way, here at 10.25: V rings, then spikes at full height."
        ),
        Preset("hysteresis", position=82).shows(
            "On the way down firing lasts to 6.26. From there to 9.78 the past decides."
        ),
        Preset("block", span="up to the block", position=49).shows(
            "Spikes shrink as the current grows, and above 154.5 V stands still."
        ),
        Preset("noise", I_rand=2.0).shows(
            "Noise kicks the neuron out of rest early: up and down nearly agree."
        ),
    ],
    handles=[Handle("V", x="hold", at=-75.0)],
    mosaic=[["V", "V"], ["rate", "range"]],
    height_ratios=[2, 3],
    size=(7.2, 5.0),
)
def f_i(span, hold, T, I_rand):
    """Firing rate while the current climbs in small steps and comes down again."""
    return {"sweep": _sweep(span, hold, T, I_rand)}


@f_i.show
def show_f_i(ax, r):
    I, rate, low, high, V = r.sweep
    half, k = I.size // 2, round(r.position / 100 * (I.size - 1))
    margin = 0.03 * (I.max() - I.min())
    ax.V.still(xlim=(0, LONGEST), ylim=(-90, 60))
    ax.V.still(xlabel="time at this current (ms)", ylabel="V (mV)")
    ax.V.line("V", np.arange(1, V.shape[1] + 1)[::2] * DT, V[k, ::2], color="ink", lw=1.2)
    for name, color, marker, part in (
        ("up", "ink", "^", slice(0, min(k + 1, half))),
        ("down", "sky", "v", slice(half, max(k + 1, half))),
    ):
        look = {"color": color, "marker": marker, "ms": 4.5, "lw": 1}
        ax.rate.line(name, I[part], rate[part], label=name, **look)
        ax.range.line(f"{name} low", I[part], low[part], **look)
        ax.range.line(f"{name} high", I[part], high[part], **look)
    for panel in (ax.rate, ax.range):
        panel.still(xlabel="I (µA/cm²)")
        panel.cursor("now", I[k], color="you", lw=1)
        panel.limits(x=(I.min() - margin, I.max() + margin))
    ax.rate.still(ylabel="firing rate (Hz)")
    ax.rate.limits(y=(-8, levels(rate.max(), *RATE_LIMITS)))
    ax.range.still(ylabel="range of V (mV)", ylim=(-90, 60))
    now = f"On the way {'up' if k < half else 'down'}, at {I[k]:g} µA/cm²: {rate[k]:z.0f} Hz."
    if k < I.size - 1:
        return now
    both = I[:half][(rate[half:][::-1] > 0) & ~(rate[:half] > 0)]
    found = f"from {both.min():g} to {both.max():g}" if both.size else "nowhere"
    return f"{now} Up was silent and down fired {found}."


@figure(
    "Rest and firing under the same current",
    Slider("I", 0.0, 12.0, 8.0, 0.1, "µA/cm²", meaning="constant current"),
    Slider("kick", -20.0, 20.0, 0.0, 0.5, "µA/cm²", meaning="second kick, for 1 ms"),
    Slider("when", 60.0, 140.0, 94.0, 0.5, "ms", meaning="time of the second kick"),
    Slider.of(hh.HodgkinHuxley, "T", 0.0, 18.5, 0.1),
    presets=[
        Preset("rest alone", I=5.0).shows(
            "Below 6.26 the kick makes a spike, or a few, and V returns to rest."
        ),
        Preset("stopped", kick=5.0).shows(
            "A small push, timed well, ends the firing; the current still flows."
        ),
        Preset("too late", kick=5.0, when=98.0).shows(
            "The same push 4 ms later only shifts the spikes."
        ),
    ],
    handles=[
        Handle("I", y="I", at=10.0),
        Handle("I", x="when", at=-24.0, label="second kick begins"),
        Handle("I", y="kick", offset="I", at=lambda r: r.when + 0.5),
    ],
    mosaic=[["V", "V", "plane"], ["I", "I", "plane"]],
    height_ratios=[3, 1],
)
def two_states(I, kick, when, T):
    """One current, two lasting answers: a kick starts the firing, a timed one stops it."""
    model = hh.HodgkinHuxley(T=T)
    first = (KICKS >= 20.0) & (KICKS < 21.0)
    second = (KICKS >= when) & (KICKS < when + 1.0)
    current = I + 20.0 * first + kick * second
    state = hh.resting_state(model, I)
    trace = hh.simulate(model, current, dt=FINE, start=state)
    return {"current": current, "trace": trace, "rest": state}


@two_states.show
def show_two_states(ax, r):
    trace, rest = r.trace, r.rest
    ax.V.still(xlim=(0, TWO), ylim=(-95, 60), xlabel="time (ms)", ylabel="V (mV)")
    ax.V.line("V", trace.t, trace.V, color="ink")
    ax.I.still(xlim=(0, TWO), ylim=(-27, 47), xlabel="time (ms)", ylabel="I (µA/cm²)")
    ax.I.line("I", KICKS, r.current, color="you", drawstyle="steps-post")
    ax.plane.still(xlim=(-95, 60), ylim=(0.2, 0.95), xlabel="V (mV)", ylabel="n")
    ax.plane.line("path", trace.V[::2], trace.n[::2], color="ink", lw=1)
    ax.plane.points("rest", rest.V, rest.n, color="soft", marker="x", ms=9, mew=2, label="rest")
    ax.plane.points("end", trace.V[-1], trace.n[-1], color="ink", ms=6, label="at the end")
    spikes = trace.spikes
    last = f"the last at {spikes[-1]:z.1f} ms" if spikes.size else "none of them"
    return f"{spikes.size} spike{'s' * (spikes.size != 1)} in {TWO:z.0f} ms, {last}."
