"""Image occlusion: a picture under masks, of which a card asks for one, drawn as an SVG that holds the picture itself.

Anki's own note type writes each mask as a gap of a cloze field, `{{c1::image-occlusion:rect:left=.1:top=.2:…}}`, in
fractions of the picture. The add-on "Image Occlusion Enhanced" keeps a file of masks for each card and lays it over
the picture. What is drawn here is data only: an SVG that is shown as an image runs nothing and loads nothing.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import isfinite

_MASK = re.compile(
    r"\{\{c(?P<number>\d{1,4})::image-occlusion:(?P<kind>rect|ellipse|polygon|text)"
    r"(?P<values>(?::[a-z]{1,10}=(?:\\[\\:}]|[^\\:}]){0,4000}){0,20}):?\}\}"
)
_VALUE = re.compile(r":([a-z]+)=((?:\\[\\:}]|[^\\:}])*)")
_ASKED, _OTHERS, _EDGE = "#ff8e8e", "#ffeba2", "#212121"
_STEPS = 10_000
"""Parts of a full turn in which Anki counts angles."""
MOST_MASKS = 500
"""Masks of one note that are read."""
LARGEST = 8 * 2**20
"""Bytes of the largest picture that is drawn with its masks: each card holds it once more."""


@dataclass(frozen=True)
class Mask:
    """A shape over a picture: the card that asks for it, what it is, and its measures as fractions of the picture.

    `others` says that it also hides its place where another card asks.
    """

    number: int
    kind: str
    values: Mapping[str, str]

    @property
    def others(self) -> bool:
        """Whether it hides its place on the other cards as well."""
        return self.values.get("oi") == "1"

    def measure(self, name: str) -> float:
        """A measure; 0 for one that is missing or no number."""
        return _number(self.values.get(name, ""))


def masks(field: str) -> list[Mask]:
    """The masks in a field of Anki's own note type."""
    found = []
    for each in list(_MASK.finditer(field))[:MOST_MASKS]:
        found.append(Mask(int(each["number"]), each["kind"], dict(_VALUE.findall(each["values"]))))
    return found


def masked(picture: bytes, every: Sequence[Mask], asked: int) -> bytes | None:
    """A picture under the masks of the card that asks for number `asked`; None where its size is not told."""
    size = size_of(picture)
    shown = [each for each in every if each.number == asked or each.others or each.kind == "text"]
    return size and _drawn(picture, size, "".join(_shape(each, size, asked) for each in shown))


def layered(picture: bytes, mask: bytes) -> bytes | None:
    """A picture under a file of masks as large as itself; None where its size is not told."""
    size = size_of(picture)
    return size and _drawn(picture, size, _image(mask))


def size_of(picture: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF or JPEG in pixels; None for anything else, and for what is damaged."""
    found = None
    if picture.startswith(b"\x89PNG\r\n\x1a\n"):
        found = int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])
    elif picture.startswith(b"GIF8"):
        found = int.from_bytes(picture[6:8], "little"), int.from_bytes(picture[8:10], "little")
    elif picture.startswith(b"\xff\xd8"):
        found = _size_of_jpeg(picture)
    return found if found and min(found) > 0 and max(found) < 100_000 else None


def _size_of_jpeg(picture: bytes) -> tuple[int, int] | None:
    """From the segment that begins a frame; its marker is C0 to CF, but for C4, C8 and CC. Source: ITU-T T.81, B.2.2"""
    at = 2
    while at + 9 < len(picture) and picture[at] == 0xFF:
        marker = picture[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(picture[at + 7 : at + 9]), int.from_bytes(picture[at + 5 : at + 7])
        at += 2 + max(2, int.from_bytes(picture[at + 2 : at + 4]))
    return None


def _drawn(picture: bytes, size: tuple[int, int], above: str) -> bytes:
    width, height = size
    box = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{_image(picture)}{above}</svg>'.encode()


def _image(data: bytes) -> str:
    kinds = {b"\x89PNG": "png", b"GIF8": "gif", b"\xff\xd8": "jpeg"}
    kind = next((name for magic, name in kinds.items() if data.startswith(magic)), "svg+xml")
    return f'<image width="100%" height="100%" href="data:image/{kind};base64,{b64encode(data).decode()}"/>'


def _shape(mask: Mask, size: tuple[int, int], asked: int) -> str:
    width, height = size
    left, top = mask.measure("left") * width, mask.measure("top") * height
    turned = mask.measure("angle") % _STEPS / _STEPS * 360
    turn = f' transform="rotate({turned:.2f} {left:.1f} {top:.1f})"' if turned else ""
    if mask.kind == "text":
        high = (mask.measure("fs") or 0.05) * height
        text = escape(re.sub(r"\\(.)", r"\1", mask.values.get("text", "")))
        return f'<text x="{left:.1f}" y="{top + high:.1f}" font-size="{high:.1f}"{turn}>{text}</text>'
    fill = f'fill="{_ASKED if mask.number == asked else _OTHERS}" stroke="{_EDGE}"{turn}'
    if mask.kind == "ellipse":
        across, up = mask.measure("rx") * width, mask.measure("ry") * height
        return f'<ellipse cx="{left + across:.1f}" cy="{top + up:.1f}" rx="{across:.1f}" ry="{up:.1f}" {fill}/>'
    if mask.kind == "polygon":
        return f'<polygon points="{_corners(mask, size)}" {fill}/>'
    wide, tall = mask.measure("width") * width, mask.measure("height") * height
    return f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{tall:.1f}" {fill}/>'


def _corners(mask: Mask, size: tuple[int, int]) -> str:
    """The corners of a polygon, moved to where the mask begins."""
    pairs = (each.partition(",") for each in mask.values.get("points", "").split())
    points = [(_number(x), _number(y)) for x, _, y in pairs] or [(0.0, 0.0)]
    right = mask.measure("left") - min(x for x, _ in points)
    down = mask.measure("top") - min(y for _, y in points)
    return " ".join(f"{(x + right) * size[0]:.1f},{(y + down) * size[1]:.1f}" for x, y in points)


def _number(text: str) -> float:
    """A measure; 0 for what is none, or is far from any picture."""
    try:
        found = float(text)
    except ValueError:
        return 0.0
    return found if isfinite(found) and abs(found) <= _STEPS else 0.0
