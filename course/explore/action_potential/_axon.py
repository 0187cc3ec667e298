"""Lesson 03: an axon, active against passive, and its length constant."""

import functools

import numpy as np

from course.live import Handle, Preset, Slider, Switch, Yours, figure
from course.models import cable
from course.plots import axon as pictures
from course.plots import curves
from course.plots.diagrams import Axon
from course.plots.now import moment

END = 8.0  # ms
DT = 0.0125  # ms
EVERY = 4  # steps to a kept potential
PLACES = 300
LENGTH = 6.0  # cm


@functools.lru_cache(maxsize=32)
def _run(radius, R_i, T, push, active):
    # What a long axon takes up for the same V goes with radius^1.5 and 1 / sqrt(R_i)
    I = push * (radius / 238.0) ** 1.5 * (35.4 / R_i) ** 0.5
    axon = cable.Axon(radius, R_i, LENGTH, PLACES, active, T=T)
    return cable.simulate(axon, I, width=0.2, duration=END, dt=DT, every=EVERY)


def _velocity(run):
    """From the arrivals at a third and at two thirds of the axon, m/s; 0 if it got to none."""
    sites = [run.x.size // 3, 2 * run.x.size // 3]
    V = run.V[:, sites]
    if not (V > cable.V_PASS).any(axis=0).all():
        return 0.0
    k = np.argmax(V > cable.V_PASS, axis=0)
    a, b = V[k - 1, [0, 1]], V[k, [0, 1]]
    times = run.t[k - 1] + (cable.V_PASS - a) / (b - a) * (run.t[1] - run.t[0])
    return 10.0 * (run.x[sites[1]] - run.x[sites[0]]) / (times[1] - times[0])


@figure(
    "An action potential travels along an active axon, not along a passive one",
    Slider("time", 0.0, END, 2.0, 0.05, "ms", meaning="time of the profile", play=20.0),
    Slider.of(cable.Axon, "radius", 50.0, 1000.0, 0.01, log=True),
    Slider.of(cable.Axon, "R_i", 10.0, 200.0, 0.01, log=True),
    Slider.of(cable.Axon, "T", 0.0, 40.0, 0.1),
    Slider("push", 0.0, 20.0, 10.0, 0.1, "µA", meaning="0.2 ms, for 238 µm; scaled to others"),
    presets=[
        Preset("too weak", push=3.0, time=0.4).shows(
            "Below threshold both axons do the same: the pulse spreads and dies."
        ),
        Preset("thick", radius=952.0, time=1.0).shows(
            "Four times the radius, twice the velocity: the stripe is half as steep."
        ),
        Preset("cold", T=6.3).shows("At 6.3 °C the spike is slower, longer and wider."),
        Preset("too hot", T=36.0, time=0.4).shows(
            "At 36 °C the gates outrun the charging of the membrane: the spike dies."
        ),
    ],
    handles=[Handle("active", y="time"), Handle("passive", y="time")],
    mosaic=[["tube", "tube"], ["active", "passive"], ["profile", "profile"]],
    height_ratios=[4, 7, 5],
    size=(8.0, 5.8),
)
def axon(radius, R_i, T, push):
    """A pulse into the left end of an axon with gates, and of one whose gates are held."""
    active, passive = (_run(radius, R_i, T, push, gates) for gates in (True, False))
    return {"active": active, "passive": passive, "velocity": _velocity(active)}


STRONG = 800.0  # uA/cm^2, which gives an arrow its full length


def _inward(run, k, radius, R_i):
    """Ionic current into the axon at time k and each place, 0 to 1, by the cable equation.

    What enters along the axon and does not charge the membrane leaves through it. Inward
    current is sodium's: at these potentials the others flow out.
    """
    dx, dt = run.x[1] - run.x[0], run.t[1] - run.t[0]
    k = min(max(k, 1), len(run.t) - 2)
    V = np.pad(run.V[k], 1, mode="edge")  # the ends are sealed
    along = 1e3 * 1e-4 * radius / (2.0 * R_i) * np.diff(V, 2) / dx**2
    charging = cable.Axon().C * (run.V[k + 1] - run.V[k - 1]) / (2.0 * dt)
    return np.clip((charging - along) / STRONG, 0.0, 1.0)


def _show_tube(panel, r):
    k = moment(r.active.t, r.time)
    tube = panel.drawing(Axon, LENGTH, (LENGTH / 3, 2 * LENGTH / 3))
    tube.move(r.active.V[k], _inward(r.active, k, r.radius, r.R_i))


@axon.show
def show_axon(ax, r):
    _show_tube(ax.tube, r)
    for panel, name, run, dash in (
        (ax.active, "active", r.active, "-"),
        (ax.passive, "passive", r.passive, "--"),
    ):
        image = pictures.space_time(panel, run.t, LENGTH, run.V, r.time)
        panel.still(xlim=(0, LENGTH), ylim=(0, END), title=name)
        V = run.V[moment(run.t, r.time)]
        ax.profile.line(name, run.x, V, color="ink", ls=dash, label=name)
    ax.passive.still(ylabel="")
    if ax.passive.first:
        ax.passive.scale(image, "V (mV)")
    ax.profile.still(xlim=(0, LENGTH), ylim=(-85, 80), xlabel="distance (cm)", ylabel="V (mV)")
    if not r.velocity:
        return "No action potential gets two thirds of the way in 8 ms."
    return f"The action potential travels at {r.velocity:z.1f} m/s."


@figure(
    "Steady current into a passive axon: the length constant",
    Slider("ruler", 0.0, 10.0, 0.3, 0.01, "cm", meaning="place of the ruler"),
    Slider("time", 0.1, 15.0, 15.0, 0.1, "ms", meaning="since the start", play=15.0),
    Slider.of(cable.Axon, "radius", 20.0, 1000.0, 0.01, log=True),
    Slider.of(cable.Axon, "R_i", 10.0, 200.0, 0.01, log=True),
    Slider.of(cable.Axon, "length", 0.5, 10.0, 0.1, meaning="of the axon, its ends sealed"),
    Switch("show", False, "show the length constant"),
    Yours("mine(x, V, V_rest)", "the length constant in cm of the steady decay"),
    presets=[
        Preset("charging", time=0.5).shows("After 0.5 ms the axon is charged near the end only."),
        Preset("thick", radius=952.0).shows(
            "Four times the radius: the potential reaches twice as far."
        ),
        Preset("short", length=1.0).shows(
            "Nothing leaves through the sealed end, so V falls off less."
        ),
    ],
    handles=[
        Handle("linear", x="ruler", at=lambda r: r.height),
        Handle("log", x="ruler", at=lambda r: max(r.height, 1e-3)),
    ],
    mosaic=[["linear", "log"]],
    width_ratios=[3, 2],
)
def decay(ruler, time, radius, R_i, length, mine):
    """A steady current into a passive axon: read the length constant with a ruler."""
    model = cable.Axon(radius, R_i, length, PLACES, False)
    run = cable.simulate(model, 1.0, width=time, duration=time, dt=0.05)
    steady = cable.passive_profile(model, run.x, 1.0, site=0.5 * length / PLACES)
    rest = run.V[0, 0]
    x = run.x - run.x[0]  # the current enters the middle of the first compartment
    part = (run.V[-1] - rest) / (steady[0] - rest)
    return {
        "axon": model,
        "x": x,
        "part": part,
        "steady": (steady - rest) / (steady[0] - rest),
        "scale": cable.length_constant(model),
        "mine": mine(x, steady, rest),
        "height": float(np.interp(ruler, x, part, right=0.0)),
    }


@decay.show
def show_decay(ax, r):
    for panel in (ax.linear, ax.log):
        panel.still(xlim=(0, 10), ylim=(-0.03, 1.08), xlabel="distance (cm)")
        panel.line("steady", r.x, r.steady, label="closed form", **curves.WIDE)
        panel.line("V", r.x, np.maximum(r.part, 1e-9), color="ink", label="simulated")
        look = {"color": "soft", "lw": 1.2, "ls": "--", "label": "length constant"}
        panel.cursor("lambda", r.scale if r.show else np.nan, **look)
        panel.yours("mine", r.mine, None)
    ruler = [r.ruler, r.ruler, 0], [0, r.height, r.height]
    ax.linear.line("ruler", *ruler, color="you", lw=1.2, label="ruler")
    ax.linear.points("point", r.ruler, r.height, color="you", ms=7)
    ax.linear.still(ylabel="V − V_rest, part of that at 0 cm")
    ax.log.still(yscale="log", ylim=(1e-3, 1.5), title="the same, logarithmic")
    end = f" The length constant is {r.scale:z.3f} cm."
    return (
        f"At {r.ruler:z.2f} cm V has {100 * r.height:z.1f} % of its steady height "
        f"at the left end; 1/e is 36.8 %.{end if r.show else ''}"
    )
