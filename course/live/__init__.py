"""The live figure: a picture that follows the hand.

A figure is one function of its controls, decorated, and what it shows. This is all:

    @figure(
        "A potential that decays to rest",
        Slider("A", 0.0, 20.0, 15.0, 0.5, "mV", meaning="height at the start"),
        Slider("tau", 2.0, 60.0, 20.0, 1.0, "ms", "τ", "time constant of the decay"),
        presets=[Preset("quick", tau=4.0).shows("Gone before you look.")],
    )
    def decay(A, tau):
        "A potential that decays to rest."
        return {"t": T, "V": A * np.exp(-T / tau)}

    @decay.show
    def show_decay(ax, r):
        ax.A.still(xlim=(0, 100), xlabel="time (ms)", ylabel="V (mV)")
        ax.A.line("V", r.t, r.V, color="C0")
        ax.A.limits(y=(0, levels(r.V.max(), 5, 20)))
        return f"{r.V[-1]:.2f} mV are left of {r.V[0]:.1f} mV after 100 ms."

`decay(tau=5)` is then the live figure of a notebook, `decay.explorer(tau=5)` the same
without a widget, and `help(decay)` tells its controls. The function computes and returns a
dict; `show` reads its names, and the controls' own, as attributes. A control that the function
does not take, such as the moment that is drawn, only changes what is shown. `show` runs for every
picture: the first run makes the artists, later ones move them (`course.plots.panel`). It
returns the picture in one line, which is what a screen reader hears and what CI compares.

What a figure may have besides:

    yield            instead of `return`: `(fraction done, result)`, drawn as it grows;
                     new values stop it
                     (`course.live.background` if the work has no steps of its own)
    seed=1           a parameter that is no control: the figure's own, given by the caller
    Yours("mine(x)", "drawn over the curve")
                     among the controls: it takes the student's function (`course.live.mine`)
    draft            True while a slider is being dragged: a quicker answer will do
    narrow=stacked(5.4, A=3, B=2)
                     panels one under the other on a phone, 5.4 inches high in all
    handles=[...]    values to be moved in the picture too: `Handle("A", y="A")` is a level
                     of the figure above, with a line across; `Handle("A", y="A", at=0.0)`
                     only a knob, at 0 ms; `at` may be what the result says; in a schematic
                     `Handle("cell", y="I", on=(386, 338))` stays there and is dragged up
    graph.tells(unit=lambda k: f"unit {k}: {r.r[k]:.2f}")
                     in `show`, what the pointer is told over the parts of a schematic
    @decay.on_event  `(event, values) -> dict of changed values`: pointing at the picture

The same values always give the same picture: noise comes from a seed that is itself a
value (a `Button`). The page sends one set of values at a time, and the newest ones when
the picture for the last has arrived (`live.js`), so the picture never trails behind the
hand.

The page says how much room there is, how sharp its screen is and which look it has; the
picture is laid out for that room, so its words keep their size and a pixel of it is a pixel
of the screen. At most four controls are in view, those with `main=True` or the first four;
the rest is in a fold. A figure's `size` is that of its still picture, and no page makes it
higher than that.

From values to pixels: `declare` makes an `explorer` of a figure, which checks the values,
computes and has a `picture` drawn; `widget` and `page` put it on a page.
"""

from course.live.controls import Button, Choice, Event, Handle, Preset, Slider, State, Switch
from course.live.declare import figure, stacked
from course.live.explorer import Explorer
from course.live.mine import Mine, Yours
from course.plots.panel import levels

__all__ = [
    "Button",
    "Choice",
    "Event",
    "Explorer",
    "Handle",
    "Mine",
    "Preset",
    "Slider",
    "State",
    "Switch",
    "Yours",
    "figure",
    "levels",
    "stacked",
]
