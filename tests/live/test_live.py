"""The live figure on a page: messages in, frames and words out."""

import asyncio
import base64
import gc
import io
import math
import threading

import numpy as np
import pytest
import sine as figures
from patience import PATIENCE
from PIL import Image

import course
from course import _host, _jit
from course.live import State, page, place
from course.live.picture import PRINT_RATIO, STILL_RATIO
from course.live.widget import Live


def sine(compute=None, **options):
    """The sine of the tests, on a page."""
    return Live(figures.sine(compute, **options))


ROOM = {"width": 853, "height": 400, "ratio": 2, "zoom": 1, "look": "light"}


def sent(live, monkeypatch):
    """Collect what goes to the page."""
    messages = []
    record = lambda content, buffers=None: messages.append((content, buffers))  # noqa: E731
    monkeypatch.setattr(live, "send", record)
    return messages


# -- the talk with the page ------------------------------------------------------


def test_every_message_gets_exactly_one_frame_also_after_an_error(monkeypatch):
    live = sine()
    messages = sent(live, monkeypatch)
    ask = lambda kind, **rest: live._receive(None, {"kind": kind, **rest}, [])  # noqa: E731
    ask("size", **ROOM)
    ask("set", values={"f": 4}, events=[], dragging=True)
    ask("set", values={"f": 99}, events=[], dragging=True)
    ask("set", values={"f": 5}, events=[], dragging=False)
    assert [content["reply"] for content, _ in messages] == [True] * 4
    assert ["f is 99" in content["error"] for content, _ in messages] == [0, 0, 1, 0]
    assert [len(buffers or ()) for _, buffers in messages] == [1, 2, 0, 2]
    assert messages[-1][0]["values"] == {"f": 5} and messages[-1][0]["summary"] == "5 Hz"


def test_what_is_under_the_pointer_is_told_in_words_without_a_frame(monkeypatch):
    live = sine()
    messages = sent(live, monkeypatch)
    place = {"kind": "over", "x": 0.25, "y": 0.5}
    live._receive(None, place, [])
    assert messages == [(place | {"words": ""}, None)] and not live.explorer.drawn
    live._receive(None, {"kind": "size", **ROOM}, [])
    live.explorer.picture.panels["wave"].tells = lambda x, y: f"x is {x:.1f}"
    live._receive(None, place, [])
    live._receive(None, place | {"y": 0.99}, [])
    told = [content["words"] for content, _ in messages if content["kind"] == "over"]
    assert told[:2] == ["", "x is 0.5"]  # the panel has the left half
    live.explorer.picture.panels["wave"].tells = lambda x, y: str(1 // int(0 * x))
    live._receive(None, place, [])
    assert messages[-1][0]["words"] == "ZeroDivisionError: integer division or modulo by zero"
    assert [content["kind"] for content, _ in messages].count("frame") == 1


def test_messages_of_another_thread_are_answered_in_that_of_the_cells(monkeypatch):
    threads = []

    async def cells():
        live = sine(lambda f: threads.append(threading.current_thread()) or f)
        messages = sent(live, monkeypatch)
        wanted = {"kind": "set", "values": {"f": 4}, "events": [], "dragging": False}
        for message in ({"kind": "size", **ROOM}, wanted):
            await asyncio.to_thread(live._handle_custom_msg, message, [])
        async with asyncio.timeout(PATIENCE):
            while len(messages) < 2:
                await asyncio.sleep(0.002)
        assert live.values == {"f": 4}

    asyncio.run(cells())
    assert set(threads) == {threading.current_thread()}


def test_a_kernel_that_is_compiled_first_is_told_beside_the_one_frame(monkeypatch):
    def compute(f):
        if f == 4:
            _jit._tell()
        return f

    live = sine(compute)
    messages = sent(live, monkeypatch)
    for f in (4, 5):
        live._receive(
            None, {"kind": "set", "values": {"f": f}, "events": [], "dragging": False}, []
        )
    wait, *frames = [content for content, _ in messages]
    assert wait["kind"] == "wait" and wait["words"].startswith("Compiling, ")
    assert [frame["kind"] for frame in frames] == ["frame", "frame"]


async def grown(live):
    """Play the page that sees every frame until the figure has grown to its end."""
    async with asyncio.timeout(PATIENCE):
        while live.explorer.steps is not None:
            live._receive(None, {"kind": "seen"}, [])
            await asyncio.sleep(0.002)


def test_a_growing_result_is_shown_as_it_grows_and_new_values_stop_it(monkeypatch):
    def compute(f):
        for k in range(1, 4):
            yield k / 3, f * k

    assert sine(compute).finish() == 9  # also if nothing was computed before
    live = sine(compute)
    assert live.set(f=3) == 3 and live.progress == pytest.approx(1 / 3)
    assert live.finish() == 9 and live.progress == 1.0
    messages = sent(live, monkeypatch)

    async def talk():
        live._receive(None, {"kind": "set", "values": {"f": 2}, "events": [], "dragging": 0}, [])
        live._receive(None, {"kind": "set", "values": {"f": 5}, "events": [], "dragging": 0}, [])
        await grown(live)

    asyncio.run(talk())
    assert live.result == 15
    assert [content["summary"] for content, _ in messages][-1] == "15 Hz"
    assert "4 Hz" not in [content["summary"] for content, _ in messages]


def grows(f, steps=3):
    """A computation that grows; a f above 10 is refused after two steps."""
    for k in range(1, steps + 1):
        if f > 10 and k > 2:
            raise ValueError("f is too fast")
        yield k / steps, f * k


def talk(live, monkeypatch, *messages):
    """Send `messages` and let the figure grow to its end; return what it answers."""
    answers = sent(live, monkeypatch)

    async def talking():
        for message in messages:
            live._receive(None, message, [])
        await grown(live)

    asyncio.run(talking())
    return [content for content, _ in answers]


def wants(f):
    return {"kind": "set", "values": {"f": f}, "events": [], "dragging": False}


def test_a_computation_grows_once_however_many_messages_come_meanwhile(monkeypatch):
    live, tasks = sine(grows), []
    grow = live._grow
    monkeypatch.setattr(live, "_grow", lambda steps: tasks.append(steps) or grow(steps))
    sizes = [{"kind": "size", **ROOM, "ratio": ratio} for ratio in (1.0, 1.5, 2.0)]
    answers = talk(live, monkeypatch, wants(4), *sizes, {"kind": "seen"})
    assert len(tasks) == 1 and live.result == 12
    assert [content["reply"] for content in answers[:5]] == [True] * 4 + [False]


def test_what_python_sets_grows_too(monkeypatch):
    live = sine(grows)
    assert live.set(f=4) == 4 and live.progress < 1
    assert talk(live, monkeypatch)[-1]["summary"] == "12 Hz"
    assert live.result == 12 and live.progress == 1.0


def test_refused_values_do_not_stop_what_grows(monkeypatch):
    def compute(f):
        if f > 10:
            raise ValueError("f is too fast")
        return grows(f)

    live = sine(compute)
    answers = talk(live, monkeypatch, wants(4), wants(12))
    assert answers[1]["error"] == "f is too fast"
    assert live.result == 12 and live.values == {"f": 4}


def test_a_computation_that_fails_as_it_grows_is_told_and_is_no_longer_under_way(monkeypatch):
    live = sine(grows)
    last = talk(live, monkeypatch, wants(12))[-1]
    assert last["error"] == "f is too fast" and last["progress"] == 1.0


def test_a_figure_that_was_closed_stops_growing(monkeypatch):
    live = sine(lambda f: grows(f, 1000))

    async def begin():
        live._receive(None, wants(4), [])
        live.close()
        await live._growing

    asyncio.run(begin())
    assert live.progress < 0.01


def test_words_that_fail_are_answered_like_any_error(monkeypatch):
    live = sine()
    live.explorer.show = lambda ax, f: f"{1 / (f - 4)}"
    answers = talk(live, monkeypatch, wants(4), wants(5))
    assert [content["error"] for content in answers] == ["ZeroDivisionError: division by zero", ""]


class Cell:
    """Stands for the notebook cell that is running."""

    def __init__(self):
        self.name, self.execution, self.kernel = "a", 0, self

    def get_parent(self):
        self.execution += 1
        cell = {"cellId": self.name} if self.name else {}
        return {"metadata": cell, "header": {"msg_id": self.execution}}


def test_a_figure_is_closed_once_no_cell_shows_it_any_more(monkeypatch):
    cell = Cell()
    monkeypatch.setattr(page, "_shown_by", {})
    monkeypatch.setattr(_host, "get_ipython", lambda: cell)
    for module in (_host, place):
        monkeypatch.setattr(module, "display", lambda *_, **__: None)
    first, second = sine(), sine()
    for where, live in [("a", first), ("a", first), ("b", first), ("a", second), ("a", second)]:
        cell.name = where
        page.show(live)
        assert first.comm is not None and second.comm is not None
    cell.name = "b"
    page.show(second)
    assert first.comm is None and second.comm is not None


def test_the_still_picture_is_small_and_says_the_summary(monkeypatch):
    shown = []
    for module in (_host, place):
        monkeypatch.setattr(module, "display", lambda data, metadata, raw: shown.append(data))
    live = sine()
    page.show(live)
    assert 'alt="A wave. 3 Hz"' in shown[0]["text/html"]
    assert shown[0]["text/plain"] == "A wave. 3 Hz"
    assert shown[0]["text/html"].count("Shown for f = 3 Hz.") == 1
    assert shown[1]["text/plain"] == "3 Hz Shown for f = 3 Hz."
    large, small = (
        Image.open(io.BytesIO(png)) for png in (live.png(), base64.b64decode(shown[0]["image/png"]))
    )
    assert small.size == tuple(round(side * PRINT_RATIO / STILL_RATIO) for side in large.size)
    assert len(live.png()) < 90_000
    assert live.png() == live.png() == sine().png()


def test_lecture_mode_scales_pictures_and_is_undone():
    gc.collect()  # figures of other tests, which would be scaled as well
    live, later = sine(), None
    still, before = live.png(), canvas(live)
    try:
        course.lecture()
        assert live.explorer.picture.room.zoom > 1.2
        later = sine()
        assert later.explorer.picture.room.zoom == live.explorer.picture.room.zoom
        large = canvas(live)
        assert large.shape == before.shape and np.any(large != before)
        assert live.png() == later.png() == still  # the saved page is for a reader
    finally:
        course.lecture(False)
    # The layout is solved anew and may settle a fraction of a pixel away.
    assert np.mean(np.abs(canvas(live).astype(float) - before)) < 2.0


def canvas(live):
    """What the page shows."""
    live.explorer.picture.render()
    return np.asarray(live.explorer.picture.canvas.buffer_rgba()).copy()


# -- what no page of ours says ---------------------------------------------------

FORGED = [
    None,
    3,
    "set",
    [],
    {},
    {"kind": None},
    {"kind": ["set"]},
    {"kind": "size"},
    *(
        {"kind": "size", **ROOM, name: wrong}
        for name in ("width", "height", "ratio", "zoom")
        for wrong in ("2", math.nan, math.inf, 0, -1, 1e9, [1], True)
    ),
    *({"kind": "size", **ROOM, "look": look} for look in (None, 3, "pink", ["light"])),
    {"kind": "size", **ROOM, "width": 8000, "height": 8000, "ratio": 8},
    {"kind": "size", **ROOM, "width": None},
    {"kind": "pin"},
    {"kind": "over", "x": 0.5},
    {"kind": "over", "x": math.nan, "y": 0.5},
    {"kind": "pin", "on": "maybe"},
    {"kind": "set"},
    {"kind": "set", "values": 3, "events": [], "dragging": False},
    {"kind": "set", "values": {"g": 3}, "events": [], "dragging": False},
    {"kind": "set", "values": {3: 3}, "events": [], "dragging": False},
    *(
        {"kind": "set", "values": {"f": f}, "events": [], "dragging": False}
        for f in (None, "3", math.nan, math.inf, 1e300, [3], {}, True, 10**400)
    ),
    {"kind": "set", "values": {"f": 4, "at": [math.nan, 0]}, "events": [], "dragging": False},
    {"kind": "set", "values": {"f": 4, "at": "here"}, "events": [], "dragging": False},
    {"kind": "set", "values": {"f": 4}, "events": 3, "dragging": False},
    {"kind": "set", "values": {"f": 4}, "events": [3], "dragging": False},
    {"kind": "set", "values": {"f": 4}, "events": [{"kind": "press"}], "dragging": False},
    {
        "kind": "set",
        "values": {"f": 4},
        "events": [{"kind": "press", "x": math.nan, "y": 0, "key": ""}],
        "dragging": False,
    },
    {
        "kind": "set",
        "values": {"f": 4},
        "events": [{"kind": "press", "x": 0.5, "y": 0.5, "key": "", "more": 1}],
        "dragging": "maybe",
    },
]


@pytest.mark.parametrize("message", FORGED, ids=lambda message: str(message)[:60])
def test_a_forged_message_is_refused_in_words_and_leaves_the_figure_whole(message, monkeypatch):
    live = sine(on_event=lambda event, values: {"f": 5}, controls=[State("at", [0.0, 0.0])])
    messages = sent(live, monkeypatch)
    live._receive(None, wants(3), [])
    before, picture = dict(live.values), canvas(live)
    live._receive(None, message, [])
    content, _ = messages[-1]
    assert content["reply"] and "allowed" in content["error"] and len(content["error"]) < 400
    assert live.values == before
    np.testing.assert_array_equal(canvas(live), picture)
    live._receive(None, {"kind": "set", "values": {}, "events": [], "dragging": False}, [])
    assert not messages[-1][0]["error"]
    np.testing.assert_array_equal(canvas(live), picture)


def test_what_cannot_be_drawn_does_not_stay_in_the_picture(monkeypatch):
    def compute(f):
        return "no number" if f == 7 else f

    live = sine(compute)
    messages = sent(live, monkeypatch)
    live._receive(None, wants(3), [])
    picture = live.png()
    live._receive(None, wants(7), [])
    assert messages[-1][0]["error"] and live.values == {"f": 3} and live.png() == picture
