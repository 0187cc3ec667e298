import math

import numpy as np

from course.live import (
    Button,
    Choice,
    Handle,
    Preset,
    Slider,
    State,
    Yours,
    figure,
    levels,
    stacked,
)
from course.models.ring_attractor import PRESETS, angles, simulate
from course.models.ring_attractor.model import step
from course.plots import ring as plots
from course.plots.diagrams import Compass
from course.plots.diagrams.ring import MIDDLE

DURATION = 60.0
DT = 0.02
EVERY = 10
STEPS = round(DURATION / DT) + 1
STRIDE = 5  # steps of the ring to one of yours
READ, SPIKES = 10, 0.2  # records between two readings; spikes that an activity of 1 sends in τ
PATHS = ("out and back", "one way round", "wandering", "none: in the dark", "by hand")
KNOTS = np.arange(0.0, DURATION + 1.0, 5.0)  # τ, where a hand may say the heading
HAND = [0, 90, 90, 90, 180, 180, 180, 90, 90, 0, 0, 0]  # degrees, at all but the first


def turns(path, seed, headings):
    """Angular velocity (rad per time unit) of the head in each step."""
    t = DT * np.arange(STEPS)
    if path == "by hand":
        speeds = np.radians(np.diff([0.0, *headings])) / KNOTS[1]
        return speeds[np.minimum(t // KNOTS[1], speeds.size - 1).astype(int)]
    if path == "out and back":
        return np.radians(6.0) * ((5 <= t) & (t < 25)) - np.radians(6.0) * ((35 <= t) & (t < 55))
    if path == "one way round":
        return np.radians(360.0 / 50.0) * ((5 <= t) & (t < 55))
    if path == "wandering":
        rng = np.random.default_rng(seed)
        return np.radians(9.0) * np.interp(t, np.arange(0, 64, 4.0), rng.standard_normal(16))
    return np.zeros(STEPS)


def heading(v):
    """Where the head points (rad) in each step."""
    return DT * np.cumsum(np.append(0.0, v[:-1]))


@figure(
    "A compass that integrates turns",
    Slider("t", 0.0, DURATION, 20.0, 0.2, "τ", meaning="time", play=20),
    Choice("path", PATHS, PATHS[0], meaning="of the head"),
    Slider("gain", 0.0, 1.5, 1.0, 0.05, meaning="of the turn signal"),
    Slider("N", 5, 100, 100, 1, meaning="neurons"),
    Slider("sigma", 0.0, 0.5, 0.0, 0.05, label="σ", meaning="noise on each neuron"),
    Slider("landmark", 0.0, 1.0, 0.0, 0.05, label="h₁", meaning="landmark at the heading"),
    Button("seed", "new noise"),
    State("headings", HAND),
    Yours(
        "mine(theta, w0, w1, v, tau)",
        "the N by N weights that turn the bump; its angle is drawn where there is no noise",
    ),
    Yours(
        "decode(counts, theta)",
        "the angle (rad) of the bump that a reader finds in the spikes of one τ; a point every 2 τ",
    ),
    presets=[
        Preset("wrong gain", gain=0.8, t=30.0).shows(
            "Turns count for four fifths: out and back still ends at home."
        ),
        Preset("too few neurons", N=7, path=PATHS[1], t=40.0).shows(
            "Seven neurons pin the bump: it jumps, and some of the turn is lost."
        ),
        Preset("noise", sigma=0.5, path=PATHS[3], t=60.0, seed=3).shows(
            "The error does a random walk; nothing takes it back."
        ),
        Preset(
            "noise and a landmark", sigma=0.5, landmark=0.3, path=PATHS[3], t=60.0, seed=3
        ).shows("A little tuned input at the true heading keeps the error small."),
    ],
    handles=[Handle("angle", x="t")],
    mosaic=[["ring", "angle"], ["ring", "error"]],
    narrow=stacked(6.4, ring=16, angle=7, error=5),
    height_ratios=[3, 2],
    size=(9.0, 4.6),
)
def compass(t, path, gain, N, sigma, landmark, seed, headings, mine, decode):
    """The head turns, the bump turns with it: no input tells the ring where it points."""
    ring = PRESETS["memory"]._replace(N=N, h1=landmark)
    v = turns(path, seed, headings)
    head = heading(v)
    U = math.pi  # the bump that this ring holds is pi [cos]_+
    first = U * np.maximum(np.cos(angles(ring)), 0.0)
    run = simulate(
        ring,
        duration=DT * STEPS,
        dt=DT,
        phi=head,
        v=gain * v,
        sigma=sigma,
        rng=seed,
        start=first,
        every=EVERY,
    )
    bump = np.degrees(np.unwrap(np.angle(run.Z)))
    return {
        "t": run.t,
        "a": run.a,
        "head": np.degrees(head[::EVERY]),
        "bump": bump,
        "k": round(t / (DT * EVERY)),
        "mine": None if sigma else turned(mine, ring, first, gain * v, head),
        "read": decode.used(lambda f: read(f, run, seed), like=run.t[::READ]),
    }


def read(decode, run, seed):
    """Angle (rad) that the student's reader finds in spikes that the bump sends by chance."""
    mean = SPIKES * np.clip(np.nan_to_num(run.a[:, ::READ]), 0.0, 1e6)
    counts = np.random.default_rng([seed, 1]).poisson(mean)
    return [decode(one, run.theta.copy()) for one in counts.T.copy()]


def turned(mine, ring, first, v, head):
    """Angle (deg) of the bump under the weights of `mine`, which are a line in v."""
    theta = angles(ring)
    at = [
        mine(theta, ring.w0, ring.w1, speed, ring.tau, like=np.empty((ring.N, ring.N)))
        for speed in (0.0, 1.0)
    ]
    if at[0] is None or at[1] is None:
        return None
    still, push = at[0], at[1] - at[0]
    a = before = first
    Z = []
    for now, speed in zip(head[::STRIDE], v[::STRIDE]):
        Z.append(np.mean(a * np.exp(1j * theta)))
        W = still + speed * push
        after = step(a, before, theta, now, 0.0, STRIDE * DT, ring, lambda a, *_, W=W: W @ a)
        a, before = np.minimum(after, 1e6), a
    return np.degrees(np.unwrap(np.angle(Z)))[:: EVERY // STRIDE]


READINGS = {"ls": "", "marker": "o", "ms": 3.5, "label": "yours, read"}


def _beside(angles, bump):
    """The same angles in degrees, with the whole turns that bring each next to the bump's."""
    if angles is None:
        return None
    apart = np.degrees(angles) - bump
    return bump + (apart + 180.0) % 360.0 - 180.0


@compass.show
def show_compass(ax, r):
    t, head, bump, k = r.t, r.head, r.bump, r.k
    inside = head.min() > -200 < bump.min() and head.max() < 400 > bump.max()
    ax.angle.still(xlim=(0, DURATION), ylabel="angle (°)", yticks=range(-540, 541, 180))
    ax.angle.line("head", t, head, color=plots.INPUT, lw=4, label="head")
    knots = (KNOTS, [0.0, *r.headings]) if r.path == "by hand" else ([], [])
    ax.angle.points("knots", *knots, color=plots.INPUT, ms=7)
    ax.angle.line("bump", t, bump, color=plots.BUMP, label="bump")
    ax.angle.yours("mine", t, r.mine)
    ax.angle.yours("read", t[::READ], _beside(r.read, bump[::READ]), **READINGS)
    ax.angle.cursor("now", t[k], color="you", lw=1, ls=(0, (1, 2)))
    ax.angle.limits(y=(-200, 400) if inside else (-580, 580))
    most = max(20.0, levels(np.abs(bump - head).max()))
    ax.error.still(xlim=(0, DURATION), xlabel="time (τ)", ylabel="error (°)")
    ax.error.still.axhline(0, color="faint", lw=1, zorder=0)
    ax.error.line("error", t, bump - head, color="ink")
    ax.error.limits(y=(-1.1 * most, 1.1 * most))
    ring = ax.ring.drawing(Compass)
    ring.move(r.a[:, k] / math.pi, head[k], bump[k], r.landmark)
    ring.tells(neuron=plots.neuron(r.a[:, k]))
    return (
        f"At {t[k]:z.1f} τ the head is at {round(head[k])}°, the bump at {round(bump[k])}°; "
        f"at the end the error is {round(bump[-1] - head[-1])}°."
    )


@compass.on_event
def turn_head(event, values):
    """A press or a move among the angles turns the head there at that time; on the ring it
    does so now, as arrow keys do."""
    turned = 10.0 * event.arrow[1]
    pressed = event.kind in ("press", "move") and event.axes == "angle"
    around = event.kind in ("press", "move") and event.axes == "ring"
    if not (pressed or around or turned):
        return {}
    headings = values["headings"]
    if values["path"] != "by hand":  # go on from the path that is shown
        head = np.degrees(heading(turns(values["path"], values["seed"], headings)))
        headings = np.round(head[:: round(KNOTS[1] / DT)][1:]).tolist()
    k = int(np.clip(round((event.x if pressed else values["t"]) / KNOTS[1]), 1, len(headings))) - 1
    to = event.y if pressed else headings[k] + turned
    if around:  # the shortest way there
        way = math.degrees(math.atan2(event.y - MIDDLE[1], event.x - MIDDLE[0])) - to
        to += (way + 180.0) % 360.0 - 180.0
    headings = [*headings[:k], round(float(np.clip(to, -180.0, 360.0))), *headings[k + 1 :]]
    return {"path": "by hand", "headings": headings}
