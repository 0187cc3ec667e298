"""A membrane with gates: voltage, gates and currents against time, gates against voltage."""

from typing import Annotated, Any

from course.models.hodgkin_huxley import HodgkinHuxley
from course.plots.given import LINE, Having, Numbers, Row, Texts, checked
from course.plots.panel import Panel

GATES = {"m": {"color": "na"}, "h": {"color": "na", "ls": "--"}, "n": {"color": "k"}}
CURRENTS = {
    "I_Na": {"color": "na", "label": "sodium"},
    "I_K": {"color": "k", "label": "potassium"},
    "I_L": {"color": "soft", "ls": ":", "label": "leak"},
}

VALUES = Numbers(("n",), alone=True)
Voltage = Annotated[Any, Having({"t": LINE, "V": LINE})]
Gated = Annotated[Any, Having(dict.fromkeys("tmhn", LINE))]
Gates = Annotated[Any, Having(dict.fromkeys("mhn", VALUES))]
Ions = Annotated[Any, Having(dict.fromkeys(CURRENTS, LINE))]


@checked
def voltage(
    panel: Panel,
    model: HodgkinHuxley,
    trace: Voltage,
    *,
    reversals: Annotated[tuple[str, ...], Texts(among=("E_Na", "E_K", "E_L"))] = ("E_Na", "E_K"),
) -> None:
    """Membrane potential against time, with lines at reversal potentials.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    model : HodgkinHuxley
    trace
        Anything with t (ms) and V (mV).
    reversals : sequence of str
        Fields of the model whose potential gets a dashed line: "E_Na", "E_K", "E_L".
    """
    panel.still(xlabel="time (ms)", ylabel="V (mV)")
    for name in reversals:
        color = CURRENTS[f"I_{name[2:]}"]["color"]
        look = {"color": color, "lw": 1, "ls": "--", "label": name}
        panel.level(name, getattr(model, name), **look)
    panel.line("V", trace.t, trace.V, color="ink")


@checked
def gates(panel: Panel, trace: Gated) -> None:
    """Gates m, h and n against time."""
    panel.still(ylim=(-0.04, 1.04), xlabel="time (ms)", ylabel="gates")
    for name, look in GATES.items():
        panel.line(name, trace.t, getattr(trace, name), label=name, **look)


@checked
def currents(panel: Panel, t: Row, found: Ions) -> None:
    """Ionic currents against time, outward positive.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    t : array, shape (n,)
        ms.
    found
        Anything with I_Na, I_K and I_L, each of shape (n,), µA/cm².
    """
    panel.still(xlabel="time (ms)", ylabel="current (µA/cm²)", zero="y")
    for name, look in CURRENTS.items():
        panel.line(name, t, getattr(found, name), **look)


@checked
def against_voltage(panel: Panel, V: Row, curves: Gates, V_now: float, now: Gates) -> None:
    """A quantity of each gate against V, the present V as a line, the present values as dots.

    Parameters
    ----------
    panel : course.plots.panel.Panel
    V : array, shape (n,)
        mV.
    curves, now : Gates
        Values along V, and at the present V.
    V_now : float
        mV.
    """
    panel.still(xlabel="V (mV)")
    panel.cursor("V", V_now, color="you", lw=1)
    for name, look in GATES.items():
        panel.line(name, V, getattr(curves, name), label=name, **look)
    for name, look in GATES.items():
        panel.points(("now", name), V_now, getattr(now, name), color=look["color"], ms=7)
