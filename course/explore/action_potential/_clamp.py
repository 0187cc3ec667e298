import functools

import numpy as np

from course.live import Handle, Preset, Slider, Switch, figure, levels, stacked
from course.models import hodgkin_huxley as hh
from course.plots import membrane

DT = 0.05  # ms
BEFORE = 2.0  # ms
DURING = 12.0  # ms
AFTER = 3.0  # ms
END = BEFORE + DURING + AFTER
STEPS = np.arange(-100.0, 101.0, 5.0)  # mV
LIMITS = (300, 2500, 4500, 7500)  # uA/cm^2


@functools.lru_cache(maxsize=32)
def _against_step(model, hold):
    """Sodium's extreme and potassium's last current during each of STEPS, uA/cm^2."""
    sodium, potassium = np.zeros(STEPS.size), np.zeros(STEPS.size)
    for k, V in enumerate(STEPS):
        clamp = hh.voltage_clamp(model, V, dt=DT, duration=DURING, V_hold=hold)
        sodium[k] = clamp.I_Na[np.argmax(np.abs(clamp.I_Na))]
        potassium[k] = clamp.I_K[-1]
    return sodium, potassium


@figure(
    "The membrane under voltage clamp, its currents separated",
    Slider("hold", -110.0, -30.0, -65.0, 1.0, "mV", meaning="V before and after"),
    Slider("step", -100.0, 100.0, 0.0, 1.0, "mV", meaning="V during the step"),
    Switch("TTX", False, "block sodium (tetrodotoxin)"),
    Switch("TEA", False, "block potassium (tetraethylammonium)"),
    Slider.of(hh.HodgkinHuxley, "T", 0.0, 20.0, 0.1),
    presets=[
        Preset("at E_Na", step=50.0).shows(
            "No force drives sodium at 50 mV: what is left is potassium and leak."
        ),
        Preset("sodium alone", TEA=True).shows("It opens fast, then closes by itself."),
        Preset("potassium alone", TTX=True).shows("It opens late and stays open."),
        Preset("inactivated", hold=-40.0).shows(
            "Held at -40 mV, sodium has inactivated before the step comes."
        ),
    ],
    handles=[
        Handle("V", y="hold", at=0.5 * BEFORE),
        Handle("V", y="step", at=BEFORE + 0.5 * DURING),
        Handle("IV", x="step", at=lambda r: float(np.interp(r.step, STEPS, r.sodium))),
    ],
    mosaic=[["V", "IV"], ["I", "IV"]],
    height_ratios=[1, 3],
    width_ratios=[3, 2],
    narrow=stacked(6.4, V=3, I=8, IV=7),
    size=(7.2, 4.4),
)
def clamp(hold, step, TTX, TEA, T):
    """Hold V, step it, and see which current flows; drugs take one away."""
    model = hh.HodgkinHuxley(T=T)
    model = model._replace(g_Na=0.0 if TTX else model.g_Na, g_K=0.0 if TEA else model.g_K)
    t = np.arange(round(END / DT)) * DT
    command = np.where((t >= BEFORE - 1e-9) & (t < BEFORE + DURING - 1e-9), step, hold)
    found = hh.voltage_clamp(model, command, dt=DT)
    sodium, potassium = _against_step(model, hold)
    return {"clamp": found, "sodium": sodium, "potassium": potassium}


@clamp.show
def show_clamp(ax, r):
    found = r.clamp
    total = found.I_Na + found.I_K + found.I_L
    most = max(np.abs(I).max() for I in (found.I_Na, found.I_K, found.I_L, total))
    most = levels(most, *LIMITS)
    ax.V.still(xlim=(0, END), ylim=(-115, 115), ylabel="V (mV)")
    ax.V.still.tick_params(labelbottom=False)
    ax.V.line("V", found.t, found.V, color="you")
    membrane.currents(ax.I, found.t, found)
    ax.I.line("total", found.t, total, color="ink", lw=1.2, ls="--", label="total")
    ax.I.still(xlim=(0, END))
    ax.I.limits(y=(-0.9 * most, 1.5 * most))
    ax.IV.still(xlim=(-105, 105), ylim=(-2600, 8600))
    ax.IV.still(xlabel="V of the step (mV)", title="at each step (µA/cm²)", zero="y")
    for name, values, color, label in (
        ("sodium", r.sodium, "na", "sodium's peak"),
        ("potassium", r.potassium, "k", "potassium's end"),
    ):
        ax.IV.line(name, STEPS, values, color=color, label=label)
        ax.IV.points(f"{name} now", r.step, np.interp(r.step, STEPS, values), color=color, ms=7)
    on = (found.t >= BEFORE) & (found.t < BEFORE + DURING - DT / 2)
    sodium, potassium = found.I_Na[on], found.I_K[on]
    peak = sodium[np.argmax(np.abs(sodium))]
    return (
        f"Step to {r.step:z.0f} mV: sodium's peak {round(peak)}, potassium's current "
        f"at the end {round(potassium[-1])} µA/cm²."
    )
