from functools import cache

import numpy as np

from course.explore.condense import _stored as kept
from course.explore.condense._activity import trained_run
from course.live import Choice, Preset, Slider, Switch, Yours, figure, stacked
from course.models import rnn as rnns
from course.plots import conditions

CIRCLE = np.exp(1j * np.linspace(0, 2 * np.pi, 181))
STEP = 20.0  # ms
REACH = 0.7  # of the line along which a state leaves, in the plane of the components


def inputs(task, level, go):
    """The constant input (n_in,): a difference of evidence, or the clock's level."""
    return np.array([level / 2, -level / 2, go] if task == "evidence" else [level, go], float)


@cache
def found_points(task, level, go):
    """Fixed points from states of the task's own trials, and where they lie on two components."""
    run = trained_run(task, 0)
    net = rnns.load(task)
    starts = run.r[::12, ::10].reshape(-1, run.r.shape[2])
    points = rnns.fixed_points(net, inputs(task, level, go), starts)
    upright = np.sign(np.sum(run.states * run.pcs.scores[:, :, :2], axis=(0, 1)))
    axes = run.pcs.loadings[:, :2] * upright
    places = (points.r - run.r.reshape(-1, run.r.shape[2]).mean(axis=0)) @ axes
    return points, places, points.away @ axes


@figure(
    "Where a trained network rests under a constant input",
    Choice("task", kept.TASKS, "evidence"),
    Slider("level", 0.0, 1.0, 0.0, 0.05, meaning="evidence for +1, or the clock's level"),
    Switch("go", False, meaning="the go cue is on"),
    Yours(
        "mine(r, W, alpha, dt)",
        "the time to return to the point r, negative if it is left; a circle shows the |μ| that it "
        "means, which the outermost multiplier touches",
    ),
    presets=[
        Preset("silence").shows("Two places to rest, and a saddle between them."),
        Preset("some evidence", level=0.5).shows("Is the other side still a place to rest?"),
        Preset("go", go=True).shows("The same three points, with outputs near -1 and 1."),
        Preset("a clock", task="interval", level=1.0).shows(
            "One point, and the state spirals away from it."
        ),
    ],
    mosaic=[["P", "mu"]],
    narrow=stacked(6.2, P=1, mu=1),
)
def points(task, level, go, mine):
    """Fixed points among the paths of the trials, and the multipliers of a step at each."""
    found, places, away = found_points(task, round(level, 6), bool(go))
    net = rnns.load(task)

    def times(return_time):
        return [return_time(r.copy(), net.W.copy(), net.alpha, STEP) for r in found.r]

    return {
        "run": trained_run(task, 0),
        "found": found,
        "places": places,
        "away": away,
        "mine": mine.used(times, like=found.time),
    }


@points.show
def show_points(ax, r):
    stable = r.found.size[:, 0] < 1.0
    states = r.run.trials.means(r.run.states)
    ax.P.still(xlim=(-4.6, 4.6), ylim=(-4.2, 4.2), xlabel="PC 1", ylabel="PC 2")
    ax.P.still(title="paths of the trials, and fixed points")
    conditions.curves(ax.P, states[:, :, 0], states[:, :, 1], lw=1.0)
    lines = [
        np.array([place - REACH * way, place + REACH * way, [np.nan, np.nan]])
        for place, way, rests in zip(r.places, r.away, stable)
        if not rests
    ]
    ax.P.line("away", *np.concatenate([np.zeros((0, 2)), *lines]).T, color="ink", lw=1.2)
    mu = r.found.size * np.exp(1j * r.found.angle)
    ax.mu.still(xlim=(0.35, 1.45), ylim=(-0.55, 0.55), box_aspect=1)
    ax.mu.still(xlabel="real part of μ", ylabel="imaginary part", title="multipliers of a step")
    ax.mu.still.plot(CIRCLE.real, CIRCLE.imag, color="soft", lw=1.0, ls="--")
    ax.mu.yours("mine", *_circles(r.mine))
    for name, which, face in (("returns", stable, "ink"), ("leaves", ~stable, "paper")):
        look = {"color": "ink", "mfc": face, "mec": "ink", "zorder": 5}
        ax.P.points(name, *r.places[which].T, ms=9, label=name, **look)
        ax.mu.points(name, mu[which].real.ravel(), mu[which].imag.ravel(), ms=6, **look)
    said = [
        f"output {z:z.2f}, " + (f"returns in {t:z.0f} ms" if t > 0 else f"leaves in {-t:z.0f} ms")
        for z, t in zip(r.found.z[:, 0], r.found.time)
    ]
    number = len(said)
    return f"{number} fixed point{'s' * (number != 1)}: {'; '.join(said) or 'none was found'}."


def _circles(times):
    """Circles of the |μ| that these times mean, one after another; nowhere without any."""
    if times is None or times.size == 0:
        return None, None
    with np.errstate(all="ignore"):
        size = np.exp(-STEP / times)
    around = np.append(CIRCLE, np.nan)
    rings = np.where(size[:, None] < 10.0, size[:, None] * around, np.nan).ravel()
    return rings.real, rings.imag
