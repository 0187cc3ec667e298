"""From spikes to rates: a spiking population beside the two equations that stand for it."""

from course.models.spikes_to_rates.model import Comparison, Population, f_i_curve, simulate

__all__ = ["Comparison", "Population", "f_i_curve", "simulate"]
