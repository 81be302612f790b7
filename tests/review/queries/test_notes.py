"""Many reviews stored in one go are stored as those that are stored one by one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from journal.db.database import Store
from journal.db.tables import Card, Review
from journal.review.queries.notes import add_reviews

ROW: dict[str, Any] = {
    "card_id": 1,
    "at": datetime(2024, 7, 10, 20, 30),
    "day": date(2024, 7, 10),
    "seed": 2**45,
    "params": {},
    "kind": "anki",
    "truth": "",
    "typed": "",
    "verdict": "right",
    "wrong_ideas": [],
    "confidence": "",
    "seconds": 3.5,
    "suggested": 3,
    "rating": 3,
    "counted": True,
    "stability": 2.5,
    "difficulty": 5.25,
    "due": date(2024, 7, 13),
    "torch": "",
    "step": None,
}


def test_many_reviews_are_stored_as_each_alone_would_be(store: Store) -> None:
    with store.write() as session:
        session.add(Card(concept="note:x", question="front", created=datetime(2024, 7, 1)))
        session.flush()
        session.add(Review(**ROW))
        session.flush()
        same = {"kind": ROW["kind"], "params": ROW["params"]}
        rest = {name: value for name, value in ROW.items() if name not in same}
        add_reviews(session, [rest, {**rest, "counted": False}], same)
        rows = session.connection().exec_driver_sql("SELECT * FROM review ORDER BY id").mappings().all()
    one, other, uncounted = ({name: value for name, value in row.items() if name not in ("id", "uid")} for row in rows)
    assert one == other
    assert len({len(row["uid"]) for row in rows}) == 1
    assert len({row["uid"] for row in rows}) == 3
    assert {name for name in one if one[name] != uncounted[name]} == {"counted"}
