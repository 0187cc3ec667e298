"""What a hand draws on a square of cells, kept as text among the values of a figure."""

import numpy as np


def packed(ink):
    """A drawing, (side, side) of bool, as text."""
    return np.packbits(ink).tobytes().hex()


def unpacked(text, side):
    """What `packed` packed; nothing where there is no text."""
    bits = np.zeros(side * side, bool)
    known = np.unpackbits(np.frombuffer(bytes.fromhex(text), np.uint8))[: bits.size]
    bits[: known.size] = known
    return bits.reshape(side, side)


def stroke(cells, start, end, reach, mark):
    """Put `mark` on the cells that a round pen covers on its way from one (x, y) to another."""
    rows, columns = np.indices(cells.shape)
    for part in np.linspace(0.0, 1.0, 2 + 2 * int(np.hypot(end[0] - start[0], end[1] - start[1]))):
        x, y = (a + part * (b - a) for a, b in zip(start, end))
        cells[np.hypot(rows - y, columns - x) <= reach] = mark
