"""A spiking population and its rate equation against closed forms and a loop written anew."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from course.models.spikes_to_rates import Population, f_i_curve, simulate
from course.models.spikes_to_rates import model as plain


def test_f_i_curve_is_the_inverse_of_the_interval():
    p = Population()
    I = np.array([0.0, 15.0, 16.0, 40.0])
    interval = 2.0 + 20.0 * np.log(I[2:] / (I[2:] - 15.0))
    assert np.array_equal(f_i_curve(p, I)[:2], [0, 0])
    assert np.allclose(f_i_curve(p, I)[2:], 1 / interval, rtol=1e-12)


def test_filtered_current_has_the_mean_and_spread_of_shot_noise():
    p = Population(N=2000, K=50)
    run = simulate(p, np.full(600, 0.02), dt=0.1, rng=1)
    late = run.current[500:]  # five tau_s: exp(-5) = 0.7 % is missing
    spread = 20 * np.sqrt(50 * 0.02 / 20)  # w sqrt(K r / (2 tau_s)), of one neuron
    assert abs(late.mean() - 20 * 50 * 0.02) < 0.01 * 20 + 4 * spread / np.sqrt(2000)


def test_population_fires_as_the_curve_says_when_noise_is_small():
    p = Population(N=20, K=100_000, w=0.02)  # spread 0.2 mV
    run = simulate(p, np.full(6000, 0.01), dt=0.05, rng=2)
    # spikes lie on a grid of 0.05 ms in intervals of 30 ms, counted over 240 ms
    assert run.rate[1200:].mean() == pytest.approx(f_i_curve(p, 20.0), rel=0.02)
    assert run.r[-1] == pytest.approx(f_i_curve(p, 20.0), rel=1e-6)


def test_noise_fires_the_population_where_the_rate_equation_is_silent():
    run = simulate(Population(), np.full(6000, 0.007), rng=3)  # mean 14 mV, threshold 15 mV
    assert run.r.max() == 0.0
    assert run.rate[2000:].mean() > 0.004


def test_rate_equation_relaxes_exponentially():
    p = Population(tau_r=8.0)
    run = simulate(p, np.full(3000, 0.02), dt=0.1, rng=0)
    t = run.t
    assert np.allclose(run.I, 40 * (1 - np.exp(-t / 10)), rtol=1e-12)
    late = t > 150  # F is constant: what is left decays with tau_r or tau_s, here tau_s
    F = f_i_curve(p, 40.0)
    assert np.all(np.abs(run.r[late] / F - 1) < 20 * np.exp(-t[late] / 10) + 1e-12)


@pytest.mark.parametrize("tau_m", [20.0, 10.0])  # 10 is tau_s: the limit of the gain
def test_kernel_agrees_with_a_loop(tau_m):
    p = Population(N=4, K=40, tau_m=tau_m)
    rate = np.full(400, 0.04)
    run = simulate(p, rate, dt=0.2, rng=5)
    arrivals = np.random.default_rng(5).poisson(40 * 0.2 * 0.04, (400, 4))
    I, V, wait = np.zeros(4), np.zeros(4), np.zeros(4)
    spikes = np.zeros((400, 4), bool)
    for t in range(400):
        I = I + 20.0 * (1 - np.exp(-0.02)) / 0.2 * arrivals[t]
        assert run.current[t] == pytest.approx(I.mean(), rel=1e-12)
        # V' = (I exp(-s / tau_s) - V) / tau_m over one step, by fine midpoint sums
        s = (np.arange(200) + 0.5) * 0.001
        kernel = (np.exp(-(0.2 - s) / tau_m) * np.exp(-s / 10.0)).sum() * 0.001 / tau_m
        V = V * np.exp(-0.2 / tau_m) + kernel * I
        I = I * np.exp(-0.02)
        free = wait == 0
        wait = np.maximum(wait - 1, 0)
        spikes[t] = free & (V > 15.0)
        V[~free | spikes[t]] = 0.0
        wait[spikes[t]] = 10
    assert spikes.sum() > 10
    assert np.array_equal(run.spikes, spikes)
    assert np.allclose(run.rate, spikes.mean(axis=1) / 0.2)


def test_same_seed_gives_the_same_spikes():
    runs = [simulate(Population(N=10), np.full(500, 0.02), rng=k).spikes for k in (1, 1, 2)]
    assert np.array_equal(runs[0], runs[1]) and not np.array_equal(runs[0], runs[2])


@pytest.mark.parametrize(
    "p", [Population(N=6, K=40), Population(N=6, K=40, tau_m=10.0, t_ref=0.0), Population(w=-3.0)]
)
def test_the_plain_reading_is_the_kernel(p):
    rate = 0.03 * (1.0 + np.sin(np.arange(1000) / 100.0))
    fast = simulate(p, rate, dt=0.2, rng=4)
    slow = simulate(p, rate, dt=0.2, rng=4, plain=True)
    assert np.array_equal(slow.spikes, fast.spikes)
    assert fast.spikes.any() == (p.w > 0.0)
    for mine, theirs in zip(slow, fast):
        assert np.allclose(mine, theirs, rtol=1e-11, atol=1e-13)


def test_a_plain_step_without_spikes_solves_the_equations():
    p, dt = Population(V_th=1e3), 3.0
    begin = np.array([30.0, -4.0])

    def slopes(t, y):
        return plain.change(*y, p)

    I, V, _, fires = plain.step(*begin, np.array(0), dt, p)
    exact = solve_ivp(slopes, (0.0, dt), begin, rtol=1e-11, atol=1e-12).y[:, -1]
    assert not fires
    assert V == pytest.approx(exact[1], rel=1e-9) and I == pytest.approx(exact[0], rel=1e-9)


def test_a_plain_step_of_the_rate_equation_begins_along_its_slope():
    p, dt = Population(), 1e-6
    I, r, rate = 25.0, 0.01, 0.02
    wanted = plain.rate_change(I, r, rate, p)
    found = (np.array(plain.rate_step(I, r, rate, dt, p)) - [I, r]) / dt
    assert np.allclose(found, wanted, rtol=1e-5)
    assert wanted[0] == pytest.approx((-25.0 + 20.0 * 100 * 0.02) / 10.0)


@pytest.mark.parametrize(
    ("change", "rate", "message"),
    [
        ({"N": 0}, [0.1], "N is 0"),
        ({"tau_s": -1.0}, [0.1], "tau_s is -1"),
        ({"t_ref": np.nan}, [0.1], "t_ref is nan"),
        ({}, [-0.1], r"rate\[0\] is -0.1"),
        ({"N": 10**6}, np.zeros(100), "steps"),
    ],
)
def test_bad_input_is_named(change, rate, message):
    with pytest.raises(ValueError, match=message):
        simulate(Population(**change), rate, rng=0)
