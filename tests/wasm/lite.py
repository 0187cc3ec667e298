"""A page of JupyterLite with a lesson in it, in any browser, and what may not reach the network."""

import contextlib
import http.server
import threading
import urllib.parse

from patience import PATIENCE, until

# The page's half. `jupyterapp` is JupyterLab itself, which the site exposes.
OPENED = """() => {
    const context = window.jupyterapp?.shell?.currentWidget?.context;
    return Boolean(context?.isReady)
        && context.sessionContext?.session?.kernel?.status === "idle";
}"""
RUN = """() => {
    window.ranAll = "";
    const said = (word) => () => { window.ranAll = word; };
    jupyterapp.commands.execute("notebook:run-all-cells").then(said("done"), said("failed"));
}"""
# What changes while cells run: the word of their end, and how many have run.
PROGRESS = """() => [window.ranAll, jupyterapp.shell.currentWidget.content.widgets
    .filter(({ model }) => model.type === "code" && model.executionCount).length]"""
OUTPUTS = """() => jupyterapp.shell.currentWidget.content.widgets
    .filter((cell) => cell.model.type === "code")
    .map((cell) => cell.model.outputs.toJSON())"""
# A figure is touched only when it stands still, so that what changes is what the hand did.
MOVE = """async ([number, patience]) => {
    const began = Date.now();
    const rest = (ms) => {
        const late = Date.now() - began > patience * 1000;
        if (late) throw new Error(`the figure of cell ${number} never stands still`);
        return new Promise((go) => setTimeout(go, ms));
    };
    const book = jupyterapp.shell.currentWidget.content;
    book.activeCellIndex = number;
    await book.scrollToItem(number, "center");
    const cell = book.widgets[number].node;
    const figure = () => cell.querySelector(".course-live");
    const still = () => {
        const live = figure();
        const drawn = Number(live?.querySelector("canvas")?.dataset.frames ?? 0);
        return drawn && !live.dataset.busy && !live.dataset.fitting
            && live.querySelector("progress").value === 1;
    };
    while (!still()) await rest(50);
    const live = figure();
    const title = live.getAttribute("aria-label");
    live.scrollIntoView({ block: "center" });
    await rest(200);
    while (!still()) await rest(50);
    const pixels = () => live.querySelector("canvas").toDataURL();
    const before = pixels();
    const slider = live.querySelector(".course-main input[type=range]");
    const choice = live.querySelector(".course-main select");
    const button = live.querySelector(".course-presets button, .course-main button");
    const told = (input, kind) => input.dispatchEvent(new Event(kind, { bubbles: true }));
    for (let step = 1; pixels() === before; step++) {
        if (step > 40) return { title, moved: false };
        if (slider) {
            const { min, max } = slider;
            const width = Number(slider.step) || 1;
            const up = Number(slider.value) + width * step <= Number(max);
            slider.value = up ? Number(slider.value) + width * step : Number(min);
            told(slider, "input");
            told(slider, "change");
        } else if (choice) {
            choice.selectedIndex = (choice.selectedIndex + 1) % choice.options.length;
            told(choice, "input");
            told(choice, "change");
        } else {
            button.click();
        }
        await rest(30);
        while (!still()) await rest(30);
    }
    return { title, moved: true, by: slider ? "slider" : choice ? "choice" : "button" };
}"""
FIGURES = """() => jupyterapp.shell.currentWidget.content.widgets
    .map((cell, number) => [cell, number])
    .filter(([cell]) => cell.model.type === "code" && cell.model.outputs.toJSON().some(
        (output) => String(output.data?.["text/html"] ?? "").includes("course-still")
            && String(output.data?.["text/html"] ?? "").includes("<figure")))
    .map(([, number]) => number)"""
# Cell by cell, and no further than the first figure.
FIRST = """async (patience) => {
    const end = Date.now() + patience * 1000;
    const book = jupyterapp.shell.currentWidget.content;
    const shown = () => book.node.querySelector(".course-live canvas")?.dataset.frames > 0;
    const figure = ({ model }) => model.type === "code" && model.outputs.toJSON().some(
        (output) => String(output.data?.["text/html"] ?? "").includes("course-still"));
    for (const [number, cell] of book.widgets.entries()) {
        book.activeCellIndex = number;
        await jupyterapp.commands.execute("notebook:run-cell");
        if (!figure(cell)) continue;
        await book.scrollToItem(number, "center");
        while (!shown() && Date.now() < end) await new Promise((go) => setTimeout(go, 20));
        return shown();
    }
    return false;
}"""
WRITE = """async ([name, sources]) => {
    const cells = sources.map((source, number) => ({
        cell_type: "code", id: `c${number}`, metadata: {},
        outputs: [], execution_count: null, source,
    }));
    const kernelspec = { name: "python", display_name: "Python (Pyodide)", language: "python" };
    const content = { nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells };
    const { commands, serviceManager: { contents } } = jupyterapp;
    await contents.save(name, { name, path: name, type: "notebook", format: "json", content });
    await commands.execute("docmanager:open", { path: name, kernel: { name: "python" } });
}"""


class Lite:
    """JupyterLite of a site in a page of a browser.

    Parameters
    ----------
    page
        As `browsers.Chromium` and `browsers.Firefox` have it.
    address : str
        Of the site.
    """

    def __init__(self, page, address):
        self.page = page
        self.address = address

    def open(self, name="", **query):
        """Open a notebook of the site and wait for its kernel."""
        query = urllib.parse.urlencode({"path": name} | query if name else query)
        self.page.goto(f"{self.address}/lite/lab/index.html?{query}")
        if name:
            self.wait(OPENED)
        else:
            self.wait(
                "async () => { await window.jupyterapp?.restored; return !!window.jupyterapp; }"
            )

    def wait(self, happened, arg=None):
        """Wait until a JavaScript function says true."""
        until(
            lambda: self.page.evaluate(happened, arg),
            lambda: f"the page never said true: {happened}\n{self.page.errors}",
            poll=0.3,
        )

    def write(self, name, sources):
        """Make a notebook of these cells and open it."""
        self.page.evaluate(WRITE, [name, sources])
        self.wait(OPENED)

    def run_all(self):
        """Run every cell; return the outputs of each that holds code."""
        self.page.evaluate(RUN)
        said, count = "", -1
        while not said:  # patience is for one cell: a busy machine may take longer for all
            self.wait(f"(count) => ({PROGRESS})().join() !== `,${{count}}`", count)
            said, count = self.page.evaluate(PROGRESS)
        return self.page.evaluate(OUTPUTS)

    def first_figure(self):
        """Run cells until the first figure of the notebook is live; False if there is none."""
        return self.page.evaluate(FIRST, PATIENCE)

    def moved(self):
        """Move a slider of each figure until its pixels change; say which did."""
        numbers = self.page.evaluate(FIGURES)
        return [self.page.evaluate(MOVE, [number, PATIENCE]) for number in numbers]


def errors(outputs):
    """What the cells say of errors."""
    return [
        f"{output['ename']}: {output['evalue'][:300]}"
        for cell in outputs
        for output in cell
        if output["output_type"] == "error"
    ]


def texts(outputs):
    """What the cells say."""
    said = []
    for output in (output for cell in outputs for output in cell):
        said += [output.get("text", "")]
        said += [text for kind, text in output.get("data", {}).items() if kind == "text/plain"]
    return "\n".join("".join(text) for text in said)


@contextlib.contextmanager
def nowhere():
    """A proxy through which nothing comes: (its port, what was asked of it)."""
    asked = []

    class Refuse(http.server.BaseHTTPRequestHandler):
        def refuse(self):
            asked.append(self.requestline)
            self.send_error(403)

        do_GET = do_POST = do_HEAD = do_CONNECT = do_PUT = refuse

        def log_message(self, *said):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Refuse) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port, asked
        finally:
            server.shutdown()
            thread.join()
