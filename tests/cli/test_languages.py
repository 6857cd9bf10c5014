from __future__ import annotations

import gettext
import importlib
import os
import pkgutil
import subprocess
import sys
import threading

import click
import pytest

import schedcheck.cli  # noqa: F401 - it has click's words translated
from schedcheck.messages import language


def test_every_module_of_click_that_says_something_asks_our_catalogues() -> None:
    for found in pkgutil.iter_modules(click.__path__):
        if found.name == "_winconsole" and sys.platform != "win32":
            continue
        module = importlib.import_module(f"click.{found.name}")
        assert getattr(module, "_", None) is not gettext.gettext, found.name
        assert getattr(module, "ngettext", None) is not gettext.ngettext, found.name


@pytest.mark.parametrize(("name", "words"), [("en", "Missing"), ("ru", "Отсутствует параметр")])
def test_clicks_words_are_in_the_language_of_the_context(name: str, words: str) -> None:
    error = click.MissingParameter(param_type="option", param_hint="--x")
    with language(name):
        assert words in error.format_message()
    with language("en"):
        assert "Missing" in error.format_message()


def test_two_threads_ask_in_two_languages() -> None:
    said: dict[str, str] = {}
    together = threading.Barrier(2)

    def ask(name: str) -> None:
        with language(name):
            together.wait()
            said[name] = click.MissingParameter(param_type="option").format_message()

    threads = [threading.Thread(target=ask, args=(name,)) for name in ("ru", "kk")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said["ru"] != said["kk"]


def test_nothing_of_the_process_is_changed() -> None:
    """A program that uses the command line keeps its environment and its own translations."""
    code = (
        "import gettext, os, schedcheck.messages as m\n"
        "before = dict(os.environ), gettext.textdomain()\n"
        "import schedcheck.cli\n"
        "m.use_language('kk')\n"
        "assert (dict(os.environ), gettext.textdomain()) == before\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "LC_ALL": "ru"})
