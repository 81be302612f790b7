"""Text has one door in and one gate out: nothing else opens a file, reads standard input, parses what others wrote,
prints, or writes a file, which is whole or not there whenever the app is killed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "journal"

FUNCTIONS = {"open", "input", "print", "os.open", "os.fdopen", "os.read", "io.open", "codecs.open"}
METHODS = {"read_text", "read_bytes", "write_text", "write_bytes", "open", "fdopen"}
PARSERS = {
    *("json.loads", "json.load", "tomllib.loads", "tomllib.load", "tomlkit.parse", "tomlkit.load", "plistlib.loads"),
    *(
        "plistlib.load",
        "yaml.load",
        "yaml.safe_load",
        "zipfile.ZipFile",
        "pickle.load",
        "pickle.loads",
        "marshal.loads",
    ),
}
STREAMS = {"sys.stdin", "sys.stdout", "sys.stderr", "sys.__stdin__", "sys.__stdout__", "sys.__stderr__"}

DECLARED = {
    # the door and the gate
    "core/input_files.py": {"os.open", "os.fdopen"},
    "core/input.py": {"sys.stdin"},
    "core/output.py": {"sys.stdout", "sys.stderr"},
    # parsers, of what came through the door
    "core/settings.py": {"tomllib.loads", "tomlkit.parse"},
    "exchange/source.py": {"json.loads"},
    "exchange/formats/anki/package.py": {"zipfile.ZipFile", "archive.open", "json.loads"},
    "exchange/formats/anki/note_types.py": {"json.loads"},
    "exchange/formats/anki/writing.py": {"zipfile.ZipFile"},
    "exchange/frontmatter.py": {"yaml.load"},
    "classroom/content.py": {"json.loads"},  # of a hand-in, whose text the database held
    "exchange/other_formats.py": {"zipfile.ZipFile"},  # the names of its parts alone
    "exchange/formats/dayone.py": {"zipfile.ZipFile", "archive.open", "plistlib.loads"},
    # files that come with the app
    "core/messages/__init__.py": {"tomllib.loads", "(_FOLDER / f'{language}.toml').read_text"},
    "library/library.py": {"tomllib.load", "(ours / 'topics.toml').open"},
    "library/paths.py": {"tomllib.load", "file.open"},
    "concepts/own.py": {"STARTER.read_text", "STARTER_TASK.read_text"},
    "tasks/setting.py": {"json.loads"},
    "sample/shipped.py": {"file_of(language()).read_bytes", "settings.database.write_bytes"},
    "sample/building.py": {"settings.database.read_bytes", "file_of(language).write_bytes"},
    "sample/filling.py": {"(Path(__file__).parent / f'logs.{language()}.md').read_text", "path.write_text"},
    "report/page.py": {"_PAGE.read_text", "style.read_text"},
    "sync/queries/__init__.py": {"SCRIPT.read_bytes"},
    "classroom/queries/owning.py": {"SCRIPT.read_bytes", "SCRIPT.read_text", "HUB_SCRIPT.read_text"},
    # what the app wrote itself: rows, answers of its own processes, the index of the library and what knows its version
    "library/index.py": {"json.loads", "Path(__file__).with_name(name).read_bytes"},
    "library/packing.py": {"json.loads"},
    "writing/interrupted.py": {"json.loads"},
    "progress/simulating.py": {"json.loads"},
    "core/kept_help.py": {"open", "sys.__stdout__"},
    "__main__.py": {"os.open", "sys.stdout"},
    "db/archive.py": {"json.loads"},
    "db/capturing.py": {"json.loads"},
    "db/figures.py": {"json.loads"},
    "db/items.py": {"json.loads"},
    "review/queries/queue.py": {"json.loads"},
    "review/queries/note_queue.py": {"json.loads"},
    "runner/replies.py": {"json.loads"},
    "today/assigned.py": {"json.loads"},
    "sync/link.py": {"json.loads", "settings.hub.read_text"},
    "sync/rounds.py": {"json.loads"},
    "sync/wire.py": {"json.loads"},
    # streams that are ended or prepared, and files that are written
    "cli/__init__.py": {"sys.stdout", "sys.stderr", "os.open"},
    "cli/parsing.py": {"sys.stderr"},
    "ui/leaving.py": {"os.open", "sys.__stdin__"},
    "core/diagnostics/file.py": {"os.open", "os.fdopen"},
    "core/files.py": {"os.open", "path.open", "path.write_bytes", "partial.write_bytes"},
    "db/inspection.py": {"os.open", "path.open"},
    "db/backup.py": {"path.read_bytes"},
    "db/mark.py": {"file_of(path).read_bytes", "json.loads", "os.open"},
}
"""The files that may do any of it, and what each of them does."""

PROCESSES = ("runner/worker/", "runner/sandbox/", "memory/", "core/lifeline.py")
"""The rooms of processes that talk to the app through pipes: what they say is checked where it is received."""


def uses(tree: ast.Module) -> Iterator[str]:
    """Everything in a module that reads, parses, prints or writes a file."""
    called = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called.add(id(node.func))
            if dotted(node.func) in FUNCTIONS | PARSERS or _is_method(node.func):
                yield ast.unparse(node.func)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name) and id(node) not in called:
            name = dotted(node)
            if name in STREAMS | PARSERS:
                yield name
    yield from renamed(tree)


def dotted(node: ast.expr) -> str:
    """A name and its attributes, as `os.path.join`; empty for any other expression."""
    if isinstance(node, ast.Name):
        return node.id
    before = dotted(node.value) if isinstance(node, ast.Attribute) else ""
    return f"{before}.{node.attr}" if before and isinstance(node, ast.Attribute) else ""


def _is_method(function: ast.expr) -> bool:
    """Whether a file is opened, read or written by a method, of anything but the object itself."""
    return (
        isinstance(function, ast.Attribute)
        and function.attr in METHODS
        and dotted(function).partition(".")[0] != "self"
    )


def renamed(tree: ast.Module) -> Iterator[str]:
    """What a module imports by its own name, so that its use would not be seen."""
    whole = {name.rpartition(".") for name in (FUNCTIONS | PARSERS | STREAMS) if "." in name}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if any(node.module == module and alias.name == name for module, _, name in whole):
                    yield f"from {node.module} import {alias.name}"
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.asname and alias.name in {module for module, _, _ in whole}:
                    yield f"import {alias.name} as {alias.asname}"


@cache
def found() -> dict[str, set[str]]:
    """By file, what reads, parses or prints."""
    trees = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in ROOT.rglob("*.py")}
    all_uses = {name: set(uses(tree)) for name, tree in trees.items() if not name.startswith(PROCESSES)}
    return {name: each for name, each in all_uses.items() if each}


def test_nothing_opens_reads_parses_or_prints_but_what_is_declared() -> None:
    assert {name: each - DECLARED.get(name, set()) for name, each in found().items()} == {
        name: set() for name in found()
    }


def test_nothing_is_declared_that_is_not_done() -> None:
    assert {name: each - found().get(name, set()) for name, each in DECLARED.items()} == {
        name: set() for name in DECLARED
    }


@pytest.mark.parametrize(
    "line",
    [
        "open('x')",
        "path.read_text()",
        "Path('x').open()",
        "os.read(0, 1)",
        "print('x')",
        "input()",
        "sys.stdin.readline()",
        "x = sys.stderr",
        "cache(json.loads)",
        "json.load(file)",
        "from json import loads",
        "from sys import stdout",
        "import json as j",
        "yaml.safe_load(text)",
    ],
)
def test_another_door_is_seen(line: str) -> None:
    assert list(uses(ast.parse(line)))


@pytest.mark.parametrize("line", ["self.open(1)", "read_text(path)", "print_lines([])", "json.dumps(x)", "opened(x)"])
def test_what_goes_through_the_door_is_let_be(line: str) -> None:
    assert not list(uses(ast.parse(line)))
