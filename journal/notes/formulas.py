"""Formulas of LaTeX as Unicode, for a terminal: Greek, signs, indices and exponents, fractions in one line.

`unicodeit` knows the characters; what has a structure is put into a line here first.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MARKS = re.compile(
    r"\$\$(?P<display>[^$]+)\$\$"
    r"|\\\[(?P<bracket>.+?)\\\]|\\\((?P<paren>.+?)\\\)"
    r"|(?<![\\$\w])\$(?P<inline>[^\s$](?:[^$\n]{0,400}[^\s$\\])?)\$(?![\d$])",
    re.DOTALL,
)
_FUNCTIONS = "arg|cos|cosh|cot|deg|det|dim|exp|gcd|inf|ker|lim|ln|log|max|min|Pr|sin|sinh|sup|tan|tanh|softmax"
_NAMED = re.compile(rf"\\(?:{_FUNCTIONS})(?![A-Za-z])")
_PLAIN_TEXT = re.compile(
    r"\\(?:text|textrm|textbf|textit|mathrm|operatorname\*?|mbox|mathsf|mathit|boldsymbol)\s*\{([^{}]*)\}"
)
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_ROOT = re.compile(r"\\sqrt\s*\{([^{}]*)\}")
_SIZES = re.compile(
    r"\\(?:left|right|[bB]ig{1,2}[lr]?)(?=[\s()\[\]|.\\/])\.?|\\(?:displaystyle|limits|nolimits|,|;|!|:)"
)
_WIDE = re.compile(r"\\wide(?=hat|tilde)")
_NAME = re.compile(r"\\[A-Za-z]+(?![A-Za-z])(?!\s*\{)")
_MATRIX = re.compile(r"\\begin\{([bpvB]?)matrix\}(.*?)\\end\{\1matrix\}", re.DOTALL)
_BRACKETS = {"b": "[]", "p": "()", "v": "||", "B": "{}", "": "[]"}
_STRUCTURE = re.compile(
    r"\\(?:(?:under|over)(?:brace|set|line)|begin|end|stackrel|substack|cases|xrightarrow)(?![A-Za-z])"
)
_OPEN, _CLOSE = "\ue000", "\ue001"
"""Stand for the braces that are to be seen, while those of LaTeX are taken out."""
_MOST_NESTED = 8
LONGEST = 500
"""Characters of the longest formula that is put into a line."""


def readable(text: str) -> str:
    """A text with its formulas as Unicode; one that cannot be is left as it was written."""
    return MARKS.sub(_shown, text) if "$" in text or "\\" in text else text


def formulas(text: str) -> tuple[str, ...]:
    """The formulas in a text, without their marks."""
    return tuple(_inside(found) for found in MARKS.finditer(text))


def beyond_a_line(text: str) -> str | None:
    """The first formula in a text that no line of Unicode shows, without its marks."""
    return next((each for each in formulas(text) if unicode(each) is None), None)


@lru_cache(maxsize=2000)
def unicode(formula: str) -> str | None:
    """A formula in one line of Unicode; None where it has a structure that no line shows."""
    if len(formula) > LONGEST or _STRUCTURE.search(_MATRIX.sub("", formula)):
        return None
    import unicodeit  # the tables are read when the first formula is shown

    if any(_is_cut(name, unicodeit.replace(name)) for name in _NAME.findall(_in_line(formula))):
        return None
    line = " ".join(unicodeit.replace(_in_line(formula)).split())
    line = re.sub(r"([_^])\{(\w)\}", r"\1\2", line)
    line = re.sub(r"([_^])\{([^{}]*)\}", r"\1(\2)", line)
    line = re.sub(r"\{([^{}]*)\}", r"\1", line).replace("~", " ").replace("\\ ", " ")
    line = line.replace(_OPEN, "{").replace(_CLOSE, "}")
    return None if re.search(r"\\[A-Za-z]", line) else unicodedata.normalize("NFC", line).strip()


def _is_cut(name: str, shown: str) -> bool:
    """Whether only the beginning of a name was known, as of `\\infinity`: what is shown of it would mislead."""
    return not shown.startswith("\\") and re.search(r"[A-Za-z]", shown) is not None


def _in_line(formula: str) -> str:
    text = _MATRIX.sub(_matrix, formula).replace("\\|", "‖").replace("\\\\", "; ")
    text = text.replace("\\{", _OPEN).replace("\\}", _CLOSE)
    text = _WIDE.sub(r"\\", text)
    text = _SIZES.sub(lambda found: " " if found[0] in ("\\,", "\\;", "\\:") else "", text)
    for _ in range(_MOST_NESTED):
        before = text
        text = _PLAIN_TEXT.sub(r"\1", text)
        text = _ROOT.sub(lambda found: f"√{_grouped(found[1])}", text)
        text = _FRACTION.sub(lambda found: f"{_grouped(found[1])}/{_grouped(found[2])}", text)
        if text == before:
            break
    return _NAMED.sub(lambda found: found[0][1:] + " ", text)


def _matrix(found: re.Match[str]) -> str:
    rows = ["  ".join(cell.strip() for cell in row.split("&")) for row in re.split(r"\\\\", found[2]) if row.strip()]
    brackets = _BRACKETS[found[1]]
    return f"{brackets[0]}{'; '.join(rows)}{brackets[1]}"


def _grouped(text: str) -> str:
    """A part of a fraction or a root, in brackets where it is more than one name or number."""
    bare = text.strip()
    return bare if re.fullmatch(r"\\?(?:\w(?!\{))++(?:[_^](?:\w|\{\w+\}))*", bare) else f"({bare})"


def _inside(found: re.Match[str]) -> str:
    return next(part for part in found.groups() if part is not None)


def _shown(found: re.Match[str]) -> str:
    line = unicode(_inside(found))
    return found[0] if line is None else line
