"""How much memory a student needs: `python .hub/memory.py [NN ...]`, a table in Markdown.

Runs each solved lesson from top to bottom in a kernel of its own, as a student does who has
finished it, and asks Linux for the most memory that the kernel ever held. Then every figure of the
lesson is moved to both ends of its sliders, as a student moves it. One lesson runs after another.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "solutions" / "tools")]

import build  # noqa: E402
import executed  # noqa: E402
import nbformat  # noqa: E402

PEAK = """
import re

with open("/proc/self/status") as status:
    print("peak", re.search(r"VmHWM:\\s+(\\d+) kB", status.read())[1])
"""
MOVE = """
import course.explore.{topic} as figures

for name in figures.__all__:
    if hasattr(getattr(figures, name), "explorer"):
        live = getattr(figures, name).explorer()
        for control in [one for one in live.controls.values() if hasattr(one, "low")]:
            for end in control.low, control.high:
                try:
                    live.set(**{{control.name: end}})
                    live.png()
                except ValueError:
                    pass  # a model may refuse both ends at once
"""


def peaks(source):
    """MB that the kernel of a lesson held at most: after its cells, after its figures moved."""
    notebook = build.load(build.paths(source)[1])
    move = MOVE.format(topic=source.stem[3:])
    new = nbformat.v4.new_code_cell
    notebook.cells += [new(PEAK, id="at-the-end"), new(move + PEAK, id="moved")]
    ran = executed.run(notebook)
    said = [cell.outputs[-1]["text"] for cell in ran.cells[-2:]]
    return [round(int(text.split()[-1]) / 1024) for text in said]


def main(numbers):
    print("| lesson | its cells, MB | and its figures moved, MB |\n|---|---|---|")
    for source in build.sources(numbers):
        print(f"| {source.name[:2]} | {' | '.join(map(str, peaks(source)))} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
