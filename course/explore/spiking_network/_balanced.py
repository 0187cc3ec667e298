import functools

import numpy as np

from course.live import Button, Handle, Preset, Slider, Yours, figure, levels, stacked
from course.models.balanced_network import Balanced, draw, population, rate, simulate, statistics
from course.plots.diagrams import Beam
from course.plots.diagrams.beam import blocks

DURATION = 1200.0  # ms
DROP = 200.0  # ms
SHOWN = 200.0  # ms
SHOW_E, SHOW_I = 80, 20  # neurons in the raster
G, ETA = np.linspace(2.75, 8.25, 12), np.linspace(0.6, 4.2, 10)


@functools.lru_cache(maxsize=1)
def chance(seed):
    """What is drawn, 48 MB of noise; every setting of the sliders keeps it."""
    return draw(duration=DURATION, rng=seed)


@functools.lru_cache(maxsize=8)
def plane(J):
    """Rate by theory over the plane, (eta, g_inh)."""
    return rate(Balanced(J=J), g_inh=G, eta=ETA[:, None])


@figure(
    "Excitation against inhibition: a thousand neurons",
    Slider.of(Balanced, "g_inh", 3.0, 8.0, 0.1, "g_inh"),
    Slider.of(Balanced, "eta", 0.8, 4.0, 0.05, "η"),
    Slider.of(Balanced, "J", 0.1, 1.0, 0.05),
    Button("seed", "new network"),
    Yours("mine(eta, g_inh, K_E, J, tau, height)", "a rate in Hz, across all spikes in 1 ms"),
    presets=[
        Preset("saturated", g_inh=3.0, eta=2.0).shows(
            "Excitation wins. Only the refractory period stops them: 200 Hz, like clocks."
        ),
        Preset("fast volleys", g_inh=6.0, eta=4.0).shows(
            "Each neuron is irregular, and the whole beats at 160 to 200 Hz."
        ),
        Preset("slow volleys", g_inh=4.5, eta=0.9).shows(
            "With little drive the network waits, fires, and waits again."
        ),
        Preset("irregular", g_inh=8.0, eta=1.2).shows(
            "Inhibition balances excitation: neurons fire seldom, unevenly and nearly alone."
        ),
    ],
    handles=[
        Handle("plane", x="g_inh", y="eta", label="inhibition and drive"),
        Handle("beam", y="eta", on=lambda r: _under(r, 0), label="weight of the drive"),
        Handle("beam", y="g_inh", on=lambda r: _under(r, 3), label="weight of inhibition"),
    ],
    mosaic=[["beam", "raster"], ["plane", "pop"], ["plane", "V"]],
    height_ratios=[5, 2.5, 2.5],
    width_ratios=[1.0, 1.5],
    narrow=stacked(9.4, beam=6, raster=6, pop=4, plane=6, V=4),
    size=(9.0, 5.3),
)
def balanced(g_inh, eta, J, seed, mine):
    """A thousand neurons that excite and inhibit each other: raster, rate, one potential."""
    model = Balanced(g_inh=g_inh, eta=eta, J=J)
    run = simulate(model, chance(seed))
    return {
        "run": run,
        "found": statistics(run, drop=DROP),
        "theory": rate(model),
        "plane": plane(J),
        "pop": population(run),
        "mine": mine(eta, g_inh, model.K_E, J, model.tau, model.V_th - model.V_rest),
    }


def _inputs(r):
    """Drive, excitation, threshold and inhibition, mV: the weights of the beam."""
    model = r.run.model
    jumps = 1e-3 * r.found.rate * model.J * model.tau  # mV for each input
    height = model.V_th - model.V_rest
    return model.eta * height, model.K_E * jumps, height, model.K_I * model.g_inh * jumps


def _under(r, k):
    """Where a hand takes a weight: under its pan."""
    (left, low), (right, _) = blocks(_inputs(r))[1][k][:2]
    return (left + right) / 2, low - 16.0


@balanced.show
def show_balanced(ax, r):
    run, N_E = r.run, r.run.model.N_E
    late = (run.times > DROP) & (run.times <= DROP + SHOWN)
    times, who = run.times[late], run.neurons[late]
    exc, inh = who < SHOW_E, (who >= N_E) & (who < N_E + SHOW_I)
    look = {"marker": "|", "mew": 1.0, "ms": 2.2}
    ax.raster.points("E", times[exc], SHOW_I + who[exc] + 0.5, color="exc", **look)
    ax.raster.points("I", times[inh], who[inh] - N_E + 0.5, color="inh", **look)
    ax.raster.still(xlim=(DROP, DROP + SHOWN), ylim=(0, SHOW_E + SHOW_I), yticks=(0, 20, 100))
    ax.raster.still(ylabel="neuron (20 inhibit, below)", title="raster")
    counts = r.pop[int(DROP) : int(DROP + SHOWN)]
    ax.pop.stairs("pop", counts, np.arange(DROP, DROP + SHOWN + 1), color="ink")
    ax.pop.still(xlim=(DROP, DROP + SHOWN), xlabel="time (ms)", ylabel="spikes in 1 ms")
    ax.pop.limits(y=(0, levels(counts.max(), 10, 25, 50, 100, 250, 500, 1001)))
    if r.mine is not None:  # Hz of each neuron
        ax.pop.yours("mine", None, 1e-3 * r.mine * (N_E + run.model.N_I))
    extent = (G[0], G[-1], ETA[0], ETA[-1])
    look = {"cmap": "ember", "clim": (0.0, 250.0), "origin": "lower", "extent": extent}
    look |= {"aspect": "auto", "interpolation": "bilinear"}
    ax.plane.image("rate", r.plane, colorbar={"label": "Hz, theory"}, **look)
    ax.plane.points("here", r.g_inh, r.eta, color="you", marker="x", ms=9, mew=2.4, rim=6.0)
    ax.plane.still(xlabel="inhibition, g_inh", ylabel="drive, η", yticks=(1, 2, 3, 4))
    t = np.arange(len(run.V)) * run.dt
    shown = (t >= DROP) & (t <= DROP + SHOWN)
    ax.V.line("V", t[shown], run.V[shown, 0], color="ink", lw=1.0)
    ax.V.still(xlim=(DROP, DROP + SHOWN), xlabel="time (ms)", ylabel="V (mV)")
    ax.V.limits(y=(-110.0 if run.V[shown, 0].min() < -85.0 else -85.0, -45.0))
    ax.V.still.axhline(run.model.V_th, color="ink", lw=0.8, ls="--")
    ax.beam.drawing(Beam).move(_inputs(r))
    rate, cv, synchrony = r.found
    uneven = "" if np.isnan(cv) else f", CV {cv:z.2f}"
    together = "" if np.isnan(synchrony) else f", synchrony {synchrony:z.1f}"
    own = "" if r.mine is None or np.isnan(r.mine) else f" Yours: {r.mine:z.1f} Hz."
    return f"{rate:z.1f} Hz (theory {r.theory:z.1f}){uneven}{together}.{own}"
