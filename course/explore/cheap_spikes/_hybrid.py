import numpy as np

from course.live import Handle, Preset, Slider, State, Yours, figure, stacked
from course.models import izhikevich
from course.models.izhikevich import PRESETS, Izhikevich, fixed_points, simulate
from course.plots import phase
from course.plots.diagrams import Neuron
from course.plots.now import moment

ONSET = 50.0  # ms
DURATION = 300.0  # ms
DT = 0.2  # ms
U_LIMITS, U_WIDE = (-24, 24), (-40, 56)  # mV/ms

SENTENCES = {
    "RS": "Regular spiking: the first interval is the shortest, then u holds the neuron back.",
    "IB": "Intrinsically bursting: one burst first, single spikes after it.",
    "CH": "Chattering: the reset lands right of the parabola, so spikes follow at once, in bursts.",
    "FS": "Fast spiking: u recovers five times faster, so nothing adapts.",
    "LTS": "Low-threshold spiking: 2 mV/ms is enough, where RS stays silent, and it slows down.",
    "TC": "Thalamo-cortical: released from inhibition at 50 ms, it answers with a burst.",
    "RZ": "Resonator: rest is stable, yet it fires on; it started across the dashed line.",
}
CURRENTS = {"TC": {"I": 0.0, "I_0": -15.0}, "LTS": {"I": 2.0}, "RZ": {"I": 0.15, "I_0": -1.0}}
LOWEST = -62.5, -16.25  # mV and mV/ms, of the parabola without input
TILT = -78.0  # mV, where the line u = b v is held


@figure(
    "Izhikevich's neuron and its phase plane",
    Slider.of(Izhikevich, "a", 0.005, 0.2, 0.005),
    Slider.of(Izhikevich, "b", 0.1, 0.3, 0.01),
    Slider.of(Izhikevich, "c", -75.0, -40.0, 1.0),
    Slider.of(Izhikevich, "d", 0.0, 12.0, 0.05),
    Slider("I", -20.0, 40.0, 10.0, 0.05, "mV/ms", meaning="input from 50 ms on"),
    Slider("I_0", -20.0, 10.0, 0.0, 0.5, "mV/ms", "I₀", "input before"),
    Slider("now", 0.0, 300.0, 300.0, 1.0, "ms", "time", "where the point is", play=60.0),
    State("start", []),  # [v, u]; nothing is rest
    Yours("mine(v, u, I, dt, a, b, c, d)", "a step; its voltage is drawn over the other"),
    presets=[
        Preset(name, **{key: getattr(model, key) for key in "abcd"} | CURRENTS.get(name, {})).shows(
            SENTENCES[name]
        )
        for name, model in PRESETS.items()
    ],
    handles=[
        Handle("v", x="now", label="time"),
        Handle("cell", y="I", on=Neuron.GRIP, label="electrode, I"),
        Handle("I", y="I_0", at=25.0),
        Handle("I", y="I", at=175.0),
        Handle("plane", x="c", label="reset"),
        Handle("plane", y="d", offset=lambda r: _before(r.trace, r.model), at="c"),
        Handle("plane", y="I", offset=LOWEST[1], at=LOWEST[0], label="parabola, I"),
        Handle("plane", y="b", scale=TILT, at=TILT, label="line, b"),
        Handle("plane", state="start", at=lambda r: (r.trace.v[0], r.trace.u[0]), label="start"),
    ],
    mosaic=[["cell", "plane"], ["v", "plane"], ["I", "plane"]],
    height_ratios=[7, 5, 2],
    width_ratios=[1, 1],
    narrow=stacked(6.0, cell=11, v=7, plane=12),
    size=(9.0, 5.0),
)
def neuron(a, b, c, d, I, I_0, start, mine):
    """One neuron under a step of current: its trace, and its path through the phase plane."""
    model = Izhikevich(a=a, b=b, c=c, d=d)
    steps = np.arange(round(DURATION / DT)) * DT
    current = np.where(steps < ONSET, I_0, I)
    trace = simulate(model, current, dt=DT, start=_start(model, I_0, start))
    given = [(ms, DT, a, b, c, d) for ms in current.tolist()]
    path = mine.path(np.array([trace.v[0], trace.u[0]]), given, apart=True)
    yours = None if path is None else path[:, 0]
    return {"model": model, "trace": trace, "I": current, "mine": yours}


@neuron.show
def show_neuron(ax, r):
    _show_cell(ax.cell, r)
    step = moment(r.trace.t[:-1], r.now)
    calm = np.abs(r.trace.u).max() <= U_LIMITS[1]
    phase.voltage(ax.v, r.trace, r.now)
    ax.v.yours("mine", r.trace.t, r.mine, at=0.3)
    ax.v.still(xlim=(0, DURATION), ylim=(-100, 38), xlabel="")
    ax.I.still(xlim=(0, DURATION), ylim=(-24, 46), xlabel="time (ms)", ylabel="I (mV/ms)")
    ax.I.line("I", r.trace.t[:-1], r.I, color="you", drawstyle="steps-post")
    ax.plane.limits(y=U_LIMITS if calm else U_WIDE)
    phase.plane(ax.plane, r.model, r.I[step], r.trace, r.now)
    n = r.trace.spikes.size
    points = fixed_points(r.model, r.I[-1])
    kinds = " and ".join(point.kind for point in points) or "no fixed point"
    return f"{n} spike{'s' * (n != 1)} in 300 ms. Under the step: {kinds}."


PULSE = 10.0  # ms, how long a spike is seen on the axon


def _show_cell(panel, r):
    """The cell at the moment that is drawn; its threshold is about that of a step from rest."""
    k = moment(r.trace.t, r.now)
    since = r.now - r.trace.spikes[r.trace.spikes <= r.now]
    pulse = since[-1] / PULSE if since.size and since[-1] < PULSE else 0.0
    I = float(r.I[min(k, r.I.size - 1)])
    cell = panel.drawing(Neuron, "", -90.0, -45.0, 20.0)
    cell.move(float(r.trace.v[k]), pulse=pulse, I=I)
    cell.tells(
        soma=lambda: f"soma: v = {r.trace.v[k]:z.1f} mV, u = {r.trace.u[k]:z.2f} mV/ms",
        electrode=lambda: f"electrode: I = {I:z.2f} mV/ms",
    )


def _before(trace, model):
    """u before the first jump, mV/ms; nan if there is none."""
    tops = np.flatnonzero(trace.v >= model.v_peak)
    return trace.u[tops[0]] - model.d if tops.size else np.nan


def _start(model, I, start):
    """Where the hand has put the start, below the peak; else rest."""
    if not start:
        return rest(model, I)
    if len(start) != 2:
        raise ValueError(f"start is {start}; allowed is [v, u] in mV and mV/ms, or []")
    v, u = start
    return izhikevich.State(min(v, model.v_peak - 1.0), u)


def rest(model, I):
    """Potential to start from: the lower fixed point, or where the parabola is lowest."""
    points = fixed_points(model, I)
    return points[0].v if points else -65.0
