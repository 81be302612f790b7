"""What a journal knows of the hub that it is joined to.

The address holds a password: it is in a file of the home for the owner alone, in no copy of the database.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from uuid import uuid4

from journal.core.files import close_to_others, write_whole
from journal.core.settings import Settings
from journal.db import bases, meta
from journal.db.database import Session

KEY = "sync"
"""Under which key of `meta` the link is kept."""


@dataclass(frozen=True)
class Link:
    """Where this device stands: the hub's id, the last push it has taken in, its own last ones, and when that was.

    `push` is one that is not known to have arrived, `pushed` the last one that has. `schema` is the version of the
    database that wrote this: a newer one asks for all rows again, since it knows columns that this one left out.
    """

    device: str
    schema: int
    hub: str = ""
    cursor: int = 0
    push: str = ""
    pushed: str = ""
    at: str = ""
    devices: tuple[str, ...] = ()


def address(settings: Settings) -> str:
    """The hub's address; empty for a journal that is not joined. Its file is closed to others."""
    close_to_others(settings.hub)
    try:
        return settings.hub.read_text("utf-8").strip()
    except OSError:
        return ""


def join(settings: Settings, url: str) -> None:
    """Keeps the hub's address."""
    write_whole(settings.hub, f"{url}\n".encode(), private=True)


def leave(settings: Settings, session: Session) -> None:
    """Forgets the hub, and what was agreed on with it; every row stays."""
    settings.hub.unlink(missing_ok=True)
    bases.forget(session)
    meta.forget(session, KEY)


def read(session: Session, schema: int) -> Link:
    """The link, new where there is none."""
    found = meta.get(session, KEY)
    if not found:
        return Link(uuid4().hex, schema)
    told = json.loads(found)
    return Link(**{**told, "devices": tuple(told["devices"])})


def write(session: Session, link: Link) -> None:
    """Keeps the link."""
    meta.put(session, KEY, json.dumps(asdict(link)))
