// Text and sliders of the whole page at the size that `course.lecture()` asks for, and the
// stage, which it opens.
// JupyterLab's own Presentation Mode leaves widgets at 13 px.
const SIZES = {
  "--jp-widgets-font-size": 13,
  "--jp-content-font-size1": 14,
  "--jp-code-font-size": 13,
  "--jp-ui-font-size1": 13,
};

function apply(zoom) {
  const page = document.documentElement.style;
  page.setProperty("--course-zoom", zoom);
  for (const [name, pixels] of Object.entries(SIZES)) {
    if (zoom === 1) page.removeProperty(name);
    else page.setProperty(name, `${pixels * zoom}px`);
  }
}

// Each call opens the stage once, in whichever view hears of it first, and never again when
// the page is loaded anew.
function openOnce(call, el) {
  if (sessionStorage.getItem("course-lecture") === call) return;
  sessionStorage.setItem("course-lecture", call);
  if (call) theStage.open(null, el);
  else theStage.close();
}

export default {
  render({ model, el }) {
    heard(model);
    const show = () => {
      const zoom = model.get("zoom");
      apply(zoom);
      el.textContent = zoom === 1 ? "Lecture mode is off."
        : "Lecture mode is on. F puts a figure on the stage, Esc comes back.";
      requestAnimationFrame(() => openOnce(model.get("call"), el));
    };
    const changes = ["change:zoom", "change:call"];
    for (const change of changes) model.on(change, show);
    show();
    return () => { for (const change of changes) model.off(change, show); };
  },
};
