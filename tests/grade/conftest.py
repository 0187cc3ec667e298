"""What the tests of grading share."""

import pytest

from course.app.grade.examiner import Lesson


@pytest.fixture(scope="session")
def points():
    """Exercises of lesson 02; read when wanted, for a copy of the course may lack the lesson."""
    return len(Lesson("02").tasks)
