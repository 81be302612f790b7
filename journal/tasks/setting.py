"""A task of the review list as it is set: in the form that the learner has come to, with what is half written kept.

The text, the attempts and the hints of a task that is not over lie in the journal, so that none is lost by leaving,
and none forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from journal.core.forms import MalformedError, check
from journal.db import meta, reviews
from journal.db.tables import Card, Review
from journal.library.concept import Concept, Task
from journal.memory.states import stage_after
from journal.opening.journal import Journal
from journal.runner.tasks.assignment import FORMS, Assignment, Form, assignment, form_for, function_text
from journal.runner.tasks.verdict import TaskVerdict
from journal.tasks.tasks import prompt_of


@dataclass(frozen=True)
class Attempt:
    """What was done on a task until now: its text, how often it was tried, the hints shown, the seconds it took.

    `ideas` are the wrong implementations that a try behaved like. `seed` draws the inputs.
    """

    form: Form
    seed: int
    text: str
    tries: int = 0
    hints: int = 0
    seconds: float = 0.0
    ideas: tuple[str, ...] = ()


@dataclass(frozen=True)
class TaskAsked:
    """A task of the review list: in which form, from which text on, and whether it changes the memory of its card."""

    concept: Concept
    task: Task
    assigned: Assignment
    attempt: Attempt
    card: Card
    counts: bool
    repeats: bool = False

    @property
    def prompt(self) -> str:
        """What is asked, in the language of the user."""
        return prompt_of(self.task)

    @property
    def code(self) -> str:
        """What the learner has written."""
        return self.attempt.text


def set_for(journal: Journal, concept: Concept, task: Task, card: Card, *, counts: bool, repeats: bool) -> TaskAsked:
    """The task of a card as it is to be set now: where it was left, or again in the form that is due."""
    with journal.store.read() as session:
        past = reviews.of_card(session, card.id)
        kept = _read(meta.get(session, _key(card)))
    form = form_for(task, stage_of(past))
    seed = 1000 * card.id + len(past)
    assigned = assignment(task, form, seed)
    if kept is None or (kept.form, kept.seed) != (form, seed):
        lines = "\n".join(assigned.lines)
        kept = Attempt(form, seed, function_text(task, lines) if lines else assigned.start)
    return TaskAsked(concept, task, assigned, kept, card, counts, repeats)


def stage_of(past: Sequence[Review]) -> int:
    """How far a card has come in the stages of what it asks, by its reviews in order."""
    return stage_after(review.right for review in past if review.counted)


def keep(journal: Journal, card: Card, attempt: Attempt) -> None:
    """Keeps what was done on a task, whatever happens to the app from now on. Raises UserError."""
    with journal.store.write(lasting=False) as session:
        meta.put(session, _key(card), json.dumps(asdict(attempt)))


def forget(journal: Journal, card: Card) -> None:
    """Drops what was kept of a task that is over."""
    with journal.store.write(lasting=False) as session:
        meta.forget(session, _key(card))


def tried(attempt: Attempt, verdict: TaskVerdict, text: str, seconds: float) -> Attempt:
    """The attempt after a try; code that cannot be tried is none."""
    name = verdict.misconception
    return Attempt(
        attempt.form,
        attempt.seed,
        text,
        attempt.tries + (verdict.outcome != "unreadable"),
        attempt.hints,
        seconds,
        tuple(dict.fromkeys((*attempt.ideas, *((name,) if name else ())))),
    )


def _key(card: Card) -> str:
    return f"unfinished-{card.id}"


def _read(note: str | None) -> Attempt | None:
    try:
        known = json.loads(note or "null")
        check(known, _Kept)
    except (MalformedError, ValueError):
        return None
    return Attempt(**{**known, "ideas": tuple(known["ideas"])}) if known["form"] in FORMS else None


@dataclass(frozen=True)
class _Kept:
    form: str
    seed: int
    text: str
    tries: int
    hints: int
    seconds: float
    ideas: list[str]
