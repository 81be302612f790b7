"""The arrows between the packages: who may import whom."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from shutil import copytree

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
    "Arrows point one way": ("core/days.py", "from journal.review import rating"),
    "SQL is spoken in db and in queries": ("memory/statistics.py", "import sqlmodel"),
    "Only ui, app and screens paint": ("core/output.py", "import rich"),
    "Commands work without a screen": ("search/commands.py", "from journal.search.screens import search as planted"),
    "Queries ask the database and nothing else": ("progress/queries.py", "import journal.runner.client"),
    "What a concept file imports costs nothing": ("authoring.py", "import torch"),
    "Only the app and screens open a screen": ("ui/marks.py", "from journal.today.screens import today as planted"),
    "Only what runs and fits imports torch": ("runner/figures/scene.py", "import torch"),
    "Only what draws imports numpy and matplotlib": ("today/today.py", "import numpy"),
}
"""For each contract an import that breaks it: the file in which it is planted, and the line."""


def verdicts(folder: Path) -> dict[str, bool]:
    """What import-linter says of the package in `folder`: each contract, and whether it is kept."""
    program = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", program, "--config", str(folder / CONFIG.name), "--no-cache"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    found = dict(re.findall(r"^(.+) (KEPT|BROKEN)$", done.stdout, re.MULTILINE))  # no contract ignores an import
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


def arrows(folder: Path) -> dict[str, set[str]]:
    """By module, the modules of the journal that it imports anywhere: for types and within functions, too."""
    paths = {dotted(path.relative_to(folder)): path for path in sorted((folder / "journal").rglob("*.py"))}
    found = {}
    for name, path in paths.items():
        imported: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                every = {f"{node.module}.{alias.name}" for alias in node.names}
                imported.update(every & paths.keys() or {node.module or ""})
        found[name] = imported & paths.keys() - {name}
    return found


def dotted(path: Path) -> str:
    """The name of the module in a file."""
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def test_no_imports_run_in_a_circle() -> None:
    every = list(TopologicalSorter(arrows(ROOT)).static_order())  # raises CycleError, which names the circle
    assert every.index("journal.core.days") < every.index("journal.cli")


def test_a_circle_of_types_is_seen(tmp_path: Path) -> None:
    copytree(ROOT / "journal", tmp_path / "journal")
    path = tmp_path / "journal" / "core" / "messages" / "__init__.py"
    line = "if TYPE_CHECKING:\n    from journal.core.settings import Settings\n"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}", encoding="utf-8")
    with pytest.raises(CycleError):
        TopologicalSorter(arrows(tmp_path)).prepare()


def test_databases_are_opened_in_one_place() -> None:
    """There every connection is told not to trust what a file defines."""
    opening = [path for path in (ROOT / "journal").rglob("*.py") if "sqlite3.connect(" in path.read_text("utf-8")]
    assert opening == [ROOT / "journal" / "db" / "connections.py"]


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
