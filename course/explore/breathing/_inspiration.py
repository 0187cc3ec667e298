"""Lesson 08: the currents of one population, and what happens when one is held still."""

import functools
from typing import NamedTuple

import numpy as np

from course.explore.breathing import _breath
from course.live import Choice, Live, Preset, Slider
from course.models.respiration import POPULATIONS, Breathing, phases, simulate
from course.models.respiration import currents as currents_of
from course.plots import rhythm as plot

BEFORE, AFTER, HELD = 300.0, 2400.0, 100.0  # ms around the start of inspiration
RECORD = 2.0  # ms
NEVER = 1e9  # ms, a time constant that holds its gate still
HOLDS = {
    "nothing": {},
    "adaptation of early-I": {"tau_AD": (NEVER, 1000.0, 2000.0)},
    "adaptation of post-I": {"tau_AD": (2000.0, NEVER, 2000.0)},
    "adaptation of aug-E": {"tau_AD": (2000.0, 1000.0, NEVER)},
    "sodium gate h of pre-I": {"tau_h_max": NEVER},
}
LOOKS = {
    "NaP": ("C4", "sodium (NaP)"),
    "K": ("C5", "potassium"),
    "AD": ("C3", "adaptation"),
    "L": ("0.6", "leak"),
    "synE": ("C2", "excitation"),
    "synI": ("C0", "inhibition"),
}


@functools.lru_cache(maxsize=64)
def _cycle(hold, g_NaP, pons):
    """One inspiration and what follows; the gate held from `HELD` ms after its start."""
    model = _breath.with_drives(pons, 1.0, 1.0, g_NaP=g_NaP)
    run = _breath.change(model, T=12_000.0, drop=8000.0, every=10)
    found = phases(run)
    starts = found.edges[:-1][(found.kinds == 0) & (found.edges[:-1] > run.t[0] + BEFORE)]
    onset = starts[0] if starts.size else run.t[0] + BEFORE
    first, last = np.searchsorted(run.t, (onset - BEFORE, onset + HELD))
    before = _breath.part(run, first, last + 1)
    held = model._replace(**HOLDS[hold])
    after = simulate(held, AFTER - HELD, dt=_breath.STEP, every=10, start=before)
    joined = [np.concatenate([x, y[..., 1:]], axis=-1) for x, y in zip(before[:5], after[:5])]
    return Breathing(joined[0] - onset, *joined[1:], model)


def currents(**start):
    """The currents of one population through a breath; hold one gate still."""

    class Result(NamedTuple):
        run: Breathing
        own: dict  # current -> (n,) pA
        population: str
        k: int  # record at the present time
        end: float  # ms of inspiration, NaN if it goes on
        held: bool

    def compute(population, hold, time, g_NaP, pons):
        run = _cycle(hold, g_NaP, pons)
        i = POPULATIONS.index(population)
        own = {name: I[i] for name, I in zip(LOOKS, currents_of(run))}
        lead = np.maximum(run.f[0], run.f[1]) - np.maximum(run.f[2], run.f[3])
        over = np.flatnonzero((run.t > HELD) & (lead < 0))
        end = run.t[over[0]] if over.size else np.nan
        k = int(np.abs(run.t - time).argmin())
        return Result(run, own, population, k, end, hold != "nothing")

    def draw(axes):
        xlim = (-BEFORE, AFTER)
        out = plot.outputs(axes["f"], xlim=xlim)
        axes["f"].set(xlabel="", ylim=(0, 1.25), yticks=(0, 0.5, 1))
        ax = axes["I"]
        ax.set(xlim=xlim, ylim=(-420, 420), ylabel="current (pA)")
        ax.set_yticks((-400, -200, 0, 200, 400))
        ax.set_xlabel("time since inspiration began (ms)")
        ax.axhline(0, color="0.8", lw=0.8)
        ax.text(0.99, 0.97, "outward: hyperpolarizes", transform=ax.transAxes, ha="right",
                va="top", fontsize=9, color="0.4")  # fmt: skip
        lines = {name: ax.plot([], [], color=color)[0] for name, (color, _) in LOOKS.items()}
        bar = axes["now"]
        bar.set(xlim=(-420, 420), ylim=(5.6, -0.6), xlabel="now (pA)", xticks=(-300, 0, 300))
        bar.set_yticks(range(6), [label for _, label in LOOKS.values()])
        bar.axvline(0, color="0.8", lw=0.8)
        bars = {
            name: bar.plot([], [], color=color, lw=9, solid_capstyle="butt")[0]
            for name, (color, _) in LOOKS.items()
        }
        now = [axes[name].axvline(0, color="0.4", lw=1) for name in ("f", "I")]
        name = ax.text(0.13, 0.97, "", transform=ax.transAxes, va="top", fontweight="bold")
        held = axes["f"].axvline(HELD, color="C3", lw=1.2, ls=":")
        return {"out": out, "lines": lines, "bars": bars, "now": now, "held": held, "name": name}

    def update(artists, result):
        run, own, population, k, end, held = result
        artists["held"].set_xdata([HELD if held else np.nan] * 2)
        artists["name"].set_text(population)
        plot.show_outputs(artists["out"], run.t, run.f)
        stop = AFTER if np.isnan(end) else end
        plot.show_shading(artists["out"]["shade"], np.array([0.0, stop]), [0])
        for row, name in enumerate(LOOKS):
            artists["lines"][name].set_data(run.t, own[name])
            artists["bars"][name].set_data([0, own[name][k]], [row, row])
        for line in artists["now"]:
            line.set_xdata([run.t[k]] * 2)

    def summary(result):
        run, own, population, k, end, _ = result
        lasts = f"ends after {end:.0f} ms" if end == end else f"lasts beyond {AFTER:.0f} ms"
        outward = max(own, key=lambda name: own[name][k])
        V = run.V[POPULATIONS.index(population), k]
        return (
            f"Inspiration {lasts}. {population} at {round(run.t[k])} ms: {V:.0f} mV, "
            f"most outward is {LOOKS[outward][1]}, {own[outward][k]:.0f} pA."
        )

    return Live(
        "The currents of one population through a breath",
        [
            Choice("population", POPULATIONS, "early-I"),
            Choice("hold", tuple(HOLDS), "nothing", "hold still from 100 ms on"),
            Slider("time", -BEFORE, AFTER, 0.0, 20.0, "ms", meaning="of the bars", play=15.0),
            Slider("g_NaP", 0.0, 10.0, 5.0, 0.5, "nS", meaning="persistent sodium of pre-I"),
            Slider("pons", 0.5, 1.5, 1.0, 0.05, meaning="drive from the pons"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.currents",
        start=start,
        presets=[
            Preset(
                "adaptation held",
                "Early-I no longer tires, and this inspiration never ends.",
                {"hold": "adaptation of early-I"},
            ),
            Preset(
                "sodium gate held",
                "Pre-I keeps its current. Inspiration is longer, and it still ends.",
                {"hold": "sodium gate h of pre-I", "population": "pre-I"},
            ),
            Preset(
                "post-I at the switch",
                "Inhibition from early-I fades before post-I takes over.",
                {"population": "post-I", "time": 800.0},
            ),
        ],
        mosaic=[["f", "f"], ["I", "now"]],
        panels={"height_ratios": [2, 3], "width_ratios": [3, 1]},
        size=(7.2, 4.8),
    )
