"""The Hodgkin-Huxley neuron: a membrane whose sodium and potassium gates follow V."""

from course.models.hodgkin_huxley.channels import Flicker, flicker
from course.models.hodgkin_huxley.clamp import Clamp, voltage_clamp
from course.models.hodgkin_huxley.f_i import f_i_curve
from course.models.hodgkin_huxley.model import (
    T_RAND,
    V_MOST,
    Currents,
    Gates,
    HodgkinHuxley,
    Rates,
    State,
    Trace,
    currents,
    rates,
    resting_state,
    simulate,
    steady_states,
    time_constants,
)
from course.models.hodgkin_huxley.threshold import Threshold, threshold_current, threshold_traces

__all__ = [
    "T_RAND",
    "V_MOST",
    "Clamp",
    "Currents",
    "Flicker",
    "Gates",
    "HodgkinHuxley",
    "Rates",
    "State",
    "Threshold",
    "Trace",
    "currents",
    "f_i_curve",
    "flicker",
    "rates",
    "resting_state",
    "simulate",
    "steady_states",
    "threshold_current",
    "threshold_traces",
    "time_constants",
    "voltage_clamp",
]
