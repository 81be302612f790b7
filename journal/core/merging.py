"""Two texts that grew from one, made one again by sentences: what either side changed holds, and nothing new is lost.

Changes of neighbouring sentences do not meet: a paragraph is one line, and both sides may write in it. (The library
merge3 takes neighbours for a conflict, as is right for lines of code, and would write both sentences twice.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from journal.core.differences import pieces


@dataclass(frozen=True)
class Conflict:
    """What both sides made of the same sentences; an empty text where one side took them out."""

    ours: str
    theirs: str


@dataclass(frozen=True)
class MergedText:
    """The text that holds the changes of both sides, and where both had changed the same: there it holds both."""

    text: str
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True)
class _Edit:
    """The pieces of the base from `start` up to `end` become `new` on one side."""

    start: int
    end: int
    new: tuple[str, ...]
    is_ours: bool

    def meets(self, start: int, end: int) -> bool:
        """Whether the same pieces change in `start` up to `end`, or something comes in at the same place."""
        return (self.start, self.end) == (start, end) or (self.start < end and start < self.end)


def merge(base: str, ours: str, theirs: str) -> MergedText:
    """The text of two that were both `base` once, with the changes of both.

    Where both changed the same sentences, our new ones stand before theirs; a sentence that one side took out and the
    other rewrote is kept as rewritten. Where there never was a common text, `base` is empty: both are kept, what they
    share once.
    """
    if ours == theirs or theirs == base:
        return MergedText(ours)
    if ours == base:
        return MergedText(theirs)
    old = pieces(base)
    edits = [*_edits(old, pieces(ours), is_ours=True), *_edits(old, pieces(theirs), is_ours=False)]
    text, place, conflicts = "", 0, []
    for start, end, together in _clusters(sorted(edits, key=lambda edit: (edit.start, edit.end))):
        text += "".join(old[place:start])
        mine, yours = (_side(old, start, end, together, is_ours=is_ours) for is_ours in (True, False))
        if len({edit.is_ours for edit in together}) == 1 or mine == yours:
            text += "".join(mine if together[0].is_ours else yours)
        else:
            conflicts.append(Conflict("".join(mine), "".join(yours)))
            text = _both(
                text,
                mine,
                yours,
                {piece for piece in old[start:end] if not piece.isspace()},
                old[end] if end < len(old) else "",
            )
        place = end
    return MergedText(text + "".join(old[place:]), tuple(conflicts))


def _edits(old: list[str], new: list[str], *, is_ours: bool) -> Iterator[_Edit]:
    for kind, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield _Edit(first, last, tuple(new[start:end]), is_ours)


def _clusters(edits: Sequence[_Edit]) -> Iterator[tuple[int, int, list[_Edit]]]:
    """The edits that change the same pieces, each time with the pieces of the base that they reach over."""
    start, end, together = 0, 0, list[_Edit]()
    for edit in edits:
        if together and edit.meets(start, end):
            together.append(edit)
            end = max(end, edit.end)
            continue
        if together:
            yield start, end, together
        start, end, together = edit.start, edit.end, [edit]
    if together:
        yield start, end, together


def _side(old: list[str], start: int, end: int, together: list[_Edit], *, is_ours: bool) -> list[str]:
    """What one side made of the pieces from `start` up to `end`."""
    made: list[str] = []
    for edit in together:
        if edit.is_ours is is_ours:
            made += [*old[start : edit.start], *edit.new]
            start = edit.end
    return made + old[start:end]


def _both(text: str, ours: list[str], theirs: list[str], old: set[str], after: str) -> str:
    """`text` with the pieces of both sides behind it: the shared ones once, without the `old` ones that a side left."""
    for kind, first, last, start, end in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            text += "".join(ours[first:last])
            continue
        mine, yours = (
            "".join(each for each in side if each not in old) for side in (ours[first:last], theirs[start:end])
        )
        between = _between(text, mine, yours, "".join(ours[last:]) + after) if mine and yours else ""
        text += mine + between + yours
    return text


def _between(before: str, first: str, second: str, after: str) -> str:
    """What stands between two texts of different hands: where they are lines, as many line breaks as before both."""
    if first[-1].isspace() or second[0].isspace():
        return ""
    is_line = before[-1:] in ("", "\n") and after[:1] in ("", "\r", "\n")
    return "\n" * max(1, len(before) - len(before.rstrip("\n"))) if is_line else ""
