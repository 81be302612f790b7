"""Follow-ups proposed by the sentences of a week. Nothing is stored until the learner accepts or dismisses them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from journal.core.markdown import prose_alone
from journal.core.sentences import sentence_spans
from journal.db import capturing, items
from journal.db.capturing import StoredWeek
from journal.followups.cues import Cue, find_cues
from journal.followups.listing import PAIR, Followup, current_start, weeks_between
from journal.library.mentions import NameMatch
from journal.library.terms import unknown_terms
from journal.log.date_words import due_day
from journal.log.prompts import blanked
from journal.opening.journal import Journal

KIND_OF = {
    "skipped": "later",
    "promise": "later",
    "confusion": "confusion",
    "idea": "idea",
    "claim": "claim",
    "deferred": "parked",
    "goal": "goal",
    "listed": "later",
    "difficulty": "later",
}
"""What a cue of a sentence is noted as."""
WEEKS_IN_SIGHT = 26
"""How many of the last weeks that have a log are looked through for what waits."""
ONCE = ("term", "goal")
"""The kinds that mean the same in whichever sentence they stand."""


def proposals(journal: Journal, week_id: int) -> list[Followup]:
    """The undecided proposals of a week in text order, new names last."""
    with journal.store.read() as session:
        week = capturing.by_id(session, week_id)
        if week is None:
            return []
        found = {(each.kind, each.text): each for each in _found(journal, week)}
        for kind, text, _ in items.decided(session, week_id, [each.sentence for each in found.values()]):
            found.pop((kind, text), None)
        old = weeks_between(week.starts, current_start(journal, session))
    return [replace(each, weeks_old=old) for each in found.values()]


def waiting_proposals(journal: Journal) -> list[Followup]:
    """What the last half year of logs leaves open and nobody has decided on yet, the newest week first.

    A new name, or a goal, that several weeks speak of is listed once.
    """
    with journal.store.read() as session:
        ids = [week.id for week in capturing.all_weeks(session)]
    found: dict[object, Followup] = {}
    for week_id in reversed(ids[-WEEKS_IN_SIGHT:]):
        for each in proposals(journal, week_id):
            found.setdefault((each.kind, each.text) if each.kind in ONCE else len(found), each)
    return list(found.values())


def all_proposals(journal: Journal) -> list[Followup]:
    """The proposals of every week, the first week first."""
    with journal.store.read() as session:
        ids = [week.id for week in capturing.all_weeks(session)]
    return [each for week_id in ids for each in proposals(journal, week_id)]


def _found(journal: Journal, week: StoredWeek) -> Iterator[Followup]:
    """Every cue of a week, and every name in it that the library does not know."""
    text = blanked(week.body)
    mentions = journal.part_finder.find(prose_alone(text))
    said = min(journal.today, week.ends)
    for cue in find_cues(text, mentions):
        if cue.kind == "goal" and int(cue.text) == journal.settings.quota:
            continue
        due = due_day(cue.when, said) if cue.when else None
        concepts = _concepts_behind(journal, cue.about, with_shared=cue.kind == "claim")
        yield _proposal(week, KIND_OF[cue.kind], _text_of(cue), cue.sentence, concepts, due)
    spans = sentence_spans(text)
    unknown = (term for term in unknown_terms(prose_alone(text), mentions) if term.name not in journal.library.hinted)
    for term in unknown:
        start, end = next(span for span in spans if span[0] <= term.start < span[1])
        yield _proposal(week, "term", term.name, text[start:end])


def _proposal(
    week: StoredWeek, kind: str, text: str, sentence: str, concepts: tuple[str, ...] = (), due: date | None = None
) -> Followup:
    return Followup(None, kind, text, sentence, week.id, week.title, concepts, due, weeks_old=0)


def _text_of(cue: Cue) -> str:
    return PAIR.join(term.name for term in cue.about) if cue.kind == "confusion" else cue.text


def _concepts_behind(journal: Journal, terms: Sequence[NameMatch], *, with_shared: bool) -> tuple[str, ...]:
    """The concepts that some terms stand for; a name that another one of the library hid is looked up by itself.

    With `with_shared` those of the same topic that share a name come along: a claim may be about any of them.
    """
    found: Iterable[str] = (
        concept
        for term in terms
        for concept in (
            *term.concepts,
            *(place.concept for place in journal.mention_spans(term.name) if with_shared or not term.concepts),
        )
    )
    return tuple(dict.fromkeys(found))
