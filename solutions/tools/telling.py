"""What a lesson's source tells, and its notebooks keep to themselves until the time has come.

A source says a prediction in full, in two cells:

    # %%
    predict("02-double", "The current doubles. What does the rate do?", ["doubles", "less"])

    # %%
    low, high = firing_rate(LIF(), [200.0, 400.0])
    compare("02-double", "doubles", f"{low:.1f} Hz become {high:.1f} Hz.")

The notebooks say `predict("02-double")` and `compare("02-double")`. The rest goes into
`course/told/NN_topic.json`, from where the package tells it. What a compare cell computes
before its last line is its own: it runs when the lesson is built, and no other cell sees
it. Where only the student's machine knows the outcome, `tags=["nbval-ignore-output"]`, the
notebooks keep the computation and the outcome, and the explanation holds no numbers.

The solution of an exercise is told as well: the cells that define what its check is handed,
with a word on why, `# WHY: ...`, a line or several at the beginning of a solution.
"""

import ast
import copy
import json
import re
import textwrap

MIME = "application/vnd.course.comparison+json"
IGNORED = "nbval-ignore-output"
WHY = "# WHY:"
NOTHING = {"predictions": {}, "solutions": {}}
_SPEC = {"question": None, "options": [], "unit": "", "low": None, "high": None}
_OUTCOME = {"outcome": None, "explanation": None, "within": None}
_ORDER = {"predict": ("key", "question", "options"), "compare": ("key", "outcome", "explanation")}


class SourceError(ValueError):
    """A lesson's source is not as the documentation of the builder says."""


# -- cells -----------------------------------------------------------------------


def call(cell, name):
    """The call `name(...)` that is the cell's last statement, or None."""
    if cell.cell_type != "code":
        return None
    body = _parsed(cell.source)
    last = body[-1] if body else None
    found = last.value if isinstance(last, ast.Expr) else None
    named = isinstance(found, ast.Call) and isinstance(found.func, ast.Name)
    return found if named and found.func.id == name else None


def said(found):
    """Name -> expression of each argument of `predict` or `compare`."""
    names = _ORDER[found.func.id]
    if len(found.args) > len(names):
        raise SourceError(f"{ast.unparse(found)} has more arguments than names: name the rest")
    return dict(zip(names, found.args)) | {one.arg: one.value for one in found.keywords}


def in_short(cell):
    """The source of the cell as both notebooks have it."""
    if found := call(cell, "predict"):
        if len(_parsed(cell.source)) > 1:
            raise SourceError(f"cell {cell.id!r} does more than predict: use another cell for it")
        return f"predict({_key(found)})"
    if found := call(cell, "compare"):
        given = said(found)
        if "explanation" not in given:
            return cell.source
        key = _key(found)
        if IGNORED in cell.metadata.get("tags", ()):
            before = cell.source.splitlines()[: found.lineno - 1]
            return "\n".join([*before, f"compare({key}, {ast.unparse(given['outcome'])})"])
        return f"compare({key})"
    return cell.source


def _key(found):
    return json.dumps(_literal(said(found)["key"]), ensure_ascii=False)


def to_run(cell, full):
    """The source that the builder runs for a cell: `full`, what it computes being its own."""
    found = call(full, "compare")
    if not found or "explanation" not in said(found):
        return cell.source
    lines = full.source.splitlines()
    lines[found.lineno - 1] = f"return {lines[found.lineno - 1]}"
    return "def _happened():\n" + textwrap.indent("\n".join(lines), "    ") + "\n_happened()"


# -- what is told ------------------------------------------------------------------


def told(full, solved, topic):
    """What a lesson tells, as far as it stands there without being computed.

    Parameters
    ----------
    full : notebook
        Everything as the source says it.
    solved : notebook
        The same cells with the solutions and without marks.
    topic : str
        The lesson's own, e.g. "integrate_fire".
    """
    predictions = {}
    for cell in full.cells:
        if found := call(cell, "predict"):
            given = {name: _literal(value) for name, value in said(found).items()}
            key = given.pop("key")
            if key in predictions:
                raise SourceError(f"{key!r} is predicted twice: each prediction has its own key")
            predictions[key] = _SPEC | given | _OUTCOME
        elif found := call(cell, "compare"):
            given = said(found)
            key = _literal(given["key"])
            if "explanation" not in given or key not in predictions:
                raise SourceError(f"compare({key!r}) needs an outcome, why, and predict before it")
            if IGNORED in cell.metadata.get("tags", ()):
                given.pop("outcome")
            for name in set(given) - {"key"}:
                predictions[key][name] = _literal(given[name], None)
    return {"predictions": predictions, "solutions": solutions(full, solved, topic)}


def completed(told, kept):
    """`told` with the outcomes that `kept` has from an earlier time."""
    told = copy.deepcopy(told)
    for key, asked in told["predictions"].items():
        known = kept["predictions"].get(key, {})
        asked |= {name: known[name] for name in known if asked[name] is None}
    return told


def heard(ran, told):
    """Complete `told` by what the comparisons in `ran` have said, which then forgets it."""
    for cell in ran.cells:
        ignored = IGNORED in cell.metadata.get("tags", ())
        for output in cell.get("outputs", ()):
            if not ignored and output.output_type == "stream" and call(cell, "_happened"):
                raise SourceError(f"cell {cell.id!r} prints what only its comparison may tell")
            if data := output.get("data", {}).pop(MIME, None):
                known = told["predictions"][data.pop("key")]
                if ignored:
                    data["outcome"] = None
                elif isinstance(data["outcome"], float):
                    data["outcome"] = float(f"{data['outcome']:.6g}")
                data["unit"] = data["unit"] or known["unit"]
                known |= data
    return told


def agree(static, complete):
    """Whether a file, `complete`, is what the source says, as far as that can be read from it."""
    if set(static["predictions"]) != set(complete.get("predictions", ())):
        return False
    for key, asked in static["predictions"].items():
        kept = complete["predictions"][key]
        if any(value not in (None, kept.get(name)) for name, value in asked.items()):
            return False
    return static["solutions"] == complete.get("solutions")


def solutions(full, solved, topic):
    """Exercise -> its solution, why it is one, and the functions in it."""
    found, sources = {}, {}
    for cell, marked in zip(solved.cells, full.cells):
        if cell.cell_type != "code":
            continue
        if "# BEGIN SOLUTION" in marked.source:
            for name in _bound(cell.source):
                sources[name] = cell.source, _why(marked.source)
        for check in _checks(cell):
            handed = [name for name in _names(check) if name in sources]
            if not handed:
                continue
            codes = list(dict.fromkeys(sources[name][0] for name in handed))
            whys = list(dict.fromkeys(filter(None, (sources[name][1] for name in handed))))
            found[f"{topic}.{check.func.attr}"] = {
                "code": "\n\n\n".join(codes),
                "why": "\n".join(whys),
                "functions": [name for name in handed if f"def {name}(" in sources[name][0]],
            }
    return found


def without_why(lines):
    """The lines of a solution without those that say why."""
    return [line for line in lines if not line.strip().startswith(WHY)]


def text(told):
    """The file's text."""
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _why(source):
    lines = (line.strip() for line in source.splitlines())
    return " ".join(line.removeprefix(WHY).strip() for line in lines if line.startswith(WHY))


def _checks(cell):
    """The calls `check.x(...)` in a cell that are not there to show what a check says."""
    if "demonstration" in cell.metadata.get("tags", ()):
        return
    for node in ast.walk(ast.Module(_parsed(cell.source), [])):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
            if called.value.id == "check":
                yield node


def _names(node):
    """The names in an expression, in the order of the text."""
    names = [one for one in ast.walk(node) if isinstance(one, ast.Name)]
    return [one.id for one in sorted(names, key=lambda one: (one.lineno, one.col_offset))]


def _bound(source):
    for statement in _parsed(source):
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            yield statement.name
        else:
            for node in ast.walk(statement):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    yield node.id


def _parsed(source):
    """The statements of a cell's code; none if it is no Python, which other rules tell."""
    try:
        return ast.parse(re.sub(r"^(\s*)[%!].*", r"\1pass", source, flags=re.MULTILINE)).body
    except SyntaxError:
        return []


_needed = object()


def _literal(node, otherwise=_needed):
    try:
        return ast.literal_eval(node)
    except ValueError:
        if otherwise is _needed:
            raise SourceError(f"{ast.unparse(node)} is computed; write it out") from None
        return otherwise


def running(solved, full):
    """A copy of the solved notebook in which the comparisons say all that they tell."""
    ran = copy.deepcopy(solved)
    by_id = {cell.id: cell for cell in full.cells}
    for cell in ran.cells:
        if cell.cell_type == "code":
            cell.source = to_run(cell, by_id[cell.id])
    return ran
