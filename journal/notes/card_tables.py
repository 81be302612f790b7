"""Cards as tables: CSV and TSV with a header, with the `#` lines of Anki, or with nothing but columns.

Source: https://docs.ankiweb.net/importing/text-files.html
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from journal.notes.accepted import joined, split
from journal.notes.card_files import FileCard
from journal.notes.kinds import KINDS, NoteDraft, NoteKind, kind_of
from journal.notes.markup import markdown_of

COLUMNS = ("front", "back", "tags", "deck", "kind", "answers")
"""The columns that are written, and those of a table that names none."""
ENDINGS = (".csv", ".tsv")
DELIMITERS = ("\t", ";", ",", "|")
LONGEST_FIELD = 2**20
"""Characters of the longest field; a note holds far less, and says so by its line."""
_NAMES = {
    "front": ("front", "question", "term", "word", "text", "正面", "问题", "词语"),
    "back": ("back", "answer", "definition", "meaning", "背面", "答案", "释义"),
    "tags": ("tags", "tag", "标签"),
    "deck": ("deck", "牌组"),
    "kind": ("kind", "type", "notetype", "类型", "种类"),
    "answers": ("answers", "accepted", "typed", "可接受的答案"),
}
_MEANT = {name: column for column, names in _NAMES.items() for name in names}
_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " ", "colon": ":"}
_DIRECTIVE = re.compile(
    r"#(?P<name>separator|html|deck|tags|notetype|columns|[a-z]+ column)\s*:(?P<value>[^\n]*)", re.I
)


@dataclass
class _Table:
    """How a table is to be read: `columns` names a column by its place, from 0."""

    delimiter: str = ""
    html: bool = False
    deck: str = ""
    tags: tuple[str, ...] = ()
    columns: dict[int, str] = field(default_factory=dict)


def is_table(text: str, ending: str = "") -> bool:
    """Whether a text is a table: by its name, by a line of Anki's, or by a tab in each of its lines."""
    if ending.lower() in ENDINGS or _DIRECTIVE.match(text):
        return True
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    return bool(lines) and all("\t" in line.strip() for line in lines)


def read(text: str, ending: str = "") -> Iterator[FileCard]:
    """The notes of a table, a row each; rows without any text are none."""
    table, body, skipped = _head(text)
    table.delimiter = table.delimiter or ("\t" if ending.lower() == ".tsv" else _delimiter(body))
    csv.field_size_limit(LONGEST_FIELD)
    rows = csv.reader(io.StringIO(body, newline=""), delimiter=table.delimiter)
    before = 0
    for row in rows:
        line, before = skipped + before + 1, rows.line_num
        if not any(cell.strip() for cell in row) or row[0].startswith("#"):
            continue
        if not table.columns:
            table.columns = _header(row)
            if table.columns:
                continue
            table.columns = dict(enumerate(COLUMNS[:3]))
        yield FileCard(line, _draft(table, row))


def written(drafts: Iterable[NoteDraft], delimiter: str) -> str:
    """The notes as a table: with a header, or for tabs with the lines that Anki reads."""
    file = io.StringIO(newline="")
    if delimiter == "\t":
        file.write("#separator:tab\n#html:false\n#tags column:3\n#deck column:4\n")
        file.write(f"#columns:{delimiter.join(COLUMNS)}\n")
    rows = csv.writer(file, delimiter=delimiter, lineterminator="\n")
    if delimiter != "\t":
        rows.writerow(COLUMNS)
    for each in drafts:
        rows.writerow([each.front, each.back, " ".join(each.tags), each.deck, each.kind, joined(each.answers)])
    return file.getvalue()


def _head(text: str) -> tuple[_Table, str, int]:
    """What Anki's lines above a table say, the rest, and how many lines they are."""
    table, skipped, named = _Table(), 0, ""
    while found := _DIRECTIVE.match(text):
        _note(table, found["name"].lower(), found["value"].strip("\r"))
        named = found["value"].strip("\r\n ") if found["name"].lower() == "columns" else named
        text, skipped = text[found.end() :].removeprefix("\n"), skipped + 1
    if named:
        cells = next(csv.reader([named], delimiter=table.delimiter or _delimiter(named)))
        table.columns = {**_header(cells), **table.columns}
    elif table.columns:
        free = iter(("front", "back"))
        table.columns |= {n: next(free) for n in range(8) if n not in table.columns and n < 2 + len(table.columns)}
    return table, text, skipped


def _note(table: _Table, name: str, value: str) -> None:
    bare = value.strip()
    match name:
        case "separator":
            table.delimiter = _SEPARATORS.get(bare.lower(), bare[:1] or "\t")
        case "html":
            table.html = bare.lower() == "true"
        case "deck":
            table.deck = bare
        case "tags":
            table.tags = tuple(bare.split())
        case _ if name.endswith(" column") and bare.isdigit() and 0 < int(bare) < 100:
            table.columns[int(bare) - 1] = _MEANT.get(name.removesuffix(" column"), "")


def _delimiter(text: str) -> str:
    """The delimiter that the first lines have most alike."""
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    counts = {each: min((line.count(each) for line in lines), default=0) for each in DELIMITERS}
    found = max(DELIMITERS, key=lambda each: counts[each])
    return found if counts[found] else max(DELIMITERS, key=lambda each: lines[0].count(each) if lines else 0)


def _header(row: Sequence[str]) -> dict[int, str]:
    """What each column of a header means; nothing where the row is none."""
    found = {number: _MEANT.get(cell.strip().casefold(), "") for number, cell in enumerate(row)}
    return found if "front" in found.values() and len(set(found.values()) - {""}) > 1 else {}


def _draft(table: _Table, row: Sequence[str]) -> NoteDraft:
    cells = {name: row[number] for number, name in table.columns.items() if name and number < len(row)}
    texts = {name: markdown_of(text) if table.html else text.strip("\r\n") for name, text in _sides(cells).items()}
    answers = split(cells.get("answers", ""))
    tags = (*table.tags, *cells.get("tags", "").split())
    kind = _kind(cells.get("kind", ""), texts["front"], texts["back"], answers)
    deck = cells.get("deck", "").strip() or table.deck
    return NoteDraft(kind, texts["front"], texts["back"], answers, tuple(dict.fromkeys(tags)), deck)


def _sides(cells: Mapping[str, str]) -> dict[str, str]:
    return {name: cells.get(name, "") for name in ("front", "back")}


def _kind(named: str, front: str, back: str, answers: tuple[str, ...]) -> NoteKind:
    """The kind that a column names, ours or Anki's, else the one that the texts show."""
    name = named.strip().casefold()
    if (own := next((kind for kind in KINDS if kind == name), None)) is not None:
        return own
    return "reversed" if "reversed" in name else kind_of(front, back, answers)
