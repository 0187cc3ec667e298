"""Slow gates held still, and the resting state, against SciPy."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from course.models.respiration import (
    PRESETS,
    Respiration,
    growth,
    phases,
    rates,
    rest,
    simulate,
    slow,
    who_holds,
)
from course.models.respiration.model import _network, removed, slopes


def jacobian(x, model, d=1e-4):
    columns = [(rates(x + d * e, model) - rates(x - d * e, model)) / (2 * d) for e in np.eye(8)]
    return np.array(columns).T


def test_without_sodium_the_rest_is_an_unstable_spiral():
    model = Respiration(g_NaP=0.0)
    x = rest(model)
    assert np.abs(rates(x, model)).max() < 1e-12
    assert x[:4] == pytest.approx([-48.13, -35.35, -38.84, -40.85], abs=0.01)
    assert x[5:] == pytest.approx([0.187, 0.128, 0.056], abs=5e-4)
    values = np.linalg.eigvals(jacobian(x, model))
    first = values[values.real.argmax()]
    assert 1000 * first.real == pytest.approx(0.0377, abs=1e-4)  # 1/s
    assert growth(model) == pytest.approx(1000 * first.real, rel=1e-4)
    assert 2 * np.pi / abs(first.imag) == pytest.approx(1731, abs=1)  # ms


def test_a_little_sodium_makes_it_grow_forty_times_as_fast():
    model = Respiration(g_NaP=0.5)
    values = np.linalg.eigvals(jacobian(rest(model), model, d=1e-3))
    assert 1000 * values.real.max() == pytest.approx(1.5165, abs=1e-3)
    assert growth(model) == pytest.approx(1000 * values.real.max(), rel=1e-4)


def test_the_rates_lead_scipy_along_the_run_of_the_kernel():
    model = PRESETS["three-phase"]
    start = simulate(duration=10.0, drop=20_000.0)
    x = np.array([*start.V[:, -1], start.h[-1], *start.m[1:, -1]])
    run = simulate(model, duration=400.0, dt=0.02, every=50, start=start)
    found = solve_ivp(
        lambda t, x: rates(x, model), (0, 390), x, "LSODA", t_eval=np.arange(390), rtol=1e-8
    )
    assert np.abs(found.y[:4, 100:] - run.V[:, 100:390]).max() < 0.02


def edges(name, kind):
    """(h, m of the other three) where phases of this kind begin."""
    run = simulate(PRESETS[name], duration=8000.0, drop=20_000.0, dt=0.2, every=5)
    found = phases(run)
    at = np.searchsorted(run.t, found.edges[1:-1][found.kinds[1:] == kind])
    return run, at


@pytest.mark.parametrize(
    ("kind", "early", "aug", "h"), [(0, 0.079, 0.146, 0.381), (2, 0.193, 0.074, 0.213)]
)
def test_two_phases_leap_at_the_border_of_who_can_hold(kind, early, aug, h):
    run, at = edges("two-phase", kind)
    assert run.m[1, at] == pytest.approx(early, abs=1e-3)
    assert run.m[3, at] == pytest.approx(aug, abs=1e-3)
    assert run.h[at] == pytest.approx(h, abs=1e-3)
    sign = 1 if kind == 0 else -1  # a little farther along the path, and a little before
    line = early - sign * np.array([-0.02, 0.02]), aug + sign * np.array([-0.02, 0.02])
    held = [who_holds(PRESETS["two-phase"], [x], [y], post=0.0, h=h) for x, y in zip(*line)]
    before, after = [(bool(i[0, 0]), bool(e[0, 0])) for i, e in held]
    assert before == (True, True)
    assert after == ((True, False) if kind == 0 else (False, True))


def test_three_phases_hold_at_every_moment_what_is_loud():
    model = PRESETS["three-phase"]
    run = simulate(model, duration=2600.0, drop=20_000.0, dt=0.2, every=5)
    loud = np.maximum(run.f[0], run.f[1]) > np.maximum(run.f[2], run.f[3])
    leap = np.flatnonzero(np.diff(loud))
    for i in range(0, run.t.size, 150):
        if np.abs(leap - i).min() < 150:  # the voltages are under way
            continue
        held = who_holds(model, [run.m[1, i]], [run.m[3, i]], post=run.m[2, i], h=run.h[i])
        assert held[0 if loud[i] else 1][0, 0]


@pytest.mark.parametrize(
    "model", [*PRESETS.values(), Respiration(removed=("pre-I", "post-I")), Respiration(g_NaP=0.0)]
)
def test_the_compiled_twin_settles_where_the_plain_loop_does(model):
    early, aug = np.meshgrid(np.linspace(0.0, 0.4, 5), np.linspace(0.0, 0.25, 4))
    m = np.array([0.0 * early.ravel(), early.ravel(), np.full(early.size, 0.1), aug.ravel()])
    for start in slow.INSPIRING + slow.EXPIRING:
        V = np.tile(np.array(start)[:, None], early.size)
        plain = slow._settled(V, 0.3, m, 0.25, 20, model)
        network = _network(model)
        slow.kernel.settle(network, V, 0.3, m, 0.25, 20, slow.CHUNK, slow.STILL)
        loud = [i for i in range(4) if i not in removed(model)]  # to nobody else it matters
        np.testing.assert_allclose(V[loud], plain[loud], rtol=1e-10)
    given = {"early": early[0], "aug": aug[:, 0], "post": 0.1, "h": 0.3}
    held = who_holds(model, **given)
    np.testing.assert_array_equal(held, who_holds(model, **given, plain=True))


def test_where_voltages_settle_nothing_moves_and_within_a_chunk_they_are_under_way():
    model = PRESETS["two-phase"]
    V = np.array(slow.EXPIRING[2])[:, None]
    m = np.array([[0.0], [0.1], [0.1], [0.1]])
    moved = [
        np.abs(slopes(slow._settled(V, 0.3, m, 0.25, chunks, model)[:, 0], 0.3, m[:, 0], model)[0])
        for chunks in (1, 40)
    ]
    assert moved[0].max() > 1e-2
    assert moved[1].max() < slow.STILL


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: rates(np.zeros(7), Respiration()), r"x has shape \(7,\)"),
        (lambda: rest("x"), "model is 'x'"),
        (lambda: who_holds(Respiration(), [-1.0], [0.1], post=0.1, h=0.3), "early"),
        (lambda: who_holds(Respiration(), [0.1], [0.1], post=0.1, h=2.0), "h is 2"),
        (lambda: who_holds(Respiration(), np.ones(200), np.ones(200), post=0, h=0.3), "points"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
