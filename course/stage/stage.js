// The stage: a figure on the whole screen and the lesson around it, by keys alone. There is
// one a page, whichever script comes first, and every figure and every question joins it.

const theStage = (window.courseStage ??= (() => {
  const HINT = "← → scenes · ↑ ↓ lesson · C controls · Esc";
  const TEXTS = ".jp-RenderedMarkdown, .text_cell_render, .course-text";
  const SIZES = [44, 38, 33, 29, 26, 24]; // px of text on a screen 1080 px high; never smaller
  const IDLE = 8000; // ms that the pointer stays when the hand rests
  const parts = new Set(); // what joined: {kind, el, ...}
  const topmost = typeof HTMLElement.prototype.showPopover === "function";
  let on = null; // {stops, at, scene, ...} while there is a stage
  let layers = null; // what we own: the hall, the pointer
  const dressed = new WeakSet();
  const root = document.documentElement;

  function make(parent, tag, className = "", textContent = "") {
    const node = Object.assign(document.createElement(tag), { className, textContent });
    parent?.append(node);
    return node;
  }
  const frames = () => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
  const zoom = () => Math.min(8, Math.max(0.5, Math.min(innerWidth / 960, innerHeight / 540)));

  // ---- the lesson as a series of stops ----

  // A node of the page itself, for one in a shadow root.
  function outer(node) {
    for (let root = node.getRootNode(); root instanceof ShadowRoot; root = node.getRootNode())
      node = root.host;
    return node;
  }
  // JupyterLab may keep cells that are out of sight out of the page, and the others in
  // another order. Their places in the notebook say more; NaN elsewhere.
  const PLACE = "data-windowed-list-index";
  const placeOf = (node) => Number(outer(node).closest(`[${PLACE}]`)?.getAttribute(PLACE) ?? NaN);
  function before(a, b) {
    const places = placeOf(a) - placeOf(b);
    if (places) return places; // neither 0 nor NaN
    return outer(a).compareDocumentPosition(outer(b)) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
  }
  function stopsOfPage() {
    const texts = [...document.querySelectorAll(TEXTS)]
      .filter((node) => !node.closest(".jp-OutputArea, .output, .course-hall, .course-live"))
      .filter((node) => node.textContent.trim());
    const joined = [...parts].filter(({ el }) => el.isConnected);
    const found = [
      ...texts.map((el) => ({ kind: "text", el })),
      ...joined,
    ].sort((a, b) => before(a.el, b.el));
    let figure = null; // that the words below it speak of
    let section = "";
    return found.map((part) => {
      const heading = part.kind === "text" && part.el.querySelector("h1, h2, h3");
      if (heading) section = wordsOf(heading);
      const sees = part.kind === "text" && figure && !heading;
      const stop = { ...part, section, part };
      if (sees) Object.assign(stop, { kind: "see", figure });
      figure = part.kind === "figure" ? part : null;
      return stop;
    });
  }
  const wordsOf = (node) => {
    const copy = node.cloneNode(true);
    for (const link of copy.querySelectorAll("a.jp-InternalAnchorLink, a.anchor-link")) link.remove();
    return copy.textContent.trim();
  };
  const same = (a, b) => a.el === b.el;

  const viewOf = (node) => outer(node).closest(".jp-WindowedPanel-outer");
  async function scrolled(view, direction) {
    const top = view.scrollTop;
    view.scrollBy({ top: 0.5 * direction * view.clientHeight, behavior: "instant" });
    if (view.scrollTop === top) return false;
    await frames();
    await new Promise((go) => setTimeout(go, 60)); // it attaches cells when it is idle
    return true;
  }
  // The next stop; scrolls until all cells up to it are in the page.
  async function further(direction) {
    const { stop, place, view } = on;
    for (;;) {
      const stops = stopsOfPage();
      const at = stops.findIndex((other) => same(other, stop));
      const beyond = stops.filter(({ el }) => direction * (placeOf(el) - place) > 0);
      const next = at >= 0 ? stops[at + direction] : beyond.at(direction > 0 ? 0 : -1);
      let complete = Boolean(next) || !view;
      for (let k = place + direction; next && direction * (placeOf(next.el) - k) > 0; k += direction)
        complete &&= view.querySelector(`[${PLACE}="${k}"]`) !== null;
      if (complete || !(await scrolled(view, direction))) return next ?? null;
    }
  }
  // What is to be put on the stage has to be in the page, and its neighbors with it.
  async function intoView(el, direction) {
    const view = viewOf(el);
    if (!view) return;
    while (!el.getClientRects().length && (await scrolled(view, direction)));
    (outer(el).closest(".jp-Cell") ?? outer(el)).scrollIntoView({ block: "start", behavior: "instant" });
    await frames();
  }

  // ---- the layers above the page ----

  // Once for the page, and once for every shadow root with a figure in it.
  function dress(root) {
    if (dressed.has(root)) return;
    dressed.add(root);
    make(root === document ? document.head : root, "style", "", STAGE_CSS);
  }
  function build() {
    if (layers) return layers;
    dress(document);
    const hall = make(document.body, "div", "course-hall");
    Object.assign(hall, { tabIndex: -1, role: "region", ariaLabel: "The lesson on the stage" });
    const head = make(hall, "p", "course-hall-section");
    const body = make(hall, "div", "course-hall-body");
    const foot = make(hall, "div", "course-hall-foot");
    make(foot, "span", "", HINT);
    const count = make(foot, "span");
    const pointer = make(document.body, "div", "course-pointer");
    pointer.ariaHidden = "true";
    layers = { hall, head, body, count, pointer };
    inLanguage(hall, () => Object.assign({}, ...[...parts].map(({ words }) => words?.())));
    return layers;
  }
  // The last one raised is in front.
  function raise(node) {
    if (!topmost) return node.classList.add("course-raised");
    if (node.matches(":popover-open")) node.hidePopover();
    node.popover = "manual";
    node.showPopover();
  }
  function lower(node) {
    node.classList.remove("course-raised");
    if (!topmost || !node.hasAttribute("popover")) return;
    if (node.isConnected && node.matches(":popover-open")) node.hidePopover();
    node.removeAttribute("popover");
  }

  // ---- a figure on the stage ----

  function enterFigure(figure) {
    const { el } = figure;
    if (on.figure === figure) return;
    on.figure = figure;
    dress(el.getRootNode());
    const page = { room: figure.room, height: el.parentElement.style.minHeight };
    el.parentElement.style.minHeight = `${el.offsetHeight}px`; // what stands below stays there
    el.style.setProperty("--zoom", zoom());
    el.classList.add("course-on-stage");
    const hint = make(el.querySelector(".course-foot"), "span", "course-hint", HINT);
    const frame = el.querySelector(".course-frame");
    const stage = el.querySelector(".course-stage");
    figure.room = () => ({ width: frame.clientWidth, height: stage.clientHeight, zoom: zoom() });
    const watch = new ResizeObserver(() => figure.fit()); // words below it come later and take room
    watch.observe(stage);
    on.leaveFigure = () => {
      watch.disconnect();
      lower(el);
      el.classList.remove("course-on-stage", "course-with-rail", "course-seen", "course-compact");
      el.style.removeProperty("--zoom");
      el.querySelector(".course-see")?.remove();
      hint.remove();
      figure.room = page.room;
      if (el.parentElement) el.parentElement.style.minHeight = page.height;
      figure.fit();
      on.figure = on.leaveFigure = null;
    };
    raise(el);
  }
  // Names of scenes that do not fit into one line give way to their numbers.
  function lay() {
    const { el } = on.figure;
    el.style.setProperty("--zoom", zoom());
    el.classList.remove("course-compact");
    const row = el.querySelector(".course-presets");
    const chips = [...row.children];
    if (chips.some((chip) => chip.offsetTop > chips[0].offsetTop + 2)) el.classList.add("course-compact");
    on.figure.fit();
  }
  const chips = (figure) => [...figure.el.querySelectorAll(".course-presets button")];
  function sceneOf(figure) {
    const pressed = chips(figure).findIndex((chip) => chip.ariaPressed === "true");
    if (pressed >= 0) figure.scene = pressed + 1;
    else if (!figure.moved()) figure.scene = 0; // else the hand has moved on from there
    return figure.scene ?? 0;
  }

  // ---- words on the stage ----

  const clean = (node) => {
    const copy = node.cloneNode(true);
    for (const part of copy.querySelectorAll("a.jp-InternalAnchorLink, a.anchor-link, script, [id]"))
      if (part.matches("a.jp-InternalAnchorLink, a.anchor-link, script")) part.remove();
      else part.removeAttribute("id");
    copy.className = "course-words-on-stage jp-RenderedHTMLCommon";
    copy.removeAttribute("style");
    return copy;
  };
  const over = (box) => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1;
  const px = (size) => `${(size * Math.min(innerHeight, innerWidth * 0.5625)) / 1080}px`;

  // Words in pages that fit: as large as they can be on one page, or on several.
  function paged(box, node) {
    const whole = clean(node);
    box.replaceChildren(whole);
    for (const size of SIZES.slice(0, 5)) {
      box.style.fontSize = px(size);
      if (!over(box)) return [whole];
    }
    box.style.fontSize = px(SIZES[3]);
    const blocks = [...whole.children];
    const pages = [];
    let page = null;
    for (const block of blocks) {
      if (page) {
        page.append(block);
        if (!over(box)) continue;
        const heading = page.children.length === 2 && /^H\d$/.test(page.firstElementChild.tagName);
        if (heading) { squeeze(box, block); continue; }
      }
      page = clean(node);
      page.replaceChildren(block);
      box.replaceChildren(page);
      pages.push(page);
      squeeze(box, block);
    }
    return pages;
  }
  // One table or formula that is larger than the screen.
  function squeeze(box, block) {
    for (let share = 1; over(box) && share > 0.3; share -= 0.05) block.style.zoom = share;
  }

  // ---- what a stop shows: {scenes, show(scene)} ----

  const acts = {
    text(stop) {
      const { body } = layers;
      leaveFigure();
      body.className = "course-hall-body";
      const pages = paged(body, stop.el);
      return { scenes: pages.length, show: (scene) => body.replaceChildren(pages[scene]) };
    },
    figure(stop) {
      const { part } = stop;
      enterFigure(part);
      part.el.classList.remove("course-seen");
      part.el.querySelector(".course-see")?.remove();
      const count = chips(part).length;
      return {
        scenes: count + 1,
        now: () => sceneOf(part),
        // Who comes from before sees it from its start, who comes back as it was left.
        show(scene, coming) {
          lay();
          if (scene === sceneOf(part) && !(coming === "first" && part.moved())) return;
          part.scene = scene;
          if (scene) part.preset(scene - 1);
          else part.restart();
        },
      };
    },
    see(stop) {
      enterFigure(stop.figure);
      const { el } = stop.figure;
      el.querySelector(".course-see")?.remove();
      const box = make(null, "div", "course-see");
      el.querySelector(".course-foot").before(box);
      el.classList.add("course-seen");
      const words = clean(stop.el);
      box.append(words);
      const answers = [...words.querySelectorAll("details")];
      return {
        scenes: answers.length ? 2 : 1,
        show(scene) {
          for (const answer of answers) answer.open = scene === 1;
          for (const size of SIZES.slice(2)) {
            box.style.fontSize = px(size);
            if (box.offsetHeight < 0.19 * innerHeight) break;
          }
          lay();
        },
      };
    },
    predict(stop) {
      leaveFigure();
      return asking(stop.part);
    },
    outcome(stop) {
      leaveFigure();
      return telling(stop.part);
    },
  };
  const leaveFigure = () => on.leaveFigure?.();

  // Hands, as bars beside what they were raised for.
  function bars(table, rows, hands, outcome) {
    const most = Math.max(1, ...rows.map((row) => hands[row] ?? 0));
    return rows.map((row) => {
      const line = make(table, "div", "course-hands");
      if (outcome !== undefined && row.replace(/\.+$/, "") === outcome) line.classList.add("course-right");
      make(line, "span", "course-option", row);
      const bar = make(make(line, "span", "course-bar"), "span");
      const count = make(line, "span", "course-count", hands[row] ? String(hands[row]) : "");
      bar.style.width = `${(100 * (hands[row] ?? 0)) / most}%`;
      return { line, bar, count };
    });
  }

  function asking(part) {
    const { body } = layers;
    const { question, options, unit } = part.spec();
    const hands = { ...part.hands() };
    body.className = "course-hall-body course-asking";
    body.style.fontSize = px(SIZES[1]);
    const write = (typed) => {
      body.replaceChildren();
      make(body, "p", "course-question", question);
      const table = make(body, "div", "course-options");
      const rows = options.length ? options : Object.keys(hands).sort((a, b) => a - b);
      const lines = bars(table, rows, hands);
      return { lines, rows, typed };
    };
    const keep = () => part.keep({ ...hands });
    if (options.length) {
      return {
        scenes: options.length + 1, // the question alone, then each answer
        show(scene) {
          this.row = options[scene - 1];
          const { lines } = write();
          lines[scene - 1]?.line.classList.add("course-now");
          make(body, "p", "course-help", scene ? "type the hands you count" : "→ count hands, answer by answer");
          fitBody(body);
        },
        type(key) {
          if (!this.row) return false;
          const digits = String(hands[this.row] ?? "");
          const text = key === "Backspace" ? digits.slice(0, -1) : (this.fresh === this.row ? digits : "") + key;
          this.fresh = this.row; // what was counted before is written over, not added to
          if (text) hands[this.row] = Math.min(9999, Number(text));
          else delete hands[this.row];
          keep();
          this.show(options.indexOf(this.row) + 1);
          return true;
        },
      };
    }
    let typed = "";
    return {
      scenes: 1,
      show() {
        write();
        const box = make(body, "p", "course-typed", `${typed || "…"} ${unit}`.trim());
        box.role = "status";
        make(body, "p", "course-help", "type a guess from the hall, then Enter; a guess once more counts one hand more");
        fitBody(body);
      },
      type(key) {
        if (key === "Enter") {
          const number = Number(typed);
          if (typed && Number.isFinite(number)) {
            hands[number] = (hands[number] ?? 0) + 1;
            keep();
          }
          typed = "";
        } else if (key === "Backspace") typed = typed.slice(0, -1);
        else typed = (typed + key.replace(",", ".")).slice(0, 8);
        this.show();
        return true;
      },
    };
  }

  function telling(part) {
    const { body } = layers;
    const asked = [...parts].find((other) => other.kind === "predict" && other.key === part.key);
    body.className = "course-hall-body course-asking";
    body.style.fontSize = px(SIZES[1]);
    return {
      scenes: 2, // what the hall said, then what happened
      async show(scene) {
        if (scene) await part.reveal();
        if (on?.act !== this) return;
        const { happened, explanation } = part.spec();
        const { question = part.asked, options = [] } = asked?.spec() ?? {};
        const hands = asked?.hands() ?? {};
        body.replaceChildren();
        make(body, "p", "course-question", question);
        const rows = options.length ? options : Object.keys(hands).sort((a, b) => a - b);
        bars(make(body, "div", "course-options"), rows, hands, scene ? happened : undefined);
        if (scene && happened === undefined) make(body, "p", "course-help", "The kernel does not answer.");
        else if (scene) {
          if (!body.querySelector(".course-right")) make(body, "p", "course-happened", happened);
          for (const line of (explanation ?? "").split("\n")) if (line.trim()) make(body, "p", "", line);
        } else make(body, "p", "course-help", "→ what happened");
        fitBody(body);
      },
    };
  }
  function fitBody(body) {
    for (const size of SIZES.slice(1)) {
      body.style.fontSize = px(size);
      if (!over(body)) return;
    }
  }

  // ---- moving ----

  // Coming to its "first" scene, its "last", or the one that it is "now" at.
  async function go(stop, coming) {
    Object.assign(on, { stop, place: placeOf(stop.el), view: viewOf(stop.el) });
    const figure = stop.figure ?? (stop.kind === "figure" ? stop.part : null);
    if (on.figure !== figure) leaveFigure();
    await intoView((figure ?? stop).el, coming === "first" ? 1 : -1);
    if (!on) return;
    const { hall, head, count, pointer } = layers;
    hall.dataset.look = pointer.dataset.look = pageLook();
    const act = (on.act = acts[stop.kind](stop));
    const stops = stopsOfPage();
    head.textContent = stop.section;
    count.textContent = `${stops.findIndex((other) => same(other, stop)) + 1} / ${stops.length}`;
    raise(pointer);
    const last = coming === "last" ? act.scenes - 1 : 0;
    on.scene = coming === "first" ? 0 : (act.now?.() ?? last);
    await act.show(on.scene, coming);
    root.dataset.courseStop = `${stop.kind} ${on.scene}`;
    (on.figure?.el ?? hall).focus({ preventScroll: true });
  }
  // One key at a time: the next waits until what the last asked for stands.
  let moving = Promise.resolve();
  function move(step) {
    root.dataset.courseMoving = "true";
    const mine = (moving = moving.then(() => on && step()).catch(console.error).then(() => {
      if (mine === moving) delete root.dataset.courseMoving;
    }));
    return mine;
  }

  async function scene(direction) {
    const { act } = on;
    const next = (act.now?.() ?? on.scene) + direction;
    if (next < 0 || next >= act.scenes) return lesson(direction, direction < 0 ? "last" : "first");
    on.scene = next;
    await act.show(next);
    root.dataset.courseStop = `${on.stop.kind} ${next}`;
  }
  async function lesson(direction, coming = direction < 0 ? "now" : "first") {
    const next = await further(direction);
    if (next) await go(next, coming);
  }

  // ---- keys and the pointer ----

  const MOVES = {
    ArrowRight: () => scene(1), PageDown: () => scene(1), " ": () => scene(1),
    ArrowLeft: () => scene(-1), PageUp: () => scene(-1),
    ArrowDown: () => lesson(1), ArrowUp: () => lesson(-1),
  };
  const CONTROLS = "input, select, textarea, summary, [role=slider], .course-controls button";
  function keyed(event) {
    const { key } = event;
    const target = event.composedPath()[0];
    if (!on) return joinedKey(event, target);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const inControl = target.matches?.(CONTROLS) && !/^(Page|Esc)/.test(key);
    if (inControl && key.toLowerCase() !== "c") return;
    const act = () => {
      if (key === "Escape") return close();
      if (/^c$/i.test(key)) return rail();
      if (/^f$/i.test(key)) return fullscreen();
      const types = /^([0-9.,-]|Backspace|Enter)$/.test(key);
      // What is typed while the stage still moves is meant for where it goes.
      if (types && root.dataset.courseMoving) return void move(() => typed(key));
      if (types && on.act?.type) return on.act.type(key) || undefined;
      if (!MOVES[key]) return false;
      if (!event.repeat) move(MOVES[key]);
    };
    if (act() === false) {
      if (!on.figure) event.stopImmediatePropagation(); // nothing of it is for the page behind
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  function typed(key) {
    if (on.act.type) on.act.type(key);
    else on.figure?.preset(key - 1);
  }
  function joinedKey(event, target) {
    if (!/^f$/i.test(event.key) || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (target.matches?.("input[type=text], input[type=number], textarea, select, [contenteditable]")) return;
    const path = event.composedPath();
    const part = [...parts].find(({ el }) => path.includes(el));
    if (!part) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void open(part);
  }
  function rail() {
    if (!on.figure) return;
    const { el } = on.figure;
    const shown = el.classList.toggle("course-with-rail");
    lay();
    const within = (what) => el.querySelector(`.course-controls ${what}`);
    const first = within("[type=range]") ?? within(":is(input, select, button, summary)");
    (shown && first ? first : el).focus({ preventScroll: true });
  }
  let idle = null;
  function pointed({ clientX, clientY }) {
    if (!on) return;
    layers.pointer.style.translate = `${clientX}px ${clientY}px`;
    layers.pointer.classList.add("course-seen");
    clearTimeout(idle);
    idle = setTimeout(() => layers.pointer.classList.remove("course-seen"), IDLE);
  }
  function kept(event) {
    const path = event.composedPath();
    const places = [layers.hall, on?.figure?.el];
    if (on && !places.some((place) => path.includes(place)))
      (on.figure?.el ?? layers.hall).focus({ preventScroll: true });
  }
  function resized() {
    if (on?.act) move(() => go(on.stop, "now"));
  }

  // ---- on and off ----

  function fullscreen() {
    if (document.fullscreenElement) return;
    Promise.resolve(root.requestFullscreen?.({ navigationUI: "hide" })).then(() => {
      if (on && document.fullscreenElement) on.full = true;
    }).catch(() => {}); // refused, without a hand or in a frame: the window is the stage then
  }
  function fullChanged() {
    if (!on) return;
    if (!document.fullscreenElement && on.full) return close();
    // The page has been put in front of what lay above it.
    raise(layers.hall);
    if (on.figure) raise(on.figure.el);
    raise(layers.pointer);
    (on.figure?.el ?? layers.hall).focus({ preventScroll: true });
  }

  // At the part given, or at the first stop that is in sight or below `from`.
  async function open(part, from) {
    if (on) return;
    const stops = stopsOfPage();
    const follows = ({ el }) => (from ? before(from, el) < 0 : outer(el).getBoundingClientRect().bottom > 0);
    const shown = ({ el }) => el.getClientRects().length > 0;
    const stop = stops.find(({ el }) => el === part?.el)
      ?? stops.find((stop) => shown(stop) && follows(stop)) ?? stops.at(-1);
    if (!stop) return;
    build();
    const tops = [];
    for (let at = outer(stop.el); at; at = at.parentElement)
      if (at.scrollTop || at.classList.contains("jp-WindowedPanel-outer")) tops.push([at, at.scrollTop]);
    const focused = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
    on = { stop, before: { tops, focused } };
    root.classList.add("course-has-stage");
    raise(layers.hall);
    fullscreen();
    addEventListener("mousemove", pointed, true);
    addEventListener("focusin", kept, true);
    addEventListener("resize", resized);
    document.addEventListener("fullscreenchange", fullChanged);
    await move(() => go(stop, "now"));
  }
  async function close() {
    if (!on) return;
    const { before: { tops, focused }, full } = on;
    leaveFigure();
    on = null;
    removeEventListener("mousemove", pointed, true);
    removeEventListener("focusin", kept, true);
    removeEventListener("resize", resized);
    document.removeEventListener("fullscreenchange", fullChanged);
    lower(layers.hall);
    lower(layers.pointer);
    root.classList.remove("course-has-stage");
    delete root.dataset.courseStop;
    if (full && document.fullscreenElement) await document.exitFullscreen().catch(() => {});
    for (let k = 0; k < 2; k++) {
      for (const [node, top] of tops) node.scrollTo({ top, behavior: "instant" });
      await frames(); // cells that have come back into the page may move it once more
    }
    focused?.focus?.({ preventScroll: true });
  }

  addEventListener("keydown", keyed, true);

  return {
    // Joins the lesson; returns what ends that. A figure has {el, preset, restart, moved, room, fit},
    // a question {key, spec, hands, keep}, what happened {key, asked, spec, reveal}. Each may have
    // words(), what stands for its sentences in another language.
    join(part) {
      parts.add(part);
      return () => {
        if (on?.figure === part) on.leaveFigure();
        parts.delete(part);
      };
    },
    begin: () => open(stopsOfPage()[0]),
    open,
    close,
    get shown() { return on !== null; },
  };
})());
