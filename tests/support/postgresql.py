"""A PostgreSQL of the tests' own: an ordinary user, a data directory that goes with it, loopback, a free port."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

ACCOUNT = "journal-hub"
"""The system user that it runs as where root runs the tests: as root it does not start."""


def program(name: str) -> str | None:
    """The path of a program of PostgreSQL 15 or later, which Debian keeps out of PATH; None without one."""
    kept = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    return str(kept[-1]) if kept else shutil.which(name)


def missing() -> str:
    """Why no PostgreSQL can be started here; empty when one can."""
    if program("initdb") is None or program("pg_ctl") is None:
        return "PostgreSQL is not installed"
    if os.getuid() == 0 and not _has_account():
        made = shutil.which("useradd") and subprocess.run(["useradd", "--system", ACCOUNT], check=False).returncode
        return "" if made == 0 else "PostgreSQL needs an ordinary user"
    return ""


@contextmanager
def cluster() -> Iterator[str]:
    """A running PostgreSQL, as the address of its database for its superuser `owner`."""
    folder = Path(mkdtemp(prefix="hub-", dir="/tmp"))
    if os.getuid() == 0:
        shutil.chown(folder, ACCOUNT)
    data, port = folder / "data", _free_port()
    try:
        _run([_known("initdb"), "-D", str(data), "-U", "owner", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"])
        told = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c fsync=off -c max_connections=300"
        _run([_known("pg_ctl"), "-D", str(data), "-l", str(folder / "log"), "-w", "-o", told, "start"])
        try:
            yield f"postgresql://owner@127.0.0.1:{port}/postgres"
        finally:
            _run([_known("pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: Sequence[str]) -> None:
    as_user = ["runuser", "-u", ACCOUNT, "--"] if os.getuid() == 0 else []
    subprocess.run([*as_user, *command], check=True, cwd="/tmp", stdout=subprocess.DEVNULL)


def _known(name: str) -> str:
    found = program(name)
    assert found is not None
    return found


def _has_account() -> bool:
    with suppress(KeyError):
        return bool(pwd.getpwnam(ACCOUNT))
    return False


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def crash(address: str) -> None:
    """Ends the server of `cluster` without a farewell, as a power cut does, and starts it again; for its superuser."""
    import psycopg

    with psycopg.connect(address) as owner:
        found = owner.execute("SHOW data_directory").fetchone()
    assert found is not None
    data = Path(found[0])
    _run([_known("pg_ctl"), "-D", str(data), "-l", str(data.parent / "log"), "-m", "immediate", "-w", "restart"])
