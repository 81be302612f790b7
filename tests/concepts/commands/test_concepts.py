"""concepts, concept, new."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support.commands import RunJournal

BROKEN = '"""Broken"""\n\n\ndef demo(n):\n    return n\n'


def test_the_library_is_listed_with_what_is_known_of_each(run_journal: RunJournal, week: Path) -> None:
    run_journal("import", str(week))
    rows = {row["id"]: row for row in run_journal("concepts", "--json").json}
    assert {"id", "en", "zh", "topic", "origin", "questions", "mentions", "known"} <= set(rows["lstm-cell"])
    assert (rows["pooling"]["zh"], rows["pooling"]["topic"], rows["pooling"]["origin"]) == ("池化", "images", "library")
    assert rows["pooling"]["mentions"] == 1
    assert rows["pooling"]["known"] is not None
    assert rows["kv-cache"]["known"] is None


def test_a_query_finds_names_in_either_language_and_no_hit_is_a_no(run_journal: RunJournal) -> None:
    found = run_journal("concepts", "池化", "--json").json
    assert "pooling" in [row["id"] for row in found]
    assert run_journal("concepts", "POOL", "--json").json
    assert run_journal("concepts", "no such name").status == 1
    assert [line.split()[0] for line in run_journal("concepts", "池化").lines] == [row["id"] for row in found]


def test_the_columns_stand_in_line_with_chinese_titles(
    run_journal: RunJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wcwidth import wcswidth

    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    lines = run_journal("concepts").lines
    assert len({wcswidth(line[: line.rindex("  ")]) for line in lines}) == 1


@pytest.mark.parametrize("name", ["lstm-cell", "LSTM", "lstm", "长短期记忆网络"])
def test_a_concept_is_found_by_its_id_and_by_any_of_its_names(name: str, run_journal: RunJournal) -> None:
    assert run_journal("concept", name, "--json").json["id"] == "lstm-cell"


def test_s15_a_concept_shows_its_text_its_questions_and_every_sentence_of_the_log(
    run_journal: RunJournal, week: Path
) -> None:
    run_journal("import", str(week))
    page = run_journal("concept", "pooling", "--json").json
    assert {"text", "aliases", "needs", "mentions", "questions"} <= set(page)
    (mention,) = page["mentions"]
    assert set(mention) == {"week", "start", "end", "snippet"}
    body = run_journal("show", "1").out
    assert "池化" in body[mention["start"] : mention["end"]]
    result = run_journal("concept", "pooling")
    assert result.lines[0] == page["en"]
    assert "In your log: once" in result.lines
    assert "池化" in result.lines[-1]


NAMED_IN_THE_SEED = """
chain-rule dataset-protocol tensorboard-scalars dataloader-batching transform-pipeline activation-functions backprop
batch-norm convolution conv1x1 pooling receptive-field vanishing-gradient residual-connection rnn-cell lstm-cell
gru-cell gcn-layer mas-consensus one-hot attention-weights embedding encoder-decoder transformer-block
"""
"""Some of what the first weekly log speaks of. A lexicon of single words finds 34 in it; the library's concepts are cut
otherwise (卷积层 and CNN are one, BP is several), and there are more of them."""


def test_s15_the_first_weekly_log_leads_to_its_concepts_and_each_of_them_back_to_it(
    run_journal: RunJournal, seed: Path
) -> None:
    run_journal("import", str(seed))
    spoken_of = {row["id"]: row["mentions"] for row in run_journal("concepts", "--json").json if row["mentions"]}
    assert len(spoken_of) >= 34
    assert set(NAMED_IN_THE_SEED.split()) <= set(spoken_of)
    assert spoken_of["transform-pipeline"] == 1, "not those within transformer"
    body = run_journal("show", "1").out
    page = run_journal("concept", "cnn", "--json").json
    assert page["id"] == "convolution"
    assert page["mentions"]
    for mention in page["mentions"]:
        assert mention["snippet"] == body[mention["start"] : mention["end"]]
        assert any(name in mention["snippet"] for name in ("CNN", "卷积"))


def test_s26_the_timeline_of_a_concept_is_its_sentences_alone_in_lines_and_in_json(
    run_journal: RunJournal, week: Path
) -> None:
    assert run_journal("concept", "LSTM", "--timeline").status == 1
    run_journal("import", str(week))
    result = run_journal("concept", "LSTM", "--timeline")
    assert (result.status, result.lines[1:]) == (0, ["第一周周记 2024.07.07 ~ 2024.07.14  还有 LSTM。"])
    (moment,) = run_journal("concept", "LSTM", "--json").json["timeline"]
    assert (moment["kind"], moment["starts"], moment["snippet"]) == ("sentence", "2024-07-07", "还有 LSTM。")


def test_a_concept_is_told_in_the_language_of_the_learner(
    run_journal: RunJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    result = run_journal("concept", "pooling")
    assert result.lines[0] == "池化"
    assert run_journal("concept", "pooling", "--json").json["zh"] == "池化"


def test_an_unknown_concept_is_one_line_that_names_the_nearest(run_journal: RunJournal) -> None:
    result = run_journal("concept", "lstm-cel")
    assert (result.status, result.out) == (1, "")
    assert result.err == "journal: No concept is called lstm-cel. Did you mean lstm-cell?\n"
    result = run_journal("concept", "qqqqqqqq")
    assert result.err == "journal: No concept is called qqqqqqqq. `journal concepts` lists them all.\n"


def test_a_broken_file_of_one_s_own_is_listed_with_file_and_line_and_hides_no_other(
    run_journal: RunJournal, home: Path
) -> None:
    (home / "concepts").mkdir(parents=True)
    (home / "concepts" / "half_done.py").write_text(BROKEN, encoding="utf-8")
    rows = {row["id"]: row for row in run_journal("concepts", "--json").json}
    assert "half_done.py, line 4: demo: every parameter needs a default" in rows["half-done"]["broken"]
    assert rows["half-done"]["origin"] == "own"
    assert not rows["pooling"]["broken"]
    result = run_journal("concept", "half-done")
    assert (result.status, result.err.count("\n")) == (1, 1)
    assert "line 4" in result.err


def test_a_new_concept_runs_and_passes_the_check_as_it_stands(run_journal: RunJournal, home: Path) -> None:
    path = Path(run_journal("new", "Mean of a batch", "--json").json["path"])
    assert path == home / "concepts" / "mean_of_a_batch.py"
    assert run_journal("concept", "Mean of a batch", "--json").json["origin"] == "own"
    assert run_journal("demo", "mean-of-a-batch").status == 0
    result = run_journal("lint", str(path), "--seeds", "40")
    assert (result.status, result.out) == (0, "1 question in 1 file, 0 problems.\n")


def test_a_new_concept_opens_in_the_editor(
    run_journal: RunJournal, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = home.parent / "editor.py"
    script.write_text("import sys; open(sys.argv[1], 'a').write('# seen\\n')", encoding="utf-8")
    monkeypatch.setenv("EDITOR", f'"{sys.executable}" "{script}"')
    assert run_journal("new", "卷积的直觉").status == 0
    (path,) = (home / "concepts").glob("*.py")
    assert path.read_text(encoding="utf-8").startswith('"""卷积的直觉\n')
    assert path.read_text(encoding="utf-8").endswith("# seen\n")


def test_a_new_concept_overwrites_none(run_journal: RunJournal) -> None:
    for name in ("Pooling", "Mine", "Mine"):
        result = run_journal("new", name, "--no-edit")
    assert (result.status, result.err.count("\n")) == (1, 1)
    assert run_journal("new", "Pooling", "--no-edit").status == 1
