"""`python -m course` is the command `course`."""

import sys

# Python puts the folder that we stand in first, where a student's random.py would take the
# place of its own. The course itself is found already, so it needs that folder no more.
if not sys.flags.safe_path:
    del sys.path[0]

from course.app.cli import main

sys.exit(main())
