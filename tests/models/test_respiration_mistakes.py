"""The loop with mistakes against a plain reading of it, and against the right model."""

import numpy as np
import pytest

from course.material import respiration_mistakes
from course.material.respiration_mistakes import MISTAKES, START, simulate_mistakes
from course.models.respiration import Respiration, phases, simulate


def plain(mistakes, steps, dt):
    """The equations in NumPy, numbers in place, one forward Euler step after the other."""
    b = np.array([[0, 0, 0.3, 0.2], [0, 0, 0.05, 0.35], [0, 0.25, 0, 0.1], [0, 0.35, 0.35, 0]])
    drive = np.array([0.21, 0.6, 0.63, 0.73])  # row sums of c: all drives 1
    k = np.array([0, 0.9, 0.9, 1.3] if "k_AD" in mistakes else [0, 0.9, 1.3, 0.9])
    V, h, m, out = np.array(START), 0.0, np.zeros(4), []
    for _ in range(steps):
        f = 1 / (1 + np.exp(-(V + 30) / np.array([8, 4, 4, 4])))
        out.append((V, f))
        I = 2.8 * (V + 60) + 10 * V * (drive + [0, 0.4 * f[0], 0, 0]) + 60 * (V + 75) * (b @ f)
        I += 10 * m * ((V[1] if "V_AD" in mistakes else V) + 85)
        if "g_NaP" not in mistakes:
            I[0] += 5 / (1 + np.exp(-(V[0] + 40) / 6)) * h * (V[0] - 50)
        I[0] += 5 / (1 + np.exp(-(V[0] + 29) / 4)) ** 4 * (V[0] + 85)
        h_inf, rate = 1 / (1 + np.exp((V[0] + 48) / 6)), np.cosh((V[0] + 48) / 12) / 6000
        h = dt * rate * h_inf if "h" in mistakes else h + dt * rate * (h_inf - h)
        m = m + dt * (k * f - m) / [1, 2000, 1000, 2000]
        V = V - dt * I / 20
    return np.moveaxis(np.array(out), 0, 2)


@pytest.mark.parametrize("mistakes", [(), *[(name,) for name in MISTAKES], MISTAKES])
def test_the_loop_is_its_plain_reading(mistakes):
    V, f = plain(mistakes, 4000, 0.2)
    run = simulate_mistakes(Respiration(), mistakes, duration=800.0, dt=0.2, every=1)
    assert np.allclose(run.V, V, rtol=0, atol=1e-8)  # rounding, along 4000 steps
    assert np.allclose(run.f, f, rtol=0, atol=1e-9)


def test_without_mistakes_it_breathes_as_published():
    found = phases(simulate_mistakes(Respiration(), (), duration=10_000.0, drop=30_000.0))
    right = phases(simulate(duration=10_000.0, drop=30_000.0))
    assert found.period == pytest.approx(right.period, rel=1e-3)  # Euler is of order one
    assert found.expiration == pytest.approx(right.expiration, abs=5.0)


def test_mistakes_can_hold_each_other_up():
    def cycles(mistakes):
        return phases(
            simulate_mistakes(Respiration(), mistakes, duration=8000.0, drop=40_000.0)
        ).cycles

    assert cycles(MISTAKES) > 0
    assert cycles(("g_NaP", "h", "k_AD")) == 0  # one mended, and no rhythm is left
    assert cycles(("k_AD",)) > 0


def test_a_run_that_overflows_is_refused_compiled_or_not(monkeypatch):
    stiff = Respiration(g_L=5e5, C=1.0)
    kernel = respiration_mistakes.run
    for run in (kernel, getattr(kernel, "py_func", kernel)):
        monkeypatch.setattr(respiration_mistakes, "run", run)
        with pytest.raises(ValueError, match="allowed is a step short enough"):
            simulate_mistakes(stiff, (), duration=20.0, dt=0.5)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"mistakes": ("h_NaP",)}, "mistakes"),
        ({"duration": -1.0}, "duration is"),
        ({"dt": 1.0}, "dt is"),
        ({"drop": np.nan}, "drop is"),
        ({"every": 0}, "every is"),
    ],
)
def test_bad_input_is_named(arguments, named):
    with pytest.raises(ValueError, match=named):
        simulate_mistakes(Respiration(), **arguments)
