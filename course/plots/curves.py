"""Something against a parameter: f-I curves and a marker on them."""

from course.plots.given import Pair, RowLike, checked
from course.plots.panel import Panel

WIDE = {"color": "soft", "lw": 5.0, "alpha": 0.7}  # a closed form, under what was simulated
THEORY = WIDE | {"label": "closed form"}
SIMULATED = {"color": "ink", "marker": ".", "ms": 5, "label": "simulated"}
HERE = {"color": "you", "ms": 8, "label": "this neuron"}


@checked
def f_i(
    panel: Panel,
    I: RowLike,
    theory: RowLike,
    *,
    simulated: RowLike | None = None,
    here: Pair | None = None,
    unit: str = "pA",
) -> None:
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
