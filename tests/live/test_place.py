"""What a cell says while its figure has to be compiled, in a real kernel."""

import os

import pytest
from jupyter_client.manager import KernelManager
from patience import PATIENCE

from course import _jit

WORDS = "Compiling, first time only."
FIGURE = "from course.explore import integrate_fire as explore\nexplore.neuron()"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """`run(code)`: the messages that a kernel with an empty cache puts out for a cell."""
    if not _jit.COMPILED:
        pytest.skip("nothing is compiled here")
    manager = KernelManager(kernel_name="python3")
    cache = str(tmp_path_factory.mktemp("cache"))
    manager.start_kernel(env=os.environ | {"NUMBA_CACHE_DIR": cache})
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=PATIENCE)

    def run(code):
        messages = []
        client.execute_interactive(code, timeout=PATIENCE, output_hook=messages.append)
        return [message for message in messages if message["msg_type"].endswith("display_data")]

    yield run
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def outputs(messages):
    """What stands below the cell in the end: a list of bundles."""
    found, named = [], {}
    for message in messages:
        name = message["content"].get("transient", {}).get("display_id")
        if message["msg_type"] == "update_display_data":
            found[named[name]] = message["content"]["data"]
        else:
            named[name] = len(found)
            found.append(message["content"]["data"])
    return found


def test_a_cell_says_that_it_compiles_and_then_holds_the_figure_alone(run):
    first = run(FIGURE)
    assert first[0]["content"]["data"]["text/plain"] == WORDS
    still, live = outputs(first)
    assert "<img" in still["text/html"] and WORDS not in str(outputs(first))
    assert "application/vnd.jupyter.widget-view+json" in live
    again = run(FIGURE)  # compiled by now
    assert [sorted(bundle) for bundle in outputs(again)] == [sorted(still), sorted(live)]
    assert WORDS not in str(again)


def test_a_figure_that_grew_in_one_cell_is_shown_in_the_next(run):
    make = "from course.live.place import Place\nplace = Place()\n"
    wait = f"with place.waiting():\n    place.tell({WORDS!r})\n"
    (nothing,) = outputs(run(make + wait))
    assert nothing == {}
    assert outputs(run("place.put({'text/plain': 'the figure'})")) == [{"text/plain": "the figure"}]


def test_what_fails_to_come_leaves_no_promise(run):
    make = "from course.live.place import Place\nplace = Place()\n"
    wait = f"with place.waiting():\n    place.tell({WORDS!r})\n    raise ValueError\n"
    assert outputs(run(make + wait)) == [{}]
