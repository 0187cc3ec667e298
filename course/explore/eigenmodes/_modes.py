"""Closed forms that the live figures of lesson 06 draw their simulations over."""

import numpy as np

from course.models.rate_network import linear_response


def step_response(t, value, tau):
    """One mode of eigenvalue `value` after a unit input at time 0; zero before it.

    Parameters
    ----------
    t : array, shape (n,)
        ms.
    value, tau : float
        Eigenvalue; ms.

    Returns
    -------
    array, shape (n,)
    """
    return linear_response([[value]], [1.0], np.maximum(t, 0.0), tau=tau)[0]


def pulse_response(t, value, tau, pulses):
    """One mode under a train of pulses: what each begins, less what it ends.

    Parameters
    ----------
    pulses : sequence of (first, last, height)
        ms, ms, input to the mode.

    Returns
    -------
    array, shape (n,)
    """
    first, last, height = np.transpose(pulses)
    since = np.asarray(t) - np.append(first, last)[:, None]  # (edges, n)
    answers = step_response(since.ravel(), value, tau).reshape(since.shape)
    return np.append(height, -height) @ answers


def within(values, limit):
    """Values cut at some distance outside a picture, for Agg does not draw 1e40."""
    return np.clip(values, -limit, limit)
