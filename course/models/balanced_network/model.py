r"""Integrate-and-fire neurons that excite and inhibit each other until their inputs balance.

    tau dV_i/dt = -(V_i - V_rest) + eta (V_th - V_rest) + sigma_ext sqrt(tau) xi_i
                  + tau sum_j J_ij sum_k delta(t - t_jk - delay)

J_ij is J from each of K_E excitatory neurons and -g_inh J from each of K_I inhibitory ones,
drawn for every neuron without repetition. The input from outside is what K_E Poisson trains
would bring that fire eta times as often as just reaches the threshold by themselves:
sigma_ext^2 = J eta (V_th - V_rest), so V alone has the standard deviation
sigma_ext / sqrt(2).

Between spikes V decays exactly over each step, plus a normal number, and every spike moves
its targets by J_ij after the delay. `step` is one step, and `simulate` runs the compiled twin
of all of them, which is in `kernel`.

Units: ms, mV. Brunel N (2000) J Comput Neurosci 8:183-208, at a twelfth of its size with jumps
five times as large.
"""

import math
from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from course import _valid
from course._parameter import Parameter, documented
from course.models.balanced_network import kernel

BRUNEL = "Brunel 2000"
MOST = 2e8  # neurons times steps: a noise of 800 MB
SPIKES = 20_000_000  # of one run
WIRES = 2e7  # of one network
MOST_PLAIN = 2e7  # neurons times steps of a plain run


@documented
class Balanced(NamedTuple):
    """A network of two kinds of neurons."""

    g_inh: Annotated[float, Parameter("1", "inhibitory jump over excitatory", low=0, high=1e3)] = (
        8.0
    )
    eta: Annotated[float, Parameter("1", "drive; 1 reaches threshold", low=0, high=1e3)] = 1.2
    J: Annotated[float, Parameter("mV", "jump by an excitatory spike", low=1e-6, high=100)] = 0.5
    K_E: Annotated[int, Parameter("1", "excitatory inputs of a neuron", low=1, high=10_000)] = 80
    K_I: Annotated[int, Parameter("1", "inhibitory inputs of a neuron", low=1, high=10_000)] = 20
    N_E: Annotated[int, Parameter("1", "excitatory neurons", low=2, high=100_000)] = 800
    N_I: Annotated[int, Parameter("1", "inhibitory neurons", low=2, high=100_000)] = 200
    tau: Annotated[float, Parameter("ms", "time constant", BRUNEL, 0.1, 1e6)] = 20.0
    V_rest: Annotated[float, Parameter("mV", "resting potential", low=-1e3, high=1e3)] = -70.0
    V_th: Annotated[float, Parameter("mV", "threshold, 20 above rest", BRUNEL, -1e3, 1e3)] = -50.0
    V_reset: Annotated[float, Parameter("mV", "potential after a spike", BRUNEL, -1e3, 1e3)] = -60.0
    t_ref: Annotated[float, Parameter("ms", "refractory period", BRUNEL, 0.0, 1e3)] = 2.0
    delay: Annotated[float, Parameter("ms", "from a spike to its jumps", BRUNEL, 0.0, 100.0)] = 1.5


class Chance(NamedTuple):
    """All that is drawn for a network and a run: one can change the model and keep it."""

    targets: NDArray  # (wires,) neurons that hear, sender after sender
    first: NDArray  # (N + 1,) where the targets of each sender begin
    noise: NDArray  # (steps, N) normal numbers, single precision
    start: NDArray  # (N,) from 0, rest, to 1, threshold
    dt: float  # ms


class BalancedRun(NamedTuple):
    """What `simulate` returns."""

    times: NDArray  # (spikes,) ms, rising
    neurons: NDArray  # (spikes,) who; the first N_E excite
    V: NDArray  # (steps + 1, watched) mV, of the first neurons
    duration: float  # ms
    dt: float  # ms
    model: Balanced


# One step of all neurons


def step(V, wait, arriving, noise, p):
    """V and the steps still to wait after a step, and who has fired.

    `arriving` is the sum of the jumps that end in this step, `noise` normal numbers.
    """
    decayed = p.V_rest + (V - p.V_rest) * p.decay
    moved = decayed + p.drive + p.spread * noise + arriving
    free = wait == 0
    fired = free & (moved >= p.V_th)
    V = np.where(free & ~fired, moved, p.V_reset)
    wait = np.where(fired, p.refractory, np.maximum(wait - 1, 0))
    return V, wait, fired


def run(p, wires, noise, V, watched):
    """All steps: (steps of the spikes, neurons of the spikes), and V of the first neurons."""
    targets, first = wires
    weight = np.where(np.arange(V.size) < p.N_E, p.J, p.J_inh)
    arriving = np.zeros((p.delay + 1, V.size))  # a ring: one row a step ahead
    wait = np.zeros(V.size, dtype=np.int64)
    found = []
    watched[0] = V[: watched.shape[1]]
    for k in range(len(noise)):
        now = k % (p.delay + 1)
        V, wait, fired = step(V, wait, arriving[now], noise[k].astype(float), p)
        arriving[now] = 0.0
        for j in np.flatnonzero(fired):
            arriving[(k + p.delay) % (p.delay + 1), targets[first[j] : first[j + 1]]] += weight[j]
            found.append((k, j))
        watched[k + 1] = V[: watched.shape[1]]
    steps, neurons = np.array(found, dtype=np.int64).reshape(-1, 2).T
    return steps, neurons


# What a caller uses


@np.errstate(under="ignore")  # the session may be told to raise it
def draw(
    model: Balanced = Balanced(),  # noqa: B008, a NamedTuple of numbers
    *,
    duration: float = 1200.0,
    dt: float = 0.1,
    rng: np.random.Generator | int,
) -> Chance:
    """Draw the wiring, the noise and the start of a network.

    Parameters
    ----------
    model : Balanced
        Of which only the numbers of neurons and of inputs count.
    duration, dt : float
        ms.
    rng : Generator or int

    Returns
    -------
    Chance

    Raises
    ------
    ValueError
        If a value is out of range, a neuron has more inputs than there are other neurons,
        or more than 2e8 normal numbers or 2e7 wires are asked for.
    """
    model = _checked(model)
    N = model.N_E + model.N_I
    dt = _valid.number("dt", dt, low=1e-6, high=model.tau, unit="ms (tau)")
    steps, dt = _valid.steps(duration, dt, most=MOST / N)
    _valid.limit("neurons * inputs", N * (model.K_E + model.K_I), WIRES)
    rng = _valid.generator("rng", rng)
    sources = np.empty((N, model.K_E + model.K_I), dtype=np.int64)
    for i in range(N):
        sources[i, : model.K_E] = _others(rng, 0, model.N_E, i, model.K_E)
        sources[i, model.K_E :] = _others(rng, model.N_E, model.N_I, i, model.K_I)
    order = np.argsort(sources.ravel(), kind="stable")
    neurons = np.arange(N, dtype=np.int64)  # as wide as that where an int has 32 bits
    targets = np.repeat(neurons, sources.shape[1])[order]
    first = np.zeros(N + 1, dtype=np.int64)
    first[1:] = np.cumsum(np.bincount(sources.ravel(), minlength=N))
    noise = rng.standard_normal((steps, N), dtype=np.float32)
    return Chance(targets, first, noise, rng.random(N), dt)


def _others(rng, first, size, i, K):
    """K of the neurons `first` to `first + size`, in which i is not."""
    inside = first <= i < first + size
    drawn = first + rng.permutation(size - inside)[:K]
    return drawn + (inside & (drawn >= i))


@np.errstate(under="ignore")  # the session may be told to raise it
def simulate(
    model: Balanced = Balanced(),  # noqa: B008
    chance: Chance | None = None,
    *,
    duration: float = 1200.0,
    dt: float = 0.1,
    watch: int = 1,
    rng: np.random.Generator | int | None = None,
    plain: bool = False,
) -> BalancedRun:
    """Let the network run.

    Parameters
    ----------
    model : Balanced
    chance : Chance, optional
        What `draw` has drawn for a network of this size; else it is drawn from `rng`.
    duration, dt : float
        ms; with `chance` its own count.
    watch : int
        Neurons, from the first on, whose potential is kept.
    rng : Generator or int
    plain : bool
        True: `step` above runs instead of its compiled twin.

    Returns
    -------
    BalancedRun

    Raises
    ------
    ValueError
        If a value is out of range, sizes disagree, or there are more than 2e7 spikes.
    """
    model = _checked(model)
    watch = _valid.count("watch", watch, low=0, high=model.N_E + model.N_I)
    if chance is None:
        chance = draw(model, duration=duration, dt=dt, rng=_valid.generator("rng", rng))
    chance = _drawn(chance, model)
    steps, N = chance.noise.shape
    _valid.limit("watch * steps", watch * steps, 2e8)
    p = _per_step(model, chance.dt)
    watched = np.empty((steps + 1, watch))
    V = model.V_rest + chance.start * (model.V_th - model.V_rest)
    wires = (chance.targets, chance.first)
    if _valid.switch("plain", plain):
        _valid.limit("neurons * steps of a plain run", N * steps, MOST_PLAIN)
        at, neurons = run(p, wires, chance.noise, V, watched)
    else:
        found = np.empty((2, _room(steps, N, p)), dtype=np.int64)
        count = kernel.run(p, wires, chance.noise, V, watched, found)
        if count > found.shape[1]:
            raise ValueError(f"the network makes {count} spikes; allowed are {SPIKES}")
        at, neurons = found[:, :count].copy()
    return BalancedRun((at + 1) * chance.dt, neurons, watched, steps * chance.dt, chance.dt, model)


def _room(steps, N, p):
    """Spikes that there may be: a neuron rests between two of its own."""
    return int(min(SPIKES, N * (steps // (p.refractory + 1) + 1)))


def _per_step(model, dt):
    """The kernel's parameters."""
    decay = math.exp(-dt / model.tau)
    height = model.V_th - model.V_rest
    sd = math.sqrt(0.5 * model.J * model.eta * height)  # of V alone
    return kernel.PerStep(
        decay=decay,
        drive=model.eta * height * -math.expm1(-dt / model.tau),
        spread=sd * math.sqrt(-math.expm1(-2.0 * dt / model.tau)),
        V_rest=model.V_rest,
        V_th=model.V_th,
        V_reset=model.V_reset,
        J=model.J,
        J_inh=-model.g_inh * model.J,
        N_E=model.N_E,
        refractory=round(model.t_ref / dt),
        delay=max(1, round(model.delay / dt)),
    )


def _checked(model):
    model = _valid.model(model, Balanced)
    _valid.number("V_th", model.V_th, low=model.V_rest + 1e-6, unit="mV, above V_rest")
    _valid.number("V_reset", model.V_reset, high=model.V_th - 1e-6, unit="mV, below V_th")
    _valid.count("K_E", model.K_E, high=model.N_E - 1, why="the others")
    _valid.count("K_I", model.K_I, high=model.N_I - 1, why="the others")
    return model


def _drawn(chance, model):
    """A `Chance` whose parts fit together and this model."""
    if not isinstance(chance, Chance):
        raise ValueError(f"chance is {_valid.shown(chance)}; allowed is what draw returns")
    N = model.N_E + model.N_I
    wires = N * (model.K_E + model.K_I)
    sizes = [np.shape(x) for x in chance[:4]]
    if len(sizes[2]) != 2 or sizes != [(wires,), (N + 1,), (sizes[2][0], N), (N,)]:
        raise ValueError(
            f"chance has arrays of shapes {sizes}; allowed are those of {N} neurons "
            f"with {model.K_E + model.K_I} inputs each"
        )
    return chance
