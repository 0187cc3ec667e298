"""The net input of a unit, the same sum in three ways; and of a layer, in two."""

from course.models.net_input.model import by_dot, by_loop, by_sum, layer_by_loop, layer_by_matrix

__all__ = ["by_dot", "by_loop", "by_sum", "layer_by_loop", "layer_by_matrix"]
