"""A check remembers tries and passes, and tells the solution only when it is due."""

import linecache

import numpy as np
import pytest

from course import journal, told
from course.check import _memory
from course.check._exercise import exercise, seen
from course.check._work import NotKept, fingerprint, source


@exercise("A unit that doubles", right=lambda x: 2 * x, mistakes={"You add 2.": lambda x: x + 2})
def double(unit):
    yield seen(unit(3.0), "twice 3")


@pytest.fixture(autouse=True)
def student(tmp_path, monkeypatch):
    """A student's session in a folder of its own, in a lesson that tells one solution."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(_memory, "_student", lambda: True)
    known = {double.name: {"code": "def f(x):\n    return 2 * x", "why": "It is linear."}}
    monkeypatch.setattr(told, "solution", known.get)
    return tmp_path


count = iter(range(10**6))


def written(text, **names):
    """The function `f` of a cell, with its text where Python looks for it."""
    file = f"<cell {next(count)}>"
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    scope = {"__name__": "__main__"} | names
    exec(compile(text, file, "exec"), scope)
    return scope["f"]


def tried(number):
    return double(written(f"def f(x):\n    return x + {number}\n"))


def test_the_solution_opens_after_three_tries_with_different_code():
    for number in (2, 5):
        assert tried(number).offer == ""
    told_now = double.solution()
    assert "you have made 2" in told_now.why and not told_now.code
    assert "linear" not in repr(told_now) and journal.entries("solution") == []
    assert "double.solution()" in tried(7).offer
    assert double.solution().code.endswith("return 2 * x")
    assert "<details><summary" in double.solution()._repr_html_()
    assert "It is linear." in repr(double.solution())
    assert [entry["exercise"] for entry in journal.entries("solution")] == [double.name]


def test_a_hint_is_offered_before_the_solution_is(monkeypatch):
    tried(2)
    assert tried(5).offer == ""  # it has none
    monkeypatch.setattr(double, "hints", ("It is linear.",))
    assert tried(5).offer == "check.double.hint() shows a hint."


def test_the_same_code_again_a_stub_and_another_comment_are_no_new_try():
    for text in ("x + 2", "x + 2  # is it?", "(x + 2)", "...", "x + 2"):
        double(written(f"def f(x):\n    return {text}\n"))
    assert _memory.tries(double.name) == 1
    assert len(journal.entries("check")) == 1


def test_an_error_is_an_honest_try():
    double(written("def f(x):\n    return 1 / 0\n"))
    assert _memory.tries(double.name) == 1


def test_who_has_passed_sees_the_solution_at_once():
    double(written("def f(x):\n    return x + x\n"))
    assert double.solution().code


def test_tries_count_across_sessions_and_outside_of_one_nothing_is_written(student, monkeypatch):
    monkeypatch.setattr(_memory, "_student", lambda: False)
    for number in range(4):
        assert tried(number).offer == ""
    assert journal.files() == []


def test_an_exercise_without_a_written_solution_says_so(monkeypatch):
    monkeypatch.setattr(told, "solution", lambda name: None)
    assert "no written solution" in repr(double.solution())


# -- the function is kept ----------------------------------------------------------


def kept():
    return [entry["source"] for entry in journal.entries("function")]


def test_a_function_that_passes_is_kept_and_kept_again_only_if_it_has_changed():
    for text in ("2 * x", "2 * x", "x + 2", "x + x"):
        double(written(f"def f(x):\n    return {text}\n"))
    assert [text.splitlines()[-1].strip() for text in kept()] == ["return 2 * x", "return x + x"]


def run(text, *arguments):
    scope = {}
    exec(text, scope)
    return scope["f"](*arguments)


def test_what_is_kept_runs_by_itself():
    helper = "def half(x):\n    return rate(x) * 0 + x / two\n"
    text = "def f(x):\n    return np.sum([half(x) for _ in range(4)])\n"
    from course.models.integrate_fire import rheobase

    linecache.cache["<half>"] = (1, None, helper.splitlines(keepends=True), "<half>")
    scope = {"__name__": "__main__", "rate": abs, "two": 2.0}
    exec(compile(helper, "<half>", "exec"), scope)
    function = written(text, np=np, half=scope["half"], unused=rheobase)
    assert run(source(function), 3.0) == 6.0
    assert "rheobase" not in source(function)
    other = written("def f(x):\n    return limit(x)\n", limit=rheobase)
    assert "from course.models.integrate_fire" in source(other)
    assert run(source(other), __import__("course").models.integrate_fire.LIF()) > 100


def test_functions_that_call_each_other_are_kept_once():
    text = "def f(n):\n    return 1 if n < 2 else n * f(n - 1)\n"
    assert run(source(written(text)), 5) == 120
    assert source(written(text)).count("def f") == 1


@pytest.mark.parametrize(
    ("text", "names", "told"),
    [
        ("f = lambda x: 2 * x\n", {}, "plain def"),
        ("def f(x):\n    return x * W\n", {"W": np.ones(2)}, "reads W"),
        (
            "def g(k):\n    def f(x):\n        return k * x\n    return f\nf = g(2)\n",
            {},
            "around it",
        ),
    ],
)
def test_what_cannot_run_by_itself_is_not_kept(text, names, told):
    function = written(text, **names)
    with pytest.raises(NotKept, match=told):
        source(function)
    double(function)
    assert kept() == []


def test_a_function_whose_text_is_gone_is_not_kept():
    function = written("def f(x):\n    return 2 * x\n")
    linecache.cache.clear()
    with pytest.raises(NotKept, match="not there any more"):
        source(function)


def test_a_fingerprint_tells_work_apart_and_not_its_form():
    one, same, other = (
        written(f"def f(x):\n    return {text}\n") for text in ("x+1", "x + 1  # so", "x + 2")
    )
    assert fingerprint([one]) == fingerprint([same]) != fingerprint([other])
    assert fingerprint([1.0, np.arange(3)]) == fingerprint([1.0, np.arange(3)])
    assert fingerprint([1.0]) != fingerprint([2.0])
    assert fingerprint([lambda: 1]) != fingerprint([lambda: 2])
