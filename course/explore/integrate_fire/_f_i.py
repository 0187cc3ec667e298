"""Lesson 02: the f-I curve, simulated over its closed form."""

from typing import NamedTuple

import numpy as np

from course.live import Button, Choice, Live, Preset, Slider
from course.models.integrate_fire import LIF, f_i_curve, firing_rate, rheobase
from course.models.integrate_fire.euler import euler_rates
from course.plots import curves


def f_i(**start):
    """The f-I curve: simulated with a time step, with or without exact spike times."""

    class Result(NamedTuple):
        model: LIF
        theory: np.ndarray
        simulated: np.ndarray
        I: np.ndarray

    I = np.linspace(0.0, 1000.0, 81)  # pA

    def compute(method, dt, tau_m, t_ref, sigma, seed):
        model = LIF(tau_m=tau_m, t_ref=t_ref)
        if method == "exact spike times":
            rate = f_i_curve(model, I, dt=min(dt, t_ref), sigma=sigma, rng=seed)
        else:
            rate = euler_rates(model, I, dt, sigma, seed)
        return Result(model, firing_rate(model, I), rate, I)

    def draw(axes):
        curve = curves.f_i(axes["f"], xlim=(0, 1000), ylim=(0, 220))
        axes["error"].set(xlim=(0, 1000), ylim=(-30, 30), xlabel="injected current (pA)")
        axes["error"].set(ylabel="simulated - closed form (Hz)")
        axes["error"].axhline(0, color="0.6", lw=1)
        return curve | {"error": axes["error"].plot([], [], ".-", color="C1", lw=1, ms=4)[0]}

    def update(artists, result):
        artists["theory"].set_data(result.I, result.theory)
        artists["simulated"].set_data(result.I, result.simulated)
        error = result.simulated - result.theory
        artists["error"].set_data(result.I, error)
        most = max(result.simulated.max(), result.theory.max())
        artists["theory"].axes.set_ylim(0, 220 if most < 220 else 400)
        reach = 30 if np.abs(error).max() < 30 else 130
        artists["error"].axes.set_ylim(-reach, reach)

    def summary(result):
        worst = np.max(np.abs(result.simulated - result.theory))
        said = f"{worst:.3g}" if worst > 1e-3 else "under 0.001"
        return (
            f"Largest difference from the closed form: {said} Hz. "
            f"Rheobase {rheobase(result.model):.1f} pA."
        )

    return Live(
        "The f-I curve, simulated over the closed form",
        [
            Choice("method", ("exact spike times", "Euler on the grid"), "exact spike times"),
            Slider("dt", 0.05, 2.0, 0.5, 0.05, "ms", meaning="time step"),
            Slider("tau_m", 5.0, 60.0, 30.0, 1.0, "ms", "τ_m", "membrane time constant"),
            Slider("t_ref", 2.0, 20.0, 2.0, 0.5, "ms", meaning="refractory period"),
            Slider("sigma", 0.0, 8.0, 0.0, 0.1, "mV", "σ", "noise: SD of V without spikes"),
            Button("seed", "new noise"),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.f_i",
        start=start,
        presets=[
            Preset(
                "Euler, 1 ms",
                "Spikes wait for the next grid point: the curve is a staircase.",
                {"method": "Euler on the grid", "dt": 1.0},
            ),
            Preset(
                "Euler, 0.1 ms",
                "A step ten times smaller leaves an error about ten times smaller.",
                {"method": "Euler on the grid", "dt": 0.1},
            ),
            Preset(
                "noise",
                "Noise rounds the corner at the rheobase off and hardly matters above.",
                {"sigma": 4.0},
            ),
        ],
        mosaic=[["f", "error"]],
    )
