"""Izhikevich's random network of 1000 neurons: rhythms out of noise.

    v_i' = 0.04 v_i^2 + 5 v_i + 140 - u_i + I_i + sum_j W_ij s_j
    u_i' = a_i (b_i v_i - u_i)                 when v_i >= 30 mV:  v_i <- c_i,  u_i <- u_i + d_i

s_j is 1 in the millisecond after neuron j fired; I is thalamic noise. The scheme is the
published one: steps of 1 ms, v in two halves, then u.

Izhikevich (2003) Simple model of spiking neurons. IEEE Trans. Neural Netw. 14:1569-1572,
figure 3 and the script printed beside it.
"""

import math
from typing import Annotated, NamedTuple

import numpy as np

from course import _valid
from course._jit import njit
from course._parameter import Parameter

PAPER = "Izhikevich 2003"
LIMIT = 100_000_000  # values in W or in the noise, illustrative: 0.8 GB


class Network(NamedTuple):
    """N neurons, the first N_e of them excitatory."""

    a: Annotated[np.ndarray, Parameter("1/ms", "rate of recovery", PAPER, -1e3, 1e3, shape=("N",))]
    b: Annotated[np.ndarray, Parameter("1/ms", "pull of v on u", PAPER, -1e3, 1e3, shape=("N",))]
    c: Annotated[np.ndarray, Parameter("mV", "v after a spike", PAPER, -1e4, 1e4, shape=("N",))]
    d: Annotated[
        np.ndarray, Parameter("mV/ms", "jump of u at a spike", PAPER, -1e6, 1e6, shape=("N",))
    ]
    W: Annotated[
        np.ndarray,
        Parameter("mV/ms", "added for 1 ms, to i from j", PAPER, -1e9, 1e9, shape=("N", "N")),
    ]
    N_e: Annotated[int, Parameter("1", "number of excitatory neurons", PAPER, 0, 10_000)]


class NetworkSpikes(NamedTuple):
    """Every spike of the network, in order of time and then of neuron."""

    spikes: np.ndarray  # (spikes,) ms since the start; the paper's script prints 1 more
    neurons: np.ndarray  # (spikes,) index of the neuron that fired


def random_network(rng, N_e=800, N_i=200, w_e=0.5, w_i=1.0):
    """The paper's network: weights uniform in (0, w_e) and (-w_i, 0).

    Excitatory cells lie between regular spiking and chattering, inhibitory ones between
    low-threshold and fast spiking.

    Parameters
    ----------
    rng : Generator or int
        Draws the N_e cells, the N_i cells, then the weights neuron by sending neuron.
    N_e, N_i : int
    w_e, w_i : float, mV/ms

    Returns
    -------
    Network

    Raises
    ------
    ValueError
        If a parameter is not allowed.
    """
    rng = _valid.generator("rng", rng)
    N_e, N_i = (
        _valid.count("N_e", N_e, low=0, high=9_000),
        _valid.count("N_i", N_i, low=0, high=1_000),
    )
    N = _valid.count("N_e + N_i", N_e + N_i)
    w_e = _valid.number("w_e", w_e, low=0.0, high=1e6, unit="mV/ms")
    w_i = _valid.number("w_i", w_i, low=0.0, high=1e6, unit="mV/ms")
    r_e, r_i = rng.random(N_e), rng.random(N_i)
    # row j is what neuron j sends: contiguous, for the kernel's sake
    sent = rng.random((N, N), dtype=np.float32)
    sent[:N_e] *= np.float32(w_e)
    sent[N_e:] *= np.float32(-w_i)
    return Network(
        a=np.r_[np.full(N_e, 0.02), 0.02 + 0.08 * r_i],
        b=np.r_[np.full(N_e, 0.2), 0.25 - 0.05 * r_i],
        c=np.r_[-65.0 + 15.0 * r_e**2, np.full(N_i, -65.0)],
        d=np.r_[8.0 - 6.0 * r_e**2, np.full(N_i, 2.0)],
        W=sent.astype(np.float64).T,
        N_e=N_e,
    )


def thalamic_input(network, duration, rng, *, sigma_e=5.0, sigma_i=2.0):
    """Normal noise for `simulate_network`: (duration, N) array, mV/ms.

    Box & Muller (1958) Ann. Math. Stat. 29:610-611: two independent normals are r cos(phi)
    and r sin(phi), where r^2 / 2 is exponential and phi uniform. It takes under half the
    time of `rng.standard_normal`, and does not follow that one's stream.

    Parameters
    ----------
    network : Network
    duration : int, ms
    rng : Generator or int
        Draws (pairs) exponentials, then (pairs) uniforms.
    sigma_e, sigma_i : float, mV/ms
        Standard deviation for excitatory and for inhibitory neurons.

    Raises
    ------
    ValueError
        If a parameter is not allowed.
    """
    network = _checked(network)
    N, N_e = len(network.a), network.N_e
    T = _valid.count("duration", duration, high=max(1, LIMIT // N))
    sigma_e = _valid.number("sigma_e", sigma_e, low=0.0, high=1e6, unit="mV/ms")
    sigma_i = _valid.number("sigma_i", sigma_i, low=0.0, high=1e6, unit="mV/ms")
    rng, pairs = _valid.generator("rng", rng), (T * N + 1) // 2
    normals = np.empty(2 * pairs)
    first, second = normals[:pairs], normals[pairs:]
    _box_muller(rng.standard_exponential(out=first), rng.random(out=second))
    noise = normals[: T * N].reshape(T, N)
    noise *= np.r_[np.full(N_e, sigma_e), np.full(N - N_e, sigma_i)]
    return noise


def simulate_network(network, duration=1000, *, rng=None, noise=None, sigma_e=5.0, sigma_i=2.0):
    """Spikes of the network, from v = -65 mV and u = b v.

    Parameters
    ----------
    network : Network
    duration : int, ms
    rng : Generator or int
        Draws the thalamic input by `thalamic_input(network, duration, rng, ...)`.
    noise : (duration, N) array, mV/ms
        Thalamic input to use instead; its length is then the duration.
    sigma_e, sigma_i : float, mV/ms
        Standard deviation of the drawn input.

    Returns
    -------
    NetworkSpikes

    Raises
    ------
    ValueError
        If a parameter is not allowed.
    """
    network = _checked(network)
    a, b, c, d = network[:4]
    N = len(a)
    sent = network.W.T
    if noise is None:
        noise = thalamic_input(network, duration, rng, sigma_e=sigma_e, sigma_i=sigma_i)
    else:
        noise = _finite("noise", noise, (None, N))
        _valid.count("the number of values in noise", noise.size, high=LIMIT)
    sent = np.require(sent, np.float64, "CAW")
    noise = np.require(noise, np.float64, "CAW")
    neurons = np.empty(noise.size, dtype=np.int64)  # room for one spike a neuron a step
    fired = np.empty(len(noise), dtype=np.int64)
    v, received = np.full(N, -65.0), np.empty(N)
    u = b * v
    words = np.zeros((N + 7) // 8, dtype=np.uint64)
    flags = words.view(np.uint8)  # flags[i]: v[i] is at its peak
    found = _run(a, b, c, d, sent, noise, v, u, received, flags, words, neurons, fired)
    if not (np.isfinite(v).all() and np.isfinite(u).all()):
        raise ValueError("a is such that a neuron runs away; allowed is a rate of recovery below 1")
    return NetworkSpikes(
        np.repeat(np.arange(len(noise), dtype=float), fired), neurons[:found].copy()
    )


def _checked(network):
    """The network in its ranges; W keeps its precision and its order."""
    network = _valid.model(network, Network, name="network", but="W")
    N = len(network.a)
    _valid.count("N_e", network.N_e, low=0, high=N)
    return network._replace(W=_finite("W", network.W, (N, N)))


def _finite(name, value, shape):
    """A bounded float array; the sum is a quick test, the slow one finds the culprit."""
    if not isinstance(value, np.ndarray):
        return _valid.array(name, value, shape=shape, low=-1e9, high=1e9, unit="mV/ms")
    rows, columns = shape
    plain = (
        value.dtype in (np.float32, np.float64) and value.ndim == 2 and value.shape[1] == columns
    )
    if plain and value.size and rows in (None, len(value)) and abs(value.sum()) < 1e15:
        return value
    return _valid.array(name, value, shape=shape, low=-1e9, high=1e9, unit="mV/ms")


@njit
def _box_muller(first, second):
    """Exponential and uniform draws turned, in place, into two independent normals."""
    for k in range(first.size):
        r = math.sqrt(2.0 * first[k])
        x = 0.5 * math.pi * (second[k] - 0.5)  # a quarter of the angle, at most pi / 4
        y = x * x
        # Taylor series to 1e-9: they vectorize, and are the same bits on every machine
        s = -1 / 6 + y * (1 / 120 + y * (-1 / 5040 + y * (1 / 362880 - y * (1 / 39916800))))
        c = -1 / 2 + y * (1 / 24 + y * (-1 / 720 + y * (1 / 40320 - y * (1 / 3628800))))
        s, c = x + x * y * s, 1.0 + y * c
        s, c = 2.0 * s * c, 1.0 - 2.0 * s * s  # the angle doubled, and doubled again
        first[k], second[k] = r * (1.0 - 2.0 * s * s), r * (2.0 * s * c)


@njit
def _run(a, b, c, d, sent, noise, v, u, received, flags, words, neurons, fired):
    T, N = noise.shape
    end = 0
    for t in range(T):
        first = end
        for w in range(words.size):  # eight flags at a time: few neurons fire in one ms
            if words[w] != 0:
                for i in range(8 * w, min(8 * w + 8, N)):
                    neurons[end] = i
                    end += int(flags[i])
        fired[t] = end - first
        for j in neurons[first:end]:
            v[j] = c[j]
            u[j] += d[j]
        received[:] = 0.0
        k = first
        while k + 4 <= end:  # four columns a pass, so that `received` is read once for all
            w0, w1 = sent[neurons[k]], sent[neurons[k + 1]]
            w2, w3 = sent[neurons[k + 2]], sent[neurons[k + 3]]
            for i in range(N):
                received[i] = received[i] + w0[i] + w1[i] + w2[i] + w3[i]
            k += 4
        for j in neurons[k:end]:
            for i in range(N):
                received[i] += sent[j, i]
        for i in range(N):
            I = noise[t, i] + received[i]
            vi = v[i]
            vi += 0.5 * (0.04 * (vi * vi) + 5.0 * vi + 140.0 - u[i] + I)
            vi += 0.5 * (0.04 * (vi * vi) + 5.0 * vi + 140.0 - u[i] + I)
            u[i] += a[i] * (b[i] * vi - u[i])
            v[i] = vi
            flags[i] = vi >= 30.0
    return end
