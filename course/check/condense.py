"""What the exercises of lesson 11 check."""

import numpy as np

from course.check._exercise import NotYet, array, exercise, parts, seen


def _step(r, u, W, b, W_in, alpha, *, old=None, f=np.tanh):
    return (1 - alpha if old is None else old) * r + alpha * f(W @ r + b + W_in @ u)


@exercise(
    "One step of the recurrent network",
    hints=[
        "The input to the units is a sum of three: from the units, a bias, from outside.",
        "W @ r is the input from the units; W_in @ u comes from outside.",
        "The new rate is a mixture: a share 1 - alpha of the old, a share alpha of tanh.",
    ],
    right=_step,
    mistakes={
        "Is the bias b missing?": lambda r, u, W, b, *p: _step(r, u, W, 0 * b, *p),
        "The bias stands outside of tanh; it belongs inside.": (
            lambda r, u, W, b, W_in, alpha: _step(r, u, W, 0 * b, W_in, alpha) + alpha * b
        ),
        "What comes from outside is missing: where is W_in @ u?": (
            lambda r, u, *p: _step(r, 0 * u, *p)
        ),
        "What comes from outside belongs inside tanh.": (
            lambda r, u, W, b, W_in, alpha: _step(r, 0 * u, W, b, W_in, alpha) + alpha * W_in @ u
        ),
        "What comes from the units is missing: where is W @ r?": (
            lambda r, u, W, *p: _step(r, u, 0 * W, *p)
        ),
        "W is turned around: W[i, j] is to i from j, so the input is W @ r.": (
            lambda r, u, W, *p: _step(r, u, W.T, *p)
        ),
        "W * r multiplies entry by entry; W @ r also sums over the units.": (
            lambda r, u, W, b, W_in, alpha: (1 - alpha) * r + alpha * np.tanh(W * r + b + W_in @ u)
        ),
        "The old rates are forgotten at once: where is alpha?": (lambda *p: _step(*p[:-1], 1.0)),
        "The old rates never fade: multiply them by 1 - alpha.": lambda *p: _step(*p, old=1.0),
        "The old rates are missing: a share 1 - alpha of them stays.": (
            lambda *p: _step(*p, old=0.0)
        ),
        "tanh is weighted by alpha, as the old rates are by 1 - alpha.": (
            lambda *p: _step(*p) + (1 - p[-1]) * (_step(*p, old=0.0) / p[-1])
        ),
        "The rates can grow without bound: tanh is missing.": (lambda *p: _step(*p, f=lambda h: h)),
        "tanh acts on the rates; it acts on all that a unit hears.": (
            lambda r, u, W, b, W_in, alpha: (
                (1 - alpha) * r + alpha * (W @ np.tanh(r) + b + W_in @ u)
            )
        ),
        "tanh acts on the new rates; it acts on what a unit hears, before the old rates join.": (
            lambda *p: np.tanh(_step(*p, f=lambda h: h))
        ),
        "That is a sigmoid; tanh runs from -1 to 1.": (
            lambda *p: _step(*p, f=lambda h: 1 / (1 + np.exp(-h)))
        ),
        "alpha and 1 - alpha are exchanged.": lambda *p: _step(*p[:-1], 1 - p[-1]),
        "That is the change of r; return the new r.": lambda r, *p: _step(r, *p) - r,
        "That is what the units hear, h; the new rates are wanted.": (
            lambda r, u, W, b, W_in, alpha: W @ r + b + W_in @ u
        ),
    },
)
def rnn_step(step):
    rng = np.random.default_rng(1)
    for alpha in (0.2, 0.7):
        W, W_in, b = rng.normal(size=(4, 4)), rng.normal(size=(4, 2)), rng.normal(size=4)
        r, u = rng.uniform(-1, 1, 4), rng.normal(size=2)
        found = step(r, u, W, b, W_in, alpha)
        yield seen(found, f"r after a step with alpha = {alpha}")
    return "The loop over t around this step is the whole network."


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
    r, q, total = _rates(w, u, alpha), None, 0.0
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
    for w, y, u, alpha in [
        (0.5, 1.0, [1.0, 0.5, -0.2, 0.8], 0.3),
        (-0.8, 0.2, [0.3, 1.0, 0.4], 0.2),
    ]:
        yield seen(function(w, np.array(u), y, alpha), f"the slope dL/dw at w = {w}")
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
    rng = np.random.default_rng(2)
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
    for i, j, gain in [(1, 3, 1.5), (4, 0, -0.6)]:
        W, W_out = rng.normal(size=(5, 5)), rng.normal(size=(1, 5))
        small, out = parts(function(W, W_out, i, j, gain), "W", "W_out")
        yield seen(small, f"W with unit {j} merged into unit {i}")
        yield seen(out, f"W_out with unit {j} merged into unit {i}")
    return "Between two equal units this changes the outputs by less than 1e-12."
