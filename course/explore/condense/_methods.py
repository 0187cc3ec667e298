from functools import cache
from typing import NamedTuple

import numpy as np

from course.explore.condense import _stored as kept
from course.live import Button, Choice, Handle, Preset, Slider, Switch, background, figure, stacked
from course.models import rnn as rnns
from course.models.rnn import tasks as rnn_tasks

UNITS = 24
TRIALS = 64
STEPS = {"gd": 400, "adam": 400, "newton": 60}
NAMES = {"gd": "gradient descent", "adam": "Adam", "newton": "Newton, CG"}
COLORS = {"gd": "soft", "adam": "ink", "newton": "sky"}


def setting(name, seed):
    """(trials to learn from, trials to be tested on, network to start with)."""
    rng = np.random.default_rng([4, seed])
    make = getattr(rnn_tasks, name)
    task = make(TRIALS, rng=rng)
    test = make(500, rng=rng)
    return task, test, rnns.init(UNITS, task.inputs.shape[2], 1, rng=rng)


def train(name, method, seed, progress=None):
    """One method's fit, its loss on new trials after each step, percent right at the end."""
    task, test, start = setting(name, seed)
    rnns.fit(task, start=start, method=method, steps=1)  # compiled before the clock starts
    networks = [start]

    def note(step, loss, network):
        networks.append(network)
        return progress is not None and progress(step, loss)

    fit = rnns.fit(task, start=start, method=method, steps=STEPS[method], progress=note)
    every = max(1, len(networks) // 60)
    at = np.unique(np.r_[np.arange(0, len(networks), every), len(networks) - 1])
    loss = [rnns.gradients(networks[k], test)[0] for k in at]
    return fit, np.interp(np.arange(len(networks)), at, loss), kept.correct(fit.rnn, test)


class Curve(NamedTuple):
    """The course of one training."""

    loss: np.ndarray
    test: np.ndarray
    evaluations: np.ndarray
    seconds: np.ndarray
    correct: float  # percent of new trials right


def stored(name, method):
    """The run in the file."""
    rows = kept.stored()[f"{name}_{method}"].astype(float)
    return Curve(*rows, float(kept.stored()[f"{name}_{method}_correct"]))


NOTHING = Curve(*np.empty((4, 0)), 0.0)


@cache
def made(name, seed):
    """{method: Curve} of the runs made here, for `methods` to fill."""
    return {}


@figure(
    "Loss of three methods of training, by work and by time",
    Choice("task", kept.TASKS, "evidence"),
    Slider("budget", 10, 400, 400, 10, meaning="evaluations so far", play=10),
    Switch("test", False, "loss on new trials"),
    Button("seed", "train again", "from a new start, on this machine"),
    presets=[
        Preset("the first fifty", budget=50).shows("Which curve falls first, which last?"),
        Preset("new trials", test=True).shows(
            "Dashed curves turn up while solid ones fall: noise is learned by heart."
        ),
        Preset("a task without noise", task="interval", test=True).shows(
            "Nothing to overfit: dashed and solid curves stay together."
        ),
    ],
    handles=[Handle("evaluations", x="budget")],
    mosaic=[["evaluations", "seconds"]],
    narrow=stacked(5.6, evaluations=1, seconds=1),
)
def methods(task, seed):
    """Loss of the three methods against evaluations and against time."""
    if seed == 0:
        yield 1.0, {"curves": {method: stored(task, method) for method in kept.METHODS}}
        return
    curves = made(task, seed)
    for number, method in enumerate(kept.METHODS):
        if method not in curves:
            curves[method] = yield from running(task, method, seed, number, curves)
        yield (number + 1) / 3, {"curves": dict(curves)}


def running(task, method, seed, number, curves):
    """Train in the background while the figure shows the curves of methods that are done."""
    done = 0

    def work(left):
        def note(step, loss):
            nonlocal done
            done = step
            return left()

        fit, test, correct = train(task, method, seed, note)
        return Curve(fit.loss, test, fit.evaluations, fit.seconds, correct)

    def look():
        part = min(1.0, done / STEPS[method])
        return (number + 0.9 * part) / 3, {"curves": dict(curves)}

    return background.run(work, look)


@methods.show
def show_methods(ax, r):
    ax.evaluations.still(xlim=(0, 410), xlabel="gradients and curvature products", ylabel="loss")
    ax.seconds.still(xlim=(0.005, 5.0), xlabel="time (s)", xscale="log")
    for key, panel in ax.named():
        panel.still(ylim=(8e-5, 0.6), yscale="log")
        for method in kept.METHODS:
            curve = r.curves.get(method, NOTHING)
            within = curve.evaluations <= r.budget
            x = getattr(curve, key)[within]
            style = {"color": COLORS[method]}
            panel.line(method, x, curve.loss[within], label=NAMES[method], **style)
            test = curve.test[within] if r.test else np.full(x.size, np.nan)
            panel.line((method, "test"), x, test, ls="--", lw=1.2, **style)
    ax.evaluations.cursor("budget", r.budget, color="you", lw=1, ls=":")
    if r.test:
        place = {"transform": ax.seconds.axes.transAxes, "ha": "right", "va": "top"}
        ax.seconds.text("dashed", 0.98, 0.97, "dashed: loss on new trials", **place)
    if len(r.curves) < 3:
        return f"{r.task}: {len(r.curves)} of 3 methods have been trained."
    ends = []
    for method in kept.METHODS:
        curve = r.curves[method]
        last = curve.loss[curve.evaluations <= r.budget][-1]
        ends.append(f"{NAMES[method]} {last:z.1g}")
    return f"{r.task}, loss after {r.budget} evaluations: {', '.join(ends)}."
