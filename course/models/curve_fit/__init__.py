"""Universal approximation in one dimension: n hidden units follow a curve."""

from course.models.curve_fit.model import ACTIVATIONS, Curve, fit_curve

__all__ = ["ACTIVATIONS", "Curve", "fit_curve"]
