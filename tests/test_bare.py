"""With hardly more than numpy, scipy and matplotlib the course runs and says the same."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from course import _student
from course._student import TimeUp, ticking

ROOT = Path(__file__).parents[1]
FIGURES = ["action_potential.neuron", "cheap_spikes.neuron", "condense.methods"]


@pytest.fixture(scope="module")
def bare():
    """What `bare.py` prints, of a process that lacks what a browser lacks."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "bare.py"), *FIGURES],
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_the_right_answer_passes_in_every_lesson(bare):
    assert len(bare["right"]) > 10
    assert set(bare["right"].values()) == {"passed"}


def test_a_loop_without_end_is_stopped(bare):
    assert "stopped" in bare["endless"]


@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_says_the_same(bare, figure):
    topic, name = figure.split(".")
    explorer = getattr(importlib.import_module(f"course.explore.{topic}"), name).explorer()
    explorer.finish()
    assert bare["said"][figure] == explorer.summary


watches = pytest.mark.skipif(
    not hasattr(sys, "monitoring"), reason="Python watches itself from 3.12 on"
)


@watches
def test_python_stops_a_loop_where_there_is_neither_signal_nor_thread(monkeypatch):
    def up():
        raise TimeUp

    monkeypatch.setattr(_student, "THREADS", False)
    with pytest.raises(TimeUp), ticking(up):
        while True:
            pass
    assert sys.monitoring.get_tool(_student.TOOL) is None


@watches
def test_a_block_within_another_is_watched_with_it(monkeypatch):
    ticks = []
    monkeypatch.setattr(_student, "THREADS", False)
    with ticking(lambda: ticks.append(1)):
        with ticking(lambda: ticks.append("inner")):
            pass
        while not ticks:
            pass
    assert set(ticks) == {1}
