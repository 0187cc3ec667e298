"""A lesson on the stage, walked by keys alone, in a real JupyterLab."""

import json

import nbformat
import pytest

lab = pytest.importorskip("lab", reason="needs playwright")
if not lab.CHROMIUM:
    pytest.skip("needs Chromium", allow_module_level=True)

MAKE = """
import numpy as np
from course.check import compare, predict
from course.live import Explorer, Preset, Slider
from course.live.widget import Live

t = np.linspace(0, 1, 500)

def show(ax, f):
    ax.A.still(xlim=(0, 1), ylim=(-1.1, 1.1), xlabel="time (s)", ylabel="height")
    ax.A.line("wave", t, np.sin(2 * np.pi * f * t))
    return f"{f} Hz"

def make(title, presets=3):
    return Live(Explorer(
        title, [Slider("f", 0, 20, 3, 1, "Hz", meaning="frequency")], lambda f: f, show,
        call="make",
        presets=[Preset(f"{k} waves in a second", f=k).shows(f"Now there are {k} of them. " * 3)
                 for k in range(1, presets + 1)],
    ))
"""
PARAGRAPH = "A sentence with some words that a lecturer would read aloud to a full hall. " * 5
TABLE = "\n".join(f"| symbol {k} | {k} | what number {k} means in this lesson |" for k in range(9))
LESSON = [
    "# Waves\n\nHow many waves fit into a second? About 5 minutes.",
    MAKE,
    "## A wave has a frequency\n\nIt is counted in hertz.",
    'predict("waves", "How many waves come in a second?", ["one", "two", "three"])',
    'make("One wave")',
    "**Look** at the crests.\n\n**Question:** how many do you count?",
    'compare("waves", "three", "The frequency is 3 Hz.")',
    "## A long story\n\n" + "\n\n".join([PARAGRAPH] * 9),
    f"## A table\n\n| symbol | default | meaning |\n|---|---|---|\n{TABLE}",
    'make("Many scenes", 8)',
    *(f"### Part {k}\n\n{PARAGRAPH}" for k in range(6)),
    'make("The last wave")',
]
SCREENS = [(1280, 720), (1920, 1080), (3840, 2160)]

# What stands on the stage: the kind of stop and its scene, how much of the screen is picture,
# the smallest text, and what does not fit into its box or the window.
SEEN = """() => {
    const find = (selector) => document.querySelector(selector);
    const root = find(".course-on-stage") ?? find(".course-hall");
    const title = root.querySelector("h3, h1, h2, .course-question")?.textContent ?? "";
    const canvas = root.querySelector("canvas")?.getBoundingClientRect();
    const all = [...root.querySelectorAll("*")].filter((node) =>
        node.checkVisibility({ visibilityProperty: true })
        && !node.matches("option, sub, sup, svg, mjx-container, mjx-container *")
        && [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()));
    const size = (node) => {
        let zoom = 1;
        for (let at = node; at; at = at.parentElement)
            zoom *= Number(getComputedStyle(at).zoom) || 1;
        return parseFloat(getComputedStyle(node).fontSize) * zoom;
    };
    const words = all.filter((node) => size(node) > 0); // names that gave way to numbers
    const small = words.filter((node) => size(node) < 24 * innerHeight / 1080 - 0.1);
    const cut = words.filter((node) => {
        const range = document.createRange();
        range.selectNodeContents(node);
        const text = range.getBoundingClientRect();
        let box = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
        for (let at = node; at !== root.parentElement; at = at.parentElement) {
            if (getComputedStyle(at).overflow === "visible") continue;
            const { left, top, right, bottom } = at.getBoundingClientRect();
            box = { left: Math.max(box.left, left), top: Math.max(box.top, top),
                    right: Math.min(box.right, right), bottom: Math.min(box.bottom, bottom) };
        }
        return text.left < box.left - 2 || text.top < box.top - 3
            || text.right > box.right + 2 || text.bottom > box.bottom + 3;
    });
    return {
        stop: document.documentElement.dataset.courseStop,
        title: title.replace("¶", ""),
        share: canvas ? canvas.width * canvas.height / innerWidth / innerHeight : null,
        small: small.map((node) => `${node.className}: ${node.textContent.slice(0, 60)}`),
        cut: cut.map((node) => `${node.className}: ${node.textContent.slice(0, 60)}`),
        covers: root.getBoundingClientRect().width === innerWidth
            && root.getBoundingClientRect().height === innerHeight,
    };
}"""
# Nothing under way, nothing that changes from frame to frame.
STANDS = """() => new Promise((go) => {
    let before = "";
    let same = 0;
    const look = () => {
        const el = document.querySelector(".course-on-stage");
        const moving = document.documentElement.dataset.courseMoving;
        const now = `${moving} ${document.documentElement.dataset.courseStop} ${el?.style.cssText}`
            + `${el?.querySelector("canvas")?.dataset.frames}`;
        const busy = moving || el?.dataset.busy || el?.dataset.fitting;
        same = now === before && !busy ? same + 1 : 0;
        before = now;
        if (same > 8) go(true);
        else setTimeout(look, 30);
    };
    look();
})"""


def write(file):
    """A lesson in which a cell that begins with # or ** is text, and all others are code."""
    new = nbformat.v4
    cells = [
        new.new_markdown_cell(text) if text[0] in "#*" else new.new_code_cell(text)
        for text in LESSON
    ]
    nbformat.write(new.new_notebook(cells=cells, metadata={"kernelspec": lab.KERNEL}), file)


@pytest.fixture(scope="module")
def page(server, browser):
    """The lesson after Run All."""
    address, folder = server
    (folder / "stage").mkdir()
    write(folder / "stage" / "waves.ipynb")
    page = lab.new_page(browser)
    lab.open_notebook(page, address, "stage/waves.ipynb")
    lab.run_all(page)
    yield page
    assert not page.errors
    lab.shut_down(page)


@pytest.fixture
def on_stage(page):
    """`on_stage(title)`: puts a figure there by its key; it is off again afterwards."""

    def on_stage(title="One wave"):
        canvas = page.locator(f'.course-live[aria-label="{title}"] canvas')
        canvas.scroll_into_view_if_needed()
        canvas.click(position={"x": 5, "y": 5})
        page.keyboard.press("f")
        return stands(page)

    for button in page.locator(".course-live [aria-label=reset]").all():
        button.click()
    yield on_stage
    page.evaluate("() => courseStage.close()")
    page.set_viewport_size({"width": 1280, "height": 900})


def stands(page):
    """What is to be seen once it stands still."""
    page.wait_for_function("() => document.documentElement.dataset.courseStop")
    page.evaluate(STANDS)
    return page.evaluate(SEEN)


def pressed(page, *keys):
    for key in keys:
        page.keyboard.press(key)
    return stands(page)


def walk(page, key):
    """What is seen on the way to the end, key by key."""
    seen = [stands(page)]
    while True:
        seen.append(pressed(page, key))
        if seen[-1] == seen[-2]:
            return seen[:-1]
        assert len(seen) < 100


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: f"{screen[1]}p")
def test_nothing_is_cut_or_small_and_three_quarters_of_the_screen_are_picture(
    page, on_stage, screen
):
    width, height = screen
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("() => courseStage.begin()")
    seen = walk(page, "ArrowRight")
    assert [each["stop"] for each in seen[:8]] == [
        *("text 0", "text 0"),
        *("predict 0", "predict 1", "predict 2", "predict 3"),
        *("figure 0", "figure 1"),
    ]
    for each in seen:
        assert each["covers"] and not each["cut"] and not each["small"], each
        if each["stop"].startswith("figure"):
            assert each["share"] >= 0.75, each
    assert seen[-1]["title"] == "The last wave"


def test_every_scene_comes_once_forth_and_once_back(page, on_stage):
    on_stage("Many scenes")
    there = [each["stop"] for each in walk(page, "PageDown")]
    assert there[:9] == [f"figure {k}" for k in range(9)]
    back = [each["stop"] for each in walk(page, "PageUp")]
    assert back[: len(there)] == there[::-1]
    assert back[-1] == "text 0"


def test_up_and_down_go_through_the_lesson_without_its_scenes(page, on_stage):
    on_stage()
    down = [each["stop"].split()[0] for each in walk(page, "ArrowDown")]
    assert down[:5] == ["figure", "see", "outcome", "text", "text"]
    assert down.count("figure") == 3 and len(down) == 13


def test_escape_comes_back_to_the_same_place_and_the_same_focus(page, on_stage):
    slider = page.locator('.course-live[aria-label="Many scenes"] input[type=range]')
    slider.focus()
    where = "() => document.querySelector('.jp-WindowedPanel-outer').scrollTop"
    before = page.evaluate(where)
    heights = "() => [...document.querySelectorAll('.jp-Cell')].map((cell) => cell.offsetHeight)"
    cells = page.evaluate(heights)
    page.keyboard.press("f")
    stands(page)
    pressed(page, "ArrowDown", "ArrowDown", "ArrowUp")
    page.keyboard.press("Escape")
    page.wait_for_function("() => !courseStage.shown")
    lab.settled(page, page.locator('.course-live[aria-label="Many scenes"]'))
    assert page.evaluate(where) == pytest.approx(before, abs=1)
    assert slider.evaluate("(slider) => slider === document.activeElement")
    assert page.evaluate(heights) == cells
    assert page.locator(".course-on-stage, [popover]").count() == 0


def test_the_rail_takes_the_arrows_while_it_is_open_and_a_clicker_still_walks(page, on_stage):
    on_stage()
    page.keyboard.press("c")
    assert stands(page)["share"] < 0.75
    slider = page.locator(".course-on-stage input[type=range]")
    before = float(slider.input_value())
    assert pressed(page, "ArrowRight")["stop"] == "figure 0"
    assert float(slider.input_value()) == before + 1
    assert pressed(page, "PageDown")["stop"] == "figure 1"
    page.keyboard.press("c")
    assert stands(page)["share"] >= 0.75
    assert pressed(page, "ArrowRight")["stop"] == "figure 2"


def test_no_key_on_the_stage_reaches_the_notebook(page, on_stage):
    cells = """() => jupyterapp.shell.currentWidget.content.widgets.map(
        (cell) => [cell.model.type, cell.model.sharedModel.getSource()])"""
    before = page.evaluate(cells)
    on_stage()
    pressed(page, "ArrowDown")
    for key in ("a", "b", "d", "d", "x", "m", "y", "1", "z", "Enter", "Delete", "s"):
        page.keyboard.press(key)
    assert page.evaluate(cells) == before


def test_the_pointer_is_large_and_follows_the_hand(page, on_stage):
    on_stage()
    page.mouse.move(400, 300)
    page.mouse.move(500, 350)
    box = page.locator(".course-pointer").bounding_box()
    assert box["width"] >= 0.06 * page.viewport_size["height"]
    assert box["x"] + box["width"] / 2 == pytest.approx(500, abs=1)
    assert box["y"] + box["height"] / 2 == pytest.approx(350, abs=1)
    top = "() => document.elementsFromPoint(500, 350)[0].closest('.course-on-stage') !== null"
    assert page.evaluate(top)  # it takes no click from the figure


def test_a_new_size_of_the_screen_is_a_new_stage(page, on_stage):
    on_stage()
    page.set_viewport_size({"width": 1024, "height": 768})
    seen = stands(page)
    assert seen["covers"] and not seen["cut"] and seen["share"] > 0.7


def test_hands_are_counted_by_typing_and_kept(page, on_stage, server):
    on_stage()
    pressed(page, "ArrowUp", "ArrowRight", "1", "2", "ArrowRight", "7", "Backspace", "3")
    pressed(page, "ArrowRight", "4", "0")
    counts = "() => [...document.querySelectorAll('.course-count')].map((node) => node.textContent)"
    assert page.evaluate(counts) == ["12", "3", "40"]
    for _ in range(3):
        pressed(page, "ArrowDown")
    assert pressed(page, "ArrowRight")["stop"] == "outcome 1"
    assert page.evaluate(counts) == ["12", "3", "40"]
    right = "() => document.querySelector('.course-right .course-option').textContent"
    assert page.evaluate(right) == "three"
    assert "The frequency is 3 Hz." in page.locator(".course-hall").inner_text()


def test_keys_that_come_faster_than_the_stage_can_move_are_not_lost(page, on_stage):
    on_stage()
    page.evaluate(
        """(keys) => {
            for (const key of keys) {
                const event = { key, bubbles: true, composed: true, cancelable: true };
                document.activeElement.dispatchEvent(new KeyboardEvent("keydown", event));
            }
        }""",
        ["ArrowUp", "ArrowRight", "5", "ArrowRight", "6", "1"],
    )
    stands(page)
    counts = "() => [...document.querySelectorAll('.course-count')].map((node) => node.textContent)"
    assert page.evaluate(counts)[:2] == ["5", "61"]


def test_lecture_opens_the_stage_below_its_cell_and_closes_it(page, on_stage):
    run = """(source) => {
        const notebook = jupyterapp.shell.currentWidget.content;
        notebook.activeCellIndex = 1;
        notebook.activeCell.model.sharedModel.setSource(source);
        return jupyterapp.commands.execute("notebook:run-cell");
    }"""
    page.evaluate(run, "import course; course.lecture()")
    assert stands(page)["stop"] == "text 0"
    page.evaluate(run, "course.lecture(False)")
    page.wait_for_function("() => !courseStage.shown")
    page.evaluate(run, MAKE)


def test_a_notebook_that_keeps_cells_out_of_the_page_is_walked_to_its_end(server, browser):
    address, folder = server
    write(folder / "stage" / "windowed.ipynb")
    page = lab.new_page(browser)
    lab.open_notebook(page, address, "stage/windowed.ipynb")
    page.evaluate(
        """() => {
            const notebook = jupyterapp.shell.currentWidget.content;
            notebook.notebookConfig = { ...notebook.notebookConfig, windowingMode: "full" };
        }"""
    )
    lab.run_all(page)
    page.evaluate("() => jupyterapp.shell.currentWidget.content.scrollToItem(0)")
    page.locator("h1 >> text=Waves").wait_for()
    page.evaluate("() => courseStage.begin()")
    assert stands(page)["title"].startswith("Waves")
    down = [each["title"] for each in walk(page, "ArrowDown")]
    titles = ["One wave", "A long story", "A table", "Many scenes", "Part 5", "The last wave"]
    assert [title for title in down if title in titles] == titles[:1] + titles
    assert json.loads(page.evaluate("() => JSON.stringify(courseStage.shown)"))
    lab.shut_down(page)


GERMAN = [
    'import course\nfrom course.check import compare, predict\ncourse.language("de")',
    'predict("02-double")',
    'compare("02-double")',
]


def test_in_german_the_stage_speaks_german(server, browser):
    address, folder = server
    lab.write_notebook(folder / "german.ipynb", GERMAN)
    page = lab.new_page(browser)
    lab.open_notebook(page, address, "german.ipynb")
    lab.run_all(page)
    page.evaluate("() => courseStage.begin()")
    hall = page.get_by_role("region", name="Die Lektion auf der Bühne")
    for key, words in [
        ("", "→ Hände zählen, Antwort für Antwort"),
        ("", "weniger als die doppelte Rate"),
        ("", "← → Szenen · ↑ ↓ Lektion · C Regler · Esc"),
        ("ArrowRight", "die gezählten Hände tippen"),
        ("ArrowDown", "→ was geschah"),
    ]:
        if key:
            page.keyboard.press(key)
        hall.get_by_text(words).wait_for()
    assert not page.errors
    lab.shut_down(page)
