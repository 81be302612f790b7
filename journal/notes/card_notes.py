"""Cards in Markdown: `::`, `:::`, `?`, `??` `==gap==` of Obsidian; `Q:`, `A:`, `C:` of hashcards; paragraphs.

Sources: https://github.com/st3v3nmw/obsidian-spaced-repetition and https://github.com/eudoxia0/hashcards
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from journal.notes import cloze
from journal.notes.card_files import FileCard, Schedule
from journal.notes.kinds import NoteDraft

_FENCE = re.compile(r" {0,3}(```|~~~)")
_SCHEDULE = re.compile(r"!(\d{4}-\d\d-\d\d),(\d{1,6}),(\d{1,5})")
_COMMENT = re.compile(r"<!--SR:[^>]{0,2000}-->")
_DECK = re.compile(r"#flashcards(?:/(?P<deck>[^\s#]+))?(?=\s|$)")
_CODE = re.compile(r"`[^`\n]*`")
_GAP = re.compile(r"==(?P<text>[^=\n]+)==")
_BRACKET = re.compile(r"(?<![!\\\]])\[(?P<text>[^\[\]\n]+)\](?!\()")
_LABELS = ("Q:", "C:")
"""What the cards of hashcards begin with."""


@dataclass(frozen=True)
class _Block:
    """Lines without a blank one between them (but in code), the number of the first, and the deck they are in."""

    line: int
    lines: tuple[str, ...]
    deck: str


def read(text: str, *, plain: bool = False) -> Iterator[FileCard]:
    """The notes in a text of Markdown; with `plain` a paragraph without marks is a front with its back below it."""
    blocks = list(_blocks(text))
    is_hashcards = any(line.startswith(_LABELS) for block in blocks for line in block.lines)
    for block in _labelled(blocks) if is_hashcards else blocks:
        found = list(_hashcard(block) if is_hashcards else _obsidian(block))
        yield from found or (_bare(block) if plain else ())


def _blocks(text: str) -> Iterator[_Block]:
    """The paragraphs of a text; headings and rules end one, and a tag of flash cards sets the deck from there on."""
    gathered: list[str] = []
    start, deck, fence = 1, "", ""
    for number, line in enumerate([*text.splitlines(), ""], 1):
        mark = _FENCE.match(line)
        fence = ("" if mark[1] == fence else fence or mark[1]) if mark else fence
        if tag := _DECK.search(line) if not fence else None:
            deck = (tag["deck"] or "").replace("/", "::")
            line = line.replace(tag[0], "").strip()
        ends = not fence and not mark and (not line.strip() or line.startswith("#") or line.strip() in ("---", "***"))
        if not ends:
            start = start if gathered else number
            gathered.append(line)
        elif gathered:
            yield _Block(start, tuple(gathered), deck)
            gathered = []
    if gathered:
        yield _Block(start, tuple(gathered), deck)


# --- Obsidian -------------------------------------------------------------------------------------------------------


def _obsidian(block: _Block) -> Iterator[FileCard]:
    if any(_FENCE.match(line) for line in block.lines) and not {"?", "??"} & {line.strip() for line in block.lines}:
        return
    schedules = _schedules("\n".join(block.lines))
    bare = [_COMMENT.sub("", line).rstrip() for line in block.lines]
    for mark, kind in (("??", "reversed"), ("?", "recall")):
        if mark in (stripped := [line.strip() for line in bare]):
            at = stripped.index(mark)
            front, back = "\n".join(bare[:at]).strip(), "\n".join(bare[at + 1 :]).strip()
            yield FileCard(block.line, NoteDraft(kind, front, back, deck=block.deck), schedules)  # type: ignore[arg-type]
            return
    lines = list(_one_line_cards(block))
    if lines:
        yield from lines
        return
    text = "\n".join(bare).strip()
    gaps = _with_gaps(text)
    if cloze.numbers(gaps):
        yield FileCard(block.line, NoteDraft("cloze", gaps, deck=block.deck), schedules)


def _one_line_cards(block: _Block) -> Iterator[FileCard]:
    """Cards of one line each; a schedule stands behind them or in the line below."""
    lines = (*block.lines, "")
    for number, line in enumerate(block.lines):
        bare = _COMMENT.sub("", line).strip()
        masked = _CODE.sub(lambda found: "\x00" * len(found[0]), bare)
        masked = re.sub(r"\{\{c\d{1,3}::", lambda found: "\x00" * len(found[0]), masked)
        for mark, kind in ((":::", "reversed"), ("::", "recall")):
            at = masked.find(mark)
            front, back = bare[:at].strip(), bare[at + len(mark) :].strip()
            if at > 0 and front and back and "\x00" not in masked[at - 1 : at + len(mark)]:
                below = lines[number + 1] if lines[number + 1].lstrip().startswith("<!--SR:") else ""
                draft = NoteDraft(kind, front.lstrip("-* ").strip(), back, deck=block.deck)  # type: ignore[arg-type]
                yield FileCard(block.line + number, draft, _schedules(line + below))
                break


def _schedules(text: str) -> tuple[Schedule, ...]:
    found = []
    for comment in _COMMENT.finditer(text):
        for day, interval, ease in _SCHEDULE.findall(comment[0]):
            try:
                found.append(Schedule(date.fromisoformat(day), int(interval), int(ease)))
            except ValueError:
                continue
    return tuple(found)


def _with_gaps(text: str) -> str:
    """Marked words as gaps, each with a number of its own; gaps that are numbered already stay."""
    return text if cloze.numbers(text) else _numbered(_GAP, text)


def _numbered(pattern: re.Pattern[str], text: str) -> str:
    count = 0

    def gap(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f"{{{{c{count}::{found['text']}}}}}"

    return pattern.sub(gap, text)


# --- hashcards ------------------------------------------------------------------------------------------------------


def _labelled(blocks: list[_Block]) -> Iterator[_Block]:
    """The blocks of one card each: they begin at `Q:` or `C:`, and paragraphs below belong to them."""
    held: _Block | None = None
    for block in blocks:
        starts = [n for n, line in enumerate(block.lines) if line.startswith(_LABELS)]
        first = starts[0] if starts else len(block.lines)
        if held is not None and first:
            held = replace(held, lines=(*held.lines, "", *block.lines[:first]))
        for start, end in zip(starts, [*starts[1:], len(block.lines)], strict=False):
            if held is not None:
                yield held
            held = _Block(block.line + start, block.lines[start:end], block.deck)
    if held is not None:
        yield held


def _hashcard(block: _Block) -> Iterator[FileCard]:
    text = "\n".join(block.lines)
    if text.startswith("C:"):
        yield FileCard(
            block.line, NoteDraft("cloze", _unescaped(_numbered(_BRACKET, text[2:].strip())), deck=block.deck)
        )
        return
    front, _, back = text[2:].partition("\nA:")
    yield FileCard(block.line, NoteDraft("recall", front.strip(), back.strip(), deck=block.deck))


def _unescaped(text: str) -> str:
    return text.replace("\\[", "[").replace("\\]", "]")


# --- without marks --------------------------------------------------------------------------------------------------


def _bare(block: _Block) -> Iterator[FileCard]:
    front, *rest = block.lines
    yield FileCard(block.line, NoteDraft("recall", front.strip(), "\n".join(rest).strip(), deck=block.deck))
