"""Build the static site of the course: `python solutions/tools/publish.py OUT`.

`pip install -e ".[site]"` brings what it takes, and `course site OUT` calls it. The folder
needs no server of its own: `course serve OUT` or any web server shows it.
"""

import argparse
import os
import shutil
import sys
from pathlib import Path

from build import SourceError


def cache():
    """Where this machine keeps what comes from the package index."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "neural-course" / "site"


def publish(folder, distribution=None, repository="", numbers=()):
    """Build the site in `folder`, a folder that is empty or holds an earlier site.

    Parameters
    ----------
    folder : Path
    distribution : Path, optional
        A folder of Pyodide; by default it comes from the package index.
    repository : str
        `owner/name` on GitHub, for the buttons of Binder and Colab.
    numbers : list of str
        Lessons that get a page; all if none is given.

    Raises
    ------
    ValueError
        If `folder` holds something else, or an argument is not allowed.
    """
    from website import bytecode, lite, offline, pages, pyodide

    folder = Path(folder).absolute()
    pages.allowed(repository)
    if folder.is_dir() and any(folder.iterdir()) and not (folder / offline.LIST).is_file():
        raise ValueError(f"{folder} holds something that is not the site of the course")
    kept, new = cache(), folder.with_name(f".{folder.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    lite.build(new / "lite")
    wheel = pyodide.course_wheel(kept / "wheel")
    source = Path(distribution) if distribution else pyodide.distribution(kept)
    pyodide.assemble(source, kept, wheel, new / "lite" / "static" / "pyodide")
    bytecode.translate(new / "lite" / "static" / "pyodide", pyodide.NAME)
    site = pages.Site(new, repository)
    site.all(numbers)
    site.formulas.put_into(new, kept)
    offline.write(new)
    shutil.rmtree(folder, ignore_errors=True)
    new.rename(folder)


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Build the static site of the course")
    parser.add_argument("folder", type=Path, metavar="OUT")
    parser.add_argument("numbers", nargs="*", metavar="NN", help="lessons that get a page")
    parser.add_argument("--pyodide", metavar="FOLDER", help="a folder of Pyodide")
    parser.add_argument("--repository", default="", metavar="OWNER/NAME", help="on GitHub")
    options = parser.parse_args(arguments)
    try:
        publish(options.folder, options.pyodide, options.repository, options.numbers)
    except (ValueError, SourceError) as problem:
        parser.error(str(problem))
    except ImportError as problem:
        parser.error(f'{problem}; pip install -e ".[site]" brings it')
    size = sum(path.stat().st_size for path in options.folder.rglob("*") if path.is_file())
    print(f"{options.folder}: {size / 1e6:.0f} MB. To see it: course serve {options.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
