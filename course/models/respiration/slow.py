r"""What the slow gates decide: who holds while they stand still, and whether a rest is one.

Voltages settle within milliseconds, h and m within a second. So hold h and m still, let the
voltages run to where they settle, once from inspiration and once from expiration, and see who is
louder there. Where either ends as it began, both phases can hold, and the past decides.

Close to a resting state x the distance to it follows the Jacobian J of dx/dt: it grows by
exp(t Re mu) along each eigenvector of J, so the state rests only if all Re mu are negative.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid
from course.models.respiration import kernel
from course.models.respiration.model import (
    Respiration,
    State,
    _fastest,
    _network,
    ionic_currents,
    outputs,
    slopes,
)

# mV, from where the voltages settle; expiration is held by post-I, by aug-E, or by both
INSPIRING = ((-25.0, -25.0, -60.0, -60.0),)
EXPIRING = (
    (-60.0, -60.0, -30.0, -60.0),
    (-60.0, -60.0, -60.0, -30.0),
    (-53.0, -42.0, -36.5, -37.0),
)
SETTLED, STEP = 300.0, 0.25  # ms; close to a border voltages creep
CHUNK, STILL = 60, 1e-4  # steps; mV/ms, so slow that nothing happens within SETTLED
MOST, WORK = 10_000, 1e7  # points of a plane; their steps
# Without sodium the network rests here; `rest` looks from there.
QUIET = State((-48.13, -35.35, -38.84, -40.85), 0.505, (0.187, 0.128, 0.056))


@np.errstate(all="ignore")  # far out a sigmoid is 0 or 1
def rates(x: ArrayLike, model: Respiration) -> NDArray:
    """dx/dt of all eight variables.

    Parameters
    ----------
    x : array (8,)
        Four voltages (mV), h, and m of early-I, post-I and aug-E.
    model : Respiration

    Returns
    -------
    array (8,)
        Per ms.

    Raises
    ------
    ValueError
        If a value is out of range.
    """
    model = _valid.model(model, Respiration)
    x = _valid.array("x", x, shape=(8,), low=-1e3, high=1e3)
    dV, dh, dm = slopes(x[:4], x[4], np.append(0.0, x[5:]), model)
    return np.array([*dV, dh, *dm[1:]])


def rest(model: Respiration) -> NDArray:
    """A state in which nothing changes, as `rates` takes it; others may exist.

    Raises
    ------
    ValueError
        If a parameter is out of range, or no such state is found.
    """
    from scipy.optimize import root

    model = _valid.model(model, Respiration)
    with np.errstate(all="ignore"):
        found = root(lambda x: rates(np.clip(x, -1e3, 1e3), model), _row(QUIET), tol=1e-12)
        left = rates(np.clip(found.x, -1e3, 1e3), model)
    if not np.abs(left).max() < 1e-9:
        raise ValueError(
            f"model is {_valid.shown(model)}; allowed is one with a resting state near that "
            "of the network without sodium"
        )
    return found.x


def growth(model: Respiration) -> float:
    """Growth of a small deviation from the state of `rest`, 1/s; it rests if that is negative.

    The Jacobian comes from central differences of 1e-4 mV, or 1e-4 of a gate.

    Raises
    ------
    ValueError
        If a parameter is out of range, or no resting state is found.
    """
    x, d = rest(model), 1e-4 * np.eye(8)
    J = [(rates(x + step, model) - rates(x - step, model)) / 2e-4 for step in d]
    return float(1000.0 * np.linalg.eigvals(np.array(J).T).real.max())


def _row(state):
    return np.array([*state.V, state.h, *state.m])


@np.errstate(all="ignore")  # a sigmoid may underflow
def who_holds(
    model: Respiration,
    early: ArrayLike,
    aug: ArrayLike,
    *,
    post: float,
    h: float,
    plain: bool = False,
) -> tuple[NDArray, NDArray]:
    """Whether inspiration and expiration can hold, for slow gates that stand still.

    Parameters
    ----------
    model : Respiration
    early, aug : array (n,), array (k,)
        m of early-I and of aug-E.
    post, h : float
        m of post-I, and h of pre-I.
    plain : bool
        True: `_settled` below runs instead of its compiled twin, ten times slower.

    Returns
    -------
    inspiration, expiration : arrays (k, n) of bool

    Raises
    ------
    ValueError
        If a value is out of range, or there are more than 10,000 points or 1e7 steps of
        them: strong conductances need short steps.
    """
    model = _valid.model(model, Respiration)
    early = _valid.array("early", early, ndim=1, low=0.0, high=10.0)
    aug = _valid.array("aug", aug, ndim=1, low=0.0, high=10.0)
    _valid.limit("early times aug, the points,", early.size * aug.size, MOST)
    post = _valid.number("post", post, low=0.0, high=10.0)
    h = _valid.number("h", h, low=0.0, high=1.0)
    shape = aug.size, early.size
    early, aug = (part.ravel() for part in np.meshgrid(early, aug))
    m = np.array([np.zeros(early.size), early, np.full(early.size, post), aug])
    network = _network(model)
    dt = min(STEP, 0.9 / _fastest(network, m[1:].max(axis=1)))
    _valid.limit(
        "early times aug times the steps to settle with this model,",
        early.size * SETTLED / dt,
        WORK,
    )
    chunks = round(SETTLED / dt / CHUNK)
    plain = _valid.switch("plain", plain)

    def inspires(start):
        """Whether inspiration is louder where the voltages settle from `start`."""
        V = np.tile(np.array(start)[:, None], m.shape[1])
        if plain:
            V = _settled(V, h, m, dt, chunks, model)
        else:
            kernel.settle(network, V, h, m, dt, chunks, CHUNK, STILL)
        f = outputs(V, model)
        return np.maximum(f[0], f[1]) > np.maximum(f[2], f[3])

    inspiration = np.any([inspires(start) for start in INSPIRING], axis=0)
    expiration = np.any([~inspires(start) for start in EXPIRING], axis=0)
    return inspiration.reshape(shape), expiration.reshape(shape)


def _settled(V, h, m, dt, chunks, model):
    """Where the voltages V (4, n) settle while h and m (4, n) stand still; `kernel.settle`."""
    V = V.copy()
    under_way = np.arange(V.shape[1])
    for _ in range(chunks):
        now = V[:, under_way]
        for _ in range(CHUNK):
            I = ionic_currents(model, now, outputs(now, model), h, m[:, under_way])
            dV_dt = -np.sum(I, axis=0) / model.C
            now = now + dt * dV_dt
        V[:, under_way] = now
        under_way = under_way[np.abs(dV_dt).max(axis=0) > STILL]
        if under_way.size == 0:
            break
    return V
