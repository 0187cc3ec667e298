// What the hand finds in the picture: handles that move controls, and the value under it.

const FAR_STEP = 10; // steps of a key with Shift, and of PageUp and PageDown
const INSIDE = 16; // CSS pixels from the edge of a panel to a knob that has no place of its own
const PARTS = 200; // a panel has this many steps for a point that is no slider's
const LIFT = 240; // CSS pixels that a thing which stays where it is is dragged up from least to most

// Maps between data and fractions of the picture, from its top left.
function panelMaps({ box, x, y, log }) {
  const axis = ([from, to], isLog) => {
    const of = isLog ? Math.log10 : Number;
    const [a, b] = [of(from), of(to)];
    return {
      part: (value) => (of(value) - a) / (b - a),
      value: (part) => (isLog ? 10 ** (a + part * (b - a)) : a + part * (b - a)),
    };
  };
  const [across, up] = [axis(x, log[0]), axis(y, log[1])];
  return {
    left: (value) => box[0] + box[2] * across.part(value),
    top: (value) => box[1] + box[3] * (1 - up.part(value)),
    x: (left) => across.value((left - box[0]) / box[2]),
    y: (top) => up.value(1 - (top - box[1]) / box[3]),
  };
}

// Degrees around a middle, counterclockwise from the right, and the place at some of them.
const angleOf = ([x, y], at) => (Math.atan2(at[1] - y, at[0] - x) * 180) / Math.PI;
const atAngle = ([x, y, far], degrees) => {
  const angle = (degrees * Math.PI) / 180;
  return [x + far * Math.cos(angle), y + far * Math.sin(angle)];
};

// A number as exact as a hand can point in a range that is seen.
function pointed(value, [from, to]) {
  const digits = 3 - Math.floor(Math.log10(Math.abs(to - from)));
  return value.toFixed(Math.min(10, Math.max(0, digits))).replace("-", "\u2212");
}

// "time (ms)" -> "time 35.0 ms"
function withUnit(name, text) {
  const [, words, unit] = name.match(/^(.*?)(?:\s*\(([^()]*)\))?$/s);
  return [words.replace(/\s+/g, " "), text, unit].filter(Boolean).join(" ");
}

// `figure` has spec, values, controls by name, and what a hand does: `change(name, value,
// dragging)`, `ask(x, y)` what is there. Returns what it is told: `placed(panels, places)` by a
// frame, `told(message)` by an answer, `follow()` when values have changed, `sized(width, height)`.
function handled(figure, frame, canvas) {
  const { spec } = figure;
  const over = element(frame, "div", { className: "course-over" });
  const controls = Object.fromEntries(spec.controls.map((control) => [control.name, control]));
  let panels = {};
  const handles = (spec.handles ?? []).map((handle) => grip(handle));

  function grip(handle) {
    const { around, on } = handle;
    const named = [handle.turn || handle.x, handle.y];
    const both = Boolean(handle.state || (handle.x && handle.y));
    const line = handle.line && !handle.state
      ? element(over, "div", { className: `course-line course-along-${handle.x ? "x" : "y"}` }) : null;
    const knob = element(over, "div",
      { className: on ? "course-handle course-lift" : "course-handle", tabIndex: 0 },
      { role: "slider", "aria-label": handle.label });
    if (both) knob.setAttribute("aria-roledescription", "point that is moved in two directions");
    else knob.setAttribute("aria-orientation", named[0] ? "horizontal" : "vertical");
    const words = element(knob, "span", { className: "course-value" }, { "aria-hidden": "true" });
    let place = [null, null]; // data coordinates
    let shift = [0, 0]; // place - scale * value
    let taken = null; // where in the handle the hand has it
    let lifted = null; // position of the slider and height of the hand when it took a thing

    const value = (k) => (handle.state ? place[k] : figure.values[named[k]]);
    const said = (k) => {
      if (handle.state) return withUnit(panels[handle.panel].names[k], pointed(place[k], limits(k)));
      const control = controls[named[k]];
      return `${shown(control, value(k))} ${control.unit}`.trim();
    };
    const limits = (k) => panels[handle.panel][k ? "y" : "x"];
    const moves = (k) => Boolean(handle.state || named[k]);
    // Where a value stands; a thing that is dragged up stays.
    const stand = (k, is) => {
      const along = shift[k] + handle.scale * is;
      if (around) place = atAngle(around, along);
      else if (!on) place[k] = along;
    };

    function draw() {
      const panel = panels[handle.panel];
      const nowhere = !panel || [0, 1].some((k) => (moves(k) || on) && place[k] === null);
      knob.hidden = nowhere;
      if (line) line.hidden = nowhere;
      if (nowhere) return;
      const maps = panelMaps(panel);
      const [left, top, wide, high] = panel.box;
      const inside = (from, span, at) => Math.min(from + span, Math.max(from, at));
      const x = place[0] === null ? left + wide : inside(left, wide, maps.left(place[0]));
      const y = place[1] === null ? top : inside(top, high, maps.top(place[1]));
      // At the end of a line stands its name.
      knob.style.left = `calc(${100 * x}% - ${place[0] === null ? INSIDE : 0}px)`;
      knob.style.top = `calc(${100 * y}% + ${place[1] === null ? INSIDE : 0}px)`;
      knob.classList.toggle("course-right", x > 0.7);
      if (line) {
        const along = handle.x ? { left: x, top, height: high } : { left, top: y, width: wide };
        for (const [side, part] of Object.entries(along)) line.style[side] = `${100 * part}%`;
      }
      const text = [0, 1].filter(moves).map(said).join(", ");
      words.textContent = `${handle.label} ${text}`;
      knob.setAttribute("aria-valuetext", text);
      const k = named[0] || handle.state ? 0 : 1;
      const [low, high_] = handle.state
        ? [...limits(k)].sort((a, b) => a - b) : [controls[named[k]].low, controls[named[k]].high];
      knob.setAttribute("aria-valuemin", low);
      knob.setAttribute("aria-valuemax", high_);
      knob.setAttribute("aria-valuenow", value(k));
    }

    // Move to data coordinates, as near as the controls can be.
    function move(to, dragging) {
      if (handle.state) {
        const ends = [0, 1].map((k) => [...limits(k)].sort((a, b) => a - b));
        const inside = to.map((at, k) => Math.min(ends[k][1], Math.max(ends[k][0], at)));
        place = inside.map((at) => Number(at.toPrecision(4))); // so that it can be read
        figure.change(handle.state, [...place], dragging);
      } else {
        for (const k of [0, 1]) {
          if (!named[k]) continue;
          const control = controls[named[k]];
          const asked = clamped(control, around ? turned(to) : (to[k] - shift[k]) / handle.scale);
          set(k, valueAt(control, Math.round(positionOf(control, asked))), dragging);
        }
      }
      draw();
    }
    // The value of the shortest way there, or of one turn less or more where that is allowed.
    function turned(to) {
      const { low, high } = controls[handle.turn];
      const way = angleOf(around, to) - angleOf(around, place);
      const asked = value(0) + ((((way + 540) % 360) - 180) / handle.scale);
      const once = Math.abs(360 / handle.scale);
      const others = [asked, asked - once, asked + once];
      return others.find((one) => one >= low && one <= high) ?? asked;
    }
    function lift(to) {
      const control = controls[handle.y];
      const goal = lifted.position + ((lifted.height - to) / LIFT) * control.positions;
      set(1, valueAt(control, Math.round(Math.min(control.positions, Math.max(0, goal)))), true);
      draw();
    }
    function set(k, next, dragging) {
      stand(k, next);
      if (next === figure.values[named[k]]) return;
      figure.change(named[k], next, dragging);
      figure.show[named[k]](next);
    }
    function step(k, steps) {
      if (handle.state) {
        const [from, to] = limits(k);
        const goal = [...place];
        goal[k] += (steps * (to - from)) / PARTS;
        return move(goal, false);
      }
      const control = controls[named[k]];
      const ends = Math.min(control.positions, Math.max(0, positionOf(control, value(k)) + steps));
      set(k, valueAt(control, Math.abs(steps) === 1 ? ends : Math.round(ends)), false);
      draw();
    }
    knob.courseKey = (event) => {
      const by = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1,
        PageUp: FAR_STEP, PageDown: -FAR_STEP, Home: -Infinity, End: Infinity }[event.key];
      if (!by) return false;
      const vertical = /ArrowUp|ArrowDown|Page/.test(event.key);
      const k = both ? Number(vertical) : Number(!named[0]);
      // Right is more, unless the axis or the value runs the other way.
      const [from, to] = limits(k);
      const turns = /Arrow/.test(event.key) && !handle.state && (to - from) * handle.scale < 0;
      if (handle.state && !Number.isFinite(by)) return true;
      step(k, by * (turns ? -1 : 1) * (event.shiftKey && Math.abs(by) === 1 ? FAR_STEP : 1));
      return true;
    };

    // The hand holds the handle where it took it, so that nothing leaps at the first touch.
    const at = (event) => {
      const area = over.getBoundingClientRect();
      return [(event.clientX - area.left) / area.width, (event.clientY - area.top) / area.height];
    };
    for (const part of [knob, line].filter(Boolean)) {
      part.addEventListener("pointerdown", (event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        part.setPointerCapture(event.pointerId);
        knob.focus({ focusVisible: false, preventScroll: true });
        const maps = panelMaps(panels[handle.panel]);
        const now = [maps.left(place[0] ?? 0), maps.top(place[1] ?? 0)];
        taken = at(event).map((part_, k) => (moves(k) || around ? now[k] - part_ : 0));
        if (on) lifted = { position: positionOf(controls[handle.y], value(1)), height: event.clientY };
        knob.classList.add("course-held");
      });
      part.addEventListener("pointermove", (event) => {
        if (!taken) return;
        if (on) return lift(event.clientY);
        const maps = panelMaps(panels[handle.panel]);
        const [left, top] = at(event).map((part_, k) => part_ + taken[k]);
        move([maps.x(left), maps.y(top)], true);
      });
      const end = () => {
        if (!taken) return;
        taken = null;
        knob.classList.remove("course-held");
        if (handle.state) figure.change(handle.state, [...place], false);
        else for (const name of named) if (name) figure.change(name, figure.values[name], false);
      };
      part.addEventListener("pointerup", end);
      part.addEventListener("pointercancel", end);
    }

    return {
      // The frame is of values that the hand may have left behind.
      placed(next) {
        if (handle.state) {
          const [now, told] = [figure.values, figure.told].map((of) => of[handle.state]);
          if (JSON.stringify(now) === JSON.stringify(told)) place = [...next];
          return draw();
        }
        place = [...next];
        for (const k of [0, 1]) {
          if (!named[k] || next[k] === null) continue;
          const along = around ? angleOf(around, next) : next[k];
          if (!taken) shift[k] = along - handle.scale * figure.told[named[k]];
          stand(k, value(k));
        }
        draw();
      },
      // A control, a preset or an undo has moved a value: the handle goes at once.
      follow() {
        if (taken || handle.state) return;
        for (const k of [0, 1])
          if (named[k] && place[k] !== null) stand(k, value(k));
        draw();
      },
    };
  }

  // ---- the value under the pointer ----
  const tip = element(frame, "div", { className: "course-hover", hidden: true },
    { "aria-hidden": "true" });
  let pointer = null; // where it is, in fractions of the picture
  let due = false; // it is told once a frame of the page
  let asked = null; // where the kernel was asked what it is, and has not answered
  const under = () => pointer && Object.values(panels).find(({ box }) =>
    pointer[0] >= box[0] && pointer[0] <= box[0] + box[2]
    && pointer[1] >= box[1] && pointer[1] <= box[1] + box[3]);
  const say = (words) => {
    tip.hidden = !words || Boolean(over.querySelector(".course-held"));
    if (tip.hidden) return;
    const [left, top] = pointer;
    tip.replaceChildren();
    typeset(tip, words);
    tip.style.left = `${100 * left}%`;
    tip.style.top = `${100 * top}%`;
    tip.classList.toggle("course-right", left > 0.6);
    tip.classList.toggle("course-low", top < 0.12);
  };
  // Axes tell it here; of a schematic the kernel does, one question at a time.
  const tell = () => {
    const found = under();
    if (!found) return say("");
    if (found.told) return ask();
    const maps = panelMaps(found);
    const value = [maps.x(pointer[0]), maps.y(pointer[1])];
    say([0, 1].map((k) =>
      withUnit(found.names[k] || "xy"[k], pointed(value[k], k ? found.y : found.x))).join(", "));
  };
  const ask = () => {
    if (!asked && figure.ask(...pointer)) asked = pointer;
  };
  frame.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    const area = canvas.getBoundingClientRect();
    pointer = [(event.clientX - area.left) / area.width, (event.clientY - area.top) / area.height];
    if (!due) requestAnimationFrame(() => { due = false; tell(); });
    due = true;
  });
  frame.addEventListener("pointerleave", () => {
    pointer = null;
    tip.hidden = true;
  });

  return {
    placed(geometry, places) {
      panels = geometry ?? panels;
      handles.forEach((handle, k) => handle.placed(places[k]));
      if (under()?.told) ask(); // the pointer rests, and what is there has changed
    },
    // An answer; each view of the figure hears those of all.
    told({ x, y, words }) {
      if (x !== asked?.[0] || y !== asked[1]) return;
      const newest = asked === pointer;
      asked = null;
      if (under()?.told) say(words);
      if (!newest && pointer) tell();
    },
    follow: () => handles.forEach((handle) => handle.follow()),
    sized(width, height) {
      Object.assign(over.style, { width, height });
    },
  };
}
