"""Where a journal's folder lies: a database is damaged by what copies its file while it is written.

Folders of services that sync are known by the names that these give them, and by the files that they leave in them;
file systems of a network by their types, as the kernel names them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from journal.core.input_files import text_if_there
from journal.core.messages import UserError

MOUNTS = Path("/proc/self/mounts")

_NAMES = {
    "Dropbox": r"dropbox( \(.+\)|-personal)?",
    "OneDrive": r"onedrive(( -|-).+)?",
    "iCloud": r"mobile documents|com~apple~clouddocs|iclouddrive",
    "Google Drive": r"google ?drive|googledrive-.+|my drive",
    "Nextcloud": r"nextcloud",
    "ownCloud": r"owncloud",
    "Box": r"box sync|box-box",
    "坚果云": r"nutstore( files)?|我的坚果云",
    "百度网盘": r"baidusyncdisk",
}
_MARKS = {
    ".stfolder": "Syncthing",
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
}
_NETWORK = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|afs|ceph|lustre|beegfs|glusterfs|davfs|fuse\.(sshfs|rclone|s3fs|glusterfs)"
)

_CONFLICT = re.compile(r"conflict|冲突", re.IGNORECASE)
_COPY = re.compile(r"(journal|settings)( \d+| ?\(\d+\)|-[^.]+)\.(db|toml)")
"""How OneDrive, iCloud and Google Drive call the second file of a name."""


def synced_by(home: Path) -> str | None:
    """The service whose folder a journal lies in; None where none is known."""
    for folder in (home, *home.parents):
        for name, pattern in _NAMES.items():
            if re.fullmatch(pattern, folder.name.casefold()):
                return name
        for mark, name in _MARKS.items():
            if (folder / mark).exists():
                return name
    return None


def network_of(home: Path, mounts: str | None = None) -> str | None:
    """The type of the file system that a journal lies on, if it is one of a network; None where nothing tells."""
    best, found = -1, ""
    for place, kind in _mounted(_mounts() if mounts is None else mounts):
        if home.is_relative_to(place) and len(place.parts) >= best:
            best, found = len(place.parts), kind
    return found if _NETWORK.fullmatch(found) else None


def conflicts(home: Path, concepts: Path) -> list[Path]:
    """Files that a service laid beside those of the journal, because two devices wrote them at once."""
    beside = [path for path in _files(home.glob("*")) if _CONFLICT.search(path.name) or _COPY.fullmatch(path.name)]
    return sorted([*beside, *(path for path in _files(concepts.rglob("*.py")) if _CONFLICT.search(path.name))])


def _files(found: Iterable[Path]) -> Iterator[Path]:
    return (path for path in found if path.is_file())


def _mounts() -> str:
    try:
        return text_if_there(MOUNTS) or ""
    except UserError:
        return ""


def _mounted(mounts: str) -> Iterator[tuple[Path, str]]:
    """The folders and types of a list of mounts: spaces in it are written in octal."""
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) > 2:
            yield Path(re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), parts[1])), parts[2]
