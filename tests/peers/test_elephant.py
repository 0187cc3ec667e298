"""Elephant's statistics of spike trains."""

import numpy as np
import pytest
from agreement import needs

from course import analysis
from course.models import poisson

# of its own way with quantities
pytestmark = pytest.mark.filterwarnings("ignore:The 'copy' argument in Quantity")
DURATION, WIDTH = 4000.0, 50.0  # ms


@pytest.fixture
def elephant():
    """(what Elephant needs, its name and version)."""
    statistics, peer = needs("elephant.statistics", "Elephant", "elephant")
    neo, _ = needs("neo", "Neo", "neo")
    pq, _ = needs("quantities", "quantities", "quantities")

    def train(spikes):
        return neo.SpikeTrain(spikes, units="ms", t_stop=DURATION)

    return statistics, train, pq, peer


@pytest.fixture
def trials():
    """Trains whose rate drifts, with a refractory period."""
    rate = lambda t: 40 + 30 * np.sin(2 * np.pi * t / 800)  # noqa: E731
    return poisson.inhomogeneous_trials(
        rate, 70.0, duration=DURATION, n_trials=20, rng=3, t_ref=3.0
    ).split()


def test_intervals_and_their_irregularity(agree, elephant, trials):
    statistics, train, _, peer = elephant
    theirs = [train(spikes) for spikes in trials]
    agree(
        "intervals of a train", peer,
        statistics.isi(theirs[0]).magnitude, analysis.isi(trials[0]), 1e-9, "ms",
    )  # fmt: skip
    agree(
        "CV of 20 trains (ddof 0)", peer,
        [statistics.cv(statistics.isi(one)) for one in theirs],
        [analysis.cv(one) for one in trials], 1e-12,
    )  # fmt: skip
    agree(
        "Lv of 20 trains", peer,
        [statistics.lv(statistics.isi(one)) for one in theirs],
        [analysis.local_variation(one) for one in trials], 1e-12,
    )  # fmt: skip


def test_the_fano_factor(agree, elephant, trials):
    statistics, train, _, peer = elephant
    n = len(trials)
    theirs = statistics.fanofactor([train(spikes) for spikes in trials]) * n / (n - 1)
    what = "Fano factor of 20 trains (theirs, ddof 0, times n / (n − 1))"
    agree(what, peer, theirs, analysis.fano(trials, DURATION), 1e-12)


def test_the_peri_stimulus_time_histogram(agree, elephant, trials):
    statistics, train, pq, peer = elephant
    found = statistics.time_histogram(
        [train(spikes) for spikes in trials], bin_size=WIDTH * pq.ms, output="rate"
    )
    theirs = found.rescale("Hz").magnitude.ravel()
    what = "PSTH of 20 trains in bins of 50 ms"
    agree(what, peer, theirs, analysis.psth(trials, DURATION, WIDTH).value, 1e-9, "Hz")


@pytest.mark.parametrize("kind", ["auto", "cross"])
def test_correlograms(agree, elephant, trials, kind):
    # Times on a grid of 2 ms, so that a lag and a difference of bins are the same.
    _, train, pq, peer = elephant
    conversion, _ = needs("elephant.conversion", "Elephant", "elephant")
    correlation, _ = needs("elephant.spike_train_correlation", "Elephant", "elephant")
    width, bins = 2.0, 50
    one, two = (np.unique(np.floor(spikes / width)) * width for spikes in trials[:2])
    if kind == "auto":
        two = one
    binned = [
        conversion.BinnedSpikeTrain(train(spikes + width / 2), bin_size=width * pq.ms)
        for spikes in (one, two)
    ]
    found, lags = correlation.cross_correlation_histogram(*binned, window=[1 - bins, bins - 1])
    theirs = np.asarray(found.magnitude, float).ravel()[lags >= 0]
    if kind == "auto":
        theirs[0] -= one.size  # ours leaves out each spike itself
    other = None if kind == "auto" else two
    ours = analysis.correlogram(one, bins * width, width, other)
    counts = ours.value * one.size * width / 1000.0
    agree(f"{kind}-correlogram, pairs at lags from 0 to 100 ms", peer, theirs, counts, 1e-9)
