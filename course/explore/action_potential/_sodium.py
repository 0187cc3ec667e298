import functools
from typing import NamedTuple

import numpy as np

from course.live import Handle, Preset, Slider, figure, stacked
from course.models import hodgkin_huxley as hh
from course.plots import curves

DURATION, DT = 150.0, 0.05  # ms
START, KICK = 5.0, 50.0  # ms, when the current begins, and when the kick of 1 ms comes
TIMES = np.arange(round(DURATION / DT)) * DT
DENSITIES = np.linspace(60.0, 250.0, 20)  # mS/cm^2
MOST = 200.0  # mS/cm^2; near 213 rest gives way, and a threshold means nothing
REACH = np.linspace(-72.0, -45.0, 271)  # mV, where rest is looked for
HIGHEST = 14.0  # uA/cm^2


class Borders(NamedTuple):
    """Currents in uA/cm^2 at each of DENSITIES; nan where there is none."""

    spike: np.ndarray  # a step of more makes a spike
    rest: np.ndarray  # under more, rest is not stable


@functools.lru_cache(1)
def _borders():
    models = [hh.HodgkinHuxley(g_Na=float(g)) for g in DENSITIES]
    spike = [
        hh.threshold_current(model, tolerance=0.01, duration=40.0) if model.g_Na <= MOST else np.nan
        for model in models
    ]
    return Borders(np.array(spike), np.array([_end_of_rest(model) for model in models]))


def _end_of_rest(model):
    """The current from which on the fixed point's slopes have an eigenvalue that grows."""
    V, step = REACH, 1e-4
    m, h, n = hh.steady_states(V)
    steep = [
        (up - down) / (2.0 * step)
        for up, down in zip(hh.steady_states(V + step), hh.steady_states(V - step))
    ]
    J = np.zeros((V.size, 4, 4))
    J[:, 0, 0] = -(model.g_Na * m**3 * h + model.g_K * n**4 + model.g_L)
    J[:, 0, 1] = -model.g_Na * 3.0 * m**2 * h * (V - model.E_Na)
    J[:, 0, 2] = -model.g_Na * m**3 * (V - model.E_Na)
    J[:, 0, 3] = -model.g_K * 4.0 * n**3 * (V - model.E_K)
    J[:, 0] /= model.C
    for k, (tau, slope) in enumerate(zip(hh.time_constants(V, model), steep), 1):
        J[:, k, 0], J[:, k, k] = slope / tau, -1.0 / tau
    growth = np.linalg.eigvals(J).real.max(axis=1)
    I = sum(hh.currents(model, hh.State(V, m, h, n)))
    k = int(np.argmax(growth > 0.0))
    if not (growth[k] > 0.0 and k > 0):
        return np.nan
    return float(np.interp(0.0, growth[k - 1 : k + 1], I[k - 1 : k + 1]))


@figure(
    "A neuron with more sodium channels, or fewer",
    Slider("g_Na", 60.0, 250.0, 120.0, 1.0, "mS/cm²", "g_Na", "sodium conductance"),
    Slider("I", 0.0, HIGHEST, 2.0, 0.01, "µA/cm²", meaning="step of current from 5 ms on"),
    Slider("kick", 0.0, 20.0, 0.0, 0.5, "µA/cm²", meaning="push at 50 ms, for 1 ms"),
    presets=[
        Preset("a fifth more", g_Na=144.0).shows(
            "The same current: with 144 mS/cm² it makes a spike, with 120 it does not."
        ),
        Preset("a kick without end", g_Na=190.0, I=0.0, kick=15.0).shows(
            "No current flows, and one short kick starts a firing that lasts."
        ),
        Preset("too few", g_Na=60.0, I=9.0).shows(
            "Half of the channels: a spike needs far more current, and no second one follows."
        ),
    ],
    handles=[Handle("plane", x="g_Na", y="I", label="the neuron")],
    mosaic=[["V", "plane"]],
    width_ratios=[5, 4],
    narrow=stacked(5.4, V=4, plane=5),
    size=(8.6, 3.8),
)
def sodium(g_Na, I, kick):
    """One neuron in the plane of sodium conductance and current, and the borders there."""
    model = hh.HodgkinHuxley(g_Na=g_Na)
    pushed = (TIMES >= KICK) & (TIMES < KICK + 1.0)
    current = np.where(TIMES >= START, I, 0.0) + kick * pushed
    trace = hh.simulate(model, current, dt=DT, start=hh.resting_state(model))
    return {"trace": trace, "borders": _borders()}


@sodium.show
def show_sodium(ax, r):
    ax.V.still(xlim=(0, DURATION), ylim=(-90, 62), xlabel="time (ms)", ylabel="V (mV)")
    ax.V.line("V", r.trace.t[::2], r.trace.V[::2], color="ink")
    ax.plane.still(xlim=(60, 250), ylim=(-0.4, HIGHEST), ylabel="step of current (µA/cm²)")
    ax.plane.still(xlabel="sodium conductance (mS/cm²)")
    ax.plane.line(
        "spike", DENSITIES, r.borders.spike, **(curves.WIDE | {"label": "a spike", "at": 0.3})
    )
    look = {"color": "ink", "lw": 1.4, "ls": "--", "label": "no rest", "at": 0.3}
    ax.plane.line("rest", DENSITIES, r.borders.rest, **look)
    ax.plane.points("here", r.g_Na, r.I, color="you", ms=10)
    spikes = r.trace.spikes
    last = spikes.size > 1 and spikes[-1] > DURATION - 30.0
    return (
        f"{spikes.size} spike{'s' * (spikes.size != 1)} in {DURATION:z.0f} ms with "
        f"{r.g_Na:z.0f} mS/cm² of sodium under {r.I:z.2f} µA/cm²; at the end it "
        f"{'fires' if last else 'is silent'}."
    )
