"""A journal in a folder that a service syncs, or on a file system of a network, is warned of."""

from __future__ import annotations

from pathlib import Path

import pytest

from journal.classroom import membership
from journal.core.settings import Settings
from journal.maintenance.doctor import examine
from journal.maintenance.surroundings import conflicts, network_of, synced_by
from journal.opening.journal import Journal
from journal.sync import link

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
proc /proc proc rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/li/my\\040disk ext4 rw 0 0
//nas/share /mnt/nas cifs rw 0 0
li@lab: /mnt/lab fuse.sshfs rw 0 0
"""


@pytest.mark.parametrize(
    ("home", "service"),
    [
        ("/home/li/Dropbox/journal", "Dropbox"),
        ("/home/li/Dropbox (Personal)/a/b", "Dropbox"),
        ("/mnt/c/Users/li/OneDrive - Uni Wien/journal", "OneDrive"),
        ("/Users/li/Library/Mobile Documents/com~apple~CloudDocs/journal", "iCloud"),
        ("/Users/li/Library/CloudStorage/GoogleDrive-li@example.org/My Drive/journal", "Google Drive"),
        ("/home/li/Nextcloud/journal", "Nextcloud"),
        ("/home/li/我的坚果云/journal", "坚果云"),
        ("/home/li/.local/share/journal", None),
        ("/home/li/dropbox-notes/journal", None),
        ("/home/li/box/journal", None),
    ],
)
def test_a_folder_is_known_by_its_name(home: str, service: str | None) -> None:
    assert synced_by(Path(home)) == service


def test_a_folder_is_known_by_what_the_service_left_in_it(tmp_path: Path) -> None:
    home = tmp_path / "shared" / "journal"
    home.mkdir(parents=True)
    assert synced_by(home) is None
    (tmp_path / "shared" / ".stfolder").mkdir()
    assert synced_by(home) == "Syncthing"


@pytest.mark.parametrize(
    ("home", "kind"),
    [
        ("/home/li/journal", "nfs4"),
        ("/home/li/my disk/journal", None),
        ("/mnt/nas", "cifs"),
        ("/mnt/lab/journal", "fuse.sshfs"),
        ("/homely/journal", None),
    ],
)
def test_the_innermost_mount_counts(home: str, kind: str | None) -> None:
    assert network_of(Path(home), MOUNTS) == kind


def test_what_conflicts_left_is_found_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "concepts" / "vision").mkdir(parents=True)
    left = [
        "concepts/vision/gan (conflicted copy 2026-01-02).py",
        "journal 2.db",
        "journal (1).db",
        "journal-LAPTOP.db",
        "journal.sync-conflict-20260102-120000-ABCDEFG.db",
        "journal（小李的冲突副本 2026-01-02）.db",
        "settings-LAPTOP.toml",
    ]
    own = ["journal.db", "journal.db-wal", "journal.db-mark", "settings.toml", "hub", "concepts/vision/gan.py"]
    for name in (*left, *own):
        (tmp_path / name).touch()
    assert [str(path.relative_to(tmp_path)) for path in conflicts(tmp_path, tmp_path / "concepts")] == sorted(left)


def test_doctor_warns_of_both(journal: Journal) -> None:
    home = journal.settings.home
    assert [(each.state, each.text) for each in examine(journal) if each.name == "home"] == [("ok", str(home))]
    (home.parent / ".stfolder").mkdir()
    (home / "journal 2.db").touch()
    first, second = (each for each in examine(journal) if each.name == "home")
    assert (first.state, second.state) == ("warning", "warning")
    assert "Syncthing" in first.text
    assert str(home / "journal 2.db") in second.text


def test_addresses_are_closed_to_others_whoever_laid_them_there(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    for path, read in ((settings.hub, link.address), (settings.class_address, membership.address)):
        path.write_text("postgresql://me:secret@hub/journal\n", "utf-8")
        path.chmod(0o644)
        assert read(settings) == "postgresql://me:secret@hub/journal"
        assert path.stat().st_mode & 0o777 == 0o600
