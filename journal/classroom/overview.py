"""How a class stands: who handed in which week, what is assigned, what misconceptions the class has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from journal.classroom import queries
from journal.classroom.membership import Member
from journal.classroom.queries import AssignmentRow, CommentRow, HandinRow, LearnerRow
from journal.core.formatting import percent
from journal.core.messages import language, say
from journal.opening.journal import Journal
from journal.today.assigned import keep_one


@dataclass(frozen=True)
class Standing:
    """A learner and their last hand-in of a week; None for one who owes it."""

    learner: LearnerRow
    handin: HandinRow | None

    def plain(self) -> dict[str, Any]:
        """The same for JSON."""
        found = self.handin
        return {
            "name": self.learner.name,
            "number": self.learner.number,
            "handed_in": found is not None,
            "at": found and found.at,
            "words": found and found.words,
            "reviews": found and found.reviews,
            "minutes": found and round(found.minutes, 1),
            "retention": found and found.retention,
        }


@dataclass(frozen=True)
class Overview:
    """A class in one week, as its teacher sees it, or as one of its learners: then with all that they handed in."""

    name: str
    teaches: bool
    week: date | None
    standings: Sequence[Standing]
    own: Sequence[HandinRow]
    comments: Sequence[CommentRow]
    assignments: Sequence[AssignmentRow]
    titles: dict[str, str]
    weeks: Sequence[date] = ()
    """The weeks that anybody handed in, the latest first."""
    me: LearnerRow | None = None
    """The learner who asks."""

    @property
    def heading(self) -> str:
        """What it is about."""
        if not self.teaches or self.week is None:
            return self.name
        done = sum(each.handin is not None for each in self.standings)
        return say("class.heading", name=self.name, week=f"{self.week:%Y-%m-%d}", done=done, all=len(self.standings))

    def rows(self) -> Iterator[list[str]]:
        """A line for every learner, or for every week of the learner's own."""
        if self.teaches:
            for each in self.standings:
                yield [each.learner.name, *(figures(each.handin) if each.handin else [say("class.owes"), *[""] * 4])]
        else:
            counts = Counter(each.handin for each in self.comments)
            for handin in self.own:
                told = say("class.comments", n=counts[handin.id]) if counts[handin.id] else ""
                yield [f"{handin.week:%Y-%m-%d}", *figures(handin), told]

    @property
    def lines(self) -> list[str]:
        """What is assigned."""
        told = []
        for each in self.assignments:
            title = self.titles.get(each.concept, each.concept)
            by = f" · {say('class.by', day=f'{each.due:%Y-%m-%d}')}" if each.due else ""
            told.append(f"{say('class.assignment', concept=title)}{by}")
        return told

    def plain(self) -> dict[str, Any]:
        """The same for JSON."""
        own = [Standing(LearnerRow("", "", ""), each) for each in self.own]
        names = ("at", "words", "reviews", "minutes", "retention")
        return {
            "class": self.name,
            "teaches": self.teaches,
            "week": self.week,
            "learners": [each.plain() for each in self.standings] if self.teaches else [],
            "handed_in": [
                {"week": handin.week, **{name: each.plain()[name] for name in names}}
                for each, handin in zip(own, self.own, strict=True)
            ],
            "comments": [{"at": each.at, "body": each.body} for each in self.comments],
            "assignments": [{"concept": each.concept, "due": each.due} for each in self.assignments],
        }


@dataclass(frozen=True)
class HeldByClass:
    """A misconception that `holders` learners of a class hold, with its words in the language of the reader."""

    concept: str
    question: str
    misconception: str
    holders: int
    title: str
    says: Sequence[str]

    def plain(self) -> dict[str, Any]:
        """The same for JSON."""
        return {
            "concept": self.concept,
            "question": self.question,
            "misconception": self.misconception,
            "holders": self.holders,
            "title": self.title,
            "says": list(self.says),
        }


def overview(journal: Journal, one: Member, week: str = "") -> Overview:
    """How a class stands in a week, named by its number or its first day; without one in the last that came in."""
    titles = {each.id: each.title.to(language()) for each in journal.library.concepts.values()}
    learners = queries.learners(one.hub, one.of.id)
    if one.of.teaches:
        found = queries.weeks(one.hub, one.of.id)
        wanted = next((first for first, number in found if not week or week in (str(number), str(first))), None)
        handed = queries.handins(one.hub, one.of.id, week=wanted) if wanted else []
        last = {each.learner: each for each in reversed(handed)}
        standings = [Standing(each, last.get(each.login)) for each in learners]
        weeks = list(dict.fromkeys(first for first, _ in found))
        own, comments, me = [], [], None
    else:
        wanted, standings, weeks, me = None, [], [], learners[0]
        own = queries.handins(one.hub, one.of.id, me.login)
        comments = queries.comments(one.hub, one.of.id, me.login)
    assigned = queries.assignments(one.hub, one.of.id)
    if not one.of.teaches:
        keep_one(journal.settings, one.of.name, assigned)
    return Overview(one.of.name, one.of.teaches, wanted, standings, own, comments, assigned, titles, weeks, me)


def misconceptions(journal: Journal, one: Member) -> list[HeldByClass]:
    """The misconceptions of a class; those that this library does not know by their names alone."""
    from journal.review.display import misconception_lines

    found = []
    for each in queries.misconceptions(one.hub, one.of.id):
        concept = journal.library.concepts.get(each.concept)
        question = concept.asked(each.question) if concept else None
        wrong = question.wrong(each.misconception) if question else None
        title = concept.title.to(language()) if concept else each.concept
        says = (
            misconception_lines(wrong.believed.to(language()), wrong.correction.to(language()))
            if wrong
            else [f"{each.question} · {each.misconception}"]
        )
        found.append(HeldByClass(each.concept, each.question, each.misconception, each.holders, title, says))
    return found


def figures(handin: HandinRow) -> list[str]:
    """When a week was handed in, how much was written, reviewed and remembered."""
    return [
        f"{handin.at.astimezone():%m-%d %H:%M}",
        f"{handin.words} {say('write.unit')}",
        say("class.reviews", n=handin.reviews),
        say("class.minutes", n=round(handin.minutes)),
        percent(handin.retention, ""),
    ]
