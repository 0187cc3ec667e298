import numpy as np
from matplotlib.transforms import Affine2D

from course.live import Choice, Handle, Preset, Slider, Yours, figure
from course.models.izhikevich import Izhikevich, Trace, simulate
from course.models.izhikevich.patterns import PATTERNS
from course.plots import phase
from course.plots.now import moment
from course.plots.words import Words

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


scales = {panel: Affine2D() for panel in ("v", "I", "plane")}


@figure(
    "Twenty firing patterns of one equation",
    Choice("pattern", NAMES, NAMES[0], meaning="or click a panel, or use the arrow keys"),
    Choice("scheme", (PUBLISHED, ACCURATE), PUBLISHED, meaning="how it is solved"),
    Slider("strength", 0.0, 2.0, 1.0, 0.01, "×", "input", "times the published input"),
    Slider("c_shift", -15.0, 15.0, 0.0, 0.5, "mV", "c +", "added to the published c"),
    Slider("d_shift", -6.0, 6.0, 0.0, 0.05, "mV/ms", "d +", "added to the published d"),
    Slider("now", 0.0, 100.0, 100.0, 0.5, "%", "time", "where the point is", play=30.0),
    Yours(
        "mine(v, u, I, dt, a, b, c, d)",
        "a step; its voltage is drawn over the other, but in the three panels (G, L, R) whose "
        "equations have other terms",
    ),
    presets=[
        Preset("switched off", pattern="bistability").shows(
            "Bistability with the published time step: the second pulse ends the firing."
        ),
        Preset("not switched off", pattern="bistability", scheme=ACCURATE).shows(
            "The same equations solved accurately: the second pulse comes at another phase."
        ),
        Preset("a resonator", pattern="resonator").shows(
            "The first pair of pulses is 20 ms apart, the second 40 ms: one interval fits."
        ),
        Preset("from bursts to spikes", pattern="tonic bursting", c_shift=-15.0).shows(
            "A lower reset c lands left of the parabola's right arm: bursts become spikes."
        ),
    ],
    handles=[
        Handle("v", x="now", scale=0.01, label="time"),
        Handle("plane", x="c_shift", offset=lambda r: r.c, label="reset"),
    ],
    mosaic=[["all", "all"], ["v", "plane"], ["I", "plane"]],
    height_ratios=[9, 7, 2],
    width_ratios=[6, 5],
    size=(7.2, 5.4),
)
def gallery(pattern, scheme, strength, c_shift, d_shift, now, mine):
    """The twenty firing patterns of Izhikevich (2004); click one to see it large."""
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
    return {
        "model": model,
        "c": model.c - c_shift,  # as published, mV
        "trace": trace,
        "I": current,
        "now": 0.01 * now * chosen.duration,
        "published": published,
        "mine": _looped(mine, model, chosen.start, current, protocol["dt"]),
    }


def _looped(mine, model, start, current, dt):
    """v of the student's step after each step; None where the equation has other terms."""
    four = {name: getattr(model, name) for name in "abcd"}
    if model != Izhikevich(**four):
        return None
    path = mine.path(np.array(start), [(I, dt, *four.values()) for I in current], apart=True)
    return None if path is None else path[:, 0]


@gallery.show
def show_gallery(ax, r):
    pattern = PATTERNS[r.pattern]
    u_ends, I_ends = _window(pattern), _currents(pattern)
    if ax.all.first:
        _thumbnails(ax.all)
    row, column = divmod(NAMES.index(r.pattern), COLUMNS)
    ax.all.box("frame", column, row, 1, 1, ec="you", lw=2.0, clip_on=False)
    trace = r.trace or _standing(r)
    scaled = _scaled(ax.v, x=(0, pattern.duration))
    phase.voltage(ax.v, trace, r.now, transform=scaled)
    ax.v.yours("mine", trace.t, r.mine, transform=scaled)
    ax.v.still(xlim=(0, 1), ylim=(-92.0, 38.0), xlabel="", xticks=[])
    caption = SENTENCES[r.pattern] if r.published else f"{r.pattern}, changed"
    caption = caption if r.trace else "u and v run away: no result."
    ax.v.say(caption)
    look = {"color": "you", "drawstyle": "steps-post"}
    scaled = _scaled(ax.I, x=(0, pattern.duration), y=I_ends)
    ax.I.line("I", trace.t[:-1], r.I, transform=scaled, **look)
    ax.I.still(xlim=(0, 1), ylim=(-0.1, 1.1), xlabel="time (ms)", ylabel="I (mV/ms)")
    step = moment(trace.t[:-1], r.now)
    scaled = _scaled(ax.plane, y=u_ends)
    phase.plane(ax.plane, r.model, r.I[step], trace, r.now, window=u_ends, transform=scaled)
    ax.plane.still(ylim=(0, 1))
    _ends(ax.I, "x", (0, pattern.duration))
    _ends(ax.I, "y", I_ends)
    _ends(ax.plane, "y", u_ends)
    if r.trace is None:
        return f"{r.pattern}: the model runs away."
    n = r.trace.spikes.size
    said = f"{r.pattern}: {n} spike{'s' * (n != 1)}."
    said = f"{said} {SENTENCES[r.pattern]}" if r.published else said
    if r.mine is None:
        return said
    return f"{said} Yours: {np.sum(r.mine[1:] == r.model.c)}."  # each spike ends at c


@gallery.on_event
def point_gallery(event, values):
    index = NAMES.index(values["pattern"])
    if event.kind == "press" and event.axes == "all":
        column, row = int(event.x), int(event.y)
        if 0 <= column < COLUMNS and 0 <= row < ROWS:
            index = row * COLUMNS + column
    elif event.kind == "key":
        index = (index + STEPS.get(event.key, 0)) % len(NAMES)
    return {"pattern": NAMES[index]}


def _pattern_at(x, y):
    index = int(y) * COLUMNS + int(x)
    inside = 0 <= x < COLUMNS and 0 <= y < ROWS and index < len(NAMES)
    return f"{PATTERNS[NAMES[index]].panel}: {NAMES[index]}" if inside else ""


def _thumbnails(panel):
    """All patterns as published, with their inputs, in one panel."""
    ax = panel.still
    ax.set(xlim=(0, COLUMNS), ylim=(ROWS, 0))
    ax.set_axis_off()
    panel.tells = _pattern_at
    for index, (name, pattern) in enumerate(PATTERNS.items()):
        x, y = index % COLUMNS, index // COLUMNS
        trace = simulate(Izhikevich(**pattern.parameters), **pattern.protocol)
        I = pattern.I(trace.t)
        t = x + 0.04 + 0.92 * trace.t / trace.t[-1]
        ax.plot(t, y + 0.78 - 0.42 * (trace.v + 90.0) / 120.0, color="ink", lw=0.7)
        ax.plot(t, y + 0.95 - 0.12 * (I - I.min()) / np.ptp(I), color="you", lw=0.9)
        Caption(panel, x + 0.04, y + 0.27, pattern.panel, _short(name))


class Caption(Words):
    """The letter of a pattern and, where there is room, its name."""

    def __init__(self, panel, x, y, letter, name):
        super().__init__(panel.axes, panel.look, zorder=3)
        self.set_in_layout(False)
        self.place = (x, y)
        self.letter = letter
        self.name = name

    def placed(self, renderer):
        text = self.made(f"{self.letter}  {self.name}")
        transform = self.axes.transData
        room = 0.94 * (transform.transform((1, 0)) - transform.transform((0, 0)))[0]
        if text.get_window_extent(renderer).width > room:
            text.set_text(self.letter)
        text.set_position(transform.transform(self.place))
        return [text]


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


def _scaled(panel, *, x=(0, 1), y=(0, 1)):
    """A transform from these ranges to a panel that runs from 0 to 1.

    Limits that change with the pattern would draw everything anew.
    """
    scale = panel.keep("scale", Affine2D)
    scale.clear().translate(-x[0], -y[0]).scale(1 / (x[1] - x[0]), 1 / (y[1] - y[0]))
    return panel.keep("scaled", lambda: scale + panel.axes.transData)


def _ends(panel, side, values):
    """Numbers at the ends of an axis that runs from 0 to 1; room is kept for them."""
    if side == "x":
        axis = panel.axes.xaxis
        transform = panel.keep("x", panel.axes.get_xaxis_transform)
        places = (0, -0.12), (1, -0.12)
        look = {"ha": "center", "va": "top"}
    else:
        axis = panel.axes.yaxis
        transform = panel.keep("y", panel.axes.get_yaxis_transform)
        places = (-0.02, 0), (-0.02, 1)
        look = {"ha": "right", "va": "center"}
    if panel.first:
        axis.set_ticks([0, 1], ["−16.5"] * 2, color="none")
    for k, (place, value) in enumerate(zip(places, values)):
        words = f"{value:z.3g}".replace("-", "−")
        panel.text((side, k), *place, words, transform=transform, **look)


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
