"""What the members of a workbook (xlsx) show before its cells are read: whether formulas lack their
values, whether it may say anything of its cells beside these, and its adult marks for the census.

Each member is unpacked once for all of it, while the library reads the cells in another thread.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from msgspec import Struct

from schedcheck.readers.archive import DAMAGE
from schedcheck.readers.census_texts import is_searched, part_pages
from schedcheck.readers.files import begun
from schedcheck.readers.mark_search import adult_marks

#: The members that hold sheets.
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
#: A cell with a formula and no value, or with the nought that programs write which do not compute;
#: programs that do also keep empty texts as values.
_BARE = re.compile(
    rb"<c\b(?![^<>]*\bt=\"(?:str|e|b|s|inlineStr)\")[^<>]*>\s*+"
    rb"<f\b[^<>]*(?:/>|>[^<]*+</f>)\s*+(?:<v\s*+/>|<v>\s*+0?\s*+</v>)?\s*+</c>"
)
_FORMULA = re.compile(rb"<f\b")
#: The member that names the program which wrote a workbook.
_ABOUT = "docProps/app.xml"
#: What only workbooks have that say more of a cell than its value: struck through, an error, days
#: from 1904, hidden, a format with texts; and document types, which are refused. Texts first, which
#: are found many times as fast as a pattern.
_EXTRAS = (b"strike", b't="e"', b"t='e'", b"date1904", b"<!DOCTYPE")
_HIDDEN = re.compile(rb"hidden\s*=\s*[\"'](?:1|true)")
_FORMAT = re.compile(rb"formatCode\s*=\s*(?:\"[^\"]*[&\\+]|'[^']*[&\\+\"])")
#: A larger member is left to the census, which comes when nothing else takes memory.
_LARGEST = 64 << 20
#: What reading a member of a damaged package raises, also of one that has a password.
_DAMAGE = (*DAMAGE, RuntimeError)


class FirstLook(Struct, frozen=True):
    """What the members of a workbook show.

    ``bare_formulas``: it holds formulas whose values are to be computed: without a value, with a
    nought for one, or any where no spreadsheet program seems to have computed it. ``says_more``: it
    may say anything of its cells beside their values. ``marks``: see
    :class:`~schedcheck.schedule.reading.Reading`.
    """

    bare_formulas: bool = False
    says_more: bool = False
    marks: frozenset[str] | None = None


class Looking:
    """A first look, taken beside other work once it is begun; before that nothing is seen."""

    def __init__(self) -> None:
        self._look: Future[FirstLook] | None = None

    def begin(self, pool: ThreadPoolExecutor, data: bytes) -> None:
        """Begin to look at a workbook."""
        self._look = begun(pool, partial(first_look, data))

    def seen(self) -> FirstLook:
        """What was seen, waited for if need be."""
        return self._look.result() if self._look else FirstLook()


class _Question:
    """A question to one member after the other, until one says yes; a damaged one says no."""

    def __init__(self, is_yes: Callable[[bytes], bool]) -> None:
        self._is_yes = is_yes
        self._answer: bool | None = None

    def ask(self, content: bytes | None) -> None:
        """Ask a member, unless the answer is known; None: it is damaged."""
        if self._answer is None and (content is None or self._is_yes(content)):
            self._answer = content is not None

    @property
    def answer(self) -> bool:
        """Whether one has said yes."""
        return bool(self._answer)


def first_look(data: bytes) -> FirstLook:
    """What the members of a workbook show; nothing for one that is no package."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _look(archive)
    except _DAMAGE:
        return FirstLook()


def _look(archive: zipfile.ZipFile) -> FirstLook:
    names = archive.namelist()
    more, bare = _Question(_says_more), _Question(_is_bare)
    about = _content(archive, _ABOUT) if _ABOUT in names else b""
    if about is None:
        bare.ask(about)
    elif not _is_computed(names, about):
        bare = _Question(_has_formula)
    found: set[str] | None = set() if len(set(names)) == len(names) else None
    for name in names:
        content = _content(archive, name)
        more.ask(content)
        if SHEET.fullmatch(name):
            bare.ask(content)
        marks = None if found is None else _marks_of(archive.getinfo(name), content)
        found = None if found is None or marks is None else found | marks
    return FirstLook(bare.answer, more.answer, None if found is None else frozenset(found))


def _content(archive: zipfile.ZipFile, name: str) -> bytes | None:
    """A member, None where it is damaged."""
    try:
        return archive.read(name)
    except _DAMAGE:
        return None


def _is_computed(names: list[str], about: bytes) -> bool:
    """Whether a spreadsheet program wrote the workbook, which computes its formulas.

    Excel lists the cells that it computes, LibreOffice writes its name; libraries such as ExcelJS
    write formula and value as they are given them.
    """
    return "xl/calcChain.xml" in names or b"<Application>LibreOffice" in about


def _is_bare(sheet: bytes) -> bool:
    # most sheets have no formula, which is seen sooner
    return _has(sheet, b"<f") and _BARE.search(sheet) is not None


def _has_formula(sheet: bytes) -> bool:
    return _has(sheet, b"<f") and _FORMULA.search(sheet) is not None


def _says_more(content: bytes) -> bool:
    return (
        any(_has(content, sign) for sign in _EXTRAS)
        or (_has(content, b"<numFmt") and _FORMAT.search(content) is not None)
        or (_has(content, b"hidden") and _HIDDEN.search(content) is not None)
    )


def _has(content: bytes, sign: bytes) -> bool:
    """Whether a sign is in a member: looked for from its end, which takes half of the time."""
    return content.rfind(sign) >= 0


def _marks_of(part: zipfile.ZipInfo, content: bytes | None) -> set[str] | None:
    """The adult marks in the texts of a member; None where the census is to look at it itself: at
    remarks, which it reads otherwise, at what is damaged and at what is large.
    """
    if not is_searched(part):
        return set()
    if content is None or len(content) > _LARGEST:
        return None
    try:
        pages = list(part_pages(content, part.filename, lined=False))
        if any(page.remarks for page in pages):
            return None
        return {
            mark
            for page in pages
            for mark, places in adult_marks(page.content, page.ends).items()
            if any(map(page.is_text, places.tolist()))
        }
    except _DAMAGE:
        return None
