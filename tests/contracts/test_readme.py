"""What the README says of keys, commands and files is what there is."""

from __future__ import annotations

import re
from itertools import takewhile
from pathlib import Path

from journal.cli.commands import COMMANDS
from journal.cli.parsing import Parser
from journal.core.commands import Command
from journal.core.messages import say
from journal.ui.keys import TABLE, Key, keys_of, shown

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def table_under(header: str) -> list[str]:
    """The rows of the table whose header begins with this cell, as they stand there."""
    lines = README.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {header} |")) + 2
    return list(takewhile(lambda line: line.startswith("|"), lines[start:]))


def test_the_table_of_keys_is_that_of_the_app() -> None:
    places = dict.fromkeys(key.context for key in TABLE)
    assert table_under("where") == [
        f"| {name_of(place)} | {' · '.join(map(told, keys_of(place)))} |" for place in places
    ]


def name_of(place: str) -> str:
    """A place as the help calls it, without what it explains in brackets."""
    return say(f"help.place_{place}").split(" (")[0]


def told(key: Key) -> str:
    """A key and what it does."""
    return f"`{shown(key)}` {key.label}"


def test_the_table_of_commands_has_each_as_its_help_has_it() -> None:
    rows = [f"| `{usage(command)}` | {say(f'cli.{command.name}')} |" for command in COMMANDS]
    _, sample, *others = table_under("command")
    assert sample.startswith("| `journal --sample` | ")
    assert others == rows


def usage(command: Command) -> str:
    """How a command is typed, on one line, without the options that all of them have, as a table of Markdown has it."""
    parser = Parser(f"journal {command.name}", add_help=False)
    command.arguments(parser)
    return " ".join(parser.format_usage().removeprefix("usage: ").split()).replace("|", r"\|")


def test_every_file_that_the_readme_links_is_there() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_folder_that_the_readme_explains_is_there() -> None:
    folders = [folder for row in table_under("folder") for folder in re.findall("`([^`]+)`", row.split("|")[1])]
    assert len(folders) > 5
    assert [folder for folder in folders if not (ROOT / folder).is_dir()] == []
