// The page's half of a prediction: a fieldset with radio buttons, or a number and a button;
// and of a comparison, which is closed until the kernel says what happened.

const OPENS = 5000; // ms that the stage waits for the kernel to say what happened
// JupyterLab looks at the focused element first: the mark on a parent comes too late.
const OURS = { "data-lm-suppress-shortcuts": "true" };

function element(parent, tag, properties = {}, attributes = {}) {
  const node = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  parent.append(node);
  return node;
}

// Calls `refresh` now and whenever one of the traits changes; returns how to end that.
function following(model, traits, refresh) {
  for (const trait of traits) model.on(`change:${trait}`, refresh);
  refresh();
  return () => { for (const trait of traits) model.off(`change:${trait}`, refresh); };
}

function head(parent, icon, words) {
  const row = element(parent, "div", { className: "head" });
  element(row, "span", { textContent: icon }, { "aria-hidden": "true" });
  element(row, "span", { textContent: words });
  return element(row, "span", { className: "state" });
}

// What a hand typed, with a point or a comma before the decimals; NaN if it is no number.
// A box of type "number" hands over nothing, or other digits, where it does not like them.
function typedNumber(text) {
  const plain = text.trim().replace("\u2212", "-");
  if (!/^[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?$/i.test(plain)) return NaN;
  return Number(plain.replace(",", "."));
}

function askedFor(model, el) {
  const { question, options, unit, low, high } = model.get("spec");
  const name = `course-predict-${Math.random().toString(36).slice(2)}`; // this file runs once a widget
  const state = head(el, "◇", "Predict");
  const set = element(el, "fieldset");
  element(set, "legend", { textContent: question });
  const give = (answer) => {
    model.set("answer", answer);
    model.save_changes();
  };

  let show;
  if (options.length) {
    const inputs = options.map((option) => {
      const label = element(set, "label");
      const input = element(label, "input", { type: "radio", name, value: option }, OURS);
      element(label, "span", { textContent: option });
      input.addEventListener("change", () => give(option));
      return input;
    });
    show = (answer) => { for (const input of inputs) input.checked = input.value === answer; };
  } else {
    const row = element(set, "div");
    const label = element(row, "label", { htmlFor: name, textContent: "Your number " });
    const box = element(row, "input", { type: "text", id: name, inputMode: "decimal", autocomplete: "off" }, OURS);
    if (unit) {
      label.textContent = `Your number, in ${unit} `;
    }
    const button = element(row, "button", { type: "button", textContent: "Record" }, OURS);
    const send = () => {
      const typed = typedNumber(box.value);
      const allowed = typed >= (low ?? -Infinity) && typed <= (high ?? Infinity);
      box.setAttribute("aria-invalid", String(!allowed));
      if (allowed) return give(typed);
      const least = low === null ? "" : ` of at least ${low}`;
      const most = high === null ? "" : low === null ? ` of at most ${high}` : ` and at most ${high}`;
      status.textContent = `“${box.value.slice(0, 30)}” is no number${least}${most}; nothing was recorded.`;
    };
    button.addEventListener("click", send);
    box.addEventListener("keydown", (event) => { if (event.key === "Enter") send(); });
    show = (answer) => { if (box !== focusedBeside(box)) box.value = answer ?? ""; };
  }

  const status = element(el, "p", {}, { role: "status" });
  return following(model, ["answer", "status"], () => {
    const answered = model.get("answer") !== null;
    show(model.get("answer"));
    state.textContent = answered ? "✓ answered" : "○ open";
    status.textContent = model.get("status") || "Not answered yet.";
  });
}

function comparison(model, el) {
  const state = head(el, "◈", "Compare");
  const body = element(el, "div", {}, { role: "status" });
  const paragraph = (textContent, className = "") => element(body, "p", { textContent, className });
  return following(model, ["spec"], () => {
    const { predicted, happened, verdict, explanation } = model.get("spec");
    body.replaceChildren();
    state.textContent = verdict ?? "○ closed";
    if (happened === undefined) {
      if (model.get("asked")) paragraph(model.get("asked"), "title");
      if (!model.get("told")) return;
      paragraph("Answer this question first: what happened then opens here.");
      const skip = element(body, "button", { type: "button", textContent: "Skip: show me what happened" }, OURS);
      skip.addEventListener("click", () => model.send({ skip: true }));
      return;
    }
    const pair = element(body, "div", { className: "pair" });
    for (const [word, said] of [["You said", predicted || "nothing"], ["It did", happened]]) {
      const half = element(pair, "div");
      element(half, "div", { textContent: word, className: "word" });
      element(half, "div", { textContent: said, className: "said" });
    }
    for (const line of explanation.split("\n").filter((text) => text.trim())) paragraph(line);
  });
}

// What the stage shows of a question, where the hands of the hall are counted ...
function asks(model) {
  return {
    kind: "predict",
    spec: () => model.get("spec"),
    hands: () => model.get("hands") ?? {},
    keep(hands) {
      model.set("hands", hands);
      model.save_changes();
    },
  };
}

// ... and of what happened, which it may open without an answer.
function answers(model) {
  return {
    kind: "outcome",
    asked: model.get("asked"),
    spec: () => model.get("spec"),
    reveal() {
      if (model.get("spec").happened !== undefined) return null;
      return new Promise((go) => {
        const opened = () => {
          model.off("change:spec", opened);
          go();
        };
        model.on("change:spec", opened);
        setTimeout(opened, OPENS);
        model.send({ skip: true });
      });
    },
  };
}

function render({ model, el }) {
  const compares = model.get("asked") !== undefined;
  el.classList.add("course-predict", compares ? "course-compared" : "course-asked");
  // From a shadow root a key looks as if no control had got it.
  el.addEventListener("keydown", (event) => { if (!forHost(event)) event.stopPropagation(); });
  const end = compares ? comparison(model, el) : askedFor(model, el);
  const quiet = inLanguage(el, () => model.get("words"));
  heard(model);
  const still = stillBeside(el, model.get("mark"));
  still.drawn();
  const leave = theStage.join({ el, words: () => model.get("words"), key: model.get("key"), ...(compares ? answers(model) : asks(model)) });
  return () => {
    leave();
    still.leave();
    quiet();
    end();
  };
}

export default { render };
