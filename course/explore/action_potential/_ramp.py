from course import stimuli
from course.live import Choice, Handle, Preset, Slider, figure
from course.models import hodgkin_huxley as hh
from course.plots import membrane

DURATION = 200.0  # ms
DT = 0.025  # ms
START = 5.0  # ms, when the current begins to rise
HELD, OFF = "held", "off"


@figure(
    "A rising current, fast or slow",
    Slider("rise", 0.5, 100.0, 40.0, 0.5, "ms", meaning="time of the rise"),
    Slider("peak", 0.0, 20.0, 9.0, 0.1, "µA/cm²", meaning="current at its end"),
    Choice("then", (HELD, OFF), HELD, "after the rise"),
    presets=[
        Preset("at once", rise=0.5).shows(
            "The same 9 µA/cm² as a step: the neuron fires for good."
        ),
        Preset("a short rise", rise=5.0, peak=4.0, then=OFF).shows(
            "A rise of 5 ms, then nothing: 4.0 is not enough, 4.1 is."
        ),
        Preset("a long rise", rise=45.0, peak=12.3, then=OFF).shows(
            "Over 45 ms three times as much is needed: 12.4 makes a spike, 12.3 does not."
        ),
    ],
    handles=[Handle("I", x="rise", y="peak", offset=START, label="end of the rise")],
    mosaic=[["V"], ["gates"], ["I"]],
    height_ratios=[3, 3, 2],
    size=(7.2, 4.8),
)
def ramp(rise, peak, then):
    """A current that rises in a straight line, and is then held or switched off."""
    model = hh.HodgkinHuxley()
    end = START + rise
    I = stimuli.ramp(0.0, peak, duration=DURATION, dt=DT, start=START, stop=end)
    if then == OFF:
        I[round(end / DT) :] = 0.0
    return {"I": I, "trace": hh.simulate(model, I, dt=DT, start=hh.resting_state(model))}


@ramp.show
def show_ramp(ax, r):
    trace = r.trace
    for panel in (ax.V, ax.gates, ax.I):
        panel.still(xlim=(0, DURATION))
    ax.V.still(ylim=(-90, 60), ylabel="V (mV)")
    ax.V.still.tick_params(labelbottom=False)
    ax.V.line("V", trace.t[::4], trace.V[::4], color="ink")
    ax.gates.still(ylim=(-0.04, 1.04), ylabel="gates")
    ax.gates.still.tick_params(labelbottom=False)
    for gate in "hn":
        look = membrane.GATES[gate]
        ax.gates.line(gate, trace.t[::4], getattr(trace, gate)[::4], label=gate, **look)
    ax.I.still(ylim=(-1, 22), xlabel="time (ms)", ylabel="I (µA/cm²)")
    ax.I.line("I", trace.t[:-1:4], r.I[::4], color="you", drawstyle="steps-post")
    spikes = r.trace.spikes.size
    said = f"{spikes} spike{'s' * (spikes != 1)}" if spikes else "no spike"
    return f"Rising to {r.peak:z.1f} µA/cm² in {r.rise:z.1f} ms, then {r.then}: {said} in 200 ms."
