"""What the sentences of a week propose to note. Nothing is stored of it until the learner takes or dismisses it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from journal.desk import Desk
from journal.desk.items import PAIR, Entry, current_start, weeks_between
from journal.store import items, weeks
from journal.store.tables import Week
from journal.text.cues import Cue, find_cues
from journal.text.datewords import due_day
from journal.text.mentions import Mention
from journal.text.prompts import blanked
from journal.text.sentences import sentence_spans
from journal.text.terms import unknown_terms

KIND_OF = {
    "skipped": "later",
    "promise": "later",
    "confusion": "confusion",
    "idea": "idea",
    "claim": "claim",
    "deferred": "parked",
    "goal": "goal",
}
"""What a cue of a sentence is noted as."""
WEEKS_IN_SIGHT = 26
"""How many of the last weeks that have a log are looked through for what waits."""
ONCE = ("term", "goal")
"""The kinds that mean the same in whichever sentence they stand."""


def proposals(desk: Desk, week_id: int) -> list[Entry]:
    """What the text of a week leaves open and nobody has decided on yet: in its order, the new names last."""
    with desk.store.read() as session:
        week = weeks.by_id(session, week_id)
        if week is None:
            return []
        found = {(each.kind, each.text): each for each in _found(desk, week)}
        for item in items.decided(session, week_id, [each.sentence for each in found.values()]):
            found.pop((item.kind, item.text), None)
        old = weeks_between(week.starts, current_start(desk, session))
    return [replace(each, weeks_old=old) for each in found.values()]


def waiting_proposals(desk: Desk) -> list[Entry]:
    """What the last half year of logs leaves open and nobody has decided on yet, the newest week first.

    A new name, or a goal, that several weeks speak of is listed once.
    """
    with desk.store.read() as session:
        ids = [week.id for week in weeks.all_weeks(session)]
    found: dict[object, Entry] = {}
    for week_id in reversed(ids[-WEEKS_IN_SIGHT:]):
        for each in proposals(desk, week_id):
            found.setdefault((each.kind, each.text) if each.kind in ONCE else len(found), each)
    return list(found.values())


def all_proposals(desk: Desk) -> list[Entry]:
    """The proposals of every week, the first week first."""
    with desk.store.read() as session:
        ids = [week.id for week in weeks.all_weeks(session)]
    return [each for week_id in ids for each in proposals(desk, week_id)]


def _found(desk: Desk, week: Week) -> Iterator[Entry]:
    """Every cue of a week, and every name in it that the library does not know."""
    text = blanked(week.body)
    mentions = desk.part_finder.find(text)
    said = min(desk.today, week.ends)
    for cue in find_cues(text, mentions):
        if cue.kind == "goal" and int(cue.text) == desk.settings.quota:
            continue
        due = due_day(cue.when, said) if cue.when else None
        yield _proposal(week, KIND_OF[cue.kind], _text_of(cue), cue.sentence, _concepts_of(desk, cue.about), due)
    spans = sentence_spans(text)
    unknown = (term for term in unknown_terms(text, mentions) if term.name not in desk.library.hinted)
    for term in unknown:
        start, end = next(span for span in spans if span[0] <= term.start < span[1])
        yield _proposal(week, "term", term.name, text[start:end])


def _proposal(
    week: Week, kind: str, text: str, sentence: str, concepts: tuple[str, ...] = (), due: date | None = None
) -> Entry:
    return Entry(None, kind, text, sentence, week.id, week.title, concepts, due, weeks_old=0)


def _text_of(cue: Cue) -> str:
    return PAIR.join(term.name for term in cue.about) if cue.kind == "confusion" else cue.text


def _concepts_of(desk: Desk, terms: Sequence[Mention]) -> tuple[str, ...]:
    """The concepts that some terms stand for; a name that another one of the library hid is looked up by itself."""
    found: Iterable[str] = (
        concept for term in terms for concept in term.concepts or [place.concept for place in desk.places(term.name)]
    )
    return tuple(dict.fromkeys(found))
