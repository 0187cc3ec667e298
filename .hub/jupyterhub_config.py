"""A hub on this machine, to try the course with several students; it lets everyone in.

    COURSE_HOMES=/tmp/homes jupyterhub -f .hub/jupyterhub_config.py

Each student has a folder in COURSE_HOMES. The real hub, with accounts and containers, is
described in `README.md` beside this file.
"""

import os
import subprocess
import sys
from pathlib import Path

homes = os.environ["COURSE_HOMES"]
c = get_config()  # noqa: F821
c.JupyterHub.bind_url = os.environ.get("COURSE_HUB", "http://127.0.0.1:8000")
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = f"{homes}/{{username}}"
c.Spawner.notebook_dir = f"{homes}/{{username}}"
c.Spawner.default_url = "/lab/tree/work"
c.Spawner.cmd = [str(Path(sys.executable).with_name("jupyterhub-singleuser"))]
c.Spawner.args = ["--allow-root"] if hasattr(os, "getuid") and os.getuid() == 0 else []
c.Spawner.environment = {
    name: os.environ[name] for name in ("NUMBA_CACHE_DIR", "NUMBA_CPU_NAME") if name in os.environ
}


def hand_out(spawner):
    """Put the lessons that a student does not have yet into `work`."""
    home = Path(homes, spawner.user.name)
    home.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-P", "-m", "course", "start", "--no-open"]
    subprocess.run(command, cwd=home, check=True)


c.Spawner.pre_spawn_hook = hand_out
