// Text and sliders of the whole page at the size that `course.lecture()` asks for.
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

export default {
  render({ model, el }) {
    const show = () => {
      const zoom = model.get("zoom");
      apply(zoom);
      el.textContent = zoom === 1 ? "Lecture mode is off." : "Lecture mode is on.";
    };
    model.on("change:zoom", show);
    show();
    return () => model.off("change:zoom", show);
  },
};
