# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # A rhythm for breathing
#
# Who decides when you breathe in, if no neuron is in charge?
#
# **You will build** the forces that act on each population, and a measure of the rhythm. You will take populations away, mend a loop with five mistakes, with a published rhythm as the judge, and make the network pant.
#
# **You need** lessons 03 and 06. About 105 minutes, half-way after 50.

# %%
import numpy as np

import course
from course.check import breathing as check
from course.check import compare, predict
from course.explore import breathing as explore
from course.models.respiration import (
    PRESETS,
    PUBLISHED_START,
    START,
    Respiration,
    ablate,
    growth,
    phases,
    simulate,
)

course.here("08")

# %%
explore.rhythm()

# %% [markdown]
# Four populations, three drives, no conductor. The handle on the box of a drive sets it: none at its left end, twice as much at its right. Those on the populations are dragged up for more inhibition, and on pre-I for more persistent sodium. Play the time: the lungs fill while pre-I or early-I is loud.
#
# **Question:** in which order do the four populations speak?
#
# **Answer:** pre-I and early-I jump up together, then post-I takes over, and aug-E rises behind it, as in `explore.rhythm(now=2.5)`. The lungs are drawn from the outputs, and no population hears them.

# %% [markdown]
# ## Four populations in the brain stem inhibit each other
#
# Breathing in mammals has three phases: inspiration, post-inspiration, expiration. In 2007 Smith and colleagues cut rats' brain stems, from the pons downward. Three phases became two, then one.
#
# Rubin and colleagues built this model in 2009. Each of its four neurons stands for a population: **pre-I**, **early-I**, **post-I**, **aug-E**. I is inspiration, E expiration, aug augmenting. Three constant drives come from the pons, the [[retrotrapezoid nucleus]] (RTN) and the raphe.

# %% [markdown]
# ## Each population has currents that sum to zero or move it
#
# $$ C\,\dot V_i = -I_{NaP} - I_K - I_{AD} - I_L - I_{synE} - I_{synI} $$
#
# Only pre-I has potassium and a sodium current that persists and [[depolarize|depolarizes]] it: its gate $h$ closes slowly,
#
# $$ I_{NaP} = g_{NaP}\, m_{NaP}(V)\, h\, (V - E_{Na}), \qquad I_K = g_K\, m_K(V)^4 (V - E_K), $$
#
# and only the other three adapt:
#
# $$ I_{AD} = g_{AD}\, m_i\, (V_i - E_K), \qquad \tau_{AD,i}\, \dot m_i = k_{AD,i}\, f_i - m_i. $$
#
# The gates $h$ and $m_i$ are slow. The others follow the voltage at once.

# %% [markdown]
# ## The gates of pre-I depend on its voltage
#
# $$ m_{NaP} = \frac{1}{1 + e^{-(V + 40)/6}}, \qquad m_K = \frac{1}{1 + e^{-(V + 29)/4}} $$
#
# $$ \tau_h(V)\, \dot h = h_\infty(V) - h, \qquad h_\infty = \frac{1}{1 + e^{(V + 48)/6}}, \qquad \tau_h = \frac{6000\ \mathrm{ms}}{\cosh((V + 48)/12)} $$
#
# While pre-I is active, $h$ falls and its sodium current fades, over a second or more.

# %% [markdown]
# ## A population sends its output, not its voltage
#
# The output is a sigmoid, $f_i = 1/(1 + e^{-(V_i + 30)/k_i})$ with $k = 8$ mV for pre-I and 4 mV for the others. It opens synapses:
#
# $$ I_{synE} = g_{synE}\,(V_i - E_{synE})\Big(\sum_k c_{ik}\, d_k + a_{12} f_1\Big), \qquad I_{synI} = g_{synI}\,(V_i - E_{synI}) \sum_j b_{ij} f_j . $$
#
# $d_k$ are the drives. The term $a_{12} f_1$ exists in early-I alone. As everywhere in this course, `b[i, j]` is **to** `i` **from** `j`.

# %% [markdown]
# ## These are the published numbers
#
# | symbol | default | unit | meaning |
# |---|---|---|---|
# | `C` | 20 | pF | capacitance |
# | `g_NaP`, `g_K` | 5, 5 | nS | persistent sodium, potassium: pre-I |
# | `g_AD`, `g_L` | 10, 2.8 | nS | adaptation, leak |
# | `g_synE`, `g_synI` | 10, 60 | nS | excitation, inhibition |
# | `E_Na`, `E_K`, `E_L` | 50, −85, −60 | mV | reversal potentials |
# | `E_synE`, `E_synI` | 0, −75 | mV | reversal potentials |
# | `tau_AD` | 2000, 1000, 2000 | ms | adaptation of early-I, post-I, aug-E |
# | `k_AD` | 0.9, 1.3, 0.9 | 1 | strength of that adaptation |
# | `a_12` | 0.4 | 1 | pre-I excites early-I |

# %% [markdown]
# ## The wiring fits in one table
#
# | to | b: from early-I | post-I | aug-E | c: from pons | RTN | raphe |
# |---|---|---|---|---|---|---|
# | pre-I | 0 | 0.3 | 0.2 | 0.115 | 0.07 | 0.025 |
# | early-I | 0 | 0.05 | 0.35 | 0.3 | 0.3 | 0 |
# | post-I | 0.25 | 0 | 0.1 | 0.63 | 0 | 0 |
# | aug-E | 0.35 | 0.35 | 0 | 0.33 | 0.4 | 0 |
#
# Early-I, post-I and aug-E form a ring of inhibition: each inhibits the other two, but post-I hardly inhibits early-I (0.05). Pre-I inhibits nobody. The pons drives all four, and post-I has no other drive.

# %% [markdown]
# ### You find where each population is pulled
#
# Hold the gates and the outputs still for a moment. Then every current is a conductance times a distance, $g\,(V - E)$, and the voltage goes where their sum is 0. Solve that for $V$.
#
# Do it for early-I, post-I and aug-E: leak, adaptation, excitation, inhibition. `m` and `f` have an entry for each population, in the order of the table; `p` holds the parameters, `p.g_L`, `p.b` and so on.


# %%
def my_rest(m, f, drives, p):
    """Voltages (mV) toward which early-I, post-I and aug-E are pulled, an array of 3."""
    # BEGIN SOLUTION
    # WHY: Where the sum of g (V - E) is 0, V is the mean of the E, each weighted by its g. A matrix
    # WHY: times a vector sums over its columns, the senders.
    E = np.array(p.c) @ drives
    E[1] += p.a_12 * f[0]
    I = np.array(p.b) @ f
    g = np.array([np.full(4, p.g_L), p.g_AD * m, p.g_synE * E, p.g_synI * I])
    pulls = np.array([p.E_L, p.E_K, p.E_synE, p.E_synI])
    return (pulls @ g / g.sum(axis=0))[1:]
    # STUB:
    # E = ...  # what opens the excitatory synapses
    # I = ...  # what opens the inhibitory ones
    # return ...
    # END SOLUTION


# %%
check.rest(my_rest)

# %% [markdown]
# Open `course/models/respiration/model.py`: `synapses` is your `E` and `I`, and `slopes` adds up the currents. What runs here is its compiled twin, in `kernel.py`. A run starts from an illustrative state, so the first seconds are dropped.

# %%
course.open_model("respiration")

# %%
run = simulate(duration=10_000.0, drop=15_000.0)
print("period", round(phases(run).period / 1000, 2), "s")

# %% [markdown]
# ## Three phases become two, then one
#
# Now cut the pons off. Post-I loses its only drive; the others lose a part of theirs. Predict first.

# %%
predict(
    "08-pons",
    "All three drives are on: three phases. What is left without the pons?",
    ["inspiration and post-inspiration", "inspiration and expiration", "no rhythm"],
)

# %%
predict(
    "08-raphe",
    "And with the raphe alone?",
    ["pre-I alone, faster than before", "pre-I alone, slower than before", "no rhythm"],
)

# %%
explore.rhythm(mine=my_rest)

# %% [markdown]
# **Look** at one cycle. Drag the time: all panels show the same moment; tints are phases. Dotted are the outputs at the voltages of your `my_rest`: each population is soon where its currents pull it. Pre-I and early-I jump up together. Early-I declines, post-I takes over, and aug-E rises slowly behind it.
#
# **Question:** move the pons to 0, then the RTN to 0. Which populations fall silent, and what happens to the period each time?
#
# **Answer:** without the pons post-I falls silent, as it has no other drive, and the period grows from 2.52 to 3.33 s: `explore.rhythm(pons=0.0)`. Without the RTN early-I and aug-E fade as well, and pre-I alone sets the pace, 1.25 s: `explore.rhythm(pons=0.0, RTN=0.0)`.

# %%
three, two, _ = (phases(simulate(PRESETS[name], drop=15_000.0)).period for name in PRESETS)
compare(
    "08-pons",
    "inspiration and expiration",
    f"Post-I is silent. The period grows from {three / 1000:.2f} to {two / 1000:.2f} s.",
)

# %%
one = phases(simulate(PRESETS["one-phase"], drop=15_000.0)).period
compare(
    "08-raphe",
    "pre-I alone, faster than before",
    f"A pacemaker with a period of {one / 1000:.2f} s: nobody inhibits it.",
)

# %% [markdown]
# ## A rhythm must be measured the same way each time
#
# Here inspiration is where the louder of pre-I and early-I leads the louder of post-I and aug-E. The rest is post-inspiration while post-I leads aug-E, and expiration else. A period runs from one beginning of inspiration to the next. If the record starts inside an inspiration, that beginning is unknown.
#
# `t` has shape `(n,)`, in ms; `f` has shape `(4, n)`. Return the mean period in ms.


# %%
def my_period(t, f):
    """Mean time between two beginnings of inspiration, ms."""
    # BEGIN SOLUTION
    # WHY: Inspiration begins where it is on and was off one record before; a record that starts inside
    # WHY: an inspiration shows no such change, so its beginning is left out.
    inspiring = np.maximum(f[0], f[1]) > np.maximum(f[2], f[3])
    begins = inspiring[1:] & ~inspiring[:-1]
    return np.diff(t[1:][begins]).mean()
    # STUB:
    # inspiring = ...
    # return ...
    # END SOLUTION


# %%
check.period(my_period)

# %% [markdown]
# ## Every drive changes another phase
#
# Now the period and its parts against each drive, the other two held where the dashed lines are. Which drive matters least?

# %%
explore.sweep(mine=my_period)

# %% [markdown]
# **Look** at the left panel from right to left; diamonds are your `my_period`. At 1.1 aug-E has 7 ms left, from 1.2 on nothing: post-I never hands over. At 0.4 post-I is gone. Three phases need a pons in between, and the published 1.0 is near an edge. Near 0.7 and 0.9 cycles of different length alternate; the bar is their mean.
#
# **Question:** the raphe hardly matters here. Where must the other sliders be for it to set the pace?
#
# **Answer:** pons and RTN at 0, where it is pre-I's only drive: 1.88 s at 0.6, 1.06 s at 1.2, and no rhythm at 1.5. With all drives on the period moves only from 2.59 to 2.45 s between 0 and 2. See `explore.sweep(pons=0.0, RTN=0.0)`.

# %% [markdown]
# ## Something slow must end an inspiration
#
# Voltages settle within milliseconds, yet inspiration lasts almost a second. So a slow gate ends it: the adaptation of early-I, of post-I or of aug-E, or the sodium gate $h$ of pre-I. Imagine each held still, one at a time.

# %%
predict(
    "08-end",
    "Which gate, held still, makes inspiration endless?",
    ["adaptation of early-I", "adaptation of post-I", "sodium gate h of pre-I", "none alone"],
)

# %%
explore.currents()

# %% [markdown]
# **Look** at early-I's adaptation, which grows while its output falls. The bars show the time of the solid line; a gate is held from the dotted line on. Choose post-I: the inhibition it receives fades with that output. At the switch it lets go within a few tens of milliseconds.
#
# **Question:** hold each gate in turn. Which ones only shift the end of inspiration, and which way?
#
# **Answer:** all but early-I's adaptation, and they delay it: from 892 ms to 940 with post-I's held, 958 with aug-E's and 1166 with the sodium gate, `explore.currents(hold="sodium gate h of pre-I")`. With `explore.currents(hold="adaptation of early-I")` it does not end.

# %%
compare(
    "08-end",
    "adaptation of early-I",
    "Early-I tires until it can hold post-I down no longer. The gate h only shifts the moment.",
)

# %% [markdown]
# ### Two slow gates decide who can hold
#
# Voltages are so quick that the slow gates stand still for them. So hold $h$ and all $m$ as they are, let the voltages settle, and ask who is loud: inspiration, expiration, or either, as the past had it. The plane below has two of these gates. Without the pons post-I is silent, and the two are enough.

# %%
explore.slow()

# %% [markdown]
# **Do** play the time. In the orange part only inspiration can hold, in the blue part only expiration, and in the band between them both can. The line is the path of one breath; the borders move, because $h$ and $m$ of post-I change meanwhile.
#
# **Question:** where on the path does inspiration end, and why does it not begin again at once?
#
# **Answer:** at the blue border, with $m$ of early-I at 0.19 and of aug-E at 0.07, as in `explore.slow(now=3.15)`. The voltages fall over to expiration within milliseconds, and the path turns around. It is still in the band, and there expiration holds as well, until the orange border at (0.08, 0.15). So the band makes the rhythm, and its width sets the period.

# %% [markdown]
# **Do** take the knob in the plane: after 4 s, the slider *push*, a hand sets both gates to where you drop it, and the run goes on from there. The dotted gray line is inspiration as it would have been.
#
# **Question:** where must you drop it for an inspiration that begins at once? What does a push within the band do?
#
# **Answer:** in the orange part: `explore.slow(now=4.0, moved=[0.05, 0.2])` breathes a second early. Within the band nobody leaps; the push only shifts what follows, and from `explore.slow(now=4.0, moved=[0.1, 0.05])` the next breath comes 0.22 s late. Nothing but the slow gates remembers where in the breath the network is.

# %% [markdown]
# ## Half way: stop here or go on
#
# Inhibition sets the order of the phases, and the adaptation of early-I ends each inspiration. What follows takes the network apart: without populations, without sodium, with mistakes.

# %% [markdown]
# ## Who is needed to breathe?
#
# The next figure removes one population after 4 s. Decide what you expect before you see it. Three questions, one population each.

# %%
predict(
    "08-no-pre-I",
    "Without pre-I, does the ring of the other three go on?",
    ["yes, as before", "yes, faster", "no"],
)

# %%
predict(
    "08-no-post-I",
    "Without post-I?",
    ["a rhythm as without the pons", "a faster rhythm", "no rhythm"],
)

# %%
predict(
    "08-no-aug-E",
    "Without aug-E, what does the period do?",
    ["it shrinks to less than half", "it stays about the same", "it doubles"],
)

# %%
explore.ablation()

# %% [markdown]
# **Look** at what remains after the line, one preset at a time. Without pre-I, early-I fires once more and all settle, also when one waits for 300 s. Without early-I, post-I and aug-E take turns, and pre-I stays nearly silent: a rhythm, but no breath.
#
# **Question:** can you bring a rhythm back without pre-I by switching drives off, or by turning them down? What does that say about the ring?
#
# **Answer:** not by switching off: the run rests for 300 s. Turn the pons down to a quarter, `explore.ablation(population="pre-I", pons=0.25)`, and early-I and aug-E take turns every 4.8 s. So the ring can switch by itself, but it needs balanced drives.

# %%
compare("08-no-pre-I", "no", "It inhibits nobody: the ring misses its excitation of early-I.")

# %%
same, pons = ablate(Respiration(), "post-I"), ablate(Respiration(), drive="pons")
a, b = (phases(simulate(model, drop=15_000.0)).period / 1000 for model in (same, pons))
compare(
    "08-no-post-I",
    "a rhythm as without the pons",
    f"{a:.2f} s without post-I, {b:.2f} s without the pons, which is all that drives it.",
)

# %%
found = phases(simulate(ablate(Respiration(), "aug-E"), drop=15_000.0))
compare(
    "08-no-aug-E",
    "it shrinks to less than half",
    f"{found.period / 1000:.2f} s: post-I hardly inhibits early-I, so the next inspiration comes at once.",
)

# %% [markdown]
# ## Two ways to make a rhythm live in one network
#
# Persistent sodium makes pre-I a pacemaker. Inhibition makes the ring switch. With all drives on, a rhythm under way survives `g_NaP = 0`: try it in the first figure. And does one begin? Each number is the swing of early-I's output within 10 s.

# %%
blocked = Respiration(g_NaP=0.0)
starts = {"this lesson's start": START, "published start": PUBLISHED_START, "carried on": run}
for name, start in starts.items():
    early_I = simulate(blocked, duration=60_000.0, start=start).f[1]
    print(f"{name}:", np.ptp(early_I.reshape(6, -1), axis=1).round(4))

# %% [markdown]
# From this lesson's start nothing seems to happen for 50 s. A shorter run would say that the network rests. But rest is an unstable spiral: one turn takes 1.73 s, and the swing grows by half in 10 s, until a rhythm is there. The published start lies far from rest and breathes at once.

# %%
explore.wait()

# %% [markdown]
# **Do** drag the start through the map. All voltages begin at −60 mV; the color tells how long the first breath takes.
#
# **Question:** is there a start from which the network never breathes? And what does a little sodium change?
#
# **Answer:** none on this map: the longest wait is about a minute. Near rest the spiral needs that long to grow. A tenth of the usual sodium makes it grow forty times as fast, and every start breathes within 12 s: `explore.wait(g_NaP=0.5)`. So "I waited 10 s" does not mean that it rests.

# %% [markdown]
# ### You compute whether it rests
#
# No waiting can tell that a state rests, but the eigenvalues of lesson 06 can. Close to a state $x$ all slopes are linear: $J_{ik} = \partial \dot x_i / \partial x_k$, and the largest real part of the eigenvalues of $J$ tells whether a small deviation grows. `slopes(x)` gives $dx/dt$ in 1/ms. Build $J$ column by column: the slopes a little above and a little below $x$, with `x[k]` alone changed.


# %%
def my_stability(slopes, x):
    """Growth (1/s) of a small deviation from the state x (n,)."""
    # BEGIN SOLUTION
    # WHY: The difference between both sides has no error of first order. A step of 1e-5 is far
    # WHY: above rounding and far below where the slopes bend.
    step, columns = 1e-5, []
    for k in range(len(x)):
        d = np.zeros(len(x))
        d[k] = step
        columns.append((slopes(x + d) - slopes(x - d)) / (2 * step))
    return 1000 * np.linalg.eigvals(np.array(columns).T).real.max()
    # STUB:
    # columns = []
    # for k in range(len(x)):
    #     ...
    # return ...
    # END SOLUTION


# %%
check.stability(my_stability)

# %%
for g_NaP in (0.0, 0.5):
    print(f"g_NaP = {g_NaP} nS: growth {growth(Respiration(g_NaP=g_NaP)):.3f} a second")

# %% [markdown]
# The library's `growth` does what yours does, at the state in which no slope is left. Both numbers are positive, so neither rests. At 0.04 a second a swing needs 26 s to grow by the factor e, and ten seconds of watching show nothing. So here inhibition carries the rhythm, and sodium starts it.

# %% [markdown]
# With the raphe alone and without sodium nothing survives. How much sodium does the pacemaker need?
#
# Find the smallest `g_NaP` with a rhythm to 0.05 nS, by halving an interval. `PRESETS["one-phase"]._replace(g_NaP=middle)` is the network with the raphe alone, and `phases(run).cycles` is 0 where there is no rhythm. Near the answer the network settles slowly, so `drop` 20 s.

# %%
low, high = 0.0, 5.0
for _ in range(8):
    # BEGIN SOLUTION
    # WHY: A rhythm in the middle means that less may be enough, so the upper end comes down; else the
    # WHY: lower end goes up.
    middle = (low + high) / 2
    model = PRESETS["one-phase"]._replace(g_NaP=middle)
    if phases(simulate(model, drop=20_000.0)).cycles:
        high = middle
    else:
        low = middle
    # STUB:
    # middle = ...
    # high = ...  # or low?
    # END SOLUTION
my_g_NaP = high

# %%
check.sodium(my_g_NaP)

# %% [markdown]
# ## A published rhythm judges your code
#
# Here is a program with five mistakes. It sets out to reproduce this model, runs without an error, and a rhythm comes out. It is not the published one. The first looks like this:
#
# ```python
# squash = lambda V, k: 1 / (1 + np.exp(-(V - V_mid) / k))   # V_mid exists nowhere
# squash = lambda V, k: 1 / (1 + np.exp(-(V - V_half) / k))  # a few lines further down
# ```

# %%
predict(
    "08-lambda",
    "What does Python do with the undefined V_mid when the program runs?",
    ["it stops at the first line", "it stops when the loop begins", "nothing"],
)

# %%
compare(
    "08-lambda",
    "nothing",
    "A name inside a function is looked up when it is called, and the second line came first.",
)

# %% [markdown]
# ### The gates take one step
#
# Here are the program's two steps, with the other four mistakes. `h` is one number, `m` has an entry for each population; pre-I's stays 0.


# %%
def program_gates(V, h, m, dt):
    """(h, m) of the program, dt ms later."""
    p, k_AD, tau_AD = Respiration(), np.array([0, 0.9, 0.9, 1.3]), np.array([1, 2e3, 1e3, 2e3])
    f = 1 / (1 + np.exp(-(V - p.V_half) / np.array([8, 4, 4, 4])))
    h_inf = 1 / (1 + np.exp((V[0] + 48) / 6))
    tau_h = p.tau_h_max / np.cosh((V[0] + 48) / 12)
    h = dt / tau_h * (-h + h_inf + h)
    return h, m + dt / tau_AD * (k_AD * f - m)


# %% [markdown]
# ### The voltages take one step
#
# Euler again: the new voltage is the old one minus `dt / C` times the sum of the currents.


# %%
def program_membrane(V, h, m, dt):
    """V of the program, dt ms later."""
    p, g_NaP = Respiration(), 0.0
    f = 1 / (1 + np.exp(-(V - p.V_half) / np.array([8, 4, 4, 4])))
    m_NaP, m_K = 1 / (1 + np.exp(-(V[0] + 40) / 6)), 1 / (1 + np.exp(-(V[0] + 29) / 4))
    E = np.array(p.c) @ p.drives + np.array([0, p.a_12 * f[0], 0, 0])
    I = p.g_L * (V - p.E_L) + p.g_AD * m * (V[1] - p.E_K)
    I += p.g_synE * (V - p.E_synE) * E + p.g_synI * (V - p.E_synI) * (np.array(p.b) @ f)
    I[0] += g_NaP * m_NaP * h * (V[0] - p.E_Na) + p.g_K * m_K**4 * (V[0] - p.E_K)
    return V - dt / p.C * I


# %% [markdown]
# ### You mend the four mistakes that count
#
# Copy the two bodies into the functions below and mend them. The check runs your loop for 10 s and sets its rhythm beside the published one. It takes a few seconds: a NumPy loop pays for every step, the compiled one does this in less than a hundredth of the time.


# %%
def my_gates(V, h, m, dt):
    """(h, m), dt ms later."""
    # BEGIN SOLUTION
    # WHY: h moves by its slope instead of being replaced by it, and k_AD has the order of the table.
    p, k_AD, tau_AD = Respiration(), np.array([0, 0.9, 1.3, 0.9]), np.array([1, 2e3, 1e3, 2e3])
    f = 1 / (1 + np.exp(-(V - p.V_half) / np.array([8, 4, 4, 4])))
    h_inf = 1 / (1 + np.exp((V[0] + 48) / 6))
    tau_h = p.tau_h_max / np.cosh((V[0] + 48) / 12)
    return h + dt / tau_h * (h_inf - h), m + dt / tau_AD * (k_AD * f - m)
    # END SOLUTION


# %%
def my_membrane(V, h, m, dt):
    """V, dt ms later."""
    # BEGIN SOLUTION
    # WHY: Every population adapts by its own voltage, and pre-I has its sodium current.
    p = Respiration()
    f = 1 / (1 + np.exp(-(V - p.V_half) / np.array([8, 4, 4, 4])))
    m_NaP, m_K = 1 / (1 + np.exp(-(V[0] + 40) / 6)), 1 / (1 + np.exp(-(V[0] + 29) / 4))
    E = np.array(p.c) @ p.drives + np.array([0, p.a_12 * f[0], 0, 0])
    I = p.g_L * (V - p.E_L) + p.g_AD * m * (V - p.E_K)
    I += p.g_synE * (V - p.E_synE) * E + p.g_synI * (V - p.E_synI) * (np.array(p.b) @ f)
    I[0] += p.g_NaP * m_NaP * h * (V[0] - p.E_Na) + p.g_K * m_K**4 * (V[0] - p.E_K)
    return V - dt / p.C * I
    # END SOLUTION


# %%
check.mended(my_gates, my_membrane)

# %% [markdown]
# ## A repair can make things worse
#
# With all mistakes the loop breathes every 1.64 s. Suppose you mend only the adaptation current, so that every population uses its own voltage. That is a step towards the truth.

# %%
predict(
    "08-mend",
    "What does the rhythm do after this one repair?",
    ["it comes closer to 2.52 s", "it hardly changes", "it stops"],
)

# %%
explore.mistakes(gates=my_gates, membrane=my_membrane)

# %% [markdown]
# **Look** at the rhythm above while you take the marks away one at a time. The dotted lines below are your own mended loop, six seconds of it. Where $h$ is not integrated it is almost 0, so two of the mistakes are one and the same current.
#
# **Question:** which single mistake, left alone, is hardest to see in the period? Which duration shows it?
#
# **Answer:** the common voltage in $I_{AD}$: the period is 2.65 s instead of 2.52 s, yet expiration falls from 0.23 to 0.10 s. See `explore.mistakes(g_NaP=False, h=False, k_AD=False)`.

# %%
compare(
    "08-mend",
    "it stops",
    "One mistake made up for another. A plausible rhythm is no proof that the code is right.",
)

# %% [markdown]
# ## You make it pant
#
# After a run you breathe twice as fast, and still in three phases. Find drives from 0 to 2, and a `g_NaP` from 0 to 10 nS, with a period of 0.8 to 1.26 s in which each phase has at least 15 %. `explore.sweep` shows which drive feeds which phase, and `explore.rhythm` what comes out.

# %%
# BEGIN SOLUTION
# WHY: Less pons shortens post-inspiration, so that it ends sooner and aug-E gets its turn; more RTN
# WHY: makes early-I and aug-E strong enough to take over early.
my_pons, my_RTN, my_raphe, my_g_NaP = 0.7, 1.3, 0.0, 5.0
# STUB:
# my_pons, my_RTN, my_raphe, my_g_NaP = ..., ..., ..., ...
# END SOLUTION

# %%
check.out_of_breath(my_pons, my_RTN, my_raphe, my_g_NaP)

# %% [markdown]
# ## What the model computes, and where it breaks
#
# It turns constant drives into an ordered sequence. Inhibition sets the order, slow gates the pace, and the drives choose between three phases, two, or a pacemaker.
#
# It has no spikes, no lungs and no carbon dioxide: the drives never hear how well you breathe. One neuron stands for a population. And the order is fragile: a tenth more drive from the pons, and expiration is all but gone.

# %% [markdown]
# ## The symbols of this lesson, once more
#
# $h$ is a gate here, not an input.

# %%
course.notation("08")

# %% [markdown]
# ## What to read next
#
# - Rubin JE, Shevtsova NA, Ermentrout GB, Smith JC, Rybak IA (2009). *Multiple rhythmic states in a model of the respiratory central pattern generator.* J Neurophysiol 101:2146–2165.
# - Smith JC, Abdala APL, Koizumi H, Rybak IA, Paton JFR (2007). *Spatial and functional architecture of the mammalian brain stem respiratory network: a hierarchy of three oscillatory mechanisms.* J Neurophysiol 98:3370–3387.
# - Del Negro CA, Funk GD, Feldman JL (2018). *Breathing matters.* Nat Rev Neurosci 19:351–367.
