import numpy as np

from course import analysis
from course.live import Button, Handle, Preset, Slider, Switch, Yours, figure
from course.material import grasshopper
from course.material.grasshopper import TUNING
from course.plots import trains

SHOWN = 200.0  # ms of the recording in view
LAGS = np.arange(-10, 31)  # ms before a spike
GAPS = np.linspace(0.0, 45.0, 451)  # ms
RECORDED = grasshopper.recording()
MEAN = RECORDED.level.mean()
NONE = np.full(TUNING, np.nan)  # no spike in any of so many places
CHANCE = 2.0 * RECORDED.level.std() / np.sqrt(RECORDED.spikes.size)  # two standard errors, dB


@figure(
    "A receptor in a grasshopper's ear, and the sound that it hears",
    Slider("lag", -10, 30, 6, 1, "ms", meaning="before a spike"),
    Slider("since", 0.0, 9800.0, 3000.0, 10.0, "ms", meaning="start of what is shown", play=60.0),
    Switch("shuffled", False, "put the gaps in random order"),
    Button("seed", "another order"),
    Yours("mine(spikes, level, lags)", "the average sound before a spike"),
    Yours("dead(gaps)", "whose second number is the dead time of coin tosses over the gaps"),
    Yours("neuron(level)", "whose spikes are drawn below those of the first 6 s"),
    presets=[
        Preset("6 ms before", lag=6).shows("Here the sound was loudest: the ear needs 6 ms."),
        Preset("just after", lag=-3).shows("What comes after a spike has no part in it."),
        Preset("shuffled", shuffled=True).shows(
            "The same gaps in another order: the same CV, and nothing of the sound."
        ),
    ],
    handles=[Handle("sta", x="lag", at=lambda r: _at(r.lag, r.sta))],
    mosaic=[["sound", "sound"], ["gaps", "sta"]],
    size=(8.0, 4.8),
)
def recording(shuffled, seed, mine, dead, neuron):
    """Ten seconds of a real neuron: gaps between spikes, and the average sound before one.

    Your own neuron hears the first 6 s alone: the rest is for judging it.
    """
    spikes = RECORDED.spikes
    if shuffled:
        gaps = np.diff(spikes, prepend=0.0)
        spikes = np.cumsum(np.random.default_rng(seed).permutation(gaps))
    sta = analysis.spike_triggered_average(spikes, RECORDED.level, LAGS)
    gaps = analysis.isi(spikes)
    return {
        "spikes": spikes,
        "dead": dead.used(lambda f: _with_a_dead_time(f(gaps.copy()), gaps.mean()), GAPS),
        "sta": sta,
        "gaps": analysis.isi_histogram([spikes], 45.0, 1.0),
        "cv": analysis.cv(spikes),
        "mine": mine(spikes, RECORDED.level, LAGS, like=sta),
        "predicted": neuron.used(lambda f: _filled(f(RECORDED.level[:TUNING].copy())), NONE),
    }


def _at(lag, sta):
    return float(np.interp(lag, LAGS, sta))


def _filled(found):
    """A student's spike times, filled up to one length; None is handed back, to be told of."""
    if found is None:
        return None
    spikes = np.asarray(found, dtype=float)
    if spikes.ndim != 1 or spikes.size > NONE.size:
        raise ValueError(f"up to {NONE.size} spike times are wanted, and not shape {spikes.shape}")
    return np.concatenate([spikes, NONE[spikes.size :]])


def _with_a_dead_time(found, mean):
    """Density of gaps of `mean` ms that are the needed dead time and an exponential."""
    if found is None:
        return None
    _, needed, _ = found
    wait = mean - needed
    return np.where(GAPS < needed, 0.0, np.exp(-(GAPS - needed) / wait) / wait)


@recording.show
def show_recording(ax, r):
    first = int(r.since)
    part = RECORDED.level[first : first + int(SHOWN)]
    shown = r.spikes[(r.spikes >= r.since) & (r.spikes < r.since + SHOWN)] - r.since
    ax.sound.still(xlim=(0, SHOWN), ylim=(38, 88), xlabel="time since the start (ms)")
    ax.sound.still(ylabel="sound (dB)")
    ax.sound.line("level", np.arange(part.size) + 0.5, part, color="soft", label="sound")
    mark = {"marker": "|", "ms": 12, "mew": 1.6}
    ax.sound.still(yticks=(40, 60, 84), yticklabels=("40", "60", "spikes"))
    ax.sound.points("spikes", shown, np.full(shown.size, 84.0), color="ink", **mark)
    if r.predicted is not None:
        own = r.predicted - r.since
        own = own[(own >= 0) & (own < SHOWN)]
        ax.sound.yours("neuron", own, np.full(own.size, 79.0), ls="", **mark)
    mean = RECORDED.level.size / RECORDED.spikes.size  # ms
    trains.histogram(ax.gaps, r.gaps, label="measured")
    look = {"color": "soft", "lw": 2.2, "ls": "--", "label": "exponential"}
    ax.gaps.line("coin", GAPS, np.exp(-GAPS / mean) / mean, **look)
    ax.gaps.yours("dead", GAPS, r.dead, at=0.4)
    ax.gaps.still(xlim=(0, 45), ylim=(0, 0.19), xlabel="gap (ms)", ylabel="density (1/ms)")
    ax.sta.still(xlim=(30, -10), ylim=(-7, 7), xlabel="time before a spike (ms)")
    ax.sta.still(ylabel="sound above its mean (dB)", zero="y")
    ax.sta.fill(
        "chance", LAGS, np.full(LAGS.size, -CHANCE), np.full(LAGS.size, CHANCE), color="faint"
    )
    ax.sta.line("sta", LAGS, r.sta, color="ink", label="average", at=0.75)
    ax.sta.yours("mine", LAGS, r.mine, at=0.3)
    here = _at(r.lag, r.sta)
    ax.sta.points("here", r.lag, here, color="you", ms=7)
    side = "before" if r.lag >= 0 else "after"
    above = "above" if here >= 0.0 else "below"
    return (
        f"{r.spikes.size} spikes in 10 s, CV {r.cv:z.2f}. {abs(r.lag)} ms {side} a spike the sound "
        f"is {abs(here):z.1f} dB {above} its mean.{_told(r)}"
    )


def _told(r):
    """How well the student's neuron predicts the part that it may be tuned on."""
    if r.predicted is None:
        return ""
    own = r.predicted[np.isfinite(r.predicted)]
    gamma = analysis.coincidence_factor(r.spikes, own, TUNING)
    return f" In the first 6 s your neuron spikes {own.size} times, with Γ {gamma:z.2f}."
