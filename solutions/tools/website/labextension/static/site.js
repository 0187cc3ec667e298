const plugin = { id: "neural-course-site:files", autoStart: true, activate() {} };

window._JUPYTERLAB = window._JUPYTERLAB || {};
window._JUPYTERLAB["neural-course-site"] = {
  init() {},
  get: async () => () => ({ __esModule: true, default: plugin }),
};
