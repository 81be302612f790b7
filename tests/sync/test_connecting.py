"""The connection to a hub: encrypted to any computer but this one, and refused before anything is sent."""

from __future__ import annotations

import pytest

from journal.core.messages import UserError
from journal.sync.connecting import connected, parameters

pytest.importorskip("psycopg")


@pytest.fixture(autouse=True)
def nothing_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PGHOST", "PGHOSTADDR"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    "host", ["hub.example.org", "192.0.2.7", "[2001:db8::1]", "localhost.example.org", "127.0.0.1,hub.org"]
)
@pytest.mark.parametrize("mode", ["disable", "allow", "prefer"])
def test_no_other_computer_is_spoken_to_in_the_clear(host: str, mode: str) -> None:
    with pytest.raises(UserError) as refused:
        parameters(f"postgresql://me@{host}/journal?sslmode={mode}")
    assert refused.value.key == "sync.not_encrypted"
    assert parameters(f"postgresql://me@{host}/journal")["sslmode"] == "verify-full"
    assert parameters(f"postgresql://me@{host}/journal?sslmode=require")["sslmode"] == "require"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "", "%2Frun%2Fpostgresql"])
def test_this_computer_needs_no_encryption(host: str) -> None:
    assert "sslmode" not in parameters(f"postgresql://me@{host}/journal")


def test_the_address_that_counts_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    assert parameters("postgresql://me@localhost/j?hostaddr=192.0.2.7")["sslmode"] == "verify-full"
    monkeypatch.setenv("PGHOST", "hub.example.org")
    assert parameters("postgresql:///journal")["sslmode"] == "verify-full"


@pytest.mark.parametrize(
    "url", ["", "mysql://me@host/journal", "host=hub.org", "postgresql://?nonsense=1", "postgresql://h/?service=x"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(UserError) as refused:
        parameters(url)
    assert refused.value.key == "sync.no_url"


def test_a_hub_that_is_not_there_is_named_in_one_line() -> None:
    with pytest.raises(UserError) as refused, connected("postgresql://me@127.0.0.1:1/journal"):
        pass
    assert refused.value.key == "sync.unreachable"
    assert "\n" not in str(refused.value)
