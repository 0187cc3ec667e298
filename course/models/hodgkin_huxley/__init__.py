"""The Hodgkin-Huxley neuron: a membrane whose sodium and potassium gates follow V."""

from course.models.hodgkin_huxley.f_i import f_i_curve
from course.models.hodgkin_huxley.kernel import (
    T_RAND,
    Threshold,
    Trace,
    simulate,
    threshold_current,
    threshold_traces,
)
from course.models.hodgkin_huxley.model import (
    V_MOST,
    Clamp,
    Currents,
    Gates,
    HodgkinHuxley,
    Rates,
    State,
    currents,
    phi,
    rates,
    resting_state,
    steady_states,
    time_constants,
    voltage_clamp,
)

__all__ = [
    "T_RAND",
    "V_MOST",
    "Clamp",
    "Currents",
    "Gates",
    "HodgkinHuxley",
    "Rates",
    "State",
    "Threshold",
    "Trace",
    "currents",
    "f_i_curve",
    "phi",
    "rates",
    "resting_state",
    "simulate",
    "steady_states",
    "threshold_current",
    "threshold_traces",
    "time_constants",
    "voltage_clamp",
]
