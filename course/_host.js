// What hosts differ in: how bytes arrive, and whether the page is one tree of nodes.
// It stands before the script of each widget.

// Bytes arrive as DataView (Jupyter), Uint8Array (Colab) or ArrayBuffer (others).
function bytesOf(buffer) {
  if (!ArrayBuffer.isView(buffer)) return new Uint8Array(buffer);
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

// What a key or a hand has really met: outside of a shadow root `event.target` is its host.
const targetOf = (event) => event.composedPath()[0];
const meets = (el, event) => event.composedPath().includes(el);
const focusedBeside = (el) => el.getRootNode().activeElement;

// Keys that mean something to the host and not to a control of ours: save, run, undo.
const forHost = (event) =>
  event.ctrlKey || event.metaKey || event.altKey || (event.key === "Enter" && event.shiftKey);

// In another language `wordsOf()` has what is to stand for each sentence of a script. An entry
// with holes, "{0} more", is for any sentence of its form. Sentences are found where they are
// shown, so no script has to know of it; in English nothing is watched. What is code has
// translate="no", as HTML has it.
function inLanguage(el, wordsOf) {
  if (!Object.keys(wordsOf() ?? {}).length) return () => {};
  const hole = /\{(\d+)\}/g;
  const told = (text) => {
    const words = wordsOf();
    if (Object.hasOwn(words, text)) return words[text];
    for (const [entry, its] of Object.entries(words)) {
      if (entry.search(hole) < 0) continue;
      const form = entry.replace(/[.*+?^$|()[\]\\]/g, "\\$&").replace(hole, "(.*?)");
      const fit = new RegExp(`^${form}$`, "s").exec(text);
      if (fit) return its.replace(hole, (_, k) => told(fit[Number(k) + 1]));
    }
    return text;
  };
  const said = (text) => {
    const bare = text.trim();
    const its = bare && told(bare);
    return its === bare ? text : text.replace(bare, () => its);
  };
  const speak = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      if (node.parentElement?.translate === false) return;
      const its = said(node.data);
      if (its !== node.data) node.data = its;
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    for (const name of ["aria-label", "aria-roledescription", "title"]) {
      const is = node.getAttribute(name);
      if (is && said(is) !== is) node.setAttribute(name, said(is));
    }
    node.childNodes.forEach(speak);
  };
  const observer = new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      if (addedNodes.length) addedNodes.forEach(speak);
      else speak(target);
    }
  });
  speak(el);
  const what = ["aria-label", "aria-roledescription", "title"];
  observer.observe(el, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: what,
  });
  return () => observer.disconnect();
}

// The still of this view is the last before it, in the smallest part of the page that has one.
function findStill(el, mark) {
  const above = (node) => node.parentNode ?? node.host;
  for (let inner = el, node = above(el); node; inner = node, node = above(node)) {
    if (!node.querySelectorAll) continue;
    const before = [...node.querySelectorAll(`[data-course-still="${mark}"]`)].filter((still) =>
      still.compareDocumentPosition(inner) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (before.length) return before.at(-1);
  }
  return null;
}

// The saved still stays in sight until the widget is drawn. Hosts attach `el` after `render`.
function stillBeside(el, mark) {
  let still = null;
  let drawn = false;
  let speaks = false;
  let placed = false; // whether it is known where on the page this is
  const settle = () => {
    if (!still?.isConnected) {
      still = findStill(el, mark);
      if (still) still.dataset.courseSay = ""; // nothing is to be done but to wait
    }
    const waits = (still || !placed) && !drawn && !speaks;
    el.classList.toggle("course-waiting", Boolean(waits));
    if (!still) return;
    still.courseViews ??= new Set();
    if (drawn) still.courseViews.add(el);
    still.style.display = still.courseViews.size ? "none" : "";
  };
  // Not at once: what an observer changes must not call it again.
  const observer = new ResizeObserver(() => setTimeout(() => { placed = true; settle(); }));
  observer.observe(el);
  settle();
  return {
    drawn() {
      drawn = true;
      settle();
    },
    // Something else than a picture has to be seen: the still stays where it is.
    speaks() {
      speaks = true;
      settle();
    },
    // Words for who waits; true if the still says them.
    say(words) {
      if (!still || drawn || speaks) return false;
      still.dataset.courseSay = words;
      return true;
    },
    leave() {
      observer.disconnect();
      if (!still) return;
      still.courseViews.delete(el);
      still.style.display = still.courseViews.size ? "none" : "";
    },
  };
}
