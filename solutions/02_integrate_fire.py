# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # Integrate and fire
#
# How little must a neuron know to turn a current into spikes?
#
# **You will build** a leaky neuron that spikes, find its firing rate and Lapicque's law of the pulse in closed form, turn a clock into a gambler, and measure one that hides its parameters.
#
# **You need** lesson 01 and a little calculus. About 100 minutes, half-way after 50, plus 10 marked *further*.

# %%
import numpy as np

import course
from course import stimuli
from course.check import compare, predict
from course.check import integrate_fire as check
from course.compiled import compiled, timing
from course.explore import integrate_fire as explore
from course.material.mystery import mystery
from course.models.dynamic_synapse import Synapse, steady
from course.models.integrate_fire import (
    LIF,
    chronaxie,
    firing_rate,
    noisy_firing,
    rheobase,
    simulate,
    sine_response,
    strength,
)

course.here("02")

# %%
explore.leak()

# %% [markdown]
# Two neurons get the same two pulses of current. One keeps what it got, the other loses it. Drag the strength of the pulses.
#
# **Question:** how strong must the pulses be so that the upper neuron spikes, and how strong for the lower one?
#
# **Answer:** 65 pA against 220 pA, in the slider's steps of 5. The upper one adds up both pulses, 80 ms of current. The lower one loses part of the first pulse while it flows, and nearly all of it before the second comes: `explore.leak(I=220.0)`.

# %% [markdown]
# ## The membrane is a capacitor with a leak
#
# In 1907 Louis Lapicque stimulated the nerve of a frog and described its membrane as a capacitor with a leak, to be charged up to a threshold. A membrane is a thin insulator between two salt waters, so it stores charge; channels through it let some of the charge leak away. Nobody knew yet how a spike comes about, and he did not need to. The reset was added later.

# %% [markdown]
# ## A perfect integrator never forgets
#
# Without a leak, current $I$ charges the capacitance $C$ at the rate
#
# $$ \frac{dV}{dt} = \frac{I(t)}{C} . $$
#
# $dV/dt$ is the slope of the curve $V(t)$: by how many mV it climbs in a ms. At $V_{th}$ the neuron spikes, and $V$ stays at $V_{reset}$ for the [[refractory period]]. Where no current flows, $V$ stays where it is.

# %% [markdown]
# ## A leaky integrator returns to rest
#
# A resistance $R$ beside the capacitor lets the charge [[leak]] away. The charge on the capacitor is $C(V - E_L)$, up to a constant. What flows in must charge it or leave through $R$:
#
# $$ I = C\,\frac{dV}{dt} + \frac{V - E_L}{R} . $$
#
# Multiply by $R$, and call $R\,C$ the time constant $\tau_m$.
#
# $$ \tau_m \frac{dV}{dt} = -(V - E_L) + R\,I(t) $$

# %% [markdown]
# Under a constant current the slope is 0 at $V = E_L + R I$, which is the goal. Elsewhere it is the distance to the goal over $\tau_m$: far from it $V$ moves fast, near it slowly. That is the decay of lesson 00, because the slope of $e^{-t/\tau}$ is $-1/\tau$ of its height. So the distance shrinks by the factor $e^{-t/\tau_m}$, to 37 % in each $\tau_m$.

# %% [markdown]
# | symbol | default | unit | meaning |
# |---|---|---|---|
# | `tau_m` | 30 | ms | membrane time constant |
# | `R` | 0.09 | GΩ | input resistance |
# | `E_L` | −65 | mV | resting potential |
# | `V_th` | −50 | mV | threshold |
# | `V_reset` | −65 | mV | potential after a spike |
# | `t_ref` | 2 | ms | refractory period |
#
# A picoampere through a gigaohm makes a millivolt, and 333 pF times 0.09 GΩ are 30 ms, so no power of ten is needed.

# %%
predict(
    "02-memory",
    "Two pulses of current, 200 ms apart, neither strong enough alone. Which neuron spikes?",
    ["only the perfect integrator", "only the leaky one", "both", "neither"],
)

# %%
explore.leak(gap=200.0)

# %% [markdown]
# **Look** at the voltage between the pulses: the perfect integrator keeps it, the leaky one loses it within a few $\tau_m$.
#
# **Question:** at 90 pA no $\tau_m$ makes the leaky neuron spike. Why not? Compare $R I$ with the way to threshold, $V_{th} - E_L$. At which current does a short $\tau_m$ do it?
#
# **Answer:** $R I$ is 8.1 mV and the way to threshold 15 mV; $\tau_m$ only sets how fast the 8.1 mV are reached. Above 167 pA a pulse of 40 ms is enough if $\tau_m$ is short: below 22 ms at 200 pA. `explore.leak(I=200.0, tau_m=22.0)` spikes, and `explore.leak(I=200.0, tau_m=23.0)` does not before the second pulse.

# %%
compare(
    "02-memory",
    "only the perfect integrator",
    "It adds the pulses up, however far apart they are. The leaky neuron has forgotten the first.",
)

# %% [markdown]
# ## You write one step of the leaky neuron
#
# Forward Euler turns the equation into a loop: the new voltage is the old one plus `dt` times the slope. Write that step, with every parameter as an argument.


# %%
def my_lif_step(V, I, dt, tau_m, R, E_L):
    """Potential in mV, dt ms after it was V, under the current I in pA."""
    # BEGIN SOLUTION
    # WHY: The slope is the equation solved for dV/dt; a step of Euler follows it for dt.
    dV_dt = (-(V - E_L) + R * I) / tau_m
    return V + dt * dV_dt
    # STUB:
    # dV_dt = ...
    # return ...
    # END SOLUTION


# %%
check.lif_step(my_lif_step)

# %% [markdown]
# ## A threshold and a reset make it spike
#
# Now the loop. Start at `E_L`. Whenever `V` reaches `V_th`, note the time and set `V` to `V_reset`. Return the spike times in ms. There is no refractory period yet.


# %%
def my_spike_times(I, dt, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0, V_reset=-65.0):
    """Spike times in ms under the current I, an array with one value a step."""
    V, spikes = E_L, []
    for i in range(len(I)):
        # BEGIN SOLUTION
        # WHY: The step comes first, then the test, so a spike is noted at the end of its step.
        V = V + dt * (-(V - E_L) + R * I[i]) / tau_m
        if V >= V_th:
            spikes.append((i + 1) * dt)
            V = V_reset
        # STUB:
        # V = ...
        # if ...:
        #     spikes.append(...)
        #     V = ...
        # END SOLUTION
    return spikes


# %%
check.spike_times(my_spike_times)

# %% [markdown]
# ### One line compiles your loop
#
# Python looks at every step of your loop anew. numba translates a whole function into the machine's own language, once, when it is first called. Nothing in your code changes.

# %%
predict(
    "02-compiled",
    "Ten seconds of model time are 100,000 steps. How many times faster is your loop compiled?",
    unit="times",
    low=0.1,
    high=1e6,
)

# %% tags=["nbval-ignore-output"]
fast = compiled(my_spike_times)
took = timing(my_spike_times, fast, np.full(100_000, 200.0), 0.1)
took

# %% tags=["nbval-ignore-output"]
compare(
    "02-compiled",
    took.factor,
    "Compiled, a step is a few additions and a comparison; in Python each of them is a search.",
    unit="times",
    within=0.5,
)

# %% [markdown]
# Open `course/models/integrate_fire/model.py`: `slope` is your equation and `loop` your loop, with two changes. Between spikes the equation is linear, so `after` solves it exactly. And `time_to_threshold` finds when the threshold is crossed between two grid points. `simulate` runs `loop` compiled, and `simulate(..., plain=True)` runs it as you read it.

# %%
course.open_model("integrate_fire")

# %%
trace = simulate(LIF(), 200.0, duration=100.0)
print("spikes at", np.round(trace.spikes, 3), "ms")

# %% [markdown]
# ## One current gives one rate
#
# The right panel holds the [[f–I curve]], the firing rate against the current. The round point is the neuron on the left. The slider σ adds white noise to the current, that is, chance anew at every moment. σ says how much: it is the standard deviation that $V$ would have without spikes.

# %%
predict(
    "02-double",
    "The neuron fires at 18 Hz under 200 pA. What does it do under 400 pA?",
    ["less than twice the rate", "about twice the rate", "clearly more than twice the rate"],
)

# %%
explore.neuron(loop=my_spike_times)

# %% [markdown]
# **Look** at the approach to the dashed threshold: under weak current it is slow and bent, under strong current it is a straight climb. The strokes above are your own loop: without a refractory period it gains 2 ms at every spike.
#
# **Question:** the [[rheobase]] is the smallest current that makes the neuron fire. Which slider moves it, and which two change only the curve above it? Which of these two sets the highest rate that any current can reach?
#
# **Answer:** `V_th` moves it: `explore.neuron(V_th=-45.0)` has 222 pA. `tau_m` and `t_ref` change only what lies above. `t_ref` sets the ceiling, $1000/t_{ref}$ = 500 Hz, as in `explore.neuron(I=500.0, t_ref=20.0)`.

# %%
low, high = firing_rate(LIF(), [200.0, 400.0])
compare(
    "02-double",
    "clearly more than twice the rate",
    f"{low:.1f} Hz become {high:.1f} Hz: only what exceeds the rheobase counts.",
)

# %% [markdown]
# ## The f–I curve has a closed form
#
# From a reset at rest, the distance to the goal is $R I$ at first. It shrinks by the factor $e^{-t/\tau_m}$, so $V(t) = E_L + R I\,(1 - e^{-t/\tau_m})$. So $V$ needs the time $\tau_m \ln\frac{R I}{R I - (V_{th} - E_L)}$ to the threshold, and with the refractory period this is an interval:
#
# $$ f = \frac{1}{t_{ref} + \tau_m \ln\dfrac{R I}{R I - (V_{th} - E_L)}} . $$

# %% [markdown]
# Most neurons are not reset to rest. From any $V_{reset}$, the distance to the goal $E_L + R I$ shrinks by the same factor, but begins with another length. Derive the rate for that, and write it.


# %%
def my_rate(I, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0, t_ref=2.0, V_reset=-65.0):
    """Firing rate in Hz under the constant current I in pA; 0 below the rheobase."""
    # BEGIN SOLUTION
    # WHY: The climb is over when the distance from the goal has shrunk from that at V_reset to
    # WHY: that at V_th. Below the rheobase V never arrives, and the logarithm has no value.
    if R * I <= V_th - E_L:
        return 0.0
    goal = E_L + R * I
    interval = t_ref + tau_m * np.log((goal - V_reset) / (goal - V_th))
    return 1000.0 / interval
    # END SOLUTION


# %%
check.rate(my_rate)

# %%
print(f"rheobase {rheobase(LIF()):.1f} pA")

# %% [markdown]
# ## The time step shows in the curve
#
# Your loop can put a spike on a grid point only. The library places it between them. With `method` you choose which of the two is drawn over the closed form; the right panel shows the difference.

# %%
predict(
    "02-dt",
    "How does the largest error of the Euler curve change when dt shrinks from 1 to 0.1 ms?",
    ["it stays", "to about a tenth", "to about a hundredth"],
)

# %%
explore.f_i(method="Euler on the grid", dt=1.0, mine=my_rate)

# %% [markdown]
# **Look** at the staircase over the gray curve, and at the dotted one, which is yours once it is written. On the staircase every interval is a whole number of steps, so many currents share one rate. Most spikes come late, so most rates are too low.
#
# **Question:** what does noise do to the corner at the rheobase, and what far above it?
#
# **Answer:** it rounds the corner, because chance carries $V$ over the threshold; far above, it changes nothing to speak of. See `explore.f_i(sigma=3.0)`.

# %%
compare(
    "02-dt",
    "to about a tenth",
    "A spike is late by up to one step, so the error is proportional to dt: order one.",
)

# %% [markdown]
# With exact spike times `dt` changes nothing, as long as there is no noise. The slope at the rheobase is infinite: there the smallest noise decides between silence and firing. Well above it, noise makes spikes irregular and hardly changes their number.

# %% [markdown]
# ## A membrane follows what is slow
#
# Many inputs to a neuron rise and fall. Take the simplest of them, a current $I\sin(2\pi f t)$ that swings $f$ times a second. Held for long, 100 pA move $V$ by $R I$ = 9 mV.

# %%
predict(
    "02-sine",
    "A current swings between −100 and 100 pA, 20 times a second. How far does V swing from rest?",
    unit="mV",
    low=0,
    high=20,
)

# %%
explore.sine()

# %% [markdown]
# **Look** at the crest of $V$ beside that of the current: $V$ comes late, and the later, the faster the current swings. On the right stand how far and how late.
#
# **Question:** at which frequency is the swing 71 % of $R I$, and how late is $V$ there? How strong must a current of 20 Hz be to make a spike?
#
# **Answer:** at 5.3 Hz, which is $1/(2\pi\tau_m)$, and late by 45 degrees, an eighth of a cycle: `explore.sine(f=5.3)`. At 20 Hz a spike needs 650 pA, against 170 pA when the current is slow: `explore.sine(f=20.0, I=655.0)` makes one, `explore.sine(f=20.0, I=645.0)` none.

# %%
swing = sine_response(LIF(), 100.0, 20.0)
compare(
    "02-sine",
    swing.amplitude,
    "A quarter of the 9 mV is left: before V has got far, the current has turned round.",
    unit="mV",
    within=0.2,
)

# %% [markdown]
# The two curves on the right are closed forms. With $x = 2\pi f\tau_m$ the swing is $R I/\sqrt{1 + x^2}$, and the lag is $\arctan x$, counted in degrees of a cycle, which has 360.
#
# So the membrane is a filter that lets slow inputs pass and weakens fast ones. It prefers no frequency. For that a second variable is needed, which lesson 04 has.

# %% [markdown]
# ## Half of the way: stop here or go on
#
# You have a neuron, its compiled twin and its f–I curve. What follows asks three questions of the same neuron: how short a current may be, how irregular its spikes are, and what its synapses do.

# %% [markdown]
# ## A short pulse must be strong
#
# This was Lapicque's own experiment. He did not hold a current for long; he sent pulses of many lengths through a nerve and asked how strong each must be. The weakest current that is enough when it lasts is the rheobase, 167 pA here.

# %%
predict(
    "02-pulse",
    "A pulse lasts 20 ms, two thirds of the time constant. How many times the rheobase must it have?",
    unit="times",
    low=1,
    high=100,
)

# %% [markdown]
# From rest, and while the pulse lasts, $V(t) = E_L + R I\,(1 - e^{-t/\tau_m})$. Find the weakest current whose pulse of $d$ ms makes the neuron spike. Derive it, or let your function search for it.


# %%
def my_strength(d, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0):
    """Weakest current in pA of a pulse of d ms, from rest, that makes a spike."""
    # BEGIN SOLUTION
    # WHY: V is highest when the pulse ends, so V(d) = V_th; solved for I.
    return (V_th - E_L) / (R * (1 - np.exp(-d / tau_m)))
    # STUB:
    # return ...
    # END SOLUTION


# %%
check.strength(my_strength)

# %%
explore.pulse(mine=my_strength)

# %% [markdown]
# **Look** at the knob: drag the pulse along the curve, and see on the left where $V$ turns round. The dashed line is the rival, Weiss's law of 1901, $I = I_{rh}\,(1 + c/d)$. It says that the charge $I d$ grows by the same amount with every ms. Both laws agree on the **chronaxie**, the length at which twice the rheobase is enough.
#
# **Question:** which charge does each law want for the shortest pulses?
#
# **Answer:** Lapicque's wants $C(V_{th} - E_L)$ = 5.00 pC: a short pulse has no time to leak, so it must carry the whole charge. `explore.pulse(d=0.5, I=10100.0)` is just enough, with 5.05 pC. Weiss's wants 3.47 pC, $I_{rh}$ times the chronaxie. His law fits nerves well, but it is no leaky capacitor.

# %%
needed = strength(LIF(), 20.0)
compare(
    "02-pulse",
    needed / rheobase(LIF()),
    f"{needed:.0f} pA: in 20 ms V covers 49 % of its way, so the goal must lie twice as high.",
    unit="times",
    within=0.1,
)

# %%
print(f"chronaxie {chronaxie(LIF()):.1f} ms, which is the logarithm of 2 times tau_m")

# %% [markdown]
# ## One rate, two ways to fire
#
# A current above the rheobase drives $V$ over the threshold by itself: the neuron is *mean-driven*. Below it only noise carries $V$ there: it is *fluctuation-driven*. How irregular spikes are is told by the [[CV]], the standard deviation of the intervals over their mean: 0 for a clock, 1 for pure chance.

# %%
predict(
    "02-noise",
    "The noise stays at 5 mV, and the mean current grows from 100 to 400 pA. What does the CV do?",
    ["it falls", "it stays", "it rises"],
)

# %%
explore.irregular()

# %% [markdown]
# **Look** at the solid line: on it the neuron fires at 20 Hz. Press 1, 2 and 3 to walk along it. Below the picture stand theory and what ten seconds of simulation gave. They differ by chance.
#
# **Question:** what happens to the CV when $V_{reset}$ comes nearer to the threshold, and why?
#
# **Answer:** it rises: 0.58, 0.68 and 0.92 at −65, −60 and −55 mV, with 150 pA and 4 mV of noise. After a spike $V$ is still near the threshold, so the next spike often follows at once; if it does not, $V$ sinks and the wait is long. `explore.irregular(I=150.0, sigma=4.0, V_reset=-55.0)`.

# %%
cvs = [noisy_firing(LIF(), I, 5.0).cv for I in (100.0, 200.0, 400.0)]
compare(
    "02-noise",
    "it falls",
    "CV {:.2f}, {:.2f}, {:.2f} at 100, 200, 400 pA: a strong mean leaves noise little time.".format(
        *cvs
    ),
)

# %% [markdown]
# ### You give a clock another life
#
# At 208 pA and 0.5 mV of noise the neuron fires 20 spikes a second, like a clock. Find a mean and a noise of at most 12 mV with which it fires at the same rate, within half a spike, and with a CV of 0.8 or more. The check judges by two integrals, so luck plays no part; `noisy_firing(LIF(), I, sigma)` tells them. Use the figure, or let a loop search.

# %%
# BEGIN SOLUTION
# WHY: The rate grows with the current, so for each noise halving finds the current of 20 Hz.
my_sigma = 10.0
low, high = 0.0, 200.0
for _ in range(30):
    my_I = (low + high) / 2
    if noisy_firing(LIF(), my_I, my_sigma).rate < 20.0:
        low = my_I
    else:
        high = my_I
# STUB:
# my_I = ...  # pA
# my_sigma = ...  # mV
# END SOLUTION

# %%
check.other_life(my_I, my_sigma)

# %% [markdown]
# Rate and CV under noise are integrals that Siegert found in 1951. Open `course/models/integrate_fire/theory.py`: they stand at its top.

# %%
course.open_model("integrate_fire", "theory")

# %% [markdown]
# ## Real input arrives as spikes
#
# A bird's song depends on neurons that Teşileanu and colleagues modeled in 2017, with $E_L = -72.3$ mV, $V_{th} = -48.6$ mV, $\tau_m = 24.5$ ms, $R = 353$ MΩ, and here $t_{ref} = 10$ ms. Three kinds of synapse drive them, each an exponential after an arriving spike:
#
# $$ \tau_m \frac{dV}{dt} = -(V - E_L) + R\,(I_{AMPA} + I_{NMDA}) - V_{inh} $$
#
# | synapse | time constant | a spike adds (illustrative) |
# |---|---|---|
# | [[AMPA]] | 6.3 ms | 40 pA |
# | [[NMDA]] | 81.5 ms | 20 pA, where nothing plugs it |
# | inhibition | 20 ms | 4 mV |
#
# Excitation is a current, in pA; this article subtracts inhibition behind the resistance, in mV. The lower panel shows all three in mV.

# %% [markdown]
# NMDA channels are plugged by magnesium while $V$ is low: at rest 5.5 % of them are open, at threshold 20 %. So a slow synapse that counts only where $V$ is high already tells whether two things come together. The switch takes the magnesium away.

# %%
explore.synapses()

# %% [markdown]
# **Look** at the lower panel: AMPA flickers, NMDA drifts, inhibition pulls down. The voltage follows their sum through the membrane's own 24.5 ms.
#
# **Question:** with AMPA alone, how many arrivals a second does the neuron need to fire? And with as much inhibition?
#
# **Answer:** its mean drive reaches the 23.7 mV to threshold at 266 arrivals a second. But it flickers by 5 mV, so spikes come from about 150 a second on: `explore.synapses(AMPA=150.0, NMDA=0.0, inh=0.0)`. With as much inhibition the means nearly cancel, and only the flicker fires it, from 200 to 300 a second on: `explore.synapses(AMPA=600.0, NMDA=0.0, inh=600.0)`.

# %% [markdown]
# ### The picture of a spike is not the state of the neuron
#
# Here is a program with three mistakes. Its author wanted a refractory period of 2 ms, and spikes that look real. It runs, and it spikes. Three of its numbered lines are wrong. Find them as one finds mistakes in a program that one did not write: change a seed, a step, an argument, and ask whether the spikes should change.


# %%
def program(I, dt, rng, tau_m=30.0, R=0.09, E_L=-65.0, V_th=-50.0, V_reset=-65.0):
    """Spike times in ms; three lines are wrong."""
    V, wait, spikes = E_L, 0, []  # line 1
    for i in range(len(I)):  # line 2
        if wait > 0:
            wait = wait - 1  # line 3
            continue
        V = V + dt * (-(V - E_L) + R * I[i]) / tau_m  # line 4
        if V >= V_th:  # line 5
            spikes.append((i + 1) * dt)  # line 6
            V = E_L  # line 7
            V = V + 2.0 * rng.standard_normal()  # line 8
            wait = 20  # line 9
    return spikes


# %%
for dt in (0.1, 0.05):
    for seed in (1, 2):
        spikes = program(np.full(round(300 / dt), 200.0), dt, np.random.default_rng(seed))
        print(f"dt = {dt} ms, seed {seed}: spikes at {np.round(spikes[:4], 1)} ms")

# %%
# BEGIN SOLUTION
# WHY: V_reset changes nothing, so line 7; the seed changes the spikes, so line 8; and 20 steps
# WHY: are 2 ms at dt = 0.1 and 1 ms at 0.05, so line 9.
my_lines = [7, 8, 9]
# STUB:
# my_lines = ...  # three numbers, as in [1, 2, 3]
# END SOLUTION

# %%
check.suspects(my_lines)

# %% [markdown]
# In this lesson the state stays clean: the vertical strokes are drawn, never computed.

# %% [markdown]
# ## A neuron hides its parameters
#
# You have an electrode. Inject currents into mystery neuron 1 and watch. A small current shows $R$ and $\tau_m$; the threshold shows itself only when a spike comes.

# %%
explore.mystery(seed=1, I=150.0)

# %% [markdown]
# **Look** at the curved rise after the step begins: its height is $R I$, its time constant $\tau_m$.
#
# **Question:** which current makes the first spike? What is the voltage just before it?
#
# **Answer:** raise $I$ by 1 pA until a spike comes, beginning with `explore.mystery(seed=1, I=150.0)`. $V$ just before the spike is $V_{th}$. The current is the rheobase, and $R$ times it must be $V_{th}$ less rest: so your three numbers check each other.

# %% [markdown]
# ### You measure its three numbers
#
# A cell does not live forever at an electrode. Yours takes 1500 ms of current in all, at most 400 pA either way. `neuron.inject(I)` takes an array of currents, one for each 0.1 ms, or a constant current and a `duration`. It gives `t`, `V` and `spikes`, where `V[k]` belongs to `t[k]`. Here are two currents, and what is left:

# %%
neuron = mystery(seed=1, budget=1500.0)
small = neuron.inject(10.0, duration=50.0)
quick = neuron.inject(stimuli.ramp(0.0, 400.0, duration=50.0))
print(f"after 50 ms of 10 pA: {small.V[-1]:.2f} mV, from {small.V[0]:.2f} mV")
print(f"highest under the ramp: {quick.V.max():.2f} mV, spike at {quick.spikes[0]:.1f} ms")
print(f"{neuron.left:.0f} ms are left")

# %% [markdown]
# Is that long enough, and slow enough? Write your own protocol as a function. It is tried on three other neurons, with $\tau_m$ from 8 to 40 ms. Wanted are $\tau_m$ and $R$ within 3 %, and $V_{th}$ within 0.3 mV.


# %%
def my_measure(neuron):
    """tau_m in ms, R in GOhm and V_th in mV, from at most 1500 ms of current."""
    # BEGIN SOLUTION
    # WHY: A weak current for ten time constants of the slowest shows the whole height R I, and
    # WHY: 63.2 % of it are reached after tau_m. Under a slow ramp the largest V is the threshold.
    weak = neuron.inject(-20.0, duration=400.0)
    fall = weak.V[0] - weak.V
    R = fall[-1] / 20.0
    tau_m = weak.t[np.argmax(fall >= 0.632 * fall[-1])]
    slow = neuron.inject(stimuli.ramp(0.0, 400.0, duration=1000.0))
    return tau_m, R, slow.V.max()
    # STUB:
    # weak = ...  # neuron.inject(current, duration=ms)
    # slow = ...
    # return ..., ..., ...  # tau_m, R, V_th
    # END SOLUTION


# %%
check.mystery_neuron(my_measure)

# %% [markdown]
# ## Further: a synapse tires, or grows with use
#
# So far each spike added the same. At real synapses the spike before counts. In 1997 Misha Tsodyks and Henry Markram wrote down how: of the transmitter a share $x$ is there, and a spike releases the share $u$ of it.
#
# $$ \tau_d \frac{dx}{dt} = 1 - x, \qquad \tau_f \frac{du}{dt} = -u $$
#
# At a spike first $u$ grows by $U (1 - u)$, then $u x$ is released and taken from $x$.

# %% [markdown]
# | symbol | default | unit | meaning |
# |---|---|---|---|
# | `U` | 0.5 | | share that a rested synapse releases |
# | `tau_d` | 800 | ms | time constant of recovery |
# | `tau_f` | 20 | ms | time constant of facilitation |
#
# These are values of a synapse that tires, between two pyramidal cells of the cortex (illustrative).

# %%
predict(
    "02-tiring",
    "The rate of the spikes goes from 10 to 100 Hz. How much more transmitter a second does this "
    "synapse release in the end?",
    ["ten times as much", "about three times as much", "hardly more"],
)

# %%
explore.tiring()

# %% [markdown]
# **Look** at the upper panel: each spike releases less than the one before, and after the pause more again. Press the preset of the synapse that grows.
#
# **Question:** what must be long and what small, so that a synapse grows with use? At which rate is it strongest then?
#
# **Answer:** $\tau_f$ must be long and $U$ small, so that little is used up: `explore.tiring(U=0.1, tau_d=100.0, tau_f=600.0)`. It is strongest near 12 Hz, where a spike releases 0.34 in the end. At slower rates $u$ is forgotten between spikes, at faster ones $x$ runs out.

# %%
a_second = [rate * float(steady(Synapse(), rate).released) for rate in (10.0, 100.0)]
compare(
    "02-tiring",
    "hardly more",
    "From {:.2f} to {:.2f} of its store a second: more than recovers, 1/τ_d, it cannot give. So "
    "this synapse tells of changes, and not how fast the spikes come.".format(*a_second),
)

# %% [markdown]
# ### You go from one spike to the next
#
# Between spikes both are exponentials, so no time step is needed. Given are $u$ and $x$ at a spike, just before the release. Give both at the next spike, `gap` ms later: release, recovery, then the growth of $u$.


# %%
def my_next_spike(u, x, gap, U, tau_d, tau_f):
    """u and x at the next spike: u has grown by it, x is before its release."""
    # BEGIN SOLUTION
    # WHY: What is missing of x, and u itself, shrink by their exponentials; the new spike lets u grow.
    left = x - u * x
    u = u * np.exp(-gap / tau_f)
    x = 1 - (1 - left) * np.exp(-gap / tau_d)
    return u + U * (1 - u), x
    # STUB:
    # left = ...
    # return ..., ...
    # END SOLUTION


# %%
check.next_spike(my_next_spike)

# %%
explore.tiring(U=0.15, tau_d=300.0, tau_f=600.0, mine=my_next_spike)

# %% [markdown]
# **Look** at the rings, which are yours.
#
# **Question:** after many spikes nothing changes from one to the next. What follows for $u$, if $P = e^{-\Delta/\tau_f}$ of it is left after an interval $\Delta$?
#
# **Answer:** $u = uP + U(1 - uP)$, so $u = U/(1 - (1 - U)P)$. For $x$ likewise. The wide curve is their product, and the point on it is this train: `explore.tiring(U=0.15, tau_d=300.0, tau_f=600.0, rate=50.0)`.

# %% [markdown]
# ## What the model computes, and where it breaks
#
# It thresholds a sum that fades: inputs count together only if they arrive within $\tau_m$. That is coincidence detection, and above the rheobase it is a rate code.
#
# It has no spike shape, no adaptation, no bursts, no dendrites. It fires at every current above the rheobase, however strong. Lesson 03 shows the channels that make a real spike, and lesson 04 the cheapest model that bursts.

# %% [markdown]
# ## The symbols of this lesson, once more
#
# Currents are in pA, resistances in GΩ, so that their product is in mV.

# %%
course.notation("02")

# %% [markdown]
# ## What to read next
#
# - Lapicque L (1907). *Recherches quantitatives sur l'excitation électrique des nerfs traitée comme une polarisation.* J Physiol Pathol Gen 9:620–635. Translated by Brunel and van Rossum (2007), Biol Cybern 97:341–349.
# - Siegert AJF (1951). *On the first passage time probability problem.* Phys Rev 81:617–623. https://doi.org/10.1103/PhysRev.81.617
# - Brunel N (2000). *Dynamics of sparsely connected networks of excitatory and inhibitory spiking neurons.* J Comput Neurosci 8:183–208. https://doi.org/10.1023/A:1008925309027
# - Dayan P, Abbott LF (2001). *Theoretical Neuroscience*, chapter 5. MIT Press.
# - Gerstner W, Kistler WM, Naud R, Paninski L (2014). *Neuronal Dynamics*, chapter 1. Cambridge University Press.
# - Tsodyks MV, Markram H (1997). *The neural code between neocortical pyramidal neurons depends on neurotransmitter release probability.* PNAS 94:719–723. https://doi.org/10.1073/pnas.94.2.719
# - Tsodyks M, Pawelzik K, Markram H (1998). *Neural networks with dynamic synapses.* Neural Comput 10:821–835. https://doi.org/10.1162/089976698300017502
# - Teşileanu T, Ölveczky B, Balasubramanian V (2017). *Rules and mechanisms for efficient two-stage learning in neural circuits.* eLife 6:e20944.
