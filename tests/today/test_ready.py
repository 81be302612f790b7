"""What Today offers to learn: what concepts of the log wait for comes first."""

from __future__ import annotations

from dataclasses import replace

from journal.db import cards
from journal.opening.journal import Journal
from journal.today.ready import ready
from tests.support.journal import NOW
from tests.support.made_up import synthetic_library


def offered(journal: Journal) -> list[tuple[str, str | None, str | None]]:
    with journal.store.read() as session:
        found = ready(replace(journal, library=synthetic_library(30)), session)
    return [
        (each.concept.id, each.waits.id if each.waits else None, each.after.id if each.after else None)
        for each in found
    ]


def put(journal: Journal, *concepts: str) -> None:
    with journal.store.write() as session:
        cards.ensure(session, {each: ["q1"] for each in concepts}, now=NOW)


def test_without_a_log_what_needs_nothing_is_offered(journal: Journal) -> None:
    assert offered(journal) == [(each, None, None) for each in ("c00001", "c00011", "c00021")]


def test_what_no_log_named_and_a_concept_of_the_log_waits_for_is_offered_first(journal: Journal) -> None:
    """c00023 needs c00022, which needs c00021."""
    put(journal, "c00023")
    assert offered(journal)[0] == ("c00021", "c00023", None)
    assert len(offered(journal)) == 3, "c00022 waits for c00021 itself"


def test_what_is_on_the_list_is_not_offered(journal: Journal) -> None:
    put(journal, "c00021", "c00022")
    assert [each for each, *_ in offered(journal)] == ["c00001", "c00011"]
