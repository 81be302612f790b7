"""The picture of the packages, drawn from the imports as they are: `python -m tests.contracts.picture`.

A row is a package: its modules, its lines, and the packages that it imports directly, the next lower first. A line
separates the layers of `pyproject.toml`; packages of one layer do not import one another.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.contracts.test_arrows import CONTRACTS, ROOT, arrows

LAYERS = [layer.strip("()").split(" | ") for layer in CONTRACTS[0]["layers"]]
ORDER = [package for layer in LAYERS for package in layer]
WIDTH = max(map(len, ORDER))
EDGE = 78
"""Columns after which the imports go on in the next row."""


def packages(folder: Path) -> dict[str, set[str]]:
    """The packages that each package imports anywhere."""
    found: dict[str, set[str]] = {package: set() for package in ORDER}
    for module, imported in arrows(folder).items():
        own = package_of(module)
        found.get(own, set()).update({package_of(each) for each in imported} - {own, ""})
    return found


def package_of(module: str) -> str:
    """`core` for `journal.core.days`; empty for the root package itself."""
    return module.partition(".")[2].split(".")[0]


def size(package: str) -> tuple[int, int]:
    """How many modules and lines a package has."""
    home = ROOT / "journal" / package
    files = list(home.rglob("*.py")) or [home.with_suffix(".py")]
    return len(files), sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files)


def picture() -> Iterator[str]:
    """The rows of the diagram."""
    imported = packages(ROOT)
    for number, layer in enumerate(LAYERS):
        if number:
            yield "─" * EDGE
        for package in layer:
            modules, lines = size(package)
            row = f"{package:<{WIDTH}} {modules:>3} {lines:>6}  →"
            for each in sorted(imported[package], key=ORDER.index):
                if len(row) + len(each) + 1 > EDGE:
                    yield row
                    row = " " * (WIDTH + 14)
                row += f" {each}"
            yield row.removesuffix("  →")


if __name__ == "__main__":
    print("\n".join(picture()))
