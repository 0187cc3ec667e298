import numpy as np

from course import analysis
from course.live import Button, Handle, Preset, Slider, Yours, figure
from course.models.poisson import bin_by_bin, homogeneous
from course.plots import curves, traces

GAPS = np.linspace(0.0, 5.0, 201)  # mean gaps
Q = np.linspace(0.0, 1.0, 201)  # r dt
BELOW_ONE = 1.0 - 1e-12  # r dt = 1 must not exceed 1 by rounding


def gap_density(result):
    """Gaps in mean gaps and their density; one in bins of dt is 1, 2, ... bins long, never 0."""
    bins = np.rint(np.diff(result.binned) / result.dt).astype(int)
    together = int(np.ceil(0.1 / result.p - 1e-9))  # lengths that share a dot
    counts = np.bincount((bins - 1) // together)
    gaps = (np.arange(counts.size) * together + 0.5 * (together + 1)) * result.p
    return gaps, counts / (bins.size * together * result.p)


window = 10.0  # mean gaps, in which spikes are counted for the Fano factor


@figure(
    "A Poisson neuron bin by bin against exact gaps",
    Slider("p", 0.02, 1.0, 0.1, 0.01, "", "r dt", "probability of a spike in a bin"),
    Slider("rate", 5.0, 200.0, 50.0, 5.0, "Hz", "r", "rate"),
    Button("seed", "new spikes"),
    Yours("bins(rate, dt, duration, rng)", "whose train has its CV drawn"),
    Yours("gaps(rate, duration, rng)", "whose train has its CV drawn"),
    presets=[
        Preset("r dt = 0.02", p=0.02).shows("Small bins: nobody can tell the two trains apart."),
        Preset("r dt = 0.5", p=0.5).shows("The rate is still right, the variability is not."),
        Preset("r dt = 1", p=1.0).shows("Every bin has its spike: a metronome."),
    ],
    handles=[Handle("stats", x="p", at=lambda r: r.found["bin by bin"][1])],
    mosaic=[["trains", "trains"], ["gaps", "stats"]],
    height_ratios=[1, 3],
    size=(7.2, 4.6),
)
def recipes(p, rate, seed, bins, gaps):
    """Bin by bin against exact gaps, as r dt grows."""
    streams = np.random.default_rng(seed).spawn(2)
    dt, duration = 1e3 * p / rate * BELOW_ONE, 2e7 / rate  # 20 000 mean gaps
    binned = bin_by_bin(rate, dt=dt, duration=duration, rng=streams[0])
    exact = homogeneous(rate, duration=duration, rng=streams[1])
    found = {
        "bin by bin": statistics(binned, rate, duration),
        "exact": statistics(exact, rate, duration),
    }
    own = np.random.default_rng(seed).spawn(4)[2:]
    short = 1e3 * SHORT / rate
    cvs = [
        bins.used(lambda f: _cv(f(rate, dt, short, own[0]))),
        gaps.used(lambda f: _cv(f(rate, short, own[1]))),
    ]
    mine = None if cvs == [None, None] else np.array(cvs, dtype=float)
    return {"dt": dt, "binned": binned, "exact": exact, "found": found, "mine": mine}


SHORT = 2000  # mean gaps of a student's train


def _cv(found):
    """CV of a student's train; None is handed back, to be told of."""
    return None if found is None else analysis.cv(np.asarray(found, dtype=float))


@recipes.show
def show_recipes(ax, r):
    unit = 1e-3 * r.rate  # mean gaps per ms
    edges = np.arange(0.0, 20.0, r.p) if r.p >= 0.1 else []
    exact = r.exact[r.exact * unit < 20.0] * unit
    binned = (r.binned[r.binned * unit < 20.0] + 0.5 * r.dt) * unit
    ax.trains.still(xlim=(0, 20), ylim=(2, 0), xlabel="time (mean gaps)")
    ax.trains.still(yticks=(0.5, 1.5), yticklabels=("exact", "bin by bin"))
    ax.trains.line("grid", *traces.strokes(edges, 1.05, 1.95), color="faint", lw=0.8)
    ax.trains.line("exact", *traces.strokes(exact, 0.1, 0.9), color="soft", lw=1.4)
    ax.trains.line("binned", *traces.strokes(binned, 1.1, 1.9), color="ink", lw=1.4)
    ax.gaps.still(xlim=(0, 5), ylim=(0, 1.15), xlabel="gap (mean gaps)", ylabel="density")
    ax.gaps.line("exponential", GAPS, np.exp(-GAPS), label="exponential", **curves.WIDE)
    ax.gaps.points("gaps", *gap_density(r), color="ink", ms=4, label="bin by bin", at=0.25)
    ax.stats.still(xlim=(0, 1), ylim=(0, 1.25), xlabel="r dt")
    thin = {"color": "soft", "lw": 1.2}
    ax.stats.line("one", Q, np.ones_like(Q), label="rate over r", at=0.7, **thin)
    ax.stats.line("CV", Q, np.sqrt(1 - Q), label="CV", at=0.8, **thin)
    ax.stats.line("Fano", Q, 1 - Q, ls="--", label="Fano factor", at=0.45, **thin)
    ratio, cv, fano = r.found["bin by bin"]
    look = {"ms": 7, "clip_on": False}
    ax.stats.points("rate", r.p, ratio, color="soft", marker="s", **look)
    ax.stats.points("cv", r.p, cv, color="ink", **look)
    ax.stats.points("fano", r.p, fano, color="ink", marker="D", **look)
    ring = {"ls": "", "marker": "o", "ms": 18, "mfc": "none", "mew": 2.0}  # around the handle
    ax.stats.yours("mine", [r.p, r.p], r.mine, **ring)
    return (
        f"r dt = {r.p:z.2f}, bins of {r.dt:z.1f} ms: rate {ratio:z.2f} of what was "
        f"asked for, CV {cv:z.2f}, Fano factor {fano:z.2f}; exact: 1, 1, 1."
    )


def statistics(spikes, rate, duration):
    counts = analysis.spike_counts([spikes], duration, window * 1e3 / rate)[0]
    fano = counts.var(ddof=1) / counts.mean()
    ratio = analysis.spike_count_rate(spikes, duration) / rate
    return ratio, analysis.cv(spikes), fano
