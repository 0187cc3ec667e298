"""What the exercises of lesson 11 check."""

from typing import Any

import numpy as np
from scipy.special import ndtr

from course.check._cases import anew, vary
from course.check._exercise import NotYet, array, exercise, number, parts, seen
from course.models import rnn
from course.models.rnn import tasks


def _hear(r, u, net):
    return net.W @ r + net.b + net.W_in @ u


def _trial(inputs, net, *, hear=_hear, old=None, f=np.tanh, late=True, out=True, start=0.0):
    """Outputs of one trial; the parts are those that students get wrong."""
    r, z = np.full(len(net.b), start), []
    for u in inputs:
        new = (1 - net.alpha if old is None else old) * r + net.alpha * f(hear(r, u, net))
        z.append(net.W_out @ (new if late else r) + (net.b_out if out else 0.0))
        r = new
    return np.array(z)


@exercise(
    "A whole trial of the recurrent network",
    hints=[
        "Rates begin at 0, one for each unit: `np.zeros(len(net.b))`. A loop goes over the inputs.",
        "The units hear a sum of three: `net.W @ r`, a bias, and `net.W_in @ u`.",
        "The new rate is a mixture: a share 1 - alpha of the old, a share alpha of tanh.",
        "The output is read from the new rates. Collect it at each step, and return an array.",
    ],
    right=_trial,
    mistakes={
        "z is read from the new rates, after the step.": lambda *p: _trial(*p, late=False),
        "The output's own bias is missing: where is b_out?": lambda *p: _trial(*p, out=False),
        "Is the bias b missing?": (
            lambda inputs, net: _trial(inputs, net._replace(b=np.zeros(len(net.b))))
        ),
        "What comes from outside is missing: where is W_in @ u?": (
            lambda inputs, net: _trial(0 * inputs, net)
        ),
        "What comes from the units is missing: where is W @ r?": (
            lambda inputs, net: _trial(inputs, net._replace(W=0 * net.W))
        ),
        "W is turned around: W[i, j] is to i from j, so the input is W @ r.": (
            lambda inputs, net: _trial(inputs, net._replace(W=net.W.T))
        ),
        "W * r multiplies entry by entry; W @ r also sums over the units.": (
            lambda *p: np.array([z.sum() for z in _trial(*p, hear=_entry_by_entry)])[:, None]
        ),
        "The old rates are forgotten at once: where is alpha?": (
            lambda inputs, net: _trial(inputs, net._replace(alpha=1.0))
        ),
        "The old rates never fade: multiply them by 1 - alpha.": lambda *p: _trial(*p, old=1.0),
        "The old rates are missing: a share 1 - alpha of them stays.": (
            lambda *p: _trial(*p, old=0.0)
        ),
        "alpha and 1 - alpha are exchanged.": (
            lambda inputs, net: _trial(inputs, net._replace(alpha=1 - net.alpha))
        ),
        "The rates can grow without bound: tanh is missing.": (
            lambda *p: _trial(*p, f=lambda h: h)
        ),
        "That is a sigmoid; tanh runs from -1 to 1.": (
            lambda *p: _trial(*p, f=lambda h: 1 / (1 + np.exp(-h)))
        ),
        "The rates start at 0.": lambda *p: _trial(*p, start=1.0),
        "That is the last output; one for each step is wanted.": lambda *p: _trial(*p)[-1],
        "Each step begins again from 0: keep the rates from step to step.": (
            lambda inputs, net: np.array([_trial(u[None], net)[0] for u in inputs])
        ),
    },
)
def trial(run):
    rng = np.random.default_rng(1)
    for alpha in vary(0.05, (0.2, 0.7)):
        W = rng.normal(size=(4, 4))
        W_in = rng.normal(size=(4, 2))
        b = rng.normal(size=4)
        net = rnn.RNN(W, b, W_in, rng.normal(size=(1, 4)), np.array([0.3]), alpha)
        found = run(rng.normal(size=(6, 2)), net)
        yield seen(_column(found), f"the array of outputs with alpha = {alpha:.3g}")
    return "That is all of the network: rnn.run does the same for many trials at once."


def _entry_by_entry(r, u, net):
    return np.diagonal(net.W) * r + net.b + net.W_in @ u


def _column(found):
    """Outputs (T,), of a network with one output, as (T, 1)."""
    try:
        z = np.asarray(found, dtype=float)
    except (TypeError, ValueError):
        return found
    return z[:, None] if z.ndim == 1 and len(z) > 1 else found


def _rates(w, u, alpha):
    r = [0.0]
    for value in u:
        r.append((1 - alpha) * r[-1] + alpha * (w * r[-1] + value))
    return r


def _gradient(
    w,
    u,
    y,
    alpha,
    *,
    factor=None,
    early=False,
    later=0,
    share=None,
    overwrite=False,
    rate=lambda r: r,
):
    r = _rates(w, u, alpha)
    factor = 1 - alpha + alpha * w if factor is None else factor
    q, total = r[-1] - y, 0.0
    for t in reversed(range(len(u))):
        if early:
            q *= factor
        total = (0.0 if overwrite else total) + (share or alpha) * q * rate(r[t + later])
        if not early:
            q *= factor
    return total


def _forgetful(w, u, y, alpha):
    """The gradient with q that becomes the factor alone."""
    r = _rates(w, u, alpha)
    q = None
    total = 0.0
    for t in reversed(range(len(u))):
        q = r[-1] - y if q is None else 1 - alpha + alpha * w
        total += alpha * q * r[t]
    return total


def _last(w, u, y, alpha):
    """The gradient through the last step alone."""
    return _gradient(w, u, y, alpha, factor=0.0)


@exercise(
    "The gradient, back in time",
    hints=[
        "Run forward and keep every rate: the way back needs r before each step.",
        "Go back from the last step to the first with q, the loss's derivative by the rate.",
        "At the end q is r - y. Each step adds alpha * q * (rate before the step) to the gradient.",
        "Then q becomes q * (1 - alpha + alpha * w): how the older rate reaches the newer one.",
    ],
    right=_gradient,
    mistakes={
        "That is the last step alone: go back in time.": _last,
        "The sign is turned around: dL/dr at the end is r - y.": lambda *p: -_gradient(*p),
        "Only one step is left: add each one to dL_dw.": lambda *p: _gradient(*p, overwrite=True),
        "A step changes r by alpha times w r: is alpha missing?": (
            lambda *p: _gradient(*p, share=1.0)
        ),
        "On the way back the share 1 - alpha of the old rate is missing.": (
            lambda w, u, y, alpha: _gradient(w, u, y, alpha, factor=alpha * w)
        ),
        "On the way back q also returns through w: 1 - alpha + alpha * w.": (
            lambda w, u, y, alpha: _gradient(w, u, y, alpha, factor=1 - alpha)
        ),
        "On the way back w is weighted by alpha: 1 - alpha + alpha * w.": (
            lambda w, u, y, alpha: _gradient(w, u, y, alpha, factor=1 - alpha + w)
        ),
        "On the way back q returns through w as if nothing leaked: 1 - alpha + alpha * w.": (
            lambda w, u, y, alpha: _gradient(w, u, y, alpha, factor=w)
        ),
        "q does not change on the way back: multiply it at each step.": (
            lambda *p: _gradient(*p, factor=1.0)
        ),
        "q is forgotten on the way back: multiply the old q by 1 - alpha + alpha * w.": _forgetful,
        "Each step adds alpha times q times the rate before it; the rate is missing.": (
            lambda *p: _gradient(*p, rate=lambda r: 1.0)
        ),
        "Each step adds alpha times q times the rate before it; q is missing.": (
            lambda w, u, y, alpha: alpha * np.sum(_rates(w, u, alpha)[:-1])
        ),
        "q changes before it is used: add to dL_dw first.": lambda *p: _gradient(*p, early=True),
        "Pair q with the rate before the step, not after it.": (lambda *p: _gradient(*p, later=1)),
        "Pair q with the rate before the step, and change q at each step.": (
            lambda *p: _gradient(*p, later=1, factor=1.0)
        ),
        "Twice too steep: the loss has a 1/2, so q begins as r - y.": (
            lambda *p: 2 * _gradient(*p)
        ),
    },
)
def gradient(function):
    cases = [(0.5, 1.0, [1.0, 0.5, -0.2, 0.8], 0.3), (-0.8, 0.2, [0.3, 1.0, 0.4], 0.2)]
    for w, y, u, alpha in vary(0.05, cases):
        yield seen(function(w, np.array(u), y, alpha), f"the slope dL/dw at w = {w:.3g}")
    return "Central differences agree. The library does the same with matrices, compiled."


def _values(r, mean=lambda r: r.mean(axis=0)):
    return np.linalg.svd(r - mean(r), compute_uv=False)


def _shares(r, *, mean=lambda r: r.mean(axis=0), power=2):
    values = _values(r, mean) ** power
    return values / values.sum()


@exercise(
    "Shares of the variance",
    hints=[
        "Each unit's mean over all times and trials goes first.",
        "np.linalg.svd(x, compute_uv=False) gives the singular values.",
        "A component's variance goes with the square of its singular value.",
    ],
    right=_shares,
    mistakes={
        "Variance is the square of a singular value.": lambda r: _shares(r, power=1),
        "np.linalg.eigvalsh of the covariance gives variances already: do not square them.": (
            lambda r: _shares(r, power=4)
        ),
        "The means are still in: subtract each unit's mean.": (
            lambda r: _shares(r, mean=lambda r: 0.0)
        ),
        "One mean is taken from all units; each has its own: r.mean(axis=0).": (
            lambda r: _shares(r, mean=np.mean)
        ),
        "The mean over the units is taken; each unit's mean over time is wanted: axis=0.": (
            lambda r: _shares(r, mean=lambda r: r.mean(axis=1, keepdims=True))
        ),
        "Each unit is divided by its standard deviation; components keep the units' own spread.": (
            lambda r: _shares(r / r.std(axis=0))
        ),
        "These are not shares: they should add up to 1.": lambda r: _values(r) ** 2,
        "These are singular values: square them, and divide by the sum.": _values,
        "These are variances; divide so that they add up to 1.": [
            lambda r: _values(r) ** 2 / len(r),
            lambda r: _values(r) ** 2 / (len(r) - 1),
        ],
        "Divide by the sum of the squares, not by the sum.": (
            lambda r: _values(r) ** 2 / np.sum(_values(r))
        ),
        "Divide by the sum of the squares, not by the square of the sum.": (
            lambda r: _values(r) ** 2 / np.sum(_values(r)) ** 2
        ),
        "That is the sum so far, not each share.": lambda r: np.cumsum(_shares(r)),
        "The largest share comes first.": lambda r: _shares(r)[::-1],
        "These are the shares of the units; those of the components come from np.linalg.svd.": (
            lambda r: r.var(axis=0) / r.var(axis=0).sum()
        ),
        "That is the participation ratio; the shares themselves are wanted.": (
            lambda r: 1 / np.sum(_shares(r) ** 2)
        ),
    },
    examples={
        "one share a component": [
            lambda r: r.copy(),
            lambda r: np.linalg.svd(r - r.mean(axis=0), full_matrices=False)[0],
            lambda r: np.linalg.norm(r - r.mean(axis=0), axis=1) ** 2,
            lambda r: np.linalg.svd((r - r.mean(axis=0)).T @ (r - r.mean(axis=0)))[0],
        ],
    },
)
def shares(function):
    rng = np.random.default_rng(anew(2))
    for records in (150, 200):
        mixed = rng.normal(size=(records, 4)) * [3.0, 2.0, 1.0, 0.5] @ rng.normal(size=(4, 4))
        found = array(function(mixed + [4.0, 0.0, -2.0, 1.0]), "the result")
        if found.ndim and found.shape != (4,):
            raise NotYet(
                f"The result has shape {found.shape}; one share a component is expected, "
                "and there are as many components as units."
            )
        yield seen(found, f"the array of shares of {records} records")
    return f"Participation ratio of these data: {1 / np.sum(np.square(found)):.2f}."


def _merge(W, W_out, i, j, gain, *, rows=False, gone=None):
    W, W_out = W.copy(), W_out.copy()
    if rows:
        W[i] += gain * W[j]
    else:
        W[:, i] += gain * W[:, j]
    W_out[:, i] += gain * W_out[:, j]
    gone = j if gone is None else gone
    return np.delete(np.delete(W, gone, axis=0), gone, axis=1), np.delete(W_out, gone, axis=1)


def _kept(W, W_out, i, j, gain):
    """Handed over, and nothing deleted."""
    W, W_out = W.copy(), W_out.copy()
    W[:, i] += gain * W[:, j]
    W_out[:, i] += gain * W_out[:, j]
    return W, W_out


@exercise(
    "Merging one unit into another",
    hints=[
        "What j sends to others stands in column j of W and of W_out.",
        "Add gain times that column to column i, in a copy.",
        "np.delete(W, j, axis=0) removes a row, axis=1 a column; W loses both.",
    ],
    right=_merge,
    mistakes={
        "Row j is what j receives. Hand over what it sends, column j.": (
            lambda *p: _merge(*p, rows=True)
        ),
        "Unit j is gone and nobody took over what it sent.": (
            lambda W, W_out, i, j, gain: _merge(W, W_out, i, j, 0.0)
        ),
        "In W_out unit j is gone and nobody took over what it sent.": (
            lambda W, W_out, i, j, gain: (
                _merge(W, W_out, i, j, gain)[0],
                np.delete(W_out, j, axis=1),
            )
        ),
        "The weights are handed over without the gain.": (
            lambda W, W_out, i, j, gain: _merge(W, W_out, i, j, 1.0)
        ),
        "The weights are handed over with the gain upside down: r_j is gain times r_i.": (
            lambda W, W_out, i, j, gain: _merge(W, W_out, i, j, 1 / gain)
        ),
        "In W_out the weights are handed over without the gain.": (
            lambda W, W_out, i, j, gain: (
                _merge(W, W_out, i, j, gain)[0],
                _merge(W, W_out, i, j, 1.0)[1],
            )
        ),
        "What j sent is subtracted; add gain times its column.": (
            lambda W, W_out, i, j, gain: _merge(W, W_out, i, j, -gain)
        ),
        "Column i is replaced; what j sent is added to it.": (
            lambda W, W_out, i, j, gain: (
                _merge(W * (np.arange(len(W)) != i), W_out, i, j, gain)[0],
                _merge(W, W_out * (np.arange(len(W)) != i), i, j, gain)[1],
            )
        ),
        "i and j are exchanged: j hands over and goes, i stays.": (
            lambda W, W_out, i, j, gain: _merge(W, W_out, j, i, gain)
        ),
        "Unit i is deleted; unit j should go, and i stay.": (
            lambda W, W_out, i, j, gain: _merge(W, W_out, i, j, gain, gone=i)
        ),
        "W has as many columns as before: delete unit j.": [
            _kept,
            lambda W, W_out, i, j, gain: (W.copy(), W_out.copy()),
        ],
        "W still has row j, what unit j received: W loses a row and a column.": (
            lambda W, W_out, i, j, gain: (
                np.delete(_kept(W, W_out, i, j, gain)[0], j, axis=1),
                _merge(W, W_out, i, j, gain)[1],
            )
        ),
        "W still has column j, what unit j sent: W loses a row and a column.": (
            lambda W, W_out, i, j, gain: (
                np.delete(_kept(W, W_out, i, j, gain)[0], j, axis=0),
                _merge(W, W_out, i, j, gain)[1],
            )
        ),
        "W_out has as many columns as before: delete unit j.": (
            lambda *p: (_merge(*p)[0], _kept(*p)[1])
        ),
    },
    examples={"Return 2 values, in this order: W, W_out.": lambda *p: _merge(*p)[0]},
)
def merge(function):
    rng = np.random.default_rng(3)
    for i, j, gain in vary(0.05, [(1, 3, 1.5), (4, 0, -0.6)]):
        W, W_out = rng.normal(size=(5, 5)), rng.normal(size=(1, 5))
        small, out = parts(function(W, W_out, i, j, gain), "W", "W_out")
        yield seen(small, f"W with unit {j} merged into unit {i}")
        yield seen(out, f"W_out with unit {j} merged into unit {i}")
    return "Between two equal units this changes the outputs by less than 1e-12."


def _map(r, W, alpha, *, slope=lambda r: 1 - r * r, leak=True):
    """How a small distance from the fixed point r changes in one step."""
    keeps = (1 - alpha) * np.eye(len(r)) if leak else 0.0
    return keeps + alpha * slope(r)[:, None] * W


def _return_time(r, W, alpha, dt, *, largest=np.max, size=np.abs, log=np.log, **more):
    return -dt / log(largest(size(np.linalg.eigvals(_map(r, W, alpha, **more)))))


@exercise(
    "How fast a network returns to a fixed point",
    hints=[
        "At a fixed point r is tanh(h), and the slope of tanh there is 1 - r * r.",
        "A small distance x becomes (1 - alpha) x + alpha * slope * (W @ x): by which matrix?",
        "The matrix has eigenvalues mu, some of them complex. After many steps the one of largest "
        "size decides: x shrinks by |mu| in each.",
        "exp(-dt / time) is |mu|. Solve it for the time.",
    ],
    right=_return_time,
    mistakes={
        "Far from 0 the tanh is flat: weigh the rows of W with its slope, 1 - r * r.": (
            lambda *p: _return_time(*p, slope=np.ones_like)
        ),
        "The slope of tanh is 1 - r * r: square r.": (
            lambda *p: _return_time(*p, slope=lambda r: 1 - r)
        ),
        "r is tanh(h) already; its slope is 1 - r * r.": (
            lambda *p: _return_time(*p, slope=lambda r: 1 - np.tanh(r) ** 2)
        ),
        "W * np.diag(...) keeps the diagonal of W alone: multiply matrices with @.": (
            lambda r, W, *p: _return_time(r, np.diag(np.diag(W)), *p)
        ),
        "The share 1 - alpha that stays is missing.": lambda *p: _return_time(*p, leak=False),
        "W comes in with its share alpha of a step.": (
            lambda r, W, alpha, dt: _return_time(r, W / alpha, alpha, dt)
        ),
        "mu is complex here: its size decides, not its real part.": (
            lambda *p: _return_time(*p, size=np.real)
        ),
        "The slowest direction decides: the largest |mu|, not the smallest.": (
            lambda *p: _return_time(*p, largest=np.min)
        ),
        "That is in steps; one step takes dt.": (
            lambda r, W, alpha, dt: _return_time(r, W, alpha, 1.0)
        ),
        "The sign: a network that returns has a positive time, one that leaves a negative one.": (
            lambda *p: -_return_time(*p)
        ),
        "A network that leaves its fixed point has a negative time.": (
            lambda *p: abs(_return_time(*p))
        ),
        "A decay to 37 % asks for the natural logarithm, np.log.": (
            lambda *p: _return_time(*p, log=np.log10)
        ),
        "That is dt / (1 - |mu|), which is right only where |mu| is near 1: take the logarithm.": (
            lambda *p: _return_time(*p, log=lambda mu: mu - 1)
        ),
        "That is the size |mu|; the time is wanted.": (
            lambda r, W, alpha, dt: np.max(np.abs(np.linalg.eigvals(_map(r, W, alpha))))
        ),
    },
)
def return_time(function):
    cases = vary(
        0.02,
        [
            ([0.6, -0.3, 0.1], [[0.9, -1.4, 0.2], [1.2, 0.5, 0.3], [0.1, -0.2, -0.6]], 0.2, 20.0),
            ([0.2, 0.4, -0.1], [[1.8, 0.3, 0.0], [0.2, 1.1, -0.4], [0.5, 0.1, 0.7]], 0.3, 10.0),
        ],
    )
    for r, W, alpha, dt in cases:
        time = function(np.array(r), np.array(W), alpha, dt)
        yield seen(time, f"the time with alpha = {alpha:.3g} and dt = {dt:.3g} ms")
    return "The eigenvalue of lesson 06, in a network that nobody built by hand."


GOAL = 87.0  # % right on new trials
UNITS = 12  # units that are left
TRIALS = 40  # trials seen


def _hand_over(R, W, W_out, *, constant=True, quietest=True):
    """The unit that the others predict best, by least squares, weighted by what it sends."""
    N = R.shape[1]
    X = np.column_stack([R, np.ones(len(R))])
    S = X.T @ X + 1e-6 * np.eye(N + 1)
    unexplained = 1 / np.diag(np.linalg.inv(S))[:N]
    lost = unexplained * (np.sum(W**2, axis=0) + np.sum(W_out**2, axis=0))
    j = int(np.argmin(lost) if quietest else np.argmax(lost))
    left = np.delete(np.arange(N + 1), j)
    gains = np.linalg.solve(S[np.ix_(left, left)], S[left, j])
    return j, gains[:-1], gains[-1] if constant else 0.0


def _twin(R, W, W_out):
    """All to the unit that is most correlated with it, as in the merging of the lesson."""
    C = np.abs(np.corrcoef(R.T)) - np.eye(R.shape[1])
    i, j = np.unravel_index(np.argmax(C), C.shape)
    gains = np.zeros(R.shape[1])
    gains[i] = (R[:, i] @ R[:, j]) / (R[:, i] @ R[:, i])
    return int(j), np.delete(gains, j), 0.0


def _nobody(R, W, W_out):
    return 0, np.zeros(R.shape[1] - 1), 0.0


@exercise(
    "A better way to take units away",
    same="Fresh trials decide, and other ones might refuse work that has just reached the goal.",
    seconds=60.0,
    hints=[
        "Why should one unit alone take over? Ask how well all the others together predict a unit.",
        "`np.linalg.lstsq` gives the gains; a column of ones beside the rates gives the constant.",
        "Remove the unit that costs least: what the others leave unexplained, times what it sends.",
    ],
    right=_hand_over,
    examples={
        "Return 3 values, in this order: j, gains, constant.": lambda *p: _hand_over(*p)[:2],
        "the number of a unit": [
            lambda R, W, W_out: (R.shape[1], np.zeros(R.shape[1] - 1), 0.0),
            lambda R, W, W_out: (0.5, np.zeros(R.shape[1] - 1), 0.0),
        ],
        "expected is (31,)": lambda R, W, W_out: (0, np.zeros(R.shape[1]), 0.0),
        "grow beyond all bounds": lambda R, W, W_out: (0, np.full(R.shape[1] - 1, 1e9), 0.0),
        "spends what one unit sends on one other": _twin,
        "hands nothing over": _nobody,
        "How do you choose": lambda *p: _hand_over(*p, quietest=False),
    },
)
def hand_over(function):
    scores, given = [], []
    for seed in (1, 2, 3):
        net = rnn.load("evidence")
        trials = tasks.evidence(TRIALS, rng=seed)
        while len(net.b) > UNITS:
            N = len(net.b)
            R = rnn.run(net, trials.inputs).r[:, ::4].reshape(-1, N)
            found = function(R, net.W.copy(), net.W_out.copy())
            j, gains, constant = parts(found, "j", "gains", "constant")
            j, gains = number(j, "j"), array(gains, "the array of gains", shape=(N - 1,))
            if j not in range(N):
                raise NotYet(f"j is {j:.4g}; the number of a unit is wanted, from 0 to {N - 1}.")
            given.append(np.count_nonzero(gains))
            constant = number(constant, "the constant")
            largest = max(np.abs(gains).max(), abs(constant))
            if largest < 1e6:
                net = rnn.without(net, int(j), gains, constant=constant)
                largest = max(np.abs(weights).max() for weights in net[:5])
            if not largest < 1e6:
                raise NotYet("The weights grow beyond all bounds: what do your gains add up to?")
        new = tasks.evidence(1000, rng=1000 + seed)
        scores.append(100 * tasks.performance(new, rnn.run(net, new.inputs).z).correct)
    measured = (
        f"With {UNITS} units left {np.mean(scores):.0f} % of new trials are right "
        f"({', '.join(f'{score:.0f}' for score in scores)}); the goal is {GOAL:.0f} %."
    )
    if np.mean(scores) >= GOAL:
        return f"{measured} No step of training was needed."
    if not max(given):
        raise NotYet(f"{measured} Your function hands nothing over: who sends what unit j sent?")
    if np.mean(given) < 1.5:
        raise NotYet(f"{measured} It spends what one unit sends on one other only.")
    raise NotYet(f"{measured} How do you choose the unit, and is a constant left over?")


def _ideal(
    strength, sd, n, *, mean=lambda c, n: n * c, spread=lambda n: np.sqrt(2.0 * n), f: Any = ndtr
):
    return f(mean(strength, n) / (sd * spread(n)))


@exercise(
    "The best that anyone can do with noisy evidence",
    hints=[
        "A difference has the mean strength. What is its variance, if each channel has sd squared?",
        "Of n independent differences the means add up, and so do the variances.",
        "The sum is right where it is above 0: ndtr of its mean over its standard deviation.",
    ],
    right=_ideal,
    mistakes={
        "Both channels have noise, so a difference has twice the variance of one.": (
            lambda c, sd, n: _ideal(c, sd / np.sqrt(2.0), n)
        ),
        "Standard deviations do not add up; variances do.": (
            lambda c, sd, n: _ideal(c, sd, n, spread=lambda n: 2.0 * n)
        ),
        "That does not change with n: the mean of the sum grows with n, its spread with a root.": [
            lambda c, sd, n: _ideal(c, sd, 1),
            lambda c, sd, n: _ideal(c, sd, n, spread=lambda n: np.sqrt(2.0) * n),
        ],
        "The mean is that of the sum, and the spread that of one step: it grows as well.": (
            lambda c, sd, n: _ideal(c, sd, n, spread=lambda n: np.sqrt(2.0))
        ),
        "Means differ by strength: each channel is off by half of it, and the difference by all.": (
            lambda c, sd, n: _ideal(0.5 * c, sd, n)
        ),
        "That is how often the sum is wrong.": lambda c, sd, n: 1.0 - _ideal(c, sd, n),
        "That is the mean of the sum over its standard deviation; ndtr turns it into a share.": (
            lambda c, sd, n: _ideal(c, sd, n, f=lambda x: x)
        ),
        "A share is from 0 to 1, and not in percent.": lambda c, sd, n: 100.0 * _ideal(c, sd, n),
        "sd is a standard deviation already: its square is the variance.": (
            lambda c, sd, n: _ideal(c, np.sqrt(sd), n)
        ),
    },
)
def ideal(function):
    for strength, sd, n in vary(0.05, [(0.25, 1.3, 40), (0.4, 2.2, 9), (0.1, 0.7, 25)]):
        what = f"the share at strength {strength:.3g}, sd {sd:.3g} and {n} steps"
        yield seen(function(strength, sd, n), what, rtol=1e-4)
    return "Four times the time is worth as much as twice the strength."
