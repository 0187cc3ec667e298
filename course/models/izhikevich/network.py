"""Izhikevich's random network of 1000 neurons: rhythms out of noise.

    v_i' = 0.04 v_i^2 + 5 v_i + 140 - u_i + I_i + sum_j W_ij s_j
    u_i' = a_i (b_i v_i - u_i)                 when v_i >= 30 mV:  v_i <- c_i,  u_i <- u_i + d_i

s_j is 1 in the millisecond after neuron j fired; I is thalamic noise. The scheme is the
published one: steps of 1 ms, v in two halves, then u. `loop` is the script itself, and
`simulate_network` runs its compiled twin, which is in `kernel`.

Izhikevich (2003) Simple model of spiking neurons. IEEE Trans. Neural Netw. 14:1569-1572,
figure 3 and the script printed beside it.
"""

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid
from course._parameter import Parameter, documented
from course.models.izhikevich import kernel

PAPER = "Izhikevich 2003"
LIMIT = 100_000_000  # values in W or in the noise, illustrative: 0.8 GB
MOST_PLAIN = 20_000  # ms of one run in plain NumPy: half a minute


@documented
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


# The script


def loop(network, noise):
    """Spike times in ms, who fired, and v and u at the end; noise has shape (ms, N)."""
    a, b, c, d, W, _ = network
    v = np.full(len(a), -65.0)
    u = b * v
    spikes = []
    neurons = []
    for t in range(len(noise)):
        fired = np.flatnonzero(v >= 30.0)
        spikes.append(np.full(len(fired), float(t)))
        neurons.append(fired)
        v[fired] = c[fired]
        u[fired] = u[fired] + d[fired]
        I = noise[t] + W[:, fired].sum(axis=1)
        v = v + 0.5 * (0.04 * v**2 + 5.0 * v + 140.0 - u + I)
        v = v + 0.5 * (0.04 * v**2 + 5.0 * v + 140.0 - u + I)
        u = u + a * (b * v - u)
    return np.concatenate(spikes), np.concatenate(neurons), v, u


# What a caller uses


class NetworkSpikes(NamedTuple):
    """Every spike of the network, in order of time and then of neuron."""

    spikes: NDArray  # (spikes,) ms since the start; the paper's script prints 1 more
    neurons: NDArray  # (spikes,) index of the neuron that fired


@np.errstate(under="ignore")  # the session may be told to raise it
def simulate_network(
    network: Network,
    *,
    duration: int = 1000,
    rng: np.random.Generator | int | None = None,
    noise: ArrayLike | None = None,
    sigma_e: float = 5.0,
    sigma_i: float = 2.0,
    plain: bool = False,
) -> NetworkSpikes:
    """Spikes of the network, from v = -65 mV and u = b v.

    Parameters
    ----------
    network : Network
    duration : int
        ms, which are the steps of the scheme.
    rng : Generator or int
        Draws the thalamic input by `thalamic_input(network, duration=..., rng=..., ...)`.
    noise : array (duration, N)
        Thalamic input in mV/ms to use instead; its length is then the duration.
    sigma_e, sigma_i : float
        Standard deviation of the drawn input, mV/ms.
    plain : bool
        True: `loop` above runs instead of its compiled twin.

    Returns
    -------
    NetworkSpikes

    Raises
    ------
    ValueError
        If a parameter is not allowed, or a neuron runs away.
    """
    network = _checked(network)
    N = len(network.a)
    if noise is None:
        rng = _valid.generator("rng", rng)
        drive = _drawn(network, duration, rng, sigma_e, sigma_i)
    else:
        drive = _finite("noise", noise, (None, N))
        _valid.count("the number of values in noise", drive.size, high=LIMIT)
    if _valid.switch("plain", plain):
        _valid.limit("the duration of a plain run in ms", len(drive), MOST_PLAIN)
        with np.errstate(all="ignore"):
            spikes, neurons, v, u = loop(network, drive)
    else:
        spikes, neurons, v, u = _compiled(network, drive)
    if not (np.isfinite(v).all() and np.isfinite(u).all()):
        raise ValueError("a is such that a neuron runs away; allowed is a rate of recovery below 1")
    return NetworkSpikes(spikes, neurons)


def _compiled(network, noise):
    """What `loop` returns."""
    cells = kernel.Cells(*network[:4])
    sent = np.require(network.W.T, np.float64, ["C", "A", "W"])  # row j is what neuron j sends
    noise = np.require(noise, np.float64, ["C", "A", "W"])
    v = np.full(len(cells.a), -65.0)
    u = cells.b * v
    neurons = np.empty(noise.size, dtype=np.int64)  # room for one spike a neuron a step
    fired = np.empty(len(noise), dtype=np.int64)
    found = kernel.run_network(cells, sent, noise, v, u, neurons, fired)
    spikes = np.repeat(np.arange(len(noise), dtype=float), fired.astype(np.intp))
    return spikes, neurons[:found].copy(), v, u


@np.errstate(under="ignore")  # the session may be told to raise it
def random_network(
    N_e: int = 800,
    N_i: int = 200,
    w_e: float = 0.5,
    w_i: float = 1.0,
    *,
    rng: np.random.Generator | int,
) -> Network:
    """The paper's network: weights uniform in (0, w_e) and (-w_i, 0).

    Excitatory cells lie between regular spiking and chattering, inhibitory ones between
    low-threshold and fast spiking.

    Parameters
    ----------
    N_e, N_i : int
        Numbers of excitatory and of inhibitory neurons.
    w_e, w_i : float
        Largest weights, mV/ms.
    rng : Generator or int
        Draws the N_e cells, the N_i cells, then the weights neuron by sending neuron.

    Returns
    -------
    Network

    Raises
    ------
    ValueError
        If a parameter is not allowed.
    """
    rng = _valid.generator("rng", rng)
    N_e = _valid.count("N_e", N_e, low=0, high=9_000)
    N_i = _valid.count("N_i", N_i, low=0, high=1_000)
    N = _valid.count("N_e + N_i", N_e + N_i)
    w_e = _valid.number("w_e", w_e, low=0.0, high=1e6, unit="mV/ms")
    w_i = _valid.number("w_i", w_i, low=0.0, high=1e6, unit="mV/ms")
    r_e = rng.random(N_e)
    r_i = rng.random(N_i)
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


@np.errstate(under="ignore")  # the session may be told to raise it
def thalamic_input(
    network: Network,
    *,
    duration: int,
    rng: np.random.Generator | int,
    sigma_e: float = 5.0,
    sigma_i: float = 2.0,
) -> NDArray:
    """Normal noise for `simulate_network`.

    Box & Muller (1958) Ann. Math. Stat. 29:610-611: two independent normals are r cos(phi)
    and r sin(phi), where r^2 / 2 is exponential and phi uniform. It takes under half the
    time of `rng.standard_normal`, and does not follow that one's stream.

    Parameters
    ----------
    network : Network
    duration : int
        ms.
    rng : Generator or int
        Draws (pairs) exponentials, then (pairs) uniforms.
    sigma_e, sigma_i : float
        Standard deviation for excitatory and for inhibitory neurons, mV/ms.

    Returns
    -------
    array (duration, N)
        mV/ms.

    Raises
    ------
    ValueError
        If a parameter is not allowed.
    """
    # W plays no part, and takes as long to check as to draw
    return _drawn(_cells(network), duration, rng, sigma_e, sigma_i)


def _drawn(network, duration, rng, sigma_e, sigma_i):
    """The thalamic input of a network in its ranges."""
    N = len(network.a)
    N_e = network.N_e
    T = _valid.count("duration", duration, high=max(1, LIMIT // N))
    sigma_e = _valid.number("sigma_e", sigma_e, low=0.0, high=1e6, unit="mV/ms")
    sigma_i = _valid.number("sigma_i", sigma_i, low=0.0, high=1e6, unit="mV/ms")
    rng = _valid.generator("rng", rng)
    pairs = (T * N + 1) // 2
    normals = np.empty(2 * pairs)
    first = normals[:pairs]
    second = normals[pairs:]
    rng.standard_exponential(out=first)
    rng.random(out=second)
    kernel.box_muller(first, second)
    noise = normals[: T * N].reshape(T, N)
    noise *= np.r_[np.full(N_e, sigma_e), np.full(N - N_e, sigma_i)]
    return noise


def _checked(network):
    """The network in its ranges; W keeps its precision and its order."""
    network = _cells(network)
    N = len(network.a)
    return network._replace(W=_finite("W", network.W, (N, N)))


def _cells(network):
    """The network in its ranges but for W."""
    network = _valid.model(network, Network, name="network", but="W")
    _valid.count("N_e", network.N_e, low=0, high=len(network.a))
    return network


def _finite(name, value, shape):
    """A bounded float array; the sum is a quick test, the slow one finds the culprit."""
    if not isinstance(value, np.ndarray):
        return _valid.array(name, value, shape=shape, low=-1e9, high=1e9, unit="mV/ms")
    rows, columns = shape
    quick = (
        value.dtype in (np.float32, np.float64) and value.ndim == 2 and value.shape[1] == columns
    )
    if quick and value.size and rows in (None, len(value)) and abs(value.sum()) < 1e15:
        return value
    return _valid.array(name, value, shape=shape, low=-1e9, high=1e9, unit="mV/ms")
