"""`python -m journal` is `journal`."""

from __future__ import annotations

import io
import os
import sys

from journal.core.kept_help import keep_help, kept_help


def main() -> int:
    """Runs the command line of this process; the help alone is said as it was kept, where it was."""
    if sys.argv[1:] in (["--help"], ["-h"]):
        return _help()
    from journal.cli import main as run

    return run()


def _help() -> int:
    text, status = kept_help(os.environ), 0
    if text is None:
        text, status = _made()
        if status == 0:
            keep_help(os.environ, text)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


def _made() -> tuple[str, int]:
    """The help as the command line says it, and its exit status."""
    from contextlib import redirect_stdout

    from journal.cli import main as run

    said, status = io.StringIO(), 0
    try:
        with redirect_stdout(said):
            status = run(sys.argv[1:])
    except SystemExit as left:
        status = int(left.code or 0)
    return said.getvalue(), status


if __name__ == "__main__":
    raise SystemExit(main())
