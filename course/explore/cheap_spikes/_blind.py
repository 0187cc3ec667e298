import numpy as np

from course.live import Button, Handle, Preset, Slider, figure
from course.material.blind import DT, blind

DURATION, START = 3000.0, 200.0  # ms
SKIP = 5  # of the steps of a run all but every fifth are left out of the picture


@figure(
    "Two neurons, one of each class",
    Slider("I", 0.0, 2.0, 1.0, 0.001, "", meaning="current, in units of the neuron's own"),
    Slider("end", 210.0, 3000.0, 3000.0, 10.0, "ms", meaning="when the current ends"),
    Button("seed", "another pair"),
    presets=[
        Preset("strong", I=1.6).shows("Far above the onset both fire, and look alike."),
        Preset("a push", I=1.2, end=250.0).shows("A short current: a spike or none."),
        Preset("weak", I=0.4).shows("Too weak for either."),
    ],
    handles=[Handle("I", y="I", at=lambda r: 0.5 * (START + r.end)), Handle("I", x="end", at=0.0)],
    mosaic=[["X"], ["Y"], ["I"]],
    height_ratios=[3, 3, 1.4],
    sharex=True,
    size=(7.2, 4.6),
)
def pair(I, end, seed):
    """The answers of neurons X and Y to a step of current."""
    t = np.arange(round(DURATION / DT)) * DT
    current = np.where((t >= START) & (t < end), I, 0.0)
    found = [neuron.inject(current) for neuron in blind(seed)]
    return {"t": found[0].t, "current": np.append(current, current[-1]), "found": found}


@pair.show
def show_pair(ax, r):
    t = r.t[::SKIP]
    for name, found in zip("XY", r.found):
        panel = ax[name]
        panel.still(xlim=(0, DURATION), ylim=(-80, 60), ylabel="V (mV)", title=f"neuron {name}")
        panel.line("V", t, found.V[::SKIP], color="ink", lw=1.0)
    ax.I.still(xlim=(0, DURATION), ylim=(-0.15, 2.15), xlabel="time (ms)", ylabel="I (own units)")
    ax.I.line("I", t, r.current[::SKIP], color="you")
    said = []
    for name, found in zip("XY", r.found):
        n = found.spikes.size
        apart = f", the last two {np.ptp(found.spikes[-2:]):z.0f} ms apart" if n > 1 else ""
        said.append(f"{name} makes {n} spike{'s' * (n != 1)}{apart}")
    return f"Under {r.I:z.3f}: {'; '.join(said)}."
