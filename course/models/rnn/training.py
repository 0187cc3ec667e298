"""Training of the recurrent network of `rnn`: gradient descent, Adam, Hessian-free Newton."""

import math
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from course import _valid
from course.models.rnn import kernel
from course.models.rnn.model import RNN, checked_task, work
from course.models.rnn.tasks import Task

WORK = 2e11  # of one training, as `work` counts a pass: some minutes
PASSES = 20  # of a step of Newton's method, which takes as many products as it needs
METHODS = ("gd", "adam", "newton")


class Fit(NamedTuple):
    """A course of training, K steps long."""

    rnn: RNN  # the best so far, or the last that was finite if it diverged
    loss: np.ndarray  # (K+1,), at the start and after each step
    evaluations: np.ndarray  # (K+1,), gradients and curvature products up to then
    seconds: np.ndarray  # (K+1,), s since the start
    diverged: bool  # the loss blew up: the rate is too large
    message: str  # why it ended


@np.errstate(under="ignore")  # the session may be told to raise it
def fit(
    task: Task,
    *,
    start: RNN,
    method: str = "adam",
    steps: int = 300,
    rate: float | None = None,
    clip: float | None = 1.0,
    kind: str = "gauss-newton",
    progress: Callable[..., Any] | None = None,
) -> Fit:
    """Train a network on a task.

    Parameters
    ----------
    task : with inputs (B, T, n_in), targets (B, T, n_out) and mask (B, T)
    start : RNN
        From `init`, `load`, or an earlier fit.
    method : {"gd", "adam", "newton"}
        Gradient descent; Adam (D. Kingma & J. Ba, ICLR 2015; beta 0.9 and 0.999); or SciPy's
        trust-region Newton with conjugate gradients ("trust-ncg"), which asks for
        curvature products only: Hessian-free.
    steps : int
    rate : float, optional
        Learning rate; 0.1 for "gd" and 0.01 for "adam" if None. Unused by "newton".
    clip : float or None
        Longest gradient, for "gd" and "adam"; None to leave it as it is.
    kind : {"gauss-newton", "hessian"}
        The curvature that "newton" uses.
    progress : callable, optional
        Called as progress(step, loss, rnn) after each step; it ends training by
        returning True.

    Returns
    -------
    Fit
        It stops, with `diverged`, once the loss is not finite or a million times its
        start (plus one).

    Raises
    ------
    ValueError
        Unknown names, shapes that do not fit, numbers out of range, or more work than 2e11,
        trials x times x units^2 x passes; a step of Newton's method counts as 20 passes.
    """
    _valid.choice("method", method, METHODS)
    _valid.choice("kind", kind, ("gauss-newton", "hessian"))
    steps = _valid.count("steps", steps, high=1_000_000)
    if rate is None:
        rate = {"gd": 0.1, "adam": 0.01}.get(method)
    else:
        rate = _valid.number("rate", rate, low=1e-9, high=1e6)
    clip = math.inf if clip is None else _valid.number("clip", clip, low=1e-9, high=1e9)
    if progress is not None:
        _valid.function("progress", progress)
    parts = start, inputs, *_ = checked_task(start, task, "start")
    passes = PASSES * steps if method == "newton" else steps
    _valid.limit("trials * times * units^2 * passes of steps", work(start, inputs) * passes, WORK)
    log = _Log(kernel.Tape(*parts), start, progress)
    if method == "newton":
        return _newton(log, steps, kind == "hessian")
    return _descend(log, steps, rate, clip, method == "adam")


class _Log:
    """The loss as a function of all weights in a row, and what happened so far."""

    def __init__(self, tape, start, progress):
        self.tape = tape
        self.progress = progress
        self.p = tape.pack(start)
        self.began = time.perf_counter()
        self.count = 0  # gradients and curvature products
        self.rows = []  # loss, count and seconds of each step
        self.at = np.empty(0)  # where the tape's last pass was

    def loss_and_gradient(self, p):
        self.count += 1
        self.at = p.copy()
        return self.tape.loss_and_gradient(p)

    def product(self, p, v, exact):
        if not np.array_equal(p, self.at):
            self.loss_and_gradient(p)
        self.count += 1
        return self.tape.product(v, exact)

    def note(self, loss, p):
        """Keep a step; True if training shall end."""
        self.p = p.copy()
        self.rows.append((loss, self.count, time.perf_counter() - self.began))
        step = len(self.rows) - 1
        if self.progress is None or step == 0:
            return False
        return self.progress(step, loss, self.tape.unpack(self.p)) is True

    def result(self, diverged, message):
        loss, evaluations, seconds = (np.array(column) for column in zip(*self.rows))
        return Fit(self.tape.unpack(self.p), loss, evaluations, seconds, diverged, message)


def _descend(log, steps, rate, clip, adam):
    p = log.p.copy()
    loss, g = log.loss_and_gradient(p)
    log.note(loss, p)
    limit = 1e6 * (1.0 + loss)
    m = np.zeros_like(p)  # Adam's means of g and g^2
    v = np.zeros_like(p)
    for step in range(1, steps + 1):
        g *= min(1.0, clip / max(np.linalg.norm(g), 1e-300))
        if adam:
            m = 0.9 * m + 0.1 * g
            v = 0.999 * v + 0.001 * g * g
            p = p - rate * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
        else:
            p = p - rate * g
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            loss, g = log.loss_and_gradient(p)
        if not loss < limit:
            return log.result(True, f"diverged at step {step}: rate {rate:g} is too large")
        if log.note(loss, p):
            return log.result(False, "stopped by progress")
    return log.result(False, f"{steps} steps done")


def _newton(log, steps, exact):
    from scipy.optimize import minimize

    # the point of the last loss, and that loss
    at = np.empty(0)
    last = math.nan
    loss, _ = log.loss_and_gradient(log.p)
    log.note(loss, log.p)

    def value(p):
        nonlocal at, last
        at = p.copy()
        last, g = log.loss_and_gradient(p)
        return last, g

    def step(p):
        loss = last if np.array_equal(p, at) else log.tape.loss_and_gradient(p)[0]
        if log.note(loss, p):
            raise StopIteration

    end = minimize(
        value,
        log.p,
        jac=True,
        hessp=lambda p, v: log.product(p, v, exact),
        method="trust-ncg",
        callback=step,
        options={"maxiter": steps, "gtol": 1e-8},
    )
    return log.result(False, str(end.message))
