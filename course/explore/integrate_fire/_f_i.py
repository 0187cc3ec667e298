import numpy as np

from course.live import Button, Choice, Preset, Slider, Yours, figure, levels
from course.models.integrate_fire import LIF, f_i_curve, firing_rate, rheobase
from course.models.integrate_fire.euler import euler_rates
from course.plots import curves

CURRENTS = np.linspace(0.0, 1000.0, 81)  # pA
EXACT, EULER = "exact spike times", "Euler on the grid"


@figure(
    "The f-I curve, simulated over the closed form",
    Choice("method", (EXACT, EULER), EXACT),
    Slider("dt", 0.05, 2.0, 0.5, 0.05, "ms", meaning="time step"),
    Slider.of(LIF, "tau_m", 5.0, 60.0, 1.0, "τ_m"),
    Slider.of(LIF, "t_ref", 2.0, 20.0, 0.5),
    Slider.of(LIF, "V_reset", -80.0, -52.0, 1.0),
    Slider("sigma", 0.0, 8.0, 0.0, 0.1, "mV", "σ", "noise: SD of V without spikes"),
    Button("seed", "new noise"),
    Yours("mine(I, tau_m, R, E_L, V_th, t_ref, V_reset)", "drawn over the closed form"),
    presets=[
        Preset("Euler, 1 ms", method=EULER, dt=1.0).shows(
            "Spikes wait for the next grid point: the curve is a staircase."
        ),
        Preset("Euler, 0.1 ms", method=EULER, dt=0.1).shows(
            "A step ten times smaller leaves an error about ten times smaller."
        ),
        Preset("noise", sigma=4.0).shows(
            "Noise rounds the corner at the rheobase off and hardly matters above."
        ),
    ],
    mosaic=[["f", "error"]],
)
def f_i(method, dt, tau_m, t_ref, V_reset, sigma, seed, mine):
    """The f-I curve: simulated with a time step, with or without exact spike times."""
    model = LIF(tau_m=tau_m, t_ref=t_ref, V_reset=V_reset)
    if method == EXACT:
        rate = f_i_curve(model, CURRENTS, dt=min(dt, t_ref), sigma=sigma, rng=seed)
    else:
        rate = euler_rates(model, CURRENTS, dt=dt, sigma=sigma, rng=seed)
    theory = firing_rate(model, CURRENTS)
    membrane = tau_m, model.R, model.E_L, model.V_th, t_ref, V_reset
    yours = mine.each(CURRENTS, *membrane)
    return {
        "model": model,
        "theory": theory,
        "simulated": rate,
        "error": rate - theory,
        "mine": yours,
    }


@f_i.show
def show_f_i(ax, r):
    curves.f_i(ax.f, CURRENTS, r.theory, simulated=r.simulated)
    ax.f.yours("mine", CURRENTS, r.mine)
    ax.f.still(xlim=(0, 1000))
    ax.f.limits(y=(0, levels(max(r.simulated.max(), r.theory.max()), 220, 400)))
    ax.error.still(xlim=(0, 1000), xlabel="injected current (pA)")
    ax.error.still(ylabel="simulated - closed form (Hz)")
    ax.error.still.axhline(0, color="soft", lw=1)
    ax.error.line("error", CURRENTS, r.error, marker=".", color="ink", lw=1, ms=4)
    reach = levels(np.abs(r.error).max(), 30, 130)
    ax.error.limits(y=(-reach, reach))
    worst = np.max(np.abs(r.error))
    said = f"{worst:z.3g}" if worst > 1e-3 else "under 0.001"
    return (
        f"Largest difference from the closed form: {said} Hz. Rheobase {rheobase(r.model):z.1f} pA."
    )
