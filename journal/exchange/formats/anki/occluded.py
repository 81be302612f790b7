"""Notes that ask for what a mask hides, of Anki's own type and of the add-on "Image Occlusion Enhanced"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial

from journal.core.messages import UserError
from journal.exchange.formats.anki.occlusion import LARGEST, Mask, layered, masked, masks, size_of
from journal.notes.kinds import NoteDraft

Drafts = list[tuple[str, NoteDraft, dict[int, str]]]
"""Each note that fields become: what sets it apart, the note, and its sides by their number in Anki."""
Media = Callable[[], bytes]
MOST_BYTES = 256 * 2**20
"""Bytes of pictures that the cards of one collection hold once more, with their masks."""
_PICTURE = re.compile(r"!\[[^\]\n]*\]\((?P<name>[^)\n]+)\)")
_ASKED_MASK = re.compile(r"!\[[^\]\n]*\]\((?P<name>[^)\n]+-Q\.svg)\)", re.IGNORECASE)
_OTHER_MASK = re.compile(r"!\[[^\]\n]*\]\([^)\n]+-[AO]\.svg\)", re.IGNORECASE)
_HIDDEN = re.compile(r"\(hidden\)", re.IGNORECASE)


class OccludedNotes:
    """Draws each card's picture with its masks, and puts it among the media under a name of its own."""

    def __init__(self, media: dict[str, Media]) -> None:
        self.media, self.bytes = media, 0

    def drafts(self, uid: str, texts: Mapping[str, str], values: Mapping[str, str]) -> tuple[Drafts, bool] | None:
        """The notes, and whether all their masks are drawn; None for fields that hold no masks.

        `texts` are the fields by name as they came, `values` as Markdown.
        """
        for name, text in texts.items():
            if found := masks(text):
                return self.own(uid, found, {each: value for each, value in values.items() if each != name})
        if any(_ASKED_MASK.search(value) for value in values.values()):
            return self.of_add_on(uid, values)
        return None

    def own(self, uid: str, found: Sequence[Mask], values: Mapping[str, str]) -> tuple[Drafts, bool]:
        """Of Anki's own type: a note for each number; where nothing can be drawn one that shows the picture."""
        name, front, back = _sorted_out(values)
        numbers = sorted({each.number for each in found if each.number > 0})
        picture = self.picture(name, len(numbers))
        if picture is None:
            draft = NoteDraft("recall", _joined(*front, name and f"![]({name})"), _joined(*back))
            return [("", draft, {number - 1: "front" for number in numbers[:1]})], False
        drafts: Drafts = []
        for place, number in enumerate(numbers, start=1):
            drawn = f"occlusion-{uid}-{number}.svg"
            self.media[drawn] = partial(_drawn, picture, partial(masked, every=found, asked=number))
            asked = _joined(*front, f"![{place}/{len(numbers)}]({drawn})")
            drafts.append((f"#c{number}", NoteDraft("recall", asked, _answer(name, back)), {number - 1: "front"}))
        return drafts, True

    def of_add_on(self, uid: str, values: Mapping[str, str]) -> tuple[Drafts, bool]:
        """Of the add-on: its note asks for one mask, in a file laid over the picture."""
        mask = next(found["name"] for value in values.values() if (found := _ASKED_MASK.search(value)))
        rest = {name: value for name, value in values.items() if not _HIDDEN.search(name)}
        bare = {name: _OTHER_MASK.sub("", _ASKED_MASK.sub("", value)).strip() for name, value in rest.items()}
        name, front, back = _sorted_out(bare)
        picture = self.picture(name, 1) if self.held(mask, 1) else None
        if picture is None:
            shown = _joined(*front, f"![]({mask})", name and f"![]({name})")
            return [("", NoteDraft("recall", shown, _joined(*back)), {0: "front"})], False
        drawn = f"occlusion-{uid}.svg"
        self.media[drawn] = partial(_laid_over, picture, self.media[mask])
        return [("", NoteDraft("recall", _joined(*front, f"![]({drawn})"), _answer(name, back)), {0: "front"})], True

    def picture(self, name: str, times: int) -> Media | None:
        """The picture, where it is held that many times and tells its size."""
        return self.media[name] if size_of(self.held(name, times)) else None

    def held(self, name: str, times: int) -> bytes:
        """The bytes of a file; none of one that is missing, damaged, or too large to be held that many times more."""
        given, data = self.media.get(name), b""
        with suppress(UserError):  # one that is damaged is named where it would be shown
            data = given() if given else b""
        self.bytes += len(data) * times
        return data if len(data) <= LARGEST and self.bytes <= MOST_BYTES else b""


def _sorted_out(values: Mapping[str, str]) -> tuple[str, list[str], list[str]]:
    """The name of the first picture; the texts of a header, which is asked with it; those of the other fields."""
    name = ""
    front: list[str] = []
    back: list[str] = []
    for field, value in values.items():
        found = _PICTURE.search(value)
        if found and not name:
            name, value = found["name"].strip(), _PICTURE.sub("", value, count=1).strip()
        (front if "header" in field.lower() else back).append(value)
    return name, front, back


def _joined(*texts: str) -> str:
    return "\n\n".join(text for text in texts if text)


def _answer(name: str, back: Sequence[str]) -> str:
    return _joined(f"![]({name})", *back)


def _drawn(picture: Media, draw: Callable[[bytes], bytes | None]) -> bytes:
    data = picture()
    return draw(data) or data


def _laid_over(picture: Media, mask: Media) -> bytes:
    data = picture()
    return layered(data, mask()) or data
