# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # What one unit computes
#
# What is left of a neuron when you keep only what it computes?
#
# **You will build** a sum of synaptic potentials, a layer of weighted sums, the curve behind them, and a unit that sees edges.
#
# **You need** Python, NumPy arrays and the idea of a derivative; lesson 00 shows how a lesson works. About 105 minutes, half-way after 50.

# %%
from timeit import Timer

import numpy as np
from scipy.special import expit

import course
from course.check import compare, predict
from course.check import one_unit as check
from course.explore import one_unit as explore
from course.models import net_input as ways
from course.models.activation import derivative, net_input, sigmoid, tanh
from course.models.summation import Dendrite, Synapse, psp, simulate

course.here("01")

# %%
explore.summation(d2=360.0)

# %% [markdown]
# Two contacts act on one branch of a cell, one near its body on the left, one far out. Drag the moment, then the distances `d₁` and `d₂`, which open under *4 more*.
#
# **Question:** which of the two does the cell body feel more, and from which distance on is the far one hardly felt?
#
# **Answer:** the near one: 8.2 of its 10 mV arrive from 60 µm, and 3.0 mV from 360 µm. From 600 µm it is 1.4 mV: `explore.summation(d2=600.0)`. What fades on the way is told below.

# %% [markdown]
# ## A neuron adds up potentials
#
# A [[synapse]] is where the axon of one cell meets the [[dendrite]] of another. A spike that arrives there changes the potential of the dendrite for a while: upward, an [[excitatory postsynaptic potential]] ([[EPSP]]), often by the substance glutamate, or downward, an [[inhibitory postsynaptic potential]] ([[IPSP]]), often by [[GABA]].

# %% [markdown]
# Dendrites conduct poorly. Potentials fade on their way to the cell body, the [[soma]], and they fade with time. At the soma they add up. If the sum reaches the [[threshold]], a spike leaves along the axon.
#
# A human brain has about 86 billion neurons, though 100 billion are often told. A neuron rests near −65 mV, and its threshold lies 10 to 15 mV higher.

# %% [markdown]
# ### Distance and time both weaken a potential
#
# $$ V(t) = E_L + \sum_k w_k\, e^{-d_k/\lambda}\, \mathrm{psp}(t - t_k) $$
#
# $\mathrm{psp}$, for postsynaptic potential, is 0 before its synapse is active, rises to 1 and decays.
#
# | symbol | default | unit | meaning |
# |---|---|---|---|
# | `w` | 10 | mV | weight: height of the potential at distance 0; below 0 it inhibits |
# | `time` ($t_k$) | 10 | ms | when the synapse is active |
# | `distance` ($d_k$) | 0 | µm | its distance from the soma |
# | `length` (λ) | 300 | µm | distance over which potentials fall to 37 % |
# | `tau_rise`, `tau_decay` | 2, 15 | ms | how fast it rises and decays |
# | `E_L`, `V_th` | −65, −50 | mV | rest and threshold |

# %% [markdown]
# A single synapse of the cortex makes about 1 mV or less. A weight of 10 mV stands for many that are active together.
#
# Write the sum. `psp(t)` gives the curve for an array of times.


# %%
def my_potential(t, w, times, d, length, E_L):
    """Potential at the soma at the times t; w, times and d have one value a synapse."""
    V = np.full(len(t), E_L)
    for k in range(len(w)):
        # BEGIN SOLUTION
        # WHY: Distance scales a potential and its own time shifts it; at the soma all are added.
        V = V + w[k] * np.exp(-d[k] / length) * psp(t - times[k])
        # STUB:
        # V = ...
        # END SOLUTION
    return V


# %%
check.potential(my_potential)

# %%
predict(
    "01-apart",
    "Two synapses of 10 mV, 60 µm from the soma, cross the threshold together. Potentials decay "
    "with 15 ms. How late may the second be, at most, so that the sum still crosses?",
    unit="ms",
    low=0,
    high=100,
)

# %%
explore.summation(mine=my_potential)

# %% [markdown]
# **Look** at the black line: it is what the colored ones add to rest. Dotted is your sum. Move the delay until the dot on the threshold goes out. Then bring it back with a weight.
#
# **Question:** synapse 2 moves out by one λ. By what factor must its weight grow to have the same effect? And when does an IPSP lower the peak of an EPSP most: before it, together with it, or after it?
#
# **Answer:** by $e$ = 2.7. An IPSP of −8 mV lowers the peak by 8.0 mV when both come together: `explore.summation(w1=15.0, d1=0.0, w2=-8.0, d2=0.0)`. With `delay=-5.0`, so 5 ms before, it lowers it by 6.3 mV, and with `delay=5.0` by nothing: the peak is over after 4.65 ms.

# %% [markdown]
# ### You find how late is too late
#
# Let synapse 1 be active at 10 ms, and synapse 2 later. Return the largest delay, to 0.1 ms, at which the largest potential still reaches `V_th`. `w` and `d` are arrays of two. `my_potential` does the sum.


# %%
def my_latest(w, d, length, E_L, V_th):
    """Largest delay of synapse 2 in ms at which both still cross the threshold."""
    # BEGIN SOLUTION
    # WHY: The peak moves with the delay, so each delay needs the largest of all times. The sum
    # WHY: falls short for good once it has fallen short.
    t, delay = np.arange(0.0, 80.0, 0.1), 0.0
    times = np.array([10.0, 10.0])
    while my_potential(t, w, times + [0.0, delay], d, length, E_L).max() >= V_th:
        delay += 0.1
    return delay - 0.1
    # STUB:
    # t = np.arange(0.0, 80.0, 0.1)
    # return ...
    # END SOLUTION


# %%
check.latest(my_latest)

# %%
first, cell = Synapse(10.0, 10.0, 60.0), Dendrite()
delays = np.arange(0.0, 30.0, 0.1)
runs = [simulate(cell, [first, first._replace(time=10.0 + delay)]) for delay in delays]
compare(
    "01-apart",
    round(delays[sum(run.peak >= cell.V_th for run in runs) - 1], 1),
    "Much less than the 15 ms of the decay: both must be near their peaks at the same time.",
    unit="ms",
    within=0.2,
)

# %% [markdown]
# The factor for one λ is $e \approx 2.7$. The model keeps summation in space and in time, and leaves two things out: a real dendrite also makes distant potentials later and broader, and synapses that are active together weaken each other a little. Lesson 03 has the cable.

# %% [markdown]
# ## A unit keeps the sum and drops the time
#
# Now idealize. Let $a_j$ be the [[activity]] of sender $j$, akin to its firing rate. Its synapses have a [[weight]] $w_j$: many or strong ones a large weight, inhibitory ones a negative weight. The [[net input]] of a [[unit]], which is such an idealized neuron, is
#
# $$ n = \sum_j w_j\, a_j . $$

# %% [markdown]
# ### Three ways to one number
#
# The first way is a loop that starts at `n = 0` and adds `a[j] * w[j]`, input after input. The second multiplies the arrays element by element and sums: `np.sum(w * a)`. The third is the dot product: `np.dot(w, a)`, or `w @ a`. All three are in `course/models/net_input/model.py`.

# %%
rng = np.random.default_rng(1)
a, w = rng.random(10_000), rng.standard_normal(10_000)
for way in (ways.by_loop, ways.by_sum, ways.by_dot):
    print(f"{way.__name__:8} {way(a, w):.6f}")

# %%
predict(
    "01-times",
    "Ten thousand inputs. How many times faster than the loop is the dot product?",
    unit="times",
    low=0.1,
    high=1e6,
)


# %%
def best_time(function, *arguments, rounds=5):
    """Microseconds a call, in the quickest of some runs: what else the machine does only adds."""
    timer, calls = Timer(lambda: function(*arguments)), 1
    while timer.timeit(calls) < 0.01:  # s; the clock of a browser has coarse steps
        calls *= 4
    return 1e6 * min(timer.repeat(rounds, calls)) / calls


# %% tags=["nbval-ignore-output"]
cost = [best_time(way, a, w) for way in (ways.by_loop, ways.by_sum, ways.by_dot)]
print("loop {:.0f} µs, product and sum {:.1f} µs, dot product {:.1f} µs".format(*cost))
compare(
    "01-times",
    cost[0] / cost[2],
    "Python looks at every number one by one; NumPy hands the whole row to compiled code.",
    unit="times",
    within=0.5,
)

# %% [markdown]
# ### A weight multiplies because silence must stay silent
#
# Why $w a$ and not $w + a$? A product is 0 as soon as one of its factors is. So something arrives only if the sender is active **and** the connection exists.

# %%
explore.unit()

# %% [markdown]
# **Look** at the bars: each is one product, and the last one is their sum. Press 1, then 2: the same silent input, multiplied and added.
#
# **Question:** with the product, which input can you remove without anyone noticing? And with the sum?
#
# **Answer:** with the product any input whose activity or weight is 0: `explore.unit(a1=0.0, w1=2.0)`. With the sum none, because a silent input still adds its weight: `explore.unit(a1=0.0, w1=2.0, add=True)`.

# %% [markdown]
# ## A layer is one matrix
#
# Several units on the same inputs have a row of weights each. In this course, always,
#
# $$ n_i = \sum_j W_{ij}\, a_j + b_i, \qquad n = W a + b , $$
#
# where `W[i, j]` is the weight **to** unit $i$ **from** unit $j$, and the [[bias]] $b_i$ an input that never changes. Other books write $w_{ij}$ for *from* $i$ *to* $j$: their matrix is ours, *transposed*: rows have become columns, which is `W.T` in NumPy. Find out which is meant before you copy a formula.

# %%
explore.layer()

# %% [markdown]
# **Look** at the frames: the row is all that unit $i$ hears, the column all that unit $j$ says. The activities above meet the row below them, and their products add up on the right.
#
# **Question:** which weight would you set to 0 to make unit 2 deaf to input 0 and to nothing else?
#
# **Answer:** `W[2, 0]`, the weight to unit 2 from input 0. It stands where the marked row and column cross: `explore.layer(i=2, j=0)`.

# %% [markdown]
# ### You catch a program that lies
#
# A program computes a layer as `a @ W`, that is $\sum_i a_i W_{ij}$, which is the other convention. With some matrices nobody would notice. Return three things: a square `W` and an `a` for which it gives wrong net inputs, and a matrix, not a multiple of the identity (1 on the diagonal, 0 elsewhere), for which it is right for every `a`.


# %%
def my_counterexample():
    """W and a for which a @ W is not W a, and a matrix for which it always is."""
    # BEGIN SOLUTION
    # WHY: a @ W takes the weight from j to i where the one to i from j is meant. That does no
    # WHY: harm where both are the same, in a symmetric matrix.
    W = np.array([[0.0, 1.0], [0.0, 0.0]])
    a = np.array([0.0, 1.0])
    return W, a, np.array([[1.0, 2.0], [2.0, 0.0]])
    # STUB:
    # return ..., ..., ...
    # END SOLUTION


# %%
check.counterexample(my_counterexample)

# %% [markdown]
# ### A batch is still one product
#
# Stack the activities of many examples as the rows of `A`. Write the net inputs of all of them, a row an example. One expression is enough; mind the order and the shapes.


# %%
def my_layer(A, W):
    """Net inputs, shape (batch, n_out), for A (batch, n_in) and W (n_out, n_in)."""
    # BEGIN SOLUTION
    # WHY: Rows of A meet rows of W, one a unit, so W is transposed: (batch, in) times (in, out).
    return A @ W.T
    # STUB:
    # return ...
    # END SOLUTION


# %%
check.layer(my_layer)

# %%
explore.layer(i=1, j=3, mine=my_layer)

# %% [markdown]
# **Look** at the ring: it is your product, for a batch of one example.
#
# **Question:** whom does unit 3 of the senders inhibit, by the column that is marked?
#
# **Answer:** those whose square is blue: `explore.layer(i=1, j=3)` marks the column, and each row of it is a receiver.

# %% tags=["nbval-ignore-output"]
A, W = rng.random((100, 500)), rng.standard_normal((500, 500))
one_by_one = 100 * best_time(ways.layer_by_loop, A[0], W)
layers = 100 * best_time(ways.layer_by_matrix, A[0], W)
batch = best_time(ways.layer_by_matrix, A, W)
print("100 examples, 500 units on 500 inputs, in ms:")
print(f"unit by unit {one_by_one / 1e3:.1f}, layer by layer {layers / 1e3:.1f}, ", end="")
print(f"one product {batch / 1e3:.2f}")

# %% [markdown]
# **Look** at the three times: each loop that moves out of Python saves most of what was left.
#
# The library's `net_input(a, W, b)` takes one example or a batch. It is your line, with checks of the shapes.

# %%
W, b = np.array([[1.0, -2.0], [0.5, 3.0]]), np.array([0.0, 1.0])
print(net_input([1.0, 1.0], W, b))
print(net_input([[1.0, 1.0], [0.0, 2.0]], W, b))

# %% [markdown]
# ## Half of the way: stop here or go on
#
# You have a neuron's sum, and the layer that is left of it when the time is dropped. What follows asks what one unit does with its sum: with a curve, with a line through its inputs, and with an image.

# %% [markdown]
# ## A curve turns the sum into an activity
#
# A neuron is silent below its threshold and cannot fire faster than it recovers. The activation function $f$ says how the activity follows from the net input.
#
# | name | $f(n)$ | $f'(n)$ |
# |---|---|---|
# | linear | $n$ | 1 |
# | ReLU | $\max(0, n)$ | 0 below 0, 1 above |
# | step | 0 below 0, 1 from 0 on | 0; none at 0 |
# | logistic, or sigmoid | $1/(1 + e^{-n})$ | $f(1 - f)$ |
# | tanh | $(e^n - e^{-n})/(e^n + e^{-n})$ | $1 - f^2$ |

# %% [markdown]
# ReLU, the rectified linear unit, cuts off what is below 0. A negative rate does not exist, so a linear unit is no single neuron. It may stand for a group of them, above or below its usual activity. The step gives nothing to learn from: its slope is 0 wherever it has one. At 0 itself texts differ on step and ReLU; the value there hardly ever matters.

# %% [markdown]
# ### The sigmoid of a neuron has three parameters
#
# $$ s(V) = \frac{Q}{1 + \exp\left(-\dfrac{V - V_{half}}{k}\right)} $$
#
# | symbol | default | unit | meaning |
# |---|---|---|---|
# | `Q` | 100 | Hz | largest rate |
# | `V_half` | −50 | mV | potential at which the rate is Q/2 |
# | `k` | 3 | mV | width of the rise |
#
# The defaults are illustrative. With $Q = 1$, $V_{half} = 0$, $k = 1$ it is the logistic function.

# %% [markdown]
# Someone has measured such a curve: `rate` in Hz at the potentials `x` in mV, from silence up to the largest rate. Read the three numbers off it, each within 3 %. For $k$ derive first how steep the curve is at $V_{half}$.


# %%
def my_boltzmann(x, rate):
    """Q in Hz, V_half in mV and k in mV of a measured curve."""
    # BEGIN SOLUTION
    # WHY: At V_half the exponential is 1, so the slope there is Q / (4 k). It is the steepest.
    Q = rate[-1]
    V_half = np.interp(Q / 2, rate, x)
    k = Q / (4 * np.gradient(rate, x).max())
    return Q, V_half, k
    # STUB:
    # Q = ...
    # V_half = ...
    # k = ...
    # return Q, V_half, k
    # END SOLUTION


# %%
check.boltzmann(my_boltzmann)

# %%
predict(
    "01-width",
    "k becomes twice as large. What happens to the steepest slope of the neuron's sigmoid?",
    ["it doubles", "it stays", "it halves", "it falls to a quarter"],
)

# %%
explore.activations()

# %% [markdown]
# **Look** at the dot: the slope of the line through it on the left is its height on the right. The neuron's sigmoid has no units here, with $Q = 1.5$, so that all six fit.
#
# **Question:** which functions have a derivative that is almost 0 far from 0, and what does a unit out there still tell about a small change?
#
# **Answer:** sigmoid, tanh and the neuron's sigmoid on both sides, ReLU below 0, the step everywhere. The unit says almost nothing about a small change: at `explore.activations(chosen="sigmoid", x=6.0)` the slope is 0.0025. So it cannot learn from the change either.

# %%
compare(
    "01-width",
    "it halves",
    "At V_half the slope is Q / (4k). Try k = 0.5 and 1: the peak on the right falls from 0.75 to 0.375.",
)

# %% [markdown]
# ### A formula can be right and its code wrong
#
# $e^{n}/(1 + e^{n})$ is the logistic function as well. But $e^{1000}$ is larger than any floating-point number, which ends near $10^{308}$: it becomes infinite, and infinity over infinity is not a number. The other form has the same trouble on the other side.

# %%
x = np.array([-1e6, -1000.0, 0.0, 1000.0, 1e6])
with np.errstate(over="ignore", invalid="ignore"):
    print("exp(x) / (1 + exp(x)):", np.exp(x) / (1 + np.exp(x)))
print("the library:          ", sigmoid(x))

# %% [markdown]
# Write one that is right to the fourteenth digit from −700 to 700, and finite and silent for every number beyond. Clipping is no way out: at −50 the truth is $1.9 \cdot 10^{-22}$, and not 0.


# %%
def my_logistic(x):
    """The logistic function of an array x, whatever its values."""
    # BEGIN SOLUTION
    # WHY: The exponential of -|x| never overflows. Below 0 the fraction is multiplied by it,
    # WHY: above and below, which changes nothing but keeps all digits.
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, small) / (1.0 + small)
    # STUB:
    # return ...
    # END SOLUTION


# %%
check.logistic(my_logistic)

# %% [markdown]
# Open `course/models/activation/model.py`: `logistic` takes the exponential of negative numbers only, so nothing overflows. SciPy has the same function under the name `expit`.

# %%
course.open_model("activation")

# %%
x = np.linspace(-40.0, 40.0, 8001)
h = 1e-5
print("agrees with expit:   ", np.allclose(sigmoid(x), expit(x), rtol=1e-14, atol=0))
print("agrees with tanh:    ", np.allclose(2 * sigmoid(2 * x) - 1, tanh(x), atol=1e-14))
by_difference = (sigmoid(x + h) - sigmoid(x - h)) / (2 * h)
print("slope is derivative: ", np.allclose(by_difference, derivative(sigmoid)(x), atol=1e-10))

# %% [markdown]
# The tangent hyperbolic is the same curve, stretched: $\tanh n = 2 f(2n) - 1$ with the logistic $f$. The second line above says that it is so.

# %%
explore.activations(chosen="sigmoid", mine=my_logistic)

# %% [markdown]
# **Look** for the dotted line: it is your function, and lies on the sigmoid's.
#
# **Question:** how far does the neuron's curve lie from it at most, with $Q = 1$ and $V_{half} = 0$ and a width of 2 instead of 1?
#
# **Answer:** by 0.15, near a net input of 2: `explore.activations(chosen="sigmoid", Q=1.0, V_half=0.0, k=2.0, x=2.0)`. A wider curve is lower on the right and higher on the left.

# %% [markdown]
# ## One unit divides its inputs by a line
#
# With two inputs the net input is 0 along a straight line. On one side the unit is active, on the other it is not, or less.

# %%
predict(
    "01-line",
    "A step unit with two inputs: both weights and the bias become twice as large. The line that "
    "divides active from silent ...",
    ["moves away from the origin", "turns", "stays where it is"],
)

# %%
explore.plane()

# %% [markdown]
# **Look** at the arrow: it is the weights, drawn from the line. It is always perpendicular to the line and points to the active side. Click into the picture to choose an input, or use the arrow keys.
#
# **Question:** can you place the line so that the unit is active for (1, −1) and (−1, 1), but silent for (1, 1) and (−1, −1)?
#
# **Answer:** no. To be active, $w_1 - w_2 + b > 0$ and $-w_1 + w_2 + b > 0$, and their sum says $b > 0$. To be silent, $w_1 + w_2 + b < 0$ and $-w_1 - w_2 + b < 0$ say $b < 0$. Three corners of the four are the best: `explore.plane(w1=1.0, w2=-1.0, b=-0.5, chosen="step")`.

# %%
compare(
    "01-line",
    "stays where it is",
    "n = 0 and 2n = 0 are the same line. A sigmoid becomes twice as steep across it: press 3.",
)

# %% [markdown]
# ## A brain can be explained on three levels
#
# Now you own the parts. David Marr asked three questions of any machine that handles information; the units of this lesson answer the second. Here they are, with his own example, the edges in an image.
#
# | level | the question | for edges |
# |---|---|---|
# | computational | What is the goal, and why? | Which features of images tell most about the world? Outlines of things do. |
# | algorithmic | Which representation, which steps? | Smooth the image, take its second derivative, mark where that changes sign. |
# | implementation | Which parts carry it out? | Cells of the retina and the visual cortex, area V1. |

# %% [markdown]
# A model may start from any of the three. **Bottom up**: from cells to what they can do. **Top down**: from the goal to what must be there. **Inside out**: from an algorithm, towards both.
#
# This course goes all three ways. Here is the example, worked out.

# %% [markdown]
# ## The second derivative changes sign at an edge
#
# A unit with the weights 1, −2, 1 on three neighboring pixels sees something: across an edge the brightness climbs. Its first derivative has a peak there, its second passes through 0. For a row of pixels $x_k$ the second derivative is a difference of differences:
#
# $$ (x_{k+1} - x_k) - (x_k - x_{k-1}) . $$
#
# Write it for a whole row, for every pixel that has two neighbors.


# %%
def my_second_difference(x):
    """Second differences of the n pixels x: n - 2 values."""
    # BEGIN SOLUTION
    # WHY: Each slice shifts the row by one pixel, so the three neighbors meet at one place.
    return x[:-2] - 2 * x[1:-1] + x[2:]
    # STUB:
    # return ...
    # END SOLUTION


# %%
check.second_difference(my_second_difference)

# %% [markdown]
# Noise changes sign everywhere, and a derivative makes it louder. So smooth first, with a Gaussian $G$, a bell of a few pixels' width. Both steps apply the same weights at every place, which is called a **convolution**, written $*$. Together they are one convolution with the second derivative of a Gaussian, its curvature along $x$ plus its curvature along $y$:
#
# $$ R = \left(\frac{\partial^2 G}{\partial x^2} + \frac{\partial^2 G}{\partial y^2}\right) * \text{image} . $$

# %%
explore.edges()

# %% [markdown]
# **Look** at the row below the images: each dot is a place where the dashed line passes through 0, in the middle of a climb or a fall. Press 1, then 2.
#
# **Question:** in row 30, between the disk and the square, column 53 has an edge that nobody drew. What does the brightness do there, from step to step?
#
# **Answer:** it falls twice, from 0.9 to 0.33 and from there to 0.05, with a pause between. In the pause the curvature must come back from + to −, so it passes through 0 where the slope is *flattest*. The jump there is small, 0.02. `explore.edges(least=0.03)` removes this dot and leaves those at 47 and 58.

# %% [markdown]
# ### You build a unit that sees vertical edges
#
# Nine pixels, nine weights. Nothing is prescribed but what the unit must achieve. Its net input is 0 in uniform light and for every picture of horizontal stripes. For an edge, brightness 0, ½ and 1 in the three columns, it is above 0, and at least ten times its own standard deviation when every pixel has noise of 0.1 of its own: that is $0.1\sqrt{\sum w^2}$.


# %%
def my_detector():
    """The nine weights, an array of shape (3, 3)."""
    # BEGIN SOLUTION
    # WHY: A row (-1, 0, 1) takes left from right and sums to 0. The noise of the three rows
    # WHY: averages out and the edge does not, so three rows are better than one.
    return np.array([[-1.0, 0.0, 1.0]] * 3)
    # STUB:
    # return ...
    # END SOLUTION


# %%
check.detector(my_detector)

# %%
explore.edges(noise=0.1, mine=my_detector)

# %% [markdown]
# **Look** at the third image: what your unit gets at every place, orange above 0 and blue below. A layer of such units, each on its own nine pixels, is this picture.
#
# **Question:** which edges of the square does it see, and why does it see the bar's long ones not at all?
#
# **Answer:** the left and the right one, with opposite signs; a long edge of the bar is a horizontal stripe to it, as `explore.edges(noise=0.0, row=75)` shows below the images: between the ends of the bar nothing changes along a row. Marr and Hildreth's point is the smoothing *along* the edge: one row alone would reach a signal to noise of 7.1, three reach 12.2.

# %% [markdown]
# On the third level, ganglion cells of the retina respond much like $-R$: light in the center excites them, light around it inhibits them. Others do the opposite. Marr and Hildreth proposed that a simple cell in V1 combines a row of the one kind with a row of the other beside it, and so finds a piece of an edge.
#
# Open `course/models/edges/model.py`: `gaussian` with `order=2` is your difference, smoothed, and `second_derivative` takes it along rows and along columns.

# %%
course.open_model("edges")

# %% [markdown]
# ## Many inputs make a normal distribution
#
# Real neurons have thousands of synapses. If weights are independent random numbers, the net input, a sum of $N$ products, is nearly normal, and its spread grows like $\sqrt{N}$.

# %%
predict(
    "01-spread",
    "Units with 300 inputs between 0 and 1 and random weights of spread 1. Where are the activities of most "
    "sigmoid units?",
    ["near 0.5", "evenly between 0 and 1", "close to 0 or to 1"],
)

# %%
explore.spread()

# %% [markdown]
# **Look** at the left panel while N grows: the distribution gets wider, and on the right units pile up at both ends.
#
# **Question:** how must the weights shrink with N so that the distribution of the activities keeps its shape?
#
# **Answer:** as $1/\sqrt{N}$. Then the net inputs keep a spread of 0.58, which is $\sqrt{1/3}$ for inputs even between 0 and 1; without it, it is about 10 at 300 inputs. `explore.spread(N=300, scaled=True)`.

# %%
compare(
    "01-spread",
    "close to 0 or to 1",
    "The net inputs spread by about 10, and the sigmoid is flat beyond 5. Weights that shrink "
    "like 1/√N keep units where they can still answer.",
)

# %% [markdown]
# ## What a unit computes, and where it breaks
#
# One unit weighs its evidence and compares the sum with a threshold. It can say *and*, *or*, *not*. No line separates (1, −1) and (−1, 1) from the other two corners, so it cannot say *either, but not both*. Lesson 10 adds a layer, and that can.

# %% [markdown]
# It has no time, no spikes and no dendrite whose branches count separately. It may excite one target and inhibit another, which few neurons do. For one sum that matters little: an excitatory cell inhibits through an inhibitory one in between. In a network whose units hear each other it changes what the network does, as lesson 05 shows.
#
# Lesson 02 gives time back.

# %% [markdown]
# ## The symbols of this lesson, once more
#
# One notation holds in all lessons.

# %%
course.notation("01")

# %% [markdown]
# ## What to read next
#
# - Marr D (1982). *Vision*, chapter 1. Freeman.
# - Marr D, Hildreth E (1980). *Theory of edge detection.* Proc R Soc Lond B 207:187–217.
# - Churchland PS, Sejnowski TJ (2017). *The Computational Brain*, chapter 3. MIT Press.
# - Rall W (1967). *Distinguishing theoretical synaptic potentials computed for different soma-dendritic distributions of synaptic input.* J Neurophysiol 30:1138–1168.
# - Rumelhart DE, Hinton GE, McClelland JL (1986). *Parallel Distributed Processing*, chapter 2. MIT Press.
# - Azevedo FAC et al. (2009). *Equal numbers of neuronal and nonneuronal cells make the human brain an isometrically scaled-up primate brain.* J Comp Neurol 513:532–541.
