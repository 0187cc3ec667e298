"""What a page may say to a live figure.

A page is another program, and it may be an old one, a wrong one or a hostile one: what it
says is checked before anything is done, so that a figure is as whole after it as before.
"""

from typing import Any

from course import _valid
from course.plots.look import LOOKS

KINDS = ("size", "set", "pin", "over", "seen")
SIDES = (100.0, 8000.0)  # CSS pixels
ZOOMS = (0.5, 8.0)
RATIOS = (0.25, 8.0)  # device pixels to a CSS pixel; a screen at 500 % zoom has 5
MOST_PIXELS = 40_000_000  # of a picture; a wall of 8K has 33 million
FAR = 1000.0  # widths and heights of the picture; a hand that holds on may leave it
MOST_EVENTS = 10_000  # of one message; a mouse makes a hundred a second


def read(message: object) -> dict[str, Any]:
    """The message with nothing in it but what is allowed.

    Raises
    ------
    ValueError
        If it is no message of a page.
    """
    message = _dict("message", message)
    kind = _valid.choice("kind", message.get("kind"), KINDS)
    if kind == "size":
        return {"kind": kind, "room": _room(message)}
    if kind == "set":
        events = message.get("events", [])
        if not isinstance(events, (list, tuple)) or len(events) > MOST_EVENTS:
            raise ValueError(
                f"events is {_valid.shown(events)}; allowed is a list of up to {MOST_EVENTS}"
            )
        return {
            "kind": kind,
            "values": _dict("values", message.get("values")),
            "events": [_event(event) for event in events],
            "dragging": bool(_valid.choice("dragging", message.get("dragging"), (False, True))),
        }
    if kind == "over":
        return {"kind": kind} | {
            name: _valid.number(name, message.get(name), low=-FAR, high=FAR) for name in ("x", "y")
        }
    if kind == "pin":
        return {"kind": kind, "on": bool(_valid.choice("on", message.get("on"), (False, True)))}
    return {"kind": kind}


def _room(message):
    """Fields of a `course.live.picture.Room`; the height may be left to the figure."""
    ranges = {"width": SIDES, "height": SIDES, "ratio": RATIOS, "zoom": ZOOMS}
    if message.get("height") is None:
        del ranges["height"]
    room = {
        name: _valid.number(name, message.get(name), low=low, high=high)
        for name, (low, high) in ranges.items()
    }
    pixels = room["width"] * room.get("height", room["width"]) * room["ratio"] ** 2
    _valid.limit("the number of pixels of the picture", pixels, MOST_PIXELS)
    look = LOOKS[_valid.choice("look", message.get("look"), tuple(LOOKS))]
    return {"height": None} | room | {"look": look}


def _event(event):
    event = _dict("event", event)
    key = event.get("key", "")
    if not isinstance(key, str) or len(key) > 40:
        raise ValueError(f"key is {_valid.shown(key)}; allowed is the name of a key")
    return {
        "kind": _valid.choice("event kind", event.get("kind"), ("press", "move", "release", "key")),
        "x": _valid.number("x", event.get("x"), low=-FAR, high=FAR),
        "y": _valid.number("y", event.get("y"), low=-FAR, high=FAR),
        "key": key,
    }


def _dict(name, value):
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise ValueError(f"{name} is {_valid.shown(value)}; allowed is a dictionary with names")
    return value
