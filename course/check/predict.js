// The page's half of a prediction: a fieldset with radio buttons, or a number and a button.

// JupyterLab looks at the focused element first: the mark on a parent comes too late.
const OURS = { "data-lm-suppress-shortcuts": "true" };

function element(parent, tag, properties = {}, attributes = {}) {
  const node = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  parent.append(node);
  return node;
}

// What a hand typed, with a point or a comma before the decimals; NaN if it is no number.
// A box of type "number" hands over nothing, or other digits, where it does not like them.
function typedNumber(text) {
  const plain = text.trim().replace("\u2212", "-");
  if (!/^[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?$/i.test(plain)) return NaN;
  return Number(plain.replace(",", "."));
}

function render({ model, el }) {
  const { mark, question, options, unit, low, high } = model.get("spec");
  const name = `course-predict-${Math.random().toString(36).slice(2)}`; // this file runs once a widget
  el.classList.add("course-predict");
  const set = element(el, "fieldset");
  element(set, "legend", { textContent: `Your prediction: ${question}` });
  const give = (answer) => {
    model.set("answer", answer);
    model.save_changes();
  };

  let show;
  if (options.length) {
    const inputs = options.map((option) => {
      const label = element(set, "label");
      const input = element(label, "input", { type: "radio", name, value: option }, OURS);
      label.append(` ${option}`);
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
      const most = high === null ? "" : `${low === null ? " of" : " and"} at most ${high}`;
      status.textContent = `“${box.value.slice(0, 30)}” is no number${least}${most}; nothing was recorded.`;
    };
    button.addEventListener("click", send);
    box.addEventListener("keydown", (event) => { if (event.key === "Enter") send(); });
    show = (answer) => { if (box !== focusedBeside(box)) box.value = answer ?? ""; };
  }

  const status = element(el, "p", {}, { role: "status" });
  const refresh = () => {
    show(model.get("answer"));
    status.textContent = model.get("status") || "Not answered yet.";
  };
  model.on("change:answer", refresh);
  model.on("change:status", refresh);
  refresh();
  const still = stillBeside(el, mark);
  still.drawn();
  return () => {
    still.leave();
    model.off("change:answer", refresh);
    model.off("change:status", refresh);
  };
}

export default { render };
