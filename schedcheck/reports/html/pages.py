"""What every page of HTML is made with: templates, words, numbers, one file without the network.

A page holds its style and its script, and its content security policy allows these two by their
hashes and nothing else: it fetches nothing, and a title of a schedule can never run as code.
"""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib.resources import files
from importlib.util import cache_from_source
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import jinja2
from jinja2.bccache import Bucket
from markupsafe import Markup

from schedcheck._version import __version__
from schedcheck.law.rule_text import offence_lines
from schedcheck.messages import _, current_language, in_language, plural
from schedcheck.messages.formats import (
    count_in_words,
    day_in_words,
    decimal_in_words,
    percent_in_words,
    short_day,
    short_weekday,
)
from schedcheck.messages.message import where_in_words
from schedcheck.reports.files import replacing
from schedcheck.reports.overview import STATES
from schedcheck.reports.wording import check_name, one_line

_NOT_IN_ANCHORS = re.compile(r"[^\w.-]")
#: What a finding's row says where colour alone may not.
SIGNS = {"violation": "×", "warning": "?", "notice": "i", "fault": "!"}
#: How templates are compiled, beside that what is put into them is escaped.
OPTIONS: Mapping[str, Any] = {
    "extensions": ("jinja2.ext.i18n",),
    "trim_blocks": True,
    "keep_trailing_newline": False,
    "optimized": False,  # to look for constants takes longer than they do
}


class Compiled(jinja2.BytecodeCache):
    """Templates as they are compiled, each where Python would keep it were it a module.

    Where nothing can be written there, they are compiled in each process.
    """

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The path of a compiled template."""
        return cache_from_source(filename or name, optimization="jinja")

    def get_source_checksum(self, source: str) -> str:
        """The hash of all that the compiled form depends on; of Python's version the path tells."""
        told = (jinja2.__version__, sorted(OPTIONS.items()), source)
        return hashlib.sha256(repr(told).encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was kept of the same template."""
        # of a damaged file any of these comes
        with suppress(OSError, EOFError, UnpicklingError, ValueError, TypeError, LookupError,
                      AttributeError, ImportError):  # fmt: skip
            bucket.bytecode_from_string(Path(bucket.key).read_bytes())

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template, where Python keeps compiled modules."""
        if sys.dont_write_bytecode:
            return
        with suppress(OSError), replacing(Path(bucket.key)) as path:
            path.write_bytes(bucket.bytecode_to_string())


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        autoescape=True,
        **OPTIONS,
        loader=jinja2.PackageLoader("schedcheck.reports.html"),
        undefined=jinja2.StrictUndefined,
        auto_reload=False,  # no template changes while the program runs
        bytecode_cache=Compiled() if sys.implementation.cache_tag else None,
    )
    install_words(environment)
    environment.globals |= {
        "decimal": decimal_in_words,
        "percent": percent_in_words,
        "short_weekday": short_weekday,
        "in_language": in_language,
        "offence_lines": offence_lines,
        "one_line": one_line,
        "place_of": lambda finding: where_in_words(finding.file, finding.place),
        "short_day": short_day,
        "day_in_words": day_in_words,
        "signs": SIGNS,
        "check_name": check_name,
        "state_words": STATES,
        "day_of": lambda finding: day_in_words(finding.start) if finding.start else "",
        "time_of": time_of,
        "minutes_of": minutes_of,
        "anchor_of": anchor,
    }
    return environment


def install_words(environment: Any) -> None:
    """Let the templates of a Jinja ``environment`` use the catalogues, and count in words."""
    environment.install_gettext_callables(_, _no_plural, newstyle=True)
    environment.globals |= {"plural": plural, "number": count_in_words}


def _no_plural(_one: str, _many: str, _count: int) -> str:
    raise NotImplementedError("templates count with plural()")


def time_of(finding: Any) -> str:
    """``21:30–23:00`` on the clock judged by; the end as a question mark where it is unknown."""
    if finding.start is None:
        return ""
    return (
        f"{finding.start:%H:%M}–{finding.stop:%H:%M}"
        if finding.stop
        else (f"{finding.start:%H:%M}–?")
    )


def minutes_of(finding: Any) -> str:
    """The minutes inside the window, in words."""
    return "" if finding.minutes is None else decimal_in_words(finding.minutes)


def anchor(channel: str) -> str:
    """The id of a channel's section, which no two channels share."""
    plain = _NOT_IN_ANCHORS.sub("_", channel)
    if plain != channel:
        plain += "-" + hashlib.sha256(channel.encode("utf-8", "backslashreplace")).hexdigest()[:8]
    return f"channel-{plain}"


def rendered(template: str, values: Mapping[str, object]) -> str:
    """A template of a part of a page, filled in."""
    return _environment().get_template(template).render(values)


def page(template: str, values: Mapping[str, object], made: Mapping[str, str]) -> Iterator[str]:
    """A whole page, piece by piece: parts may come from an iterator.

    ``made`` says with which ``rulebook`` (its ``sha256`` too) and ``tzdata``.
    """
    style, script = _text("page.css"), _text("sort.js")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    whole = {
        "language": current_language(),
        "version": __version__,
        "policy": policy,
        "style": Markup(style),  # noqa: S704 - our own file
        "script": Markup(script),  # noqa: S704 - our own file
        "made": made,
        "checks": (),
        **values,
    }
    stream = _environment().get_template(template).stream(whole)
    stream.enable_buffering(200)
    for piece in stream:
        # A lone half of a surrogate pair (from a damaged source) has no UTF-8.
        yield piece.encode("utf-8", "backslashreplace").decode("utf-8")


def write_page(path: Path, pieces: Iterable[str]) -> None:
    """Write a page to ``path`` as its pieces come; raises OSError when that cannot be done."""
    with replacing(path) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(pieces)


@cache
def _text(name: str) -> str:
    return (files("schedcheck.reports.html") / "static" / name).read_text(encoding="utf-8").strip()


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
