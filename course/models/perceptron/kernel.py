"""The compiled twins of `model` and `mlp`: learning example by example, and back-propagation.

In the layers' kernels examples run along the last axis of all arrays.
"""

import math
from typing import Annotated, NamedTuple

import numpy as np

from course import _ties
from course._jit import njit

ROUNDING = _ties.ROUNDING


class Layers(NamedTuple):
    """Weights, or their slopes."""

    W1: Annotated[np.ndarray, "f8[:, ::1]"]  # (H, D)
    b1: Annotated[np.ndarray, "f8[::1]"]  # (H,)
    W2: Annotated[np.ndarray, "f8[:, ::1]"]  # (K, H)
    b2: Annotated[np.ndarray, "f8[::1]"]  # (K,)


class Batch(NamedTuple):
    """What is learned, how, and room for it."""

    X: Annotated[np.ndarray, "f8[:, ::1]"]  # (D, n)
    T: Annotated[np.ndarray, "f8[:, ::1]"]  # (K, n), targets
    kind: int  # of activation: 0 relu, 1 tanh, 2 sigmoid
    sigmoid: bool  # the output, with the cross entropy; else linear
    a: Annotated[np.ndarray, "f8[:, ::1]"]  # (H, n), room
    error: Annotated[np.ndarray, "f8[:, ::1]"]  # (K, n), room


@njit("f8[:, ::1], f8[::1], i8[::1], f8, f8[:, ::1], f8[::1], i8[::1], i8[::1]")
def train(X, y, order, rate, weights, biases, examples, mistakes):
    """Fill all but the first four from weights[0] and biases[0] on; epochs and mistakes made."""
    K = 0
    for epoch in range(len(mistakes)):
        for k in order:
            n = biases[K]
            size = abs(n)
            for d in range(X.shape[1]):
                n += weights[K, d] * X[k, d]
                size += abs(weights[K, d] * X[k, d])
            error = y[k] - (1.0 if n > ROUNDING * size else 0.0)
            if error != 0.0:
                for d in range(X.shape[1]):
                    weights[K + 1, d] = weights[K, d] + rate * error * X[k, d]
                biases[K + 1] = biases[K] + rate * error
                examples[K] = k
                mistakes[epoch] += 1
                K += 1
        if mistakes[epoch] == 0:
            return epoch + 1, K
    return len(mistakes), K


@njit("Layers, Layers, Batch", forceinline=True)
def backward(layers, slopes, batch):
    """The loss; fills its slopes."""
    W1, b1, W2, b2 = layers
    gW1, gb1, gW2, gb2 = slopes
    X, T, kind, sigmoid, a, error = batch
    D, n = X.shape
    H = len(b1)
    K = len(b2)
    for i in range(H):
        for k in range(n):
            h = b1[i]
            for d in range(D):
                h += W1[i, d] * X[d, k]
            if kind == 0:
                a[i, k] = max(h, 0.0)
            elif kind == 1:
                a[i, k] = 1.0 - 2.0 / (1.0 + math.exp(2.0 * h))  # tanh, faster
            else:
                a[i, k] = 1.0 / (1.0 + math.exp(-h))
    loss = 0.0
    product = 1.0
    for o in range(K):
        total = 0.0
        for k in range(n):
            z = b2[o]
            t = T[o, k]
            for i in range(H):
                z += W2[o, i] * a[i, k]
            if sigmoid:  # -t log y - (1 - t) log(1 - y) without overflow
                e = math.exp(-abs(z))
                loss += max(z, 0.0) - t * z
                product *= 1.0 + e  # its log is taken once, not for every example
                if product > 1e300:
                    loss += math.log(product)
                    product = 1.0
                z = (1.0 if z >= 0.0 else e) / (1.0 + e)
            else:
                loss += 0.5 * (z - t) * (z - t)
            error[o, k] = (z - t) / n
            total += error[o, k]
        gb2[o] = total
        for i in range(H):
            total = 0.0
            for k in range(n):
                total += error[o, k] * a[i, k]
            gW2[o, i] = total
    for i in range(H):
        total = 0.0
        for k in range(n):
            delta = 0.0
            for o in range(K):
                delta += W2[o, i] * error[o, k]
            if kind == 0:
                delta *= 1.0 if a[i, k] > 0.0 else 0.0
            elif kind == 1:
                delta *= 1.0 - a[i, k] * a[i, k]
            else:
                delta *= a[i, k] * (1.0 - a[i, k])
            a[i, k] = delta  # a has done its work
            total += delta
        gb1[i] = total
        for d in range(D):
            total = 0.0
            for k in range(n):
                total += a[i, k] * X[d, k]
            gW1[i, d] = total
    return (loss + math.log(product)) / n


@njit("f8[::1], f8[::1], f8[::1], f8, f8[::1], Layers, Layers, Batch", nogil=True)
def descend(p, g, last, rate, loss, layers, slopes, batch):
    """Fill loss, move p; epochs done. It stops with the weights before the one that blew up.

    p and g hold the layers and slopes in a row.
    """
    for epoch in range(len(loss)):
        loss[epoch] = backward(layers, slopes, batch)
        if not loss[epoch] < 1e6 * (1.0 + loss[0]):
            for k in range(len(p)):
                p[k] = last[k]
            return epoch - 1
        if epoch + 1 < len(loss):
            for k in range(len(p)):
                last[k] = p[k]
                p[k] -= rate * g[k]
    return len(loss) - 1


class Stack(NamedTuple):
    """A network of several layers in a row, and room for one example."""

    p: Annotated[np.ndarray, "f8[::1]"]  # by layer: weights by rows, then biases
    g: Annotated[np.ndarray, "f8[::1]"]  # slopes in the same places
    sizes: Annotated[np.ndarray, "i8[::1]"]  # units in each layer, inputs first, output last
    kind: int  # of activation, as in `Batch`
    a: Annotated[np.ndarray, "f8[::1]"]  # activities of all layers, room
    d: Annotated[np.ndarray, "f8[::1]"]  # slopes by their net inputs, room


LN2 = math.log(2.0)
LN2_HIGH = 0.6931471803691238  # its first 32 bits, so that products with whole numbers are exact
LN2_LOW = 1.9082149292705877e-10  # the rest


@njit("f8")
def exp_minus(x):
    """exp(-x) for x >= 0, of products and sums alone: every processor rounds them the same.

    The last digit of a library's exponential is the machine's, and a thousand epochs make a
    different network of it.
    """
    if not x < 700.0:
        return 0.0 if x >= 700.0 else x
    halvings = int(x / LN2 + 0.5)
    r = halvings * LN2_HIGH - x + halvings * LN2_LOW  # exp(-x) = 2^-halvings exp(r), |r| < 0.35
    term = 1.0
    for k in range(14, 0, -1):  # Taylor's series, from its smallest term
        term = 1.0 + r / k * term
    power = 0.5
    while halvings:
        if halvings & 1:
            term *= power
        power *= power
        halvings >>= 1
    return term


@njit("f8, i8", forceinline=True)
def bend(n, kind):
    """The activity under the net input n; no exponential overflows."""
    if kind == 0:
        return max(n, 0.0)
    e = exp_minus(2.0 * abs(n) if kind == 1 else abs(n))
    if kind == 1:
        return (1.0 - e) / (1.0 + e) if n >= 0.0 else (e - 1.0) / (1.0 + e)
    return (1.0 if n >= 0.0 else e) / (1.0 + e)


@njit("Stack, f8[:, ::1], f8[::1], i8[::1], f8")
def deep_backward(net, X, T, rows, l2):
    """The mean cross entropy of some examples, rows of X, and its slopes, with those of l2."""
    p, g, sizes, kind, a, d = net
    layers = len(sizes) - 1
    units = 0
    for size in sizes:
        units += size
    for k in range(len(g)):
        g[k] = 0.0
    loss = 0.0
    for row in rows:
        for j in range(sizes[0]):
            a[j] = X[row, j]
        start, place = 0, 0  # of the units that send, and of their weights
        for layer in range(layers):
            n, m = sizes[layer], sizes[layer + 1]
            for i in range(m):
                h = p[place + m * n + i]
                for j in range(n):
                    h += p[place + i * n + j] * a[start + j]
                a[start + n + i] = h if layer == layers - 1 else bend(h, kind)
            place += m * (n + 1)
            start += n
        z = a[units - 1]
        loss += max(z, 0.0) - T[row] * z + math.log1p(exp_minus(abs(z)))
        d[units - 1] = (bend(z, 2) - T[row]) / len(rows)
        for back in range(layers):
            layer = layers - 1 - back
            n, m = sizes[layer], sizes[layer + 1]
            place -= m * (n + 1)
            start -= n
            for j in range(n):
                d[start + j] = 0.0
            for i in range(m):
                error = d[start + n + i]
                g[place + m * n + i] += error
                for j in range(n):
                    g[place + i * n + j] += error * a[start + j]
                    d[start + j] += p[place + i * n + j] * error
            for j in range(n):
                if kind == 0:
                    d[start + j] *= 1.0 if a[start + j] > 0.0 else 0.0
                elif kind == 1:
                    d[start + j] *= 1.0 - a[start + j] * a[start + j]
                else:
                    d[start + j] *= a[start + j] * (1.0 - a[start + j])
    place = 0
    for layer in range(layers):
        n, m = sizes[layer], sizes[layer + 1]
        for k in range(place, place + m * n):
            g[k] += l2 * p[k]
        place += m * (n + 1)
    return loss / len(rows)


@njit("Stack, f8[:, ::1], f8[::1], i8[:, ::1], i8, f8, f8, f8[::1]", nogil=True)
def descend_in_batches(net, X, T, orders, size, rate, l2, loss):
    """Fill loss, move p; epochs done, fewer than asked for if it blew up.

    Each row of orders is an epoch; a step is for `size` examples of it. loss[k] is the mean
    over the batches of epoch k, each before its step.
    """
    n = orders.shape[1]
    for epoch in range(len(orders)):
        loss[epoch] = 0.0
        for first in range(0, n, size):
            rows = orders[epoch, first : min(first + size, n)]
            loss[epoch] += deep_backward(net, X, T, rows, l2) * len(rows) / n
            for k in range(len(net.p)):
                net.p[k] -= rate * net.g[k]
        if not loss[epoch] < 1e6:
            return epoch
    return len(orders)
