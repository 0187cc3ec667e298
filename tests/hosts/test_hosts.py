"""The figure and the prediction in each host of a notebook, imitated, in Chromium and Firefox."""

import pytest
from imitation import HOSTS, Imitation

every_host = pytest.mark.parametrize("name", HOSTS)
KEEPING = [name for name in HOSTS if name != "marimo"]  # shows the widget alone, and saves no page
# What an Output has shown is a widget's state, and gone with it.
REOPENED = [name for name in KEEPING if name != "an Output"]


@pytest.fixture
def opened(browser, monkeypatch, tmp_path):
    """`opened(name)` is that host with a figure and a prediction."""
    monkeypatch.chdir(tmp_path)  # where predictions are recorded

    def opened(name, **options):
        return Imitation(browser, name, monkeypatch, **options)

    yield opened
    assert browser.errors == []
    assert browser.evaluate("() => errors") == []


def drawn(look):
    return all(look["pictures"]) and look["frames"][0] > 0


@every_host
def test_a_figure_is_seen_once_and_follows_the_hand(opened, name):
    host = opened(name)
    before = host.look()
    if name in KEEPING:  # the form of the prediction is there at once
        assert before["stills"] == [True, False] and before["pictures"] == [False]
        assert '"Run' not in str(before["invited"])
    look = host.talk_until(drawn)
    assert not any(look["stills"]) and look["forms"] == [True]
    for f in (4, 5):
        host.focus(".course-live input[type=range]")
        host.page.press("ArrowRight")
        look = host.talk_until(lambda look, f=f: f"{f} Hz" in look["summaries"])
    assert {1, 2} <= set(host.parts)  # pictures that carry all, and those of what has changed
    assert look["notes"] == [""] and look["taken"] == []


def test_the_newest_values_are_on_their_way_before_the_picture_is_drawn(opened):
    host = opened("JupyterLab")
    # Too slow for two requests at a time.
    host.page.evaluate("() => { let clock = 0; performance.now = () => (clock += 1000); }")
    host.talk_until(drawn)
    host.focus(".course-live input[type=range]")
    host.page.evaluate(
        """() => {
            window.waiting = [];
            for (const name of ["putImageData", "drawImage"]) {
                const draw = CanvasRenderingContext2D.prototype[name];
                CanvasRenderingContext2D.prototype[name] = function (...given) {
                    window.waiting.push(outbox.map(({ content }) => content.values.f));
                    return draw.apply(this, given);
                };
            }
        }"""
    )
    for _ in range(3):  # the first is asked for, and the newest of the others when it has come
        host.page.press("ArrowRight")
    host.talk_until(lambda look: "6 Hz" in look["summaries"])
    assert host.page.evaluate("() => waiting") == [[6], []]


def test_two_requests_are_under_way_while_a_hand_drags_unless_the_model_is_slow(opened):
    host = opened("JupyterLab")
    host.talk_until(drawn)
    host.page.evaluate(
        """() => {
            window.clock = 1e6;
            performance.now = () => clock;
            window.said = [];
            const range = every(".course-live input[type=range]")[0];
            const tell = range.setAttribute.bind(range);
            range.setAttribute = (name, value) => { said.push(value); tell(name, value); };
        }"""
    )

    def drag(*values):
        return host.page.evaluate(
            """(values) => {
                const range = every(".course-live input[type=range]")[0];
                for (const value of values) {
                    range.value = value;
                    range.dispatchEvent(new Event("input", { bubbles: true }));
                }
                return outbox.map(({ content }) => content.values.f);
            }""",
            values,
        )

    def answered(after):
        """What is under way when the kernel has answered `after` ms later, and the slider."""
        host.page.evaluate("(after) => { clock += after; }", after)
        host.page.evaluate("() => { said.length = 0; }")
        host.talk()
        sent = host.page.evaluate("() => outbox.map(({ content }) => content.values.f)")
        return sent, host.page.evaluate("() => said")

    drag(10)
    answered(200)
    assert drag(4, 5) == [4]
    assert answered(10) == ([5], [])
    assert drag(6, 7, 8) == [5, 6]
    assert answered(10) == ([8], [])  # the hand's slider never goes back
    assert answered(200) == ([], ["8 Hz"])
    assert drag(4, 5, 6) == [4]


@every_host
def test_a_digit_reaches_the_figure_and_not_the_host(opened, name):
    host = opened(name)
    host.talk_until(drawn)
    host.focus(".course-live")
    host.page.press("1")
    look = host.talk_until(lambda _: host.live.values == {"f": 5})
    assert look["taken"] == []


@every_host
def test_a_prediction_is_given_by_keyboard(opened, name):
    host = opened(name)
    host.focus(".course-asked input")
    host.page.press(" ")
    host.talk_until(lambda _: host.asked.status == "Recorded: doubles.")
    words = "() => every('.course-asked p[role=status]')[0].textContent"
    host.talk_until(lambda _: host.page.evaluate(words) == "Recorded: doubles.")
    assert host.look()["taken"] == []


@every_host
def test_the_style_reaches_the_widgets(opened, name):
    style = "(selector) => getComputedStyle(every(selector)[0])"
    host = opened(name)
    host.talk_until(drawn)
    assert host.page.evaluate(f"{style}.cursor", ".course-live button:not(:disabled)") == "pointer"
    assert host.page.evaluate(f"{style}.borderTopWidth", ".course-asked fieldset") == "0px"


@pytest.mark.parametrize("name", REOPENED)
def test_a_page_reopened_without_its_kernel_shows_the_still_and_nothing_else(opened, name):
    look = opened(name, alive=False).look()
    assert look["stills"] == [True, True] and look["pictures"] == []
    assert "Shown for f = 3 Hz." in look["text"] and "The current doubles." in look["text"]
    assert "rror" not in look["text"] and "Run this cell" not in look["text"]
    runs = name in ("JupyterLab", "Notebook 7", "JupyterLite")  # the one place with cells to run
    assert ['"Run this cell' in words for words in look["invited"]] == [runs, runs]


@pytest.mark.parametrize("name", KEEPING)
def test_with_saved_state_but_no_kernel_the_still_stays(opened, name):
    look = opened(name, alive="saved").look()
    assert look["stills"] == [True, False] and look["pictures"] == [False]
    assert "Shown for f = 3 Hz." in look["text"]


@pytest.mark.parametrize("name", ["JupyterLab", "nbclassic", "VS Code", "Voilà"])
def test_of_two_views_each_hides_its_own_still_and_gives_it_back(opened, name):
    host = opened(name, views=2)
    look = host.talk_until(drawn)
    assert look["pictures"] == [True, True] and look["stills"] == [False, False, False]
    host.page.evaluate("(id) => models[id].views[0].leave()", host.live.model_id)
    assert host.look()["stills"] == [True, False, False]


def test_of_a_figure_that_fails_the_words_are_seen_and_the_still_too(opened):
    host = opened("JupyterLab")
    host.live.explorer._shown = None  # as if `show` had returned nothing
    look = host.talk_until(lambda look: "allowed is the picture in a line" in look["text"])
    assert look["stills"] == [True, False] and look["pictures"] == [False]
