"""Run by the Python of an environment that has the real `anki` package: makes decks, and says what it reads in one.

python anki_oracle.py make FOLDER         writes a deck in each generation of the file, and a bare collection
python anki_oracle.py masks PATH          writes a package of notes that hide parts of pictures, and of add-ons
python anki_oracle.py read STEP [STEP…]   does one step after the other and prints what it holds then as JSON

A step is the path of a package to import, `answer:RATING` (answers each card as if it were due), `delete:DECK`,
`recompute` (works out what is remembered from the log),
or `export:PATH` (writes everything as a package of the newest kind; `export-old:PATH` as one of the older).
"""

# mypy: ignore-errors

import json
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from anki.collection import Collection, ExportAnkiPackageOptions, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.import_export_pb2 import ImportAnkiPackageUpdateCondition as When

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364f8ff9f0100050102"
    "01e7264f8c0000000049454e44ae426082"
)


def add(col, kind, deck, tags, *fields):
    model = col.models.by_name(kind)
    note = col.new_note(model)
    note.fields[: len(fields)] = fields
    note.tags = tags
    col.add_note(note, col.decks.id(deck))
    return note


def set_due(col, card, days, reps=1, lapses=0):
    card.type = card.queue = 2
    card.due, card.ivl, card.reps, card.lapses = col.sched.today + days, days, reps, lapses
    col.update_card(card)


def fill(col):
    picture = col.media.write_data("plot 1.png", PNG)
    add(
        col,
        "Basic",
        "Deep::Nets",
        ["cnn"],
        f'A <b>kernel</b> <img src="{picture}">',
        r"\(\alpha^2\)<script>x()</script>",
    )
    add(col, "Basic (and reversed card)", "Deep::Nets", [], "front", "back")
    add(col, "Basic (type in the answer)", "Deep", ["typed"], "relu(-3)?", "0")
    add(col, "Cloze", "Deep", ["a", "b"], "{{c1::Adam}} is {{c2::momentum::what}} [latex]$x$[/latex]", "extra")
    add(col, "Basic", "Deep", [], "sound [sound:a.mp3]", "line<br>two")
    suspended = add(col, "Basic", "Deep", [], "suspended", "yes")
    col.sched.suspend_cards([suspended.cards()[0].id])
    for days, ratings in ((30, (3, 3, 1, 3)), (12, (1, 3, 4))):
        card = col.get_card(sorted(col.find_cards("deck:Deep*"))[0 if days == 30 else 1])
        base = 1_700_000_000_000 + days * 1000
        for number, rating in enumerate(ratings):
            kind = 0 if number == 0 else 1
            row = (base + number * 5 * 86_400_000, card.id, -1, rating, 5, 1, 0, 4000, kind)
            col.db.execute("insert into revlog values (?,?,?,?,?,?,?,?,?)", *row)
        set_due(col, card, days, len(ratings), 1)
    buried = add(col, "Basic", "Deep", [], "buried", "yes")
    col.sched.bury_cards([buried.cards()[0].id])
    crammed = add(col, "Basic", "Deep::Kept", ["cram"], "crammed", "yes")
    set_due(col, crammed.cards()[0], 9)
    deck = col.sched.get_or_create_filtered_deck(0)
    deck.name = "Crammed"
    deck.config.search_terms[0].search = "tag:cram"
    col.sched.add_or_update_filtered_deck(deck)


MASKS = "\n".join(
    (
        "{{c1::image-occlusion:rect:left=.25:top=.5:width=.5:height=.25:oi=1}}<br>",
        "{{c2::image-occlusion:ellipse:left=.1:top=.1:rx=.2:ry=.1:oi=1}}<br>",
        "{{c2::image-occlusion:polygon:left=0:top=0:points=0,0 .5,0 .5,1}}<br>",
    )
)


def add_type(col, name, fields, front, back):
    """A note type as an add-on brings it along."""
    model = col.models.new(name)
    for field in fields:
        col.models.add_field(model, col.models.new_field(field))
    template = col.models.new_template("Card 1")
    template["qfmt"], template["afmt"] = front, back
    col.models.add_template(model, template)
    col.models.add(model)


def fill_with_masks(col):
    """Notes of Anki's own image occlusion, of the add-on that came before it, and of one that asks by script."""
    picture = col.media.write_data("网络.png", PNG)
    stock = json.loads(col._backend.get_stock_notetype_legacy(5))
    if not col.models.by_name(stock["name"]):
        col.models.add_dict(stock)
    add(col, stock["name"], "Occluded", ["io"], MASKS, f'<img src="{picture}">', "一层", "背面", "注")
    mask = col.media.write_data(
        "ab12-ao-1-Q.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>'
    )
    names = ("ID (hidden)", "Header", "Image", "Question Mask", "Footer", "Answer Mask", "Original Mask")
    front = '{{#Image}}<div>{{Header}}</div><div id="io-overlay">{{Question Mask}}</div>{{Image}}{{/Image}}'
    add_type(col, "Image Occlusion Enhanced", names, front, front.replace("Question", "Answer") + "{{Footer}}")
    values = ("ab12-ao-1", "头", f'<img src="{picture}">', f'<img src="{mask}">', "脚", '<img src="ab12-ao-1-A.svg">')
    add(col, "Image Occlusion Enhanced", "Occluded", [], *values)
    front = '<div id="q">{{Question}}</div>{{Options}}<script>shuffle()</script>'
    add_type(col, "AllInOne (kprim, mc, sc)", ("Question", "Options", "Answers"), front, front + "{{Answers}}")
    add(
        col, "AllInOne (kprim, mc, sc)", "Occluded", [], "哪个是激活函数？", "<ol><li>ReLU</li><li>SGD</li></ol>", "1 0"
    )


def make_masks(path):
    """A package of nothing but such notes."""
    with tempfile.TemporaryDirectory() as folder:
        col = Collection(str(Path(folder) / "c.anki2"))
        fill_with_masks(col)
        exported(col, path)
        col.close()


def make(folder):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "made.anki2"
    col = Collection(str(path))
    fill(col)
    for name, legacy in (("new.apkg", False), ("old.apkg", True)):
        options = ExportAnkiPackageOptions(with_scheduling=True, with_media=True, with_deck_configs=True, legacy=legacy)
        col.export_anki_package(out_path=str(folder / name), options=options, limit=None)
    col.export_collection_package(str(folder / "new.colpkg"), include_media=True, legacy=False)
    col = Collection(str(path))
    col.export_collection_package(str(folder / "old.colpkg"), include_media=True, legacy=True)
    col = Collection(str(path))
    col.close()


LOGGED = ("new", "updated", "duplicate", "conflicting", "first_field_match", "missing_notetype", "missing_deck")


def imported(col, path):
    options = ImportAnkiPackageOptions(
        merge_notetypes=False,
        with_scheduling=True,
        with_deck_configs=False,
        update_notes=When.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER,
        update_notetypes=When.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER,
    )
    log = col.import_anki_package(ImportAnkiPackageRequest(package_path=path, options=options)).log
    return {name: len(getattr(log, name)) for name in LOGGED}


def day_of(col):
    """The day that Anki takes for today: it begins at four in the morning."""
    return str(datetime.fromtimestamp(col.sched.day_cutoff - 43_200).date())


def told(col, card):
    note, state = card.note(), card.memory_state
    return {
        "guid": note.guid,
        "ord": card.ord,
        "deck": col.decks.name(card.did),
        "type": card.type,
        "id": card.id,
        "queue": card.queue,
        "filtered": bool(card.odid),
        "due": card.due - col.sched.today if card.type == 2 else None,
        "ivl": card.ivl,
        "reps": card.reps,
        "lapses": card.lapses,
        "stability": state and state.stability,
        "difficulty": state and state.difficulty,
        "decay": card.decay,
        "tags": note.tags,
        "model": note.note_type()["name"],
        "fields": note.fields,
        "question": card.question(),
        "answer": card.answer(),
        "revlog": col.db.all("select id, ease, ivl, time, type from revlog where cid = ? order by id", card.id),
    }


def exported(col, path, *, legacy=False):
    options = ExportAnkiPackageOptions(with_scheduling=True, with_media=True, with_deck_configs=False, legacy=legacy)
    col.export_anki_package(out_path=path, options=options, limit=None)
    return {}


def answered(col, rating):
    """Every card answered once, through Anki's own scheduler, whatever its day."""
    col.set_config("fsrs", True)
    count = 0
    for card_id in col.find_cards("-is:suspended"):
        card = col.get_card(card_id)
        if card.type == 2:
            card.due, card.queue = col.sched.today, 2
            col.update_card(card)
        card.start_timer()
        states = col._backend.get_scheduling_states(card_id)
        col.sched.answer_card(col.sched.build_answer(card=card, states=states, rating=int(rating) - 1))
        count += 1
    return {"answered": count}


def recomputed(col, _):
    """Stability and difficulty of every card as Anki works them out from its log, with everyone's weights."""
    found = {card_id: col._backend.compute_memory_state(card_id) for card_id in col.find_cards("")}
    return {str(card_id): [each.state.stability, each.state.difficulty] for card_id, each in found.items()}


def deleted(col, name):
    col.decks.remove([each.id for each in col.decks.all_names_and_ids() if each.name.startswith(name)])
    return {}


STEPS = {
    "answer": answered,
    "recompute": recomputed,
    "delete": deleted,
    "export": exported,
    "export-old": lambda col, path: exported(col, path, legacy=True),
}


def done(col, step):
    name, _, argument = step.partition(":")
    return STEPS[name](col, argument) if name in STEPS else imported(col, step)


def read(steps):
    with tempfile.TemporaryDirectory() as folder:
        col = Collection(str(Path(folder) / "c.anki2"))
        log = [done(col, step) for step in steps]
        problems, _ = col.fix_integrity()
        cards = [told(col, col.get_card(card_id)) for card_id in col.find_cards("")]
        media = sorted(each.name for each in Path(col.media.dir()).iterdir())
        print(json.dumps({"cards": cards, "log": log, "media": media, "problems": problems, "day": day_of(col)}))
        col.close()


if __name__ == "__main__":
    made = {"make": lambda: make(Path(sys.argv[2])), "masks": lambda: make_masks(sys.argv[2])}
    made.get(sys.argv[1], lambda: read(sys.argv[2:]))()
