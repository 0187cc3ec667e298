from course.live import Handle, Preset, Slider, figure
from course.models.integrate_fire import LIF, simulate
from course.plots import traces
from course.plots.diagrams import Neuron
from course.plots.now import moment

DURATION = 200.0  # ms
FLASH = 2.0  # ms that a spike is seen on the soma
PULSE = 10.0  # ms that it is on the axon
STRONGEST = 400.0  # pA
MODEL = LIF()


@figure(
    "A neuron under an electrode",
    Slider("I", 0.0, STRONGEST, 200.0, 5.0, "pA", meaning="current from the electrode"),
    Slider("now", 0.0, DURATION, 60.0, 0.5, "ms", meaning="the moment that is drawn", play=40.0),
    presets=[
        Preset("too weak", I=150.0).shows(
            "The cell fills nearly to its threshold and stays there."
        ),
        Preset("strong", I=400.0).shows(
            "Twice the current: it fills faster, so spikes come closer."
        ),
        Preset("silence", I=0.0).shows("No current, no spike: the voltage stays where it rests."),
    ],
    handles=[Handle("cell", y="I", on=Neuron.GRIP)],
    mosaic=[["cell"], ["V"]],
    height_ratios=[5, 3],
    size=(8.0, 4.8),
)
def first(I):
    """A current into a cell: it fills, spikes and is empty again."""
    return {"trace": simulate(MODEL, I, duration=DURATION)}


def _soma(V, spikes):
    return "soma: a spike" if spikes else f"soma: V = {V:z.1f} mV; threshold {MODEL.V_th:z.0f} mV"


@first.show
def show_first(ax, r):
    trace = r.trace
    k = moment(trace.t, r.now)
    before = trace.spikes[trace.spikes <= r.now]
    since = r.now - before[-1] if before.size else DURATION
    V = MODEL.V_th + 8.0 if since < FLASH else float(trace.V[k])
    cell = ax.cell.drawing(Neuron, "", -70.0, MODEL.V_th, STRONGEST)
    cell.move(V, pulse=since / PULSE if since < PULSE else 0.0, I=r.I)
    cell.tells(soma=lambda: _soma(float(trace.V[k]), since < FLASH))
    traces.voltage(ax.V, *trace, MODEL.V_th)
    ax.V.still(xlim=(0, DURATION), ylim=(-70, 22))
    ax.V.cursor("now", r.now, color="you", lw=1.1)
    count = r.trace.spikes.size
    return f"{count} spike{'s' * (count != 1)} in {DURATION:z.0f} ms under {r.I:z.0f} pA."


@first.on_event
def choose_moment(event, values):
    """A press in the curve chooses the moment, an arrow key the current."""
    if event.kind in ("press", "move"):
        return {"now": event.x} if event.axes == "V" else {}
    right, up = event.arrow
    return {"now": values["now"] + right, "I": values["I"] + 5.0 * up}
