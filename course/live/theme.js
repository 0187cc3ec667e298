// The page around a figure: its colors, and the room that it leaves for a picture.

const NARROWEST = 240; // CSS pixels that a picture is laid out for; a narrower page scales it
const LOWEST = 200;
const BESIDE = 230; // head, presets, sentence, main controls and summary, where they fit as well
const QUERIES = ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)"];

// The name of a look in course/plots/look.py: what the host says of itself, or else what the
// system wishes. A picture is as light as the page that it stands on.
function pageLook() {
  const { body, documentElement: root } = document;
  const asked = (query) => matchMedia(query).matches;
  const says = (name) => body.classList.contains(name) || root.classList.contains(name);
  const dark = () => {
    if (says("vscode-high-contrast-light")) return false;
    if (says("vscode-high-contrast")) return true;
    const lab = body.dataset.jpThemeLight; // JupyterLab, Notebook 7, Voilà, nbconvert
    if (lab) return lab === "false";
    for (const dark of [true, false]) {
      const name = dark ? "dark" : "light";
      const marks = [root.getAttribute("theme"), root.dataset.theme, body.dataset.theme]; // Colab
      if (says(`vscode-${name}`) || says(name) || marks.includes(name)) return dark;
    }
    return asked(QUERIES[0]);
  };
  const strong =
    says("vscode-high-contrast") ||
    says("vscode-high-contrast-light") ||
    /high contrast/i.test(body.dataset.jpThemeName ?? "") ||
    asked(QUERIES[1]) ||
    asked(QUERIES[2]);
  if (strong) return dark() ? "contrast" : "contrast-light";
  return dark() ? "dark" : "light";
}

const noMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// Calls `changed` whenever the look of the page may have changed; returns what ends this.
function watchLook(changed) {
  const observer = new MutationObserver(changed);
  const marks = ["class", "theme", "data-theme", "data-jp-theme-light", "data-jp-theme-name"];
  for (const node of [document.documentElement, document.body])
    observer.observe(node, { attributes: true, attributeFilter: marks });
  const queries = QUERIES.map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener("change", changed);
  return () => {
    observer.disconnect();
    for (const query of queries) query.removeEventListener("change", changed);
  };
}

// Calls `changed` when the zoom of the page or the monitor changes: the size of a box in
// CSS pixels may stay while its pixels do not.
function watchResolution(changed) {
  let query = null;
  const again = () => {
    query?.removeEventListener("change", again);
    query = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    query.addEventListener("change", again);
    changed();
  };
  again();
  return () => query.removeEventListener("change", again);
}

const above = (node) => node.parentElement ?? node.getRootNode().host;

// What scrolls a node, or null if it is the window.
function scroller(node) {
  for (let at = above(node); at && at !== document.body; at = above(at))
    if (/auto|scroll/.test(getComputedStyle(at).overflowY) && at.clientHeight < at.scrollHeight)
      return at;
  return null;
}

// Height of the part of the page that is seen at once.
function viewHeight(node) {
  const box = scroller(node);
  if (box) return box.clientHeight;
  const height = document.documentElement.clientHeight;
  // A frame as high as what is in it, as in Colab, tells nothing.
  return window === window.parent ? height : Math.max(height, 0.75 * screen.availHeight);
}
