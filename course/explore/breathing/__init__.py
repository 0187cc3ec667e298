"""Live figures of lesson 08: a rhythm for breathing."""

import functools
import itertools
import math

import numpy as np
from matplotlib.collections import PolyCollection
from scipy.special import expit

from course.explore.breathing import _breath
from course.explore.breathing._ablation import ablation, mistakes
from course.explore.breathing._inspiration import currents
from course.explore.breathing._slow import slow
from course.explore.breathing._waiting import wait
from course.live import Handle, Preset, Slider, Yours, figure, levels, stacked
from course.models.respiration import (
    BREATH,
    DRIVES,
    PHASES,
    POPULATIONS,
    Respiration,
    phases,
    simulate,
)
from course.models.respiration.model import K_F
from course.plots import rhythm as plot
from course.plots.diagrams import Breath, Lungs, breath
from course.plots.diagrams.breath import DRIVES as BOXES
from course.plots.diagrams.breath import RADIUS
from course.plots.now import moment, riding

__all__ = ["ablation", "currents", "mistakes", "rhythm", "slow", "sweep", "wait"]

SPAN = 10.0  # s, shown
GRID = np.round(np.linspace(0.0, 2.0, 21), 2)  # drives of the sweep
ORDER = sorted(range(GRID.size), key=lambda i: (i % 10 != 0, i % 5 != 0, i % 2, i))


def _sliders():
    return [
        Slider(name, 0.0, 2.0, 1.0, 0.05, meaning=meaning)
        for name, meaning in _breath.drive_sliders()
    ]


BOX = 40.0  # of the drawing, along which a drive goes from 0 to 1, and on to 2
HELD = {  # what a hand drags up on each population
    "g_NaP": "",  # what its slider says
    "from_early": "inhibition by early-I",
    "from_post": "inhibition by post-I",
    "from_aug": "inhibition by aug-E",
}
STEP, EVERY = 0.15, 40  # ms; steps of a record
ASKED = slice(None, None, 10)  # records at which the student's function is asked
AIR, FULL = 400.0, 0.6  # ms, time constant of the lungs; what fills them


@functools.lru_cache(maxsize=4)
def _run(drives, g_NaP, factors):
    """The rhythm, its weights and its air; a moment of it is looked at many times."""
    b = np.array(Respiration().b) * [1.0, *factors]
    model = _breath.with_drives(*drives, g_NaP=g_NaP, b=tuple(map(tuple, b.tolist())))
    found = _breath.rhythm_of(_breath.change(model, dt=STEP, every=EVERY))
    return model, found, _air(found.run.f)


def _air(f):
    """Air in the lungs while the populations of inspiration are active: the figure's own."""
    share = -math.expm1(-STEP * EVERY / AIR)
    pull = f[:2].max(axis=0)
    air = itertools.accumulate(
        (share * pull).tolist(), lambda air, more: more + (1.0 - share) * air, initial=pull.mean()
    )
    return np.array([*air][1:]) / FULL


@figure(
    "Four populations that breathe, their circuit and the lungs",
    Slider("now", 0.0, SPAN, 2.5, 0.05, "s", meaning="the moment that is drawn", play=20.0),
    *_sliders(),
    Slider.of(Respiration, "g_NaP", 0.0, 10.0, 0.1, meaning="persistent sodium of pre-I"),
    Slider("from_early", 0.0, 2.0, 1.0, 0.05, "×", "b early-I →", "its inhibition"),
    Slider("from_post", 0.0, 2.0, 1.0, 0.05, "×", "b post-I →", "its inhibition"),
    Slider("from_aug", 0.0, 2.0, 1.0, 0.05, "×", "b aug-E →", "its inhibition"),
    Yours(
        "mine(m, f, drives, p)",
        "the voltages toward which early-I, post-I and aug-E are pulled; the outputs that they "
        "would have there are drawn over their outputs",
    ),
    presets=[
        Preset("no pons", pons=0.0).shows(
            "Post-I falls silent: inspiration and expiration are left."
        ),
        Preset("raphe alone", pons=0.0, RTN=0.0).shows(
            "Only pre-I is active: a pacemaker, at twice the rate."
        ),
        Preset("no persistent sodium", g_NaP=0.0).shows(
            "A rhythm under way goes on, with a short and weak inspiration."
        ),
        Preset("raphe, no sodium", pons=0.0, RTN=0.0, g_NaP=0.0).shows(
            "The pacemaker has lost its current, and nothing else can make a rhythm."
        ),
    ],
    handles=[
        Handle(POPULATIONS[-1], x="now"),
        *(
            Handle("circuit", x=name, offset=x - BOX, scale=BOX, at=y + 24.0)
            for name, (x, y) in BOXES.items()
        ),
        *(
            Handle("circuit", y=name, on=(x, y - RADIUS), label=label)
            for (x, y), (name, label) in zip(breath.POPULATIONS.values(), HELD.items())
        ),
    ],
    mosaic=[
        *[["circuit", "lungs", name] for name in POPULATIONS[:-1]],
        ["phases", "phases", POPULATIONS[-1]],
    ],
    width_ratios=[5.2, 2.2, 3.3],
    narrow=stacked(6.4, circuit=18, **dict.fromkeys(POPULATIONS, 5)),
    size=(9.0, 4.8),
)
def rhythm(pons, RTN, raphe, g_NaP, from_early, from_post, from_aug, mine):
    """Four populations: their circuit and the lungs now, outputs over time, phases."""
    model, found, air = _run((pons, RTN, raphe), g_NaP, (from_early, from_post, from_aug))
    own = mine.used(lambda rest: _pulled(rest, found.run), like=found.run.f[1:, ASKED])
    return {"model": model, "air": air, "mine": own, **found._asdict()}


def _pulled(rest, run):
    """Outputs (3, n) of early-I, post-I and aug-E if they were where `rest` says, at some times."""
    p = run.model
    moments = zip(run.m[:, ASKED].T, run.f[:, ASKED].T)
    V = [rest(m.copy(), f.copy(), np.array(p.drives), p) for m, f in moments]
    return expit((np.array(V).T - p.V_half) / np.array(K_F)[1:, None])


@rhythm.show
def show_rhythm(ax, r):
    i = moment(r.t, r.now)
    intact = Respiration()
    circuit = ax.circuit.drawing(Breath, intact.a_12, intact.b, intact.c)
    circuit.move(r.run.f[:, i], r.model.drives, r.model.a_12, r.model.b)
    ax.lungs.drawing(Lungs).move(r.air[i], _phase(r))
    fine = slice(None, None, 2)
    for k, name in enumerate(POPULATIONS):
        panel, color = ax[name], breath.COLORS[k]
        panel.still(xlim=(0, SPAN), ylim=(0, 1.0), yticks=(0, 1))
        panel.still.set_title(name, color=panel.look.color(color))
        panel.still.tick_params(labelbottom=name == POPULATIONS[-1])
        plot.shading(panel, r.edges, r.kinds)
        riding(panel, r.t[fine], r.now, {"": (r.run.f[k, fine], {"color": color})})
        panel.yours("mine", r.t[ASKED], None if r.mine is None or k == 0 else r.mine[k - 1])
    ax[POPULATIONS[-1]].still(xlabel="time (s)")
    ax.phases.still.axis("off")
    plot.durations(ax.phases, r.found)
    ax.phases.tells = lambda x, y: plot.in_words(r.found)
    peaks = ", ".join(f"{name} {f.max():z.2f}" for name, f in zip(POPULATIONS, r.run.f))
    return f"{plot.in_words(r.found)}. Peaks: {peaks}."


def _phase(r):
    """Name of the phase at the moment that is drawn."""
    k = int(np.searchsorted(r.edges, r.now)) - 1
    named = 0 <= k < r.kinds.size and r.kinds[k] >= 0
    return PHASES[r.kinds[k]] if named else ""


@functools.lru_cache(maxsize=2)
def _long_enough(drives, g_NaP):
    """A run of several cycles."""
    model = _breath.with_drives(*drives, g_NaP=g_NaP)
    run = _breath.change(model, duration=12_000.0, drop=8000.0)
    if not phases(run).cycles and np.ptp(run.f[:2]) > BREATH:  # a slow rhythm
        run = simulate(model, duration=24_000.0, dt=_breath.STEP, every=25, start=run)
    return run


@functools.lru_cache(maxsize=4096)
def _measured(drives, g_NaP):
    found = phases(_long_enough(drives, g_NaP))
    if not found.cycles:
        return (np.nan, np.nan, np.nan)
    return (found.inspiration, found.post_inspiration, found.expiration)


@figure(
    "Period and durations of the phases against each drive",
    *_sliders(),
    Slider.of(Respiration, "g_NaP", 0.0, 10.0, 0.1, meaning="persistent sodium of pre-I"),
    Yours("mine(t, f)", "the period (ms) of a run with these drives, marked on the dashed lines"),
    presets=[
        Preset("no pons", pons=0.0).shows(
            "Without the pons no post-inspiration is left, whatever the RTN does."
        ),
        Preset("no persistent sodium", g_NaP=0.0).shows(
            "Gaps: there the populations settle and nobody breathes."
        ),
        Preset("raphe alone", pons=0.0, RTN=0.0).shows(
            "The drive from the raphe hardly mattered; now it sets the pacemaker's pace."
        ),
    ],
    handles=[Handle(name, x=name) for name in DRIVES],
    mosaic=[list(DRIVES)],
    sharey=True,
    size=(7.2, 3.8),
)
def sweep(pons, RTN, raphe, g_NaP, mine):
    """Period and durations against each of the three drives."""
    drives = pons, RTN, raphe
    here = _long_enough(drives, g_NaP)
    own = mine(here.t, here.f)
    known = _measured.cache_info().misses
    found = np.full((3, GRID.size, 3), np.nan)
    result = {"drives": drives, "durations": found, "mine": own}
    for done, i in enumerate(ORDER):
        for k in range(3):
            others = (*drives[:k], float(GRID[i]), *drives[k + 1 :])
            found[k, i] = np.array(_measured(others, g_NaP)) / 1000
            if _measured.cache_info().misses > known:
                known = _measured.cache_info().misses
                yield done / GRID.size, result
    yield 1.0, result


@sweep.show
def show_sweep(ax, r):
    most = np.nan_to_num(r.durations).sum(axis=2).max()
    for k, name in enumerate(DRIVES):
        panel, durations = ax[name], r.durations[k]
        known = np.isfinite(durations[:, 2])
        top = np.zeros(known.sum())
        for phase, color in enumerate(plot.TINTS):
            bottom, top = top, top + durations[known, phase]
            _bars(panel, phase, GRID[known], bottom, top, color)
        panel.cursor("here", r.drives[k], color="you", lw=1.2, ls="--")
        at = (None, None) if r.mine is None else ([r.drives[k]], [r.mine / 1000])
        panel.yours("mine", *at, ls="", marker="D", ms=7)
        panel.still(xlim=(-0.05, 2.05), xlabel=f"drive from {name}")
        panel.still.tick_params(labelleft=k == 0)
    first = ax[DRIVES[0]]
    first.still(ylabel="duration (s)")
    first.limits(y=(0, levels(most, 4.0, 8.0)))
    first.say(*((name, {"color": color}) for name, color in zip(PHASES, plot.TINTS)))
    said = []
    for name, durations in zip(DRIVES, r.durations):
        period = durations.sum(axis=1)
        period = period[np.isfinite(period)]
        said.append(
            f"{name} {period.min():z.2f} to {period.max():z.2f} s"
            if period.size
            else f"{name} none"
        )
    return f"Period along each drive: {', '.join(said)}."


def _bars(panel, key, x, low, high, color):
    """A bar of a phase at each x, from low to high."""
    bars = panel.artist(key, lambda axes: axes.add_collection(PolyCollection([]), autolim=False))
    half = 0.48 * (GRID[1] - GRID[0])
    left, right = x - half, x + half
    corners = [(left, low), (right, low), (right, high), (left, high)]
    bars.set_verts(np.moveaxis(np.array(corners), 2, 0))
    bars.set(facecolor=panel.look.area(color), lw=0, zorder=0)
