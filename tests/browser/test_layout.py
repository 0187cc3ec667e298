"""The words beside every picture: none is cut, and those that nobody asked for move nothing."""

import importlib
import json
import pkgutil

import pytest

from course import explore
from course.live.page import spec
from course.live.widget import Live

lab = pytest.importorskip("lab", reason="needs playwright")
if not lab.CHROMIUM:
    pytest.skip("needs Chromium", allow_module_level=True)

# CSS pixels: from one column to four, and a rail. Some of them by night.
WIDTHS = (358, 853, 1013)
BY_NIGHT = [pytest.param(width, marks=pytest.mark.nightly) for width in (500, 770, 1240)]
# The page's half with a kernel that never answers, and a hand on its clock.
PAGE = """
{
let soon = [];
window.setTimeout = (call) => soon.push(call);
window.clearTimeout = (k) => { delete soon[k - 1]; };
const laterOn = () => {
    const calls = soon;
    soon = [];
    for (const call of calls) call?.();
};
const frames = () => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
const height = ({ el }) => el.getBoundingClientRect().height;
let shown = [];
// Every figure at that width, its fold open; returns what is wrong with each.
window.wrong = async (specs, width) => {
    for (const { leave } of shown) leave();
    document.body.innerHTML = "";
    shown = specs.map((spec) => {
        const place = Object.assign(document.createElement("div"), { style: `width: ${width}px` });
        document.body.append(place);
        const el = document.createElement("div");
        place.append(el);
        const model = { get: () => spec, on() {}, off() {}, save_changes() {}, send() {} };
        const leave = render({ model, el });
        for (const fold of el.querySelectorAll("details")) fold.open = true;
        return { el, leave };
    });
    await frames();
    laterOn(); // its size is asked for
    const heights = shown.map(height);
    laterOn(); // and nothing has come
    return shown.map((figure, k) => ({
        said: figure.el.querySelector(".course-note").textContent,
        grown: height(figure) - heights[k],
        cut: cut(figure),
    }));
};
// Words of controls that have less room than they need.
const cut = ({ el }) =>
    [...el.querySelectorAll(".course-controls :is(label, select, button, span, input[type=text])")]
        .filter((node) => {
            const place = node.closest(".course-main").getBoundingClientRect();
            const { right, width } = node.getBoundingClientRect();
            let wanted = width;
            if (node.matches("select")) { // as wide as its longest words, if it may
                node.style.maxWidth = "none";
                wanted = node.getBoundingClientRect().width;
                node.style.maxWidth = "";
            }
            return node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 0
                || wanted > width + 1 || right > place.right + 1;
        })
        .map((node) => node.value || node.textContent);
}
"""


@pytest.fixture(scope="module")
def page():
    with lab.chromium() as page:
        page.goto("about:blank")
        page.add_style_tag(content=Live._css)
        page.add_script_tag(type="module", content=Live._esm + PAGE)
        page.wait_for_function("() => window.wrong")
        yield page


def figures():
    """Name and spec of every figure, as the page is told it."""
    for found in pkgutil.iter_modules(explore.__path__):
        if found.name[0] != "_":
            module = importlib.import_module(f"course.explore.{found.name}")
            for name in module.__all__:
                told = spec(getattr(module, name).explorer())
                yield f"{found.name}.{name}", json.loads(json.dumps(told))


@pytest.fixture(scope="module")
def told():
    return dict(figures())


@pytest.fixture(scope="module", params=[*WIDTHS, *BY_NIGHT])
def wrong(request, page, told):
    """Name of every figure -> what is wrong with it at that width."""
    asked = [[*told.values()], request.param]
    return dict(zip(told, page.evaluate("(asked) => wrong(...asked)", asked), strict=True))


def test_no_words_of_a_control_are_cut(wrong):
    assert not {name: found["cut"] for name, found in wrong.items() if found["cut"]}


def test_no_words_of_a_control_are_markup(told):
    words = [str(control) for spec in told.values() for control in spec["controls"]]
    assert not [said for said in words if "<" in said]


def test_no_figure_grows_when_its_kernel_is_busy(wrong):
    assert all(found["said"].startswith("Waiting for the kernel.") for found in wrong.values())
    assert not {name: found["grown"] for name, found in wrong.items() if found["grown"]}
