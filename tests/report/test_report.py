"""S24: the report of a week in its forms: it reads well in both languages, is safe to open, and gives its log back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from types import NoneType
from typing import Any

import pytest

from journal.core.languages import LANGUAGES, Language
from journal.core.messages import UserError, use
from journal.exchange.formats.notes import read
from journal.exchange.source import Source
from journal.report.bars import Bar, bars
from journal.report.files import rendered, write
from journal.report.markdown import MARK, log_in, report_markdown, summary
from journal.report.report import (
    DayBar,
    NextWeek,
    Report,
    ReportedConcept,
    ReportedFollowup,
    ReportedHabit,
    ReportedMisconception,
    WeekBar,
    difference,
)

GOLDEN = Path(__file__).parent / "golden"
HEADING = "# 第二周周记 2024.07.14 ~ 2024.07.21"
LOG = f"{HEADING}\r\n\r\n学了**GRU**。\n周六再看`nn.GRU`，还是不懂。\n\n- [ ] MAS\n"
REPORT = Report(
    made=date(2024, 7, 20),
    number=2,
    title="第二周周记 2024.07.14 ~ 2024.07.21",
    starts=date(2024, 7, 14),
    ends=date(2024, 7, 21),
    text=LOG,
    words=523,
    goal=800,
    word=531,
    reviews=24,
    right=20,
    new=6,
    minutes=12.4,
    retention=0.875,
    streak=1,
    habits=(
        ReportedHabit("words", "字数", 523, 1971),
        ReportedHabit("reviews", "复习", 24, 24),
        ReportedHabit("minutes", "分钟", 12.4, None),
    ),
    first_met=(ReportedConcept("gru", "GRU", 2, None),),
    met_again=(ReportedConcept("lstm", "LSTM", 1, 0.62), ReportedConcept("bp", "反向传播（BP）", 1, 1.0)),
    mistaken=(
        ReportedMisconception("bp", "反向传播（BP）", "更新的方向与梯度相反。", 2, ("批归一化（BN）",)),
        ReportedMisconception("conv", "conv_size", "a*b < c", 1),
    ),
    cured=(ReportedMisconception("conv", "卷积", "两端都要填充。", 3),),
    left=(
        ReportedFollowup(1, "later", "MAS", date(2024, 7, 14), False, False, 1, "第 1 周起，已拖 1 周"),
        ReportedFollowup(2, "later", "1×1卷积", None, True, False, 0, ""),
        ReportedFollowup(3, "confusion", "BP 还是 BN？", None, False, False, 0, ""),
        ReportedFollowup(4, "idea", "忽然想到，能不能不池化", None, False, False, 0, ""),
        ReportedFollowup(5, "parked", "以后再看", None, False, True, 0, ""),
    ),
    undecided=2,
    weeks=(WeekBar("1", 1971, 24, 18, 10.0), WeekBar("2", 523, 24, 20, 12.4)),
    days=(DayBar(date(2024, 7, 14), 0, 0), DayBar(date(2024, 7, 15), 24, 20)),
    ahead=NextWeek(date(2024, 7, 22), date(2024, 7, 28), 12, 3, ("注意力", "Transformer")),
)


# --- as it reads ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["md", "html"])
def test_s24_the_report_reads_as_it_was_approved(form: str, language: Language) -> None:
    use(language)
    golden = GOLDEN / f"report.{language}.{form}"
    assert rendered(REPORT, form) == golden.read_bytes().decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_has_nothing_to_say_is_left_out(language: Language) -> None:
    use(language)
    bare = replace(
        REPORT, first_met=(), met_again=(), mistaken=(), cured=(), left=(), undecided=0, ahead=None, reviews=0, goal=0
    )
    assert "###" not in summary(bare)
    assert "None" not in report_markdown(bare)


def test_a_wrong_idea_that_was_put_right_in_the_same_week_is_told_of_once() -> None:
    use("en")
    idea = ReportedMisconception("bp", "BP", "The update goes against the gradient.", 2)
    told = summary(replace(REPORT, mistaken=(idea,), cured=(*REPORT.cured, replace(idea, times=5))))
    assert told.count(idea.says) == 1
    assert f"{idea.says} Resolved since." in told
    assert "### Resolved" in told
    assert "### Resolved" not in summary(replace(REPORT, mistaken=(idea,), cured=(idea,)))


def test_what_is_noted_is_never_taken_for_markdown() -> None:
    nasty = replace(REPORT, left=(ReportedFollowup(1, "idea", "a*b*c <b>\n# no heading", None, False, False, 0, ""),))
    assert r"- a\*b\*c \<b\> \# no heading" in summary(nasty).splitlines()


@pytest.mark.parametrize(
    ("value", "before", "told"), [(5, 12, "−7"), (12, 5, "+7"), (5, 5.2, "±0"), (5, None, ""), (0.6, 0.4, "+1")]
)
def test_a_difference_is_that_of_the_figures_as_they_are_read(value: float, before: float | None, told: str) -> None:
    assert difference(ReportedHabit("phone", "手机", value, before)) == told


# --- the log in it ----------------------------------------------------------------------------------------------

TEXTS = (
    LOG,
    f"\n\n{HEADING}\n",
    HEADING,
    f"{HEADING}\r\n\r\n学了GRU。\r\n\r\n",
    f"{HEADING}\n\n学了GRU。\n\n\n\n",
    f"{HEADING}\n\n```\n# 第三周周记\n```\n\n# 第三周周记 2024.07.21 ~ 07.28\n\n一段。\n",
    f"{HEADING}\n\n{MARK}\n\n## 本周小结\n",
    "没有标题的一周。\n",
    "\n没有标题，前面空一行\n",
    "",
    "# 第2周\n\n标题里没有日期。\n",
    "# 第9周 2024.07.14 ~ 2024.07.01\n\n标题里的日期不对。\n",
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", TEXTS)
def test_s24_the_log_in_a_report_is_the_log_character_for_character(
    text: str, language: Language, tmp_path: Path
) -> None:
    use(language)
    path = tmp_path / "report.md"
    write(path, report_markdown(replace(REPORT, text=text)))
    (log,) = read(Source(path)).logs
    assert (log.number, log.starts, log.ends, log.title, log.body) == (
        REPORT.number,
        REPORT.starts,
        REPORT.ends,
        REPORT.title,
        text,
    )


def test_a_report_whose_line_ends_another_program_changed_still_gives_only_its_log() -> None:
    week = log_in(report_markdown(REPORT).replace("\r\n", "\n").replace("\n", "\r\n"))
    assert week is not None
    assert week.text == LOG.replace("\r\n", "\n").replace("\n", "\r\n")


def test_a_text_without_the_mark_is_no_report() -> None:
    assert log_in(LOG) is None


# --- HTML -------------------------------------------------------------------------------------------------------

NASTY = f"""{HEADING}

<script>alert("a")</script> <img src=x onerror=alert(1)>

[click](javascript:alert(1)) ![picture](https://example.org/a.png) [page](https://example.org/)

```html
<script>alert("b")</script>
```
"""


class Page(HTMLParser):
    """What a browser would find in a page: the tags with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, Mapping[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_no_script_in_a_log_runs_and_nothing_is_fetched() -> None:
    left = (ReportedFollowup(1, "idea", "<script>alert(2)</script>", None, False, False, 0, ""),)
    text = rendered(replace(REPORT, text=NASTY, title="<b>&", left=left), "html")
    tags = Page(text).tags
    assert {tag for tag, _ in tags}.isdisjoint({"script", "img", "link", "iframe", "object"})
    assert {name for _, attributes in tags for name in attributes}.isdisjoint({"src", "onerror", "srcset", "style"})
    assert [attributes["href"] for tag, attributes in tags if tag == "a"] == ["https://example.org/"]
    assert "url(" not in text
    assert "@import" not in text
    assert '<meta http-equiv="Content-Security-Policy" content="default-src \'none\';' in text
    assert "&lt;script&gt;alert" in text
    assert "<title>&lt;b&gt;&amp;</title>" in text


def test_the_page_holds_the_figures_the_language_and_the_whole_log() -> None:
    use("zh")
    text = rendered(REPORT, "html")
    assert text.startswith('<!DOCTYPE html>\n<html lang="zh-CN">')
    assert text.count("<svg") == 4
    assert "@media print" in text
    assert "<strong>GRU</strong>。<br" in text
    assert "<code>nn.GRU</code>" in text
    assert text.count("第二周周记") == 3


def test_a_log_without_a_heading_gets_one_on_the_page() -> None:
    assert rendered(replace(REPORT, text="学了GRU。\n"), "html").count("第二周周记") == 3


def test_a_chart_shows_each_value_its_part_and_the_goal() -> None:
    chart = bars("字数 & more", [Bar(100, 50, "1"), Bar(0, 0, "二")], goal=200)
    heights = [float(each) for each in re.findall(r'height="([\d.]+)"', chart)]
    assert heights == [43.0, 21.5, 0.0, 0.0]
    assert 'class="goal"' in chart
    assert re.findall(r">([^<>]+)</text>", chart) == ["100", "1", "二"]
    assert 'aria-label="字数 &amp; more"' in chart
    assert 'class="goal"' not in bars("", [Bar(1, 1, "")])


# --- JSON -------------------------------------------------------------------------------------------------------

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
SCHEMA: Mapping[str, Any] = {
    "made": DAY,
    "number": (int, NoneType),
    "title": str,
    "starts": DAY,
    "ends": DAY,
    "text": str,
    "words": int,
    "goal": int,
    "word": int,
    "reviews": int,
    "right": int,
    "new": int,
    "minutes": float,
    "retention": (float, NoneType),
    "streak": int,
    "habits": [{"id": str, "name": str, "value": (int, float), "before": (int, float, NoneType)}],
    "first_met": [{"concept": str, "title": str, "mentions": int, "known": (float, NoneType)}],
    "met_again": [{"concept": str, "title": str, "mentions": int, "known": (float, NoneType)}],
    "mistaken": [{"concept": str, "title": str, "says": str, "times": int, "partners": [str]}],
    "cured": [{"concept": str, "title": str, "says": str, "times": int, "partners": [str]}],
    "left": [
        {
            "id": int,
            "kind": str,
            "text": str,
            "due": (str, NoneType),
            "done": bool,
            "deferred": bool,
            "weeks_old": int,
            "age": str,
            "finding": str,
        }
    ],
    "undecided": int,
    "weeks": [{"label": str, "words": int, "reviews": int, "right": int, "minutes": float}],
    "days": [{"day": DAY, "reviews": int, "right": int}],
    "ahead": {"first": DAY, "last": DAY, "due": int, "open": int, "ready": [str]},
}


def fits(value: Any, schema: Any) -> bool:
    """Whether a value of JSON has exactly the keys and types of a schema."""
    if isinstance(schema, Mapping):
        return set(value) == set(schema) and all(fits(value[key], each) for key, each in schema.items())
    if isinstance(schema, list):
        return isinstance(value, list) and all(fits(each, schema[0]) for each in value)
    if isinstance(schema, re.Pattern):
        return isinstance(value, str) and schema.fullmatch(value) is not None
    return isinstance(value, schema) and not (isinstance(value, bool) and schema is not bool)


def test_s24_the_report_as_json_has_these_keys_and_types_and_real_chinese() -> None:
    text = rendered(REPORT, "json")
    found = json.loads(text)
    assert {key for key, schema in SCHEMA.items() if not fits(found[key], schema)} == set()
    assert set(found) == set(SCHEMA)
    assert "反向传播" in text
    assert found["text"] == LOG


# --- the file ---------------------------------------------------------------------------------------------------


def test_a_report_is_written_into_folders_that_are_made_with_its_line_ends_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "reports" / "week.md"
    write(path, "一\r\n二\n")
    assert path.read_bytes().decode() == "一\r\n二\n"


def test_a_file_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be written"):
        write(tmp_path, "")
