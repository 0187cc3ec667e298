# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # Start here
#
# How can an equation become something that you hold in your hands?
#
# **You will build** three small functions and a network of sixteen units, and the skill of reading the pictures of this course: a [[raster]], an [[embedding]], a matrix of [[weight]]s.
#
# **You need** a little Python. About 65 minutes. A cell of this page runs with Shift+Enter. Run the next two, and drag the current.

# %%
import numpy as np

import course
from course import lessons
from course.app import doctor
from course.check import compare, predict
from course.check import start as check
from course.explore import start as explore

course.here("00")

# %%
explore.first()

# %% [markdown]
# ## Touch a neuron
#
# **Look** at the cell while you play the time: the current fills it like a vessel. At its [[threshold]] it sends an [[action potential]], short a [[spike]]. The spike runs along the [[axon]], and the cell is empty again. What the curve below says in numbers, lessons 02 and 03 explain.
#
# **Question:** the slider moves in steps of 5 pA. What is the weakest current that makes the cell spike?
#
# **Answer:** 170 pA. The cell fills slowly and spikes after 118 ms: `explore.first(I=170.0, now=118.0)`. With 165 pA it never gets there, however long you wait.

# %% [markdown]
# The inside of a cell is at another electric potential than the outside. The difference is the **membrane potential** $V$. It is small, so we count it in mV, thousandths of a volt; and an electrode sends currents of some pA, millionths of a millionth of an ampere.

# %% [markdown]
# ## See whether everything works
#
# Run the next cell. It looks at the versions of Python and of the packages, at the compiler and the place where compiled code is kept, and at the parts that draw. If something is wrong it says what to do.

# %% tags=["nbval-ignore-output"]
doctor.examine()

# %% [markdown]
# The first run of a model compiles it, which takes some seconds. The compiled code is kept, so the next session starts at once. In a terminal, `course doctor` gives the same report, and `course doctor --warm` compiles everything now.

# %% [markdown]
# ### Does the slider move the picture?
#
# No program can test whether the page moves, so you look. Run the cell and drag the slider τ, the [[time constant]] of the decay: the time in which it falls to $1/e$ of what it was, which is 37 %. The number $e$ is 2.718.

# %%
practice = explore.practice()
practice

# %% [markdown]
# **Look** at the curve: does it follow your hand, without flicker? The line below the picture says in words what it shows; a screen reader reads it.
#
# **Question:** where does the dashed line stand when τ is 40 ms?
#
# **Answer:** at 40 ms, and at 37 % of the height $A$: 5.5 mV of 15. `explore.practice(tau=40.0)`.

# %%
doctor.moved(practice)

# %% [markdown]
# The report above judges what the kernel has seen. If you dragged before you ran the cell, it says so; if not, it says what to try.

# %% [markdown]
# ## A lesson asks before it shows
#
# You learn most from a picture when you have said what you expect. So a lesson asks first, and keeps your answer in the file `journal.jsonl` beside it. It stays on your machine, and nobody grades it. `course journal` in a terminal says what is in it, `course journal --delete` deletes it.

# %%
predict(
    "00-tau",
    "A potential decays from 15 mV with a time constant of 20 ms. How much is left after 40 ms?",
    unit="mV",
    low=0,
    high=15,
)

# %% [markdown]
# Now see: click *reset* at the figure above, the bent arrow beside its title, so that τ is 20 ms again, and move the slider t to 40 ms. The line below the picture says what is left. Then compare.

# %%
compare(
    "00-tau",
    15.0 * np.exp(-40.0 / 20.0),
    "After each time constant 37 % are left: 15, then 5.5, then 2.0 mV. It is not a straight line.",
    unit="mV",
)

# %% [markdown]
# ### Every live figure has the same handles
#
# | you want to | do this |
# |---|---|
# | move a slider finely | click it, then use the arrow keys |
# | set an exact value | type it into the box, then Enter |
# | see prepared settings | click the figure, then press 1, 2, 3 ..., or use the buttons |
# | know what a sign beside the title does | rest the mouse on it: it says its name |
# | move a value in the picture | drag its handle; one that stays where it is wants to be dragged up for more |
# | know the value of a place or of a part | rest the mouse on it, in curves and in drawings |
# | start over | *reset*, the bent arrow |
# | keep what you found | *copy settings*, the two squares, and paste into a cell |
# | see noise again | the same seed gives the same noise; *new noise* gives another |
# | point at a picture | where the mouse is a cross: click, drag, or use the arrow keys |

# %%
explore.practice(tau=60.0, now=60.0)

# %% [markdown]
# **Look** at the call above: it came from *copy settings*.
#
# **Question:** which call brings back what you see after you press 2?
#
# **Answer:** `explore.practice(tau=4.0)`. Only what differs from the start is named, so the call stays short.

# %% [markdown]
# ### A lecture needs larger letters
#
# `course.lecture()` makes text, sliders and lines larger in every live figure, for a projector. This turns it off again:

# %%
course.lecture(False)

# %% [markdown]
# ## An array is a list that calculates
#
# NumPy, `np` for short, has lists of numbers that calculate as a whole, called arrays: what you do with one happens to each of its values. A loop over `range(len(x))` works as on a list. Numbering begins at 0, and `-1` is the last. A **matrix** is an array of rows. Functions such as `np.exp`, `np.log` and `np.zeros` belong to NumPy.

# %%
x = np.array([15.0, 5.5, 2.0])
print(x[0], x[-1], len(x), "the first, the last, how many")
print(x - 2.0, "2 less, each of them")
print(x < 6.0, np.argmax(x < 6.0), "where x is below 6, and the first such place")
M = np.array([[0.0, 1.0, 4.0], [-2.0, 3.0, 0.0]])
print(M[1, 0], M[1], M[:, 0], "row 1 of column 0, all of row 1, all of column 0")
print(M.sum(axis=0), M.sum(axis=1), "the sum of each column, and of each row")

# %% [markdown]
# ## You measure a time constant yourself
#
# Where a cell holds `...`, the next lines are yours. The potential of the figure is
#
# $$ V(t) = A\, e^{-t/\tau} . $$
#
# Someone has measured such a decay: `V` in mV at the times `t` in ms, two arrays of the same length. It need not end at 0 mV, and the last fifth of it is flat. Read τ off it.


# %%
def my_tau(t, V):
    """Time constant in ms of the decay V, measured at the times t."""
    # BEGIN SOLUTION
    # WHY: What decays is the height above the end; after one tau 1/e of the first height is left.
    height = V - V[-1]
    return t[np.argmax(height <= height[0] / np.e)]
    # STUB:
    # return ...
    # END SOLUTION


# %%
check.tau(my_tau)

# %% [markdown]
# ### A check says in which direction you are wrong
#
# It never tells the answer. Here is a mistake made on purpose:


# %% tags=["demonstration"]
def hasty_tau(t, V):
    """A wrong version."""
    return t[np.argmax(V <= V[0] / np.e)]


check.tau(hasty_tau)

# %% [markdown]
# A check has four answers: passed, not yet, your code raised an error (with your own line), not attempted. If you are stuck, ask for a hint. Each call shows one more.

# %%
check.tau.hint()

# %%
explore.practice(mine=my_tau)

# %% [markdown]
# **Look** for the dotted line: it stands at the time that your function reads off the curve, once it is written.
#
# **Question:** does it stay where 37 % are left, for every A and τ?
#
# **Answer:** yes, if it looks at the curve. With a number typed in it would fit at one setting, and leave the dashed line at `explore.practice(A=8.0, tau=50.0)`, say.

# %% [markdown]
# ### Your files stay yours
#
# | command in a terminal | what it does |
# |---|---|
# | `course` | copies the lessons to your folder `work`, never over a file of yours, and opens JupyterLab |
# | `course start 2` | opens lesson 02 |
# | `course reset 2` | puts a fresh lesson 02 back; yours is kept under a dated name |
# | `course list` | says which lessons there are |
# | `course doctor` | checks the installation |
#
# If a notebook behaves oddly, choose Kernel > Restart Kernel and Run All Cells. It must run from top to bottom, also with `...` in it.

# %% [markdown]
# ## A raster shows who spikes when
#
# Each row is a neuron, each stroke a spike. Below it, the **activity**: spikes of all neurons, counted in bins of time and divided by the number of neurons and the width of the bin.

# %%
explore.raster()

# %% [markdown]
# **Look** for columns and for rows. A column is many neurons at one time: synchrony. A row that is fuller than the others is one neuron with a high rate. Press 1, 2, 3.
#
# **Question:** a picture shows calm activity. What must you know before you believe that the neurons are calm?
#
# **Answer:** the width of the bins, and the number of neurons. The forty have ten common events a second here. Bins of 10 ms show them as peaks: `explore.raster(synchrony=0.8)`. In bins of 100 ms each holds one event, so all bins are alike: `explore.raster(synchrony=0.8, bin=100.0)`.

# %% [markdown]
# ### A rate is spikes over time
#
# Times are in ms in this course, rates in Hz, spikes per second. A raster is two arrays: the time of each spike, and the row of each, which is the number of its neuron, counted from 0. Write the rates of all `N` neurons, also of those that are silent.


# %%
def my_rates(times, rows, N, duration):
    """Rates in Hz of N neurons, from times in ms, rows, and the duration in ms."""
    # BEGIN SOLUTION
    # WHY: bincount counts each row, and minlength keeps a place for the silent ones.
    return 1000 * np.bincount(rows, minlength=N) / duration
    # STUB:
    # return ...
    # END SOLUTION


# %%
check.rates(my_rates)

# %% [markdown]
# ## An embedding is many neurons as one point
#
# At each moment thirty neurons have thirty activities: a point in thirty dimensions. Neurons that rise and fall together make one direction in which the point moves. [[principal component analysis|Principal component analysis]], [[PCA]], finds the two directions in which it moves most, and draws the point in their plane.

# %%
predict(
    "00-loop",
    "Every neuron follows a mixture of one sine and one cosine of time. Which path does the point "
    "take in the plane?",
    ["a line", "a loop", "a cloud"],
)

# %%
explore.embedding(noise=0.1)

# %% [markdown]
# **Look** at the bars: how much of the spread, measured as the variance, each component holds. Two high bars mean that the plane tells nearly all. Press ▶ at t and watch the dot and the line together.
#
# **Question:** press 3. There is a picture, but nothing in the data. How do the bars warn you?
#
# **Answer:** all are low and nearly equal. An even share of thirty dimensions is 3 % each, and chance lifts the first bars to about 6 %: `explore.embedding(signals=0, noise=1.0)`. Two signals would make two bars that stand out.

# %%
compare(
    "00-loop",
    "a loop",
    "Two shared signals make two dimensions, and sine against cosine is a circle. Looked at from the side, a circle is an ellipse.",
)

# %% [markdown]
# ## A weight matrix is read by rows and columns
#
# `W[i, j]` is the weight **to** unit $i$ **from** unit $j$, in every lesson. Row $i$ is what unit $i$ hears; column $j$ is what unit $j$ says. Orange excites, blue inhibits, white is no connection or a very weak one. Units are counted from 0.

# %%
explore.weights()

# %% [markdown]
# **Look** for patterns: columns of one color, a band along the diagonal, a mirror. Click a square, or focus the picture and use the arrow keys. The small panel at the lower right counts the weights of each size: a histogram, of which more below.
#
# **Question:** the numbers of the units are arbitrary labels. Which of the three patterns would still be seen if the units were numbered in another order?
#
# **Answer:** two. With `explore.weights(kind="each sender one sign")` a column stays a column. With `kind="symmetric"` $W_{ij} = W_{ji}$ holds under any numbering. The band of `kind="neighbors"` falls apart to the eye, though the connections are the same.

# %% [markdown]
# ### You find the loudest unit
#
# Which unit sends the most excitation, over all its targets? Inhibition does not count.


# %%
def my_loudest(W):
    """Number of the unit that sends the most excitation."""
    # BEGIN SOLUTION
    # WHY: Column j is what unit j says; weights below 0 are set to 0 before the columns are summed.
    return np.argmax(np.where(W > 0, W, 0).sum(axis=0))
    # STUB:
    # return ...
    # END SOLUTION


# %%
check.loudest(my_loudest)

# %% [markdown]
# ### You wire sixteen units to order
#
# Nothing is prescribed here but what the wiring must achieve. No unit speaks to itself. Each sender excites or inhibits, so a column has one sign; at least three inhibit. Between 25 and 35 % of the 240 possible connections exist. And in every unit what excites and what inhibits cancel: each row has weights, and they sum to 0 within 0.1. Begin with `np.zeros((16, 16))` and fill row after row.

# %%
# BEGIN SOLUTION
# WHY: Four of fifteen are 27 %, and three weights of 1 cancel one of -3. Units 12 to 15 inhibit.
my_W = np.zeros((16, 16))
for i in range(16):
    for step in (1, 2, 3):
        my_W[i, (i + step) % 12] = 1.0
    my_W[i, 12 + (i + 1) % 4] = -3.0
# STUB:
# my_W = ...
# END SOLUTION

# %%
check.wiring(my_W)

# %% [markdown]
# ## A distribution shows what an average hides
#
# A histogram counts how many values fall into each bin. In the brain most distributions have a long tail: many neurons fire little, a few fire much.

# %%
explore.distribution()

# %% [markdown]
# **Look** at the solid and the dashed line: in a long tail the mean is pulled to the right, the median is not. Then move the number of bins.
#
# **Question:** with 30 neurons, what is the largest number of bins that you trust? Press *new sample* a few times before you answer.
#
# **Answer:** about 5 or 6, near $\sqrt{30}$: `explore.distribution(n=30.0, bins=6)`. With more, most bins hold three neurons at most, and every new sample has other peaks.

# %% [markdown]
# ## The notation is the same everywhere
#
# Names in code are those of the formulas, in plain letters. Within these units of time, voltage and current no factor of 1000 is needed. A rate needs one: one spike per ms is 1000 Hz. Hodgkin and Huxley's membrane is counted by area: mV, mS/cm², µA/cm², µF/cm². Each lesson prints its own rows of this table.

# %%
course.notation()

# %% [markdown]
# ## The words of the course in a glossary
#
# `course.glossary("ISI")` says what one word means. A word with dots below it says it under the mouse.

# %%
course.glossary()

# %% [markdown]
# ## These are the lessons you have
#
# Each stands alone, but they are best read in order.

# %%
lessons.table()

# %% [markdown]
# ### The map shows what to look at again
#
# It draws which lesson needs which, what you have passed, and where a prediction was wrong. Run it whenever you like.

# %% tags=["nbval-ignore-output"]
course.map()

# %% [markdown]
# ## What to read next
#
# - Dayan P, Abbott LF (2001). *Theoretical Neuroscience.* MIT Press. The book behind most lessons.
# - Gerstner W, Kistler WM, Naud R, Paninski L (2014). *Neuronal Dynamics.* Cambridge University Press. Free to read online.
# - Cunningham JP, Yu BM (2014). *Dimensionality reduction for large-scale neural recordings.* Nat Neurosci 17:1500–1509. On embeddings.
# - Buzsáki G, Mizuseki K (2014). *The log-dynamic brain.* Nat Rev Neurosci 15:264–278. On long tails.
