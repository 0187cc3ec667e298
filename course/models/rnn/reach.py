r"""How far back in time an output of `rnn` can be changed, before any learning.

Errors reach the rates of earlier steps by the slopes g_t = dz_T/dr_t. They are those of
back-propagation, with the output z of the last step T alone in place of the loss:

    g_T = W_out,    g_t = (1 - alpha) g_(t+1) + W^T alpha f'(h_t) g_(t+1).

A step multiplies by what is kept and by what comes back through the weights. If these
factors are below 1, g vanishes with the distance in time, and no weight learns what an early
input was worth; above 1 it explodes.

For many straight units, f' = 1, with random weights of standard deviation gain / sqrt(N), the
powers of W^T make of g vectors that have nothing to do with each other, W^k one of size
gain^k. So n steps back the mean square is

    <|g_(T-n)|^2> / |g_T|^2 = sum_k [C(n, k) (1 - alpha)^(n-k) (alpha gain)^k]^2 ,

since k of n steps go through W in C(n, k) orders (`reach_theory`). Bent units have f' < 1.

Y. Bengio, P. Simard & P. Frasconi, IEEE Trans. Neural Netw. 5:157 (1994); R. Pascanu,
T. Mikolov & Y. Bengio, ICML (2013). Time is in steps.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid
from course.models.rnn.model import RNN, checked, f_prime, run, work

WORK = 1e10  # trials times steps times units squared: some seconds
MOST = 1000  # steps of the closed form


def step_back(g, h, rnn):
    """dz_T/dr_t from dz_T/dr_(t+1), both (B, N), with the net inputs h (B, N) of that step."""
    kept = (1.0 - rnn.alpha) * g
    through_weights = (rnn.alpha * f_prime(h, rnn) * g) @ rnn.W
    return kept + through_weights


@np.errstate(under="ignore")  # the session may be told to raise it
def reach(rnn: RNN, inputs: ArrayLike, *, output: int = 0) -> NDArray:
    """Sizes of the slopes of the last output by earlier rates.

    Parameters
    ----------
    rnn : RNN
    inputs : array_like, (B, T, n_in)
        Of B trials, which begin at rest.
    output : int
        Which of the outputs.

    Returns
    -------
    array (B, T + 1)
        |dz_T/dr_t| of each trial, the last step first: column n is n steps back.

    Raises
    ------
    ValueError
        As `run`, for slopes that no float holds, and for more than 1e10 trials times steps
        times units squared.
    """
    rnn, inputs = checked(rnn, inputs)
    output = _valid.count("output", output, low=0, high=len(rnn.b_out) - 1)
    _valid.limit("trials * steps * units^2", work(rnn, inputs), WORK)
    r = run(rnn, inputs).r
    B, T, N = r.shape
    g = np.tile(rnn.W_out[output], (B, 1))
    size = np.empty((B, T + 1))
    size[:, 0] = np.linalg.norm(g, axis=1)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        for n in range(1, T + 1):
            before = r[:, T - n - 1] if n < T else np.zeros((B, N))
            h = before @ rnn.W.T + rnn.b + inputs[:, T - n] @ rnn.W_in.T
            g = step_back(g, h, rnn)
            size[:, n] = np.linalg.norm(g, axis=1)
    if not np.isfinite(size).all():
        raise ValueError(
            "W is such that slopes grow beyond all bounds; allowed are smaller weights"
        )
    return size


@np.errstate(under="ignore")  # the session may be told to raise it
def reach_theory(gain: float, steps: int, *, alpha: float = 0.2) -> NDArray:
    """What `reach` finds in many straight units, as a share of the last step's slope.

    Parameters
    ----------
    gain : float
        Standard deviation of the weights times the root of the number of units.
    steps : int
        How far back.
    alpha : float
        dt / tau.

    Returns
    -------
    array (steps + 1,)
        Root mean squares.
    """
    gain = _valid.number("gain", gain, low=0.0, high=10.0)
    steps = _valid.count("steps", steps, low=0, high=MOST)
    alpha = _valid.number("alpha", alpha, low=1e-6, high=1.0)
    found = np.ones(steps + 1)
    orders = np.ones(1)  # C(n, k) (1 - alpha)^(n - k) (alpha gain)^k, each row from the last
    for n in range(1, steps + 1):
        orders = (1.0 - alpha) * np.append(orders, 0.0) + alpha * gain * np.append(0.0, orders)
        found[n] = np.sqrt(np.sum(orders**2))
    return found
