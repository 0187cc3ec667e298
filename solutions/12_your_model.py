# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # Your own model
#
# What does a network compute that you made yourself?
#
# **You will build** a network in which the strongest input wins, in four parts: background, model, pictures, discussion. Then you replace it by your own.
#
# **You need** lessons 01 and 06. About 60 minutes, and as long as you like for your model.

# %%
import numpy as np

import course
from course.check import compare, predict
from course.check import your_model as check
from course.explore import your_model as explore
from course.models.winner_take_all import Competition, simulate, stationary

course.here("12")

# %%
explore.wiring()

# %% [markdown]
# **Look** at one column: it is what one unit tells all the others. `W[i, j]` is the weight to unit `i` from unit `j`.
#
# **Question:** which slider changes the diagonal, and which everything else?
#
# **Answer:** `s` changes the diagonal, `w` all the rest: `explore.wiring(s=0.9)` and `explore.wiring(w=2.0)`.

# %% [markdown]
# ## Every model is told in four parts
#
# 1. **Background**: the question, and the mathematics it needs.
# 2. **Model**: the equation, above all its weight matrix and its inputs.
# 3. **Pictures**: its activity, its weights, the distributions that matter.
# 4. **Discussion**: what it computes, and where it breaks.
#
# This lesson is a complete example. Each part ends with what yours should hold.

# %% [markdown]
# ## Part 1: something has to decide
#
# You look at one of two faces, move one of two hands. Many inputs speak for many things at once, and a single one must win. A network can choose the largest of its inputs if its units excite themselves and inhibit each other (Grossberg 1973, Amari and Arbib 1977).
#
# **Yours:** one question, in one sentence, that a run can answer.

# %% [markdown]
# ## Part 2: the model is a matrix and its inputs
#
# $$ \tau\,\frac{dr_i}{dt} = -r_i + \Big[h_i + \sum_j W_{ij}\,r_j\Big]_+ , \qquad W_{ii} = s, \quad W_{ij} = -w $$
#
# | symbol | default | unit | meaning |
# |---|---|---|---|
# | `s` | 0.5 | | self-excitation |
# | `w` | 1.0 | | inhibition of every other unit |
# | `tau` | 10 | ms | time constant |
# | `h` | about 1 | | inputs |
#
# **Yours:** every symbol in a table, every default with its source or the word *illustrative*.


# %%
def my_weights(N, s, w):
    """Weight matrix of N units: s on the diagonal, -w everywhere else."""
    # BEGIN SOLUTION
    # WHY: Everywhere the inhibition, and then the diagonal again.
    W = np.full((N, N), -w)
    np.fill_diagonal(W, s)
    return W
    # STUB:
    # W = ...
    # return ...
    # END SOLUTION


# %%
check.weight_matrix(my_weights)

# %% [markdown]
# ### The equation becomes ten lines
#
# Write one Euler step for all units at once.


# %%
def my_step(r, W, h, dt, tau):
    """Rates after dt ms."""
    # BEGIN SOLUTION
    # WHY: Each unit moves toward its rectified input, a dt of a tau of the way.
    drive = np.maximum(h + W @ r, 0)
    return r + dt * (-r + drive) / tau
    # STUB:
    # drive = ...
    # return ...
    # END SOLUTION


# %%
check.rate_step(my_step)

# %% [markdown]
# Open `course/models/winner_take_all/model.py`: `slope` is what your step multiplies by `dt`, and `step` takes the mean of two slopes for second order. The compiled twin in `kernel.py` needs no matrix: every unit hears the sum of all, so a step costs $N$ and not $N^2$.
#
# **Yours:** a folder in `course/models/` with a `model.py`, and a file in `tests/models/` that holds it against a closed form.

# %%
course.open_model("winner_take_all")

# %%
predict(
    "12-winners",
    "Twelve units, s = 0.5. The inhibition w falls from 1.0 to 0.2. How many stay active?",
    ["still one", "some", "all twelve"],
)

# %%
explore.activity(mine=my_step, weights=my_weights)

# %% [markdown]
# **Look** at the start: all rise, before anyone hears anyone. Then they fall one by one, the weakest first, and the last rises to $h / (1 - s)$. The dotted lines are your model, your steps with your matrix.
#
# **Do** press on a unit that loses and drag its handle up until it wins.
#
# **Question:** below which inhibition is more than one unit left, and how does that change with $s$?
#
# **Answer:** the second unit survives while $h_2 > w\,h_1/(1 - s)$, so $w < (1 - s)\,h_2/h_1$. For the first inputs that is 0.92, 0.65, 0.28 and 0.09 at $s$ = 0, 0.3, 0.7 and 0.9, and 0.46 at 0.5: compare `explore.activity(w=0.4)` with `explore.activity(w=0.6)`.

# %%
run = simulate(Competition(w=0.2), np.linspace(0.7, 1.3, 12))
print("active units:", np.sum(run.r[:, -1] > 0.01))

# %%
compare(
    "12-winners",
    "some",
    "Inhibition grows with what the active units say; once some are out, it is too weak for more.",
)

# %% [markdown]
# ### A closed form judges the picture
#
# A lone winner settles where $r = h + s\,r$. Another unit with the same input stays silent if the winner's inhibition undoes that input. How large must $w$ be at least, for a given $s$?


# %%
def my_smallest_inhibition(s):
    """Smallest w at which a lone winner lasts among equal inputs."""
    # BEGIN SOLUTION
    # WHY: The winner settles at h / (1 - s), and w times that has to undo an equal input h.
    return 1.0 - s
    # END SOLUTION


# %%
check.smallest_inhibition(my_smallest_inhibition)

# %% [markdown]
# ### Linear equations tell who ends active
#
# While the same units stay active, the network is linear: $r = h + W r$ among them. Which units are active in the end? Find out without a run. Solve for all, silence who falls below 0, and solve again.
#
# Mind $s + w$: at 1 or above, two active units push each other apart, and only the largest input is left.


# %%
def my_still_active(h, s, w):
    """True for each unit that ends active under the inputs h (N,)."""
    # BEGIN SOLUTION
    # WHY: The difference of two active rates changes by (s + w - 1) of itself in a tau, so from 1 on it
    # WHY: grows. Below, those who stay solve r - W r = h, and a silent unit has no part in it.
    if s + w >= 1:
        return h == h.max()
    active = np.full(len(h), True)
    while True:
        unit = np.eye(active.sum())
        r = np.linalg.solve((1 - s - w) * unit + w, h[active])
        if r.min() > 0:
            return active
        active[active] = r > 0
    # STUB:
    # return ...
    # END SOLUTION


# %%
check.still_active(my_still_active)

# %%
rates, lasts = stationary(Competition(), [1.0, 1.2, 0.9])
print("rates", np.round(rates, 3), "and this state lasts:", lasts)

# %% [markdown]
# ## Part 3: pictures show more than one run
#
# Activity and weights you have seen. A distribution asks for many runs: 200 sets of inputs, each stopped after a given time.

# %%
predict(
    "12-time",
    "The inputs become more alike. Does the network need more or less time to decide?",
    ["more", "less", "the same"],
)

# %%
explore.choices()

# %% [markdown]
# **Look** at the left panel while `T` grows: the bars move to 1. At the right the losers on their way down are the steep rise at 0; the winners are the rise near $h / (1 - s)$.
#
# **Question:** is the one that is left always the right one? Where could a mistake come from that is not in this model?
#
# **Answer:** yes, from equal starts. All share one inhibition, so the rates keep the order of the inputs, as in `explore.choices(T=400)`. Noise, unequal starts or unequal weights would break that order.

# %%
compare(
    "12-time",
    "more",
    "The difference between two rates grows like an exponential; it starts from the inputs' difference.",
)

# %% [markdown]
# **Yours:** activity, weights and at least one distribution. Each picture is followed by what to see in it, each slider by a question that it answers.

# %% [markdown]
# ## Part 4: what it computes, and where it breaks
#
# It computes the place of the largest of $N$ inputs, in a time that grows as the inputs become alike. It breaks without noise at exact ties, with $w < 1 - s$ when inputs are alike, and with $s \ge 1$, where the winner grows without end.
#
# **Yours:** one sentence of each kind. Then a second look: which claim has no test that could fail?

# %% [markdown]
# ## Open task: you write a test that can fail
#
# A test is worth what it refuses. Write one for `my_step`: it gets a step, calls it as it likes, and returns True or False. It must accept every right step, in whatever arithmetic, and refuse each of ten wrong ones, which the check has hidden.


# %%
def my_test(step):
    """Whether step(r, W, h, dt, tau) is an Euler step of the competition."""
    # BEGIN SOLUTION
    # WHY: One step, computed by hand. Both rates move, dt is not 1, and the second unit is pushed
    # WHY: below 0 while its rate is not 0: so each part of the equation changes a number.
    W = np.array([[0.5, -1.0], [-1.0, 0.5]])
    found = step(np.array([1.0, 0.5]), W, np.array([2.0, 0.2]), 2.0, 10.0)
    return np.allclose(found, [1.2, 0.4], rtol=0, atol=1e-6)
    # STUB:
    # return ...
    # END SOLUTION


# %%
check.can_fail(my_test)

# %% [markdown]
# ## A good small lesson has one of each
#
# - One question that a run can answer, and one picture that answers it in ten seconds.
# - One thing to move, with the hand.
# - One prediction that most people get wrong.
# - One exercise that the answer needs.
# - One truth that could fail: a closed form, an invariant, a published number.
# - One sentence on where it breaks.
#
# Twenty minutes and fifteen cells are enough. What does not serve the question can go.

# %% [markdown]
# ## A checklist tells you when it is done
#
# - The question stands in the first sentence.
# - Units are closed; every parameter has a default, a unit and a source.
# - One truth judges the model: a closed form, an invariant, an order, a published number.
# - Three live figures, three exercises, two predictions.
# - Two typical mistakes of every exercise are told different things.
# - Bad input is refused by name.
# - You saw each figure at both ends of each slider.

# %% [markdown]
# ## Three commands add it to the course
#
# In the folder that holds `README.md`, in the environment with the test extra:
#
# ```sh
# python solutions/tools/new.py 13 my_model
# python solutions/tools/build.py 13
# python -m pytest -k my_model
# ```
#
# The first copies this lesson, its live figures, its checks and their tests under a new name. The second writes both notebooks and the table in README. The third runs all that the course asks of a lesson. Now edit, and repeat the last two.

# %% [markdown]
# ## The symbols of this lesson, once more
#
# Yours begins with such a table.

# %%
course.notation("12")

# %% [markdown]
# ## What to read next
#
# - Grossberg S (1973). *Contour enhancement, short term memory, and constancies in reverberating neural networks.* Stud Appl Math 52:213–257.
# - Amari S, Arbib MA (1977). *Competition and cooperation in neural nets.* In: Metzler J (ed) Systems Neuroscience, Academic Press, 119–165.
# - Dayan P, Abbott LF (2001). *Theoretical Neuroscience*, chapter 7. MIT Press.
# - Wilson G et al. (2017). *Good enough practices in scientific computing.* PLoS Comput Biol 13:e1005510.
