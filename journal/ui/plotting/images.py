"""Draws matrices as shades, and as numbers where they have room."""

from __future__ import annotations

from rich.cells import cell_len

from journal.runner.figures.scene import Image, Scale
from journal.ui.plotting.canvas import PAPER, Canvas, Ink
from journal.ui.plotting.looks import TEXT
from journal.ui.plotting.scales import Grid, fraction


def image_size(image: Image, width: int, height: int) -> tuple[int, int]:
    """The area in cells that shows a matrix best: every row and every column of it as large as every other."""
    rows, columns = len(image["shades"]), len(image["shades"][0]) if image["shades"] else 0
    if not rows or not columns:
        return width, height
    halves = 2 * height // rows
    across = width // columns
    if image["square"]:
        halves = min(halves, across)
    halves -= halves % 2 if halves > 1 else 0
    if not halves or not across:
        return min(width, max(1, 2 * height * columns // rows)) if image["square"] else width, height
    if image["square"]:
        across = max(halves, _number_width(image)) if columns * _number_width(image) <= width else halves
    return across * columns, (halves * rows + 1) // 2


def draw_image(canvas: Canvas, grid: Grid, image: Image) -> None:
    """A matrix as shades of the first colour, two rows a cell."""
    left, right, bottom, top = image["box"]
    inks = [[None if shade is None else shade_ink(shade) for shade in row] for row in image["shades"]]
    across = _indices(grid.axes["x"], left, right, canvas.width, len(inks[0]))
    down = _indices(grid.axes["y"], bottom, top, 2 * canvas.height, len(inks))
    halves = [None if n is None else inks[len(inks) - 1 - n] for n in reversed(down)]
    for row, (uppers, lowers) in enumerate(zip(halves[::2], halves[1::2], strict=True)):
        for column, n in enumerate(across):
            upper, lower = (None if half is None or n is None else half[n] for half in (uppers, lowers))
            if upper == lower and upper is not None:
                canvas.put(column, row, " ", upper, upper)
            elif upper or lower:
                canvas.put(column, row, "▀", upper or PAPER, lower or PAPER)


def _indices(scale: Scale, start: float, end: float, size: int, count: int) -> list[int | None]:
    """For each of `size` places along an axis, which of the `count` strips between `start` and `end` lies there."""
    first, last = fraction(scale, start), fraction(scale, end)
    if first is None or last is None or first == last:
        return [None] * size
    strips = [((place + 0.5) / size - first) / (last - first) * count for place in range(size)]
    return [int(strip) if 0 <= strip < count else None for strip in strips]


def write_over(canvas: Canvas, column: int, row: int, text: str) -> None:
    """Writes text in the colour of the background where the ground is as bright as text is."""
    under = canvas.at(column + cell_len(text) // 2, row)
    canvas.write(column, row, text, PAPER if under and under.ground and under.ground.share > 0.5 else TEXT)


def shade_ink(shade: float) -> Ink:
    """The ink of a shade from 0 to 1; 0 is still told from the background."""
    return Ink("primary", round(0.1 + 0.89 * min(max(shade, 0.0), 1.0), 3))


def numbers_fit(image: Image, columns: int, rows: int) -> bool:
    """Whether the numbers of a matrix have room in its cells."""
    numbers = image["numbers"] or [[]]
    return bool(numbers[0]) and columns // len(numbers[0]) >= _number_width(image) and rows >= len(numbers)


def draw_numbers(canvas: Canvas, grid: Grid, image: Image) -> None:
    """The numbers of a matrix, each in the middle of its cell."""
    left, right, bottom, top = image["box"]
    numbers = image["numbers"] or []
    for n, line in enumerate(numbers):
        for m, number in enumerate(line):
            x = left + (m + 0.5) / len(line) * (right - left)
            y = top + (n + 0.5) / len(numbers) * (bottom - top)
            if number is not None and (cell := grid.cell(x, y)):
                text = number_text(number)
                write_over(canvas, cell[0] - len(text) // 2, cell[1], text)


def number_text(number: float) -> str:
    """A number in few characters: 0.25 as .25, 3.0 as 3; one near 0 is .00, so that only nothing is 0."""
    if number == round(number):
        return f"{number:.0f}"
    text = f"{number:.2f}" if abs(number) < 10 else f"{number:.1f}"
    return text.replace("0.", ".", 1) if abs(number) < 0.995 else text


def _number_width(image: Image) -> int:
    """Cells that each number of the matrix needs, with one between."""
    texts = [number_text(number) for row in image["numbers"] or [] for number in row if number is not None]
    return max(map(len, texts), default=0) + 1
