"""Lesson 03: the membrane under voltage clamp, its currents taken apart."""

import functools
from typing import NamedTuple

import numpy as np

from course.live import Live, Preset, Slider, Switch
from course.models import hodgkin_huxley as hh
from course.plots import membrane

DT = 0.05  # ms
BEFORE, DURING, AFTER = 2.0, 12.0, 3.0  # ms
END = BEFORE + DURING + AFTER
STEPS = np.arange(-100.0, 101.0, 5.0)  # mV
LIMITS = (300, 2500, 4500, 7500)  # uA/cm^2


def _command(hold, step):
    t = np.arange(round(END / DT)) * DT
    return np.where((t >= BEFORE - 1e-9) & (t < BEFORE + DURING - 1e-9), step, hold)


@functools.lru_cache(maxsize=32)
def _against_step(model, hold):
    """Sodium's extreme and potassium's last current during each of STEPS, uA/cm^2."""
    sodium, potassium = np.zeros(STEPS.size), np.zeros(STEPS.size)
    for k, V in enumerate(STEPS):
        clamp = hh.voltage_clamp(model, V, dt=DT, duration=DURING, V_hold=hold)
        sodium[k] = clamp.I_Na[np.argmax(np.abs(clamp.I_Na))]
        potassium[k] = clamp.I_K[-1]
    return sodium, potassium


def clamp(**start):
    """Hold V, step it, and see which current flows; drugs take one away."""

    class Result(NamedTuple):
        clamp: object
        step: float
        sodium: np.ndarray
        potassium: np.ndarray

    def compute(hold, step, TTX, TEA, T):
        model = hh.HodgkinHuxley(T=T)
        model = model._replace(g_Na=0.0 if TTX else model.g_Na, g_K=0.0 if TEA else model.g_K)
        found = hh.voltage_clamp(model, _command(hold, step), dt=DT)
        return Result(found, step, *_against_step(model, hold))

    def draw(axes):
        axes["V"].set(xlim=(0, END), ylim=(-115, 115), ylabel="V (mV)")
        axes["V"].tick_params(labelbottom=False)
        lines = membrane.currents(axes["I"], xlim=(0, END), ylim=(-2000, 2000))
        lines["total"] = axes["I"].plot([], [], color="0.1", lw=1.2, ls="--", label="total")[0]
        axes["I"].legend(loc="upper left", ncols=2)
        axes["IV"].set(xlim=(-105, 105), ylim=(-2600, 8600), xlabel="V of the step (mV)")
        axes["IV"].set(title="at each step (µA/cm²)")
        axes["IV"].axhline(0.0, color="0.8", lw=0.8)
        artists = {"lines": lines, "V": axes["V"].plot([], [], color="0.1")[0]}
        for name, color, label in (
            ("sodium", "C1", "sodium's peak"), ("potassium", "C0", "potassium's end")
        ):  # fmt: skip
            artists[name] = axes["IV"].plot([], [], color=color, label=label)[0]
            artists[f"{name} now"] = axes["IV"].plot([], [], "o", color=color, ms=7)[0]
        axes["IV"].legend(loc="upper left")
        return artists

    def update(artists, result):
        found, step = result.clamp, result.step
        artists["V"].set_data(found.t, found.V)
        total = found.I_Na + found.I_K + found.I_L
        for name, line in artists["lines"].items():
            line.set_data(found.t, total if name == "total" else getattr(found, name))
        for name in ("sodium", "potassium"):
            values = getattr(result, name)
            artists[name].set_data(STEPS, values)
            artists[f"{name} now"].set_data([step], [np.interp(step, STEPS, values)])
        shown = (found.I_Na, found.I_K, found.I_L, total)
        most = membrane.coarse(max(np.abs(x).max() for x in shown), LIMITS)
        artists["lines"]["total"].axes.set_ylim(-0.9 * most, 1.5 * most)

    def summary(result):
        found = result.clamp
        on = (found.t >= BEFORE) & (found.t < BEFORE + DURING - DT / 2)
        sodium, potassium = found.I_Na[on], found.I_K[on]
        peak = sodium[np.argmax(np.abs(sodium))]
        return (
            f"Step to {result.step:.0f} mV: sodium's peak {round(peak)}, potassium's current "
            f"at the end {round(potassium[-1])} µA/cm²."
        )

    return Live(
        "The membrane under voltage clamp, its currents separated",
        [
            Slider("hold", -110.0, -30.0, -65.0, 1.0, "mV", meaning="V before and after"),
            Slider("step", -100.0, 100.0, 0.0, 1.0, "mV", meaning="V during the step"),
            Switch("TTX", False, "block sodium (tetrodotoxin)"),
            Switch("TEA", False, "block potassium (tetraethylammonium)"),
            Slider("T", 0.0, 20.0, 6.3, 0.1, "°C", meaning="temperature"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.clamp",
        start=start,
        presets=[
            Preset(
                "at E_Na",
                "No force drives sodium at 50 mV: what is left is potassium and leak.",
                {"step": 50.0},
            ),
            Preset("sodium alone", "It opens fast, then closes by itself.", {"TEA": True}),
            Preset("potassium alone", "It opens late and stays open.", {"TTX": True}),
            Preset(
                "inactivated",
                "Held at -40 mV, sodium has inactivated before the step comes.",
                {"hold": -40.0},
            ),
        ],
        mosaic=[["V", "IV"], ["I", "IV"]],
        panels={"height_ratios": [1, 3], "width_ratios": [3, 2]},
        size=(7.2, 4.4),
    )
