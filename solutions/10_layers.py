# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # Perceptron, XOR and layers
#
# One neuron-like unit can learn from its mistakes. What can it never learn, and what do layers add?
#
# **You will build** a [[perceptron]] and repair its rule, solve XOR by hand, and write back-propagation, its test, and an engine that finds slopes of whatever you compute.
#
# **You need** lesson 01, matrix products and the chain rule. About 145 minutes, half-way after 50.

# %%
import numpy as np

import course
from course.check import compare, predict
from course.check import layers as check
from course.explore import layers as explore
from course.material.lenet import lenet5
from course.models import perceptron
from course.models.autodiff import Node
from course.models.perceptron import deep

course.here("10")

# %%
explore.training()

# %% [markdown]
# Three units between two inputs and an output learn XOR, "one or the other but not both". Each small map shows what a unit answers over the plane of inputs; lines are as wide as the weights. At the end of this lesson you know how all of it is found.
#
# **Question:** how few hidden units can do it?
#
# **Answer:** two can, but not from every start: press **new start** a few times in `explore.training(H=2)`. One never can, as `explore.training(H=1)` shows. Why, is proved below.

# %% [markdown]
# ## A unit that learns was news in 1958
#
# Frank Rosenblatt showed it on a computer, then built a machine with motors that turned its weights. It learned to tell simple pictures apart, and newspapers promised machines that walk and talk. In 1969 Marvin Minsky and Seymour Papert proved what a single unit cannot do. The way out, layers, needed a way to teach them. That came into wide use in 1986.

# %% [markdown]
# ## One unit divides its inputs by a line
#
# $$ y = f(W x + b), \qquad f(n) = 1 \text{ if } n > 0, \text{ else } 0 $$
#
# | symbol | default | unit | meaning |
# |---|---|---|---|
# | `X` | – | | inputs, a row for each example |
# | `t` | – | | target, 0 or 1 |
# | `w`, `W[i, j]` | 0 at the start | | weight, to unit i from input j |
# | `b` | 0 at the start | | bias, minus the threshold |
# | `r` | 1 | | learning rate |
#
# With two inputs, $w_1 x_1 + w_2 x_2 + b = 0$ is a line. Several units share the inputs: each row of $W$ is one of them.


# %%
def my_unit(X, w, b):
    """Answers 0 or 1, (n,), to the rows of X, (n, D)."""
    # BEGIN SOLUTION
    # WHY: One product gives the net inputs of all rows; the step asks whether each is above 0.
    return np.where(X @ w + b > 0, 1.0, 0.0)
    # END SOLUTION


# %%
check.unit(my_unit)

# %% [markdown]
# Now turn the line yourself. XOR, "one or the other but not both", is 1 at the corners 01 and 10.

# %%
predict(
    "10-line",
    "How many of XOR's four corners can one line get right?",
    ["two", "three", "four"],
)

# %%
explore.line()

# %% [markdown]
# **Look** at the right panel: all that the unit knows of an example is its net input, one number. Rings mark wrong answers.
#
# **Question:** which weights and bias solve AND, and which slider alone turns AND into OR? Then try XOR.
#
# **Answer:** $w = (1, 1)$ and $b = -1.5$ solve AND, as in `explore.line(b=-1.5)`: only both inputs together lift the net input above 0. The bias alone makes it OR: `explore.line(data="OR", b=-0.5)`.

# %%
compare(
    "10-line",
    "three",
    "Three are easy, in many ways. The fourth is always wrong; a proof follows below.",
)

# %% [markdown]
# ## Mistakes with a sign move the line
#
# Show an example $x$ with its target $t$. If the answer $y$ is wrong, move the weights along $x$:
#
# $$ w \leftarrow w + r\,(t - y)\,x, \qquad b \leftarrow b + r\,(t - y) $$
#
# The error $t - y$ is $+1$, $0$ or $-1$. The bias learns like a weight whose input is always 1.

# %% [markdown]
# ### A program with a mistake
#
# The rule below is written almost as above, but its error is only whether the unit answers 1. The target never enters. What becomes of OR?


# %%
def wrong_update(w, b, x, t, r):
    """A rule with a mistake; t is there and not used."""
    error = float(w @ x + b > 0)
    return w - r * error * x, b - r * error


# %%
OR = perceptron.gate("OR")
w, b = np.ones(2), 1.0
for x, t in [*zip(OR.X, OR.y)] * 6:  # six epochs
    w, b = wrong_update(w, b, x, t, 1.0)
print("w", w, "b", b)
print("answers", perceptron.output(perceptron.Perceptron(w, b), OR.X), "for the targets", OR.y)

# %% [markdown]
# ## You repair the rule for both classes
#
# That rule can only lower the net input of the example it sees. Once every answer is 0 its error is 0 too, and three mistakes stay for good. Write the update with a signed error. Return the new `w` and `b`.


# %%
def my_update(w, b, x, t, r):
    """w and b after one example x with the target t, at the learning rate r."""
    # BEGIN SOLUTION
    # WHY: t - y has a sign, so each class moves the line its own way, and a right answer does not.
    y = 1.0 if w @ x + b > 0 else 0.0
    error = t - y
    return w + r * error * x, b + r * error
    # STUB:
    # y = ...
    # error = ...
    # return ..., ...
    # END SOLUTION


# %%
check.rule(my_update)

# %% [markdown]
# Open `course/models/perceptron/model.py`: `update` is your rule, and `learn` goes round the examples with it until an epoch, which is one round, has no mistake. `perceptron.train` runs `learn` compiled; with `plain=True` it runs as you read it.

# %%
course.open_model("perceptron")

# %% [markdown]
# ## A theorem counts the mistakes in advance
#
# Write $x' = (x, 1)$ and $v = (w, b)$. Let $R$ be the longest $|x'|$, and $v^*$ a unit vector whose plane separates the classes, at least $\gamma$ from each $x'$. Start at $v = 0$ with $r = 1$. After $K$ mistakes
#
# $$ K\gamma \le v \cdot v^* \le |v| \le \sqrt{K}\,R \quad\Rightarrow\quad K \le (R/\gamma)^2 . $$
#
# - Left: each mistake adds at least $\gamma$ to $v \cdot v^*$.
# - Middle: $v^*$ has length 1 (Cauchy and Schwarz).
# - Right: it adds at most $R^2$ to $|v|^2$, as $v$ had $x'$ on its wrong side.

# %%
bound = perceptron.mistake_bound(*perceptron.gate("AND"))
print(f"AND: at most {bound:.0f} mistakes")

# %%
predict(
    "10-mistakes",
    "The theorem allows 51 mistakes for AND. How many does the rule make from zero weights?",
    ["about 10", "about 25", "exactly 51"],
)

# %%
explore.learning(seen=0, mine=my_update)

# %% [markdown]
# **Press play.** The ring marks the example just shown; the dashed line is where the boundary was before it.
#
# **Question:** in the cloud there are ten times more examples than in AND. Are there ten times more mistakes? Which preset never ends, and why?
#
# **Answer:** No. The cloud's 40 examples make 7 mistakes and AND's four make 10, since the gap counts and not the number: `explore.learning(data="cloud", seen=80)`. XOR never ends. No line separates it, so there is no $\gamma$ and no bound: `explore.learning(data="XOR", seen=80)`.

# %%
run = perceptron.train(*perceptron.gate("AND"))
compare(
    "10-mistakes",
    "about 10",
    f"{len(run.examples)} mistakes. The bound holds for every order of the examples.\n"
    f"Mistakes in each epoch: {', '.join(map(str, run.mistakes))}.",
)

# %% [markdown]
# The rate $r$ does not appear in the bound: from zero weights it only scales $v$, and the line is the same. The number of examples does not appear either. What counts is the gap.

# %% [markdown]
# ## No line separates XOR
#
# Suppose one did. The corners 00, 01, 10 and 11 ask for
#
# $$ b \le 0, \qquad w_2 + b > 0, \qquad w_1 + b > 0, \qquad w_1 + w_2 + b \le 0 . $$
#
# Add the two in the middle: $w_1 + w_2 + 2b > 0$.
#
# So $w_1 + w_2 + b > -b \ge 0$, and the last demand is broken.

# %%
learned = perceptron.train(*perceptron.gate("XOR"), epochs=1000)
print("learned:", learned.converged, "after", len(learned.examples), "mistakes")
for w, b in zip(learned.weights[-5:], learned.biases[-5:]):
    print("w", w, "b", b)

# %% [markdown]
# The training never ends. It runs in a circle: after four mistakes the same weights are back, and so it goes on.

# %% [markdown]
# ## Two layers fold the plane
#
# With $f(n) = \max(0, n)$, the ReLU, this network answers XOR:
#
# $$ h = f\!\left(\begin{bmatrix} 1 & -1 \\ -1 & 1 \end{bmatrix} x\right), \qquad y = \begin{bmatrix} 1 & 1 \end{bmatrix} h . $$
#
# One hidden unit detects "first without second", the other "second without first". No bias is needed.

# %%
print("XOR by hand:", perceptron.xor_by_hand(perceptron.CORNERS))

# %%
explore.fold()

# %% [markdown]
# **Press play.** The first layer presses the cloth of inputs flat, so that 00 and 11 meet. The ReLU folds it into a corner. The second layer adds. Point at the right panel to carry the cross.
#
# **Question:** raise the slope of $f$ for negative net input to 1, so that $f$ is a straight line. What is left of the two layers, and why?
#
# **Answer:** without a bend, $W_2 (W_1 x) = (W_2 W_1)\,x$: two linear layers are one. Here $W_2 W_1 = [0, 0]$, so nothing is left at all, and the output is 0 everywhere: `explore.fold(stage=3.0, leak=1.0)`.

# %% [markdown]
# ## You find another solution by hand
#
# Let both hidden units see the sum, $h_i = \max(0,\; x_1 + x_2 + b_i)$. Choose two biases and two output weights so that $y = W_2\,h$ is XOR. There is more than one answer.

# %%
# BEGIN SOLUTION
# WHY: The first unit counts the ones, the second is on only for two of them, and twice it is
# WHY: taken away.
my_b1 = [0.0, -1.0]
my_W2 = [1.0, -2.0]
# STUB:
# my_b1 = [..., ...]
# my_W2 = [..., ...]
# END SOLUTION

# %%
check.by_hand(my_b1, my_W2)

# %%
explore.fold(stage=2.0, weights="OR minus twice AND", mine=(my_b1, my_W2))

# %% [markdown]
# **Look** at the rings, where your network takes the four corners, and at the dotted lines, where its output is ½. **Do** play the stages to the end: at what output does each ring arrive?

# %% [markdown]
# ## Half way: stop here or go on
#
# One unit draws a line and learns it from mistakes. Two layers fold the plane, and you set them by hand. What follows is how a network finds such weights by itself.

# %% [markdown]
# ## A smooth network can be taught by its slopes
#
# A step has no slope to follow. Make the units smooth, and measure how wrong the output is with the cross entropy:
#
# $$ a = \tanh(W_1 x + b_1), \quad y = \mathrm{sigmoid}(W_2\,a + b_2), \quad L = -\frac{1}{n}\sum \big[t \ln y + (1 - t) \ln(1 - y)\big] $$
#
# Here $\mathrm{sigmoid}(u) = 1/(1 + e^{-u})$ lies between 0 and 1. So $y$ can be read as the chance of a 1, and $L$ is the mean of $-\ln$ of the chance that was given to what is right.
#
# Gradient descent lowers $L$: each weight moves against its slope, $p \leftarrow p - r\, \partial L / \partial p$.

# %% [markdown]
# ### A slope can be measured without any theory
#
# Raise one weight by $h$, lower it by $h$, and compare the losses:
#
# $$ \frac{\partial L}{\partial p_i} \approx \frac{L(p_i + h) - L(p_i - h)}{2h} $$
#
# This is slow, two runs for every weight, but it is hard to get wrong. It is the judge of what comes next.


# %%
def my_slopes(loss, p, h):
    """Slopes of loss(p) by central differences, (len(p),)."""
    slopes = np.zeros(len(p))
    for i in range(len(p)):
        # BEGIN SOLUTION
        # WHY: One number moves at a time, both ways, so that the errors of even order cancel.
        step = np.zeros(len(p))
        step[i] = h
        slopes[i] = (loss(p + step) - loss(p - step)) / (2 * h)
        # STUB:
        # slopes[i] = np.nan  # your difference
        # END SOLUTION
    # BEGIN SOLUTION
    return slopes
    # STUB:
    # return ...
    # END SOLUTION


# %%
check.slopes(my_slopes)

# %% [markdown]
# ## Back-propagation finds all slopes in one sweep
#
# The chain rule, from the output back. Let $\delta$ be the slope of $L$ by a net input. For each example
#
# $$ \delta_2 = \frac{y - t}{n}, \qquad \delta_1 = W_2^\top \delta_2\, (1 - a^2) . $$
#
# Summed over the examples, $\partial L/\partial W_2 = \delta_2 a^\top$ and $\partial L/\partial W_1 = \delta_1 x^\top$. A bias has the slope $\sum \delta$. Sigmoid and cross entropy together leave the simple $y - t$; $1 - a^2$ is the slope of tanh.


# %%
def my_gradients(W1, b1, W2, b2, X, t):
    """Slopes dW1 (H, D), db1 (H,), dW2 (H,), db2 for inputs X (n, D) and targets t (n,)."""
    a = np.tanh(X @ W1.T + b1)  # (n, H)
    y = 1 / (1 + np.exp(-(a @ W2 + b2)))  # (n,)
    # BEGIN SOLUTION
    # WHY: Each delta is a slope by a net input: W2 hands it back, and 1 - a^2 is tanh's own slope.
    # WHY: A bias is a weight whose input is 1, so its slope is the sum of the deltas.
    d2 = (y - t) / len(t)
    d1 = np.outer(d2, W2) * (1 - a * a)
    return d1.T @ X, d1.sum(axis=0), d2 @ a, d2.sum()
    # STUB:
    # d2 = ...  # (n,)
    # d1 = ...  # (n, H)
    # return ..., ..., ..., ...
    # END SOLUTION


# %%
check.backprop(my_gradients)

# %% [markdown]
# The library passes the same test. Open `course/models/perceptron/mlp.py`: `back_propagate` is your function. `perceptron.gradients` runs it compiled, without the arrays in between; with `plain=True` it runs as you read it.

# %%
course.open_model("perceptron", "mlp")

# %%
XOR = perceptron.gate("XOR")
net = perceptron.init(2, 3, rng=1)
exact = perceptron.gradients(net, *XOR)[1].b1
for i, h in enumerate(1e-5 * np.eye(3)):
    up, _ = perceptron.gradients(net._replace(b1=net.b1 + h), *XOR)
    down, _ = perceptron.gradients(net._replace(b1=net.b1 - h), *XOR)
    print(f"dL/db1[{i}] by back-propagation {exact[i]:.6f}, measured {(up - down) / 2e-5:.6f}")

# %% [markdown]
# ## Forty lines find the slopes of anything
#
# Let the numbers do it: each notes its slopes by those that it was made from, its parents. Write what a product and a tanh note.
#
# Then go backward. Node k, in the order of making, has `parents[k]`, places of earlier nodes, and `slopes[k]` by them. The last has the slope 1 by itself. From there on, each hands slope × what it has to its parents.


# %%
def my_product(a, b):
    """The value a times b, and its slopes by a and by b."""
    # BEGIN SOLUTION
    # WHY: The product changes by b for each change of a, and by a for each of b.
    return a * b, (b, a)
    # STUB:
    # return ..., (..., ...)
    # END SOLUTION


def my_tanh(a):
    """The value tanh(a), and its slope by a."""
    # BEGIN SOLUTION
    # WHY: The slope of tanh is one minus the square of what comes out of it.
    value = np.tanh(a)
    return value, (1 - value**2,)
    # STUB:
    # return ..., (...,)
    # END SOLUTION


# %%
def my_backward(parents, slopes):
    """Slopes of the last node by every node."""
    grads = np.zeros(len(parents))
    # BEGIN SOLUTION
    # WHY: From the end back, each node has all of its own slope before it hands it on. A parent that
    # WHY: was used twice collects twice, so slopes are added.
    grads[-1] = 1.0
    for k in reversed(range(len(parents))):
        for parent, slope in zip(parents[k], slopes[k]):
            grads[parent] += slope * grads[k]
    return grads
    # STUB:
    # return ...
    # END SOLUTION


# %%
check.engine(my_product, my_tanh, my_backward)

# %% [markdown]
# In `course/models/autodiff/model.py` a `Node` holds its value, parents and slopes, and `backward` is yours. Sums, exponentials and logarithms are there too. With them the loss of a whole network is one long sum of products, and its slopes come out by themselves. Libraries that train large networks do the same with arrays in place of numbers.

# %%
course.open_model("autodiff")

# %%
explore.backward()

# %% [markdown]
# **Press play** beside *step*. First each node is made, with its value below and its slopes on the ways to its parents. Then the slopes of the end go back, and stand inside.
#
# **Question:** in the second formula, what does $b$ collect, and from where? Why must $c$ hand on before it?
#
# **Answer:** 1 from the sum, and $x$ times the slope of $c$ from the product: at 0.5 that makes 1.5, `explore.backward(formula="tanh(x)·x + tanh(x)", x=0.5, t=6)`. If $b$ came first, it would hand on 1 alone, and the rest would be lost. The reverse order of making never does that, as a node is made after its parents.

# %%
XOR_net, total = perceptron.init(2, 3, rng=1), Node(0.0)
W1, b1 = [[Node(w) for w in row] for row in XOR_net.W1], [Node(b) for b in XOR_net.b1]
W2, b2 = [Node(w) for w in XOR_net.W2[0]], Node(XOR_net.b2[0])
for (x1, x2), t in zip([(0, 0), (0, 1), (1, 0), (1, 1)], [0, 1, 1, 0]):
    a = [(w[0] * x1 + w[1] * x2 + b).tanh() for w, b in zip(W1, b1)]
    z = W2[0] * a[0] + W2[1] * a[1] + W2[2] * a[2] + b2
    total += 0.25 * ((z.exp() + 1.0).log() - t * z)  # the cross entropy
total.backward()
print(f"{len(total.history())} nodes; dL/db1 is", *(f"{b.grad:.6f}" for b in b1))

# %% [markdown]
# Compare with the slopes printed above: they are the same.

# %% [markdown]
# ## You can watch a network learn
#
# Each dashed line is where one hidden unit's net input is 0. The thick line is the boundary of the answer.

# %%
explore.training(data="ring", H=6, mine=my_gradients)

# %% [markdown]
# **Look** at the loss: first the plateau of guessing, $\ln 2 = 0.69$, then the lines find their places and it falls.
#
# **Question:** how few hidden units can close around the disk of the ring? What does a large learning rate do to ReLUs?
#
# **Answer:** three with tanh: from ten of ten starts every point of the ring comes out right, and from none with two. ReLUs need six to be right from all ten. See `explore.training(data="ring", H=3)`. A large rate throws the ReLUs out to where no example switches them on: they are dead, and all answers are alike, as in `explore.training(data="ring", H=8, activation="relu", rate=10.0)`.

# %% [markdown]
# ## A step needs only a few examples
#
# So far every step used all examples. That is slow when there are many. A step can take a batch of a few instead: its slopes are noisy, and cheap. An epoch then uses each example once, and the next epoch takes them in another order.
#
# Write the batches of one epoch. The examples have the places 0 to n − 1, and what is left over stands in the last batch.


# %%
def my_batches(n, size, rng):
    """Places of the examples of each batch: a list of arrays."""
    # BEGIN SOLUTION
    # WHY: A permutation has each place once. Cut into slices, it stays complete: the last slice is
    # WHY: shorter where the size does not divide n.
    order = rng.permutation(n)
    return [order[k : k + size] for k in range(0, n, size)]
    # STUB:
    # order = ...
    # return ...
    # END SOLUTION


# %%
check.batches(my_batches)

# %% [markdown]
# ## A second layer bends what the first has bent
#
# Now there may be several hidden layers. Each small map is again what a unit answers over the plane: those of the first layer are straight edges, those of the next are bent. On the right stand new examples, which it has not learned. In the lower panel the solid line is the loss of what it learns, and the dashed one that of the new.

# %%
predict(
    "10-depth",
    "One hidden layer of 26 units has 105 weights and biases, and so have two layers of 8. Which "
    "gets more new points of the spiral right, on average of ten starts?",
    ["one layer of 26", "two layers of 8", "both within 2 %"],
)

# %%
explore.playground(mine=my_batches)

# %% [markdown]
# **Look** at the maps from left to right. Then choose *drawn* and paint a shape of your own on the right: what you paint is class 1.
#
# **Question:** how many units in one layer close around the disk? And what do three layers of 8 make of *noise* 0.2 with only 60 examples?
#
# **Answer:** three can close around it, and did so from seven of ten starts; four did from all ten: `explore.playground(H=4)`. The three layers of 8 get about 98 % of 60 noisy examples right and only about 80 % of the new ones. They have learned the noise by heart, which is called [[overfitting]]: `explore.playground(depth=3, H=8, noise=0.2, known=60)`. A little *L2*, which pulls all weights toward 0, narrows the gap, `explore.playground(depth=3, H=8, noise=0.2, known=60, l2=0.001)`, and too much, 0.03, leaves it guessing.


# %%
def right_of_a_spiral(hidden, seed):
    """Percent of 100 new points that come out right after learning 100 others."""
    rng = np.random.default_rng(seed)
    X, t = deep.points("spiral", 200, rng=rng)
    known, new = np.split(rng.permutation(200), 2)
    start = deep.init([2, *hidden, 1], rng=rng)
    net = deep.fit(start, X[known], t[known], rng=rng, epochs=1000).net
    return 100 * np.mean((deep.forward(net, X[new])[-1][:, 0] > 0.5) == t[new])


for hidden in ([26], [8, 8]):
    scores = [right_of_a_spiral(hidden, seed) for seed in range(10)]
    print(f"hidden layers {hidden}: {np.mean(scores):.0f} % of new points right")

# %%
compare(
    "10-depth",
    "two layers of 8",
    "A unit of the second layer cuts along a bent line, which one of the first cannot. But no "
    "theorem says that deeper is better: with three layers of 8 some starts are stuck.",
)

# %% [markdown]
# ## Errors can vanish on their way back
#
# With layers $l = 1, 2, \dots$ the error goes back by $\delta_l = W_{l+1}^\top \delta_{l+1}\, f'(n_l)$: each layer multiplies it once more by weights and slopes. Twenty factors of 0.8 leave 1 %, and twenty of 1.25 make 87. The first layers then learn nothing, or jump.
#
# So the random weights at the start matter. Draw each with a standard deviation of $g / \sqrt{n}$, where $n$ units come before. Then $g$, the gain, decides.

# %%
predict(
    "10-vanishing",
    "20 hidden layers of sigmoid units have random weights with gain 1. How much of the error at "
    "the last of them arrives at the first?",
    ["about a tenth", "about a thousandth", "about a millionth", "less than a billionth"],
)

# %%
explore.vanishing()

# %% [markdown]
# **Look** at the right panel from right to left: the way of the error. The gray line is a closed form for very wide layers.
#
# **Question:** which gain keeps the size of the error with ReLUs, and why? What happens with tanh below and above 1?
#
# **Answer:** the root of 2. Half of the ReLUs are off, so half of the squares pass, and $g^2 = 2$ makes up for it: `explore.vanishing(gain=1.4, activation="relu")` (He and colleagues 2015). With tanh and a gain of 0.5 each layer halves signal and error: `explore.vanishing(gain=0.5)`. At 2.5 the error explodes, although no activity exceeds 1: `explore.vanishing(gain=2.5)`.

# %%
compare(
    "10-vanishing",
    "less than a billionth",
    "The slope of a sigmoid is 1/4 at most, so each layer leaves less than a quarter: after 19 "
    "layers it is about 1e-12. That is why deep networks use other units.",
)

# %% [markdown]
# ## Some starts never learn
#
# Two hidden units are enough for XOR: you set them by hand. Does gradient descent find such weights, from random ones?

# %%
predict(
    "10-starts",
    "Of 100 random starts with 2 tanh units, how many learn XOR in 3000 epochs at r = 1?",
    low=0,
    high=100,
)

# %%
many = explore.starts()
many.finish()
many

# %% [markdown]
# **Look** at the final losses: they gather on a few levels. Choose a stuck start with the slider and see which corners get one answer.
#
# **Question:** how many hidden units make failure rare with tanh? And with ReLUs?
#
# **Answer:** with tanh 57, 97 and 100 of the 100 starts learn with 2, 3 and 4 units, so four: `explore.starts(H=4)`. With ReLUs it is 26, 63, 70, 73, 93 and 98 with 2, 3, 4, 5, 6 and 8, so six make failure rare: `explore.starts(H=6, activation="relu")`.

# %%
nets = [perceptron.init(2, 2, rng=seed) for seed in range(100)]
ends = [perceptron.fit(net, *XOR, rate=1.0, epochs=3000).loss[-1] for net in nets]
compare(
    "10-starts",
    sum(loss < 0.1 for loss in ends),
    "Two units can solve XOR, but the way downhill does not always lead there.",
)

# %% [markdown]
# ## Stuck networks give one answer to several corners
#
# If two corners of different class share the answer 1/2, and the others are right, the loss is $\frac{2}{4} \ln 2 = 0.35$. If three share the best answer, 1/3 or 2/3, it is 0.48. If all do, it is $\ln 2 = 0.69$.

# %%
nets = [perceptron.init(2, 2, rng=seed, activation="relu") for seed in range(100)]
ends = [perceptron.fit(net, *XOR, rate=1.0, epochs=3000).loss[-1] for net in nets]
for level in (0.0, 0.35, 0.48, 0.69):
    print(np.sum(np.abs(np.array(ends) - level) < 0.05), f"starts of 2 ReLUs end near {level}")

# %% [markdown]
# Why is there no way down? With tanh, both hidden units are saturated at the two corners, so the output unit cannot tell them apart. What one corner gains the other loses, and the $\delta_2$ of the two cancel. And $1 - a^2 \approx 0$ hands nothing back.
#
# A ReLU that no corner switches on has slope 0 exactly: it is dead. With spare units, one of them is nearly always in a useful place.

# %% [markdown]
# ## Open task: two spirals with few weights
#
# Two arms wind one and a half times around each other. Choose the hidden layers, from one to three, their activation, the rate, the examples of a batch and L2: at most 180 weights and biases, for 1000 epochs. The check trains five times from 100 points, and 90 % of 1000 new ones must be right, on average. Try it in `explore.playground(data="spiral", depth=2, H=8)`. A second goal: the same with at most 60.

# %%
# BEGIN SOLUTION
# WHY: Two layers of 8 have 105 weights and biases: the second bends what the first has bent. The steps
# WHY: are small enough not to jump, and there are enough of them. Other ways lead there, as 20 ReLUs.
my_sizes, my_activation, my_rate, my_batch, my_l2 = (8, 8), "tanh", 0.3, 10, 0.0
# STUB:
# my_sizes, my_activation, my_rate, my_batch, my_l2 = ..., ..., ..., ..., ...
# END SOLUTION

# %%
check.spirals(my_sizes, my_activation, my_rate, my_batch, my_l2)

# %%
explore.playground(data="spiral", depth=2, H=8)

# %% [markdown]
# **Question:** is depth what it takes?
#
# **Answer:** with tanh it helps. On these five starts two layers of 7 units have 85 weights and biases and get 97 % of the new points; one layer of 20, with 81, gets 64 to 89 % at the rates tried here. But one layer of 20 ReLUs gets 98 %, if the rate is 0.5 and the batches are small. So deeper is not always better; `explore.playground(data="spiral", H=8)` shows what too few units do.

# %% [markdown]
# ## Enough hidden units follow any curve
#
# Every ReLU adds one kink; a sum of them is a chain of straight pieces. For any continuous curve on an interval and any error you allow, some number of units is enough: universal approximation (Cybenko 1989 for sigmoids; Leshno and colleagues 1993 for ReLUs too). The theorem does not say how many, nor that training finds them.

# %%
explore.curve()

# %% [markdown]
# **Look** at the error: with evenly spread ReLUs it falls about as $1/n^2$, as for any smooth curve drawn in straight pieces.
#
# **Question:** why does the edge resist? Train all weights: what do three ReLUs do there that twelve on a grid cannot?
#
# **Answer:** a jump needs two kinks at one place, and on a grid two kinks are $1/n$ apart: the error is 0.173 with 12 and still 0.104 with 30. Three trained ReLUs bring their kinks together, and the error is 0.0000016: `explore.curve(curve="edge", n=3, all_weights=True)`. Two cannot.

# %% [markdown]
# ## Handwriting is read by the same slopes
#
# 1797 digits, written by thirteen people, have 8 × 8 pixels each (Alpaydin and Kaynak 1998). A network with ten outputs, one a digit, learns 1200 of them; the other 597 are new to it. The largest output is its answer.

# %%
predict(
    "10-digits",
    "Which reads more of the new digits: 16 hidden units after 400 epochs, or a program that "
    "says the label of the most similar digit it knows?",
    ["the network", "the program", "both within 0.1 %"],
)

# %%
read = explore.reading()
read.finish()
read

# %% [markdown]
# **Look** at the weights: each hidden unit asks where there is ink and where there is none. Below stand new digits with wrong answers. **Do** draw digits of your own, as large as the frame; a press on ink rubs out. The network sees 8 × 8 pixels of it. Which of yours does it misread?
#
# **Question:** how few hidden units can read? And what does a rate of 4 do?
#
# **Answer:** with four, after 400 epochs, about half are right: `explore.reading(H=4, rate=0.25)`. With sixteen it is 98 %. At a rate of 4 the steps overshoot, and the answers stay at chance: `explore.reading(rate=4.0)`.

# %%
compare(
    "10-digits",
    "the program",
    f"{read.result.nearest:.1f} % against {read.result.shares[-1, 1]:.1f} %. With few pixels and "
    "many examples nothing beats looking them up. But the network keeps 1210 numbers, and the "
    "program all 76,800 pixels.",
)

# %% [markdown]
# ## A deep network shares its weights
#
# LeNet-5 (LeCun and colleagues, 1998) read handwritten digits on checks. Its units look at small patches, and all units of a map use the same weights: a convolution. A map with a kernel of $k \times k$ over $m$ maps therefore has $k^2 m + 1$ parameters, wherever and however often it is used.


# %%
def my_parameters(maps, kernel, seen):
    """Weights and biases of `maps` maps with square kernels over `seen` maps."""
    # BEGIN SOLUTION
    # WHY: A map has one kernel for each map that it sees, and one bias, however large it is.
    return maps * (kernel * kernel * seen + 1)
    # END SOLUTION


# %%
check.parameters(my_parameters)

# %%
predict(
    "10-lenet",
    "In which layer of LeNet-5 are most of its parameters?",
    ["C1, which sees the picture", "C3, in the middle", "C5, after the last map", "F6"],
)

# %%
explore.lenet()

# %% [markdown]
# C is a convolution, S averages patches of 2 × 2 to shrink a map, F is fully connected. The weights of the output are fixed, not learned.
#
# **Look** at the gray marks: what a layer would need if each of its units listened to every unit before it.
#
# **Question:** C1 has 156 parameters. How many connections use them? Why does C3 have fewer parameters than your formula gives for 16 maps over 6?
#
# **Answer:** its 28 · 28 · 6 units have 26 connections each, 122,304: `explore.lenet(k=1, count="connections")`. Your formula gives C3 2,416. But its maps see only three, four or six of the six maps before them, so it has 60 · 25 weights and 16 biases, 1,516: `explore.lenet(k=3)`.

# %%
layers = lenet5()
total = sum(layer.parameters for layer in layers)
compare(
    "10-lenet",
    "C5, after the last map",
    f"It has {layers[5].parameters:,} of {total:,} parameters. "
    "Its kernels are as large as the maps they see, so nothing is shared any more.",
)

# %% [markdown]
# ## What layers compute, and where they break
#
# A unit votes; a hidden layer draws lines; layers fold space until a last line is enough. Slopes by back-propagation teach them all at once.
#
# The theorem of the perceptron has no counterpart here: training can be stuck, and it depends on start and rate. Nor do known synapses carry errors backward through $W_2^\top$. How a brain assigns credit is open. Lesson 11 trains a network in time.

# %% [markdown]
# ## The symbols of this lesson, once more
#
# In this lesson $t$ is a target, and $r$ a learning rate.

# %%
course.notation("10")

# %% [markdown]
# ## What to read next
#
# - Rosenblatt F (1958). *The perceptron.* Psychol Rev 65:386–408.
# - Novikoff ABJ (1962). *On convergence proofs on perceptrons.* Symp Math Theory Automata 12:615–622.
# - Minsky M, Papert S (1969). *Perceptrons.* MIT Press.
# - Rumelhart DE, Hinton GE, Williams RJ (1986). *Learning representations by back-propagating errors.* Nature 323:533–536.
# - He K, Zhang X, Ren S, Sun J (2015). *Delving deep into rectifiers.* ICCV, 1026–1034.

# %% [markdown]
# - Cybenko G (1989). *Approximation by superpositions of a sigmoidal function.* Math Control Signals Syst 2:303–314.
# - Leshno M et al. (1993). *Multilayer feedforward networks with a nonpolynomial activation function can approximate any function.* Neural Netw 6:861–867.
# - LeCun Y, Bottou L, Bengio Y, Haffner P (1998). *Gradient-based learning applied to document recognition.* Proc IEEE 86:2278–2324.
# - Alpaydin E, Kaynak C (1998). *Optical Recognition of Handwritten Digits.* UCI Machine Learning Repository.
# - Lillicrap TP et al. (2020). *Backpropagation and the brain.* Nat Rev Neurosci 21:335–346.
