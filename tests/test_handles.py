"""Each figure of lessons 02 to 12 is taken in hand in its picture, or says why it is not.

A figure is, if it has handles or answers to a press on its picture. What is natural to take
is what stands in the picture: a threshold, an edge of a pulse, the time, a point on a curve,
a state in its plane, an eigenvalue, a weight. The others are below, with the reason.
"""

import importlib
from pathlib import Path

import pytest

COURSE = Path(__file__).parents[1]
LESSONS = {
    source.stem[3:]: int(source.stem[:2])
    for source in sorted((COURSE / "solutions").glob("[0-9][0-9]_*.py"))
}
TOPICS = [topic for topic, number in LESSONS.items() if 2 <= number <= 12]
FIGURES = [
    (topic, name)
    for topic in TOPICS
    for name in importlib.import_module(f"course.explore.{topic}").__all__
]
WITHOUT = {
    "integrate_fire.f_i": "the curves are over all currents, and no parameter is a place on them",
    "integrate_fire.synapses": "what moves are the rates of three trains, which nobody sees",
    "cheap_spikes.network": "strengths of weights and noise of a thousand neurons",
    "spiking_network.dimensions": "statistics of all pairs: what moves is not seen, but its effect",
    "spiking_network.puzzle": "its two rasters are to be made alike by what is not seen of them",
    "ring_attractor.diffusion": "the spread follows from noise, number and weight together",
    "ring_attractor.wiring": "where the bumps go is the outcome, and the wiring is a choice",
    "breathing.ablation": "what is removed is a choice, and the moment is fixed",
    "breathing.mistakes": "switches alone",
    "hopfield.capacity": "a curve over all loads; what moves is how it is measured",
    "hopfield.dense": "pictures of states, and overlaps with as many memories as there are",
    "hopfield.rules": "pictures of states, and overlaps with as many memories as there are",
    "condense.points": "the input is no place in the plane of the state",
    "your_model.choices": "distributions over 200 trials; what moves is how the trials are made",
    "your_model.wiring": "two numbers fill the whole matrix, and the inputs are drawn by chance",
    "layers.lenet": "a drawing of layers, which are stepped through",
    "layers.training": "what the network has learned over time; what moves is how it learns",
}


def explorer(topic, name):
    return getattr(importlib.import_module(f"course.explore.{topic}"), name).explorer()


def in_hand(live):
    return bool(live.handles or live.on_event)


@pytest.mark.parametrize("topic, name", FIGURES, ids=lambda part: part)
def test_a_figure_is_taken_in_hand_in_its_picture_or_says_why_not(topic, name):
    live = explorer(topic, name)
    assert in_hand(live) or f"{topic}.{name}" in WITHOUT, (
        f"{topic}.{name} has no handle; give it one (`handles=` of `figure`), or say why it has "
        f"no natural one in {Path(__file__).name}"
    )


@pytest.mark.parametrize("topic, name", FIGURES, ids=lambda part: part)
def test_a_handle_does_not_say_again_what_its_slider_says(topic, name):
    live = explorer(topic, name)
    said = {one.label: getattr(live.controls[one.names[0]], "meaning", "") for one in live.handles}
    again = [label for label, meaning in said.items() if label and label == meaning]
    assert not again, f"leave out label={again[0]!r}: it is what the control says"


@pytest.mark.parametrize("figure", WITHOUT)
def test_a_reason_is_that_of_a_figure_without_a_handle(figure):
    topic, name = figure.split(".")
    if topic not in TOPICS:
        pytest.skip("this copy is without the lesson")
    assert (topic, name) in FIGURES
    assert not in_hand(explorer(topic, name))


@pytest.mark.parametrize("topic", TOPICS)
def test_a_lesson_has_a_schematic(topic):
    modules = (COURSE / "course" / "explore").rglob("*.py")
    mine = [module for module in modules if topic in (module.stem, module.parent.name)]
    assert any(".drawing(" in module.read_text("utf-8") for module in mine)
