"""`@figure`: what the decorated function is to Python, to a reader and to a notebook."""

import inspect
import pydoc
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

import course.live
from course.live import (
    Button,
    Choice,
    Event,
    Explorer,
    Preset,
    Slider,
    State,
    Switch,
    Yours,
    figure,
    levels,
)
from course.live.widget import Live

ROOT = Path(__file__).parents[2]
T = np.linspace(0.0, 100.0, 101)


@figure(
    "A potential of {kind} that decays to rest",
    Slider("A", 0.0, 20.0, 15.0, 0.5, "mV", meaning="height at the start"),
    Slider("tau", 2.0, 60.0, 20.0, 1.0, "ms", "τ", "time constant of the decay"),
    Choice("scale", ("linear", "log"), "linear", meaning="of the axis"),
    Switch("shown", True, "show the line"),
    Button("seed", "new noise"),
    State("at", [0.0]),
    presets=[Preset("quick", tau=4.0).shows("Gone before you look.")],
    mosaic=[["V", "log"]],
    width_ratios=[2, 1],
)
def decay(A, tau, scale, shown, seed, at, kind="one cell", mine=None, draft=False):
    """A potential that decays to rest.

    Parameters
    ----------
    kind : str
        Of what.
    mine : callable, optional
        Your own.
    """
    V = A * np.exp(-T[:: 10 if draft else 1] / tau)
    return {"V": V, "yours": mine(T) if mine else None, "draft": draft}


@decay.show
def show_decay(ax, r):
    ax.V.still(xlim=(0, 100), xlabel="time (ms)")
    if r.shown:
        ax.V.line("V", T[: r.V.size], r.V, color="C0")
    ax.V.limits(y=(0, levels(r.A, 5, 20)))
    return f"{r.V[-1]:.2f} mV of {r.A:.1f} mV are left."


@decay.on_event
def point_decay(event, values):
    return {"tau": event.x}


def test_the_function_is_a_live_figure_and_an_explorer():
    live, explorer = decay(tau=5), decay.explorer(tau=5)
    assert isinstance(live, Live) and isinstance(explorer, Explorer)
    assert live.values == explorer.values and live.png() == explorer.png()
    assert live.settings() == "explore.decay(kind='one cell', tau=5.0)"
    live.close()


def test_the_result_has_what_was_computed_and_what_from():
    r = decay.explorer(A=3).result
    assert r.V[0] == r.A == 3.0 and r.tau == 20.0 and r.kind == "one cell" and not r.draft


def test_what_show_returns_says_the_result_that_is_shown():
    explorer = decay.explorer(A=3)
    assert explorer.summary == "0.02 mV of 3.0 mV are left."
    explorer.set(A=8)
    assert explorer.summary == "0.05 mV of 8.0 mV are left."
    explorer.resize(width=358)
    assert explorer.summary == "0.05 mV of 8.0 mV are left."


def test_a_figure_that_says_nothing_is_told_so():
    @figure("A line")
    def line():
        return {}

    @line.show
    def show_line(ax, r):
        ax.A.line("line", [0, 1], [0, 1])

    with pytest.raises(ValueError, match=r"explore\.line gives None; allowed is the picture"):
        line.explorer().summary  # noqa: B018 - it is the property that refuses


def test_a_figure_takes_values_of_the_student_too():
    @figure("A line", Yours("mine", "two numbers"))
    def line(mine):
        return {"mine": mine.used(lambda values: values(), np.empty(2))}

    @line.show
    def show_line(ax, r):
        return f"{r.mine}"

    assert line.explorer(mine=[1, 2]).summary == "[1. 2.]"
    assert line.explorer(mine=[..., 2]).summary == line.explorer(mine=...).summary == "None"
    assert "Yours is left out" in line.explorer(mine="x").summary


def test_a_figure_takes_the_students_function_and_help_says_how_it_is_called():
    @figure("A line", Yours("mine(x, a)", "drawn over the line"))
    def line(mine):
        return {"mine": mine(2.0, 3.0)}

    @line.show
    def show_line(ax, r):
        return f"{r.mine}"

    assert line.explorer(mine=lambda x, a: x * a).summary == "6.0"
    assert line.explorer().summary == line.explorer(mine=lambda x, a: ...).summary == "None"
    assert "Yours is left out" in line.explorer(mine=lambda x, a: [x, a]).summary
    with pytest.raises(ValueError, match="mine must be a function, not 3"):
        line.explorer(mine=3)
    told = "mine : callable, optional\n    Your own `mine(x, a)`, drawn over the line."
    assert told in inspect.getdoc(line)


def test_what_is_no_control_is_the_figures_own():
    explorer = decay.explorer("two cells", mine=np.sin)
    assert explorer.title == "A potential of two cells that decays to rest"
    np.testing.assert_array_equal(explorer.result.yours, np.sin(T))
    assert explorer.settings() == "explore.decay(kind='two cells')"


def test_a_draft_is_computed_if_the_function_takes_one():
    explorer = decay.explorer()
    assert explorer.drafts and explorer.move({"tau": 3}, draft=True).V.size == 11
    assert explorer.set(tau=3).V.size == 101


def test_pointing_changes_values_and_presets_say_what():
    explorer = decay.explorer()
    assert explorer.point(Event("press", "V", 9.0, 1.0)).tau == 9.0
    assert explorer.press(1).tau == 4.0
    assert explorer.presets == [("quick", "Gone before you look.", {"tau": 4.0})]


@pytest.mark.parametrize(
    ("start", "told"),
    [
        ({"B": 1}, "no control named 'B'; allowed is one of A, tau, scale, shown, seed, at"),
        ({"tau": 1}, "tau is 1; allowed is from 2 to 60 ms"),
        ({"scale": "cubic"}, "scale is 'cubic'; allowed is one of 'linear', 'log'"),
    ],
)
def test_a_wrong_start_is_refused_in_words(start, told):
    for make in (decay, decay.explorer):
        with pytest.raises(ValueError, match=told):
            make(**start)


def test_help_tells_each_control_with_its_range_unit_and_start():
    told = pydoc.render_doc(decay, renderer=pydoc.plaintext)
    call = "kind='one cell', mine=None, *, A: float = 15.0, tau: float = 20.0,"
    assert call in " ".join(told.split())  # from Python 3.13 on, each in a line of its own
    for line in (
        "A potential that decays to rest.",
        "mine : callable, optional",
        "A : from 0 to 20 mV; at first 15.0",
        "time constant of the decay",
        "scale : one of 'linear', 'log'; at first 'linear'",
        "shown : True or False; at first True",
        "1. quick: Gone before you look.",
    ):
        assert line in told
    assert told.count("Parameters\n") == 1


def test_the_tab_key_completes_the_controls():
    shell = InteractiveShell()
    shell.push({"decay": decay})
    with provisionalcompleter():
        found = {c.text for c in shell.Completer.completions("decay(t", len("decay(t"))}
        assert "tau=" in found
        found = {c.text for c in shell.Completer.completions("decay(", len("decay("))}
    assert {f"{name}=" for name in inspect.signature(decay).parameters} <= found


def test_its_source_is_the_function_that_was_decorated():
    assert "A * np.exp" in inspect.getsource(decay)


def test_explorers_need_no_widget():
    """None of any lesson does, from its module to its settings; two of them to their pictures."""
    code = (
        "import importlib, pkgutil, sys\n"
        "from course import explore\n"
        "for found in pkgutil.iter_modules(explore.__path__):\n"
        "    if not found.name.startswith('_'):\n"
        "        module = importlib.import_module(f'course.explore.{found.name}')\n"
        "        for name in module.__all__:\n"
        "            made = getattr(module, name).explorer()\n"
        "            made.settings()\n"
        "            found.name in ('integrate_fire', 'your_model') and made.png()\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not {"ipywidgets", "anywidget", "traitlets", "comm", "IPython"} & {*done.stdout.split()}


def test_the_figure_that_the_package_explains_is_one():
    lines = course.live.__doc__.split("This is all:")[1].split("`decay(tau=5)`")[0]
    names = {"np": np, "T": T, "figure": figure, "levels": levels}
    names |= {"Slider": Slider, "Preset": Preset}
    exec(textwrap.dedent(lines), names)
    explained = names["decay"].explorer(tau=5)
    assert explained.summary == "0.00 mV are left of 15.0 mV after 100 ms."
    assert explained.press(1).tau == 4.0 and explained.artists["A"]["V"].get_ydata()[0] == 15.0
