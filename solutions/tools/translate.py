"""Keep the catalogs of other languages: `python solutions/tools/translate.py de`.

Finds every sentence of the parts that a language declares (`LESSONS`, and the interface
around them), brings `course/locale/de/LC_MESSAGES/course.po` up to date, and compiles it to
the `course.mo` that the course reads. What is new has an empty translation, and what is no
longer said is dropped and shown. Then write the translations into the .po, with any editor
for such files, and run it again.

A sentence with values in it is a pattern with holes: "{0} spikes in 500 ms". A hole may
move in the translation. Code, names and options stay English; what is shown of an option
is translated.
"""

import argparse
import ast
import datetime
import io
import json
import re
import string
import sys
from pathlib import Path

from babel.messages import jslexer, mofile, pofile
from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from course._language import HOLE, WORD  # noqa: E402
from course.lessons import table  # noqa: E402

LESSONS = {"de": ("02",)}  # lessons that each language has
INTERFACE = (
    *("course/live/page.py", "course/live/controls.py", "course/live/mine.py"),
    *("course/plots/curves.py", "course/plots/traces.py", "course/plots/panel.py"),
    *("course/plots/diagrams/circuit.py", "course/progress.py", "course/compiled.py"),
    *("course/_student.py", "course/_jit.py", "course/lessons.py"),
    *("course/app/cli.py", "course/app/handout.py", "course/app/folder.py", "course/app/update.py"),
    *("course/app/grade/papers.py", "course/app/grade/examiner.py", "course/app/grade/report.py"),
    *("course/check/_card.py", "course/check/_chance.py", "course/check/_exercise.py"),
    *("course/check/_expect.py", "course/check/_observe.py", "course/check/_predict.py"),
    *("course/check/_result.py", "course/check/_stale.py", "course/check/_watch.py"),
)
SCRIPTS = (
    *("course/live/controls.js", "course/live/handles.js", "course/live/live.js"),
    *("course/check/predict.js", "course/stage/stage.js"),
)
SHOWN = {"label", "meaning", "title", "xlabel", "ylabel", "unit"}  # keywords that say words
SAID_BY = {"Button": 1, "Choice": 3, "Preset": 0, "Slider": 5, "Switch": 2}  # and from where on
WITHOUT = {
    *("ArgumentParser", "add_argument", "add_parser", "fullmatch", "search"),
    "Yours",
    "compile",
    "decode",
    "getattr",
    "hasattr",
    "setattr",
    "open",
    "write_text",
    "ValueError",
    "warn",
}
UNSAID = {"canvas", "grades", "help", "moodle"}  # functions whose words a program reads
FIELD = re.compile(r"\{[a-z_]+\} ")  # of the title of a figure
DATE = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)  # a catalog has one, and no news
MARKUP = re.compile(
    r"[<>]|:\S*;|=\"|\\[a-z]|^\^|^--|px\b|var\(|^\W+$|^course-|:[a-z#]\S*$|^[A-Z][a-z]+[A-Z]"
)


def catalog_file(language):
    return ROOT / "course" / "locale" / language / "LC_MESSAGES" / "course.po"


# -- finding -----------------------------------------------------------------------


def sentences(language):
    """(context, sentence) -> file of everything that this language has to say."""
    found = {}
    for said, file in _everything(LESSONS[language]):
        context = "page" if file in SCRIPTS else None
        found.setdefault((context, said), file)
    return found


def _everything(lessons):
    for file in INTERFACE:
        if (ROOT / file).exists():
            yield from ((said, file) for said in of_python(ROOT / file))
    for file in SCRIPTS:
        yield from ((said, file) for said in of_script(ROOT / file))
    for one in table().entries:
        yield from ((said, f"lessons/{one.file}") for said in (one.title, one.question))
    for number in lessons:
        (notebook,) = ROOT.glob(f"lessons/{number}_*.ipynb")
        topic = notebook.stem[3:]
        files = [*ROOT.glob(f"course/explore/{topic}.py"), ROOT / "course/check" / f"{topic}.py"]
        files += [*ROOT.glob(f"course/explore/{topic}/*.py"), *_models(topic)]
        for file in sorted(files):
            name = str(file.relative_to(ROOT))
            yield from ((said, name) for said in of_python(file, declared="models" in name))
        yield from ((said, f"course/told/{notebook.stem}.json") for said in of_told(notebook.stem))
        yield from ((said, f"lessons/{notebook.name}") for said in of_notebook(notebook))


def _models(topic):
    """The models that a lesson's figures import from."""
    texts = [path.read_text("utf-8") for path in ROOT.glob(f"course/explore/{topic}/*.py")]
    named = {topic, *re.findall(r"^from course\.models\.(\w+)", "\n".join(texts), re.MULTILINE)}
    return [path for name in named for path in ROOT.glob(f"course/models/{name}/model.py")]


def of_notebook(path):
    """Paragraphs of the text of a lesson."""
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "markdown":
            yield from filter(worded, "".join(cell["source"]).split("\n\n"))


def of_told(stem):
    """What a lesson asks and tells of predictions, and why solutions are right."""
    told = json.loads((ROOT / "course" / "told" / f"{stem}.json").read_text("utf-8"))
    for asked in told["predictions"].values():
        texts = [asked["question"], *asked["options"], asked["unit"], asked["explanation"]]
        yield from filter(worded, texts)
    yield from (solved["why"] for solved in told["solutions"].values())


def worded(text):
    """Whether there is a word in it, outside of formulas and code."""
    return bool(WORD.search(re.sub(r"\$\$.*?\$\$|\$[^$]*\$|`[^`]*`|<[^>]*>", "", text)))


def of_script(path):
    """What a script says: strings with a space or a capital, and templates with holes."""
    for token in jslexer.tokenize(path.read_text("utf-8"), template_string=True):
        if token.type == "string":
            said = jslexer.unquote_string(token.value)
        elif token.type == "template_string":
            said = _numbered(re.split(r"\$\{(?:[^{}]|\{[^{}]*\})*\}", token.value[1:-1]))
        else:
            continue
        said = said.strip()
        if SELECTOR.search(said):
            continue
        if _prose(said) and (" " in said or said[:1].isupper() or said in ALONE):
            yield said


SELECTOR = re.compile(r"^[.:]|^a\.|\[")  # of nodes of the page
ALONE = {"on", "pin", "redo", "reset", "progress", "stage", "undo"}  # short words that are said
CODE = {"Backspace", "Enter", "Escape", "any", "checked", "open"}  # and words that no reader sees


def _prose(said):
    bare = HOLE.sub("", said)
    if bare in CODE or bare.isupper():
        return False
    if bare in ALONE:
        return True
    return bool(WORD.search(bare)) and not MARKUP.search(bare)


def _numbered(parts):
    return "".join(f"{{{k - 1}}}{part}" if k else part for k, part in enumerate(parts))


def of_python(path, declared=False):
    """What a module says; with `declared` only what its models declare of parameters."""
    tree = ast.parse(path.read_text("utf-8"))
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if declared:
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Parameter":
                yield from (a.value for a in node.args[1:2] if isinstance(a, ast.Constant))
            continue
        said, sure = _said(node, above)
        if said is not None and _prose(said.strip()) and (sure or " " in said.strip()):
            yield said.strip()


def _said(node, above):
    """(what a node says, whether it is surely for a reader), or (None, False)."""
    parent = above.get(node)
    if isinstance(node, ast.JoinedStr):
        if isinstance(parent, ast.FormattedValue) and parent.format_spec is node:
            return None, False
        parts = [""]
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                parts.append("")
            else:
                parts[-1] += part.value
        said = _numbered(parts)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        if isinstance(parent, (ast.JoinedStr, ast.Expr)):  # a part of it, or a docstring
            return None, False
        said = node.value
        formatted = isinstance(parent, ast.Attribute) and parent.attr == "format"
        if formatted or FIELD.search(said):
            said = _numbered([text for text, *_ in string.Formatter().parse(said)])
    else:
        return None, False
    if _among(node, above):
        return None, False
    return said, _sure(node, parent, above)


def _among(node, above):
    """Whether it stands in what no student reads: an error of the caller's, an annotation."""
    while (parent := above.get(node)) is not None:
        if isinstance(parent, ast.Call):
            name = getattr(parent.func, "id", getattr(parent.func, "attr", ""))
            if name in WITHOUT:
                return True
        if isinstance(parent, ast.Assign) and getattr(parent.targets[0], "id", "") == "__all__":
            return True
        if isinstance(parent, (ast.Import, ast.arg)):
            return True
        if isinstance(parent, ast.Subscript) and node is parent.slice:
            return True
        if isinstance(parent, ast.keyword) and parent.arg == "examples":  # parts of sentences
            return True
        if isinstance(parent, ast.Attribute) and parent.attr == "split":
            return True
        if isinstance(parent, ast.FunctionDef) and (
            parent.name in UNSAID or parent.returns is node
        ):
            return True
        node = parent
    return False


def _sure(node, parent, above):
    if isinstance(parent, ast.keyword):
        return parent.arg in SHOWN
    if isinstance(parent, ast.Dict) and node in parent.values:
        key = parent.keys[parent.values.index(node)]
        return isinstance(key, ast.Constant) and key.value in SHOWN
    if isinstance(parent, ast.Tuple) and isinstance(above[parent], ast.Subscript):
        return parent is above[parent].value  # one of a few words
    if isinstance(parent, ast.Tuple) and len(parent.elts) == 2:  # an icon and its words
        first = getattr(parent.elts[0], "value", "")
        return node is parent.elts[1] and len(str(first)) == 1 and not str(first).isalnum()
    if isinstance(parent, ast.IfExp) and node in (parent.body, parent.orelse):
        return _sure(parent, above[parent], above)
    if isinstance(parent, (ast.FormattedValue, ast.Assign)):
        return isinstance(node, ast.IfExp)
    if isinstance(parent, ast.Call) and node in parent.args:
        name = getattr(parent.func, "id", getattr(parent.func, "attr", ""))
        if name in ("said", "in_language", "words"):
            return True
        return name in SAID_BY and parent.args.index(node) >= SAID_BY[name]
    return False


# -- catalogs ----------------------------------------------------------------------


def read(language):
    """(context, sentence) -> translation in the .po."""
    path = catalog_file(language)
    if not path.exists():
        return {}
    with open(path, "rb") as file:
        return {(m.context, m.id): m.string for m in pofile.read_po(file) if m.id}


def renewed(language):
    """The catalog with all sentences that there are, and the translations that it had."""
    had = read(language)
    catalog = Catalog(
        language,
        header_comment=f"# Sentences of the course, {language}; see solutions/tools/translate.py",
        project="course",
        version="2",
        msgid_bugs_address="see pyproject.toml",
        last_translator="the course's authors",
        language_team="the course's authors",
        creation_date=DATE,
        revision_date=DATE,
        fuzzy=False,
    )
    for (context, said), file in sentences(language).items():
        told = had.get((context, said), "")
        catalog.add(said, told, locations=[(file, 1)], context=context)
    return catalog


def written(catalog):
    """Bytes of the .po and of the .mo."""
    po, mo = io.BytesIO(), io.BytesIO()
    pofile.write_po(po, catalog, width=100, include_lineno=False, ignore_obsolete=True)
    mofile.write_mo(mo, catalog)
    return po.getvalue(), mo.getvalue()


class OutOfDate(UserWarning):
    """A catalog has not what the course says."""


def open_sentences(said, had):
    """Sentences that have no translation."""
    return [entry[1] for entry in said if not had.get(entry)]


def dropped(said, had):
    """Sentences of a catalog that nobody says any more."""
    return [entry[1] for entry in had if entry not in said]


def troubles(language):
    """What of a catalog is not up to date, in words."""
    said, had = sentences(language), read(language)
    yield from (f"{language}: without a translation: {one}" for one in open_sentences(said, had))
    yield from (f"{language}: no longer said: {one}" for one in dropped(said, had))


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Keep the catalog of a language.")
    parser.add_argument("language", choices=sorted(LESSONS))
    parser.add_argument("--check", action="store_true", help="write nothing; fail if out of date")
    options = parser.parse_args(arguments)
    told = list(troubles(options.language))
    print("\n".join(told) or f"{options.language}: every sentence has its translation")
    if options.check:
        return 1 if told else 0
    path, catalog = catalog_file(options.language), renewed(options.language)
    path.parent.mkdir(parents=True, exist_ok=True)
    for file, data in zip((path, path.with_suffix(".mo")), written(catalog)):
        file.write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
