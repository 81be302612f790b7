"""Parsers of typed answers, one for each kind; tolerant of input methods.

The readers take what `plain_text` gives, and raise UnreadableError for a text that has not the form of its kind.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from unicodedata import numeric

from journal.core.languages import LANGUAGES, Translated
from journal.review.arithmetic import NotArithmeticError, Number, evaluate

Choices = Mapping[str, Translated]


class UnreadableError(ValueError):
    """The text has not the form of an answer of its kind."""


class ProductError(UnreadableError):
    """A product where a shape is asked: it may mean its factors, or one size that was multiplied."""

    def __init__(self, factors: Sequence[int]) -> None:
        super().__init__()
        self.sizes = ",".join(map(str, factors))
        self.product = math.prod(factors)


class EitherError(UnreadableError):
    """A number that is one thing where decimals are marked by a point, and another where they are by a comma."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__()
        self.one = one
        self.other = other


_SAME = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | dict(zip("\u3000、。−【】〔〕「」《》", " ,.-[]()[]<>", strict=True))
    | dict.fromkeys("∗⋅·•", "*")
    | dict.fromkeys("✕✖⨯", "×")
    | {"÷": "/", "π": "pi", "∞": "inf", "²": "^2", "³": "^3", "；": ",", ";": ","}
)
"""What an input method types, as the keyboard's own characters."""


def plain_text(typed: str) -> str:
    """`typed` in half-width characters and lower case, without space around it."""
    return typed.translate(_SAME).strip().lower()


def read_shape(text: str) -> tuple[int, ...]:
    """The sizes in `2,8,16`, `(2, 8, 16)`, `[2 8 16]`, `2x8x16`, `torch.Size([2, 8, 16])`; `()` of a scalar.

    Raises ProductError for `2*8*16`, which many write for `2x8x16`; `2*8*16,` is one size.
    """
    if text in ("scalar", "标量"):
        return ()
    if wrapped := re.fullmatch(r"(?:torch\.)?size\s*(\(.*\))", text):
        text = wrapped[1]
    inside = _unwrapped(text)
    if _PRODUCT.fullmatch(bare := re.sub(r"[()\s]", "", inside)):
        raise ProductError(list(map(int, bare.split("*"))))
    return tuple(_size(each) for each in _entries(inside)) if inside else ()


def _unwrapped(text: str) -> str:
    """`text` without the brackets around all of it."""
    while text[:1] in ("(", "[") and _closes(text) == len(text) - 1:
        text = text[1:-1].strip()
    return text


def _closes(text: str) -> int:
    """Where the bracket that opens `text` is closed; -1 if nowhere."""
    depth = 0
    for place, character in enumerate(text):
        depth += (character in "([") - (character in ")]")
        if depth == 0:
            return place
    return -1


_PRODUCT = re.compile(r"\d{1,18}(?:\*\d{1,18})+", re.ASCII)
_BETWEEN = (r",", r"(?<=[\d)])\s*[x×]\s*(?=[\d(])", r"(?<=[\w)])\s+(?=[\w(])")
"""What may stand between the sizes of a shape; the first that occurs outside brackets separates them."""


def _entries(text: str) -> Sequence[str]:
    for separator in _BETWEEN:
        places = [match.span() for match in re.finditer(separator, text) if _depth(text[: match.start()]) == 0]
        if places:
            starts, ends = [0, *(end for _, end in places)], [*(start for start, _ in places), len(text)]
            entries = [text[start:end] for start, end in zip(starts, ends, strict=True)]
            return entries[:-1] if not entries[-1].strip() else entries
    return [text]


def _depth(text: str) -> int:
    return sum((character == "(") - (character == ")") for character in text)


def _size(text: str) -> int:
    size = _whole(_computed(text))
    if size < 0:
        raise UnreadableError
    return size


def _whole(value: Number) -> int:
    if value != int(value):
        raise UnreadableError
    return int(value)


_WRAPPED = re.compile(r"(?:torch\.)?(?:tensor|float)\((.+)\)")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+")
_SPACED = re.compile(r"[+-]?[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3})+")
_POINTS = re.compile(r"([+-]?[1-9]\d{0,2})((?:\.000)+)")
_COMMA = re.compile(r"([+-]?\d+),(\d+)")
_ENDLESS = re.compile(r"([+-]?\d*\.\d+)(?:…+|\.{3,})")
_REPEATED = re.compile(r".*?(\d)\1+")
_FRACTIONS = {sign: f"{Fraction(numeric(sign)).limit_denominator(10)}" for sign in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"}
_WITH_FRACTION = re.compile(rf"(?:(?<!\d)(\d+))?([{''.join(_FRACTIONS)}])")
_ROOT = re.compile(r"√\s*(\d+(?:\.\d+)?)")
_INFINITE = re.compile(r"(['\"]?)([+-]?)\s*(?:torch\.|math\.|np\.)?(inf|infinity|nan|无穷|无穷大)\1")


def read_integer(text: str) -> int:
    """The whole number that is typed, with or without thousands marked, or computed: `3.0` is 3, `3.5` is none."""
    _check_points(text)
    return _whole(_computed(text.replace(",", "") if _THOUSANDS.fullmatch(text) else text))


def read_number(text: str) -> float:
    """The number that is typed or computed, the infinities and NaN included; `tensor(6.)` is 6, `0.333…` is 1/3.

    Raises EitherError for `0,5` and `1.000`, which mean different numbers in different countries.
    """
    if comma := _COMMA.fullmatch(text):
        raise EitherError(f"{comma[1]}.{comma[2]}", str(int(comma[1] + comma[2])))
    _check_points(text)
    if endless := _ENDLESS.fullmatch(text):
        repeated = _REPEATED.fullmatch(endless[1])
        return float(endless[1] + (repeated[1] * 15 if repeated else ""))
    if special := _INFINITE.fullmatch(_bare(text)):
        return float(special[2] + ("nan" if special[3] == "nan" else "inf"))
    return float(_computed(text))


def _check_points(text: str) -> None:
    """Raises EitherError for `1.000`: one, or a thousand."""
    if points := _POINTS.fullmatch(text):
        raise EitherError(points[1], points[1] + points[2].replace(".", ""))


def _signs_spelt(text: str) -> str:
    """`½`, `1½`, `√2`, `2√3` and `1 000` as arithmetic has them."""
    if _SPACED.fullmatch(text):
        return "".join(text.split())
    text = _WITH_FRACTION.sub(lambda found: f"({found[1] or 0}+{_FRACTIONS[found[2]]})", text)
    text = re.sub(r"(?<=[\d)])\s*√", "*√", text)
    return _ROOT.sub(r"sqrt(\1)", text).replace("√", "sqrt")


def _computed(text: str) -> Number:
    try:
        return evaluate(_signs_spelt(_bare(text).replace("×", "*")))
    except NotArithmeticError as error:
        raise UnreadableError from error


def _bare(text: str) -> str:
    """`text` without the type that it is wrapped in, as in `tensor(6.)`."""
    wrapped = _WRAPPED.fullmatch(text)
    return wrapped[1] if wrapped else text


_YES = {"y", "yes", "true", "t", "1"} | {"是", "是的", "对", "对的", "会", "有", "能", "可以", "真", "正确"}
_NO = {"n", "no", "false", "f", "0"} | {
    "否",
    "不",
    "不是",
    "错",
    "不对",
    "不会",
    "没有",
    "不能",
    "不可以",
    "假",
    "错误",
}


def read_yes_no(text: str) -> bool:
    """Yes or no, in any of their words."""
    word = text.rstrip(".! ")
    if word not in _YES | _NO:
        raise UnreadableError
    return word in _YES


def read_choice(text: str, choices: Choices) -> str:
    """The option whose wording, place or unambiguous beginning `text` is, in this order."""
    wordings = {name: _wordings(name, wording) for name, wording in choices.items()}
    same = [name for name, forms in wordings.items() if text in forms]
    if same:
        return same[0]
    places = {str(place): name for place, name in enumerate(choices, start=1)}
    if text in places:
        return places[text]
    begun = [name for name, forms in wordings.items() if any(form.startswith(text) for form in forms)]
    if len(begun) != 1:
        raise UnreadableError
    return begun[0]


def _wordings(name: str, wording: Translated) -> set[str]:
    return {plain_text(form) for form in (name, *(wording.to(language) for language in LANGUAGES))}


def read_order(text: str, choices: Choices) -> tuple[str, ...]:
    """The options in the order of their places or wordings, each at most once."""
    digits = re.sub(r"[\s,<>→-]+", "", text)
    parts = list(digits) if digits.isdecimal() and len(choices) < 10 else _parts(text)
    names = tuple(read_choice(part, choices) for part in parts)
    if len(set(names)) != len(names) or not 2 <= len(names) <= len(choices):
        raise UnreadableError
    return names


def _parts(text: str) -> list[str]:
    """`text` cut at commas, arrows or angles where it has any, else at spaces."""
    parts = [part.strip() for part in re.split(r",|->|→|<|>", text)]
    return [part for part in parts if part] if len(parts) > 1 else text.split()
