"""Lesson 03: the threshold to three decimals, by hand and by bisection."""

import functools
from typing import NamedTuple

import numpy as np

from course.live import Choice, Live, Preset, Slider
from course.models import hodgkin_huxley as hh
from course.models.hodgkin_huxley.euler import simulate_euler

ORDER_4, EULER = "order 4", "forward Euler"
DURATION = 40.0  # ms
HALVINGS = 13
HIGHEST = 0.001 * 2**HALVINGS  # uA/cm^2, known to spike; the last bracket is 0.001 wide
SHOWN = 0.05  # ms, of the drawn traces


class Run(NamedTuple):
    """One run and whether it crossed 0 mV."""

    I: float
    t: np.ndarray
    V: np.ndarray
    spiked: bool


@functools.lru_cache(maxsize=64)
def _run(model, I, method, dt):
    rest = hh.resting_state(model)
    if method == EULER:
        trace = simulate_euler(model, I, state=rest, dt=dt, duration=DURATION)
    else:
        trace = hh.simulate(model, I, dt=dt, duration=DURATION, state=rest)
    every = max(round(SHOWN / dt), 1)
    return Run(I, trace.t[::every], trace.V[::every], bool((trace.V >= 0.0).any()))


@functools.lru_cache(maxsize=64)
def _bisection(model, method, dt):
    """The brackets after 0, 1, ... halvings: a list of (silent, spiking) runs."""
    silent, spiking = _run(model, 0.0, method, dt), _run(model, HIGHEST, method, dt)
    brackets = [(silent, spiking)]
    for _ in range(HALVINGS):
        middle = _run(model, round(0.5 * (silent.I + spiking.I), 3), method, dt)
        silent, spiking = (silent, middle) if middle.spiked else (middle, spiking)
        brackets.append((silent, spiking))
    return brackets


def threshold(**start):
    """Which step of current makes the first spike? A slider first, bisection after."""

    class Result(NamedTuple):
        mine: Run
        brackets: list

    def compute(I, halvings, method, dt, E_L, T):
        model = hh.HodgkinHuxley(E_L=E_L, T=T)
        brackets = _bisection(model, method, dt)[: halvings + 1]
        return Result(_run(model, I, method, dt), brackets)

    def draw(axes):
        V, bracket = axes["V"], axes["bracket"]
        V.set(xlim=(0, DURATION), ylim=(-82, 75), xlabel="time (ms)", ylabel="V (mV)")
        bracket.set(xlim=(-0.5, HALVINGS + 0.5), ylim=(-0.3, 8.5), xlabel="halvings")
        bracket.set(ylabel="I (µA/cm²)", xticks=[0, 4, 8, 12])
        V.axhline(0.0, color="0.8", lw=0.8)
        looks = {"silent": ("C0", "last silent"), "spiking": ("C1", "first spiking")}
        lines = {
            "mine": V.plot([], [], color="0.1", lw=3, alpha=0.35, label="your I")[0],
            "I": bracket.axhline(0.0, color="0.1", lw=3, alpha=0.35),
        }
        for name, (color, label) in looks.items():
            lines[name] = V.plot([], [], color=color, label=label)[0]
            lines[f"{name} I"] = bracket.plot([], [], "o-", color=color, ms=4, lw=1)[0]
        V.legend(loc="upper left", ncols=3)
        return lines

    def update(artists, result):
        artists["mine"].set_data(result.mine.t, result.mine.V)
        artists["I"].set_ydata([result.mine.I] * 2)
        for i, name in enumerate(("silent", "spiking")):
            last = result.brackets[-1][i]
            artists[name].set_data(last.t, last.V)
            I = [bracket[i].I for bracket in result.brackets]
            artists[f"{name} I"].set_data(range(len(I)), I)

    def summary(result):
        mine, (silent, spiking) = result.mine, result.brackets[-1]
        return (
            f"Your {mine.I:.3f} µA/cm² {'makes a spike' if mine.spiked else 'makes no spike'}. "
            f"After {len(result.brackets) - 1} halvings: silent at {silent.I:.3f}, "
            f"a spike at {spiking.I:.3f}."
        )

    return Live(
        "Finding the threshold current by hand and by bisection",
        [
            Slider("I", 0.0, HIGHEST, 2.0, 0.001, "µA/cm²", meaning="your step of current"),
            Slider("halvings", 0, HALVINGS, 0, 1, meaning="bisection steps taken", play=1.0),
            Choice("method", (ORDER_4, EULER), ORDER_4, meaning="how the equations are solved"),
            Slider("dt", 0.01, 0.05, 0.025, 0.005, "ms", meaning="time step"),
            Slider("E_L", -54.6, -54.2, -54.387, 0.001, "mV", meaning="leak's reversal"),
            Slider("T", 0.0, 20.0, 6.3, 0.1, "°C", meaning="temperature"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.threshold",
        start=start,
        presets=[
            Preset(
                "bisected",
                "Two currents 0.001 apart: one makes a spike, the other does not.",
                {"I": 2.240, "halvings": HALVINGS},
            ),
            Preset(
                "E_L + 0.087 mV",
                "The leak reverses at -54.3 mV: the third decimal of the threshold moves by 4.",
                {"I": 2.240, "halvings": HALVINGS, "E_L": -54.3},
            ),
            Preset(
                "Euler, 0.05 ms",
                "The same equations, a coarser solution: the second decimal moves.",
                {"I": 2.240, "halvings": HALVINGS, "method": EULER, "dt": 0.05},
            ),
            Preset(
                "warm",
                "At 18.5 °C the two traces hardly differ: the threshold is no longer sharp.",
                {"I": 5.4, "halvings": HALVINGS, "T": 18.5},
            ),
        ],
        mosaic=[["V", "V", "bracket"]],
    )
