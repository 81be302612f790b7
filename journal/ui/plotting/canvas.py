"""A grid of cells to draw on: text, braille dots, and coloured ground."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len

BRAILLE = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bit of each dot of a braille character, by row and column: Unicode, block U+2800."""
RISING = " ▁▂▃▄▅▆▇█"
GROWING = " ▏▎▍▌▋▊▉█"


@dataclass(frozen=True)
class Ink:
    """A colour of the theme by name; `share` of it is mixed with the background."""

    name: str
    share: float = 1.0


PAPER = Ink("background")


@dataclass(slots=True)
class Cell:
    """One cell. `text` is empty in the second half of a wide character; `dots` are shown where `text` is blank."""

    text: str = " "
    ink: Ink | None = None
    ground: Ink | None = None
    dots: int = 0

    @property
    def shown(self) -> str:
        """The character to print."""
        return chr(0x2800 + self.dots) if self.dots and self.text == " " else self.text


class Canvas:
    """A grid of `width` by `height` cells. What falls outside is cut off."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = max(0, width), max(0, height)
        self.rows = [[Cell() for _ in range(self.width)] for _ in range(self.height)]

    def at(self, column: int, row: int) -> Cell | None:
        """The cell at a place, or None outside."""
        inside = 0 <= column < self.width and 0 <= row < self.height
        return self.rows[row][column] if inside else None

    def dot(self, x: int, y: int, ink: Ink) -> None:
        """A dot, of which a cell has two by four. It takes the place of a block, which becomes ground if it is high."""
        cell = self.at(x // 2, y // 4)
        if cell is None:
            return
        if (level := max(RISING.find(cell.text), GROWING.find(cell.text))) > 0:
            cell.text, cell.ground = " ", cell.ink if level >= 4 else cell.ground
        cell.dots |= BRAILLE[y % 4][x % 2]
        cell.ink = ink

    def fill(self, column: int, row: int, ground: Ink) -> None:
        """Colours the ground of a cell."""
        if cell := self.at(column, row):
            cell.ground = ground

    def put(self, column: int, row: int, char: str, ink: Ink, ground: Ink | None = None) -> None:
        """One character of one cell; the ground stays when none is given."""
        if cell := self.at(column, row):
            cell.text, cell.ink, cell.ground = char, ink, ground or cell.ground

    def write(self, column: int, row: int, text: str, ink: Ink) -> int:
        """Writes text, without what cannot be printed or has no room; returns the column after it."""
        for char in text:
            width = cell_len(char)
            if not char.isprintable() or width == 0:
                continue
            if self.at(column, row) and self.at(column + width - 1, row):
                self._free(column, row)
                self._free(column + width - 1, row)
                self.put(column, row, char, ink)
                for half in range(1, width):
                    self.put(column + half, row, "", ink)
            column += width
        return column

    def _free(self, column: int, row: int) -> None:
        """Blanks a cell, and the other half of a wide character that it cuts."""
        cells = self.rows[row]
        if cells[column].text == "" and column:
            cells[column - 1].text = " "
        if column + 1 < self.width and cells[column + 1].text == "":
            cells[column + 1].text = " "
        cells[column].text, cells[column].dots = " ", 0

    def paste(self, other: Canvas, left: int, top: int) -> None:
        """Puts another canvas on this one."""
        for row, cells in enumerate(other.rows[: max(0, self.height - top)]):
            self.rows[top + row][left : left + other.width] = cells[: max(0, self.width - left)]

    def lines(self) -> list[str]:
        """The characters, a text a row."""
        return ["".join(cell.shown for cell in row) for row in self.rows]


def shortened(text: str, width: int) -> str:
    """The text in at most `width` cells, with an ellipsis where it was cut."""
    if cell_len(text) <= width:
        return text
    kept = ""
    for char in text:
        if cell_len(kept + char) >= width:
            break
        kept += char
    return f"{kept}…" if width > 0 else ""
