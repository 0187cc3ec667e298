from functools import lru_cache

import numpy as np

from course.live import Button, Handle, Preset, Slider, figure, stacked
from course.models.spikes_to_rates import Population, f_i_curve, simulate
from course.plots import curves, traces
from course.plots.modes import response

DT = 0.1  # ms
ONSET = 50.0  # ms
T = 400.0  # ms
BIN = 5.0  # ms
MEAN = 2000.0  # mV/kHz, K w: more trains to a neuron have smaller synapses
LEVELS = np.arange(3.0, 25.0, 2.0)  # Hz
SETTLE, STAY = 60.0, 140.0  # ms that the population has at each level, and how many count


@lru_cache(16)
def _population_curve(K, tau_s):
    """Rate of 25 neurons at each of LEVELS, Hz."""
    p = Population(N=25, K=K, w=MEAN / K, tau_s=tau_s)
    steps = round((SETTLE + STAY) / 0.2)
    rate = simulate(p, np.repeat(LEVELS / 1000.0, steps), dt=0.2, rng=0).rate
    return 1000.0 * rate.reshape(LEVELS.size, steps)[:, round(SETTLE / 0.2) :].mean(axis=1)


@figure(
    "A spiking population and its rate equation",
    Slider("rate", 0.0, 15.0, 10.0, 0.1, "Hz", meaning="mean input to each train"),
    Slider("depth", 0.0, 10.0, 0.0, 0.5, "Hz", meaning="depth of its rhythm"),
    Slider("f", 1.0, 50.0, 10.0, 1.0, "Hz", meaning="frequency of its rhythm"),
    Slider("K", 20, 1000, 100, 20, meaning="trains to each neuron, K w fixed"),
    Slider.of(Population, "tau_s", 2.0, 50.0, 1.0, "τ_s"),
    Slider.of(Population, "tau_r", 1.0, 50.0, 1.0, "τ_r"),
    Slider("N", 50, 400, 150, 50, meaning="neurons"),
    Button("seed", "new spikes"),
    presets=[
        Preset("below threshold", rate=7.0).shows(
            "The mean current stays under the dashed threshold. The equation is "
            "silent, the neurons are not."
        ),
        Preset("more, weaker synapses", rate=7.0, K=1000).shows(
            "The same mean from 1000 trains: the noise shrinks, and so do "
            "the spikes below threshold."
        ),
        Preset("slow rhythm", depth=5.0, f=5.0).shows("Both follow an input of 5 Hz."),
        Preset("fast rhythm", depth=10.0, f=40.0).shows(
            "At 40 Hz the currents still agree. The neurons fire in step, "
            "which the equation misses."
        ),
    ],
    handles=[Handle("f", x="rate", offset=lambda r: r.input - r.rate, at=lambda r: r.means[0])],
    mosaic=[["raster", "f"], ["I", "f"], ["r", "f"]],
    height_ratios=[2, 3, 3],
    width_ratios=[5, 3],
    size=(7.2, 4.8),
    narrow=stacked(7.6, raster=3, I=3, r=3, f=6),
)
def rates(rate, depth, f, K, tau_s, tau_r, N, seed):
    """Spikes of a population, its filtered current, and the two equations drawn over them."""
    p = Population(N=N, K=K, w=MEAN / K, tau_s=tau_s, tau_r=tau_r)
    t = DT * np.arange(round(T / DT))
    wave = rate + depth * np.sin(2 * np.pi * f * (t - ONSET) / 1000.0)
    hears = np.where(t < ONSET, 0.0, np.maximum(wave, 0.0)) / 1000.0
    both = simulate(p, hears, dt=DT, rng=seed)
    late = t >= 2 * ONSET
    means = tuple(1000.0 * x[late].mean() for x in (both.rate, both.r))
    binned = 1000.0 * both.rate.reshape(-1, round(BIN / DT)).mean(axis=1)
    spread = p.w * np.sqrt(K * rate / 1000.0 / (2 * tau_s))
    mean = 1000.0 * hears[late].mean()
    return {
        "both": both,
        "binned": binned,
        "input": mean,
        "means": means,
        "curve": _population_curve(K, tau_s),
        "spread": spread,
    }


@rates.show
def show_rates(ax, r):
    both = r.both
    t = both.t[::10]
    names = ("rate equation", "population")
    for panel in (ax.raster, ax.I, ax.r):
        panel.still.axvline(ONSET, color="faint", lw=0.8)
        panel.still(xlim=(0, T))
    step, neuron = np.nonzero(both.spikes)
    traces.raster(ax.raster, DT * step, neuron, 50)
    ax.raster.still(xlabel="", yticks=[0, 25, 50])
    ax.I.still(ylim=(0, 60), ylabel="I (mV)")
    ax.I.still.axhline(Population().V_th, color="soft", lw=1, ls="--")
    response(ax.I, "I", (t, both.I[::10]), (t, both.current[::10]), labels=names)
    middles = BIN * (np.arange(r.binned.size) + 0.5)
    pair = (t, 1000.0 * both.r[::10]), (middles, r.binned)
    ax.r.still(ylim=(0, 125), xlabel="time (ms)", ylabel="rate (Hz)")
    response(ax.r, "r", *pair, labels=names, drawstyle="steps-mid")
    ax.f.still(xlim=(0, 25), ylim=(0, 125))
    ax.f.still(xlabel="input to each train (Hz)", ylabel="rate (Hz)")
    x = np.linspace(0.0, 25.0, 251)
    F = 1000.0 * f_i_curve(Population(), MEAN * x / 1000.0)
    ax.f.line("F", x, F, **curves.WIDE, label="F(I)")
    ax.f.points("curve", LEVELS, r.curve, marker=".", color="ink", label="population")
    ax.f.points("here", r.input, r.means[0], color="you", ms=8, label="this one")
    population, equation = r.means
    return (
        f"After 100 ms the population fires at {population:z.0f} Hz, the rate equation says "
        f"{equation:z.0f} Hz. A current's noise is {r.spread:z.1f} mV."
    )
