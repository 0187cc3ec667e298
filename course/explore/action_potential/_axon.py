"""Lesson 03: an axon, active against passive, and its length constant."""

import functools
from typing import NamedTuple

import numpy as np

from course.live import Live, Preset, Slider, Switch
from course.models import cable
from course.plots import axon as pictures

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


def axon(**start):
    """A pulse into the left end of an axon with gates, and of one whose gates are held."""

    class Result(NamedTuple):
        active: cable.Propagation
        passive: cable.Propagation
        time: float
        velocity: float

    def compute(time, radius, R_i, T, push):
        active, passive = (_run(radius, R_i, T, push, gates) for gates in (True, False))
        return Result(active, passive, time, _velocity(active))

    def draw(axes):
        shape = round(END / DT) // EVERY + 1, PLACES
        artists = {
            name: pictures.space_time(axes[name], shape, title=name)
            for name in ("active", "passive")
        }
        for name in artists:
            axes[name].set(xlim=(0, LENGTH), ylim=(0, END))
        axes["passive"].set_ylabel("")
        bar = axes["active"].figure.colorbar(artists["passive"]["image"], ax=axes["passive"])
        bar.set_label("V (mV)")
        artists["profile"] = pictures.profile(
            axes["profile"],
            xlim=(0, LENGTH),
            ylim=(-85, 80),
            parts={"active": ("active", "C1"), "passive": ("passive", "C0")},
        )
        return artists

    def update(artists, result):
        now = result.time
        for name in ("active", "passive"):
            run = getattr(result, name)
            pictures.show_space_time(artists[name], run.t, LENGTH, run.V, now)
            V = run.V[min(round(now / (EVERY * DT)), len(run.t) - 1)]
            artists["profile"][name].set_data(run.x, V)

    def summary(result):
        if not result.velocity:
            return "No action potential gets two thirds of the way in 8 ms."
        return f"The action potential travels at {result.velocity:.1f} m/s."

    return Live(
        "An action potential travels along an active axon, not along a passive one",
        [
            Slider("time", 0.0, END, 2.0, 0.05, "ms", meaning="time of the profile", play=20.0),
            Slider("radius", 50.0, 1000.0, 238.0, 0.01, "µm", meaning="of the axon", log=True),
            Slider("R_i", 10.0, 200.0, 35.4, 0.01, "Ω·cm", meaning="axial resistance", log=True),
            Slider("T", 0.0, 40.0, 18.5, 0.1, "°C", meaning="temperature"),
            Slider(
                "push", 0.0, 20.0, 10.0, 0.1, "µA", meaning="0.2 ms, for 238 µm; scaled to others"
            ),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.axon",
        start=start,
        presets=[
            Preset(
                "too weak",
                "Below threshold both axons do the same: the pulse spreads and dies.",
                {"push": 3.0, "time": 0.4},
            ),
            Preset(
                "thick",
                "Four times the radius, twice the velocity: the stripe is half as steep.",
                {"radius": 952.0, "time": 1.0},
            ),
            Preset("cold", "At 6.3 °C the spike is slower, longer and wider.", {"T": 6.3}),
            Preset(
                "too hot",
                "At 36 °C the gates outrun the charging of the membrane: the spike dies.",
                {"T": 36.0, "time": 0.4},
            ),
        ],
        mosaic=[["active", "passive"], ["profile", "profile"]],
        panels={"height_ratios": [3, 2]},
        size=(7.2, 5.2),
    )


def decay(**start):
    """A steady current into a passive axon: read the length constant with a ruler."""

    class Result(NamedTuple):
        axon: cable.Axon
        run: cable.Propagation
        V: np.ndarray  # mV, at the present time
        steady: np.ndarray  # mV, closed form
        ruler: float
        show: bool

    def compute(ruler, time, radius, R_i, length, show):
        model = cable.Axon(radius, R_i, length, PLACES, False)
        run = cable.simulate(model, 1.0, width=time, duration=time, dt=0.05)
        steady = cable.passive_profile(model, run.x, 1.0, site=0.5 * length / PLACES)
        return Result(model, run, run.V[-1], steady, ruler, show)

    def draw(axes):
        artists = {}
        for name in ("linear", "log"):
            ax = axes[name]
            ax.set(xlim=(0, 10), ylim=(-0.03, 1.08), xlabel="distance (cm)")
            artists[name] = {
                "steady": ax.plot([], [], color="0.7", lw=4, label="closed form")[0],
                "V": ax.plot([], [], color="C0", label="simulated")[0],
                "lambda": ax.axvline(0.0, color="C2", lw=1.2, ls="--", label="length constant"),
            }
        artists["ruler"] = axes["linear"].plot([], [], color="C1", lw=1.2, label="ruler")[0]
        artists["point"] = axes["linear"].plot([], [], "o", color="C1", ms=7)[0]
        axes["linear"].set_ylabel("V − V_rest, part of that at 0 cm")
        axes["linear"].legend(loc="upper right")
        axes["log"].set(yscale="log", ylim=(1e-3, 1.5), title="the same, logarithmic")
        return artists

    def update(artists, result):
        x, rest = _from_the_site(result.run), result.run.V[0, 0]
        top = result.steady[0] - rest
        part, steady = (result.V - rest) / top, (result.steady - rest) / top
        scale = cable.length_constant(result.axon) if result.show else np.nan
        for name in ("linear", "log"):
            artists[name]["V"].set_data(x, np.maximum(part, 1e-9))
            artists[name]["steady"].set_data(x, steady)
            artists[name]["lambda"].set_xdata([scale, scale])
        height = _at_ruler(result)
        artists["ruler"].set_data([result.ruler] * 2 + [0], [0, height, height])
        artists["point"].set_data([result.ruler], [height])

    def _from_the_site(run):
        return run.x - run.x[0]  # the current enters the middle of the first compartment

    def _at_ruler(result):
        rest = result.run.V[0, 0]
        part = (result.V - rest) / (result.steady[0] - rest)
        return float(np.interp(result.ruler, _from_the_site(result.run), part, right=0.0))

    def summary(result):
        end = f" The length constant is {cable.length_constant(result.axon):.3f} cm."
        return (
            f"At {result.ruler:.2f} cm V has {100 * _at_ruler(result):.1f} % of its steady height "
            f"at the left end; 1/e is 36.8 %.{end if result.show else ''}"
        )

    return Live(
        "Steady current into a passive axon: the length constant",
        [
            Slider("ruler", 0.0, 10.0, 0.3, 0.01, "cm", meaning="place of the ruler"),
            Slider("time", 0.1, 15.0, 15.0, 0.1, "ms", meaning="since the start", play=15.0),
            Slider("radius", 20.0, 1000.0, 238.0, 0.01, "µm", meaning="of the axon", log=True),
            Slider("R_i", 10.0, 200.0, 35.4, 0.01, "Ω·cm", meaning="axial resistance", log=True),
            Slider("length", 0.5, 10.0, 6.0, 0.1, "cm", meaning="of the axon, its ends sealed"),
            Switch("show", False, "show the length constant"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.decay",
        start=start,
        presets=[
            Preset(
                "charging", "After 0.5 ms the axon is charged near the end only.", {"time": 0.5}
            ),
            Preset(
                "thick",
                "Four times the radius: the potential reaches twice as far.",
                {"radius": 952.0},
            ),
            Preset(
                "short",
                "Nothing leaves through the sealed end, so V falls off less.",
                {"length": 1.0},
            ),
        ],
        mosaic=[["linear", "log"]],
        panels={"width_ratios": [3, 2]},
    )
