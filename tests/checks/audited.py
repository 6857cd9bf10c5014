"""A schedule in a few words, audited: what the tests of the checks share."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.sax.saxutils import escape

from schedcheck.pipeline.audit import audit
from schedcheck.pipeline.run import Settings
from schedcheck.results.finding import Finding
from schedcheck.results.results import Audit

_DAY = "20240304"


def programme(  # noqa: PLR0913 - a programme has that many parts
    start: str,
    stop: str | None,
    title: str = "Вечер",
    *,
    rating: str = "",
    desc: str = "",
    category: str = "",
    offset: str | None = "+0500",
    channel: str = "test",
) -> str:
    """One XMLTV programme; times are ``HH:MM`` of 4 March 2024 or full dates with a blank."""

    def stamp(time: str) -> str:
        digits = "".join(letter for letter in time if letter.isdigit())
        full = digits if len(digits) > 4 else _DAY + digits
        return full + "00" + (f" {offset}" if offset else "")

    ends = f' stop="{stamp(stop)}"' if stop else ""
    rated = f"<rating><value>{rating}</value></rating>" if rating else ""
    return (
        f'<programme start="{stamp(start)}"{ends} channel="{channel}">'
        f"<title>{escape(title)}</title><desc>{escape(desc)}</desc>"
        f"<category>{escape(category)}</category>{rated}</programme>"
    )


def audited(*programmes: str, **settings: Any) -> Audit:
    """The audit of a guide that holds ``programmes``."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "guide.xml"
        path.write_text("<tv>\n" + "\n".join(programmes) + "\n</tv>", encoding="utf-8")
        return audit([path], Settings(**settings))


def found(code: str, *programmes: str, **settings: Any) -> list[Finding]:
    """The findings of one code on such a guide."""
    return [one for one in audited(*programmes, **settings).findings if one.code == code]
