"""The end of a task: what it is worth, and what that does to its card, stored as every other answer is."""

from __future__ import annotations

from dataclasses import replace

from journal.core.messages import say
from journal.db import reviews
from journal.db.database import Session
from journal.opening.journal import Journal
from journal.review.queries.pace import TASK
from journal.review.rating import Rated, rate_task
from journal.review.reviews import ReviewOutcome, record
from journal.runner.tasks.verdict import TaskVerdict
from journal.tasks.setting import TaskAsked, forget
from journal.tasks.tasks import FoundTask, verdict_lines


def finish(journal: Journal, asked: TaskAsked, verdict: TaskVerdict | None, *, right: bool) -> ReviewOutcome:
    """Rates a task that was solved or given up, and stores it with what that does to its card.

    What was done on it stands in `asked.attempt`; the `verdict` is that on the solution. Raises UserError when the
    card is gone.
    """
    done = asked.attempt

    def rated(session: Session) -> Rated:
        return rate_task(right, done.tries, done.hints, done.seconds, reviews.seconds_of_kind(session, TASK))

    given = {
        "card_id": asked.card.id,
        "seed": done.seed,
        "params": {"form": done.form, "tries": done.tries, "hints": done.hints},
        "kind": TASK,
        "truth": "",
        "typed": done.text,
        "verdict": "right" if right else "wrong",
        "wrong_ideas": list(done.ideas),
        "could": [each.name for each in asked.task.misconceptions],
        "confidence": "",
        "seconds": round(done.seconds, 1),
    }
    outcome = record(journal, asked, given, rated)
    forget(journal, asked.card)
    found = FoundTask(asked.concept, asked.task)
    return replace(outcome, message=tuple(verdict_lines(found, verdict) if verdict else [say("task.given_up")]))
