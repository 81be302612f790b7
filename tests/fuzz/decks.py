"""Packages of Anki, sound and not: changed in the zip, the database, the tables of media, and what the fields hold."""

from __future__ import annotations

import io
import json
import random
import sqlite3
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any

import zstandard

from journal.db.anki import COLUMNS
from tests.fuzz.changing import PIECES, VALUES, changed, damaged, misshapen

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (8).to_bytes(4) + (8).to_bytes(4)
FIELDS = (
    "卷积核<b>滑动</b>&nbsp;<img src='a.png'>",
    "{{c1::Adam::优化器}} 与 {{c2::momentum}} [latex]$x^2$[/latex]",
    "{{c1::image-occlusion:rect:left=.1:top=.2:width=.3:height=.1:oi=1}}<br>{{c2::image-occlusion:text:text=a}}",
    r"\(\frac{1}{2}\) [$]x[/$] [$$]\sum_i x_i[/$$] [sound:a.mp3] <anki-mathjax>y</anki-mathjax>",
    "<pre>x = 1\n</pre><ul><li>a<li>b</ul><script>x()</script><img src=\"../../b.png\"><img src='m-Q.svg'>",
    "reLU", "", " ",
)  # fmt: skip
TEMPLATES = (
    ("{{Front}}", "{{FrontSide}}<hr>{{Back}}"),
    ("{{Back}}", "{{Front}}"),
    ("{{Front}}{{type:Back}}", "{{Back}}"),
    ("{{cloze:Front}}", "{{cloze:Front}}{{#Back}}{{hint:Back}}{{/Back}}"),
)
NAMES = (
    "a.png",
    "b.png",
    "m-Q.svg",
    "../../b.png",
    "/etc/passwd",
    "..",
    "",
    "a\x00b.png",
    "x" * 300 + ".png",
    "卷积.png",
)
MEMBERS = (
    "../out.png",
    "/out.png",
    "media/",
    "0/0",
    "collection.anki2",
    "collection.anki21",
    "meta",
    "9" * 30,
    "-1",
    "²",
)
DAY = 86_400_000


def package(rng: random.Random, serial: int) -> bytes:
    """A package, damaged somewhere; its notes have other guids at each `serial`, so that they are new."""
    newer = rng.random() < 0.5
    where = rng.choice(("zip", "members", "pages", "schema", "values", "fields", "media", "pictures", "nothing"))
    rows = _rows(rng, serial, newer=newer, odd=where == "values", texts=where == "fields")
    database = _database(rng, rows, odd=where == "schema")
    if where == "pages":
        database = damaged(rng, database) if rng.random() < 0.5 else _flipped(rng, database)
    if newer:
        database = zstandard.compress(database)
    listed = _listed(rng, newer=newer)
    members = {"collection.anki21b" if newer else "collection.anki2": database, "media": listed}
    members |= {str(number): PNG for number in range(3)}
    if where == "media":
        members["media"] = damaged(rng, listed) if rng.random() < 0.5 else _listed(rng, newer=not newer)
    if where == "members":
        members = _other_members(rng, members)
    data = _zipped(rng, members)
    if where == "pictures":
        return data.replace(PNG, PNG[:-1] + b"\x09")  # their checksums say otherwise now
    if where != "zip":
        return data
    return rng.choice((damaged(rng, data), _flipped(rng, data), database))


def _rows(rng: random.Random, serial: int, *, newer: bool, odd: bool, texts: bool) -> dict[str, list[list[Any]]]:
    def text() -> str:
        return changed(rng, FIELDS) if texts else rng.choice(FIELDS)

    guids = [f"g{serial}-{number}" for number in range(3)] + ["journal:cnn:out"]
    notes = [[n, guid, rng.randint(1, 4), " cnn 卷积 ", f"{text()}\x1f{text()}"] for n, guid in enumerate(guids, 1)]
    cards = [
        [n, n, 1, rng.randrange(2), 2, 2, 20, 9, 3, 1, 0, 0, '{"s": 9.5, "d": 5, "decay": 0.15}'] for n in range(1, 5)
    ]
    log = [
        [1_700_000_000_000 + k * 4 * DAY + n, n, rng.randint(1, 4), 5, 4000, min(k, 1), 2500 * (k < 2)]
        for n in (1, 2)
        for k in (0, 1, 2)
    ]
    rows: dict[str, list[list[Any]]] = {"notes": notes, "cards": cards, "revlog": log}
    models = {str(n): _model(n, front, back) for n, (front, back) in enumerate(TEMPLATES, 1)}
    decks: Any = {"1": {"name": "深度学习::CNN"}}
    if odd:
        models, decks = misshapen(rng, models), misshapen(rng, decks)
    if newer:
        rows |= _newer_types() | {"col": [[1_600_000_000, "", ""]], "decks": [[1, "深度学习\x1fCNN"]]}
    else:
        rows["col"] = [[1_600_000_000, json.dumps(models), json.dumps(decks)]]
    for _ in range(rng.randint(1, 6) if odd else 0):
        row = rng.choice(rng.choice([every for every in rows.values() if every]))
        row[rng.randrange(len(row))] = _value(rng)
    return rows


def _value(rng: random.Random) -> Any:
    found = rng.choice((*VALUES, b"\xff\x00", *PIECES))
    if isinstance(found, list | dict):
        return json.dumps(found)
    return str(found) if isinstance(found, int) and abs(found) >= 2**63 else found


def _model(number: int, front: str, back: str) -> dict[str, Any]:
    fields, templates = [{"name": "Front"}, {"name": "Back"}], [{"qfmt": front, "afmt": back}]
    return {"name": f"type {number}", "type": int("cloze:" in front), "flds": fields, "tmpls": templates}


def _newer_types() -> dict[str, list[list[Any]]]:
    every = list(enumerate(TEMPLATES, 1))
    return {
        "notetypes": [[n, f"type {n}", b"\x08\x01" if "cloze:" in front else b""] for n, (front, _) in every],
        "fields": [[n, place, name] for n, _ in every for place, name in enumerate(("Front", "Back"))],
        "templates": [
            [n, 0, "Card 1", _message(1, front.encode()) + _message(2, back.encode())] for n, (front, back) in every
        ],
    }


def _message(number: int, value: bytes) -> bytes:
    """A field of bytes in the wire format of protocol buffers; its length takes one byte or two."""
    length = len(value)
    told = [length] if length < 128 else [length & 0x7F | 0x80, length >> 7]
    return bytes([number << 3 | 2, *told]) + value


def _database(rng: random.Random, rows: Mapping[str, Sequence[Sequence[Any]]], *, odd: bool) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        for table, every in rows.items():
            columns = list(COLUMNS[table])
            if odd and rng.random() < 0.3:
                _spoil(rng, connection, table, columns)
                continue
            connection.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
            for row in every:
                connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", [_held(v) for v in row])
        connection.commit()
        return connection.serialize()


def _held(value: Any) -> Any:
    """A value as a column holds it: half of a pair of surrogates only as its bytes."""
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) and not value.isprintable() else value


def _spoil(rng: random.Random, connection: sqlite3.Connection, table: str, columns: list[str]) -> None:
    """Something else in the place of a table: other columns, a view, an index alone, nothing."""
    rng.shuffle(columns)
    made = (
        f"CREATE TABLE {table} ({', '.join(columns[1:] or ['x'])})",
        f"CREATE VIEW {table} AS SELECT {', '.join(f'randomblob(99) AS {name}' for name in columns)}",
        f"CREATE VIRTUAL TABLE {table} USING fts5({', '.join(columns)})",
        f"CREATE TABLE {table} ({', '.join(columns)}, x AS (abs(-1)) STORED)",
        "SELECT 1",
    )
    connection.execute(rng.choice(made))


def _listed(rng: random.Random, *, newer: bool) -> bytes:
    names = [rng.choice(NAMES) for _ in range(3)]
    if newer:
        return zstandard.compress(b"".join(_message(1, _message(1, name.encode()[:90])) for name in names))
    return json.dumps(dict(enumerate(names)) if rng.random() < 0.8 else misshapen(rng, dict(enumerate(names)))).encode()


def _other_members(rng: random.Random, members: dict[str, bytes]) -> dict[str, bytes]:
    for _ in range(rng.randint(1, 3)):
        name = rng.choice([*members])
        match rng.randrange(4):
            case 0:
                members = {each: data for each, data in members.items() if each != name} or {"x": b""}
            case 1:
                members[name] = damaged(rng, members[name])
            case 2:
                members[rng.choice(MEMBERS)] = members[name]
            case _:
                members[name] = zstandard.compress(members[name])
    return members


def _zipped(rng: random.Random, members: Mapping[str, bytes]) -> bytes:
    with io.BytesIO() as memory:
        with zipfile.ZipFile(memory, "w") as made:
            for name, data in members.items():
                made.writestr(name, data, rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA)))
        return memory.getvalue()


def _flipped(rng: random.Random, data: bytes) -> bytes:
    """Single bytes changed, so that lengths stay."""
    found = bytearray(data)
    for _ in range(rng.choice((1, 8, 60))):
        found[rng.randrange(len(found))] = rng.randrange(256)
    return bytes(found)
