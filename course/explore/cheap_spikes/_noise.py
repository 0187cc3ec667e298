import functools

import numpy as np

from course import analysis
from course.live import Button, Preset, Slider, figure
from course.models.izhikevich.network import random_network, simulate_network, thalamic_input
from course.plots import trains

T, N = 1000, 1000  # ms, neurons
BANDS = (4.0, 16.0), (28.0, 60.0)  # Hz, around the paper's 10 and 40 Hz


@functools.lru_cache(maxsize=3)
def _unit(seed):
    """The network and its noise at strength 1, so that a slider only scales them."""
    streams = np.random.default_rng(seed).spawn(2)
    network = random_network(w_e=1.0, w_i=1.0, rng=streams[0])
    noise = thalamic_input(network, duration=T, rng=streams[1], sigma_e=1.0, sigma_i=1.0)
    return network, noise


def _root(rate):
    return np.sqrt(np.maximum(rate, 0.0))


@figure(
    "1000 neurons under noise: raster, population rate and spectrum",
    Slider("w_e", 0.0, 1.0, 0.5, 0.01, "mV/ms", meaning="largest excitatory weight"),
    Slider("w_i", 0.0, 3.0, 1.0, 0.01, "mV/ms", meaning="largest inhibitory weight"),
    Slider("sigma_e", 0.0, 10.0, 5.0, 0.1, "mV/ms", "σ_e", "noise, excitatory cells"),
    Slider("sigma_i", 0.0, 10.0, 2.0, 0.1, "mV/ms", "σ_i", "noise, inhibitory cells"),
    Button("seed", "new network and noise"),
    presets=[
        Preset("the paper's", w_e=0.5).shows(
            "Columns in the raster: the network fires together, several times a second."
        ),
        Preset("no connections", w_e=0.0, w_i=0.0).shows(
            "The same neurons under the same noise, each alone: the columns are gone."
        ),
        Preset("no inhibition", w_i=0.0).shows(
            "Nothing stops excitation: the whole network bursts."
        ),
        Preset("more inhibition", w_i=2.0).shows("Slow columns give way to a fast rhythm."),
    ],
    mosaic=[["raster", "spectrum"], ["rate", "spectrum"]],
    height_ratios=[5, 2],
    width_ratios=[3, 2],
    size=(7.2, 4.6),
)
def network(w_e, w_i, sigma_e, sigma_i, seed):
    """Izhikevich's random network: raster, population rate and its spectrum."""
    cells, noise = _unit(seed)
    weights = np.repeat(np.float32([w_e, w_i]), [cells.N_e, N - cells.N_e])
    strengths = np.repeat([sigma_e, sigma_i], [cells.N_e, N - cells.N_e])
    cells = cells._replace(W=(cells.W.T * weights[:, None]).T)
    spikes, neurons = simulate_network(cells, noise=noise * strengths)
    rate = np.bincount(spikes.astype(int), minlength=T) * (1000.0 / N)
    spectrum = analysis.power_spectrum(rate, 1.0, segments=4)
    return {
        "spikes": spikes,
        "neurons": neurons,
        "rate": rate,
        "spectrum": spectrum,
        "N_e": cells.N_e,
    }


@network.show
def show_network(ax, r):
    every = trains.dots(ax.raster, r.spikes, r.neurons, N)
    ax.raster.still(xlim=(0, T), xlabel="", yticks=(0, 400, 800, 1000))
    ax.raster.still(title="800 excitatory, 200 inhibitory")
    ax.raster.still.axhline(800, color="soft", lw=1)
    ax.rate.still.set_yscale("function", functions=(_root, np.square))  # bursts fit in
    ax.rate.still(xlim=(0, T), ylim=(0, 1000), xlabel="time (ms)", ylabel="rate (Hz)")
    ax.rate.still(yticks=(0, 100, 400, 1000))
    ax.rate.line("rate", np.arange(T) + 0.5, r.rate, color="ink", lw=1.0)
    trains.spectrum(ax.spectrum, r.spectrum, 2.0 * r.rate.mean() / N)
    ax.spectrum.still(ylim=(1e-3, 1e5))
    if not r.spikes.size:
        return "No spikes."
    excitatory = (r.neurons < r.N_e).sum() / r.N_e
    inhibitory = (r.neurons >= r.N_e).sum() / (N - r.N_e)
    f, power = r.spectrum
    chance = 2.0 * r.rate.mean() / N
    slow, fast = (power[(low <= f) & (f <= high)].mean() / chance for low, high in BANDS)
    drawn = f" One neuron in {every} is drawn." if every > 1 else ""
    return (
        f"Excitatory neurons {excitatory:z.0f} Hz, inhibitory {inhibitory:z.0f} Hz. Power over "
        f"chance: {slow:z.0f} at 4-16 Hz, {fast:z.0f} at 28-60 Hz.{drawn}"
    )
