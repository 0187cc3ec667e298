from course.explore.spiking_network._network import mean_cv, rates, run
from course.live import Choice, Preset, Slider, Switch, figure, stacked
from course.material.rasters import KINDS, LETTERS, STEPS, N, kind
from course.plots import network as plots

HIDDEN = 12  # seed of the rasters
YOURS = 3  # another one, so that no raster is met spike for spike


@figure(
    "Which network made this raster?",
    Choice("puzzle", LETTERS, "A", "raster"),
    Slider("w_sd", 0.0, 60.0, 10.0, 1.0, meaning="spread of your weights"),
    Slider("mean", 40.0, 120.0, 60.0, 1.0, meaning="your mean input"),
    Slider("sd", 0.0, 40.0, 10.0, 1.0, label="noise", meaning="of your input"),
    Switch("dale", False, "Dale's law"),
    presets=[
        Preset(
            name, w_sd=made.w_sd, mean=made.mean, sd=made.sd, dale=made.excitatory is not None
        ).shows(f"Of this kind {made.seen}.")
        for name, made in KINDS.items()
    ],
    mosaic=[["hidden"], ["yours"]],
    narrow=stacked(5.4, hidden=1, yours=1),
    size=(7.2, 4.6),
)
def puzzle(puzzle, w_sd, mean, sd, dale):
    """A raster of a hidden kind above, a network of your own below."""
    excitatory = 0.8 if dale else None
    _, yours = run(N, STEPS, w_sd=w_sd, mean=mean, sd=sd, excitatory=excitatory, seed=YOURS)
    made = KINDS[kind(puzzle)]._asdict()
    made.pop("seen")
    _, hidden = run(N, STEPS, seed=HIDDEN, **made)
    return {"hidden": hidden.spikes, "yours": yours.spikes}


@puzzle.show
def show_puzzle(ax, r):
    for panel, spikes in ((ax.hidden, r.hidden), (ax.yours, r.yours)):
        plots.raster(panel, spikes)
        panel.still(xlim=(0, STEPS / 10))
        look = {"ha": "right", "va": "bottom", "fontsize": 9}
        panel.text("numbers", 1.0, 1.03, numbers(spikes), transform=panel.axes.transAxes, **look)
    ax.hidden.still(xlabel="")
    ax.hidden.axes.set_title(f"raster {r.puzzle}")
    ax.yours.still(title="your network")
    return f"Raster {r.puzzle}: {numbers(r.hidden)}. Yours: {numbers(r.yours)}."


def numbers(spikes):
    each = rates(spikes)
    return f"rate {each.mean():z.2f} ± {each.std():z.2f}, CV {mean_cv(spikes):z.2f}"
