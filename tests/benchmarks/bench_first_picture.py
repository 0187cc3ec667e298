"""How long until the first picture, and how cheap is the next one?

    python tests/benchmarks/bench_first_picture.py

- In a fresh process, numba's cache warm: importing a lesson's modules and drawing its
  first live figure, against importing matplotlib, ipywidgets and numba alone.
- The same with an empty cache: at most 6 s more.
- A frame (artists, blit, packing) against the same figure drawn in full and saved as PNG.
"""

import importlib
import io
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import matplotlib
from _timing import interleave, report

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
from course.live.picture import STYLE  # noqa: E402

ALONE = "import matplotlib.figure, matplotlib.backends.backend_agg, ipywidgets, numba"
LESSON = "from course.explore import {0} as explore; getattr(explore, '{1}')().png()"
FIRST = {  # topic -> the live figure that its lesson shows first
    "integrate_fire": "leak",
}


def run(code, cache=None):
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    if cache:
        environment["NUMBA_CACHE_DIR"] = cache
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)


def first_pictures():
    short = []
    for topic, name in FIRST.items():
        lesson = LESSON.format(topic, name)
        medians = interleave({topic: lambda c=lesson: run(c), "alone": lambda: run(ALONE)}, 7)
        ratio = medians[topic] / medians["alone"]
        with tempfile.TemporaryDirectory() as cache:
            start = time.perf_counter()
            run(lesson, cache)
            cold = time.perf_counter() - start - medians["alone"]
        print(f"{topic:16} first picture {ratio:.2f}x the imports alone, cold {cold:+.1f} s")
        if ratio > 1.5:
            short.append(f"{topic}: {ratio:.2f}x, wanted at most 1.5x")
        if cold > 6.0:
            short.append(f"{topic}: {cold:.1f} s more on the first run, wanted at most 6 s")
    return short


def frames():
    short = []
    for topic, name in FIRST.items():
        live = getattr(importlib.import_module(f"course.explore.{topic}"), name)()
        live.png()
        live._picture.resize(scale=1.0)
        result, picture = live.result, live._picture

        def frame(live=live, picture=picture, result=result):
            live._put(result)
            picture.render()
            picture.frame()

        def full(picture=picture):
            with matplotlib.rc_context(STYLE):
                picture.figure.savefig(io.BytesIO(), format="png")

        picture.render()
        picture.frame(key=True)
        medians = interleave({"frame": frame, "full draw and PNG": full}, 15)
        short += report(f"{topic}.{name}", medians, "frame", {"full draw and PNG": 4.0})
    return short


if __name__ == "__main__":
    fell_short = first_pictures() + frames()
    print(*fell_short, sep="\n")
    sys.exit(bool(fell_short))
