# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # The action potential
#
# How does a leaky tube of salt water carry a signal for meters without losing any of it?
#
# **You will build** the neuron of Hodgkin and Huxley, find its threshold to three decimals, stop its firing gently, fit data of 1952, and measure how far a voltage reaches.
#
# **You need** lesson 02 and its Euler step. About 155 minutes, half-way after 85.

# %%
from functools import cache

import matplotlib.pyplot as plt
import numpy as np
from scipy.optimize import curve_fit

import course
from course.check import action_potential as check
from course.check import compare, predict
from course.explore import action_potential as explore
from course.material import squid
from course.models import cable, hodgkin_huxley
from course.models.hodgkin_huxley import HodgkinHuxley, rates, resting_state, simulate
from course.models.hodgkin_huxley.euler import simulate_euler
from course.plots.look import LIGHT

plt.rcParams.update(LIGHT.rc())

course.here("03")

# %%
explore.neuron(now=6.6)

# %% [markdown]
# Below the curves stands a piece of membrane: a capacitor, three ways through it for sodium, potassium and a leak, and the gates that open and close two of them. Play the time over the first spike.
#
# **Question:** which current flows first, and which one brings $V$ down again?
#
# **Answer:** sodium's flows first, inward, and carries $V$ up: `explore.neuron(now=6.6)`. Potassium's follows, outward, and carries it down: `explore.neuron(now=8.0)`. The two gates of sodium, $m$ and $h$, open and shut it on their own.

# %% [markdown]
# ## The membrane is a capacitor with gates
#
# In 1952 Alan Hodgkin and Andrew Huxley explained the spike of the squid's giant axon with four equations. The membrane is still a capacitor with a leak. Beside the leak are two [[conductance]]s, for sodium and for potassium, and each opens and closes with the voltage.
#
# Nothing is reset, and no threshold is written anywhere. Both come out.

# %% [markdown]
# ## Three currents and an input charge the membrane
#
# $$ C\frac{dV}{dt} = I - g_{Na}\,m^3 h\,(V - E_{Na}) - g_K\,n^4\,(V - E_K) - g_L\,(V - E_L) $$
#
# | parameter | default | unit | meaning |
# |---|---|---|---|
# | `g_Na` | 120 | mS/cm² | sodium conductance, all gates open |
# | `g_K` | 36 | mS/cm² | potassium conductance, all gates open |
# | `g_L` | 0.3 | mS/cm² | leak conductance |
# | `E_Na` | 50 | mV | sodium's reversal potential |
# | `E_K` | −77 | mV | potassium's reversal potential |
# | `E_L` | −54.387 | mV | leak's reversal potential |
# | `C` | 1 | µF/cm² | capacitance |
# | `T` | 6.3 | °C | temperature |
# | `Q10` | 3 | 1 | factor of the gates' rates for 10 °C |
#
# Ionic currents count outward, the injected $I$ inward. Each ionic current pulls $V$ toward its own **reversal potential**: the voltage at which this ion has no net drive, because concentration and voltage pull it with equal strength. A conductance says how easily an ion passes, and a current is conductance times distance from the reversal potential. All values are per area of membrane: mS/cm², µA/cm².

# %% [markdown]
# ### Concentrations set the reversal potential
#
# An ion runs from where it is crowded to where it is not, and a voltage can hold it back. For a charge $z$ and the concentrations inside and outside the two balance at
#
# $$ E = \frac{R\,T}{z F}\,\ln\frac{c_{out}}{c_{in}} , $$
#
# as Nernst found in 1889. $R$ = 8.314 J/(mol K), $F$ = 96,485 C/mol, and $T$ is in kelvin, 273.15 more than in °C. The squid's axon has 400 mM of potassium inside and 20 in its blood; of sodium 50 and 440.


# %%
def my_reversal(inside, outside, z, T):
    """Reversal potential in mV of an ion of charge z; both concentrations in mM, T in °C."""
    # BEGIN SOLUTION
    # WHY: R T / F is 24 mV at 6.3 °C. More inside than outside makes the logarithm negative: the
    # WHY: inside must be negative to hold positive ions.
    volts = 8.314 * (T + 273.15) / (z * 96485.0) * np.log(outside / inside)
    return 1000.0 * volts
    # STUB:
    # return ...
    # END SOLUTION


# %%
check.reversal(my_reversal)

# %% [markdown]
# That makes −72 mV for potassium and 52 for sodium at 6.3 °C. The model has −77 and 50, as they were measured. The leak is a mixture of ions.

# %% [markdown]
# ### The paper of 1952 counts downward from rest
#
# Here $V$ is inside minus outside, and rest is near −65 mV. The paper counts the voltage from rest, with the sign turned over: $V_{1952} = -(V + 65)$, and currents likewise, $I_{1952} = -I$. So its $E_{Na} = -115$ mV is our 50 mV. The numbers above are the paper's, translated.

# %% [markdown]
# ## Each gate follows the voltage at its own pace
#
# A [[gate]] $x$ (one of $m$, $h$, $n$) is the fraction that is open. Closed ones open at the rate $\alpha_x$, open ones close at the rate $\beta_x$:
#
# $$ \frac{dx}{dt} = \alpha_x(V)\,(1 - x) - \beta_x(V)\,x = \frac{x_\infty(V) - x}{\tau_x(V)} $$
#
# with $x_\infty = \alpha_x/(\alpha_x + \beta_x)$ and $\tau_x = 1/(\alpha_x + \beta_x)$. The two forms say the same; the second says where a gate is going and how long it takes.

# %% [markdown]
# Hodgkin and Huxley fitted the rates (1/ms at 6.3 °C), with $u = V + 65$:
#
# | gate | $\alpha$ (1/ms) | $\beta$ (1/ms) |
# |---|---|---|
# | $m$, opens sodium | $f\left(\frac{25 - u}{10}\right)$ | $4\,e^{-u/18}$ |
# | $h$, inactivates sodium | $0.07\,e^{-u/20}$ | $1/(1 + e^{(30 - u)/10})$ |
# | $n$, opens potassium | $0.1\,f\left(\frac{10 - u}{10}\right)$ | $0.125\,e^{-u/80}$ |
#
# with $f(x) = x/(e^x - 1)$. Where $h$ has fallen, a channel is shut although its $m$ gates are open: it is **inactivated**.

# %% [markdown]
# ## The rate of the m gate is 0/0 at one voltage
#
# At $V = -40$ mV the formula for $\alpha_m$ is 0/0. The curve itself is smooth there, so its value is the limit. A program that divides gets `nan` as soon as $V$ meets −40 mV exactly. Write $\alpha_m$ for an array of voltages, with a number at every one.


# %%
def my_opening_rate(V):
    """alpha_m in 1/ms at V, an array in mV."""
    # BEGIN SOLUTION
    # WHY: Near x = 0 the fraction tends to 1. expm1 keeps the digits of exp(x) - 1
    # WHY: there, and the division is left out only at x = 0.
    x = -(V + 40.0) / 10.0
    return np.divide(x, np.expm1(x), out=np.ones_like(x), where=x != 0.0)
    # STUB:
    # x = ...
    # return ...
    # END SOLUTION


# %%
check.opening_rate(my_opening_rate)

# %% [markdown]
# The same curves as steady states and time constants. Drag `V`, or point at the picture. Then tick the box and play the time: open circles are the gates as they are, full ones where they are going.

# %%
explore.gates()

# %% [markdown]
# **Look** at the logarithmic axis: near rest $m$ is more than twenty times as fast as $h$ and $n$. So on a spike sodium opens at once; its inactivation and potassium come after.
#
# **Question:** at which moment of the spike are $h$ and $n$ farthest from where they are going?
#
# **Answer:** twice. In the upstroke, at 1.7 and 1.9 ms, $h$ is 0.51 and $n$ 0.54 away, since $V$ runs ahead of both; the peak of $V$ comes at 2.1 ms. And in the undershoot, at 4.7 ms, $h$ is 0.76 and $n$ 0.54 away: `explore.gates(ride=True, time=4.7)`. There $V$ is already back and they are not, which makes the neuron refractory.

# %% [markdown]
# ## A gate is the mean of many that flicker
#
# No gate is half open. In 1976 Neher and Sakmann saw the current of one channel jump at random between two values. In a short $dt$ a shut gate opens with the chance $\alpha\,dt$, and an open one shuts with the chance $\beta\,dt$. The gate $x$ is the share that is open of very many.
#
# Let `N` gates do so, all shut at first, with rates `alpha[k]`, `beta[k]` in step `k`.


# %%
def my_channels(N, alpha, beta, dt, rng):
    """Share of N gates that is open after each step of dt ms."""
    is_open, share = np.zeros(N, dtype=bool), []
    for k in range(len(alpha)):
        # BEGIN SOLUTION
        # WHY: Each gate has a number of its own, which lies below p with the chance p. What that
        # WHY: decides depends on whether the gate is open.
        draws = rng.random(N)
        is_open = np.where(is_open, draws >= beta[k] * dt, draws < alpha[k] * dt)
        share.append(np.mean(is_open))
        # STUB:
        # is_open = ...
        # share.append(...)
        # END SOLUTION
    return np.array(share)


# %%
check.channels(my_channels)

# %%
predict(
    "03-flicker",
    "A patch of membrane has 100 gates, which are open half of the time. How far from 50 % is the "
    "share that is open, at a typical moment (one standard deviation)?",
    unit="%",
    low=0,
    high=50,
)

# %%
explore.channels(mine=my_channels)

# %% [markdown]
# **Look** at the rows: a bar is one gate while it is open. The dashed lines are one standard deviation from the equation. Raise N.
#
# **Question:** what does a single gate know of the voltage?
#
# **Answer:** only how long it waits, on average: at −65 mV it is shut for 17 ms and open for 8, which are $1/\alpha$ and $1/\beta$; at −20 mV it is shut for 2.8 and open for 14. One look at one gate says nearly nothing of $V$, `explore.channels(N=1)`. The share of a thousand has a standard deviation of 0.016 at most: `explore.channels(N=1000)`.

# %%
compare(
    "03-flicker",
    100 * np.sqrt(0.5 * 0.5 / 100),
    "Chance averages out with the root of the number, √(x (1 − x)/N). For 0.5 % it takes 10,000 "
    "gates. A giant axon has far more, so its gates hardly waver; a small cell has not.",
    unit="%",
    within=0.1,
)

# %% [markdown]
# Both chances make a matrix. In a step the shares (open, shut) are multiplied by
#
# $$ \begin{pmatrix} 1 - \beta\,dt & \alpha\,dt \\ \beta\,dt & 1 - \alpha\,dt \end{pmatrix} . $$
#
# Only the shares $x_\infty$ and $1 - x_\infty$ stay as they are: they are multiplied by 1. Of any distance to them a step leaves the factor $1 - (\alpha + \beta)\,dt$, so it fades with $\tau_x$. These two factors are the eigenvalues of the matrix; lesson 06 takes networks apart by theirs.

# %% [markdown]
# ## A program of four slopes has three mistakes
#
# This program computes the slopes of $V$, $m$, $h$ and $n$. It runs, and three things in it are wrong. `rates(V)` returns $\alpha_m, \beta_m, \alpha_h, \beta_h, \alpha_n, \beta_n$.


# %%
def program(V, m, h, n, I, model):
    """dV/dt in mV/ms, and dm/dt, dh/dt, dn/dt in 1/ms; three mistakes are in it."""
    a_m, b_m, a_h, b_h, a_n, b_n = rates(V)
    I_Na = model.g_Na * m**3 * (V - model.E_Na)
    I_K = model.g_K * n**4 * (V - model.E_K)
    I_L = model.g_L * (V - model.E_L)
    dV = (-I_Na - I_K - I_L - I) / model.C
    dm = a_m * (1 - m) + b_m * m
    dh = a_h * (1 - h) + b_h * h
    dn = a_n * (1 - n) + b_n * n
    return dV, dm, dh, dn


# %% [markdown]
# One finds mistakes in a program by asking it things whose answer one knows. At rest no slope may differ from 0. An injected current must raise $V$. And where $h$ is 0 no sodium flows, so $V$ must not rise.

# %%
squid_axon = HodgkinHuxley()
V, m, h, n = resting_state(squid_axon)
for what, h_now, I in (("at rest", h, 0.0), ("10 injected", h, 10.0), ("h shut", 0.0, 0.0)):
    slopes = program(V, m, h_now, n, I, squid_axon)
    print(f"{what}: dV/dt {slopes[0]:.2f} mV/ms; m, h, n", np.round(slopes[1:], 3), "1/ms")

# %% [markdown]
# Write it without the mistakes.


# %%
def my_fix(V, m, h, n, I, model):
    """dV/dt in mV/ms, and dm/dt, dh/dt, dn/dt in 1/ms."""
    # BEGIN SOLUTION
    # WHY: Injected current flows in and raises V; sodium needs h as well as three m gates; and
    # WHY: open gates close, so beta takes away.
    a_m, b_m, a_h, b_h, a_n, b_n = rates(V)
    I_Na = model.g_Na * m**3 * h * (V - model.E_Na)
    I_K = model.g_K * n**4 * (V - model.E_K)
    I_L = model.g_L * (V - model.E_L)
    dV = (-I_Na - I_K - I_L + I) / model.C
    dm = a_m * (1 - m) - b_m * m
    dh = a_h * (1 - h) - b_h * h
    dn = a_n * (1 - n) - b_n * n
    return dV, dm, dh, dn
    # STUB:
    # return ...
    # END SOLUTION


# %%
check.fix(my_fix)

# %% [markdown]
# ## Steps along the slopes make a spike
#
# Forward Euler as in lesson 02, now for $V$, $m$, $h$ and $n$ together: all four slopes come from the old state, and only then is every variable moved. `resting_state(model)` gives the four numbers at rest. Begin there, take one step for each value of `I`, and return $V$ at the start and after each step. `my_fix` has the slopes.


# %%
def my_hh(I, dt, model):
    """V in mV at rest and after each step of dt ms, under the currents I in uA/cm^2."""
    # BEGIN SOLUTION
    # WHY: The state is one array, so that no variable can be moved before the slopes of the
    # WHY: others are known.
    state = np.array(resting_state(model))
    V = [state[0]]
    for now in I:
        state = state + dt * np.array(my_fix(*state, now, model))
        V.append(state[0])
    return np.array(V)
    # STUB:
    # return ...
    # END SOLUTION


# %%
check.hh(my_hh)

# %% [markdown]
# Open `course/models/hodgkin_huxley/model.py`: `slopes` has your four equations, a term a line. Its `step` is better than Euler's. While the gates stand still, $V$ has an exact solution; while $V$ stands still, the gates have one. Taking turns gives order two: half the step leaves a quarter of the error. Combining two step lengths gives order four, a sixteenth. `simulate` runs that step compiled; `simulate(..., plain=True)` runs it as you read it.

# %%
course.open_model("hodgkin_huxley")

# %%
for dt in (0.1, 0.05, 0.025):
    trace = simulate(HodgkinHuxley(), 10.0, dt=dt)
    print(f"dt = {dt} ms: last of {trace.spikes.size} spikes at {trace.spikes[-1]:.3f} ms")

# %% [markdown]
# ## One neuron shows all its currents
#
# `I_DC` flows from 5 ms to `stop`. `I_rand` adds a random current, new every millisecond. Before you touch anything:

# %%
predict(
    "03-anode",
    "A current of −10 µA/cm² holds V far below rest for 45 ms. Then it ends. What does V do?",
    ["it returns to rest", "it spikes once", "it fires for good"],
)

# %%
explore.neuron(mine=my_hh)

# %% [markdown]
# **Look** at the order of events: $m$ rises, sodium rushes in, $h$ falls, $n$ rises, potassium flows out and pulls $V$ below rest. (The lowest axis is logarithmic beyond ±20.) Dotted is `my_hh`, your own neuron; the line below the picture says how far its first spike is off.
#
# **Question:** press 1 for the held membrane. Which gate, unlike at rest, is wide open when the current ends? And with noise alone (2), what does each new noise change?
#
# **Answer:** $h$: it has risen from 0.60 to 0.98, while $n$ has shut from 0.32 to 0.07, as `explore.neuron(I_DC=-10.0, stop=50.0, now=50.0)` shows. New noise changes when and how often the neuron fires, and hardly how high: `explore.neuron(I_DC=0.0, I_rand=6.0)`.

# %% [markdown]
# **Question:** twice as much potassium in the blood lifts $E_K$ by $24.1 \ln 2 = 16.7$ mV, to about −60.5. Set it, and `I_DC` to 0 and then to 20. What does it do to rest, and to the firing?
#
# **Answer:** rest rises from −65 to −53 mV, though no sodium and no current has changed: `explore.neuron(E_K=-60.5, I_DC=0.0)`. There $h$ is 0.21 instead of 0.60, so much of the sodium is inactivated already. At 20 µA/cm² the neuron spikes once and falls silent, `explore.neuron(E_K=-60.5, I_DC=20.0)`, where it made nine spikes.

# %%
compare(
    "03-anode",
    "it spikes once",
    "Below rest h opens and n shuts. When V returns, more sodium and less potassium flow than "
    "at rest: an anode-break spike.",
)

# %% [markdown]
# ### Ten degrees make the gates three times as fast
#
# All rates are multiplied by $\phi = Q_{10}^{(T - 6.3)/10}$. The capacitor and the conductances stay. So at a higher temperature, sodium inactivates before it has charged the membrane as far.

# %%
for T in (6.3, 16.3, 18.5):
    trace = simulate(HodgkinHuxley(T=T), 10.0)
    factor = 3.0 ** ((T - 6.3) / 10.0)
    print(f"{T} °C: rates × {factor:.2f}, {trace.spikes.size} spikes in 100 ms")

# %% [markdown]
# **Question:** in the picture, set `T` to 18.5, then to 25 °C. Which current does the neuron need now, and how high are its spikes?
#
# **Answer:** a step must reach 5.5 µA/cm² at 18.5 °C to carry $V$ above 0 mV, and 11.6 at 25 °C, against 2.24 at 6.3 °C. The spikes get smaller: at 20 µA/cm² the first one peaks at 41, 30 and 12 mV. See `explore.neuron(T=25.0, I_DC=20.0)`.

# %% [markdown]
# ## The threshold is found to three decimals
#
# Somewhere two currents lie 0.001 µA/cm² apart, of which one makes a spike and the other does not. One simulator puts that pair at 2.355 and 2.356. Find the pair of this one: a step of current, from rest, at 6.3 °C.

# %%
explore.threshold()

# %% [markdown]
# **Look** at the dotted trace, yours: just below threshold it hesitates for milliseconds before it turns back.
#
# **Question:** which is the smallest current on the slider that makes a spike? When you have it, play `halvings`.
#
# **Answer:** 2.241 µA/cm², with 2.240 still silent, because the threshold is 2.24033. `explore.threshold(I=2.241, halvings=13)` shows yours on the bracket that bisection found.

# %% [markdown]
# ## Bisection asks thirteen times, not eight thousand
#
# `fires(I)` says whether a current makes a spike. Given one current that is silent and one that spikes, ask about the middle, and keep the half that holds the threshold. Return the spiking end once both are within `tolerance`.


# %%
def my_threshold(fires, silent, spiking, tolerance):
    """A current that fires and is less than tolerance above one that does not."""
    # BEGIN SOLUTION
    # WHY: The middle decides which end moves, so each question halves what is not yet
    # WHY: known.
    while spiking - silent > tolerance:
        middle = 0.5 * (silent + spiking)
        if fires(middle):
            spiking = middle
        else:
            silent = middle
    return spiking
    # STUB:
    # middle = ...  # what next, and how often?
    # return ...
    # END SOLUTION


# %%
check.threshold(my_threshold)

# %%
explore.threshold(halvings=13, mine=my_threshold)

# %% [markdown]
# **Look** for the ring: it stands where `my_threshold` ended, above the number of questions that it asked.
#
# **Question:** how many more questions make the answer a thousand times finer?
#
# **Answer:** ten, since ten halvings divide by 1024. The thirteen of `explore.threshold(halvings=13)` divided 8.192 by 8192.

# %%
print(f"this model: {hodgkin_huxley.threshold_current(HodgkinHuxley(), tolerance=1e-6):.4f} µA/cm²")

# %% [markdown]
# ## The last digits depend on everything
#
# Why then 2.355 in another program? The threshold is a property of parameters *and* of the program that solves the equations.

# %%
predict(
    "03-digits",
    "What moves the threshold more?",
    ["E_L = -54.4 instead of -54.387 mV", "Euler with dt = 0.05 ms instead of a fine solution"],
)


# %%
def euler_fires(I, dt):
    """Whether forward Euler crosses 0 mV within 40 ms of a step of current."""
    rest = resting_state(HodgkinHuxley())
    return simulate_euler(HodgkinHuxley(), I, start=rest, dt=dt, duration=40.0).V.max() >= 0.0


def euler_threshold(dt):
    """The first of the currents 2.2000, 2.2002, ... that fires."""
    return next(I for I in np.arange(2.2, 2.3, 0.0002) if euler_fires(I, dt))


# %%
steps = [0.05, 0.04, 0.025, 0.02, 0.01, 0.005]
euler = [euler_threshold(dt) for dt in steps]
exact = hodgkin_huxley.threshold_current(HodgkinHuxley(), tolerance=1e-6)
fig, ax = plt.subplots(figsize=(6, 3), layout="constrained")
ax.axhline(exact, color="0.6", lw=3, label="order 4, any dt of these")
ax.plot(steps, euler, "o-", label="forward Euler")
ax.set(xlabel="dt (ms)", ylabel="threshold (µA/cm²)", xlim=(0, 0.055))
ax.legend()
plt.show()

# %% [markdown]
# **Look** at the straight line: Euler's error is proportional to dt, and at 0.05 ms it has spoiled the second decimal. Only at dt → 0 do both methods agree.

# %%
rests = (-54.387, -54.4, -54.3)
found = [hodgkin_huxley.threshold_current(HodgkinHuxley(E_L=E_L), tolerance=1e-6) for E_L in rests]
lines = [f"With E_L = {E_L} mV it is {I:.4f} µA/cm²." for E_L, I in zip(rests, found)]
compare(
    "03-digits",
    "Euler with dt = 0.05 ms instead of a fine solution",
    "It moves the second decimal. A rounded E_L moves the fourth, and so the third when rounded.\n"
    + " ".join(lines),
)

# %% [markdown]
# ## Heights in between exist, nine decimals deep
#
# Near the threshold two traces stay together for a while, then run apart exponentially: $m$ opens, $V$ rises, more $m$ opens. How close must two currents be for their peaks to meet?

# %%
for tolerance in (1e-3, 1e-6, 1e-9):
    found = hodgkin_huxley.threshold_traces(HodgkinHuxley(), tolerance=tolerance)
    low, high = found.silent.V.max(), found.spiking.V.max()
    print(f"currents {tolerance:.0e} apart: silent peak {low:.0f} mV, spike {high:.0f} mV")

# %% [markdown]
# The equations are smooth, so every height in between exists. It only takes a current that no hand can set. At 18.5 °C (preset 4 above) the growth is weaker and heights in between are easy to find.
#
# **Question:** is a neuron's all-or-none law a law, or a very steep slope?
#
# **Answer:** a very steep slope. Every height between rest and a full spike belongs to some current, but all of them lie within about a billionth of a µA/cm². In a real axon, whose channels flicker, nobody can aim so well: there the slope is as good as a law.

# %% [markdown]
# ## A slow rise passes unnoticed
#
# So far the current came at once. Most currents in a brain do not: they rise.

# %%
predict(
    "03-ramp",
    "A current of 9 µA/cm² that comes at once makes the neuron fire for good. Now it climbs to 9 "
    "within 40 ms and stays there. What does the neuron do?",
    ["it fires for good, only later", "it spikes once", "it stays silent"],
)

# %%
explore.ramp()

# %% [markdown]
# **Look** at the gates while the current rises: $h$ falls and $n$ climbs, step by step with $V$. Drag the end of the rise.
#
# **Question:** within which time must the current reach 9 µA/cm² to be noticed, and within which 5? Is there a voltage that is *the* threshold?
#
# **Answer:** 9 within 32.8 ms, as `explore.ramp(rise=32.5)` against `explore.ramp(rise=33.0)`, and 5 within 13.3 ms. No voltage is: after a slow rise $V$ stands at −60 mV in silence, and a fast one has long fired there. Neither is a current.

# %%
compare(
    "03-ramp",
    "it stays silent",
    "During a slow rise sodium's gate h shuts and potassium's n opens before there is a spike: "
    "the threshold runs away from the current.",
)

# %% [markdown]
# The leaky neuron of lesson 02 fires under every ramp that passes the rheobase. It has no gates that could adapt.

# %% [markdown]
# ## More sodium channels make a spike cheaper
#
# `g_Na` says how densely the membrane is packed with sodium channels. At the place where many neurons begin their spikes, near the root of the axon, the packing is much denser than on the cell body.

# %%
predict(
    "03-density",
    "A membrane has a fifth more sodium channels, 144 instead of 120 mS/cm². By how much does the "
    "step of current that makes a spike fall?",
    ["by less than a fifth", "by about a fifth", "by more than a fifth"],
)

# %%
explore.sodium()

# %% [markdown]
# **Look** at the two lines in the right panel. A step of current above the solid one makes a spike. Above the dashed one rest is not **stable**: the smallest push away from it grows, so the neuron cannot stay silent. Drag the point over them, and watch $V$.
#
# **Question:** follow the dashed line to its end. What does a membrane with 220 mS/cm² do without any current?
#
# **Answer:** it fires for good, as soon as anything disturbs it: `explore.sodium(g_Na=220.0, I=0.0, kick=0.5)`. The dashed line meets 0 at 212.6 mS/cm², 1.8 times the squid's. A little before, at 190, rest is stable, but one kick starts a firing that lasts: `explore.sodium(g_Na=190.0, I=0.0, kick=15.0)`. So a channel that is too frequent is as harmful as one that is missing.

# %%
needed = [
    hodgkin_huxley.threshold_current(HodgkinHuxley(g_Na=g_Na), tolerance=1e-4)
    for g_Na in (120.0, 144.0, 160.0, 170.0)
]
compare(
    "03-density",
    "by more than a fifth",
    "It falls by 29 %, and on: {:.2f}, {:.2f}, {:.2f}, {:.2f} µA/cm² at 120, 144, 160, 170.\n"
    "What opens the next channels is the current of those that are open already, so more of "
    "them help each other.".format(*needed),
)

# %% [markdown]
# ## You can stop here or go on
#
# Half of the lesson is behind you: one neuron, its gates and its threshold. What follows takes another hour: how firing starts and ends, how the currents were measured, and how a spike travels.

# %% [markdown]
# ## Firing starts with a jump
#
# The leaky neuron of lesson 02 can fire as slowly as you like. Now the current climbs in small steps of 0.25 µA/cm², the state carried from one to the next.

# %%
predict(
    "03-jump",
    "What is the firing rate just above the current where lasting firing begins?",
    ["near 0 Hz", "about 10 Hz", "50 Hz or more"],
)

# %%
explore.f_i(position=0)

# %% [markdown]
# **Look** while you play `position`: silence up to 10, then 70 Hz at once. On the way down firing lasts to 6.5. The currents are 0.25 apart, so these numbers belong to the grid. Hodgkin called this class 2; lesson 04 has both classes.
#
# **Question:** with *up to the block*, where do the peaks sink below 0 mV, and where does the oscillation end? Spikes count as crossings of 0 mV here.
#
# **Answer:** peaks sink below 0 mV at 63 µA/cm²; in steps of 6 you see +2 mV at 60 and −2 mV at 66. The oscillation shrinks to nothing at 154.5, between 150 and 156 here: `explore.f_i(span="up to the block", position=49)`.

# %%
steps = np.array([6.2, 6.3, 6.5, 10.0])
firing = hodgkin_huxley.f_i_curve(HodgkinHuxley(), steps, duration=1000.0, skip=500.0)
ends = ", ".join(f"{step}: {rate:.1f} Hz" for step, rate in zip(steps, firing))
compare(
    "03-jump",
    "50 Hz or more",
    "The slowest lasting firing is near 50 Hz. Firing begins at full height and full pace.\n"
    f"What a step from rest ends in, by its height in µA/cm²: {ends}.",
)

# %% [markdown]
# ## Three bifurcations order the currents
#
# Firing that goes on for ever is a *cycle*: the same state comes back again and again. Like rest, it may be stable, or not. A *bifurcation* is a current at which rest or a cycle appears, vanishes, or becomes stable or unstable.

# %% [markdown]
# Rinzel and Miller computed where that happens. At **6.26** µA/cm² two cycles appear, a stable and an unstable one: a *fold of cycles*. At **9.78** the unstable one shrinks onto rest and takes its stability away: a *subcritical Hopf bifurcation*. At **154.5** the stable one shrinks onto rest and gives it back: a *supercritical Hopf bifurcation*, the end of all firing.

# %% [markdown]
# So from 6.26 to 9.78 rest and firing are both stable, and the neuron remembers. The first kick, at 20 ms, starts the firing.
#
# The sweep above stayed silent a little longer: just above 9.78 the neuron leaves rest so slowly that 200 ms are not enough. Set its `hold` to 300.

# %%
explore.two_states()

# %% [markdown]
# **Look** at the right panel: firing is a loop, rest a point beside it. A kick moves the neuron from one to the other.
#
# **Question:** set `kick` to 5. Which times of `when` stop the firing, and which only shift it? Guttman and colleagues did this with a real axon in 1980.
#
# **Answer:** 61 to 62.5, 77 to 78.5, 93 to 94.5, 109 to 110.5 and 125 to 126.5 ms stop it. These windows come once a period of 16.0 ms, 7 to 8 ms before the next spike, where the small push lands near the resting point: `explore.two_states(kick=5.0, when=94.0)`. At every other time the spikes are only shifted.

# %% [markdown]
# ### You stop it as gently as you can
#
# At 8 µA/cm² the kick at 20 ms has started the firing. End it with a single pulse of your own: `height` (µA/cm², of either sign), `when` (ms, from 60 to 140) and `width` (ms, at least 0.05). No spike may come for 100 ms after it. A kick of 5 for 1 ms does it; find a pulse with $|height| \cdot width$ of at most 3.

# %%
# BEGIN SOLUTION
# WHY: A push down has a window as well, 3 to 4 ms before the next spike, where V is about to
# WHY: rise. In its middle half of the preset's kick is enough.
my_height = -2.5
my_when = 82.0
my_width = 1.0
# STUB:
# my_height = ...
# my_when = ...
# my_width = ...
# END SOLUTION

# %%
check.gentle_stop(my_height, my_when, my_width)

# %% [markdown]
# ## Too much current blocks the spike
#
# Under a strong current $V$ never falls far enough for $h$ to open again. Spikes shrink: near 63 µA/cm² their peaks sink below 0 mV, and at 154.5 the oscillation ends. $V$ then rests at about −43 mV with its sodium channels inactivated. This is depolarization block.

# %%
for current in (20.0, 60.0, 100.0, 160.0):
    V = simulate(HodgkinHuxley(), current, duration=500.0, dt=0.05).V[-1000:]
    print(f"{current:.0f} µA/cm²: V between {V.min():.0f} and {V.max():.0f} mV")

# %% [markdown]
# ## The voltage clamp takes the currents apart
#
# All this was read from currents, at a voltage held by an amplifier. With $V$ constant, each gate relaxes as one exponential. Hodgkin and Huxley removed the sodium outside; today tetrodotoxin blocks sodium's channels and tetraethylammonium potassium's.

# %%
predict(
    "03-clamp",
    "V steps from −65 to 50 mV, which is E_Na. What does sodium's current do?",
    ["flows inward, most of all", "does not flow", "flows outward"],
)

# %%
explore.clamp()

# %% [markdown]
# **Look** at the total: first down, then up. The dip is sodium, mostly gone after 3 ms; the plateau is potassium. On the right, sodium's current is largest near 0 mV. A current is open channels times distance from $E_{Na}$; above 0 mV hardly more channels open, and the distance shrinks.
#
# **Question:** how far down must `hold` go before sodium's peak stops growing?
#
# **Answer:** to about −90 or −100 mV, where $h$ is 0.98 and 0.996: nothing is left to gain. For a step to 0 mV the peak is −1456 µA/cm² from −65 mV, −2368 from −90, −2398 from −100 and −2405 from −110: `explore.clamp(hold=-100.0)`.

# %%
compare(
    "03-clamp",
    "does not flow",
    "The gates open all the same, but at E_Na nothing drives the ions. Beyond it they flow out.",
)

# %% [markdown]
# ### Ten points of 1952 are yours to fit
#
# From the rise of potassium's conductance at each voltage, Hodgkin and Huxley read $\alpha_n$ and $\beta_n$. `squid.potassium()` has ten of the twelve voltages of their table, with `V` counted as in this lesson. Then they looked for formulas.

# %%
V, alpha, beta = squid.potassium()
for row in zip(V, alpha, beta):
    print("at {:4.0f} mV  alpha_n {:.3f}  beta_n {:.3f} per ms".format(*row))

# %% [markdown]
# Find formulas of your own that come nearer. The root of the mean squared distance may be 0.02 at most for $\alpha$, and 0.008 for $\beta$; theirs have 0.031 and 0.013 1/ms. Each must be a number above 0 from −100 to 60 mV.


# %%
# BEGIN SOLUTION
# WHY: The form of alpha is that of 1952, with its three numbers set free; the logarithm of an
# WHY: exponential is a line, so that of beta is a straight fit.
def opening_form(V, scale, middle, width):
    """Like x / (exp(x) - 1), which is 1 at x = 0."""
    x = (middle - V) / width
    hole = np.abs(x) < 1e-6
    return scale * np.where(hole, 1.0, x / np.expm1(np.where(hole, 1.0, x)))


@cache
def fitted():
    """The numbers of alpha's form, and of the line through ln beta."""
    V, alpha, beta = squid.potassium()
    form = curve_fit(opening_form, V, alpha, p0=[0.1, -55.0, 10.0])[0]
    return form, np.polyfit(V, np.log(beta), 1)


# END SOLUTION


def my_alpha(V):
    """Opening rate of n in 1/ms at V, an array in mV."""
    # BEGIN SOLUTION
    return opening_form(V, *fitted()[0])
    # STUB:
    # return ...
    # END SOLUTION


def my_beta(V):
    """Closing rate of n in 1/ms at V, an array in mV."""
    # BEGIN SOLUTION
    return np.exp(np.polyval(fitted()[1], V))
    # STUB:
    # return ...
    # END SOLUTION


# %%
check.potassium(my_alpha, my_beta)

# %%
explore.potassium(alpha=my_alpha, beta=my_beta)

# %% [markdown]
# **Look** at the points: what was measured. Lines are the formulas of 1952, dotted are yours. On the right a neuron runs by each.
#
# **Question:** your formulas are nearer to the points. Is the neuron that runs by them nearer to an axon? Look below −55 mV, where no point is.
#
# **Answer:** not by that alone. With the solution's rates it spikes once at 10 µA/cm² and then falls silent, where the formulas go on firing; it needs about 20 to go on: `explore.potassium(I=20.0)`. Below −55 mV its $\beta$ is smaller, so after a spike $n$ stays open longer, and no point told how it should be. A fit knows nothing of what lies beyond its data.

# %% [markdown]
# ## A passive axon forgets within a length constant
#
# Along an axon of radius $a$, current also flows through the core, of resistivity $R_i$:
#
# $$ C\frac{\partial V}{\partial t} = \frac{a}{2 R_i}\frac{\partial^2 V}{\partial x^2} - I_{ion} $$
#
# With the gates held at rest, $G$ being the conductance there, a steady voltage falls off as $e^{-x/\lambda}$, with
#
# $$ \lambda = \sqrt{\frac{a}{2 R_i G}} . $$

# %%
explore.decay()

# %% [markdown]
# **Look** at the logarithmic panel: a straight line. In a short axon it bends, since nothing leaves through the sealed end.
#
# **Question:** move the ruler until V has fallen to 36.8 %. What is $\lambda$, and what is it at four times the radius? Then show it.
#
# **Answer:** 0.70 cm, and 1.41 cm at four times the radius, since $\lambda$ goes with $\sqrt{a}$. `explore.decay(ruler=1.41, radius=952.0, show=True)` lays the ruler on it.

# %% [markdown]
# ### You read the length constant off the decay
#
# Someone measured `V` in mV at the places `x` in cm, far from any end but the one at `x[0]`, where the current enters. Every point has noise of 0.05 mV, and the axon is twelve $\lambda$ long. Return $\lambda$ in cm, within 5 %.


# %%
def my_length_constant(x, V, V_rest):
    """Length constant in cm of the steady decay V(x), arrays of the same length."""
    # BEGIN SOLUTION
    # WHY: The logarithm of an exponential decay from rest is a line of slope -1 / lambda. Far out
    # WHY: it is the logarithm of noise, so points below twenty times the noise are left out.
    depth = V - V_rest
    clear = depth > 1.0
    slope, _ = np.polyfit(x[clear], np.log(depth[clear]), 1)
    return -1.0 / slope
    # STUB:
    # depth = ...  # what falls off
    # return ...
    # END SOLUTION


# %%
check.length_constant(my_length_constant)

# %%
explore.decay(ruler=0.7, mine=my_length_constant)

# %% [markdown]
# **Look** for the dotted line: it stands at the length constant that your function reads off the curve.
#
# **Question:** move the radius. Does your line stay where V has fallen to 36.8 %?
#
# **Answer:** yes, wherever the axon is several $\lambda$ long: `explore.decay(ruler=1.41, radius=952.0)`. In a short axon no potential leaves through the end, and the fall is no exponential.

# %% [markdown]
# ## A dendrite tells in which order its inputs came
#
# What comes from afar also comes late, since each stretch on the way must be charged. Take a dendrite of radius 1 µm and 800 µm long, with a leak alone, so that $\lambda$ is 1 mm. Three places, 200, 400 and 600 µm from the cell body at $x = 0$, get a brief pulse each, 2 ms apart.

# %%
predict(
    "03-order",
    "The pulses come at 600, then 400, then 200 µm, and then the other way round. When does the "
    "cell body get the higher peak?",
    ["when they run toward it", "when they run away from it", "in both cases alike"],
)

# %%
dendrite = cable.Axon(
    radius=1.0, R_i=100.0, length=0.08, n=80, active=False, g_Na=0.0, g_K=0.0, g_L=0.05
)


def at_the_body(dendrite, places):
    """Times, and V above rest at the cell body, under pulses at these places (cm), 2 ms apart."""
    total = 0.0  # a passive cable adds up what each pulse does alone
    for k, x in enumerate(places):
        run = cable.simulate(dendrite, 2e-4, site=x, onset=1.0 + 2.0 * k, width=0.5, duration=30.0)
        total = total + run.V[:, 0] - run.V[0, 0]
    return run.t, total


# %%
t, toward = at_the_body(dendrite, [0.06, 0.04, 0.02])
_, away = at_the_body(dendrite, [0.02, 0.04, 0.06])
fig, ax = plt.subplots(figsize=(6, 3), layout="constrained")
ax.plot(t, toward, label="600, 400, 200 µm")
ax.plot(t, away, "--", label="200, 400, 600 µm")
ax.set(xlabel="time (ms)", ylabel="V above rest (mV)")
ax.legend()
plt.show()

# %%
compare(
    "03-order",
    "when they run toward it",
    f"{toward.max():.1f} mV against {away.max():.1f}: what started far out arrives together with what "
    "started late and near. Rall showed in 1964 that a dendrite can tell directions so.",
)

# %% [markdown]
# ## An active axon hands the spike on
#
# A few millimeters of passive spread bring the next stretch of membrane to threshold. It makes a spike of its own, at full height. The default is axon 17 of the paper: radius 238 µm, 35.4 Ω·cm, 18.5 °C.

# %%
predict(
    "03-radius",
    "The spike travels at 18.7 m/s. How fast does it in an axon of four times the radius?",
    unit="m/s",
    low=0.0,
)

# %%
explore.axon()

# %% [markdown]
# **Look** at the two images: the active stripe is straight and keeps its color, the passive patch stays where it was. Play `time` and watch the profile. Both axons get the same push.
#
# **Question:** where does an axial resistance twice as large put the stripe? And up to which temperature does the spike reach the far end?
#
# **Answer:** the spike gets slower by $\sqrt 2$, 13.2 instead of 18.7 m/s, so the stripe leans more: `explore.axon(R_i=70.8)`. With temperature the velocity grows up to 23.0 m/s near 30 °C. Up to 33.0 °C the spike gets through; above, the gates are faster than the membrane can be charged, and it dies on the way.

# %%
radii = 238.0 * np.array([0.25, 0.5, 1.0, 2.0, 4.0])
speeds = [cable.conduction_velocity(cable.Axon(radius=radius)) for radius in radii]
fig, ax = plt.subplots(figsize=(6, 3), layout="constrained")
ax.loglog(radii, speeds[2] * np.sqrt(radii / 238.0), color="0.6", lw=3, label="√radius")
ax.loglog(radii, speeds, "o", label="simulated")
ax.set(xlabel="radius (µm)", ylabel="velocity (m/s)", xticks=radii, xticklabels=radii)
ax.minorticks_off()
ax.set(yticks=[10, 20, 40], yticklabels=[10, 20, 40])
ax.legend()
plt.show()

# %% [markdown]
# **Look** at the slope: half a decade of velocity for a decade of radius.

# %%
compare(
    "03-radius",
    round(speeds[4], 1),
    "The radius only sets the unit of length: measured in length constants every axon is the same, so velocity goes with √radius.",
    unit="m/s",
)

# %% [markdown]
# ### Insulation makes a thin axon fast
#
# A squid needs an axon of half a millimeter for such a speed. Vertebrates wind a sheath of fat, **myelin**, around thin ones. It keeps the charges on both sides farther apart, so the capacitance is smaller, and less current is needed to charge the next stretch. Here is the axon with a smaller and smaller capacitance:

# %%
for C in (1.0, 0.5, 0.25):
    print(f"C = {C:4} µF/cm²: {cable.conduction_velocity(cable.Axon(C=C)):.1f} m/s")

# %% [markdown]
# The sheath stops the leak as well, so $\lambda$ grows. Only in its gaps, the nodes, is the membrane active, and the spike leaps from one to the next.

# %% [markdown]
# ## The model has the speed of the paper
#
# Hodgkin and Huxley needed weeks with a hand-cranked calculator for this number and found 18.8 m/s. The axon itself did 21.2. A velocity is worth reporting only if a finer grid does not change it:

# %%
axon = cable.Axon()
for dx, dt in ((0.1, 0.05), (0.05, 0.025), (0.025, 0.0125), (0.0125, 0.00625)):
    speed = cable.conduction_velocity(axon, dx=dx, dt=dt)
    print(f"dx = {dx} cm, dt = {dt} ms: {speed:.2f} m/s")

# %% [markdown]
# Each line halves dx and dt, and leaves about a quarter of the error: order two. The limit is within half a percent of the paper.

# %% [markdown]
# ## What the model computes, and where it breaks
#
# It turns a graded input into an event of fixed height, refuses a second one for some milliseconds, keeps a rhythm, remembers one bit, and repeats its signal along a wire.
#
# It has no randomness, though a small cell has few channels. Most neurons have a dozen other channels, and many start firing slowly, unlike this one. Most long axons in your body are insulated, and only their gaps are active.

# %% [markdown]
# Against the neuron of lesson 02 it costs four equations and a small time step. Lesson 04 asks how much of it can be thrown away.
#
# **Question:** which of the things that you saw here could the leaky integrate-and-fire neuron not do?
#
# **Answer:** it cannot refuse a slow ramp, spike when inhibition ends, be blocked by too much current, start firing at 50 Hz at once, hold two answers to one current, or carry a spike along. It has one variable and no gates, so nothing but $V$ remembers the past; and its threshold is written in, so it cannot depend on that past.

# %% [markdown]
# ## The symbols of this lesson, once more
#
# Per area of membrane, as in the paper of 1952, but counted from inside to outside.

# %%
course.notation("03")

# %% [markdown]
# ## What to read next
#
# - Hodgkin AL, Huxley AF (1952). *A quantitative description of membrane current and its application to conduction and excitation in nerve.* J Physiol 117:500–544. https://doi.org/10.1113/jphysiol.1952.sp004764
# - Neher E, Sakmann B (1976). *Single-channel currents recorded from membrane of denervated frog muscle fibres.* Nature 260:799–802. https://doi.org/10.1038/260799a0
# - Hodgkin AL (1951). *The ionic basis of electrical activity in nerve and muscle.* Biol Rev 26:339–409. On concentrations.
# - Rall W (1964). *Theoretical significance of dendritic trees for neuronal input-output relations.* In: Reiss RF (ed), Neural Theory and Modeling, 73–97. Stanford University Press.
# - Cole KS, Guttman R, Bezanilla F (1970). *Nerve membrane excitation without threshold.* PNAS 65:884–891.
# - Rinzel J, Miller RN (1980). *Numerical calculation of stable and unstable periodic solutions to the Hodgkin-Huxley equations.* Math Biosci 49:27–59.
# - Guttman R, Lewis S, Rinzel J (1980). *Control of repetitive firing in squid axon membrane.* J Physiol 305:377–395.
# - Dayan P, Abbott LF (2001). *Theoretical Neuroscience*, chapters 5, 6. MIT Press.
# - Izhikevich EM (2007). *Dynamical Systems in Neuroscience*. MIT Press.
