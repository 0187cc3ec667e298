"""How long until the first picture, and how cheap is the next one?

    python tests/benchmarks/bench_first_picture.py

- In a fresh process, numba's cache warm: importing each lesson's modules and drawing its
  first live figure, against importing matplotlib, ipywidgets and numba alone: in seconds of
  the processor, which a busy machine does not stretch.
- The same with an empty cache: at most 6 s more.
- A frame (artists, blit, packing) against the same figure drawn in full and saved as PNG, for
  the first figure of each lesson; most have a schematic.
"""

import importlib
import io
import os
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from _timing import interleave, report

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
from course.live.picture import own_look  # noqa: E402

ALONE = "import matplotlib.figure, matplotlib.backends.backend_agg, ipywidgets, numba"
LESSON = "from course.explore import {} as explore; explore.{}().png()"
TIMED = "import time; start = time.process_time(); {}; print(time.process_time() - start)"


def firsts():
    """Topic -> the live figure that its lesson shows first."""
    found = {}
    for source in sorted((ROOT / "solutions").glob("[0-9][0-9]_*.py")):
        code = [line for line in source.read_text("utf-8").splitlines() if line[:1] != "#"]
        shown = re.search(r"^explore\.(\w+)\(", "\n".join(code), re.MULTILINE)
        found[source.stem.partition("_")[2]] = shown[1]
    return found


FIRST = firsts()


def run(code, cache=None):
    """Seconds of the processor that the code takes in a fresh process, once that has started."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    if cache:
        environment["NUMBA_CACHE_DIR"] = cache
    command = [sys.executable, "-c", TIMED.format(code)]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return float(done.stdout)


def first_pictures(rounds=3):
    short = []
    for topic, name in FIRST.items():
        lesson = LESSON.format(topic, name)
        run(lesson)
        both = [(run(ALONE), run(lesson)) for _ in range(rounds)]
        alone, warm = map(statistics.median, zip(*both))
        with tempfile.TemporaryDirectory() as cache:
            cold = run(lesson, cache) - alone
        print(f"{topic:16} first picture {warm / alone:.2f}x the imports alone, cold {cold:+.1f} s")
        if warm > 1.5 * alone:
            short.append(f"{topic}: {warm / alone:.2f}x, wanted at most 1.5x")
        if cold > 6.0:
            short.append(f"{topic}: {cold:.1f} s more on the first run, wanted at most 6 s")
    return short


def frames(topic):
    live = getattr(importlib.import_module(f"course.explore.{topic}"), FIRST[topic]).explorer()
    live.png()
    live.resize(ratio=1.0)
    result, picture = live.result, live.picture

    def frame():
        picture.show(live.show, result)
        picture.render()
        picture.frame()

    def full():
        with own_look(live.room.look):
            picture.figure.savefig(io.BytesIO(), format="png")

    picture.render()
    picture.frame(key=True)
    medians = interleave({"frame": frame, "full draw and PNG": full}, 15)
    return report(f"{topic}.{FIRST[topic]}", medians, "frame", {"full draw and PNG": 4.0})


if __name__ == "__main__":
    fell_short = first_pictures() + [short for topic in FIRST for short in frames(topic)]
    print(*fell_short, sep="\n")
    sys.exit(bool(fell_short))
