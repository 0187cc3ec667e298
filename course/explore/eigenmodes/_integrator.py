"""Lesson 06, fourth part: a network that adds up its input, and its leak."""

from typing import NamedTuple

import numpy as np

from course.explore.eigenmodes._modes import pulse_response, within
from course.live import Choice, Live, Preset, Slider, Switch
from course.models.rate_network import RateRun, simulate
from course.models.rate_network.examples import integrator as equal_weights
from course.plots.modes import response

TAU = 10.0  # ms
ALL, ONE = "all units", "one unit"


def integrator(**start):
    """Twenty units that add up three pulses of input, for as long as λ is 1."""
    N, T, DT = 20, 3000.0, 10.0  # units; ms
    FINE = 10  # steps to each DT when rectified: those steps are not exact
    pulses = (200.0, 400.0, 0.1), (1000.0, 1200.0, 0.05), (1800.0, 2000.0)
    values = np.linspace(0.9, 1.02, 241)
    near = np.abs(1 - values) > 6e-4
    lasts = np.full(values.size, np.nan)
    lasts[near] = TAU / np.abs(1 - values[near])

    class Result(NamedTuple):
        value: float
        h: np.ndarray  # (n,) mean input
        sum: np.ndarray  # (n,) what perfect integration gives
        theory: np.ndarray  # (n,) the mean mode, closed form
        run: RateRun
        rectified: bool

    def compute(value, third, into, rectify):
        t = DT * np.arange(round(T / DT))
        train = (*pulses[:2], (*pulses[2], third))
        h = sum(height * ((first <= t) & (t < last)) for first, last, height in train)
        shares = np.ones(N) if into == ALL else N * (np.arange(N) == 0)
        W, steps, F = equal_weights(N, value), *((FINE, "relu") if rectify else (1, "linear"))
        hears = np.outer(shares, np.repeat(h, steps))
        run = simulate(W, hears, tau=TAU, dt=DT / steps, F=F, limit=1e4)
        run = run._replace(t=run.t[::steps], r=run.r[:, ::steps])
        t = DT * np.arange(t.size + 1)
        perfect = pulse_response(t, 1.0, TAU, train)
        return Result(value, h, perfect, pulse_response(t, value, TAU, train), run, rectify)

    def draw(axes):
        h, r, tau = axes["h"], axes["r"], axes["tau"]
        h.set(xlim=(0, T), ylim=(-0.35, 0.35), ylabel="input")
        r.set(xlim=(0, T), ylim=(-4, 7), xlabel="time (ms)", ylabel="rate")
        r.axhline(0.0, color="0.75", lw=0.8)
        artists = {
            "h": h.plot([], [], color="0.3", drawstyle="steps-post")[0],
            "units": r.plot([], [], color="0.6", lw=0.6, label="units")[0],
            "sum": r.plot([], [], color="0.15", lw=1, ls="--", label="perfect sum")[0],
            "mean": response(r, "C0", "mean"),
        }
        r.legend(loc="lower left")
        tau.set(yscale="log", xlim=(0.9, 1.02), ylim=(80, 20_000), title="memory lasts (ms)")
        tau.set(xlabel="λ", xticks=[0.9, 0.95, 1.0])
        tau.axvline(1.0, color="0.45", lw=1, ls="--")
        tau.plot(values, lasts, color="C0", lw=5, alpha=0.3)
        artists["here"] = tau.plot([], [], "o", color="C1", ms=8, clip_on=False)[0]
        return artists

    def update(artists, result):
        run = result.run
        artists["h"].set_data(DT * np.arange(result.h.size), result.h)
        t = DT * np.arange(result.sum.size)
        artists["sum"].set_data(t, result.sum)
        artists["mean"]["theory"].set_data(t, within(result.theory, 50))
        artists["mean"]["simulated"].set_data(run.t, within(run.r.mean(axis=0), 50))
        some = within(np.hstack([run.r, np.full((N, 1), np.nan)]), 50)
        artists["units"].set_data(np.tile(np.append(run.t, np.nan), N), some.ravel())
        gap = abs(1 - result.value)
        artists["here"].set_data([result.value], [TAU / gap if gap > 1e-4 else 20_000])

    def summary(result):
        gap = 1 - result.value
        if abs(gap) < 1e-9:
            life = "no leak"
        else:
            life = (
                f"time constant {TAU / abs(gap) / 1000:.2f} s of {'decay' if gap > 0 else 'growth'}"
            )
        rule = ", rectified" if result.rectified else ""
        return (
            f"λ = {result.value:.3f}{rule}: {life}. At 3 s the mean is "
            f"{result.run.r[:, -1].mean():z.2f}, the perfect sum {result.sum[-1]:z.2f}."
        )

    return Live(
        "A neural integrator and its leak",
        [
            Slider("value", 0.9, 1.02, 1.0, 0.001, "", "λ", "eigenvalue of the mean"),
            Slider("third", -0.3, 0.3, -0.1, 0.01, meaning="height of the third pulse"),
            Choice("into", (ALL, ONE), ALL, "input to"),
            Switch("rectify", False, "rates cannot be negative"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.integrator",
        start=start,
        presets=[
            Preset("λ = 0.99", "One percent too little: each sum leaks away in a second.",
                   {"value": 0.99}),
            Preset("λ = 1.01", "One percent too much: the first pulse is enough, and the rates run "
                   "away.", {"value": 1.01}),
            Preset("one unit", "Twenty times the input to one unit alone: it stands out while the "
                   "pulse lasts, and all of them keep the sum.", {"into": ONE}),
            Preset("too deep", "The third pulse takes more than there is: the rates go negative.",
                   {"third": -0.3}),
            Preset("too deep, rectified", "A rate cannot fall below 0: what the pulse takes beyond "
                   "that is lost.", {"third": -0.3, "rectify": True}),
        ],
        mosaic=[["h", "tau"], ["r", "tau"]],
        panels={"height_ratios": [1, 3], "width_ratios": [5, 2]},
        size=(7.2, 4.4),
    )  # fmt: skip
