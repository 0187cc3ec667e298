"""The table of agreement: a row agrees only if it does, and a missing peer is a skip."""

import agreement
import pytest


@pytest.mark.parametrize(
    ("theirs", "ours", "allowed", "kind", "agrees", "said"),
    [
        ([1.0, 2.0], [1.0, 2.0004], 1e-3, "absolute", True, "below 1e-3 ms"),
        ([1.0, 2.0], [1.0, 2.004], 1e-3, "absolute", False, "below 1e-2 ms"),
        (3.0, 3.0, 1e-9, "absolute", True, "below 1e-15 ms"),
        ([1.0, 100.0], [1.0, 100.4], 1e-2, "relative", True, "below 1e-2"),
        ([1.0, 100.0], [1.0, 102.0], 1e-2, "relative", False, "below 1e-1"),
        (15.0, 15.3, (4, 0.1), "errors", True, "3.0 standard errors"),
        (15.0, 15.5, (4, 0.1), "errors", False, "5.0 standard errors"),
        ([1.0, 2.0], [1.0], 1e9, "absolute", False, "other count"),
        (float("nan"), float("nan"), 1e9, "absolute", False, "nan"),
        (1.0, float("inf"), 1e9, "absolute", False, "inf"),
    ],
)
def test_a_row_agrees_only_within_what_is_allowed(theirs, ours, allowed, kind, agrees, said):
    cells, found = agreement.row("x", "peer", theirs, ours, allowed, "ms", kind)
    assert found is agrees
    assert cells[4] == said


def test_a_missing_peer_is_skipped_by_its_name():
    with pytest.raises(pytest.skip.Exception, match="NOBODY is not installed"):
        agreement.needs("course_of_nobody", "NOBODY", "nobody")


def test_the_written_table_names_every_peer_and_its_version():
    page = agreement.PAGE.read_text("utf-8")
    for peer in ("NEST", "NEURON", "Elephant", "JAX", "SciPy"):
        assert f"| {peer} " in page
    assert "nan" not in page and "other count" not in page
