# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # The ring attractor
#
# How can neurons remember a direction when nothing tells them any more?
#
# **You will build** a ring of neurons that carries a bump of activity, find the weight at which the bump outlives its input, and turn the ring into a compass.
#
# **You need** lesson 06: eigenvalues of a recurrent network. About 130 minutes, half-way after 75.

# %%
import numpy as np

import course
from course.check import compare, predict
from course.check import ring_attractor as check
from course.explore import ring_attractor as explore
from course.models.ring_attractor import PRESETS, Ring, angles, simulate
from course.models.ring_attractor import weights as ring_weights
from course.models.ring_attractor.theory import critical_w1, stationary

course.here("07")

# %%
explore.bump(speed=0.05)

# %% [markdown]
# A lamp runs around the ring of neurons, and a bump of activity runs after it. Play the time.
#
# **Question:** what happens to the bump when the lamp runs faster?
#
# **Answer:** it falls behind and shrinks. At 0.05 turns in each τ it is 25° behind its lamp, at 1.0 turns 85°: `explore.bump(speed=1.0)`.

# %% [markdown]
# ## Some neurons know where the head points
#
# A head-direction cell of a rat fires when the head points one way, in the dark as well. A fly has a visible ring of such neurons in its brain, and one bump of activity runs around it as the fly turns. Cells of the visual cortex prefer the orientation of an edge.
#
# In models of all three, neurons with similar preferences excite each other, and others inhibit. That is the whole model.

# %% [markdown]
# ## Each neuron hears its neighbors and an input
#
# Neuron $i$ prefers the angle $\theta_i = 2\pi i/N$. Its activity $a_i$ follows its rectified input:
#
# $$ \tau \frac{da_i}{dt} = -a_i + \Big[\sum_j W_{ij} a_j + h_0 + h_1 \cos(\theta_i - \varphi) - T\Big]_+ , \qquad W_{ij} = \frac{w_0 + w_1 \cos(\theta_i - \theta_j)}{N} $$
#
# | symbol | default | unit | meaning |
# |---|---|---|---|
# | `N` | 100 | | neurons |
# | `w0`, `w1` | 0.9, 1 | | uniform and tuned weight |
# | `h0`, `h1` | 2, 1 | | uniform and tuned input |
# | `T` | 2 | | threshold |
# | `tau` | 1 | τ | time constant; time is counted in it |
# | `phi` | moves | rad | angle $\varphi$ of the input |
#
# Activity and inputs have no unit. A weight is divided by $N$, so that the sum over all neurons is a mean.

# %% [markdown]
# ## You write the weights
#
# `W[i, j]` is the weight to neuron `i` from neuron `j`. `theta` holds all angles.


# %%
def my_weights(theta, w0, w1):
    """The N by N matrix of the ring whose neurons prefer the angles theta (rad)."""
    # BEGIN SOLUTION
    # WHY: Row i belongs to the receiver, so its angle comes first; dividing by N makes the sum a mean.
    difference = theta[:, None] - theta[None, :]
    return (w0 + w1 * np.cos(difference)) / len(theta)
    # STUB:
    # difference = ...  # of all pairs
    # return ...
    # END SOLUTION


# %%
check.weights(my_weights)

# %%
explore.weights(mine=my_weights)

# %% [markdown]
# **Look** at the right panel: of 60 eigenvalues, 57 are 0. One belongs to the uniform mode, $w_0$. Two belong to a cosine and a sine, $w_1/2$ each, because the mean of $\cos^2$ over the ring is ½. The dashed line stands at 1, where lesson 06 found perfect memory.
#
# **Question:** which $w_1$ puts the pair on the line, and does $w_0$ matter for it?
#
# **Answer:** $w_1 = 2$, since the pair is $w_1/2$. $w_0$ moves the uniform mode alone: `explore.weights(w1=2.0, w0=-2.0)` has 1, 1 and −2.

# %% [markdown]
# ## One step moves all neurons
#
# Write forward Euler: add `dt` times the slope. Only the input is rectified. `np.maximum(x, 0)` does that.


# %%
def my_step(a, W, theta, phi, h0, h1, T, dt, tau):
    """Activity (N,) a time dt after it was a."""
    # BEGIN SOLUTION
    # WHY: A step of Euler follows the slope for dt; the activity itself is never rectified, its input is.
    net = W @ a + h0 + h1 * np.cos(theta - phi) - T
    return a + dt * (np.maximum(net, 0) - a) / tau
    # STUB:
    # net = ...
    # return ...
    # END SOLUTION


# %%
check.step(my_step)

# %% [markdown]
# ## A moving input drags a bump along
#
# Here the input runs around the ring, once in every τ. The picture shows the bump four ways. Press ▶ beside the time, or drag it.

# %%
explore.bump()

# %% [markdown]
# **Look** at the ring around the fly, at the same bump as a profile, as a stripe below, and as a point on the right: $Z = \frac{1}{N}\sum_j a_j e^{i\theta_j}$. Each neuron pulls toward its angle, as strongly as it is active; $Z$ is the mean pull. Its angle is the bump's place, its length $|Z|$ the bump's strength.
#
# **Question:** the input is zero on half of the ring, yet no neuron is silent. Does $w_0 = -2$ change that? Does a slow input? Why?
#
# **Answer:** $w_0 = -2$ does not: the least activity falls from 0.56 to 0.12 and stays positive. A neuron forgets within τ, and the input is back after one τ. A slow input does: at one turn in 50 τ, `explore.bump(speed=0.02)`, a neuron has the time to forget, and 23 of 100 are silent.

# %% [markdown]
# At this speed the bump is weak and stays 85° behind. Without weights $|Z|$ would be 0.04 instead of 0.07. When the input takes ten τ for a turn, $|Z|$ is 0.52, and 0.21 without weights. Recurrence amplifies, but slowly.

# %%
for speed in (1.0, 0.1):
    driven = stationary(Ring(), 2 * np.pi * speed)
    alone = stationary(Ring(w0=0.0, w1=0.0), 2 * np.pi * speed)
    print(f"{speed} turns/τ: |Z| = {driven.Z:.2f}, without weights {alone.Z:.2f}")

# %% [markdown]
# ## Three numbers do the work of the matrix
#
# The matrix has rank 3, so the sum over all neurons needs three means only. Since $\cos(\theta_i - \theta_j) = \cos\theta_i \cos\theta_j + \sin\theta_i \sin\theta_j$,
#
# $$ \sum_j W_{ij} a_j = w_0\, m + w_1 \left( C \cos\theta_i + S \sin\theta_i \right), $$
#
# where $m$ is the mean of $a$, and $C$ and $S$ are the means of $a \cos\theta$ and $a \sin\theta$. Write it without a matrix, and sum over the neurons once for each of the three numbers, not once for each neuron.


# %%
def my_recurrent(a, theta, w0, w1):
    """What W @ a would give, in N steps instead of N squared."""
    # BEGIN SOLUTION
    # WHY: The cosine of a difference splits into products, so the sum over all senders needs
    # WHY: three means, and the receiver's angle multiplies them afterwards.
    m = a.mean()
    C, S = (a * np.cos(theta)).mean(), (a * np.sin(theta)).mean()
    return w0 * m + w1 * (C * np.cos(theta) + S * np.sin(theta))
    # STUB:
    # m = ...
    # C, S = ..., ...
    # return ...
    # END SOLUTION


# %%
check.three_numbers(my_recurrent)

# %% [markdown]
# Open `course/models/ring_attractor/model.py`: `slope` is what your step multiplies by `dt`, and `by_three_numbers` is your sum. `step` is of second order; its compiled twin is in `kernel.py`. The matrix of the ring below would fill 80 gigabytes.

# %%
course.open_model("ring_attractor")

# %%
large = simulate(Ring(N=100_000), duration=10.0, keep=False, rng=0)
print(f"100,000 neurons: |Z| = {abs(large.Z[-1]):.3f} after 10 τ")

# %% [markdown]
# ## The input ends and something may survive
#
# Now $h_0 = 3$ is above the threshold and $w_0 = -1$ inhibits. The tuned input ends after 10 τ. Answer both questions before you move a slider.

# %%
predict(
    "07-off",
    "With w1 = 1, what is left of the bump 30 τ after its input ended?",
    ["nothing", "a smaller bump in the same place", "a bump that wanders away"],
)

# %%
predict(
    "07-critical",
    "From which w1 on does a bump outlive its input?",
    low=0,
    high=6,
)

# %%
explore.memory()

# %% [markdown]
# **Look** at $|Z|$ after the input ended. Then raise $w_1$ in steps, and after that move φ.
#
# **Question:** at which $w_1$ does the bump stop fading? How does the fading slow down before that?
#
# **Answer:** at $w_1 = 2$. Below it the bump fades with the time constant $\tau/(1 - w_1/2)$: 2 τ at $w_1 = 1$, and 20 τ at 1.9, as in `explore.memory(w1=1.9)`.

# %%
compare(
    "07-off",
    "nothing",
    "The cosine's eigenvalue is 1/2: what the ring tells itself is less than what it forgets.",
)

# %% [markdown]
# ## The critical weight follows from one mode
#
# Let every neuron be active, so that nothing is rectified, and let $h_1 = 0$. Let the bump be $a_i = m + A \cos(\theta_i - \psi)$, with its angle $\psi$. The mean of $\cos^2$ over the ring is $\frac12$, so $|Z| = A/2$ and $A = 2|Z|$. Insert it. The terms without a cosine give
#
# $$ \tau \frac{dm}{dt} = (w_0 - 1)\, m + h_0 - T, $$
#
# so the mean settles if $w_0 < 1$. The factor of the cosine gives $d|Z|/dt$: each neuron hears $w_1 |Z| \cos(\theta_i - \psi)$ from the ring.
#
# $|Z|$ grows or decays exponentially. At which rate?


# %%
def my_growth_rate(w1, tau):
    """Rate at which Z grows (or decays, if negative) without tuned input."""
    # BEGIN SOLUTION
    # WHY: A cosine passes its own weights with half their strength, and the leak takes 1.
    return (w1 / 2 - 1) / tau
    # END SOLUTION


# %%
check.growth_rate(my_growth_rate)

# %%
compare(
    "07-critical",
    critical_w1(PRESETS["memory"]).onset,
    "The rate changes sign there, whatever w0 is, as long as h0 is above T.",
)

# %% [markdown]
# ## Rectification stops the growth
#
# Beyond $w_1 = 2$ the cosine grows until the lowest neurons fall silent. What remains is a bump of half width $c$,
#
# $$ a(\theta) = [I + U \cos(\theta - \psi)]_+, \qquad I = -U \cos c . $$
#
# $I$ is the mean of what a neuron hears, minus the threshold. $U$ tells how strongly that is tuned. The activity ends where the cosine crosses 0, and so $I = -U \cos c$.

# %% [markdown]
# ### You measure how wide a bump is
#
# `a` holds the activity of neurons with the angles `theta`, evenly spaced from 0 on. Return the half width, in rad. The bump may lie across 0°, and it ends between two neurons: follow the line through the last two active ones down to 0.


# %%
def my_half_width(a, theta):
    """Half width (rad) of the bump a (N,) of neurons that prefer theta (N,)."""
    # BEGIN SOLUTION
    # WHY: Turned to its highest neuron, the bump is in one piece. The last active neuron is k
    # WHY: steps away, and the line from the one before it falls to 0 after a part of a step.
    peak = np.argmax(a)
    total = 0.0
    for side in (np.roll(a, -peak), np.roll(a[::-1], peak + 1)):
        k = np.argmax(side <= 0) - 1
        total += k + side[k] / (side[k - 1] - side[k])
    return total / 2 * (theta[1] - theta[0])
    # STUB:
    # peak = np.argmax(a)
    # ...  # how many steps from there to either end?
    # return ...
    # END SOLUTION


# %%
check.half_width(my_half_width)

# %%
explore.anatomy(mine=my_half_width)

# %% [markdown]
# **Do** drag the end of the bump, at 0, or its top. **Look** at the midline: for a narrow bump it lies below 0, for a wide one above. The right panel is derived below.
#
# **Question:** at which half width is the midline 0? Does the height of the bump change the weight that holds it?
#
# **Answer:** at 90°, since $\cos c$ is 0 there; that takes $w_1 = 4$: `explore.anatomy(c=90.0)`. The height changes nothing: the weight follows from the width alone. A bump of 45° to either side takes $w_1 = 22$, one of 135° takes 2.2.

# %% [markdown]
# ### Mean and strength are integrals over the active part
#
# The mean is $m = \frac{1}{2\pi} \int_{-c}^{c} (I + U \cos x)\, dx = (I c + U \sin c)/\pi$. For $|Z|$ there is one more $\cos x$ inside, and $\cos^2 x$ integrates to $c + \sin c \cos c$. With $I = -U \cos c$
#
# $$ m = U A(c), \quad A = \frac{\sin c - c \cos c}{\pi}, \qquad |Z| = U B(c), \quad B = \frac{c - \sin c \cos c}{2\pi} . $$

# %% [markdown]
# ## The bump must reproduce itself
#
# The bump makes its own input: $I = h_0 - T + w_0 m$ and $U = h_1 + w_1 |Z|$. Without tuned input, $h_1 = 0$, these two lines fix everything.
#
# Write both answers as functions of $c$: the weight $w_1$ that holds a bump this wide, and its amplitude $U$.


# %%
def my_bump(c, h0, T, w0):
    """(w1, U) of the bump of half width c (rad) that holds itself."""
    A = (np.sin(c) - c * np.cos(c)) / np.pi
    B = (c - np.sin(c) * np.cos(c)) / (2 * np.pi)
    # BEGIN SOLUTION
    # WHY: U = w1 |Z| = w1 U B holds for every U, so w1 B = 1; and I = h0 - T + w0 U A has to be
    # WHY: -U cos c, which fixes U.
    w1 = 1 / B
    U = (h0 - T) / (-np.cos(c) - w0 * A)
    return w1, U
    # STUB:
    # w1 = ...
    # U = ...
    # return w1, U
    # END SOLUTION


# %%
check.self_consistent(my_bump)

# %% [markdown]
# At $w_1 = 4$ the half width is exactly 90°. With $w_0 = -1$ and $h_0 - T = 1$ the bump's height is π and $|Z| = \pi/4$.

# %%
memory = simulate(PRESETS["memory"], duration=100.0, off=10.0, rng=0)
bump = stationary(PRESETS["memory"]._replace(h1=0.0))
print(f"simulated peak {memory.a[:, -1].max():.3f}, |Z| = {abs(memory.Z[-1]):.4f}")
print(f"derived   peak {bump.peak:.3f}, |Z| = {bump.Z:.4f}")

# %%
explore.amplitude(mine=my_bump)

# %% [markdown]
# **Look** at the jump at the dotted line, $w_1 = 2$, and at the steep end, dashed: where $-\cos c - w_0 A(c)$ reaches 0, the height has no bound. The dots are simulations, and yours lies on the library's curve.
#
# **Question:** which of $w_0$ and $h_0$ moves the dashed line? Does any slider move the dotted one while $h_0 > T$?
#
# **Answer:** $w_0$ does: the dashed line stands at 6.90, 5.51, 4.00 and 2.30 for $w_0$ = −2, −1, 0 and 0.9. $h_0$ only scales the bump, so it does not. Nothing moves the dotted one. See `explore.amplitude(w0=-2.0)`.

# %%
for name in ("memory", "tracking"):
    onset, divergence = critical_w1(PRESETS[name])
    print(f"{name}: holds itself from w1 = {onset:.2f}, no bound from {divergence:.2f}")

# %% [markdown]
# "tracking" is the ring from the start of the lesson. There $h_0 = T$, nothing feeds the uniform mode, and the two weights meet at 2.30: below, every bump fades; above, it explodes. That ring can follow. It cannot remember.

# %% [markdown]
# ## Half way: stop here or go on
#
# A ring with $w_1 > 2$ and $w_0$ not too large holds a bump at any angle. What follows is what moves that bump: another lamp, noise, an input, a turn of the head, a wrong weight.

# %% [markdown]
# ## Another lamp pulls the memory
#
# The ring remembers 120°, and for a while a lamp shines somewhere else: a distractor. It adds $h_1 \cos(\theta - \phi)$ to the input. A bump that turns by $d\psi$ changes by $U \sin(\theta - \psi)\, d\psi$ where it is active, and the lamp has a share $h_1 \sin(\phi - \psi)$ of that sine. So a weak lamp turns it at the speed
#
# $$ \tau\, \frac{d\psi}{dt} = \frac{h_1}{U} \sin(\phi - \psi), \qquad U = w_1 |Z| . $$

# %%
predict(
    "07-distractor",
    "A weak lamp shines for 10 τ. From which distance does it turn the memory most?",
    ["20°", "90°", "170°"],
)

# %%
explore.distractor()

# %% [markdown]
# **Do** drag the lamp around the ring. The gray line is the closed form for a weak lamp; this one is bright enough to make the bump taller while it shines.
#
# **Question:** how far is the memory turned, and what protects it?
#
# **Answer:** by 60° of 90° here, and by 18° with a fifth of the brightness, `explore.distractor(h1=0.1)`. A taller bump protects, since the pull is $h_1/U$: with $w_1 = 5$ it turns by 23°, `explore.distractor(w1=5.0)`. After the lamp the memory stays where it was left. A bright lamp opposite makes the bump fade and grow anew: `explore.distractor(away=170.0, h1=2.0, lasts=20.0)`.

# %%
compare(
    "07-distractor",
    "90°",
    "The pull goes with the sine of the distance. A weak lamp turns the bump by 5° from 20°, by 18° "
    "from 90° and by 4° from 170°.",
)

# %% [markdown]
# ## Noise turns the bump
#
# Every angle is as good as any other, so nothing pulls a displaced bump back. Add $\sigma\sqrt{\tau}\,\xi_i(t)$ to the right side of every neuron's equation, with independent white noises $\xi_i$ of strength 1. Each is a kick to one neuron, and $Z$ averages them, so across its direction it moves with the variance $\sigma^2 t/(2 N \tau)$. An angle is an arc over its radius, $d\psi = dZ_\perp/|Z|$, so the bump does a random walk:
#
# $$ \operatorname{Var} \psi = 2 D t, \qquad D = \frac{\sigma^2}{4 N \tau |Z|^2} . $$

# %%
predict(
    "07-noise",
    "The bump of 100 neurons spreads by 12° in 60 τ. By how much does that of 400 neurons?",
    ["3°", "6°", "12°", "24°"],
)

# %%
spread = explore.diffusion()
spread.finish()  # all 1000 runs
spread

# %% [markdown]
# **Look** at the distribution of the bumps at the end, and at the variance: a straight line through 0. Gray is derived, at the left one standard deviation to either side.
#
# **Question:** you may double the neurons or double $|Z|$. Which keeps the memory better?
#
# **Answer:** $|Z|$: $D$ falls as $1/(N|Z|^2)$, so twice the $|Z|$ leaves a quarter of it and twice the neurons half. A taller bump, `explore.diffusion(w1=5.0)`, spreads by 4.0° instead of 12.0° in 60 τ.

# %%
compare("07-noise", "6°", "D goes with 1/N, and the spread with its square root.")

# %% [markdown]
# ### You read the direction from spikes
#
# Another noise stands between the bump and its reader: neurons send spikes. `counts` holds how many each has sent within a short time, often none. Return the angle of the bump, in rad.


# %%
def my_decode(counts, theta):
    """Angle (rad) of the bump from the spike counts (N,) of neurons that prefer theta (N,)."""
    # BEGIN SOLUTION
    # WHY: Angles have no mean, arrows have: each neuron adds its own, as long as its count.
    # WHY: That is Z of the counts, and all neurons help to find it.
    x = np.sum(counts * np.cos(theta))
    y = np.sum(counts * np.sin(theta))
    return np.arctan2(y, x)
    # STUB:
    # x = ...
    # y = ...
    # return ...
    # END SOLUTION


# %%
check.decode(my_decode)

# %% [markdown]
# ### You build the steadiest memory
#
# A ring of 100 neurons with $\sigma = 0.3$ and $T = 2$ shall keep an angle after its input: in 100 τ it may drift by at most 9.5°, one standard deviation. No activity may be above 5, so a tall bump is not allowed. Choose $w_0$, $w_1$ and $h_0$.

# %%
# BEGIN SOLUTION
# WHY: For one height a wide bump has the larger |Z|, and the width is set by w1 alone: near 2.4
# WHY: it is best. h0 then brings the peak just below 5.
my_w0, my_w1, my_h0 = -1.0, 2.4, 5.8
# STUB:
# my_w0, my_w1, my_h0 = ..., ..., ...
# END SOLUTION

# %%
check.memory(my_w0, my_w1, my_h0)

# %% [markdown]
# ## A bump lags behind its input
#
# A bump that follows its input at speed $s$ has $dZ/dt = i s Z$. The rectified cosine gives $B$ times its input's amplitude and angle:
#
# $$ (1 + i \tau s)\, Z = B(c)\, \big( h_1 e^{i\varphi} + w_1 Z \big) \quad\Rightarrow\quad \tan(\text{lag}) = \frac{\tau s}{1 - w_1 B(c)} . $$
#
# The ring answers like one neuron with the time constant $\tau/(1 - w_1 B)$.

# %%
predict(
    "07-lag",
    "At 0.1 turns/τ the bump is 48° behind. How far at 0.2 turns/τ?",
    ["less than 96°", "96°", "more than 96°"],
)

# %%
explore.lag()

# %% [markdown]
# **Look** at the curve: it rises steeply and never passes 90°. The profile is seen from the input, which stands at 180°.
#
# **Question:** set $w_1 = 0$ and then 2.1. What does a better memory cost?
#
# **Answer:** speed. The lag grows from 32° to 82° at 0.1 turns/τ, because the ring's time constant grows from 1 to 11.7 τ: `explore.lag(w1=0.0)` and `explore.lag(w1=2.1)`.

# %%
slow, fast = (np.degrees(stationary(Ring(), 2 * np.pi * s).lag) for s in (0.1, 0.2))
compare("07-lag", "less than 96°", f"{slow:.0f}° become {fast:.0f}°: the tangent doubles.")

# %% [markdown]
# ## Asymmetric weights turn the bump
#
# Let each neuron push its neighbors to one side. Suppose that the ring then hears $w_1 (1 + i\tau v) Z$ instead of $w_1 Z$. With $w_1 B = 1$ what is left is $dZ/dt = i v Z$: the bump turns at the speed $v$.
#
# Let $v$ be the turning of the head, and the angle of the bump integrates it: no input ever says where the head points. Zhang proposed this in 1996; the fly does it with two more rings, shifted to either side.

# %% [markdown]
# ### You write weights that turn the bump
#
# $Z$ is read along $\cos$ and $\sin$ of each neuron's own angle. Multiplying by $i$ turns it by a quarter of a circle. Which function of $\theta_i - \theta_j$ must stand beside $w_1 \cos(\theta_i - \theta_j)$? The check runs your ring and measures its speed; a positive $v$ (rad per time unit) turns toward larger angles.


# %%
def my_turning_weights(theta, w0, w1, v, tau):
    """The N by N matrix of a ring whose bump turns by v rad a time unit."""
    # BEGIN SOLUTION
    # WHY: cos(x - 90°) is sin x: a quarter turn ahead. Times w1 tau v it is the part that the
    # WHY: leak needs to be paid for a bump that moves.
    x = theta[:, None] - theta[None, :]
    return (w0 + w1 * np.cos(x) + w1 * tau * v * np.sin(x)) / len(theta)
    # STUB:
    # x = ...
    # return ...
    # END SOLUTION


# %%
check.turning(my_turning_weights)

# %%
explore.compass(mine=my_turning_weights, decode=my_decode)

# %% [markdown]
# **Look** at the fly and at the arrow of the bump while the time plays. The purple points are what your `my_decode` reads from the spikes of one τ each. **Do** press among the angles to turn the head there: a path of your own. Then try the buttons: a wrong gain, too few neurons, noise, and a landmark that shows the true direction.
#
# **Question:** which errors does the way back undo, and which only a landmark?
#
# **Answer:** the way back undoes a wrong gain, since it makes the same error with the other sign: `explore.compass(gain=0.8, t=60.0)` ends at 0°. It does not undo noise, nor the turns that a coarse ring has swallowed. Only a landmark takes those back: `explore.compass(sigma=0.5, landmark=0.5, t=60.0)`.

# %% [markdown]
# ## Two wrong lines hide each other
#
# Think of a program with two mistakes. It spaces its angles by $2\pi/(N-1)$, so the first and the last neuron share one angle. And its loops stop one short: the last neuron is connected to nobody.
#
# What does it change?

# %%
predict(
    "07-wiring",
    "A ring of 100 with both mistakes. What happens to a bump that it holds?",
    ["it slides to one angle", "it is slightly smaller and stays", "it falls apart"],
)

# %% [markdown]
# ### You find out what it changes
#
# Build three matrices with $N = 100$, $w_0 = 0.9$, $w_1 = 1$: the right one, that of the program with both mistakes, and one with the wrong spacing but every neuron connected. Give the two eigenvalues of each that hold the bump, the smaller one first.

# %%
shared = 2 * np.pi * np.arange(100) / 99  # the program's angles
# BEGIN SOLUTION
# WHY: The last three eigenvalues are the uniform mode, the largest, and the pair below it.
W_linked = my_weights(shared, 0.9, 1.0)
W_unlinked = W_linked.copy()
W_unlinked[-1] = W_unlinked[:, -1] = 0.0
even = np.linalg.eigvalsh(my_weights(angles(Ring()), 0.9, 1.0))[-3:-1]
unlinked = np.linalg.eigvalsh(W_unlinked)[-3:-1]
linked = np.linalg.eigvalsh(W_linked)[-3:-1]
# STUB:
# even = ...
# unlinked = ...
# linked = ...
# END SOLUTION

# %%
check.wiring(even, unlinked, linked)

# %%
explore.wiring()

# %% [markdown]
# **Look** at 24 bumps under each wiring, and at the last neuron, the diamond. With both mistakes a bump settles within 2° of where it was.
#
# **Question:** which bumps slide when the last neuron is connected, and why not those on the far side?
#
# **Answer:** those whose active half circle reaches 0°. There two neurons share one angle and count double, so the two eigenvalues differ: 0.495 and 0.505. A bump more than 90° away is silent there, and nothing pulls it. See `explore.wiring(layout="2π/(N − 1), all connected")`.

# %%
compare(
    "07-wiring",
    "it is slightly smaller and stays",
    "The other 99 make an even ring with weights 1 % weak. The second mistake hides the first.",
)

# %% [markdown]
# Someone who repairs only the loops makes it worse. Two connected neurons at one angle split the pair of eigenvalues. Every bump that reaches them slides there. A memory on a ring needs its symmetry to be exact; the compass with seven neurons showed the same.

# %%
for layout in ("even", "seam"):
    W = ring_weights(PRESETS["memory"]._replace(layout=layout))
    run = simulate(PRESETS["memory"]._replace(layout=layout), duration=100.0, off=10.0, rng=0)
    print(f"{layout}: rank {np.linalg.matrix_rank(W)}, peak {run.a[:, -1].max():.2f}")

# %% [markdown]
# ## What the ring computes, and where it breaks
#
# It amplifies a weak tuned input, remembers an angle, and integrates turns. All three rest on one pair of eigenvalues, near or above 1, and on a rectification.
#
# Memory costs speed. Noise turns the bump, unequal weights trap it, and a wrong gain adds up. Real rings correct themselves by landmarks, and may learn their weights. The model has no spikes, and negative weights leave the same neurons as positive ones.

# %% [markdown]
# ## The symbols of this lesson, once more
#
# $T$ is the threshold here, and $D$ tells how fast the angle spreads.

# %%
course.notation("07")

# %% [markdown]
# ## What to read next
#
# - Ben-Yishai R, Bar-Or RL, Sompolinsky H (1995). *Theory of orientation tuning in visual cortex.* PNAS 92:3844–3848.
# - Zhang K (1996). *Representation of spatial orientation by the intrinsic dynamics of the head-direction cell ensemble: a theory.* J Neurosci 16:2112–2126.
# - Taube JS, Muller RU, Ranck JB (1990). *Head-direction cells recorded from the postsubiculum in freely moving rats.* J Neurosci 10:420–435.
# %% [markdown]
# - Seelig JD, Jayaraman V (2015). *Neural dynamics for landmark orientation and angular path integration.* Nature 521:186–191.
# - Burak Y, Fiete IR (2012). *Fundamental limits on persistent activity in networks of noisy neurons.* PNAS 109:17645–17650.
