// The page's half of the live figure. One request is under way at a time, or two while a hand
// drags and the kernel is quick; when a picture arrives the newest values are sent, so nothing
// ever queues behind the hand.

const QUICK = 80; // ms between two answers; of a slower model two would lag behind the hand
const WAIT = 2500; // ms without an answer before we say so
const HELD = 800; // ms between two repeats of a key, at most
const SETTLED = 80; // ms that a size must last before a picture of it is asked for
const LATE = "Waiting for the kernel. If it was restarted, run this cell again.";
const GONE = "The kernel no longer knows this figure: run this cell again.";
// What the values were before each touch. A drag is one touch, and so is a key that is held.
function remembered(values, setAll) {
  const before = [];
  const after = [];
  let touching = "";
  let when = 0;
  const history = {
    told() {}, // (entries before, entries after)
    keep() {
      after.length = 0;
      touching = "";
      if (JSON.stringify(before.at(-1)) !== JSON.stringify(values)) before.push({ ...values });
      history.told(before.length, after.length);
    },
    touch(what, dragging) {
      const now = performance.now();
      if (touching !== what || (when && now - when > HELD)) history.keep();
      touching = what;
      when = dragging ? 0 : now; // a drag may rest for as long as it likes
    },
    back: () => travel(before, after),
    forth: () => travel(after, before),
  };
  function travel(from, to) {
    const found = from.pop();
    if (!found) return;
    to.push({ ...values });
    touching = "";
    setAll(found);
    history.told(before.length, after.length);
  }
  return history;
}

function render({ model, el }) {
  const spec = model.get("spec");
  el.classList.add("course-live");
  el.tabIndex = -1; // a click on the picture brings the keys here too
  for (const [name, value] of Object.entries({
    role: "group",
    "aria-label": spec.title,
  })) el.setAttribute(name, value);

  const quiet = inLanguage(el, () => model.get("words"));
  heard(model);
  const still = stillBeside(el, model.get("mark"));
  const card = element(el, "div", { className: "course-figure" });
  const head = element(card, "div", { className: "course-head" });
  element(head, "h3", { textContent: spec.title });
  const said = element(head, "p", { className: "course-pinned" });
  const tools = element(head, "div", { className: "course-tools" });
  const trying = element(card, "div", { className: "course-try" });
  const row = element(trying, "div", { className: "course-presets" });
  // Room for the longest sentence, so that the picture does not jump when one is said; and for
  // what is said when the kernel is busy, which no hand has asked for.
  const words = element(trying, "div", { className: "course-words" });
  for (const sentence of [...spec.presets.map((preset) => preset.sentence), LATE, GONE])
    typeset(element(words, "p", {}, { "aria-hidden": "true" }), sentence);
  const note = element(words, "p", { className: "course-note" }, { role: "status" });
  const work = element(card, "div", { className: "course-work" });
  const stage = element(work, "div", { className: "course-stage" });
  const frame = element(stage, "div", { className: "course-frame" });
  const canvas = element(frame, "canvas", {}, { role: "img", "aria-label": spec.title });
  const progress = element(stage, "progress", { max: 1, value: 1 }, { "aria-label": "progress" });
  const side = element(work, "div", { className: "course-controls" });
  const foot = element(card, "div", { className: "course-foot" });
  const summary = element(foot, "p", { className: "course-summary" }, { "aria-live": "polite" });

  // ---- values out, pictures in ----
  const values = {};
  for (const control of spec.controls) values[control.name] = control.start;
  let pending = null; // newest request not sent yet
  let events = [];
  const touched = new Set(); // names that the hand has changed since the last request
  const sent = []; // requests without an answer: the names that each changed, and when it left
  let answered = 0; // when the last answer came
  let quick = false; // whether the last answer took so little that another may be on its way
  let waiting = null;
  let late = false;
  let noted = ""; // the note, in English
  let compiling = null; // why the kernel keeps us waiting
  let unsaid = ""; // what stands there when it does not
  let call = "";
  let settle = null;

  function ask(request) {
    pending = { ...pending, ...request };
    pump();
  }
  function pump() {
    if (late) say(LATE); // what the hand does meanwhile must not wipe it away
    if (!pending) return;
    const { dragging = false } = pending;
    const first = ["size", "pin"].find((name) => name in pending);
    // Kernel, server and page then work side by side. What builds on an answer waits for it.
    const plain = !first && !events.length;
    const both = plain && dragging && quick && sent.every((one) => one.plain);
    if (sent.length >= (both ? 2 : 1)) return;
    try {
      if (first) model.send({ kind: first, ...pending[first] });
      else model.send({ kind: "set", values, dragging, events });
    } catch {
      return say(GONE, true); // the kernel was restarted, or the figure is closed
    }
    sent.push({ plain, names: [...touched], when: performance.now() });
    if (first) {
      delete pending[first];
      if (!Object.keys(pending).length) pending = null;
    } else {
      touched.clear();
      pending = null;
      events = [];
    }
    el.dataset.busy = "true";
    expect();
  }
  function expect() {
    clearTimeout(waiting);
    waiting = setTimeout(() => { late = true; say(LATE); }, WAIT);
  }
  // Room for the longest words so far, so that what stands below does not jump to and fro.
  function write(line, text) {
    if (line.said === text) return;
    line.said = text;
    line.replaceChildren();
    typeset(line, text);
    line.style.minHeight = `${line.getBoundingClientRect().height}px`;
  }
  function say(text, wrong = false) {
    if ([LATE, GONE].includes(text) && still.say(text)) return;
    noted = text;
    write(note, text);
    note.classList.toggle("course-wrong", wrong);
  }
  function change(name, value, dragging) {
    history.touch(name, dragging);
    if (values[name] === value && !dragging && !spec.drafts) return;
    values[name] = value;
    touched.add(name);
    chosen(-1);
    say("");
    inPicture.follow();
    ask({ dragging });
  }
  function setAll(changed, sentence = "", number = -1) {
    for (const control of spec.controls) {
      values[control.name] = changed[control.name] ?? control.start;
      touched.add(control.name);
      show[control.name](values[control.name]);
    }
    chosen(number);
    say(sentence);
    inPicture.follow();
    ask({ dragging: false });
  }
  const history = remembered(values, setAll);

  function hand(kind, x, y, key = "") {
    if (!spec.touch) return;
    history.touch("the picture", kind === "press" || kind === "move");
    events.push({ kind, x, y, key });
    ask({ dragging: kind === "move" || kind === "press" });
  }

  const context = canvas.getContext("2d", { willReadFrequently: true });
  let key = null; // pixels of the last key frame
  let image = null; // the picture on the canvas
  async function paintKey(png, ratio) {
    const bitmap = await createImageBitmap(new Blob([png], { type: "image/png" }));
    if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
    }
    // Pixels of the picture are pixels of the screen.
    canvas.style.width = `${bitmap.width / ratio}px`;
    canvas.style.height = `${bitmap.height / ratio}px`;
    inPicture.sized(canvas.style.width, canvas.style.height);
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

  async function receive(message, buffers, next) {
    if (noted === LATE) say("");
    if (noted === compiling) say(unsaid);
    progress.value = message.progress;
    progress.style.visibility = message.progress < 1 ? "visible" : "hidden";
    if (message.error) {
      still.speaks(); // what was wrong must be seen
      say(message.error, true);
      return;
    }
    const parts = buffers.map(bytesOf);
    if (parts.length > 1 && !key) return; // changes for another view; ours gets a key frame first
    // Values set from Python, or by pointing; never against a hand that is still moving.
    // What waits to be sent must build on what the last events made: a quick click is a
    // press and a release, and the release must carry what the press has changed.
    for (const { name } of spec.controls) {
      if (pending && (touched.has(name) || !message.reply)) continue;
      if (sent.slice(message.reply ? 1 : 0).some(({ names }) => names.includes(name))) continue;
      values[name] = message.values[name];
      show[name](values[name]);
    }
    const moving = message.reply && pending;
    if (moving) next(); // the kernel computes while we draw
    if (parts.length === 1) await paintKey(parts[0], message.ratio);
    else paintChanges(...parts);
    if (note.classList.contains("course-wrong")) say(""); // that was an earlier value's
    still.drawn();
    canvas.dataset.frames = Number(canvas.dataset.frames || 0) + 1;
    canvas.setAttribute("aria-label", `${spec.title}. ${message.summary}`);
    call = message.call;
    // A screen reader hears where the value came to rest, not every step on the way.
    clearTimeout(settle);
    settle = setTimeout(() => write(summary, message.summary), moving ? 400 : 120);
    figure.told = message.values;
    inPicture.placed(message.panels, message.handles);
    ghost?.seen(message);
  }
  function answer(message) {
    if (!message.reply) return model.send({ kind: "seen" });
    const now = performance.now();
    quick = now - Math.max(sent.shift()?.when, answered) < QUICK;
    answered = now;
    late = false;
    clearTimeout(waiting);
    if (sent.length) expect();
    else delete el.dataset.busy;
    pump();
  }

  // ---- what is pinned: curves, which the kernel draws, or else the whole picture ----
  let ghost = null;
  function pinOrLetGo() {
    if (ghost) ghost.leave();
    else ghost = pinned();
    pin.setAttribute("aria-pressed", Boolean(ghost));
    ask({ pin: { on: Boolean(ghost) } });
  }
  function pinned() {
    const at = { ...values };
    const shot = element(frame, "canvas",
      { className: "course-ghost", width: canvas.width, height: canvas.height, hidden: true },
      { "aria-hidden": "true" });
    Object.assign(shot.style, { width: canvas.style.width, height: canvas.style.height });
    shot.getContext("2d").drawImage(canvas, 0, 0);
    const { look } = el.dataset;
    return {
      seen(message) {
        const fits = shot.width === canvas.width && shot.height === canvas.height;
        shot.hidden = message.pinned > 0 || !fits || look !== el.dataset.look;
        const moved = spec.controls.filter(({ name, kind }) =>
          kind !== "state" && at[name] !== values[name]);
        const was = moved.slice(0, 3).map((control) => inWords(control, at[control.name]));
        said.textContent = was.length ? `gray: pinned at ${was.join(", ")}` : "gray: pinned";
        if (shot.hidden && !message.pinned)
          said.textContent = "pinned in another size: pin anew";
        said.title = said.textContent;
      },
      leave() {
        shot.remove();
        said.textContent = "";
        ghost = null;
      },
    };
  }

  // ---- controls ----
  const show = {};
  const places = { main: element(side, "div", { className: "course-main" }) };
  const rest = spec.controls.filter(({ kind, main }) => kind !== "state" && !main).length;
  if (rest) {
    const fold = element(side, "details", { className: "course-more" });
    element(fold, "summary", { textContent: `${rest} more` });
    places.more = element(fold, "div", { className: "course-main" });
  }
  for (const control of spec.controls) {
    const place = control.main ? places.main : places.more;
    show[control.name] = builders[control.kind](place, control,
      (value, dragging) => change(control.name, value, dragging), say);
    if (control.kind !== "state") show[control.name](control.start);
  }
  const preset = (k) => {
    if (!spec.presets[k]) return;
    history.keep();
    setAll(spec.presets[k].values, spec.presets[k].sentence, k);
  };
  const chips = spec.presets.map(({ label, sentence }, k) => {
    const button = element(row, "button", { type: "button", title: sentence });
    element(button, "kbd", { textContent: k + 1 });
    typeset(button, ` ${label}`);
    button.addEventListener("click", () => { preset(k); bringInSight(); });
    return button;
  });
  function chosen(number) {
    chips.forEach((chip, k) => chip.setAttribute("aria-pressed", k === number));
  }
  const undo = tool(tools, ICONS.undo, "undo", "undo (Ctrl+Z)", () => history.back());
  const redo = tool(tools, ICONS.redo, "redo", "redo (Ctrl+Shift+Z)", () => history.forth());
  history.told = (before, after) => { undo.disabled = !before; redo.disabled = !after; };
  history.told(0, 0);
  const pin = tool(tools, ICONS.pin, "pin", "pin: keep what is seen, in gray (P)", pinOrLetGo);
  const restart = () => {
    history.keep();
    setAll({});
  };
  tool(tools, ICONS.reset, "reset", "reset: all controls as at the start", restart);
  tool(tools, ICONS.copy, "copy settings", "copy settings: what makes this figure again",
    async () => {
      // A static site has a link that opens the figure as it is; elsewhere it is a call.
      const text = window.courseSite?.link(spec.module, call) ?? call;
      try {
        await navigator.clipboard.writeText(text);
        say(`Copied: ${text}`);
      } catch {
        say(text); // no clipboard here: show it, so that it can be selected
      }
    });

  tool(tools, ICONS.stage, "stage", "stage: the whole screen (F)", () => theStage.open(figure));

  // JupyterLab takes plain keys at the document, before they reach us: digits turn cells
  // into headings, arrows change the cell. The window comes first. Ctrl+S and the like pass.
  const keys = (event) => {
    if (!meets(el, event)) return;
    const target = targetOf(event);
    const typing = target.matches("input[type=text]");
    const { key } = event;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !typing && /^[zy]$/i.test(key)) {
      event.preventDefault();
      event.stopPropagation();
      if (/z/i.test(key) && !event.shiftKey) history.back();
      else history.forth();
      return;
    }
    if (forHost(event)) return;
    event.stopPropagation();
    if (key === "p" && !typing && !target.matches("select")) {
      event.preventDefault();
      pinOrLetGo();
    } else if (target.courseKey?.(event)) {
      event.preventDefault();
    } else if (typing && /^Arrow(Up|Down)$/.test(key)) {
      event.preventDefault();
      target.courseStep(key === "ArrowUp");
    } else if (!typing && /^[1-9]$/.test(key)) {
      event.preventDefault();
      preset(key - 1);
    } else if (target === canvas && /^(Arrow.*|Enter| |Delete|Backspace)$/.test(key)) {
      event.preventDefault();
      hand("key", 0, 0, key);
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

  // ---- room: as many pixels as the page really shows, in its colors ----
  // The room for the picture in CSS pixels, and the zoom of its text. What puts the figure
  // elsewhere, as on a stage, has a room of its own and calls `fit`.
  const tallest = () => {
    const narrow = spec.narrow && frame.getBoundingClientRect().width < spec.narrow.below;
    return narrow ? spec.narrow.height : spec.height;
  };
  const figure = {
    kind: "figure",
    el,
    spec,
    words: () => model.get("words"),
    preset,
    values,
    show,
    told: values, // of the picture that is seen
    change,
    ask(x, y) {
      try {
        model.send({ kind: "over", x, y });
        return true;
      } catch {
        return false; // the kernel is no more: what is under the pointer is not told
      }
    },
    restart,
    moved: () => spec.controls.some(({ name, start }) => values[name] !== start),
    room: () => ({
      width: frame.getBoundingClientRect().width,
      height: Math.min(tallest(), Math.max(LOWEST, viewHeight(el) - BESIDE, 0.66 * viewHeight(el))),
      zoom: Number(getComputedStyle(el).getPropertyValue("--course-zoom")) || 1,
    }),
    fit,
  };
  const inPicture = handled(figure, frame, canvas);
  let asked = {};
  function fit() {
    delete el.dataset.fitting;
    observer.observe(scroller(el) ?? document.documentElement); // hosts attach `el` late
    const { width, height, zoom } = figure.room();
    if (!(width > 0)) return;
    const ratio = Math.min(8, Math.max(0.25, window.devicePixelRatio));
    const whole = (side) => Math.floor(side * ratio) / ratio;
    const look = (el.dataset.look = pageLook());
    const next = { width: whole(Math.max(NARROWEST, width)), height: whole(height), ratio, zoom, look };
    frame.style.height = `${next.height * Math.min(1, width / next.width)}px`;
    el.style.setProperty("--course-picture", frame.style.height);
    if (Object.keys(next).every((name) => next[name] === asked[name])) return;
    asked = next;
    summary.style.minHeight = note.style.minHeight = "";
    ask({ size: next });
  }
  let fitting = null;
  const fitSoon = () => {
    clearTimeout(fitting);
    el.dataset.fitting = "true";
    fitting = setTimeout(fit, asked.width ? SETTLED : 0);
  };
  const observer = new ResizeObserver(fitSoon);
  // A preset at the lower edge of the page has its picture below it; in a wide figure the
  // first controls have it beside them.
  function bringInSight() {
    const { top, bottom, height } = frame.getBoundingClientRect();
    const view = (scroller(el) ?? document.documentElement).getBoundingClientRect();
    const low = scroller(el) ? view.bottom : document.documentElement.clientHeight;
    const high = scroller(el) ? view.top : 0;
    if (Math.min(bottom, low) - Math.max(top, high) < 0.8 * height)
      frame.scrollIntoView({ block: "nearest", behavior: "instant" });
  }
  el.addEventListener("focusin", (event) => {
    if (targetOf(event).matches(":focus-visible")) bringInSight();
  });
  // One after the other: decoding a key frame takes a turn in which the next may arrive.
  let shown = Promise.resolve();
  const arrived = (message, buffers) => {
    if (message.kind === "over") return inPicture.told(message);
    if (message.kind === "wait") {
      clearTimeout(waiting); // the kernel is there
      if (noted !== compiling) unsaid = noted;
      return say((compiling = message.words));
    }
    let due = true; // a message has one answer
    const next = () => { if (due) { due = false; answer(message); } };
    shown = shown.then(() => receive(message, buffers, next))
      .catch((error) => say(String(error), true))
      .then(next)
      .catch(() => say(GONE, true)); // "seen" went to a kernel that is no more
  };
  model.on("msg:custom", arrived);
  observer.observe(frame);
  const unwatched = [watchLook(fitSoon), watchResolution(fitSoon), theStage.join(figure)];
  return () => {
    observer.disconnect();
    quiet();
    still.leave();
    for (const end of unwatched) end();
    clearTimeout(fitting);
    window.removeEventListener("keydown", keys, true);
    clearTimeout(waiting);
    clearTimeout(settle);
    model.off("msg:custom", arrived);
  };
}

export default { render };
