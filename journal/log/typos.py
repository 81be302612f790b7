"""Typos: unpaired marks, half-width marks and blanks within Chinese, stray letters, and commonly mistyped words.

Typos are shown, and fixed only on request; fixing changes nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

TypoKind = Literal["blank", "bold", "bracket", "mark", "quote", "stray", "word"]

_OPAQUE = re.compile(r"^ {0,3}(```|~~~).*?(?:^ {0,3}\1|\Z)|`[^`\n]+`|https?://\S+", re.MULTILINE | re.DOTALL)
_CLOSING = {"（": "）", "(": ")", "【": "】", "《": "》", "“": "”"}
_SHAPE = {mark: shape for shape in ("（）()", "【】", "《》", "“”") for mark in shape}
_MARK = re.compile(f"[{''.join(_SHAPE)}]")
_FULL_WIDTH = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
_HALF_WIDTH = re.compile(
    r"(?<=[㐀-鿿）》”])[,;:!?](?=[A-Za-z㐀-鿿（《“])"
    r"|(?<=[㐀-鿿）》”])[!?](?=\r?$)"
    r"|(?<=[A-Za-z\d])[,;:!?](?=[㐀-鿿])",
    re.MULTILINE,
)
_BLANK = re.compile(r"(?<=[^\s|])[ \t]{1,8}(?=[，。；：！？、）》])")
_STRAY = re.compile(r"(?<=[。！？])(?!(?:ok|lol|em+|h+)\b)[a-z][a-z']{0,2}(?=[ \t]*\r?$)", re.MULTILINE)
_PAIRS_OF_NOUNS = (
    "实践|理论|原理|研究|发展|创新|推广|开发|前景|展望|挑战|设计|分析|问题|思考|实现|总结|未来|价值|方法|技术"
)
_WORDS = {
    re.compile(rf"应用与(?!{_PAIRS_OF_NOUNS})"): "应用于",
    re.compile("淋漓精致"): "淋漓尽致",
    re.compile("欧式(?=距离|空间|几何|范数)"): "欧氏",
    re.compile("反向传波"): "反向传播",
    re.compile("梯度下将"): "梯度下降",
    re.compile("收剑"): "收敛",
    re.compile("涵数"): "函数",
    re.compile("(?<![模虚])拟和"): "拟合",
}


@dataclass(frozen=True)
class Typo:
    """A typo at `start`-`end` of a text: what was `found` there, and what to write `instead`; None where only the
    writer knows.
    """

    start: int
    end: int
    kind: TypoKind
    found: str
    instead: str | None


def find_typos(text: str) -> list[Typo]:
    """All typos of `text` in order; code and addresses are ignored."""
    plain = _OPAQUE.sub(lambda match: re.sub(r"[^\n]", "\0", match[0]), text)
    typos = [*_words(plain), *_marks(plain), *_stray(plain)]
    start = 0
    for paragraph in re.split(r"(\n(?:[ \t\r]*\n)+)", plain):
        typos += _unpaired(paragraph, start)
        start += len(paragraph)
    for line in re.finditer(r"[^\n]+", plain):
        typos += _bold(line[0], line.start())
    return sorted(typos, key=lambda typo: typo.start)


def fixed(text: str, typos: Iterable[Typo]) -> str:
    """`text` with those of its `typos` fixed that say what to write instead."""
    for typo in sorted(typos, key=lambda typo: typo.start, reverse=True):
        if typo.instead is not None:
            text = text[: typo.start] + typo.instead + text[typo.end :]
    return text


def line_and_column(text: str, place: int) -> tuple[int, int]:
    """Line and column of a place in `text`, both counted from 1, in characters."""
    return text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)


def _words(text: str) -> Iterator[Typo]:
    for pattern, instead in _WORDS.items():
        for match in pattern.finditer(text):
            yield Typo(match.start(), match.end(), "word", match[0], instead)


def _marks(text: str) -> Iterator[Typo]:
    """Half-width marks beside a Chinese character, and blanks before a full-width mark."""
    for match in _HALF_WIDTH.finditer(text):
        yield Typo(match.start(), match.end(), "mark", match[0], _FULL_WIDTH[match[0]])
    for match in _BLANK.finditer(text):
        yield Typo(match.start(), match.end(), "blank", match[0], "")


def _stray(text: str) -> Iterator[Typo]:
    """A few small letters behind the end of a sentence, as an input method leaves them."""
    for match in _STRAY.finditer(text):
        yield Typo(match.start(), match.end(), "stray", match[0], "")


def _bold(line: str, offset: int) -> Iterator[Typo]:
    """`**` around nothing but punctuation, and a `**` without a partner on its line."""
    marks = [match.start() for match in re.finditer(r"(?<!\*)\*\*(?!\*)", line)]
    for first, second in zip(marks[::2], marks[1::2], strict=False):
        inside = line[first + 2 : second]
        if not any(character.isalnum() for character in inside):
            yield Typo(offset + first, offset + second + 2, "bold", line[first : second + 2], inside)
    if len(marks) % 2:
        yield Typo(offset + marks[-1], offset + marks[-1] + 2, "bold", "**", "" if len(marks) == 1 else None)


def _unpaired(paragraph: str, offset: int) -> Iterator[Typo]:
    """Unpaired brackets and quotes of a paragraph, or pairs of mixed width; single half-width ones are ignored."""
    opened: dict[str, list[int]] = {shape: [] for shape in _SHAPE.values()}
    for found in _MARK.finditer(paragraph):
        mark, place, waiting = found[0], found.start(), opened[_SHAPE[found[0]]]
        if mark == "“" and waiting:
            waiting.clear()
            yield _typo(mark, offset + place, "”")
        elif mark in _CLOSING:
            waiting.append(place)
        elif waiting:
            closing = _CLOSING[paragraph[waiting.pop()]]
            if mark != closing:
                yield _typo(mark, offset + place, closing)
        elif mark != ")":
            yield _typo(mark, offset + place, None)
    for place in (place for waiting in opened.values() for place in waiting if paragraph[place] != "("):
        yield _typo(paragraph[place], offset + place, None)


def _typo(mark: str, place: int, instead: str | None) -> Typo:
    return Typo(place, place + 1, "quote" if mark in "“”" else "bracket", mark, instead)
