"""`course grade`: the exercises of a class, examined by the checks that the students saw.

The code of a student is run in a **room** (`room.py`): a process of its own without a
network, with limits on time, memory and files, in which only the student's exercise cells
and what they build on of the pristine lesson are run. The **examiner** (`examiner.py`)
holds the checks and never runs a line of a student's. Between them is a **wall**
(`wall.py`): the check calls the student's function through it, and what comes back is data.
So a check that was redefined, an output that was forged or a reply that was made up changes
nothing: the only way to pass is to give the right values.

`papers.py` finds and reads what was handed in, `report.py` writes what came out.
"""
