# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # Hopfield memories
#
# How can a fragment bring back the whole: three notes a tune, half a face a name?
#
# **You will build** a network that stores patterns in its weights and finds them again from damaged cues, and you will fill it until it fails.
#
# **You need** lesson 01 and matrix products. About 135 minutes, half-way after 60, plus 10 marked *further*.

# %%
import numpy as np

import course
from course.check import compare, predict
from course.check import hopfield as check
from course.explore import hopfield as explore
from course.material.glyphs import glyphs
from course.models import hopfield, oja
from course.models.dense_hopfield import attention
from course.models.hopfield import states
from course.models.hopfield import theory as hopfield_theory

course.here("09")

# %%
explore.sketch()

# %% [markdown]
# Ten digits are the memories. Draw on the left with the mouse, or rub out with the eraser, and the network recalls. Or click the picture, move with the arrow keys, dot with the space bar; Enter puts the pen or the eraser down or lifts it, Delete clears. A label stands over the right picture only if the end is exactly a memory.
#
# **Question:** how much of a digit must you draw before the network gives all of it?
#
# **Answer:** often less than half. The top 14 rows of a 5 are in the preset. Of an 8 the lower 13 of 28 rows are enough, or the upper 16. `explore.sketch(rule="hebb")` fails with every digit; why, stands near the end.

# %% [markdown]
# **Question:** take the preset "an 8 to rub out", and its eraser. What becomes of the 8 if you rub it out from the left?
#
# **Answer:** with 38 of its 232 units of ink gone it comes back, and with 68 gone it becomes a 3, as in the preset "rubbed to a 3": what is left is more like that. See `explore.sketch(hand="eraser")` with any drawing of yours.

# %% [markdown]
# ## A memory can be found by its content
#
# A computer finds data by an address, a brain by a part of them. In 1982 John Hopfield showed how a network can: each memory is a state to which the network returns by itself. Start close to it, and the network rolls into it.
#
# Such a state is called an [[attractor]]. What makes it one is [[Hebb's rule]] of 1949: units that are active together strengthen their weight.

# %% [markdown]
# ## Units are up or down and listen to all others
#
# $$ s_i \leftarrow \mathrm{sign}(h_i), \qquad h_i = \sum_j W_{ij}\, s_j, \qquad s_i = \pm 1 $$
#
# A unit with input 0 keeps its value. Nothing here has a unit of measurement.
#
# | symbol | default | meaning |
# |---|---|---|
# | `N` | 784 | units, 28 × 28 when drawn |
# | `M` | 11 | stored patterns |
# | `xi[k]` | | pattern number k, $\pm 1$ |
# | `W[i, j]` | | weight to unit i from unit j |
# | `load` | M / N | $\alpha$, patterns per unit |
# | `m` | | [[overlap]], the mean of $\xi_i s_i$ |

# %% [markdown]
# ## Hebb's rule writes patterns into the weights
#
# Units that agree in a pattern should excite each other, units that differ should inhibit each other:
#
# $$ W_{ij} = \frac{1}{M} \sum_{\mu} \xi^\mu_i\, \xi^\mu_j, \qquad W_{ii} = 0 . $$
#
# The patterns are the rows of an array. Why the diagonal is 0 becomes clear below.


# %%
def my_weights(patterns):
    """Weights (N, N) that store the rows of patterns (M, N)."""
    # BEGIN SOLUTION
    # WHY: The product of the transpose with the patterns sums over them; a unit has no weight to
    # WHY: itself.
    W = patterns.T @ patterns / len(patterns)
    np.fill_diagonal(W, 0.0)
    return W
    # STUB:
    # W = ...
    # return ...
    # END SOLUTION


# %%
check.hebb(my_weights)

# %% [markdown]
# ## Recall updates one unit at a time
#
# Visit the units in a random order. Each looks at the present state of all others, flips made a moment ago included, and takes the sign of its input. One visit to every unit is a sweep.
#
# Write the whole recall: sweeps in ever new orders, until one of them flips nothing. Return the state and the number of sweeps, the last one included.


# %%
def my_recall(W, s, rng):
    """The state (N,) at which recall from s rests, and the number of sweeps."""
    s, sweeps, flipped = s.copy(), 0, True
    while flipped:
        # BEGIN SOLUTION
        # WHY: W[i] @ s sees the flips made a moment ago, and an input of 0 keeps the unit. A unit
        # WHY: flips if its input has the other sign; after a sweep without a flip none ever will.
        flipped, sweeps = False, sweeps + 1
        for i in rng.permutation(len(s)):
            if s[i] * (W[i] @ s) < 0:
                s[i], flipped = -s[i], True
        # STUB:
        # flipped, sweeps = False, sweeps + 1
        # for i in rng.permutation(len(s)):
        #     ...
        # END SOLUTION
    # BEGIN SOLUTION
    return s, sweeps
    # STUB:
    # return ...
    # END SOLUTION


# %%
check.recall(my_recall)

# %% [markdown]
# Open `course/models/hopfield/model.py`: `hebb` is yours, and `sweep` and `settle` are the two loops of your recall. `hopfield.recall` runs `settle` compiled and saves work: only a flip changes anybody's input, so only flips cost time. With `plain=True` it runs as you read it. Its neighbor `patterns.py` needs no weights at all.

# %%
course.open_model("hopfield")

# %% [markdown]
# ## The steady state carries a label
#
# Eleven random patterns, each with a label. ($M h_i$ is a sum of 11 · 783 terms of ±1. Their number is odd, so no input is exactly 0.) A cue has 30 % of its units reversed. Where recall ends, the label is looked up.

# %%
patterns = hopfield.random_patterns(11, 784, rng=0)
labels = "ABCDEFGHIJK"
W = hopfield.train(patterns)
for k in range(4):
    cue = states.corrupt(patterns[k], 0.3, rng=k)
    end = hopfield.recall(W, cue, rng=0).final
    print(labels[k], "is recalled as", states.classify(end, patterns, labels))

# %% [markdown]
# Most cues below have the shape of a letter, so that you can see what happens: one memory is an A, all others are random.

# %%
predict(
    "09-reversed",
    "You reverse 80 % of the A's units, chosen at random. Where does recall end?",
    ["at the A", "at the A with black and white exchanged", "at no particular state"],
)

# %%
explore.recall()

# %% [markdown]
# **Look** at the overlaps: one memory wins while the energy falls; what the energy is, you find below. Press play beside *time*.
#
# **Question:** how much may be reversed, how much may be missing, before the A is lost? Do both limits shrink when *M* grows? Does a leaning A, similar but never stored, lead to the A?
#
# **Answer:** with 20 memories about 44 % reversed or 86 % missing: `explore.recall(corruption=0.44, t=100)` and `explore.recall(corruption=0.0, missing=0.86, t=100)`. Both shrink: with 60 memories 36 % reversed is about the limit, and with 100 less than 21 %. An A that leans by 6 units has an overlap of 0.58 and leads to the A: `explore.recall(corruption=0.0, slant=6.0, t=100)`.

# %%
compare(
    "09-reversed",
    "at the A with black and white exchanged",
    "The overlap starts at -0.6. Hebb's rule stores products of units, and reversing all changes none.",
)

# %% [markdown]
# ## Half reversed is worse than half missing
#
# Let half of the units be unknown, each set to +1 or −1 with equal chance: the overlap is still about 0.5. With half of them reversed it is 0: nothing is left.
#
# Think of a program with a mistake: it recalls everything with half of the units reversed. How? Its wrong units have a random size below 1 and its right ones keep size 1, so these outvote them.

# %%
rng, memory = np.random.default_rng(1), patterns[0]
wrong = rng.random(784) < 0.5
graded = np.where(wrong, -memory * rng.random(784), memory)
for name, cue in [("graded", graded), ("its signs", np.sign(graded))]:
    step = np.sign(W @ cue)
    print(f"{name}: overlap {cue @ memory / 784:.2f}, after a step {step @ memory / 784:.2f}")

# %% [markdown]
# ## Many weights can go before anything is lost

# %%
predict(
    "09-lesion",
    "Half of all weights are cut at random. What share of a recalled memory's units is wrong?",
    ["none, or hardly any", "about a quarter", "about half"],
)

# %%
for fraction in (0.5, 0.8, 0.9, 0.95, 0.98):
    damaged = states.lesion(W, fraction, rng=0)
    wrong = [np.mean(hopfield.recall(damaged, p, rng=0).final != p) for p in patterns]
    print(f"{100 * fraction:.0f} % of weights cut: {100 * np.mean(wrong):.1f} % of units wrong")

# %%
compare(
    "09-lesion",
    "none, or hardly any",
    "Each unit sums hundreds of weights. Losing half of them halves the sum; its sign stays.",
)

# %% [markdown]
# Two remarks. The cut takes $W_{ij}$ and $W_{ji}$ together, so that $W$ stays symmetric; below you see what that is good for. And half of the weights may go by chance, because each input is a sum of hundreds.

# %% [markdown]
# ## Recall runs downhill in energy
#
# $$ E(s) = -\frac{1}{2} \sum_{ij} W_{ij}\, s_i\, s_j $$
#
# The energy is low where units agree with what their weights ask for. Suppose unit i flips, for whatever reason. By how much does $E$ change? Only the terms with $s_i$ change, $W$ is symmetric, and $W_{ii} = 0$. So the change follows from $s_i$ and the input $h_i$ alone, without computing any energy.


# %%
def my_energy_change(W, s, i):
    """E after unit i has flipped, minus E before."""
    # BEGIN SOLUTION
    # WHY: The terms with s_i are -s_i h_i together, as each pair stands in the double sum twice and
    # WHY: the half takes one away. The flip turns their sign, so E changes by twice s_i h_i.
    h = W[i] @ s
    return 2 * s[i] * h
    # STUB:
    # h = ...
    # return ...
    # END SOLUTION


# %%
check.energy_change(my_energy_change)

# %% [markdown]
# A unit flips in recall only where $s_i$ and $h_i$ have different signs. Then the change is $-2|h_i|$: the energy never rises. There are finitely many states, so recall must end.

# %% [markdown]
# ## Six units have sixty-four states
#
# Here is a network small enough to see all of it. Units are orange at +1 and blue at −1, and so are weights. On the right every state has its energy. Press a unit to flip it, or a line to cut it. Then **press play** beside *visits*.

# %%
explore.six(mine=my_weights)

# %% [markdown]
# **Look** at the path on the right: it steps down, and it ends where no flip leads lower.
#
# **Question:** which values can a weight have with two memories, and which with three? Cut lines: does a memory stop resting?
#
# **Answer:** each is a mean of as many products of ±1: −1, 0 or 1 with two memories, ±1/3 or ±1 with three. In `explore.six(M=3)` only two of the three memories rest. With two memories, cutting unsettles none of them, `explore.six(cut=[2, 4, 5])`. A weight that is not 0 asks for what both memories have, and a unit without input keeps its value. But more other states rest.

# %% [markdown]
# ## A small net shows its whole landscape
#
# Ten units have 1024 states, few enough to draw them all, one per pixel. Neighbors on the map differ in one unit. A state has ten such neighbors and only four beside it, so a path of single flips may jump across the map.
#
# Click anywhere, or move with the arrow keys, to start there.

# %%
explore.landscape()

# %% [markdown]
# **Look** at the marked valleys: for each memory there is its negative, just as deep.
#
# **Question:** add a third memory to twelve units. Which valleys appear that you did not ask for, and how much of the map do they own?
#
# **Answer:** mixtures of the three: `explore.landscape(n=12, M=3)` has four, which own 10 % of the map. With six memories, `explore.landscape(n=12, M=6)`, 14 valleys are foreign and own 31 %.

# %% [markdown]
# ## Many units roll down a smooth hill
#
# Under Hebb's rule the energy follows from the overlaps with the memories alone:
#
# $$ E = -\frac{N^2}{2M} \sum_\mu m_\mu^2 + \frac{N}{2} $$
#
# So it is a hill over the plane of two overlaps. Below you see it from above, for two memories of 784 units that do not overlap with each other. No state lies outside the diamond: its corners are the memories and their negatives. Take the handle, and drop the ball somewhere.

# %%
explore.hill(mine=my_recall)

# %% [markdown]
# **Look** at the gray band under the measured energy: it is the formula above.
#
# **Question:** where does a ball come to rest that is dropped at $m_1 = 0.4$, $m_2 = 0.3$? And with a third memory, if all three overlaps are 0.32?
#
# **Answer:** at memory 1, since its overlap is the larger one: `explore.hill(m1=0.4, m2=0.3)`. Among three it stays half-way, with overlaps of 0.5 with each: `explore.hill(M=3, m1=0.32, m2=0.32, m3=0.32)`. This is a mixture of them. It lies at 3/4 of a memory's depth, since $3 \cdot 0.5^2 = 0.75$.

# %% [markdown]
# ## All units at once may never come to rest
#
# The proof needs one flip at a time. If all units change together, each acts on what the others were. Find a small network that blinks: a symmetric `my_W` with zero diagonal and a state `my_s` that returns after two steps, but not after one.

# %%
# BEGIN SOLUTION
# WHY: Two units that excite each other take over each other's state, so they swap for ever.
my_W = np.array([[0.0, 1.0], [1.0, 0.0]])
my_s = np.array([1.0, -1.0])
# STUB:
# my_W = ...  # an array, N x N
# my_s = ...  # an array of N values, -1 and 1
# END SOLUTION

# %%
check.two_cycle(my_W, my_s)

# %%
explore.recall(corruption=0.5, M=1, order="synchronous")

# %% [markdown]
# **Look** at the state while you play: with one memory and overlap 0, every input is $-s_i$, so the whole picture blinks. Its energy stays the same.
#
# **Question:** change *order* to asynchronous. Where does the same cue lead now? And with 100 memories, does the synchronous network still blink in the end?
#
# **Answer:** to the A or to its negative, as the first visited unit decides: `explore.recall(corruption=0.5, M=1, t=100)` ends at the negative, with `seed=4` at the A. With 100 memories the synchronous network blinks in 3 of 5 seeds, as in `explore.recall(corruption=0.5, M=100, order="synchronous", t=100)`.

# %% [markdown]
# ## Half way: stop here or go on
#
# Memories are valleys of an energy that recall runs down, one unit at a time. What follows is what happens when they become many, old or alike.

# %% [markdown]
# ## Some valleys are nobody's memory
#
# A majority vote of three memories, $\mathrm{sign}(\pm\xi^1 \pm\xi^2 \pm\xi^3)$, is a valley too; so are votes of five, seven and so on. The figure starts 120 recalls from random states and names their ends.

# %%
found = explore.mixtures()
found.finish()
found

# %% [markdown]
# **Look** at the left panel: mixtures of three overlap by about 0.5 with each of theirs, and lie higher than memories.
#
# **Question:** step through the ends with *show*. At how many memories do mixtures vanish, and what takes their place?
#
# **Answer:** near 20. Of these 120 ends 33 are mixtures at 3 memories, 22 at 10, 3 at 20 and none at 40. States that are like no memory replace them: 38 at 20 and 112 at 40. See `explore.mixtures(M=20)`.

# %% [markdown]
# ### Nameless ends have two causes
#
# With few memories they are lopsided mixtures, some memories weighing more than others. With many they are spin-glass states: valleys made by all memories at once, close to none. So spin-glass states are not the memories: they are the valleys that resemble none.

# %% [markdown]
# ## A little noise frees the network from mixtures
#
# Real units err. Let a unit come up with the chance $1/(1 + e^{-2 x_i/T})$, whatever it was, where $x_i = \frac{M}{N} h_i$ is its input, counted so that one memory alone gives $\pm 1$. $T$ is called the *temperature*. At 0 nothing is left to chance; the higher it is, the more often a unit goes against its input.

# %%
predict(
    "09-heat",
    "The network rests in a mixture of three memories. Now its units err, at T = 0.6. Where is it "
    "after a while?",
    ["near one of the three", "in the mixture, a little blurred", "near none of them"],
)

# %%
explore.heat()

# %% [markdown]
# **Look** at the three overlaps, and drag the point along its axis. The figure begins in the mixture, without noise.
#
# **Question:** from which temperature on does the network leave the mixture, and from which does it lose the A?
#
# **Answer:** with endlessly many units the mixture is a valley up to $T = 0.46$, where the dashed line ends. These 784 leave it a little sooner, between 0.2 and 0.4, `explore.heat(T=0.4)`, for the three do not weigh quite the same. The A keeps an overlap of 0.82 at `explore.heat(start="the A", T=0.7)`, and nothing at `explore.heat(start="the A", T=1.2)`. Noise tells deep valleys from shallow ones.

# %%
warm_end = explore.heat(T=0.6).finish().warm.overlaps[-1]
compare(
    "09-heat",
    "near one of the three",
    "Its overlap is {:.2f}, the others' {:.2f} and {:.2f}. Chance throws the state out of the "
    "shallow valley, and not out of the deep one.".format(*sorted(warm_end, reverse=True)),
)

# %% [markdown]
# ### You compute what is kept
#
# Let the state have the overlap $m$ with one memory, and none with the others. Then $x_i = m\,\xi_i$, and a unit that is visited is right with the chance $p = 1/(1 + e^{-2m/T})$. So the overlap of visited units is $2p - 1 = \tanh(m/T)$, and it stays as it is where
#
# $$ m = \tanh(m/T) . $$
#
# Solve this for the largest $m$, within 0.001.


# %%
def my_warm_overlap(T):
    """Overlap with a memory that many units keep at the temperature T, a number above 0."""
    # BEGIN SOLUTION
    # WHY: Put in again and again, any m above 0 comes to the largest solution. From 1 it comes down
    # WHY: to it; where it is near 1 in T the steps are small.
    m = 1.0
    for _ in range(5000):
        m = np.tanh(m / T)
    return m
    # STUB:
    # m = 1.0
    # return ...
    # END SOLUTION


# %%
check.warm(my_warm_overlap)

# %%
explore.heat(start="the A", T=0.7, mine=my_warm_overlap)

# %% [markdown]
# **Look** for the dotted line: it lies on the curve that theory draws.
#
# **Question:** why does a memory melt at $T = 1$, and not at another temperature?
#
# **Answer:** near $m = 0$ the curve $\tanh(m/T)$ has the slope $1/T$. For $T < 1$ it starts above the line $m$ and crosses it later, at what is kept. For $T > 1$ it stays below, so each visit leaves less: `explore.heat(start="the A", T=1.1)`. The input of 1 that a memory gives sets the unit of $T$.

# %% [markdown]
# ## Each memory talks into the others
#
# Put the network on pattern $\xi$ and ask each unit how stable it is:
#
# $$ \tfrac{M}{N}\,\xi_i h_i = 1 + \text{crosstalk} . $$
#
# The 1 comes from $\xi$ itself. The rest is a sum over all other patterns: a random number of mean 0 and variance $\alpha = M/N$. A unit whose stability is negative flips at once. So the share that flips is the part of a normal bell, of mean 1 and standard deviation $\sqrt\alpha$, that lies below 0; `scipy.special.erfc` tells such parts:
#
# $$ P = \tfrac{1}{2}\,\mathrm{erfc}\!\left(1/\sqrt{2\alpha}\right) . $$


# %%
def my_one_step_errors(patterns):
    """Share of units, over all patterns, that flip in the first step away from a pattern."""
    # BEGIN SOLUTION
    # WHY: A unit is stable in a pattern if its input has the pattern's sign, so the product of both is
    # WHY: negative for a unit that flips.
    W = patterns.T @ patterns / len(patterns)
    np.fill_diagonal(W, 0.0)
    return np.mean(patterns * (patterns @ W) < 0)
    # STUB:
    # W = ...
    # return ...
    # END SOLUTION


# %%
check.one_step(my_one_step_errors)

# %% [markdown]
# Hertz, Krogh and Palmer printed a table in 1991: how many patterns may be stored if a given share of errors is allowed.

# %%
for error, load in hopfield_theory.ONE_STEP_TABLE:
    theory = hopfield_theory.one_step_error(load)
    found = hopfield_theory.one_step_errors(N=1000, M=round(1000 * load), trials=5, rng=0)
    print(f"load {load:5.3f}: table {error:6.4f}, theory {theory:6.4f}, simulated {found:6.4f}")

# %%
explore.crosstalk()

# %% [markdown]
# **Look** at the part of the bell left of the dashed line: those units flip.
#
# **Question:** keep the diagonal with the switch. The bell moves right by $\alpha$, and at no load more than 2.3 % of the units flip. Is that a better memory? Think of what $W_{ii}$ does to a *damaged* cue.
#
# **Answer:** no. At load 0.61 with 10 % of the units reversed, one step repairs about 58 % of the wrong units with the diagonal and 85 % without, in 300 units. A weight to itself holds right and wrong alike: `explore.crosstalk(load=0.61, own=True)`.

# %% [markdown]
# A weight to itself holds a unit where it is, right or wrong. Memories look stable, but damaged cues stay damaged. So $W_{ii} = 0$, and the energy argument above needs it too.

# %% [markdown]
# ## Beyond a critical load everything collapses
#
# One flip makes others flip. Below a certain load the avalanche stops near the memory, above it runs away. Mean-field theory, which takes each input for a mean plus a normal noise, finds the edge for $N = \infty$.

# %%
predict(
    "09-capacity",
    "How many random patterns do 784 units hold before recall breaks down?",
    low=1,
    high=100000,
)

# %%
curve = explore.capacity()
curve.finish()
curve

# %% [markdown]
# **Look** at the edge: up to it recall is nearly perfect, beyond it little is left.
#
# **Question:** the points of 500 units lie above the theory just beyond the edge. What happens to that difference at 2000 units, and at 100?
#
# **Answer:** the edge grows sharper. At load 0.16 the mean overlap is 1.00 with 100 units, 0.81 with 500 and 0.49 with 2000, for these networks. The theory is for infinitely many: `explore.capacity(N=2000)`.

# %%
edge = hopfield_theory.critical_load()
compare(
    "09-capacity",
    round(784 * edge),
    f"The critical load is {edge:.3f}. Real cues are damaged, so in practice it is less.",
)

# %% [markdown]
# ## New memories destroy old ones
#
# The network learns its memories one by one, and after each we try all of them.

# %%
predict(
    "09-forget",
    "Hebb's rule goes on past the critical load. Which memories are lost?",
    ["the oldest first", "the newest first", "old and new alike"],
)

# %%
lost = explore.forgetting(load=0.2)
lost.finish()
lost

# %% [markdown]
# **Look** at rows above the dashed line: there the triangle fades over its whole width, old and new memories alike.
#
# With *bounded weights* a weight that would pass ± *bound* after a memory stops there.
#
# **Question:** choose it. How many memories survive now, and which? What does the network pay for never breaking down?
#
# **Answer:** the newest: 11 of 60 at load 0.3, where Hebb's rule keeps one, `explore.forgetting(rule="bounded weights", load=0.3)`. The price is paid where Hebb's rule would work: 14 instead of 17 of 24 at load 0.12.

# %%
compare(
    "09-forget",
    "old and new alike",
    "Hebb's rule is a sum: it does not know in which order the memories came.",
)

# %% [markdown]
# This is called catastrophic forgetting. Often it is told as old memories being erased. That holds for bounded weights, Parisi's palimpsest of 1986: there the newest stay, and the old ones go. In 200 units at load 0.3 it keeps the newest 7 to 14 of 60, where Hebb's rule keeps 2 at most. At load 0.12 it keeps 14 to 22 of 24, Hebb's rule 17 to 24 (ten networks of each).

# %% [markdown]
# ## Real patterns are alike

# %%
predict(
    "09-glyphs",
    "Hebb's rule stores the digits 0 to 9, a load of 0.013. What comes back from an intact digit?",
    ["the digit", "the digit with a few units wrong", "the same blend for all ten digits"],
)

# %%
explore.rules()

# %% [markdown]
# **Look** at the left squares: random patterns hardly overlap, digits do, by 0.55 on average. Most of each is white background, and crosstalk adds up instead of averaging out.
#
# **Question:** with how many glyphs does Hebb's rule fail first? Which rule is right with all 36?
#
# **Answer:** with three: from a cue with 10 % reversed it reaches an overlap of 0.84 only, `explore.rules(M=3)`. The covariance rule does not come back exactly either, as units that are alike in all glyphs have no weights. The projection rule is right with all, `explore.rules(M=36)`.

# %%
digits = glyphs("0123456789").patterns
for rule in hopfield.RULES:
    V = hopfield.train(digits, rule)
    ends = np.array([hopfield.recall(V, digit, rng=0).final for digit in digits])
    different = len(np.unique(ends, axis=0))
    m = np.mean(hopfield.overlap(ends, digits))
    print(f"{rule}: mean overlap {m:.2f}, {different} different ends")

# %%
compare(
    "09-glyphs",
    "the same blend for all ten digits",
    "All digits share the background. Their mean is the deepest valley and swallows everything.",
)

# %% [markdown]
# ## Two rules take the likeness away
#
# The **covariance rule** subtracts each unit's mean over patterns first. Units that are white in all ten digits then get no weights, and cannot repair damage.
#
# The **projection rule** undoes the overlaps $Q_{\mu\nu} = \frac{1}{N} \sum_i \xi_i^\mu \xi_i^\nu$ themselves:
#
# $$ W_{ij} = \frac{1}{N} \sum_{\mu\nu} \xi^\mu_i\,(Q^{-1})_{\mu\nu}\,\xi^\nu_j, \qquad W_{ii} = 0 . $$


# %%
def my_projection(patterns):
    """Weights (N, N) under the projection rule for the rows of patterns (M, N)."""
    N = patterns.shape[1]
    # BEGIN SOLUTION
    # WHY: The inverse of the overlaps takes the likeness away, so each pattern's input is the pattern.
    Q = patterns @ patterns.T / N
    W = patterns.T @ np.linalg.inv(Q) @ patterns / N
    np.fill_diagonal(W, 0.0)
    return W
    # STUB:
    # Q = ...
    # W = ...
    # return ...
    # END SOLUTION


# %%
check.projection(my_projection)

# %% [markdown]
# There is a price. Under Hebb's rule a weight needs to know only its two units. Here it depends on all patterns at once, through $Q^{-1}$: no synapse can know that.

# %% [markdown]
# ## Open task: a code that Hebb's rule can hold
#
# There is another way: change the patterns before they are stored. Write a code, from 784 pixels of $\pm 1$ to at most 784 units of $\pm 1$, in which plain Hebb holds 36 glyphs. Cues with 2 % of their pixels reversed go through it as well. At least 30 must come back, with three seeds.
#
# Codes of different glyphs must be unlike, and those of a glyph and its cue alike.


# %%
def my_code(glyphs):
    """Codes (M, N) of -1 and 1 for glyphs (M, 784), each row by itself."""
    # BEGIN SOLUTION
    # WHY: Products of pixels are like coins for different glyphs, since one of many factors decides.
    # WHY: But each factor can spoil it as well, so 21 factors are a compromise.
    pixels = np.random.default_rng(0).integers(0, 784, (784, 21))
    return np.prod(glyphs[:, pixels], axis=2)
    # STUB:
    # return ...
    # END SOLUTION


# %%
check.code(my_code)

# %%
explore.rules(M=36, memory=11, corruption=0.02, mine=my_code)

# %% [markdown]
# **Look** at the lowest panel: Hebb's rule brings back hardly a glyph, black, and most of your codes, purple. **Do** raise the corruption: where do your codes fail?

# %% [markdown]
# ## Sharper energies hold far more
#
# Hebb's energy is a sum of squares of overlaps. In 2016 Krotov and Hopfield replaced the square by a higher power, and Demircigil and others a year later by an exponential:
#
# $$ E(s) = -\sum_\mu F(\xi^\mu \cdot s), \qquad F(x) = x^n \ \text{or}\ e^x . $$
#
# A near memory then outweighs the many distant ones. Capacity grows as $N^{n-1}$, and exponentially with $N$ for $e^x$.

# %%
explore.dense()

# %% [markdown]
# **Look** at the diamond on the left, the overlap with the A: the classic network loses it in the crowd, the dense one does not.
#
# **Question:** raise *M* to 1000, more memories than units. How far can *corruption* go for each power, before the A is lost?
#
# **Answer:** power 2 loses it even intact. Power 3 holds up to about 40 % reversed, 4 and 6 up to 42 %, and the exponential up to 44 %: `explore.dense(M=1000, n="exp", corruption=0.44)`.

# %% [markdown]
# ### One step of it is attention
#
# Let states be continuous, and take the logarithm of the exponential's sum: $E = -\frac{1}{\beta} \log \sum_\mu e^{\beta\, \xi^\mu \cdot s} + \frac{1}{2} |s|^2$. It falls with each update $s' = \sum_\mu \xi^\mu\, p_\mu$, $p_\mu = e^{\beta\, \xi^\mu \cdot s} / \sum_\nu e^{\beta\, \xi^\nu \cdot s}$: shares that add up to 1, called a softmax. A transformer's attention does the same, with keys and values in place of memories.

# %%
cue = states.corrupt(patterns[0], 0.4, rng=0)
for beta in (0.001, 0.01, 0.1):
    p = attention(patterns, cue, beta).weights[0]
    print(f"beta {beta}: {p[0]:.2f} of the attention on the right memory")

# %% [markdown]
# ## Further: a unit that bounds its weights finds the longest axis
#
# Hebb's rule stored each pattern once here. A synapse that never stops learning is another matter. Take one unit with the output $y = \sum_j w_j x_j$, and let every input $x$ change the weights a little, at a learning rate $r$:
#
# $$ w_j \leftarrow w_j + r\,y\,x_j . $$

# %%
predict(
    "09-direction",
    "The inputs form a cloud around 0 that is longer one way. What do the weights do in time?",
    [
        "they come to rest along the long axis",
        "they grow without end, and turn to the long axis",
        "they grow without end, the way that they began",
    ],
)

# %%
explore.direction()

# %% [markdown]
# **Look** at the angle. Inputs along the long axis make the largest outputs, and so the largest changes. The wide line is the closed form for slow learning: there the part of the weights along each axis grows by itself, as $e^{\lambda r n}$ after $n$ inputs, where $\lambda$ is the mean square of the inputs along it.
#
# **Question:** choose Oja's rule. What does it change, the angle or the length?
#
# **Answer:** the length alone, which comes to 1: `explore.direction(rule="Oja", now=1000)`. The angle falls under both rules alike, to 2 or 3 degrees after 1000 inputs (five clouds). But the length is above 4000 under Hebb's.

# %%
grown = np.linalg.norm(explore.direction(now=1000).finish().w, axis=0)
compare(
    "09-direction",
    "they grow without end, and turn to the long axis",
    f"Their length goes from {grown[0]:.1f} to {grown[-1]:.0f} in 1000 inputs. A large output makes "
    "the weights grow, and large weights the output.",
)

# %% [markdown]
# ### You write Oja's step
#
# In 1982 Erkki Oja took away from each input what the output already tells of it, $y\,w_j$:
#
# $$ w_j \leftarrow w_j + r\,y\,(x_j - y\,w_j) . $$
#
# In the mean the length stops changing where it is 1. Write one step; `w` and `x` are arrays.


# %%
def my_oja(w, x, r):
    """Weights (N,) after one input x (N,), at the learning rate r."""
    # BEGIN SOLUTION
    # WHY: Hebb's term makes the weights grow along the input. The other one shrinks them by r y^2,
    # WHY: which is more, the larger they are.
    y = w @ x
    return w + r * y * (x - y * w)
    # STUB:
    # y = ...
    # return ...
    # END SOLUTION


# %%
check.oja(my_oja)

# %%
explore.direction(rule="Oja", w1=-1.8, w2=0.6, mine=my_oja)

# %% [markdown]
# **Look** at the dotted path, which is yours. The weights end along the first eigenvector of $\langle x_i x_j\rangle$, the mean over inputs. If the mean of the inputs is 0, this is the first principal component of lesson 05.
#
# **Question:** move the cloud off 0, across its long axis. When does the unit no longer find that axis?
#
# **Answer:** from 0.87 on. Along the long axis the mean square is 1, and across it $0.5^2$ plus the square of the offset. Beyond, the weights lie on the way to the middle of the cloud, or point away from it: `explore.direction(rule="Oja", offset=1.6, now=1000)`. So principal components take the mean off first.

# %% [markdown]
# The digits are such a cloud: their common background is a middle far from 0. A unit that sees them in random order learns the blend which swallowed them above.

# %%
order = np.random.default_rng(0).integers(0, 10, 2000)
learned = oja.learn(digits[order].T / 28, digits[0] / 280, rate=0.02).w[:, -1]
blend = hopfield.recall(hopfield.train(digits), digits[0], rng=0).final
alike = np.mean(np.sign(learned) == blend)
print(f"length {np.linalg.norm(learned):.2f}; signs as in the blend: {100 * alike:.0f} % of units")

# %% [markdown]
# ## What the model computes, and where it breaks
#
# It completes patterns, with memories spread over all weights and robust to damage. The recurrent synapses of the hippocampus (area CA3) are the brain's usual suspect.
#
# It breaks where you broke it: beyond $0.138 N$ random patterns, much earlier for similar ones. Brains lack symmetric weights and units of $\pm 1$; hardly a neuron both excites and inhibits. The network shows what Hebb's rule can do, not that brains do it so.

# %% [markdown]
# ## The symbols of this lesson, once more
#
# Nothing here has a unit of measurement.

# %%
course.notation("09")

# %% [markdown]
# ## What to read next
#
# - Hopfield JJ (1982). *Neural networks and physical systems with emergent collective computational abilities.* PNAS 79:2554–2558.
# - Oja E (1982). *Simplified neuron model as a principal component analyzer.* J Math Biol 15:267–273. https://doi.org/10.1007/BF00275687
# - Hertz J, Krogh A, Palmer RG (1991). *Introduction to the Theory of Neural Computation*, chapter 2. Addison-Wesley.
# - Amit DJ, Gutfreund H, Sompolinsky H (1985). *Spin-glass models of neural networks.* Phys Rev A 32:1007–1018. On temperature.
# - Amit DJ, Gutfreund H, Sompolinsky H (1985). *Storing infinite numbers of patterns in a spin-glass model of neural networks.* Phys Rev Lett 55:1530–1533.

# %% [markdown]
# ### Further reading: rules and capacity
#
# - Personnaz L, Guyon I, Dreyfus G (1985). *Information storage and retrieval in spin-glass like neural networks.* J Physique Lett 46:359–365.
# - Parisi G (1986). *A memory which forgets.* J Phys A 19:L617–L620.
# - Krotov D, Hopfield JJ (2016). *Dense associative memory for pattern recognition.* NeurIPS 29.
# - Demircigil M et al. (2017). *On a model of associative memory with huge storage capacity.* J Stat Phys 168:288–299.
# - Ramsauer H et al. (2021). *Hopfield networks is all you need.* ICLR.
