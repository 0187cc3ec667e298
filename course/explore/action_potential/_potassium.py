import functools

import numpy as np

from course.live import Handle, Preset, Slider, Yours, figure
from course.material import squid
from course.models import hodgkin_huxley as hh

DATA = squid.potassium()
GRID = np.arange(-100.0, 61.0, 1.0)  # mV, of the curves and of the tables of rates
DT, STEPS = 0.05, 1000  # ms; 50 ms
TIMES = np.arange(STEPS + 1) * DT
START = 5.0  # ms, when the current begins
MODEL = hh.HodgkinHuxley()
RATES = np.array(hh.rates(GRID))  # of m, h, n: opening and closing


@functools.lru_cache(maxsize=8)
def _published(I):
    return _run(I, RATES)


def _run(I, rates):
    """V of a neuron under I by tables of its six rates; each gate relaxes while V stands still."""
    table = np.ascontiguousarray(rates.T)
    V, *gates = hh.resting_state(MODEL)
    x = np.array(gates, dtype=float)
    here = table[round(V - GRID[0])]
    x[2] = here[4] / (here[4] + here[5])
    trace = np.empty(STEPS + 1)
    for k in range(STEPS + 1):
        trace[k] = V
        place = min(max(V - GRID[0], 0.0), GRID.size - 1.001)
        low = int(place)
        here = table[low] + (place - low) * (table[low + 1] - table[low])
        total = here[0::2] + here[1::2]
        goal = here[0::2] / total
        x = goal + (x - goal) * np.exp(-DT * total)
        g_Na, g_K = MODEL.g_Na * x[0] ** 3 * x[1], MODEL.g_K * x[2] ** 4
        g = g_Na + g_K + MODEL.g_L
        into = g_Na * MODEL.E_Na + g_K * MODEL.E_K + MODEL.g_L * MODEL.E_L
        V_goal = (into + (I if TIMES[k] >= START - 1e-9 else 0.0)) / g
        V = V_goal + (V - V_goal) * np.exp(-DT * g / MODEL.C)
    return trace


@figure(
    "The rates of potassium's gate, measured and in formulas",
    Slider("I", 0.0, 40.0, 10.0, 0.5, "µA/cm²", meaning="current from 5 ms on"),
    Slider("V", -90.0, 45.0, -14.0, 1.0, "mV", meaning="where both rates are read"),
    Yours("alpha(V)", "a rate in 1/ms, of an array of potentials in mV"),
    Yours("beta(V)", "a rate in 1/ms, of an array of potentials in mV"),
    presets=[
        Preset("rest", V=-65.0).shows("At rest both rates are small, so the gate is slow."),
        Preset("depolarized", V=44.0).shows("At 44 mV the gate opens at nearly 1/ms."),
        Preset("silence", I=0.0).shows("No current, no spike: the neuron rests."),
    ],
    handles=[Handle("rates", x="V", at=lambda r: r.read[0])],
    mosaic=[["rates", "V"]],
    width_ratios=[1, 1.2],
    size=(8.0, 3.6),
)
def potassium(I, V, alpha, beta):
    """What was measured of potassium's gate, two formulas for it, and the spikes that they give."""
    opening, closing = alpha(GRID, like=GRID), beta(GRID, like=GRID)
    trace = None
    if opening is not None and closing is not None:
        rates = np.array([*RATES[:4], opening, closing])
        if np.all(rates > 0.0):  # which nan is not
            trace = _run(I, rates)
    return {
        "read": [float(np.interp(V, GRID, rate)) for rate in RATES[4:]],
        "published": _published(I),
        "opening": opening,
        "closing": closing,
        "trace": trace,
    }


@potassium.show
def show_potassium(ax, r):
    ax.rates.still(xlim=(-95, 55), ylim=(-0.04, 1.1), xlabel="V (mV)", ylabel="rate (1/ms)")
    for name, measured, formula, own, dash in (
        ("α", DATA.alpha, RATES[4], r.opening, "-"),
        ("β", DATA.beta, RATES[5], r.closing, "--"),
    ):
        ax.rates.line(f"{name} formula", GRID, formula, color="k", ls=dash, label=name)
        ax.rates.points(f"{name} measured", DATA.V, measured, color="ink", ms=5)
        ax.rates.yours(f"{name} mine", GRID, own)
    ax.rates.cursor("V", r.V, color="you", lw=1.1)
    ax.V.still(xlim=(0, TIMES[-1]), ylim=(-90, 60), xlabel="time (ms)", ylabel="V (mV)")
    ax.V.line("formulas", TIMES, r.published, color="ink", label="formulas")
    ax.V.yours("mine", TIMES, r.trace)
    said = (
        f"At {r.V:z.0f} mV the formulas of 1952 open at {r.read[0]:z.3f} and close at "
        f"{r.read[1]:z.3f} 1/ms; by them {_count(r.published)} spikes in 50 ms"
    )
    return said + ("." if r.trace is None else f", by yours {_count(r.trace)}.")


def _count(V):
    return int(np.sum((V[:-1] < 0.0) & (V[1:] >= 0.0)))
