"""The help of `journal --help`, kept in the journal's cache: said again without building the command line anew.

It is kept for one version of the package, one language and width, and one state of the settings, and only where the
journal has a folder for what can be made again. It uses no pathlib, which takes longer to load than all of this.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping

NAME = "help"
PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def kept_help(environ: Mapping[str, str]) -> str | None:
    """The help as it was said before; None where it is not kept, or was said otherwise."""
    try:
        with open(_file(environ), encoding="utf-8", newline="") as file:
            key, _, text = file.read().partition("\n")
    except (OSError, ValueError):
        return None
    return text if key == _key(environ) else None


def keep_help(environ: Mapping[str, str], text: str) -> None:
    """Keeps the help that was said; nothing happens where that cannot be done."""
    file = _file(environ)
    try:
        if os.path.isdir(os.path.dirname(file)):
            with open(f"{file}.new", "w", encoding="utf-8", newline="") as written:
                written.write(f"{_key(environ)}\n{text}")
            os.replace(f"{file}.new", file)
    except OSError:
        return


def _file(environ: Mapping[str, str]) -> str:
    return os.path.join(_home(environ), "cache", NAME)


def _home(environ: Mapping[str, str]) -> str:
    if named := environ.get("JOURNAL_HOME"):
        return os.path.abspath(os.path.expanduser(named))
    from platformdirs import user_data_path  # only needed when no home is named

    return str(user_data_path("journal", appauthor=False))


def _key(environ: Mapping[str, str]) -> str:
    """What the help depends on, in one line: language, width, the settings and the package as their files stand."""
    language = [environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    files = [os.path.join(_home(environ), "settings.toml"), *_sources()]
    return repr((language, _width(environ), [_state(each) for each in files]))


def _sources() -> Iterator[str]:
    """The files that say what the help says."""
    texts = os.path.join(PACKAGE, "core", "messages")
    yield os.path.join(PACKAGE, "__init__.py")
    yield os.path.join(PACKAGE, "cli", "__init__.py")
    yield from (os.path.join(PACKAGE, folder, "arguments.py") for folder in sorted(os.listdir(PACKAGE)))
    yield from (os.path.join(texts, each) for each in sorted(os.listdir(texts)))


def _state(file: str) -> tuple[int, int] | None:
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _width(environ: Mapping[str, str]) -> str:
    """The columns that the help is written for."""
    if columns := environ.get("COLUMNS"):
        return columns
    try:
        return str(os.get_terminal_size(sys.__stdout__.fileno()).columns if sys.__stdout__ else 0)
    except (OSError, ValueError):
        return ""
