"""The second derivative of a smoothed image, against closed forms and SciPy."""

import numpy as np
import pytest
from scipy.ndimage import convolve1d, gaussian_laplace

from course.models.edges import (
    SCENES,
    filtered,
    gaussian,
    scene,
    second_derivative,
    zero_crossings,
)


@pytest.mark.parametrize("blur", [0.3, 0.7, 1.5, 6.0])
def test_the_kernels_have_the_moments_of_their_integrals(blur):
    x = np.arange(gaussian(blur).size) - gaussian(blur).size // 2
    moments = [[x**p @ gaussian(blur, order) for p in (0, 1, 2)] for order in (0, 1, 2)]
    np.testing.assert_allclose(moments[0][:2], [1, 0], atol=1e-12)
    np.testing.assert_allclose(moments[1], [0, -1, 0], atol=1e-12)
    np.testing.assert_allclose(moments[2], [0, 0, 2], atol=1e-11)


def test_a_blurred_spot_gives_the_closed_form():
    y, x = np.mgrid[-40:41, -40:41].astype(float)
    s, blur = 4.0, 3.0  # wide enough that sampling a Gaussian costs nothing
    image = np.exp(-(x**2 + y**2) / (2 * s**2))
    total = s**2 + blur**2
    r2 = x**2 + y**2
    exact = s**2 / total * np.exp(-r2 / (2 * total)) * (r2 - 2 * total) / total**2
    np.testing.assert_allclose(second_derivative(image, blur), exact, atol=2e-6)


def test_it_is_scipys_laplacian_of_a_gaussian():
    image = scene("shapes", 64, noise=0.1, rng=3)
    theirs = gaussian_laplace(image, 3.0, mode="nearest", truncate=6.0)
    # they cut at 6 blur, we at 5, and we correct the sums
    np.testing.assert_allclose(second_derivative(image, 3.0), theirs, atol=2e-6)


def test_the_shifted_copies_are_a_convolution():
    image = scene("stripes", 20, noise=0.2, rng=0)
    ours = filtered(image, 1.2, 2, 1)
    theirs = convolve1d(image, gaussian(1.2, 2), axis=1, mode="nearest")
    theirs = convolve1d(theirs, gaussian(1.2, 1), axis=0, mode="nearest")
    np.testing.assert_allclose(ours, theirs, atol=1e-12)


def test_a_ramp_has_no_edge_and_a_step_has_one_where_it_is():
    x = np.tile(np.arange(60.0), (30, 1))
    response = second_derivative(x, 2.0)[:, 12:-12]  # away from the continued border
    np.testing.assert_allclose(response, 0.0, atol=1e-11)
    step = (x >= 30).astype(float)
    edges = zero_crossings(second_derivative(step, 2.0), 1e-3)
    assert np.flatnonzero(edges.any(axis=0)).tolist() == [29]
    assert edges[:, 29].all()


def test_noise_makes_edges_and_smoothing_takes_them_away():
    image = np.zeros((64, 64)) + scene("soft edge", 64, noise=0.1, rng=1)
    counts = [zero_crossings(second_derivative(image, blur)).sum() for blur in (1, 2, 4, 8)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 4 * counts[-1]


@pytest.mark.parametrize("name", SCENES)
def test_scenes_lie_between_black_and_white_and_repeat(name):
    still = scene(name)
    assert still.shape == (96, 96) and still.min() >= 0 and still.max() <= 1
    noise = [scene(name, noise=s, rng=5) - still for s in (0.1, 0.2)]
    np.testing.assert_allclose(2 * noise[0], noise[1], atol=1e-12)


def test_scenes_show_what_they_say_pixel_by_pixel():
    size = 40
    shapes, stripes, soft = (scene(name, size) for name in ("shapes", "stripes", "soft edge"))
    for row in range(size):
        for column in range(size):
            x, y = (column + 0.5) / size, (row + 0.5) / size
            value = 0.25 + 0.15 * x
            if np.hypot(x - 0.3, y - 0.33) < 0.2:
                value = 0.9
            if 0.61 < x < 0.89 and 0.16 < y < 0.44:
                value = 0.05
            if 0.12 < x < 0.88 and 0.71 < y < 0.85:
                value = 0.7
            assert shapes[row, column] == pytest.approx(value, abs=1e-12)
            phase = 2 * np.pi * (2 * x + 7 * x**2)
            assert stripes[row, column] == pytest.approx(0.5 + 0.4 * np.sin(phase), abs=1e-12)
            rise = np.tanh((x - 0.5) / (0.002 + 0.05 * y) / 2)
            assert soft[row, column] == pytest.approx(0.5 + 0.3 * rise, abs=1e-12)


def test_the_noise_of_a_scene_has_its_standard_deviation():
    noise = scene("stripes", 30, noise=0.3, rng=4) - scene("stripes", 30)
    expected = 0.3 * np.random.default_rng(4).standard_normal((30, 30))
    np.testing.assert_allclose(noise, expected, atol=1e-12)


@pytest.mark.parametrize(("blur", "radius"), [(0.3, 3), (1.0, 6), (1.1, 7), (6.0, 31)])
def test_a_kernel_reaches_to_the_first_pixel_beyond_5_blurs(blur, radius):
    for order in (0, 1, 2):
        assert gaussian(blur, order).size == 2 * radius + 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda: scene("cat"), "name is 'cat'"),
        (lambda: scene(size=4), "size is 4"),
        (lambda: scene(noise=-1.0), "noise is -1.0"),
        (lambda: scene(noise=0.1), "rng is None"),
        (lambda: gaussian(0.0), "blur is 0.0"),
        (lambda: gaussian(1.0, 3), "order is 3"),
        (lambda: filtered(np.ones(5), 1.0), "image has shape"),
        (lambda: filtered(np.ones((9, 9)), 100.0), "blur is 100.0"),
        (lambda: zero_crossings(np.ones((3, 3)), -1.0), "least is -1.0"),
    ],
)
def test_bad_values_are_named(change, told):
    with pytest.raises(ValueError, match=told):
        change()
