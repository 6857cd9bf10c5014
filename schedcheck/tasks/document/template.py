"""Templates of documents filled in: Word files with placeholders, ours or the user's own.

What is filled in is text and nothing else: letters that mean something to XML or to the templates
are escaped, so that no schedule can make a field, a link or a macro of its titles.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from schedcheck.errors import ConfigError, unknown_name
from schedcheck.law.roster import ENTITY
from schedcheck.law.rule import PERIOD_KINDS
from schedcheck.messages import msg
from schedcheck.messages.library_errors import Reason
from schedcheck.reports.wording import one_line
from schedcheck.tasks.document.authority import AUTHORITY, OFFICIAL

#: The kinds of document, each with what its templates may ask for.
COMMON = ("authority", "official", "channel", "period", "zone", "blank", "program", "number")
PLACEHOLDERS: Mapping[str, tuple[str, ...]] = {
    "record": (
        *COMMON,
        "violations",
        "dismissed",
        "unjudged",
        "totals",
        "notes",
        "sources",
        "tzdata",
        "checks",
        "rulebook",
        "command",
    ),
    "letter": (*COMMON, "violations", "totals", "checks", "first_due", "operator", "records"),
    "reminder": (*COMMON, "state", "files", "reason"),
}
_VIOLATION = (
    *("number", "day", "start", "end", "title", "mark", "mark_from", "class", "minutes"),
    *("articles", "offences", "in_doubt", "file", "place", "row", "decision", *PERIOD_KINDS),
)
#: What is in them, for those that are not texts; of lists, what each of their members has.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "authority": AUTHORITY,
    "official": OFFICIAL,
    "channel": ("id", "name", "medium", *ENTITY),
    "totals": (
        "programmes",
        "marked",
        "unmarked",
        "violations",
        "minutes",
        "at_least",
        "warnings",
        "dismissed",
    ),
    "rulebook": ("id", "sha256"),
    "first_due": PERIOD_KINDS,
    "violations": _VIOLATION,
    "dismissed": _VIOLATION,
    "unjudged": ("what", "why"),
    "sources": ("file", "sha256"),
}
#: Line that is filled in by hand.
BLANK = "_" * 30
#: The first day that a zip archive can name; no document tells when it was made.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
#: Parts that run, or that fetch something, and fields around a placeholder.
_FOREIGN_PARTS = re.compile(r"vbaProject|activeX|oleObject|embeddings/", re.IGNORECASE)
_EXTERNAL = re.compile(rb'TargetMode\s*=\s*"External"')
_IN_FIELD = re.compile(r"<w:instrText[^>]*>[^<]*\{|w:instr=\"[^\"]*\{")


def shown(value: Any) -> Any:
    """``value`` with every text in it made safe to be filled in; empty texts are lines to fill in.

    Texts are one line each, and their letters stay what they are: docxtpl reads ``{_{`` as its own.
    """
    if isinstance(value, Mapping):
        return {key: shown(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [shown(held) for held in value]
    if not isinstance(value, str):
        return value
    return Markup(str(escape(one_line(value))).replace("_", "&#95;"))  # noqa: S704 - escaped here


def filled(
    kind: str, language: str, values: Mapping[str, Any], folder: Path | None, findings: str
) -> bytes:
    """The document of a kind in a language, as a Word file; the same values give the same bytes.

    ``findings``: what names the findings that it is made from, its property *identifier*.
    ``folder``: where the user's own templates are, such as ``letter.ru.docx``. Raises ConfigError
    for one of these that is not right, with its name and what is wrong with it.
    """
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]

    name = f"{kind}.{language}.docx"
    own = folder / name if folder and (folder / name).is_file() else None
    try:
        content = own.read_bytes() if own else _shipped(name)
        _check(content, kind, str(own or name))
        template, environment = DocxTemplate(io.BytesIO(content)), _environment()
        template.render(shown(dict(values)), environment, autoescape=True)
        _name_findings(template.docx, findings)
        made = io.BytesIO()
        template.save(made)
    except (TemplateError, *_BROKEN) as error:
        words = msg("%(file)s: %(error)s", file=own or name, error=Reason.of(error))
        raise ConfigError(words) from error
    return packed(dict(_members(made.getvalue())))


def _name_findings(document: Any, findings: str) -> None:
    properties = document.core_properties
    if properties.last_modified_by == "python-docx":  # which says when it made them
        properties.modified = datetime(*_NO_TIME, tzinfo=UTC)
    properties.identifier = findings


def findings_named(content: bytes) -> str:
    """What names the findings that a Word file was made from; empty where nothing does."""
    try:
        return str(docx.Document(io.BytesIO(content)).core_properties.identifier)
    except _BROKEN:
        return ""


def _environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


@lru_cache(maxsize=16)
def _check(content: bytes, kind: str, file: str) -> None:
    """Refuse a template with a part or a placeholder that is not allowed."""
    from docxtpl import DocxTemplate

    _refuse_foreign(content, file)
    template, environment = DocxTemplate(io.BytesIO(content)), _Remembering(autoescape=True)
    what = msg("%(file)s: placeholder", file=file)
    for asked in sorted(template.get_undeclared_template_variables(environment)):
        if asked not in PLACEHOLDERS[kind]:
            raise unknown_name(what, asked, PLACEHOLDERS[kind])
    # also where nothing is filled in this time
    for tree in environment.trees:
        for name, field, known in _fields_asked(tree):
            if field not in known:
                raise unknown_name(what, f"{name}.{field}", [f"{name}.{one}" for one in known])


class _Remembering(SandboxedEnvironment):
    """An environment that remembers the templates that it has parsed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.trees: list[nodes.Template] = []

    def parse(self, source: str, name: str | None = None, filename: str | None = None) -> Any:
        tree = super().parse(source, name, filename)
        self.trees.append(tree)
        return tree


def _fields_asked(tree: nodes.Template) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Each field that a template asks for: of which name, and those that this has."""
    known = dict(FIELDS)
    for loop in tree.find_all(nodes.For):
        if isinstance(loop.target, nodes.Name) and isinstance(loop.iter, nodes.Name):
            held = FIELDS.get(loop.iter.name)
            if held:  # one name may go through several lists
                before = known.get(loop.target.name, ())
                known[loop.target.name] = tuple(dict.fromkeys((*before, *held)))
    for asked in tree.find_all(nodes.Getattr):
        if isinstance(asked.node, nodes.Name) and asked.node.name in known:
            yield asked.node.name, asked.attr, known[asked.node.name]


#: What reading a file raises that is not a Word document.
_BROKEN = (OSError, TypeError, KeyError, ValueError, zipfile.BadZipFile, PackageNotFoundError,
           etree.XMLSyntaxError)  # fmt: skip


def _shipped(name: str) -> bytes:
    return (files("schedcheck.tasks.document") / "templates" / name).read_bytes()


def _members(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


def _refuse_foreign(content: bytes, name: str) -> None:
    """Refuse a template that runs or fetches something, or has a placeholder inside of a field."""
    for part, data in _members(content):
        if _FOREIGN_PARTS.search(part):
            reason = msg("it holds a macro or an embedded object, which templates must not have")
        elif part.endswith(".rels") and _EXTERNAL.search(data):
            reason = msg("it links to something outside of it, which templates must not do")
        elif part.endswith(".xml") and _IN_FIELD.search(data.decode("utf-8", "replace")):
            reason = msg("a placeholder is inside of a field, where texts could become commands")
        else:
            continue
        raise ConfigError(msg("%(file)s: %(reason)s", file=name, reason=reason))


def packed(members: Mapping[str, bytes]) -> bytes:
    """A zip archive of the members in their order, without times: the same in, the same out."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, _NO_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return made.getvalue()
