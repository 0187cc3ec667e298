"""What the exercises check, one module a lesson; and recorded predictions.

A lesson says

    from course.check import compare, predict
    from course.check import integrate_fire as check
"""

from course.check._cases import varied
from course.check._predict import compare, predict

__all__ = ["compare", "predict", "varied"]
