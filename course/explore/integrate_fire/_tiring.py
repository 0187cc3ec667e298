import numpy as np

from course.live import Handle, Preset, Slider, Yours, figure, stacked
from course.models.dynamic_synapse import Synapse, simulate, steady
from course.plots import curves, traces

COUNT = 10  # spikes of the train; one more comes after the pause
FIRST, DURATION = 50.0, 3000.0  # ms, the first spike; drawn
RATES = np.geomspace(1.0, 200.0, 161)  # Hz


@figure(
    "A synapse under a train of spikes, and one more after a pause",
    Slider("rate", 5.0, 200.0, 20.0, 0.02, "Hz", "r", "rate of the train", log=True),
    Slider("pause", 10, 1000, 500, 10, "ms", "pause", "from the train to the last spike"),
    Slider.of(Synapse, "tau_d", 20.0, 1000.0, 10.0, "τ_d", main=True),
    Slider.of(Synapse, "tau_f", 10.0, 1000.0, 10.0, "τ_f", main=True),
    Slider.of(Synapse, "U", 0.05, 1.0, 0.05, "U"),
    Yours("mine(u, x, gap, U, tau_d, tau_f)", "u and x at the next spike; u x is drawn for each"),
    presets=[
        Preset("it tires", rate=20.0).shows("Each spike releases half of what is there."),
        Preset("it grows", U=0.1, tau_d=100.0, tau_f=600.0).shows(
            "Little is used up, and each spike releases a larger share."
        ),
        Preset("first up, then down", U=0.15, tau_d=300.0, tau_f=600.0).shows(
            "u grows at once, and what is there runs out later."
        ),
        Preset("rested", pause=1000).shows("After 1 s the synapse is nearly what it was."),
    ],
    handles=[
        Handle("steady", x="rate", at=lambda r: r.end),
        Handle(
            "train",
            x="pause",
            offset=lambda r: r.spikes[-2],
            at=lambda r: r.run.released[-1],
            label="the last spike",
        ),
    ],
    mosaic=[["train", "steady"], ["share", "steady"]],
    height_ratios=[1, 1],
    width_ratios=[1.4, 1],
    narrow=stacked(6.6, train=4, share=4, steady=5),
    size=(8.6, 4.4),
)
def tiring(rate, pause, tau_d, tau_f, U, mine):
    """What each spike of a train releases at a synapse, and what it comes to at every rate."""
    synapse = Synapse(U, tau_d, tau_f)
    gaps = np.append(np.full(COUNT - 1, 1000.0 / rate), float(pause))
    given = [(gap, U, tau_d, tau_f) for gap in gaps.tolist()]
    return {
        "spikes": FIRST + np.append(0.0, np.cumsum(gaps)),
        "run": simulate(synapse, FIRST + np.append(0.0, np.cumsum(gaps))),
        "curve": steady(synapse, RATES).released,
        "end": float(steady(synapse, rate).released),
        "mine": mine.path(np.array([U, 1.0]), given, apart=True),
    }


@tiring.show
def show_tiring(ax, r):
    u, x, released = r.run
    ax.train.still(xlim=(0, DURATION), ylim=(0, 1.05), ylabel="released, u x")
    bars = traces.strokes(r.spikes, np.zeros(r.spikes.size), released)
    ax.train.line("released", *bars, color="ink", lw=2.4)
    if r.mine is not None:
        ax.train.yours(
            "mine", r.spikes, r.mine[:, 0] * r.mine[:, 1], ls="", marker="o", ms=10, mfc="none"
        )
    ax.share.still(xlim=(0, DURATION), ylim=(0, 1.05), xlabel="time (ms)", ylabel="at each spike")
    ax.share.points("u", r.spikes, u, color="exc", ms=5, label="share u")
    ax.share.points("x", r.spikes, x, color="sky", marker="s", ms=5, label="there, x")
    ax.steady.still(xlim=(1, 200), ylim=(0, 1.05), xscale="log", xlabel="rate (Hz)")
    ax.steady.still(xticks=[1, 10, 100], xticklabels=[1, 10, 100], title="released in the end")
    ax.steady.line("curve", RATES, r.curve, **curves.THEORY)
    ax.steady.points("here", r.rate, r.end, color="you", ms=9)
    return (
        f"The first spike releases {released[0]:z.2f}, the second {released[1]:z.2f}, the tenth "
        f"{released[9]:z.2f}, the one after the pause {released[10]:z.2f}; at {r.rate:z.1f} Hz it "
        f"comes to {r.end:z.3f}."
    )
