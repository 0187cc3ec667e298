"""Lesson 08: something is taken away, or put right."""

import functools

import numpy as np
from scipy.special import expit

from course.explore.breathing import _breath
from course.live import Choice, Preset, Slider, Switch, Yours, figure
from course.material.respiration_mistakes import MISTAKES, Loop, simulate_mistakes
from course.models.respiration import POPULATIONS, PRESETS, Respiration, ablate, phases, simulate
from course.models.respiration.model import K_F
from course.plots import rhythm as plot
from course.plots import traces
from course.plots.panel import Panel

BEFORE, SPAN = 4.0, 14.0  # s, intact and in all
RECORD = 50  # steps of _breath.STEP


@functools.lru_cache(maxsize=1)
def _before():
    return simulate(duration=1000 * BEFORE, dt=_breath.STEP, every=RECORD, start=_breath.intact())


@figure(
    "A population or a drive is removed after 4 s",
    Choice("population", ("none", *POPULATIONS), "none", "remove"),
    *(
        Slider(name, 0.0, 2.0, 1.0, 0.05, meaning=f"{meaning}, afterwards")
        for name, meaning in _breath.drive_sliders()
    ),
    Slider.of(Respiration, "g_NaP", 0.0, 10.0, 0.1, meaning="persistent sodium afterwards"),
    presets=[
        Preset("no pre-I", population="pre-I").shows("Does the rest of the ring go on?"),
        Preset("no early-I", population="early-I").shows("Look at pre-I itself."),
        Preset("no post-I", population="post-I").shows("Compare with the pons cut off."),
        Preset("no aug-E", population="aug-E").shows("What happens to the period?"),
    ],
    mosaic=[[name] for name in POPULATIONS],
    sharex=True,
    size=(7.2, 5.0),
)
def ablation(population, pons, RTN, raphe, g_NaP):
    """The standard rhythm for 4 s, then without a population or a drive."""
    model = _breath.with_drives(pons, RTN, raphe, g_NaP=g_NaP)
    if population != "none":
        model = ablate(model, population)
    before = _before()
    after = simulate(
        model, duration=1000 * (SPAN - BEFORE) + 8000, dt=_breath.STEP, every=RECORD, start=before
    )
    late = np.searchsorted(after.t, after.t[0] + 6000)
    found = phases(_breath.part(after, late, None))
    shown = _breath.part(after, 1, np.searchsorted(after.t, after.t[0] + 1000 * (SPAN - BEFORE)))
    first, second = _breath.rhythm_of(before), _breath.rhythm_of(shown, found)
    edges = np.concatenate([first.edges, second.edges + BEFORE])
    gap = [-1] if second.edges.size else []
    kinds = np.concatenate([first.kinds, gap, second.kinds]).astype(int)
    run = _breath.joined(before, shown)
    t = (run.t - run.t[0]) / 1000
    return {"rhythm": _breath.Rhythm(t, run, found, edges, kinds), "found": found}


@ablation.show
def show_ablation(ax, r):
    rhythm, run = r.rhythm, r.rhythm.run
    phases_of = rhythm.edges, rhythm.kinds
    plot.rows(ax, rhythm.t, run.V, run.f, *phases_of, xlim=(0, SPAN))
    for panel in ax:
        panel.right.cursor("cut", BEFORE, color="you", lw=1.5)
    plot.durations(ax["pre-I"], r.found)
    late = r.rhythm.run.f[:, r.rhythm.t > SPAN - 5]
    peaks = ", ".join(f"{name} {f.max():z.2f}" for name, f in zip(POPULATIONS, late))
    return f"Afterwards: {plot.in_words(r.found).lower()}. Peaks: {peaks}."


SAID = {
    "g_NaP": "g_NaP is 0",
    "h": "h is not integrated",
    "V_AD": "early-I's V in every I_AD",
    "k_AD": "k_AD out of order",
}


@functools.lru_cache(maxsize=1)
def _published():
    run = simulate(
        PRESETS["three-phase"], duration=8000.0, drop=20_000.0, dt=_breath.STEP, every=25
    )
    return run, phases(run)


@functools.lru_cache(maxsize=32)
def _loop(made):
    """The first 10 s, and the phases over four times as long: one mistake makes cycles differ."""
    run = simulate_mistakes(Respiration(), made, duration=40_000.0, drop=15_000.0, every=50)
    shown = slice(run.t.size // 4)
    return Loop(run.t[shown], run.V[:, shown], run.f[:, shown]), phases(run)


@figure(
    "The program's loop, above, and the published rhythm",
    *[Switch(name, True, label) for name, label in SAID.items()],
    Yours(
        "gates(V, h, m, dt)",
        "h and m after a step; with `membrane` it runs for 6 s, drawn over the published rhythm",
    ),
    Yours("membrane(V, h, m, dt)", "V after a step"),
    presets=[
        Preset("one mended", V_AD=False).shows("One repair, and nobody breathes."),
        Preset("one left", g_NaP=False, h=False, k_AD=False).shows(
            "The period is 6 % off. Which phase gives the mistake away?"
        ),
        Preset("all mended", **dict.fromkeys(MISTAKES, False)).shows("The published rhythm."),
    ],
    mosaic=[["loop"], ["published"]],
    sharex=True,
    size=(7.2, 4.4),
)
def mistakes(gates, membrane, **wrong):
    """The program's loop with four mistakes, each of which can be mended."""
    made = tuple(name for name in MISTAKES if wrong[name])
    run, found = _loop(made)
    own = np.full((4, OWN), np.nan)
    result = {"made": made, "run": run, "found": found, "mine": own}
    state = _begin()
    for first in range(0, OWN, TOGETHER):
        states = gates.used(
            lambda gates, membrane, state=state: _own_steps(gates, membrane, state),
            like=np.empty((TOGETHER, 9)),
            beside=[membrane],
        )
        if states is None:
            break
        own[:, first : first + TOGETHER] = expit((states.T[:4] - V_HALF) / np.array(K_F)[:, None])
        state = states[-1]
        yield first / OWN, result
    yield 1.0, result


STEP, EVERY = 0.4, 10  # ms; steps to a record: a period is right to 0.3 %
OWN, TOGETHER = 1500, 30  # records of the student's loop; those of one call
V_HALF = Respiration().V_half


def _begin():
    """V, h and m, (9,), where a published inspiration begins."""
    run, found = _published()
    i = int(np.searchsorted(run.t, _onset(found)))
    return np.concatenate([run.V[:, i], run.h[i : i + 1], run.m[:, i]])


def _own_steps(gates, membrane, state):
    """States (TOGETHER, 9) of a loop of the student's two functions, one a record."""
    V = state[:4]
    h = float(state[4])
    m = state[5:]
    states = []
    for _ in range(TOGETHER):
        for _ in range(EVERY):
            later = gates(V.copy(), h, m.copy(), STEP)
            V = np.asarray(membrane(V.copy(), h, m.copy(), STEP), float)
            h, m = later[0], np.asarray(later[1], float)
        states.append(np.concatenate([V, [h], m]))
    return states


@mistakes.show
def show_mistakes(ax, r):
    shift = _onset(r.found) if r.found.cycles else r.run.t[0]
    plot.outputs(ax.loop, (r.run.t - shift) / 1000, r.run.f)
    if r.found.cycles:
        plot.shading(ax.loop, (r.found.edges - shift) / 1000, r.found.kinds)
    ax.loop.still(xlim=(0, 6), ylim=(0, 1.15), yticks=(0, 0.5, 1.0), xlabel="")
    plot.durations(ax.loop, r.found)
    if ax.published.first:
        _show_published(Panel(ax.published.axes, ax.look))  # not one of `ax`: nothing of it moves
    t = STEP * EVERY / 1000 * np.arange(1, OWN + 1)
    own = [None, None] if np.isnan(r.mine).all() else traces.joined(t, r.mine)
    ax.published.yours("mine", *own)
    left = len(r.made)
    many = {0: "No mistake", 1: "One mistake"}.get(left, f"{left} mistakes")
    return f"{many} left. {plot.in_words(r.found)}."


def _onset(found):
    """Time, ms, of the first inspiration that begins within the run."""
    return found.edges[:-1][1:][found.kinds[1:] == 0][0]


def _show_published(panel):
    run, found = _published()
    shift = _onset(found)
    plot.shading(panel, (found.edges - shift) / 1000, found.kinds)
    plot.outputs(panel, (run.t - shift) / 1000, run.f)
    panel.still(xlim=(0, 6), ylim=(0, 1.0), title="published")
