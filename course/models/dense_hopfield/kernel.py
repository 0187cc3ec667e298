"""The compiled twin of `model.sweep`: the overlaps go along, and F's differences are a table."""

import math

import numpy as np

from course._jit import njit

WHOLE = 2.0**53  # up to here sums of whole numbers are exact
ROUNDING = 2.0**-52  # of one addition, at most


@njit("i1[:, ::1], f8[::1], i1[::1], f8[::1], i8[::1]", nogil=True)
def sweep(X, m, s, G, order):
    """One pass over the units; the number of flips.

    X is the patterns (N, M), m the overlaps times N, and G[k + N] = F(k + 1) - F(k - 1).
    F = exp if G is a single number.
    """
    N, M = X.shape
    flips = 0
    for i in order:
        total = size = 0.0
        if len(G) > 1:
            for mu in range(M):
                term = X[i, mu] * G[np.int64(m[mu]) - X[i, mu] * s[i] + N]
                total += term
                size += abs(term)
            if size <= WHOLE:
                size = 0.0  # whole numbers so far: nothing was rounded
        else:  # G(r) is a constant times exp(r); the largest r is taken out
            top = -np.inf
            for mu in range(M):
                top = max(top, m[mu] - X[i, mu] * s[i])
            for mu in range(M):
                term = X[i, mu] * math.exp(m[mu] - X[i, mu] * s[i] - top)
                total += term
                size += abs(term)
        if total * s[i] < -ROUNDING * (M + 1) * size:
            flips += 1
            s[i] = -s[i]
            for mu in range(M):
                m[mu] += 2 * s[i] * X[i, mu]
    return flips
