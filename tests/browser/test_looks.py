"""Which look a figure takes on: that of the page it stands on, or else what the system wishes."""

import pytest

from course.live.widget import Live
from course.plots.look import LOOKS

lab = pytest.importorskip("lab", reason="needs playwright")
if not lab.CHROMIUM:
    pytest.skip("needs Chromium", allow_module_level=True)


@pytest.fixture(scope="module")
def page():
    with lab.chromium() as page:
        page.goto("about:blank")
        page.add_script_tag(type="module", content=Live._esm + "\nwindow.pageLook = pageLook;")
        page.wait_for_function("() => window.pageLook")
        yield page


JUPYTER = '<body data-jp-theme-light="{}" data-jp-theme-name="{}">'
HOSTS = {
    JUPYTER.format("true", "JupyterLab Light"): "light",
    JUPYTER.format("false", "JupyterLab Dark"): "dark",
    JUPYTER.format("false", "JupyterLab Dark High Contrast"): "contrast",
    JUPYTER.format("true", "JupyterLab Light High Contrast"): "contrast-light",
    '<body class="vscode-light">': "light",
    '<body class="vscode-dark">': "dark",
    '<body class="vscode-high-contrast">': "contrast",
    '<body class="vscode-high-contrast vscode-high-contrast-light">': "contrast-light",
    '<body data-theme="dark">': "dark",
}


def look(page, body, **wishes):
    page.emulate_media(**{"color_scheme": "light", "contrast": "no-preference"} | wishes)
    return page.evaluate(
        """(body) => {
            for (const { name } of [...document.body.attributes])
                document.body.removeAttribute(name);
            const found = new DOMParser().parseFromString(body, "text/html").body;
            for (const { name, value } of found.attributes)
                document.body.setAttribute(name, value);
            return window.pageLook();
        }""",
        body,
    )


@pytest.mark.parametrize(("body", "name"), HOSTS.items())
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_host_is_believed_whatever_the_system_wishes(page, body, name, scheme):
    assert look(page, body, color_scheme=scheme) == name


@pytest.mark.parametrize(
    ("wishes", "name"),
    [
        ({}, "light"),
        ({"color_scheme": "dark"}, "dark"),
        ({"contrast": "more"}, "contrast-light"),
        ({"contrast": "more", "color_scheme": "dark"}, "contrast"),
        ({"forced_colors": "active", "color_scheme": "dark"}, "contrast"),
    ],
)
def test_a_plain_page_is_as_the_system_wishes(page, wishes, name):
    assert look(page, "<body>", **wishes) == name
    page.emulate_media(forced_colors="none")


def test_more_contrast_leaves_a_light_page_light(page):
    light = JUPYTER.format("true", "JupyterLab Light")
    assert look(page, light, contrast="more", color_scheme="dark") == "contrast-light"
    assert set(HOSTS.values()) == set(LOOKS)
