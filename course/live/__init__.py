"""The live figure: a picture that follows the hand.

An explorer is four things, and this package does the rest:

    controls            sliders, choices, switches, buttons
    compute(**values)   -> result       the model
    draw(axes)          -> artists      once: axes by name in, moving artists out
    update(artists, result)             every frame: put the result into the artists

Draw once, then move the artists (`picture`). The page sends one set of values at
a time, and the newest ones when the picture for the last has arrived (`live.js`),
so the picture never trails behind the hand. Pixels travel as one PNG of fixed size.

A `compute` that is a generator yields `(fraction done, result)` and is drawn as
it grows; new values stop it. The same values always give the same picture: noise
comes from a seed that is itself a value (a `Button`).
"""

from course.live.controls import Button, Choice, Event, Preset, Slider, State, Switch
from course.live.figure import Live, lecture

__all__ = ["Button", "Choice", "Event", "Live", "Preset", "Slider", "State", "Switch", "lecture"]
