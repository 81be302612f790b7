"""Chinese numerals, as weeks are numbered with them: 第十二周."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_VALUES = {digit: value for value, digit in enumerate(DIGITS)} | {"〇": 0, "两": 2}
CHARACTERS = "".join(_VALUES) + "十百千"


def chinese_number(n: int) -> str:
    """`n` in Chinese numerals: 十二, 二十一, 一百零五; in digits where it is below 0 or above 9999."""
    if not 0 <= n <= 9999:
        return str(n)
    if n < 10:
        return DIGITS[n]
    written = ""
    for place in range(len(str(n)) - 1, -1, -1):
        digit = n // 10**place % 10
        written += DIGITS[digit] + _UNITS[place] if digit else "零"
    written = written.replace("零零零", "零").replace("零零", "零").rstrip("零")
    return written.removeprefix("一") if written.startswith("一十") else written


def read_number(text: str) -> int:
    """The inverse of `chinese_number`; also reads 两百, 一十二, digits in a row (二〇), and 12 or １２.

    Raises ValueError for what is no number, and for one of thousands of digits.
    """
    if text.isdecimal():
        return int(text)
    if text and all(character in _VALUES for character in text):
        return int("".join(str(_VALUES[character]) for character in text))
    number = _sum_of_units(text)
    plain = text.replace("两", "二").replace("〇", "零")
    if chinese_number(number) != (plain.removeprefix("一") if plain.startswith("一十") else plain):
        raise ValueError(text)
    return number


def _sum_of_units(text: str) -> int:
    """Each digit times the unit behind it: 二百一十 is 2·100 + 1·10. Raises ValueError for other characters."""
    total, digit = 0, 0
    for character in text:
        if character in _UNITS[1:]:
            total += (digit or 1) * 10 ** _UNITS.index(character)
            digit = 0
        elif character in _VALUES:
            digit = _VALUES[character]
        else:
            raise ValueError(text)
    return total + digit
