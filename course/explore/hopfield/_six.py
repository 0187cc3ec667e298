from functools import lru_cache

import numpy as np

from course.explore.hopfield._landscape import MARKS
from course.live import Button, Preset, Slider, State, Yours, figure, stacked
from course.models import hopfield
from course.models.hopfield import states
from course.models.hopfield.model import sweep
from course.plots import patterns as plot
from course.plots.diagrams import Network
from course.plots.drawing import on_circle

N = 6
VISITS = 2 * N  # of a run, each unit twice
PLACES = on_circle(N, 150.0)
MIDDLE = np.array(Network.SIZE) / 2
RADIUS, NEAR = 24.0, 14.0  # of a unit, and of what is hit of a line
NAMES = [str(i) for i in range(N)]
WAYS = np.ones((N, N)) - np.eye(N)
PAIRS = np.transpose(np.triu_indices(N, 1))


def pair(i, j):
    """The number of a weight, the same to i from j as to j from i."""
    return int(np.flatnonzero((PAIRS == sorted((i, j))).all(axis=1))[0])


@lru_cache(64)
def net(M, seed, cut):
    """Memories, weights without those cut, and all states."""
    xi = hopfield.random_patterns(M, N, rng=seed)
    W = hopfield.train(xi)
    for i, j in PAIRS[list(cut)]:
        W[i, j] = W[j, i] = 0.0
    return xi, W, states.landscape(W)


def number(s):
    """The number of a state: bit i is unit i."""
    return int((np.asarray(s) > 0) @ 2 ** np.arange(N))


def visited(W, s, t):
    """The state after t visits, unit 0 first, and the numbers of the states passed."""
    s = np.array(s, dtype=float)
    passed = [number(s)]
    for i in sweep(W, s, np.arange(t) % N, 1e-9):
        passed.append(passed[-1] ^ (1 << int(i)))
    return s, passed


def beside(m, energy):
    """Places along the overlap at which no two states cover each other."""
    x = m.copy()
    for key in {(a, b) for a, b in zip(np.round(m, 6), np.round(energy, 6))}:
        same = np.flatnonzero((np.round(m, 6) == key[0]) & (np.round(energy, 6) == key[1]))
        x[same] += min(0.1, 0.8 / len(same)) * (np.arange(len(same)) - (len(same) - 1) / 2)
    return x


@figure(
    "Six units, fifteen weights, sixty-four states",
    Slider("t", 0, VISITS, 0, 1, label="visits", meaning="units visited, 0 first", play=2.0),
    Slider("M", 1, 3, 2, 1, meaning="number of memories"),
    Button("seed", "new memories", start=4),
    State("s", [-1] * N),
    State("cut", []),
    State("at", 0),
    Yours(
        "mine(patterns)",
        "which gives the weights: the energies that they give the 64 states are drawn over the "
        "library's",
    ),
    presets=[
        Preset("one memory", M=1, t=VISITS).shows("Two states rest: the memory and its negative."),
        Preset("recall", s=[1, 1, 1, 1, -1, 1], t=VISITS).shows(
            "Press play from 0: a unit that disagrees with its input flips, and the energy falls."
        ),
        Preset("three weights cut", cut=[2, 4, 5]).shows(
            "Both memories still rest, and more states besides: less is asked of them."
        ),
    ],
    mosaic=[["net", "E"]],
    width_ratios=[1, 1.1],
    narrow=stacked(7.0, net=1, E=1),
    size=(8.4, 4.2),
)
def six(M, t, seed, s, cut, at, mine):
    """A network small enough to see all of it: press a unit to flip it, a line to cut it."""
    xi, W, land = net(M, seed, tuple(sorted({int(k) for k in cut if 0 <= k < len(PAIRS)})))
    start = [1 if value > 0 else -1 for value in s][:N]
    now, passed = visited(W, start + [-1] * (N - len(start)), t)
    m = land.states @ xi[0] / N
    kind = {int(k): states.name_state(land.states[k], xi, close=1.0).kind for k in land.minima}
    return {
        "xi": xi,
        "W": W,
        "land": land,
        "now": now,
        "passed": passed,
        "place": beside(m, land.energy),
        "kind": kind,
        "lit": (t - 1) % N if t else int(at) % N,
        "mine": mine.used(lambda weights: energies(weights, xi, land.states), like=land.energy),
    }


def energies(weights, xi, every):
    """Energies of the states under the student's own weights."""
    W = np.asarray(weights(xi.copy()), dtype=float).reshape(N, N)
    return -0.5 * np.einsum("ki,ij,kj->k", every, W, every)


@six.show
def show_six(ax, r):
    graph = ax.net.drawing(
        Network,
        W=WAYS,
        places=PLACES,
        radius=RADIUS,
        bend=0.0,
        names=NAMES,
        kinds=[0] * N,
        signed=True,
        most=7.0,
    )
    graph.move(r.now, r.W, lit=r.W != 0.0, chosen=r.lit)
    graph.tells(
        unit=lambda k: f"unit {k}: {r.now[k]:+.0f}",
        weight=lambda i, j: f"weight between {min(i, j)} and {max(i, j)}: {r.W[i, j]:z.2f}",
    )
    x, E = r.place, r.land.energy
    ax.E.still(xlim=(-1.25, 1.25), ylim=(-16, 9), title="energy of every state")
    ax.E.still(xlabel="overlap with the first memory")
    ax.E.points("states", x, E, color="soft", ms=5)
    ax.E.yours("mine", x, r.mine, ls="", marker="o", ms=10, mfc="none")
    for kind, color in plot.KINDS.items():
        found = [k for k in r.kind if r.kind[k] == kind]
        look = {"marker": MARKS[kind], "ms": 9, "label": plot.LABELS[kind]}
        ax.E.points(kind, x[found], E[found], color=color, **look)
    ax.E.line("path", x[r.passed], E[r.passed], color="ink", lw=1.4, marker=".", ms=5)
    ax.E.points("now", x[r.passed[-1]], E[r.passed[-1]], color="you", ms=12, mfc="none", mew=2.2)
    state = "".join("+" if value > 0 else "−" for value in r.now)
    rests = "rests" if number(r.now) in r.kind else "does not rest"
    return (
        f"State {state}, energy {r.land.energy[number(r.now)]:z.2f}, {rests}; "
        f"{len(r.kind)} of 64 states rest. {np.count_nonzero(r.W) // 2} of 15 weights are not 0."
    )


@six.on_event
def touch(event, values):
    """A press on a unit flips it, one on a line cuts it or mends it. With the keys, arrows choose
    a unit, space flips it, and Delete mends all lines."""
    now = _state_now(values)
    if event.kind == "key":
        if event.key in ("Delete", "Backspace"):
            return {"cut": []}
        if event.key == " ":
            now[values["at"] % N] *= -1
            return {"s": now, "t": 0}
        right, up = event.arrow
        return {"at": (values["at"] + right - up) % N}
    if event.kind != "press" or event.axes != "net":
        return {}
    hand = np.array([event.x, event.y]) - MIDDLE
    i = int(np.argmin(np.hypot(*(PLACES - hand).T)))
    if np.hypot(*(PLACES[i] - hand)) <= RADIUS + 4:
        now[i] *= -1
        return {"s": now, "t": 0, "at": i}
    a, b = PLACES[PAIRS[:, 0]], PLACES[PAIRS[:, 1]]
    along = np.clip(np.sum((hand - a) * (b - a), axis=1) / np.sum((b - a) ** 2, axis=1), 0, 1)
    away = np.hypot(*(a + along[:, None] * (b - a) - hand).T)
    k = int(np.argmin(away))
    if away[k] > NEAR:
        return {}
    return {"cut": sorted({int(c) for c in values["cut"]} ^ {k})}


def _state_now(values):
    """The state that is shown, as a list."""
    _, W, _ = net(values["M"], values["seed"], tuple(sorted({int(k) for k in values["cut"]})))
    return [int(v) for v in visited(W, values["s"], values["t"])[0]]
