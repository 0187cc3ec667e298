"""What Python in a browser lacks, and the site has, comes at its first import."""

import importlib
import io
import sys
import types
import zipfile

import pytest

from course import _later

BASE = "https://site.invalid/pyodide/"


class Request:
    """JavaScript's XMLHttpRequest, which knows one file."""

    files = {}  # noqa: RUF012 - a test fills it

    @classmethod
    def new(cls):
        return cls()

    def open(self, method, address, later):
        assert (method, later) == ("GET", False)
        self.address = address

    def send(self):
        if not self.files:
            raise OSError("no network")
        self.response = self.files.get(self.address)
        self.status = 404 if self.response is None else 200


class Object:
    """A JavaScript object with a table in it."""

    def __init__(self, table):
        self.to_py = lambda: table


@pytest.fixture
def browser(tmp_path, monkeypatch):
    """Python in a browser whose site has a package `ahead_of_time`; its files."""
    packages = {"ahead-of-time": {"imports": ["ahead_of_time"], "file_name": "ahead.whl"}}

    def unpack(data, kind):
        assert kind == "wheel"
        zipfile.ZipFile(io.BytesIO(data)).extractall(tmp_path)

    pyodide = types.SimpleNamespace(
        lockfile=types.SimpleNamespace(packages=Object(packages)),
        lockfileBaseUrl=BASE,
        loadedPackages=types.SimpleNamespace(),
        unpackArchive=unpack,
    )
    monkeypatch.setitem(sys.modules, "pyodide_js", pyodide)
    monkeypatch.setitem(sys.modules, "js", types.SimpleNamespace(XMLHttpRequest=Request))
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    monkeypatch.setattr(Request, "files", {})
    _later.find_later()
    yield pyodide
    sys.modules.pop("ahead_of_time", None)


def wheel():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("ahead_of_time/__init__.py", "from . import more\n")
        archive.writestr("ahead_of_time/more.py", "answer = 42\n")
    return data.getvalue()


def test_a_package_of_the_site_comes_when_it_is_imported(browser):
    Request.files[f"{BASE}ahead.whl"] = wheel()
    assert importlib.import_module("ahead_of_time").more.answer == 42
    assert vars(browser.loadedPackages) == {"ahead-of-time": "default channel"}


def test_what_nobody_has_is_missing_as_ever(browser):
    with pytest.raises(ModuleNotFoundError, match="No module named 'nobody_has_it'"):
        importlib.import_module("nobody_has_it")


def test_without_a_network_the_import_says_so_and_works_later(browser):
    with pytest.raises(ImportError, match=r"ahead\.whl cannot be fetched .*: no network"):
        importlib.import_module("ahead_of_time")
    Request.files["another"] = b""
    with pytest.raises(ImportError, match=r"ahead\.whl cannot be fetched .*: status 404"):
        importlib.import_module("ahead_of_time")
    Request.files[f"{BASE}ahead.whl"] = wheel()
    assert importlib.import_module("ahead_of_time").more.answer == 42


def test_in_node_nothing_is_looked_for(browser, monkeypatch):
    monkeypatch.setitem(sys.modules, "js", types.SimpleNamespace())
    before = [*sys.meta_path]
    _later.find_later()
    assert sys.meta_path == before
