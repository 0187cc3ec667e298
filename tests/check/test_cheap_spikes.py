"""More right answers to the exercises of lesson 04."""

import functools

import numpy as np
import pytest
from scipy import special, stats

from course.analysis import coincidence_factor, spike_triggered_average
from course.check import cheap_spikes as check
from course.material import grasshopper
from course.models.integrate_fire import LIF, simulate
from course.models.izhikevich import Izhikevich
from course.models.izhikevich import fixed_points as library


def vector(v, u, I, dt, a, b, c, d):
    y = np.array([v, u])
    y += dt * np.array([(0.04 * v + 5) * v + 140 - u + I, a * b * v - a * u])
    if not y[0] < 30:
        y = np.array([c, y[1] + d])
    return y


def old_copies(v, u, I, dt, a, b, c, d):
    old_v, old_u = v, u
    v += dt * (0.04 * old_v**2 + 5 * old_v + 140 - old_u + I)
    u += dt * a * (b * old_v - old_u)
    return (c if v >= 30 else v, u + d * (v >= 30))


def kind_of(a, v, b):
    slope = 0.08 * v + 5
    if slope > b:
        return "Saddle"
    return "stable" if slope < a else "unstable"


def by_roots(a, b, I):
    roots = np.roots([0.04, 5 - b, 140 + I])
    return [[v.real, kind_of(a, v.real, b)] for v in sorted(roots, key=abs) if np.isreal(v)]


def by_eigenvalues(a, b, I):
    found = []
    inside = (5 - b) ** 2 - 4 * 0.04 * (140 + I)
    if inside >= 0:
        for v in ((-(5 - b) - inside**0.5) / 0.08, (-(5 - b) + inside**0.5) / 0.08):
            rates = np.linalg.eigvals([[0.08 * v + 5, -1], [a * b, -a]])
            if np.all(rates.real < 0):
                found.append((v, "stable"))
            elif np.all(rates.real > 0):
                found.append((v, "unstable"))
            else:
                found.append((v, "saddle"))
    return found


def bin_by_bin(rate, dt, duration, rng):
    """The loop that a beginner writes."""
    spikes = []
    for i in range(int(duration / dt)):
        if rng.random() < rate * dt / 1000:
            spikes.append(i * dt)
    return spikes


def gap_by_gap(rate, duration, rng):
    spikes, t = [], rng.exponential(1000 / rate)
    while t < duration:
        spikes.append(t)
        t += rng.exponential(1000 / rate)
    return spikes


def until_enough(rate, duration, rng):
    gaps = -1000 / rate * np.log(1 - rng.random(10))
    while gaps.sum() < duration:
        gaps = np.append(gaps, rng.exponential(1000 / rate, gaps.size))
    spikes = gaps.cumsum()
    return spikes[: np.searchsorted(spikes, duration)]


def spike_by_spike(spikes, level, lags):
    average = []
    for lag in lags:
        heard = []
        for spike in spikes:
            k = int(np.floor(spike - lag))
            if 0 <= k <= len(level) - 1:
                heard.append(level[k])
        average.append(sum(heard) / len(heard) - sum(level) / len(level))
    return average


def masked(spikes, level, lags):
    places = np.floor(spikes[:, None] - lags).astype(int)
    inside = (places >= 0) & (places < level.size)
    heard = np.where(inside, level[places.clip(0, level.size - 1)], 0.0)
    return heard.sum(axis=0) / inside.sum(axis=0) - level.mean()


def padded(level):
    return np.concatenate([np.full(100, np.nan), level, np.full(100, np.nan)])


def counted(trials, duration, width):
    rates = np.zeros(round(duration / width))
    for train in trials:
        for spike in train:
            rates[int(spike // width)] += 1
    rates *= 1000 / width / len(trials)
    return rates


def steady(neuron, I, duration=3000.0):
    """Rate of the last interval, or 0."""
    spikes = neuron.inject(I, duration=duration).spikes
    fires_on = len(spikes) > 2 and spikes[-1] > duration / 2
    return 1000 / (spikes[-1] - spikes[-2]) if fires_on else 0


def by_digits(neuron):
    """Climb in tenths, then hundredths, then thousandths; the rate at the first that fires."""
    I = 0.0
    for step in (0.1, 0.01, 0.001):
        while steady(neuron, I + step) == 0:
            I += step
    return 1 if steady(neuron, I + 0.001) < 4.0 else 2


def by_the_root(neuron):
    """The square of the rate over the current is a line for class 1, and ends at the onset."""
    I = np.arange(0.74, 1.5, 0.02)
    rates = np.array([steady(neuron, one) for one in I])
    first = np.argmax(rates > 0)
    line = np.polyfit(I[first : first + 4], rates[first : first + 4] ** 2, 1)
    return 1.0 if -line[1] / line[0] > I[first] - 0.03 else 2.0


def by_the_slowest(neuron):
    """The longest interval that a current out of many gets out of it."""
    longest = 0.0
    for I in np.linspace(0.74, 1.35, 120):
        spikes = neuron.inject(I, duration=1500.0).spikes
        if len(spikes) > 2 and spikes[-1] > 900.0:
            longest = max(longest, spikes[-1] - spikes[-2])
    return 2 - (longest > 200.0)


def by_ringing(neuron):
    """Below its onset class 2 swings around its goal, class 1 creeps there."""
    low, high = 0.3, 2.0
    for _ in range(10):
        middle = (low + high) / 2
        low, high = (low, middle) if len(neuron.inject(middle).spikes) else (middle, high)
    V = neuron.inject(0.9 * low, duration=2000.0).V
    return 2 if V.max() > V[-1] + 0.5 else 1


def by_variance(gaps):
    gaps = sorted(gaps)
    mean = sum(gaps) / len(gaps)
    needed = mean - (sum((gap - mean) ** 2 for gap in gaps) / len(gaps)) ** 0.5
    return [gaps[0], needed, np.searchsorted(gaps, needed) / len(gaps)]


def by_euler(level):
    """The loop that a student writes, in steps of 0.1 ms."""
    tau, gain, offset, dead, delay = 1.3, 0.08, 0.95, 3.5, 6.9
    V, left, spikes = 0, 0, []
    for k in range(len(level)):
        I = offset + gain * (level[k] - 58.4)
        for step in range(10):
            if left > 0:
                left -= 1
                continue
            V += 0.1 * (I - V) / tau
            if V > 1:
                V, left = 0, round(dead / 0.1)
                spikes.append(k + 0.1 * step + delay)
    return spikes


def by_the_library(level):
    """The neuron of lesson 02, with R = 1 and potentials without a unit."""
    unit = LIF(tau_m=1.0, R=1.0, E_L=0.0, V_th=1.0, V_reset=0.0, t_ref=3.5)
    return simulate(unit, np.repeat(0.9 + 0.08 * (level - 58.4), 5), dt=0.2).spikes + 7.0


def that_tires(level):
    """As the cell does: each spike lowers the drive for seconds."""
    V, tired, free, spikes = 0.0, 0.0, 0.0, []
    for k, loud in enumerate(np.repeat(level, 5).tolist()):
        tired -= 0.2 * tired / 2000
        if 0.2 * k >= free:
            V += 0.2 / 1.3 * (1.05 + 0.075 * (loud - 58.4) - tired - V)
            if V >= 1:
                spikes.append(0.2 * k + 7.0)
                V, tired, free = 0.0, tired + 0.003, 0.2 * k + 3.6
    return np.array(spikes)


def without_a_membrane(level):
    """Loud sound makes a spike, after a pause of 4 ms."""
    spikes, last = [], -4.0
    for k in np.flatnonzero(np.convolve(level - level.mean(), [0.7, 0.3]) > 3.5):
        if k - last >= 4:
            spikes.append(k + 7.5)
            last = k
    return spikes


def that_integrates(level):
    """Hardly a leak: a slow membrane with a strong drive, from spike to spike."""
    V, free, spikes = 0.0, 0.0, []
    drive = 0.2 / 10.0 * (3.8 + 0.5 * (np.repeat(level, 5) - 58.4))
    for k, I in enumerate(drive.tolist()):
        if 0.2 * k >= free:
            V += I - 0.2 / 10.0 * V
            if V >= 1:
                spikes.append(0.2 * k + 7.2)
                V, free = 0.0, 0.2 * k + 2.4
    return tuple(spikes)


def shared_by_covariance(c, n, rng):
    return rng.multivariate_normal([0, 0], [[1, c], [c, 1]], n).T


def shared_by_loops(c, n, rng):
    one, other = [], []
    for both, a, b in rng.standard_normal((n, 3)).tolist():
        one.append(c**0.5 * both + (1 - c) ** 0.5 * a)
        other.append(c**0.5 * both + (1 - c) ** 0.5 * b)
    return one, other


def shared_by_turning(c, n, rng):
    one, other = rng.standard_normal((2, n))
    return one, c * one + np.sqrt(1 - c**2) * other


def shared_by_sum_and_difference(c, n, rng):
    up, down = rng.standard_normal((2, n)) * np.sqrt([[1 + c], [1 - c]]) / np.sqrt(2)
    return np.array([up + down, up - down])


def shared_by_spreads(c, n, rng):
    both = rng.normal(0.0, np.sqrt(c), n)
    return [both + rng.normal(0.0, np.sqrt(1 - c), n) for _ in range(2)]


def entropy_by_loops(counts):
    total, bits = sum(counts), 0.0
    for count in counts:
        if count > 0:
            bits -= count / total * np.log2(count / total)
    return bits


def entropy_of_counts(counts):
    n = counts[counts > 0]
    return np.log2(n.sum()) - (n * np.log2(n)).sum() / n.sum()


def entropy_by_surprise(counts):
    p = counts / counts.sum()
    surprise = np.log(1 / np.where(p > 0, p, 1.0)) / np.log(2)
    return (p * surprise).sum()


RIGHT = {
    "shared": [
        shared_by_covariance,
        shared_by_loops,
        shared_by_turning,
        shared_by_sum_and_difference,
        shared_by_spreads,
    ],
    "entropy": [
        entropy_by_loops,
        entropy_of_counts,
        entropy_by_surprise,
        lambda counts: stats.entropy(counts, base=2),
        lambda counts: special.entr(counts / counts.sum()).sum() / np.log(2),
    ],
    "cell": [
        by_euler,
        by_the_library,
        that_tires,
        without_a_membrane,
        that_integrates,
        lambda level: by_the_library(level)[::-1].tolist(),
    ],
    "dead_time": [
        by_variance,
        lambda gaps: (
            gaps.min(),
            gaps.mean() - gaps.std(ddof=1),
            (gaps < gaps.mean() - gaps.std(ddof=1)).mean(),
        ),
        lambda gaps: np.array(by_variance(gaps)),
    ],
    "neuron_class": [by_digits, by_the_root, by_the_slowest, by_ringing, lambda n: by_ringing(n)],
    "step": [vector, old_copies],
    "fixed_points": [
        by_roots,
        by_eigenvalues,
        lambda a, b, I: [(p.v, kind_of(a, p.v, b)) for p in library(Izhikevich(a=a, b=b), I)],
        lambda a, b, I: tuple(by_roots(a, b, I)[::-1]),
    ],
    "burster": [(-50.0, 1.7), (-47, 3), (-48.5, 2.5)],
    "bins": [
        bin_by_bin,
        lambda rate, dt, T, rng: np.arange(0, T, dt)[rng.random(round(T / dt)) < 1e-3 * rate * dt],
        lambda rate, dt, T, rng: dt * np.nonzero(rng.uniform(0, 1e3, round(T / dt)) < rate * dt)[0],
        lambda rate, dt, T, rng: dt * np.where(rng.binomial(1, 1e-3 * rate * dt, int(T / dt)))[0],
    ],
    "gaps": [
        gap_by_gap,
        until_enough,
        lambda rate, T, rng: np.sort(rng.uniform(0, T, rng.poisson(rate * T / 1000))),
    ],
    "psth": [
        counted,
        lambda trials, T, width: (
            np.histogram(np.concatenate(trials), round(T / width), (0, T))[0]
            * 1e3
            / (width * len(trials))
        ),
        lambda trials, T, width: (
            np.mean(
                [np.histogram(x, np.linspace(0, T, round(T / width) + 1))[0] for x in trials],
                axis=0,
            )
            * (1000 / width)
        ),
    ],
    "sta": [
        spike_by_spike,
        masked,
        spike_triggered_average,
        lambda spikes, level, lags: [
            np.nanmean(padded(level)[(spikes - lag + 100).astype(int)]) - level.mean()
            for lag in lags
        ],
    ],
}


@pytest.mark.parametrize("delay, passes", [(5.6, False), (5.8, True)])
def test_a_neuron_passes_from_one_half_on_and_not_before(delay, passes):
    neuron = functools.partial(check.cell.right, delay=delay)
    spikes, level = grasshopper.recording()
    later = spikes[spikes >= 6000] - 6000
    gamma = coincidence_factor(later, neuron(level[6000:]), 4000)
    assert abs(gamma - 0.5) < 0.05 and (gamma >= 0.5) == passes
    assert bool(check.cell(neuron)) == passes


@pytest.mark.parametrize("part, factor", [(0, 1.003), (1, 1.01), (2, 1.1), (2, 0.9)])
def test_each_of_the_three_numbers_of_a_dead_time_is_judged(part, factor):
    def off(gaps):
        found = list(check.dead_time.right(gaps))
        found[part] *= factor
        return found

    assert not check.dead_time(off)


@pytest.mark.parametrize("off", [-0.06, 0.06])
def test_noises_that_share_a_little_more_or_less_are_refused(off):
    assert not check.shared(lambda c, n, rng: check.shared.right(c + off, n, rng))
