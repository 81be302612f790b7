"""The file of an Anki package: a zip, bounded in files and bytes, of which only what is known is opened."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from journal.core.input_files import bytes_of, is_file, reading
from journal.core.messages import UserError
from journal.db.anki import NotACollectionError, Row, read
from journal.exchange.formats.anki.protobuf import Fields

COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")
"""The newest first: of several the others are for older readers, or say that a newer one is needed."""
COLLECTION = "collection.anki2"
"""What Anki calls the collection in a folder of its own."""
LARGEST_COLLECTION = 768 * 2**20
LARGEST_FILE = 64 * 2**20
LARGEST_MEDIA = 2 * 2**30
MOST_FILES = 100_000
_ZSTD = b"\x28\xb5\x2f\xfd"


@dataclass(frozen=True)
class Package:
    """The rows of a collection by table, and its media by name: each is read when it is asked for."""

    rows: dict[str, list[Row]]
    media: dict[str, Callable[[], bytes]]


def open_package(path: Path, name: str) -> Package:
    """Reads a package, a bare collection with the media beside it, or the folder that holds both.

    Raises UserError for what is none of these, or is too large.
    """
    path = path / COLLECTION if path.is_dir() else path
    if not zipfile.is_zipfile(path):
        return Package(_collection(bytes_of(path, LARGEST_COLLECTION), name), _media_beside(path))
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if len(names) > MOST_FILES:
            raise UserError("anki.too_many_files", path=name, most=MOST_FILES)
        inner = next((each for each in COLLECTIONS if each in names), None)
        if inner is None:
            raise UserError("anki.no_collection", path=name)
        rows = _collection(_unpacked(archive, inner, LARGEST_COLLECTION, name), name)
        listed = _unpacked(archive, "media", LARGEST_FILE, name) if "media" in names else b"{}"
        total = sum(archive.getinfo(each).file_size for each in names if each.isdigit())
        if total > LARGEST_MEDIA:
            raise UserError("weeks.too_large", path=name, most=f"{LARGEST_MEDIA / 2**20:g}")
    there = {number: title for number, title in _media(listed).items() if number in names}
    return Package(rows, {title: partial(_member, path, number, name) for number, title in there.items()})


def is_profile(path: Path) -> bool:
    """Whether a path is a folder of Anki's: one that holds a collection."""
    return is_file(path / COLLECTION)


def is_behind(path: Path) -> bool:
    """Whether a collection was copied while Anki was running: what it did last lies in a file beside it."""
    log = (path / COLLECTION if path.is_dir() else path).with_name(f"{COLLECTION}-wal")
    return (path.is_dir() or path.name == COLLECTION) and is_file(log) and log.stat().st_size > 0


def _media_beside(path: Path) -> dict[str, Callable[[], bytes]]:
    """The files of media of a collection's folder, each read when it is asked for."""
    folder = path.with_name("collection.media")
    found = sorted(folder.iterdir())[:MOST_FILES] if folder.is_dir() else []
    return {each.name: partial(bytes_of, each, LARGEST_FILE) for each in found if not each.is_symlink()}


def _collection(data: bytes, name: str) -> dict[str, list[Row]]:
    try:
        return read(data)
    except NotACollectionError as error:
        raise UserError("anki.no_collection", path=name) from error


def _member(path: Path, number: str, name: str) -> bytes:
    """The bytes of a file of media. Raises UserError for one that is damaged or too large."""
    with reading(f"{name}: {number}"), zipfile.ZipFile(path) as archive:
        return _unpacked(archive, number, LARGEST_FILE, name)


def _unpacked(archive: zipfile.ZipFile, member: str, most: int, name: str) -> bytes:
    """The bytes of a member, whatever it says of its own size. Raises UserError for more than `most`."""
    with archive.open(member) as file:
        data = file.read(most + 1)
    if len(data) <= most and data.startswith(_ZSTD):
        data = _decompressed(data, most)
    if len(data) > most:
        raise UserError("weeks.too_large", path=f"{name}: {member}", most=f"{most / 2**20:g}")
    return data


def _decompressed(data: bytes, most: int) -> bytes:
    import zstandard  # only packages of newer versions need it

    with zstandard.ZstdDecompressor().stream_reader(data, read_across_frames=True) as reader:
        return reader.read(most + 1)


def _media(data: bytes) -> dict[str, str]:
    """The names of the files of media by their numbers: JSON, or the protobuf of newer packages."""
    if re.match(rb"\s*\{", data):
        try:
            listed = json.loads(data)
        except ValueError:
            return {}
        return {number: title for number, title in listed.items() if isinstance(title, str)}
    entries = Fields(data).all(1)
    return {str(number): Fields(entry).text(1) for number, entry in enumerate(entries)}
