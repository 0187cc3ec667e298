// The controls of a figure, and the small things that they are made of.

const STILLS = 20; // of a control that is played where the reader wants no motion

// Every figure runs this file anew, so a counter would give two inputs one id.
const newId = () => `course-${Math.random().toString(36).slice(2)}`;

function element(parent, tag, properties = {}, attributes = {}) {
  const node = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  parent.append(node);
  return node;
}

const ICONS = {
  undo: "M9 7l-5 5 5 5M4 12h10a6 6 0 0 1 6 6",
  redo: "M15 7l5 5-5 5M20 12H10a6 6 0 0 0-6 6",
  pin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
  reset: "M4.5 12a7.5 7.5 0 1 0 2.2-5.3L4 9.5M4 4.5v5h5",
  stage: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
};

function drawn(parent, tag, attributes = {}) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  parent.append(node);
  return node;
}

// A button with a drawing on it, in the head of a figure.
function tool(parent, icon, name, hint, action) {
  const button = element(parent, "button",
    { type: "button", className: "course-tool", title: hint }, { "aria-label": name });
  const svg = drawn(button, "svg", { viewBox: "0 0 24 24", "aria-hidden": "true" });
  drawn(svg, "path", { d: icon });
  button.addEventListener("click", action);
  return button;
}

const shown = (control, value) =>
  (control.log ? String(Number(value.toPrecision(3))) : value.toFixed(control.decimals))
    .replace("-", "\u2212");

const LONGEST = 7; // characters of a number with three digits, such as 0.00123

// "at V_th" with the index below the line.
const SYMBOL = /(?<![\p{L}\d_])(\p{L})_([\p{L}\d]+)(?![\p{L}\d_(])/u;
function typeset(parent, text) {
  text.split(SYMBOL).forEach((part, k) => {
    if (k % 3 === 2) element(parent, "sub", { textContent: part });
    else if (part) parent.append(part);
  });
}
function symbol(parent, text) {
  typeset(element(parent, "b", { translate: false }), text);
}

// A setting in a few words.
function inWords({ kind, label, unit, ...control }, value) {
  if (kind === "slider") return `${label} ${shown(control, value)} ${unit}`.trim();
  return kind === "switch" ? `${label} ${value ? "on" : "off"}` : `${label} ${value}`;
}

// What a hand typed, with a point or a comma before the decimals; NaN if it is no number.
// A box of type "number" hands over nothing, or other digits, where it does not like them.
function typedNumber(text) {
  const plain = text.trim().replace("\u2212", "-");
  if (!/^[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?$/i.test(plain)) return NaN;
  return Number(plain.replace(",", "."));
}

// The positions of a slider, from 0 to `positions`: equally far apart, or in the logarithm.
const clamped = (control, value) => Math.min(control.high, Math.max(control.low, value));
const positionOf = ({ low, high, step, log, positions }, value) =>
  log ? (positions * Math.log(value / low)) / Math.log(high / low) : (value - low) / step;
function valueAt(control, position) {
  const { low, high, step, log, positions, decimals } = control;
  const value = log ? low * (high / low) ** (position / positions) : low + position * step;
  return clamped(control, Number(log ? value.toPrecision(12) : value.toFixed(decimals)));
}

// Each builder makes the inputs of one control and returns `show(value)`, which moves them.
const builders = {
  slider(parent, control, change, tell) {
    const { low, high, step, log, positions } = control;
    const row = element(parent, "div", { className: "course-slider" });
    const id = newId();
    const reading = element(row, "span", { className: "course-reading" }); // the words flow around it
    const label = element(row, "label", { htmlFor: id });
    symbol(label, control.label);
    if (control.meaning) typeset(label, ` ${control.meaning}`);
    const unit = control.unit ? `, ${control.unit}` : "";
    const box = element(reading, "input",
      { type: "text", inputMode: "decimal", autocomplete: "off" },
      { "aria-label": `${control.label}, number box${unit}` });
    const ends = [low, high, control.start].map((value) => shown(control, value).length);
    box.style.width = `calc(${Math.max(4, log ? LONGEST : 0, ...ends)}ch + 12px)`;
    element(reading, "span", { textContent: control.unit, className: "course-unit" });
    // A logarithmic slider counts its positions, so that the last one is the end.
    const to = log ? (v) => positions * Math.log(v / low) / Math.log(high / low) : Number;
    const from = log
      ? (k) => Number((low * (high / low) ** (k / positions)).toPrecision(12)) : Number;
    const scale = log ? { max: positions, min: 0, step: 1 } : { max: high, min: low, step };
    // The maximum goes first: an input clamps to what it knows so far.
    const range = element(row, "input", { type: "range", id, ...scale });
    let typing = false; // what stands in the box is not asked for yet
    let value = control.start;
    const show = (next) => {
      value = next;
      const text = shown(control, value);
      range.value = to(value);
      const part = (range.value - range.min) / (range.max - range.min);
      range.style.setProperty("--at", `${100 * part}%`); // WebKit has no name for the filled part
      range.setAttribute("aria-valuetext", `${text} ${control.unit}`.trim());
      if (!typing) box.value = text;
    };
    const moved = (dragging) => {
      show(Math.min(high, Math.max(low, from(range.value))));
      change(value, dragging);
    };
    range.addEventListener("input", () => moved(true));
    range.addEventListener("change", () => moved(false));
    box.addEventListener("input", () => { typing = true; });
    box.addEventListener("change", () => {
      const text = box.value.trim();
      const typed = typedNumber(text);
      const allowed = low <= typed && typed <= high;
      typing = false;
      box.setAttribute("aria-invalid", String(!allowed));
      if (!allowed) {
        show(value);
        const what = `${low} to ${high} ${control.unit}`.trim();
        const said = text === "" ? "nothing" : `“${text.slice(0, 30)}”`;
        return tell(`${control.label} stays ${box.value}: ${said} is no number from ${what}.`, true);
      }
      const rounded = Number(typed.toFixed(control.decimals));
      show(Math.min(high, Math.max(low, rounded)));
      change(value, false);
      if (rounded !== typed || text.includes(",")) tell(`${text} is read as ${box.value}.`);
    });
    box.courseStep = (up) => {
      typing = false;
      if (up) range.stepUp();
      else range.stepDown();
      moved(false);
    };
    if (control.play > 0) player(reading, control, range, moved);
    return show;
  },

  choice(parent, control, change) {
    const row = element(parent, "div", { className: "course-choice" });
    const id = newId();
    typeset(element(row, "label", { htmlFor: id }), `${control.label} ${control.meaning}`.trim());
    const list = element(row, "select", { id });
    for (const option of control.options) element(list, "option", { value: option, textContent: option });
    list.addEventListener("change", () => change(list.value, false));
    return (value) => { list.value = value; };
  },

  switch(parent, control, change) {
    const row = element(parent, "label", { className: "course-switch" });
    const box = element(row, "input", { type: "checkbox" });
    typeset(row, ` ${control.label} ${control.meaning}`);
    box.addEventListener("change", () => change(box.checked, false));
    return (value) => { box.checked = value; };
  },

  button(parent, control, change) {
    let count = control.start;
    const button = element(parent, "button",
      { type: "button", textContent: control.label, title: control.meaning });
    button.addEventListener("click", () => change(++count, false));
    return (value) => { count = value; };
  },

  state: () => () => {},
};

function player(parent, control, range, moved) {
  const button = element(parent, "button", { type: "button", className: "course-play" });
  let timer = null;
  const label = () => {
    button.textContent = timer ? "❚❚" : "▶";
    const does = timer ? `pause ${control.label}` : `play ${control.label}`;
    button.setAttribute("aria-label", does);
  };
  const stop = () => { clearInterval(timer); timer = null; label(); moved(false); };
  const go = (positions) => {
    const next = Number(range.value) + positions * Number(range.step);
    range.value = next > Number(range.max) + 1e-9 ? range.min : next;
  };
  button.addEventListener("click", () => {
    if (timer) return stop();
    if (noMotion()) {
      go(Math.ceil(control.positions / STILLS)); // who wants no motion goes from still to still
      return moved(false);
    }
    timer = setInterval(() => {
      if (!parent.isConnected) return stop();
      if (parent.closest(".course-live").dataset.busy) return;
      go(1);
      moved(true);
    }, 1000 / control.play);
    label();
  });
  label();
}
