import numpy as np

from course import analysis
from course.live import Button, Handle, Preset, Slider, Yours, figure, levels
from course.models.poisson import inhomogeneous_trials, refractory_statistics
from course.plots import traces, trains

DURATION = 2000.0  # ms
MOST = 200  # trials
RATE = 80.0  # Hz, highest mean rate
SHOWN = 25  # trials in the raster
FINE = np.linspace(0.0, DURATION, 401)  # ms
GAPS = np.linspace(0.0, 120.0, 241)  # ms


@figure(
    "Poisson spike trains: raster, PSTH, intervals and variability",
    Slider("rate", 5.0, RATE, 40.0, 1.0, "Hz", "r", "mean rate without refractoriness"),
    Slider("depth", 0.0, 1.0, 0.0, 0.01, "", "modulation", "of the rate, as a fraction"),
    Slider("frequency", 0.5, 20.0, 2.0, 0.5, "Hz", "", "of the modulation"),
    Slider("t_ref", 0.0, 20.0, 0.0, 0.5, "ms", "", "refractory period"),
    Slider("trials", 1, MOST, 50, 1, "", "", "number of trials"),
    Slider("width", 2.0, 200.0, 20.0, 2.0, "ms", "Δt", "bin of the PSTH"),
    Button("seed", "new spikes", start=5),
    Yours("mine(trials, duration, width)", "drawn over the PSTH"),
    presets=[
        Preset("one trial", trials=1).shows(
            "With one trial the PSTH is only noise: no bin knows the rate."
        ),
        Preset("modulated", depth=1.0, trials=200).shows(
            "The PSTH follows the rate, and the intervals are no longer exponential."
        ),
        Preset("too fast for the bins", depth=1.0, trials=200, frequency=20.0, width=100.0).shows(
            "Bins as long as two cycles see a flat rate."
        ),
        Preset("refractory", rate=80.0, t_ref=10.0, trials=200).shows(
            "No short intervals: CV and Fano factor fall below 1."
        ),
    ],
    handles=[
        Handle("psth", x="width", at=lambda r: r.psth.value[0], label="first bin ends"),
        Handle("isi", x="t_ref", at=lambda r: r.top),
    ],
    mosaic=[["raster", "isi"], ["psth", "stats"]],
    width_ratios=[5, 3],
    size=(7.2, 4.8),
)
def poisson(rate, depth, frequency, t_ref, trials, width, seed, mine):
    """Trials of a Poisson neuron: raster, PSTH, intervals, CV and Fano factor."""

    def drive(t):
        return rate * (1.0 - depth * np.cos(2e-3 * np.pi * frequency * t))

    # always the same candidates, so that a slider adds or removes spikes, and no more
    drawn = inhomogeneous_trials(
        drive, 2.0 * RATE, duration=DURATION, n_trials=MOST, rng=seed, t_ref=t_ref
    )
    spikes, trial = (part[drawn.trials < trials] for part in drawn[:2])
    counts = np.bincount(trial, minlength=trials)
    gaps = np.diff(spikes)[np.diff(trial) == 0]
    pooled = analysis.psth([spikes], DURATION, width)  # of all trials, as if they were one
    return {
        "spikes": spikes,
        "trial": trial,
        "counts": counts,
        "psth": pooled._replace(value=pooled.value / trials),
        "mine": mine(np.split(spikes, counts.cumsum()[:-1]), DURATION, width, like=pooled.value),
        "truth": drive(FINE) / (1.0 + 1e-3 * drive(FINE) * t_ref),
        "top": 1e-3 * rate,  # of the density of intervals, 1/ms
        "isi": analysis.isi_histogram([np.append(0.0, np.cumsum(gaps))], 120.0, 4.0),
        "cv": gaps.std() / gaps.mean() if gaps.size > 1 else np.nan,
        "fano": counts.var(ddof=1) / counts.mean() if trials > 1 and counts.any() else np.nan,
        "theory": refractory_statistics(rate, t_ref=t_ref, window=DURATION),
    }


@poisson.show
def show_poisson(ax, r):
    shown = r.trial < SHOWN
    traces.raster(ax.raster, r.spikes[shown], r.trial[shown], SHOWN, ylabel="trial")
    ax.raster.still(xlim=(0, DURATION), xlabel="", yticks=(0, SHOWN))
    trains.histogram(ax.psth, r.psth, label="PSTH")
    ax.psth.yours("mine", r.psth.t, r.mine, drawstyle="steps-mid")
    ax.psth.line("truth", FINE, r.truth, color="soft", lw=2.5, ls="--", label="true rate")
    ax.psth.still(xlim=(0, DURATION), xlabel="time (ms)", ylabel="rate (Hz)")
    ax.psth.limits(y=(0, levels(r.psth.value.max(), 180, 600, 5000)))
    density = 1e-3 * r.rate * np.exp(-1e-3 * r.rate * (GAPS - r.t_ref))
    density = np.where(GAPS < r.t_ref, 0.0, density)
    trains.histogram(ax.isi, r.isi, label="measured")
    ax.isi.line("truth", GAPS, density, color="soft", lw=2.5, ls="--", label="exponential")
    ax.isi.still(xlim=(0, 120), ylim=(0, 0.14))
    ax.isi.still(xlabel="interval (ms)", ylabel="density (1/ms)")
    _show_statistics(ax.stats, r)
    rate = 1e3 * r.counts.mean() / DURATION
    fano = f"{r.fano:z.2f}" if np.isfinite(r.fano) else "not defined for one trial"
    return (
        f"Trials: {r.counts.size} of 2 s. Average rate {rate:z.1f} Hz, "
        f"CV {r.cv:z.2f}, Fano factor {fano}."
    )


def _show_statistics(panel, r):
    """CV and Fano factor beside their closed forms, with two standard errors."""
    panel.still(xlim=(0.5, 2.5), ylim=(0, 2.4), xticks=(1, 2), xticklabels=("CV", "Fano"))
    panel.still.axhline(1.0, color="faint", lw=1)
    look = {"marker": "_", "ms": 26, "mew": 2, "color": "soft", "label": "closed form"}
    panel.points("theory", [1, 2], [r.theory.cv, r.theory.fano], **look)
    panel.points("found", [1, 2], [r.cv, r.fano], ms=7, color="ink", label="measured")
    if r.counts.size > 1:
        scatter = 2.0 * np.sqrt(2.0 / (r.counts.size - 1))
        fano = r.theory.fano * np.array([max(0.0, 1.0 - scatter), 1.0 + scatter])
        panel.line("chance", [2, 2], fano, color="soft", lw=1)
