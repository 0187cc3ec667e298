"""The live figures of the lessons, one module a lesson.

Each public function takes start values by keyword and returns a `course.live.widget.Live`;
each module's `__all__` lists them. A lesson says

    from course.explore import integrate_fire as explore
"""
