"""The arrows between the packages: who may import whom."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "pyproject.toml"
CONTRACTS = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
CONCEPTS = sorted((ROOT / "concepts").glob("*/*.py"))

COMPUTING = (
    "torch",
    "matplotlib",
    "math",
    "collections",
    "copy",
    "itertools",
    "io",
    "random",
    "statistics",
    "tempfile",
)

PLANTED = {
    "Arrows point one way": ("text/counting.py", "from journal.learning import streaks"),
    "Only the store speaks to the database": ("learning/progress.py", "import sqlmodel"),
    "Only the screens paint": ("commands/output.py", "import rich"),
    "What a concept file imports costs nothing": ("authoring.py", "import torch"),
    "Only what runs, fits and draws imports what is slow to import": ("desk/today.py", "import numpy"),
}
"""For each contract an import that breaks it: the file in which it is planted, and the line."""


def verdicts(folder: Path) -> dict[str, bool]:
    """What import-linter says of the package in `folder`: each contract, and whether it is kept."""
    program = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", program, "--config", str(folder / CONFIG.name), "--no-cache"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    found = dict(re.findall(r"^(.+) (KEPT|BROKEN)(?: \(\d+ ignored imports\))?$", done.stdout, re.MULTILINE))
    assert found, done.stdout + done.stderr
    return {name: verdict == "KEPT" for name, verdict in found.items()}


def test_every_contract_holds() -> None:
    assert verdicts(ROOT) == {contract["name"]: True for contract in CONTRACTS}


def test_every_contract_is_broken_by_an_arrow_that_runs_back(tmp_path: Path) -> None:
    copytree(ROOT / "journal", tmp_path / "journal")
    (tmp_path / CONFIG.name).write_bytes(CONFIG.read_bytes())
    assert set(PLANTED) == {contract["name"] for contract in CONTRACTS}
    for file, line in PLANTED.values():
        path = tmp_path / "journal" / file
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    assert verdicts(tmp_path) == dict.fromkeys(PLANTED, False)


@pytest.mark.parametrize(
    ("contract", "free"),
    [
        ("Only the store speaks to the database", {"journal.store"}),
        ("Only the screens paint", {"journal.tui"}),
    ],
)
def test_no_room_is_left_out_of_the_contracts(contract: str, free: set[str]) -> None:
    rooms = {f"journal.{path.stem}" for path in (ROOT / "journal").iterdir() if not path.name.startswith("__")}
    assert rooms - set(named(contract)["source_modules"]) == free


def named(name: str) -> Mapping[str, Any]:
    """The contract of this name."""
    found: Mapping[str, Any] = next(each for each in CONTRACTS if each["name"] == name)
    return found


def test_databases_are_opened_in_one_place() -> None:
    """There every connection is told not to trust what a file defines."""
    opening = [path for path in (ROOT / "journal").rglob("*.py") if "sqlite3.connect(" in path.read_text("utf-8")]
    assert opening == [ROOT / "journal" / "store" / "connections.py"]


@pytest.mark.parametrize("path", CONCEPTS, ids=lambda path: path.stem)
def test_a_concept_file_imports_only_what_it_teaches_and_what_it_is_written_with(path: Path) -> None:
    imported = set(modules_of(ast.parse(path.read_text(encoding="utf-8"))))
    assert "journal.authoring" in imported
    assert {name for name in imported if name != "journal.authoring"} <= set(allowed(imported))


def allowed(imported: set[str]) -> Iterator[str]:
    """Those of the modules that a concept may import besides `journal.authoring`: none reaches out."""
    return (name for name in imported if name.split(".")[0] in COMPUTING)


def modules_of(tree: ast.Module) -> Iterator[str]:
    """Every module that is imported anywhere in a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."
