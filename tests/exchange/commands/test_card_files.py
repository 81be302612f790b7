"""Cards in files of text, by the commands: many made at once, tables in and out, notes of Obsidian."""

from __future__ import annotations

from pathlib import Path

from tests.support.commands import RunJournal


def test_many_cards_are_made_at_once_and_what_is_wrong_is_named(run_journal: RunJournal, tmp_path: Path) -> None:
    path = tmp_path / "cards.txt"
    path.write_text("What is BN?\nA layer.\n\nlonely\n\n{{c1::Adam}} is {{c2::momentum}}\n", encoding="utf-8")
    made = run_journal("card", "new", "--file", str(path), "--tag", "bulk")
    assert made.status == 0
    assert made.lines == ["2 notes are new.", "line 4: A card needs a back: the answer."]
    assert len(run_journal("card", "tag:bulk", "--json").json) == 3
    again = run_journal("card", "new", "--file", str(path), "--json").json
    assert (again["new"], again["known"], again["problems"][0]["line"]) == (0, 2, 4)
    assert run_journal("undo").status == 0


def test_many_cards_are_read_from_standard_input(run_journal: RunJournal) -> None:
    assert run_journal("card", "new", "--file", "-", text="a\t1\nb\t2\n").lines == ["2 notes are new."]


def test_texts_beside_a_file_are_refused(run_journal: RunJournal, tmp_path: Path) -> None:
    refused = run_journal("card", "new", "front", "--file", str(tmp_path / "x.txt"))
    assert refused.status != 0
    assert "leave them out" in refused.err


def test_a_table_of_gbk_comes_in_and_goes_out(run_journal: RunJournal, tmp_path: Path) -> None:
    path, out = tmp_path / "cards.csv", tmp_path / "out.tsv"
    path.write_bytes("正面,背面,标签\n卷积核是什么？,一个很小的矩阵，在图像上滑动。,图像\n".encode("gbk"))
    assert run_journal("import", str(path), "--dry-run").lines[-1] == "1 note is new."
    assert run_journal("card").status == 1
    assert run_journal("import", str(path)).lines == ["1 note is new."]
    assert run_journal("export", str(out)).lines == [f"1 note written to {out}."]
    assert "卷积核是什么？\t一个很小的矩阵，在图像上滑动。\t图像\t\trecall\t" in out.read_text(encoding="utf-8")
    assert run_journal("import", str(out)).lines == ["0 notes are new.", "1 note is here already."]
    assert run_journal("export", str(out)).status != 0


def test_the_schedule_of_obsidian_comes_along(run_journal: RunJournal, tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / "a.md").write_text("#flashcards\n\nAdam :: momentum <!--SR:!2030-08-01,12,250-->\n", encoding="utf-8")
    (folder / "b.md").write_text("Nothing to learn.\n\nBN :: normalises\n", encoding="utf-8")
    assert run_journal("import", str(folder), "--format", "cards").lines == ["2 notes are new."]
    first, second = run_journal("card", "--json").json
    assert (first["due"], first["stability"], second["due"]) == ("2030-08-01", 12.0, None)
