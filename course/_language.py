"""The language in which the course speaks.

A sentence is written in English where it arises, and translated at the door where it is
shown: `said(sentence)`. So nothing is marked where it is written, and in English a door
costs one look at whether there is a catalog.

The catalogs are gettext's, `locale/<language>/LC_MESSAGES/course.po`, which
`solutions/tools/translate.py` keeps. An entry is a whole sentence, or a pattern with holes,
`"{0} spikes in 500 ms, {1} Hz"`, which any sentence of this form fits; what stands in a hole
is translated by itself. What a program or a record goes by, such as an option, the key of a
prediction or a name in code, is English in every language.
"""

import contextlib
import gettext
import json
import os
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
ENGLISH = "en"
VARIABLE = "COURSE_LANGUAGE"
PAGE = "page\4"  # gettext's mark of what the scripts of a page say
MOST = 10_000  # sentences of which the translation is kept
HOLE = re.compile(r"\{\d+\}")
BREAK = re.compile(r"(\n+|(?<=[.?!:]) )")  # between sentences
STOPS = tuple(".,;:")  # a phrase may end a sentence
WORD = re.compile(r"[^\W\d_]{3,}")


def languages() -> tuple[str, ...]:
    """Codes of the languages that there are."""
    return (ENGLISH, *sorted(path.parts[-3] for path in LOCALE.glob("*/LC_MESSAGES/course.mo")))


class Catalog:
    """One language's sentences."""

    def __init__(self, language: str) -> None:
        with open(LOCALE / language / "LC_MESSAGES" / "course.mo", "rb") as file:
            found = vars(gettext.GNUTranslations(file))["_catalog"]  # listed nowhere else
        self.language = language
        self.page = {said[len(PAGE) :]: told for said, told in found.items() if PAGE in said}
        self.sentences = {said: told for said, told in found.items() if said and PAGE not in said}
        self.missed: set[str] | None = None
        self._known: dict[str, str] = {}
        patterns = [said for said in self.sentences if HOLE.search(said)]
        patterns.sort(key=lambda said: -len(HOLE.sub("", said)))
        self._patterns = [(_pattern(said), self.sentences[said]) for said in patterns]

    def said(self, sentence: str) -> str:
        """The sentence in this language; itself if the catalog does not have it."""
        if sentence not in self._known:
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[sentence] = self._found(sentence)
        return self._known[sentence]

    def _found(self, sentence):
        found = self._phrase(sentence)
        if found is not None:
            return found
        told = []
        at = 0
        parts = BREAK.split(sentence)
        while at < len(parts):  # the longest run of parts that is an entry, and then the next
            for end in range(len(parts), at, -1):
                found = self._phrase("".join(parts[at:end]))
                if found is not None:
                    break
            else:
                end, found = at + 1, parts[at]
                if self.missed is not None and WORD.search(found):
                    self.missed.add(found)
            told.append(found)
            at = end
        return "".join(told)

    def _phrase(self, words):
        """The translation of an entry, which may stand at the end of a sentence, or None."""
        found = self._whole(words)
        if found is None and words[-1:] in STOPS:
            found = self._whole(words[:-1])
            return found and found + words[-1]
        return found

    def _whole(self, sentence):
        """The translation of one entry, or None."""
        if sentence in self.sentences:
            return self.sentences[sentence]
        small = sentence[:1].lower() + sentence[1:]
        if small in self.sentences:  # a phrase that begins a sentence
            return _capital(self.sentences[small])
        for pattern, told in self._patterns:
            fit = pattern.fullmatch(sentence)
            begins = None if fit else pattern.fullmatch(small)
            if match := fit or begins:
                found = _filled(told, [self.said(hole) for hole in match.groups()])
                return found if fit else _capital(found)
        return None


def _filled(told, holes):
    return HOLE.sub(lambda hole: holes[int(hole[0][1:-1])], told)


def _pattern(said):
    """What fits an entry with holes; each hole is met once, in the order of its number."""
    parts = HOLE.split(said)
    return re.compile("(.*?)".join(map(re.escape, parts)), re.DOTALL)


def _capital(sentence):
    return sentence[:1].upper() + sentence[1:]


_catalog: Catalog | None = None


def said(sentence: str) -> str:
    """The sentence in the reader's language: the door."""
    return sentence if _catalog is None else _catalog.said(sentence)


def current() -> str:
    """Code of the language that is spoken."""
    return ENGLISH if _catalog is None else _catalog.language


def speak(language: str) -> None:
    """Speak this language from now on.

    Raises
    ------
    ValueError
        If there is no catalog of it.
    """
    global _catalog
    if language not in languages():
        allowed = ", ".join(map(repr, languages()))
        raise ValueError(f"language is {language!r}; allowed is one of {allowed}")
    if language != current():
        _catalog = None if language == ENGLISH else Catalog(language)


def entry(text: str) -> str:
    """The translation of one whole entry, by no pattern."""
    return text if _catalog is None else _catalog.sentences.get(text, text)


def notebook(data: bytes) -> bytes:
    """A lesson's file with its text in the reader's language; cells, ids and code are the same."""
    if _catalog is None:
        return data
    found = json.loads(data)
    title = "".join(found["cells"][0]["source"]).partition("\n")[0]
    if title not in _catalog.sentences:  # half a lesson would be no help
        return data
    for cell in found["cells"]:
        if cell["cell_type"] == "markdown":
            paragraphs = "".join(cell["source"]).split("\n\n")
            text = "\n\n".join(map(entry, paragraphs))
            cell["source"] = text.splitlines(keepends=True)
    return (json.dumps(found, indent=1, ensure_ascii=False) + "\n").encode()


@contextlib.contextmanager
def missed() -> Iterator[set[str]]:
    """Sentences that come to a door in the block and have no translation."""
    found: set[str] = set()
    if _catalog is not None:
        _catalog.missed = found
        _catalog._known.clear()
    try:
        yield found
    finally:
        if _catalog is not None:
            _catalog.missed = None


def words(*sentences: str) -> dict[str, str]:
    """For the scripts of a page: what they say themselves, and `sentences`; nothing in English."""
    if _catalog is None:
        return {}
    return _catalog.page | {sentence: _catalog.said(sentence) for sentence in sentences}


def _begin():
    """Speak what the environment says, if there is such a language."""
    asked = os.environ.get(VARIABLE, "").strip().lower().replace("-", "_").partition("_")[0]
    if asked in languages():
        speak(asked)
    elif asked:
        warnings.warn(
            f"{VARIABLE} is {asked!r}; allowed is one of {', '.join(languages())}", stacklevel=2
        )


_begin()
