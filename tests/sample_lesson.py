"""A small lesson with its modules, written into a folder for the tests of the machinery."""

LESSON = """\
# %% [markdown]
# # Doubling
#
# What does a unit do that doubles?
#
# You will build one in 5 minutes. You need nothing.

# %%
import matplotlib.pyplot as plt
import numpy as np
import sample_check as check
import sample_explore as explore

from course.check import compare, predict

# %% [markdown]
# ## A unit doubles its input
#
# Write it.

# %%
def my_double(x):
    # BEGIN SOLUTION
    # WHY: a sum of the unit with itself
    # WHY: would do as well.
    y = 2 * x
    return y
    # STUB:
    # y = ...
    # return ...  # twice x
    # END SOLUTION


check.double(my_double)

# %%
# BEGIN SOLUTION
answer = my_double(21)
# END SOLUTION
answer

# %% [markdown] tags=["solution"]
# Any linear unit would do.

# %%
predict("double", "What is twice 4?", ["6", "8"])

# %%
print("so", end=" ")
print("it is")

# %%
twice = 2 * 4
compare("double", str(twice), f"It doubles: {twice}.")

# %% [markdown]
# ## The line is straight
#
# The picture shows it.

# %%
explore.line()

# %% [markdown]
# **Question:** what is a line? It is a [[unit]].
#
# **Answer:** what `explore.line(slope=1.0)` shows.
#
# **Question:** is it straight?
#
# **Answer:** yes.

# %%
fig, ax = plt.subplots(figsize=(3, 2))
ax.plot(np.arange(5), 2 * np.arange(5))

# %% tags=["nbval-ignore-output"]
import time

time.time_ns()
"""

CHECK = '''\
"""What the exercises of the sample lesson check."""

from course.check._exercise import exercise, seen


@exercise(
    "A unit that doubles",
    hints=["What is 1 + 1?"],
    right=lambda x: 2 * x,
    mistakes={"You add 2.": lambda x: x + 2, "You square.": lambda x: x * x},
)
def double(unit):
    yield seen(unit(3.0), "twice 3")
'''


EXPLORE = '''\
"""The live figure of the sample lesson."""

from course.live import Slider, figure


@figure("A line", Slider("slope", 0.0, 3.0, 2.0, 0.1))
def line(slope):
    return {}


@line.show
def show_line(ax, r):
    ax.A.line("line", [0, 1], [0, r.slope])
    ax.A.limits(x=(0, 1), y=(0, 3))
    return f"The line rises by {r.slope}"
'''


def write(folder):
    """A lesson's source and its modules in `folder`, as in a checkout; return the source."""
    (folder / "solutions").mkdir(exist_ok=True)
    (folder / "sample_check.py").write_text(CHECK, "utf-8")
    (folder / "sample_explore.py").write_text(EXPLORE, "utf-8")
    source = folder / "solutions" / "42_doubling.py"
    source.write_text(LESSON, "utf-8")
    return source
