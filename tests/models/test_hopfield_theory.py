"""Closed forms against the published table, the exact binomial and the mean-field equation."""

import math

import numpy as np
import pytest
from scipy import optimize, stats

from course.models.hopfield import theory


@pytest.mark.parametrize("error,load", theory.ONE_STEP_TABLE)
def test_closed_form_gives_the_published_table(error, load):
    """Hertz, Krogh & Palmer (1991), table 2.1; its loads are rounded to 0.001 to 0.01,
    and d log P / d log load is at most 5, so 2 % in P."""
    assert theory.one_step_error(load) == pytest.approx(error, rel=0.02)


@pytest.mark.parametrize("error,load", theory.ONE_STEP_TABLE)
def test_measured_errors_agree_with_the_table_within_sampling_error(error, load):
    """Errors of units are independent to first order: 4 binomial standard deviations,
    and the crosstalk's grain adds at most 10 % at N = 500."""
    N, trials = 500, 8
    M = round(load * N)
    measured = theory.one_step_errors(N, M, trials, rng=1)
    sampling = 4 * math.sqrt(error / (N * M * trials))
    assert abs(measured - error) < sampling + 0.1 * error


def test_measured_errors_agree_with_the_exact_binomial():
    """The crosstalk is a sum of (N-1)(M-1) fair signs; an error needs it below -(N-1)."""
    N, M, trials = 60, 20, 300
    n = (N - 1) * (M - 1)
    exact = stats.binom.cdf(math.ceil((n - (N - 1)) / 2) - 1, n, 0.5)
    measured = theory.one_step_errors(N, M, trials, rng=2)
    # errors within a network are correlated; 300 networks, 4 standard errors of their mean
    assert measured == pytest.approx(exact, abs=4 * math.sqrt(exact / (N * trials)))


def test_an_input_of_0_reverses_no_unit():
    N, M, trials = 7, 4, 40
    rng = np.random.default_rng(3)
    wrong = ties = 0
    for _ in range(trials):
        xi = (2 * rng.integers(0, 2, size=(M, N)) - 1).tolist()
        for p in xi:
            for i in range(N):
                h = sum(q[i] * q[j] * p[j] for q in xi for j in range(N) if j != i)
                wrong += h * p[i] < 0
                ties += h == 0
    assert ties > 50
    assert theory.one_step_errors(N, M, trials, rng=3) == pytest.approx(wrong / (N * M * trials))


def test_critical_load_is_the_published_0_138():
    """Amit, Gutfreund & Sompolinsky (1987): alpha_c = 0.138, m = 0.967 there."""
    assert theory.critical_load() == pytest.approx(0.1379, abs=1e-4)
    assert theory.retrieval_overlap(0.1379) == pytest.approx(0.967, abs=2e-3)  # slope is infinite
    assert theory.retrieval_overlap(0.1380) == 0.0


@pytest.mark.parametrize("alpha", [0.02, 0.05, 0.1, 0.13])
def test_retrieval_overlap_solves_the_mean_field_equation(alpha):
    def equation(y):
        return y * (math.sqrt(2 * alpha) + 2 / math.sqrt(math.pi) * math.exp(-y * y)) - math.erf(y)

    y = optimize.brentq(equation, 1.3, 6.0, xtol=1e-13)
    # the table behind it has a step of 1e-4 in y
    assert theory.retrieval_overlap(alpha) == pytest.approx(math.erf(y), abs=1e-7)


def test_an_empty_memory_is_perfect():
    assert theory.retrieval_overlap(0.0) == pytest.approx(1.0, abs=1e-12)


def test_bad_input_is_named():
    with pytest.raises(ValueError, match=r"^load"):
        theory.one_step_error(0.0)
    with pytest.raises(ValueError, match=r"^load"):
        theory.retrieval_overlap(-0.1)
    with pytest.raises(ValueError, match=r"^N"):
        theory.one_step_errors(1, 1, 1, rng=0)
    with pytest.raises(ValueError, match=r"^M"):
        theory.one_step_errors(10**6, 10**4, 1, rng=0)
