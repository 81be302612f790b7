"""A week of a class for the university's own system: CSV as Moodle and Canvas import grades, statements of xAPI.

A week that was handed in counts 1 of 1; one that was not has no mark at all, so that an import takes none away.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from journal.classroom.overview import Overview, Standing
from journal.classroom.queries import HandinRow, LearnerRow
from journal.core.messages import language
from journal.opening.journal import Journal

VERB = "http://adlnet.gov/expapi/verbs/"
ACTIVITY = "http://adlnet.gov/expapi/activities/"
EXTENSION = "https://journal.invalid/xapi/"
"""What our own figures are called, which no vocabulary of ADL has."""


def moodle(found: Overview) -> str:
    """The CSV of Moodle's grade import, which maps a person by the address or the ID number of their profile.

    Its documentation: https://docs.moodle.org/en/Grade_import
    """
    has_addresses = any("@" in each.learner.number for each in found.standings)
    header = ["Name", "Email address" if has_addresses else "ID number", _title(found)]
    rows = ([each.learner.name, each.learner.number, _mark(each)] for each in found.standings)
    return _csv([header, *rows])


def canvas(found: Overview) -> str:
    """The CSV of Canvas's gradebook import, which knows a person by SIS User ID, else SIS Login ID, else by name.

    Its importer asks for these columns in this order: lib/gradebook_importer.rb of canvas-lms.
    """
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", _title(found)]
    points = ["    Points Possible", "", "", "", "", "1"]
    rows = (
        [each.learner.name, "", each.learner.number, each.learner.number, "", _mark(each)] for each in found.standings
    )
    return _csv([header, points, *rows])


def xapi(journal: Journal, found: Overview, of: UUID) -> list[dict[str, Any]]:
    """Statements of xAPI 1.0.3: that a week was completed; for a learner also each of their answers on this device."""
    if found.teaches:
        handed = ((each.learner, each.handin) for each in found.standings if each.handin is not None)
        return [completed(learner, handin, of, found.name) for learner, handin in handed]
    own = found.me or LearnerRow("", "", "")
    weeks = [completed(own, handin, of, found.name) for handin in found.own]
    return [*weeks, *_answered(journal, own)]


def completed(learner: LearnerRow, handin: HandinRow, of: UUID, name: str) -> dict[str, Any]:
    """That a learner handed in a week. Its id is that of the hand-in: a store takes it once."""
    week = f"{handin.week:%Y-%m-%d}"
    result: dict[str, Any] = {
        "completion": True,
        "duration": _duration(60 * handin.minutes),
        "extensions": {f"{EXTENSION}words": handin.words, f"{EXTENSION}reviews": handin.reviews},
    }
    if handin.retention is not None:
        result["extensions"][f"{EXTENSION}retention"] = handin.retention
    activity = _activity(uuid5(of, week), f"{name} · {week}", "assessment")
    return _statement(handin.id, learner, "completed", activity, result, handin.at)


def _answered(journal: Journal, learner: LearnerRow) -> Iterator[dict[str, Any]]:
    from journal.db import reviews

    with journal.store.read() as session:
        every = reviews.between(session, date.min, date.max)
    for review, card in every:
        concept = journal.library.concepts.get(card.concept)
        title = f"{concept.title.to(language()) if concept else card.concept} · {card.question}"
        activity = _activity(uuid5(NAMESPACE_URL, f"{card.concept}/{card.question}"), title, "cmi.interaction")
        result = {"success": review.right, "response": review.typed, "duration": _duration(review.seconds)}
        number = uuid5(NAMESPACE_URL, f"{learner.login} {review.uid}")
        yield _statement(number, learner, "answered", activity, result, review.at.astimezone())


def _statement(
    number: UUID, learner: LearnerRow, verb: str, activity: Mapping[str, Any], result: Mapping[str, Any], at: datetime
) -> dict[str, Any]:
    return {
        "id": str(number),
        "actor": _actor(learner),
        "verb": {"id": VERB + verb, "display": {"en": verb}},
        "object": activity,
        "result": result,
        "timestamp": at.isoformat(),
    }


def _actor(learner: LearnerRow) -> dict[str, Any]:
    """A person by their address, else by their number at the university, else by their login."""
    who: dict[str, Any] = {"objectType": "Agent", "name": learner.name}
    if "@" in learner.number:
        return {**who, "mbox": f"mailto:{learner.number}"}
    return {**who, "account": {"homePage": EXTENSION, "name": learner.number or learner.login}}


def _activity(number: UUID, name: str, kind: str) -> dict[str, Any]:
    about: dict[str, Any] = {"name": {language(): name}, "type": ACTIVITY + kind}
    if kind == "cmi.interaction":
        about["interactionType"] = "other"
    return {"objectType": "Activity", "id": f"urn:uuid:{number}", "definition": about}


def _duration(seconds: float) -> str:
    """A duration as ISO 8601 writes it."""
    return f"PT{timedelta(seconds=round(seconds, 2)).total_seconds():g}S"


def _title(found: Overview) -> str:
    return f"Journal {found.week:%Y-%m-%d}" if found.week else "Journal"


def _mark(each: Standing) -> str:
    return "1" if each.handin is not None else ""


def _csv(rows: Iterable[Sequence[str]]) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


CSV: Mapping[str, Callable[[Overview], str]] = {"moodle": moodle, "canvas": canvas}
"""The systems whose CSV is known."""
