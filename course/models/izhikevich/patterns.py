"""The twenty firing patterns of Izhikevich (2004): parameters, inputs and time steps.

Izhikevich (2004) Which model to use for cortical spiking neurons? IEEE Trans. Neural Netw.
15:1063-1070, figure 1; the numbers are those of the author's script of that figure.

    p = PATTERNS["tonic bursting"]
    result = simulate(Izhikevich(**p.parameters), **p.protocol)

The script takes Euler steps of 0.1 to 0.5 ms, and so does `protocol`. Those steps belong to
the published pictures: solved accurately (`p.protocol | {"scheme": "rk4", "dt": 0.05}`) most
panels keep their pattern, but bistability no longer switches off, the after-potential becomes
tonic firing and the inhibition-induced bursts run away.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from course.models.izhikevich.model import State


class Pattern(NamedTuple):
    """One panel of the figure."""

    panel: str  # letter in the figure, A to T
    parameters: dict  # fields of `Izhikevich`, floats in its units
    I: Callable  # t (array, ms) -> input (array, mV/ms)
    duration: float  # ms
    dt: float  # ms, the script's own step
    start: State

    @property
    def protocol(self) -> dict[str, Any]:
        """Keywords for `izhikevich.simulate` that repeat the script (dict)."""
        return {
            "I": self.I,
            "duration": self.duration,
            "dt": self.dt,
            "scheme": "euler",
            "start": self.start,
        }


def _pulses(height, width, *onsets, base=0.0):
    """Input of `height` strictly inside every (onset, onset + width), else of `base`."""
    on = np.array(onsets, dtype=float)

    def current(t):
        late = np.asarray(t, dtype=float)[..., None]
        return np.where(((on < late) & (late < on + width)).any(axis=-1), height, base)

    return current


def _step(onset, height):
    return _pulses(height, np.inf, onset)


def _ramp(onset, slope, base=0.0):
    return lambda t: base + slope * np.maximum(np.asarray(t, dtype=float) - onset, 0.0)


def _dip(t):
    return _pulses(1.0, 5.0, 10.0, 80.0)(t) + _pulses(-6.0, 5.0, 70.0)(t)


def _slow_then_fast(t):
    t = np.asarray(t, dtype=float)
    fast = np.where((300.0 <= t) & (t < 312.5), (t - 300.0) / 12.5 * 4.0, 0.0)
    return np.where(t < 200.0, t / 25.0, fast)


def _less(t):
    t = np.asarray(t, dtype=float)
    return np.where((t < 50.0) | (t > 250.0), 80.0, 75.0)


def _cell(a, b, c, d, **changed):
    """Fields of an `Izhikevich`."""
    parameters = {"a": a, "b": b, "c": c, "d": d} | changed
    return {name: float(value) for name, value in parameters.items()}


def _panel(letter, parameters, start, duration, dt, I):
    """A pattern; where `start` is a number, u starts at b v, as in the script."""
    if not isinstance(start, State):
        start = State(start, parameters["b"] * start)
    start = State(float(start.v), float(start.u))
    return Pattern(letter, parameters, I, float(duration), dt, start)


_V = {"k1": 4.1, "k0": 108.0}  # panels G and L change the equation of v
_U = {"v_r": -65.0, "leak": 0.0}  # panel R changes the equation of u
_T1 = 100.0 / 11.0

PATTERNS = {  # all from the script
    "tonic spiking": _panel("A", _cell(0.02, 0.2, -65, 6), -70, 100, 0.25, _step(10, 14.0)),
    "phasic spiking": _panel("B", _cell(0.02, 0.25, -65, 6), -64, 200, 0.25, _step(20, 0.5)),
    "tonic bursting": _panel("C", _cell(0.02, 0.2, -50, 2), -70, 220, 0.25, _step(22, 15.0)),
    "phasic bursting": _panel("D", _cell(0.02, 0.25, -55, 0.05), -64, 200, 0.2, _step(20, 0.6)),
    "mixed mode": _panel("E", _cell(0.02, 0.2, -55, 4), -70, 160, 0.25, _step(16, 10.0)),
    "spike frequency adaptation": _panel(
        "F", _cell(0.01, 0.2, -65, 8), -70, 85, 0.25, _step(8.5, 30.0)
    ),
    "class 1 excitable": _panel(
        "G", _cell(0.02, -0.1, -55, 6, **_V), -60, 300, 0.25, _ramp(30, 0.075)
    ),
    "class 2 excitable": _panel(
        "H", _cell(0.2, 0.26, -65, 0), -64, 300, 0.25, _ramp(30, 0.015, -0.5)
    ),
    "spike latency": _panel("I", _cell(0.02, 0.2, -65, 6), -70, 100, 0.2, _pulses(7.04, 3, 10)),
    "subthreshold oscillations": _panel(
        "J", _cell(0.05, 0.26, -60, 0), -62, 200, 0.25, _pulses(2, 5, 20)
    ),
    "resonator": _panel(
        "K", _cell(0.1, 0.26, -60, -1), -62, 400, 0.25, _pulses(0.65, 4, 40, 60, 280, 320)
    ),
    "integrator": _panel(
        "L", _cell(0.02, -0.1, -55, 6, **_V), -60, 100, 0.25, _pulses(9, 2, _T1, _T1 + 5, 70, 80)
    ),
    "rebound spike": _panel("M", _cell(0.03, 0.25, -60, 4), -64, 200, 0.2, _pulses(-15, 5, 20)),
    "rebound burst": _panel("N", _cell(0.03, 0.25, -52, 0), -64, 200, 0.2, _pulses(-15, 5, 20)),
    "threshold variability": _panel("O", _cell(0.03, 0.25, -60, 4), -64, 100, 0.25, _dip),
    "bistability": _panel(
        "P", _cell(0.1, 0.26, -60, 0), -61, 300, 0.25, _pulses(1.24, 5, 37.5, 216, base=0.24)
    ),
    "depolarizing after-potential": _panel(
        "Q", _cell(1, 0.2, -60, -21), -70, 50, 0.1, _pulses(20, 2, 9)
    ),
    "accommodation": _panel(
        "R", _cell(0.02, 1, -55, 4, **_U), State(-65, -16.0), 400, 0.5, _slow_then_fast
    ),
    "inhibition-induced spiking": _panel("S", _cell(-0.02, -1, -60, 8), -63.8, 350, 0.5, _less),
    "inhibition-induced bursting": _panel("T", _cell(-0.026, -1, -45, -2), -63.8, 350, 0.5, _less),
}
