"""The network of Izhikevich (2003), spike for spike against the script's loop in NumPy."""

import numpy as np
import pytest

from course.models.izhikevich import kernel
from course.models.izhikevich.network import (
    Network,
    random_network,
    simulate_network,
    thalamic_input,
)


def script(network, noise):
    """The published loop, with its own row of times: t = 1, 2, ..."""
    a, b, c, d, S = network[:5]
    S = S.astype(float)
    v = -65.0 * np.ones(len(a))
    u = b * v
    firings = []
    for t in range(1, len(noise) + 1):
        I = noise[t - 1]
        fired = np.flatnonzero(v >= 30)
        firings += [(t, j) for j in fired]
        v[fired] = c[fired]
        u[fired] = u[fired] + d[fired]
        I = I + S[:, fired].sum(axis=1)
        v = v + 0.5 * (0.04 * v**2 + 5 * v + 140 - u + I)
        v = v + 0.5 * (0.04 * v**2 + 5 * v + 140 - u + I)
        u = u + a * (b * v - u)
    return np.array(firings).reshape(-1, 2)


def thalamic(rng, T, N_e, N_i):
    return rng.standard_normal((T, N_e + N_i)) * np.r_[np.full(N_e, 5.0), np.full(N_i, 2.0)]


@pytest.mark.parametrize("seed", range(4))
def test_thousand_neurons_fire_spike_for_spike_like_the_script(seed):
    network = random_network(rng=seed)
    noise = thalamic(np.random.default_rng(100 + seed), 1000, 800, 200)
    firings = script(network, noise)
    result = simulate_network(network, noise=noise)
    assert len(firings) > 5000
    np.testing.assert_array_equal(result.spikes + 1, firings[:, 0])
    np.testing.assert_array_equal(result.neurons, firings[:, 1])


@pytest.mark.parametrize("N_e, N_i", [(1, 0), (0, 1), (3, 2), (11, 0), (0, 13), (37, 10)])
def test_any_size_fires_like_the_script(N_e, N_i):
    network = random_network(N_e, N_i, w_e=8.0, w_i=4.0, rng=5)
    noise = thalamic(np.random.default_rng(6), 400, N_e, N_i) + 4.0
    firings = script(network, noise)
    result = simulate_network(network, noise=noise)
    assert len(firings) > 0
    np.testing.assert_array_equal(np.c_[result.spikes + 1, result.neurons], firings)


def test_the_kernels_give_the_same_spikes_as_plain_python(monkeypatch):
    network = random_network(9, 4, w_e=8.0, w_i=4.0, rng=5)
    compiled = simulate_network(network, duration=300, rng=1, sigma_e=8.0)
    for name in ("run_network", "box_muller"):
        function = getattr(kernel, name)
        monkeypatch.setattr(kernel, name, getattr(function, "py_func", function))
    plain = simulate_network(network, duration=300, rng=1, sigma_e=8.0)
    assert len(plain.spikes) > 0
    for mine, theirs in zip(compiled, plain):
        np.testing.assert_array_equal(mine, theirs)


@pytest.mark.parametrize("seed", range(2))
def test_the_plain_loop_is_the_kernel(seed):
    network = random_network(w_e=2.0, w_i=4.0, N_e=200, N_i=50, rng=seed)
    plain, fast = (simulate_network(network, rng=seed, plain=p) for p in (True, False))
    assert len(plain.spikes) > 2000
    for mine, theirs in zip(plain, fast):
        np.testing.assert_array_equal(mine, theirs)


def test_every_neuron_firing_at_once_is_handled():
    network = random_network(20, 0, w_e=0.0, rng=1)
    result = simulate_network(network, noise=np.full((50, 20), 1e4))
    assert (np.bincount(result.neurons, minlength=20) == 49).all()  # all but the first step


def test_a_weight_goes_to_its_row_from_its_column():
    network = random_network(2, 0, w_e=0.0, rng=2)._replace(W=np.array([[0.0, 0.0], [200.0, 0.0]]))
    noise = np.zeros((60, 2))
    noise[20, 0] = 200.0  # only neuron 0 is driven
    result = simulate_network(network, noise=noise)
    assert result.neurons.tolist() == [0, 1]
    assert result.spikes[1] == result.spikes[0] + 1
    swapped = simulate_network(network._replace(W=network.W.T.copy()), noise=noise)
    assert swapped.neurons.tolist() == [0]


def test_a_seed_draws_the_documented_input():
    network = random_network(80, 20, rng=3)
    drawn = simulate_network(network, duration=300, rng=9, sigma_e=6.0)
    noise = thalamic_input(network, duration=300, rng=9, sigma_e=6.0)
    for mine, theirs in zip(drawn, simulate_network(network, noise=noise)):
        np.testing.assert_array_equal(mine, theirs)


@pytest.mark.parametrize("N_e, N_i, T", [(3, 2, 4), (3, 2, 5), (1, 0, 1)])
def test_thalamic_input_is_box_and_muller_of_the_documented_stream(N_e, N_i, T):
    N, rng = N_e + N_i, np.random.default_rng(4)
    pairs = (T * N + 1) // 2
    r, phi = np.sqrt(2 * rng.standard_exponential(pairs)), 2 * np.pi * (rng.random(pairs) - 0.5)
    normals = np.r_[r * np.cos(phi), r * np.sin(phi)][: T * N].reshape(T, N)
    noise = thalamic_input(random_network(N_e, N_i, rng=0), duration=T, rng=4)
    sigma = np.r_[np.full(N_e, 5.0), np.full(N_i, 2.0)]
    # series cut at 7e-10, times r of at most 6 and sigma of 5
    np.testing.assert_allclose(noise, normals * sigma, rtol=0, atol=3e-8)


def test_thalamic_input_is_normal_and_independent():
    n = 1_000_000
    z = thalamic_input(
        random_network(700, 300, rng=0), duration=1000, rng=5, sigma_e=1.0, sigma_i=1.0
    )
    # five standard errors of each moment of a normal: 1, 2, 15, 96 over n
    for power, moment, variance in [(1, 0, 1), (2, 1, 2), (3, 0, 15), (4, 3, 96)]:
        assert abs((z**power).mean() - moment) < 5 * np.sqrt(variance / n)
    for limit, tail in [(1.0, 0.3173105), (3.0, 0.0026998), (4.0, 6.3342e-5)]:
        assert abs((np.abs(z) > limit).mean() - tail) < 5 * np.sqrt(tail / n)
    flat = z.ravel()
    for lag in (1, 1000, n // 2):  # neighbors, next millisecond, the pair of one radius
        limit = 5 / np.sqrt(n - lag)
        assert abs((flat[lag:] * flat[:-lag]).mean()) < limit
        assert abs(((flat[lag:] ** 2 - 1) * (flat[:-lag] ** 2 - 1)).mean()) < 2 * limit


def test_layout_and_precision_of_the_weights_do_not_matter():
    network = random_network(80, 20, rng=3)
    rows, columns = np.ascontiguousarray(network.W), np.asfortranarray(network.W)
    for W in (rows, columns, columns.astype(float), network.W.tolist()):
        result = simulate_network(network._replace(W=W), duration=300, rng=9)
        np.testing.assert_array_equal(
            result.neurons, simulate_network(network, duration=300, rng=9).neurons
        )


def test_cells_and_weights_have_the_ranges_of_the_paper():
    n = random_network(rng=0)
    assert isinstance(n, Network) and n.W.shape == (1000, 1000) and n.N_e == 800
    e, i = slice(None, 800), slice(800, None)
    assert set(n.a[e]) == {0.02} and 0.02 < n.a[i].min() < n.a[i].max() < 0.1
    assert set(n.b[e]) == {0.2} and 0.2 < n.b[i].min() < n.b[i].max() < 0.25
    assert -65 <= n.c[e].min() < -64.9 and -50.1 < n.c[e].max() < -50 and set(n.c[i]) == {-65}
    assert 2 < n.d[e].min() < 2.1 and 7.9 < n.d[e].max() <= 8 and set(n.d[i]) == {2}
    np.testing.assert_allclose((n.c[e] + 65) / 15, (8 - n.d[e]) / 6, atol=1e-12)  # one r per cell
    np.testing.assert_allclose((n.a[i] - 0.02) / 0.08, (0.25 - n.b[i]) / 0.05, atol=1e-12)
    assert 0 <= n.W[:, e].min() and 0.499 < n.W[:, e].max() < 0.5
    assert -1 < n.W[:, i].min() < -0.999 and n.W[:, i].max() <= 0
    # mean of n uniform weights: standard error width / sqrt(12 n), five of them
    assert abs(n.W[:, e].mean() - 0.25) < 5 * 0.5 / np.sqrt(12 * 800_000)
    assert abs(n.W[:, i].mean() + 0.5) < 5 * 1.0 / np.sqrt(12 * 200_000)


def test_activity_is_that_of_the_paper():
    # mean rate "around 8 Hz" in the paper's text
    result = simulate_network(random_network(rng=0), duration=1000, rng=1)
    assert 6.0 < len(result.spikes) / 1000 < 10.0


@pytest.mark.parametrize(
    "changed, message",
    [
        ({}, "rng is None"),
        ({"rng": -1}, "rng is -1"),
        ({"rng": 0, "duration": 0}, "duration is 0"),
        ({"rng": 0, "duration": 1.5}, "duration is 1.5"),
        ({"rng": 0, "duration": 10**9}, "duration is 1000000000"),
        ({"rng": 0, "sigma_e": -1}, "sigma_e is -1"),
        ({"rng": 0, "sigma_i": np.nan}, "sigma_i is nan"),
        ({"noise": np.zeros((5, 3))}, "noise has shape"),
        ({"noise": np.zeros((0, 4))}, "noise has shape"),
        ({"noise": np.full((5, 4), np.inf)}, r"noise\[0, 0\] is inf"),
    ],
)
def test_bad_input_is_named(changed, message):
    with pytest.raises(ValueError, match=message):
        simulate_network(random_network(3, 1, rng=0), **changed)


@pytest.mark.parametrize(
    "field, value, message",
    [
        ("W", np.zeros((4, 3)), "W has shape"),
        ("W", np.zeros(4), "W has shape"),
        ("W", np.full((4, 4), np.inf, dtype=np.float32), "W.* is inf"),
        ("W", np.full((4, 4), np.nan), "W.* is nan"),
        ("b", np.zeros(3), "b has shape"),
        ("c", np.full(4, np.nan), "c.* is nan"),
        ("N_e", 9, "N_e is 9"),
    ],
)
def test_a_bad_network_is_named(field, value, message):
    network = random_network(3, 1, rng=0)._replace(**{field: value})
    with pytest.raises(ValueError, match=message):
        simulate_network(network, rng=0)


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"N_e": 0, "N_i": 0}, "N_e"),
        ({"N_e": 10**6}, "N_e is 1000000"),
        ({"w_e": -1}, "w_e is -1"),
        ({"w_i": np.inf}, "w_i is inf"),
    ],
)
def test_a_bad_random_network_is_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        random_network(**arguments, rng=0)


@pytest.mark.parametrize(("w_e", "w_i"), [(0.5, 1.0), (2.0, 3.0), (8.0, 0.25)])
def test_weights_lie_evenly_between_zero_and_their_largest(w_e, w_i):
    network = random_network(w_e=w_e, w_i=w_i, N_e=80, N_i=20, rng=1)
    for columns, most in ((slice(80), w_e), (slice(80, None), -w_i)):
        share = network.W[:, columns] / most
        assert 0.0 <= share.min() < 0.01 and 0.99 < share.max() <= 1.0
        assert share.mean() == pytest.approx(0.5, abs=0.03)
