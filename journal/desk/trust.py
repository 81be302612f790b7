"""Concept files that are not ours, and the user's yes to running them where the sandbox has holes."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from journal.desk import Desk, trust_key
from journal.store import meta
from journal.text.files import LARGEST_OF_OURS, bytes_of


def trust(desk: Desk, path: Path, content: str) -> None:
    """Remembers the user's yes to running this file with this content (SHA-256): any other is asked about again."""
    with desk.store.write() as session:
        meta.put(session, trust_key(content), path.name)


def present(path: Path) -> str:
    """The SHA-256 of what is in a file now; raises UserError where it cannot be read."""
    return sha256(bytes_of(path, LARGEST_OF_OURS)).hexdigest()
