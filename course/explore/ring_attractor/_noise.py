"""Lesson 07: noise moves the bump, and the bump lags behind a moving input."""

import functools
import math

import numpy as np

from course.live import Button, Handle, Preset, Slider, figure, levels
from course.models.ring_attractor import PRESETS, Ring, simulate
from course.models.ring_attractor.theory import diffusion as derived_diffusion
from course.models.ring_attractor.theory import stationary
from course.plots import curves, traces
from course.plots import ring as plots

MEMORY = PRESETS["memory"]._replace(h1=0.0)
RUNS = 1000
CHUNK = 50
SHOWN = 25
DURATION = 60.0
DT = 0.1
EVERY = 10
EDGES = np.linspace(-90.0, 90.0, 37)
CENTERS = (EDGES[1:] + EDGES[:-1]) / 2


@figure(
    "Noise moves the bump",
    Slider("sigma", 0.0, 0.6, 0.3, 0.02, label="σ", meaning="noise on each neuron"),
    Slider("N", 20.0, 1000.0, 100.0, 0.1, log=True, meaning="neurons"),
    Slider.of(MEMORY, "w1", 2.5, 5.0, 0.1, "w₁"),
    Button("seed", "new noise"),
    presets=[
        Preset("four times the neurons", N=400.0).shows("Half the spread."),
        Preset("twice the noise", sigma=0.6).shows("Twice the spread, four times the variance."),
        Preset("a tall bump", w1=5.0).shows("A larger |Z| is harder to turn."),
    ],
    mosaic=[["paths", "end", "variance"]],
    width_ratios=[5, 2, 4],
)
def diffusion(sigma, N, w1, seed):
    """Many runs of the same memory under noise: the spread of its bump."""
    ring = MEMORY._replace(N=round(N), w1=w1)
    kept = stationary(ring)
    theta = 2 * math.pi * np.arange(ring.N) / ring.N
    U = w1 * kept.Z
    first = np.maximum(kept.peak - U + U * np.cos(theta), 0.0)
    D = derived_diffusion(ring, sigma) * math.degrees(1.0) ** 2
    rng, angles = np.random.default_rng(seed), np.empty((0, round(DURATION / DT) // EVERY + 1))
    options = {"dt": DT, "sigma": sigma, "start": first, "every": EVERY, "keep": False}
    for done in range(CHUNK, RUNS + 1, CHUNK):
        runs = [simulate(ring, duration=DURATION + DT, rng=rng, **options) for _ in range(CHUNK)]
        turned = np.unwrap(np.angle([run.Z for run in runs]), axis=1)
        angles = np.concatenate([angles, np.degrees(turned)])
        yield done / RUNS, {"t": runs[0].t, "angle": angles, "D": D}


@diffusion.show
def show_diffusion(ax, r):
    t, angle, D = r.t, r.angle, r.D
    sd = np.sqrt(2 * D * t)
    spread = {"color": plots.THEORY, "lw": 2.5, "zorder": 3}
    ax.paths.still(xlim=(0, DURATION), ylim=(-90, 90), yticks=(-90, -45, 0, 45, 90))
    ax.paths.still(xlabel="time (τ)", ylabel="angle (°)", title=f"{SHOWN} of the runs")
    ax.paths.still.axhline(0, color="faint", lw=1)
    some = traces.joined(t[::2], angle[:SHOWN, ::2])
    ax.paths.line("paths", *some, color=plots.BUMP, lw=0.5)
    ax.paths.line("spread", *traces.joined(t, np.array([sd, -sd])), **spread)
    density = np.histogram(angle[:, -1], EDGES)[0] / (len(angle) * (EDGES[1] - EDGES[0]))
    width, x = max(sd[-1], 2.0), np.linspace(-90, 90, 181)  # a bin is 5 degrees
    ax.end.still(ylim=(-90, 90), xlim=(0, 1.8), xticks=(), xlabel="share", title="at the end")
    ax.end.still.tick_params(labelleft=False)
    height = density * width * math.sqrt(2 * math.pi)
    ax.end.line("bars", height, CENTERS, drawstyle="steps-mid", color=plots.BUMP)
    ax.end.line("normal", np.exp(-((x / width) ** 2) / 2), x, **spread)
    ax.variance.still(xlim=(0, DURATION), xlabel="time (τ)", title="variance (°²)")
    ax.variance.line("derived", t, 2 * D * t, label="2 D t", **spread)
    variance = angle.var(axis=0)[::3]
    look = {"marker": ".", "color": plots.BUMP, "label": "of the runs"}
    ax.variance.points("variance", t[::3], variance, **look)
    ax.variance.limits(y=(0, 1.3 * levels(max(2 * D * t[-1], 1.0))))
    return (
        f"{len(angle)} runs of {t[-1]:z.0f} τ: standard deviation "
        f"{angle[:, -1].std():z.1f}°, derived {math.sqrt(2 * D * t[-1]):z.1f}°."
    )


SPEEDS = np.array([0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0])  # turns


@functools.lru_cache(maxsize=1)  # the speed slider leaves the curve as it is
def lags(ring):
    derived = [stationary(ring, 2 * math.pi * speed).lag for speed in SPEEDS]
    options = {"dt": 0.05, "keep": False, "every": 1999, "rng": 0}
    runs = [
        simulate(ring, duration=100.0, speed=2 * math.pi * speed, **options) for speed in SPEEDS
    ]
    simulated = [
        np.nan if run.diverged_at else np.angle(np.exp(1j * run.phi[-1]) / run.Z[-1])
        for run in runs
    ]
    return np.degrees(derived), np.degrees(simulated)


@figure(
    "A moving input and the bump behind it",
    Slider("speed", 0.01, 1.0, 0.1, 0.01, "turns/τ", meaning="of the input"),
    Slider.of(Ring, "w1", 0.0, 2.2, 0.05, "w₁"),
    Slider.of(Ring, "w0", -2.0, 0.9, 0.05, "w₀"),
    presets=[
        Preset("without recurrence", w1=0.0).shows("Only τ is left: tan(lag) = 2π speed."),
        Preset("near the critical weight", w1=2.1).shows("What remembers longer follows later."),
        Preset("too fast", speed=1.0).shows("One turn in τ: nearly a quarter turn behind."),
    ],
    handles=[Handle("lag", x="speed", at=lambda r: math.degrees(r.here.lag))],
    mosaic=[["profile", "lag"]],
)
def lag(speed, w1, w0):
    """How far the bump trails behind a moving input, derived and simulated."""
    ring = Ring(w0=w0, w1=w1)
    here = stationary(ring, 2 * math.pi * speed)
    run = simulate(ring, duration=60.0, dt=0.025, speed=2 * math.pi * speed, every=2399, rng=0)
    turned = (run.theta - run.phi[-1] + math.pi) % (2 * math.pi)
    order = np.argsort(turned)
    a = run.a[order, -1] * (np.nan if run.diverged_at else 1.0)
    derived, simulated = lags(ring)
    return {
        "here": here,
        "theta": turned[order],
        "a": a,
        "derived": derived,
        "simulated": simulated,
    }


@lag.show
def show_lag(ax, r):
    behind = math.degrees(r.here.lag)
    most = max(1.0, min(levels(np.nan_to_num(r.a).max()), 50.0))
    plots.profile(ax.profile, r.theta, activity=r.a, xlabel="angle (°)")
    ax.profile.still(title="as the input sees it", ylabel="activity")
    ax.profile.still.axvline(180, color=plots.INPUT, lw=1.2)
    ax.profile.cursor("peak", 180 - behind, color=plots.BUMP, lw=1.2, ls="--")
    ax.profile.limits(y=(-0.03 * most, 1.03 * most))
    ax.lag.still(xlim=(0, 1.02), ylim=(0, 95), yticks=(0, 30, 60, 90), title="lag against speed")
    ax.lag.still(xlabel="speed of the input (turns/τ)", ylabel="lag (°)")
    fine = np.linspace(0, 1, 101)
    derived = _between(fine, r.derived)
    ax.lag.line("derived", fine, derived, label="derived", **curves.WIDE)
    look = {"marker": ".", "color": plots.BUMP, "label": "simulated"}
    ax.lag.points("simulated", SPEEDS, r.simulated, **look)
    ax.lag.points("here", r.speed, behind, color=plots.INPUT, ms=8, label="this speed")
    slow = math.tan(r.here.lag) / (2 * math.pi * r.speed)
    return (
        f"At {r.speed:z.2f} turns/τ the bump is {math.degrees(r.here.lag):z.1f}° "
        f"behind; it answers with a time constant of {slow:z.2f} τ."
    )


def _between(speeds, lags):
    """Lags between those of SPEEDS: tan(lag) / speed changes slowly."""
    slow = np.tan(np.radians(lags)) / SPEEDS
    return np.degrees(np.arctan(speeds * np.interp(speeds, SPEEDS, slow)))
