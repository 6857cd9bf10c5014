"""Make the pages that come out of the code, and run the commands that the other pages show.

``python docs/make_pages.py`` writes what has changed; with ``--check`` it writes nothing, names
the pages that are stale, and exits with 1 when there are any.

A page shows the real output of a command where it has, before a fenced block, the comment
``<!-- run: schedcheck … -->`` (``<!-- run first 20: …`` or
``last 20`` for some lines alone). The command runs
beside ``samples/``, on a terminal of 120 columns, in the language of the page.

Pages of checks and commands are made in every language, from the catalogues of the program. A page
``x.md`` is English, ``x.kk.md`` and ``x.ru.md`` are its translations. ``--lang kk`` prints the
made pages of a language as JSON: help texts are put into words when the program is imported, so
each language has a process of its own.
"""  # noqa: INP001 - a script, no package

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import shlex
import struct
import subprocess
import sys
import tempfile
import termios
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import click

from schedcheck.checks import CHECKS
from schedcheck.checks.documentation import explanation, summary_of
from schedcheck.cli import cli
from schedcheck.cli.languages import asked_language
from schedcheck.messages import _, language
from schedcheck.reports.wording import severity_name
from schedcheck.results.finding import CODES

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
SCHEMA = ROOT / "schedcheck" / "reports" / "data" / "findings.schema.json"
DIFF_SCHEMA = SCHEMA.with_name("diff.schema.json")
#: What the pages say beside the program's own texts, by language.
TEXTS: dict[str, dict[str, str]] = tomllib.loads((DOCS / "made-pages.toml").read_text("utf-8"))
TRANSLATIONS = tuple(name for name in TEXTS if name != "en")
_LOCALES = {"en": "C.UTF-8", "kk": "kk_KZ.UTF-8", "ru": "ru_RU.UTF-8"}
_FORMATS = {"date-time": "instant", "date": "day"}
COLUMNS, ROWS = 120, 50

_RUN = re.compile(r"(<!-- run(?: (first|last) (\d+))?: (.+?) -->\n)```console\n.*?```\n", re.DOTALL)
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07")
_NOTE = "<!-- made by docs/make_pages.py: change {source} instead -->\n\n"


def check_page(code: str, texts: dict[str, str]) -> str:
    """The page of a check, from its docstring."""
    lines = [_NOTE.format(source="the docstring of the check"), f"# {code}\n\n"]
    lines.append(texts["severity"].format(severity=severity_name(CODES[code])) + "\n\n")
    for head, paragraphs in explanation(code).items():
        lines += [f"## {_(head)}\n\n"] if head else []
        lines += [f"{_(paragraph)}\n\n" for paragraph in paragraphs]
    lines.append(f"---\n\n{texts['on_command_line'].format(code=code)}\n")
    return "".join(lines)


def checks_index(texts: dict[str, str], suffix: str) -> str:
    """The table of all checks."""
    lines = [_NOTE.format(source="the docstrings of the checks"), f"# {texts['all_checks']}\n\n"]
    lines += [f"{texts['checks_intro']}\n\n", f"{texts['checks_head']}\n|---|---|---|\n"]
    for code in CHECKS:
        severity, summary = severity_name(CODES[code]), _cell(summary_of(code))
        lines.append(f"| [`{code}`]({code}{suffix}) | {severity} | {summary} |\n")
    lines.append(f"\n{texts['checks_end']}\n")
    return "".join(lines)


def commands_page(texts: dict[str, str]) -> str:
    """The command reference: every command, argument and option, with defaults."""
    top = click.Context(cli, info_name="schedcheck", **cli.context_settings)
    lines = [_NOTE.format(source="the help texts of the commands")]
    lines += [f"# {texts['command_reference']}\n\n", f"{cli.help}\n\n"]
    lines += _command(cli, top, texts)
    lines += [f"\n## {texts['exit_codes']}\n\n", f"{texts['exit_codes_head']}\n|---|---|\n"]
    epilog = str(cli.epilog).split(":", 1)[1].rstrip(".")
    for part in sorted(
        (text.strip() for text in epilog.split(";")), key=lambda one: int(one.split()[0])
    ):
        number, meaning = part.split(" ", 1)
        lines.append(f"| {number} | {_cell(meaning.removeprefix('— '))} |\n")
    lines.append(f"\n{texts['exit_codes_end']}\n")
    for name, command in cli.commands.items():
        context = click.Context(command, info_name=name, parent=top)
        lines.append(f"\n## schedcheck {name}\n\n{command.help}\n\n")
        lines += _command(command, context, texts)
    return "".join(lines)


def _command(
    command: click.Command, context: click.Context, texts: dict[str, str]
) -> Iterator[str]:
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"```text\n{context.command_path} {usage}\n```\n\n"
    yield f"{texts['options_head']}\n|---|---|---|\n"
    # a command keeps its option --help in the language in which it was first asked for it
    fresh = click.Command(command.name, params=command.params)
    for parameter in fresh.get_params(context):
        record = parameter.get_help_record(context)
        if isinstance(parameter, click.Option) and record is not None:
            names, meaning = record
            meaning = re.sub(r"\s*\[[^\]]*\]$", "", meaning)  # default, range
            default = _default(parameter, meaning, texts)
            yield f"| {_code(names)} | {_cell(meaning)} | {default} |\n"


def _default(option: click.Option, meaning: str, texts: dict[str, str]) -> str:
    value = option.default
    in_help = texts["default_in_help"] in meaning
    if in_help or option.is_flag or option.multiple or option.required:
        return texts["required"] if option.required else ""
    return f"`{value}`" if isinstance(value, str | int) else ""


def _code(text: str) -> str:
    """Code in a cell, whose bars GitHub and MkDocs want escaped in two different ways."""
    escaped = text.replace("|", "&#124;").replace("<", "&lt;")
    return f"<code>{escaped}</code>" if "|" in text else f"`{text}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").strip()


def json_page() -> str:
    """What the JSON holds, from its schema."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    lines = [_NOTE.format(source="schedcheck/reports/data/findings.schema.json"), "# JSON\n\n"]
    lines.append(
        "`schedcheck check --format json` prints one JSON document, and a batch writes the same to "
        "`findings.json`. A JSON Schema (draft 2020-12) describes it: "
        "[findings.schema.json](findings.schema.json). The same input gives the same document, "
        "byte for byte, on any machine. Instants are ISO 8601 with the offset of the zone judged. "
        "How to take out of it what you need is shown [for a broadcaster](broadcaster.md).\n\n"
    )
    lines += ["## The document\n\n", *_members(schema, "")]
    for name, part in schema["$defs"].items():
        lines += [f"## {name}\n\n", f"{part['description']}\n\n", *_members(part, "")]
    lines.append(
        "## The difference of two deliveries\n\n"
        "`schedcheck diff --format json` prints what became of programmes and violations, "
        "as [diff.schema.json](diff.schema.json) has it; findings and sources are those "
        "described above.\n"
    )
    return "".join(lines).rstrip("\n") + "\n"


def _members(part: dict[str, Any], prefix: str) -> Iterator[str]:
    yield "| Member | Type | Meaning |\n|---|---|---|\n"
    yield from _rows(part, prefix)
    yield "\n"


def _rows(part: dict[str, Any], prefix: str) -> Iterator[str]:
    for name, member in part["properties"].items():
        full = f"{prefix}{name}"
        optional = "" if name in part.get("required", ()) else ", may be missing"
        kind = _kind(member)
        yield f"| `{full}` | {kind}{optional} | {_cell(member['description'])} |\n"
        if "properties" in member:
            yield from _rows(member, f"{full}.")


def _kind(member: dict[str, Any]) -> str:
    if "const" in member:
        return f"`{json.dumps(member['const'])}`"
    if "enum" in member:
        return "one of " + ", ".join(f"`{value or chr(34) * 2}`" for value in member["enum"])
    if "$ref" in member:
        name = member["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name})"
    if member.get("type") == "array":
        return f"list of {_kind(member['items'])}"
    kinds = member["type"] if isinstance(member["type"], list) else [member["type"]]
    return " or ".join(
        _FORMATS.get(str(member.get("format")), str(k)) if k == "string" else str(k) for k in kinds
    )


def pages_in(name: str) -> dict[str, str]:
    """The pages of checks and commands in a language: path below ``docs/`` -> text."""
    texts, suffix = TEXTS[name], ".md" if name == "en" else f".{name}.md"
    with language(name):
        pages = {f"checks/{code}{suffix}": check_page(code, texts) for code in CHECKS}
        pages[f"checks/index{suffix}"] = checks_index(texts, suffix)
        pages[f"commands{suffix}"] = commands_page(texts)
    return pages


def _pages_of_another_process(name: str) -> dict[str, str]:
    done = subprocess.run(  # noqa: S603 - this script
        [sys.executable, __file__, "--lang", name], capture_output=True, check=True
    )
    pages: dict[str, str] = json.loads(done.stdout)
    return pages


def made_pages() -> dict[Path, str]:
    """Every made page and what it has to hold."""
    pages = pages_in("en")
    for name in TRANSLATIONS:
        pages |= _pages_of_another_process(name)
    pages["json.md"] = json_page()
    for schema in (SCHEMA, DIFF_SCHEMA):
        pages[schema.name] = schema.read_text(encoding="utf-8")
    return {DOCS / path: text for path, text in pages.items()}


def language_of(page: Path) -> str:
    """The language of a page, by its name: ``ru`` for ``law.ru.md``."""
    ending = page.stem.rpartition(".")[2]
    return ending if ending in TRANSLATIONS else "en"


def run(name: str, command: str) -> str:
    """What ``command`` prints in a language on a terminal of COLUMNS columns, at the samples."""
    words = shlex.split(command)
    if words[0] != "schedcheck":
        raise ValueError(f"only schedcheck itself is run: {command}")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "samples").symlink_to(ROOT / "samples")
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        environment = {
            **os.environ,
            "LC_ALL": _LOCALES[name],
            "PYTHONUTF8": "1",  # the system may not have the locale
            "NO_COLOR": "1",
            "TERM": "xterm",
        }
        for variable in ("COLUMNS", "LINES", "FORCE_COLOR"):
            environment.pop(variable, None)
        with (
            subprocess.Popen(  # noqa: S603 - the program itself, with words of our own pages
                [sys.executable, "-m", "schedcheck", *words[1:]],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=theirs,
                stderr=subprocess.PIPE,  # no terminal: no bar of progress
            ) as process
        ):
            os.close(theirs)
            printed = b"".join(_until_closed(ours))
            errors = process.stderr.read().decode("utf-8") if process.stderr else ""
        os.close(ours)
    text = _ESCAPES.sub("", printed.decode("utf-8").replace("\r\n", "\n"))
    if process.returncode not in {0, 1, 3}:
        raise RuntimeError(f"{command}: exit code {process.returncode}\n{errors}")
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n"))


def _until_closed(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # how Linux says that the other end is closed
            return
        if not part:
            return
        yield part


def run_pages() -> dict[Path, str]:
    """Every page that shows commands, with what they print now."""
    pages = {
        path: text
        for path in [*sorted(ROOT.glob("README*.md")), *sorted(DOCS.glob("*.md"))]
        if _RUN.search(text := path.read_text(encoding="utf-8"))
    }
    runs = sorted(
        {
            (language_of(path), match[4])
            for path, text in pages.items()
            for match in _RUN.finditer(text)
        }
    )
    with ThreadPoolExecutor(2) as pool:
        printed = dict(zip(runs, pool.map(run, *zip(*runs, strict=True)), strict=True))

    def filled(name: str, match: re.Match[str]) -> str:
        lines = printed[name, match[4]].split("\n")
        if match[2] == "first" and len(lines) > int(match[3]):
            lines = [*lines[: int(match[3])], "…"]
        elif match[2] == "last" and len(lines) > int(match[3]):
            lines = ["…", *lines[-int(match[3]) :]]
        return f"{match[1]}```console\n$ {match[4]}\n" + "\n".join(lines) + "\n```\n"

    return {
        path: _RUN.sub(partial(filled, language_of(path)), text) for path, text in pages.items()
    }


def main() -> None:
    """Write what has changed, or with ``--check`` say what would."""
    if sys.argv[1:2] == ["--lang"]:
        click.echo(json.dumps(pages_in(asked_language(sys.argv[1:]))))
        return
    check = sys.argv[1:] == ["--check"]
    stale = []
    for path, text in {**made_pages(), **run_pages()}.items():
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(str(path.relative_to(ROOT)))
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for name in stale:
        click.echo(f"{name}: {'stale; run python docs/make_pages.py' if check else 'made'}")
    if check and stale:
        sys.exit(1)


if __name__ == "__main__":
    main()
