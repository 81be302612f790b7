"""The connection to a hub: encrypted to any computer but this one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journal.core.messages import UserError
from journal.sync import queries

if TYPE_CHECKING:
    from journal.sync.queries import Connection

SAFE = ("require", "verify-ca", "verify-full")
"""The modes of libpq that send nothing unless it is encrypted."""
WAIT = 5
"""Seconds to wait for a hub that does not answer."""
LOST = {"keepalives_idle": WAIT, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 10_000}
"""When a connection that has gone silent counts as lost: after some ten seconds."""


def parameters(url: str) -> dict[str, Any]:
    """What libpq is told to connect to a hub. Raises UserError for what is no address, or would not be encrypted.

    Without a mode the certificate of the other computer must be that of its name, and be known to the system.
    """
    psycopg = library()
    try:
        found: dict[str, Any] = psycopg.conninfo.conninfo_to_dict(url)
    except psycopg.Error as error:
        raise UserError("sync.no_url") from error
    if not url.startswith(("postgresql://", "postgres://")) or "service" in found:
        raise UserError("sync.no_url")
    hosts = str(
        found.get("hostaddr") or found.get("host") or os.environ.get("PGHOSTADDR") or os.environ.get("PGHOST") or ""
    )
    if not all(_is_here(host) for host in hosts.split(",")):
        mode = found.setdefault("sslmode", "verify-full")
        if mode not in SAFE:
            raise UserError("sync.not_encrypted", mode=mode)
        if mode == "verify-full" and not _has_roots():
            found.setdefault("sslrootcert", "system")
    return {"connect_timeout": WAIT, "application_name": "journal", **LOST, **found}


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection to a hub, closed at the end. Raises UserError where it cannot be reached or refuses."""
    psycopg = library()
    told = parameters(url)
    try:
        with psycopg.connect(**told, autocommit=True, prepare_threshold=None) as hub:
            if not hub.pgconn.ssl_in_use and not _is_here(hub.info.host):
                raise UserError("sync.not_encrypted", mode="disable")
            yield hub
    except psycopg.OperationalError as error:
        raise UserError("sync.unreachable", why=_line(error)) from error
    except psycopg.Error as error:
        raise UserError("sync.refused", why=_line(error)) from error


def prepare(hub: Connection) -> None:
    """Makes the database a hub, unless it is one. Raises UserError where this learner may not."""
    psycopg = library()
    if queries.is_there(hub):
        return
    try:
        with hub.transaction():
            queries.make(hub)
    except psycopg.errors.InsufficientPrivilege as error:
        raise UserError("sync.no_hub") from error


def library() -> Any:
    """The client of PostgreSQL, which only who syncs needs. Raises UserError where it is not installed."""
    try:
        import psycopg
        import psycopg.conninfo
    except ImportError as error:
        raise UserError("sync.no_client") from error
    return psycopg


def _is_here(host: str) -> bool:
    """Whether a host is this computer: a socket of it, or an address that leads nowhere else."""
    if host in ("", "localhost") or host.startswith(("/", "@")):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _has_roots() -> bool:
    return (Path.home() / ".postgresql" / "root.crt").exists()


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
