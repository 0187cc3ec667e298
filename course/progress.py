"""Where a student stands: what passed, where a prediction was wrong, what to look at again.

All of it is read from the journal in the student's folder when it is asked for, and shown.
"""

import html
from typing import NamedTuple

from course import journal, lessons, told
from course._language import said

WRONG = ("not as you predicted", "far from it")
WIDTH, HEIGHT = 220, 62  # of a lesson in the map, CSS px
GAP = 26  # between two
SOFT = "var(--jp-ui-font-color2, #59616b)"
LINE = "var(--jp-border-color1, #7b8490)"
INK = "var(--jp-ui-font-color0, #16191d)"


class Standing(NamedTuple):
    """A lesson, and how far its student has come."""

    entry: lessons.Entry
    exercises: int
    passed: int
    predictions: int
    answered: int  # compared with what happened; a skipped one is not
    revisit: tuple  # sentences

    @property
    def done(self):
        return self.passed + self.answered

    @property
    def all(self):
        return self.exercises + self.predictions

    @property
    def finished(self):
        return self.done == self.all > 0

    @property
    def state(self):
        """Icon and words."""
        if self.revisit:
            return "↺", said("look again")
        if self.finished:
            return "✓", said("done")
        return ("◐", said("begun")) if self.done else ("○", said("not begun"))


def standings(folder=None):
    """A `Standing` for each lesson of this installation, in order."""
    compared = {}
    for entry in journal.entries("comparison", folder):
        compared.setdefault(entry["key"], entry["verdict"])  # the first one counts
    outcomes = {}
    for entry in journal.entries("check", folder):
        outcomes.setdefault(entry["exercise"], set()).add(entry["outcome"])
    return [_standing(entry, compared, outcomes) for entry in lessons.table().entries]


def _standing(entry, compared, outcomes):
    known = told.lessons().get(entry.number, {"predictions": {}, "solutions": {}})
    predictions, exercises = known["predictions"], known["solutions"]
    revisit = [
        f"You were surprised: {asked['question']}"
        for key, asked in predictions.items()
        if compared.get(key) in WRONG
    ]
    revisit += [
        f"Not passed yet: {exercise.partition('.')[2]}"
        for exercise in exercises
        if outcomes.get(exercise) and "passed" not in outcomes[exercise]
    ]
    return Standing(
        entry,
        len(exercises),
        sum("passed" in outcomes.get(exercise, ()) for exercise in exercises),
        len(predictions),
        sum(compared.get(key, "skipped") != "skipped" for key in predictions),
        tuple(revisit),
    )


# -- one lesson -------------------------------------------------------------------


class Here(NamedTuple):
    """How far a student has come in the lesson that is open; shows itself."""

    standing: Standing
    kept: int

    def _lines(self):
        one = self.standing
        lines = (
            f"{one.passed} of {one.exercises} exercises passed",
            f"{one.answered} of {one.predictions} predictions made and compared",
            f"{self.kept} of your functions kept for later lessons",
        )
        return list(map(said, lines))

    def __repr__(self):
        return "\n".join(self._lines())

    def _repr_html_(self):
        done = self.standing.done / max(self.standing.all, 1)
        around = 2 * 3.14159 * 20
        ring = (
            f'<svg width="52" height="52" viewBox="0 0 52 52" role="img" '
            f'aria-label="{said(f"{self.standing.done} of {self.standing.all} done")}" fill="none">'
            f'<circle cx="26" cy="26" r="20" stroke="{LINE}" stroke-width="5" opacity="0.35"/>'
            f'<circle cx="26" cy="26" r="20" stroke="#009e73" stroke-width="5" '
            f'stroke-dasharray="{done * around:.1f} {around:.1f}" transform="rotate(-90 26 26)"/>'
            "</svg>"
        )
        lines = "".join(f"<div>{html.escape(line)}</div>" for line in self._lines())
        box = f"display:flex;gap:14px;align-items:center;font-size:13px;color:{SOFT}"
        return f'<div class="course-here" style="{box}">{ring}<div>{lines}</div></div>{STYLE}'


# Only a page that runs has style sheets; without one, text is as wide as the page.
STYLE = (
    "<style>.jp-RenderedMarkdown > :is(p, ul, ol, details, blockquote) { max-width: 75ch; }"
    ".jp-RenderedMarkdown details { border: 1px solid var(--jp-border-color1, #7b8490);"
    " border-radius: 10px; padding: 8px 14px; }"
    ".jp-RenderedMarkdown summary { cursor: pointer; font-weight: 600; }"
    ".jp-RenderedMarkdown dfn { border-bottom: 1px dotted; cursor: help; }</style>"
)


def here(number, folder=None):
    """How far you have come in lesson `number`, e.g. "02".

    Raises
    ------
    ValueError
        If there is no such lesson.
    """
    known = standings(folder)
    for standing in known:
        if standing.entry.number == number:
            kept = {entry["name"] for entry in journal.entries("function", folder)}
            return Here(standing, len(kept))
    allowed = ", ".join(one.entry.number for one in known)
    raise ValueError(f"number is {number!r}; allowed are {allowed}")


# -- all lessons --------------------------------------------------------------------


class Map(NamedTuple):
    """The lessons, which needs which, and where you stand in each; shows itself."""

    standings: list

    def __repr__(self):
        lines = []
        for one in self.standings:
            icon, words = one.state
            passed = said(f"{one.passed} of {one.exercises} exercises")
            compared = said(f"{one.answered} of {one.predictions} predictions")
            title = f"{one.entry.number} {one.entry.title}"
            lines.append(f"{icon} {title}: {words}, {passed}, {compared}")
            lines += [f"      {said(sentence)}" for sentence in one.revisit]
        return "\n".join(lines)

    def _repr_html_(self):
        places, width, height = self._places()
        edges = "".join(
            self._edge(places[need], places[one.entry.number])
            for one in self.standings
            for need in one.entry.needs
            if need in places
        )
        nodes = "".join(self._node(one, *places[one.entry.number]) for one in self.standings)
        rows = "".join(
            f'<li><a href="{html.escape(one.entry.file)}">{one.entry.number} '
            f"{html.escape(one.entry.title)}</a>{self._again(one)}</li>"
            for one in self.standings
        )
        return (
            f'<div class="course-map"><svg width="{width}" height="{height}" role="group" '
            f'aria-label="{said("The lessons and where you stand")}" '
            f'style="max-width:100%;height:auto" '
            f'viewBox="0 0 {width} {height}" font-family="system-ui, sans-serif" '
            f'font-size="13" fill="{INK}">{edges}{nodes}</svg>'
            f'<ul style="list-style:none;padding:0">{rows}</ul></div>'
        )

    @staticmethod
    def _again(one):
        items = "".join(f"<li>{html.escape(said(sentence))}</li>" for sentence in one.revisit)
        return f"<ul>{items}</ul>" if items else ""

    def _places(self):
        """Number -> left and top of each lesson, and the size of the whole.

        A lesson stands below all that it needs.
        """
        level = {}
        for one in self.standings:
            needs = [level[need] for need in one.entry.needs if need in level]
            level[one.entry.number] = 1 + max(needs, default=-1)
        places, beside = {}, {}
        for number, depth in level.items():
            place = beside[depth] = beside.get(depth, -1) + 1
            places[number] = 1 + place * (WIDTH + GAP), 1 + depth * (HEIGHT + GAP)
        width = (max(beside.values(), default=0) + 1) * (WIDTH + GAP) - GAP
        height = (max(level.values(), default=0) + 1) * (HEIGHT + GAP) - GAP
        return places, width + 2, height + 2

    @staticmethod
    def _edge(start, end):
        x0, y0, x1, y1 = start[0] + WIDTH / 2, start[1] + HEIGHT, end[0] + WIDTH / 2, end[1]
        if y1 - y0 <= GAP:
            path = f"M{x0} {y0} C{x0} {y0 + GAP} {x1} {y1 - GAP} {x1} {y1}"
        else:  # past the lessons between, in the gap beside them
            side = start[0] + WIDTH + GAP / 2
            path = (
                f"M{x0} {y0} C{x0} {y0 + GAP} {side} {y0} {side} {y0 + GAP} "
                f"L{side} {y1 - GAP} C{side} {y1} {x1} {y1 - GAP} {x1} {y1}"
            )
        return f'<path d="{path}" fill="none" stroke="{LINE}" opacity="0.6"/>'

    @staticmethod
    def _node(one, left, top):
        icon, words = one.state
        title = one.entry.title if len(one.entry.title) < 23 else f"{one.entry.title[:21]}…"
        done = (WIDTH - 20) * one.done / max(one.all, 1)
        name = html.escape(f"{one.entry.number} {one.entry.title}: {words}", quote=True)
        return (
            f'<g role="img" aria-label="{name}">'
            f'<rect x="{left}" y="{top}" width="{WIDTH}" height="{HEIGHT}" rx="10" '
            f'fill="var(--jp-layout-color1, #fff)" stroke="{LINE}"/>'
            f'<text x="{left + 10}" y="{top + 21}" font-weight="600">{one.entry.number} '
            f"{html.escape(title)}</text>"
            f'<text x="{left + 10}" y="{top + 40}" fill="{SOFT}">{icon} {words}</text>'
            f'<rect x="{left + 10}" y="{top + 49}" width="{WIDTH - 20}" height="4" rx="2" '
            f'fill="{LINE}" opacity="0.3"/>'
            f'<rect x="{left + 10}" y="{top + 49}" width="{done:.1f}" height="4" rx="2" '
            'fill="#009e73"/></g>'
        )


def overview(folder=None):
    """All lessons, which needs which, and where you stand in each.

    Returns
    -------
    Map
    """
    return Map(standings(folder))
