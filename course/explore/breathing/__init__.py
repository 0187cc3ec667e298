"""Live figures of lesson 08: a rhythm for breathing."""

import functools
from typing import NamedTuple

import numpy as np

from course.explore.breathing import _breath
from course.explore.breathing._ablation import ablation, mistakes
from course.explore.breathing._inspiration import currents
from course.live import Live, Preset, Slider
from course.models.respiration import (
    BREATH,
    DRIVES,
    PHASES,
    POPULATIONS,
    Respiration,
    phases,
    simulate,
)
from course.plots import rhythm as plot

__all__ = ["ablation", "currents", "mistakes", "rhythm", "sweep"]

SPAN = 10.0  # s, shown
GRID = np.round(np.linspace(0.0, 2.0, 21), 2)  # drives of the sweep
ORDER = sorted(range(GRID.size), key=lambda i: (i % 10 != 0, i % 5 != 0, i % 2, i))


def _sliders():
    return [
        Slider(name, 0.0, 2.0, 1.0, 0.05, meaning=meaning)
        for name, meaning in _breath.drive_sliders()
    ]


def rhythm(**start):
    """Four populations: outputs, voltages, phases and their durations."""

    def compute(pons, RTN, raphe, g_NaP, from_early, from_post, from_aug):
        b = np.array(Respiration().b) * [1.0, from_early, from_post, from_aug]
        model = _breath.with_drives(pons, RTN, raphe, g_NaP=g_NaP, b=tuple(map(tuple, b.tolist())))
        return _breath.rhythm_of(_breath.change(model, dt=0.15, every=40))

    def draw(axes):
        artists = plot.rows(axes, xlim=(0, SPAN))
        return artists | {"words": plot.durations(axes["pre-I"])}

    def update(artists, result):
        run = result.run
        fine = slice(None, None, 2)
        plot.show_rows(
            artists, result.t[fine], run.V[:, fine], run.f[:, fine], result.edges, result.kinds
        )
        plot.show_durations(artists["words"], result.found)

    def summary(result):
        peaks = ", ".join(f"{name} {f.max():.2f}" for name, f in zip(POPULATIONS, result.run.f))
        return f"{plot.in_words(result.found)}. Peaks: {peaks}."

    return Live(
        "Four populations that breathe: outputs and voltages",
        [
            *_sliders(),
            Slider("g_NaP", 0.0, 10.0, 5.0, 0.1, "nS", meaning="persistent sodium of pre-I"),
            Slider("from_early", 0.0, 2.0, 1.0, 0.05, "×", "b early-I →", "its inhibition"),
            Slider("from_post", 0.0, 2.0, 1.0, 0.05, "×", "b post-I →", "its inhibition"),
            Slider("from_aug", 0.0, 2.0, 1.0, 0.05, "×", "b aug-E →", "its inhibition"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.rhythm",
        start=start,
        presets=[
            Preset(
                "no pons",
                "Post-I falls silent: inspiration and expiration are left.",
                {"pons": 0.0},
            ),
            Preset(
                "raphe alone",
                "Only pre-I is active: a pacemaker, at twice the rate.",
                {"pons": 0.0, "RTN": 0.0},
            ),
            Preset(
                "no persistent sodium",
                "A rhythm under way goes on, with a short and weak inspiration.",
                {"g_NaP": 0.0},
            ),
            Preset(
                "raphe, no sodium",
                "The pacemaker has lost its current, and nothing else can make a rhythm.",
                {"pons": 0.0, "RTN": 0.0, "g_NaP": 0.0},
            ),
        ],
        mosaic=[[name] for name in POPULATIONS],
        panels={"sharex": True},
        size=(7.2, 5.0),
    )


@functools.lru_cache(maxsize=4096)
def _measured(drives, g_NaP):
    model = _breath.with_drives(*drives, g_NaP=g_NaP)
    run = _breath.change(model, T=12_000.0, drop=8000.0)
    if not phases(run).cycles and np.ptp(run.f[:2]) > BREATH:  # a slow rhythm
        run = simulate(model, 24_000.0, dt=_breath.STEP, every=25, start=run)
    found = phases(run)
    if not found.cycles:
        return (np.nan, np.nan, np.nan)
    return (found.inspiration, found.post_inspiration, found.expiration)


def sweep(**start):
    """Period and durations against each of the three drives."""

    class Result(NamedTuple):
        drives: tuple
        durations: np.ndarray  # (drive, value, phase), s; NaN: no rhythm, or not yet known

    def compute(pons, RTN, raphe, g_NaP):
        drives, at_start = (pons, RTN, raphe), _measured.cache_info().misses
        found = np.full((3, GRID.size, 3), np.nan)
        for done, i in enumerate(ORDER):
            for k in range(3):
                here = (*drives[:k], float(GRID[i]), *drives[k + 1 :])
                found[k, i] = np.array(_measured(here, g_NaP)) / 1000
                if _measured.cache_info().misses - at_start > 2:  # about 30 ms
                    at_start = _measured.cache_info().misses
                    yield done / GRID.size, Result(drives, found)
        yield 1.0, Result(drives, found)

    def draw(axes):
        artists = {}
        for k, name in enumerate(DRIVES):
            ax = axes[name]
            ax.set(xlim=(-0.05, 2.05), ylim=(0, 4.0), xlabel=f"drive from {name}")
            ax.tick_params(labelleft=k == 0)
            bars = [plot.shading(ax) for _ in PHASES]
            for bar, dark in zip(bars, plot.DARK):
                bar.set(transform=ax.transData, facecolor=dark, alpha=0.75)
            artists[name] = {
                "bars": bars,
                "here": ax.axvline(1.0, color="0.15", lw=1, ls="--"),
            }
        axes[DRIVES[0]].set_ylabel("duration (s)")
        first = axes[DRIVES[0]]
        first.set_title(" ", pad=12)
        for name, dark, x in zip(PHASES, plot.DARK, (0.05, 0.55, 1.25)):
            look = {"fc": dark, "alpha": 0.75, "ec": "none", "pad": 2.5}
            first.text(
                x, 1.04, name, transform=first.transAxes, fontsize=9, color="w", bbox=look
            ).set_in_layout(False)
        return artists

    def update(artists, result):
        most = np.nan_to_num(result.durations).sum(axis=2).max()
        artists[DRIVES[0]]["here"].axes.set_ylim(0, 4.0 if most < 4.0 else 8.0)
        for k, name in enumerate(DRIVES):
            top = np.concatenate([np.zeros((GRID.size, 1)), result.durations[k].cumsum(1)], axis=1)
            known = np.flatnonzero(np.isfinite(top[:, 3]))
            for phase, bar in enumerate(artists[name]["bars"]):
                bar.set_verts(_bars(GRID[known], top[known, phase], top[known, phase + 1]))
            artists[name]["here"].set_xdata([result.drives[k]] * 2)

    def summary(result):
        said = []
        for name, durations in zip(DRIVES, result.durations):
            period = durations.sum(axis=1)
            period = period[np.isfinite(period)]
            said.append(
                f"{name} {period.min():.2f} to {period.max():.2f} s" if period.size
                else f"{name} none"
            )  # fmt: skip
        return f"Period along each drive: {', '.join(said)}."

    live = Live(
        "Period and durations of the phases against each drive",
        [
            *_sliders(),
            Slider("g_NaP", 0.0, 10.0, 5.0, 0.1, "nS", meaning="persistent sodium of pre-I"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.sweep",
        start=start,
        presets=[
            Preset(
                "no pons",
                "Without the pons no post-inspiration is left, whatever the RTN does.",
                {"pons": 0.0},
            ),
            Preset(
                "no persistent sodium",
                "Gaps: there the populations settle and nobody breathes.",
                {"g_NaP": 0.0},
            ),
            Preset(
                "raphe alone",
                "The drive from the raphe hardly mattered; now it sets the pacemaker's pace.",
                {"pons": 0.0, "RTN": 0.0},
            ),
        ],
        mosaic=[list(DRIVES)],
        panels={"sharey": True},
        size=(7.2, 3.8),
    )
    for _ in compute(**live.start):  # known beforehand, so that the still picture is whole
        pass
    return live


def _bars(x, low, high):
    """Corners of a bar at each x, (n, 4, 2)."""
    half = 0.48 * (GRID[1] - GRID[0])
    left, right = x - half, x + half
    corners = [(left, low), (right, low), (right, high), (left, high)]
    return np.moveaxis(np.array(corners), 2, 0)
