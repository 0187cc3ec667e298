r"""A ring of neurons with cosine connections that holds an angle as a bump of activity.

    tau da_i/dt = -a_i + [sum_j W_ij a_j + h0 + h1 cos(theta_i - phi) - T]_+
    W_ij = (w0 + w1 cos(theta_i - theta_j) + w1 tau v sin(theta_i - theta_j)) / N

The sine turns the bump at angular velocity v (Zhang 1996, J. Neurosci. 16:2112-2126).
W has rank 3: with m = mean(a), C = mean(a cos theta) and S = mean(a sin theta),

    (W a)_i = w0 m + w1 (C cos theta_i + S sin theta_i) + w1 tau v (C sin theta_i - S cos theta_i),

so a step costs O(N). Ben-Yishai, Bar-Or & Sompolinsky (1995), PNAS 92:3844-3848.

`slope` is the equation, with the matrix or with the three numbers. `step` solves it: decay is
exact, and the input is that of mid-step, from activity extrapolated there: second order.
`simulate` runs a compiled twin, in `kernel`, for which one step of the three numbers costs O(1).

Time is in the unit of tau; activity and inputs have none.
"""

import math
from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid
from course._jit import COMPILED
from course._parameter import Parameter, documented
from course.models.ring_attractor import kernel

AT_ONCE = 1 << 14  # random numbers that stay near the processor
WORK = 2e9  # neurons times steps of one run: half a minute
WORK_PLAIN = 1e7  # the same in plain Python
DIVERGED = 1e9  # mean activity at which a run stops


@documented
class Ring(NamedTuple):
    """Parameters; the defaults are a textbook demonstration's, illustrative."""

    N: Annotated[int, Parameter("1", "neurons", low=3, high=1_000_000)] = 100
    h0: Annotated[float, Parameter("1", "uniform input", low=-1e6, high=1e6)] = 2.0
    h1: Annotated[float, Parameter("1", "input tuned to phi", low=-1e6, high=1e6)] = 1.0
    T: Annotated[float, Parameter("1", "threshold", low=-1e6, high=1e6)] = 2.0
    w0: Annotated[float, Parameter("1", "uniform weight", low=-1e6, high=1e6)] = 0.9
    w1: Annotated[float, Parameter("1", "tuned weight", low=-1e6, high=1e6)] = 1.0
    tau: Annotated[
        float, Parameter("tau", "time constant; time is counted in it", low=1e-6, high=1e6)
    ] = 1.0
    layout: Annotated[
        str,
        Parameter(
            "",
            '"seam": angles 2 pi i / (N - 1), the last neuron unconnected',
            options=("even", "seam"),
        ),
    ] = "even"


PRESETS = {
    "tracking": Ring(),  # follows its input, forgets without it
    "memory": Ring(h0=3.0, w0=-1.0, w1=4.0),  # keeps a bump of its own, of bounded height
    "marginal": Ring(h0=3.0, w0=0.0, w1=2.0),  # the cosine mode neither grows nor decays
    "seam": Ring(layout="seam"),  # two neurons share angle 0 and one hears nobody
}


# The equation. Arrays have an entry for each neuron.


def slope(a, recurrent, theta, phi, ring):
    """da/dt; `recurrent` is W @ a, by either of the two functions below."""
    return (target(recurrent, theta, phi, ring) - a) / ring.tau


def target(recurrent, theta, phi, ring):
    """What the activity decays to."""
    net = recurrent + ring.h0 + ring.h1 * np.cos(theta - phi) - ring.T
    return np.maximum(net, 0.0)


def by_matrix(a, theta, v, ring):
    """W @ a with the matrix: N products for each of N neurons."""
    return matrix(theta, v, ring) @ a


def by_three_numbers(a, theta, v, ring):
    """W @ a without it: three sums over the neurons."""
    heard = a * linked(ring)
    m = heard.mean()
    C = (heard * np.cos(theta)).mean()
    S = (heard * np.sin(theta)).mean()
    even = C * np.cos(theta) + S * np.sin(theta)
    turning = C * np.sin(theta) - S * np.cos(theta)
    return linked(ring) * (ring.w0 * m + ring.w1 * even + ring.w1 * ring.tau * v * turning)


def matrix(theta, v, ring):
    """W, to row from column."""
    difference = theta[:, None] - theta[None, :]
    W = ring.w0 + ring.w1 * (np.cos(difference) + ring.tau * v * np.sin(difference))
    return W * np.outer(linked(ring), linked(ring)) / ring.N


def linked(ring):
    """Who hears the others and is heard; in the layout "seam" the last neuron is alone."""
    return np.arange(ring.N) < n_linked(ring)


def n_linked(ring):
    return ring.N - 1 if ring.layout == "seam" else ring.N


def preferred(ring):
    """theta; in the layout "seam" the last neuron has the angle of the first."""
    return 2.0 * np.pi * np.arange(ring.N) / n_linked(ring)


# Its solution, a step at a time


def step(a, before, theta, phi, v, dt, ring, recurrent=by_three_numbers):
    """Activity dt after a, which followed the activity `before` by dt."""
    middle = a + 0.5 * (a - before)
    rest = target(recurrent(middle, theta, v, ring), theta, phi, ring)
    return rest + (a - rest) * math.exp(-dt / ring.tau)


def run(a, inputs, dt, ring, noise, kept, recurrent=by_three_numbers):
    """Fill kept, shape (N, steps), with the activity before each step; return how many there are.

    `inputs` has phi, h1 and v of each step, `noise` what is added after it, shape (N, steps).
    """
    theta = preferred(ring)
    before = a
    for t, (phi, h1, v) in enumerate(inputs):
        kept[:, t] = a
        if not abs((a * linked(ring)).mean()) < DIVERGED:
            return t
        now = ring._replace(h1=h1)
        after = step(a, before, theta, phi, v, dt, now, recurrent) + noise[:, t]
        before = a
        a = after
    return kept.shape[1]


# What a caller uses


class RingRun(NamedTuple):
    """What `simulate` returns."""

    t: NDArray  # (n,)
    theta: NDArray  # (N,) rad
    a: NDArray  # (N, n) activity, or (N, 0) with keep=False
    Z: NDArray  # (n,) complex, mean(a exp(i theta)): length |Z|, the bump's angle in it
    mean: NDArray  # (n,) mean activity; both as the connected neurons hear it, sums / N
    phi: NDArray  # (n,) rad, the input's angle
    diverged_at: float | None  # time at which the run was stopped, if it was


def angles(ring: Ring) -> NDArray:
    """Preferred angles (N,), rad."""
    return preferred(_checked(ring))


@np.errstate(under="ignore")  # the session may be told to raise it
def weights(ring: Ring, v: float = 0.0) -> NDArray:
    """The weight matrix (N, N), to row from column, turning at angular velocity `v`.

    Raises
    ------
    ValueError
        For a parameter out of range, or more than 10,000 neurons.
    """
    ring = _checked(ring)
    v = _valid.number("v", v, low=-1e6, high=1e6)
    _valid.count("N", ring.N, low=3, high=10_000)
    return matrix(preferred(ring), v, ring)


@np.errstate(under="ignore")  # the session may be told to raise it
def recurrent(ring: Ring, a: ArrayLike, v: float = 0.0) -> NDArray:
    """`weights(ring, v) @ a` in O(N), without the matrix."""
    ring = _checked(ring)
    v = _valid.number("v", v, low=-1e6, high=1e6)
    a = _valid.array("a", a, shape=(ring.N,))
    return by_three_numbers(a, preferred(ring), v, ring)


@np.errstate(under="ignore")  # the session may be told to raise it
def bump_angle(a: ArrayLike, theta: ArrayLike | None = None) -> NDArray:
    """Angle of the bump, rad in [0, 2 pi), of activity (N,) or (N, n) at `theta` or evenly."""
    a = _valid.array("a", a, ndim=(1, 2))
    if theta is None:
        theta = 2.0 * np.pi * np.arange(len(a)) / len(a)
    theta = _valid.array("theta", theta, ndim=1, unit="rad")
    if len(theta) != len(a):
        raise ValueError(
            f"a has shape {a.shape}; allowed are {len(theta)} rows, one for each theta"
        )
    return np.angle(np.exp(1j * theta) @ a) % (2.0 * np.pi)


@np.errstate(under="ignore")  # the session may be told to raise it
def simulate(
    ring: Ring = PRESETS["tracking"],
    *,
    duration: float = 10.0,
    dt: float = 0.01,
    phi: ArrayLike = 0.0,
    speed: float = 0.0,
    off: float | None = math.inf,
    lamp: ArrayLike = 1.0,
    v: ArrayLike = 0.0,
    sigma: float = 0.0,
    rng: np.random.Generator | int | None = None,
    start: ArrayLike | None = None,
    every: int = 1,
    keep: bool = True,
    plain: bool = False,
) -> RingRun:
    """Let the ring run.

    Parameters
    ----------
    ring : Ring
    duration, dt : float
        Time and step, in the unit of tau.
    phi : float or array of one value a step
        Angle of the input at the beginning, or during every step, rad.
    speed : float
        Angular velocity added to it, rad per unit time.
    off : float
        Time at which the tuned input h1 is switched off.
    lamp : float or array of one value a step
        Share of h1 that is on until then.
    v : float or array of one value a step
        Angular velocity that the asymmetric weights aim at, rad per unit time.
    sigma : float
        White noise: tau da gains sigma sqrt(tau) dB for each connected neuron.
    rng : Generator or int
        Needed with noise, and where no start is given.
    start : array (N,), optional
        Activity at time 0; random in [0, 0.1) by default.
    every : int
        Steps between records.
    keep : bool
        Whether to compute and keep the activity itself, or only `Z` and `mean`: O(1) a
        step. The noise is then other numbers of the same law.
    plain : bool
        True: `step` above runs instead of its compiled twin. It keeps the activity.

    Returns
    -------
    RingRun

    Raises
    ------
    ValueError
        If a parameter is out of range, an array has the wrong length, or more than
        2e8 activities are to be kept.
    """
    ring = _checked(ring)
    steps, dt = _valid.steps(duration, dt, most=1e7, longest=0.5 * ring.tau, unit="", why="tau / 2")
    every = _valid.count("every", every)
    keep = _valid.switch("keep", keep)
    plain = _valid.switch("plain", plain)
    if plain and not keep:
        raise ValueError(f"keep is {keep}; allowed is True where plain is True")
    _valid.limit("N * steps", ring.N * steps * keep, WORK_PLAIN if plain else WORK)
    speed = _valid.number("speed", speed, low=-1e6, high=1e6)
    sigma = _valid.number("sigma", sigma, low=0.0, high=1e6)
    never = off is None or (isinstance(off, float) and off == math.inf)
    off = math.inf if never else _valid.number("off", off)
    phi = _per_step("phi", phi, steps)
    lamp = _per_step("lamp", lamp, steps)
    v = _per_step("v", v, steps)
    random = start is None or sigma > 0.0
    rng = _valid.generator("rng", 0 if rng is None and not random else rng)
    if start is None:
        start = 0.1 * rng.random(ring.N)
    a = _valid.array("start", start, shape=(ring.N,), low=-1e9, high=1e9).copy()
    records = -(-steps // every)
    _valid.limit("N * records, the kept activities,", ring.N * records * keep, 2e8)
    t = dt * np.arange(steps)
    middle = t + dt / 2.0
    moving = phi + speed * middle
    h1 = np.where(middle < off, ring.h1 * lamp, 0.0)
    noise = sigma * math.sqrt(-math.expm1(-2.0 * dt / ring.tau) / 2.0)  # of one step
    if plain:
        xi = noise * rng.standard_normal((steps, n_linked(ring))) if sigma else 0.0
        shaken = np.zeros((ring.N, steps))
        shaken[: n_linked(ring)] = np.transpose(xi)
        whole = np.empty((ring.N, steps))
        done = run(a, zip(moving, h1, v), dt, ring, shaken, whole)
        kept = whole[:, ::every]
        heard = kept[: n_linked(ring)]
        mean = heard.sum(axis=0) / ring.N
        Z = np.exp(1j * preferred(ring)[: n_linked(ring)]) @ heard / ring.N
    else:
        drive = kernel.Drive(h1 * np.cos(moving), h1 * np.sin(moving), ring.w1 * ring.tau * v)
        pace = kernel.Pace(-math.expm1(-dt / ring.tau), noise, every)
        wiring = kernel.wiring(ring, preferred(ring), n_linked(ring))
        activity = np.empty((records if keep else 0, ring.N))
        moments = np.empty((records, 3))
        done = _compiled(wiring, drive, pace, a, keep, rng, activity, moments)
        kept = activity.T
        mean = moments[:, 0]
        Z = moments[:, 1] + 1j * moments[:, 2]
    k = -(-done // every)
    return RingRun(
        t=t[::every][:k],
        theta=preferred(ring),
        a=kept[:, :k],
        Z=Z[:k],
        mean=mean[:k],
        phi=(phi + speed * t)[::every][:k],
        diverged_at=None if done == steps else dt * done,
    )


def _compiled(wiring, drive, pace, a, keep, rng, activity, moments):
    """As `kernel.run`; the noise is drawn here, for some steps at a time."""
    state = kernel.at_start(wiring, a)
    draws = (wiring.linked if keep else 3) if pace.noise > 0.0 else 0
    steps = drive.turn.size
    at_once = max(1, AT_ONCE // draws) if draws else steps
    done = 0
    for first in range(0, steps, at_once):
        normal = np.empty((min(at_once, steps - first), draws))
        if draws and COMPILED:
            kernel.draw(rng, normal)
        else:
            rng.standard_normal(out=normal)
        run_on = wiring, drive, pace, state._replace(step=first), normal
        done = kernel.run(*run_on, keep, activity, moments)
        if done < first + len(normal):
            break
    return done


def _checked(ring):
    return _valid.model(ring, Ring, name="ring")


def _per_step(name, value, steps):
    value = _valid.array(name, value, ndim=(0, 1), low=-1e6, high=1e6)
    if value.ndim == 1 and value.size != steps:
        raise ValueError(f"{name} has {value.size} values; allowed is one, or one a step ({steps})")
    return np.broadcast_to(value, (steps,))
