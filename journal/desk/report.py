"""The report of one week, made of the same figures that the screens show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from journal.desk import Desk
from journal.desk.concepts import ConceptRow, concept_rows
from journal.desk.habits import habits
from journal.desk.items import Entry, carried_into, items_of, open_items, without_deferred
from journal.desk.proposals import proposals
from journal.desk.showing import both_sentences
from journal.desk.streaks import streak_of
from journal.desk.today import today
from journal.exchange.report import Ahead, DayBar, Habit, Left, Met, Mistaken, Report, WeekBar
from journal.learning.beliefs import HeldIdea, held_ideas
from journal.learning.progress import WeekOfStudy, weeks_of_study
from journal.store import mentions, progress, reviews, weeks
from journal.store.database import Session
from journal.store.rows import Belief
from journal.store.tables import Card, Review, Week
from journal.text.counting import body_count, count
from journal.text.days import shifted
from journal.words import UserError, language

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


def latest_week(desk: Desk) -> Week:
    """The week of today if it has a log, else the last one that has. Raises UserError when there is none."""
    with desk.store.read() as session:
        every = weeks.all_weeks(session)
        week = weeks.on_day(session, desk.today) or (every[-1] if every else None)
    if week is None:
        raise UserError("cli.no_weeks")
    return week


def report_on(desk: Desk, week_id: int | None) -> Report:
    """The report of the week with this id, else of the latest one. Raises UserError when there is none."""
    with desk.store.read() as session:
        week = weeks.by_id(session, week_id) if week_id is not None else None
    return report_of(desk, week or latest_week(desk))


def report_of(desk: Desk, week: Week) -> Report:
    """The report of a week as it stands today. A review on a day that two weeks share is in the later one's only."""
    rows = {row.id: row for row in concept_rows(desk)}
    with desk.store.read() as session:
        past = _past(session, week)
        answers = [pair for pair in reviews.between(session, week.starts, week.ends) if pair[0].day in past.days]
        beliefs = progress.beliefs(session, {card.id for _, card in answers})
        first, again = _met(session, week, past, rows)
        due = progress.due_by_day(session)
    study = past.week
    counted = count(week.body)
    as_of = min(desk.today, shifted(week.ends, 1))
    return Report(
        made=desk.today,
        number=week.number,
        title=week.title,
        starts=week.starts,
        ends=week.ends,
        text=week.body,
        words=study.words,
        goal=desk.settings.quota,
        word=counted.word,
        reviews=study.reviews,
        right=study.right,
        new=study.new,
        minutes=study.minutes,
        retention=study.retention,
        streak=streak_of(desk, past.until, as_of).current,
        habits=tuple(_habits(desk, past)),
        first_met=first,
        met_again=again,
        mistaken=tuple(_mistaken(desk, answers)),
        cured=tuple(_cured(desk, beliefs, past)),
        left=tuple(_left(desk, week)),
        undecided=len(proposals(desk, week.id)),
        weeks=tuple(map(_week_bar, past.logs[-WEEKS_SHOWN:], past.until[-WEEKS_SHOWN:])),
        days=tuple(_day_bars(past)),
        ahead=None if past.after else _ahead(desk, week, due),
    )


def _past(session: Session, week: Week) -> _Past:
    logs = sorted(weeks.all_weeks(session), key=lambda each: (each.starts, each.ends))
    study = weeks_of_study(logs, progress.days(session), body_count)
    place = next(number for number, each in enumerate(logs, 1) if each.id == week.id)
    return _Past(study[:place], study[place:], tuple(logs[:place]))


def _habits(desk: Desk, past: _Past) -> Iterator[Habit]:
    """What one did, beside the week before, without what was done in neither."""
    for each in habits(desk, 2, past.week.starts).habits:
        if each.value or each.before:
            yield Habit(each.name, each.title, each.value, each.before if len(past.until) > 1 else None)


def _met(
    session: Session, week: Week, past: _Past, rows: Mapping[str, ConceptRow]
) -> tuple[tuple[Met, ...], tuple[Met, ...]]:
    """The concepts that the week speaks of: those that no earlier week did, and the others."""
    spoken = Counter(each.concept for each in mentions.of_week(session, week.id))
    known = {each.concept for log in past.logs[:-1] for each in mentions.of_week(session, log.id)}
    met = [_concept(rows[each], times) for each, times in spoken.items() if each in rows]
    first = tuple(each for each in met if each.concept not in known)
    return first, tuple(each for each in met if each.concept in known)


def _concept(row: ConceptRow, mentions: int) -> Met:
    return Met(row.id, row.title, mentions, row.known if row.state in ("learning", "known") else None)


def _mistaken(desk: Desk, answers: Iterable[tuple[Review, Card]]) -> Iterator[Mistaken]:
    """The wrong ideas that answers came from, the most frequent first."""
    shown = Counter((card.concept, card.question, name) for review, card in answers for name in review.wrong_ideas)
    for (concept, question, name), times in shown.most_common():
        yield from _idea(desk, concept, question, name, times)


def _cured(desk: Desk, beliefs: Sequence[Belief], past: _Past) -> Iterator[Mistaken]:
    """The wrong ideas that were given up in the week: cured at its end, and not before it, or held in it once more."""
    later = {day.day for week in past.after for day in week.days}
    until = [each for each in beliefs if each.day <= past.week.ends and each.day not in later]
    before = [each for each in until if each.day not in past.days]
    cured = {_name(idea) for idea in held_ideas(before) if idea.cured}
    for idea in held_ideas(until):
        if idea.cured and (_name(idea) not in cured or idea.last in past.days):
            yield from _idea(desk, *_name(idea), idea.times)


def _name(idea: HeldIdea) -> tuple[str, str, str]:
    return idea.concept, idea.question, idea.name


def _idea(desk: Desk, concept_id: str, question_name: str, name: str, times: int) -> Iterator[Mistaken]:
    """A wrong idea with its words; nothing where the library has it no longer."""
    concept = desk.library.concepts.get(concept_id)
    question = concept.asked(question_name) if concept else None
    idea = question.wrong(name) if question else None
    if concept and idea:
        says = both_sentences(idea)
        named = {place.concept for text in (idea.says.en, idea.says.zh) for place in desk.places(text)}
        partners = [desk.library.concepts[each].title.to(language()) for each in concept.confused_with if each in named]
        yield Mistaken(concept_id, concept.title.to(language()), says, times, tuple(partners))


def _left(desk: Desk, week: Week) -> Iterator[Left]:
    """What earlier weeks handed on to the week, then what was noted of its own."""
    for entry in carried_into(desk, week.id):
        yield _noted(entry, entry.since)
    for entry in items_of(desk, week):
        yield _noted(entry, "")


def _noted(entry: Entry, age: str) -> Left:
    assert entry.id is not None
    done = entry.done is not None
    deferred = entry.is_deferred and not done
    return Left(entry.id, entry.kind, entry.title, entry.due, done, deferred, entry.weeks_old, age, entry.finding)


def _week_bar(log: Week, study: WeekOfStudy) -> WeekBar:
    return WeekBar(str(log.number or f"{log.starts:%m.%d}"), study.words, study.reviews, study.right, study.minutes)


def _day_bars(past: _Past) -> Iterator[DayBar]:
    """Each day of the week, those without reviews as well."""
    found = {day.day: day for day in past.week.days}
    for number in range((past.week.ends - past.week.starts).days + 1):
        day = shifted(past.week.starts, number)
        yield DayBar(day, found[day].reviews if day in found else 0, found[day].right if day in found else 0)


def _ahead(desk: Desk, week: Week, due: Sequence[tuple[date, int]]) -> Ahead:
    """What the seven days after the week, or after today, ask for."""
    first = shifted(max(week.ends, desk.today), 1)
    last = shifted(first, 6)
    coming = sum(count for day, count in due if first <= day <= last)
    ready = [concept.title.to(language()) for concept, _ in today(desk).ready[:READY_SHOWN]]
    return Ahead(first, last, coming, len(without_deferred(open_items(desk))), tuple(ready))
