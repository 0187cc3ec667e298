"""How neurons and neural networks compute: the library behind the lessons.

`course.models`   the equations, one model a file: open these to learn
`course.plots`    pictures of what the models return
`course.live`     the live figure: sliders on one side, a picture on the other
`course.explore`  the live figures of each lesson
`course.check`    the exercises' checks and their hints

`course.map()` shows the lessons and where you stand in them, `course.glossary("ISI")` and
`course.notation()` the words and symbols. `course.mine` has the functions that you wrote,
`course.open_model("integrate_fire")` shows how the library does it.

`course.lecture()` puts the lesson on the stage, for a projector. `course.language("de")`
has figures, checks and predictions speak another language, as far as there is one.
"""

import sys

__version__ = "0.1.0"
__all__ = ["glossary", "here", "language", "lecture", "map", "notation", "open_model"]

if "pyodide" in sys.modules:  # in a browser
    from course._later import find_later

    find_later()


def lecture(on=True):
    """Put the lesson on the stage, from here on, for a projector; or back again.

    The stage shows a figure on the whole screen, and by the arrow keys its scenes and the
    lesson around it. Esc comes back to the page, whose text and figures stay larger.

    Parameters
    ----------
    on : bool
        True for a lecture hall, False for the size a reader wants.
    """
    from course.live import widget

    widget.lecture(on)


def map():
    """The lessons, which needs which, what you passed and what to look at again.

    Returns
    -------
    course.progress.Map
    """
    from course import progress

    return progress.overview()


def here(lesson):
    """How far you have come in a lesson, e.g. "02".

    Returns
    -------
    course.progress.Here

    Raises
    ------
    ValueError
        If there is no such lesson.
    """
    from course import progress

    return progress.here(lesson)


def language(code=None):
    """Speak another language from here on, e.g. "de"; figures that stand already keep theirs.

    The environment variable COURSE_LANGUAGE says it for every session. What has no
    translation stays in English, and so do code, options and all that is recorded.

    Parameters
    ----------
    code : str, optional
        "en", or the code of a language that there is.

    Returns
    -------
    str
        Code of the language that is spoken.

    Raises
    ------
    ValueError
        If there is no such language.
    """
    from course import _language

    if code is not None:
        _language.speak(code)
    return _language.current()


def notation(lesson=None):
    """The symbols of the course, or of one lesson, with unit and meaning.

    Returns
    -------
    course.words.Table

    Raises
    ------
    ValueError
        If there is no such lesson.
    """
    from course import words

    return words.notation(lesson)


def glossary(word=None):
    """What a word of the course means, e.g. "ISI", or all of them.

    Returns
    -------
    course.words.Table

    Raises
    ------
    ValueError
        If it is no word of the course; names those like it.
    """
    from course import words

    return words.glossary(word)


def open_model(model, file="model"):
    """Show the source of a model, e.g. "integrate_fire", read-only and beside the notebook.

    Returns
    -------
    course.app.reading.Source

    Raises
    ------
    ValueError
        If there is no such model or file; names what there is.
    """
    from course.app import reading

    return reading.open_model(model, file)
