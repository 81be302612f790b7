"""Pictures on cards written by the user: copied into the journal's folder of media, and found there again."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

from journal.core.files import make_private_folder, write_whole
from journal.core.input_files import bytes_of, is_file
from journal.opening.journal import Journal

PICTURE = re.compile(r"!\[(?P<alt>[^\]\n]*)\]\((?P<path>[^)\n]+)\)")
SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp")
LARGEST = 32 * 2**20
"""Bytes of the largest picture."""
LONGEST_PATH = 4096
"""Characters of the longest path."""
_DATA = re.compile(r"data:image/(png|jpeg|jpg|gif|webp|bmp|svg\+xml);base64,", re.IGNORECASE)
_ENDINGS = {"svg+xml": "svg", **{name: name for name in ("png", "jpeg", "jpg", "gif", "webp", "bmp")}}
_UNSAFE = re.compile(r"[^\w.-]+")


def folder(journal: Journal) -> Path:
    """Where pictures lie, in the journal's home."""
    return journal.settings.home / "media"


def safe_name(name: str) -> str:
    """The name of a file of another program as one of ours: no folder, nothing that a shell or a system acts on."""
    bare = _UNSAFE.sub("_", re.split(r"[/\\]", name)[-1]).lstrip(".")[-100:]
    return bare or "picture"


def keep(journal: Journal, name: str, data: bytes) -> str:
    """Stores a picture under a name that its content tells from others; returns that name."""
    kept = f"{sha256(data).hexdigest()[:10]}-{safe_name(name)}"
    make_private_folder(folder(journal))
    if not (folder(journal) / kept).exists():
        write_whole(folder(journal) / kept, data, private=True)
    return kept


def with_pictures_kept(journal: Journal, text: str) -> str:
    """A text whose pictures, where they are files, are copied into the folder of media. Raises UserError."""

    def kept(found: re.Match[str]) -> str:
        path = Path(found["path"].strip()).expanduser()
        if path.suffix.lower() not in SUFFIXES or file_of(journal, found["path"]) or not is_file(path):
            return found[0]
        return f"![{found['alt']}]({keep(journal, path.name, bytes_of(path, LARGEST))})"

    return PICTURE.sub(kept, text)


def may_be_picture(text: str) -> bool:
    """Whether a pasted text looks like one picture: the address of one, or a path with the ending of one."""
    bare = text.strip()
    is_path = "\n" not in bare and len(bare) < LONGEST_PATH and bare.strip("'\"").lower().endswith(SUFFIXES)
    return is_path or _DATA.match(bare) is not None


def pasted_picture(journal: Journal, text: str) -> str | None:
    """A pasted picture, stored, as Markdown; None for what is none after all. Raises UserError for one too large.

    A terminal pastes a file that is dropped on it as its path, quoted or with backslashes before blanks, or as a file
    address; a browser gives a data address.
    """
    bare = text.strip()
    if found := _DATA.match(bare):
        with suppress(ValueError):
            data = b64decode(bare[found.end() :], validate=True)
            if len(data) <= LARGEST:
                return f"![]({keep(journal, f'pasted.{_ENDINGS[found[1].lower()]}', data)})"
        return None
    for each in _paths(bare):
        if each.suffix.lower() in SUFFIXES and is_file(each):
            return f"![{_shown(each.stem)}]({keep(journal, each.name, bytes_of(each, LARGEST))})"
    return None


def _paths(bare: str) -> list[Path]:
    """The paths that a pasted text may mean."""
    if bare.lower().startswith("file://"):
        return [Path(unquote(urlsplit(bare).path))]
    plain = bare[1:-1] if bare[:1] == bare[-1:] and bare[:1] in ("'", '"') else bare
    return [Path(each).expanduser() for each in dict.fromkeys((plain, re.sub(r"\\(.)", r"\1", plain)))]


def _shown(stem: str) -> str:
    return re.sub(r"[\[\]]", "", stem)


def file_of(journal: Journal, name: str) -> Path | None:
    """The file of a picture in the folder of media; None for one that is not there or lies elsewhere."""
    path = folder(journal) / name.strip()
    inside = "/" not in name and "\\" not in name and path.suffix.lower() in SUFFIXES
    return path if inside and is_file(path) and not path.is_symlink() else None


def still(picture: Path) -> bytes:
    """An SVG as an image within another one: what a browser shows so runs no script and loads nothing."""
    data = b64encode(bytes_of(picture, LARGEST)).decode()
    whole = 'width="100%" height="100%"'
    image = f'<image {whole} href="data:image/svg+xml;base64,{data}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {whole}>{image}</svg>'.encode()


def pictures(journal: Journal, text: str) -> list[Path]:
    """The pictures of a text that are there."""
    return [path for found in PICTURE.finditer(text) if (path := file_of(journal, found["path"]))]
