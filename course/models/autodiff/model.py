"""Automatic differentiation in reverse: numbers that know how they were made.

A `Node` is a number with the numbers that it was made from, its parents, and its slope by each
of them. Whatever is computed with nodes builds a graph. `backward` then finds the slope of the
last node by every other: it starts with 1 at the end, visits the nodes in the reverse order of
their making, and hands to each parent

    dL/dparent += (dnode/dparent) (dL/dnode) .

That is the chain rule; a parent that was used twice collects twice. One visit costs about as
much as the computation itself, however many slopes are wanted.

S. Linnainmaa, BIT 16:146 (1976); A. Griewank & A. Walther, Evaluating Derivatives (2008).
No quantity has a unit.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from course import _valid

LARGEST = 700.0  # whose exponential a float still holds
_numbers = itertools.count()


class Node:
    """A number that knows its parents and its slope by each of them.

    Parameters
    ----------
    value : float
    parents : sequence of Node
        What it was made from; none for a number that is given.
    slopes : sequence of float
        Its slope by each parent.
    """

    def __init__(self, value: float, parents: Sequence[Node] = (), slopes: Sequence[float] = ()):
        self.value = _valid.number("value", value)
        self.parents = tuple(parents)
        self.slopes = tuple(slopes)
        if len(self.parents) != len(self.slopes):
            raise ValueError(
                f"slopes has {len(self.slopes)} values; allowed is one for each parent"
            )
        self.grad = 0.0  # slope of the end by this node, once `backward` was called there
        self.number = next(_numbers)  # in the order of making

    def __add__(self, other: Node | float) -> Node:
        other = node(other)
        return Node(self.value + other.value, (self, other), (1.0, 1.0))

    def __mul__(self, other: Node | float) -> Node:
        other = node(other)
        return Node(self.value * other.value, (self, other), (other.value, self.value))

    def __neg__(self) -> Node:
        return Node(-self.value, (self,), (-1.0,))

    def __sub__(self, other: Node | float) -> Node:
        return self + -node(other)

    def __rsub__(self, other: Node | float) -> Node:
        return node(other) + -self

    __radd__ = __add__
    __rmul__ = __mul__

    def tanh(self) -> Node:
        a = math.tanh(self.value)
        return Node(a, (self,), (1.0 - a * a,))

    def exp(self) -> Node:
        a = math.exp(_valid.number("value", self.value, high=LARGEST))
        return Node(a, (self,), (a,))

    def log(self) -> Node:
        value = _valid.number("value", self.value, low=0.0, open_low=True)
        return Node(math.log(value), (self,), (1.0 / value,))

    def history(self) -> list[Node]:
        """All nodes that this one was made from and itself, in the order of their making."""
        found: set[Node] = set()
        waiting: list[Node] = [self]
        while waiting:
            last = waiting.pop()
            if last not in found:
                found.add(last)
                waiting.extend(last.parents)
        return sorted(found, key=lambda one: one.number)

    def backward(self) -> None:
        """Set `grad` of all nodes in the history: the slope of this node by each of them."""
        nodes = self.history()
        for one in nodes:
            one.grad = 0.0
        self.grad = 1.0
        for one in reversed(nodes):
            for parent, slope in zip(one.parents, one.slopes):
                parent.grad += slope * one.grad

    def __repr__(self) -> str:
        return f"Node({self.value:.6g}, grad {self.grad:.6g})"


def node(x):
    """A number as a node; a node as it is."""
    return x if isinstance(x, Node) else Node(x)
