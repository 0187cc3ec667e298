"""The compiled twins of `model`: all trials at once, forward, back in time and along a tangent.

All arrays have time first and trials last, and the weights stand side by side, A = [W, b, W_in]
and C = [W_out, b_out], so that a step is one product of matrices. The tests hold a pass to
`model.forward` and `model.backward`.
"""

from typing import Annotated, NamedTuple

import numpy as np

from course._jit import njit


class Units(NamedTuple):
    """What all units share."""

    alpha: float
    relu: bool  # else tanh


class Slopes(NamedTuple):
    """What a pass back in time finds, each (T, N, B)."""

    q: Annotated[np.ndarray, "f8[:, :, ::1]"]  # q[t] is dL/dr_{t+1}
    d: Annotated[np.ndarray, "f8[:, :, ::1]"]  # d[t] is dL/dh_t


class Bend(NamedTuple):
    """For a change of the slopes along a tangent; without any steps, there is no such change."""

    dh: Annotated[np.ndarray, "f8[:, :, ::1]"]  # (T, N, B), change of h
    q: Annotated[np.ndarray, "f8[:, :, ::1]"]  # (T, N, B), dL/dr_{t+1} before the change


class Room(NamedTuple):
    """Where a curvature product is worked out."""

    s: np.ndarray  # (T + 1, N, B), change of r
    dh: np.ndarray  # (T, N, B), change of h
    slopes: Slopes  # their change


class Tape:
    """A task in the kernels' layout, and what one pass of a network of its size leaves behind.

    All weights in a row are p = (A, C); the rows of R[t] are r_t, 1 and u_t. Everything that
    comes in has been checked.

    Parameters
    ----------
    rnn : RNN
    inputs : array, (B, T, n_in)
    targets, mask : arrays, (B, T, n_out) and (B, T), optional
        Needed for a loss.
    """

    def __init__(self, rnn, inputs, targets=None, mask=None):
        B, T, n_in = inputs.shape
        n_out, N = rnn.W_out.shape
        self.rnn = rnn
        self.N = N
        self.n_out = n_out
        self.units = Units(rnn.alpha, rnn.activation == "relu")
        self.R = np.zeros((T + 1, N + 1 + n_in, B))
        self.R[:, N] = 1.0
        self.R[:T, N + 1 :] = inputs.transpose(1, 2, 0)
        self.y = np.empty((T, N, B))  # f(h)
        self.slopes = Slopes(np.empty_like(self.y), np.empty_like(self.y))
        self.straight = Bend(self.y[:0], self.y[:0])
        self.room = None
        if targets is not None and mask is not None:
            self.goal = targets.transpose(1, 2, 0).copy()
            self.weight = (mask / mask.sum()).T[:, None, :].copy()

    def pack(self, rnn):
        """All weights in a row."""
        A = np.column_stack([rnn.W, rnn.b, rnn.W_in])
        C = np.column_stack([rnn.W_out, rnn.b_out])
        return np.concatenate([A.ravel(), C.ravel()])

    def split(self, p):
        """A and C, as views."""
        n = self.N * self.R.shape[1]
        return p[:n].reshape(self.N, -1), p[n:].reshape(self.n_out, self.N + 1)

    def unpack(self, p):
        """The network with the weights p, which are copied."""
        A, C = self.split(p)
        N = self.N
        return self.rnn._replace(
            W=A[:, :N].copy(),
            b=A[:, N].copy(),
            W_in=A[:, N + 1 :].copy(),
            W_out=C[:, :N].copy(),
            b_out=C[:, N].copy(),
        )

    def forward(self, p):
        """Fill R and y, and the outputs z (T, n_out, B)."""
        self.A, self.C = self.split(p)
        forward(self.A, self.R, self.y, self.units)
        self.z = self.C @ self.R[1:, : self.N + 1]

    def loss_and_gradient(self, p):
        """The loss, and its slopes in the places of p."""
        self.forward(p.copy())  # a copy: `product` comes back to it
        error = self.z - self.goal
        self.e = self.weight * error
        pushes = _turned(self.C[:, : self.N]) @ self.e
        loss = 0.5 * float(np.sum(self.e * error))
        return loss, self._back(self.e, pushes, self.straight, self.slopes)

    def _back(self, e, pushes, bend, slopes):
        """Slopes of the weights from those of the outputs, e, and what they push into q."""
        gA = np.zeros_like(self.A)
        WT = _turned(self.A[:, : self.N])
        backward(WT, self.R, self.y, self.units, pushes, bend, slopes, gA)
        gC = _outer(e, self.R[1:, : self.N + 1])
        return np.concatenate([gA.ravel(), gC.ravel()])

    def product(self, v, exact):
        """Curvature times v at the point of the last `loss_and_gradient`.

        It is the change of the gradient as p moves along v. Where not `exact`, f and L's
        dependence on it are taken to be straight (Gauss and Newton).
        """
        N = self.N
        V, U = self.split(v)
        if self.room is None:  # fresh pages cost more than the sums
            T, _, B = self.y.shape
            new = Slopes(np.empty_like(self.y), np.empty_like(self.y))
            self.room = Room(np.zeros((T + 1, N, B)), np.empty_like(self.y), new)
        s, dh, slopes = self.room
        tangent(V, self.A[:, :N].copy(), self.R, self.y, self.units, s, dh)
        e = self.weight * (self.C[:, :N] @ s[1:] + U @ self.R[1:, : N + 1])
        pushes = _turned(self.C[:, :N]) @ e
        if not exact:
            return self._back(e, pushes, self.straight, slopes)
        pushes += _turned(U[:, :N]) @ self.e
        pushes[:-1] += _turned(V[:, :N]) @ self.slopes.d[1:]
        g = self._back(e, pushes, Bend(dh, self.slopes.q), slopes)
        gA, gC = self.split(g)
        gA[:, :N] += _outer(self.slopes.d, s[:-1])
        gC[:, :N] += _outer(self.e, s[1:])
        return g


def _turned(a):
    """The transpose, in rows: matmul is slow on the view."""
    return np.ascontiguousarray(a.T)


def _outer(a, b):
    """Sum over time and trials of a b^T."""
    return np.matmul(a, b.transpose(0, 2, 1)).sum(axis=0)


@njit(forceinline=True)
def tanh(x):
    """By exp(-2 |x|) = (exp(-2 |x| / 256))^256 and a series: loops of it are vectorized."""
    c = min(abs(x), 20.0) * (2.0 / 256.0)
    p = 1 / 24 - c * (1 / 120 - c * (1 / 720 - c * (1 / 5040 - c * (1 / 40320))))
    p = 1.0 - c * (1.0 - c * (0.5 - c * (1 / 6 - c * p)))
    p *= p
    p *= p
    p *= p
    p *= p
    p *= p
    p *= p
    p *= p
    p *= p
    p = (1.0 - p) / (1.0 + p)
    return p if x > 0.0 else -p


@njit(forceinline=True)
def slope(y, relu):
    """f'(h) where f(h) = y."""
    if relu:
        return 1.0 if y > 0.0 else 0.0
    return 1.0 - y * y


@njit("f8[:, ::1], f8[:, :, ::1], f8[:, :, ::1], Units")
def forward(A, R, y, units):
    """Fill y and the rates in R from R[0] on."""
    T, N, B = y.shape
    alpha = units.alpha
    h = np.empty((N, B))
    for t in range(T):
        np.dot(A, R[t], h)
        for i in range(N):
            for k in range(B):
                y[t, i, k] = max(h[i, k], 0.0) if units.relu else tanh(h[i, k])
                R[t + 1, i, k] = (1.0 - alpha) * R[t, i, k] + alpha * y[t, i, k]


@njit("f8[:, ::1], f8[:, :, ::1], f8[:, :, ::1], Units, f8[:, :, ::1], Bend, Slopes, f8[:, ::1]")
def backward(WT, R, y, units, pushes, bend, slopes, gA):
    """Fill slopes, and add dL/dA to gA; pushes[t] is what the outputs add to q[t].

    With a bend, slopes and gA are changes, and f'' dh joins in.
    """
    T, N, B = y.shape
    alpha = units.alpha
    q, d = slopes
    one = np.empty(gA.shape)
    back = np.zeros((N, B))
    bent = len(bend.dh) > 0 and not units.relu
    for t in range(T - 1, -1, -1):
        for i in range(N):
            for k in range(B):
                q[t, i, k] = back[i, k] + pushes[t, i, k]
                rise = slope(y[t, i, k], units.relu)
                d[t, i, k] = alpha * rise * q[t, i, k]
                if bent:  # f'' = -2 f f'
                    curve = 2.0 * y[t, i, k] * rise
                    d[t, i, k] -= alpha * curve * bend.dh[t, i, k] * bend.q[t, i, k]
        np.dot(d[t], R[t].T, one)
        np.dot(WT, d[t], back)
        for i in range(N):
            for j in range(gA.shape[1]):
                gA[i, j] += one[i, j]
            for k in range(B):
                back[i, k] += (1.0 - alpha) * q[t, i, k]


@njit("f8[:, ::1], f8[:, ::1], f8[:, :, ::1], f8[:, :, ::1], Units, f8[:, :, ::1], f8[:, :, ::1]")
def tangent(V, W, R, y, units, s, dh):
    """Fill s and dh, the changes of r_t and h_t along a change V of [W, b, W_in]."""
    T, N, B = y.shape
    alpha = units.alpha
    through = np.empty((N, B))
    for t in range(T):
        np.dot(V, R[t], dh[t])
        np.dot(W, s[t], through)
        for i in range(N):
            for k in range(B):
                dh[t, i, k] += through[i, k]
                rise = slope(y[t, i, k], units.relu)
                s[t + 1, i, k] = (1.0 - alpha) * s[t, i, k] + alpha * rise * dh[t, i, k]
