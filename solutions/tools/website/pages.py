"""The pages of the lessons and what leads to them, of the lessons' notebooks and README."""

import html
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import build
import calm
import executed
import guide
import jinja2
import nbformat
import reference
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments.formatters import HtmlFormatter

import course
from course import lessons
from website import formulas

HERE = Path(__file__).parent
STYLES = (("", "friendly"), ("@media (prefers-color-scheme: dark)", "github-dark"))
MARK = "\N{LEFT WHITE SQUARE BRACKET}formula %d\N{RIGHT WHITE SQUARE BRACKET}"
# sections of README -> the page that has them
SECTIONS = {
    "install": ("Start", "For students"),
    "guide": ("For lecturers", "For those who run a class"),
}


class Formulas:
    """Formulas of all pages: a mark each, until MathJax has turned all of them at once."""

    def __init__(self):
        self.asked = []

    def mark(self, kind, text, display):
        """What stands in the page instead of a formula."""
        self.asked.append((kind, text.strip(), display))
        return MARK % (len(self.asked) - 1)

    def _words(self, number):
        return html.escape(self.asked[number][1])

    def put_into(self, folder, cache):
        """Put the formulas where their marks are, in all pages of a folder."""
        made = formulas.mathml(self.asked, cache) if self.asked else []
        made = [_on_its_line(said) if asked[2] else said for asked, said in zip(self.asked, made)]
        pattern = re.compile(MARK.replace("%d", r"(\d+)"))
        heading = re.compile(
            rf"<th>(?={pattern.pattern}</th>)"
        )  # its formula is no text to a reader
        for page in Path(folder).rglob("*.html"):
            _replace(page, heading, lambda found: f'<th aria-label="{self._words(int(found[1]))}">')
            _replace(page, pattern, lambda found: made[int(found[1])])
        for index in Path(folder).rglob("search.js"):  # of the reference: words are enough
            _replace(index, pattern, lambda found: "")


def _on_its_line(formula):
    """A formula that scrolls where a narrow screen has no room for it, also by keyboard."""
    return re.sub(
        r'^<math ([^>]*?)( display="block")?>', r'<math tabindex="0" \1 display="block">', formula
    )


def _replace(path, pattern, by):
    """Replace what a pattern matches in a file, if it does."""
    text = path.read_text("utf-8")
    if pattern.search(text):
        path.write_text(pattern.sub(by, text), "utf-8")


class Renderer(IPythonRenderer):
    """Markdown of a notebook, with formulas."""

    formulas: Formulas

    def block_math(self, body):
        return self.formulas.mark("tex", body, True)

    def inline_math(self, body):
        return self.formulas.mark("tex", body, False)

    def latex_environment(self, name, body):
        return self.formulas.mark("tex", rf"\begin{{{name}}}{body}\end{{{name}}}", True)


class Site:
    """The pages, all in one folder."""

    def __init__(self, folder, repository=""):
        self.folder = Path(folder)
        self.repository = repository
        self.formulas = Formulas()
        self.entries = lessons.table().entries
        loader = jinja2.FileSystemLoader(HERE / "templates")
        self._templates = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True)

    def write(self, place, template, **known):
        """Write one page."""
        path = self.folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        text = self._templates.get_template(template).render(
            top="../" * place.count("/"),
            here=place,
            lessons=self.entries,
            version=course.__version__,
            **known,
        )
        path.write_text(accessible(text), "utf-8", newline="\n")

    # -- parts ---------------------------------------------------------------------

    def markdown(self, text):
        """HTML of Markdown."""
        renderer = Renderer(escape=False, exclude_anchor_links=True)
        renderer.formulas = self.formulas
        return MarkdownWithMath(renderer=renderer).render(text)

    def lesson(self, source):
        """Run the solution of a lesson and write its page; return the name of its picture."""
        name = Path(source).stem
        notebook = run(source, self.folder / "figures")
        exporter = HTMLExporter(template_name="basic", exclude_anchor_links=True)
        exporter.exclude_input_prompt = exporter.exclude_output_prompt = True
        exporter.register_filter("markdown2html", lambda source: self.markdown(source))
        body, _ = exporter.from_notebook_node(notebook)
        number = [entry.number for entry in self.entries].index(name[:2])
        self.write(
            f"lessons/{name}.html",
            "lesson.html",
            title=self.entries[number].title,
            entry=self.entries[number],
            name=name,
            body=in_page(body),
            before=self.entries[number - 1] if number else None,
            after=self.entries[number + 1] if number + 1 < len(self.entries) else None,
            links=links(self.repository, name),
        )

    def all(self, numbers=()):
        """Write every page; with `numbers`, only the lessons named."""
        with ThreadPoolExecutor(os.cpu_count()) as pool:  # each lesson has a kernel of its own
            list(pool.map(self.lesson, build.sources(numbers)))
        (self.folder / "notebooks").mkdir()
        for path in lessons.files().values():
            shutil.copy(path, self.folder / "notebooks" / path.name)
        parts = sections((build.ROOT / "README.md").read_text("utf-8"))
        pictures = {e.number: picture(self.folder, Path(e.file).stem) for e in self.entries}
        intro = self.markdown(parts[""])
        install = self.markdown(parts["Start"])
        self.write("index.html", "index.html", title="", intro=intro, pictures=pictures)
        body = install + self.markdown(f"## For students\n{parts['For students']}")
        self.write("install.html", "text.html", title="Install", body=body)
        lecturers = "\n".join(f"## {name}\n{parts[name]}" for name in SECTIONS["guide"])
        lecturers += "\n\n[The instructor's guide](instructors.html) has every answer.\n"
        self.write("guide.html", "text.html", title="For lecturers", body=self.markdown(lecturers))
        self.write("instructors.html", "text.html", title="", body=self.markdown(guide.guide()))
        self.write("files.html", "files.html", title="Your files")
        for path in (HERE / "static").iterdir():
            shutil.copy(path, self.folder / path.name)
        style = (self.folder / "site.css").read_text("utf-8") + highlighting()
        (self.folder / "site.css").write_text(style, "utf-8")
        reference.write(
            self.folder / "reference",
            lambda line: self.formulas.mark("asciimath", line, True),
            [HERE / "templates" / "custom.css"],
            source=False,
        )
        for path in (self.folder / "reference").rglob("*.html"):
            top = "../" * len(path.relative_to(self.folder).parents[:-1])
            text = accessible(path.read_text("utf-8"))
            text = text.replace("</head>", f'<link rel="icon" href="{top}icon.svg"></head>', 1)
            back = f'<a class="pdoc-button" href="{top}index.html">Lessons</a>'
            text = text.replace('<nav class="pdoc">', f'<nav class="pdoc">{back}', 1)
            path.write_text(text, "utf-8")


def run(source, figures):
    """The solved notebook of a lesson, run, with strips in the place of its figures."""
    notebook = build.read(source)[1]
    tools = str(Path(build.__file__).parent)
    code = (
        f"import sys\nsys.path.append({tools!r})\nfrom website import strips\n"
        f"strips.record({str(figures.absolute())!r}, {Path(source).stem!r})\nsys.path.pop()"
    )
    notebook.cells.insert(0, nbformat.v4.new_code_cell(code))
    executed.run(notebook)
    del notebook.cells[0]
    for cell in notebook.cells:
        if cell.cell_type == "code" and calm.opens_a_model(cell):
            cell.outputs = []
    return notebook


def in_page(body):
    """The HTML of a notebook as part of a page."""
    body = re.sub(r'href="(\d\d_\w+)\.ipynb', r'href="\1.html', body)
    return body.replace('<div class=" highlight hl-ipython3">', '<div class="code">')


def accessible(page):
    """A page of which a keyboard reaches all that scrolls, and a reader hears each link."""
    page = re.sub(r"<(pre|table)\b(?! tabindex)", r'<\1 tabindex="0"', page)
    page = page.replace('<div class="attr ', '<div tabindex="0" class="attr ')
    page = page.replace("<th></th>", "<td></td>")
    page = re.sub(
        r'(<a class="headerlink")( href="#([^"]*)")', r'\1 aria-label="link to \3"\2', page
    )
    # pdoc takes the headings of numpy's sections for those of the sixth level
    return re.sub(r"<h6\b(.*?)</h6>", r'<p class="section"\1</p>', page, flags=re.DOTALL)


def allowed(repository):
    """Refuse what is no name of a repository."""
    if repository and not re.fullmatch(r"[\w.-]+/[\w.-]+", repository):
        raise ValueError(f"repository is {repository!r}; allowed is owner/name")


def links(repository, name):
    """(words, address) of the places that run a lesson from a repository, `owner/name`."""
    if not repository:
        return []
    return [
        (
            "Binder",
            f"https://mybinder.org/v2/gh/{repository}/HEAD?urlpath=lab/tree/lessons/{name}.ipynb",
        ),
        (
            "Colab",
            f"https://colab.research.google.com/github/{repository}/blob/HEAD/lessons/{name}.ipynb",
        ),
    ]


def sections(readme):
    """Heading -> text of the second-level sections of a README; what comes first is ""."""
    parts = re.split(r"(?m)^## +(.+)\n", re.sub(r"(?m)^# .*\n", "", readme, count=1))
    first = re.sub(r"!\[[^]]*\]\([^)]*\)", "", parts[0])
    return {"": first, **dict(zip(parts[1::2], parts[2::2]))}


def picture(folder, name):
    """Look -> file of the first picture of a lesson's page, or None."""
    page = folder / "lessons" / f"{name}.html"
    if not page.is_file():
        return None
    found = re.search(r'src="\.\./(figures/[^"]*)-light\.webp"', page.read_text("utf-8"))
    return found and {look: f"{found[1]}-{look}.webp" for look in ("light", "dark")}


def highlighting():
    """The style of code, by the theme of the page."""
    rules = []
    for media, style in STYLES:
        text = HtmlFormatter(style=style).get_style_defs(".code")
        text = "\n".join(line for line in text.splitlines() if line.startswith(".code ."))
        rules.append(f"{media} {{\n{text}\n}}" if media else text)
    return "\n" + "\n".join(rules) + "\n"
