"""Rows of another journal that cannot be what they say: they are named, and nothing is taken in."""

from __future__ import annotations

from typing import Any

import pytest

from journal.db.archive import BrokenRowError
from journal.sync.states import state_of

WEEK = {"id": 1, "starts": "2024-07-08", "title": "Week 1", "body": "CNN"}


@pytest.mark.parametrize(
    ("kind", "rows", "broken"),
    [
        ("note", [{"id": 1, "uid": "n1"}, {"id": 2, "uid": None, "created": "2024-07-08T20:00:00"}], 2),
        ("item", [{"id": 1, "kind": "later", "text": "MAS"}], 1),
        ("version", [{"id": 1, "week_id": 9, "at": "2024-07-08T20:00:00", "body": "CNN"}], 1),
    ],
)
def test_a_row_without_a_name_or_of_a_row_that_is_not_there_is_broken(
    kind: str, rows: list[dict[str, Any]], broken: int
) -> None:
    with pytest.raises(BrokenRowError) as told:
        state_of({"week": [WEEK], kind: rows})
    assert (told.value.table, told.value.row) == (kind, broken)
