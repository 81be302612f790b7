"""Concept files that are not ours, and the user's yes to running them where the sandbox has holes."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from journal.desk import Desk, trust_key
from journal.store import meta
from journal.text.files import LARGEST_OF_OURS, bytes_of


def trust(desk: Desk, path: Path) -> None:
    """Remembers that the user has said yes to running this file as it is now: another content is asked about anew."""
    content = sha256(bytes_of(path, LARGEST_OF_OURS)).hexdigest()
    with desk.store.write() as session:
        meta.put(session, trust_key(content), path.name)
