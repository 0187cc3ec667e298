"""A synapse whose strength follows from its last spikes: short-term plasticity."""

from course.models.dynamic_synapse.model import Released, Synapse, simulate
from course.models.dynamic_synapse.theory import Steady, paired_pulse, steady

__all__ = ["Released", "Steady", "Synapse", "paired_pulse", "simulate", "steady"]
