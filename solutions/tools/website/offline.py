"""What a browser keeps of the site, so that it needs no network after the first visit.

A service worker of ours stands before that of JupyterLite, which serves the kernel its files
and keeps nothing. Both scopes share one store of files, which is named by what is in the site:
a new edition has a new name, takes over what has not changed, and forgets the old one. What a
student writes is kept elsewhere, in JupyterLite's own database.
"""

import hashlib
import json
import shutil
from pathlib import Path

HERE = Path(__file__).parent
LIST = "site.json"
SCRIPT = "service-worker.js"
LITES_OWN = "service-worker-lite.js"


def files(folder):
    """Path of each file of the site -> a digest of what is in it."""
    return {
        path.relative_to(folder).as_posix(): digest(path)
        for path in sorted(Path(folder).rglob("*"))
        if path.is_file() and path.name not in (LIST, SCRIPT)
    }


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def write(folder):
    """Write the list of files and the service workers."""
    lites = folder / "lite" / SCRIPT
    if lites.is_file() and not lites.with_name(LITES_OWN).is_file():
        shutil.move(lites, lites.with_name(LITES_OWN))
    known = files(folder)
    edition = hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()[:12]
    (folder / LIST).write_text(json.dumps({"edition": edition, "files": known}), "utf-8")
    script = (HERE / "offline.js").read_text("utf-8")
    (folder / SCRIPT).write_text(_begin(edition, "./") + script, "utf-8")
    if lites.parent.is_dir():
        text = f"{_begin(edition, '../')}{script}\nimportScripts({json.dumps(LITES_OWN)});\n"
        lites.write_text(text, "utf-8")


def _begin(edition, top):
    """What the script of a service worker has to know."""
    return (
        f"const EDITION = {json.dumps(edition)};\n"
        f"const TOP = new URL({json.dumps(top)}, location.href).href;\n"
    )
