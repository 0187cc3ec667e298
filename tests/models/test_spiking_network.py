"""The spiking network against the article's loop, written anew from its equations."""

import numpy as np
import pytest

from course.models.spiking_network import events, firing_rate, inputs, simulate, weights


def loop(W, I, T, V_th=0, V_rest=-60, V_reset=-70, dt=0.1, eps=1):
    """Step by step: the input of last step's spikes, then Euler, then threshold and reset."""
    N = len(W)
    x, s = np.full(N, float(V_rest)), np.zeros(N)
    voltages, spikes = [x], [s]
    for t in range(T - 1):
        change = V_rest - x + np.dot(W, eps * s) + I[:, t]
        x = x + dt * change
        s = np.where(x > V_th, 1.0, 0.0)
        x = np.where(x > V_th, V_reset, x)
        voltages.append(x)
        spikes.append(s)
    return np.array(voltages).T, np.array(spikes).T


def article(N=100, T=500, seed=0):
    """Weights N(0, 10^2) without self-connections, input 60 + 10 N(0, 1), as C arrays."""
    rng = np.random.default_rng(seed)
    I = 60 + 10 * rng.standard_normal((N, T))
    W = 10 * rng.standard_normal((N, N))
    np.fill_diagonal(W, 0)
    return W, I


@pytest.mark.parametrize("seed", range(5))
def test_article_is_reproduced_spike_for_spike(seed):
    W, I = article(seed=seed)
    X, spikes = loop(W, I, 500)
    run = simulate(W, I)
    assert np.array_equal(run.spikes, spikes)
    assert run.spikes.sum() > 500
    # BLAS adds in another order: a few roundings of sums of about 100, which decay
    assert np.abs(run.V - X).max() < 1e-12


@pytest.mark.parametrize("N", [3, 17, 64])
def test_voltages_are_the_very_same_when_spikes_are_added_in_order(N):
    W, I = article(N, 300, seed=9)
    x, s = np.full(N, -60.0), np.zeros(N, bool)
    run = simulate(5 * W, I + 8)  # many spikes a step, so that passes of eight happen
    for t in range(299):
        total = np.zeros(N)
        for j in np.flatnonzero(s):
            total = total + 5 * W[:, j]
        x = x + 0.1 * (-60.0 - x + total + (I + 8)[:, t])
        s = x > 0
        x[s] = -70.0
        assert np.array_equal(run.V[:, t + 1], x)
        assert np.array_equal(run.spikes[:, t + 1], s)


def test_every_parameter_means_what_the_loop_means():
    W, I = article(40, 200, seed=3)
    options = {"V_th": -5.0, "V_reset": -66.0, "dt": 0.07, "eps": 1.7}
    run = simulate(W, I, V_rest=-58.0, **options)
    X, spikes = loop(W, I, 200, V_rest=-58, **options)
    assert np.array_equal(run.spikes, spikes)
    assert np.abs(run.V - X).max() < 1e-12


def test_memory_order_and_constant_input_change_nothing():
    W, I = article(30, 100, seed=4)
    wanted = simulate(W, I)
    fortran = simulate(np.asfortranarray(W), np.asfortranarray(I))
    assert np.array_equal(wanted.V, fortran.V)
    constant = simulate(W, I[:, 0], duration=10.0)
    repeated = simulate(W, np.repeat(I[:, :1], 100, axis=1))
    assert np.array_equal(constant.V, repeated.V)


@pytest.mark.parametrize("w_sd", [0.0, 10.0, 40.0])
def test_the_plain_loop_is_the_kernel(w_sd):
    W, I = weights(60, w_sd, rng=5), inputs(60, 300, rng=6)
    options = {"V_th": -3.0, "V_rest": -58.0, "V_reset": -66.0, "dt": 0.07, "eps": -1.3}
    for more in ({}, options):
        plain = simulate(W, I, plain=True, **more)
        fast = simulate(W, I, **more)
        assert fast.spikes.sum() > 100
        assert np.array_equal(plain.spikes, fast.spikes)
        assert np.abs(plain.V - fast.V).max() < 1e-12  # another order of a sum of about 100
    plain, fast = (simulate(W, np.full(60, 80.0), duration=20.0, plain=p) for p in (True, False))
    assert plain.V.shape == (60, 200)
    assert np.array_equal(plain.spikes, fast.spikes)


def test_an_uncoupled_plain_run_is_the_very_same():
    I = inputs(9, 400, rng=2)
    plain, fast = (simulate(np.zeros((9, 9)), I, plain=p) for p in (True, False))
    assert all(map(np.array_equal, plain, fast))


def test_inputs_are_left_as_they_were():
    W, I = article(20, 50)
    copies = W.copy(), I.copy()
    simulate(W, I, eps=2.0)
    assert np.array_equal(W, copies[0]) and np.array_equal(I, copies[1])


@pytest.mark.parametrize("dt", [0.1, 0.01])
def test_uncoupled_rate_is_the_closed_form(dt):
    I = np.array([40.0, 59.9, 60.0, 60.5, 65.0, 80.0, 200.0, 1e6])
    start = np.full(8, -70.0)
    spikes = simulate(np.zeros((8, 8)), I, duration=4000.0, dt=dt, start=start).spikes
    T = spikes.shape[1]
    assert T == round(4000 / dt)
    rate = firing_rate(I, dt=dt)
    # counting T steps misses less than one interval
    assert np.all(np.abs(spikes.sum(axis=1) / (dt * T) - rate) <= 1 / (dt * T) + 1e-12)
    assert np.array_equal(rate[:3], [0, 0, 0]) and rate[-1] == pytest.approx(1 / dt)
    assert np.isscalar(firing_rate(70.0))


def test_rate_tends_to_that_of_the_continuous_neuron():
    # interval ln((V* - V_reset) / (V* - V_th)) time constants, snapped to steps of dt
    interval = np.log(90 / 20)
    assert abs(1 / firing_rate(80.0, dt=1e-5) - interval) < 2e-5


def test_a_spike_moves_its_target_by_dt_times_its_weight():
    W = np.zeros((2, 2))
    W[1, 0] = 12.5  # to 1 from 0
    I = np.zeros((2, 6))
    I[0, 1] = 1000.0
    run = simulate(W, I)
    assert np.array_equal(events(run)[0], [2]) and np.array_equal(events(run)[1], [0])
    assert run.V[0, 2] == -70.0
    assert run.V[1, 2] == -60.0
    assert run.V[1, 3] == pytest.approx(-60.0 + 0.1 * 12.5)


def test_events_come_in_order_of_time():
    run = simulate(*article())
    steps, neurons = events(run)
    assert steps.size == run.spikes.sum()
    assert np.all(np.diff(steps) >= 0)
    assert run.spikes[neurons, steps].all()


def test_weights_have_their_spread_and_no_diagonal():
    W = weights(400, 10.0, rng=0)
    off = W[~np.eye(400, dtype=bool)]
    assert np.all(np.diag(W) == 0)
    assert off.std() == pytest.approx(10.0, rel=0.01)  # 1/sqrt(2 N^2) = 0.2 %
    assert abs(off.mean()) < 4 * 10 / 400
    assert W.flags.f_contiguous


def test_weights_keep_their_numbers_under_every_slider():
    W = weights(50, 1.0, rng=3)
    assert np.allclose(weights(50, 7.0, rng=3), 7 * W)
    sparse = weights(50, 1.0, sparsity=0.8, rng=3)
    kept = sparse != 0
    assert np.array_equal(sparse[kept], W[kept])
    assert kept.mean() == pytest.approx(0.2, abs=0.03)
    assert np.array_equal(kept, weights(50, 1.0, sparsity=0.8, excitatory=0.5, rng=3) != 0)


def test_neurons_obey_dale_and_balance():
    W = weights(1000, 10.0, excitatory=0.8, rng=0)
    assert np.all(W[:, :800] >= 0) and np.all(W[:, 800:] <= 0)
    # the mean of a row is 0 up to its spread: 10 sqrt(0.8 + 0.2 * 16) sqrt(1 - 2/pi) / sqrt(N)
    assert abs(W.sum(axis=1).mean() / 1000) < 4 * 20 / 1000
    assert W[0, 800:].mean() / W[0, :800].mean() == pytest.approx(-4, rel=0.2)


@pytest.mark.parametrize(("N", "excitatory", "first"), [(10, 0.8, 8), (7, 0.5, 4), (5, 0.3, 2)])
def test_inhibition_is_stronger_by_exactly_the_ratio_of_the_numbers(N, excitatory, first):
    plain, dale = weights(N, 3.0, rng=4), weights(N, 3.0, excitatory=excitatory, rng=4)
    np.testing.assert_allclose(dale[:, :first], np.abs(plain[:, :first]), rtol=1e-14)
    scaled = -np.abs(plain[:, first:]) * first / (N - first)
    np.testing.assert_allclose(dale[:, first:], scaled, rtol=1e-14)
    assert not np.diagonal(dale).any() and np.count_nonzero(dale) == N * (N - 1)


def test_inputs_have_the_asked_mean_and_spread():
    I = inputs(200, 1000, rng=1)
    assert I.shape == (200, 1000)
    assert I.mean() == pytest.approx(60, abs=0.1) and I.std() == pytest.approx(10, rel=0.01)
    assert np.allclose(inputs(200, 1000, mean=10, sd=20, rng=1), 10 + 2 * (I - 60))
    assert not np.array_equal(inputs(5, 5, rng=1), inputs(5, 5, rng=2))


BIG = np.zeros((2, 2))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: simulate(np.zeros((2, 3)), np.zeros((2, 5))), r"W has shape \(2, 3\)"),
        (lambda: simulate([[0, np.nan], [0, 0]], np.zeros((2, 5))), r"W\[0, 1\] is nan"),
        (lambda: simulate([[0, 0], [-np.inf, 0]], np.zeros((2, 5))), r"W\[1, 0\] is -inf"),
        (lambda: simulate([[0, 1e200], [0, 0]], np.zeros((2, 5))), r"W\[0, 1\] is 1e\+200"),
        (lambda: simulate([["a", 0], [0, 0]], np.zeros((2, 5))), "array of numbers"),
        (lambda: simulate(BIG, np.full((2, 5), np.nan)), r"I\[0, 0\] is nan"),
        (lambda: simulate(BIG, np.zeros((3, 5))), "I has shape"),
        (lambda: simulate(BIG, np.zeros(2)), "duration is None"),
        (lambda: simulate(BIG, np.zeros((2, 5)), duration=3.0), "duration is 3.0"),
        (
            lambda: simulate(BIG, np.zeros(2), duration=1e8),
            "duration is 100000000.0; allowed is from 0.1",
        ),
        (lambda: simulate(BIG, np.zeros(2), duration=1e6, dt=1.0), "dt is 1.0"),
        (lambda: simulate(BIG, np.zeros(2), duration=0.5, V_reset=1.0), "V_reset is 1.0"),
        (lambda: simulate(BIG, np.zeros(2), duration=0.5, start=[0.0]), "start has shape"),
        (
            lambda: simulate(
                np.broadcast_to(0.0, (20_000, 20_000)), np.zeros(20_000), duration=0.2
            ),
            "rows",
        ),
        (lambda: weights(10, rng=None), "rng is None"),
        (lambda: inputs(10, 10, rng=None), "rng is None"),
        (lambda: simulate(BIG, np.zeros((2, 5)), plain=2), "plain is 2"),
        (lambda: simulate(BIG, np.zeros((2, 10**7)), plain=True), r"T of a plain run is 1e\+07"),
        (lambda: weights(10, sparsity=1.5, rng=0), "sparsity is 1.5"),
        (lambda: weights(10, excitatory=1.0, rng=0), "excitatory is 1.0"),
        (lambda: weights(10**6, rng=0), "N is 1000000"),
        (lambda: inputs(10, 10, sd=-1, rng=0), "sd is -1"),
        (lambda: inputs(10**5, 10**5, rng=0), r"N \* T"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_times_are_steps_of_dt():
    run = simulate(np.zeros((2, 2)), np.full(2, 80.0), duration=2.0, dt=0.25)
    np.testing.assert_array_equal(run.t, 0.25 * np.arange(8))
