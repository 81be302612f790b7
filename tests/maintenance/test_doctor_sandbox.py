"""What the doctor says of the sandbox: each layer, and what is open to a run all the same."""

from __future__ import annotations

import pytest

from journal.core import messages
from journal.core.languages import LANGUAGES, Language
from journal.maintenance import doctor
from journal.maintenance.doctor import HealthCheck, examine
from journal.opening.journal import Journal
from journal.runner.sandbox import LAYERS

FILES, PATHS, MACHINE = "can reach your files", "whether any path exists", "process ids"


def told(journal: Journal, monkeypatch: pytest.MonkeyPatch, **missing: str) -> dict[str, HealthCheck]:
    """What is said when these layers are missing, for these reasons."""
    found: dict[str, bool | str] = {**dict.fromkeys(LAYERS, True), **missing}
    monkeypatch.setattr(doctor, "sandbox_layers", lambda: found)
    monkeypatch.setattr(doctor, "abi", lambda: 3)
    return {check.name: check for check in examine(journal) if check.name.startswith("sandbox ")}


def test_where_every_layer_holds_only_what_no_system_hides_is_open(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = told(journal, monkeypatch)
    assert {check.state for check in said.values()} == {"ok"}
    assert said["sandbox landlock"].text == "active (version 3; 1 is enough)"
    assert MACHINE in said["sandbox open"].text
    assert PATHS not in said["sandbox open"].text


@pytest.mark.parametrize("missing", ["view", "namespaces"])
def test_without_a_view_paths_can_be_learned_of(
    missing: str, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = told(journal, monkeypatch, **{missing: "PermissionError: no"})
    assert said[f"sandbox {missing}"].state == "warning"
    assert "PermissionError: no" in said[f"sandbox {missing}"].text
    assert said["sandbox open"].state == "warning"
    assert PATHS in said["sandbox open"].text
    assert FILES not in said["sandbox open"].text


@pytest.mark.parametrize("missing", ["landlock", "seccomp"])
def test_without_what_makes_it_whole_files_can_be_reached(
    missing: str, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = told(journal, monkeypatch, **{missing: "none"})
    assert said["sandbox open"].text.startswith("A run can reach your files")
    assert "your consent" in said["sandbox open"].text


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_in_the_language_of_the_user(
    language: Language, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages.use(language)
    said = told(journal, monkeypatch, view="none", seccomp="none")["sandbox open"].text
    assert said.count("." if language == "en" else "。") == 3
