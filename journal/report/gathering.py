"""The report of one week, from the same figures as the screens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from journal.concepts.concepts import ConceptRow, concept_rows
from journal.core.days import shifted
from journal.core.messages import UserError, language
from journal.db import figures, mentions, reviews, totals, weeks
from journal.db.database import Session
from journal.db.rows import MisconceptionAnswer
from journal.db.tables import Card, Review, Week
from journal.followups.followups import carried_over_to, followups_of
from journal.followups.listing import Followup, open_followups, without_deferred
from journal.followups.proposals import proposals
from journal.habits.habits import habits
from journal.habits.streak_of_weeks import streak_of
from journal.log.counting import body_count, count
from journal.memory.statistics import WeekOfStudy, weeks_of_study
from journal.opening.journal import Journal
from journal.report.report import (
    DayBar,
    NextWeek,
    Report,
    ReportedConcept,
    ReportedFollowup,
    ReportedHabit,
    ReportedMisconception,
    WeekBar,
)
from journal.review.coming import coming
from journal.review.display import both_sentences
from journal.review.misconceptions import MisconceptionHistory, misconception_histories
from journal.today.today import today

WEEKS_SHOWN = 12
READY_SHOWN = 6


@dataclass(frozen=True)
class _Past:
    """The weeks up to the one that is reported, and those after it, each with its own days: no day is in two."""

    until: tuple[WeekOfStudy, ...]
    after: tuple[WeekOfStudy, ...]
    logs: tuple[Week, ...]

    @property
    def week(self) -> WeekOfStudy:
        return self.until[-1]

    @property
    def days(self) -> set[date]:
        """The days of review that belong to the week."""
        return {day.day for day in self.week.days}


def latest_week(journal: Journal) -> Week:
    """The week of today if it has a log, else the last one that has. Raises UserError when there is none."""
    with journal.store.read() as session:
        every = weeks.all_weeks(session)
        week = weeks.on_day(session, journal.today) or (every[-1] if every else None)
    if week is None:
        raise UserError("cli.no_weeks")
    return week


def report_on(journal: Journal, week_id: int | None) -> Report:
    """The report of the week with this id, else of the latest one. Raises UserError when there is none."""
    with journal.store.read() as session:
        week = weeks.by_id(session, week_id) if week_id is not None else None
    return report_of(journal, week or latest_week(journal))


def report_of(journal: Journal, week: Week) -> Report:
    """The report of a week as it stands today. A review on a day that two weeks share is in the later one's only."""
    rows = {row.id: row for row in concept_rows(journal)}
    with journal.store.read() as session:
        past = _past(session, week)
        answers = [pair for pair in reviews.between(session, week.starts, week.ends) if pair[0].day in past.days]
        shown = figures.misconception_answers(session, {card.id for _, card in answers})
        first, again = _met(session, week, past, rows)
        due = coming(journal, session, (_next_week(journal, week)[1] - journal.today).days + 1)
    study = past.week
    counted = count(week.body)
    as_of = min(journal.today, shifted(week.ends, 1))
    return Report(
        made=journal.today,
        number=week.number,
        title=week.title,
        starts=week.starts,
        ends=week.ends,
        text=week.body,
        words=study.words,
        goal=journal.settings.quota,
        word=counted.word,
        reviews=study.reviews,
        right=study.right,
        new=study.new,
        minutes=study.minutes,
        retention=study.retention,
        streak=streak_of(journal, past.until, as_of).current,
        habits=tuple(_habits(journal, past)),
        first_met=first,
        met_again=again,
        mistaken=tuple(_mistaken(journal, answers)),
        cured=tuple(_cured(journal, shown, past)),
        left=tuple(_left(journal, week)),
        undecided=len(proposals(journal, week.id)),
        weeks=tuple(map(_week_bar, past.logs[-WEEKS_SHOWN:], past.until[-WEEKS_SHOWN:])),
        days=tuple(_day_bars(past)),
        ahead=None if past.after else _ahead(journal, week, due),
    )


def _past(session: Session, week: Week) -> _Past:
    logs = sorted(weeks.all_weeks(session), key=lambda each: (each.starts, each.ends))
    study = weeks_of_study(logs, totals.days(session), body_count)
    place = next(number for number, each in enumerate(logs, 1) if each.id == week.id)
    return _Past(study[:place], study[place:], tuple(logs[:place]))


def _habits(journal: Journal, past: _Past) -> Iterator[ReportedHabit]:
    """What one did, beside the week before, without what was done in neither."""
    for each in habits(journal, 2, past.week.starts).habits:
        if each.value or each.before:
            yield ReportedHabit(each.name, each.title, each.value, each.before if len(past.until) > 1 else None)


def _met(
    session: Session, week: Week, past: _Past, rows: Mapping[str, ConceptRow]
) -> tuple[tuple[ReportedConcept, ...], tuple[ReportedConcept, ...]]:
    """The concepts that the week speaks of: those that no earlier week did, and the others."""
    spoken = Counter(each.concept for each in mentions.of_week(session, week.id))
    known = {each.concept for log in past.logs[:-1] for each in mentions.of_week(session, log.id)}
    met = [_concept(rows[each], times) for each, times in spoken.items() if each in rows]
    first = tuple(each for each in met if each.concept not in known)
    return first, tuple(each for each in met if each.concept in known)


def _concept(row: ConceptRow, mentions: int) -> ReportedConcept:
    return ReportedConcept(row.id, row.title, mentions, row.known if row.state in ("learning", "known") else None)


def _mistaken(journal: Journal, answers: Iterable[tuple[Review, Card]]) -> Iterator[ReportedMisconception]:
    """The misconceptions behind answers, the most frequent first."""
    shown = Counter((card.concept, card.question, name) for review, card in answers for name in review.wrong_ideas)
    for (concept, question, name), times in shown.most_common():
        yield from _idea(journal, concept, question, name, times)


def _cured(journal: Journal, shown: Sequence[MisconceptionAnswer], past: _Past) -> Iterator[ReportedMisconception]:
    """The misconceptions resolved during the week."""
    later = {day.day for week in past.after for day in week.days}
    until = [each for each in shown if each.day <= past.week.ends and each.day not in later]
    before = [each for each in until if each.day not in past.days]
    cured = {_name(misconception) for misconception in misconception_histories(before) if misconception.resolved}
    for misconception in misconception_histories(until):
        if misconception.resolved and (_name(misconception) not in cured or misconception.last in past.days):
            yield from _idea(journal, *_name(misconception), misconception.times)


def _name(misconception: MisconceptionHistory) -> tuple[str, str, str]:
    return misconception.concept, misconception.question, misconception.name


def _idea(
    journal: Journal, concept_id: str, question_name: str, name: str, times: int
) -> Iterator[ReportedMisconception]:
    """A misconception with its words; nothing where the library has it no longer."""
    concept = journal.library.concepts.get(concept_id)
    question = concept.asked(question_name) if concept else None
    misconception = question.wrong(name) if question else None
    if concept and misconception:
        says = both_sentences(misconception)
        named = {place.concept for text in misconception.correction.every for place in journal.mention_spans(text)}
        partners = [
            journal.library.concepts[each].title.to(language()) for each in concept.confused_with if each in named
        ]
        yield ReportedMisconception(concept_id, concept.title.to(language()), says, times, tuple(partners))


def _left(journal: Journal, week: Week) -> Iterator[ReportedFollowup]:
    """What earlier weeks handed on to the week, then what was noted of its own."""
    for entry in carried_over_to(journal, week.id):
        yield _noted(entry, entry.since)
    for entry in followups_of(journal, week):
        yield _noted(entry, "")


def _noted(entry: Followup, age: str) -> ReportedFollowup:
    assert entry.id is not None
    done = entry.done is not None
    deferred = entry.is_deferred and not done
    return ReportedFollowup(
        entry.id, entry.kind, entry.title, entry.due, done, deferred, entry.weeks_old, age, entry.finding
    )


def _week_bar(log: Week, study: WeekOfStudy) -> WeekBar:
    return WeekBar(str(log.number or f"{log.starts:%m.%d}"), study.words, study.reviews, study.right, study.minutes)


def _day_bars(past: _Past) -> Iterator[DayBar]:
    """Each day of the week, those without reviews as well."""
    found = {day.day: day for day in past.week.days}
    for number in range((past.week.ends - past.week.starts).days + 1):
        day = shifted(past.week.starts, number)
        yield DayBar(day, found[day].reviews if day in found else 0, found[day].right if day in found else 0)


def _next_week(journal: Journal, week: Week) -> tuple[date, date]:
    first = shifted(max(week.ends, journal.today), 1)
    return first, shifted(first, 6)


def _ahead(journal: Journal, week: Week, due: Mapping[date, int]) -> NextWeek:
    """What the seven days after the week, or after today, ask for."""
    first, last = _next_week(journal, week)
    asked = sum(count for day, count in due.items() if first <= day <= last)
    ready = [each.concept.title.to(language()) for each in today(journal).ready[:READY_SHOWN]]
    return NextWeek(first, last, asked, len(without_deferred(open_followups(journal))), tuple(ready))
