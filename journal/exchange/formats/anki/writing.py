"""A package of Anki: its note types, their templates for light and dark, and the zip that holds it all."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from hashlib import sha1
from io import BytesIO
from typing import Any

from journal.db.anki import Collection, Row, written

QUESTION, BASIC, REVERSED, TYPED, CLOZE = (1_720_000_000_000 + number for number in range(5))
"""The ids of our note types: always the same, so that a later import finds them."""
MODEL_OF = {"recall": BASIC, "reversed": REVERSED, "typed": TYPED, "cloze": CLOZE}

_CSS = """
.card { font: 18px/1.5 system-ui, sans-serif; text-align: left; color: #222; background: #fff; max-width: 42em;
  margin: 0 auto; padding: .6em; }
pre { font: 14px/1.45 ui-monospace, monospace; background: #f3f3f0; padding: .7em; border-radius: 6px;
  white-space: pre-wrap; overflow-wrap: anywhere; }
code { font-family: ui-monospace, monospace; font-size: .92em; }
.formula { text-align: center; }
img { max-width: 100%; height: auto; background: #fff; }
.title { color: #777; font-size: 14px; }
.answer { font-weight: bold; }
.cloze { font-weight: bold; color: #2060b0; }
.nightMode.card, .night_mode.card, .night_mode .card { color: #ddd; background: #1e1e1e; color-scheme: dark; }
.nightMode pre, .night_mode pre { background: #2b2b2b; color: #ddd; }
.nightMode .cloze, .night_mode .cloze { color: #7ab0f5; }
"""
_PICK = """
<script>
(function () {
  var all = JSON.parse(document.getElementById("variants").textContent);
  var one = all[Math.floor(Date.now() / 86400000) % all.length];
  for (var name in one) { var at = document.getElementById("v-" + name); if (at) { at.innerHTML = one[name]; } }
})();
</script>
"""
_HOLDER = '<script type="application/json" id="variants">{{Variants}}</script>'
_ASKED = '<div class="title">{{Title}}</div><pre id="v-code"></pre><div id="v-prompt">{{Prompt}}</div>'
_SHOWN = '<hr id="answer"><div class="answer" id="v-answer"></div><div id="v-explanation"></div>'


def escaped_json(value: Any) -> str:
    """JSON that can stand in a page: nothing in it opens or ends a tag, or a field of a template."""
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace("&", "\\u0026").replace("{{", "{\\u007b").replace(">", "\\u003e")


def models(modified: int) -> dict[str, Any]:
    """The note types by their ids."""
    front, back = "{{Front}}", '{{FrontSide}}<hr id="answer">{{Back}}'
    asked, shown = f"{_ASKED}{_HOLDER}{_PICK}", f"{_ASKED}{_SHOWN}{_HOLDER}{_PICK}"
    typed = "{{Front}}<br>{{type:Answer}}", '{{Front}}<hr id="answer">{{type:Answer}}<br>{{Back}}'
    gaps = "{{cloze:Front}}", "{{cloze:Front}}<br>{{Back}}"
    both = [("Front", front, back), ("Back", "{{Back}}", '{{FrontSide}}<hr id="answer">{{Front}}')]
    types = (
        (QUESTION, "Journal: question", ("Id", "Title", "Prompt", "Variants", "Figures"), [("Question", asked, shown)]),
        (BASIC, "Journal: front and back", ("Front", "Back"), [("Front", front, back)]),
        (REVERSED, "Journal: both ways", ("Front", "Back"), both),
        (TYPED, "Journal: typed", ("Front", "Back", "Answer"), [("Front", *typed)]),
        (CLOZE, "Journal: gaps", ("Front", "Back"), [("Gaps", *gaps)]),
    )
    return {str(each[0]): _model(modified, *each) for each in types}


def _model(
    modified: int, model_id: int, name: str, fields: Sequence[str], templates: Sequence[tuple[str, str, str]]
) -> dict[str, Any]:
    plain = {"sticky": False, "rtl": False, "font": "Arial", "size": 20, "media": []}
    return {
        "id": model_id,
        "name": name,
        "type": int(model_id == CLOZE),
        "mod": modified,
        "usn": -1,
        "sortf": 0,
        "did": 1,
        "css": _CSS,
        "latexPre": "\\documentclass{article}\\begin{document}",
        "latexPost": "\\end{document}",
        "latexsvg": False,
        "req": [[number, "any", [0]] for number in range(len(templates))],
        "tags": [],
        "vers": [],
        "flds": [{"name": each, "ord": number, **plain} for number, each in enumerate(fields)],
        "tmpls": [
            {"name": name, "ord": number, "qfmt": front, "afmt": back, "did": None, "bqfmt": "", "bafmt": ""}
            for number, (name, front, back) in enumerate(templates)
        ],
    }


def decks(names: Sequence[str], modified: int) -> dict[str, Any]:
    """The decks by their ids, the default one first; the id of a deck follows from its place."""
    today = {"newToday": [0, 0], "revToday": [0, 0], "lrnToday": [0, 0], "timeToday": [0, 0]}
    rest = {
        "mod": modified,
        "usn": -1,
        "desc": "",
        "dyn": 0,
        "conf": 1,
        "collapsed": False,
        "extendNew": 0,
        "extendRev": 0,
    }
    every = {1: "Default"} | {deck_id(number): name for number, name in enumerate(names)}
    return {str(key): {"id": key, "name": name, **rest, **today} for key, name in every.items()}


def deck_id(number: int) -> int:
    """The id of a deck by its place."""
    return 1_720_000_100_000 + number


def note_row(note_id: int, guid: str, model: int, modified: int, tags: Sequence[str], fields: Sequence[str]) -> Row:
    """A note as a row."""
    checksum = int(sha1(fields[0].encode(), usedforsecurity=False).hexdigest()[:8], 16)
    words = f" {' '.join('_'.join(tag.split()) for tag in tags)} " if tags else ""
    return note_id, guid, model, modified, -1, words, "\x1f".join(fields), fields[0], checksum, 0, ""


def package(collection: Collection, media: Mapping[str, bytes]) -> bytes:
    """The zip: the collection under the names that older and newer versions look for, and the media by number."""
    data, file = written(collection), BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("collection.anki21", data)
        archive.writestr("collection.anki2", data)
        for number, content in enumerate(media.values()):
            archive.writestr(str(number), content)
        archive.writestr("media", json.dumps({str(number): name for number, name in enumerate(media)}))
    return file.getvalue()
