"""Lets the tests import the course, the lesson builder and each other from a checkout."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
for folder in (ROOT / "tests" / "browser", ROOT / "tests", ROOT / "solutions", ROOT):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
