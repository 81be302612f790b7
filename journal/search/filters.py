"""The filters of a search: `week:3 before:2024-07-14 concept:CNN kind:idea`, in the words of either language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from journal.core.messages import UserError, in_every_language, say
from journal.db.finding import RowFilter
from journal.followups.listing import KINDS
from journal.log.date_words import due_day, past_day
from journal.opening.journal import Journal
from journal.opening.lookup import find_concept

PLACES = ("week", "item", "concept")
"""What can be found; a filter `kind:` names one of them, or one kind of items."""


@dataclass(frozen=True)
class SearchFilters:
    """The parsed filters of a query: row conditions, required tag, and where to search."""

    within: RowFilter
    tag: str | None
    places: tuple[str, ...]


def read_filters(journal: Journal, filters: Mapping[str, str]) -> SearchFilters:
    """Reads the filters of a query. Raises UserError for one that names nothing there is."""
    kind = _kind(filters["kind"]) if "kind" in filters else None
    within = RowFilter(
        week_id=_week(journal, filters["week"]) if "week" in filters else None,
        before=_day(filters["before"], journal.today) if "before" in filters else None,
        after=_day(filters["after"], journal.today) if "after" in filters else None,
        concept=find_concept(journal, filters["concept"]).id if "concept" in filters else None,
        kind=kind if kind in KINDS else None,
    )
    places: tuple[str, ...] = ("week", "item") if filters.keys() & {"week", "before", "after", "tag"} else PLACES
    if kind is not None:
        place = "item" if kind in KINDS else kind
        places = tuple(each for each in places if each == place)
    return SearchFilters(within, filters.get("tag"), places)


def _week(journal: Journal, name: str) -> int:
    from journal.weeks.weeks import find_week  # it loads the tables

    return find_week(journal, name).id


def _day(words: str, today: date) -> date:
    day = past_day(words, today) or due_day(words, today)
    if day is None:
        raise UserError("search.no_such_day", text=words)
    return day


def _kind(name: str) -> str:
    """A place or a kind of items, by its own name or by the one that it has in either language."""
    keys = {place: f"search.{place}" for place in PLACES} | {kind: f"items.{kind}" for kind in KINDS}
    for own, key in keys.items():
        if name.lower() in (own, *(label.lower() for label in in_every_language(key))):
            return own
    raise UserError("search.no_such_kind", name=name, kinds=" · ".join(map(say, keys.values())))
