// What the site adds to JupyterLite: the student's files as one file and back, a word on where
// they live, and links that open a figure. It is written as JupyterLab loads extensions, so that
// nothing has to be built.
(() => {
  const HERE = location.pathname.replace(/lab\/.*$/, ""); // JupyterLite's own folder
  const asked = new URLSearchParams(location.search); // before JupyterLab rewrites the address
  const TOLD = "course-told-where-files-live";
  const WITHOUT_FIGURE = 60; // s, after which a page without one keeps files, too
  const WHERE =
    "What you write is kept in this browser, on this device, and nowhere else. "
    + "For a copy: File, Download All My Files.";
  // A browser has no service worker without https, and some have none in a private window.
  const PLAIN =
    "Your journal lasts only as long as this page, and nothing is kept for work without a network: "
    + "this address has no https, or the window is a private one. Notebooks are kept as ever.";

  // ---- a zip file, as https://pkware.com's APPNOTE describes it; what is written is not packed ----
  const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n >>> 0;
  });
  const crc = (bytes) => {
    let sum = 0xffffffff;
    for (const byte of bytes) sum = TABLE[(sum ^ byte) & 255] ^ (sum >>> 8);
    return (sum ^ 0xffffffff) >>> 0;
  };
  const LOCAL = 0x04034b50;
  const CENTRAL = 0x02014b50;
  const END = 0x06054b50;
  const numbers = (...pairs) => {
    const view = new DataView(new ArrayBuffer(pairs.reduce((sum, [size]) => sum + size, 0)));
    let at = 0;
    for (const [size, value] of pairs) {
      if (size === 4) view.setUint32(at, value, true);
      else view.setUint16(at, value, true);
      at += size;
    }
    return new Uint8Array(view.buffer);
  };
  const UTF8 = 0x0800; // names are
  const DAY = 0x21; // the first that a zip file knows: files of the browser have no better one

  function zip(files) {
    const parts = [];
    const index = [];
    let at = 0;
    const put = (...some) => {
      for (const one of some) { parts.push(one); at += one.length; }
    };
    for (const { path, bytes } of files) {
      const name = new TextEncoder().encode(path);
      const about = [[2, 20], [2, UTF8], [2, 0], [2, 0], [2, DAY], [4, crc(bytes)],
        [4, bytes.length], [4, bytes.length], [2, name.length], [2, 0]];
      index.push(numbers([4, CENTRAL], [2, 20], ...about, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]), name);
      put(numbers([4, LOCAL], ...about), name, bytes);
    }
    const start = at;
    put(...index);
    const count = index.length / 2;
    put(numbers([4, END], [2, 0], [2, 0], [2, count], [2, count], [4, at - start], [4, start], [2, 0]));
    return new Blob(parts, { type: "application/zip" });
  }

  async function unzip(blob) {
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const view = new DataView(bytes.buffer);
    let end = bytes.length - 22;
    while (end >= 0 && view.getUint32(end, true) !== END) end -= 1;
    if (end < 0) throw new Error("This is no zip file.");
    const files = [];
    let at = view.getUint32(end + 16, true);
    for (let left = view.getUint16(end + 10, true); left > 0; left--) {
      if (view.getUint32(at, true) !== CENTRAL) throw new Error("This zip file is damaged.");
      const [method, packed, named, extra, comment, local] =
        [[10, 2], [20, 4], [28, 2], [30, 2], [32, 2], [42, 4]].map(([where, size]) =>
          size === 4 ? view.getUint32(at + where, true) : view.getUint16(at + where, true));
      const path = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + named));
      const begin = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      let data = bytes.subarray(begin, begin + packed);
      if (method === 8) {
        const plain = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
        data = new Uint8Array(await new Response(plain).arrayBuffer());
      } else if (method !== 0) throw new Error("This zip file is packed in a way that is not known here.");
      if (crc(data) !== view.getUint32(at + 16, true)) throw new Error("This zip file is damaged.");
      if (!path.endsWith("/")) files.push({ path, bytes: data });
      at += 46 + named + extra + comment;
    }
    return files;
  }

  // ---- the student's files, by JupyterLab's own service for them ----
  const bytesOf = ({ type, format, content }) => {
    if (type === "notebook" || format === "json") return new TextEncoder().encode(JSON.stringify(content, null, 1));
    if (format === "base64") return Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    return new TextEncoder().encode(content ?? "");
  };
  const same = (one, other) => one.length === other.length && one.every((byte, k) => byte === other[k]);

  function modelOf(path, bytes) {
    const name = path.split("/").at(-1);
    const text = new TextDecoder().decode(bytes);
    if (name.endsWith(".ipynb"))
      return { name, path, type: "notebook", format: "json", content: JSON.parse(text) };
    if (same(new TextEncoder().encode(text), bytes))
      return { name, path, type: "file", format: "text", mimetype: "text/plain", content: text };
    let letters = "";
    for (const byte of bytes) letters += String.fromCharCode(byte);
    return { name, path, type: "file", format: "base64", content: btoa(letters) };
  }

  async function* every(contents, folder = "") {
    for (const { path, type } of (await contents.get(folder, { content: true })).content) {
      if (type === "directory") yield* every(contents, path);
      else yield await contents.get(path, { content: true });
    }
  }

  // A file that is the site's own needs no copy: the next edition may have a better one.
  async function untouched(model) {
    const answer = await fetch(`${HERE}files/${encodeURI(model.path)}`).catch(() => null);
    if (!answer?.ok) return false;
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (model.type !== "notebook") return same(bytes, bytesOf(model));
    return JSON.stringify(JSON.parse(new TextDecoder().decode(bytes))) === JSON.stringify(model.content);
  }

  async function mine(contents) {
    const files = [];
    for await (const model of every(contents))
      if (!await untouched(model)) files.push({ path: model.path, bytes: bytesOf(model) });
    return files;
  }

  async function exists(contents, path) {
    return contents.get(path, { content: false }).then(() => true, () => false);
  }

  // A name like `path` that nothing has yet.
  async function free(contents, path) {
    const [, stem, ending] = /^(.*?)(\.[^./]*)?$/.exec(path);
    for (let k = 2; ; k++) {
      const name = `${stem}-${k}${ending ?? ""}`;
      if (!await exists(contents, name)) return name;
    }
  }

  // Nothing of the student's is overwritten: what differs gets a name of its own.
  async function put(contents, files) {
    const done = { back: [], beside: [], same: [] };
    for (const { path, bytes } of files) {
      if (path.split("/").some((part) => part === ".." || part === "")) continue;
      const folders = path.split("/").slice(0, -1);
      for (let k = 1; k <= folders.length; k++) {
        const folder = folders.slice(0, k).join("/");
        if (!await exists(contents, folder))
          await contents.save(folder, { path: folder, name: folders[k - 1], type: "directory", format: "json", content: [] });
      }
      let target = path;
      let list = done.back;
      const there = await contents.get(path, { content: true }).catch(() => null);
      if (there) {
        if (same(bytesOf(there), bytes)) { done.same.push(path); continue; }
        if (!await untouched(there)) { target = await free(contents, path); list = done.beside; }
      }
      await contents.save(target, modelOf(target, bytes));
      list.push(target);
    }
    return done;
  }

  function chosen() {
    return new Promise((go) => {
      const input = Object.assign(document.createElement("input"), { type: "file", accept: ".zip" });
      input.className = "course-bring-back";
      input.hidden = true;
      const end = (file) => { input.remove(); go(file); };
      input.addEventListener("change", () => end(input.files[0]));
      input.addEventListener("cancel", () => end(null));
      document.body.append(input);
      input.click();
    });
  }

  // ---- links to a figure ----
  // The call travels in the address and becomes a cell, so it may hold values and nothing else.
  const STRING = /'[^'\\\n]*'|"[^"\\\n]*"/g;
  const NUMBER = /(?<![\w.])-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?![\w.])/g;
  function harmless(module, call) {
    const found = /^explore\.[a-z]\w*\((.*)\)$/.exec(call);
    if (!/^[a-z]\w*$/.test(module) || !found || call.length > 5000) return false;
    const left = found[1].replace(STRING, "0").replace(NUMBER, "0")
      .replace(/(^|, )[A-Za-z_]\w*=(?!=)/g, "$1").replace(/\b(True|False|None)\b/g, "0");
    return /^[0\s,[\]()]*$/.test(left) && !/0\s*[0([]|[\])]\s*[0([]/.test(left);
  }
  const link = (module, call) =>
    (harmless(module, call) ? `${location.origin}${HERE}lab/index.html?${new URLSearchParams({ figure: module, call })}` : null);

  async function openFigure(app, module, call) {
    if (!harmless(module, call)) throw new Error("This link does not hold a figure of the course.");
    const { contents } = app.serviceManager;
    const cell = {
      cell_type: "code", id: "figure", metadata: {}, outputs: [], execution_count: null,
      source: `from course.explore import ${module} as explore\n\n${call}`,
    };
    const content = {
      nbformat: 4, nbformat_minor: 5, cells: [cell],
      metadata: { kernelspec: { name: "python", display_name: "Python (Pyodide)", language: "python" } },
    };
    let path = `figure-${call.slice("explore.".length, call.indexOf("("))}.ipynb`;
    if (await exists(contents, path)) path = await free(contents, path);
    await contents.save(path, { path, name: path, type: "notebook", format: "json", content });
    const widget = await app.commands.execute("docmanager:open", { path, kernel: { name: "python" } });
    await widget.context.ready;
    await widget.context.sessionContext.ready;
    await widget.context.sessionContext.session?.kernel?.info;
    await app.commands.execute("notebook:run-all-cells");
  }

  // ---- without a network ----
  // What the page has loaded, Python with its packages, and every lesson; not before the kernel is
  // ready, which needs the same files, and a figure is live, which shall not wait for others.
  async function keep(app) {
    const ready = () => app.shell.currentWidget?.context?.sessionContext?.session?.kernel?.status === "idle";
    const live = () => document.querySelector(".course-live canvas")?.dataset.frames > 0;
    const wait = () => new Promise((go) => setTimeout(go, 1000));
    while (!ready()) await wait();
    for (let seconds = 0; !live() && seconds < WITHOUT_FIGURE; seconds++) await wait();
    const top = new URL(`${HERE}../`, location.href).href;
    const answer = await fetch(`${top}site.json`).catch(() => null);
    const worker = await navigator.serviceWorker?.ready;
    if (!answer?.ok || !worker) return;
    const { files } = await answer.json();
    const loaded = performance.getEntriesByType("resource").map(({ name }) => name.split(/[?#]/)[0].slice(top.length));
    const whole = /^lite\/(static\/pyodide|files|api|extensions)\/|^lite\/[^/]*$|^lite\/lab\/[^/]*$/;
    const paths = Object.keys(files).filter((path) => whole.test(path) || loaded.includes(path));
    navigator.serviceWorker.addEventListener("message", ({ data }) => {
      if (data?.course === "kept") document.body.dataset.courseKept = `${data.done} of ${data.all}`;
    });
    worker.active.postMessage({ course: "keep", paths });
  }

  // On a phone the lesson has the width; the bars at its edges are in the menu View.
  const PHONE = 600; // px
  async function widen({ shell, commands }) {
    if (innerWidth >= PHONE) return;
    for (const side of ["left", "right"])
      if (shell.isSideTabBarVisible(side)) await commands.execute("application:toggle-side-tabbar", { side });
  }

  function activate(app) {
    const { contents } = app.serviceManager;
    const say = (message, type = "info", actions = []) =>
      app.commands.execute("apputils:notify", { message, type, options: { autoClose: actions.length ? false : 12000, actions } });
    const told = (work) => work().catch((problem) => say(String(problem.message ?? problem), "error"));
    app.commands.addCommand("neural-course:download-all", {
      label: "Download All My Files",
      execute: () => told(async () => {
        await app.commands.execute("docmanager:save-all").catch(() => {});
        const files = await mine(contents);
        if (!files.length) return say("There is nothing of yours here yet.");
        const link = Object.assign(document.createElement("a"), {
          href: URL.createObjectURL(zip(files)),
          download: `course-${new Date().toISOString().slice(0, 10)}.zip`,
        });
        link.click();
        return say(`Downloaded as ${link.download}: ${files.map(({ path }) => path).join(", ")}.`);
      }),
    });
    app.commands.addCommand("neural-course:bring-back", {
      label: "Bring Files Back…",
      execute: () => told(async () => {
        const file = await chosen();
        if (!file) return;
        const { back, beside, same } = await put(contents, await unzip(file));
        const words = [
          back.length && `Brought back: ${back.join(", ")}.`,
          beside.length && `Beside yours, because they differ: ${beside.join(", ")}.`,
          same.length && `As here already: ${same.join(", ")}.`,
        ].filter(Boolean);
        await say(words.join(" ") || "There was no file in it.");
      }),
    });
    window.courseSite = { link };
    void app.restored.then(async () => {
      void widen(app);
      void keep(app);
      if (!localStorage.getItem(TOLD)) {
        localStorage.setItem(TOLD, "yes");
        void say(WHERE);
      }
      if (!navigator.serviceWorker) void say(PLAIN, "warning");
      if (asked.get("figure")) await told(() => openFigure(app, asked.get("figure"), asked.get("call") ?? ""));
      if (asked.get("files") === "download") await app.commands.execute("neural-course:download-all");
      if (asked.get("files") === "bring")
        void say("Choose the file that you have downloaded before.", "info", [
          { label: "Choose file", commandId: "neural-course:bring-back", args: {} },
        ]);
    });
  }

  const plugin = { id: "neural-course-site:files", autoStart: true, activate };
  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["neural-course-site"] = {
    init() {},
    get: async () => () => ({ __esModule: true, default: plugin, zip, unzip, harmless, put, mine }),
  };
})();
