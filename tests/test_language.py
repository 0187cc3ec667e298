"""Another language: what is shown is translated, and what is recorded stays as it is."""

import json
import re
from pathlib import Path

import pytest
import translate

import course
from course import _language, journal, lessons
from course.app import cli, handout
from course.app.grade import papers, report
from course.app.grade.examiner import Finding
from course.check import compare, predict
from course.check import integrate_fire as check
from course.check._exercise import exercises
from course.explore import integrate_fire as explore
from course.live import page

# A word of a language; names of parameters and formulas are the same in all.
PROSE = re.compile(r"[a-zäöüß]{3,}")
NAMES = re.compile(r"\$[^$]*\$|\w*_\w*|\b(?:duration|gap|method|now)\b")


@pytest.fixture
def german():
    course.language("de")
    yield
    course.language("en")


def test_a_language_that_there_is_not_is_refused_by_name():
    with pytest.raises(ValueError, match="language is 'xx'; allowed is one of 'en', 'de'"):
        course.language("xx")
    assert course.language() == "en"


def test_in_english_a_door_gives_back_the_very_sentence():
    sentence = "The step is too large: is dt missing?"
    assert _language.said(sentence) is sentence
    assert _language.words("a") == {}
    data = next(iter(lessons.files().values())).read_bytes()
    assert _language.notebook(data) is data


def test_a_sentence_with_numbers_is_found_by_its_pattern(german):
    said = _language.said("9 spikes in 500 ms, 18 Hz; without noise 17.9 Hz. Rheobase 166.7 pA.")
    assert said == "9 Spikes in 500 ms, 18 Hz; ohne Rauschen 17.9 Hz. Rheobase 166.7 pA."
    assert _language.said("V is None: does your function end with `return`? Not yet") == (
        "V ist None: Endet Ihre Funktion mit `return`? Noch nicht"
    )
    assert _language.said("Nobody has translated this.") == "Nobody has translated this."


@pytest.mark.parametrize("name", explore.__all__)
def test_a_figure_shows_no_english(german, name):
    figure = getattr(explore, name).explorer()
    with _language.missed() as missed:
        page.spec(figure)
        for number in range(len(figure.presets) + 1):
            if number:
                figure.press(number)
            figure.picture.render()
            assert figure.summary
    assert not [said for said in missed if PROSE.search(NAMES.sub("", said))]


@pytest.mark.parametrize("name", exercises(check))
def test_a_check_tells_every_mistake_in_german(german, name):
    exercise = exercises(check)[name]
    for examples in (False, True):
        for sentence, work in exercise.wrong(examples=examples):
            result = exercise(*work)
            assert result.message and result.message not in repr(result), sentence
            assert result.as_json()["message"] == result.message
    assert f"[bestanden] integrate_fire.{name}" in repr(exercise(*exercise.work(exercise.right)))


def test_what_is_recorded_of_a_prediction_is_the_same_in_every_language(
    german, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    asked = predict("02-double")
    assert "weniger als die doppelte Rate" in asked._still()
    assert asked.words["less than twice the rate"] == "weniger als die doppelte Rate"
    asked.answer = "less than twice the rate"
    assert asked.status == "Aufgezeichnet: weniger als die doppelte Rate."
    assert journal.last("prediction", key="02-double")["answer"] == "less than twice the rate"
    told = compare("02-double").reveal()
    assert told.spec["verdict"] == "not as you predicted"
    assert "anders als vorhergesagt" in repr(told)


def test_a_lesson_keeps_its_cells_and_its_code(german):
    path = lessons.file("02")
    english, said = json.loads(path.read_bytes()), json.loads(lessons.read(path))
    assert [c["id"] for c in english["cells"]] == [c["id"] for c in said["cells"]]
    for before, after in zip(english["cells"], said["cells"]):
        if before["cell_type"] == "code":
            assert before == after
    text = "".join("".join(cell["source"]) for cell in said["cells"])
    assert "## Die Membran ist ein Kondensator mit einem Leck" in text
    other = lessons.file("03")
    assert json.loads(lessons.read(other)) == json.loads(other.read_bytes())


def test_a_folder_keeps_the_language_that_its_lessons_were_asked_for(tmp_path, monkeypatch):
    monkeypatch.setenv(_language.VARIABLE, "")  # so that the end of the test takes it away again
    monkeypatch.delenv(_language.VARIABLE)
    folder = tmp_path / "work"
    try:
        cli.main(["start", "--no-open", "--folder", str(folder), "--language", "de"])
        first = (folder / lessons.file("02").name).read_text("utf-8")
        assert "Sie schreiben einen Schritt" in first
        monkeypatch.delenv(_language.VARIABLE)
        course.language("en")
        cli.main(["start", "--no-open", "--folder", str(folder)])
        assert course.language() == "de"
        assert (folder / lessons.file("02").name).read_text("utf-8") == first
        assert handout.handed_out(folder)["language"] == "de"
    finally:
        monkeypatch.delenv(_language.VARIABLE, raising=False)
        course.language("en")


def english(missed):
    """What nobody has translated and is no name: a file's, a student's, a lesson's."""
    entries = lessons.table().entries  # a guest's lesson may stay English
    titles = "|".join(
        re.escape(word) + ".*" for one in entries for word in (one.title, one.question)
    )
    names = re.compile(rf"\S*[/.]\S+|anna|ben|grades|random|rate|{titles}")
    return [one for one in missed if PROSE.search(NAMES.sub("", names.sub("", one)))]


def test_the_commands_speak_no_english(german, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv(_language.VARIABLE, "de")
    work = ["--folder", str(tmp_path / "work")]
    with _language.missed() as missed:
        assert cli.main(["start", "--no-open", *work]) == 0
        assert cli.main(["start", "--no-open", *work]) == 0
        lesson = tmp_path / "work" / lessons.file("02").name
        lesson.write_text(lesson.read_text("utf-8").replace("Neuron", "neuron"), "utf-8")
        (tmp_path / "work" / "random.py").write_text("", "utf-8")
        assert cli.main(["start", "--no-open", *work]) == 0
        for command in (["update"], ["reset", "2"], ["reset", "2"], ["journal"]):
            assert cli.main([*command, *work]) == 0
        said = {"exercise": "integrate_fire.rate", "outcome": "not yet", "work": "one"}
        journal.record("check", tmp_path / "work", **said)
        surprise = {"key": "02-double", "predicted": "", "happened": ""}
        journal.record("comparison", tmp_path / "work", verdict="far from it", **surprise)
        assert cli.main(["journal", *work]) == 0
        assert cli.main(["journal", "--delete", *work]) == 0
        assert cli.main(["list"]) == 0
        assert cli.main(["reset", "77", *work]) == 2
        repr(lessons.table()), lessons.table()._repr_html_()
    told = capsys.readouterr().out
    minutes = lessons.table().entries[2].minutes
    assert "Ihre Lektionen sind in" in told
    assert f"Integrieren und feuern ({minutes} Minuten)" in told
    assert "nicht begonnen" in told and "Das hat Sie überrascht" in told
    assert not english(missed)


def test_what_grading_shows_is_in_german_and_what_a_program_reads_stays(german, tmp_path):
    findings = []
    for exercise in exercises(check).values():
        result = exercise(*exercise.work(next(iter(exercise.wrong()), (0, exercise.right))[1]))
        findings.append(Finding(exercise.name, result.outcome, result.message, result.error))
    source = json.loads(lessons.file("02").read_text("utf-8"))
    place = tmp_path / "anna" / "02.ipynb"
    place.parent.mkdir()
    place.write_text(json.dumps(source), "utf-8")
    (tmp_path / "ben").mkdir()
    results = [(paper, findings if paper.lesson else []) for paper in papers.papers(tmp_path)]
    with _language.missed() as missed:
        report.write(tmp_path / "out" / "grades.csv", results)
        _language.said(report.told("grades.csv", results))
    assert not english(missed)
    assert "Was die Klasse missversteht" in (tmp_path / "out" / "grades.html").read_text("utf-8")
    feedback = (tmp_path / "out" / "grades.feedback" / "anna.html").read_text("utf-8")
    assert 'lang="de"' in feedback and "Rückmeldung für anna" in feedback
    assert "not yet" in (tmp_path / "out" / "grades.csv").read_text("utf-8")


# -- catalogs ----------------------------------------------------------------------


def test_the_compiled_catalog_says_what_the_written_one_does():
    catalog = _language.Catalog("de")
    for (context, said), told in translate.read("de").items():
        if told:
            assert (catalog.page if context else catalog.sentences)[said] == told


def test_holes_of_a_translation_are_those_of_its_sentence():
    for (_, said), told in translate.read("de").items():
        if told and _language.HOLE.search(said):
            assert set(_language.HOLE.findall(told)) <= set(_language.HOLE.findall(said)), said


def test_a_sentence_without_a_translation_and_one_that_nobody_says_are_found(monkeypatch):
    new = {(None, "A new sentence with {0} spikes."): "course/x.py"}
    had = {(None, "A sentence that was dropped."): "Ein Satz, der gestrichen wurde."}
    assert translate.open_sentences(new, had) == ["A new sentence with {0} spikes."]
    assert translate.dropped(new, had) == ["A sentence that was dropped."]


def test_the_catalogs_are_up_to_date():
    """A warning and no more: who changes a sentence need not speak every language."""
    import warnings

    for language in translate.LESSONS:
        for told in translate.troubles(language):
            warnings.warn(told, translate.OutOfDate, stacklevel=1)


def test_the_finder_knows_what_a_module_says(tmp_path):
    module = tmp_path / "module.py"
    module.write_text(
        '"""A docstring is not said."""\n'
        'label = figure("A title with {seed} in it", Preset("short", I=3.0))\n'
        "def say(r):\n    return f\"{r.n} spikes, too {'many' if r.n > 3 else 'few'}.\"\n"
        'raise ValueError("Only who calls it wrongly reads this.")\n'
        'ax.still(xlabel="share", xscale="log")\n',
        "utf-8",
    )
    assert sorted(translate.of_python(module)) == [
        "A title with {0} in it",
        "few",
        "many",
        "share",
        "short",
        "{0} spikes, too {1}.",
    ]


def test_the_finder_knows_what_a_script_says(tmp_path):
    script = Path(tmp_path / "script.js")
    script.write_text(
        'const name = "course-row"; tell(`${n} more`); tell("Waiting for the kernel.");', "utf-8"
    )
    assert list(translate.of_script(script)) == ["{0} more", "Waiting for the kernel."]
