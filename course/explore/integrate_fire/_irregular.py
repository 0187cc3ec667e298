import functools

import numpy as np

from course.live import Button, Handle, Preset, Slider, figure, levels, stacked
from course.models.integrate_fire import LIF, noisy_firing, rheobase, simulate
from course.plots import curves, traces
from course.plots.trains import BARS

LEAST = 0.5  # mV, noise
CURRENTS, NOISES = np.linspace(0.0, 400.0, 49), np.linspace(LEAST, 12.0, 33)
RATES = (5.0, 20.0, 50.0)  # Hz, of the lines
LONG = 10_000.0  # ms, for the histogram
BINS = np.linspace(0.0, 400.0, 41)  # ms


@functools.lru_cache(4)  # while only the neuron moves
def plane(V_reset):
    return noisy_firing(LIF(V_reset=V_reset), CURRENTS, NOISES[:, None])


@figure(
    "Rate and irregularity of a neuron, against the mean and the noise of its input",
    Slider("I", 0.0, 400.0, 208.0, 0.5, "pA", meaning="mean current"),
    Slider("sigma", LEAST, 12.0, LEAST, 0.02, "mV", "σ_V", "noise: SD of V without spikes"),
    Slider.of(LIF, "V_reset", -75.0, -52.0, 1.0, "V_reset"),
    Button("seed", "new noise"),
    presets=[
        Preset("mean-driven", I=208.0, sigma=LEAST).shows(
            "20 Hz: the mean crosses the threshold alone, and the neuron is nearly a clock."
        ),
        Preset("between", I=168.0, sigma=6.0).shows(
            "20 Hz again: the mean just reaches the threshold, and noise decides when."
        ),
        Preset("fluctuation-driven", I=118.5, sigma=10.0).shows(
            "20 Hz once more: the mean stays far below, and only noise makes spikes."
        ),
        Preset("reset near threshold", I=150.0, sigma=4.0, V_reset=-55.0).shows(
            "After a spike the next is close: spikes come in groups, and the CV rises."
        ),
    ],
    handles=[
        Handle("plane", x="I", y="sigma", label="the neuron"),
        Handle("V", y="V_reset", label="reset"),
    ],
    mosaic=[["plane", "V"], ["plane", "gaps"]],
    narrow=stacked(6.4, plane=8, V=5, gaps=5),
    size=(9.0, 4.6),
)
def irregular(I, sigma, V_reset, seed):
    """One neuron in the plane of mean and noise: its spikes, its intervals, their theory."""
    model = LIF(V_reset=V_reset)
    trace = simulate(model, np.full(round(LONG / 0.1), I), sigma=sigma, rng=seed)
    gaps = np.diff(trace.spikes)
    enough = gaps.size > 1
    return {
        "model": model,
        "trace": trace,
        "gaps": gaps,
        "rate": 1000.0 * trace.spikes.size / LONG,
        "cv": gaps.std() / gaps.mean() if enough else np.nan,
        "plane": plane(V_reset),
        "theory": noisy_firing(model, I, sigma),
    }


@irregular.show
def show_irregular(ax, r):
    ax.plane.still(xlabel="mean current I (pA)", ylabel="noise σ_V (mV)")
    extent = (CURRENTS[0], CURRENTS[-1], NOISES[0], NOISES[-1])
    look = {"cmap": "ember", "clim": (0.0, 1.0), "origin": "lower", "extent": extent}
    look |= {
        "aspect": "auto",
        "interpolation": "bilinear",
        "colorbar": {"label": "CV of intervals"},
    }
    ax.plane.image("cv", r.plane.cv, **look)
    for rate, style in zip(RATES, (":", "-", "--")):
        at = [np.interp(rate, row, CURRENTS, np.nan, np.nan) for row in r.plane.rate]
        line = {"color": "ink", "lw": 1.6, "ls": style, "rim": 3.5, "label": f"{rate:z.0f} Hz"}
        ax.plane.line(("rate", rate), at, NOISES, **line)
    look = {"color": "ink", "lw": 1.4, "ls": "-.", "rim": 3.5, "label": "rheobase"}
    ax.plane.cursor("rheobase", rheobase(r.model), **look)
    ax.plane.points("here", r.I, r.sigma, color="you", ms=10)

    t, V, spikes = r.trace
    shown = t <= 500.0
    traces.voltage(ax.V, t[shown], V[shown], spikes[spikes <= 500.0], r.model.V_th, V_peak=-30.0)
    ax.V.still(xlim=(0, 500), ylabel="V (mV)")
    ax.V.limits(y=(-levels(-V[shown].min(), 78, 95, 130), -28))
    heights = np.histogram(r.gaps, BINS)[0] / max(1, r.gaps.size)
    ax.gaps.stairs("gaps", heights, BINS, **BARS)
    ax.gaps.still(xlim=(0, 400), ylim=(0, 1), xlabel="interval (ms)", ylabel="share")
    mean = 1000.0 / r.theory.rate if r.theory.rate > 0.0 else np.nan
    ax.gaps.cursor(
        "mean", mean, **(curves.WIDE | {"alpha": 1.0, "lw": 3.0, "label": "mean, closed form"})
    )
    rate, cv = r.theory
    if np.isnan(r.cv):
        return f"Theory: {rate:z.1f} Hz, CV {cv:z.2f}; in 10 s {r.rate:z.1f} Hz."
    return f"Theory: {rate:z.1f} Hz, CV {cv:z.2f}; in 10 s {r.rate:z.1f} Hz and CV {r.cv:z.2f}."
