import numpy as np

from course.live import Button, Handle, Preset, Slider, Yours, figure, stacked
from course.models import hodgkin_huxley as hh
from course.plots import curves

END, DT = 80.0, 0.1  # ms
TIMES = np.arange(round(END / DT) + 1) * DT
BEGIN, REST = 20.0, -65.0  # ms, mV: V steps up from rest
ROWS = 12  # gates that are drawn one by one


@figure(
    "Potassium's gates, one by one and all together",
    Slider("N", 1, 1000, 12, 1, meaning="number of gates"),
    Slider("V", -100.0, 50.0, -20.0, 1.0, "mV", meaning="V during the step, from 20 ms on"),
    Slider("stop", 25.0, 80.0, 55.0, 1.0, "ms", meaning="V steps back to −65 mV"),
    Button("seed", "new chance"),
    Yours("mine(N, alpha, beta, dt, rng)", "the share that is open after each step"),
    presets=[
        Preset("a single one", N=1).shows("Open or shut, and nothing between: where is n?"),
        Preset("a hundred", N=100).shows("The share of a hundred wavers around the equation."),
        Preset("a thousand", N=1000).shows("The share of a thousand lies close to it."),
    ],
    handles=[
        Handle("V", y="V", at=0.5 * (BEGIN + 25.0)),
        Handle("V", x="stop", at=lambda r: 0.5 * (r.V + REST), label="the step ends"),
    ],
    mosaic=[["V"], ["gates"], ["share"]],
    height_ratios=[2, 4, 6],
    narrow=stacked(5.0, V=2, gates=4, share=6),
    size=(7.2, 4.6),
)
def channels(N, V, stop, seed, mine):
    """Gates of potassium under a step of V: which of them are open, and how many."""
    during = (TIMES[:-1] >= BEGIN - 1e-9) & (TIMES[:-1] < stop - 1e-9)
    command = np.where(during, V, REST)
    rates = hh.rates(command)
    run = hh.flicker(rates.alpha_n, rates.beta_n, N=N, dt=DT, rng=seed)
    own = (N, rates.alpha_n, rates.beta_n, DT, np.random.default_rng(seed))
    return {
        "command": command,
        "run": run,
        "share": run.open.mean(axis=0),
        "mine": mine(*own, like=TIMES[1:]),
    }


@channels.show
def show_channels(ax, r):
    for panel in (ax.V, ax.gates, ax.share):
        panel.still(xlim=(0, END))
        panel.still.tick_params(labelbottom=panel is ax.share)
    ax.V.still(ylim=(-115, 65), yticks=(-65, 0), title="V (mV)")
    ax.V.line("V", TIMES[:-1], r.command, color="you")
    ax.gates.still(ylim=(ROWS - 0.4, -0.6), yticks=())
    ax.gates.still(title=f"where each of the first {ROWS} is open")
    drawn = r.run.open[:ROWS]
    rows = np.where(drawn, np.arange(len(drawn))[:, None], np.nan)
    ends = np.full((len(drawn), 1), np.nan)  # no line from one gate to the next
    t = np.hstack([np.tile(TIMES, (len(drawn), 1)), ends]).ravel()
    look = {"color": "k", "lw": 4.0, "solid_capstyle": "butt"}
    ax.gates.line("open", t, np.hstack([rows, ends]).ravel(), **look)
    ax.share.still(ylim=(-0.04, 1.04), yticks=(0, 0.5, 1))
    ax.share.still(xlabel="time (ms)", title="share that is open")
    chance = r.run.chance
    spread = np.sqrt(chance * (1.0 - chance) / r.N)
    for name, edge in (("low", chance - spread), ("high", chance + spread)):
        ax.share.line(name, TIMES, edge, color="soft", lw=0.9, ls="--")
    ax.share.line("n", TIMES, chance, **(curves.WIDE | {"label": "equation of n", "at": 0.9}))
    ax.share.line("share", TIMES, r.share, color="k", label="of these gates", at=0.35)
    ax.share.yours("mine", TIMES[1:], r.mine)
    last = round(r.stop / DT)
    return (
        f"When the step ends {r.run.open[:, last].sum()} of {r.N} are open, {r.share[last]:z.2f}; "
        f"the equation says {chance[last]:z.2f}, and chance {spread[last]:z.2f} more or less."
    )
