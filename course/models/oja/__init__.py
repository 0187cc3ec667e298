"""A unit that learns from its inputs: Hebb's rule, which has no bound, and Oja's, which has one."""

from course.models.oja.model import RULES, Learned, learn

__all__ = ["RULES", "Learned", "learn"]
