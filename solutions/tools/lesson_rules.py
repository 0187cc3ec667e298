"""The rules that lessons keep. Each function yields what is wrong, in words.

`unsound(notebook)` asks those without which a lesson does not work: a test is red where one is
broken. `unpublished(notebook, number)` asks what every lesson of the published course keeps: this
is a warning, so that a lesson can grow and be cut, and an error to `build.py --strict`.
"""

import ast
import builtins
import re
import statistics
import symtable

# rule -> lessons that do not keep it yet, and lose the excuse once they do
PENDING = {
    "answers": set(),
    "reasons": set(),
    "figure_first": set(),
    "words": set(),
    "halfway": set(),
}
LONG = 90  # minutes; a longer lesson says where one can stop

WORDS, LINES, MEDIAN = 80, 20, 8
COMPREHENSIONS = ("listcomp", "setcomp", "dictcomp", "genexpr")
AT_LEAST = {"explore": 3, "check": 3, "predict": 2}  # in every lesson but 00 Start here


class Unpublished(UserWarning):
    """A lesson works, but does not keep what a published one keeps."""


def unsound(notebook):
    """What makes a lesson fail: in the student's hands, in a grader, or without a network."""
    for rule in (functions, globals_read, plain):
        yield from rule(notebook)


def unpublished(notebook, number=None):
    """What keeps a lesson from being published; `number` is the lesson's, e.g. "02"."""
    for rule in (opening, headings, prose, code_size, imports, questions_after_explorers):
        yield from rule(notebook)
    for rule in (answers, figure_first, halfway):
        if number not in PENDING[rule.__name__]:
            yield from rule(notebook)
    if number != "00":
        yield from parts(notebook)


def opening(notebook):
    """Opens with a title and a question; says what is built, what is needed, and how long."""
    markdown = _markdown(notebook)
    first = markdown[0].source if markdown else ""
    if not notebook.cells or notebook.cells[0].cell_type != "markdown":
        yield "the first cell must be markdown"
    if not first.startswith("# "):
        yield "the first cell must begin with the title, '# ...'"
    if "?" not in first:
        yield "the first cell must ask the lesson's question"
    start = "\n".join(cell.source for cell in markdown[:3]).lower()
    for phrase in ("you will build", "you need"):
        if phrase not in start:
            yield f"the first three text cells must say '{phrase}'"
    if not re.search(r"\d+ minutes", start):
        yield "the first three text cells must say how many minutes the lesson takes"


def headings(notebook):
    """One title; below it headings that are sentences, level after level."""
    level = 0
    for cell in _markdown(notebook):
        for marks, text in re.findall(r"^(#+) +(.+)$", _without_code(cell.source), re.MULTILINE):
            if not cell.source.startswith("#"):
                yield f"heading {text!r} must begin its cell"
            if len(marks) == 1 and level:
                yield f"heading {text!r} is a second title: use '##'"
            if len(marks) > level + 1:
                yield f"heading {text!r} leaves out a level"
            if len(marks) > 1 and len(text.split()) < 3:
                yield f"heading {text!r} is not a sentence: say what the section shows"
            level = len(marks)


def prose(notebook):
    """At most 80 words a cell; tables, formulas, code and the list of readings don't count."""
    for cell in _markdown(notebook):
        count = words(cell.source)
        if count > WORDS and not cell.source.startswith("## What to read next"):
            yield f"cell {cell.id!r} has {count} words; at most {WORDS} are allowed"
        for fold in re.findall(r"<details>(.*?)</details>", cell.source, re.DOTALL):
            if words(fold) > WORDS:
                yield f"an answer in cell {cell.id!r} has {words(fold)} words; at most {WORDS}"


def words(text):
    """Words of prose in a markdown text."""
    text = re.sub(r"<details>.*?</details>", " ", _without_code(text), flags=re.DOTALL)
    text = re.sub(r"\$\$.*?\$\$", " ", text, flags=re.DOTALL)
    text = re.sub(r"\$[^$\n]+\$", " formula ", text)
    text = re.sub(r"\]\([^)]*\)", "]", re.sub(r"<dfn[^>]*>|</dfn>", "", text))
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("|")]
    return sum(bool(re.search(r"\w", word)) for word in " ".join(lines).split())


def code_size(notebook):
    """Code cells of at most 20 lines, in the median at most 8."""
    counts = {c.id: sum(bool(s.strip()) for s in c.source.splitlines()) for c in _code(notebook)}
    for name, count in counts.items():
        if count > LINES:
            yield f"cell {name!r} has {count} lines of code; at most {LINES} are allowed"
    if counts and statistics.median(counts.values()) > MEDIAN:
        found = statistics.median(counts.values())
        yield f"code cells have {found:g} lines in the median; at most {MEDIAN} are allowed"


def imports(notebook):
    """All imports stand in one cell."""
    cells = [
        cell.id
        for cell, tree in _trees(notebook)
        if any(isinstance(node, (ast.Import, ast.ImportFrom)) for node in ast.walk(tree))
    ]
    if len(cells) > 1:
        yield f"imports stand in cells {', '.join(map(repr, cells))}; put them in the first"


def functions(notebook):
    """No function or class is defined twice."""
    seen = {}
    for cell, tree in _trees(notebook):
        for node in tree.body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                if node.name in seen:
                    yield f"{node.name} is defined in cell {seen[node.name]!r} and {cell.id!r}"
                seen.setdefault(node.name, cell.id)


def globals_read(notebook):
    """Functions see only their arguments, imports and other functions."""
    known = set(dir(builtins)) | {"display"}
    for _, tree in _trees(notebook):
        for node in ast.walk(tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                known |= {(name.asname or name.name).partition(".")[0] for name in node.names}
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                known.add(node.name)
    for cell in _code(notebook):
        table = symtable.symtable(_python(cell.source), cell.id, "exec")
        for function, name in _reads(table, inside=False):
            if name not in known:
                yield f"{function} in cell {cell.id!r} reads the global {name}: make it an argument"


def _reads(table, inside):
    """(function, name) of each global that a function in `table` reads."""
    function = table.get_type() == "function" and table.get_name() not in COMPREHENSIONS
    inside = inside or function
    if inside:
        for symbol in table.get_symbols():
            if symbol.is_global() and symbol.is_referenced():
                yield table.get_name(), symbol.get_name()
    for child in table.get_children():
        yield from _reads(child, inside)


def plain(notebook):
    """No magics, no shell, no network."""
    for cell in _code(notebook):
        if re.search(r"^\s*[%!]", cell.source, re.MULTILINE):
            yield f"cell {cell.id!r} uses a magic or the shell"
        if re.search(r"\b(requests|urllib|urlopen|https?:)", cell.source):
            yield f"cell {cell.id!r} reaches for the network"


def questions_after_explorers(notebook):
    """Each live figure is followed by text with a question that it answers."""
    for cell, following in zip(notebook.cells, [*notebook.cells[1:], None]):
        if cell.cell_type == "code" and any(called(cell, "explore")):
            if (
                following is None
                or following.cell_type != "markdown"
                or "?" not in following.source
            ):
                yield f"cell {cell.id!r} shows a live figure; ask in the next what it answers"


def answers(notebook):
    """Each question folds open to its answer, and one on a figure names a setting of it."""
    before = None
    for cell in notebook.cells:
        asked = cell.source.count("**Question:**") if cell.cell_type == "markdown" else 0
        folds = re.findall(r"<summary>Answer</summary>(.*?)</details>", cell.source, re.DOTALL)
        if asked != len(folds):
            yield f"cell {cell.id!r} asks {asked} questions and answers {len(folds)}"
        if asked and before is not None and any(called(before, "explore")):
            if not any("`explore." in fold for fold in folds):
                yield f"cell {cell.id!r} answers without a setting of its figure, `explore.x(...)`"
        before = cell if cell.cell_type == "code" else None


def figure_first(notebook):
    """The first figure that moves is the third cell, before every equation and table."""
    if not any(
        cell.cell_type == "code" and any(called(cell, "explore")) for cell in notebook.cells[:3]
    ):
        yield "no live figure stands in the first three cells"


def halfway(notebook):
    """A long lesson has a heading that says where one can stop."""
    minutes = re.search(r"(\d+) minutes", "\n".join(c.source for c in _markdown(notebook)[:3]))
    if minutes and int(minutes[1]) > LONG:
        marks = [c for c in _markdown(notebook) if re.match(r"#+ .*stop here or go on", c.source)]
        if not marks:
            yield f"{minutes[1]} minutes are long: a heading must say 'stop here or go on'"


def parts(notebook):
    """At least three explorers, three exercises and two predictions."""
    for name, least in AT_LEAST.items():
        found = {call for cell in _code(notebook) for call in called(cell, name)}
        if len(found) < least:
            yield f"{len(found)} different calls of {name}; at least {least} are expected"
    asked = {call for cell in _code(notebook) for call in called(cell, "predict")}
    for key in asked - {call for cell in _code(notebook) for call in called(cell, "compare")}:
        yield f"the prediction {key} is never compared with what happened"


def exercises(notebook, topic, there):
    """Each exercise of the lesson's checks is in the lesson; `there` are their names."""
    used = {call for cell in _code(notebook) for call in called(cell, "check")}
    for name in sorted(set(there) - used):
        yield f"the exercise {topic}.{name} stands in no cell"


def reasons(solutions):
    """Each solution that is told says why it is one."""
    for name, told in solutions.items():
        if not told["why"]:
            yield f"the solution of {name} does not say why"


def called(cell, name):
    """What `cell` calls: `name.x(...)` gives "x", `name("key", ...)` gives "'key'"."""
    for node in ast.walk(_tree(cell)):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        if isinstance(function, ast.Attribute) and _is(function.value, name):
            yield function.attr
        elif _is(function, name) and node.args:
            yield ast.unparse(node.args[0])


def _is(node, name):
    return isinstance(node, ast.Name) and node.id == name


def _markdown(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "markdown"]


def _code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _tree(cell):
    return ast.parse(_python(cell.source))


def _python(source):
    """The code without magics; `plain` tells of those."""
    return re.sub(r"^(\s*)[%!].*", r"\1pass", source, flags=re.MULTILINE)


def _trees(notebook):
    return [(cell, _tree(cell)) for cell in _code(notebook)]


def _without_code(text):
    return re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
