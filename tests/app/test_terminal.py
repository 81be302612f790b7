"""The real app with a real worker in a pseudo-terminal of 80×24, as a new user meets it."""

from __future__ import annotations

import os
import re
import select
import signal
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from journal.log.counting import body_count
from journal.log.periods import period_of
from tests.support.terminal import PATIENCE, Terminal, command, environment, review, terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals here")

LOG = """# 第1周周记 {first:%Y.%m.%d} ~ {last:%Y.%m.%d}

这周从CNN入门，重点看了卷积：卷积核一格一格地滑过去，padding和步长决定输出有多大；之后是池化，pooling只留下最大的值，
于是图越来越小。残差连接把输入直接加到输出上，据说这样很深的网络也能训练。

刚开始学BP的时候我很困惑，以为它和BN是一回事，后来才明白：反向传播沿着链式法则把梯度一层一层传回去，而BN只是把每一批数据
拉回均值零、方差一。激活函数里ReLU最简单。

周末学了RNN和LSTM，each step uses the same weight，所以梯度要连乘很多次，容易消失；门控就是为此而来。
另外看了一点attention，one-hot编码和embedding的区别，以及Encoder–Decoder结构。下周打算把自注意力也看完。
"""


@pytest.fixture
def home(indexed_home: Path) -> Path:
    return indexed_home


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of this week."""
    first, last = period_of(date.today(), 0)
    path = tmp_path / "周记.md"
    path.write_text(LOG.format(first=first, last=last), encoding="utf-8")
    return path


def stored(home: Path, query: str) -> list[tuple[object, ...]]:
    """What the journal's database answers."""
    with sqlite3.connect(home / "journal.db", timeout=30) as connection:
        rows: list[tuple[object, ...]] = connection.execute(query).fetchall()
    connection.close()
    return rows


def test_a_new_user_imports_a_week_reviews_ten_cards_and_finds_all_of_it_again(home: Path, log: Path) -> None:
    imported = command(home, "import", str(log))
    assert imported.returncode == 0, imported.stderr
    assert "1 week imported." in imported.stdout

    with terminal(home) as app:
        app.until("0 due · 12 new")
        app.send("r")
        app.until("1 of 12")
        for number in range(1, 11):
            app.until(f"{number} of 12")
            review(app)
            app.send("\r")
        app.until("11 of 12")
        app.send("\x1b")
        app.until("0 due · 2 new")
        app.send("q")
        assert app.ended() == 0
        assert "10 answers today. Everything is saved." in app.text

    asked = stored(home, "SELECT card_id, due > day, typed, torch FROM review")
    assert len({card for card, *_ in asked}) == len(asked) == 10
    assert all(later and typed and torch for _, later, typed, torch in asked)

    with terminal(home) as app:
        app.until("0 due · 2 new")
        app.send("p")
        app.until("10 within two weeks")
        app.send("w")
        app.until(f"{body_count(log.read_text(encoding='utf-8'))} / 800 字")
        app.until("Speaks of:")
        for title in ("Convolution", "Pooling", "Residual"):
            assert title in app.text
        app.send("\x1b")
        app.until("0 due · 2 new")
        app.send("q")
        assert app.ended() == 0


def test_the_first_log_can_be_reviewed_and_written_on(home: Path, seed: Path) -> None:
    assert command(home, "import", str(seed)).returncode == 0
    with terminal(home) as app:
        app.until("0 due · 10 new")
        app.send("w")
        app.until("What did you learn this week?")
        app.send("\x1bOQ")
        app.until("Which week?")
        app.until("1971")
        app.send("\x1b[B\r")
        app.until("1971 / 800 字")
        assert not re.search(r"^\s*[，。、）]", app.text, re.MULTILINE)
        app.send("e")
        app.send("（完）")
        app.until("1974 / 800 字")
        app.send("\x1b")
        app.until("0 due · 10 new")
        app.send("r")
        review(app)
        app.send("\x11")
        assert app.ended() == 0
    [(body,)] = stored(home, "SELECT body FROM week")
    assert body == f"{seed.read_bytes().decode()}（完）"


def test_chinese_and_full_width_keys_arrive_as_an_input_method_sends_them(home: Path, log: Path) -> None:
    assert command(home, "import", str(log)).returncode == 0
    with terminal(home, LANG="zh_CN.UTF-8") as app:
        app.until("到期 0 题 · 新题 12")
        app.send("２")
        app.until("提到：")
        app.send("今晚就学，自注意力。")
        app.until("今晚就学，自注意力。")
        app.send("\x1b")
        app.until("到期 0 题 · 新题 12")
        app.send("？")
        app.until("任何界面")
        app.send("３")
        app.until("F2 稍后再答")
        app.send("\x11")
        assert app.ended() == 0
    assert str(stored(home, "SELECT body FROM week")[0][0]).endswith("今晚就学，自注意力。")


def begin_a_log(app: Terminal) -> None:
    """Goes to Write in an empty journal, and types the first words."""
    app.until("Nothing to review yet.")
    app.send("w")
    app.until("What did you learn this week?")
    app.send("今天学了卷积，")


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGHUP])
def test_s8_an_app_that_is_asked_to_end_leaves_at_once_and_loses_nothing(home: Path, end: signal.Signals) -> None:
    with terminal(home) as app:
        begin_a_log(app)
        app.until("今天学了卷积，")
        app.process.kill(end)
        assert app.ended() == 128 + end
    assert stored(home, "SELECT body FROM week") == [("今天学了卷积，",)]
    with terminal(home) as app:
        app.until("7 / 800 字")
        assert "the app was ended" not in app.text


def read_until(terminal: int, shown: str) -> None:
    """Reads what is painted until it holds some words."""
    painted = b""
    while shown.encode() not in painted:
        assert select.select([terminal], [], [], PATIENCE)[0], f"{shown} did not come up"
        painted += os.read(terminal, 65536)


def test_s8_an_app_whose_terminal_goes_away_without_a_signal_saves_and_leaves(home: Path) -> None:
    import pty  # there is none on Windows, where this file is only skipped
    import termios

    ours, its = pty.openpty()
    termios.tcsetwinsize(its, (24, 80))
    with subprocess.Popen(
        [sys.executable, "-m", "journal"],
        stdin=its,
        stdout=its,
        stderr=its,
        env=environment(home),
        start_new_session=True,
    ) as app:  # which has no terminal of its own: nothing tells it that this one is gone
        os.close(its)
        try:
            for shown, keys in (("Nothing", "w"), ("What did you", "今天学了卷积，"), ("卷积", "")):
                read_until(ours, shown)
                os.write(ours, keys.encode())
            os.close(ours)
            assert app.wait(PATIENCE) == 128 + signal.SIGHUP
        finally:
            app.kill()
    assert stored(home, "SELECT body FROM week") == [("今天学了卷积，",)]


def test_s8_an_app_that_is_killed_while_one_types_loses_no_more_than_the_last_second(home: Path) -> None:
    with terminal(home) as app:
        begin_a_log(app)
        app.until("saved")
        app.send("还有")
        app.process.kill(signal.SIGKILL)
        app.ended()
    [(body,)] = stored(home, "SELECT body FROM week")
    assert body in ("今天学了卷积，", "今天学了卷积，还", "今天学了卷积，还有")
    assert stored(home, "PRAGMA integrity_check") == [("ok",)]
    with terminal(home) as app:
        app.until(f"{body_count(str(body))} / 800 字")
        app.send("w")
        app.until(str(body))


def test_an_entry_that_a_shell_adds_while_one_types_is_kept_and_shown_and_so_is_what_is_typed(home: Path) -> None:
    with terminal(home) as app:
        begin_a_log(app)
        app.until("saved")
        app.send("还有")
        assert command(home, "add", "在别处记下的一句").returncode == 0
        app.send("池化")
        app.until("changed elsewhere")
        app.until("在别处记下的一句")
        app.send("。\x1b")
        app.until("0 due")
        app.send("q")
        assert app.ended() == 0
    [(body,)] = stored(home, "SELECT body FROM week")
    assert str(body).endswith("今天学了卷积，还有池化。")
    assert str(body).count("在别处记下的一句") == 1


def test_after_a_kill_the_next_start_says_so_and_the_text_is_there(home: Path) -> None:
    with terminal(home) as app:
        begin_a_log(app)
        app.until("saved")
        app.process.kill(signal.SIGKILL)
        app.ended()
    with terminal(home) as app:
        app.until("the app was ended while you wrote")
        app.send("w")
        app.until("今天学了卷积，")
        app.send("\x11")
        assert app.ended() == 0
    with terminal(home) as app:
        app.until("0 due")
        assert "the app was ended" not in app.text


def test_without_a_terminal_today_is_printed(home: Path, log: Path) -> None:
    assert command(home, "import", str(log)).returncode == 0
    printed = command(home)
    assert printed.returncode == 0, printed.stderr
    assert printed.stderr == ""
    first, last = period_of(date.today(), 0)
    assert f"第1周周记 {first:%Y.%m.%d} ~ {last:%Y.%m.%d}" in printed.stdout
    assert "0 due · 12 new" in printed.stdout
    assert f"{body_count(log.read_text(encoding='utf-8'))} / 800 字" in printed.stdout
    assert "Speaks of: " in printed.stdout
    assert "\x1b" not in printed.stdout


def painted(app: Terminal) -> set[tuple[str, bool]]:
    """How the characters on the screen are shown: the colour of each, and whether it is bold."""
    return {(cell.fg, cell.bold) for line in app.screen.buffer.values() for cell in line.values() if cell.data.strip()}


def test_s28_without_colours_hits_are_plain_and_screens_are_grey(home: Path, log: Path) -> None:
    assert command(home, "import", str(log)).returncode == 0
    for arguments, shows in ((("search", "池化 kind:week"), "之后是池化"), ((), "0 due · 12 new")):
        ways = []
        for more in ({}, {"NO_COLOR": "1"}):
            with terminal(home, *arguments, **more) as app:
                app.until(shows)
                ways.append(painted(app))
        coloured, plain = ways
        assert plain != coloured, arguments
        assert all(is_grey(colour) for colour, _ in plain), arguments


def is_grey(colour: str) -> bool:
    """Whether a colour, as the terminal names it, is none."""
    return colour in ("default", "black", "white") or len({colour[:2], colour[2:4], colour[4:]}) == 1
