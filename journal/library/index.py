"""The index of the library: what the concept files hold, so that only those that changed are read again.

It is a file that can be deleted at any time. One that is damaged, or was written by another version of the reader,
counts as none. What a demo runs is never taken from it: that is read from the concept file, and hashed, for each run.

Its first line names the reader and the SHA-256 of the lines below: a list with the outline of each file, and then for
each of them, a line each, the rest of the concept, which is decoded when it is asked for.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from journal import __version__
from journal.core import diagnostics
from journal.core.files import make_private_folder, write_whole
from journal.core.input_files import LARGEST_OF_OURS, bytes_of
from journal.core.messages import UserError, language
from journal.library.concept import Broken, Concept, Origin, Outline
from journal.library.packing import packed_outline, packed_rest, unpacked, unpacked_outline

ConceptFile = tuple[Path, str, Origin]
"""A concept file: where it is, its topic and its origin."""

FRESH_NS = 2_000_000_000
"""A file that was changed so shortly before it was read may change again without another time: it is hashed again."""
_AS_IT_IS = "surrogatepass"
"""The name of a folder need not be UTF-8."""
_READERS = ("concept.py", "index.py", "packing.py", "reading.py")
"""The modules that decide what the index holds."""


@dataclass(frozen=True)
class IndexEntry:
    """What the index holds of a file. `stamp` is empty where the file must be hashed to know that it is the same.

    `rest` is empty for a broken file. The reason why it is broken is in a `language`.
    """

    stamp: str
    sha256: str
    found: Outline | Broken
    rest: str = ""
    language: str = ""


class Concepts(Mapping[str, Concept]):
    """The concepts of an index by id, each decoded when it is first asked for."""

    def __init__(self, entries: Sequence[IndexEntry]) -> None:
        self._rest = {each.found.id: each.rest for each in entries}
        self.outlines = {each.found.id: each.found for each in entries if isinstance(each.found, Outline)}
        self._decoded: dict[str, Concept] = {}

    def __getitem__(self, concept_id: str) -> Concept:
        found = self._decoded.get(concept_id)
        if found is None:
            found = self._decoded[concept_id] = unpacked(self.outlines[concept_id], self._rest[concept_id])
        return found

    def __contains__(self, concept_id: object) -> bool:
        return concept_id in self.outlines

    def __iter__(self) -> Iterator[str]:
        return iter(self.outlines)

    def __len__(self) -> int:
        return len(self.outlines)


def entries(files: Sequence[ConceptFile], index: Path | None) -> list[IndexEntry]:
    """What each file holds, in their order: from the `index` where that still holds, and it is brought up to date."""
    known = _load(index) if index else {}
    found = [_entry(file, known.get(str(file[0]))) for file in files]
    kept = [each for each in found if each.sha256]
    if index and (len(kept) != len(known) or any(one is not known.get(str(one.found.path)) for one in kept)):
        _store(index, kept)
    return found


def _entry(file: ConceptFile, known: IndexEntry | None) -> IndexEntry:
    """The entry of a file: the one that is `known`, if the file is still what it was read from."""
    path, topic, origin = file
    if known and not _is_read_alike(known, topic, origin):
        known = None
    stamp = _stamp(path)
    if known and stamp and stamp == known.stamp:
        return known
    content = _sha256(path)
    if known and content and content == known.sha256:
        return known if known.stamp == stamp else replace(known, stamp=stamp)
    return _read(file, stamp, content)


def _is_read_alike(known: IndexEntry, topic: str, origin: Origin) -> bool:
    """Whether a file would be read as it was: as part of the same topic, and its faults told in the same language."""
    return (known.found.topic, known.found.origin) == (topic, origin) and known.language in ("", language())


def _read(file: ConceptFile, stamp: str, content: str) -> IndexEntry:
    from journal.library.reading import read_concept  # only needed for a file that has changed

    found = read_concept(*file)
    if isinstance(found, Broken):
        return IndexEntry(stamp, content, found, language=language())
    return IndexEntry(stamp, content, found.outline, packed_rest(found))


def _stamp(path: Path) -> str:
    """Size and time of change of a file; empty where they do not tell whether it is the same."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return ""
    is_fresh = time.time_ns() - found.st_mtime_ns < FRESH_NS
    return "" if is_fresh else f"{found.st_size} {found.st_mtime_ns}"


def _sha256(path: Path) -> str:
    """The SHA-256 of a file; empty for one that cannot be read, which is then read, and told of, at each start."""
    try:
        return sha256(bytes_of(path, LARGEST_OF_OURS)).hexdigest()
    except UserError:
        return ""


# --- the file of the index ------------------------------------------------------------------------------------


def _load(index: Path) -> dict[str, IndexEntry]:
    """The entries of an index by the paths of their files; none where it cannot be used as it is."""
    try:
        head, _, below = bytes_of(index).partition(b"\n")
        if json.loads(head) != _head(below):
            return {}
        outlines, *rest = below.decode(errors=_AS_IT_IS).split("\n")
        found = [_unpacked(each, line) for each, line in zip(json.loads(outlines), rest, strict=True)]
    except (UserError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
    return {str(each.found.path): each for each in found}


def _store(index: Path, kept: Sequence[IndexEntry]) -> None:
    """Writes the index, where that can be done: it saves time, and nothing else."""
    outlines = json.dumps([_packed(each) for each in kept], ensure_ascii=False)
    below = "\n".join([outlines, *(each.rest for each in kept)]).encode(errors=_AS_IT_IS)
    with diagnostics.noted("index", OSError, UserError):
        make_private_folder(index.parent)
        write_whole(index, json.dumps(_head(below)).encode() + b"\n" + below, private=True)


def _packed(entry: IndexEntry) -> dict[str, Any]:
    kind = "broken" if isinstance(entry.found, Broken) else "outline"
    plain = _plain_broken(entry.found) if isinstance(entry.found, Broken) else packed_outline(entry.found)
    return {"stamp": entry.stamp, "sha256": entry.sha256, "language": entry.language, kind: plain}


def _plain_broken(broken: Broken) -> dict[str, Any]:
    return {**asdict(broken), "path": str(broken.path)}


def _unpacked(plain: Mapping[str, Any], rest: str) -> IndexEntry:
    broken = plain.get("broken")
    found = Broken(**broken | {"path": Path(broken["path"])}) if broken else unpacked_outline(plain["outline"])
    return IndexEntry(plain["stamp"], plain["sha256"], found, rest, plain["language"])


def _head(below: bytes) -> dict[str, str]:
    """The first line of an index, by the bytes below it."""
    return {"reader": _reader(), "sha256": sha256(below).hexdigest()}


@cache
def _reader() -> str:
    """The version of what reads concept files: its source, and that of Python, whose syntax trees it is read from."""
    sources = b"".join(Path(__file__).with_name(name).read_bytes() for name in _READERS)
    return f"{__version__} {sys.version_info[:2]} {sha256(sources).hexdigest()}"
