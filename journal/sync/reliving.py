"""The memory that a card has when the answers of several devices are put in order: found again, never picked.

An answer is taken as the device saw it where that knew all answers before it. Where it did not, it is lived through
again: of two counted answers on one day of study the first counts and the other becomes a repeat, and the card comes
back when FSRS says, by luck that is the same on every device.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from journal.core.days import elapsed
from journal.core.ratings import Rating, is_lapse
from journal.memory.scheduling import Memory, Weights, preview, sent_to_tomorrow
from journal.memory.states import step_after
from journal.sync.states import Body

Dates = Mapping[str, tuple[str, str]]
"""Due dates that were moved, before and after, by the card's name."""


@dataclass(frozen=True)
class Lived:
    """A card's memory, as columns of its row, and what each answer of which that differs says now, by name."""

    memory: Body
    answers: dict[str, Body]


@dataclass
class _Card:
    """A card on its way through its answers."""

    memory: Memory | None = None
    repetitions: int = 0
    lapses: int = 0
    step: int | None = None
    is_sure_and_wrong: bool = False
    """Whether the counted answer of the last day was wrong and given as sure."""

    def columns(self) -> Body:
        memory = self.memory
        return {
            "stability": memory and memory.stability,
            "difficulty": memory and memory.difficulty,
            "due": memory and memory.due.isoformat(),
            "last": memory and memory.last.isoformat(),
            "repetitions": self.repetitions,
            "lapses": self.lapses,
            "step": self.step,
        }


def in_order(answers: Mapping[str, Body]) -> list[tuple[str, Body]]:
    """Answers in the order in which they were given: by day of study, then by time, whatever the zone."""
    return sorted(answers.items(), key=lambda each: (each[1]["day"], _moment(each[1]), each[0]))


def relive(
    card: str, answers: Mapping[str, Body], *, retention: float, weights: Weights, row: Body | None = None
) -> Lived:
    """Replays the answers to a card, each a row of `review` as the device that asked wrote it.

    `row` is the card's own, as merged: what came before its reset belongs to an earlier life, and a date that was
    set after the last counted answer holds.
    """
    at, differing, anew = _Card(), {}, (row or {}).get("anew") or ""
    last = ""
    for name, answer in in_order(answers):
        if answer["at"] <= anew:
            continue
        last = max(last, answer["at"] if answer["counted"] else "")
        said = _after(card, at, answer, retention, weights)
        if any(answer.get(column) != value for column, value in said.items()):
            differing[name] = said
    return Lived({**at.columns(), **_date_set(row or {}, at, last)}, differing)


def _date_set(row: Body, at: _Card, last: str) -> Body:
    """The date that the learner set for a card, if it was set after its last counted answer."""
    day, moment = row.get("set_due"), row.get("set_at")
    if at.memory is None or not day or not moment or moment <= last:
        return {"set_due": None, "set_at": None}
    due = max(day, at.memory.last.isoformat())
    return {"due": due, "set_due": due, "set_at": moment}


def _after(card: str, at: _Card, answer: Body, retention: float, weights: Weights) -> Body:
    """What an answer says, given those before it; the card is taken past it."""
    day, before = date.fromisoformat(answer["day"]), at.columns()
    is_second = at.memory is not None and at.memory.last == day
    if not (answer["counted"] or answer.get("repeat")) or (answer.get("repeat") and not is_second):
        at.step = answer["step"]
        return {}
    follows_sure_miss = at.is_sure_and_wrong and not is_second
    if not is_second:
        at.is_sure_and_wrong = answer["verdict"] != "right" and answer["confidence"] == "sure"
    seen = _saw_all(answer["before"], before)
    outcomes = preview(
        at.memory,
        day,
        retention=retention,
        card=card,
        repetition=at.repetitions,
        weights=weights,
        tomorrow=sent_to_tomorrow(
            is_sure_and_wrong=at.is_sure_and_wrong, is_repeat_of_such=at.is_sure_and_wrong and is_second
        ),
        follows_sure_miss=follows_sure_miss,
    )
    lived = outcomes[Rating(answer["rating"])]
    preview_dues = [outcomes[each].due.isoformat() for each in Rating]
    if is_second:
        return _repeat(at, answer, before, lived, preview_dues, seen=seen and not answer["counted"])
    last = at.memory
    since = elapsed(last.last, day) if last else None
    planned = elapsed(last.last, last.due) if last else None
    due = date.fromisoformat(answer["due"]) if seen else lived.due
    at.memory = Memory(lived.stability, lived.difficulty, max(due, day), day)
    at.repetitions += 1
    at.lapses += is_lapse(answer["rating"], at.repetitions - 1)
    at.step = step_after(None, answer["rating"] > Rating.AGAIN)
    if seen:
        return {}
    now = {"stability": lived.stability, "difficulty": lived.difficulty, "due": at.memory.due.isoformat()}
    return {**now, "before": before, "offered": preview_dues, "step": at.step, "elapsed": since, "planned": planned}


def _repeat(at: _Card, answer: Body, before: Body, lived: Memory, preview_dues: Sequence[str], *, seen: bool) -> Body:
    """An answer that came after another one to its card on the same day: it changes the memory as a repeat does."""
    due = max(date.fromisoformat(answer["due"]), lived.last) if seen else lived.due
    at.memory, at.step = replace(lived, due=due), answer["step"]
    if seen:
        return {}
    now = {"stability": lived.stability, "difficulty": lived.difficulty, "due": due.isoformat()}
    said = {"counted": False, "repeat": True, "elapsed": None, "planned": None}
    return {**now, **said, "before": before, "offered": [*preview_dues]}


def _saw_all(seen: Mapping[str, Any], before: Body) -> bool:
    """Whether a card was, for the device that asked, what the answers before make of it."""
    return all(seen.get(column) == before[column] for column in ("last", "repetitions", "lapses")) or (
        not seen and before["last"] is None
    )


def _moment(answer: Body) -> datetime:
    return datetime.fromisoformat(answer["at"]) - timedelta(minutes=answer.get("tz") or 0)
