"""In a browser: packages of the site that come when they are first imported.

Python there starts with what every figure needs. SciPy is as large as all of that together and
few figures need it, so it is fetched at its first import, or is here already from a visit
before. What runs has to wait for it, and Python's thread in a browser may.
"""

import importlib
import sys
from importlib.machinery import PathFinder


class Later:
    """Finds modules that the list of the site's packages names and that are not here yet."""

    def __init__(self):
        self._asked = set()

    def find_spec(self, name, path=None, target=None):
        if path is not None or name in self._asked:
            return None
        self._asked.add(name)
        import pyodide_js

        packages = pyodide_js.lockfile.packages.to_py()
        found = [key for key, package in packages.items() if name in package["imports"]]
        if not found or hasattr(pyodide_js.loadedPackages, found[0]):
            return None
        try:
            data = fetched(pyodide_js.lockfileBaseUrl + packages[found[0]]["file_name"])
        except ImportError:
            self._asked.discard(name)  # the network may be back by the next time
            raise
        pyodide_js.unpackArchive(data, "wheel")
        setattr(pyodide_js.loadedPackages, found[0], "default channel")
        importlib.invalidate_caches()
        return PathFinder.find_spec(name)


def fetched(address):
    """The bytes of a file of the site, once they are here.

    Raises
    ------
    ImportError
        If they cannot be had.
    """
    import js

    request = js.XMLHttpRequest.new()
    request.open("GET", address, False)
    request.responseType = "arraybuffer"
    name = address.rpartition("/")[2]
    try:
        request.send()
    except Exception as problem:  # whatever JavaScript throws
        raise ImportError(f"{name} cannot be fetched from the site: {problem}") from None
    if request.status != 200:
        raise ImportError(f"{name} cannot be fetched from the site: status {request.status}")
    return request.response


def find_later():
    """From now on, import what the site has."""
    import js

    if hasattr(js, "XMLHttpRequest"):  # without it, in node, all has to be loaded before
        sys.meta_path.append(Later())
