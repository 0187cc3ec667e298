"""Both ways through the exercises of lesson 00."""

import numpy as np


def decay(t, A, tau, sign=-1.0):
    return A * np.exp(sign * t / tau)


def rate(spikes, duration, unit=1000.0, more=0):
    return unit * (len(spikes) + more) / duration


CASES = {
    "decay": {
        "solution": decay,
        "stub": lambda t, A, tau: ...,
        "mistakes": [
            (lambda t, A, tau: decay(t, A, tau, sign=1.0), "grows where"),
            (lambda t, A, tau: decay(t, 1.0, tau), "A missing"),
            (lambda t, A, tau: decay(t, A, 1.0 / tau), "make it slower"),
            (lambda t, A, tau: decay(t, A, 1.0), "is it missing"),
            (lambda t, A, tau: A - decay(t, A, tau), "charging"),
            (lambda t, A, tau: A * (1 - t / tau), "straight line"),
        ],
    },
    "rate": {
        "solution": rate,
        "stub": lambda spikes, duration: ...,
        "mistakes": [
            (lambda spikes, duration: rate(spikes, duration, unit=1.0), "per millisecond"),
            (lambda spikes, duration: duration / len(spikes) / 1000, "seconds per spike: turn"),
            (lambda spikes, duration: duration / len(spikes), "milliseconds per spike"),
            (lambda spikes, duration: len(spikes), "number of spikes"),
            (lambda spikes, duration: 1000 * sum(spikes) / duration, "add up their times"),
            (lambda spikes, duration: rate(spikes, duration, more=-1), "One spike is missing"),
            (lambda spikes, duration: rate(spikes, np.ptp(spikes)), "whole duration"),
            (lambda spikes, duration: rate(spikes, duration) or 1.0, "without a spike"),
        ],
    },
    "strongest_sender": {
        "solution": lambda W, i: np.argmax(W[i]),
        "stub": lambda W, i: ...,
        "mistakes": [
            (lambda W, i: np.argmax(W[:, i]), "to i from j"),
            (lambda W, i: W[i].max(), "the number of the sender"),
            (lambda W, i: np.argmax(np.abs(W[i])), "inhibits"),
            (lambda W, i: np.argmax(W[i]) + 1, "counted from 0"),
            (lambda W, i: np.argmax(W), "whole matrix"),
        ],
    },
}
