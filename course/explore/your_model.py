"""Live figures of lesson 12: a small model in the article's four parts."""

from typing import NamedTuple

import numpy as np

from course.live import Button, Live, Preset, Slider
from course.models.winner_take_all import Competition, Run, simulate, stationary, weights
from course.plots.ring import top

__all__ = ["activity", "choices", "wiring"]

N = 12
INHIBITION = Slider("w", 0.0, 2.0, 1.0, 0.01, meaning="inhibition of the others")
SELF = Slider("s", 0.0, 0.9, 0.5, 0.01, meaning="self-excitation")
SPREAD = Slider("spread", 0.0, 1.0, 0.3, 0.01, meaning="spread of the inputs")
SEED = Button("seed", "new inputs")


def inputs(spread, seed, trials=None):
    """Inputs around 1, common random numbers under every spread; never negative."""
    shape = N if trials is None else (trials, N)
    return np.maximum(1.0 + spread * np.random.default_rng(seed).standard_normal(shape), 0.0)


def wiring(**start):
    """Part 2, the model: its weight matrix and its inputs."""

    def compute(s, w, spread, seed):
        return weights(Competition(s=s, w=w), N), inputs(spread, seed)

    def draw(axes):
        image = axes["W"].imshow(np.zeros((N, N)), cmap="RdBu_r", vmin=-2, vmax=2, aspect="equal")
        axes["W"].set(title="weights", xlabel="from unit", ylabel="to unit")
        axes["W"].figure.colorbar(image, ax=axes["W"], shrink=0.8)
        axes["h"].set(
            xlim=(0, 4.5), ylim=(N - 0.5, -0.5), title="inputs", xlabel="h", ylabel="unit"
        )
        return {"W": image, "h": axes["h"].plot([], [], "o", color="C2")[0]}

    def update(artists, result):
        W, h = result
        artists["W"].set_data(W)
        artists["h"].set_data(h, np.arange(N))

    def summary(result):
        W, h = result
        return (
            f"Each unit excites itself with {W[0, 0]:.2f} and the others with {W[0, 1]:.2f}; "
            f"the largest input is that of unit {np.argmax(h)}."
        )

    return Live(
        "Weight matrix and inputs",
        [SELF, INHIBITION, SPREAD, SEED],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.wiring",
        start=start,
        presets=[
            Preset("no inhibition", "Only the diagonal is left: nobody hears another.", {"w": 0.0}),
            Preset("strong", "One column is what a unit tells all the others.", {"w": 2.0}),
        ],
        mosaic=[["W", "W", "h"]],
    )


def activity(**start):
    """Part 3, pictures: the rates in time, as lines and as an image."""

    class Result(NamedTuple):
        run: Run
        h: np.ndarray
        alone: float
        lasts: bool

    def compute(s, w, spread, seed):
        model, h = Competition(s=s, w=w), inputs(spread, seed)
        r, lasts = stationary(model, h)
        return Result(simulate(model, h, T=150.0), h, r.max(), lasts)

    def draw(axes):
        axes["r"].set(xlim=(0, 150), ylim=(0, 8), xlabel="time (ms)", ylabel="rate")
        level = axes["r"].axhline(0, color="0.6", lw=2.5, label="a lone winner, h / (1 - s)")
        axes["r"].legend(loc="upper left")
        image = axes["image"].imshow(
            np.zeros((N, 301)), vmin=0, vmax=4, extent=(0, 150, N - 0.5, -0.5)
        )
        axes["image"].set(xlabel="time (ms)", ylabel="unit", title="rates")
        return {
            "level": level,
            "image": image,
            "lines": [axes["r"].plot([], [], lw=1.2)[0] for _ in range(N)],
        }

    def update(artists, result):
        artists["level"].set_ydata([result.alone] * 2)
        artists["level"].axes.set_ylim(0, top(1.3 * result.alone))
        artists["image"].set_clim(0, result.alone)
        artists["image"].set_data(result.run.r)
        for line, r in zip(artists["lines"], result.run.r):
            line.set_data(result.run.t, r)

    def summary(result):
        active = int(np.sum(result.run.r[:, -1] > 0.01))
        return (
            f"{active} of {N} units are active at 150 ms; a lone winner would "
            f"{'last' if result.lasts else 'not last'}."
        )

    return Live(
        "The competition in time",
        [SELF, INHIBITION, SPREAD, SEED],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.activity",
        start=start,
        presets=[
            Preset("they share", "Weak inhibition: every unit stays active.", {"w": 0.02}),
            Preset("some are left", "In between, only the weaker ones fall silent.", {"w": 0.2}),
            Preset("a close race", "Inputs almost alike: it takes longer.", {"spread": 0.03}),
        ],
        mosaic=[["r", "image"]],
    )


def choices(**start):
    """Part 3, distributions: over many inputs, how many win, and is it the right one?"""
    trials = 200

    def compute(s, w, spread, seed, T):
        model, many = Competition(s=s, w=w), inputs(spread, seed, trials)
        final = np.array([simulate(model, h, T=T).r[:, -1] for h in many])
        active = np.sum(final > 0.01, axis=1)
        right = np.mean((active == 1) & (final.argmax(1) == many.argmax(1)))
        return active, final[final > 0.01], right

    def draw(axes):
        axes["count"].set(xlim=(0.4, N + 0.6), ylim=(0, trials), xlabel="active units")
        axes["count"].set(ylabel="trials", title="how many are left")
        axes["rate"].set(xlim=(0, 8), ylim=(0, 1), xlabel="rate of the active units")
        axes["rate"].set(ylabel="fraction below it", title="distribution of rates")
        return {
            "count": axes["count"].bar(np.arange(1, N + 1), np.zeros(N)).patches,
            "rate": axes["rate"].plot([], [], color="C1", drawstyle="steps-post")[0],
        }

    def update(artists, result):
        active, rates, _ = result
        for bar, height in zip(artists["count"], np.bincount(active, minlength=N + 1)[1:]):
            bar.set_height(height)
        artists["rate"].set_data(np.sort(rates), np.linspace(0, 1, rates.size))
        artists["rate"].axes.set_xlim(0, top(rates.max(initial=1.0)))

    def summary(result):
        active, _, right = result
        return (
            f"In {np.mean(active == 1):.0%} of {trials} trials one unit is left; "
            f"in {right:.0%} it is the one with the largest input."
        )

    return Live(
        "Many competitions",
        [
            SELF,
            INHIBITION,
            SPREAD,
            Slider("T", 20.0, 400.0, 80.0, 10.0, "ms", meaning="time to decide"),
            SEED,
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.choices",
        start=start,
        presets=[
            Preset("hurry", "In 30 ms most races are still open.", {"T": 30.0}),
            Preset("hard", "Inputs almost alike need more time.", {"spread": 0.05}),
        ],
        mosaic=[["count", "rate"]],
    )
