"""Nothing mixed: in Kazakh and in Russian no English word is left where a person looks.

Whatever stands in Latin letters must be a name: a code, an option, a file, a zone, a format.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from schedcheck.checks import CHECKS
from schedcheck.cli import cli
from schedcheck.law.roster import load_roster
from schedcheck.law.rulebook import load_rulebook
from schedcheck.messages import use_language
from tests.paths import ROOT

SAMPLES = ROOT / "samples" / "week"
LANGUAGES = ("kk", "ru")
#: Names that stand in Latin letters in every language.
NAMES = {
    *CHECKS,
    *(rule.id for rule in load_rulebook("kz").rules),
    *("schedcheck", "tzdata", "UTC", "SHA", "UTF", "IANA", "ID", "kz", "kk", "ru", "en", "uk"),
    *("XMLTV", "JTV", "DVB", "EIT", "TSDuck", "BXF", "TV", "Anytime", "XML", "JSON", "TOML"),
    *(
        "VDR",
        "iCalendar",
        "DTSTART",
        "Spreadsheet",
        "Parquet",
        "Numbers",
        "Pages",
        "Outlook",
        "Arrow",
        "HTML",
        "PDF",
        "CSV",
        "TSV",
        "CDATA",
        "zip",
        "gz",
        "xz",
        "bz2",
        "Ctrl",
        "SIGTERM",
    ),
    *("csv", "docx", "doc", "odt", "rtf", "xls", "xlsx", "xlsb", "ods", "xmltv", "jtv", "json"),
    *("sarif", "junit", "parquet", "html", "text", "spreadsheet", "windows", "LibreOffice", "Word"),
    *("PATH", "FILE", "DIR", "OUT", "CODE", "RULE", "FINDING", "ZONE", "NAME", "WEEK", "HEADING"),
    *(
        "Authorization",
        "Bearer",
        "TOKEN",
        "Idempotency",
        "Key",
        "ASCII",
        "multipart",
        "form",
        "data",
    ),
    *(
        "OpenAPI",
        "SCHEDCHECK_TOKEN",
        "SECONDS",
        "URL",
        "TLS",
        "https",
        "portal",
        "chmod",
        "SCHEDCHECK_STORE",
        "bucket",
        "prefix",
        "boto3",
        "install",
    ),
    *("HH", "MM", "last", "this", "next", "all", "ask", "diff", "OLD", "NEW"),
    *("I", "II", "III", "IV", "VI", "VII", "VIII", "utf", "sig", "cp", "listing", "pdf", "stop"),
    "channel",
    *("SIZE", "SECONDS", "PERIOD", "GiB", "violation", "warning", "never", "plan", "Nth"),
    *(
        "batch",
        "channels",
        "check",
        "config",
        "convert",
        "document",
        "explain",
        "package",
        "repair",
    ),
    *("rules", "summary", "verify"),
    *("watch", "pyproject", "toml", "tool", "findings", "part", "tmp", "crdownload", "COUNT"),
}
_NAMED = re.compile(
    r"(?<![\w-])--?[a-z][\w-]*|[\w./\\-]*/[\w./\\-]+|\b[\w-]+\.(?:xml|csv|xlsx|docx|json|toml|html|tsv|gz)\b"
    r"|\b[0-9a-f]{16,}\b|«[^«»]*»|'[^']*'|`[^`]*`|!\w+\d+|\$[.\w\[\]]*|2026-\w+|v?\d+\.\d+\.\d+"
)
_WORD = re.compile(r"[A-Za-z]{2,}")
#: Channels that call themselves so.
CHANNELS = frozenset(
    word
    for channel in load_roster("kz").channels.values()
    for name in (channel.id, *channel.names.values())
    for word in _WORD.findall(name)
)


def english(text: str, more: Iterable[str] = ()) -> str:
    """The words in Latin letters that are no names."""
    known = "|".join(sorted(map(re.escape, NAMES | set(more)), key=len, reverse=True))
    text = re.sub(rf"(?<![A-Za-z])(?:{known})(?![A-Za-z])", " ", _NAMED.sub(" ", text))
    return " ".join(dict.fromkeys(_WORD.findall(text)))


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    use_language("en")


def told(*words: object, language: str) -> str:
    run = CliRunner().invoke(cli, [str(words[0]), "--lang", language, *map(str, words[1:])])
    assert run.exception is None or isinstance(run.exception, SystemExit), run.exception
    return run.output


def cells(path: Path) -> str:
    book = openpyxl.load_workbook(path)
    texts = [sheet.title for sheet in book]
    texts += [
        str(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and not isinstance(cell.value, datetime)
    ]
    return "\n".join(texts)


def visible(page: str) -> str:
    page = re.sub(r"(?s)<(style|script)>.*?</\1>|<!doctype[^>]*>", " ", page, flags=re.IGNORECASE)
    hovered = re.findall(r'(?:title|aria-label)="([^"]*)"', page)
    return unescape("\n".join([re.sub(r"<[^>]*>", " ", page), *hovered]))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files that are read in part or not at all, a kind each."""
    folder = tmp_path_factory.mktemp("files")
    contents: dict[str, bytes] = {
        "1.xml": b'<tv><programme start="x" channel="1"><title>18+</title></programme>'
        b'<programme start="20261124203000 +0500" stop="20261124193000 +0500" channel="1">'
        b"<title>\xd0\x90 & (18+)</title></programme><programme",
        "2.csv": "Дата;Начало;Название\n24.11.2026;25:99;Кино\n24.11.2026;;Кино\n;21:00;\n"
        "24.11.2026;20:30;Кино (18+)\n25.11.2026;06:00;Кино\n".encode(),
        "3.json": b'{"1": [1,',
        "4.zip": b"PK\x03\x04-",
        "5.gz": b"\x1f\x8b-",
        "6.pdf": b"%PDF-1.4 -",
        "7.docx": b"PK\x03\x04--",
        "8.csv": b"",
        "9.html": "<html><p>Вход</p></html>".encode(),
        "10.xlsx": b"PK\x03\x04---",
        "11.txt": "Вторник, 24 ноября 2026\n20:30 Кино (18+)\n6:7x Кино\n22:30 Кино\n".encode(),
        "12.toml": b"id = 1 2\n",
        "13.ndx": b"\x01\x00" + bytes(12),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.mark.parametrize("language", LANGUAGES)
def test_findings_faults_and_notes_on_the_terminal(language: str, files: Path) -> None:
    for path in sorted(files.iterdir()):
        output = told("check", path, "-v", "--channel", "ktk", language=language)
        assert output
        shown = output.replace(str(path), "")
        assert english(shown, ("programme", "title", "start", "html", "id", "PK")) == "", path.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_with_the_command(language: str, files: Path) -> None:
    for words in (
        ("--zone", "1/2", SAMPLES / "ktk.xml"),
        ("--rulebook", files / "12.toml", SAMPLES / "ktk.xml"),
        ("--roster", files / "none.toml", SAMPLES / "ktk.xml"),
        ("--baseline", files / "3.json", SAMPLES / "ktk.xml"),
        ("--select", "1", SAMPLES / "ktk.xml"),
        ("--week", "1", SAMPLES / "ktk.xml"),
        ("--annotate", files / "out.pdf", files / "6.pdf"),
    ):
        run = CliRunner().invoke(cli, ["check", "--lang", language, *map(str, words)])
        error = run.exception
        assert error is not None, words
        assert english(str(error) if str(error) != "2" else run.output) == "", words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_week_of_many_channels_on_the_terminal(language: str) -> None:
    marks = ("NC-17", "TV-MA", "XZ-7", "E18")
    latin = (*CHANNELS, *marks, "zhetysu", "title", "desc", "programme", "lang", "start")
    paths = [*sorted(SAMPLES.glob("*.xml")), *sorted(SAMPLES.glob("*.csv"))]
    output = told("check", *paths, "-v", language=language)
    assert english(output, latin) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_workbooks_and_pages(language: str, files: Path, tmp_path: Path) -> None:
    shutil.copy(SAMPLES / "ktk.xml", tmp_path / "ktk.xml")
    shutil.copy(files / "2.csv", tmp_path / "ntk.csv")
    out = tmp_path / "out"
    output = told("batch", tmp_path, "-o", out, "--week", "2026-W48", language=language)
    names = (*CHANNELS, "xml")
    assert english(output.replace(str(tmp_path), ""), names) == ""
    for path in (
        out / "summary.xlsx",
        out / "channels" / "ktk.xlsx",
        out / "channels" / "ntk.xlsx",
    ):
        assert english(cells(path).replace(str(tmp_path), ""), names) == "", path.name
    page = (out / "summary.html").read_text("utf-8").replace(str(tmp_path), "")
    assert english(visible(page), names) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_plan_annotated_file_and_explanation(language: str, tmp_path: Path) -> None:
    plan = tmp_path / "plan.xlsx"
    output = told("repair", SAMPLES / "ktk.xml", "-o", plan, language=language)
    assert english(output.replace(str(plan), "")) == ""
    assert english(cells(plan).replace(str(SAMPLES), ""), ("ktk", "xml", "KTK")) == ""
    annotated = tmp_path / "out.xml"
    told("check", SAMPLES / "ktk.xml", "--annotate", annotated, language=language)
    notes = re.findall(r"<review [^>]*>([^<]*)", annotated.read_text("utf-8"))
    assert notes
    assert english("\n".join(notes)) == ""
    found = tmp_path / "found.json"
    told("check", SAMPLES / "ktk.xml", "--format", "json", "-o", found, language=language)
    assert english(told("explain", found, language=language)) == ""


@pytest.mark.parametrize("language", ["kk_KZ.UTF-8", "ru_RU.UTF-8"])
def test_every_help_page(language: str) -> None:
    # help texts are put into words when the commands are imported
    code = (
        "import click\n"
        "from schedcheck.cli import cli\n"
        "for name, one in [('', cli), *cli.commands.items()]:\n"
        "    print(one.get_help(click.Context(one, info_name='schedcheck')))\n"
    )
    environment = {**os.environ, "LC_ALL": language, "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, check=True
    )
    output = re.sub(r"\[[\w|<=>]*\]|(?<=\s)[A-Z|]+(?=\s)|…|\w+\.\.\.", " ", run.stdout.decode())
    assert (
        english(
            output,
            (
                "version",
                "help",
                "lang",
                "INTEGER",
                "RANGE",
                "Asia",
                "W48",
                "Q1",
                "FINDINGS",
                "letter",
                "case",
                "archive",
                "query",
                "DuckDB",
                "programmes",
                "table",
                *("portal", "send", "serve", "DATABASE", "URL", "data", "HOST", "PORT", "ACTION"),
                *("migrate", "worker", "invite", "log", "station"),
                *("EMAIL", "backup", "restore", "demo", "FOLDER", "NUMBER", "HASH"),
            ),
        )
        == ""
    )
