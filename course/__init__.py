"""How neurons and neural networks compute: the library behind the lessons.

`course.models`   the equations, one model a file: open these to learn
`course.plots`    pictures of what the models return
`course.live`     the live figure: sliders on one side, a picture on the other
`course.explore`  the live figures of each lesson
`course.check`    the exercises' checks and their hints

`course.lecture()` scales every live figure for a projector.
"""

__version__ = "0.1.0"
__all__ = ["lecture"]


def lecture(on=True):
    """Scale pictures, text and sliders for a projector, or back again.

    Parameters
    ----------
    on : bool
        True for a lecture hall, False for the size a reader wants.
    """
    from course.live import widget

    widget.lecture(on)
