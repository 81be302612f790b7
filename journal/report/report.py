"""The report of one week as plain values, and the parts that every form of it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from journal.core.formatting import percent
from journal.core.messages import say


@dataclass(frozen=True)
class ReportedHabit:
    """A figure of the week and that of the week before it, None where there was none. `id` never changes its name."""

    id: str
    name: str
    value: float
    before: float | None


@dataclass(frozen=True)
class ReportedConcept:
    """A concept that the log speaks of, how often, and how well it is known, from 0 to 1, None if it is not asked."""

    concept: str
    title: str
    mentions: int
    known: float | None


@dataclass(frozen=True)
class ReportedMisconception:
    """A misconception that answers came from: what is to be said against it, how often, which concepts it mixes up."""

    concept: str
    title: str
    says: str
    times: int
    partners: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReportedFollowup:
    """Something noted of the log, or handed on by an earlier week: then `age` says since when.

    It is neither to do nor done where the log has deferred it on purpose. `finding` is what came of it once it is done,
    where that is known: confirmed, refuted, known.
    """

    id: int
    kind: str
    text: str
    due: date | None
    done: bool
    deferred: bool
    weeks_old: int
    age: str
    finding: str = ""


@dataclass(frozen=True)
class WeekBar:
    """A week in the figures."""

    label: str
    words: int
    reviews: int
    right: int
    minutes: float


@dataclass(frozen=True)
class DayBar:
    """A day of the week in the figures."""

    day: date
    reviews: int
    right: int


@dataclass(frozen=True)
class NextWeek:
    """What the seven days from `first` to `last` ask for: cards due, items open, concepts that can be begun."""

    first: date
    last: date
    due: int
    open: int
    ready: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """One week. `words` are those that the quota counts, `word` is what Word shows for the whole text.

    `text` is the log, character for character. `undecided` sentences may hold more than was noted. `ahead` is None for
    a week that others follow.
    """

    made: date
    number: int | None
    title: str
    starts: date
    ends: date
    text: str
    words: int
    goal: int
    word: int
    reviews: int
    right: int
    new: int
    minutes: float
    retention: float | None
    streak: int
    habits: tuple[ReportedHabit, ...]
    first_met: tuple[ReportedConcept, ...]
    met_again: tuple[ReportedConcept, ...]
    mistaken: tuple[ReportedMisconception, ...]
    cured: tuple[ReportedMisconception, ...]
    left: tuple[ReportedFollowup, ...]
    undecided: int
    weeks: tuple[WeekBar, ...]
    days: tuple[DayBar, ...]
    ahead: NextWeek | None


@dataclass(frozen=True)
class ReportLine:
    """One line of a section: what, and what is to be said of it; `done` is None where there is nothing to do."""

    text: str
    note: str = ""
    done: bool | None = None

    def formatted(self, shown: Callable[[str], str] = str) -> str:
        """Both in one text, each as it is to be `shown`."""
        text, note = shown(self.text), shown(self.note)
        return say("report.line", text=text, note=note) if note else text


@dataclass(frozen=True)
class ReportSection:
    """A part of the report under its heading; short lines may `flow` into a paragraph."""

    heading: str
    lines: tuple[ReportLine, ...]
    flows: bool = False


TO_DO = ("later", "parked", "claim", "term")
"""The kinds of what was noted that one can be done with."""
NOTED = ("later", "confusion", "idea", "parked", "claim", "term")
"""The sections of what was noted, in their order."""


def facts(report: Report) -> list[str]:
    """The figures that stand beside the habits, each in words."""
    missing = report.goal - report.words
    found = [say("today.quota", words=report.words, goal=report.goal)] if report.goal else []
    if report.goal:
        found.append(say("today.missing", n=missing) if missing > 0 else say("today.reached"))
    found.append(say("report.in_word", n=report.word))
    if report.reviews:
        found += [say("report.right", right=report.right, all=report.reviews), say("report.new", n=report.new)]
    if report.retention is not None:
        found.append(say("today.retention", percent=round(100 * report.retention)))
    return [*found, say("today.streak", n=report.streak)]


def sections(report: Report) -> list[ReportSection]:
    """The report in its parts, those left out that have nothing to say."""
    parts = [
        ReportSection(say("report.first_met"), tuple(map(_met, report.first_met)), flows=True),
        ReportSection(say("report.met_again"), tuple(map(_met, report.met_again)), flows=True),
        ReportSection(say("report.mistaken"), tuple(_mistaken(each, report.cured) for each in report.mistaken)),
        *(ReportSection(say(f"report.{kind}"), tuple(_left(report, kind))) for kind in NOTED),
        ReportSection(say("report.cured"), tuple(_cured(report))),
        ReportSection(say("report.ahead"), tuple(_ahead(report))),
    ]
    return [part for part in parts if part.lines]


def _met(met: ReportedConcept) -> ReportLine:
    return ReportLine(met.title if met.known is None else f"{met.title} {percent(met.known)}")


def _mistaken(misconception: ReportedMisconception, cured: Iterable[ReportedMisconception]) -> ReportLine:
    """A misconception, and whether it was put right in the same week."""
    title = f"{misconception.title} ×{misconception.times}" if misconception.times > 1 else misconception.title
    mixed_up = say("report.mixed_up", titles=" · ".join(misconception.partners)) if misconception.partners else ""
    put_right = say("report.put_right") if _words(misconception) in map(_words, cured) else ""
    return ReportLine(title, misconception.says + mixed_up + put_right)


def _cured(report: Report) -> Iterator[ReportLine]:
    """The misconceptions of earlier weeks that were put right; those of this week say so themselves."""
    message = set(map(_words, report.mistaken))
    yield from (ReportLine(each.title, each.says) for each in report.cured if _words(each) not in message)


def _words(misconception: ReportedMisconception) -> tuple[str, str]:
    return misconception.concept, misconception.says


def _left(report: Report, kind: str) -> Iterator[ReportLine]:
    for each in report.left:
        if each.kind == kind:
            message = say(f"items.found_{each.finding}") if each.finding else each.age
            yield ReportLine(each.text, message, each.done if kind in TO_DO and not each.deferred else None)


def _ahead(report: Report) -> Iterator[ReportLine]:
    if report.undecided:
        yield ReportLine(say("report.undecided", n=report.undecided))
    ahead = report.ahead
    if ahead is None:
        return
    days = say("dates.span", first=f"{ahead.first:%m.%d}", last=f"{ahead.last:%m.%d}")
    yield ReportLine(say("report.due", n=ahead.due), days)
    if ahead.open:
        yield ReportLine(say("report.open", n=ahead.open))
    if ahead.ready:
        yield ReportLine(say("today.ready"), " · ".join(ahead.ready))


def number(value: float) -> str:
    """A figure as it is read: whole."""
    return str(round(value))


def difference(habit: ReportedHabit) -> str:
    """How much more or less than the week before; empty where there is nothing to compare with."""
    if habit.before is None:
        return ""
    change = round(habit.value) - round(habit.before)
    return f"{change:+d}".replace("-", "−") if change else "±0"


def habit_rows(habits: Sequence[ReportedHabit]) -> list[tuple[str, str, str, str]]:
    """The table of habits: name, this week, last week, difference."""
    return [
        (each.name, number(each.value), "–" if each.before is None else number(each.before), difference(each))
        for each in habits
    ]
