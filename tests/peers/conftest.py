"""Every test here is marked `peers`; `agree` states a row of the table and asserts it."""

import agreement
import pytest


def pytest_itemcollected(item):
    if item.path.is_relative_to(agreement.PAGE.parent):
        item.add_marker("peers")


@pytest.fixture
def agree(record_property):
    def agree(what, peer, theirs, ours, allowed, unit="", kind="absolute"):
        cells, agrees = agreement.row(what, peer, theirs, ours, allowed, unit, kind)
        record_property("agreement", cells)
        assert agrees, agreement.table([cells])

    return agree
