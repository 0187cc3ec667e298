"""Lesson 07: noise moves the bump, and the bump lags behind a moving input."""

import functools
import math
from typing import NamedTuple

import numpy as np

from course.live import Button, Live, Preset, Slider
from course.models.ring_attractor import PRESETS, Ring, simulate
from course.models.ring_attractor.theory import Bump, stationary
from course.models.ring_attractor.theory import diffusion as derived_diffusion
from course.plots import ring as plots

MEMORY = PRESETS["memory"]._replace(h1=0.0)
RUNS, CHUNK, SHOWN = 1000, 50, 25
DURATION, DT, EVERY = 60.0, 0.1, 10
EDGES = np.linspace(-90.0, 90.0, 37)
CENTERS = (EDGES[1:] + EDGES[:-1]) / 2


def diffusion(**start):
    """Many runs of the same memory under noise: the spread of its bump."""

    class Result(NamedTuple):
        t: np.ndarray
        angle: np.ndarray  # (runs, n) degrees from the start
        D: float  # degrees^2 a time unit

    def compute(sigma, N, w1, seed):
        ring = MEMORY._replace(N=round(N), w1=w1)
        kept = stationary(ring)
        theta = 2 * math.pi * np.arange(ring.N) / ring.N
        U = w1 * kept.Z
        first = np.maximum(kept.peak - U + U * np.cos(theta), 0.0)
        D = derived_diffusion(ring, sigma) * math.degrees(1.0) ** 2
        rng, angles = np.random.default_rng(seed), np.empty((0, round(DURATION / DT) // EVERY + 1))
        options = {"dt": DT, "sigma": sigma, "start": first, "every": EVERY, "keep": False}
        for done in range(CHUNK, RUNS + 1, CHUNK):
            runs = [simulate(ring, DURATION + DT, rng=rng, **options) for _ in range(CHUNK)]
            turned = np.unwrap(np.angle([run.Z for run in runs]), axis=1)
            angles = np.concatenate([angles, np.degrees(turned)])
            yield done / RUNS, Result(runs[0].t, angles, D)

    def draw(axes):
        ax = axes["paths"]
        ax.set(xlim=(0, DURATION), ylim=(-90, 90), yticks=(-90, -45, 0, 45, 90))
        ax.set(xlabel="time (τ)", ylabel="angle (°)", title=f"{SHOWN} of the runs")
        ax.axhline(0, color="0.8", lw=1)
        spread = {"color": plots.THEORY, "lw": 2.5, "alpha": 0.8}
        lines = {
            "paths": ax.plot([], [], color=plots.BUMP, lw=0.7, alpha=0.8)[0],
            "spread": ax.plot([], [], **spread)[0],
        }
        ax = axes["end"]
        ax.set(ylim=(-90, 90), xlim=(0, 1.8), xticks=(), xlabel="share", title="at the end")
        ax.tick_params(labelleft=False)
        lines["bars"] = ax.step([], [], where="mid", color=plots.BUMP)[0]
        lines["normal"] = ax.plot([], [], **spread)[0]
        ax = axes["variance"]
        ax.set(xlim=(0, DURATION), ylim=(0, 1000), xlabel="time (τ)", title="variance (°²)")
        lines["line"] = ax.plot([], [], label="2 D t", **spread)[0]
        lines["variance"] = ax.plot([], [], ".", color=plots.BUMP, label="of the runs")[0]
        ax.legend(loc="upper left")
        return lines

    def update(artists, result):
        t, angle, D = result
        some = np.full((SHOWN, t[::2].size + 1), np.nan)
        some[:, :-1] = angle[:SHOWN, ::2]
        artists["paths"].set_data(np.tile(np.append(t[::2], np.nan), SHOWN), some.ravel())
        sd = np.sqrt(2 * D * t)
        artists["spread"].set_data(
            np.concatenate([t, [np.nan], t]), np.concatenate([sd, [np.nan], -sd])
        )
        density = np.histogram(angle[:, -1], EDGES)[0] / (len(angle) * (EDGES[1] - EDGES[0]))
        width, x = max(sd[-1], 2.0), np.linspace(-90, 90, 181)  # a bin is 5 degrees
        artists["bars"].set_data(density * width * math.sqrt(2 * math.pi), CENTERS)
        artists["normal"].set_data(np.exp(-((x / width) ** 2) / 2), x)
        artists["line"].set_data(t, 2 * D * t)
        artists["variance"].set_data(t[::3], angle.var(axis=0)[::3])
        most = 1.3 * plots.top(max(2 * D * t[-1], 1.0))
        artists["line"].axes.set_ylim(0, most)

    def summary(result):
        t, angle, D = result
        return (
            f"{len(angle)} runs of {t[-1]:.0f} τ: standard deviation "
            f"{angle[:, -1].std():.1f}°, derived {math.sqrt(2 * D * t[-1]):.1f}°."
        )

    return Live(
        "Noise moves the bump",
        [
            Slider("sigma", 0.0, 0.6, 0.3, 0.02, label="σ", meaning="noise on each neuron"),
            Slider("N", 20.0, 1000.0, 100.0, 0.1, log=True, meaning="neurons"),
            Slider("w1", 2.5, 5.0, 4.0, 0.1, label="w₁", meaning="tuned weight"),
            Button("seed", "new noise"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.diffusion",
        start=start,
        presets=[
            Preset("four times the neurons", "Half the spread.", {"N": 400.0}),
            Preset("twice the noise", "Twice the spread, four times the variance.", {"sigma": 0.6}),
            Preset("a tall bump", "A larger |Z| is harder to turn.", {"w1": 5.0}),
        ],
        mosaic=[["paths", "end", "variance"]],
        panels={"width_ratios": [5, 2, 4]},
    )


SPEEDS = np.array([0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0])  # turns


def lag(**start):
    """How far the bump trails behind a moving input, derived and simulated."""

    class Result(NamedTuple):
        ring: Ring
        speed: float
        here: Bump
        theta: np.ndarray
        a: np.ndarray  # turned so that the input is at 180 degrees
        derived: np.ndarray
        simulated: np.ndarray

    @functools.lru_cache(maxsize=1)  # the speed slider leaves the curve as it is
    def lags(ring):
        derived = [stationary(ring, 2 * math.pi * speed).lag for speed in SPEEDS]
        options = {"dt": 0.05, "keep": False, "every": 1999}
        runs = [simulate(ring, 100.0, speed=2 * math.pi * speed, **options) for speed in SPEEDS]
        simulated = [
            np.nan if run.diverged_at else np.angle(np.exp(1j * run.phi[-1]) / run.Z[-1])
            for run in runs
        ]
        return np.degrees(derived), np.degrees(simulated)

    def compute(speed, w1, w0):
        ring = Ring(w0=w0, w1=w1)
        here = stationary(ring, 2 * math.pi * speed)
        run = simulate(ring, 60.0, dt=0.025, speed=2 * math.pi * speed, every=2399)
        turned = (run.theta - run.phi[-1] + math.pi) % (2 * math.pi)
        order = np.argsort(turned)
        a = run.a[order, -1] * (np.nan if run.diverged_at else 1.0)
        return Result(ring, speed, here, turned[order], a, *lags(ring))

    def draw(axes):
        profile = plots.profile(axes["profile"], parts=("activity",), xlabel="angle (°)")
        axes["profile"].axvline(180, color=plots.INPUT, lw=1.2)
        axes["profile"].set(title="as the input sees it", ylabel="activity")
        ax = axes["lag"]
        ax.set(xlim=(0, 1.02), ylim=(0, 95), yticks=(0, 30, 60, 90), title="lag against speed")
        ax.set(xlabel="speed of the input (turns/τ)", ylabel="lag (°)")
        curve = {
            "derived": ax.plot([], [], color=plots.THEORY, lw=3, alpha=0.6, label="derived")[0],
            "simulated": ax.plot([], [], ".", color=plots.BUMP, label="simulated")[0],
            "here": ax.plot([], [], "o", color=plots.INPUT, label="this speed")[0],
        }
        ax.legend(loc="lower right")
        peak = axes["profile"].axvline(180, color=plots.BUMP, lw=1.2, ls="--")
        return {"profile": profile, "peak": peak} | curve

    def update(artists, result):
        plots.show_profile(artists["profile"], result.theta, activity=result.a)
        most = max(1.0, plots.top(np.nan_to_num(result.a).max(), most=50.0))
        artists["peak"].axes.set_ylim(-0.03 * most, 1.03 * most)
        behind = math.degrees(result.here.lag)
        artists["peak"].set_xdata([180 - behind] * 2)
        fine = np.linspace(0, 1, 101)
        artists["derived"].set_data(fine, _between(fine, result.derived))
        artists["simulated"].set_data(SPEEDS, result.simulated)
        artists["here"].set_data([result.speed], [behind])

    def summary(result):
        slow = math.tan(result.here.lag) / (2 * math.pi * result.speed)
        return (
            f"At {result.speed:.2f} turns/τ the bump is {math.degrees(result.here.lag):.1f}° "
            f"behind; it answers with a time constant of {slow:.2f} τ."
        )

    return Live(
        "A moving input and the bump behind it",
        [
            Slider("speed", 0.01, 1.0, 0.1, 0.01, "turns/τ", meaning="of the input"),
            Slider("w1", 0.0, 2.2, 1.0, 0.05, label="w₁", meaning="tuned weight"),
            Slider("w0", -2.0, 0.9, 0.9, 0.05, label="w₀", meaning="uniform weight"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.lag",
        start=start,
        presets=[
            Preset("without recurrence", "Only τ is left: tan(lag) = 2π speed.", {"w1": 0.0}),
            Preset("near the critical weight", "What remembers longer follows later.", {"w1": 2.1}),
            Preset(
                "as in the source", "One turn in τ: nearly a quarter turn behind.", {"speed": 1.0}
            ),
        ],
        mosaic=[["profile", "lag"]],
    )


def _between(speeds, lags):
    """Lags between those of SPEEDS: tan(lag) / speed changes slowly."""
    slow = np.tan(np.radians(lags)) / SPEEDS
    return np.degrees(np.arctan(speeds * np.interp(speeds, SPEEDS, slow)))
