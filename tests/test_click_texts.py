"""Click's own texts beside ours: the list in ``make_locale.py`` has all that it prints, no more."""

from __future__ import annotations

import gettext
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from schedcheck.cli import cli
from schedcheck.messages import use_language
from tests.make_locale import CLICK, LANGUAGES, load

#: Texts of which every click that is allowed has one or the other.
EITHER = {"No such option {name!r}.", "No such option: {name}"}
#: Prints, as JSON, what click asks for while the commands are defined.
IMPORT = """
import gettext, json
texts = []
gettext.dgettext = lambda domain, text: texts.append(text) or text
from schedcheck.cli import cli
list(cli.commands.values())  # they are imported when asked for
print(json.dumps(texts))
"""
#: Values that hardly any option can take, on the command line and in a file of defaults.
WRONG_WORDS = ("no such value", "-1", ".", "no/such/file", __file__)
WRONG_SETTINGS = ("7", "'no such value'", "true", "[[1]]", "{a = 1}", "-1.5")


def wrong_command_lines() -> Iterator[list[str]]:
    """Command lines, each with a fault that click finds, for every command and every option."""
    yield []
    yield ["--help"]
    yield ["--version"]
    yield ["--no-such-option"]
    yield ["no-such-command"]
    for name, command in cli.commands.items():
        yield [name]
        yield [name, "--help"]
        yield [name, "--no-such-option"]
        yield [name, "--colum"]
        yield [name, "--lan"]
        yield [name, "--no-such-option", "--quie"]
        yield [name, "a", "b"]
        yield [name, "a", "b", "c"]
        for option in command.params:
            if isinstance(option, click.Option):
                switch = option.opts[-1]
                yield [name, switch]
                yield [name, f"{switch}=value"]
                for word in WRONG_WORDS:
                    yield [name, switch, word, __file__]
                    yield [name, switch, word, str(Path(__file__).parent)]
            else:
                for word in WRONG_WORDS:
                    yield [name, word]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """The texts that click asks a translation of; commands end before they do anything."""
    texts: set[str] = set()

    def single(_domain: str, text: str) -> str:
        texts.add(text)
        return text

    def counted(_domain: str, one: str, many: str, count: int) -> str:
        texts.add(one)
        return one if count == 1 else many

    # where both functions that click uses, gettext and ngettext, lead to
    monkeypatch.setattr(gettext, "dgettext", single)
    monkeypatch.setattr(gettext, "dngettext", counted)
    for command in cli.commands.values():
        monkeypatch.setattr(command, "callback", lambda **_options: None)
    for command in (cli, *cli.commands.values()):
        # click keeps the option --help once it was asked for, by any test before
        monkeypatch.setattr(command, "_help_option", None, raising=False)
    yield texts
    use_language("en")  # some command lines ask for another


def interrupted(*_words: object, **_options: object) -> None:
    raise KeyboardInterrupt


def shell_says(output: bytes) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    return lambda command, **_options: subprocess.CompletedProcess(command, 0, output)


def run_everything(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    runner = CliRunner()
    for words in wrong_command_lines():
        runner.invoke(cli, words)
    settings = folder / "schedcheck.toml"
    for name, command in cli.commands.items():
        for option in command.params:
            for value in WRONG_SETTINGS:
                settings.write_text(f"{option.opts[-1].lstrip('-')} = {value}\n", "utf-8")
                runner.invoke(cli, [name, "--config", str(settings), __file__])
    with monkeypatch.context() as patch:
        patch.setattr(os, "access", lambda *_words, **_options: False)
        runner.invoke(cli, ["check", __file__])
    with monkeypatch.context() as patch:
        patch.setattr(cli, "make_context", interrupted)
        runner.invoke(cli, ["check"])
    for output in (b"3.2.57", b"no version"):
        with monkeypatch.context() as patch:
            patch.setattr(subprocess, "run", shell_says(output))
            patch.setenv("_SCHEDCHECK_COMPLETE", "bash_source")
            runner.invoke(cli, [], prog_name="schedcheck")


def asked_on_import() -> set[str]:
    run = subprocess.run([sys.executable, "-c", IMPORT], capture_output=True, check=True)
    return set(json.loads(run.stdout))


def test_the_list_of_clicks_texts_is_what_click_asks_for(
    asked: set[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked |= asked_on_import()
    run_everything(monkeypatch, tmp_path)
    listed = {text if isinstance(text, str) else text[0] for text in CLICK}
    assert asked & EITHER
    assert asked | EITHER == listed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_click_is_in_the_catalogues(language: str) -> None:
    catalog = load(language)
    for text in CLICK:
        message = catalog.get(text if isinstance(text, str) else text[0])
        assert message is not None, text
        assert message.string, text
