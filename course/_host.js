// What hosts differ in: how bytes arrive, and whether the page is one tree of nodes.
// It stands before the script of each widget.

// Bytes arrive as DataView (Jupyter), Uint8Array (Colab) or ArrayBuffer (others).
function bytesOf(buffer) {
  if (!ArrayBuffer.isView(buffer)) return new Uint8Array(buffer);
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

// anywidget gives a script two seconds to load. On a page that is busier than that, as when a
// whole lesson runs on a slow machine, it throws away all that the kernel ever says to the
// model. Its method is left out then: messages go to the one of ipywidgets that it overrides.
async function heard(model) {
  try {
    const whole = await model.widget_manager.get_model(model.get("mark"));
    await whole._handle_comm_msg({ content: { data: { method: "" } } }).catch(() => {
      const below = Object.getPrototypeOf(Object.getPrototypeOf(whole));
      whole.comm.on_msg((message) => below._handle_comm_msg.call(whole, message));
    });
  } catch { /* a host with models of another make */ }
}

// What a key or a hand has really met: outside of a shadow root `event.target` is its host.
const targetOf = (event) => event.composedPath()[0];
const meets = (el, event) => event.composedPath().includes(el);
const focusedBeside = (el) => el.getRootNode().activeElement;

// Keys that mean something to the host and not to a control of ours: save, run, undo.
const forHost = (event) =>
  event.ctrlKey || event.metaKey || event.altKey || (event.key === "Enter" && event.shiftKey);

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
  let gone = false; // a frame, or the observer's delay, may come after the end
  const settle = () => {
    if (gone) return;
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
      gone = true;
      observer.disconnect();
      if (!still) return;
      still.courseViews.delete(el);
      still.style.display = still.courseViews.size ? "none" : "";
    },
  };
}
