"""Narrowing the list of cards: `is:due prop:s>21 rated:7:1 -is:suspended convolution`, as people know it from Anki.

All parts must hold; a `-` before one turns it round. A part without a name is looked for in the card's names.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from journal.core.messages import UserError
from journal.core.search_terms import not_too_long

STATES = ("new", "due", "review", "buried", "suspended", "leech")
"""What `is:` may name; a card may be several of them at once."""

PROPERTIES = ("s", "d", "r", "ivl", "due", "reps", "lapses")
"""What `prop:` may name: stability, difficulty, retrievability, interval, days to the due date, repetitions, lapses."""

FIELDS = ("is", "prop", "rated", "added", "topic", "concept", "deck", "tag", "kind")

_PART = re.compile(r'(?P<minus>-?)(?:(?P<field>[a-z]+)[:：](?P<value>"[^"]*"?|\S+)|(?P<term>"[^"]*"?|\S+))', re.I)
_PROPERTY = re.compile(r"(?P<name>[a-z]+)(?P<sign><=|>=|!=|=|<|>)(?P<number>-?\d+(?:\.\d+)?)", re.I)
_SIGNS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}


@dataclass(frozen=True)
class Facts:
    """What filters ask of a card: its states and properties (those that it has), its names, what was answered.

    `names` are texts to look for words in; `rated` are the day and the rating of its counted answers. `tags`, `deck`
    and `kind` are those of the learner's own cards.
    """

    names: Sequence[str]
    concept: Sequence[str]
    topic: Sequence[str]
    states: Sequence[str]
    properties: Mapping[str, float]
    added: date
    rated: Sequence[tuple[date, int]] = ()
    tags: Sequence[str] = ()
    deck: str = ""
    kind: str = ""


Condition = Callable[[Facts, date], bool]


@dataclass(frozen=True)
class CardFilter:
    """What a line asks for: conditions that must all hold. `days` is how far back it asks for answers, 0 for not."""

    conditions: tuple[Condition, ...] = ()
    days: int = 0

    def holds(self, card: Facts, day: date) -> bool:
        """Whether the card is one of those asked for, seen from `day`."""
        return all(condition(card, day) for condition in self.conditions)


def read_filter(text: str) -> CardFilter:
    """What `text` asks for. Raises UserError for a part that names nothing there is."""
    conditions: list[Condition] = []
    days = 0
    for part in _PART.finditer(not_too_long(text)):
        field = (part["field"] or "").lower()
        if field and field not in FIELDS:
            raise UserError("cards.no_such_filter", part=part[0], fields=" ".join(f"{each}:" for each in FIELDS))
        value = (part["value"] or part["term"]).strip('"')
        condition = _READERS[field](value)
        conditions.append(_not(condition) if part["minus"] else condition)
        days = max(days, _days(value)) if field == "rated" else days
    return CardFilter(tuple(conditions), days)


def _days(value: str) -> int:
    return int(re.split("[:：]", value)[0])


def _not(condition: Condition) -> Condition:
    return lambda card, day: not condition(card, day)


def _is(value: str) -> Condition:
    state = value.lower()
    if state not in STATES:
        raise UserError("cards.no_such_state", value=value, states=" ".join(f"is:{each}" for each in STATES))
    return lambda card, day: state in card.states


def _prop(value: str) -> Condition:
    found = _PROPERTY.fullmatch(value)
    if found is None or found["name"].lower() not in PROPERTIES:
        raise UserError("cards.no_such_property", value=value, names=" ".join(PROPERTIES))
    name, holds, number = found["name"].lower(), _SIGNS[found["sign"]], float(found["number"])
    return lambda card, day: name in card.properties and holds(card.properties[name], number)


def _rated(value: str) -> Condition:
    found = re.fullmatch(r"(\d{1,5})(?:[:：]([1-4]))?", value)
    if found is None or not int(found[1]):
        raise UserError("cards.no_such_days", part=f"rated:{value}", example="rated:7:1")
    days, rating = int(found[1]), int(found[2]) if found[2] else None
    return lambda card, day: any(
        (day - on).days < days and rating in (None, given) for on, given in card.rated if on <= day
    )


def _added(value: str) -> Condition:
    if not re.fullmatch(r"\d{1,5}", value) or not int(value):
        raise UserError("cards.no_such_days", part=f"added:{value}", example="added:7")
    return lambda card, day: (day - card.added).days < int(value)


def _topic(value: str) -> Condition:
    return lambda card, day: _among(value, card.topic)


def _concept(value: str) -> Condition:
    return lambda card, day: value.casefold() in (name.casefold() for name in card.concept)


def _term(value: str) -> Condition:
    return lambda card, day: _among(value, card.names)


def _deck(value: str) -> Condition:
    return lambda card, day: f"{card.deck.casefold()}::".startswith(f"{value.casefold()}::")


def _tag(value: str) -> Condition:
    return lambda card, day: any(f"{tag.casefold()}::".startswith(f"{value.casefold()}::") for tag in card.tags)


def _kind(value: str) -> Condition:
    return lambda card, day: card.kind == value.casefold()


def _among(value: str, names: Sequence[str]) -> bool:
    """Whether one of the names holds the value, upper and lower case alike."""
    return any(value.casefold() in name.casefold() for name in names)


_READERS: Mapping[str, Callable[[str], Condition]] = {
    "is": _is,
    "prop": _prop,
    "rated": _rated,
    "added": _added,
    "topic": _topic,
    "concept": _concept,
    "deck": _deck,
    "tag": _tag,
    "kind": _kind,
    "": _term,
}
