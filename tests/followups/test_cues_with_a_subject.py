"""A cue has a subject: a box, a heading, or the writer. Technical prose proposes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from journal.followups.cues import Cue, find_cues
from journal.followups.listed import ticked
from tests.library.test_mentions import FINDER

DATA = Path(__file__).parent / "data"


def cues(text: str) -> list[Cue]:
    return find_cues(text, FINDER.find(text))


def listed(text: str) -> list[str]:
    return [cue.text for cue in cues(text) if cue.kind == "listed"]


def test_technical_prose_proposes_nothing() -> None:
    sentences = (DATA / "technical.txt").read_text(encoding="utf-8").splitlines()
    assert len(set(sentences)) == 80
    assert [(text, cue.kind) for text in sentences for cue in cues(text)] == []
    assert cues("\n".join(sentences)) == []


def test_what_a_writer_says_of_oneself_is_proposed() -> None:
    lines = (DATA / "open.tsv").read_text(encoding="utf-8").splitlines()
    expected = [(text, [kind]) for text, kind in (line.split("\t") for line in lines)]
    assert [(text, [cue.kind for cue in cues(text)]) for text, _ in expected] == expected


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("- [ ] 看完第三章\n- [x] 看完第二章\n* [ ] run it again.\n", ["看完第三章", "run it again"]),
        ("1. [ ] first\n  - [ ] nested\n> - [ ] quoted\n", ["first", "nested", "quoted"]),
        ("```\n- [ ] code\n```\n", []),
        ("- [ ]\n- [] x\n- [a](b)\n", []),
        ("## 下周计划\n\n1. 看论文\n2、写代码\n\n## 感想\n\n- 很累\n", ["看论文", "写代码"]),
        ("### 三、遇到的困难：\n\n矩阵乘法不会。\n\n### 总结\n好。\n", ["矩阵乘法不会"]),
        ("**TODO**\n- finish it\n- [x] done\n", ["finish it"]),
        ("下周计划：\n- 学GRU\n", ["学GRU"]),
        ("# Next week\n\n- read two papers\n- [ ] write one\n", ["read two papers", "write one"]),
        ("## Next\n\nRead the paper.\n", ["Read the paper"]),
        ("## 问题定义\n\n- 给定输入，求输出\n", []),
        ("## The next layer\n\n- maps tokens to vectors\n", []),
        (f"## 问题\n\n{'很长的一段话，' * 40}\n", []),
    ],
)
def test_open_boxes_and_lines_below_headings_are_listed_once(text: str, items: list[str]) -> None:
    assert listed(text) == items
    assert [cue.text for cue in cues(text)] == items


def test_a_line_that_is_listed_names_its_day_and_is_not_told_again_by_its_words() -> None:
    (cue,) = cues("- [ ] 明天再看GRU和[笔记](a.md)\n")
    assert (cue.kind, cue.when, cue.text) == ("listed", "明天", "明天再看GRU和[笔记](a.md)")
    assert cue.sentence == "- [ ] 明天再看GRU和[笔记](a.md)"


def test_a_box_is_ticked_where_it_stands_and_nowhere_else() -> None:
    body = "a\r\n  - [ ] one\r\n- [ ] two\n- [ ] two\n"
    assert ticked(body, "- [ ] two") == "a\r\n  - [ ] one\r\n- [x] two\n- [ ] two\n"
    assert ticked(body, "- [ ] one") == "a\r\n  - [x] one\r\n- [ ] two\n- [ ] two\n"
    assert ticked(body, "- [ ] three") is None
    assert ticked("- [x] two\n", "- [ ] two") is None
    assert ticked("one\n", "one") is None
