import functools
from typing import NamedTuple

import numpy as np

from course.live import Choice, Handle, Preset, Slider, Yours, figure
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
        trace = simulate_euler(model, I, start=rest, dt=dt, duration=DURATION)
    else:
        trace = hh.simulate(model, I, dt=dt, duration=DURATION, start=rest)
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


@figure(
    "Finding the threshold current by hand and by bisection",
    Slider("I", 0.0, HIGHEST, 2.0, 0.001, "µA/cm²", meaning="your step of current"),
    Slider("halvings", 0, HALVINGS, 0, 1, meaning="bisection steps taken", play=1.0),
    Choice("method", (ORDER_4, EULER), ORDER_4, meaning="how the equations are solved"),
    Slider("dt", 0.01, 0.05, 0.025, 0.005, "ms", meaning="time step"),
    Slider.of(hh.HodgkinHuxley, "E_L", -54.6, -54.2, 0.001),
    Slider.of(hh.HodgkinHuxley, "T", 0.0, 20.0, 0.1),
    Yours(
        "mine(fires, silent, spiking, tolerance)",
        "a current; a ring says how many questions it took, and what it found",
    ),
    presets=[
        Preset("bisected", I=2.240, halvings=HALVINGS).shows(
            "Two currents 0.001 apart: one makes a spike, the other does not."
        ),
        Preset("E_L + 0.087 mV", I=2.240, halvings=HALVINGS, E_L=-54.3).shows(
            "The leak reverses at -54.3 mV: the third decimal of the threshold moves by 4."
        ),
        Preset("Euler, 0.05 ms", I=2.240, halvings=HALVINGS, method=EULER, dt=0.05).shows(
            "The same equations, a coarser solution: the second decimal moves."
        ),
        Preset("warm", I=5.4, halvings=HALVINGS, T=18.5).shows(
            "At 18.5 °C the two traces hardly differ: the threshold is no longer sharp."
        ),
    ],
    handles=[Handle("bracket", y="I"), Handle("bracket", x="halvings", at=lambda r: r.silent)],
    mosaic=[["V", "V", "bracket"]],
)
def threshold(I, halvings, method, dt, E_L, T, mine):
    """Which step of current makes the first spike? A slider first, bisection after."""
    model = hh.HodgkinHuxley(E_L=E_L, T=T)
    brackets = _bisection(model, method, dt)[: halvings + 1]
    silent = brackets[-1][0].I
    asked = set()

    def fires(current):
        asked.add(float(current))
        return _run(model, float(current), method, dt).spiked

    return {
        "tried": _run(model, I, method, dt),
        "brackets": brackets,
        "silent": silent,
        "found": mine.used(lambda f: f(fires, 0.0, HIGHEST, 0.001)),
        "questions": len(asked),
    }


@threshold.show
def show_threshold(ax, r):
    yours = {"color": "you", "lw": 3, "ls": (0, (1, 1.5)), "label": "your I"}
    ax.V.still(xlim=(0, DURATION), ylim=(-82, 75), xlabel="time (ms)", ylabel="V (mV)", zero="y")
    ax.V.line("tried", r.tried.t, r.tried.V, **yours)
    ax.bracket.still(xlim=(-0.5, HALVINGS + 0.5), ylim=(-0.3, 8.5), xticks=[0, 4, 8, 12])
    ax.bracket.still(xlabel="halvings", ylabel="I (µA/cm²)")
    ax.bracket.level("tried", r.tried.I, **yours)
    for name, runs, look in (
        ("last silent", [silent for silent, _ in r.brackets], {"ls": "--", "mfc": "paper"}),
        ("first spiking", [spiking for _, spiking in r.brackets], {"ls": "-", "mfc": "ink"}),
    ):
        ax.V.line(name, runs[-1].t, runs[-1].V, color="ink", ls=look["ls"], label=name)
        I = [run.I for run in runs]
        ax.bracket.line(name, range(len(I)), I, color="ink", marker="o", ms=4, lw=1, **look)
    own = ""
    if r.found is not None:
        ring = {"ls": "", "marker": "o", "ms": 11, "mfc": "none", "mew": 2.0}
        ax.bracket.yours("mine", [r.questions], [r.found], **ring)
        own = f" Yours found {r.found:z.3f} with {r.questions} questions."
    tried, (silent, spiking) = r.tried, r.brackets[-1]
    halved = len(r.brackets) - 1
    return (
        f"Your {tried.I:z.3f} µA/cm² {'makes a spike' if tried.spiked else 'makes no spike'}. "
        f"After {halved} halving{'s' * (halved != 1)}: silent at {silent.I:z.3f}, "
        f"a spike at {spiking.I:z.3f}.{own}"
    )
