r"""Edges in an image: zero-crossings of the second derivative of its smoothed version.

    R = G'' * image      G(x, y) = exp(-(x^2 + y^2) / (2 blur^2)) / (2 pi blur^2)
    G'' = d^2G/dx^2 + d^2G/dy^2                                     (the Laplacian of G)

Across an edge the brightness climbs fastest in the middle: there its first derivative
has a peak and its second derivative changes sign. Smoothing with G first keeps noise
from making edges everywhere; because both steps are linear, they are one filter, G''.

Marr D, Hildreth E (1980) Proc R Soc Lond B 207:187. No quantity has a unit but blur,
which is in pixels.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import _valid

SCENES = ("shapes", "stripes", "soft edge")
LARGEST = 4096  # pixels a side
NARROWEST = 0.05  # pixels; a Gaussian below it is a single pixel
WORK = 1e8  # pixels times blur: half a minute


@np.errstate(under="ignore")  # the session may be told to raise it
def gaussian(blur: float, order: int = 0) -> NDArray:
    """G, G' or G'' of one variable at whole pixels from -r to r, r at least 5 times blur.

    The values are corrected so that what must hold for the integral holds for the sum:
    G adds up to 1, and G'' gives 0 for a straight line and 2 for x^2.

    Parameters
    ----------
    blur : float
        Width, pixels.
    order : int
        Derivative, 0 to 2.

    Returns
    -------
    array, shape (2 r + 1,)

    Raises
    ------
    ValueError
        For a width or an order out of range.
    """
    blur = _valid.number("blur", blur, low=NARROWEST, high=float(LARGEST), unit="pixels")
    order = _valid.choice("order", order, (0, 1, 2))
    radius = int(np.ceil(5.0 * blur)) + 1
    x = np.arange(-radius, radius + 1.0)
    G = np.exp(-0.5 * (x / blur) ** 2)
    G /= G.sum()
    if order == 0:
        return G
    if order == 1:
        slope = -x * G
        return slope / -(x @ slope)
    curve = (x**2 - blur**2) * G
    curve -= curve.sum() * G
    return 2.0 * curve / (x**2 @ curve)


@np.errstate(under="ignore")  # the session may be told to raise it
def filtered(image: ArrayLike, blur: float, order_x: int = 0, order_y: int = 0) -> NDArray:
    """The image filtered with a derivative of G; its edges are continued outward.

    Parameters
    ----------
    image : array, shape (rows, columns)
    blur : float
        Width of G, pixels.
    order_x, order_y : int
        Derivatives along rows and columns, 0 to 2.

    Returns
    -------
    array, shape (rows, columns)

    Raises
    ------
    ValueError
        For an image that is not 2-D and finite, a width or an order out of range, or more
        than 1e8 pixels times blur.
    """
    image = _valid.array("image", image, ndim=2, low=-1e50, high=1e50)
    _valid.limit("the number of pixels of image", image.size, LARGEST**2)
    widest = float(min(max(image.shape), LARGEST))
    blur = _valid.number("blur", blur, low=NARROWEST, high=widest, unit="pixels of image")
    _valid.limit("pixels * blur", image.size * blur, WORK)
    _valid.choice("order_x", order_x, (0, 1, 2))
    _valid.choice("order_y", order_y, (0, 1, 2))
    along_rows = _along(image, gaussian(blur, order_x), 1)
    return _along(along_rows, gaussian(blur, order_y), 0)


@np.errstate(under="ignore")  # the session may be told to raise it
def second_derivative(image: ArrayLike, blur: float) -> NDArray:
    """R: the image filtered with the Laplacian of a Gaussian.

    Parameters
    ----------
    image : array, shape (rows, columns)
    blur : float
        Width of G, pixels.

    Returns
    -------
    array, shape (rows, columns)

    Raises
    ------
    ValueError
        As `filtered`.
    """
    d2_dx2 = filtered(image, blur, 2, 0)
    d2_dy2 = filtered(image, blur, 0, 2)
    return d2_dx2 + d2_dy2


def zero_crossings(response: ArrayLike, least: float = 0.0) -> NDArray:
    """Where the response changes sign to the right or downward by more than `least`.

    Parameters
    ----------
    response : array, shape (rows, columns)
    least : float
        Smallest difference of two neighbors of opposite sign that counts as an edge.

    Returns
    -------
    array of bool, same shape

    Raises
    ------
    ValueError
        For a response that is not 2-D and finite, or a negative `least`.
    """
    response = _valid.array("response", response, ndim=2)
    least = _valid.number("least", least, low=0.0)
    found = np.zeros(response.shape, dtype=bool)
    found[:, :-1] |= _changes(response[:, :-1], response[:, 1:], least)
    found[:-1] |= _changes(response[:-1], response[1:], least)
    return found


@np.errstate(under="ignore")  # the session may be told to raise it
def scene(
    name: str = "shapes",
    size: int = 96,
    *,
    noise: float = 0.0,
    rng: np.random.Generator | int | None = None,
) -> NDArray:
    """A small image made from a formula, brightness about 0 to 1.

    Parameters
    ----------
    name : str
        "shapes": a disk, a square and a bar; "stripes": sinusoids that get finer to the
        right; "soft edge": one edge, sharp at the top and blurred at the bottom.
    size : int
        Pixels a side.
    noise : float
        Standard deviation of what is added to each pixel.
    rng : numpy.random.Generator or int
        Needed with noise. The same seed gives the same noise, scaled.

    Returns
    -------
    array, shape (size, size)
        Row 0 is the top.

    Raises
    ------
    ValueError
        For an unknown name or a value out of range.
    """
    name = _valid.choice("name", name, SCENES)
    noise = _valid.number("noise", noise, low=0.0, high=1e9)
    size = _valid.count("size", size, low=8, high=LARGEST)
    y, x = (np.mgrid[:size, :size] + 0.5) / size
    if name == "shapes":
        image = 0.25 + 0.15 * x
        image[(x - 0.3) ** 2 + (y - 0.33) ** 2 < 0.2**2] = 0.9
        image[(np.abs(x - 0.75) < 0.14) & (np.abs(y - 0.3) < 0.14)] = 0.05
        image[(np.abs(y - 0.78) < 0.07) & (np.abs(x - 0.5) < 0.38)] = 0.7
    elif name == "stripes":
        image = 0.5 + 0.4 * np.sin(2.0 * np.pi * (2.0 * x + 7.0 * x**2))
    else:
        width = 0.002 + 0.05 * y
        image = 0.2 + 0.6 / (1.0 + np.exp(-np.clip((x - 0.5) / width, -500.0, 500.0)))
    if noise == 0.0:
        return image
    return image + noise * _valid.generator("rng", rng).standard_normal((size, size))


def _changes(here, there, least):
    return ((here > 0) != (there > 0)) & (np.abs(there - here) > least)


def _along(image, kernel, axis):
    """Convolution along one axis, one shifted copy of the image for each value of the kernel."""
    radius = kernel.size // 2
    margin = [(radius, radius) if axis == k else (0, 0) for k in (0, 1)]
    padded = np.pad(image, margin, mode="edge")
    n = image.shape[axis]
    result = np.zeros_like(image)
    for shift, weight in enumerate(kernel[::-1]):
        part = padded[shift : shift + n] if axis == 0 else padded[:, shift : shift + n]
        result += weight * part
    return result
