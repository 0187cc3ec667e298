// Runs a Python file in Pyodide: node run.mjs PYODIDE TESTS SCRIPT ANSWER [WHEEL ...]
//
// The script finds tests in /tests, and its `answer`, a string, is written to the file ANSWER.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [pyodide, tests, script, answer, ...wheels] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`));
const python = await loadPyodide({ indexURL: `${pyodide}/` });
await python.loadPackage(["neural-course", "scipy"], { messageCallback: () => {} });
for (const wheel of wheels) {
  python.unpackArchive(new Uint8Array(readFileSync(wheel)), "wheel");
}
for (const [name, root] of [["/tests", tests], ["/answers", answer.replace(/[^/]*$/, "")]]) {
  python.FS.mkdirTree(name);
  python.FS.mount(python.FS.filesystems.NODEFS, { root }, name);
}
const names = python.toPy({});
await python.runPythonAsync(readFileSync(script, "utf8"), { globals: names });
writeFileSync(answer, names.get("answer"));
