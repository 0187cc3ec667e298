"""Lesson 11: three ways to train the same network on the same trials."""

import threading
from typing import NamedTuple

import numpy as np

from course.explore.condense import _stored as kept
from course.live import Button, Choice, Live, Preset, Slider, Switch
from course.models import rnn as rnns
from course.models.rnn import tasks as rnn_tasks

UNITS, TRIALS, STEPS = 24, 64, {"gd": 400, "adam": 400, "newton": 60}
NAMES = {"gd": "gradient descent", "adam": "Adam", "newton": "Newton, CG"}
COLORS = {"gd": "C0", "adam": "C1", "newton": "C2"}


def setting(name, seed):
    """(trials to learn from, trials to be tested on, network to start with)."""
    rng = np.random.default_rng([4, seed])
    make = getattr(rnn_tasks, name)
    task, test = make(TRIALS, rng), make(500, rng)
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
_done = {}  # (task, seed) -> curves of runs made here


def live_runs(name, seed):
    """Train with the three methods one after the other; yield (fraction, curves so far)."""
    curves = _done.setdefault((name, seed), {})
    for number, method in enumerate(kept.METHODS):
        if method in curves:
            continue
        losses, stop = [], threading.Event()

        def told(step, loss, losses=losses, stop=stop):
            losses.append(loss)
            return stop.is_set()

        box = {}

        def work(method=method, told=told, box=box):
            try:
                box["end"] = train(name, method, seed, told)
            except Exception as problem:  # told where the figure is drawn
                box["problem"] = problem

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        try:
            while thread.is_alive():
                thread.join(0.05)
                part = min(1.0, len(losses) / STEPS[method])
                yield (number + 0.9 * part) / 3, dict(curves)
        finally:
            stop.set()
        if "problem" in box:
            raise box["problem"]
        fit, test, correct = box["end"]
        curves[method] = Curve(fit.loss, test, fit.evaluations, fit.seconds, correct)
        yield (number + 1) / 3, dict(curves)
    yield 1.0, dict(curves)


def methods(**start):
    """Loss of the three methods against evaluations and against time."""

    class Result(NamedTuple):
        name: str
        seed: int
        test: bool
        budget: int
        curves: dict

    def compute(task, test, budget, seed):
        runs = live_runs(task, seed) if seed else stored_runs(task)
        for fraction, curves in runs:
            yield fraction, Result(task, seed, test, budget, curves)

    def draw(axes):
        out = {}
        for key, label, xlim in (
            ("evaluations", "gradients and curvature products", (0, 410)),
            ("seconds", "time (s)", (0.005, 5.0)),
        ):
            ax = axes[key]
            ax.set(xlim=xlim, ylim=(8e-5, 0.6), yscale="log", xlabel=label)
            for method in kept.METHODS:
                style = {"color": COLORS[method]}
                out[key, method] = ax.plot([], [], label=NAMES[method], **style)[0]
                out[key, method, "test"] = ax.plot([], [], ls="--", lw=1.2, **style)[0]
        axes["seconds"].set(xscale="log")
        axes["evaluations"].set_ylabel("loss")
        axes["evaluations"].legend(loc="upper right")
        ax = axes["seconds"]
        out["says"] = ax.text(0.98, 0.97, "", transform=ax.transAxes, ha="right", va="top")
        out["budget"] = axes["evaluations"].axvline(0.0, color="0.4", lw=1, ls=":")
        return out

    def update(artists, result):
        artists["budget"].set_xdata([result.budget] * 2)
        artists["says"].set_text("dashed: loss on new trials" if result.test else "")
        for key in ("evaluations", "seconds"):
            for method in kept.METHODS:
                curve = result.curves.get(method, NOTHING)
                within = curve.evaluations <= result.budget
                x = getattr(curve, key)[within]
                artists[key, method].set_data(x, curve.loss[within])
                shown = curve.test[within] if result.test else np.full(x.size, np.nan)
                artists[key, method, "test"].set_data(x, shown)

    def summary(result):
        if len(result.curves) < 3:
            return f"{result.name}: {len(result.curves)} of 3 methods have been trained."
        ends = []
        for method in kept.METHODS:
            curve = result.curves[method]
            last = curve.loss[curve.evaluations <= result.budget][-1]
            ends.append(f"{NAMES[method]} {last:.1g}")
        return f"{result.name}, loss after {result.budget} evaluations: {', '.join(ends)}."

    return Live(
        "Loss of three methods of training, by work and by time",
        [
            Choice("task", kept.TASKS, "evidence"),
            Slider("budget", 10, 400, 400, 10, meaning="evaluations so far", play=10),
            Switch("test", False, "loss on new trials"),
            Button("seed", "train again", "from a new start, on this machine"),
        ],
        compute, draw, update, summary=summary, call="explore.methods", start=start,
        presets=[
            Preset("the first fifty", "Which curve falls first, which last?", {"budget": 50}),
            Preset(
                "new trials",
                "Dashed curves turn up while solid ones fall: noise is learned by heart.",
                {"test": True},
            ),
            Preset(
                "a task without noise",
                "Nothing to overfit: dashed and solid curves stay together.",
                {"task": "interval", "test": True},
            ),
        ],
        mosaic=[["evaluations", "seconds"]],
    )  # fmt: skip


def stored_runs(name):
    """The runs in the file, at once."""
    yield 1.0, {method: stored(name, method) for method in kept.METHODS}
