"""The ring attractor against the matrix it avoids and against the self-consistent bump."""

import math

import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp

from course.models.ring_attractor import (
    PRESETS,
    Ring,
    angles,
    bump_angle,
    kernel,
    model,
    recurrent,
    simulate,
    weights,
)
from course.models.ring_attractor.theory import critical_w1, diffusion, pulled, shares, stationary

MEMORY = PRESETS["memory"]


def matrix_slope(t, a, ring, phi, v=0.0, h1=None):
    """The equation with the matrix written out, loop free only in its sum."""
    h1 = ring.h1 if h1 is None else h1
    spacing = 2 * np.pi / (ring.N - 1 if ring.layout == "seam" else ring.N)
    linked = ring.N - 1 if ring.layout == "seam" else ring.N
    out = np.empty(ring.N)
    for i in range(ring.N):
        total = 0.0
        if i < linked:
            d = spacing * (i - np.arange(linked))
            w = ring.w0 + ring.w1 * np.cos(d) + ring.w1 * ring.tau * v * np.sin(d)
            total = (w * a[:linked]).sum() / ring.N
        out[i] = max(0.0, total + ring.h0 + h1 * np.cos(spacing * i - phi(t)) - ring.T) - a[i]
    return out / ring.tau


@pytest.mark.parametrize("layout", ["even", "seam"])
@pytest.mark.parametrize("v", [0.0, 0.7])
def test_three_numbers_do_the_work_of_the_matrix(layout, v):
    ring = Ring(N=101, tau=3.0, layout=layout)
    a = np.random.default_rng(1).random(ring.N)
    W = weights(ring, v)
    assert np.abs(recurrent(ring, a, v) - W @ a).max() < 1e-12
    assert np.linalg.matrix_rank(W, tol=1e-10) == 3


def test_seam_gives_two_neurons_one_angle_and_one_no_input():
    ring = PRESETS["seam"]
    theta = angles(ring) % (2 * np.pi)
    assert theta[0] == pytest.approx(theta[-1], abs=1e-12) or theta[-1] == pytest.approx(2 * np.pi)
    W = weights(ring)
    assert np.all(W[-1] == 0) and np.all(W[:, -1] == 0)
    assert W[0, 1] == pytest.approx((0.9 + np.cos(2 * np.pi / 99)) / 100)


@pytest.mark.parametrize(
    ("ring", "v"),
    [
        (Ring(N=24, w1=1.6), 0.0),
        (Ring(N=23, w1=1.6, tau=2.0), 0.0),
        (Ring(N=24, layout="seam"), 0.0),
        (MEMORY._replace(N=20), 0.4),
        (Ring(N=9, h0=1.2), 0.0),
    ],
)
@pytest.mark.parametrize("speed", [0.0, 0.8])
def test_activity_agrees_with_scipy_on_the_matrix_form(ring, v, speed):
    start = np.random.default_rng(2).random(ring.N)
    ours = simulate(ring, duration=3.0, dt=0.002, speed=speed, phi=0.3, v=v, start=start, every=500)
    slope = lambda t, a: matrix_slope(t, a, ring, lambda t: 0.3 + speed * t, v)  # noqa: E731
    exact = solve_ivp(slope, (0, 3), start, "RK45", ours.t, rtol=1e-7, atol=1e-9).y
    assert np.abs(ours.a - exact).max() < 3e-5  # second order at dt = 0.002, gain up to 10
    linked = ring.N - (ring.layout == "seam")
    Z = np.exp(1j * ours.theta[:linked]) @ ours.a[:linked] / ring.N
    assert np.abs(ours.Z - Z).max() < 1e-12
    assert np.abs(ours.mean - ours.a[:linked].sum(0) / ring.N).max() < 1e-12


@pytest.mark.parametrize("layout", ["even", "seam"])
@pytest.mark.parametrize("v", [0.0, 0.7])
def test_the_plain_slope_is_the_equation_by_the_matrix_and_by_three_numbers(layout, v):
    ring = Ring(N=21, tau=3.0, h0=2.4, layout=layout)
    theta = angles(ring)
    for seed in range(5):
        a = np.random.default_rng(seed).random(ring.N)
        wanted = matrix_slope(0.0, a, ring, lambda t: 0.3, v)
        for heard in (model.by_matrix, model.by_three_numbers):
            found = model.slope(a, heard(a, theta, v, ring), theta, 0.3, ring)
            assert np.allclose(found, wanted, rtol=0, atol=1e-13)


@pytest.mark.parametrize("layout", ["even", "seam"])
@pytest.mark.parametrize("ring", [Ring(N=24, w1=1.6), Ring(N=9, tau=2.0), MEMORY._replace(N=31)])
@pytest.mark.parametrize("sigma", [0.0, 0.1])
def test_the_plain_reading_is_the_kernel(ring, layout, sigma):
    ring = ring._replace(layout=layout)
    v = 0.2 * np.sin(np.arange(400))
    options = {"duration": 20.0, "dt": 0.05, "speed": 0.7, "off": 12.0, "v": v, "every": 7}
    fast = simulate(ring, **options, sigma=sigma, rng=3)
    plain = simulate(ring, **options, sigma=sigma, rng=3, plain=True)
    assert plain.diverged_at is fast.diverged_at is None
    for mine, theirs in zip(plain[:-1], fast[:-1]):
        assert np.allclose(mine, theirs, rtol=0, atol=1e-11)  # rounding, along 400 steps


def test_the_plain_reading_by_the_matrix_is_that_by_three_numbers():
    ring = MEMORY._replace(N=15)
    start = np.random.default_rng(1).random(15)
    inputs = [(0.3, ring.h1, 0.4)] * 200
    kept = np.empty((2, 15, 200))
    for out, heard in zip(kept, (model.by_matrix, model.by_three_numbers)):
        assert model.run(start, inputs, 0.05, ring, np.zeros((15, 200)), out, heard) == 200
    assert np.allclose(*kept, rtol=0, atol=1e-12)


def test_the_plain_reading_stops_where_the_kernel_does():
    options = {"duration": 400.0, "dt": 0.1, "every": 10, "rng": 0}
    fast = simulate(Ring(N=20, w1=3.0), **options)
    plain = simulate(Ring(N=20, w1=3.0), **options, plain=True)
    assert fast.diverged_at is not None and plain.diverged_at == fast.diverged_at
    assert np.allclose(plain.a, fast.a, rtol=1e-9)


def test_noise_of_a_silent_ring_is_the_exact_recursion_of_its_normal_numbers():
    ring, sigma, dt = Ring(N=7, tau=3.0, h0=-50.0, w0=0.0, w1=0.0), 0.4, 0.5
    start = np.linspace(-1, 1, 7)
    a = simulate(ring, duration=4.0, dt=dt, sigma=sigma, rng=5, start=start, every=1).a
    z = np.random.default_rng(5).standard_normal((8, 7))
    c = math.exp(-dt / ring.tau)
    for t in range(7):  # tau da = -a dt + sigma sqrt(tau) dB: variance sigma^2 / 2 in the end
        expected = c * a[:, t] + sigma * math.sqrt((1 - c * c) / 2) * z[t]
        np.testing.assert_allclose(a[:, t + 1], expected, atol=1e-14)


def test_error_falls_with_the_square_of_the_step():
    ring = Ring(N=40, w1=1.5)
    start = np.random.default_rng(3).random(40)
    runs = [
        simulate(ring, duration=4.2, dt=dt, speed=1.0, start=start, every=round(0.2 / dt))
        for dt in (0.1, 0.05, 0.025, 0.001)
    ]
    error = [np.abs(run.a - runs[-1].a).max() for run in runs[:3]]
    assert 3.4 < error[0] / error[1] < 5.0
    assert 3.4 < error[1] / error[2] < 5.0


@pytest.mark.parametrize("layout", ["even", "seam"])
def test_order_parameters_need_no_activity(layout):
    ring = MEMORY._replace(N=31, layout=layout)
    start = np.random.default_rng(4).random(31)
    full = simulate(ring, duration=20.0, speed=0.5, off=10.0, v=0.1, start=start)
    bare = simulate(ring, duration=20.0, speed=0.5, off=10.0, v=0.1, start=start, keep=False)
    assert np.array_equal(full.Z, bare.Z)
    assert bare.a.shape == (31, 0)


RINGS = [
    Ring(N=2000),
    Ring(N=2000, w1=1.8),
    Ring(N=2000, h0=1.5),
    Ring(N=2000, h0=3.0, w0=0.2),  # three quarters active
    Ring(N=2000, h0=5.0, w0=0.5, h1=0.5),  # everybody active
    MEMORY._replace(N=2000),
    MEMORY._replace(N=2000, h1=0.0),
    MEMORY._replace(N=2000, h1=0.0, w1=2.3),
]


@pytest.mark.parametrize("ring", RINGS)
def test_bump_is_the_self_consistent_one(ring):
    start = 1 + 0.1 * np.cos(angles(ring))
    run = simulate(ring, duration=200.0, dt=0.05, start=start, every=3999)
    bump = stationary(ring)
    a = run.a[:, -1]
    # sums over 2000 neurons differ from integrals by 1/N^2; slow modes decay as exp(-20)
    assert a.max() == pytest.approx(bump.peak, rel=1e-5)
    assert run.mean[-1] == pytest.approx(bump.mean, rel=1e-5)
    assert abs(run.Z[-1]) == pytest.approx(bump.Z, rel=1e-5)
    width = (a > 1e-6 * a.max()).sum() * np.pi / ring.N
    assert width == pytest.approx(bump.half_width, abs=2 * np.pi / ring.N)


@pytest.mark.parametrize("c", [0.3, 1.0, math.pi / 2, 2.2, math.pi])
def test_the_shares_of_a_bump_are_its_integrals(c):
    def bump(x):
        return math.cos(x) - math.cos(c)  # of amplitude 1

    A = quad(bump, -c, c)[0] / (2 * math.pi)
    B = quad(lambda x: math.cos(x) * bump(x), -c, c)[0] / (2 * math.pi)
    assert shares(c) == pytest.approx((A, B), abs=1e-12)


def test_shares_take_any_shape_and_refuse_what_is_no_half_width():
    assert 2 * shares(1.0).A == pytest.approx(0.19173, abs=5e-6)
    assert 2 * shares(1.0).B == pytest.approx(0.17359, abs=5e-6)
    assert shares([[0.0, 1.0]]).B.shape == (1, 2)
    with pytest.raises(ValueError, match="c is 4"):
        shares(4.0)


def test_where_everybody_is_active_the_bump_is_a_cosine_on_a_mean():
    # I = (h0 - T) / (1 - w0) = 6 with T = 2, U = h1 / (1 - w1 / 2) = 1
    bump = stationary(Ring(h0=5.0, w0=0.5, w1=1.0, h1=0.5))
    assert bump == pytest.approx((7.0, np.pi, 6.0, 0.5, 0.0), abs=1e-12)


def test_the_input_stands_at_0_unless_told_otherwise():
    still = simulate(Ring(), duration=20.0, start=np.zeros(Ring().N))
    assert not still.phi.any()
    assert np.angle(still.Z[-1]) == pytest.approx(0.0, abs=1e-12)


def test_memory_bump_has_its_closed_form():
    # w1 B(c) = 1 with w1 = 4 gives c = pi/2, so U = (h0 - T) / (-w0 A) = pi and m = A U = 1
    bump = stationary(MEMORY._replace(h1=0.0))
    assert bump.half_width == pytest.approx(np.pi / 2, abs=1e-12)
    assert bump.peak == pytest.approx(np.pi, rel=1e-12)
    assert bump.mean == pytest.approx(1.0, rel=1e-12)
    assert bump.Z == pytest.approx(np.pi / 4, rel=1e-12)


def test_linear_regime_amplifies_by_one_over_one_minus_half_w1():
    ring = Ring(h0=8.0, w0=0.0, w1=1.5)
    assert stationary(ring).Z == pytest.approx(0.5 / (1 - 0.75))
    assert stationary(ring).half_width == np.pi


@pytest.mark.parametrize("w0", [-1.0, 0.0, 0.5])
def test_critical_w1_is_two_above_threshold(w0):
    assert critical_w1(Ring(h0=3.0, w0=w0)).onset == 2.0
    for w1, survives in ((1.9, False), (2.1, True)):
        ring = Ring(N=200, h0=3.0, w0=w0, w1=w1)
        run = simulate(ring, duration=400.0, dt=0.05, off=5.0, keep=False, rng=0)
        bump = stationary(ring._replace(h1=0.0))
        assert (bump.Z > 0) == survives
        assert abs(run.Z[-1]) == pytest.approx(bump.Z, abs=1e-3)


@pytest.mark.parametrize("w0", [-1.0, 0.0, 0.9])
def test_bump_diverges_above_its_critical_w1(w0):
    # at threshold (h0 = T) the same number separates decay from growth
    ring = Ring(N=2000, w0=w0)
    limit = critical_w1(ring).divergence
    if w0 == 0.0:
        assert limit == pytest.approx(4.0, rel=1e-12)  # c = pi/2, B = 1/4
    below = simulate(
        ring._replace(w1=0.98 * limit), duration=1000.0, dt=0.05, off=5.0, keep=False, rng=0
    )
    above = simulate(
        ring._replace(w1=1.02 * limit), duration=5000.0, dt=0.05, off=5.0, keep=False, rng=0
    )
    assert below.diverged_at is None and abs(below.Z[-1]) < 0.5 * abs(below.Z[200])
    assert above.diverged_at is not None and above.diverged_at < 5000
    assert above.t[-1] <= above.diverged_at and np.isfinite(above.Z).all()


def test_stationary_reports_divergence_and_silence():
    assert stationary(Ring(w1=2.5)).peak == np.inf
    assert stationary(Ring(h0=0.5)).peak == 0.0
    assert stationary(Ring(h0=3.0, w0=1.1)).peak == np.inf


@pytest.mark.parametrize("speed", [0.2, 1.0, 4.0])
@pytest.mark.parametrize(
    "ring",
    [Ring(N=500, w1=1.5), Ring(N=500, w1=2.2), Ring(N=500, h0=9.0, w0=0.0, w1=1.5)],
)
def test_bump_lags_behind_its_input_as_derived(ring, speed):
    run = simulate(ring, duration=200.0, dt=0.01, speed=speed, keep=False, rng=0)
    bump = stationary(ring, speed)
    lag = np.angle(np.exp(1j * run.phi[-1]) / run.Z[-1])
    assert lag == pytest.approx(bump.lag, abs=2e-4)  # 1/N^2 and dt^2
    assert abs(run.Z[-1]) == pytest.approx(bump.Z, rel=3e-4)


def test_asymmetric_weights_turn_the_bump_at_the_asked_speed():
    v = np.where(np.arange(12_000) < 6000, 0.3, -0.5)
    run = simulate(MEMORY._replace(h1=0.0), duration=120.0, dt=0.01, v=v, keep=False, rng=3)
    angle = np.unwrap(np.angle(run.Z))
    t = run.t
    for begin, end, speed in ((30, 59, 0.3), (90, 119, -0.5)):
        i, j = np.searchsorted(t, (begin, end))
        turned = (angle[j] - angle[i]) / (t[j] - t[i])
        assert turned == pytest.approx(speed, rel=2e-3)  # 100 neurons pin the bump a little


def diffusion_of(**options):
    ring = MEMORY._replace(h1=0.0)
    # at 45 degrees noise along x and along y turn the bump alike: too much of either is seen
    start = simulate(MEMORY, duration=60.0, phi=np.pi / 4, off=10.0, every=5999, rng=0).a[:, -1]
    runs = [
        simulate(ring, duration=60.0, dt=0.1, start=start, sigma=0.3, rng=k, every=100, **options).Z
        for k in range(1000)
    ]
    angle = np.unwrap(np.angle(np.array(runs)), axis=1)
    return (angle - angle[:, :1]).var(axis=0)[1:], diffusion(ring, 0.3)


@pytest.mark.parametrize("keep", [False, True])
def test_diffusion_grows_linearly_with_the_derived_slope(keep):
    variance, D = diffusion_of(keep=keep)
    t = 10.0 * np.arange(1, 6)
    # a variance from 1000 runs is known to sqrt(2/1000) = 4.5 %; three of these
    assert np.allclose(variance, 2 * D * t, rtol=0.14)


def test_bump_angle_reads_the_peak():
    theta = angles(Ring(N=64))
    for angle in (0.0, 1.0, 4.0):
        assert bump_angle(np.maximum(0, np.cos(theta - angle))) == pytest.approx(angle, abs=1e-9)
    run = simulate(Ring(), duration=10.0, phi=2.0, rng=0)
    assert bump_angle(run.a)[-1] == pytest.approx(2.0, abs=1e-3)
    assert bump_angle(run.a).shape == run.t.shape


def test_same_seed_gives_the_same_run():
    first, second = (simulate(MEMORY, duration=5.0, sigma=0.2, rng=7) for _ in range(2))
    other = simulate(MEMORY, duration=5.0, sigma=0.2, rng=8)
    assert np.array_equal(first.a, second.a)
    assert not np.array_equal(first.a, other.a)


def test_records_are_a_thinned_run():
    all_, tenth = (
        simulate(MEMORY, duration=5.0, speed=1.0, rng=0),
        simulate(MEMORY, duration=5.0, speed=1.0, every=10, rng=0),
    )
    assert np.array_equal(all_.a[:, ::10], tenth.a)
    assert np.array_equal(all_.t[::10], tenth.t) and np.array_equal(all_.phi[::10], tenth.phi)


def test_kernel_helper_sums_the_active_arc():
    theta = 2 * np.pi * np.arange(17) / 17
    c, s = np.cos(theta), np.sin(theta)
    sums = np.cumsum([np.tile(x, 3) for x in (c, s, c * c, c * s)], axis=1)
    table = np.concatenate([np.zeros((4, 1)), sums], axis=1)[:, : 2 * 17 + 2]
    rng = np.random.default_rng(5)
    for u in rng.normal(size=(300, 3)):
        f = np.maximum(u[0] + u[1] * c + u[2] * s, 0)
        wanted = f.sum(), (f * c).sum(), (f * s).sum()
        assert np.allclose(kernel.moments(*u, table, 17), wanted, atol=1e-12)


def test_the_kernel_draws_the_numbers_that_numpy_draws():
    ours = np.empty((40, 30))
    mine = np.random.default_rng(3)
    theirs = np.random.default_rng(3)
    kernel.draw(mine, ours)
    np.testing.assert_array_equal(ours, theirs.standard_normal((40, 30)))
    assert mine.random() == theirs.random()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: simulate(Ring(N=2), rng=0), "N is 2"),
        (lambda: simulate(Ring(tau=0.0), rng=0), "tau is 0"),
        (lambda: simulate(Ring(w1=np.nan), rng=0), "w1 is nan"),
        (lambda: simulate(Ring(layout="line"), rng=0), "layout is 'line'"),
        (lambda: simulate(dt=0.6, rng=0), "dt is 0.6"),
        (lambda: simulate(duration=1e9, rng=0), "steps"),
        (lambda: simulate(Ring(N=100_000), duration=100.0, rng=0), "kept activities"),
        (lambda: simulate(start=np.zeros(3)), "start has shape"),
        (lambda: simulate(phi=np.zeros(7), rng=0), "phi has 7 values"),
        (lambda: simulate(sigma=-1.0, rng=0), "sigma is -1"),
        (lambda: simulate(), "rng is None"),
        (lambda: simulate(start=np.zeros(100), sigma=0.1), "rng is None"),
        (lambda: simulate(keep=False, plain=True, rng=0), "keep is False; allowed is True where"),
        (lambda: weights(Ring(N=20_000)), "N is 20000"),
        (lambda: diffusion(Ring(), 0.1), "w1 is 1.0"),
        (lambda: stationary(Ring(h1=0.0), 1.0), "speed is 1.0"),
        (lambda: stationary(MEMORY, 1.0), "w1 is 4.0; allowed is up to 2"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def lit(away, h1, lasts, w1=4.0, N=100):
    """Degrees by which a lamp so far from a bump turns it."""
    ring = PRESETS["memory"]._replace(h1=h1, w1=w1, N=N)
    bump = stationary(ring._replace(h1=0.0))
    U = w1 * bump.Z
    first = np.maximum(bump.peak - U + U * np.cos(angles(ring)), 0.0)
    run = simulate(ring, duration=lasts, dt=0.02, phi=math.radians(away), start=first, keep=False)
    return math.degrees(np.angle(run.Z[-1]))


@pytest.mark.parametrize("away", [20.0, 90.0, -135.0, 170.0])
@pytest.mark.parametrize("w1", [3.0, 4.0, 5.0])
def test_a_weak_lamp_pulls_a_bump_as_derived(away, w1):
    ring = PRESETS["memory"]._replace(h1=0.002, w1=w1)
    left = math.degrees(pulled(ring, math.radians(away), 200.0))
    turned = lit(away, 0.002, 200.0, w1, N=10_000)  # few neurons would pin so slow a bump
    assert turned == pytest.approx(away - left, rel=0.006)


@pytest.mark.parametrize("h1, time", [(0.5, 27.0), (1.0, 17.0), (2.0, 10.0)])
def test_a_bright_lamp_a_quarter_turn_away_takes_the_bump_in_known_times(h1, time):
    assert lit(90.0, h1, time - 1.0) < 85.0 < lit(90.0, h1, time + 1.0)


def test_a_lamp_can_shine_for_a_part_of_the_run_and_is_then_a_switch_of_h1():
    ring = PRESETS["memory"]
    off = simulate(ring, duration=6.0, off=3.0, rng=0)
    lamp = np.arange(600) < 300
    for plain in (False, True):
        part = simulate(ring, duration=6.0, lamp=lamp * 1.0, rng=0, plain=plain)
        np.testing.assert_allclose(part.a, off.a, rtol=1e-9)
    none = simulate(ring._replace(h1=0.0), duration=6.0, rng=0)
    dark = simulate(ring, duration=6.0, lamp=0.0, rng=0)
    np.testing.assert_array_equal(dark.a, none.a)


def test_twice_as_slow_neurons_are_pulled_half_as_fast():
    ring = PRESETS["memory"]._replace(h1=0.1)
    slow = ring._replace(tau=2.0 * ring.tau)
    assert pulled(slow, 1.5, 20.0) == pytest.approx(pulled(ring, 1.5, 10.0), rel=1e-12)
    assert pulled(ring, 1.5, 10.0) < 1.4


@pytest.mark.parametrize("wrong", [Ring(h0=3.0, w0=-1.0, w1=1.0), MEMORY._replace(h1=-0.1)])
def test_a_ring_that_holds_no_bump_or_has_a_dark_lamp_cannot_be_pulled(wrong):
    with pytest.raises(ValueError, match=r"ring is .*allowed is one that holds a bump"):
        pulled(wrong, 1.0, 1.0)
