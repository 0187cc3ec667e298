"""What the browser build takes: `SITE=site python tests/wasm/bench.py`, of a site that is built.

Prints how long Chromium takes from the address of lesson 02 to its first live figure, on the
first visit and on the next; how long until the lesson's page is there and its strip has moved;
what a frame of each figure takes in Pyodide, in seconds of the processor, and beside it here.
Seconds hang on what else the machine does: look at them on a quiet one.
"""

import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
for part in ("", "solutions/tools", "tests", "tests/browser", "tests/hosts", "tests/wasm"):
    sys.path.insert(0, str(ROOT / part))

import browsers  # noqa: E402
import lab  # noqa: E402
from lite import Lite  # noqa: E402
from test_node import node  # noqa: E402

from course.app import serve  # noqa: E402

LESSON = "02_integrate_fire"
MOVED = """async () => {
    const strip = document.querySelector(".strip:has(input)");
    const [image, slider] = [strip.querySelector("img"), strip.querySelector("input")];
    const before = image.currentSrc;
    slider.value = slider.value === slider.max ? slider.min : slider.max;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    while (image.currentSrc === before || !image.complete) {
        await new Promise((go) => setTimeout(go, 5));
    }
    await image.decode();
}"""


@contextlib.contextmanager
def served(site):
    """Address of a site that is served by a process of its own."""
    code = (
        "from course.app import serve; s = serve.server(sys.argv[1]);"
        " print(s.server_port, flush=True); s.serve_forever()"
    )
    command = [sys.executable, "-c", f"import sys; {code}", str(site)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            yield f"http://{serve.HERE}:{process.stdout.readline().strip()}"
        finally:
            process.kill()


def visits(site, times=3):
    """Seconds of each visit, the first with nothing kept: {what: [first, next, ...]}."""
    taken = {"page and strip": [], "first live figure": []}
    with served(site) as address, lab.launched([]) as browser:
        context = browser.new_context(viewport={"width": 1280, "height": 720})
        for _ in range(times):
            page = context.new_page()
            began = time.perf_counter()
            page.goto(f"{address}/lessons/{LESSON}.html", wait_until="load")
            page.evaluate(MOVED)
            taken["page and strip"].append(time.perf_counter() - began)
            page.close()
            page = context.new_page()
            page.errors = []
            it = Lite(browsers.Chromium(page), address)
            began = time.perf_counter()
            it.open(f"{LESSON}.ipynb")
            assert it.first_figure()
            taken["first live figure"].append(time.perf_counter() - began)
            page.wait_for_function(
                "() => new Set(document.body.dataset.courseKept?.split(' of ')).size === 1"
            )
            page.close()
    return taken


def inside(site, script):
    """What a script of this folder answers in Pyodide."""
    pyodide = site / "lite" / "static" / "pyodide"
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        paths = (pyodide, ROOT / "tests", HERE / script, answer)
        subprocess.run([node(), str(HERE / "run.mjs"), *map(str, paths)], check=True)
        return json.loads(answer.read_text("utf-8"))


def here(script):
    """What it answers in this Python."""
    paths = os.pathsep.join(map(str, (ROOT, ROOT / "tests")))
    command = [sys.executable, str(HERE / script)]
    env = os.environ | {"PYTHONPATH": paths}
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def main():
    site = Path(os.environ["SITE"]).absolute()
    for what, seconds in visits(site).items():
        print(f"{what}: {', '.join(f'{s:.1f}' for s in seconds)} s", flush=True)
    there, native = inside(site, "frames_inside.py"), here("frames_inside.py")
    rows = [(there[name], native[name], name) for name in there if there[name] is not None]
    for slow, fast, name in sorted(rows, reverse=True):
        print(f"{1e3 * slow:7.1f} ms {1e3 * fast:7.1f} ms here  {name}")
    ratio = statistics.median(slow / fast for slow, fast, _ in rows)
    quick = sum(slow <= 0.05 for slow, *_ in rows) / len(rows)
    late = sum(slow > 0.15 for slow, *_ in rows)
    print(f"{quick:.0%} within 50 ms, {late} over 150 ms; {ratio:.2f} times here in the median")


if __name__ == "__main__":
    main()
