"""The compiled twins of `model`: recall that works only where a unit flips.

With weights, a flip adds one column of W to every unit's input. Without them, Hebb's rule
needs the M overlaps m_mu = xi_mu . s only,

    M h_i = sum_mu xi_mu,i m_mu - M s_i,     2 M E = M N - sum_mu m_mu^2,

whole numbers throughout: N M steps a sweep instead of N^2, and no rounding. The patterns are
single bytes, so that many fit near the processor. The tests hold both forms to each other
and to `model.settle`, state for state.
"""

import numpy as np

from course._jit import njit


@njit("i8[::1], u8", nogil=True)
def shuffle(order, x):
    """Fisher-Yates, driven by xorshift64 (G. Marsaglia, J. Stat. Softw. 8(14), 2003).

    Each of its numbers serves two exchanges, first by its upper 32 bits, then its lower.
    """
    half = np.uint64(32)
    low = np.uint64(0xFFFFFFFF)
    for k in range(len(order) - 1, 0, -2):
        x ^= x << np.uint64(13)
        x ^= x >> np.uint64(7)
        x ^= x << np.uint64(17)
        i = np.int64(((x >> half) * np.uint64(k + 1)) >> half)
        order[k], order[i] = order[i], order[k]
        j = np.int64(((x & low) * np.uint64(k)) >> half)
        order[k - 1], order[j] = order[j], order[k - 1]
    return x


@njit("f8[:, ::1], f8[::1], f8, u8, i1[:, ::1], i8[::1], i4[::1], f8[::1]", nogil=True)
def settle(WT, h, tol, x, states, ends, flips, drops):
    """Sweep from states[0] on until nothing flips; h = W s goes along.

    Written down are the state after each sweep (sweeps + 1, N), the number of flips up to
    there, the unit of each flip, and what it adds to E if W is symmetric. x is the seed of
    the shuffles; 0 keeps the units in their order. Returns the sweeps done, and whether the
    last state rests.
    """
    s = states[0].copy()
    order = np.arange(len(s))
    F = 0
    for t in range(1, len(states)):
        if x != 0:
            x = shuffle(order, x)
        for i in order:
            if s[i] * h[i] < -tol:
                drops[F] = 2 * s[i] * h[i]
                flips[F] = i
                F += 1
                s[i] = -s[i]
                for j in range(len(s)):
                    h[j] += 2 * s[i] * WT[i, j]
        states[t] = s
        ends[t] = F
        if ends[t] == ends[t - 1]:
            return t, True
    return len(states) - 1, False


@njit("f8[:, ::1], f8[::1], i4[::1], f8[::1]", nogil=True)
def drops_along(W, s, flips, drops):
    """What each flip from s on adds to E, for any W: s_i times its row and its column of W."""
    both = W + W.T
    h = both @ s
    for k in range(len(flips)):
        i = flips[k]
        drops[k] = s[i] * h[i]
        s[i] = -s[i]
        for j in range(len(s)):
            h[j] += 2 * s[i] * both[i, j]


@njit("i1[:, ::1], i1[::1], u8, i8, i4[:, ::1], i1[:, ::1], i4[::1], f8[::1]", nogil=True)
def settle_patterns(X, s, x, max_sweeps, m, states, flips, flip_energy):
    """Sweep until nothing flips, from the patterns X (N, M); x as for `settle`, s changes.

    Written down are m (sweeps + 1, M) and the states (sweeps + 1, N), the unit of each flip,
    and 2 M E at the start and after each flip. Without room for flips m and states have one
    row, which holds the last. Returns the sweeps and flips done, and whether s rests.
    """
    N, M = X.shape
    record = len(flips) > 0
    order = np.arange(N)
    for i in range(N):
        for mu in range(M):
            m[0, mu] += X[i, mu] * s[i]
    E = np.int64(N * M)
    for mu in range(M):
        E -= np.int64(m[0, mu]) * np.int64(m[0, mu])
    states[0] = s
    flip_energy[0] = E
    F = row = 0
    for t in range(1, max_sweeps + 1):
        before = F
        if x != 0:
            x = shuffle(order, x)
        if record:
            row = t
            m[t] = m[t - 1]
        now = m[row]
        for i in order:
            # a byte would overflow without a compiler, and with one the product is 64 bits long
            h = np.int32(-M * np.int32(s[i]))
            for mu in range(M):
                h = np.int32(h + np.int32(X[i, mu]) * now[mu])
            if s[i] * h < 0:
                E += np.int64(4 * s[i]) * np.int64(h)
                F += 1
                if record:
                    flips[F - 1] = i
                    flip_energy[F] = E
                s[i] = -s[i]
                for mu in range(M):
                    now[mu] += 2 * s[i] * X[i, mu]
        states[row] = s
        if F == before:
            return t, F, True
    return max_sweeps, F, False


@njit("i1[:, ::1], i1[::1], i4[::1], i8[::1], f8[::1]", nogil=True)
def visit(X, s, m, order, noise):
    """Visit each unit once with noise in its input, from the patterns X (N, M) and their m."""
    N, M = X.shape
    for i in order:
        h = np.int32(-M * np.int32(s[i]))
        for mu in range(M):
            h = np.int32(h + np.int32(X[i, mu]) * m[mu])
        x = h / N + noise[i]
        if s[i] * x < 0.0:
            s[i] = -s[i]
            for mu in range(M):
                m[mu] += 2 * s[i] * X[i, mu]
