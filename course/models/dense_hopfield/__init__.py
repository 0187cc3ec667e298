"""Dense (modern) Hopfield networks: sharper energies, far more memories."""

from course.models.dense_hopfield.model import Attention, DenseRecall, attention, recall

__all__ = ["Attention", "DenseRecall", "attention", "recall"]
