"""Cyrillic texts that were UTF-8 and read in a page of one byte a letter: РќРѕС‡СЊ for Ночь."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import pandas as pd

from schedcheck.messages import msg
from schedcheck.schedule.reading import Reading

_COLUMNS = ("title", "other_text", "category", "mark_text")
#: What the second bytes of Cyrillic letters in UTF-8 look like in the two pages.
_SECOND_1251 = bytes(sorted({*range(0x80, 0xC0)} - {0x98})).decode("cp1251")
_SECOND_1252 = "".join(map(chr, range(0x80, 0xC0))) + "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_PAIRS = re.compile(
    rf"(?:[РСТУ][{re.escape(_SECOND_1251)}]){{2}}|(?:[ÐÑÒÓ][{re.escape(_SECOND_1252)}\ufffd]){{2}}"
)

#: The commonest Cyrillic letters in the pages: a search for them is fast, and hardly a title is
#: without one.
COMMON = tuple(
    letter.encode().decode(page) for letter in "аоет" for page in ("cp1251", "cp1252", "latin-1")
)


def _page_gone_through(texts: Iterable[str]) -> str:
    """The page of one byte a letter that most of the texts were wrongly read in; empty for none."""
    import ftfy

    pages: Counter[str] = Counter()
    for text in texts:
        steps = ftfy.fix_encoding_and_explain(text).explanation or []
        pages.update([step.parameter for step in steps if step.action == "encode"][:1])
    return pages.most_common(1)[0][0] if pages else ""


def mend(reading: Reading) -> None:
    """Give the texts of a reading the letters that they had, with a note; the work of ftfy.

    A text too short to be known by itself, such as the mark «Р• 18», is repaired where other texts
    of the source show which page they went through.
    """
    import ftfy

    frame = reading.frame
    page = _page_gone_through(filter(_PAIRS.search, _distinct(frame, "title")))
    if not page:
        return

    def mended(text: str) -> str:
        fixed = ftfy.fix_encoding(text)
        if fixed != text or text.isascii():
            return fixed
        try:
            return text.encode(page).decode("utf-8")
        except UnicodeError:
            return text

    count = 0
    for name in _COLUMNS:
        anew = {text: mended(text) for text in _distinct(frame, name)}
        if any(text != now for text, now in anew.items()):
            made = frame[name].map(anew, na_action="ignore").astype(frame[name].dtype)
            count += int((made != frame[name]).sum()) if name == "title" else 0
            frame[name] = made
    reading.names = {key: mended(name) for key, name in reading.names.items()}
    reading.notes.append(
        msg(
            "the letters of titles (%(count)d) went through a wrong encoding (UTF-8 read as "
            "%(page)s) and were corrected; ask for a file in UTF-8",
            count=count,
            page=page.removeprefix("sloppy-"),
        )
    )


def _distinct(frame: pd.DataFrame, name: str) -> dict[str, None]:
    """The different texts of a column, in order."""
    return dict.fromkeys(frame[name].to_numpy(object, na_value=""))
