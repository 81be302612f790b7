"""The data of the Today screen: due cards, this week's words, past and coming days, what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from journal.core.due_dates import due_text
from journal.core.messages import language
from journal.db import capturing, totals
from journal.db.figures import memories_of, misconception_answers, spoken_of_in
from journal.db.plain import Reading
from journal.db.rows import CardMemory
from journal.followups.listing import Followup, open_followups, without_deferred
from journal.followups.proposals import waiting_proposals
from journal.habits.streak_of_weeks import streak_of
from journal.habits.streaks import Streak
from journal.library.concept import Concept
from journal.library.prose import code_spans
from journal.log.counting import body_count
from journal.memory import statistics as figures
from journal.memory.of_cards import known_of
from journal.opening.journal import Journal
from journal.review.coming import coming
from journal.review.confusions import LATEST
from journal.review.leeches import is_leech
from journal.review.misconceptions import MisconceptionHistory, misconception_histories
from journal.review.queries import queue
from journal.today.assigned import Assigned, assigned
from journal.today.looking_back import Throwback, throwback_of
from journal.today.ready import Ready, ready
from journal.today.waiting import Waiting, waiting
from journal.weeks.open_weeks import open_week
from journal.weights.awaiting import has_new_weights

DAYS_AHEAD = 28


@dataclass(frozen=True)
class TodayView(Waiting):
    """The data of the Today screen, as plain values."""

    day: date
    week_name: str
    words: int
    goal: int
    next_due: str
    reviews_by_day: Mapping[date, int]
    due_by_day: Mapping[date, int]
    retention: float | None
    streak: Streak
    spoken: Sequence[tuple[Concept, float | None]]
    misconceptions: Sequence[tuple[str, str]]
    assigned: Sequence[Assigned]
    ready: Sequence[Ready]
    open_followups: Sequence[Followup]
    proposed: int
    throwback: Throwback | None
    leeches: Sequence[str]
    new_weights: bool
    concepts: int
    is_first: bool
    """Whether nothing is written and nothing is to be reviewed yet."""


def today(journal: Journal) -> TodayView:
    """Reads all data."""
    day = journal.today
    week = open_week(journal, None)
    plan = waiting(journal)
    with journal.store.read() as session:
        days = totals.days(session)
        ahead = coming(journal, session, DAYS_AHEAD + 7)
        following = queue.next_due(session, day)
        misconceptions = misconception_answers(session, latest=LATEST)
        logs = capturing.all_weeks(session)
        ids = dict.fromkeys(spoken_of_in(session, logs[-1].id) if logs else [])
        known = _known(journal, session, ids)
        to_learn = assigned(journal, session)
        can_begin = ready(journal, session)
        leeches = _leeches(journal, session)
    study = figures.weeks_of_study(logs, days, body_count)
    return TodayView(
        **vars(plan),
        day=day,
        week_name=week.name,
        words=body_count(week.body),
        goal=week.goal,
        next_due=due_text(following, day) if following else "",
        reviews_by_day={each.day: each.reviews for each in days},
        due_by_day=ahead,
        retention=figures.retention(days),
        streak=streak_of(journal, study),
        spoken=_weakest_first(
            [(journal.library.concepts[each], known.get(each)) for each in ids if each in journal.library.concepts]
        ),
        misconceptions=unresolved_with_titles(journal, misconception_histories(misconceptions)),
        assigned=to_learn,
        ready=can_begin,
        open_followups=without_deferred(open_followups(journal)),
        proposed=len(waiting_proposals(journal)),
        throwback=throwback_of(logs, week.starts, day),
        leeches=leeches,
        new_weights=has_new_weights(journal),
        concepts=len(journal.library.concepts),
        is_first=not (logs or plan.cards),
    )


def _weakest_first(spoken: list[tuple[Concept, float | None]]) -> list[tuple[Concept, float | None]]:
    """What was asked and is least known comes first, what was never asked last."""
    return sorted(spoken, key=lambda pair: (pair[1] is None, pair[1] or 0.0))


def _known(journal: Journal, session: Reading, concepts: Iterable[str]) -> dict[str, float | None]:
    """How well each of the concepts that have cards is known; None where none of them was ever asked."""
    grouped: dict[str, list[CardMemory]] = {}
    for card in memories_of(session, list(concepts)):
        grouped.setdefault(card.concept, []).append(card)
    return {
        concept: known_of(journal.library.outlines.get(concept), own, journal.today, journal.weights)
        if any(card.due for card in own)
        else None
        for concept, own in grouped.items()
    }


def unresolved_with_titles(journal: Journal, ideas: Sequence[MisconceptionHistory]) -> list[tuple[str, str]]:
    """The misconceptions that are still held: the title of the concept, and what is believed of it."""
    found = []
    for each in ideas:
        concept = journal.library.concepts.get(each.concept)
        question = concept.asked(each.question) if concept else None
        misconception = question.wrong(each.name) if question else None
        if concept and misconception and not each.resolved:
            sentence = misconception.believed.to(language()) or misconception.correction.to(language())
            found.append((concept.title.to(language()), code_spans(sentence)[0]))
    return found


def _leeches(journal: Journal, session: Reading) -> list[str]:
    """The titles of the concepts whose questions are leeches, without those that are suspended."""
    after = journal.settings.leech_after
    found = [concept for concept, lapses in queue.lapsed(session, after) if is_leech(lapses, after)] if after else []
    known = (journal.library.concepts.get(concept) for concept in found)
    return list(dict.fromkeys(concept.title.to(language()) for concept in known if concept))
