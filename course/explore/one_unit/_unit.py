import numpy as np

from course.live import Choice, Preset, Slider, Switch, figure, levels
from course.models import activation

FUNCTIONS = {
    "ReLU": activation.relu,
    "step": activation.step,
    "sigmoid": activation.sigmoid,
    "tanh": activation.tanh,
    "linear": activation.linear,
}
X = np.linspace(-12.0, 12.0, 481)
HEIGHTS = (2.0, 1.0, 0.0)  # where the inputs are drawn


def inputs():
    """A slider for the activity of each input, and one for its weight."""
    for k, (a, w) in enumerate(((0.8, 1.5), (0.5, 1.0), (0.6, -1.2)), 1):
        index = "₁₂₃"[k - 1]
        yield Slider(f"a{k}", 0.0, 1.0, a, 0.05, "", f"a{index}", f"activity of input {k}")
        yield Slider(f"w{k}", -2.0, 2.0, w, 0.1, "", f"w{index}", "its weight")


@figure(
    "One unit with three inputs, their weights, and its activation",
    *inputs(),
    Slider("b", -2.0, 2.0, 0.0, 0.1, "", meaning="bias"),
    Choice("chosen", tuple(FUNCTIONS), "ReLU", "activation"),
    Switch("add", False, "add the weight instead of multiplying"),
    presets=[
        Preset("a silent input", a1=0.0, w1=2.0).shows(
            "Input 1 is silent: its weight is large, and nothing of it arrives."
        ),
        Preset("silent, but added", a1=0.0, w1=2.0, add=True).shows(
            "With a sum instead of a product the silent input still shouts."
        ),
        Preset("inhibition wins", w3=-2.0, a3=1.0, a1=0.4).shows(
            "The blue weight outweighs both orange ones: ReLU is silent."
        ),
    ],
    mosaic=[["net", "bars", "f"]],
    size=(7.2, 3.4),
)
def unit(a1, w1, a2, w2, a3, w3, b, chosen, add):
    """One unit: three activities times three weights, their sum, and what comes out."""
    a, w = np.array([a1, a2, a3]), np.array([w1, w2, w3])
    terms = np.append(a + w if add else a * w, b)
    n = activation.net_input(terms, np.ones(4))
    return {"a": a, "w": w, "terms": terms, "n": n, "out": FUNCTIONS[chosen](n)}


@unit.show
def show_unit(ax, r):
    reach = levels(np.abs([*r.terms, r.n]).max(), 4.0, 11.5)
    _show_net(ax.net, r)
    ax.bars.still(title="terms and their sum", xlabel="from input")
    ax.bars.still.set_xticks(range(5), ("1", "2", "3", "b", "sum"))
    ax.bars.still.axhline(0, color="ink", lw=0.8)
    colors = [*map(_sign, r.terms), "ink"]
    ax.bars.bars("terms", range(5), (*r.terms, r.n), colors=colors, width=0.65)
    ax.bars.limits(y=(-reach, reach))
    ax.f.still(title="activation", xlabel="net input n", zero="y")
    ax.f.line("curve", X, FUNCTIONS[r.chosen](X), color="soft")
    ax.f.points("here", r.n, r.out, color="ink", ms=8, clip_on=False)
    low, high = {"linear": (-reach, reach), "ReLU": (-0.25 * reach, reach)}.get(
        r.chosen, (-1.3, 1.3)
    )
    ax.f.limits(x=(-reach, reach), y=(low, high))
    terms = " + ".join(f"{term:z.2f}" for term in r.terms).replace("+ -", "- ")
    return f"n = {terms} = {r.n:z.2f}; {r.chosen} gives {r.out:z.2f}."


def _show_net(panel, r):
    """The unit and its inputs as circles, the weights as lines between them."""
    panel.still(xlim=(-0.25, 1.45), ylim=(-0.5, 2.5), title="unit", xticks=[], yticks=[])
    panel.still.spines[:].set_visible(False)
    for k, (y, a, w) in enumerate(zip(HEIGHTS, r.a, r.w)):
        panel.line(("weight", k), [0, 1], [y, 1], color=_sign(w), lw=0.5 + 4.0 * abs(w), zorder=1)
        panel.points(("input", k), 0, y, ms=25, mec="ink", mfc=_shade(panel.look, a), zorder=2)
    panel.points("unit", 1, 1, ms=38, mec="ink", mfc=_shade(panel.look, r.out), zorder=2)
    place = {"ha": "center", "va": "center", "zorder": 3}
    for k, (x, y, value) in enumerate(zip((0, 0, 0, 1), (*HEIGHTS, 1), (*r.a, r.out))):
        color = panel.look.over(_shade(panel.look, value))
        panel.text(("value", k), x, y, f"{value:z.2f}", color=color, **place)


def _sign(value):
    return "exc" if value >= 0 else "inh"


def _shade(look, value):
    """The color of an activity: pale for 0 and below, strong for 1 and above."""
    return look.ember(min(1.0, max(0.0, float(value))))
