"""Lesson 06, first part: a spiking population beside the rate equation that stands for it."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course.live import Button, Live, Preset, Slider
from course.models.spikes_to_rates import Comparison, Population, f_i_curve, simulate
from course.plots import traces
from course.plots.modes import response
from course.plots.panel import Panel

DT, ONSET, T, BIN = 0.1, 50.0, 400.0, 5.0  # ms
MEAN = 2000.0  # mV/kHz, K w: more trains to a neuron have smaller synapses
LEVELS = np.arange(3.0, 25.0, 2.0)  # Hz
SETTLE, STAY = 60.0, 140.0  # ms that the population has at each level, and how many count


@lru_cache(16)
def _population_curve(K, tau_s):
    """Rate of 25 neurons at each of LEVELS, Hz."""
    p = Population(N=25, K=K, w=MEAN / K, tau_s=tau_s)
    steps = round((SETTLE + STAY) / 0.2)
    rate = simulate(p, np.repeat(LEVELS / 1000.0, steps), dt=0.2).rate
    return 1000.0 * rate.reshape(LEVELS.size, steps)[:, round(SETTLE / 0.2) :].mean(axis=1)


def rates(**start):
    """Spikes of a population, its filtered current, and the two equations drawn over them."""

    class Result(NamedTuple):
        both: Comparison
        binned: np.ndarray  # Hz, the population's rate in bins of 5 ms
        input: float  # Hz, mean
        means: tuple  # Hz, of population and rate equation after the onset
        curve: np.ndarray  # Hz, of the population at LEVELS
        spread: float  # mV, of a neuron's current

    def compute(rate, depth, f, K, tau_s, tau_r, N, seed):
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
        return Result(both, binned, mean, means, _population_curve(K, tau_s), spread)

    def draw(axes):
        for name in ("raster", "I", "r"):
            axes[name].axvline(ONSET, color="0.75", lw=0.8)
        raster = traces.raster(Panel(axes["raster"]), [], [], 50)
        axes["raster"].set(xlim=(0, T))
        axes["raster"].set(xlabel="", yticks=[0, 25, 50])
        axes["I"].set(xlim=(0, T), ylim=(0, 60), ylabel="I (mV)")
        axes["I"].axhline(Population().V_th, color="0.45", lw=1, ls="--")
        axes["r"].set(xlim=(0, T), ylim=(0, 125), xlabel="time (ms)", ylabel="rate (Hz)")
        names = ("rate equation", "population")
        current = response(axes["I"], "C1", labels=names)
        rate = response(axes["r"], "C0", labels=names)
        rate["simulated"].set_drawstyle("steps-mid")
        for name in ("I", "r"):
            axes[name].legend(loc="upper right", ncols=2)
        f = axes["f"]
        f.set(xlim=(0, 25), ylim=(0, 125), xlabel="input to each train (Hz)", ylabel="rate (Hz)")
        x = np.linspace(0.0, 25.0, 251)
        f.plot(x, 1000.0 * f_i_curve(Population(), MEAN * x / 1000.0), color="C0", lw=5, alpha=0.3,
               label="F(I)")  # fmt: skip
        curve = f.plot([], [], ".", color="C0", label="population")[0]
        here = f.plot([], [], "o", color="C1", ms=8, label="this one")[0]
        f.legend(loc="upper left")
        return {"raster": raster, "I": current, "r": rate, "curve": curve, "here": here}

    def update(artists, result):
        both, every = result.both, 10
        step, neuron = np.nonzero(both.spikes)
        artists["raster"].set_data(*traces.strokes(DT * step, neuron + 0.1, neuron + 0.9))
        artists["I"]["theory"].set_data(both.t[::every], both.I[::every])
        artists["I"]["simulated"].set_data(both.t[::every], both.current[::every])
        artists["r"]["theory"].set_data(both.t[::every], 1000.0 * both.r[::every])
        middles = BIN * (np.arange(result.binned.size) + 0.5)
        artists["r"]["simulated"].set_data(middles, result.binned)
        artists["curve"].set_data(LEVELS, result.curve)
        artists["here"].set_data([result.input], [result.means[0]])

    def summary(result):
        population, equation = result.means
        return (
            f"After 100 ms the population fires at {population:.0f} Hz, the rate equation says "
            f"{equation:.0f} Hz. A current's noise is {result.spread:.1f} mV."
        )

    return Live(
        "A spiking population and its rate equation",
        [
            Slider("rate", 0.0, 15.0, 10.0, 0.1, "Hz", meaning="mean input to each train"),
            Slider("depth", 0.0, 10.0, 0.0, 0.5, "Hz", meaning="depth of its rhythm"),
            Slider("f", 1.0, 50.0, 10.0, 1.0, "Hz", meaning="frequency of its rhythm"),
            Slider("K", 20, 1000, 100, 20, meaning="trains to each neuron, K w fixed"),
            Slider("tau_s", 2.0, 50.0, 10.0, 1.0, "ms", "τ_s", "synapse"),
            Slider("tau_r", 1.0, 50.0, 5.0, 1.0, "ms", "τ_r", "of the rate equation"),
            Slider("N", 50, 400, 150, 50, meaning="neurons"),
            Button("seed", "new spikes"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.rates",
        start=start,
        presets=[
            Preset("below threshold", "The mean current stays under the dashed threshold. The "
                   "equation is silent, the neurons are not.", {"rate": 7.0}),
            Preset("more, weaker synapses", "The same mean from 1000 trains: the noise shrinks, "
                   "and so do the spikes below threshold.", {"rate": 7.0, "K": 1000}),
            Preset("slow rhythm", "Both follow an input of 5 Hz.", {"depth": 5.0, "f": 5.0}),
            Preset("fast rhythm", "At 40 Hz the currents still agree. The neurons fire in step, "
                   "which the equation misses.",
                   {"depth": 10.0, "f": 40.0}),
        ],
        mosaic=[["raster", "f"], ["I", "f"], ["r", "f"]],
        panels={"height_ratios": [2, 3, 3], "width_ratios": [5, 3]},
        size=(7.2, 4.8),
    )  # fmt: skip
