"""The picture of the packages shows each of them once, and what it imports."""

from __future__ import annotations

from tests.contracts.picture import EDGE, ORDER, WIDTH, packages, picture
from tests.contracts.test_arrows import ROOT


def test_each_package_has_a_row_in_the_order_of_its_layer() -> None:
    rows = list(picture())
    assert [row[:WIDTH].strip() for row in rows if row[0] not in " ─"] == ORDER
    assert max(map(len, rows)) <= EDGE


def test_arrows_point_down() -> None:
    found = packages(ROOT)
    assert {"core", "tasks"} <= found["review"]
    places = {package: place for place, package in enumerate(ORDER)}
    assert [(one, each) for one, imported in found.items() for each in imported if places[each] <= places[one]] == []
