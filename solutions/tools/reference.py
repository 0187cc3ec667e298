"""Write the reference of the course: `python solutions/tools/reference.py FOLDER`.

pdoc makes the pages from the docstrings; `pip install -e ".[docs]"` brings it. What is added
here are the equations: docstrings have them as people type them, which is nearly AsciiMath, a
notation that MathJax typesets. `asciimath` says the rest.
"""

import argparse
import importlib
import inspect
import json
import pkgutil
import re
import shutil
import sys
import tempfile
from pathlib import Path

import course
import course.models

LAYERS = ("analysis", "check", "explore", "live", "material", "models", "plots", "stimuli")
GREEK = "alpha beta delta lambda mu phi pi sigma tau theta xi"
KNOWN = set(f"{GREEK} cos cosh exp ln max oo sin sinh sqrt sum tanh".split())
INDICES = re.compile(r"[ijkm]{2}")  # W_ij: two indices, not a word
BETWEEN = set("above and else for if or when with".split())  # stand between equations
MATH = "math.html.jinja2"
MATHJAX = "loader: {load: ['input/asciimath']}, asciimath: {delimiters: [['@@', '@@']]},"


def modules():
    """The packages, and the modules that they do not name, which pdoc leaves out."""
    for layer in LAYERS:
        module = importlib.import_module(f"course.{layer}")
        yield module.__name__
        for name in inside(module) if hasattr(module, "__all__") else ():
            own = name.rpartition(".")[2]
            if own[0] != "_" and own not in module.__all__:
                yield name


def inside(package):
    """Full names of the modules in a package."""
    return [f"{package.__name__}.{found.name}" for found in pkgutil.iter_modules(package.__path__)]


def asciimath(equation):
    """One line of equations, as AsciiMath.

    Two spaces or more part what stands beside each other. A part without a relation is words.
    """
    aligned = re.sub(r"\s+(=)|^(\w)\s+", r"\2 \1", equation.strip())
    parts = re.split(r"\s{2,}", aligned)
    return " quad ".join(
        _equation(part) if re.search(r"=|<-", part) else f'"{part}"' for part in parts
    )


def _equation(text):
    name = r"([A-Za-z][A-Za-z0-9]*(?:_\w+)?\*?)"
    text = re.sub(rf"\bd(\^2)?{name}/d{name}(\^2|_\{{.*?\}})?", r"(d\1 \2)/(d \3\4)", text)
    text = re.sub(r"\b([A-Za-z])(\d+)(?:_([a-z]))?\b", _numbered, text)
    text = re.sub(r"_([A-Za-z]\w*(?:,\w\b)?)", lambda found: f"_({_name(found[1])})", text)
    text = re.sub(r'"[^"]*"|(?<![A-Za-z])[A-Za-z]{2,}(?: +[a-z]{2,}\b)*', _words, text)
    text = re.sub(r"'+", lambda found: f"^({' '.join(['prime'] * len(found[0]))})", text)
    return re.sub(r"(\w)\*", r'\1^"*"', text).replace("<-", "larr")


def _numbered(found):
    letter, number, index = found.groups()
    return f"{letter}_({number} {index})" if index else f"{letter}_({number})"


def _name(subscript):
    """A subscript: indices, a symbol or a word."""
    if INDICES.fullmatch(subscript):
        return " ".join(subscript)
    parts = subscript.replace("inf", "oo").replace(",", "_").split("_")
    return " ".join(part if part in KNOWN or len(part) == 1 else f'"{part}"' for part in parts)


def _words(found):
    """Several letters are a symbol that AsciiMath knows, the model's own name, or words."""
    text = found[0]
    if text.startswith('"') or text in KNOWN:
        return text
    first, _, rest = text.partition(" ")
    if first in KNOWN:
        return f"{first} {re.sub(r'.+', _words, rest)}"
    return f'" {text} "' if rest or text in BETWEEN else f'"{text}"'


def typeset(doc, formula="@@{}@@".format):
    """A docstring whose indented blocks are equations to be typeset.

    `formula(line)` is what stands in the page for a line of AsciiMath.
    """

    def block(found):
        if ";" in found[0]:  # sentences
            return found[0]
        lines = [asciimath(line) for line in found[0].splitlines()]
        return "\n".join(f"<p>{formula(line)}</p>" for line in lines) + "\n\n"

    return re.sub(r"(?m)(?:^    .*\n)+", block, doc + "\n")


def write(folder, formula=None, templates=(), source=True):
    """Write the pages into `folder`.

    Parameters
    ----------
    folder : Path
    formula : callable, optional
        `formula(line)` is what stands in the page for a line of AsciiMath; without it the
        pages ask another host for MathJax.
    templates : iterable of Path
        Files that take the place of pdoc's own.
    source : bool
        Whether the source stands below what is said of it, which doubles the size.
    """
    import pdoc
    import pdoc.render

    math = formula is None
    for name in inside(course.models):  # what a model is stands in its model.py
        package = importlib.import_module(name)
        doc = inspect.getdoc(importlib.import_module(f"{name}.model"))
        package.__doc__ = typeset(doc) if math else typeset(doc, formula)
    with tempfile.TemporaryDirectory() as own:
        for path in templates:
            shutil.copy(path, own)
        if math:
            text = (Path(pdoc.render.__file__).parent / "templates" / MATH).read_text("utf-8")
            assert "tex: {" in text, "pdoc's template has changed"
            changed = text.replace("tex: {", MATHJAX + " tex: {", 1)
            (Path(own) / MATH).write_text(changed, "utf-8")
        pdoc.render.configure(
            docformat="numpy", math=math, show_source=source, template_directory=Path(own)
        )
        # A page makes the index of its search itself: made ahead it has five times the bytes.
        pdoc.render.precompile_index = lambda documents, _: json.dumps(documents)
        pdoc.pdoc(course.__name__, *modules(), output_directory=Path(folder))


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Write the reference from the docstrings")
    parser.add_argument("folder", type=Path)
    write(parser.parse_args(arguments).folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
