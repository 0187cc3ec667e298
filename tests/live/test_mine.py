"""`mine=`: a student's function is drawn as "yours"; whatever it does, the figure goes on."""

import functools
import importlib
import inspect
import pkgutil
import sys

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from course import explore
from course.live import Mine
from course.live.explorer import Explorer
from course.models.integrate_fire import LIF, firing_rate
from course.plots.look import LOOKS

X = np.linspace(0.0, 1.0, 5)
FIGURES = [
    (found.name, name)
    for found in pkgutil.iter_modules(explore.__path__)
    if found.name[0] != "_"
    for name in importlib.import_module(f"course.explore.{found.name}").__all__
]


def takes_mine(figure):
    topic, name = figure
    function = getattr(importlib.import_module(f"course.explore.{topic}"), name)
    return any(p.annotation is Mine for p in inspect.signature(function).parameters.values())


TAKE = [figure for figure in FIGURES if takes_mine(figure)]
REMEMBERS = {"explore.sweep"}  # how far its first picture has come hangs on what is known already
every_figure = pytest.mark.parametrize("figure", TAKE, ids=".".join)


def made(figure, mine):
    topic, name = figure
    function = getattr(importlib.import_module(f"course.explore.{topic}"), name)
    taken = [n for n, p in inspect.signature(function).parameters.items() if p.annotation is Mine]
    return function.explorer(**dict.fromkeys(taken, mine))


def never_ends(*_):
    while True:
        pass


def fails(*_):
    return undefined  # noqa: F821


def leaves(*_):
    sys.exit(3)


def spoils(*arguments):
    for argument in arguments:
        if isinstance(argument, np.ndarray):
            argument[...] = 1e9
    return ...


def prints(*_):
    print("hello")
    return 1.0


def recurses(*arguments):
    return recurses(*arguments)


def yields(*_):
    yield 1.0


HOSTILE = {
    "fails": (fails, "NameError: name 'undefined' is not defined"),
    "leaves": (leaves, "SystemExit: 3"),
    "never ends": (never_ends, "it was stopped after 200 ms of computing"),
    "recurses": (recurses, "RecursionError"),
    "has no return": (lambda *_: None, "returns None"),
    "yields": (yields, "uses `yield`"),
    "gives words": (lambda *_: "half", "gives a str"),
    "gives complex": (lambda *_: 1j, "gives a complex"),
    "gives ragged lists": (lambda *_: [[1.0], [2.0, 3.0]], "gives a list"),
    "gives a wrong shape": (lambda *_: np.zeros((3, 7)), "gives shape (3, 7)"),
    "wants nothing": (lambda: 1.0, "TypeError"),
}


def test_the_figures_of_at_least_seven_lessons_take_a_function():
    assert len({topic for topic, _ in TAKE}) >= 7


@every_figure
def test_without_a_function_there_is_nothing_of_it(figure):
    usual, stub = made(figure, None), made(figure, lambda *_: ...)
    assert "Yours" not in usual.summary and "Yours" not in stub.summary
    assert usual.summary == stub.summary
    np.testing.assert_array_equal(seen(stub), seen(usual))
    assert not any("mine" in keys and keys["mine"].get_visible() for keys in usual.artists.values())


@functools.lru_cache(maxsize=1)  # the kinds of a figure come one after another
def usual(figure):
    """What a figure says without a function, and its pictures at the start and after preset 1."""
    live = made(figure, None)
    said, pictures = live.summary, [seen(live)]
    if live.presets:
        live.press(1)
        pictures.append(seen(live))
    return said, pictures


@pytest.mark.parametrize("kind", ["fails", "never ends", "gives a wrong shape"])
@every_figure
def test_a_hostile_function_is_told_of_and_every_picture_of_the_library_stays(figure, kind):
    function, told = HOSTILE[kind]
    said, pictures = usual(figure)
    live = made(figure, function)
    assert live.summary.startswith(said) and "Yours is left out" in live.summary
    assert told.split(",")[0] in live.summary or kind == "gives a wrong shape"
    np.testing.assert_array_equal(seen(live), pictures[0])
    if live.presets:
        live.press(1)
        assert "Yours is left out" in live.summary
        np.testing.assert_array_equal(seen(live), pictures[1])


def seen(live):
    """All pixels of the picture."""
    if live.call in REMEMBERS:
        live.finish()
    live.picture.render()
    return np.asarray(live.picture.image())


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_wrong_is_said_in_words(kind):
    function, told = HOSTILE[kind]
    mine = Mine(function)
    assert mine(X, like=X) is None and told in mine.told
    mine = Mine(function)
    assert mine.each(X) is None and mine.told


def test_the_students_own_line_is_told():
    mine = Mine(fails)
    mine(X, like=X)
    assert "`return undefined  # noqa: F821`" in mine.told


def test_a_stub_and_no_function_are_neither_drawn_nor_blamed():
    for mine in (Mine(), Mine(lambda *_: ...)):
        assert mine(X, like=X) is None and mine.each(X) is None and mine.told == ""


def test_what_it_gives_is_drawn_and_what_is_too_large_left_out():
    np.testing.assert_array_equal(Mine(lambda x, a: a * x)(X, 2.0, like=X), 2 * X)
    assert Mine(lambda x: 2 * x).used(lambda f: f(1.0) + f(2.0)) == 6.0
    for stub in (lambda x: ..., lambda x: (x, ...)):
        mine = Mine(stub)
        assert mine.used(lambda f: np.sum(f(1.0))) is None and not mine.told
    np.testing.assert_array_equal(Mine(lambda x, a: a * x).each(X, 2.0), 2 * X)
    assert np.isnan(Mine(lambda x: 1e9 + x)(X, like=X)).all()
    assert Mine(lambda x: x.sum())(X) == pytest.approx(2.5)
    np.testing.assert_array_equal(Mine(lambda x: [0, 1, 2, 3, 4])(X, like=X), np.arange(5.0))


def test_two_functions_are_used_beside_each_other():
    double, add = Mine(lambda x: 2 * x), Mine(lambda x, y: x + y)

    def both(double, add):
        return add(double(3.0), 1.0)

    assert double.used(both, beside=[add]) == 7.0
    for missing in (Mine(), Mine(lambda *_: ...)):
        assert double.used(both, beside=[missing]) is None and not double.told


def test_a_list_that_holds_a_gap_is_a_stub():
    for stub in ([..., 1.0], ([0.0, ...], [1.0, 2.0]), [[...]]):
        mine = Mine(lambda stub=stub: stub)
        assert mine() is None and not mine.told


def test_a_function_that_makes_one_step_goes_its_path():
    mine = Mine(lambda r, h: r + h)
    found = mine.path(np.zeros(2), [(np.array([1.0, 2.0]),), (np.array([1.0, -1.0]),)])
    np.testing.assert_array_equal(found, [[0, 0], [1, 2], [2, 1]])
    assert Mine(lambda r, h: ...).path(np.zeros(2), [(1.0,)]) is None
    wrong = Mine(lambda r, h: np.zeros(3))
    assert wrong.path(np.zeros(2), [(1.0,)]) is None and wrong.told


def test_it_cannot_change_what_it_is_given():
    given = X.copy()
    assert Mine(spoils)(given, like=given) is None
    np.testing.assert_array_equal(given, X)


def test_what_it_prints_is_not_seen(capsys):
    assert Mine(prints)(X) == 1.0
    assert capsys.readouterr().out == ""


def test_one_that_took_too_long_is_not_called_again():
    calls = []

    def slow(x):
        calls.append(x)
        never_ends()

    mine = Mine(slow)
    for _ in range(3):
        mine.begin()
        assert mine(X, like=X) is None and "200 ms" in mine.told
    assert len(calls) == 1


def test_an_error_that_is_mended_by_a_slider_is_forgotten():
    live = explore_neuron(lambda I, tau_m, *_: 5.0 if tau_m < 40 else undefined)  # noqa: F821
    assert "NameError" not in live.summary and live.artists["f"]["mine"].get_visible()
    live.set(tau_m=50.0)
    assert "NameError" in live.summary and not live.artists["f"]["mine"].get_visible()
    live.set(tau_m=10.0)
    assert "NameError" not in live.summary and live.artists["f"]["mine"].get_visible()


def explore_neuron(function) -> Explorer:
    return made(("integrate_fire", "neuron"), function)


def right(I, tau_m, R, E_L, V_th, t_ref):
    return float(firing_rate(LIF(tau_m=tau_m, R=R, E_L=E_L, V_th=V_th, t_ref=t_ref), I))


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_right_function_lies_on_the_curve_in_the_color_and_style_of_yours(look):
    live = explore_neuron(right)
    live.resize(look=look)
    mine, theory = (live.artists["f"][key] for key in ("mine", "theory"))
    np.testing.assert_allclose(mine.get_ydata(), theory.get_ydata())
    assert to_rgb(mine.get_color()) == to_rgb(look.you) and mine.get_linestyle() != "-"
    live.picture.render()
    words = [text.get_text() for names in live.picture.moving for text in names.get_children()]
    assert "yours" in words


@pytest.mark.parametrize("value", [3.0, "my_rate", [1.0]])
def test_what_is_no_function_is_refused(value):
    with pytest.raises(ValueError, match="mine must be a function"):
        made(("integrate_fire", "neuron"), value)
