"""Lesson 04, second part: many trials of a Poisson neuron."""

from typing import NamedTuple

import numpy as np

from course import analysis
from course.live import Button, Live, Preset, Slider
from course.models.poisson import inhomogeneous_trials, refractory_statistics
from course.plots import traces, trains
from course.plots.panel import Panel

DURATION, MOST, RATE = 2000.0, 200, 80.0  # ms, trials, highest mean rate in Hz
SHOWN = 25  # trials in the raster
FINE = np.linspace(0.0, DURATION, 401)  # ms


class Result(NamedTuple):
    spikes: np.ndarray  # ms, of all trials
    trial: np.ndarray  # of each spike
    counts: np.ndarray  # spikes of each trial
    psth: analysis.Histogram
    truth: np.ndarray  # Hz, at FINE
    isi: analysis.Histogram
    rate: float  # Hz, of the exponential
    t_ref: float  # ms
    cv: float
    fano: float
    theory: object  # RefractoryStatistics of the unmodulated process


def poisson(**start):
    """Trials of a Poisson neuron: raster, PSTH, intervals, CV and Fano factor."""

    def compute(rate, depth, frequency, t_ref, trials, width, seed):
        def drive(t):
            return rate * (1.0 - depth * np.cos(2e-3 * np.pi * frequency * t))

        # always the same candidates, so that a slider adds or removes spikes, and no more
        drawn = inhomogeneous_trials(drive, 2.0 * RATE, DURATION, MOST, seed, t_ref=t_ref)
        spikes, trial = (part[drawn.trials < trials] for part in drawn[:2])
        counts = np.bincount(trial, minlength=trials)
        gaps = np.diff(spikes)[np.diff(trial) == 0]
        pooled = analysis.psth([spikes], DURATION, width)  # of all trials, as if they were one
        return Result(
            spikes,
            trial,
            counts,
            pooled._replace(value=pooled.value / trials),
            drive(FINE) / (1.0 + 1e-3 * drive(FINE) * t_ref),
            analysis.isi_histogram([np.append(0.0, np.cumsum(gaps))], 120.0, 4.0),
            rate,
            t_ref,
            gaps.std() / gaps.mean() if gaps.size > 1 else np.nan,
            counts.var(ddof=1) / counts.mean() if trials > 1 and counts.any() else np.nan,
            refractory_statistics(rate, t_ref, DURATION),
        )

    def draw(axes):
        raster = traces.raster(Panel(axes["raster"]), [], [], SHOWN, ylabel="trial")
        axes["raster"].set(xlim=(0, DURATION))
        axes["raster"].set(xlabel="", yticks=(0, SHOWN))
        rates = trains.psth(axes["psth"], xlim=(0, DURATION), ylim=(0, 180))
        axes["psth"].legend(loc="upper right", ncols=2)
        gaps = trains.intervals(axes["isi"], xlim=(0, 120), ylim=(0, 0.14))
        axes["isi"].legend(loc="upper right")
        ax = axes["stats"]
        ax.set(xlim=(0.5, 2.5), ylim=(0, 2.4), xticks=(1, 2), xticklabels=("CV", "Fano"))
        ax.axhline(1.0, color="0.8", lw=1)
        theory = ax.plot([], [], ls="", marker="_", ms=26, mew=2, color="C1", label="closed form")
        found = ax.plot([], [], ls="", marker="o", ms=7, color="C0", label="measured")
        chance = ax.plot([], [], color="C1", lw=1)
        ax.legend(loc="upper center", ncols=2, columnspacing=0.8, markerscale=0.5)
        return {
            "raster": raster,
            "psth": rates,
            "isi": gaps,
            "theory": theory[0],
            "found": found[0],
            "chance": chance[0],
        }

    def update(artists, result):
        shown = result.trial < SHOWN
        rows = result.trial[shown]
        artists["raster"].set_data(*traces.strokes(result.spikes[shown], rows + 0.1, rows + 0.9))
        trains.show_histogram(artists["psth"]["measured"], result.psth)
        highest = result.psth.value.max()
        axes = artists["psth"]["truth"].axes
        axes.set_ylim(0, next(top for top in (180, 600, 5000) if highest <= top))
        artists["psth"]["truth"].set_data(FINE, result.truth)
        trains.show_histogram(artists["isi"]["measured"], result.isi)
        gap = np.linspace(0.0, 120.0, 241)
        density = 1e-3 * result.rate * np.exp(-1e-3 * result.rate * (gap - result.t_ref))
        artists["isi"]["truth"].set_data(gap, np.where(gap < result.t_ref, 0.0, density))
        artists["theory"].set_data([1, 2], [result.theory.cv, result.theory.fano])
        scatter = 2.0 * np.sqrt(2.0 / max(result.counts.size - 1, 1))  # two standard errors
        fano = result.theory.fano * np.array([max(0.0, 1.0 - scatter), 1.0 + scatter])
        artists["chance"].set_data([2, 2], fano if result.counts.size > 1 else [np.nan] * 2)
        artists["found"].set_data([1, 2], [result.cv, result.fano])

    def summary(result):
        rate = 1e3 * result.counts.mean() / DURATION
        fano = f"{result.fano:.2f}" if np.isfinite(result.fano) else "not defined for one trial"
        return (
            f"Trials: {result.counts.size} of 2 s. Average rate {rate:.1f} Hz, "
            f"CV {result.cv:.2f}, Fano factor {fano}."
        )

    return Live(
        "Poisson spike trains: raster, PSTH, intervals and variability",
        [
            Slider("rate", 5.0, RATE, 40.0, 1.0, "Hz", "r", "mean rate without refractoriness"),
            Slider("depth", 0.0, 1.0, 0.0, 0.01, "", "modulation", "of the rate, as a fraction"),
            Slider("frequency", 0.5, 20.0, 2.0, 0.5, "Hz", "", "of the modulation"),
            Slider("t_ref", 0.0, 20.0, 0.0, 0.5, "ms", "", "refractory period"),
            Slider("trials", 1, MOST, 50, 1, "", "", "number of trials"),
            Slider("width", 2.0, 200.0, 20.0, 2.0, "ms", "Δt", "bin of the PSTH"),
            Button("seed", "new spikes", start=5),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.poisson",
        start=start,
        presets=[
            Preset(
                "one trial",
                "With one trial the PSTH is only noise: no bin knows the rate.",
                {"trials": 1},
            ),
            Preset(
                "modulated",
                "The PSTH follows the rate, and the intervals are no longer exponential.",
                {"depth": 1.0, "trials": 200},
            ),
            Preset(
                "too fast for the bins",
                "Bins as long as two cycles see a flat rate.",
                {"depth": 1.0, "trials": 200, "frequency": 20.0, "width": 100.0},
            ),
            Preset(
                "refractory",
                "No short intervals: CV and Fano factor fall below 1.",
                {"rate": 80.0, "t_ref": 10.0, "trials": 200},
            ),
        ],
        mosaic=[["raster", "isi"], ["psth", "stats"]],
        panels={"width_ratios": [5, 3]},
        size=(7.2, 4.8),
    )
