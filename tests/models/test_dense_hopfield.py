"""Dense networks against their energies, Hebb's network and the softmax."""

import numpy as np
import pytest
from scipy import special

from course.models import dense_hopfield, hopfield
from course.models.dense_hopfield import kernel


def coins(M, N, seed):
    return np.random.default_rng(seed).choice([-1, 1], size=(M, N))


def literal(xi, s, F, orders):
    """Each unit takes the value of lower energy -sum F(xi . s); a tie keeps the old."""
    s = s.copy()
    for order in orders:
        for i in order:
            up, down = s.copy(), s.copy()
            up[i], down[i] = 1, -1
            gain = sum(F(int(v @ up)) for v in xi) - sum(F(int(v @ down)) for v in xi)
            s[i] = s[i] if gain == 0 else np.sign(gain)
    return s


@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_a_sweep_lowers_the_energy_unit_by_unit(n):
    """Whole numbers on both sides, so equality is exact."""
    xi, s = coins(8, 25, n), coins(1, 25, 10 + n)[0]
    ours = dense_hopfield.recall(xi, s, n, rng=4)
    rng = np.random.default_rng(4)
    orders = [rng.permutation(25) for _ in range(len(ours.states) - 1)]
    np.testing.assert_array_equal(ours.final, literal(xi, s, lambda x: x**n, orders))


def test_the_exponential_sweep_lowers_the_energy_unit_by_unit():
    xi, s = coins(8, 25, 1), coins(1, 25, 2)[0]
    ours = dense_hopfield.recall(xi, s, "exp", rng=4)
    rng = np.random.default_rng(4)
    orders = [rng.permutation(25) for _ in range(len(ours.states) - 1)]
    np.testing.assert_array_equal(ours.final, literal(xi, s, np.exp, orders))


@pytest.mark.parametrize("n", [2, 3, 6, "exp"])
@pytest.mark.parametrize("M,N", [(1, 2), (6, 20), (40, 30)])
def test_plain_recall_and_the_compiled_one_are_the_same(M, N, n):
    xi = coins(M, N, 1)
    for seed in range(5):
        s = coins(1, N, 20 + seed)[0]
        ours = dense_hopfield.recall(xi, s, n, rng=seed, max_sweeps=20)
        plain = dense_hopfield.recall(xi, s, n, rng=seed, max_sweeps=20, plain=True)
        for a, b in zip(ours, plain):
            np.testing.assert_array_equal(a, b)
            assert np.asarray(a).dtype == np.asarray(b).dtype


@pytest.mark.parametrize("n", [2, 3, 6, "exp"])
def test_a_tie_keeps_the_old_value_in_whatever_order_the_patterns_come(n):
    """Unit 0 is up in half of the patterns and down in their twins: its input is 0."""
    half = coins(60, 40, 6)
    half[:, 0] = 1
    twins = half.copy()
    twins[:, 0] = -1
    for seed in range(20):
        xi = np.random.default_rng(seed).permutation(np.vstack([half, twins]))
        s = coins(1, 40, seed)[0]
        G = np.zeros(1) if n == "exp" else dense_hopfield.model._differences(40, n)
        # the twins' overlaps without unit 0 are equal, so their terms cancel
        state, order = s.astype(np.int8), np.array([0])
        m = xi @ s.astype(float)
        flips = kernel.sweep(xi.T.astype(np.int8).copy(), m, state, G, order)
        assert flips == 0 and state[0] == s[0]


@pytest.mark.parametrize("n", [2, 3, 4, 7, "exp"])
def test_energy_never_rises(n):
    xi = coins(40, 60, 3)
    for seed in range(10):
        end = dense_hopfield.recall(xi, coins(1, 60, seed)[0], n, rng=seed)
        assert np.all(np.diff(end.energy) <= 1e-12 * np.abs(end.energy).max())
        assert end.converged


def test_the_square_is_hebbs_network():
    """Fixed points agree: with n = 2 the rule is sign(h) with Hebb's W."""
    xi = coins(6, 50, 5)
    W = hopfield.train(xi)
    for seed in range(10):
        end = dense_hopfield.recall(xi, coins(1, 50, seed)[0], 2, rng=seed)
        again = hopfield.recall(W, end.final, rng=0)
        assert len(again.flips) == 0
        m = xi @ end.final / 50  # E / N^2 = -sum m^2, Hebb's E up to scale and constant
        assert end.energy[-1] == pytest.approx(-np.sum(m**2), abs=1e-12)


def test_the_exponential_does_not_overflow():
    xi = coins(5, 5000, 6)
    end = dense_hopfield.recall(xi, xi[0], "exp", rng=0)
    np.testing.assert_array_equal(end.final, xi[0])
    assert end.energy[-1] == pytest.approx(-np.log(np.exp(xi @ xi[0] - 5000.0).sum()), abs=1e-12)


def test_sharper_energies_hold_more():
    """300 memories in 100 units: 20 times Hebb's capacity, within N^2 and exp's."""
    xi = coins(300, 100, 7)

    def kept(n):
        return np.mean(
            [hopfield.overlap(dense_hopfield.recall(xi, v, n, rng=0).final, v) for v in xi[:20]]
        )

    assert kept(2) < 0.5
    assert kept(4) > 0.99
    assert kept("exp") > 0.99


def test_attention_is_the_softmax_average_and_its_energy_falls():
    rng = np.random.default_rng(8)
    xi, s = rng.normal(size=(7, 12)), rng.normal(size=12)
    ours = dense_hopfield.attention(xi, s, 0.7, steps=20)
    np.testing.assert_allclose(ours.states[1], special.softmax(0.7 * xi @ s) @ xi, atol=1e-14)
    expected = -special.logsumexp(0.7 * xi @ s) / 0.7 + s @ s / 2
    assert ours.energy[0] == pytest.approx(expected, abs=1e-13)
    assert np.all(np.diff(ours.energy) <= 1e-12)


def test_attention_survives_a_large_beta():
    xi = coins(3, 40, 9)
    ours = dense_hopfield.attention(xi, xi[1] * 0.5, 1e6)
    np.testing.assert_array_equal(ours.states[-1], xi[1])


def test_every_state_of_an_attention_has_its_energy_and_every_step_its_weights():
    rng = np.random.default_rng(3)
    xi, s, beta = rng.normal(size=(4, 6)), rng.normal(size=6), 0.7
    found = dense_hopfield.attention(xi, s, beta, steps=3)
    assert found.states.shape == (4, 6) and found.weights.shape == (3, 4)
    expected = [-np.log(np.exp(beta * xi @ x).sum()) / beta + x @ x / 2 for x in found.states]
    np.testing.assert_allclose(found.energy, expected, rtol=1e-12)


def test_the_order_of_units_is_that_of_the_seed():
    xi = np.random.default_rng(5).choice([-1, 1], (12, 40))
    state = np.random.default_rng(6).choice([-1, 1], 40)
    again, zero, one = (dense_hopfield.recall(xi, state, rng=seed) for seed in (0, 0, 1))
    assert np.array_equal(again.overlaps, zero.overlaps)
    assert not np.array_equal(zero.overlaps[1], one.overlaps[1])


@pytest.mark.parametrize(
    "call,named",
    [
        (lambda: dense_hopfield.recall([[1, 0]], [1, 1], rng=0), "patterns"),
        (lambda: dense_hopfield.recall([[1, 1]], [1, 1, 1], rng=0), "state"),
        (lambda: dense_hopfield.recall([[1, 1]], [1, 1], 1, rng=0), "n"),
        (lambda: dense_hopfield.recall([[1, 1]], [1, 1], 2.5, rng=0), "n"),
        (lambda: dense_hopfield.attention([[1, 1]], [1, 1], 0.0), "beta"),
        (lambda: dense_hopfield.attention([[1, 1]], [1, np.nan]), "state"),
    ],
)
def test_bad_input_is_named(call, named):
    with pytest.raises(ValueError, match=f"^{named}"):
        call()
