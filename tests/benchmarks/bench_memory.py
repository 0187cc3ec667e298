"""Where the memory of a kernel goes in which a lesson has run, all its figures shown.

    python tests/benchmarks/bench_memory.py [lesson, default 02]

Resident memory, the part that no other process shares, and what each file that is mapped
and the heap hold of it, after the imports alone and after the lesson; Linux only.
"""

import os
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

import nbformat
from jupyter_client.manager import start_new_kernel

ROOT = Path(__file__).parents[2]
MOST = 220.0  # MB, resident
ALONE = "import matplotlib.figure, matplotlib.backends.backend_agg, ipywidgets, numba"
TELL = "import os; print(os.getpid())"
LARGE = 2.0  # MB, of a line of the table
KB = 1024.0


def memory(pid):
    """(resident, private) in MB, and resident MB by what is mapped."""
    where, parts, totals = "", Counter(), Counter()
    for line in Path(f"/proc/{pid}/smaps").read_text("utf-8").splitlines():
        head = re.match(r"[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \S+\s*(.*)", line)
        if head:
            where = Path(head[1]).name or "heap of large arrays and threads"
            continue
        field, _, value = line.partition(":")
        if field in ("Rss", "Private_Clean", "Private_Dirty"):
            size = int(value.split()[0]) / KB
            totals[field == "Rss"] += size
            parts[where] += size * (field == "Rss")
    return totals[True], totals[False], parts


def main(number="02"):
    notebook = nbformat.read(next((ROOT / "solutions").glob(f"{number}_*.ipynb")), 4)
    with tempfile.TemporaryDirectory() as folder:  # for what the lesson writes
        alone, after = before_and_after(notebook, folder)
    print(f"{'':44}{'imports':>9}{'lesson':>9} MB")
    for k, name in enumerate(("resident", "of it private")):
        print(f"{name:44}{alone[k]:9.1f}{after[k]:9.1f}")
    for name, size in after[2].most_common():
        if size >= LARGE:
            print(f"  {name[:42]:42}{alone[2][name]:9.1f}{size:9.1f}")
    short = after[0] > MOST
    print(f"{'SHORT' if short else 'ok'}: wanted at most {MOST:.0f} MB resident")
    return int(short)


def before_and_after(notebook, folder):
    """`memory` of a kernel after the imports and after all cells of a notebook."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    manager, client = start_new_kernel(cwd=folder, env=environment)
    told = []

    def run(code):
        answer = client.execute_interactive(
            code, output_hook=lambda m: told.append(m["content"].get("text", "")), timeout=600
        )
        assert answer["content"]["status"] == "ok", answer["content"]

    try:
        run(TELL)
        pid = int("".join(told))
        run(ALONE)
        alone = memory(pid)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                run(cell.source)
        after = memory(pid)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return alone, after


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
