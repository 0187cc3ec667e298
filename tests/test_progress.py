"""The map of the lessons says what passed, where a prediction was wrong, what to look at again."""

import re
from xml.etree import ElementTree

import pytest

import course
from course import journal, lessons, progress, told

FIRST, SECOND = (
    lessons.Entry("01", "01_a.ipynb", "One unit", "What?", 40),
    lessons.Entry("02", "02_b.ipynb", "A <spike>", "When?", 75, ("01",)),
)
TOLD = {
    "01": {"predictions": {}, "solutions": {"a.one": {}}},
    "02": {
        "predictions": {"02-x": {"question": "Is x < y?"}, "02-y": {"question": "And y?"}},
        "solutions": {"b.two": {}, "b.three": {}},
    },
}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(told, "lessons", lambda: TOLD)
    monkeypatch.setattr(lessons, "table", lambda: lessons.Contents((FIRST, SECOND)))
    return tmp_path


def checked(exercise, outcome):
    journal.record("check", exercise=exercise, outcome=outcome, work=outcome)


def compared(key, verdict):
    journal.record("comparison", key=key, verdict=verdict)


def test_nothing_is_begun_at_first():
    assert [one.state[1] for one in progress.standings()] == ["not begun", "not begun"]
    assert repr(course.map()).splitlines() == [
        "○ 01 One unit: not begun, 0 of 1 exercises, 0 of 0 predictions",
        "○ 02 A <spike>: not begun, 0 of 2 exercises, 0 of 2 predictions",
    ]


def test_what_passed_and_was_predicted_counts():
    checked("a.one", "not yet")
    checked("a.one", "passed")
    checked("a.one", "not yet")  # passed once is passed
    compared("02-x", "as you predicted")
    compared("02-y", "skipped")
    first, second = progress.standings()
    assert first.finished and first.state[1] == "done"
    assert (second.answered, second.predictions, second.state[1]) == (1, 2, "begun")


def test_a_wrong_prediction_and_an_open_exercise_are_to_be_looked_at_again():
    compared("02-x", "not as you predicted")
    compared("02-x", "as you predicted")  # the second look is no prediction any more
    checked("b.two", "raised")
    second = progress.standings()[1]
    assert second.state[1] == "look again"
    assert second.revisit == ("You were surprised: Is x < y?", "Not passed yet: two")
    assert "You were surprised: Is x < y?" in repr(course.map())


def test_a_lesson_says_how_far_one_has_come():
    checked("b.two", "passed")
    compared("02-x", "close to it")
    journal.record("function", name="my_two", exercise="b.two", source="")
    journal.record("function", name="my_two", exercise="b.two", source="newer")
    here = course.here("02")
    assert repr(here).splitlines() == [
        "1 of 2 exercises passed",
        "1 of 2 predictions made and compared",
        "1 of your functions kept for later lessons",
    ]
    assert 'aria-label="2 of 4 done"' in here._repr_html_()
    with pytest.raises(ValueError, match="number is '07'; allowed are 01, 02"):
        course.here("07")


def test_the_graph_has_a_node_for_each_lesson_and_an_edge_for_each_need():
    compared("02-x", "far from it")
    page = course.map()._repr_html_()
    tree = ElementTree.fromstring(page)
    names = [node.get("aria-label") for node in tree.iter("g")]
    assert names == ["01 One unit: not begun", "02 A <spike>: look again"]
    assert len(list(tree.iter("path"))) == 1
    assert [node.get("href") for node in tree.iter("a")] == ["01_a.ipynb", "02_b.ipynb"]
    # JupyterLab sets the address of every link, which one inside a drawing cannot bear
    assert not list(tree.find("svg").iter("a"))
    assert "Is x &lt; y?" in page


def test_no_two_lessons_of_the_course_lie_on_each_other_and_needs_lie_above(monkeypatch):
    monkeypatch.undo()
    shown = progress.overview()
    places, width, height = shown._places()
    assert len(set(places.values())) == len(lessons.files())
    for one in shown.standings:
        left, top = places[one.entry.number]
        assert 0 < left <= width - progress.WIDTH and 0 < top <= height - progress.HEIGHT
        assert all(places[need][1] < top for need in one.entry.needs if need in places)
    assert any(one.entry.needs for one in shown.standings)


def test_every_lesson_of_the_course_tells_its_predictions_and_exercises(monkeypatch):
    monkeypatch.undo()
    told.lessons.cache_clear()
    assert set(told.lessons()) >= set(lessons.files())
    for number, lesson in told.lessons().items():
        assert all(re.match(rf"{number}-", key) for key in lesson["predictions"])
