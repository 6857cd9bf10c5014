from __future__ import annotations

from typing import Any

import pytest
from click.shell_completion import ShellComplete

from schedcheck.checks import CHECKS
from schedcheck.cli import cli
from tests.cli.test_check import program


def offered(*words: str) -> list[str]:
    """What is offered for the last word."""
    complete = ShellComplete(cli, {}, "schedcheck", "_SCHEDCHECK_COMPLETE")
    return [one.value for one in complete.get_completions(list(words[:-1]), words[-1])]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_each_shell_comes_out_and_its_words_are_offered(shell: str) -> None:
    script = program(_SCHEDCHECK_COMPLETE=f"{shell}_source").stdout.decode()
    assert "schedcheck" in script
    assert f"{shell}_complete" in script
    words: dict[str, Any] = {"COMP_WORDS": "schedcheck check --select waters", "COMP_CWORD": "3"}
    if shell == "fish":
        words["COMP_CWORD"] = "waters"
    answer = program(_SCHEDCHECK_COMPLETE=f"{shell}_complete", **words).stdout.decode()
    assert "watershed-elsewhere" in answer
    assert "overlap" not in answer


@pytest.mark.parametrize(
    ("words", "some"),
    [
        (("",), {"check", "batch", "rules", "config"}),
        (("check", "--fo"), {"--format"}),
        (("check", "--format", ""), {"sarif", "junit", "csv"}),
        (("check", "--select", ""), set(CHECKS)),
        (("batch", "--ignore", "un"), {"unmarked", "unread", "unknown-mark", "unclear-mark"}),
        (("check", "--zone", "asia/al"), {"Asia/Almaty"}),
        (("check", "--source-zone", "Europe/Mos"), {"Europe/Moscow"}),
        (("check", "--rulebook", ""), {"kz", "ru", "uk"}),
        (("check", "--channel", "kt"), {"ktk"}),
        (("rules", "kz-2019"), {"kz-2019-info"}),
        (("rules", "water"), {"watershed"}),
        (("channels", "khab"), {"khabar"}),
    ],
)
def test_words_are_completed(words: tuple[str, ...], some: set[str]) -> None:
    assert some <= set(offered(*words))


def test_a_file_of_rules_is_completed_as_a_file_and_a_wrong_one_ends_nothing() -> None:
    assert offered("check", "--rulebook", "./own") == ["./own"]
    assert offered("rules", "--rulebook", "missing.toml", "waters")[0] == "watershed"
    assert offered("channels", "--roster", "missing.toml", "k") == []
