"""The commands that help with writing: typos, template."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import RunJournal

TEXT = "# 第一周周记 2024.07.07 ~ 2024.07.14\r\n\r\n被应用与翻译**、**识别。\r\n用得淋漓精致！！！a's\r\n"
BETTER = "# 第一周周记 2024.07.07 ~ 2024.07.14\r\n\r\n被应用于翻译、识别。\r\n用得淋漓尽致！！！\r\n"
FOUND = [
    "3:2   应用与 → 应用于",
    "3:7   **、** → 、",
    "4:3   淋漓精致 → 淋漓尽致",
    "4:10  a's → (nothing): stray keystrokes?",
]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "周记.md"
    path.write_bytes(TEXT.encode())
    return path


def test_s18_slips_are_listed_by_line_and_column_and_the_answer_is_no(run_journal: RunJournal, log: Path) -> None:
    result = run_journal("slips", str(log))
    assert (result.status, result.lines) == (1, FOUND)
    assert run_journal("slips", "-", text=TEXT).lines == FOUND
    first = run_journal("slips", str(log), "--json").json[0]
    assert (first["line"], first["column"], first["found"], first["instead"]) == (3, 2, "应用与", "应用于")


def test_s18_the_slips_of_the_first_weekly_log_are_its_bold_its_stray_key_and_three_words(
    run_journal: RunJournal, seed: Path, tmp_path: Path
) -> None:
    result = run_journal("slips", str(seed))
    assert (result.status, result.lines) == (
        1,
        [
            "5:216   a's → (nothing): stray keystrokes?",
            "16:94   欧式 → 欧氏",
            "16:136  应用与 → 应用于",
            "16:143  **、** → 、",
            "16:152  **、** → 、",
            "16:269  淋漓精致 → 淋漓尽致",
        ],
    )
    text = seed.read_text(encoding="utf-8")
    copy = tmp_path / "copy.md"
    copy.write_text(text, encoding="utf-8")
    assert run_journal("slips", str(copy), "--fix", "--yes").status == 0
    for typo, better in (("欧式", "欧氏"), ("应用与", "应用于"), ("**、**", "、"), ("淋漓精致", "淋漓尽致")):
        text = text.replace(typo, better)
    assert copy.read_text(encoding="utf-8") == text.replace("！！！a's", "！！！")


def test_s18_mending_changes_nothing_else(run_journal: RunJournal, log: Path) -> None:
    result = run_journal("slips", str(log), "--fix", "--yes")
    assert (result.status, result.lines[-1]) == (0, "4 typos fixed.")
    assert log.read_bytes() == BETTER.encode()
    assert (run_journal("slips", str(log)).status, run_journal("slips", str(log)).out) == (0, "No typos found.\n")


@pytest.mark.parametrize(("typed", "better"), [("y\n", True), ("是\n", True), ("n\n", False), ("", False)])
def test_s18_without_a_yes_nothing_is_mended(run_journal: RunJournal, log: Path, typed: str, better: bool) -> None:
    result = run_journal("slips", str(log), "--fix", text=typed)
    assert "[y/N]" in result.err
    assert log.read_bytes() == (BETTER if better else TEXT).encode()
    assert result.status == (0 if better else 1)


def test_a_file_of_another_encoding_is_listed_and_not_rewritten(run_journal: RunJournal, tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes("应用与检测".encode("gb18030"))
    assert run_journal("slips", str(path)).status == 1
    result = run_journal("slips", str(path), "--fix", "--yes")
    assert result.status == 1
    assert "save it as UTF-8" in result.err
    assert path.read_bytes() == "应用与检测".encode("gb18030")


def test_the_slips_of_a_week_are_mended_as_a_version_that_can_be_gone_back_on(
    run_journal: RunJournal, log: Path
) -> None:
    run_journal("import", str(log))
    assert run_journal("slips", "1").lines == FOUND
    assert run_journal("slips", "1", "--fix", "--yes").status == 0
    assert run_journal("show", "1").out == BETTER
    assert [row["words"] for row in run_journal("history", "1", "--json").json]
    run_journal("revert", "1@1")
    assert run_journal("show", "1").out == TEXT


def test_the_standard_input_cannot_be_mended(run_journal: RunJournal) -> None:
    assert run_journal("slips", "-", "--fix", "--yes", text=TEXT).status == 1


def test_s25_the_template_is_ones_own_where_there_is_one(run_journal: RunJournal, home: Path) -> None:
    ours = run_journal("template").out
    assert ours.startswith("## Looking back <!--")
    home.mkdir(exist_ok=True)
    (home / "template.md").write_text("## 只问一句 <!-- 学了什么？ -->\n", encoding="utf-8")
    assert run_journal("template").out == "## 只问一句 <!-- 学了什么？ -->\n"


def test_s25_the_template_asks_six_things_of_which_only_the_answered_ones_are_exported_and_none_is_counted(
    run_journal: RunJournal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    ours = run_journal("template").out
    asked = [line.split()[1] for line in ours.splitlines() if line.startswith("## ")]
    assert asked == ["反思", "本周所学", "易混", "跳过与原因", "忽然想到", "下周只学"]
    assert "最多三样" in ours
    assert run_journal("count", "-", "--json", text=ours).json["body"] == 0
    path = tmp_path / "week.md"
    answered = ours.replace("## 易混", "学了卷积。\n\n## 易混")
    path.write_text(f"# 第一周周记 2024.07.07 ~ 2024.07.14\n\n{answered}", encoding="utf-8")
    run_journal("import", str(path))
    assert run_journal("weeks", "--json").json[0]["words"] == 5
    for page in (run_journal("export", "-", "--format", "html").out, run_journal("report", "--format", "html").out):
        shown = page[page.index("<article>") :]
        assert [heading for heading in asked if heading in shown] == ["本周所学"]
        assert "像讲给朋友听" not in shown
    assert run_journal("export", "-", "--format", "text").out == "学了卷积。\n", "which Word counts as the quota does"
