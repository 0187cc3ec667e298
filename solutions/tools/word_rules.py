"""The rules on words: each of the glossary is defined where it first stands, over all lessons."""

import re

from course import words

# they also mean something in everyday language, and no rule can tell
EVERYDAY = {"rest", "unit", "gate", "mode", "weight", "activity", "leak", "spike"}
# capitals that are no terms: logic, numerals, names
NO_TERMS = {"AND", "OR", "NOT", "XOR", "II", "III", "IV", "MIT", "DOI", "OK", "PLOS", "UK", "US"}
NO_TERMS |= {"README", "CONTRIBUTING", "CHANGELOG"}
NO_TERMS |= {"RS", "IB", "CH", "FS", "LTS", "TC", "RZ"}  # cells of lesson 04, in its table


def broken(lessons, number, pending):
    """What lesson `number` does not keep; `lessons` are (number, cells) of all, in order."""
    for lesson, cell, word in undefined(lessons, pending):
        if lesson == number:
            yield f"cell {cell!r} says {word!r} before it is defined"
    if number not in pending:
        for word in sorted(abbreviations(dict(lessons)[number])):
            yield f"{word} is an abbreviation that `course/words.py` does not have"


def undefined(lessons, pending):
    """(lesson, cell, word) of each word that stands before its definition.

    Lessons that do not mark their words yet are `pending`: what they mention counts as
    defined, and nothing is asked of them.
    """
    known = set()
    for number, cells in lessons:
        for cell in cells:
            for _, entry, defined in met(prose(cell)):
                if not defined and entry not in known and number not in pending:
                    yield number, cell.id, entry
                if defined or number in pending:
                    known.add(entry)


def abbreviations(cells):
    """The words in capitals that the glossary does not have."""
    found = {
        word.removesuffix("s")
        for cell in cells
        for word in re.findall(r"(?<![\w-])[A-Z]{2,}s?(?![\w-])", prose(cell))
    }
    return found - set(words.forms()) - NO_TERMS


def nowhere(lessons, pending):
    """The words of the glossary that no lesson defines; none while some lessons are pending."""
    if set(dict(lessons)) & pending:
        return []
    texts = [prose(cell) for _, cells in lessons for cell in cells]
    defined = {entry for text in texts for _, entry, here in met(text) if here}
    return sorted(set(words.WORDS) - defined)


def prose(cell):
    """The words of a text cell without its lesson's title, code, formulas, addresses, readings."""
    if cell.cell_type != "markdown" or cell.source.startswith("## What to read next"):
        return ""
    text = re.sub(r"\A# .*|^- .*\(\d{4}\)\..*", " ", cell.source, flags=re.MULTILINE)
    text = re.sub(r"```.*?```|\$\$.*?\$\$", " ", text, flags=re.DOTALL)
    return re.sub(r"`[^`]*`|\$[^$\n]+\$|\]\([^)]*\)", " ", text)


def met(text):
    """(place, entry, whether it is defined there) of every word of the glossary in a text."""
    found = [(m.start(), words.forms().get(m[1]), True) for m in words.DEFINED.finditer(text)]
    plain = words.DEFINED.sub(lambda m: " " * len(m[0]), text)
    for form, entry in words.forms().items():
        if form not in EVERYDAY:
            flags = 0 if form.isupper() else re.IGNORECASE
            for m in re.finditer(rf"(?<!\w){re.escape(form)}(?:s|es)?(?!\w)", plain, flags):
                found.append((m.start(), entry, False))
    return sorted(found, key=lambda one: one[0])
