import functools

import numpy as np

from course.live import Handle, Preset, Slider, figure, stacked
from course.models.respiration import Respiration, State, simulate

MOST, WINDOW = 72.0, 4.0  # s: waited at most; in which a rhythm swings
NEW = 4  # starts between two pictures of the map
SWING = 0.3  # of early-I's output
STEP, EVERY = 0.25, 80  # ms, steps of a record
GRID = np.round(np.linspace(0.0, 1.0, 11), 2)  # adaptation, both axes
H = 0.35  # where the sodium gate starts, as published


def _windows(early, post, aug, g_NaP):
    """Early-I's output, a window after the other."""
    run = State((-60.0,) * 4, H, (early, post, aug))
    for _ in range(round(MOST / WINDOW)):
        model = Respiration(g_NaP=g_NaP)
        run = simulate(model, duration=1000 * WINDOW, dt=STEP, every=EVERY, start=run)
        yield run.f[1]


@functools.lru_cache(maxsize=8192)
def waiting(early, post, aug, g_NaP):
    """Seconds until early-I's output swings in two windows in a row; `MOST` if it does not.

    The first swing alone is the fall from the start, and no rhythm.
    """
    before = False
    for k, f in enumerate(_windows(early, post, aug, g_NaP)):
        swings = np.ptp(f) > SWING
        if swings and before:
            return (k - 1) * WINDOW
        before = swings
    return MOST


@functools.lru_cache(maxsize=64)
def _trace(*start):
    return np.concatenate(list(_windows(*start)))


@figure(
    "How long the network waits before it breathes",
    Slider("early", 0.0, 1.0, 0.25, 0.05, meaning="adaptation of early-I at the start"),
    Slider("post", 0.0, 1.0, 0.2, 0.05, meaning="adaptation of post-I at the start"),
    Slider("aug", 0.0, 1.0, 0.3, 0.05, meaning="adaptation of aug-E at the start"),
    Slider.of(Respiration, "g_NaP", 0.0, 1.0, 0.1, meaning="persistent sodium", start=0.0),
    presets=[
        Preset("a long wait", early=0.25, post=0.2).shows(
            "For 50 s it looks like rest. The swing is there all the time, and it grows."
        ),
        Preset("at once", early=0.5, post=0.5).shows("Far from rest the rhythm is there at once."),
        Preset("some sodium", g_NaP=0.5).shows(
            "A tenth of the usual sodium, and no start has to wait for long."
        ),
    ],
    handles=[Handle("map", x="early", y="post", label="the start")],
    mosaic=[["map", "f"]],
    width_ratios=[1.25, 1.6],
    narrow=stacked(5.4, map=1, f=1),
    size=(7.2, 3.3),
)
def wait(early, post, aug, g_NaP):
    """Waiting times over the starts, and the run from the one that is chosen."""
    seconds = np.full((GRID.size, GRID.size), np.nan)  # row: post-I
    result = {
        "seconds": seconds,
        "here": waiting(early, post, aug, g_NaP),
        "f": _trace(early, post, aug, g_NaP),
    }
    known = waiting.cache_info().misses
    for k, (row, column) in enumerate(np.ndindex(seconds.shape)):
        seconds[row, column] = waiting(GRID[column].item(), GRID[row].item(), aug, g_NaP)
        if waiting.cache_info().misses - known >= NEW:
            known = waiting.cache_info().misses
            yield (k + 1) / seconds.size, result
    yield 1.0, result


@wait.show
def show_wait(ax, r):
    half = 0.5 * (GRID[1] - GRID[0])
    look = {"origin": "lower", "extent": (-half, 1 + half) * 2, "cmap": "ember"}
    ax.map.image("s", r.seconds, clim=(0, MOST), colorbar={"label": "wait (s)"}, **look)
    ax.map.still(xlabel="m of early-I at the start", ylabel="m of post-I at the start")
    ax.map.points("start", r.early, r.post, color="you", marker="x", ms=9, mew=2.4, rim=6.0)
    t = np.arange(r.f.size) * STEP * EVERY / 1000
    ax.f.still(xlim=(0, MOST), ylim=(0, 1.0), xlabel="time (s)", ylabel="output of early-I")
    ax.f.line("f", t, r.f, color="ink", lw=1.0)
    ax.f.cursor("wait", r.here, color="soft", lw=1.2, ls="--")
    known = r.seconds[np.isfinite(r.seconds)]
    here = f"after {r.here:z.0f} s" if r.here < MOST else f"not within {MOST:z.0f} s"
    return (
        f"This start breathes {here}; of {known.size} starts {100 * np.mean(known < 8):z.0f} % "
        f"breathe within 8 s, {100 * np.mean(known < MOST):z.0f} % within {MOST:z.0f} s."
    )
