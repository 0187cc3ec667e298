"""LeNet-5, layer by layer: shapes, parameters and connections from the geometry.

Y. LeCun, L. Bottou, Y. Bengio & P. Haffner, Proc. IEEE 86:2278 (1998), section II.B. A
convolution has (kernel^2 * maps it sees + 1 bias) parameters a map; a subsampling map has
one weight and one bias; its unit sums 2 x 2 inputs. The output compares F6 with fixed
codes of 7 x 12 pixels (radial basis functions), so it has no parameters to train.
"""

from typing import NamedTuple

# maps of S2 that each map of C3 sees (LeCun et al. 1998, table I)
C3_SEES = (
    *((k, (k + 1) % 6, (k + 2) % 6) for k in range(6)),
    *((k, (k + 1) % 6, (k + 2) % 6, (k + 3) % 6) for k in range(6)),
    (0, 1, 3, 4),
    (1, 2, 4, 5),
    (0, 2, 3, 5),
    (0, 1, 2, 3, 4, 5),
)


class Layer(NamedTuple):
    """One layer."""

    name: str
    kind: str  # "input", "convolution", "subsampling", "full" or "radial basis"
    maps: int  # feature maps; units if not a picture
    height: int  # units a map
    width: int
    kernel: int  # side of the patch a unit looks at; 0 if it sees everything
    parameters: int  # trainable
    connections: int  # counting one for each bias


def lenet5() -> tuple[Layer, ...]:
    """The layers of LeNet-5, a tuple of Layer, input to output."""
    links = sum(len(maps) for maps in C3_SEES)
    c1 = 6 * (25 + 1)
    c3 = links * 25 + 16
    c5 = 120 * (16 * 25 + 1)
    return (
        Layer("input", "input", 1, 32, 32, 0, 0, 0),
        Layer("C1", "convolution", 6, 28, 28, 5, c1, c1 * 28 * 28),
        Layer("S2", "subsampling", 6, 14, 14, 2, 6 * 2, 6 * 14 * 14 * (4 + 1)),
        Layer("C3", "convolution", 16, 10, 10, 5, c3, c3 * 10 * 10),
        Layer("S4", "subsampling", 16, 5, 5, 2, 16 * 2, 16 * 5 * 5 * (4 + 1)),
        Layer("C5", "convolution", 120, 1, 1, 5, c5, c5),
        Layer("F6", "full", 84, 1, 1, 0, 84 * (120 + 1), 84 * (120 + 1)),
        Layer("output", "radial basis", 10, 1, 1, 0, 0, 10 * 84),
    )
