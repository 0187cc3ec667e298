import numpy as np

from course.live import Choice, Handle, Preset, Slider, figure, stacked
from course.models.autodiff import Node


def square(x):
    a = x * x
    return {"x": x, "a = x · x": a, "a + x": a + x}


def shared(x):
    b = x.tanh()
    c = b * x
    return {"x": x, "b = tanh x": b, "c = b · x": c, "c + b": c + b}


def chain(x):
    a = x * x
    b = -a
    c = b.tanh()
    d = c.exp()
    return {"x": x, "a = x · x": a, "b = −a": b, "c = tanh b": c, "d = exp c": d, "d · x": d * x}


FORMULAS = {"x·x + x": square, "tanh(x)·x + tanh(x)": shared, "exp(tanh(−x·x))·x": chain}
ACROSS = np.linspace(-3.0, 3.0, 121)
LONGEST = 2 * 6  # steps of the longest of them, there and back


def handed_on(nodes, count):
    """Slopes that the nodes hold once the last `count` have handed on theirs, and who has one."""
    place = {node: k for k, node in enumerate(nodes)}
    grads = np.zeros(len(nodes))
    reached = np.zeros(len(nodes), dtype=bool)
    grads[-1], reached[-1] = 1.0, True
    for k in range(len(nodes) - 1, len(nodes) - 1 - count, -1):
        for parent, slope in zip(nodes[k].parents, nodes[k].slopes):
            grads[place[parent]] += slope * grads[k]
            reached[place[parent]] = True
    return grads, reached


def edges(nodes):
    """(from, to, slope) of each pair of nodes, its slopes added where a parent is used twice."""
    place = {node: k for k, node in enumerate(nodes)}
    found = {}
    for k, node in enumerate(nodes):
        for parent, slope in zip(node.parents, node.slopes):
            pair = place[parent], k
            found[pair] = (*found.get(pair, ()), slope)
    return found


@figure(
    "Slopes go back through the graph of a formula",
    Choice("formula", tuple(FORMULAS), "x·x + x", meaning="what is computed"),
    Slider("x", -3.0, 3.0, 2.0, 0.1, meaning="the number that all begins with"),
    Slider(
        "t", 0, LONGEST, LONGEST, 1, label="step", meaning="nodes made, then handed on", play=2.0
    ),
    presets=[
        Preset("forward", t=2).shows("Each node notes its value, and its slopes by its parents."),
        Preset("half-way back", formula="tanh(x)·x + tanh(x)", x=0.5, t=6).shows(
            "tanh x is used twice and collects twice, before it hands on what it has."
        ),
        Preset("a chain", formula="exp(tanh(−x·x))·x", x=0.6).shows(
            "On the left the sum of two ways: straight to the end, and through the whole chain."
        ),
    ],
    handles=[Handle("curve", x="x", at=lambda r: r.nodes[-1].value)],
    mosaic=[["graph", "curve"]],
    width_ratios=[1.7, 1],
    narrow=stacked(7.0, graph=1, curve=1),
    size=(8.4, 3.8),
)
def backward(formula, x, t):
    """A small graph of numbers, made one after another, and the slopes that go back through it."""
    named = FORMULAS[formula](Node(x))
    nodes = list(named.values())[-1].history()
    names = {node: name for name, node in named.items()}
    made = min(t, len(nodes))
    back = min(max(t - len(nodes), 0), len(nodes))
    curve = np.array([list(FORMULAS[formula](Node(v)).values())[-1].value for v in ACROSS])
    grads, reached = handed_on(nodes, back)
    return {
        "nodes": nodes,
        "names": [names[node] for node in nodes],
        "edges": edges(nodes),
        "made": made,
        "back": back,
        "grads": grads if made == len(nodes) else None,
        "reached": reached,
        "curve": curve,
        "whole": handed_on(nodes, len(nodes))[0][0],
    }


MOST = max(len(make(Node(0.5))) for make in FORMULAS.values())  # nodes


def rise(a, b):
    """Height of the way from node a to node b, over what stands between."""
    return 0.0 if b == a + 1 else 0.6 + 0.3 * (b - a)


def number(value):
    """A number with a true minus."""
    return f"{value:z.2f}".replace("-", "−")


def said(slopes):
    """The slopes of a way in words: two alike are from a parent used twice."""
    return number(slopes[0]) if len(slopes) == 1 else f"{len(slopes)} × {number(slopes[0])}"


@backward.show
def show_backward(ax, r):
    count = len(r.nodes)
    ax.graph.still(ylim=(-2.3, 3.0), title="values below, slopes of the end inside")
    ax.graph.still.axis("off")
    ax.graph.limits(x=(-0.6, count - 0.4))
    _show_ways(ax.graph, r)
    for k in range(MOST):
        there = k < r.made
        node = ([k], [0.0]) if there else ([], [])
        ax.graph.points(("node", k), *node, color="paper", ms=27, mec="ink", mew=1.2)
        ax.graph.text(
            ("value", k),
            k,
            -0.62,
            number(r.nodes[k].value) if there else "",
            color="soft",
            ha="center",
            va="top",
        )
        ax.graph.text(
            ("name", k),
            k,
            -1.15 - 0.5 * (k % 2),
            r.names[k] if there else "",
            color="soft",
            ha="center",
            va="top",
        )
        reached = r.grads is not None and k < count and r.reached[k]
        ax.graph.text(
            ("slope", k),
            k,
            0.0,
            number(r.grads[k]) if reached else "",
            color="ink",
            ha="center",
            va="center",
        )
    holder = [count - r.back] if r.back else []
    ax.graph.points("holder", holder, [0.0] * len(holder), color="you", mfc="none", ms=33, mew=2.2)
    ax.graph.tells = lambda x, y: told_node(r, x, y)
    low, high = np.floor(r.curve.min()) - 0.5, np.ceil(r.curve.max()) + 0.5
    ax.curve.still(xlim=(-3, 3), xlabel="x", title="the formula, and its slope at x")
    ax.curve.limits(y=(low, high))
    ax.curve.line("y", ACROSS, r.curve, color="ink", label="y")
    done = r.back == len(r.nodes)
    span = np.array([-1.0, 1.0]) if done else np.array([])
    ax.curve.line(
        "slope", r.x + span, r.nodes[-1].value + r.whole * span, color="soft", lw=3.5, zorder=1
    )
    if r.grads is None:
        return f"{r.made} of {len(r.nodes)} nodes are made."
    slopes = ", ".join(f"{grad:z.2f}" for grad in r.grads)
    return (
        f"The value is {r.nodes[-1].value:z.2f}. Slopes after {r.back} of {len(r.nodes)} nodes "
        f"have handed on, from left to right: {slopes}."
    )


def told_node(r, x, y):
    """A node's value and slope, or a way's slope."""
    k = round(x)
    if 0 <= k < r.made and abs(x - k) <= 0.3 and -1.8 <= y <= 0.5:
        slope = f", slope {number(r.grads[k])}" if r.grads is not None and r.reached[k] else ""
        return f"{r.names[k]}: value {number(r.nodes[k].value)}{slope}"
    for (a, b), slopes in r.edges.items():
        part = (x - a) / (b - a)
        high = 4 * part * (1 - part) * rise(a, b)
        if b < r.made and 0 <= part <= 1 and abs(y - high) <= 0.2:
            return f"slope of {r.names[b]} by {r.names[a]}: {said(slopes)}"
    return ""


def _show_ways(panel, r):
    """Ways from parents to children; those on which a slope went back are drawn strongly."""
    pairs = [pair for pair in r.edges if pair[1] < r.made]
    part = np.linspace(0.0, 1.0, 30)
    gone = [b >= len(r.nodes) - r.back for _, b in pairs]
    for name, wanted, style in (
        ("made", False, {"color": "soft", "lw": 1.2}),
        ("gone", True, {"color": "ink", "lw": 2.2}),
    ):
        x, y = [], []
        for (a, b), passed in zip(pairs, gone):
            if passed == wanted:
                x += [*(a + (b - a) * part), np.nan]
                y += [*(4 * part * (1 - part) * rise(a, b)), np.nan]
        panel.line(name, x, y, zorder=1, **style)
    for k in range(2 * MOST):
        a, b = pairs[k] if k < len(pairs) else (0, 1)
        words = said(r.edges[a, b]) if k < len(pairs) else ""
        beside = b == a + 1  # below the line, as arcs pass above it
        height = -0.14 if beside else rise(a, b) + 0.12
        align = {"ha": "center", "va": "top" if beside else "bottom"}
        panel.text(("way", k, beside), (a + b) / 2, height, words, color="soft", **align)
        panel.text(("way", k, not beside), 0, 0, "", color="soft")
