"""What parsers and the operating system say, in words of ours."""

from __future__ import annotations

import errno
import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.parsers import expat

import pytest
import tomli
from lxml import etree

from schedcheck.messages import msg, use_language
from schedcheck.messages.library_errors import Reason
from schedcheck.tasks.batch.value_json import dumps, loads


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    use_language("en")


def error_of(act: Callable[[], object]) -> Exception:
    with pytest.raises(Exception) as raised:  # noqa: PT011 - whichever it is
        act()
    return raised.value


def expat_says(text: str) -> str:
    parser = expat.ParserCreate()
    with pytest.raises(expat.ExpatError) as raised:
        parser.Parse(text.encode(), True)  # noqa: FBT003 - its signature
    return expat.ErrorString(raised.value.code)


@pytest.mark.parametrize(
    "text",
    ["", "x", "<a>", "<a></b>", "<a b='1' b='2'/>", "<a/><b/>", "<a>&b;</a>", "<a>&</a>",
     "<a><![CDATA[", "<a <"],
)  # fmt: skip
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_what_expat_says_is_known(text: str, language: str) -> None:
    words = expat_says(text)
    use_language(language)
    assert not any(sign.isascii() and sign.isalpha() for sign in _plain(str(Reason(words)))), words


@pytest.mark.parametrize(
    "text",
    ["", "x", "<a>", "<a></b>", "<a b='1' b='2'/>", "<a/><b/>", "<a>&bcd;</a>", "<a>& </a>",
     "<a>&b</a>", "<a b=c/>", "<a b/>", "<a b='<'/>", "<a>< </a>"],
)  # fmt: skip
def test_what_libxml2_says_is_known(text: str) -> None:
    error = error_of(lambda: etree.fromstring(text.encode()))
    use_language("ru")
    told = str(Reason.of(error).text and Reason(str(error).rpartition(", line")[0] or str(error)))
    assert not any(sign.isascii() and sign.isalpha() for sign in _plain(told)), str(error)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1,", "[1 2]", '{"a" 1}', "{} {}", '"abc', '"a\nb"', r'"\x"', "{'a': 1}"],
)
def test_what_json_says_is_known_with_its_place(text: str) -> None:
    use_language("ru")
    told = str(Reason.of(error_of(lambda: json.loads(text))))
    assert "строка" in told
    assert not any(sign.isascii() and sign.isalpha() for sign in _plain(told)), told


@pytest.mark.parametrize(
    "text",
    ["a", "a = ", "a = 1 2", "a = [1", "a = 'x", "a = 1\na = 2", "[a", "a = {", "= 1",
     "a = {b = 1, b = 2}", "a = {b = 1}\n[a.b]", r'a = "\q"', r'a = "\xzz"', r'a = "\ud800"'],
)  # fmt: skip
def test_what_tomli_says_is_known(text: str) -> None:
    use_language("kk")
    told = str(Reason.of(error_of(lambda: tomli.loads(text))))
    assert not any(sign.isascii() and sign.isalpha() for sign in _plain(told)), told


@pytest.mark.parametrize("text", [b'{"a": "\xff"}', b"\xff\xfe\x00\xd8{", b'{"a": "\xd0'])
def test_letters_of_another_encoding(text: bytes) -> None:
    use_language("ru")
    told = str(Reason.of(error_of(lambda: json.loads(text))))
    assert told.startswith("символы не в "), told


def test_what_archives_say_is_known() -> None:
    use_language("ru")
    for act in (
        lambda: zipfile.ZipFile(io.BytesIO(b"PK")),
        lambda: gzip.decompress(b"xx"),
        lambda: gzip.decompress(gzip.compress(b"text" * 99)[:-9]),
    ):
        told = str(Reason.of(error_of(act)))
        assert not any(sign.isascii() and sign.isalpha() for sign in _plain(told)), told


def test_what_the_operating_system_says_is_known(tmp_path: Path) -> None:
    use_language("ru")
    assert str(Reason.of(error_of((tmp_path / "no").read_bytes))) == "нет такого файла или папки"
    assert str(Reason.of(error_of(tmp_path.read_bytes))) == "это папка"
    assert str(Reason.of(OSError(errno.ENOSPC, "No space"))) == "на диске нет места"
    assert str(Reason.of(OSError(errno.EUSERS, "Too many users"))) == "Too many users"


def test_what_is_not_known_stands_as_it_was_said_and_what_says_nothing_is_named() -> None:
    use_language("ru")
    assert str(Reason.of(ValueError("a strange thing"))) == "a strange thing"
    assert str(Reason.of(ValueError())) == "ValueError"


def test_it_is_said_when_the_message_is_printed_also_after_a_journey() -> None:
    error = Reason.of(FileNotFoundError(errno.ENOENT, "No such file or directory"))
    message = loads(dumps(msg("%(error)s", error=error)))
    assert str(message) == "there is no such file or folder"
    use_language("ru")
    assert str(message) == "нет такого файла или папки"


def _plain(text: str) -> str:
    """The text without names in quotation marks, brackets, and the names of formats."""
    for name in ("XML", "CDATA", "UTF-8", "gzip", "zip", "(entity)", "PDF"):
        text = text.replace(name, "")
    while "«" in text:
        before, _sign, after = text.partition("«")
        text = before + after.partition("»")[2]
    return text
