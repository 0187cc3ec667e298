"""LeNet-5 as published."""

from course.material.lenet import C3_SEES, lenet5


def test_shapes_and_counts_are_the_published_ones():
    """LeCun, Bottou, Bengio & Haffner (1998), section II.B."""
    published = {  # maps x height x width, trainable parameters, connections
        "input": ((1, 32, 32), 0, 0),
        "C1": ((6, 28, 28), 156, 122_304),
        "S2": ((6, 14, 14), 12, 5_880),
        "C3": ((16, 10, 10), 1_516, 151_600),
        "S4": ((16, 5, 5), 32, 2_000),
        "C5": ((120, 1, 1), 48_120, 48_120),
        "F6": ((84, 1, 1), 10_164, 10_164),
        "output": ((10, 1, 1), 0, 840),
    }
    ours = {
        la.name: ((la.maps, la.height, la.width), la.parameters, la.connections) for la in lenet5()
    }
    assert ours == published
    assert sum(la.parameters for la in lenet5()) == 60_000  # "about 60,000"


def test_c3_sees_the_published_maps():
    """Table I: six maps see 3, nine see 4, one sees all 6; each S2 map feeds 10 of C3."""
    assert sorted(map(len, C3_SEES)) == [3] * 6 + [4] * 9 + [6]
    assert len({frozenset(maps) for maps in C3_SEES}) == 16
    assert [sum(k in maps for maps in C3_SEES) for k in range(6)] == [10] * 6
