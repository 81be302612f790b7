"""What the first screen shows: what waits, this week's words, the days behind and ahead, what to take up next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from journal.demos.concept import Concept
from journal.desk import Desk
from journal.desk.beliefs import LATEST
from journal.desk.concepts import due_text
from journal.desk.items import Entry, open_items, without_deferred
from journal.desk.looking_back import Then, then_of
from journal.desk.memory import telling
from journal.desk.proposals import waiting_proposals
from journal.desk.queue import chance_of
from journal.desk.sitting import sit_down
from journal.desk.streaks import streak_of
from journal.desk.training import is_waiting
from journal.desk.weeks import open_week
from journal.learning import progress as figures
from journal.learning.beliefs import HeldIdea, held_ideas
from journal.learning.leeches import is_leech
from journal.learning.queue import KNOWN_ENOUGH
from journal.learning.streaks import Streak
from journal.store import cards, mentions, progress, queue, weeks
from journal.store.database import Session
from journal.store.rows import Queued
from journal.text.counting import body_count
from journal.text.prose import code_spans
from journal.words import language, say

DAYS_AHEAD = 28


@dataclass(frozen=True)
class TodayView:
    """Everything that Today shows, as plain values.

    Today asks `due` of the `all_due` cards that are due by now, and `overdue` of the `backlog` are among them; `again`
    are those that were missed today and are repeated.
    """

    day: date
    week_name: str
    words: int
    goal: int
    cards: int
    due: int
    all_due: int
    new: int
    again: int
    overdue: int
    backlog: int
    minutes: int
    next_due: str
    reviews_by_day: Mapping[date, int]
    due_by_day: Mapping[date, int]
    retention: float | None
    streak: Streak
    spoken: Sequence[tuple[Concept, float | None]]
    held: Sequence[tuple[str, str]]
    ready: Sequence[tuple[Concept, Concept | None]]
    left_open: Sequence[Entry]
    proposed: int
    then: Then | None
    leeches: Sequence[str]
    new_weights: bool
    concepts: int
    is_first: bool
    """Whether nothing is written and nothing is to be reviewed yet."""

    @property
    def is_done(self) -> bool:
        """Whether today asks nothing any more."""
        return not (self.due or self.new or self.again)

    @property
    def left_over(self) -> int:
        """How many cards are due and left to later days."""
        return max(0, self.all_due - self.due)


def today(desk: Desk) -> TodayView:
    """Reads it all."""
    day = desk.today
    week = open_week(desk, None)
    sitting = sit_down(desk)
    with desk.store.read() as session:
        every = cards.count(session)
        days = progress.days(session)
        due = progress.due_by_day(session, day + timedelta(days=DAYS_AHEAD + 7))
        coming = queue.next_due(session, day)
        beliefs = progress.beliefs(session, latest=LATEST)
        logs = weeks.all_weeks(session)
        spoken = mentions.of_week(session, logs[-1].id) if logs else []
        ids = dict.fromkeys(each.concept for each in spoken)
        known = _known(desk, session, ids)
        ready = _ready(desk, session)
        leeches = _leeches(desk, session)
    backlog, again = sitting.backlog, len({*sitting.session.waiting} & {*sitting.session.missed})
    study = figures.weeks_of_study(logs, days, body_count)
    return TodayView(
        day=day,
        week_name=week.name,
        words=body_count(week.body),
        goal=week.goal,
        cards=every,
        due=len(sitting.session.waiting) - sitting.new - again,
        all_due=backlog.today + backlog.overdue if backlog else 0,
        new=sitting.new,
        again=again,
        overdue=sitting.overdue,
        backlog=backlog.overdue if backlog else 0,
        minutes=sitting.minutes,
        next_due=due_text(coming, day) if coming else "",
        reviews_by_day={each.day: each.reviews for each in days},
        due_by_day=dict(zip(_days(day), figures.forecast(due, day, DAYS_AHEAD + 7), strict=True)),
        retention=figures.retention(days),
        streak=streak_of(desk, study),
        spoken=_weakest_first(
            [(desk.library.concepts[each], known.get(each)) for each in ids if each in desk.library.concepts]
        ),
        held=held_with_titles(desk, held_ideas(beliefs)),
        ready=ready,
        left_open=without_deferred(open_items(desk)),
        proposed=len(waiting_proposals(desk)),
        then=then_of(logs, week.starts, day),
        leeches=leeches,
        new_weights=is_waiting(desk),
        concepts=len(desk.library.concepts),
        is_first=not (logs or every),
    )


def waiting_text(view: TodayView) -> str:
    """How much waits, in words: what today asks of what is due, and what is new; else what was missed today."""
    if view.again and not (view.due or view.new):
        return say("today.again", n=view.again)
    if not view.left_over:
        return say("today.counts", due=view.due, new=view.new)
    asked = say("today.counts_of", due=view.due, all=view.all_due)
    return f"{asked} · {say('today.new', n=view.new)}" if view.new else asked


def waiting_notes(view: TodayView) -> list[str]:
    """What else there is to say of it: what was missed today, and what is left to later days."""
    again = [say("today.again", n=view.again)] if view.again and (view.due or view.new) else []
    return again + ([say("today.left_over", n=view.left_over)] if view.left_over else [])


def _weakest_first(spoken: list[tuple[Concept, float | None]]) -> list[tuple[Concept, float | None]]:
    """What was asked and is least known comes first, what was never asked last."""
    return sorted(spoken, key=lambda pair: (pair[1] is None, pair[1] or 0.0))


def _days(first: date) -> list[date]:
    return [first + timedelta(days=n) for n in range(DAYS_AHEAD + 7)]


def _known(desk: Desk, session: Session, concepts: Iterable[str]) -> dict[str, float | None]:
    """How well each of the concepts that have cards is known; None where none of them was ever asked."""
    grouped: dict[str, list[Queued]] = {}
    for card in queue.of_concepts(session, concepts):
        grouped.setdefault(card.concept, []).append(card)
    return {
        concept: sum(chance_of(desk, card) for card in own) / len(own) if any(card.due for card in own) else None
        for concept, every in grouped.items()
        if (own := telling(desk.library.outlines.get(concept), every))
    }


def held_with_titles(desk: Desk, ideas: Sequence[HeldIdea]) -> list[tuple[str, str]]:
    """The wrong ideas that are still held: the title of the concept, and what is believed of it."""
    found = []
    for each in ideas:
        concept = desk.library.concepts.get(each.concept)
        question = concept.asked(each.question) if concept else None
        idea = question.wrong(each.name) if question else None
        if concept and idea and not each.cured:
            sentence = idea.believed.to(language()) or idea.says.to(language())
            found.append((concept.title.to(language()), code_spans(sentence)[0]))
    return found


def _leeches(desk: Desk, session: Session) -> list[str]:
    """The titles of the concepts whose questions are leeches, without those that are suspended."""
    after = desk.settings.leech_after
    found = [concept for concept, lapses in queue.lapsed(session, after) if is_leech(lapses, after)] if after else []
    known = (desk.library.concepts.get(concept) for concept in found)
    return list(dict.fromkeys(concept.title.to(language()) for concept in known if concept))


def _ready(desk: Desk, session: Session) -> list[tuple[Concept, Concept | None]]:
    """Concepts not begun whose needs are known, each with the last one that it builds on; those with needs first."""
    library = desk.library.concepts
    fresh = [library[each] for each in queue.unlisted(session, desk.library.places)]
    needs = {concept.id: [each for each in concept.needs if each in library] for concept in fresh}
    known = _known(desk, session, {need for each in needs.values() for need in each})
    found = [
        (concept, library[needs[concept.id][-1]] if needs[concept.id] else None)
        for concept in fresh
        if all((known.get(each) or 0) >= KNOWN_ENOUGH for each in needs[concept.id])
    ]
    return sorted(found, key=lambda pair: pair[1] is None)
