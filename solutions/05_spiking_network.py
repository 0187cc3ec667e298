# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # A network of spiking neurons
#
# A hundred neurons spike, and every one hears every other. What can you tell about such a network from its pictures?
#
# **You will build** a network of integrate-and-fire neurons, and statistics to read it by: rates, principal components, dimensions. Then excitation and inhibition balance.
#
# **You need** lessons 02 and 04, and matrix products. About 110 minutes, half-way after 50, plus 10 marked *further*.

# %%
import numpy as np

import course
from course import analysis
from course.check import compare, predict
from course.check import spiking_network as check
from course.explore import spiking_network as explore
from course.models.balanced_network import Balanced, limit_rate, rate
from course.models.spiking_network import firing_rate, inputs, simulate, weights

course.here("05")

# %%
explore.network(N=40)

# %% [markdown]
# Forty neurons, one row each; a mark is a spike. Press a neuron in the circle: its connections are drawn in full, and an arrow marks its row. The dot in the raster moves the moment.
#
# **Question:** the input is noise, and new at each step. What do the rows have in common, and what not?
#
# **Answer:** all neurons spike at similar rates but at other times: hardly a column is fuller than the next. With the weights at 0, `explore.network(N=40, w_sd=0.0)`, it looks nearly the same, so here the noise decides and not the network. This lesson tells how to see the difference.

# %% [markdown]
# ## Weights and inputs make a network what it is
#
# In its most general form, a neural network is one equation for each neuron:
#
# $$ \frac{dV_i}{dt} = F_i(V, t, W, I) $$
#
# $V$ stands for what the neurons do: here their voltages, in other lessons their rates. $W$ holds the weights, $I$ the inputs from outside. A network of machine learning usually advances in steps. A network of neuroscience flows in time, and the computer cuts it into steps.

# %% [markdown]
# ## There are more networks than anyone can try
#
# Let every weight be 1 or −1, and let neurons also connect to themselves. $N$ neurons then have $N^2$ connections and can be wired in $2^{N^2}$ ways.

# %%
predict(
    "05-count",
    "The visible universe has about 10⁸⁰ atoms. From how many neurons on are there more wirings?",
    unit="neurons",
    low=1,
)

# %%
powers = [f"{N} neurons {N**2 * np.log10(2):.1f}" for N in (3, 10, 16, 17)]
compare(
    "05-count",
    17,
    "16 neurons: 2²⁵⁶, below 10⁸⁰. 17 neurons: 2²⁸⁹, above.\n"
    f"Wirings as a power of ten: {', '.join(powers)}.",
)

# %% [markdown]
# Ten neurons already make $2^{100}$ networks. Many of them do the same, but nobody knows in advance which. So this lesson draws weights at random and asks what is typical.

# %% [markdown]
# ## A network of integrate-and-fire neurons
#
# $$ \frac{dV_i}{dt} = -(V_i - V_{rest}) + \sum_j W_{ij}\,s_j(t) + I_i(t) $$
#
# The voltage is pulled back to [[rest]]. Above threshold a neuron spikes, and its voltage is reset. $s_j$ is 1 in the step after a spike of neuron $j$, else 0; nothing else of a neuron reaches the others. So a spike moves its targets by $W_{ij}\,dt$, here about ±1. Time is counted in membrane time constants, and voltages have no unit until the half-way mark.
#
# | symbol | default | unit | meaning |
# |---|---|---|---|
# | `V_rest` | −60 | – | resting voltage |
# | `V_th` | 0 | – | threshold |
# | `V_reset` | −70 | – | voltage after a spike |
# | `dt` | 0.1 | time constants | step |
# | `N`, `T` | 100, 500 | neurons, steps | size |
# | `W` | – | – | weights, normal, mean 0; diagonal 0 |
# | `w_sd` | 10 | – | their spread |
# | `I` | – | – | input, normal, new at each step |
# | `mean`, `sd` | 60, 10 | – | its mean and spread |

# %% [markdown]
# ### A spread of 10 is a variance of 100
#
# *Spread* means the standard deviation everywhere in this lesson: weights are normal numbers times *w_sd*, so a *w_sd* of 10 gives a variance of 100. The numbers are chosen for easy arithmetic and are not those of a cell: a real threshold lies 10 to 20 mV above rest, and here it is 60.

# %% [markdown]
# ## You write the whole network
#
# One loop is enough for all neurons, because NumPy handles a column at a time. `s` below are the spikes of the step before; `W[i, j]` leads **to** `i` **from** `j`.


# %%
def my_network(W, I, dt=0.1, V_rest=-60.0, V_th=0.0, V_reset=-70.0):
    """Voltages V and spikes, each (N, T), of the network W under the input I (N, T)."""
    V, spikes = np.zeros(I.shape), np.zeros(I.shape)
    V[:, 0] = V_rest
    # BEGIN SOLUTION
    # WHY: s are the spikes of the step before, so all neurons hear the same past. The
    # WHY: threshold is asked after the step, and the reset comes last.
    for t in range(I.shape[1] - 1):
        s = spikes[:, t]
        slope = -(V[:, t] - V_rest) + W @ s + I[:, t]
        V[:, t + 1] = V[:, t] + dt * slope
        fired = V[:, t + 1] > V_th
        spikes[fired, t + 1] = 1
        V[fired, t + 1] = V_reset
    return V, spikes
    # STUB:
    # for t in range(I.shape[1] - 1):
    #     s = spikes[:, t]
    #     ...  # fill V[:, t + 1], then note the spikes, then reset
    # return ..., ...  # V and spikes
    # END SOLUTION


# %%
check.network(my_network)

# %% [markdown]
# Open `course/models/spiking_network/model.py`: `slope` is the equation, and `loop` is yours, line for line. Its compiled twin in `kernel.py` adds up only the columns of $W$ whose neurons have spiked, so it costs less the quieter the network is. Ask for `plain=True`, and `simulate` runs `loop` itself.

# %%
course.open_model("spiking_network")

# %%
W, I = weights(N=100, w_sd=10.0, rng=0), inputs(N=100, T=500, mean=60.0, sd=10.0, rng=1)
run = simulate(W, I)
print(f"{run.spikes.sum()} spikes, W {W.shape}, X {run.V.shape}")

# %% [markdown]
# ## Noise decides who spikes
#
# With a mean input of 60 the voltage is drawn to $-60 + 60 = 0$, exactly the threshold. Before you look at the network, think about that input.

# %%
predict(
    "05-noise",
    "Take the noise out of the input and keep its mean of 60. What does the network do?",
    ["it falls silent", "it spikes like a clock", "it spikes much as before"],
)

# %%
explore.network(mine=my_network)

# %% [markdown]
# **Look** at each picture in turn.
#
# - **Raster:** a row is a neuron, a mark is a spike, a ring one of `my_network`.
# - **Voltages:** what lies behind it. Each spike starts a streak of low voltage, the climb from the reset.
# - **Weights:** a column is what one neuron sends, a row what one receives.
# - **Densities:** how often a rate or a voltage occurs. The last bars hold all beyond.
#
# **Question:** how small may the noise become before no neuron spikes?
#
# **Answer:** any noise is enough, and only 0 is silent: compare `explore.network(sd=1.0)` with `explore.network(sd=0.0)`. In ten networks a spread of 0.01 makes 495 to 651 spikes in 500 steps, and even one of $10^{-9}$ makes about 160. Without noise each voltage creeps to the threshold and never passes it, so the smallest push does.

# %%
quiet = simulate(W, inputs(sd=0.0, rng=1))
compare(
    "05-noise",
    "it falls silent",
    f"{quiet.spikes.sum()} spikes: each voltage creeps to threshold and never passes it. "
    "Without a first spike no weight is ever used.",
)

# %% [markdown]
# Any noise at all is enough: even at a spread of 0.01 this network makes hundreds of spikes. Each voltage hovers close to threshold and waits for chance.
#
# Without weights and noise, at a mean above 60, the interval has a closed form. The distance to $V^* = V_{rest} + I$ shrinks by the factor $1 - dt$ a step. At a mean of 80 it is 90 after a reset, and the neuron spikes when it is below 20: $90 \cdot 0.9^k < 20$ first holds at $k = 15$ steps.

# %%
print(f"closed form {firing_rate(80.0):.4f} spikes per time constant")
clock = simulate(np.zeros((1, 1)), np.array([80.0]), duration=2000.0)
print(f"simulated   {clock.spikes.mean() / 0.1:.4f}")

# %% [markdown]
# ## A distribution needs the right data
#
# A step with a spike holds the reset voltage, −70, not a voltage that the equation led to. Leave these steps out of the distribution. A rate is a number of spikes over a duration, here in time constants.


# %%
def my_statistics(V, spikes, dt=0.1):
    """Rates, in spikes per time constant, and voltages but the resets; spikes: True or False."""
    # BEGIN SOLUTION
    # WHY: A rate is a count over a duration, T steps of dt. ~spikes picks the steps in
    # WHY: which the equation set the voltage.
    rates = spikes.sum(axis=1) / (spikes.shape[1] * dt)
    voltages = V[~spikes]
    return rates, voltages
    # STUB:
    # rates = ...
    # voltages = ...
    # return rates, voltages
    # END SOLUTION


# %%
check.statistics(my_statistics)

# %%
predict(
    "05-spread",
    "The weights have mean 0. Their spread grows from 10 to 40. What do the rates do?",
    ["nothing: plus and minus cancel", "they spread out", "all grow by the same amount"],
)

# %%
explore.network(w_sd=40.0)

# %% [markdown]
# **Look** at the density of rates, then at the rows of the raster: some are crowded, some empty. The weights of mean 0 cancel over the network, but not over the row of one neuron.
#
# **Question:** leave *w_sd* at 40. Several sliders narrow the rates again. Which two do it by making the sum of a row smaller?
#
# **Answer:** *sparsity* and *N*. A row adds up $N\,(1 - \text{sparsity})$ weights of mean 0, so its sum grows with the square root of their number. The spread of the rates is about 0.23 at 40, 0.12 in `explore.network(w_sd=40.0, sparsity=0.8)` and 0.1 in `explore.network(w_sd=40.0, N=20)`. A stronger mean widens it instead: 0.65 at 120.

# %%
strong = simulate(weights(w_sd=40.0, rng=0), I)
before, after = run.spikes.mean(axis=1) / 0.1, strong.spikes.mean(axis=1) / 0.1
compare(
    "05-spread",
    "they spread out",
    f"Mean {before.mean():.2f} to {after.mean():.2f}, spread {before.std():.2f} to "
    f"{after.std():.2f}. A row's sum is typically {np.sqrt(99):.0f} times a weight's spread.",
)

# %% [markdown]
# ## Principal components turn the state into a path
#
# At each step the network is a point in $N$ dimensions. Principal component analysis looks for the directions along which this point moves most.
#
# Let $X$ (N, T) be the recording, here the voltages. Take each neuron's mean off, $\tilde X = X - \bar X$, and decompose: $\tilde X = U S Q^{\top}$. Columns of $U$ are the directions. The scores, the path along them, are $S Q^{\top}$; the variances are $S^2/(T - 1)$.


# %%
def my_pca(X, k):
    """Scores (k, T) of the recording X (N, T) along its first k principal components."""
    # BEGIN SOLUTION
    # WHY: Without its mean each neuron moves around 0, and the singular value
    # WHY: decomposition sorts the directions by how far the path moves along them.
    centered = X - X.mean(axis=1, keepdims=True)
    _, s, Qt = np.linalg.svd(centered, full_matrices=False)
    return s[:k, None] * Qt[:k]
    # STUB:
    # centered = ...
    # U, s, Qt = ..., ..., ...
    # return ...
    # END SOLUTION


# %%
check.pca(my_pca)

# %% [markdown]
# scikit-learn's `PCA(k).fit_transform(X.T).T` gives the same scores up to the sign of each row. A direction and its opposite are equally good. This course's tests compare the two; the lesson needs no scikit-learn. The library's `analysis.pca` makes the largest entry of each direction positive.

# %%
components = analysis.pca(run.V)
print("share of the variance:", np.round(components.ratio[:4], 3))

# %%
explore.network(view="embedding in 3-D")

# %% [markdown]
# **Look** at the point where all voltages are at rest, the start, and at the cloud after it. The first three components hold less than a fifth of the variance, so the cloud is a thin shadow. A picture in two dimensions always exists; the shares say how much it shows.
#
# **Question:** press the presets and then choose the embedding: whose path is a line, and whose swings along one axis?
#
# **Answer:** that of the clocks is a line, for all neurons do the same: `explore.network(w_sd=0.0, mean=80.0, sd=0.0, view="embedding in 2-D")`. The one with Dale's law swings along its first component, which holds about half of the variance (0.43 to 0.63 in ten networks), against 0.07 to 0.1 in the first network.

# %% [markdown]
# ## Dale's law brings volleys
#
# A real neuron either excites or inhibits all its targets. Let 80 % of the neurons excite, and let the other 20 % inhibit four times as strongly, so that the average weight stays near 0. One sign for each sender doubles the spread of all weights, from 20 to about 40. So the network without Dale's law gets *w_sd* 40 for a fair comparison: both then have weights of the same spread.

# %%
predict(
    "05-dale",
    "Each neuron gets one sign; excitation and inhibition stay balanced. What happens?",
    ["nothing changes", "the network spikes in volleys", "inhibition silences the network"],
)

# %%
explore.dimensions(w_sd=20.0)

# %% [markdown]
# **Look** at the pairs without Dale's law, then switch it on: nearly all pairs become correlated, and the first component stands out. What the dashed line counts comes after the half-way mark.
#
# **Question:** with weights at 0 the neurons are not connected. How long must you record until no correlation exceeds 0.2?
#
# **Answer:** about 300 time constants: `explore.dimensions(w_sd=0.0, duration=300)`. Of 60 neurons the largest correlation is 0.4 to 0.5 after 50 time constants, 0.25 to 0.4 after 100, 0.16 to 0.24 after 200, and 0.14 to 0.19 after 300 (ten networks). It shrinks with the square root of the duration, and with more pairs the largest is larger.

# %%
dale = simulate(weights(w_sd=20.0, excitatory=0.8, rng=0), I)
mixed = simulate(weights(w_sd=40.0, rng=0), I)  # as wide
pairs = [analysis.mean_correlation(one.V[:, 100:]) for one in (mixed, dale)]  # without the start
compare(
    "05-dale",
    "the network spikes in volleys",
    f"Mean correlation of 100 neurons: {pairs[0]:.2f} without and {pairs[1]:.2f} with Dale's law. "
    "A spike now pushes all its targets the same way, and they spike together.",
)

# %% [markdown]
# ## Half way: stop here or go on
#
# Weights of mean 0 spread the rates, and one sign for each sender brings volleys. What follows counts dimensions, makes neurons irregular without noise, and balances excitation by inhibition.

# %% [markdown]
# ## Dimensions can be counted
#
# How many directions does the path use? Counting them all would count tiny ones too. The [[participation ratio]] weighs them by their variances $\lambda_k$:
#
# $$ D = \frac{\left(\sum_k \lambda_k\right)^2}{\sum_k \lambda_k^2} $$
#
# It is $N$ when all are equal, and 1 when a single one is left.


# %%
def my_participation_ratio(variances):
    """Effective number of directions, from the variance along each."""
    # BEGIN SOLUTION
    # WHY: With k equal variances the square of the sum is k squared times, and the sum
    # WHY: of squares k times the square of one: the ratio is k.
    return np.sum(variances) ** 2 / np.sum(variances**2)
    # END SOLUTION


# %%
check.participation_ratio(my_participation_ratio)

# %%
explore.dimensions(mine=my_participation_ratio)

# %% [markdown]
# **Look** at the variances by component: the dotted line is what your function makes of them, and the faint curves are nine other networks of the same kind. **Do** let the weights grow: does what you see hold for all ten?

# %% [markdown]
# ### You count them without an eigenvalue
#
# The variances $\lambda_k$ are the eigenvalues of the covariance matrix $C$. Their sum is the trace of $C$, and the sum of their squares is the trace of $C\,C$. So $D$ follows from the recording `X` (N, T) without any decomposition.


# %%
def my_dimension(X):
    """Effective number of directions of the recording X, (N, T)."""
    # BEGIN SOLUTION
    # WHY: The trace of a matrix is the sum of its eigenvalues, and C @ C has their squares.
    # WHY: A factor in C stands above and below, so it does not matter.
    centered = X - X.mean(axis=1, keepdims=True)
    C = centered @ centered.T
    return np.trace(C) ** 2 / np.trace(C @ C)
    # STUB:
    # centered = ...
    # C = ...
    # return ...
    # END SOLUTION


# %%
check.dimension(my_dimension)

# %% [markdown]
# ### A short recording hides dimensions
#
# Neurons without weights have independent noise, so $D$ should equal their number. In $T$ steps a recording has at most $T - 1$ directions, and a voltage that changes slowly gives fewer independent samples than steps. Compare dimensions only between recordings of one length.

# %%
for T in (500, 2000, 8000):
    alone = simulate(weights(w_sd=0.0, rng=0), inputs(T=T, rng=1))
    print(f"{T} steps: {analysis.participation_ratio(alone.V):.0f} of 100 dimensions")

# %% [markdown]
# ## From regular to irregular
#
# Now take the noise away and lift the mean input to 80: every neuron is a clock, and all tick together. Then let the weights grow. The coefficient of variation (CV) of the [[interspike interval|interspike intervals]], from lesson 04, is 0 for a clock and 1 for a Poisson process.
#
# Each neuron has its own CV. Neurons with fewer than three spikes have none, so leave them out.


# %%
def my_cv(spikes):
    """Mean CV over the neurons with three spikes or more; spikes (N, T), True or False."""
    # BEGIN SOLUTION
    # WHY: In a common pool the different rates would look like irregularity, so each neuron
    # WHY: is measured by itself. One interval has no spread.
    found = []
    for row in spikes:
        gaps = np.diff(np.flatnonzero(row))
        if gaps.size >= 2:
            found.append(gaps.std() / gaps.mean())
    return np.mean(found)
    # STUB:
    # for row in spikes:
    #     gaps = ...
    # return ...
    # END SOLUTION


# %%
check.cv(my_cv)

# %%
predict(
    "05-dimensions",
    "No noise. As the spread of the weights grows from 0 to 100, the dimensions ...",
    ["only grow", "grow, then shrink", "stay at 1: nothing is random"],
)

# %%
explore.irregular(mine=my_cv)

# %% [markdown]
# **Look** at the first few positions of the slider; the ring is `my_cv`. Weights of 4 break the lockstep, while each neuron remains nearly a clock. The gaps become uneven much later. Nothing in this network is random once its weights are drawn: what looks like noise comes from other neurons.
#
# **Question:** which of the two curves does noise change more, and at which end?
#
# **Answer:** the dimensions, at the left end. Without weights a noise of 10 lifts them from 1 to 30, and the CV only from 0 to 0.07: `explore.irregular(w_sd=0, sd=10.0)`. From a spread of 30 on it changes neither by much, since the weights already make more noise than comes from outside.

# %%
compare(
    "05-dimensions",
    "grow, then shrink",
    "Near a spread of 30 most directions take part. At 100 neurons are unequal: a quarter "
    "swings hundreds of units below rest and holds 35 to 45 % of the variance (ten networks).",
)

# %% [markdown]
# ## You read five rasters
#
# Five networks made the rasters A to E. One is of each kind: `"clocks"`, `"noise alone"`, `"strong weights"`, `"Dale's law"`, `"strong input"`. Which one made which? The lower raster is yours; its presets show each kind.

# %%
explore.puzzle()

# %% [markdown]
# **Look** at columns for what neurons do together, at rows for how they differ, at the gaps within a row for regularity.
#
# **Question:** B and D have similar rates and CVs. What tells them apart at a glance, and which statistic of this lesson would measure it?
#
# **Answer:** in B many neurons spike in the same step, so there are full columns, with empty ones between; D has neither: `explore.puzzle(puzzle="B")` against `explore.puzzle(puzzle="D")`. The mean correlation measures it, 0.46 against 0.00, or the first component's share of the variance, 0.49 against 0.07.

# %%
# BEGIN SOLUTION
# WHY: Columns show who fires together, rows how unequal the neurons are, and even
# WHY: gaps a clock.
my_answers = {
    "A": "strong input",
    "B": "Dale's law",
    "C": "clocks",
    "D": "noise alone",
    "E": "strong weights",
}
# STUB:
# my_answers = {"A": ..., "B": ..., "C": ..., "D": ..., "E": ...}
# END SOLUTION

# %%
check.rasters(my_answers)

# %% [markdown]
# ## Excitation and inhibition can balance
#
# From here on voltages are in mV and times in ms. A thousand neurons, 800 of which excite: each hears $K_E = 80$ of these and $K_I = 20$ of the others. A spike moves $V$ after a delay of 1.5 ms, by $J$ or by $-g_{inh} J$. So $J$ takes the place of $W\,dt$ above, and does not depend on the step.

# %% [markdown]
# $$ \tau \dot V_i = -(V_i - V_{rest}) + \eta\,(V_{th} - V_{rest}) + \text{noise} + \tau \sum_j J_{ij} \sum_k \delta(t - t_{jk} - t_d) $$
#
# Neuron $j$ spikes at the times $t_{jk}$, and $t_d$ is the delay. $\tau$ = 20 ms, $V_{rest}$ = −70, $V_{th}$ = −50, $V_{reset}$ = −60 mV, $t_{ref}$ = 2 ms.

# %% [markdown]
# $\eta$ is the drive from outside: at $\eta = 1$ it just reaches threshold by itself, 20 mV above rest. Its noise is that of 80 inputs with jumps $J$.
#
# Brunel studied this network in 2000, with 12,500 neurons.

# %%
course.open_model("balanced_network")

# %%
predict(
    "05-balance",
    "With g_inh = 8 inhibition is twice as strong as excitation. The drive is 1.2. The neurons",
    ["fall silent", "fire like clocks", "fire seldom and unevenly"],
)

# %%
explore.balanced()

# %% [markdown]
# **Look** at the potential of one neuron: it stays below threshold and is kicked over it. **Do** drag the mark through the plane, whose colors are a theory's rate. *Synchrony* is the variance over the mean of all spikes in 1 ms; it is 1 if neurons are independent.
#
# **Question:** where do neurons fire like clocks, and what stops them there? Where does each fire unevenly and the whole network still beat?
#
# **Answer:** below $g_{inh} = 4$ excitation wins, and only the refractory period stops it: about 208 Hz and a CV of 0.18 in `explore.balanced(g_inh=3.0, eta=2.0)`. With strong drive, `explore.balanced(g_inh=6.0, eta=4.0)`, the CV is 0.7, but volleys come 160 to 200 times a second.

# %% [markdown]
# **Do** drag the weights of the beam. On its left are the drive and what excitation adds to it, on its right what inhibition takes away and the threshold: where it is level, the mean input is at threshold.

# %%
compare(
    "05-balance",
    "fire seldom and unevenly",
    "About 15 Hz with a CV of 0.8 (ten networks: 13 to 16 Hz). The mean stays below threshold, so "
    "fluctuations fire the neurons.",
)

# %% [markdown]
# ### You find the rate of the balance
#
# Let the threshold lie at the height $h$ above rest. With many inputs the mean settles where drive, $\eta\, h$, excitation and inhibition add up to that height. $K_E$ neurons of rate $r$ with jumps $J$ bring $K_E J \tau r$. Inhibitory ones are a quarter as many, with jumps $g_{inh}$ times as large.
#
# Solve for $r$, in Hz. At $g_{inh} \le 4$ nothing balances: return `np.nan`.


# %%
def my_rate(eta, g_inh, K_E, J, tau, height):
    """Rate (Hz) that keeps the mean input at `height` (mV); tau in ms, J in mV."""
    # BEGIN SOLUTION
    # WHY: eta h + K_E J tau r (1 - g_inh/4) = h is linear in r. Below eta = 1 it would ask
    # WHY: for a negative rate, so there the network is silent.
    if g_inh <= 4:
        return np.nan
    return 1000 * max(0, eta - 1) * height / (K_E * J * tau * (g_inh / 4 - 1))
    # STUB:
    # return ...
    # END SOLUTION


# %%
check.limit(my_rate)

# %%
explore.balanced(mine=my_rate)

# %% [markdown]
# **Look** at the dotted line: so many spikes in 1 ms would your formula's rate give.
#
# **Question:** does the formula say too much or too little, with a weak drive and with a strong one?
#
# **Answer:** as the figure opens too little, 5 Hz for about 15: there the mean stays some 9 mV below threshold, as the beam shows, and fluctuations fire. In `explore.balanced(g_inh=6.0, eta=4.0)` too much, 150 Hz for about 112: to fire so fast, the mean must lie above the threshold.

# %%
paper = Balanced(g_inh=5.0, eta=2.0, J=0.1, K_E=1000, K_I=250, N_E=10_000, N_I=2500)
for name, model in (("12,500 neurons", paper), ("this network", Balanced())):
    print(f"{name}: {limit_rate(model):.0f} Hz in the limit, {rate(model):.1f} Hz by theory")

# %% [markdown]
# So at the paper's size the balance alone nearly tells the rate. In the small network each jump counts for more: the mean sits well below threshold, and fluctuations do the rest.

# %% [markdown]
# ### You set the network between silence and step
#
# Choose $g_{inh}$, $\eta$ and $J$, so that nine of ten networks that you have not seen fire at 20 to 30 Hz, with a CV of 0.75 or more and a synchrony of 11 or less. The figure opened at about 15 Hz, so start there and follow how your formula's rate changes.

# %%
# BEGIN SOLUTION
# WHY: Inhibition far above 4 keeps the mean below threshold, so that fluctuations fire the
# WHY: neurons; a drive of 1.5 lifts the rate, and is still too little for volleys.
my_g_inh, my_eta, my_J = 8.0, 1.5, 0.5
# STUB:
# my_g_inh, my_eta, my_J = ..., ..., ...
# END SOLUTION

# %%
check.asynchronous(my_g_inh, my_eta, my_J)

# %% [markdown]
# ## Further: the whole beats, and no neuron does
#
# Let $A$ be the network's activity: the spikes of all neurons in 1 ms, as a rate in Hz for each. Volleys come again and again, so $A$ swings. Its *power spectrum* says how much of its variance lies at each frequency. $N$ independent neurons of rate $r$ with Poisson spikes have the same power everywhere, $2r/N$ in Hz²/Hz.

# %%
predict(
    "05-beat",
    "In fast volleys each neuron fires about 110 times a second, unevenly. Where has A its peak?",
    ["near 110 Hz, the rate", "clearly above the rate", "nowhere: the spikes are uneven"],
)

# %%
explore.beat()

# %% [markdown]
# **Look** at the peak, hundreds of times above the dashed line. Then move each train by a time of its own, which leaves every neuron as it is.
#
# **Question:** what is left of the peak, for fast volleys and for clocks? Which slider moves it most?
#
# **Answer:** for volleys nothing, `explore.beat(alone=True)`: no neuron beats, only the whole. For clocks a hill at their own 208 Hz, `explore.beat(g_inh=3.0, eta=2.0, alone=True)`. The delay moves it, from 160 to 190 Hz at 1.5 ms to 110 to 125 Hz at 3 ms: `explore.beat(delay=3.0)`. Excitation, then inhibition that answers it late, then a pause: one beat.

# %%
beat = explore.beat().finish()
compare(
    "05-beat",
    "clearly above the rate",
    f"At {beat.spectrum.f[beat.top]:.0f} Hz: each neuron leaves out some volleys, and not always "
    "the same ones. The delay of the inhibition sets the time between them.",
)

# %% [markdown]
# ### You compute the power
#
# `np.fft.rfft(x)` sums $x_j e^{-2\pi i jk/n}$ for $k = 0$ to $n/2$, where $k$ stands for $1000\,k/(n\,dt)$ Hz. Its squared size is the power, up to a factor. Take the mean of $A$ off first. Then find the factor with which the powers, times their distance in Hz, add up to the variance of $A$. Let $n$ be odd: every frequency but 0 then has a negative twin.


# %%
def my_power(A, dt):
    """Power in Hz²/Hz of the n values of A, in Hz and dt ms apart, at each frequency of rfft."""
    # BEGIN SOLUTION
    # WHY: By Parseval the squares of all n values of the transform add up to n^2 times the variance;
    # WHY: the factor 2 counts the negative twins, and dt / 1000 turns a sum into one over Hz.
    sizes = np.abs(np.fft.rfft(A - A.mean()))
    return 2 * sizes**2 * dt / 1000 / A.size
    # STUB:
    # sizes = ...
    # return ...
    # END SOLUTION


# %%
check.power(my_power)

# %%
explore.beat(g_inh=4.5, eta=0.9, mine=my_power)

# %% [markdown]
# **Look** for the dotted line: five stretches of 199 ms are averaged.
#
# **Question:** each stretch by itself scatters as much as it is high. How do more stretches of a run help, and what do they cost?
#
# **Answer:** the mean of $n$ scatters by $1/\sqrt n$. But stretches become shorter, so frequencies lie farther apart: 199 ms tell 5 Hz. In `explore.beat(g_inh=4.5, eta=0.9)` the slow volleys fill a few such steps only.

# %% [markdown]
# ## What it computes, and where it breaks
#
# A random network spreads its inputs over many dimensions. A weighted sum of them can be fitted to a wanted output: reservoir computing. Structure in $W$ makes the rest of this course: memories, compasses, rhythms.
#
# Neither network has a synaptic time course, and the first one has no delay beyond one step and no refractory period. Its noise is drawn anew each step, so its effect shrinks with `dt`: another step, another network.

# %% [markdown]
# ## The symbols of this lesson, once more
#
# Up to the half-way mark voltages have no unit, and times are in membrane time constants.

# %%
course.notation("05")

# %% [markdown]
# ## What to read next
#
# - van Vreeswijk C, Sompolinsky H (1996). *Chaos in neuronal networks with balanced excitatory and inhibitory activity.* Science 274:1724–1726.
# - Brunel N (2000). *Dynamics of sparsely connected networks of excitatory and inhibitory spiking neurons.* J Comput Neurosci 8:183–208.
# - Brunel N, Hakim V (1999). *Fast global oscillations in networks of integrate-and-fire neurons with low firing rates.* Neural Comput 11:1621–1671. https://doi.org/10.1162/089976699300016179
# - Maass W, Natschläger T, Markram H (2002). *Real-time computing without stable states.* Neural Comput 14:2531–2560.
# - Gao P, Ganguli S (2015). *On simplicity and complexity in the brave new world of large-scale neuroscience.* Curr Opin Neurobiol 32:148–155.
