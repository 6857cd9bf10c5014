"""Gather every text that people read and bring the catalogues up to date: ``make messages``.

Texts come from the code (``_``, ``msg``, ``N_``, ``plural``), from the templates, from the pages
of the checks, from rulebooks and rosters, and from click, whose own words stand beside ours in
every help text. New ones go into the catalogues of ``schedcheck/messages/locale/`` without a
translation, those that are gone are taken out, and the ``.mo`` files are compiled. With ``--check``
nothing is written: it exits with 1 when something would be.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from schedcheck.checks import CHECKS
from schedcheck.checks.documentation import explanation
from schedcheck.law.roster import load_roster, shipped_rosters
from schedcheck.law.rulebook import load_rulebook, shipped_rulebooks
from tests.paths import ROOT

PACKAGE = ROOT / "schedcheck"
LANGUAGES = ("kk", "ru")
#: Kazakh has one form after numerals; CLDR, and so Babel, tells two apart for other uses.
_ONE_FORM = ("kk",)
_METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
_KEYWORDS: dict[str, Any] = {"_": None, "msg": None, "N_": None, "plural": (1, 2)}
_CLICK_KEYWORDS: dict[str, Any] = {"_": None, "ngettext": (1, 2)}


class Texts(Catalog):
    """A catalogue that says nothing of days and versions: the same texts make the same bytes."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The heads that say how the texts are written."""
        said = ("Language", "Plural-Forms", "MIME-Version", "Content-Type")
        return [(name, value) for name, value in self._get_mime_headers() if name in said]


def messages() -> Iterator[tuple[str, Any]]:
    """Where each text stands, and the text, or the pair of a counted one."""
    for file, _line, text, _comments, _context in extract_from_dir(
        PACKAGE, _METHODS, keywords=_KEYWORDS, strip_comment_tags=True
    ):
        yield f"schedcheck/{file}", text
    yield from _of_data()
    folder = Path(str(click.__file__)).parent
    for _file, _line, text, _comments, _context in extract_from_dir(
        folder, [("**.py", "python")], keywords=_CLICK_KEYWORDS
    ):
        yield "click", text


def _of_data() -> Iterator[tuple[str, Any]]:
    """The pages of the checks, and what rulebooks and rosters have in English alone."""
    for code in CHECKS:
        for texts in explanation(code).values():
            for text in texts:
                yield "schedcheck/checks", text
    for name in shipped_rulebooks():
        for rule in load_rulebook(name).rules:
            for text in rule.unverified:
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
    made: Any = Texts(locale=language, project="schedcheck", charset="utf-8", fuzzy=False)
    if language in _ONE_FORM:
        made._num_plurals, made._plural_expr = 1, "0"  # noqa: SLF001 - it takes them from CLDR alone
    for message in fresh:
        if message.id:
            known = old.get(message.id)
            string = known.string if known is not None else ""
            made.add(message.id, string, locations=message.locations)
    catalog: Catalog = made
    return catalog


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
