r"""The exact solution of a linear rate network, by modes or by the matrix exponential.

    c(t) = c(0) exp(z) + g (t / tau) phi(z),     z = (lambda - 1) t / tau

for each mode of a symmetric W, phi(z) = (exp(z) - 1)/z; see `rate_network`.
"""

import numpy as np


def by_modes(z, E, c0, h, limit, n):
    """Rates (N, n) at n steps, and how many of them are within `limit`.

    z (N,) is that of one step, E (N, N) has the modes in its columns, c0 (N,) are their
    amplitudes at the start, h (N, 1) the input of one step, in units of tau.
    """
    g, width = E.T @ h, min(n, 512)
    k = np.arange(width)
    c = np.exp(np.multiply.outer(z, k)) * c0[:, None] + k * phi(np.multiply.outer(z, k)) * g
    jump, push = np.exp(width * z)[:, None], width * phi(width * z)[:, None] * g
    r, end = np.empty((c0.size, n)), n
    for k in range(0, n, width):  # whole blocks jump ahead exactly
        if not np.linalg.norm(np.maximum(np.abs(c[:, 0]), np.abs(c[:, -1]))) <= limit:
            inside = np.append(np.linalg.norm(c, axis=0) <= limit, False)  # modes are monotonic
            end = min(n, k + int(np.argmin(inside)))
        np.matmul(E, c[:, : n - k], out=r[:, k : k + width])
        if end < min(n, k + width):
            break
        rest = (jump[:, 0] < 0.5) & (np.abs(c[:, -1] - c[:, 0]) <= 1e-15 * np.abs(c[:, 0]))
        if np.count_nonzero(rest) > 1:
            E, c, jump, push = _merged(rest, E, c, jump, push)
        c *= jump
        c += push
    return r, end


def _merged(rest, E, c, jump, push):
    """Modes that have come to rest, a block long to the last bit, become a single one."""
    total = E[:, rest] @ c[rest, -1]
    size, on = np.linalg.norm(total), ~rest
    E = np.column_stack([E[:, on], total / (size or 1.0)])
    c = np.vstack([c[on], np.full(c.shape[1], size)])
    return E, c, np.vstack([jump[on], [[0.0]]]), np.vstack([push[on], [[size]]])


def phi(z):
    """(exp(z) - 1)/z, 1 at 0."""
    zero = z == 0.0
    return np.where(zero, 1.0, np.expm1(z) / np.where(zero, 1.0, z))


def propagator(W, B, s):
    """[exp((W - 1) s), integral of it times B], from one exponential (Van Loan 1978)."""
    from scipy.linalg import expm

    N, M = B.shape
    A = np.zeros((N + M, N + M))
    A[:N, :N], A[:N, N:] = (W - np.eye(N)) * s, B * s
    return expm(A)[:N]
