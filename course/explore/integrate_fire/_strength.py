import math

import numpy as np

from course.live import Handle, Preset, Slider, Yours, figure
from course.models.integrate_fire import LIF, chronaxie, rheobase, simulate, strength
from course.plots import curves, traces

BEFORE, DURATION = 10.0, 250.0  # ms, the pulse begins; drawn
LENGTHS = np.geomspace(0.5, 200.0, 161)  # ms
STEP = 0.05  # ms, at most


@figure(
    "The weakest pulse that makes a neuron spike, against its length",
    Slider("d", 0.5, 200.0, 20.0, 0.01, "ms", "d", "length of the pulse", log=True),
    Slider("I", 30.0, 50000.0, 300.0, 0.005, "pA", "I", "height of the pulse", log=True),
    Slider.of(LIF, "tau_m", 5.0, 60.0, 1.0, "τ_m"),
    Slider.of(LIF, "V_th", -60.0, -40.0, 0.5, "V_th"),
    Yours("mine(d, tau_m, R, E_L, V_th)", "drawn over Lapicque's law"),
    presets=[
        Preset("a long pulse", d=200.0, I=170.0).shows(
            "A long pulse needs little more than the rheobase, and spikes at its end."
        ),
        Preset("at the chronaxie", d=20.8, I=334.0).shows(
            "Twice the rheobase: the pulse may be as short as the chronaxie."
        ),
        Preset("a short pulse", d=1.0, I=5100.0).shows(
            "No time to leak: only the charge counts, I times d."
        ),
    ],
    handles=[
        Handle("law", x="d", y="I", label="the pulse"),
        Handle("V", y="V_th"),
    ],
    mosaic=[["V", "law"]],
    size=(8.4, 3.8),
)
def pulse(d, I, tau_m, V_th, mine):
    """A pulse of current into a neuron at rest, and the law of what pulse is enough."""
    model = LIF(tau_m=tau_m, V_th=V_th)
    steps = math.ceil(d / STEP)
    dt = d / steps  # the pulse ends on the grid, so its length is d
    first = round(BEFORE / dt)
    current = np.zeros(round(DURATION / dt))
    current[first : first + steps] = I
    half = chronaxie(model)
    return {
        "model": model,
        "trace": simulate(model, current, dt=dt),
        "needed": strength(model, d),
        "lapicque": strength(model, LENGTHS),
        "weiss": rheobase(model) * (1.0 + half / LENGTHS),
        "mine": mine.each(LENGTHS, tau_m, model.R, model.E_L, V_th),
    }


@pulse.show
def show_pulse(ax, r):
    traces.voltage(ax.V, *r.trace, r.model.V_th, V_peak=-30.0)
    ax.V.still(xlim=(0, DURATION), ylim=(-68, -28), title="under the pulse")
    ax.V.fill("pulse", [BEFORE, BEFORE + r.d], -68.0, -67.0, color="soft")
    ax.law.still(xlim=(0.5, 200), ylim=(30, 50000), xscale="log", yscale="log")
    ax.law.still(xlabel="length d of the pulse (ms)", ylabel="its height I (pA)")
    ax.law.line("law", LENGTHS, r.lapicque, **(curves.WIDE | {"label": "Lapicque"}))
    look = {"color": "ink", "lw": 1.2, "ls": "--", "label": "Weiss"}
    ax.law.line("weiss", LENGTHS, r.weiss, **look)
    ax.law.yours("mine", LENGTHS, r.mine)
    fired = r.trace.spikes.size > 0
    look = {"color": "you", "ms": 10, "mfc": "you" if fired else "paper", "mew": 2}
    ax.law.points("pulse", r.d, r.I, **look)
    count = r.trace.spikes.size
    return (
        f"{count} spike{'s' * (count != 1)} under {r.I:z.0f} pA for {r.d:z.1f} ms; it needs "
        f"{r.needed:z.1f} pA. Charge {r.I * r.d / 1000.0:z.2f} pC."
    )
