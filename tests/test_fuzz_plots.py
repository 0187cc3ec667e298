"""Every public function of pictures, called with everything: drawn, or a refusal in words."""

import importlib
import inspect
import os
import pkgutil

import numpy as np
import pytest
from domains_of_plots import DOMAINS, MAKERS
from test_fuzz import Walk, fuzz

import course.plots
from course.plots.drawing import Drawing
from course.plots.panel import Panel, Panels

# what panels and drawings do among themselves, and what matplotlib calls
ROOMS = ("course.plots.given", "course.plots.words")
PARTS = {
    *(f"plots.drawing.{name}" for name in ("resize", "scale_of", "Word", "Label")),
    *(f"plots.drawing.{name}" for name in ("Edges", "Glow", "Tile", "Spot")),
    *(
        "plots.diagrams.circuit.Branch",
        "plots.look.Look",
        "plots.look.is_color",
        "plots.panel.flat",
    ),
}
FRAMES = {"begin", "end", "every", "moving", "curves", "pin", "named", "moved", "forget"}
FRAMES |= {"tells", "told", "spots", "now"}
ARTIST = {"set", "draw", "get_children", "put", "inside", "touching", "style", "color", "rc"}
GAPS = {  # where a line is broken, or nan is what was given
    *("plots.traces.strokes", "plots.traces.joined", "plots.ring.wrapped"),
    *("plots.planes.level", "plots.planes.line", "plots.planes.lines"),
    *(f"plots.drawing.{name}" for name in ("bezier", "arc", "tapered", "smooth", "along")),
    *(f"plots.drawing.{name}" for name in ("arrow", "ring_of", "mixed")),
    *("plots.now.apart", "plots.diagrams.channel.position", "plots.panel.levels"),
}


def public():
    """Every public function, class and method of pictures, where it is defined."""
    for module in pkgutil.walk_packages(course.plots.__path__, "course.plots."):
        if module.name in ROOMS:
            continue
        module = importlib.import_module(module.name)
        for name, found in vars(module).items():
            if name.startswith("_") or getattr(found, "__module__", None) != module.__name__:
                continue
            path = f"{module.__name__}.{name}".removeprefix("course.")
            if inspect.isclass(found) and path.rpartition(".")[2] != "Branch":
                yield from methods(found, path)
            if (inspect.isclass(found) or inspect.isfunction(found)) and path not in PARTS:
                yield path, found


def methods(kind, path):
    if path in PARTS - {"plots.look.Look"}:
        return
    for name, found in vars(kind).items():
        if inspect.isfunction(found) and not name.startswith("_") and name not in FRAMES | ARTIST:
            yield f"{path}.{name}", found


FUNCTIONS = dict(public())


def call(function, arguments):
    """The result, by position where that can be, with what it drew seen to be drawable."""
    owner, _, name = function.__qualname__.rpartition(".")
    if owner and not inspect.isclass(function):
        (kind,) = (kind for kind in MAKERS if kind.__name__ == owner)
        subject = MAKERS[kind]()
        function = getattr(subject, name)
    else:
        subject = next((x for x in arguments.values() if isinstance(x, (Panel, Panels))), None)
    given, named, ordered = [], dict(arguments), True
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is parameter.VAR_KEYWORD:
            named |= named.pop(parameter.name, {})
        elif parameter.kind is parameter.VAR_POSITIONAL:
            given += named.pop(parameter.name, [])
        elif parameter.kind is parameter.POSITIONAL_OR_KEYWORD and ordered:
            ordered = parameter.name in named
            if ordered:
                given.append(named.pop(parameter.name))
    result = function(*given, **named)
    see(result if subject is None else subject)
    return result


def see(subject):
    """Draw a panel or a drawing, as a page would."""
    for panel in subject if isinstance(subject, Panels) else [subject]:
        if isinstance(panel, Panel):
            panel.end()
        if isinstance(panel, (Panel, Drawing)):
            with np.errstate(all="ignore"):
                panel.axes.figure.canvas.draw()


PLOTS = Walk(FUNCTIONS, DOMAINS, GAPS, call)


def test_every_public_function_has_a_domain_and_every_parameter_too():
    assert FUNCTIONS.keys() == DOMAINS.keys()
    free = {"style", "gone", "options", "args", "z", "layer", "self"}
    for name, function in FUNCTIONS.items():
        known = set(inspect.signature(function).parameters)
        assert set(DOMAINS[name]) <= known, name
        assert known - set(DOMAINS[name]) <= free, name


@pytest.mark.parametrize("name", sorted(DOMAINS))
def test_a_call_draws_or_gives_a_refusal_in_words(name):
    fuzz(name, int(os.environ.get("FUZZ_EXAMPLES", "40")), PLOTS)


@pytest.mark.nightly
@pytest.mark.parametrize("name", sorted(DOMAINS))
def test_thousands_of_calls_draw_or_give_a_refusal_in_words(name):
    fuzz(name, int(os.environ.get("FUZZ_NIGHTLY_EXAMPLES", "2000")), PLOTS)
