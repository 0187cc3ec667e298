// The page's half of the live figure. One request is under way at a time; when its
// picture arrives the newest values are sent, so nothing ever queues behind the hand.

const WAIT = 2500; // ms without an answer before we say so
const LATE = "Waiting for the kernel. If it was restarted, run this cell again.";
const GONE = "The kernel no longer knows this figure: run this cell again.";
// Every figure runs this file anew, so a counter would give two inputs one id.
const newId = () => `course-${Math.random().toString(36).slice(2)}`;

function element(parent, tag, properties = {}, attributes = {}) {
  const node = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  parent.append(node);
  return node;
}

const shown = (control, value) =>
  control.log ? String(Number(value.toPrecision(3))) : value.toFixed(control.decimals);

// What a hand typed, with a point or a comma before the decimals; NaN if it is no number.
// A box of type "number" hands over nothing, or other digits, where it does not like them.
function typedNumber(text) {
  const plain = text.trim().replace("\u2212", "-");
  if (!/^[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?$/i.test(plain)) return NaN;
  return Number(plain.replace(",", "."));
}

// Each builder makes the inputs of one control and returns `show(value)`, which moves them.
const builders = {
  slider(parent, control, change, tell) {
    const { low, high, step, log, positions } = control;
    const row = element(parent, "div", { className: "course-slider" });
    const id = newId();
    const label = element(row, "label", { htmlFor: id });
    element(label, "b", { textContent: control.label });
    if (control.meaning) label.append(` ${control.meaning}`);
    const box = element(row, "input", { type: "text", inputMode: "decimal", autocomplete: "off" },
      { "aria-label": `${control.label}, number box${control.unit ? `, ${control.unit}` : ""}` });
    element(row, "span", { textContent: control.unit, className: "course-unit" });
    // A logarithmic slider counts its positions, so that the last one is the end.
    const to = log ? (v) => positions * Math.log(v / low) / Math.log(high / low) : Number;
    const from = log
      ? (k) => Number((low * (high / low) ** (k / positions)).toPrecision(12)) : Number;
    const ends = log ? { max: positions, min: 0, step: 1 } : { max: high, min: low, step };
    // The maximum goes first: an input clamps to what it knows so far.
    const range = element(row, "input", { type: "range", id, ...ends });
    let typing = false; // what stands in the box is not asked for yet
    let value = control.start;
    const show = (next) => {
      value = next;
      const text = shown(control, value);
      range.value = to(value);
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
    if (control.play > 0) player(row, control, range, moved);
    return show;
  },

  choice(parent, control, change) {
    const row = element(parent, "div", { className: "course-choice" });
    const id = newId();
    element(row, "label", { htmlFor: id, textContent: `${control.label} ${control.meaning}`.trim() });
    const list = element(row, "select", { id });
    for (const option of control.options) element(list, "option", { value: option, textContent: option });
    list.addEventListener("change", () => change(list.value, false));
    return (value) => { list.value = value; };
  },

  switch(parent, control, change) {
    const row = element(parent, "label", { className: "course-switch" });
    const box = element(row, "input", { type: "checkbox" });
    row.append(` ${control.label} ${control.meaning}`);
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

function player(row, control, range, moved) {
  const button = element(row, "button", { type: "button", className: "course-play" });
  let timer = null;
  const label = () => {
    button.textContent = timer ? "❚❚" : "▶";
    button.setAttribute("aria-label", `${timer ? "pause" : "play"} ${control.label}`);
  };
  const stop = () => { clearInterval(timer); timer = null; label(); moved(false); };
  button.addEventListener("click", () => {
    if (timer) return stop();
    timer = setInterval(() => {
      if (!row.isConnected) return stop();
      if (row.closest(".course-live").dataset.busy) return;
      const next = Number(range.value) + Number(range.step);
      range.value = next > Number(range.max) + 1e-9 ? range.min : next;
      moved(true);
    }, 1000 / control.play);
    label();
  });
  label();
}

function render({ model, el }) {
  const spec = model.get("spec");
  el.classList.add("course-live");
  el.tabIndex = -1; // a click on the picture brings the keys here too
  for (const [name, value] of Object.entries({
    role: "group",
    "aria-label": spec.title,
  })) el.setAttribute(name, value);

  const still = stillBeside(el, spec.mark);
  const side = element(el, "div", { className: "course-side" });
  const stage = element(el, "div", { className: "course-stage" });
  stage.style.maxWidth = `${spec.width}px`;
  const canvas = element(stage, "canvas", {}, { role: "img", "aria-label": spec.title });
  canvas.style.aspectRatio = `${spec.width} / ${spec.height}`;
  const progress = element(stage, "progress", { max: 1, value: 1 }, { "aria-label": "progress" });
  const summary = element(stage, "p", { className: "course-summary" }, { "aria-live": "polite" });
  const note = element(stage, "p", { className: "course-note" }, { role: "status" });

  // ---- values out, pictures in ----
  const values = {};
  for (const control of spec.controls) values[control.name] = control.start;
  let pending = null; // newest request not sent yet
  let events = [];
  const touched = new Set(); // names that the hand has changed since the last request
  let busy = false;
  let waiting = null;
  let late = false;
  let call = "";
  let settle = null;

  function ask(request) {
    pending = { ...pending, ...request };
    pump();
  }
  function pump() {
    if (late) say(LATE); // what the hand does meanwhile must not wipe it away
    if (busy || !pending) return;
    const { size, dragging = false } = pending;
    try {
      model.send(size ? { kind: "size", scale: size } : { kind: "set", values, dragging, events });
    } catch {
      return say(GONE, true); // the kernel was restarted, or the figure is closed
    }
    if (size) {
      delete pending.size;
      if (!("dragging" in pending)) pending = null;
    } else {
      touched.clear();
      pending = null;
      events = [];
    }
    busy = true;
    el.dataset.busy = "true";
    waiting = setTimeout(() => { late = true; say(LATE); }, WAIT);
  }
  // Room for the longest words so far, so that what stands below does not jump to and fro.
  function write(line, text) {
    if (line.textContent === text) return;
    line.textContent = text;
    line.style.minHeight = `${line.getBoundingClientRect().height}px`;
  }
  function say(text, wrong = false) {
    if ([LATE, GONE].includes(text) && still.say(text)) return;
    write(note, text);
    note.classList.toggle("course-wrong", wrong);
  }
  function change(name, value, dragging) {
    if (values[name] === value && !dragging && !spec.drafts) return;
    values[name] = value;
    touched.add(name);
    say("");
    ask({ dragging });
  }
  function setAll(changed, sentence = "") {
    for (const control of spec.controls) {
      values[control.name] = changed[control.name] ?? control.start;
      touched.add(control.name);
      show[control.name](values[control.name]);
    }
    say(sentence);
    ask({ dragging: false });
  }

  function hand(kind, x, y, key = "") {
    if (!spec.touch) return;
    events.push({ kind, x, y, key });
    ask({ dragging: kind === "move" || kind === "press" });
  }

  const context = canvas.getContext("2d", { willReadFrequently: true });
  let key = null; // pixels of the last key frame
  let image = null; // the picture on the canvas
  async function paintKey(png) {
    const bitmap = await createImageBitmap(new Blob([png], { type: "image/png" }));
    if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
    }
    context.drawImage(bitmap, 0, 0);
    bitmap.close();
    image = context.getImageData(0, 0, canvas.width, canvas.height);
    key = new Uint32Array(image.data.buffer.slice(0));
  }
  // Decoding an image takes a turn of the page's busy event loop; this does not.
  function paintChanges(mask, colors) {
    const pixels = new Uint32Array(image.data.buffer);
    pixels.set(key);
    const color = new Uint32Array(colors.slice().buffer); // a copy begins at a whole word
    let next = 0;
    for (let k = 0; k < mask.length; k++) {
      const bits = mask[k];
      if (bits) for (let b = 0; b < 8; b++) if (bits & (128 >> b)) pixels[8 * k + b] = color[next++];
    }
    context.putImageData(image, 0, 0);
  }

  async function receive(message, buffers) {
    if (note.textContent === LATE) say("");
    progress.value = message.progress;
    progress.style.visibility = message.progress < 1 ? "visible" : "hidden";
    if (message.error) {
      still.speaks(); // what was wrong must be seen
      say(message.error, true);
    } else {
      const parts = buffers.map(bytesOf);
      if (parts.length === 1) await paintKey(parts[0]);
      else if (key) paintChanges(...parts);
      else return; // changes for another view of this figure; ours gets a key frame first
      if (note.classList.contains("course-wrong")) say(""); // that was an earlier value's
      still.drawn();
      canvas.dataset.frames = Number(canvas.dataset.frames || 0) + 1;
      canvas.setAttribute("aria-label", `${spec.title}. ${message.summary}`);
      call = message.call;
      // A screen reader hears where the value came to rest, not every step on the way.
      clearTimeout(settle);
      settle = setTimeout(() => write(summary, message.summary), busy && pending ? 400 : 120);
      // Values set from Python, or by pointing; never against a hand that is still moving.
      // What waits to be sent must build on what the last events made: a quick click is a
      // press and a release, and the release must carry what the press has changed.
      for (const { name } of spec.controls) {
        if (pending && (touched.has(name) || !message.reply)) continue;
        values[name] = message.values[name];
        show[name](values[name]);
      }
    }
  }
  function answer(message) {
    if (!message.reply) return model.send({ kind: "seen" });
    clearTimeout(waiting);
    busy = late = false;
    delete el.dataset.busy;
    pump();
  }

  // ---- controls ----
  const show = {};
  for (const control of spec.controls) {
    show[control.name] = builders[control.kind](side, control,
      (value, dragging) => change(control.name, value, dragging), say);
    if (control.kind !== "state") show[control.name](control.start);
  }
  const row = element(side, "div", { className: "course-presets" });
  const preset = (k) => spec.presets[k] && setAll(spec.presets[k].values, spec.presets[k].sentence);
  spec.presets.forEach(({ label, sentence }, k) => {
    const button = element(row, "button", { type: "button", title: sentence });
    element(button, "kbd", { textContent: k + 1 });
    button.append(` ${label}`);
    button.addEventListener("click", () => preset(k));
  });
  const tools = element(side, "div", { className: "course-tools" });
  element(tools, "button", { type: "button", textContent: "reset" })
    .addEventListener("click", () => setAll({}));
  element(tools, "button", { type: "button", textContent: "copy settings" })
    .addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(call);
        say(`Copied: ${call}`);
      } catch {
        say(call); // no clipboard here: show it, so that it can be selected
      }
    });

  // JupyterLab takes plain keys at the document, before they reach us: digits turn cells
  // into headings, arrows change the cell. The window comes first. Ctrl+S and the like pass.
  const keys = (event) => {
    if (!meets(el, event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && event.shiftKey) return;
    event.stopPropagation();
    const target = targetOf(event);
    const typing = target.matches("input[type=text]");
    if (typing && /^Arrow(Up|Down)$/.test(event.key)) {
      event.preventDefault();
      target.courseStep(event.key === "ArrowUp");
    } else if (!typing && /^[1-9]$/.test(event.key)) {
      event.preventDefault();
      preset(event.key - 1);
    } else if (target === canvas && /^(Arrow.*|Enter| |Delete|Backspace)$/.test(event.key)) {
      event.preventDefault();
      hand("key", 0, 0, event.key);
    }
  };
  window.addEventListener("keydown", keys, true);

  // ---- pointing at the picture ----
  if (spec.touch) {
    canvas.tabIndex = 0;
    canvas.classList.add("course-touch");
    let place = [0, 0];
    const at = (kind) => (event) => {
      if (!canvas.hasPointerCapture(event.pointerId)) return;
      const area = canvas.getBoundingClientRect();
      place = [(event.clientX - area.left) / area.width, (event.clientY - area.top) / area.height];
      hand(kind, ...place);
    };
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      at("press")(event);
    });
    canvas.addEventListener("pointermove", at("move"));
    canvas.addEventListener("pointerup", at("release"));
    // The system took the pointer away: the stroke ends where it was.
    canvas.addEventListener("pointercancel", () => hand("release", ...place));
  }

  // ---- size: as many pixels as the page really shows ----
  let scale = 0;
  const fit = () => {
    const wide = canvas.clientWidth * window.devicePixelRatio;
    const next = Math.min(2.5, Math.max(0.5, Math.round((20 * wide) / spec.width) / 20));
    if (wide > 0 && next !== scale) {
      for (const line of [summary, note]) line.style.minHeight = "";
      ask({ size: (scale = next) });
    }
  };
  const observer = new ResizeObserver(fit);
  // One after the other: decoding a key frame takes a turn in which the next may arrive.
  let shown = Promise.resolve();
  const arrived = (message, buffers) => {
    shown = shown.then(() => receive(message, buffers))
      .catch((error) => say(String(error), true))
      .then(() => answer(message))
      .catch(() => say(GONE, true)); // "seen" went to a kernel that is no more
  };
  model.on("msg:custom", arrived);
  observer.observe(canvas);
  return () => {
    observer.disconnect();
    still.leave();
    window.removeEventListener("keydown", keys, true);
    clearTimeout(waiting);
    clearTimeout(settle);
    model.off("msg:custom", arrived);
  };
}

export default { render };
