// Imitations of the hosts of a notebook: which kind of an output they show, the nodes around
// it, the form in which bytes arrive, and the keys they take for themselves. There is no
// kernel: what widgets send waits in `outbox`, and the test answers by `deliver`.

const VIEW = "application/vnd.jupyter.widget-view+json";
const RICH = ["text/html", "text/markdown", "text/latex", "image/png", "text/plain"];

const node = (parent, tag, className = "") => {
  const made = document.createElement(tag);
  made.className = className;
  parent?.append(made);
  return made;
};

// ---- the nodes ----
const lab = {
  panel: "jp-NotebookPanel",
  notebook() { return node(node(document.body, "div", this.panel), "div", "jp-Notebook"); },
  cell: (notebook) => lab.area(node(
    node(notebook, "div", "jp-Cell jp-CodeCell"), "div", "jp-Cell-outputWrapper")),
  area: (parent) => node(parent, "div", "jp-OutputArea"),
  output(area, kind) {
    const child = node(area, "div", "jp-OutputArea-child");
    node(child, "div", "jp-OutputPrompt jp-OutputArea-prompt");
    const made = node(child, "div", "lm-Widget jp-OutputArea-output");
    if (kind !== VIEW) made.dataset.mimeType = kind;
    return made;
  },
  view: (output) => node(output, "div", "lm-Widget jupyter-widgets widget-container"),
  // A notebook that has been saved and is trusted asks for a model that is gone.
  missing: (output) => {
    output.classList.add("jupyter-widgets");
    output.textContent = "Error displaying widget: model not found";
  },
};
const classic = {
  notebook: () => node(document.body, "div", "notebook-container"),
  cell: (notebook) => node(node(node(notebook, "div", "cell code_cell"), "div", "output_wrapper"),
    "div", "output"),
  output: (area) => {
    const made = node(area, "div", "output_area");
    node(made, "div", "prompt");
    return node(made, "div", "output_subarea rendered_html");
  },
  view: (output) => node(output, "div", "jupyter-widgets"),
  missing: (output) => output.remove(),
};
const code = {
  notebook: () => node(document.body, "div"),
  cell: (notebook) => node(notebook, "div", "cell_container"),
  output: (area) => node(node(node(area, "div", "output_container"), "div", "output"), "div"),
  view: (output) => node(node(output, "div", "cell-output-ipywidget-background"), "div"),
};
const colab = {
  notebook: () => node(document.body, "div"),
  cell: (notebook) => node(node(notebook, "div", "output-area"), "div", "output-body"),
  output: (area) => node(area, "div", "display_data output_subarea"),
  view: (output) => node(output, "div"),
};
const marimo = {
  ...colab,
  view: (output) => node(node(output, "div").attachShadow({ mode: "open" }), "div"),
};
const voila = { ...lab, panel: "voila", missing: undefined };
const inOutput = {
  ...lab,
  cell: (notebook) => lab.area(node(lab.view(lab.output(lab.cell(notebook), VIEW)), "div",
    "jupyter-widget-output-area")),
};

// ---- the keys ----
const editable = (event) => event.target.matches("input, textarea, select");
const keys = {
  // JupyterLab takes them on their way down, but not from under this mark.
  lab: (event) => !event.target.closest("[data-lm-suppress-shortcuts]") && !editable(event),
  below: (event) => !editable(event),
};
const taken = []; // keys the host has taken for itself

const HOSTS = {
  "JupyterLab": { ...lab, bytes: "DataView", keys: keys.lab, capture: true },
  "Notebook 7": { ...lab, bytes: "DataView", keys: keys.lab, capture: true },
  "JupyterLite": { ...lab, bytes: "ArrayBuffer", keys: keys.lab, capture: true },
  "nbclassic": { ...classic, bytes: "DataView", keys: keys.below },
  "VS Code": { ...code, bytes: "DataView", keys: keys.below },
  "Colab": { ...colab, bytes: "Uint8Array", keys: keys.below },
  "marimo": { ...marimo, bytes: "DataView", keys: keys.below, only: VIEW },
  "Voilà": { ...voila, bytes: "DataView", keys: () => false },
  "an Output": { ...inOutput, bytes: "DataView", keys: keys.lab, capture: true },
};

// ---- the widgets ----
const models = {};
const outbox = [];
window.errors = [];
window.addEventListener("error", (event) => errors.push(String(event.message)));
window.addEventListener("unhandledrejection", (event) => errors.push(String(event.reason)));

function modelOf(id, state, alive) {
  const callbacks = {};
  const changed = {};
  return models[id] = {
    callbacks,
    views: [],
    state,
    shown: {
      get: (name) => state[name],
      set: (name, value) => { state[name] = changed[name] = value; },
      save_changes: () => { if (alive) outbox.push({ id, state: { ...changed } }); },
      send: (content) => { if (alive) outbox.push({ id, content: structuredClone(content) }); },
      on: (name, call) => { (callbacks[name] ??= new Set()).add(call); },
      off: (name, call) => { callbacks[name]?.delete(call); },
    },
  };
}
const bytes = {
  // A view of a part, at an odd place, as it comes out of a larger message.
  Uint8Array: (data) => {
    const more = new Uint8Array(data.length + 7);
    more.set(data, 3);
    return more.subarray(3, 3 + data.length);
  },
  DataView: (data) => {
    const { buffer, byteOffset, byteLength } = bytes.Uint8Array(data);
    return new DataView(buffer, byteOffset, byteLength);
  },
  ArrayBuffer: (data) => data.buffer,
};
function deliver({ id, content, state, buffers = [] }) {
  const { callbacks, state: kept } = models[id];
  const decoded = buffers.map((text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
  if (content) {
    for (const call of callbacks["msg:custom"] ?? [])
      call(content, decoded.map((data) => bytes[host.bytes](data)));
  }
  Object.assign(kept, state);
  for (const name of Object.keys(state ?? {})) for (const call of callbacks[`change:${name}`] ?? []) call();
}

let host = null;
// `alive`: there is a kernel that knows the models; "saved": their state was saved, no more.
async function open({ name, cells, widgets, alive }) {
  host = HOSTS[name];
  document.body.replaceChildren();
  taken.length = outbox.length = 0;
  document.addEventListener("keydown", (event) => {
    if (host.keys(event)) taken.push(event.key);
  }, Boolean(host.capture));
  const notebook = host.notebook();
  for (const outputs of cells) {
    const area = host.cell(notebook);
    for (const data of outputs) {
      if (host.only && !(host.only in data)) continue;
      const known = alive && VIEW in data;
      const kind = [VIEW, ...RICH].find((kind) =>
        kind in data && (kind !== VIEW || known || host.missing));
      const output = host.output(area, kind);
      if (kind === "text/html") output.innerHTML = data[kind];
      else if (kind !== VIEW) output.textContent = data[kind];
      else if (!known) host.missing(output);
      else await draw(output, data[VIEW].model_id, widgets[data[VIEW].model_id], alive === true);
    }
  }
}
async function draw(output, id, { script, style, state }, alive) {
  const el = document.createElement("div");
  el.className = "lm-Widget jupyter-widgets";
  const model = models[id]?.alive === alive && models[id].opened === host
    ? models[id] : Object.assign(modelOf(id, state, alive), { alive, opened: host });
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const { default: widget } = await import(address);
  const leave = await widget.render({ model: model.shown, el }); // before it has a place
  const place = host.view(output);
  const root = place.getRootNode();
  const sheet = document.createElement("style");
  sheet.textContent = style;
  (root.body ? root.head : root).append(sheet);
  place.append(el);
  model.views.push({ el, leave });
}

// ---- what is to be seen ----
const seen = (found) => {
  const { width, height } = found.getBoundingClientRect();
  const { visibility } = getComputedStyle(found);
  return width > 1 && height > 1 && visibility === "visible";
};
const every = (selector, root = document) => [...root.querySelectorAll("*")].flatMap((found) => [
  ...(found.matches(selector) ? [found] : []),
  ...(found.shadowRoot ? every(selector, found.shadowRoot) : []),
]);
const blank = (canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.every((value, k) => value === data[k % 4]);
};
const look = () => ({
  stills: every("[data-course-still]").map(seen),
  pictures: every(".course-live canvas").map((canvas) => seen(canvas) && !blank(canvas)),
  forms: every(".course-predict fieldset").map(seen),
  frames: every(".course-live canvas").map((canvas) => Number(canvas.dataset.frames ?? 0)),
  summaries: every(".course-summary").map((words) => words.textContent),
  notes: every(".course-live .course-note").map((words) => words.textContent),
  text: document.body.innerText,
  invited: every("[data-course-still]").filter(seen)
    .map((still) => (getComputedStyle(still, "::after").content === "none" // Firefox: attr(…)
      ? "" : `"${still.dataset.courseSay}"`)),
  taken,
  errors,
});
Object.assign(window, { open, deliver, outbox, look, every, models });
