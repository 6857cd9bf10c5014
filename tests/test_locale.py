"""The catalogues: every text that people read, in Kazakh and Russian, whole and in step."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo

from schedcheck.messages import plural, use_language
from tests.make_locale import KEYWORDS, LANGUAGES, load, po_path, updated
from tests.paths import ROOT

_PLACE = re.compile(r"%\(\w+\)[#0-9.+-]*[a-z]|%[sdr%]|\{\w*(?:![rs])?\}")
_KAZAKH = frozenset("әғқңөұүһіӘҒҚҢӨҰҮҺІ")
_WORD = re.compile(r"[A-Za-z]{2,}")


def forms(message: Message) -> Iterator[tuple[str, str]]:
    """The English of a message and its translation, each form of a counted one."""
    strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
    english = message.id if isinstance(message.id, str) else message.id[-1]
    for string in strings:
        yield str(english), str(string)


def every(language: str) -> list[tuple[str, str]]:
    return [pair for message in load(language) if message.id for pair in forms(message)]


def texts(catalog: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    """English -> translation; how they are written differs from one Babel to another."""
    return {
        (message.id,) if isinstance(message.id, str) else tuple(message.id): tuple(
            string for _english, string in forms(message)
        )
        for message in catalog
        if message.id
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_the_texts_of_the_program_and_no_others(language: str) -> None:
    assert texts(load(language)) == texts(updated(language)), "stale: run `make messages`"


def test_no_text_is_in_an_f_string() -> None:
    """Before Python 3.12 such a string is one token, and what is called in it is not seen."""
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in (ROOT / "schedcheck").rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in KEYWORDS
        and any(isinstance(one, ast.Constant) for one in call.args)
    ]
    assert not hidden


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_program_reads_is_what_is_edited(language: str) -> None:
    edited = load(language)
    with po_path(language).with_suffix(".mo").open("rb") as stream:
        compiled = read_mo(stream)
    assert texts(compiled) == texts(edited)
    assert compiled.plural_forms == edited.plural_forms == updated(language).plural_forms


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_untranslated(language: str) -> None:
    assert [english for english, string in every(language) if not string.strip()] == []
    assert not any(message.fuzzy for message in load(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_station_is_never_called_a_broadcaster(language: str) -> None:
    """A station has one name, in the portal and outside; another word is that of the law's duty."""
    other = re.compile("вещател|станци|хабар таратушы|телеарна қызметкер", re.IGNORECASE)
    stations = [pair for pair in every(language) if re.search(r"\bstations?\b", pair[0])]
    assert stations
    assert [string for _english, string in stations if other.search(string)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_place_for_a_value_is_lost_or_made_up(language: str) -> None:
    for message in load(language):
        ids = [message.id] if isinstance(message.id, str) else message.id
        # the form for one may be worded like either of the two that English has
        allowed = [set(_PLACE.findall(str(english))) for english in ids]
        for _english, string in forms(message) if message.id else ():
            assert set(_PLACE.findall(string)) in allowed, string


@pytest.mark.parametrize("language", LANGUAGES)
def test_options_and_white_space_around_a_text_stay(language: str) -> None:
    for english, string in every(language):
        assert set(re.findall(r"--[a-z-]+", english)) == set(re.findall(r"--[a-z-]+", string))
        assert english[:1].isspace() == string[:1].isspace(), english
        assert english[-1:].isspace() == string[-1:].isspace(), english


def test_kazakh_is_written_with_kazakh_letters() -> None:
    plain = [
        (english, string)
        for english, string in every("kk")
        if len(_WORD.findall(_PLACE.sub(" ", english))) > 4 and not _KAZAKH & set(string)
    ]
    assert plain == []


def test_russian_is_written_with_cyrillic_letters_and_no_kazakh_ones() -> None:
    for english, string in every("ru"):
        if len(_WORD.findall(_PLACE.sub(" ", english))) > 4:
            assert re.search(r"[а-яё]", string), english
        quoted = _KAZAKH & set(string) - set(english)
        assert not quoted, string


@pytest.mark.parametrize(
    ("language", "count", "words"),
    [
        ("ru", 1, "1 нарушение"),
        ("ru", 2, "2 нарушения"),
        ("ru", 5, "5 нарушений"),
        ("ru", 21, "21 нарушение"),
        ("kk", 1, "1 бұзушылық"),
        ("kk", 5, "5 бұзушылық"),
    ],
)
def test_counted_texts_have_the_forms_of_their_language(
    language: str, count: int, words: str
) -> None:
    try:
        use_language(language)
        assert words in plural("%(count)d violation found", "%(count)d violations found", count)
    finally:
        use_language("en")


def told(language: str, *words: str) -> str:
    environment = {**os.environ, "LC_ALL": language, "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "schedcheck", *words]
    run = subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    return run.stdout + run.stderr


@pytest.mark.parametrize("language", ["kk_KZ.UTF-8", "ru_RU.UTF-8"])
@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("check", "--help"),
        ("check", "samples/week/ktk.xml", "samples/week/altai.csv", "-v"),
        ("check", "--no-such-option"),
        ("check", "samples/week/ktk.xml", "--zone", "Asia/Almati"),
        ("rules",),
        ("rules", "watershed"),
        ("channels", "ktk"),
    ],
)
def test_nothing_english_is_mixed_in(language: str, words: tuple[str, ...]) -> None:
    output = told(language, *words)
    assert output
    left = " ".join(output.split())
    for english, _string in every(language[:2]):
        plain = " ".join(english.split())
        if len(_WORD.findall(plain)) > 2 and not _PLACE.search(plain):
            assert plain not in left
    assert "Usage:" not in left
    assert "Options:" not in left


def test_the_language_that_is_asked_for_goes_before_that_of_the_environment() -> None:
    assert "Usage:" in told("ru_RU.UTF-8", "check", "--lang", "en", "--help")
    assert "Usage:" not in told("C", "check", "--lang=kk", "--help")
