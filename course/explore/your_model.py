"""Live figures of lesson 12: a small model in the article's four parts."""

import numpy as np

from course.live import Button, Handle, Preset, Slider, Yours, figure, levels, stacked
from course.models import winner_take_all
from course.models.winner_take_all import Competition, simulate, stationary
from course.plots import curves, traces
from course.plots.diagrams import Network
from course.plots.drawing import on_circle
from course.plots.now import moment

__all__ = ["activity", "choices", "wiring"]

N = 12
TRIALS = 200
DT = 0.5  # ms, of the student's own steps
INHIBITION = Slider.of(Competition, "w", 0.0, 2.0, 0.01)
SELF = Slider.of(Competition, "s", 0.0, 0.9, 0.01)
SPREAD = Slider("spread", 0.0, 1.0, 0.3, 0.01, meaning="spread of the inputs")
SEED = Button("seed", "new inputs")


def inputs(spread, seed, trials=None):
    """Inputs around 1, common random numbers under every spread; never negative."""
    shape = N if trials is None else (trials, N)
    return np.maximum(1.0 + spread * np.random.default_rng(seed).standard_normal(shape), 0.0)


@figure(
    "Weight matrix and inputs",
    SELF,
    INHIBITION,
    SPREAD,
    SEED,
    presets=[
        Preset("no inhibition", w=0.0).shows("Only the diagonal is left: nobody hears another."),
        Preset("strong", w=2.0).shows("One column is what a unit tells all the others."),
    ],
    mosaic=[["W", "W", "h"]],
)
def wiring(s, w, spread, seed):
    """Part 2, the model: its weight matrix and its inputs."""
    return {"W": winner_take_all.weights(Competition(s=s, w=w), N), "h": inputs(spread, seed)}


@wiring.show
def show_wiring(ax, r):
    ax.W.still(title="weights", xlabel="from unit", ylabel="to unit")
    look = {"cmap": "signed", "clim": (-2, 2), "aspect": "equal"}
    ax.W.image("W", r.W, colorbar={"shrink": 0.8}, **look)
    ax.h.still(xlim=(0, 4.5), ylim=(N - 0.5, -0.5), title="inputs", xlabel="h", ylabel="unit")
    ax.h.points("h", r.h, np.arange(N), color="you")
    return (
        f"Each unit excites itself with {r.W[0, 0]:z.2f} and the others with {r.W[0, 1]:z.2f}; "
        f"the largest input is that of unit {np.argmax(r.h)}."
    )


HUB = np.zeros((N + 1, N + 1))  # each unit excites itself and a hub, which inhibits all
HUB[np.arange(N), np.arange(N)] = 1.0
HUB[N, :N], HUB[:N, N] = 1.0, -1.0
PLACES = on_circle(N, 118.0)
MIDDLE = np.array(Network.SIZE) / 2
GRAPH = {
    "places": np.vstack([PLACES, [(0.0, 0.0)]]),
    "names": [*map(str, range(N)), "all"],
    "size": (420, 400),
    "radius": 22.0,
    "bend": 0.09,
    "most": 5.0,
}


def _beside(who):
    """Where a hand takes a unit: at its side, as names stand in the middle."""
    x, y = PLACES[who] / np.hypot(*PLACES[who])
    return MIDDLE + PLACES[who] + GRAPH["radius"] * np.array([y, -x])


@figure(
    "The competition in time",
    Slider("now", 0.0, 150.0, 20.0, 0.5, "ms", meaning="the moment that is drawn", play=40.0),
    SELF,
    INHIBITION,
    SPREAD,
    Slider("who", 0, N - 1, 0, 1, meaning="unit that is pushed"),
    Slider("push", -1.0, 1.0, 0.0, 0.05, meaning="added to its input"),
    SEED,
    Yours("mine(r, W, h, dt, tau)", "the rates after a step, drawn over the rates"),
    Yours("weights(N, s, w)", "the matrix W with which `mine` steps, instead of the library's"),
    presets=[
        Preset("they share", w=0.02).shows("Weak inhibition: every unit stays active."),
        Preset("some are left", w=0.2).shows("In between, only the weaker ones fall silent."),
        Preset("a close race", spread=0.03).shows("Inputs almost alike: it takes longer."),
    ],
    handles=[
        Handle("r", x="now"),
        Handle("graph", y="push", on=lambda r: _beside(r.who), label="push on the chosen unit"),
        Handle("graph", y="w", on=(MIDDLE[0], MIDDLE[1] - 26.0), label="inhibition of all by all"),
    ],
    mosaic=[["graph", "r"], ["graph", "image"]],
    narrow=stacked(5.4, graph=2, r=1),
    size=(9.0, 4.4),
)
def activity(s, w, spread, who, push, seed, mine, weights):
    """Part 3, pictures: the rates in time, as lines and as an image."""
    model, h = Competition(s=s, w=w), inputs(spread, seed)
    h[who] = max(h[who] + push, 0.0)
    r, lasts = stationary(model, h)
    W = weights(N, s, w, like=np.empty((N, N)))
    step = (winner_take_all.weights(model, N) if W is None else W, h, DT, model.tau)
    return {
        "run": simulate(model, h, duration=150.0),
        "alone": r.max(),
        "lasts": lasts,
        "mine": mine.path(np.zeros(N), [step] * round(150.0 / DT)),
    }


def _weight(i, j, r):
    """What a connection is; those by way of all others are drawn through the middle."""
    if i == j:
        return f"unit {i} excites itself, s = {r.s:z.2f}"
    return (
        f"unit {j} is heard by all" if i == N else f"unit {i} is inhibited by all, w = {r.w:z.2f}"
    )


@activity.show
def show_activity(ax, r):
    rates = r.run.r[:, moment(r.run.t, r.now)] / max(r.alone, 1e-9)
    W = HUB * 0.0
    W[np.arange(N), np.arange(N)] = r.s
    W[N, :N], W[:N, N] = 0.1 * (r.w > 0), -0.5 * r.w
    graph = ax.graph.drawing(Network, W=HUB, **GRAPH)
    graph.move(np.append(rates, rates.mean()), W, chosen=r.who)
    graph.tells(
        unit=lambda k: f"unit {k}: rate {rates[k] * r.alone:z.2f}" if k < N else "all, who inhibit",
        weight=lambda i, j: _weight(i, j, r),
    )
    ax.r.still(xlim=(0, 150), xlabel="time (ms)", ylabel="rate")
    ax.r.level("alone", r.alone, label="a lone winner", **curves.WIDE)
    for unit, rate in enumerate(r.run.r):
        ax.r.line(unit, r.run.t, rate, color="ink", lw=1.0)
    if r.mine is not None:
        ax.r.yours("mine", *traces.joined(DT * np.arange(len(r.mine)), r.mine.T))
    for panel in (ax.r, ax.image):
        panel.cursor("now", r.now, color="you", lw=1.1)
    ax.r.limits(y=(0, levels(1.3 * r.alone)))
    ax.image.still(xlabel="time (ms)", ylabel="unit", title="rates")
    ax.image.image("r", r.run.r, cmap="ember", clim=(0, r.alone), extent=(0, 150, N - 0.5, -0.5))
    active = int(np.sum(r.run.r[:, -1] > 0.01))
    return (
        f"{active} of {N} units are active at 150 ms; a lone winner would "
        f"{'last' if r.lasts else 'not last'}."
    )


@activity.on_event
def choose_unit(event, values):
    """A press on a unit chooses it; arrow keys choose a neighbor, and push it up or down."""
    right, up = event.arrow
    if event.kind == "press" and event.axes == "graph":
        away = np.hypot(*(np.array([event.x, event.y]) - MIDDLE - PLACES).T)
        return {"who": int(np.argmin(away))} if away.min() < GRAPH["radius"] + 6.0 else {}
    return {"who": (values["who"] + right) % N, "push": values["push"] + 0.05 * up}


@figure(
    "Many competitions",
    SELF,
    INHIBITION,
    SPREAD,
    Slider("T", 20.0, 400.0, 80.0, 10.0, "ms", meaning="time to decide"),
    SEED,
    presets=[
        Preset("hurry", T=30.0).shows("In 30 ms most races are still open."),
        Preset("hard", spread=0.05).shows("Inputs almost alike need more time."),
    ],
    mosaic=[["count", "rate"]],
)
def choices(s, w, spread, seed, T):
    """Part 3, distributions: over many inputs, how many win, and is it the right one?"""
    model, many = Competition(s=s, w=w), inputs(spread, seed, TRIALS)
    final = np.array([simulate(model, h, duration=T).r[:, -1] for h in many])
    active = np.sum(final > 0.01, axis=1)
    right = np.mean((active == 1) & (final.argmax(1) == many.argmax(1)))
    return {"active": active, "rates": np.sort(final[final > 0.01]), "right": right}


@choices.show
def show_choices(ax, r):
    ax.count.still(xlim=(0.4, N + 0.6), ylim=(0, TRIALS), title="how many are left")
    ax.count.still(xlabel="active units", ylabel="trials", xticks=(1, 4, 8, N))
    ax.count.bars(
        "trials", np.arange(1, N + 1), np.bincount(r.active, minlength=N + 1)[1:], color="ink"
    )
    ax.rate.still(ylim=(0, 1), title="distribution of rates")
    ax.rate.still(xlabel="rate of the active units", ylabel="fraction below it")
    below = np.linspace(0, 1, r.rates.size)
    ax.rate.line("rate", r.rates, below, color="ink", drawstyle="steps-post")
    ax.rate.limits(x=(0, levels(r.rates.max(initial=1.0))))
    return (
        f"In {100 * np.mean(r.active == 1):z.0f} % of {TRIALS} trials one unit is left; "
        f"in {100 * r.right:z.0f} % it is the one with the largest input."
    )
