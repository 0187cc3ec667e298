"""Something against a parameter: f-I curves and a marker on them."""

THEORY = {"color": "0.6", "lw": 2.5, "label": "closed form"}
SIMULATED = {"color": "C0", "marker": ".", "ms": 5, "label": "simulated"}
HERE = {"color": "C1", "ms": 8, "label": "this neuron"}


def f_i(panel, I, theory, *, simulated=None, here=None, unit="pA"):
    """Firing rate against injected current: theory, simulation, one marked neuron.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    I, theory : array, shape (n,)
        Currents in `unit` and rates, Hz.
    simulated : array, shape (n,), optional
        Rates, Hz.
    here : tuple of float, optional
        Current and rate of the marked neuron.
    """
    panel.still(xlabel=f"injected current ({unit})", ylabel="firing rate (Hz)")
    panel.line("theory", I, theory, **THEORY)
    if simulated is not None:
        panel.points("simulated", I, simulated, **SIMULATED)
    if here is not None:
        panel.points("here", *here, **HERE)
    panel.legend(loc="upper left")
