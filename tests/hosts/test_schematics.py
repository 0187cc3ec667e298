"""A schematic in hand and under the pointer, in Chromium and Firefox."""

import math

import numpy as np
import pytest
from imitation import Imitation

from course.live import Explorer, Handle, Slider
from course.plots.diagrams import Network

# A hand that is not the browser's own cannot be captured.
HAND = """() => {
    Element.prototype.setPointerCapture = () => {};
    window.hand = (kind, node, x, y) => node.dispatchEvent(new PointerEvent(kind,
        { pointerId: 1, bubbles: true, clientX: x, clientY: y }));
    window.knob = (name) => every(`.course-handle[aria-label="${name}"]`)[0];
    window.middle = (node) => {
        const box = node.getBoundingClientRect();
        return [box.left + box.width / 2, box.top + box.height / 2];
    };
}"""
DRAG = """([name, dx, dy]) => {
    const node = knob(name), [x, y] = middle(node);
    hand("pointerdown", node, x, y);
    hand("pointermove", node, x + dx, y + dy);
    const there = middle(node);
    hand("pointerup", node, x + dx, y + dy);
    return [there[0] - x, there[1] - y];
}"""
HOVER = """([x, y]) => {
    const canvas = every("canvas")[0], box = canvas.getBoundingClientRect();
    hand("pointermove", canvas, box.left + x * box.width, box.top + y * box.height);
}"""
TIP = "() => { const tip = every('.course-hover')[0]; return tip.hidden ? '' : tip.textContent; }"
OVER = "() => outbox.filter(({ content }) => content?.kind === 'over').length"


def units():
    """Two units, one of which is driven, and a mark that turns around the other."""

    def show(ax, r):
        graph = ax.graph.drawing(
            Network, W=np.eye(2), places=[(-90.0, 0.0), (60.0, 0.0)], radius=30.0
        )
        graph.move([r.drive, 0.0], np.zeros((2, 2)))
        graph.tells(unit=lambda k: f"E_{k} = {(r.drive, 0.0)[k]:.1f}")
        return f"{r.drive:.1f} at {r.angle:.0f}"

    return Explorer(
        "Two units",
        [
            Slider("drive", -1.0, 1.0, 0.0, 0.1, meaning="drive of unit 0"),
            Slider("angle", -175.0, 175.0, 90.0, 5.0, "°", meaning="where it looks"),
        ],
        lambda drive, angle: {"drive": drive, "angle": angle},
        show,
        call="explore.units",
        mosaic=[["graph"]],
        handles=[
            Handle("graph", y="drive", on=(120.0, 200.0)),
            Handle("graph", turn="angle", at=(270.0, 200.0, 90.0)),
        ],
    )


@pytest.fixture
def host(browser, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    host = Imitation(browser, "JupyterLab", monkeypatch, figure=units())
    host.talk_until(lambda look: all(look["pictures"]) and look["frames"][0] > 0)
    host.page.evaluate(HAND)
    yield host
    assert browser.errors == []
    assert browser.evaluate("() => errors") == []


def test_a_thing_is_dragged_up_for_more_and_stays_where_it_is(host):
    assert host.page.evaluate(DRAG, ["drive of unit 0", 0, -60]) == [0, 0]
    host.talk_until(lambda look: "0.5 at 90" in look["summaries"])
    attributes = host.page.evaluate(
        "() => ['role', 'aria-orientation', 'aria-valuetext']"
        ".map((name) => knob('drive of unit 0').getAttribute(name))"
    )
    assert attributes == ["slider", "vertical", "0.5"]
    host.page.evaluate("() => knob('drive of unit 0').focus()")
    for key, drive in (("ArrowUp", "0.6"), ("ArrowLeft", "0.5"), ("End", "1.0"), ("Home", "−1.0")):
        host.page.press(key)
        host.talk_until(lambda look, drive=drive: f"{drive} at 90" in look["summaries"])
    assert host.look()["taken"] == []


def test_an_angle_turns_with_the_hand_and_past_its_end_by_the_short_way(host):
    wide = host.live.explorer.picture.geometry()["graph"]["box"][2]
    radius = host.page.evaluate("() => every('canvas')[0].getBoundingClientRect().width")
    radius *= 90.0 / 420.0 * wide

    def turned(before, after):
        a, b = np.radians([before, after])
        way = radius * (math.cos(b) - math.cos(a)), radius * (math.sin(a) - math.sin(b))
        return way, host.page.evaluate(DRAG, ["where it looks", *way])

    way, moved = turned(90.0, 175.0)
    np.testing.assert_allclose(moved, way, atol=2)
    host.talk_until(lambda _: host.live.values["angle"] == 175.0)
    turned(175.0, 210.0)
    host.talk_until(lambda _: host.live.values["angle"] == -150.0)


def test_the_newest_place_under_the_pointer_is_asked_for_and_one_at_a_time(host):
    at = lambda k: [(host.at0, host.at1)[k], 0.5]  # noqa: E731
    box = host.live.explorer.picture.geometry()["graph"]["box"]
    host.at0, host.at1 = (box[0] + box[2] * x / 420.0 for x in (115.0, 275.0))
    host.page.evaluate(HOVER, at(0))
    host.look()
    assert host.page.evaluate(OVER) == 1
    for place in (at(1), at(0), at(1)):
        host.page.evaluate(HOVER, place)
        host.look()
    assert host.page.evaluate(OVER) == 1
    host.talk_until(lambda _: host.page.evaluate(TIP) == "E1 = 0.0")
    assert host.page.evaluate(OVER) == 0
    host.page.evaluate(HOVER, at(0))
    host.talk_until(lambda _: host.page.evaluate(TIP) == "E0 = 0.0")
    host.live.set(drive=0.7)  # the pointer rests, and what is under it changes
    host.talk_until(lambda _: host.page.evaluate(TIP) == "E0 = 0.7")
    host.page.evaluate(HOVER, [box[0] + box[2] * 0.5, box[1] + 0.02 * box[3]])
    host.talk_until(lambda _: host.page.evaluate(TIP) == "")
