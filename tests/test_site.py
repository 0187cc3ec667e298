"""The static site: what of it needs no browser and no network."""

import hashlib
import json
import threading
import urllib.error
import urllib.request

import publish
import pytest
import sine
from website import offline, pages, pyodide, strips

from course.app import serve
from course.app.handout import Wrong
from course.live import Choice, Slider


def lock(**depends):
    """Packages of a lock file."""
    return {
        name: {"depends": list(needs), "file_name": f"{name}.whl", "version": "1"}
        for name, needs in depends.items()
    }


# -- Pyodide ---------------------------------------------------------------------------


def test_only_what_the_course_needs_is_taken():
    packages = lock(numpy=(), scipy=("numpy",), pandas=("numpy", "pytz"), pytz=())
    assert list(pyodide.needed(packages, ["SciPy"])) == ["numpy", "scipy"]
    assert list(pyodide.needed(packages, ["pandas"])) == ["numpy", "pandas"]
    with pytest.raises(ValueError, match="no package torch"):
        pyodide.needed(packages, ["torch"])


def test_the_lock_file_gets_the_course_and_what_it_needs(tmp_path):
    names = (*pyodide.COURSE, *pyodide.KERNEL, *pyodide.LATER, "typing-extensions")
    before = {"packages": lock(**{name: () for name in names if name not in pyodide.PURE})}
    wheel = tmp_path / "neural_course-7.0-py3-none-any.whl"
    packages = pyodide.with_course(before, wheel)
    assert packages["neural-course"]["version"] == "7.0"
    assert packages["neural-course"]["imports"] == ["course"]
    assert {"anywidget", "comm", "psygnal"} <= set(pyodide.needed(packages, ["neural-course"]))
    assert pyodide.pinned("jupyterlab-widgets").count(".") == 2
    with pytest.raises(ValueError, match="torch is not pinned"):
        pyodide.pinned("torch")


def test_a_folder_that_is_no_pyodide_is_refused_by_name(tmp_path):
    with pytest.raises(ValueError, match=r"pyodide is .*no pyodide.asm.mjs"):
        pyodide.assemble(tmp_path, tmp_path, tmp_path / "a.whl", tmp_path / "out")


def test_packages_come_from_a_folder_that_is_given_without_a_look_at_the_index(
    tmp_path, monkeypatch
):
    release, cache, folder = tmp_path / "release", tmp_path / "cache", tmp_path / "site"
    names = {*pyodide.COURSE, *pyodide.KERNEL, *pyodide.LATER, "typing-extensions"}
    packages = lock(**{name: () for name in names - pyodide.PURE.keys()})
    pins = {name.replace("-", "_"): pyodide.pinned(name) for name in pyodide.PURE}
    for place, files in (
        (release, [*pyodide.CORE, *(one["file_name"] for one in packages.values())]),
        (cache / "pure", [f"{name}-{pin}-py3-none-any.whl" for name, pin in pins.items()]),
    ):
        place.mkdir(parents=True)
        for name in files:
            (place / name).write_bytes(name.encode())
    (release / "pyodide-lock.json").write_text(json.dumps({"packages": packages}), "utf-8")
    course = tmp_path / "neural_course-7.0-py3-none-any.whl"
    course.write_bytes(b"the course")
    monkeypatch.setattr(pyodide, "pip", lambda *_: pytest.fail("the index was asked"))
    pyodide.assemble(release, cache, course, folder)
    made = json.loads((folder / "pyodide-lock.json").read_text("utf-8"))["packages"]
    assert made.keys() == names | pyodide.PURE.keys() | {"neural-course"}
    files = {one["file_name"]: one["sha256"] for one in made.values()}
    assert {path.name for path in folder.iterdir()} == {*pyodide.CORE, *files, "pyodide-lock.json"}
    for name, digest in files.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert (folder / "numpy.whl").read_bytes() == b"numpy.whl"


# -- strips ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "slider",
    [
        Slider("f", 1.0, 20.0, 3.0, 0.1),
        Slider("n", 0, 4, 3, 1),
        Slider("r", 0.01, 100.0, 0.5, 0.05, log=True),
    ],
)
def test_a_strip_goes_from_end_to_end_and_over_its_start(slider):
    values = strips.positions(slider, slider.start)
    assert values == sorted(values) and slider.start in values
    assert values[0] == slider.low and values[-1] == pytest.approx(slider.high)
    assert 5 <= len(values) <= strips.FRAMES
    assert sorted(strips.between(values)) == values
    assert strips.between(values)[:2] == [values[0], values[-1]]


def test_a_strip_has_a_frame_in_each_look_and_leaves_the_figure_as_it_was(tmp_path, monkeypatch):
    monkeypatch.setattr(strips, "FRAMES", 4)
    explorer = sine.sine()
    before, room = dict(explorer.values), explorer.room
    strip = strips.made(explorer, tmp_path, "a-1")
    assert (explorer.values, explorer.room) == (before, room)
    frames = strip["frames"]
    assert len(frames) == strips.FRAMES and strip["frames"][strip["start"]]["file"] == "a-1-0"
    assert len({frame["summary"] for frame in frames}) == len(frames)
    names = {f"{frame['file']}-{look}.webp" for frame in frames for look in ("light", "dark")}
    assert names == {path.name for path in tmp_path.iterdir()}
    assert len({path.read_bytes() for path in tmp_path.iterdir()}) == len(names)


def test_the_page_shows_the_start_and_says_what_each_frame_is(tmp_path, monkeypatch):
    monkeypatch.setattr(strips, "FRAMES", 2)
    strip = strips.made(sine.sine(), tmp_path, "a-1")
    text = strips.markup(strip, "a-1", "00_a", "Shown for f = 3 Hz.")
    assert 'src="../figures/a-1-0-light.webp"' in text
    assert f'max="{strips.FRAMES - 1}"' in text and f'value="{strip["start"]}"' in text
    assert "lab/index.html?path=00_a.ipynb" in text and "Shown for f = 3 Hz." in text


def test_without_a_slider_a_strip_is_over_a_choice():
    explorer = sine.sine()
    explorer.controls = {"kind": Choice("kind", ("a", "b"), "b")}
    explorer.main, explorer.values = ("kind",), {"kind": "b"}
    assert strips.stops(explorer)[1] == ["a", "b"]
    explorer.main = ()
    assert strips.stops(explorer) is None


# -- pages ---------------------------------------------------------------------------------


def test_readme_has_the_sections_that_pages_are_made_of():
    parts = pages.sections((pages.build.ROOT / "README.md").read_text("utf-8"))
    assert {name for names in pages.SECTIONS.values() for name in names} <= set(parts)
    assert "![" not in parts[""] and parts[""].strip()


def test_binder_and_colab_are_asked_for_the_repository_that_is_named():
    assert pages.links("", "02_a") == []
    binder, colab = pages.links("me/course", "02_a")
    assert "/gh/me/course/HEAD?urlpath=lab/tree/lessons/02_a.ipynb" in binder[1]
    assert "/github/me/course/blob/HEAD/lessons/02_a.ipynb" in colab[1]
    for wrong in ("course", "a/b/c", "a/b?c", "https://x/y"):
        with pytest.raises(ValueError, match="repository is"):
            pages.allowed(wrong)


def test_what_scrolls_is_reached_by_keyboard_and_links_have_names():
    page = '<pre class="x">a</pre><table><a class="headerlink" href="#f"></a><h6 id="r">R</h6>'
    text = pages.accessible(page)
    assert '<pre tabindex="0" class="x">' in text and '<table tabindex="0">' in text
    assert 'aria-label="link to f"' in text and '<p class="section" id="r">R</p>' in text
    assert pages.accessible(text) == text


def test_formulas_are_marked_where_they_stand_and_put_there(tmp_path, monkeypatch):
    site = pages.Site(tmp_path)
    text = site.markdown("Here $a < b$ and\n\n$$ c $$\n")
    text += text.replace("<p>Here", "<th>").replace(" and</p>", "</th>").replace("<th> ", "<th>")
    assert site.formulas.asked == [("tex", "a < b", False), ("tex", "c", True)]
    (tmp_path / "a.html").write_text(text, "utf-8")
    made = ['<math xmlns="m"><mi>a</mi></math>', '<math xmlns="m" display="block">c</math>']
    monkeypatch.setattr(pages.formulas, "mathml", lambda *_: made)
    site.formulas.put_into(tmp_path, tmp_path)
    text = (tmp_path / "a.html").read_text("utf-8")
    assert made[0] in text and '<math tabindex="0" xmlns="m" display="block">c' in text
    assert "formula" not in text and "$" not in text
    assert f'<th aria-label="a &lt; b">{made[0]}</th>' in text


# -- offline -------------------------------------------------------------------------------


def test_another_file_makes_another_edition_and_the_same_files_the_same(tmp_path):
    (tmp_path / "lite").mkdir()
    (tmp_path / "lite" / offline.SCRIPT).write_text("lites own", "utf-8")
    (tmp_path / "a.html").write_text("a", "utf-8")
    editions = []
    for text in ("a", "a", "b"):
        (tmp_path / "a.html").write_text(text, "utf-8")
        offline.write(tmp_path)
        known = json.loads((tmp_path / offline.LIST).read_text("utf-8"))
        editions.append(known["edition"])
        assert set(known["files"]) == {"a.html", f"lite/{offline.LITES_OWN}"}
        for script in (tmp_path / offline.SCRIPT, tmp_path / "lite" / offline.SCRIPT):
            assert known["edition"] in script.read_text("utf-8")
    assert editions[0] == editions[1] != editions[2]
    assert (tmp_path / "lite" / offline.LITES_OWN).read_text("utf-8") == "lites own"


def test_a_folder_of_something_else_is_not_overwritten(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine", "utf-8")
    with pytest.raises(ValueError, match="not the site of the course"):
        publish.publish(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


# -- course serve --------------------------------------------------------------------------


@pytest.fixture
def served(tmp_path):
    """`served(path)` asks a running server for a file: (status, type, text)."""
    (tmp_path / "site.json").write_text("{}", "utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "a.mjs").write_text("1", "utf-8")
    with serve.server(tmp_path) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()

        def served(path):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{running.server_port}/{path}") as it:
                    return it.status, it.headers["Content-Type"], it.read().decode()
            except urllib.error.HTTPError as problem:
                return problem.code, "", ""

        yield served
        running.shutdown()
        thread.join()


def test_files_come_with_the_types_that_browsers_ask_for(served):
    assert served("a.mjs") == (200, "text/javascript", "1")
    assert served("folder/")[0] == served("nothing")[0] == served("../secret")[0] == 404


def test_only_a_classroom_is_shown_more_than_this_machine(tmp_path):
    (tmp_path / "site.json").write_text("{}", "utf-8")
    for classroom, host in ((False, "127.0.0.1"), (True, "0.0.0.0")):
        with serve.server(tmp_path, classroom=classroom) as running:
            assert running.server_address[0] == host
    assert serve.addresses(80, False) == ["http://127.0.0.1:80/"]


def test_a_classroom_is_told_what_is_not_kept_without_https(tmp_path, monkeypatch, capsys):
    (tmp_path / "site.json").write_text("{}", "utf-8")
    monkeypatch.setattr(serve.http.server.ThreadingHTTPServer, "serve_forever", lambda self: None)
    said = {}
    for classroom in (False, True):
        assert serve.serve(tmp_path, classroom=classroom) == 0
        said[classroom] = capsys.readouterr().out
    assert "https" not in said[False] and "a journal lasts only as long" in said[True]


def test_a_folder_without_a_site_and_a_taken_port_are_refused_in_words(tmp_path):
    with pytest.raises(Wrong, match="There is no site"):
        serve.server(tmp_path)
    (tmp_path / "site.json").write_text("{}", "utf-8")
    with (
        serve.server(tmp_path) as running,
        pytest.raises(Wrong, match=f"Port {running.server_port} cannot be had"),
    ):
        serve.server(tmp_path, running.server_port)
