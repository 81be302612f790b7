"""Files of every format, whole journals and settings: read, or refused by the user's own error, and nothing else."""

from __future__ import annotations

import io
import json
import plistlib
import random
import tomllib
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from journal.core.messages import UserError
from journal.core.settings import Settings, load
from journal.db import archive
from journal.db.database import open_store
from journal.exchange.formats import read_path
from journal.exchange.formats.archive import written
from journal.exchange.import_batch import Archive
from journal.exchange.importing import import_path
from journal.library.concept import Broken, Concept
from journal.library.library import read_library
from journal.library.reading import read_concept
from journal.opening.journal import Journal
from journal.runner.client import Runner
from tests.db.test_archive import fill
from tests.fuzz.changing import changed, damaged, misshapen, rounds
from tests.runner.conftest import CONCEPT
from tests.support.library import write_library

WEEKLY = """# 第一周周记 2024.07.07 ~ 2024.07.14

这周学了CNN（卷积神经网络）。TODO: 明天看 padding #卷积

## Week 2 (2024-07-15 – 2024-07-21)

```python
# Week 3
```
- [ ] BP和BN
"""
NOTE = """---
title: Week 28
start: 2024-07-08
end: 2024-07-14
created: 2024-07-09 20:30
week: 28
tags: [a, b]
---
# 2024-07-09

学了卷积。
"""
JRNL = "[2024-07-09 09:00:00 AM] Title. 学了卷积 @tag\nBody.\n\n[2024-07-10 21:30] Another.\n"
DAY_ONE = {
    "metadata": {"version": "1.0"},
    "entries": [
        {
            "uuid": "0F1E2D3C4B5A69788796A5B4C3D2E1F0",
            "creationDate": "2024-07-09T20:30:00Z",
            "timeZone": "Asia/Shanghai",
            "text": "学了CNN\\.\n\n![](dayone-moment://AB12)",
            "richText": '{"contents": [{"text": "a", "attributes": {"line": {"header": 1}}}, {"embeddedObjects": []}]}',
            "tags": ["学习"],
            "photos": [{"identifier": "AB12", "md5": "9e107d", "type": "jpeg"}],
        },
        {"creationDate": "2024-07-10", "richText": '{"contents": [{"text": "only rich"}]}'},
    ],
}
JRNL_JSON = {
    "tags": {"@tag": 1},
    "entries": [
        {"title": "好", "body": "学了卷积", "date": "2024-07-09", "time": "09:00", "tags": ["@tag"], "starred": False}
    ],
}
CLASSIC = plistlib.dumps(
    {"Creation Date": datetime(2024, 7, 9, 20), "Entry Text": "学了卷积", "Time Zone": "Asia/Shanghai", "Tags": ["a"]}
)
SETTINGS = """# mine
language = "zh"
theme = "journal-dark"
weeks = "iso"
first_weekday = 6
quota = 800
retention = 0.9
[keys]
write = "f2,ctrl+w"
[easy_days]
sat = 0.5
[retention_of]
images = 0.95
"""
TEXTS = {
    "log.md": WEEKLY,
    "2024-07-09.md": NOTE,
    "2024-W28.md": "学了卷积。\n",
    "July 9th, 2024.md": "- a\n",
    "log.txt": JRNL,
    "a.doentry": CLASSIC.decode(),
}
DOCUMENTS = {"Journal.json": DAY_ONE, "jrnl.json": JRNL_JSON}
NAMES = ("log.md", "2024-07-09.md", "vault/2024_07_09.md", "vault/2024/07/09.txt", "vault/a.doentry", "Week 3.txt")
"""Where what was changed may lie: names tell days, and folders formats."""


def outcome(read: Callable[[], object]) -> str:
    """How reading ends; any exception but the user's own error comes through."""
    told = ""
    try:
        read()
    except UserError as error:
        told = str(error)
    assert "\n" not in told
    return "refused" if told else "read"


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of files."""
    with io.BytesIO() as memory:
        with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as made:
            for name, data in files.items():
                made.writestr(name, data)
        return memory.getvalue()


def lay(folder: Path, name: str, data: bytes) -> Path:
    """Writes a file under a name that may have a folder; gives what is to be imported."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return folder / Path(name).parts[0]


def made(rng: random.Random) -> tuple[str, bytes]:
    """A name and the bytes of a file that some program might have written."""
    match rng.randrange(6):
        case 0:
            name, text = rng.choice([*TEXTS.items()])
            return name, damaged(rng, text.encode())
        case 1:
            name, document = rng.choice([*DOCUMENTS.items()])
            return name, damaged(rng, json.dumps(document).encode())
        case 2 | 3:
            name, document = rng.choice([*DOCUMENTS.items()])
            return name, json.dumps(misshapen(rng, document)).encode()
        case 4:
            data = zipped({"Journal.json": json.dumps(misshapen(rng, DAY_ONE)).encode()})
            return "export.zip", data if rng.random() < 0.3 else damaged(rng, data)
        case _:
            return rng.choice(NAMES), changed(rng, [*TEXTS.values()]).encode("utf-8", "surrogatepass")


@rounds(1500)
def test_files_of_every_format_are_read_or_refused(cases: int, tmp_path: Path) -> None:
    outcomes: Counter[str] = Counter()
    for seed in range(cases):
        rng = random.Random(seed)
        name, data = made(rng)
        path = lay(tmp_path / "files", name, data)
        outcomes[outcome(lambda path=path: read_path(path, strict=False))] += 1  # type: ignore[misc]
    assert min(outcomes["read"], outcomes["refused"]) > cases / 20


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    """A journal with a row in every table, which is brought back to what it was after each case."""
    folder = tmp_path_factory.mktemp("journal")
    home = folder / "home"
    library = read_library(home / "concepts", ours=write_library(folder / "library"))
    opened = Journal(
        Settings(home), open_store(home / "journal.db"), library, Runner(cache=home), lambda: datetime(2024, 7, 10, 20)
    )
    with opened.store.write() as session:
        fill(session)
    yield opened
    opened.close()


@rounds(300)
def test_whole_journals_are_taken_in_or_refused(cases: int, journal: Journal, tmp_path: Path) -> None:
    with journal.store.read() as session:
        whole = json.loads(written(Archive(archive.rows(session), SETTINGS)))
    outcomes: Counter[str] = Counter()
    for seed in range(cases):
        rng = random.Random(seed)
        table = rng.choice([*whole["tables"]])
        document = {**whole, "tables": {**whole["tables"], table: misshapen(rng, whole["tables"][table])}}
        text = json.dumps(document if rng.random() < 0.8 else misshapen(rng, whole))
        path = lay(tmp_path, "whole.json", text.encode())
        outcomes[outcome(lambda path=path: import_path(journal, path, dry_run=True))] += 1  # type: ignore[misc]
    assert min(outcomes["read"], outcomes["refused"]) > cases / 20


@rounds(1500)
def test_settings_are_read_or_refused(cases: int, tmp_path: Path) -> None:
    home, outcomes = tmp_path / "settings", Counter[str]()
    for seed in range(cases):
        rng = random.Random(seed)
        data = (
            damaged(rng, SETTINGS.encode())
            if rng.random() < 0.3
            else changed(rng, [SETTINGS]).encode("utf-8", "replace")
        )
        lay(home, "settings.toml", data)
        outcomes[outcome(lambda: load(home, {}))] += 1
    assert min(outcomes["read"], outcomes["refused"]) > cases / 20


@rounds(400)
def test_concept_files_are_concepts_or_broken(cases: int, tmp_path: Path) -> None:
    kinds: Counter[type[Any]] = Counter()
    for seed in range(cases):
        rng = random.Random(seed)
        text = changed(rng, [CONCEPT]).encode("utf-8", "surrogatepass")
        lay(tmp_path, "stretching.py", damaged(rng, CONCEPT.encode()) if rng.random() < 0.3 else text)
        found = read_concept(tmp_path / "stretching.py", "own", "own")
        kinds[type(found)] += 1
        if isinstance(found, Broken):
            assert "\n" not in found.reason
    assert kinds.keys() == {Concept, Broken}


def test_the_good_input_is_good(tmp_path: Path) -> None:
    """So that each change is one to something that is read."""
    for name, text in TEXTS.items():
        read_path(lay(tmp_path / "good", name, text.encode()), strict=True)
    for name, document in DOCUMENTS.items():
        read_path(lay(tmp_path / "good", name, json.dumps(document).encode()), strict=True)
    assert tomllib.loads(SETTINGS)["quota"] == 800
