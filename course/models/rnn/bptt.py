"""Passes of the recurrent network of `rnn`: forward, backward in time, and along a tangent.

The equations and their sources are in `rnn`. All arrays have time first and trials last.
"""

from typing import Annotated, NamedTuple

import numpy as np

from course import _valid
from course._jit import njit
from course._parameter import Parameter

WORK = 1e11  # trials times steps times units squared: half a minute
ACTIVATIONS = ("tanh", "relu")


class RNN(NamedTuple):
    """A network."""

    W: Annotated[
        np.ndarray, Parameter("1", "recurrent weights", low=-1e6, high=1e6, shape=("N", "N"))
    ]
    b: Annotated[np.ndarray, Parameter("1", "bias", low=-1e6, high=1e6, shape=("N",))]
    W_in: Annotated[
        np.ndarray, Parameter("1", "from the inputs", low=-1e6, high=1e6, shape=("N", "n_in"))
    ]
    W_out: Annotated[
        np.ndarray, Parameter("1", "to the outputs", low=-1e6, high=1e6, shape=("n_out", "N"))
    ]
    b_out: Annotated[
        np.ndarray, Parameter("1", "bias of the outputs", low=-1e6, high=1e6, shape=("n_out",))
    ]
    alpha: Annotated[float, Parameter("1", "dt / tau", low=1e-6, high=1.0)] = 0.2
    activation: Annotated[str, Parameter("", "of the units", options=ACTIVATIONS)] = "tanh"


class Tape:
    """A network's shape, a task in the kernels' layout, and what one pass leaves behind.

    All weights in a row are p = (A, C), A = [W, b, W_in] and C = [W_out, b_out]; time runs
    along the first axis, trials along the last, and the rows of R[t] are r_t, 1 and u_t.
    """

    def __init__(self, rnn, inputs, targets=None, mask=None):
        self.rnn = rnn = _valid.model(rnn, RNN, name="rnn")
        self.n_out, N = rnn.W_out.shape
        u = _valid.array("inputs", inputs, ndim=3, low=-1e6, high=1e6)
        (B, T, self.n_in), self.N = u.shape, N
        _valid.array("inputs", u, shape=(B, T, rnn.W_in.shape[1]))
        _valid.limit("rates, trials * steps * units,", (T + 1) * (N + 1 + self.n_in) * B, 2e8)
        self.work = (T + 1) * (N + 1 + self.n_in) * B * N
        _valid.limit("trials * steps * units^2", self.work, WORK)
        self.alpha = rnn.alpha
        self.relu = rnn.activation == "relu"
        self.R = np.zeros((T + 1, N + 1 + self.n_in, B))
        self.R[:, N] = 1.0
        self.R[:T, N + 1 :] = u.transpose(1, 2, 0)
        self.y, self.q, self.d = (np.empty((T, N, B)) for _ in range(3))
        self.room = None
        if targets is not None:
            goal = _valid.array("targets", targets, shape=(B, T, self.n_out), low=-1e6, high=1e6)
            mask = _valid.array("mask", mask, shape=(B, T), low=0.0, high=1e6)
            if not mask.max() > 1e-6:
                raise ValueError("mask is 0 everywhere; allowed is at least one step that counts")
            self.goal = goal.transpose(1, 2, 0).copy()
            self.weight = (mask / mask.sum()).T[:, None, :].copy()

    @classmethod
    def of(cls, rnn, task):
        """For a task, or for anything with inputs, targets and mask."""
        try:
            parts = task.inputs, task.targets, task.mask
        except AttributeError:
            raise ValueError(
                f"task is {_valid.shown(task)}; allowed is anything with inputs, targets and mask"
            ) from None
        return cls(rnn, *parts)

    def pack(self, rnn):
        rnn = _valid.model(rnn, RNN, name="rnn")
        N = self.N
        shapes = (N, N), (N,), (N, self.n_in), (self.n_out, N), (self.n_out,)
        W, b, W_in, W_out, b_out = (
            _valid.array(*named, shape=s) for named, s in zip(zip(rnn._fields, rnn), shapes)
        )
        A, C = np.column_stack([W, b, W_in]), np.column_stack([W_out, b_out])
        return np.concatenate([A.ravel(), C.ravel()])

    def split(self, p):
        """A and C, as views."""
        n, N = self.N * self.R.shape[1], self.N
        return p[:n].reshape(N, -1), p[n:].reshape(self.n_out, N + 1)

    def unpack(self, p):
        (A, C), N = self.split(p), self.N
        parts = A[:, :N], A[:, N], A[:, N + 1 :], C[:, :N], C[:, N]
        return self.rnn._replace(**dict(zip(RNN._fields, (part.copy() for part in parts))))

    def forward(self, p):
        self.A, self.C = self.split(p)
        _forward(self.A, self.R, self.y, self.alpha, self.relu)
        self.z = self.C @ self.R[1:, : self.N + 1]

    def loss_and_gradient(self, p):
        self.forward(p.copy())  # a copy: `product` comes back to it
        error = self.z - self.goal
        self.e = self.weight * error
        pushes = _T(self.C[:, : self.N]) @ self.e
        loss = 0.5 * float(np.sum(self.e * error))
        return loss, self._back(self.e, pushes, self.q, self.d, self.y[:0])

    def _back(self, e, pushes, q, d, dh):
        """Slopes of the weights from those of the outputs, e, and what they push into q."""
        gA, WT = np.zeros_like(self.A), _T(self.A[:, : self.N])
        _backward(WT, self.R, self.y, pushes, dh, self.q, self.alpha, self.relu, q, d, gA)
        gC = _outer(e, self.R[1:, : self.N + 1])
        return np.concatenate([gA.ravel(), gC.ravel()])

    def product(self, v, exact):
        """Curvature times v at the point of the last `loss_and_gradient`."""
        N, y, (V, U) = self.N, self.y, self.split(v)
        if self.room is None:  # fresh pages cost more than the sums
            self.room = np.zeros((len(y) + 1, *y.shape[1:])), *(np.empty_like(y) for _ in range(3))
        s, dh, q, d = self.room
        _tangent(V, self.A[:, :N].copy(), self.R, y, self.alpha, self.relu, s, dh)
        e = self.weight * (self.C[:, :N] @ s[1:] + U @ self.R[1:, : N + 1])
        pushes = _T(self.C[:, :N]) @ e
        if not exact:
            return self._back(e, pushes, q, d, y[:0])
        pushes += _T(U[:, :N]) @ self.e
        pushes[:-1] += _T(V[:, :N]) @ self.d[1:]
        g = self._back(e, pushes, q, d, dh)
        gA, gC = self.split(g)
        gA[:, :N] += _outer(self.d, s[:-1])
        gC[:, :N] += _outer(self.e, s[1:])
        return g


def _T(a):
    return np.ascontiguousarray(a.T)  # matmul is slow on the view


def _outer(a, b):
    """Sum over time and trials of a b^T."""
    return np.matmul(a, b.transpose(0, 2, 1)).sum(axis=0)


@njit
def _forward(A, R, y, alpha, relu):
    T, N, B = y.shape
    h = np.empty((N, B))
    for t in range(T):
        np.dot(A, R[t], h)
        for i in range(N):
            for k in range(B):
                x = h[i, k]
                if relu:
                    y[t, i, k] = max(x, 0.0)
                else:  # tanh by exp(-2 |x|) = (exp(-2 |x| / 256))^256: loops of it vectorize
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
                    y[t, i, k] = p if x > 0.0 else -p
                R[t + 1, i, k] = (1.0 - alpha) * R[t, i, k] + alpha * y[t, i, k]


@njit
def _backward(WT, R, y, pushes, dh, q_before, alpha, relu, q, d, gA):
    """q[t] is dL/dr_{t+1}, where pushes[t] enters; d[t] is dL/dh_t.

    With a change dh of h, q and d are changes too, and f'' dh joins in.
    """
    T, N, B = y.shape
    one, back = np.empty(gA.shape), np.zeros((N, B))
    bent = len(dh) > 0
    for t in range(T - 1, -1, -1):
        for i in range(N):
            for k in range(B):
                q[t, i, k] = back[i, k] + pushes[t, i, k]
                slope = 1.0 - y[t, i, k] * y[t, i, k]
                if relu:
                    slope = 1.0 if y[t, i, k] > 0.0 else 0.0
                d[t, i, k] = alpha * slope * q[t, i, k]
                if bent and not relu:  # f'' = -2 f f'
                    d[t, i, k] -= alpha * 2.0 * y[t, i, k] * slope * dh[t, i, k] * q_before[t, i, k]
        np.dot(d[t], R[t].T, one)
        np.dot(WT, d[t], back)
        for i in range(N):
            for j in range(gA.shape[1]):
                gA[i, j] += one[i, j]
            for k in range(B):
                back[i, k] += (1.0 - alpha) * q[t, i, k]


@njit
def _tangent(V, W, R, y, alpha, relu, s, h):
    """s[t], h[t]: change of r_t and h_t along a change V of [W, b, W_in]."""
    T, N, B = y.shape
    through = np.empty((N, B))
    for t in range(T):
        np.dot(V, R[t], h[t])
        np.dot(W, s[t], through)
        for i in range(N):
            for k in range(B):
                h[t, i, k] += through[i, k]
                slope = 1.0 - y[t, i, k] * y[t, i, k]
                if relu:
                    slope = 1.0 if y[t, i, k] > 0.0 else 0.0
                s[t + 1, i, k] = (1.0 - alpha) * s[t, i, k] + alpha * slope * h[t, i, k]
