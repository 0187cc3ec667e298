"""Something against a parameter: f-I curves and a marker on them."""

LOOKS = {
    "theory": {"color": "0.6", "lw": 2.5, "label": "closed form"},
    "simulated": {"color": "C0", "ls": "", "marker": ".", "ms": 5, "label": "simulated"},
    "here": {"color": "C1", "ls": "", "marker": "o", "ms": 8, "label": "this neuron"},
}


def f_i(ax, *, xlim, ylim, parts=("theory", "simulated"), unit="pA"):
    """Firing rate against injected current: theory, simulation, one marked neuron.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    xlim, ylim : tuple of float
        Current in `unit`, rate in Hz.
    parts : sequence of str
        Which of "theory", "simulated" and "here" to draw.

    Returns
    -------
    dict
        The artists by part, each moved with `set_data`.
    """
    ax.set(xlim=xlim, ylim=ylim, xlabel=f"injected current ({unit})", ylabel="firing rate (Hz)")
    artists = {part: ax.plot([], [], **LOOKS[part])[0] for part in parts}
    ax.legend(loc="upper left")
    return artists
