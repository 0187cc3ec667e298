"""A page that changes under a figure: its theme, what its reader wishes, its monitor, paper."""

import pytest
import sine
from imitation import Imitation


def drawn(look):
    return all(look["pictures"]) and look["frames"][0] > 0


@pytest.fixture
def host(browser, monkeypatch, request):
    """A figure in a host, as it looks by day."""
    shown = Imitation(browser, getattr(request, "param", "JupyterLab"), monkeypatch)
    shown.talk_until(drawn)
    assert name(shown) == "light"
    yield shown
    assert browser.errors == []


def name(host):
    """The look of the last picture."""
    return host.live.explorer.picture.room.look.name


THEMES = {
    "JupyterLab": (
        ("document.body.dataset.jpThemeLight = 'false'", "dark"),
        ("document.body.dataset.jpThemeName = 'JupyterLab Dark High Contrast'", "contrast"),
        ("document.body.dataset.jpThemeLight = 'true'", "contrast-light"),
        ("document.body.dataset.jpThemeName = 'JupyterLab Light'", "light"),
    ),
    "VS Code": (
        ("document.body.className = 'vscode-dark'", "dark"),
        ("document.body.className = 'vscode-high-contrast'", "contrast"),
        ("document.body.className = 'vscode-light'", "light"),
    ),
    "Colab": (
        ("document.documentElement.setAttribute('theme', 'dark')", "dark"),
        ("document.documentElement.setAttribute('theme', 'light')", "light"),
    ),
}


@pytest.mark.parametrize("host", THEMES, indirect=True)
def test_a_theme_that_is_switched_comes_to_the_picture(host, request):
    try:
        for switch, expected in THEMES[request.node.callspec.params["host"]]:
            host.page.evaluate(f"() => {{ {switch}; }}")
            host.talk_until(lambda _, expected=expected: name(host) == expected)
            assert host.page.evaluate("() => every('.course-live')[0].dataset.look") == expected
    finally:
        host.page.evaluate("() => { document.documentElement.removeAttribute('theme'); }")


@pytest.fixture
def wish(browser):
    """`wish(media="print")` and the like, until the test ends."""
    if not hasattr(browser, "wish"):
        pytest.skip("this browser cannot be told what its reader wishes")
    wishes = set()

    def wish(**media):
        wishes.update(media)
        browser.wish(**media)

    yield wish
    browser.wish(**dict.fromkeys(wishes, "null"))


@pytest.mark.parametrize(
    ("wished", "expected"),
    [
        ({"color_scheme": "dark"}, "dark"),
        ({"contrast": "more"}, "contrast-light"),
        ({"forced_colors": "active"}, "contrast-light"),
    ],
)
@pytest.mark.parametrize("host", ["nbclassic"], indirect=True)  # says nothing of its own look
def test_what_the_reader_wishes_comes_to_the_picture(wish, host, wished, expected):
    wish(**wished)
    host.talk_until(lambda _: name(host) == expected)


def test_another_monitor_gets_a_picture_of_its_own_pixels(wish, host):
    sizes = (
        "() => { const c = every('canvas')[0]; return [c.width, c.getBoundingClientRect().width]; }"
    )
    host.page.monitor(2.5)
    try:
        host.talk_until(lambda _: host.live.explorer.picture.room.ratio == 2.5)
        host.talk_until(drawn)
        pixels, width = host.page.evaluate(sizes)
        assert pixels == pytest.approx(2.5 * width, abs=1.0)
    finally:
        host.page.monitor(0)


@pytest.mark.parametrize("reduced", [False, True])
def test_what_is_played_stands_still_where_the_reader_wants_no_motion(
    browser, wish, monkeypatch, reduced
):
    figure = sine.sine()
    figure.controls["f"] = figure.controls["f"]._replace(play=50.0)
    host = Imitation(browser, "JupyterLab", monkeypatch, figure=figure)
    host.talk_until(drawn)
    if reduced:
        wish(reduced_motion="reduce")
    host.page.evaluate("() => every('.course-play')[0].click()")
    host.talk_until(lambda _: host.live.values["f"] != figure.start["f"])
    label = "() => every('.course-play')[0].getAttribute('aria-label')"
    assert host.page.evaluate(label) == ("play f" if reduced else "pause f")
    assert browser.errors == []


def test_paper_has_dark_words_on_white_and_no_controls(wish, host):
    host.page.evaluate("() => { document.body.dataset.jpThemeLight = 'false'; }")
    host.talk_until(lambda _: name(host) == "dark")
    wish(media="print")
    seen = host.page.evaluate(
        """() => ({
            controls: every(".course-tools, .course-presets, .course-controls")
                .map((one) => getComputedStyle(one).display),
            ink: getComputedStyle(every(".course-head h3")[0]).color,
            filter: getComputedStyle(every(".course-live canvas")[0]).filter,
        })"""
    )
    assert set(seen["controls"]) == {"none"}
    assert seen["ink"] == "rgb(22, 25, 29)"
    assert seen["filter"].startswith("invert(1)")
