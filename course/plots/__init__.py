"""Pictures of results: functions that take matplotlib axes and what a model returned.

Each kind of picture is a pair. The first draws the still parts and returns the
artists that will move, empty; the second, `show_...`, puts a result into them.
None keeps state, opens a window or changes the data it is given.
"""
