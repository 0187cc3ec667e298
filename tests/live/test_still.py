"""The still that a saved notebook keeps: few colors, but no steps where there is shading."""

import io

import numpy as np
import pytest
from PIL import Image

from course.explore import action_potential, ring_attractor, spiking_network
from course.live.picture import MOST_BANDING, _few, banding


def halo(width=400):
    """Soft light of four hues, which has more shades than a palette has places."""
    y, x = np.mgrid[-1 : 1 : width * 1j, -1 : 1 : width * 1j]
    pixels = np.full((width, width, 3), 255.0)
    for k, hue in enumerate([(230, 90, 20), (20, 110, 190), (30, 150, 90), (160, 60, 130)]):
        angle = np.pi * k / 2
        near = np.exp(-((x - np.cos(angle) / 2) ** 2 + (y - np.sin(angle) / 2) ** 2) / 0.1)
        pixels += near[..., None] * (np.array(hue) - 255.0)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def test_soft_light_keeps_all_its_colors():
    image = halo()
    assert banding(image, image.quantize(256, Image.Quantize.FASTOCTREE)) > MOST_BANDING
    assert banding(image, _few(image)) == 0.0 and _few(image).mode == "RGB"


def test_steps_that_were_there_before_are_no_banding():
    image = Image.fromarray(np.kron(np.eye(20, dtype=np.uint8) * 200, np.ones((9, 9), np.uint8)))
    image = image.convert("RGB")
    assert banding(image, _few(image)) == 0.0
    assert _few(image).mode == "P"


@pytest.mark.parametrize(
    "live", [action_potential.neuron, ring_attractor.bump, spiking_network.network]
)
def test_a_still_is_small_and_looks_like_the_picture(live):
    explorer = live.explorer()
    still = Image.open(io.BytesIO(explorer.png()))
    picture = explorer.picture
    image = picture.image()
    assert still.size == image.size
    assert banding(image, still) <= MOST_BANDING
    apart = np.abs(np.asarray(still.convert("RGB"), int) - np.asarray(image, int)).max(axis=2)
    assert np.mean(apart > 24) < 0.01 and np.mean(apart) < 1.5
    places = np.asarray(image, np.int64) @ [1, 256, 256**2]
    for _, color in sorted(image.getcolors(places.size))[-200:]:
        there = places == np.dot(color, [1, 256, 256**2])
        assert apart[there].max() <= 24, color  # a line keeps its hue, however thin
    assert len(explorer.png()) < 120_000
