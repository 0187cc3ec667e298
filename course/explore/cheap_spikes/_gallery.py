"""Lesson 04, first part: twenty firing patterns of one equation, and each of them close up."""

from typing import NamedTuple

import numpy as np
from matplotlib.patches import Rectangle
from matplotlib.transforms import Affine2D

from course.live import Choice, Live, Preset, Slider
from course.models.izhikevich import Izhikevich, Trace, simulate
from course.models.izhikevich.patterns import PATTERNS
from course.plots import phase

NAMES = tuple(PATTERNS)
COLUMNS, ROWS = 5, 4
PUBLISHED, ACCURATE = "the script's Euler steps", "accurate, 0.1 ms"
STEPS = {"ArrowLeft": -1, "ArrowRight": 1, "ArrowUp": -COLUMNS, "ArrowDown": COLUMNS}

SENTENCES = {
    "tonic spiking": "It fires as long as the input lasts.",
    "phasic spiking": "One spike at the onset, then silence.",
    "tonic bursting": "Bursts as long as the input lasts.",
    "phasic bursting": "One burst at the onset, then silence.",
    "mixed mode": "A burst at the onset, then single spikes.",
    "spike frequency adaptation": "Each interval is longer than the last.",
    "class 1 excitable": "Under a ramp it starts slowly, then speeds up.",
    "class 2 excitable": "Under a ramp it starts at a high rate.",
    "spike latency": "The spike comes long after the pulse.",
    "subthreshold oscillations": "After the spike it rings.",
    "resonator": "Two pulses count only at the right interval.",
    "integrator": "Only two close pulses make a spike.",
    "rebound spike": "An inhibitory pulse ends in a spike.",
    "rebound burst": "An inhibitory pulse ends in a burst.",
    "threshold variability": "The same pulse fires it only after a dip.",
    "bistability": "One pulse switches it on, the next one off.",
    "depolarizing after-potential": "After the spike v stays high, not low.",
    "accommodation": "A slow ramp is ignored, a fast one is not.",
    "inhibition-induced spiking": "It fires while the input is lowered.",
    "inhibition-induced bursting": "It bursts while the input is lowered.",
}


class Result(NamedTuple):
    pattern: str
    model: Izhikevich
    trace: Trace | None  # None: the model runs away
    I: np.ndarray  # mV/ms, per step
    now: float  # ms
    published: bool  # nothing was changed


def gallery(**start):
    """The twenty firing patterns of Izhikevich (2004); click one to see it large."""

    def compute(pattern, scheme, strength, c_shift, d_shift, now):
        chosen = PATTERNS[pattern]
        model = Izhikevich(**chosen.parameters)
        model = model._replace(c=model.c + c_shift, d=model.d + d_shift)
        protocol = chosen.protocol
        if scheme == ACCURATE:
            protocol |= {"scheme": "rk4", "dt": 0.1}
        times = np.arange(round(chosen.duration / protocol["dt"])) * protocol["dt"]
        protocol["I"] = current = strength * chosen.I(times)
        del protocol["duration"]
        try:
            trace = simulate(model, **protocol)
        except ValueError:
            trace = None
        published = (scheme, strength, c_shift, d_shift) == (PUBLISHED, 1.0, 0.0, 0.0)
        return Result(pattern, model, trace, current, 0.01 * now * chosen.duration, published)

    # Limits that change with the pattern would redraw everything: the panels run from 0 to 1.
    scales = {panel: Affine2D() for panel in ("v", "I", "plane")}

    def draw(axes):
        _thumbnails(axes["all"])
        voltage, plane = phase.voltage(axes["v"], xlim=(0, 1)), phase.plane(axes["plane"])
        current = axes["I"].plot([], [], color="0.3", drawstyle="steps-post")[0]
        axes["v"].set(xlabel="", xticks=[])
        axes["I"].set(xlim=(0, 1), ylim=(-0.1, 1.1), xlabel="time (ms)", ylabel="I (mV/ms)")
        axes["plane"].set(ylim=(0, 1))
        for panel, artists in (("v", voltage), ("I", {"I": current}), ("plane", plane)):
            for name in artists.keys() - {"peak"}:
                artists[name].set_transform(scales[panel] + axes[panel].transData)
        frame = Rectangle((0, 0), 1, 1, fill=False, ec="C1", lw=2.0, clip_on=False)
        return {
            "frame": axes["all"].add_patch(frame),
            "voltage": voltage,
            "I": current,
            "plane": plane,
            "caption": axes["v"].text(0, 1.05, "", transform=axes["v"].transAxes, fontsize=10),
            "t_ends": _ends(axes["I"], "x"),
            "I_ends": _ends(axes["I"], "y"),
            "u_ends": _ends(axes["plane"], "y"),
        }

    def update(artists, result):
        pattern, index = PATTERNS[result.pattern], NAMES.index(result.pattern)
        low, high = _window(pattern)
        least, most = _currents(pattern)
        scales["v"].clear().scale(1 / pattern.duration, 1)
        scales["I"].clear().translate(0, -least).scale(1 / pattern.duration, 1 / (most - least))
        scales["plane"].clear().translate(0, -low).scale(1, 1 / (high - low))
        for name, values in (
            ("t_ends", (0, pattern.duration)), ("I_ends", (least, most)), ("u_ends", (low, high))
        ):  # fmt: skip
            for text, value in zip(artists[name], values):
                text.set_text(f"{value:.3g}".replace("-", "−"))
        artists["frame"].set_xy((index % COLUMNS, index // COLUMNS))
        caption = SENTENCES[result.pattern] if result.published else f"{result.pattern}, changed"
        artists["caption"].set_text(caption if result.trace else "u and v run away: no result.")
        trace = result.trace or _standing(result)
        phase.show_voltage(artists["voltage"], trace, result.now)
        artists["I"].set_data(trace.t[:-1], result.I)
        step = min(np.searchsorted(trace.t, result.now), result.I.size - 1)
        phase.show_plane(artists["plane"], result.model, result.I[step], (low, high))
        phase.show_trajectory(artists["plane"], result.model, trace, result.now)

    def summary(result):
        if result.trace is None:
            return f"{result.pattern}: the model runs away."
        n = result.trace.spikes.size
        said = f"{result.pattern}: {n} spike{'s' * (n != 1)}."
        return f"{said} {SENTENCES[result.pattern]}" if result.published else said

    def on_event(event, values):
        index = NAMES.index(values["pattern"])
        if event.kind == "press" and event.axes == "all":
            column, row = int(event.x), int(event.y)
            if 0 <= column < COLUMNS and 0 <= row < ROWS:
                index = row * COLUMNS + column
        elif event.kind == "key":
            index = (index + STEPS.get(event.key, 0)) % len(NAMES)
        return {"pattern": NAMES[index]}

    return Live(
        "Twenty firing patterns of one equation",
        [
            Choice("pattern", NAMES, NAMES[0], meaning="or click a panel, or use the arrow keys"),
            Choice("scheme", (PUBLISHED, ACCURATE), PUBLISHED, meaning="how it is solved"),
            Slider("strength", 0.0, 2.0, 1.0, 0.01, "×", "input", "times the published input"),
            Slider("c_shift", -15.0, 15.0, 0.0, 0.5, "mV", "c +", "added to the published c"),
            Slider("d_shift", -6.0, 6.0, 0.0, 0.05, "mV/ms", "d +", "added to the published d"),
            Slider("now", 0.0, 100.0, 100.0, 0.5, "%", "time", "where the point is", play=30.0),
        ],
        compute,
        draw,
        update,
        summary=summary,
        call="explore.gallery",
        start=start,
        presets=[
            Preset(
                "switched off",
                "Bistability with the published time step: the second pulse ends the firing.",
                {"pattern": "bistability"},
            ),
            Preset(
                "not switched off",
                "The same equations solved accurately: the second pulse comes at another phase.",
                {"pattern": "bistability", "scheme": ACCURATE},
            ),
            Preset(
                "a resonator",
                "The first pair of pulses is 20 ms apart, the second 40 ms: one interval fits.",
                {"pattern": "resonator"},
            ),
            Preset(
                "from bursts to spikes",
                "A lower reset c lands left of the parabola's right arm: bursts become spikes.",
                {"pattern": "tonic bursting", "c_shift": -15.0},
            ),
        ],
        mosaic=[["all", "all"], ["v", "plane"], ["I", "plane"]],
        panels={"height_ratios": [9, 7, 2], "width_ratios": [6, 5]},
        size=(7.2, 5.4),
        on_event=on_event,
    )


def _thumbnails(ax):
    """All patterns as published, with their inputs, in one panel."""
    ax.set(xlim=(0, COLUMNS), ylim=(ROWS, 0))
    ax.set_axis_off()
    for index, (name, pattern) in enumerate(PATTERNS.items()):
        x, y = index % COLUMNS, index // COLUMNS
        trace = simulate(Izhikevich(**pattern.parameters), **pattern.protocol)
        I = pattern.I(trace.t)
        t = x + 0.04 + 0.92 * trace.t / trace.t[-1]
        ax.plot(t, y + 0.76 - 0.5 * (trace.v + 90.0) / 120.0, color="0.15", lw=0.7)
        ax.plot(t, y + 0.95 - 0.12 * (I - I.min()) / np.ptp(I), color="C0", lw=0.9)
        ax.text(x + 0.04, y + 0.18, f"{pattern.panel}  {_short(name)}", fontsize=7.5)


def _short(name):
    shorter = {
        "frequency ": "",
        "inhibition-induced": "inhibited",
        "depolarizing ": "",
        "subthreshold": "subthr.",
    }
    for long, short in shorter.items():
        name = name.replace(long, short)
    return name


def _ends(ax, side):
    """Two moving labels at the ends of an axis that runs from 0 to 1; room is kept for them."""
    axis, transform = (
        (ax.xaxis, ax.get_xaxis_transform())
        if side == "x"
        else (ax.yaxis, ax.get_yaxis_transform())
    )
    axis.set_ticks([0, 1], ["−16.5"] * 2, color="none")
    at = ((0, -0.12), (1, -0.12)) if side == "x" else ((-0.02, 0), (-0.02, 1))
    looks = {"ha": "center", "va": "top"} if side == "x" else {"ha": "right", "va": "center"}
    return [ax.text(*place, "", transform=transform, fontsize=9, **looks) for place in at]


def _window(pattern):
    """Range of u in mV/ms around the published trace."""
    u = simulate(Izhikevich(**pattern.parameters), **pattern.protocol).u
    margin = 0.5 * np.ptp(u) + 2.0
    return u.min() - margin, u.max() + margin


def _currents(pattern):
    """Range of the input in mV/ms up to twice as strong."""
    I = pattern.I(np.arange(0.0, pattern.duration, pattern.dt))
    return min(0.0, 2.0 * I.min()), max(0.0, 2.0 * I.max())


def _standing(result):
    """A trace that goes nowhere, in place of one that ran away."""
    t = np.linspace(0.0, PATTERNS[result.pattern].duration, result.I.size + 1)
    return Trace(t, np.full(t.size, np.nan), np.full(t.size, np.nan), np.empty(0))
