"""The index of the library: only what changed is read again, and nothing that stands in it can do harm."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from journal.core import diagnostics, messages
from journal.core.input_files import LARGEST, bytes_of
from journal.library import index, reading
from journal.library.concept import Broken, Concept, Origin, Outline
from journal.library.library import Library, read_library
from journal.library.packing import unpacked
from tests.library.test_reading import MINIMAL

LONG_AGO = time.time_ns() - 10**12


@dataclass
class Counted:
    """The names of the files that were hashed, and of those that were parsed."""

    hashed: list[str] = field(default_factory=list)
    parsed: list[str] = field(default_factory=list)


@dataclass
class Shelf:
    """A library of ours and a folder of the user's own, with an index beside them."""

    folder: Path
    counted: Counted

    @property
    def index(self) -> Path:
        return self.folder / "cache" / "library"

    def write(self, name: str, source: str = MINIMAL, *, age: int = 0) -> Path:
        """A concept file, last changed long ago, a second earlier for each unit of `age`."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
        changed = LONG_AGO - age * 10**9
        os.utime(path, ns=(changed, changed))
        return path

    def open(self) -> Library:
        """The library as a start finds it; only what this start reads is counted."""
        self.counted.hashed.clear()
        self.counted.parsed.clear()
        return read_library(self.folder / "own", self.folder / "ours", index=self.index)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    counted = Counted()
    read = reading.read_concept

    def parsing(path: Path, topic: str, origin: Origin) -> Concept | Broken:
        counted.parsed.append(path.name)
        return read(path, topic, origin)

    def hashing(path: Path, most: int = LARGEST) -> bytes:
        counted.hashed += [path.name] * (path.suffix == ".py")
        return bytes_of(path, most)

    monkeypatch.setattr(reading, "read_concept", parsing)
    monkeypatch.setattr(index, "bytes_of", hashing)
    shelf = Shelf(tmp_path, counted)
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "topics.toml").write_text("[images]\nen = 'Images'\nzh = '图像'\n", encoding="utf-8")
    for name in ("one", "two", "three"):
        shelf.write(f"ours/01_images/{name}.py", MINIMAL.replace("Title", name))
    return shelf


def test_the_first_start_reads_every_file_and_the_second_none(shelf: Shelf) -> None:
    first = shelf.open()
    assert sorted(shelf.counted.parsed) == ["one.py", "three.py", "two.py"]
    second = shelf.open()
    assert (shelf.counted.hashed, shelf.counted.parsed) == ([], [])
    assert dict(second.concepts) == dict(first.concepts) == dict(read_all(shelf).concepts)


def read_all(shelf: Shelf) -> Library:
    """The library without an index."""
    return read_library(shelf.folder / "own", shelf.folder / "ours")


def test_one_file_that_changed_is_read_alone(shelf: Shelf) -> None:
    shelf.open()
    shelf.write("ours/01_images/two.py", MINIMAL.replace("Title", "Other"), age=1)
    assert shelf.open().concepts["two"].title["en"] == "Other"
    assert shelf.counted.parsed == ["two.py"]
    shelf.open()
    assert shelf.counted.parsed == []


def test_a_file_with_another_time_and_the_same_content_is_hashed_once_and_not_parsed(shelf: Shelf) -> None:
    shelf.open()
    shelf.write("ours/01_images/two.py", MINIMAL.replace("Title", "two"), age=1)
    shelf.open()
    assert (shelf.counted.hashed, shelf.counted.parsed) == (["two.py"], [])
    shelf.open()
    assert shelf.counted.hashed == []


def test_a_change_within_the_same_tick_of_the_clock_is_seen(shelf: Shelf) -> None:
    path = shelf.write("own/mine.py", MINIMAL.replace("Title", "Before"))
    now = time.time_ns()
    os.utime(path, ns=(now, now))
    shelf.open()
    path.write_text(MINIMAL.replace("Title", "Behind"), encoding="utf-8")
    os.utime(path, ns=(now, now))
    assert shelf.open().concepts["mine"].title["en"] == "Behind"


def test_a_file_that_went_is_gone_and_leaves_the_index(shelf: Shelf) -> None:
    shelf.open()
    (shelf.folder / "ours/01_images/two.py").unlink()
    assert set(shelf.open().concepts) == {"one", "three"}
    assert shelf.counted.parsed == []
    assert "two.py" not in shelf.index.read_text(encoding="utf-8")


def test_an_own_file_that_comes_and_goes_changes_nothing_of_ours(shelf: Shelf) -> None:
    shelf.open()
    own = shelf.write("own/one.py", MINIMAL.replace("Title", "Mine"))
    for _ in range(2):
        library = shelf.open()
        assert library.concepts["one"].title["en"] == "one"
        assert [each.id for each in library.broken] == ["one.py"]
    assert shelf.counted.parsed == []
    own.unlink()
    assert shelf.open().broken == ()


def test_a_broken_file_is_told_of_from_the_index_in_the_language_that_is_spoken(shelf: Shelf) -> None:
    path = shelf.write("own/odd.py", '"""Title"""\n\n\ndef demo(n):\n    return n\n')
    (told,) = shelf.open().broken
    assert (told.path, told.line) == (path, 4)
    assert shelf.open().broken == (told,)
    assert shelf.counted.parsed == []
    messages.use("zh")
    try:
        assert shelf.open().broken[0].reason != told.reason
        assert shelf.counted.parsed == ["odd.py"]
    finally:
        messages.use("en")


def test_a_file_that_cannot_be_read_is_tried_at_each_start(shelf: Shelf) -> None:
    (shelf.folder / "own" / "folder.py").mkdir(parents=True)
    for _ in range(2):
        assert [each.id for each in shelf.open().broken] == ["folder"]
        assert shelf.counted.parsed[-1] == "folder.py"


def test_a_start_where_nothing_changed_writes_nothing(shelf: Shelf) -> None:
    (shelf.folder / "own" / "folder.py").mkdir(parents=True)
    shelf.open()
    before = shelf.index.stat()
    shelf.open()
    assert shelf.index.stat() == before


def test_texts_and_code_are_decoded_only_of_the_concept_that_is_asked_for(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.open()
    library = shelf.open()
    decoded: list[str] = []

    def unpacking(outline: Outline, rest: str) -> Concept:
        decoded.append(outline.id)
        return unpacked(outline, rest)

    monkeypatch.setattr(index, "unpacked", unpacking)
    assert library.lexicon
    assert library.shared_lexicon == {}
    assert library.order
    assert library.depth("two") == 0
    assert library.needed_by("two") == ()
    assert library.confused == ()
    assert library.find("three") is library.concepts["three"]
    assert decoded == ["three"]


Harm = Callable[[bytes], bytes]

HARMS: dict[str, Harm] = {
    "empty": lambda content: b"",
    "cut": lambda content: content[:-1],
    "one bit": lambda content: content[:-9] + bytes([content[-9] ^ 1]) + content[-8:],
    "another reader": lambda content: content.replace(b'"reader": "', b'"reader": "0', 1),
    "no text": lambda content: b"\xff\xfe" + content,
    "no object": lambda content: b"[]\n" + content,
    "deep": lambda content: b"[" * 100_000,
}


@pytest.mark.parametrize("harm", HARMS)
def test_an_index_that_is_not_as_it_was_written_is_made_anew(shelf: Shelf, harm: str) -> None:
    shelf.open()
    whole = shelf.index.read_bytes()
    shelf.index.write_bytes(HARMS[harm](whole))
    assert set(shelf.open().concepts) == {"one", "two", "three"}
    assert len(shelf.counted.parsed) == 3
    assert shelf.index.read_bytes() == whole


def test_lines_that_are_sound_and_are_no_entries_count_as_none(shelf: Shelf) -> None:
    shelf.open()
    for outlines in ("[{}]", "[1]", "{}", '[{"outline": {}}]', "null"):
        below = f"{outlines}\n{{}}".encode()
        shelf.index.write_bytes(json.dumps(index._head(below)).encode() + b"\n" + below)
        assert set(shelf.open().concepts) == {"one", "two", "three"}


def test_the_index_is_its_owner_s_alone(shelf: Shelf) -> None:
    shelf.open()
    assert shelf.index.stat().st_mode & 0o777 == 0o600
    assert shelf.index.parent.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in shelf.index.parent.iterdir()] == ["library"]


def test_a_cache_that_cannot_be_written_costs_time_and_nothing_else(shelf: Shelf) -> None:
    (shelf.folder / "cache").write_text("in the way")
    for _ in range(2):
        assert set(shelf.open().concepts) == {"one", "two", "three"}


def test_starts_at_the_same_time_find_the_same_library(shelf: Shelf) -> None:
    def start(_: int) -> set[str]:
        return set(read_library(shelf.folder / "own", shelf.folder / "ours", index=shelf.index).concepts)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(start, range(24))) == [{"one", "two", "three"}] * 24
    shelf.open()
    assert shelf.counted.parsed == []


def test_our_library_comes_out_of_its_index_as_it_is_read(tmp_path: Path) -> None:
    read = read_library(index=tmp_path / "library")
    kept = read_library(index=tmp_path / "library")
    assert list(kept.concepts.items()) == list(read.concepts.items())
    assert (kept.broken, kept.topics, kept.outlines) == (read.broken, read.topics, read.outlines)


def test_an_index_that_cannot_be_written_is_noted_and_hinders_nothing(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagnostics, "_folder", tmp_path / "log")
    shelf.index.parent.write_text("a file where the folder would be", encoding="utf-8")
    assert len(shelf.open().concepts) == 3
    assert "ERROR index" in (tmp_path / "log" / diagnostics.NAME).read_text(encoding="utf-8")
