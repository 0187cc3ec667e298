import numpy as np

from course import analysis
from course.explore.spiking_network._balanced import DROP, ETA, SHOWN, G, chance, plane
from course.live import Button, Handle, Preset, Slider, Switch, Yours, figure, levels, stacked
from course.models.balanced_network import Balanced, population, simulate
from course.plots import trains

LENGTH = 199  # ms of a segment; odd, so that no frequency is half the sampling rate
SEGMENTS = 5
BEATS = (20.0, 400.0)  # Hz, where the highest power is looked for


def moved(run, seed):
    """The run with each neuron's train moved, around the end, by a time of its own."""
    N = run.model.N_E + run.model.N_I
    own = np.random.default_rng(seed).integers(0, round(run.duration / run.dt), N) * run.dt
    return run._replace(times=(run.times + own[run.neurons] - run.dt) % run.duration + run.dt)


def mean_power(power, segments):
    """Mean over the segments of what the student's function says of each."""
    return np.mean([np.asarray(power(one.copy(), 1.0), dtype=float) for one in segments], axis=0)


@figure(
    "How often a thousand neurons beat",
    Slider.of(Balanced, "g_inh", 3.0, 8.0, 0.1, "g_inh", start=6.0, main=True),
    Slider.of(Balanced, "eta", 0.8, 4.0, 0.05, "η", start=4.0, main=True),
    Slider.of(Balanced, "delay", 1.0, 4.0, 0.5, "t_d", main=True),
    Switch("alone", False, "each train moved by a time of its own", main=True),
    Button("seed", "new network"),
    Yours("mine(A, dt)", "the power at each frequency, in Hz²/Hz; drawn over the spectrum"),
    presets=[
        Preset("fast volleys", g_inh=6.0, eta=4.0).shows("A peak: the whole network beats."),
        Preset("moved", alone=True).shows(
            "The same trains, each by itself in time: the peak is gone, so no neuron had it."
        ),
        Preset("clocks, moved", g_inh=3.0, eta=2.0, alone=True).shows(
            "A low hill stays at the rate: here each neuron is nearly a clock."
        ),
        Preset("slow volleys", g_inh=4.5, eta=0.9).shows("It beats some 30 to 50 times a second."),
    ],
    handles=[Handle("plane", x="g_inh", y="eta", label="inhibition and drive")],
    mosaic=[["A", "A"], ["power", "plane"]],
    height_ratios=[3, 5],
    width_ratios=[1.5, 1.0],
    narrow=stacked(8.6, A=4, power=6, plane=6),
    size=(8.0, 4.4),
)
def beat(g_inh, eta, delay, alone, seed, mine):
    """The activity of a balanced network, spikes a ms over all neurons, and its spectrum."""
    model = Balanced(g_inh=g_inh, eta=eta, delay=delay)
    run = simulate(model, chance(seed))
    N = model.N_E + model.N_I
    A = 1000.0 * population(moved(run, seed) if alone else run) / N
    segments = A[int(DROP) : int(DROP) + SEGMENTS * LENGTH].reshape(SEGMENTS, LENGTH)
    spectrum = analysis.power_spectrum(segments.ravel(), 1.0, segments=SEGMENTS)
    inside = (spectrum.f >= BEATS[0]) & (spectrum.f <= BEATS[1])
    top = int(np.argmax(np.where(inside, spectrum.power, -1.0)))
    return {
        "activity": A,
        "spectrum": spectrum,
        "level": 2.0 * segments.mean() / N,
        "top": top,
        "plane": plane(model.J),
        "mine": mine.used(lambda power: mean_power(power, segments), like=spectrum.f),
    }


@beat.show
def show_beat(ax, r):
    ax.A.still(xlim=(DROP, DROP + SHOWN), xlabel="time (ms)", ylabel="A (Hz)", title="activity")
    shown = r.activity[int(DROP) : int(DROP + SHOWN)]
    ax.A.stairs("A", shown, np.arange(DROP, DROP + SHOWN + 1), color="ink")
    ax.A.limits(y=(0, levels(shown.max(), 25, 100, 250, 500, 1001)))
    trains.spectrum(ax.power, r.spectrum, r.level, xlim=(0.0, 500.0))
    ax.power.still(ylim=(1e-3, 1e3))
    if r.mine is not None:
        ax.power.yours("mine", r.spectrum.f[1:], np.maximum(r.mine[1:], 1e-12))
    extent = (G[0], G[-1], ETA[0], ETA[-1])
    look = {"cmap": "ember", "clim": (0.0, 250.0), "origin": "lower", "extent": extent}
    look |= {"aspect": "auto", "interpolation": "nearest"}
    ax.plane.image("rate", r.plane, colorbar={"label": "Hz, theory"}, **look)
    ax.plane.points("here", r.g_inh, r.eta, color="you", marker="x", ms=9, mew=2.4, rim=6.0)
    ax.plane.still(xlabel="inhibition, g_inh", ylabel="drive, η", yticks=(1, 2, 3, 4))
    f, power = r.spectrum.f[r.top], r.spectrum.power[r.top]
    if not r.level > 0.0:
        return "No spikes."
    return (
        f"{r.activity[int(DROP) :].mean():z.1f} Hz. "
        f"Highest power at {f:z.0f} Hz, {power / r.level:z.0f} times that of independent neurons."
    )
