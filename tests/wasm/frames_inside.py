"""Run in Pyodide or here: what a frame of every figure takes, in seconds of the processor."""

import importlib
import json
import statistics
import sys
import time

import numpy as np

sys.path.insert(0, "/tests")
import same_numbers

from course.live import Slider

FRAMES = 5


def values(control):
    """Places along a control, from end to end."""
    if isinstance(control, Slider):
        ends = np.geomspace if control.log else np.linspace
        return [control.nearest(v) for v in ends(control.low, control.high, FRAMES + 1).tolist()]
    return [*getattr(control, "options", [control.start])] * 3


def frame(explorer, name, value):
    """Compute, draw and pack, as a movement of a hand makes it."""
    began = time.process_time()
    explorer.move({name: value}, draft=True)
    explorer.picture.render()
    explorer.picture.frame()
    return time.process_time() - began


def frames(topic, figure):
    """Median seconds of a frame, over the ways of the figure's first control."""
    explorer = getattr(importlib.import_module(f"course.explore.{topic}"), figure)().explorer
    if not explorer.controls:
        return None
    explorer.resize(width=720, ratio=1)
    name, control = next(iter(explorer.controls.items()))
    places = values(control)
    frame(explorer, name, places[-1])
    return statistics.median(frame(explorer, name, value) for value in places)


found = {name: frames(*name.split(".")) for name, _ in same_numbers.figures()}
answer = json.dumps(found)
if __name__ == "__main__" and sys.platform != "emscripten":
    print(answer)
