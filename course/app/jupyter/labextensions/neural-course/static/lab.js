// What `course start` and `course present` add to the page of the JupyterLab that they
// start. It is written as JupyterLab loads extensions, so that nothing has to be built.

const NARROW = 1200; // CSS px; with the file browser open less than 850 are left to a lesson
const OPENED = 10000; // ms; by then JupyterLab has opened what its address says
const SEEN = "course-made-room"; // whoever opens the file browser again keeps it in this tab

function makeRoom(app) {
  if (window.innerWidth >= NARROW || sessionStorage.getItem(SEEN)) return;
  sessionStorage.setItem(SEEN, "yes");
  const { shell } = app;
  // Opening a lesson by its address shows the file browser once more; a hand may do so too.
  const shut = () => { if (!shell.leftCollapsed) shell.collapseLeft(); };
  const leave = () => shell.layoutModified?.disconnect(shut);
  shell.layoutModified?.connect(shut);
  for (const hand of ["pointerdown", "keydown"]) addEventListener(hand, leave, { capture: true, once: true });
  setTimeout(leave, OPENED);
  shut();
}

const presents = () => {
  const config = document.getElementById("jupyter-config-data");
  return JSON.parse(config?.textContent || "{}").coursePresents === "true";
};

// What the hall sees until the lesson has run.
function curtain() {
  const cover = document.createElement("div");
  cover.className = "course-curtain";
  cover.setAttribute("role", "status");
  cover.style.cssText = `position: fixed; inset: 0; z-index: 100000; display: grid;
    place-content: center; text-align: center; white-space: pre-line;
    font: 3.4vh/1.6 var(--jp-ui-font-family, sans-serif);
    background: var(--jp-layout-color0, white); color: var(--jp-ui-font-color1, black)`;
  document.body.append(cover);
  return cover;
}

async function kernelOf(app) {
  for (;;) {
    const context = app.shell.currentWidget?.context?.sessionContext;
    await context?.ready;
    await context?.session?.kernel?.info;
    if (context?.session?.kernel?.connectionStatus === "connected") return;
    await new Promise((go) => setTimeout(go, 100));
  }
}

async function present(app) {
  const cover = curtain();
  const done = () => document.querySelectorAll(
    ".jp-Notebook .jp-CodeCell:not(.jp-mod-noOutputs), .jp-Notebook .jp-CodeCell .jp-InputPrompt:not(:empty)",
  ).length;
  const tell = () => {
    const compiling = document.querySelector(".course-compiling")?.textContent ?? "";
    cover.textContent = `The lesson gets ready${".".repeat(1 + (done() % 3))}\n${compiling}`;
  };
  const timer = setInterval(tell, 200);
  const leave = (event) => { if (event.key === "Escape") cover.remove(); };
  window.addEventListener("keydown", leave, true);
  tell();
  try {
    await kernelOf(app);
    await app.commands.execute("notebook:run-all-cells");
    if (cover.isConnected) await window.courseStage?.begin();
  } finally {
    clearInterval(timer);
    window.removeEventListener("keydown", leave, true);
    cover.remove();
  }
}

const plugin = {
  id: "neural-course:lab",
  autoStart: true,
  activate(app) {
    void app.restored.then(() => {
      makeRoom(app);
      if (presents()) return present(app);
    });
  },
};

window._JUPYTERLAB = window._JUPYTERLAB || {};
window._JUPYTERLAB["neural-course"] = {
  init() {},
  get: async () => () => ({ __esModule: true, default: plugin }),
};
