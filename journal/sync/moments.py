"""When something was changed, by the hub's clock: what devices compare must not depend on theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from journal.db import bases
from journal.db.database import Session
from journal.opening.journal import Journal
from journal.sync.states import State

Here = Callable[[str, str, str], str]
"""When this device last changed a column of a row, by table, name and column."""

TRIFLE = timedelta(seconds=2)
"""A difference of clocks that is none: a message takes as long."""


@dataclass(frozen=True)
class Moments:
    """How times of this device become times of the hub: texts of UTC that sort by time. `now` is one."""

    skew: timedelta
    now: str

    @classmethod
    def of(cls, journal: Journal, hub_now: datetime, skew: timedelta | None = None) -> Moments:
        """The times of a round; the skew is measured where none is given."""
        now = journal.clock().astimezone(UTC)
        if skew is None:
            skew = hub_now - now
        skew = skew if abs(skew) > TRIFLE else timedelta()
        return cls(skew, _text(now + skew))

    def at(self, local: str) -> str:
        """The time of the hub for a naive local one of this device."""
        return _text(datetime.fromisoformat(local).astimezone(UTC) + self.skew)

    def deleted(self, local: str | None) -> datetime:
        """When a row was deleted, for the hub."""
        return datetime.fromisoformat(self.at(local) if local else self.now)

    def here(self, session: Session, ours: State) -> Here:
        """When this device last changed a column: as the undo log knows it, else as the row says, else now."""
        noted = bases.changes(session)
        rows = {(kind, number) for kind, number, _ in noted}

        @cache
        def whole(kind: str, name: str) -> str:
            body = ours.rows[kind].get(name, {})
            local = body.get("updated") or (body.get("at") if kind == "review" else None)
            return self.at(local) if local else self.now

        def here(kind: str, name: str, column: str) -> str:
            number = ours.ids[kind].get(name, 0)
            if (kind, number) not in rows:
                return whole(kind, name)
            found = noted.get((kind, number, column)) or noted.get((kind, number, ""))
            return self.at(found) if found else whole(kind, name)

        return here


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
