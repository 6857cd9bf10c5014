"""Gather every text that people read and bring the catalogues up to date: ``make messages``.

Texts come from the code (``_``, ``msg``, ``N_``, ``plural``), from the templates, from the pages
of the checks, from rulebooks and rosters, and from the list below of what click prints itself
beside our texts in help and in errors of usage. New ones are added without a translation to
the catalogues in ``schedcheck/messages/locale/``, those that are gone are taken out, and the
``.mo`` files are compiled. With ``--check`` nothing is written: it exits with 1 when something
would be.
"""

from __future__ import annotations

import io
import itertools
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from schedcheck.checks import CHECKS
from schedcheck.checks.documentation import explanation
from schedcheck.law.roster import load_roster, shipped_rosters
from schedcheck.law.rulebook import load_rulebook, shipped_rulebooks
from tests.paths import ROOT

PACKAGE = ROOT / "schedcheck"
#: Which form a number asks for. Kazakh has one form after numerals; CLDR, and so Babel, has two for
#: other uses. CLDR writes the Russian rule differently from one release to the next.
_PLURAL_FORMS = {
    "kk": "nplurals=1; plural=0;",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
    "(n%100<10 || n%100>=20) ? 1 : 2);",
}
LANGUAGES = tuple(_PLURAL_FORMS)
#: What a catalogue says of itself. No dates and no versions: the same texts make the same bytes.
_HEADS = ("Language:", "Plural-Forms:", "MIME-Version:", "Content-Type:")
_METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext:babel_extract")]
KEYWORDS: dict[str, Any] = {"_": None, "msg": None, "N_": None, "plural": (1, 2)}

#: Every text that click prints in help and errors of this program, in any version that
#: ``pyproject.toml`` allows. By hand: what click has in its source besides is never printed here,
#: and some of what is printed is not to be found in its source. ``test_click_texts.py`` holds the
#: list against what click asks for.
CLICK: tuple[str | tuple[str, str], ...] = (
    "Usage:",
    "Options",
    "Commands",
    "Show the version and exit.",
    "Show this message and exit.",
    "default: {default}",
    "required",
    "Error: {message}",
    "Try '{command} {option}' for help.",
    "Aborted!",
    "Missing argument",
    "Choose from:\n\t{choices}",
    "Missing option",
    "No such command {name!r}.",
    "No such option {name!r}.",
    "No such option: {name}",  # click before 8.4
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    "Option {name!r} does not take a value.",
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    "Invalid value for {param_hint}: {message}",
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.",
    "file",
    "directory",
    "path",
    "{name} {filename!r} does not exist.",
    "{name} {filename!r} is a directory.",
    "{name} {filename!r} is a file.",
    "{name} {filename!r} is not readable.",
    "Couldn't detect Bash version, shell completion is not supported.",
    "Shell completion is not supported for Bash versions older than 4.4.",
)


class Texts(Catalog):
    """A catalogue whose head says only how the texts are written (``_HEADS``)."""

    def __iter__(self) -> Iterator[Message]:
        """The head as a message, then the texts."""
        head, *texts = super().__iter__()
        lines = str(head.string).splitlines()
        head.string = "\n".join(line for line in lines if line.startswith(_HEADS))
        yield head
        yield from texts


def messages() -> Iterator[tuple[str, Any]]:
    """Where each text stands, and the text, or the pair of a counted one."""
    for file, _line, text, _comments, _context in extract_from_dir(
        PACKAGE, _METHODS, keywords=KEYWORDS, strip_comment_tags=True
    ):
        yield f"schedcheck/{file}", text
    yield from _of_data()
    for text in CLICK:
        yield "click", text


def _of_data() -> Iterator[tuple[str, Any]]:
    """The pages of the checks, and what rulebooks and rosters have in English alone."""
    for code in CHECKS:
        for texts in explanation(code).values():
            for text in texts:
                yield "schedcheck/checks", text
    for name in shipped_rulebooks():
        book = load_rulebook(name)
        points = [rule.unverified + rule.limits for rule in book.rules]
        points += [period.unverified for period in book.periods]
        for text in itertools.chain.from_iterable(points):
            yield f"schedcheck/law/rulebooks/{name}.toml", text
    for name in shipped_rosters():
        for channel in load_roster(name).channels.values():
            yield f"schedcheck/law/rosters/{name}.toml", channel.city


def template() -> Catalog:
    """All texts, without translations."""
    catalog = Catalog(project="schedcheck", charset="utf-8", fuzzy=False)
    for place, text in messages():
        catalog.add(text, locations=[(place, None)])  # type: ignore[list-item] # no line numbers
    return catalog


def po_path(language: str) -> Path:
    """The catalogue of a language, as it is edited."""
    return PACKAGE / "messages" / "locale" / language / "LC_MESSAGES" / "schedcheck.po"


def load(language: str) -> Catalog:
    """The catalogue of a language as it is now; an empty one where there is none."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def updated(language: str) -> Catalog:
    """The catalogue of a language with every text that there is, and no other."""
    old, fresh = load(language), template()
    made = Texts(locale=language, project="schedcheck", charset="utf-8", fuzzy=False)
    made.mime_headers = [("Plural-Forms", _PLURAL_FORMS[language])]
    for message in fresh:
        if message.id:
            known = old.get(message.id)
            string = known.string if known is not None else ""
            made.add(message.id, string, locations=message.locations)
    return made


def written(catalog: Catalog) -> tuple[bytes, bytes]:
    """The bytes of the two files of a catalogue."""
    catalog.header_comment = "# Translations of schedcheck."
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, catalog, sort_output=True, no_location=True, width=96, omit_header=False)
    write_mo(mo, catalog)
    return po.getvalue(), mo.getvalue()


def main() -> None:
    """Write what has changed, or with ``--check`` say what would be."""
    stale = []
    for language in LANGUAGES:
        path = po_path(language)
        for file, content in zip(
            (path, path.with_suffix(".mo")), written(updated(language)), strict=True
        ):
            if not file.exists() or file.read_bytes() != content:
                stale.append(file.relative_to(ROOT).as_posix())
                if "--check" not in sys.argv[1:]:
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(content)
    for name in stale:
        print(name)  # noqa: T201 - a script
    if stale and "--check" in sys.argv[1:]:
        sys.exit("stale catalogues: run `make messages`")


if __name__ == "__main__":
    main()
