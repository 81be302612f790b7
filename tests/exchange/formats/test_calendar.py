"""Due days and plans as a calendar."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.messages import UserError
from journal.db.tables import Card
from journal.exchange.exporting import export
from journal.exchange.formats.calendar import DayToKeep, written
from journal.followups.followups import finish_by_id, park, schedule
from journal.followups.listing import open_followups
from journal.opening.journal import Journal

NOW = datetime(2024, 7, 9, 12)
DAY = date(2024, 7, 31)


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def events_of(text: str) -> list[list[str]]:
    """The lines of each event."""
    return [part.split("\r\n") for part in text.split("BEGIN:VEVENT")[1:]]


def value(name: str, text: str) -> str:
    """The text of a property, its escapes undone."""
    (line,) = (line for line in unfolded(text) if line.startswith(f"{name}:"))
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], line.partition(":")[2])


def test_an_event_lasts_its_day_and_leaves_it_free() -> None:
    lines = unfolded(written([DayToKeep("a@journal", DAY, "学GRU; 第3章, \\x")], NOW))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert lines[4:6] == ["BEGIN:VEVENT", "UID:a@journal"]
    assert re.fullmatch(r"DTSTAMP:\d{8}T\d{6}Z", lines[6])
    assert lines[7:12] == [
        "DTSTART;VALUE=DATE:20240731",
        "DTEND;VALUE=DATE:20240801",
        r"SUMMARY:学GRU\; 第3章\, \\x",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n;,\\学"), max_size=200))
def test_any_text_comes_back_and_no_line_is_too_long(text: str) -> None:
    calendar = written([DayToKeep("a@journal", DAY, text)], NOW)
    assert value("SUMMARY", calendar) == text
    assert max(len(line.encode()) for line in calendar.split("\r\n")) <= 75


def test_follow_ups_with_a_due_day_and_days_with_due_cards_are_exported(journal: Journal) -> None:
    park(journal, "读论文")
    park(journal, "某一天")
    schedule(journal, open_followups(journal)[0], "2024-07-31")
    with journal.store.write() as session:
        days = {"rnn/grows": date(2024, 1, 1), "rnn/size": journal.today, "pooling/shape": DAY}
        for name, due in days.items():
            concept, question = name.split("/")
            session.add(Card(concept=concept, question=question, created=NOW, due=due))
    (text,) = export(journal, Path("plans.ics")).files.values()
    events = {tuple(line for line in event if line.startswith(("DTSTART", "SUMMARY"))) for event in events_of(text)}
    assert events == {
        (f"DTSTART;VALUE=DATE:{journal.today:%Y%m%d}", "SUMMARY:Cards to review: 2"),
        ("DTSTART;VALUE=DATE:20240731", "SUMMARY:读论文"),
        ("DTSTART;VALUE=DATE:20240731", "SUMMARY:Cards to review: 1"),
    }
    (again,) = export(journal, None, "ics").files.values()
    assert [line for line in unfolded(again) if line.startswith("UID")] == [
        line for line in unfolded(text) if line.startswith("UID")
    ]


def test_what_is_done_is_in_no_calendar(journal: Journal) -> None:
    item = park(journal, "读论文")
    schedule(journal, open_followups(journal)[0], "2024-07-31")
    finish_by_id(journal, item.id)
    with pytest.raises(UserError):
        export(journal, None, "ics")
