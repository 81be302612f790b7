"""As much of the wire format of protocol buffers as Anki's tables need: fields of bytes and of numbers."""

from __future__ import annotations

from collections.abc import Iterator


class Fields:
    """The fields of one message, by number. What is no message has none."""

    def __init__(self, data: bytes) -> None:
        self._found: list[tuple[int, int | bytes]] = []
        try:
            self._found.extend(_fields(data))
        except (IndexError, ValueError):
            self._found.clear()

    def all(self, number: int) -> list[bytes]:
        """Every value of bytes under a number."""
        return [value for each, value in self._found if each == number and isinstance(value, bytes)]

    def text(self, number: int) -> str:
        """The last text under a number; empty where there is none."""
        return self.all(number)[-1].decode("utf-8", "replace") if self.all(number) else ""

    def number(self, number: int) -> int:
        """The last number under a number; 0 where there is none."""
        return next((value for each, value in reversed(self._found) if each == number and isinstance(value, int)), 0)


def _fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        kind, number = key & 7, key >> 3
        if kind == 0:
            value, at = _varint(data, at)
            yield number, value
        elif kind in (1, 5):
            at += 8 if kind == 1 else 4
        elif kind == 2:
            length, at = _varint(data, at)
            if at + length > len(data):
                raise ValueError
            yield number, data[at : at + length]
            at += length
        else:
            raise ValueError


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
        if shift > 63:
            raise ValueError
