"""Every small error in a lesson's own solution is refused by its check."""

import ast
import importlib

import build
import numpy as np
import pytest
from mutation import planted, sites

pytestmark = pytest.mark.nightly

SAME = {  # errors that change no answer, or one by less than the check's tolerance
    "integrate_fire.spike_times: 1 becomes 2",  # one step of 0.1 ms
    "integrate_fire.spike_times: i + 1 becomes i - 1",
    "integrate_fire.spike_times: i + 1 becomes i",
    "integrate_fire.spike_times: V >= V_th becomes V > V_th",
    "integrate_fire.rate: R * I <= V_th - E_L becomes R * I < V_th - E_L",
    "action_potential.length_constant: 1.0 becomes 1.01",
    "cheap_spikes.step: v >= 30 becomes v > 30",  # only one that is 30 exactly shows it
    "cheap_spikes.bins: draws < rate * dt / 1000 becomes draws <= rate * dt / 1000",
    "cheap_spikes.bins: 1000 becomes 1001",
    "cheap_spikes.gaps: 1000 becomes 1001",
    "cheap_spikes.gaps: spikes < duration becomes spikes <= duration",
    "cheap_spikes.gaps: 2 becomes 3",
    "cheap_spikes.gaps: 100 becomes 101",
    "cheap_spikes.gaps: 2 * duration / mean becomes 2 * duration * mean",
    "cheap_spikes.psth: 2 becomes 3",  # where the last edge is left over
    "action_potential.threshold: spiking - silent > tolerance becomes "
    "spiking - silent >= tolerance",
    "breathing.period: np.maximum(f[0], f[1]) > np.maximum(f[2], f[3]) becomes "
    "np.maximum(f[0], f[1]) >= np.maximum(f[2], f[3])",
    "hopfield.energy_change: 2 * s[i] becomes 2 / s[i]",  # s is 1 or -1
    "hopfield.code: 0 becomes 1",  # another seed or another number of pixels is right as well
    "hopfield.code: 21 becomes 20",
    "hopfield.code: 21 becomes 22",
    "your_model.can_fail: 1.0 becomes 1.01",  # what pushes a unit below 0 may push a little more
    "your_model.can_fail: 0.5 becomes 0.505",
    "your_model.can_fail: 0.2 becomes 0.202",
    "your_model.can_fail: 1e-06 becomes 1.0099999999999999e-06",
    "your_model.still_active: s + w >= 1 becomes s + w > 1",  # a balance on a point
    "your_model.still_active: r.min() > 0 becomes r.min() >= 0",
    "your_model.still_active: r > 0 becomes r >= 0",
    "hopfield.one_step: patterns.T @ patterns / len(patterns) becomes "
    "patterns.T @ patterns * len(patterns)",
    "hopfield.one_step: 0.0 becomes 0.01",
    "hopfield.one_step: patterns * (patterns @ W) < 0 becomes patterns * (patterns @ W) <= 0",
    "hopfield.one_step: patterns * (patterns @ W) becomes patterns / (patterns @ W)",
    "spiking_network.network: V[:, t + 1] > V_th becomes V[:, t + 1] >= V_th",
}


def handed_in(tree):
    """(name of the exercise, name of the function) for each function given to a check alone."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("check."):
            name = getattr(node.args[0], "id", "") if len(node.args) == 1 else ""
            if name.startswith("my_"):
                yield node.func.attr, name


def run(tree, name):
    """The function `name` of a lesson, with what the lesson imports."""
    kept = [
        node
        for node in tree.body
        if isinstance(node, (ast.Import, ast.ImportFrom)) or getattr(node, "name", "") == name
    ]
    space = {}
    exec(compile(ast.Module(kept, []), "<lesson>", "exec"), space)
    return space[name]


def cases():
    for source in build.sources():
        text = source.read_text("utf-8")
        tree = ast.parse(text)
        functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        for exercise, name in sorted(set(handed_in(tree))):
            if name in functions:
                topic = source.stem[3:]
                yield pytest.param(topic, exercise, text, functions[name], id=f"{topic}.{exercise}")


@pytest.mark.parametrize(("topic", "exercise", "text", "function"), cases())
def test_no_small_error_passes(topic, exercise, text, function, monkeypatch):
    check = getattr(importlib.import_module(f"course.check.{topic}"), exercise)
    monkeypatch.setattr(check, "seconds", 2.0)  # some errors make an endless loop
    assert check(run(ast.parse(text), function.name)).outcome == "passed"
    passed = []
    for node, new, _ in sites(ast.Module(function.body, [])):
        told = f"{topic}.{exercise}: {ast.unparse(node)} becomes {ast.unparse(new)}"
        with np.errstate(all="ignore"):
            answer = run(ast.parse(planted(text, node, new)), function.name)
            if told not in SAME and check(answer):
                passed.append(told)
    assert passed == []
