"""What the days to come ask of the cards that are scheduled, dealt out as the review queue deals it out.

What is overdue, and what a day's limits leave, goes over to the next days. New cards and the dates that answers will
set are no part of it: `simulation` has those.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import date

from journal.core.days import shifted
from journal.db import figures
from journal.db.plain import Reading
from journal.db.rows import NOTHING_DONE, DoneToday
from journal.opening.journal import Journal
from journal.review.candidates import topic_of
from journal.review.fitting import limits_of
from journal.review.plans import USUAL_DAYS, Backlog, share_of_backlog
from journal.review.queries import queue
from journal.review.queries.pace import latest, seconds_on
from journal.review.workload import cost, fitting, pace_of


def coming(journal: Journal, session: Reading, days: int, concepts: Collection[str] | None = None) -> dict[date, int]:
    """How many cards today and each of the days after it ask, `days` in all.

    With `concepts` those of these alone, as if there were nothing else on the list.
    """
    today, settings = journal.today, journal.settings
    due = scheduled(journal, session, shifted(today, days - 1), concepts)
    done, fits = queue.done_on(session, today), _within_minutes(journal, session) if settings.minutes_per_day else None
    share = None if fits else share_of_backlog(figures.counted_before(session, today, USUAL_DAYS))

    def asked(day: int, own: int, late: int) -> int:
        now: DoneToday = NOTHING_DONE if day else done
        most = limits_of(Backlog(own, late, share, now.overdue), now, settings.reviews_per_day, 0).reviews
        return max(0, fits(most, day) if fits else most)

    return {shifted(today, day): count for day, count in enumerate(dealt_out(due, today, days, asked))}


def dealt_out(due: Mapping[date, int], today: date, days: int, asked: Callable[[int, int, int], int]) -> list[int]:
    """How many cards each day takes; `asked` says it of the day's number from 0 on, its own cards and the late ones."""
    late = sum(count for day, count in due.items() if day < today)
    found = []
    for number in range(days):
        own = due.get(shifted(today, number), 0)
        found.append(asked(number, own, late))
        late += own - found[-1]
    return found


def scheduled(
    journal: Journal, session: Reading, until: date, concepts: Collection[str] | None = None
) -> Counter[date]:
    """How many cards (of these concepts) are due on each day up to `until`, by their dates.

    None that are suspended or that the library has lost; a buried card comes when it is dug out.
    """
    return Counter(
        row.due
        for row in queue.scheduled(session, until)
        if (concepts is None or row.concept in concepts) and topic_of(journal, row.concept, row.question) is not None
    )


def _within_minutes(journal: Journal, session: Reading) -> Callable[[int, int], int]:
    """How many of so many cards fit into the minutes of a day, by its number; a question counts for each."""
    usual = cost("question", 1 - journal.settings.retention, pace_of(latest(session)))
    seconds, spent = 60.0 * journal.settings.minutes_per_day, seconds_on(session, journal.today)
    return lambda cards, day: fitting([usual] * max(0, cards), seconds if day else seconds - spent)
