"""Trust in users' concept files where the sandbox is incomplete."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from journal.core.input_files import LARGEST_OF_OURS, bytes_of
from journal.db import meta
from journal.opening.journal import Journal, trust_key


def trust(journal: Journal, path: Path, content: str) -> None:
    """Remembers the user's yes to running this file with this content (SHA-256): any other is asked about again."""
    with journal.store.write() as session:
        meta.put(session, trust_key(content), path.name)


def distrust(journal: Journal, content: str) -> None:
    """Takes the yes to this content (SHA-256) back."""
    with journal.store.write() as session:
        meta.forget(session, trust_key(content))


def present(path: Path) -> str:
    """The SHA-256 of what is in a file now; raises UserError where it cannot be read."""
    return sha256(bytes_of(path, LARGEST_OF_OURS)).hexdigest()
