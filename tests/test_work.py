"""What would run for too long is refused before anything runs, by its size and not by a clock."""

import contextlib
import inspect
import time
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, seed, settings
from test_fuzz import FUNCTIONS, cases, complete

from course import _valid
from course.models import rnn, spiking_network
from course.models.hopfield import batch
from course.models.perceptron import mlp

LENGTHS = {"duration", "steps", "max_steps", "max_sweeps", "epochs", "trials", "n_trials", "pulse"}
AT_ONCE = 5.0  # s of processor time: room for the arguments, not for the work


def task(trials, times):
    inputs = np.ones((trials, times, 1))
    return SimpleNamespace(inputs=inputs, targets=inputs, mask=inputs[..., 0])


def network(N):
    return rnn.init(N, 1, 1, rng=0)


def signs(M, N):
    return np.ones((M, N), np.int8)


TOO_MUCH = {
    "spiking network": (
        lambda k: spiking_network.simulate(
            np.zeros((3000, 3000)), np.ones(3000), duration=2222 * k
        ),
        "N * N * T",
    ),
    "recall, many patterns": (
        lambda k: batch.recall_all(signs(1000, 1000), signs(1000, 1000), max_steps=int(714 * k)),
        "max_steps",
    ),
    "recall, one pattern": (
        lambda k: batch.recall_all(signs(1, 1000), signs(1000, 1000), max_steps=int(4970 * k)),
        "max_steps",
    ),
    "forgetting": (
        lambda k: batch.forgetting(signs(200, 200), max_steps=int(208 * k)),
        "max_steps",
    ),
    "forgetting, bounded": (
        lambda k: batch.forgetting(signs(200, 200), bound=0.4, max_steps=int(312 * k)),
        "max_steps",
    ),
    "MLP": (
        lambda k: mlp.fit(
            mlp.init(9, 100, 1, rng=0), np.ones((10, 9)), np.ones(10), epochs=int(1e6 * k)
        ),
        "epochs",
    ),
    "condensing by many trials": (
        lambda k: rnn.condense(network(50), task(int(81 * k), 10_000), 1),
        "merges",
    ),
    "condensing many units": (
        lambda k: rnn.condense(network(int(318 * k)), task(1, 1), 1),
        "merges",
    ),
    **{
        f"RNN by {method}": (
            lambda k, method=method, steps=steps: rnn.fit(
                task(10, 99), start=network(98), method=method, steps=int(steps * k)
            ),
            "passes",
        )
        for method, steps in (("gd", 20_408), ("adam", 20_408), ("newton", 1020))
    },
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_work_beyond_the_stated_size_is_refused_before_anything_runs(name, monkeypatch):
    call, words = TOO_MUCH[name]
    began = time.process_time()
    with pytest.raises(ValueError, match="allowed is up to") as refusal:
        call(1.02)
    assert words in str(refusal.value)
    assert time.process_time() - began < AT_ONCE
    # a size just within passes the same door; the work behind it is not done here
    passed = []
    true_limit = _valid.limit

    class Passed(Exception):
        pass

    def stop(name, amount, most):
        true_limit(name, amount, most)
        passed.append(name)
        if words in name:
            raise Passed

    monkeypatch.setattr(_valid, "limit", stop)
    with pytest.raises(Passed):
        call(0.98)


def lengths(name):
    return LENGTHS & set(inspect.signature(FUNCTIONS[name]).parameters)


@pytest.mark.parametrize("name", sorted(filter(lengths, FUNCTIONS)))
def test_who_is_told_how_long_to_run_bounds_the_work(name, monkeypatch):
    asked = set()
    count = _valid.count  # its own largest number is no bound on work
    for door in ("limit", "steps", "count"):
        true = getattr(_valid, door)

        def spy(*arguments, true=true, **options):
            if true is not count or (arguments[0] in LENGTHS and "high" in options):
                asked.add(true)
            return true(*arguments, **options)

        monkeypatch.setattr(_valid, door, spy)

    @seed(0)
    @settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(cases(name))
    def each(case):
        kind, arguments, _, _ = case
        if kind == "typical":
            with contextlib.suppress(ValueError):  # of two that do not go together
                FUNCTIONS[name](**complete(name, arguments))

    each()
    assert asked, f"{sorted(lengths(name))} can be as large as count or number lets pass"
