# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # Eigenmodes
#
# A network hears a brief input. Will it forget it, amplify it, keep it, or explode?
#
# **You will build** a network of firing rates and take it apart into modes. It can forget, amplify, remember, turn or run away. Then two bent units make a rhythm.
#
# **You need** lessons 02 and 05, and [[eigenvector|eigenvectors]], which a matrix only scales. About 125 minutes, half-way after 75.

# %%
import numpy as np

import course
from course.check import compare, predict
from course.check import eigenmodes as check
from course.explore import eigenmodes as explore
from course.models.rate_network import linear_response, modes, simulate
from course.models.rate_network.examples import balanced, transient_peak, two_neurons
from course.models.rate_network.pair import INPUT, WEIGHTS
from course.models.spikes_to_rates import Population
from course.models.spikes_to_rates import simulate as simulate_spikes

course.here("06")

# %%
explore.pulses()

# %% [markdown]
# Two neurons excite each other, and pulses arrive one after the other. Play the time.
#
# **Question:** after which pulse do the two rates stay up longest?
#
# **Answer:** after a pulse into both, in the middle of `explore.pulses(now=240)`. A pulse with opposite signs is gone at once: `explore.pulses(now=640)`. This lesson tells why.

# %% [markdown]
# ## Many spikes make a rate
#
# A cortical neuron hears thousands of others. One spike hardly matters there; the sum does. And nobody can solve the equations of a spiking network.
#
# So replace each train of spikes, $\sum_n \delta(t - t_{jn})$, by its average over trials, the rate $r_j(t)$. Here $t_{jn}$ are the times of the spikes, and $\delta$ is a pulse of no width and of area 1. What is lost by this, and what is won?

# %% [markdown]
# ## Two equations replace the spikes
#
# The synapses filter what arrives into a current, and the current sets the rate:
#
# $$ \tau_s \frac{dI}{dt} = -I + \sum_j w_j\, r_j(t), \qquad \tau_r \frac{dr}{dt} = -r + F(I) . $$
#
# $F$ is the f–I curve of lesson 02. Currents are in mV here: they are multiplied by the resistance of the membrane.
#
# | symbol | default | unit | meaning |
# |---|---|---|---|
# | `tau_s` | 10 | ms | synapse |
# | `tau_r` | 5 | ms | rate |
# | `K` | 100 | | Poisson trains to each neuron |
# | `w` | 20 | mV ms | area of one synaptic current |
# | `V_th` | 15 | mV | threshold above rest |
# | `tau_m`, `t_ref` | 20, 2 | ms | membrane, refractory period |

# %% [markdown]
# The mean current is $K w r$, with $r$ in spikes per ms: 100 trains of 7.5 Hz make $100 \times 20$ mV ms $\times\ 0.0075$/ms = 15 mV, and that is the threshold.

# %%
predict(
    "06-silent",
    "Trains of 10 Hz make each neuron fire at about 32 Hz. Now each train fires at 7 Hz, so the "
    "mean current stays below threshold. What do the neurons do?",
    ["they are silent, like the equation", "they fire at about 10 Hz", "they fire at about 25 Hz"],
)

# %%
explore.rates()

# %% [markdown]
# **Look** at the two currents: the population's is the equation's, with a little noise. The rates agree too, but the population starts about 7 ms late, as real membranes must charge first, and then rises faster. In the right panel the dots lie close to the curve, except at its corner.
#
# **Question:** at 7 Hz, which slider brings population and equation together again, and why?
#
# **Answer:** `K`. With `K w` fixed the mean stays 14 mV, and the noise falls as $1/\sqrt K$. At 100 trains the neurons fire at 9 Hz, at 200 at 7 Hz, at 1000 at 2 Hz: the equation is what is left when the noise is gone. See `explore.rates(rate=7.0, K=1000)`.

# %%
below = simulate_spikes(Population(), np.full(4000, 0.007), rng=0)
compare(
    "06-silent",
    "they fire at about 10 Hz",
    f"About {1000 * below.rate[1000:].mean():.0f} Hz each: noise carries them over the threshold, "
    "and the equation does not know of noise.",
)

# %% [markdown]
# ### The approximation has a range
#
# It is good when many inputs arrive, so that noise is small against the mean's distance from threshold, and when they are independent, so that averaging works. At 10 Hz the equation says 34 Hz and the population fires at 32.
#
# It is bad at threshold, where noise decides, and wherever neurons spike in step: see the preset "fast rhythm", a rhythm as fast as the neurons themselves.

# %% [markdown]
# ## A network of rates is one equation
#
# Let each unit hear an external input $h_i$ and the rates of all others. If the synapse is fast, $I$ follows at once, and what remains is
#
# $$ \tau \frac{d\mathbf r}{dt} = -\mathbf r + F(\mathbf h + W \mathbf r), $$
#
# with `W[i, j]` the weight to unit i from unit j.
#
# | symbol | default | unit | meaning |
# |---|---|---|---|
# | `W` | – | | weights, N × N |
# | `h` | – | that of `r` | input, constant or a column a step |
# | `tau` | 10 | ms | time constant |
# | `F` | `"linear"` | | transfer function |
# | `dt` | 0.1 | ms | step |
#
# Write one Euler step: add $dt$ times the slope $d\mathbf r/dt$ at $\mathbf r$.


# %%
def my_rate_step(r, W, h, dt, tau, F):
    """Rates one Euler step of dt ms after r; all but dt, tau and the function F are arrays."""
    # BEGIN SOLUTION
    # WHY: A step of Euler is dt times the slope, added to the old rates; W @ r sums
    # WHY: over the senders j.
    dr_dt = (-r + F(h + W @ r)) / tau
    return r + dt * dr_dt
    # STUB:
    # dr_dt = ...
    # return ...
    # END SOLUTION


# %%
check.rate_step(my_rate_step)

# %% [markdown]
# Open `course/models/rate_network/model.py`: `slope` is your $d\mathbf r/dt$, and `step` moves $r$ along it at second order. When $F$ is linear the library does not step at all: it solves the equation exactly. The rest of the lesson is how.
#
# A linear network can have negative rates. Read $r$ as the distance from some background rate, or wait for the rectification below.

# %%
course.open_model("rate_network")

# %% [markdown]
# ## Two neurons have two modes
#
# Two neurons excite each other with a weight of 0.8, with $\tau = 4$ ms:
#
# $$ W = \begin{pmatrix} 0 & 0.8 \\ 0.8 & 0 \end{pmatrix} . $$
#
# Its diagonal is 0: a unit does not hear itself. $W$ becomes diagonal in the coordinates of its eigenvectors $\mathbf e_k$, with $W \mathbf e_k = \lambda_k \mathbf e_k$.

# %%
net = two_neurons(rng=0)
two = modes(net.W)
for value, vector in zip(two.values, two.vectors.T):
    print(f"eigenvalue {value:.1f}: direction {np.round(vector * np.sign(vector[1]), 2)}")

# %% [markdown]
# Pulses of 10 ms arrive one after the other: into one neuron, the other, both; the same with a minus; along the second eigenvector; and in a random direction. The gain of a mode says how many times as large as a lasting input along it the rates become; it is $1/(1 - \lambda)$, as you derive below.

# %%
predict(
    "06-direction",
    "Two pulses of 10 ms have the same strength |h|. One points along the sum (1, 1), the other "
    "along the difference (−1, 1). Which drives the rates farther out?",
    ["the sum", "the difference", "both alike"],
)

# %%
explore.pulses(mine=my_rate_step)

# %% [markdown]
# **Look** at the path while you play the time: along an eigenvector it is a straight line, out and home. Any other pulse is a mixture, and its path bends, because the two parts fade at different speeds.
#
# **Question:** what happens to the two modes when you pull $w$ through 0 to −0.8?
#
# **Answer:** they exchange roles. The sum has the eigenvalue $w$ and the difference $-w$, so at $w = -0.8$ the difference is the slow mode with a gain of 5: `explore.pulses(w=-0.8)`. At `explore.pulses(w=0.0)` both fade with τ, and every path is straight.

# %%
peaks = [np.linalg.norm(linear_response(net.W, mode, 10.0, tau=4.0)) for mode in two.vectors.T]
compare(
    "06-direction",
    "the sum",
    f"After 10 ms of an input of length 1 the rates reach {peaks[0]:.2f} along the sum "
    f"and {peaks[1]:.2f} along the difference.",
)

# %% [markdown]
# ### A coarse step lets the fast mode fade too soon
#
# Suppose that a program takes Euler steps of 1 ms. In one such step a mode keeps $1 - (1 - \lambda)\,dt/\tau$ of itself; exact is $e^{-(1-\lambda)\,dt/\tau}$, as the next section tells. Choose "Euler, 1 ms" in the figure to see it.

# %%
for value in two.values:
    kept = 1 - (1 - value) / 4.0
    exact = np.exp(-(1 - value) / 4.0)
    print(f"eigenvalue {value:4.1f}: Euler keeps {kept:.3f}, exact {exact:.3f}")

# %% [markdown]
# ## Each mode answers alone
#
# Let $W$ be symmetric. Then its modes are orthonormal, and $\mathbf r = \sum_k c_k \mathbf e_k$ with $c_k = \mathbf e_k \cdot \mathbf r$. Put that into the linear equation and multiply by one of the $\mathbf e_k$. All other modes drop out, since their product with it is 0:
#
# $$ \tau \frac{dc_k}{dt} = -(1 - \lambda_k)\, c_k + g_k, \qquad g_k = \mathbf e_k \cdot \mathbf h . $$
#
# N coupled equations have become N single ones.

# %% [markdown]
# ### You solve one mode
#
# Constant input $g$, from $c(0) = c_0$:
#
# $$ c(t) = \frac{g}{1 - \lambda} + \Big(c_0 - \frac{g}{1 - \lambda}\Big)\, e^{-(1 - \lambda)\,t/\tau} . $$
#
# What does it become at $\lambda = 1$, where this divides by 0?


# %%
def my_mode(t, value, g, tau, c0):
    """Part of the rates in a mode of eigenvalue `value` at the times t (an array), ms."""
    # BEGIN SOLUTION
    # WHY: The equation is linear with one rest value, and the distance to it decays; at λ = 1
    # WHY: there is no rest value, and the input is added up.
    if value == 1:
        return c0 + g * t / tau
    rest = g / (1 - value)
    return rest + (c0 - rest) * np.exp(-(1 - value) * t / tau)
    # STUB:
    # if value == 1:
    #     return ...
    # rest = ...
    # return ...
    # END SOLUTION


# %%
check.mode_response(my_mode)

# %% [markdown]
# Three cases follow: $\lambda < 1$, $\lambda = 1$ and $\lambda > 1$. In all pictures below the wide gray line is this formula, and the thin line over it is a simulation.

# %% [markdown]
# ## Below one a mode amplifies
#
# For $\lambda < 1$ the mode settles at $g/(1 - \lambda)$: input times a gain. The network is a set of amplifiers, one for each pattern, and slow where the gain is high: the time constant is $\tau/(1 - \lambda)$ too.
#
# The modes of the eight units below are waves: mode 1 is flat, mode 2 is half a wave, from one end to the other, and each further one has half a wave more.

# %%
predict(
    "06-gain",
    "An eigenvalue rises from 0.8 to 0.9. What happens to the output in that mode?",
    ["it grows by an eighth", "it doubles", "it grows tenfold"],
)

# %%
explore.amplifier(mine=my_mode)

# %% [markdown]
# **Do** drag a point of the first panel, or press the arrow keys on the picture. Drag bars of the last panel to shape the input. Narrow bars are the input, wide gray bars the formula's output, dots the simulation.
#
# **Look** at the weights while you drag: each eigenvalue adds its own pattern to $W$.
#
# **Question:** how do you make a network that halves the mean of its input and amplifies its slope across the units?
#
# **Answer:** the flat wave, mode 1, gets λ = −1, which is a gain of ½. The next wave, mode 2, falls from one end to the other and gets λ = 0.9, a gain of 10. All others get 0: `explore.amplifier(values=[-1.0, 0.9, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])`.

# %%
gains = [1 / (1 - value) for value in (0.8, 0.9)]
compare(
    "06-gain",
    "it doubles",
    f"The gain 1/(1 − λ) goes from {gains[0]:.0f} to {gains[1]:.0f}, "
    "and the mode takes twice as long to get there.",
)

# %% [markdown]
# ### You put the modes together
#
# When every mode has settled, the network is in its steady state
#
# $$ \mathbf r = \sum_k \frac{\mathbf e_k\, (\mathbf e_k \cdot \mathbf h)}{1 - \lambda_k} . $$
#
# Compute it with `np.linalg.eigh`: read the input out in modes, apply the gains, and return to units.


# %%
def my_steady_state(W, h):
    """Rates that a linear network with symmetric W settles at; all eigenvalues below 1."""
    # BEGIN SOLUTION
    # WHY: The modes of a symmetric W are orthonormal, so E.T reads the input out in modes
    # WHY: and E puts the answers together again.
    values, E = np.linalg.eigh(W)
    parts = E.T @ h
    return E @ (parts / (1 - values))
    # STUB:
    # values, E = np.linalg.eigh(W)  # modes in the columns of E
    # parts = ...
    # return ...
    # END SOLUTION


# %%
check.steady_state(my_steady_state)

# %% [markdown]
# ## At one a mode adds up
#
# At $\lambda = 1$ the leak and the recurrent input cancel. Left over is $\tau\, dc/dt = g$, so
#
# $$ c(t) = c_0 + \frac{1}{\tau} \int_0^t g(t')\, dt' . $$
#
# The network integrates, and without input it remembers. Eye muscles need this: a brief command moves the eye, and a steady rate must hold it there. Twenty units with all weights $\lambda/20$ do it here.

# %%
predict(
    "06-leak",
    "With τ = 10 ms and λ = 0.99, how much of a sum is left after one second without input?",
    unit="%",
    low=0,
    high=100,
)

# %%
explore.integrator(value=0.99)

# %% [markdown]
# **Look** at the rates between the pulses: at 0.99 they leak, at 1.01 they run away, and only at 1.000 do they stay. The right panel shows how sharp that peak is.
#
# **Question:** at λ = 1, what is lost when rates cannot be negative and the third pulse is deep? Does the memory recover?
#
# **Answer:** two pulses have stored a rate of 3, and the third would take 6. Rectified rates stop at 0, so 3 of them are lost, and for good: whatever comes later is added to 0 instead of −3. See `explore.integrator(value=1.0, third=-0.3, rectify=True)`.

# %% [markdown]
# **Question:** now give each unit noise of its own, whose mean over a stretch of τ has the standard deviation σ = 0.2. What does it do at λ = 1, and what does a leak change?
#
# **Answer:** at 1 noise is added up like any input. The mean walks at random, and its spread grows with the root of time, $\sigma \sqrt{t/(N\tau)}$: 0.45 after one second and 0.77 after three, `explore.integrator(value=1.0, sigma=0.2)`. A leak forgets noise as it forgets sums. At 0.98 the spread ends at $\sigma / \sqrt{2N(1-\lambda)} = 0.22$, `explore.integrator(value=0.98, sigma=0.2)`, but the sums fade within half a second. Only more units help with both: a mean over $N$ has $1/\sqrt{N}$ of the noise.

# %%
compare(
    "06-leak",
    100 * linear_response([[0.99]], [0.0], 1000.0, start=[1.0])[0],
    "One percent off makes a time constant of τ/0.01 = 1 s, so 1/e is left.",
    unit="%",
)

# %% [markdown]
# ### You tune an integrator
#
# In the dark, an eye that was turned aside drifts back, but takes many seconds. For a memory that fades with a time constant of 10 s, made of units with $\tau = 10$ ms, what eigenvalue below 1 is needed?

# %%
# BEGIN SOLUTION
# WHY: The memory lasts τ/(1 − λ), so 1 − λ is the ratio of the two times.
my_eigenvalue = 1 - 10.0 / 10_000.0
# STUB:
# my_eigenvalue = ...
# END SOLUTION

# %%
check.tuning(my_eigenvalue)

# %% [markdown]
# ## Complex eigenvalues turn the rates
#
# Without symmetry eigenvalues may be complex. Let $A = (W - \mathbb 1)/\tau$, so that $d\mathbf r/dt = A\, \mathbf r$ without input. Of two units the eigenvalues of $A$ follow from its trace $T$, their sum, and its determinant $D$, their product:
#
# $$ \mu_\pm = \frac{T}{2} \pm \sqrt{\frac{T^2}{4} - D} . $$
#
# For $D > T^2/4$ the root is imaginary. Then the rates turn once in $2\pi/\sqrt{D - T^2/4}$, while their length follows $e^{T t/2}$. For $D < 0$ one direction grows and the other shrinks: a saddle.

# %%
explore.rotation()

# %% [markdown]
# **Do** drag the point through the plane of $T$ and $D$, and the start among the rates. The dashed line is $D = T^2/4$; the small arrows are the slopes $A\,\mathbf r$.
#
# **Question:** which signs have the two weights between the units where the rates turn? And where does a rhythm last?
#
# **Answer:** opposite ones: excitation one way, inhibition the other. The rhythm lasts at $T = 0$ only, `explore.rotation(trace=0.0)`. Left of it the network rings and comes to rest, as in `explore.rotation(trace=-0.5)`; right of it each turn is larger. So complex eigenvalues alone make no lasting rhythm: it also needs units that bend, so that growth ends.

# %%
turning = np.array([[1.5, -2.0], [2.0, -0.5]])
A = (turning - np.eye(2)) / 10.0
mu = np.linalg.eigvals(A)[0]
print(f"T = {np.trace(A):.2f}/ms, D = {np.linalg.det(A):.4f}/ms²")
print(f"one turn in {2 * np.pi / abs(mu.imag):.1f} ms; 37 % are left after {-1 / mu.real:.0f} ms")

# %% [markdown]
# ### You tell what two units do
#
# Return a name and the period in ms, `np.inf` where nothing turns. The names are `"saddle"` for $D < 0$, else `"settles"`, `"grows"` or, with $T = 0$, `"lasts"`.


# %%
def my_kind(W, tau):
    """(name, period in ms) of two linear units with the weights W and no input."""
    # BEGIN SOLUTION
    # WHY: The product of the eigenvalues is negative only if one grows and one shrinks; else
    # WHY: both have the sign of their sum, T. The imaginary part is the root of D - T²/4.
    A = (W - np.eye(2)) / tau
    T, D = np.trace(A), np.linalg.det(A)
    period = 2 * np.pi / np.sqrt(D - T**2 / 4) if D > T**2 / 4 else np.inf
    if D < 0:
        return "saddle", period
    return "settles" if T < 0 else "grows" if T > 0 else "lasts", period
    # STUB:
    # A = ...
    # T, D = ..., ...
    # return ..., ...
    # END SOLUTION


# %%
check.kind(my_kind)

# %%
explore.rotation(trace=0.0, mine=my_kind)

# %% [markdown]
# **Look** at your names all over the plane: ▽ settles, △ grows, ○ lasts, × is a saddle. They are filled where yours says that nothing turns. Does your border lie on the dashed line?

# %% [markdown]
# ### You make a network ring
#
# Choose weights `W` of two units with $\tau = 10$ ms. After a pulse of 2 ms into unit 1, its rate shall ring at 40 Hz, and each cycle shall leave half of the one before.

# %%
# BEGIN SOLUTION
# WHY: The modes of [[a, -g], [g, a]] turn by g/τ a ms and change by exp((a - 1) t/τ). One turn in
# WHY: 25 ms gives g; one half in 25 ms gives a.
g = 10.0 * 2 * np.pi / 25.0
a = 1 - 10.0 * np.log(2) / 25.0
my_ringing_W = [[a, -g], [g, a]]
# STUB:
# my_ringing_W = [[..., ...], [..., ...]]
# END SOLUTION

# %%
check.ring(my_ringing_W)

# %% [markdown]
# ## Half way: stop here or go on
#
# Straight units forget, amplify, add up or turn, and each mode does so alone. What follows is what happens beyond λ = 1, with bent units, and without symmetry.

# %% [markdown]
# ## Above one a mode runs away
#
# For $\lambda > 1$ the exponent is positive, and the mode grows like $e^{(\lambda - 1)\,t/\tau}$. The one with the largest eigenvalue grows fastest, so soon $\mathbf r \approx c_1 \mathbf e_1$: whatever came in, the network shows its leading pattern.

# %%
explore.divergence()

# %% [markdown]
# **Look** at the straight lines in the first panel: growth is exponential, and the steeper line wins from any start. As mode 1 takes over, the dots move onto the bars.
#
# **Question:** the input decides one thing about the final pattern. Which? Press "new modes and input" a few times.
#
# **Answer:** its sign. The pattern is $+\mathbf e_1$ if $\mathbf e_1 \cdot \mathbf h$ is positive, else $-\mathbf e_1$, as in `explore.divergence(seed=2, t=200.0)`.

# %% [markdown]
# ## Rectification can tame it
#
# No rate is negative. Let $F(x) = [x]_+$, which is $x$ above 0 and 0 below. Two units that inhibit each other with weight $-w$ have eigenvalue $+w$ for their difference and $-w$ for their sum.

# %%
predict(
    "06-tame",
    "Two rectified units inhibit each other with w = 1.5, so λ = 1.5 for the difference. "
    "One gets a little more input. What happens?",
    ["both rates grow without end", "one wins and settles", "both fall silent"],
)

# %%
explore.winner()

# %% [markdown]
# **Look** at the path in the plane: it follows the linear one until one unit hears less than 0. From then on that unit only decays, whatever the other does. The loop is cut, the growing mode is gone, and the winner settles at its own input.
#
# **Question:** why does it not help when the two excite each other with $w > 1$?
#
# **Answer:** there the *sum* grows. Both rates stay positive, so nothing is cut, and the growing mode stays whole: `explore.winner(w=1.2, sign="excite each other")` reaches 100 within 150 ms.

# %%
end = simulate([[0, -1.5], [-1.5, 0]], [1.1, 1.0], F="relu", duration=150.0).r[:, -1]
compare(
    "06-tame",
    "one wins and settles",
    f"At 150 ms the rates are {end[0]:.2f} and {end[1]:.2f}. The network has made a decision.",
)

# %% [markdown]
# Each set of active units is a linear network of its own, with its own modes. Rectification tames a growing mode if the growth itself silences units and leaves a set whose eigenvalues are below 1.

# %% [markdown]
# ## Excitation and inhibition make a rhythm
#
# Let an excitatory and an inhibitory unit bend at both ends: $F(x) = 1/(1 + e^{-x})$, rates from 0 to 1. Wilson and Cowan wrote such a pair down in 1972; the numbers here are illustrative.
#
# | to | from E | from I | input |
# |---|---|---|---|
# | E | 12 | −10 | $h_E$, at first −1 |
# | I | 10 | −2 | $h_I$ = −4 |
#
# A [[nullcline]] is where one rate stands still. There $r = F(u)$ with $u$ what the unit hears, so $u = \ln(r/(1-r))$.

# %% [markdown]
# ### You find where each unit stands still
#
# For E, set $\ln(r_E/(1 - r_E)) = h_E + w_{EE}\, r_E + w_{EI}\, r_I$ and solve for $r_I$. Do the same for I, and solve for $r_E$. `r` holds the rates of the unit that stands still; `W` and `h` have the order of the table.


# %%
def my_nullclines(r, W, h):
    """(r_I where r_E is r and stands still, r_E where r_I is r and stands still)."""
    # BEGIN SOLUTION
    # WHY: The output of F is known to be r, so what the unit hears is F undone. What it hears
    # WHY: from the other is the rest, divided by that weight.
    heard = np.log(r / (1 - r))
    on_E = (heard - h[0] - W[0, 0] * r) / W[0, 1]
    on_I = (heard - h[1] - W[1, 1] * r) / W[1, 0]
    return on_E, on_I
    # STUB:
    # heard = ...
    # return ..., ...
    # END SOLUTION


# %%
check.nullclines(my_nullclines)

# %% [markdown]
# Where the lines cross, both rates stand still. Close to a crossing the pair is linear again, with $W$ times the slope of $F$, which is $r(1 - r)$: so trace and determinant tell what it does.

# %%
predict(
    "06-rhythm",
    "At h_E = −1 the lines cross once, T is above 0, and the rates turn. What happens in the end?",
    [
        "each turn is larger, without end",
        "one cycle, from every start",
        "they rest where F is flat",
    ],
)

# %%
explore.pair(mine=my_nullclines)

# %% [markdown]
# **Do** drag the start through the plane, and each nullcline by its point: that is its input. Then play the input $h_E$, and watch the point at the right cross $T = 0$.
#
# **Question:** between which inputs does a rhythm last? What do its size and its period do at the border?
#
# **Answer:** from −2.67 to 0.67. At the border the cycle begins small, and its swing grows with the root of the distance; the period is 73 ms there and 44 ms in the middle: `explore.pair(h_E=-2.6)`. Outside, the rates rest.

# %%
cycle = simulate(WEIGHTS, INPUT, F="sigmoid", duration=500.0, start=[0.1, 0.1]).r[0, 2500:]
compare(
    "06-rhythm",
    "one cycle, from every start",
    f"E goes from {cycle.min():.2f} to {cycle.max():.2f} and back in 44 ms. Close to the crossing "
    "the turns grow, and far from it F is flat and they shrink: between them is one cycle.",
)

# %% [markdown]
# So a rhythm that lasts needs three things: complex eigenvalues, to turn; $T > 0$, to leave the crossing; and units that bend, to come back. In lesson 08 the slow variable is no second population but adaptation, and the rhythm takes seconds.

# %% [markdown]
# ### The same pair can remember, and answer the wrong way round
#
# With less input to both, the nullclines cross three times: two crossings are stable, and a saddle lies between. A pulse that carries E across the saddle is remembered after its end.

# %%
explore.pair(h_E=-4.0, h_I=-7.0, E0=0.4)

# %% [markdown]
# **Do** drag the start from the left to the right, and find where the end changes.
#
# **Question:** press *reset*, go to $h_E = -2.8$, where the pair rests, and give I more input: $h_I$ from −4 to −3.8. Does I fire more?
#
# **Answer:** less: its rate falls from 0.095 to 0.065, `explore.pair(h_E=-2.8)` against `explore.pair(h_E=-2.8, h_I=-3.8)`. For a moment I fires more; E falls from 0.19 to 0.13, and I loses more from E than it was given. That happens where E alone would run away, $w_{EE}\, r_E (1 - r_E) > 1$, and inhibition holds it. Tsodyks and colleagues found this in 1997.

# %% [markdown]
# ### You make it beat at 33 Hz
#
# Choose weights, up to 20 in size, and inputs, so that the pair has a period of 29 to 31 ms and E swings by at least 0.4. It must do so from $(0.1, 0.1)$ and from $(0.9, 0.9)$.

# %%
# BEGIN SOLUTION
# WHY: Strong cross weights make D large, so the turn is fast. w_EE of 16 keeps T above 0, and
# WHY: h puts the crossing at one half, where F is steepest.
my_W, my_h = [[16, -18], [16, -2]], [1, -7]
# STUB:
# my_W, my_h = [[..., ...], [..., ...]], [..., ...]
# END SOLUTION

# %%
check.rhythm(my_W, my_h)

# %% [markdown]
# ## Stable networks can still amplify
#
# Real networks are not symmetric: a neuron excites or inhibits, whomever it reaches. Let one excitatory and one inhibitory unit both hear $w\, r_E - k w\, r_I$:
#
# $$ W = w \begin{pmatrix} 1 & -k \\ 1 & -k \end{pmatrix}, \qquad \lambda = 0 \ \text{ and } \ w\,(1 - k) . $$
#
# With $k > 1$ inhibition dominates, and no eigenvalue is above 0.

# %%
predict(
    "06-stable",
    "Both eigenvalues are far below 1. After a pulse, can the rates' length grow before it fades?",
    ["no, it can only shrink", "yes, but by a few percent", "yes, several times"],
)

# %%
explore.transient()

# %% [markdown]
# **Look** at the two eigenvectors: they almost coincide. A pulse across them is a difference of two long, nearly equal vectors. One fades sooner, and for a while the other is uncovered. The dashed line is what the same eigenvalues would do if their modes were at right angles.
#
# **Do** point at the circle to start elsewhere.
#
# **Question:** from which directions does $|\mathbf r|$ never rise above 1?
#
# **Answer:** with $w = 4.3$ and $k = 1.1$ from 36° to 71° and the opposite ones, as in `explore.transient(angle=50)`. From 71° to 141° the length falls first and rises above 1 *then*: `explore.transient(angle=100)` reaches 2.1.

# %%
best = transient_peak(balanced(), tau=10.0)
compare(
    "06-stable",
    "yes, several times",
    f"With w = 30/7 and k = 1.1 the best pulse grows {best.peak:.2f}-fold, "
    f"and is at its largest after {best.t / 10.0:.2f} τ. The figure begins with w = 4.3.",
)

# %% [markdown]
# Such a $W$ is *non-normal*: its modes are not at right angles. Write the network in the sum and the difference of the two rates instead. Then the difference $r_E - r_I$ drives the sum with the weight $w(1 + k)$, here 9, and gets nothing back. That is a feedforward step hidden in a recurrent network. Murphy and Miller (2009) call it balanced amplification: gain without the slowness of $\lambda$ near 1.

# %% [markdown]
# ### You compute how fast it can grow
#
# With $A = (W - \mathbb 1)/\tau$ and no input, $|\mathbf r|^2$ changes at the rate $\mathbf r^T (A + A^T)\, \mathbf r$. The fastest growth of $|\mathbf r|$, over all $\mathbf r$ of length 1, is the largest eigenvalue of $(A + A^T)/2$: the numerical abscissa.


# %%
def my_fastest_growth(W, tau):
    """Fastest growth of |r| at time 0, 1/ms, over all r of length 1."""
    # BEGIN SOLUTION
    # WHY: A quadratic form is largest along the eigenvector with the largest eigenvalue,
    # WHY: and only the symmetric part of A enters it.
    A = (W - np.eye(len(W))) / tau
    return np.linalg.eigvalsh((A + A.T) / 2).max()
    # STUB:
    # A = ...
    # return ...
    # END SOLUTION


# %%
check.fastest_growth(my_fastest_growth)

# %%
best = transient_peak(balanced(), tau=10.0)
print(f"at first the length grows by {best.abscissa * 10:.2f} per τ")
print(f"in the end it decays by {-best.decay * 10:.2f} per τ")

# %% [markdown]
# ## What the network computes, and where it breaks
#
# One equation amplifies, integrates, decides and passes brief signals on, and its eigenvalues and eigenvectors tell which.
#
# | | what it does | price |
# |---|---|---|
# | $\lambda < 1$ | amplifies by $1/(1-\lambda)$ | slow by the same factor |
# | $\lambda = 1$ | integrates, remembers | must be tuned |
# | $\lambda > 1$ | runs away, or decides | needs rectification |
# | complex $\lambda$ | turns, and rings on | lasts only if tuned |
# | complex, $T > 0$, bent units | a rhythm that lasts | its size is not yours to choose |
# | non-normal | amplifies briefly | weights of matched strength |

# %% [markdown]
# It has no spikes, no noise and one time constant for all. Near threshold and in synchrony the rates mislead, and far from their background real units saturate. Lesson 07 bends $N$ units into a ring, where symmetry gives modes by itself and rectification makes a bump that stays.

# %% [markdown]
# ## The symbols of this lesson, once more
#
# $T$ and $D$ are letters of this lesson alone: elsewhere $D$ counts dimensions.

# %%
course.notation("06")

# %% [markdown]
# ## What to read next
#
# - Dayan P, Abbott LF (2001). *Theoretical Neuroscience*, chapter 7. MIT Press.
# - Seung HS (1996). *How the brain keeps the eyes still.* Proc Natl Acad Sci USA 93:13339–13344.
# - Hahnloser RHR, Sarpeshkar R, Mahowald MA, Douglas RJ, Seung HS (2000). *Digital selection and analogue amplification coexist in a cortex-inspired silicon circuit.* Nature 405:947–951.

# %% [markdown]
# - Wilson HR, Cowan JD (1972). *Excitatory and inhibitory interactions in localized populations of model neurons.* Biophys J 12:1–24.
# - Tsodyks MV, Skaggs WE, Sejnowski TJ, McNaughton BL (1997). *Paradoxical effects of external modulation of inhibitory interneurons.* J Neurosci 17:4382–4388.
# - Murphy BK, Miller KD (2009). *Balanced amplification: a new mechanism of selective amplification of neural activity patterns.* Neuron 61:635–648.
# - Trefethen LN, Embree M (2005). *Spectra and Pseudospectra*, chapter 14. Princeton University Press.
