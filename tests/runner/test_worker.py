"""A run: what was printed, returned, drawn or raised, and with which parameters."""

from __future__ import annotations

from pathlib import Path

import pytest

from journal.core import messages
from journal.library.concept import Params
from journal.runner.client import Runner
from journal.runner.runs import Run, RunFailed

PARAMS = {"n": 3, "k": 5, "size": (2, 3)}


def run(runner: Runner, concept: Path, code: str | None = None, *, params: Params | None = None, seed: int = 0) -> Run:
    return runner.run(concept, "demo", PARAMS if params is None else params, seed, code=code).result(60)


def test_gives_what_was_printed_and_a_description_of_the_value(runner: Runner, concept: Path) -> None:
    got = run(runner, concept)
    assert got.output == "n 是 3\n"
    assert not got.output_cut
    assert got.value == "tensor of shape (3,), float32\n[5., 5., 5.]"
    assert got.error is None
    assert got.params == PARAMS
    assert got.elapsed_ms > 0


def test_draws_the_parameters_by_the_seed(runner: Runner, concept: Path) -> None:
    runs = [runner.run(concept, "demo", None, seed) for seed in (1, 1, 2, 3, 4, 5)]
    drawn = [future.result(60).params for future in runs]
    assert drawn[0] == drawn[1]
    assert len({str(params) for params in drawn}) > 1
    for params in drawn:
        assert set(params) == {"n", "k", "size"}
        assert params["n"] in range(2, 10)
        assert params["size"] in ((2, 3), (4, 5)), "a tuple stays a tuple"


def test_the_seed_makes_random_numbers_repeatable(runner: Runner, concept: Path) -> None:
    code = "import random, numpy\nreturn torch.rand(1).item(), random.random(), numpy.random.rand()"
    assert run(runner, concept, code, seed=7).value == run(runner, concept, code, seed=7).value
    assert run(runner, concept, code, seed=7).value != run(runner, concept, code, seed=8).value


def test_runs_the_learners_own_code_with_the_parameters_and_the_files_names(runner: Runner, concept: Path) -> None:
    got = run(runner, concept, "total = torch.arange(n).sum()\nreturn int(total), k, size, fixed")
    assert got.value == "(3, 5, (2, 3), 7)"


def test_code_without_a_statement_returns_nothing(runner: Runner, concept: Path) -> None:
    assert run(runner, concept, "# nothing").value == "None"


@pytest.mark.parametrize(
    ("code", "type_", "line"),
    [
        ("x = 1\ny = 2\nreturn x / 0", "ZeroDivisionError", 3),
        ("return torch.ones(2, 3) @ torch.ones(2, 3)", "RuntimeError", 1),
        ("x = (\n", "SyntaxError", 1),
        ("def inner():\n    raise KeyError('键')\n\ninner()", "KeyError", 2),
        ("text = '''\n  kept\n'''\nassert text == '\\n  kept\\n'\nraise LookupError", "LookupError", 5),
        ("import torch.nn.functional as F\nF.relu('x')", "TypeError", 2),
    ],
)
def test_an_exception_is_told_with_the_line_of_the_body(
    runner: Runner, concept: Path, code: str, type_: str, line: int
) -> None:
    got = run(runner, concept, code)
    assert got.error is not None
    assert (got.error.type, got.error.line) == (type_, line)
    assert got.value == ""


def test_lines_of_the_files_own_demo_are_counted_from_the_first_line_of_its_body(runner: Runner, concept: Path) -> None:
    got = runner.run(concept, "fails", {"n": 2}, 0).result(60)
    assert got.error is not None
    assert (got.error.type, got.error.line) == ("ZeroDivisionError", 2)


def test_what_was_printed_before_an_exception_is_kept(runner: Runner, concept: Path) -> None:
    assert run(runner, concept, "print('so far')\nraise ValueError").output == "so far\n"


def test_a_long_message_is_cut(runner: Runner, concept: Path) -> None:
    got = run(runner, concept, "raise ValueError('x' * 10**6)")
    assert got.error is not None
    assert got.error.message == "x" * 1000


def test_long_output_is_cut_and_says_so(runner: Runner, concept: Path) -> None:
    got = run(runner, concept, "print('x' * 100_000)")
    assert got.output == "x" * 2**16
    assert got.output_cut


def test_a_long_value_is_cut(runner: Runner, concept: Path) -> None:
    assert len(run(runner, concept, "return 'x' * 10**8").value) <= 4000


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("print('\\x1b[31mred\\x1b[0m')", "␛[31mred␛[0m\n"),
        ("print('\\x1b]0;title\\x07')", "␛]0;title␇\n"),
        ("print('\\x9b2J')", "�2J\n"),
        ("print('10%\\r20%')", "10%\n20%\n"),
        ("print('\\u202eabc')", "�abc\n"),
        ("import os\nos.write(1, b'\\xff\\xfe caf\\xe9')", "�� caf�"),
        ("print('\\udcff')", "\\udcff\n"),
        ("import os\nos.write(2, '错误'.encode())", "错误"),
    ],
)
def test_output_can_do_nothing_to_the_terminal(runner: Runner, concept: Path, code: str, shown: str) -> None:
    assert run(runner, concept, code).output == shown


def test_values_and_messages_can_do_nothing_to_the_terminal(runner: Runner, concept: Path) -> None:
    assert run(runner, concept, "return '\\x1b[2J\\udcff'").value == "␛[2J�"
    got = run(runner, concept, "raise ValueError('\\x1b[2J')")
    assert got.error is not None
    assert got.error.message == "␛[2J"


def test_a_forged_result_can_do_nothing_to_the_terminal(runner: Runner, concept: Path) -> None:
    params = '{"n": 3, "k": 5, "size": {"tuple": [2, 3]}}'
    rest = '"error": null, "elapsed_ms": 1, "scene": null, "png": null'
    forged = f'{{"ok": {{"value": "\\\\u001b[2J", "params": {params}, {rest}}}}}'
    got = run(runner, concept, f"import os\nos.write(3, b'{forged}')\nos._exit(0)")
    assert got.value == "␛[2J"


def test_a_run_leaves_nothing_for_the_next(runner: Runner, concept: Path) -> None:
    run(runner, concept, "torch.set_default_dtype(torch.float64)\ntorch.ones = None\nopen('left', 'w').write('x')")
    assert run(runner, concept, "import os\nreturn torch.ones(2).dtype, os.listdir('.')").value == "(torch.float32, [])"


def test_files_can_be_written_in_the_runs_own_folder(runner: Runner, concept: Path) -> None:
    code = "torch.save(torch.ones(2), 'weights.pt')\nreturn torch.load('weights.pt').sum().item()"
    assert run(runner, concept, code).value == "2.0"


def test_threads_work(runner: Runner, concept: Path) -> None:
    code = "from concurrent.futures import ThreadPoolExecutor\nreturn list(ThreadPoolExecutor(2).map(abs, [-1, 2]))"
    assert run(runner, concept, code).value == "[1, 2]"


def test_training_works(runner: Runner, concept: Path) -> None:
    code = """
model = torch.nn.Sequential(torch.nn.Linear(2, 8), torch.nn.ReLU(), torch.nn.Linear(8, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
x = torch.rand(32, 2)
losses = []
for _ in range(30):
    loss = torch.nn.functional.mse_loss(model(x), x.sum(1, keepdim=True))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
return losses[-1] < losses[0]
"""
    assert run(runner, concept, code).value == "True"


def test_a_picture_is_drawn_by_the_concepts_figure(runner: Runner, concept: Path) -> None:
    got = runner.run(concept, "demo", PARAMS, 0, png=True).result(60)
    assert got.png is not None
    assert got.png.startswith(b"\x89PNG")
    assert runner.run(concept, "demo", PARAMS, 0).result(60).png is None


def test_a_picture_is_what_the_demo_left_open_where_the_concept_has_no_figure(runner: Runner, tmp_path: Path) -> None:
    path = tmp_path / "plain.py"
    path.write_text(
        '"""Plain"""\nfrom journal.authoring import question\n\n\ndef demo():\n    from matplotlib import pyplot\n'
        '    pyplot.plot([1, 2])\n\n\n@question("Is it?")\ndef what(out):\n    return out is None\n',
        encoding="utf-8",
    )
    got = runner.run(path, "demo", {}, 0, png=True).result(60)
    assert got.png is not None
    assert runner.run(path, "demo", {}, 0, code="return 1", png=True).result(60).png is None


def test_speaks_the_users_language(runner: Runner, concept: Path) -> None:
    messages.use("zh")
    assert run(runner, concept).value.startswith("形状为 (3,) 的张量")


def test_a_file_that_is_gone_or_broken_is_an_error_with_its_line(runner: Runner, tmp_path: Path) -> None:
    with pytest.raises(RunFailed) as gone:
        runner.run(tmp_path / "gone.py", "demo", {}, 0).result(60)
    assert gone.value.limit in ("error", "unable")
    broken = tmp_path / "broken.py"
    broken.write_text('"""Broken"""\n\ndef demo(:\n', encoding="utf-8")
    with pytest.raises(RunFailed) as raised:
        runner.run(broken, "demo", {}, 0).result(60)
    assert raised.value.limit == "error"
    assert raised.value.values["type"] == "SyntaxError"
    assert raised.value.values["line"] == 3
