"""What came out of grading: tables for machines, a page for each student, one for the lecturer."""

import collections
import csv
import html
import io
import re
from pathlib import Path

from course import journal, lessons
from course._language import current, said
from course.app.grade.examiner import pristine
from course.app.handout import put
from course.check._result import LOOKS

MOST_SHOWN = 12  # sentences of an exercise on the lecturer's page

_STYLE = """
:root { color-scheme: light dark; --soft: #59616b; --line: #c3c9d1; --bar: #0069a6; }
@media (prefers-color-scheme: dark) { :root { --soft: #a3acb8; --line: #444c57; --bar: #62b5f2; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 4px 10px 4px 0;
  border-bottom: 1px solid var(--line); }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.bar { display: block; height: 8px; min-width: 2px; background: var(--bar); border-radius: 4px; }
.soft { color: var(--soft); } code, pre { font-size: 0.9em; } pre { white-space: pre-wrap; }
li { margin: 10px 0; }
"""


def write(table, results):
    """Write all that is made of the results, beside the CSV file `table`."""
    table = Path(table)
    table.parent.mkdir(parents=True, exist_ok=True)
    put(table, _csv(grades(results)))
    put(table.with_suffix(".moodle.csv"), _csv(moodle(results)))
    put(table.with_suffix(".canvas.csv"), _csv(canvas(results)))
    put(table.with_suffix(".html"), lecturers_page(results).encode())
    folder = table.with_suffix(".feedback")
    folder.mkdir(exist_ok=True)
    for student, papers in by_student(results).items():
        put(folder / f"{file_name(student)}.html", students_page(student, papers).encode())


def told(table, results):
    """The results in a few lines for the terminal."""
    table, students = Path(table), by_student(results)
    lines = [f"{len(students)} students, {len(results)} papers."]
    for paper, _ in results:
        if paper.problem:
            lines.append(f"{paper.student}: {paper.problem}")
    lines.append(f"The table is {table}; what the class misunderstands, {table.stem}.html;")
    lines.append(f"a page for each student, in {table.stem}.feedback.")
    return "\n".join(lines)


def by_student(results):
    """Student -> list of (paper, findings)."""
    students = {}
    for paper, findings in results:
        students.setdefault(paper.student, []).append((paper, findings))
    return students


def file_name(student):
    """A name for a file that any system takes."""
    return re.sub(r"[^\w.-]+", "_", student)[:80] or "_"


# -- tables --------------------------------------------------------------------


def exercises(results):
    """All exercises of the lessons that were handed in, in their order."""
    numbers = sorted({paper.lesson for paper, _ in results if paper.lesson})
    return {number: [t.exercise.name for t in pristine(number).tasks] for number in numbers}


def grades(results):
    """Rows of the full table: a student a row."""
    asked = exercises(results)
    names = [name for number in asked for name in asked[number]]
    keys = sorted({key for number in asked for key in predictions_asked(number)})
    head = ["student", "points", "of", *names, *(f"prediction {key}" for key in keys)]
    yield [*head, "tries", "remarks"]
    for student, papers in by_student(results).items():
        outcomes = {f.exercise: f.outcome for _, findings in papers for f in findings}
        points = sum(outcome == "passed" for outcome in outcomes.values())
        predicted, tries = {}, 0
        for paper, _ in papers:
            predicted |= predictions_of(paper)
            tries += tries_of(paper)
        remarks = " ".join(paper.problem for paper, _ in papers if paper.problem)
        row = [student, points, len(names), *(outcomes.get(n, "not attempted") for n in names)]
        answers = (predicted[key][-1] if predicted.get(key) else "" for key in keys)
        yield [*row, *answers, tries or "", remarks]


def moodle(results):
    """Rows for Moodle's import of grades: a column that names the student, one a lesson."""
    asked = exercises(results)
    yield ["Email address", *(f"Lesson {number}" for number in asked), "Feedback"]
    for student, papers in by_student(results).items():
        row = [student]
        for number in asked:
            row.append(_points(papers, number))
        yield [*row, _one_line(papers)]


def canvas(results):
    """Rows for Canvas' import: its five own columns, then a column a lesson."""
    asked = exercises(results)
    own = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    yield [*own, *(f"Lesson {number}" for number in asked)]
    yield ["    Points Possible", "", "", "", "", *(len(names) for names in asked.values())]
    for student, papers in by_student(results).items():
        yield [student, "", "", student, "", *(_points(papers, number) for number in asked)]


def _points(papers, number):
    return sum(
        finding.outcome == "passed"
        for paper, findings in papers
        if paper.lesson == number
        for finding in findings
    )


def _one_line(papers):
    told = []
    for paper, findings in papers:
        told += [said(paper.problem)] if paper.problem else []
        told += [f"{_short(f)}: {said(_words(f))}" for f in findings if f.outcome != "passed"]
    return " | ".join(told)


def _csv(rows):
    """Rows as UTF-8 with a mark, so that spreadsheets read names right.

    A student chooses names and messages, so no cell may be a formula.
    """
    file = io.StringIO()
    csv.writer(file).writerows([[_harmless(cell) for cell in row] for row in rows])
    return file.getvalue().encode("utf-8-sig", "replace")


def _harmless(cell):
    text = str(cell)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


# -- what else was handed in -----------------------------------------------------


def predictions_asked(number):
    """Keys of the predictions of a lesson."""
    found = {}
    for source in pristine(number).cells.values():
        for key in re.findall(r"predict\(\s*[\"']([\w-]+)[\"']", source):
            found[key] = None
    return list(found)


def predictions_of(paper):
    """Key -> all answers, the first first, from the journal beside a student's notebook."""
    answers = {}
    for entry in journal.entries("prediction", paper.folder):
        if entry["key"].startswith(paper.lesson):
            answers.setdefault(entry["key"], []).append(str(entry["answer"])[:200])
    return answers


def tries_of(paper):
    """How many different works were checked, if the journal was handed in as well."""
    if not paper.lesson:
        return 0
    names = {task.exercise.name for task in pristine(paper.lesson).tasks}
    made = journal.entries("check", paper.folder)
    return len({(e["exercise"], e["work"]) for e in made if e["exercise"] in names})


# -- pages -----------------------------------------------------------------------


def students_page(student, papers):
    """What the checks said to one student, as an HTML page."""
    parts = []
    for paper, findings in papers:
        if paper.problem:
            parts.append(f"<p><strong>{html.escape(said(paper.problem))}</strong></p>")
            continue
        passed = sum(finding.outcome == "passed" for finding in findings)
        title = lessons.file(paper.lesson).stem
        parts.append(f"<h2>{html.escape(title)}: {said(f'{passed} of {len(findings)}')}</h2><ul>")
        parts += [f"<li>{_shown(finding)}</li>" for finding in findings]
        parts.append("</ul>")
    return _page(said(f"Feedback for {student}"), "".join(parts))


def lecturers_page(results):
    """What the class misunderstands: mistakes by frequency, predictions before and after."""
    students = by_student(results)
    many = said(f"{len(students)} students, {len(results)} papers.")
    parts = [f'<p class="soft">{many}</p>']
    for number, names in exercises(results).items():
        mine = [(p, f) for p, f in results if p.lesson == number]
        parts.append(f"<h2>{html.escape(lessons.file(number).stem)}</h2>")
        for name in names:
            parts.append(_exercise_part(name, [f for _, fs in mine for f in fs], len(mine)))
        parts.append(_predictions_part(number, [paper for paper, _ in mine]))
    unread = [paper for paper, _ in results if paper.problem]
    if unread:
        rows = "".join(
            f"<tr><td>{html.escape(p.student)}</td><td>{html.escape(said(p.problem))}</td></tr>"
            for p in unread
        )
        parts.append(f"<h2>{said('Not read')}</h2><table>{rows}</table>")
    return _page(said("What the class misunderstands"), "".join(parts))


def _exercise_part(name, findings, papers):
    own = [finding for finding in findings if finding.exercise == name]
    passed = sum(finding.outcome == "passed" for finding in own)
    heard = collections.Counter(_words(f) for f in own if f.outcome != "passed")
    short = html.escape(name.rpartition(".")[2])
    rows = "".join(
        f'<tr><td class="number">{count}</td><td>{html.escape(said(words))}'
        f'<span class="bar" style="width:{100 * count / max(papers, 1):.0f}%"></span></td></tr>'
        for words, count in heard.most_common(MOST_SHOWN)
    )
    rest = len(heard) - MOST_SHOWN
    more = f'<p class="soft">{said(f"and {rest} other sentences")}</p>' if rest > 0 else ""
    share = said(f"{passed} of {papers} passed")
    return f"<h3><code>{short}</code> · {share}</h3><table>{rows}</table>{more}"


def _predictions_part(number, papers):
    first, last = collections.defaultdict(collections.Counter), {}
    for paper in papers:
        for key, answers in predictions_of(paper).items():
            first[key][answers[0]] += 1
            last.setdefault(key, collections.Counter())[answers[-1]] += 1
    rows = []
    for key in predictions_asked(number):
        for answer, count in first[key].most_common():
            rows.append(
                f"<tr><td>{html.escape(key)}</td><td>{html.escape(said(answer))}</td>"
                f'<td class="number">{count}</td><td class="number">{last[key][answer]}</td></tr>'
            )
    if not rows:
        return ""
    names = said("prediction"), said("answer"), said("at first"), said("at last")
    head = "".join(f"<th>{name}</th>" for name in names)
    return f"<h3>{said('Predictions')}</h3><table><tr>{head}</tr>{''.join(rows)}</table>"


def _short(finding):
    return finding.exercise.rpartition(".")[2]


def _words(finding):
    """What was said, in one line."""
    words = LOOKS[finding.outcome][1]
    return " ".join(filter(None, [finding.error, finding.message])) or f"{words}."


def _shown(finding):
    icon, words, *_ = LOOKS[finding.outcome]
    line = ""
    if finding.line:
        line = f"<pre>{said('line')} {finding.line}: {html.escape(finding.source)}</pre>"
    error = f"<br><code>{html.escape(finding.error)}</code>" if finding.error else ""
    name = html.escape(_short(finding))
    head = f"{icon} <strong>{said(words)}</strong> · <code>{name}</code>"
    return f"{head}{error}{line}<br>{html.escape(said(finding.message))}"


def _page(title, body):
    return (
        f'<!doctype html><html lang="{current()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><h1>{html.escape(title)}</h1>{body}</body></html>"
    )
