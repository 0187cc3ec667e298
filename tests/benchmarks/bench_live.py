"""The live figure against `interact`, a kept figure and a bare round trip, in one real browser.

    python tests/benchmarks/bench_live.py

Needs the test extra and Chromium. One notebook shows the same two panels in four
ways, and two figures of lessons with a schematic; each is measured in turn, several rounds,
so that noise hits all alike:

- key press to new picture, ms (the bare round trip: to new text);
- pictures a second while the mouse drags the slider;
- the last picture after letting go, also with a model that takes 100 ms;
- the height of the output at every picture.

The dragging mouse moves 60 times a second on a connection of its own: like a real one it
does not wait for the page, as Playwright's does after every move.
"""

import json
import statistics
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

import nbformat
import websocket

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from lab import chromium, jupyterlab, open_notebook, run_all

PORT = 9227  # where Chromium lets the mouse in
# Without the language JupyterLab stops and asks which kernel to take.
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
COMMON = """
import io, time
import ipywidgets as widgets
import numpy as np
from matplotlib.figure import Figure
from course.live import Explorer, Slider
from course.live.widget import Live
t = np.linspace(0, 1, 2001)

def panels(figure):
    axes = figure.subplot_mosaic("AB")
    for name, ax in axes.items():
        ax.set(xlim=(0, 1), ylim=(-2, 2), xlabel="time (s)", ylabel="x", title=name)
    return axes, [ax.plot([], [])[0] for ax in axes.values()]

def move(lines, f):
    lines[0].set_data(t, np.sin(2 * np.pi * f * t))
    lines[1].set_data(t, np.cos(2 * np.pi * f * t))

def live(wait=0.0):
    def compute(f):
        time.sleep(wait)
        return f
    def show(ax, f):
        for panel, wave in ((ax.A, np.sin), (ax.B, np.cos)):
            panel.still(xlim=(0, 1), ylim=(-2, 2), xlabel="time (s)", ylabel="x")
            panel.line("wave", t, wave(2 * np.pi * f * t))
        ax.A.still(title="A")
        ax.B.still(title="B")
        return f"{f} Hz"
    return Live(Explorer("Two waves", [Slider("f", 1.0, 30.0, 8.0, 0.1, "Hz")], compute, show,
                         call="live", mosaic="AB"))
"""
CELLS = {
    "interact": """
%matplotlib inline
import matplotlib.pyplot as plt
def picture(f=8.0):
    figure = plt.figure(figsize=(7.2, 4), layout="constrained")
    move(panels(figure)[1], f)
    plt.show()
widgets.interact(picture, f=(1.0, 30.0, 0.1));
""",
    "kept": """
figure = Figure(figsize=(7.2, 4), layout="constrained")
_, lines = panels(figure)
kept, image = widgets.FloatSlider(8.0, min=1.0, max=30.0, step=0.1), widgets.Image(format="png")
def redraw(change):
    move(lines, kept.value)
    stream = io.BytesIO()
    figure.savefig(stream, format="png")
    image.value = stream.getvalue()
kept.observe(redraw, "value")
redraw(None)
widgets.VBox([kept, image])
""",
    "bare": """
slider = widgets.FloatSlider(8.0, min=1.0, max=30.0, step=0.1)
words = widgets.HTML("<p class='echo'>8.0</p>")
def echo(change):
    words.value = f"<p class='echo'>{slider.value}</p>"
slider.observe(echo, "value")
widgets.VBox([slider, words])
""",
    "live": "live()",
    "slow": "live(wait=0.1)",
    "circuit": "from course.explore import integrate_fire; integrate_fire.leak()",
    "breath": "from course.explore import breathing; breathing.rhythm()",
}
SCHEMATIC = ("circuit", "breath")
# How each shows that a new picture is there: a signature that changes with the picture.
SIGNATURE = {
    "live": "cell.querySelector('canvas')?.dataset.frames",
    **dict.fromkeys(("slow", *SCHEMATIC), "cell.querySelector('canvas')?.dataset.frames"),
    "bare": "cell.querySelector('.echo')?.textContent",
    "kept": "cell.querySelector('img')?.src",
    "interact": "cell.querySelector('img')?.src",
}
WATCH = """
(cell, signature) => {
    const look = new Function("cell", "return " + signature);
    const watch = { pictures: [], heights: new Set() };
    let last = look(cell);
    const observer = new MutationObserver(async () => {
        const now = look(cell);
        if (now === last || now === undefined) return;
        last = now;
        const image = cell.querySelector("img");
        if (image && !cell.querySelector("canvas")) await image.decode().catch(() => {});
        requestAnimationFrame(() => {
            watch.pictures.push(performance.now());
            watch.heights.add(cell.querySelector(".jp-OutputArea").getBoundingClientRect().height);
        });
    });
    const all = { childList: true, subtree: true, attributes: true, characterData: true };
    observer.observe(cell, all);
    for (const kind of ["keydown", "pointerup", "mouseup"])
        window.addEventListener(kind, () => { watch[kind] = performance.now(); }, true);
    cell.watch = watch;
}
"""


def main(rounds=12):
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source.strip()) for source in (COMMON, *CELLS.values())],
        metadata={"kernelspec": KERNEL},
    )
    with tempfile.TemporaryDirectory() as folder:
        nbformat.write(notebook, Path(folder, "live.ipynb"))
        door = f"--remote-debugging-port={PORT}"
        with jupyterlab(folder) as address, chromium(flags=[door]) as page:
            open_notebook(page, address, "live.ipynb")
            run_all(page)
            cells = {}
            for number, name in enumerate(CELLS):
                cell = page.locator(".jp-Notebook .jp-CodeCell").nth(number + 1)
                cell.scroll_into_view_if_needed()
                page.wait_for_timeout(500)
                cell.evaluate(f"(cell) => ({WATCH})(cell, {SIGNATURE[name]!r})")
                cells[name] = cell
            keys = {name: [] for name in cells}
            rates, lasts, heights = {name: [] for name in cells}, {name: [] for name in cells}, {}
            for _ in range(rounds):
                for name, cell in cells.items():
                    keys[name].append(key_press(page, cell))
            mouse = connect()
            for _ in range(3):
                for name, cell in cells.items():
                    rate, last = drag(page, mouse, cell)
                    rates[name].append(rate)
                    lasts[name].append(last)
            for name, cell in cells.items():
                heights[name] = cell.evaluate("cell => [...cell.watch.heights]")
            assert not page.errors, page.errors
    return verdict(
        {name: statistics.median(values) for name, values in keys.items()},
        {name: statistics.median(values) for name, values in rates.items()},
        {name: statistics.median(values) for name, values in lasts.items()},
        heights,
    )


def slider(cell):
    return cell.locator("input[type=range], .noUi-handle").first


def key_press(page, cell):
    """ms from one arrow key to the picture that follows it."""
    slider(cell).focus()
    cell.evaluate("cell => { cell.watch.pictures = []; }")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "cell => cell.watch.pictures.length", arg=cell.element_handle(), timeout=20_000
    )
    page.wait_for_timeout(150)
    return cell.evaluate("cell => cell.watch.pictures[0] - cell.watch.keydown")


def connect():
    """A connection for the mouse to the page, beside Playwright's."""
    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/json") as answer:
        page = next(target for target in json.load(answer) if target["type"] == "page")
    return websocket.create_connection(page["webSocketDebuggerUrl"], suppress_origin=True)


def sweep(mouse, xs, y, rate=60.0):
    """Move the pressed mouse through all xs, `rate` a second."""
    start = time.perf_counter()
    for k, x in enumerate(xs):
        event = {"type": "mouseMoved", "x": x, "y": y, "button": "left", "buttons": 1}
        mouse.send(json.dumps({"id": k, "method": "Input.dispatchMouseEvent", "params": event}))
        time.sleep(max(0.0, start + (k + 1) / rate - time.perf_counter()))


def drag(page, mouse, cell, seconds=3.0):
    """Pictures a second under a moving mouse, and ms from letting go to the last picture."""
    cell.scroll_into_view_if_needed()
    handle = slider(cell)
    track = cell.locator("input[type=range], .noUi-base").first.bounding_box()
    y = track["y"] + track["height"] / 2
    start = handle.bounding_box()
    value = cell.evaluate(
        """cell => { const range = cell.querySelector('input[type=range]');
        return range ? (range.value - range.min) / (range.max - range.min) : -1; }"""
    )
    x = (
        track["x"] + 8 + value * (track["width"] - 16)
        if value >= 0
        else start["x"] + start["width"] / 2
    )
    page.mouse.move(x, y)
    page.mouse.down()
    cell.evaluate("cell => { cell.watch.pictures = []; cell.watch.start = performance.now(); }")
    steps = round(seconds * 60)
    parts = [abs((step * 2.0 / steps) % 2 - 1) for step in range(steps)]
    xs = [track["x"] + track["width"] * (0.05 + 0.9 * part) for part in parts]
    moving = threading.Thread(target=sweep, args=(mouse, xs, y))
    moving.start()
    page.wait_for_timeout(seconds * 1e3)
    moving.join()
    seen, passed = cell.evaluate(
        "cell => [cell.watch.pictures.length, performance.now() - cell.watch.start]"
    )
    page.mouse.move(xs[-1], y)  # waits, so that every move has arrived
    page.mouse.up()
    count = -1
    while count != (count := cell.evaluate("cell => cell.watch.pictures.length")):
        page.wait_for_timeout(1500)
    last = cell.evaluate(
        "cell => cell.watch.pictures.at(-1) - (cell.watch.pointerup ?? cell.watch.mouseup)"
    )
    return seen / passed * 1e3, max(last, 0.0)


def verdict(keys, rates, lasts, heights):
    print(f"{'':12}{'key, ms':>10}{'pictures/s':>12}{'last, ms':>10}  heights, px")
    for name in keys:
        print(f"{name:12}{keys[name]:10.0f}{rates[name]:12.1f}{lasts[name]:10.0f}  {heights[name]}")
    promises = {
        "key press 6x faster than interact": keys["interact"] >= 6 * keys["live"],
        "key press within 1.3x of a bare round trip": keys["live"] <= 1.3 * keys["bare"],
        "also with a schematic": all(keys[name] <= 1.3 * keys["bare"] for name in SCHEMATIC),
        "30 pictures a second while dragging": all(
            rates[name] >= 30.0 for name in ("live", *SCHEMATIC)
        ),
        "8x interact's pictures while dragging": rates["live"] >= 8 * rates["interact"],
        "last picture within two round trips": lasts["live"] <= 2 * keys["live"],
        "also when the model takes 100 ms": lasts["slow"] <= 2 * keys["slow"],
        "height constant to the pixel": all(
            len(heights[name]) == 1 for name in ("live", "slow", *SCHEMATIC)
        ),
    }
    for promise, kept in promises.items():
        print(f"  {'ok   ' if kept else 'SHORT'} {promise}")
    return 0 if all(promises.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
