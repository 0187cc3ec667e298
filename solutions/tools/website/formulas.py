"""Equations as MathML, which browsers show without a script. MathJax makes it, in node."""

import json
from pathlib import Path

from website import node

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
        node.said("npm", ["install", "--prefix", str(home), "--no-audit", "--no-fund", MATHJAX])
    said = node.said("node", ["-e", SCRIPT], input=json.dumps(asked), cwd=home)
    return json.loads(said)
