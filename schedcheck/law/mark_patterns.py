"""The marks of a rulebook made ready for looking them up in rating fields and in free text.

Nothing here knows a spelling: they are in the rulebook (``[[mark]]``, see ``docs/law.md``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache, cached_property
from typing import NamedTuple

from schedcheck.law.plain_text import (
    IN_BRACKETS,
    LIKE_18,
    ORDINARY_CLASS,
    fold,
    has_alikes,
    has_letters,
    has_pieces,
    may_have_letters,
    place_in_title,
    place_of,
    plain_form,
)
from schedcheck.law.rule import MarkEntry
from schedcheck.law.spelling_patterns import (
    INNER,
    FoldedEntry,
    any_of,
    first_sign,
    hitting,
    stems_of,
    unfolded,
    with_number,
    word_beside,
)

_OPENED = r"""(?<=[(\[{«"“„'/|,;<])|(?<=[(\[{«“„,;] )"""
_OPENING, _CLOSING = r"""[(\[{«"“„'/|,;<]""", r"""[)\]}»”"“'/|,;>]"""
_OPENED_WORD = re.compile(rf"{_OPENING}\s?\w")
_SHUT = rf"\s?{_CLOSING}"
_RE2_SPACE = r"[\s\v\x{1c}-\x{1f}\x{85}\p{Z}]"  # what is white space (\s) in Python
_SHORT = 8  # signs of a bracket that is looked up
_LONGEST_VALUE = 500  # signs of a rating field that are looked at as a value
_LETTER = re.compile(r"[^\W\d_]")
_BETWEEN = re.compile(r"[/,;|]")
#: The end of a number whose digits are apart, three signs before its last digit or at the start.
_SPACED = re.compile(r"(?:\A|[^\w.,:])1 \d \+")
#: The end of a line beside the number of a mark, or its plus.
_CUT = re.compile(r"[\d+][ -]{0,9}\n|\n[ \n-]{0,50}[\d+]")
#: The place at the end of a title without a mark where most others of its source have one.
LEFT_OUT = "left_out"
LEVELS = ("", "unclear", "hidden", "likely", "equal")  # the surer the later
_STEPS = 8  # levels that fit between two classes in a weight
#: A number in a rating field however a table or a program has written it: 18.0, 018, ≥18, 18plus.
_NUMBER = re.compile(
    r"(?P<over>(?:≥|>=|=>|>) ?)?0{0,3}(?P<age>\d{1,2})(?:[.,]0{1,6})?"
    r"(?P<plus> ?(?:\+|plus|плюс|плюc|пліoc))?",
    re.IGNORECASE,
)
#: A number that may be an age inside of a value: no part of a larger one, of a share or a clock,
#: and no number to base 16, as what broadcasters define themselves in DVB is printed.
_AGE_INSIDE = re.compile(r"(?<![\d.,:])(?<!0[xX])\d{2}(?![\d%]|[.,:]\d| %)")


class Mark(NamedTuple):
    """One mark that was found: its class, how sure it is, the text as printed.

    ``weight`` orders marks: the stricter class first, then the surer level. A mark without a
    class weighs nothing. The level ``hidden`` is that of what shows only in the plain form of the
    text (see :mod:`schedcheck.law.plain_text`).
    """

    class_id: str
    level: str
    printed: str
    weight: int


class FoundMark(NamedTuple):
    """The mark that counts, and the strictest of those that are equal to a class."""

    best: Mark | None = None
    sure: Mark | None = None

    @classmethod
    def of(cls, marks: Iterable[Mark]) -> FoundMark:
        """What several marks of one text come to."""
        ordered = sorted(marks, key=lambda mark: mark.weight)
        sure = [mark for mark in ordered if mark.level == "equal"]
        return cls(ordered[-1], sure[-1] if sure else None) if ordered else NOTHING

    @property
    def equal(self) -> str:
        """The class of ``sure``, empty where there is none."""
        return self.sure.class_id if self.sure else ""


NOTHING = FoundMark()


def _key(folded: str) -> str:
    """What two spellings of one mark have in common: no spaces or hyphens inside, upper case."""
    return INNER.sub("", folded.strip()).upper()


class Vocabulary:
    """All marks of a rulebook, compiled.

    ``cores``: a text without any of them holds at most a bracketed word (НА, К). ``signs``: few
    single signs of which each core has one, the quickest sieve there is. ``stems``: a text without
    any of them holds none of the words that are marks outside of brackets too. ``sieve``: a pattern
    for Arrow (RE2), which finds something in each text that has one of the signs or stems, a
    bracketed word, or a sign that may have another plain form. ``remembered``: what was found in
    texts that may come again.
    """

    def __init__(self, entries: tuple[MarkEntry, ...], classes: tuple[str, ...]) -> None:
        self._ranks = {name: rank for rank, name in enumerate(classes)}
        self._entries: dict[str, list[FoldedEntry]] = {}
        self._made: dict[tuple[str, str, str], Mark] = {}
        self._quick: dict[str, FoundMark | None] = {}
        self.remembered: dict[str, FoundMark] = {}
        cores: set[str] = set()
        cored: set[str] = set()
        words: set[str] = set()
        phrases: set[str] = set()
        self._at_ends: set[str] = set()
        for entry in entries:
            folded = FoldedEntry.of(entry)
            for spelling in entry.spellings:
                self._entries.setdefault(_key(fold(spelling)), []).append(folded)
                places = set(folded.where) - {LEFT_OUT}
                if LEFT_OUT in folded.where:
                    self._at_ends.add(spelling)
                if places <= {"field"}:
                    continue
                core = re.search(r"\d{2,}|\+", spelling)
                if core:
                    cores.add(core.group())
                    cored.add(spelling)
                elif places <= {"field", *IN_BRACKETS}:
                    words.add(spelling)
                else:
                    phrases.add(spelling)
        self.cores = tuple(sorted(cores))
        self.signs = hitting(cores)
        numbers = "|".join(core for core in self.cores if core != "+")
        self._sieve = re.compile(rf"\+|(?<!\d)(?:{numbers or '(?!)'})(?!\d)")
        self._with_core, self._in_brackets, self._anywhere = cored, words, phrases
        beside = {spelling: word_beside(spelling) for spelling in cored}
        self._without_word = {spelling for spelling in cored if not beside[spelling]}
        self._word_beside = "|".join(hitting(filter(None, beside.values()))) or "(?!)"
        spelt = [*map(unfolded, words)]
        self.stems = stems_of(phrases)
        bracketed = f"(?i:{_OPENING}{_RE2_SPACE}?(?:{'|'.join(spelt)}){_RE2_SPACE}?{_CLOSING})"
        self.sieve = "|".join(
            [
                f"[^{ORDINARY_CLASS}]",
                LIKE_18,
                *map(re.escape, (*self.signs, *self.stems)),
                *([bracketed] if spelt else []),
            ]
        )

    # each of these takes milliseconds to compile, and many schedules need none of them

    @cached_property
    def _marks(self) -> re.Pattern[str]:
        """The spellings with a number or a plus, in a folded text."""
        return with_number(self._with_core)

    @cached_property
    def _bare_marks(self) -> re.Pattern[str]:
        """Those of them that have no word beside the number: few, and most texts hold no other."""
        return with_number(self._without_word)

    @cached_property
    def _with_word(self) -> re.Pattern[str]:
        """A look at a folded text in which one of the others may be."""
        return re.compile(self._word_beside, re.IGNORECASE)

    def _marks_in(self, folded: str) -> re.Pattern[str]:
        """What finds all that :attr:`_marks` finds in a folded text."""
        return self._marks if self._with_word.search(folded) else self._bare_marks

    @cached_property
    def _words(self) -> re.Pattern[str]:
        """The words that are marks in brackets alone, in a folded text."""
        words = self._in_brackets
        return any_of(f"{first_sign(words)}(?:{_OPENED})", words, f"(?={_SHUT})")

    @cached_property
    def _phrases(self) -> re.Pattern[str]:
        """The words that are marks outside of brackets too, in a folded text."""
        # a sign such as 🔞 may stick to a word, a word may not
        begin = first_sign(self._anywhere) + r"(?:(?<!\w)|(?=\W))"
        return any_of(begin, self._anywhere, r"(?:(?!\w)|(?<=\W))")

    @cached_property
    def _ends(self) -> re.Pattern[str]:
        return any_of(r"(?<=\W)", self._at_ends, r"(?=\W{0,3}\Z)")

    def left_out(self, title: str) -> Mark | None:
        """What the end of a title may be that has no mark, in a source that marks most others."""
        folded = fold(title)
        match = self._ends.search(folded)
        if match and not _LETTER.search(folded[: match.start()]):
            return None
        entries = self._entries.get(_key(match[0]), ()) if match else ()
        marks = [
            self._mark(entry, entry.where[LEFT_OUT], title[match.start() : match.end()])
            for entry in entries
            if match and LEFT_OUT in entry.where and not (entry.capitals and title.isupper())
            if entry.fits(title, folded, *match.span())
        ]
        return max(marks, key=lambda mark: mark.weight, default=None)

    def has_word(self, text: str) -> bool:
        """Whether a bracketed word that may be a mark is in ``text`` (several, if joined)."""
        return bool(_OPENED_WORD.search(text) and self._words.search(fold(text)))

    def field(self, value: str, system: str = "") -> Mark | None:
        """The mark that ``value`` is in a rating field; None for what is not known.

        In a field its meaning decides: the whole value is the mark, and only a value which as a
        whole is none is searched like free text.
        """
        folded = fold(value[:_LONGEST_VALUE]).strip(" \n.,;()[]{}«»\"'“”„/|")
        bare = re.sub(r"(?<! ) {0,9}[(\[][^()\[\]]{0,200}[)\]]?$", "", folded)
        number = _NUMBER.fullmatch(folded)
        plus = "+" if number and (number["over"] or number["plus"]) else ""
        whole = fold(value[:_LONGEST_VALUE]).strip(" \n")
        for text in (whole, folded, bare, f"{number['age']}{plus}" if number else ""):
            marks = [
                self._mark(entry, entry.where["field"], value)
                for entry in self._entries.get(_key(text), ())
                if "field" in entry.where
                and (not entry.systems or fold(system).upper() in entry.systems)
                and (not entry.capitals or text == text.upper())
            ]
            if marks:
                # «12+ (18+)»: what is in the brackets may be the stricter mark
                inside = self.field(folded[len(bare) :], system) if text == bare else None
                return max([*marks, *filter(None, [inside])], key=lambda mark: mark.weight)
        return self._strictest_part(value, system) or self.text(value).best

    def number_inside(self, value: str, bound: Collection[str]) -> Mark | None:
        """What a number inside a value that is not known may be: an unclear mark of a class among
        ``bound``.
        """
        found = (
            self._made_mark(entry.class_id, "unclear", value)
            for number in _AGE_INSIDE.findall(fold(value[:_LONGEST_VALUE]))
            for entry in self._entries.get(number, ())
            if entry.where.get("field") == "equal" and entry.class_id in bound
        )
        return max(found, key=lambda mark: mark.weight, default=None)

    def _strictest_part(self, value: str, system: str) -> Mark | None:
        """The strictest of several marks in one field, «18+/16+»; None where not all are marks."""
        parts = _BETWEEN.split(value[:_LONGEST_VALUE])
        if len(parts) == 1 or value.replace("/", "").isdecimal():
            return None
        marks = [self.field(part, system) for part in parts]
        known = [mark for mark in marks if mark is not None]
        return max(known, key=lambda mark: mark.weight) if len(known) == len(marks) else None

    def text(self, text: str, *, described: bool = False) -> FoundMark:
        """The marks in a title or a description, which must look like marks to be any.

        ``described``: it is a description, in which quotation marks do not make a mark sure.
        """
        unions = []
        if self.has_word(text):
            unions.append(self._words)
        if self.has_phrase(text):
            unions.append(self._phrases)
        return self.numbers(text, described=described, more=unions)

    def numbers(
        self, text: str, *, described: bool = False, more: Collection[re.Pattern[str]] = ()
    ) -> FoundMark:
        """The marks with a number or a plus, and those that the patterns ``more`` find."""
        numbers = self._sieve.search(text)
        if not (numbers or more or may_have_letters(text) or has_pieces(text)):
            return NOTHING
        folded = fold(text)
        unions = [*more, self._marks_in(folded)] if numbers else more
        marks = self._search(text, folded, unions, described=described)
        found = FoundMark.of(mark for mark, _start, _stop in marks)
        odd = has_letters(folded) or has_pieces(text) or has_alikes(text)
        return self.hidden(text, found) if odd else found

    def has_phrase(self, text: str) -> bool:
        """Whether words may be in ``text`` that are a mark without brackets too."""
        return any(stem in text for stem in self.stems)

    def hidden(self, text: str, found: FoundMark) -> FoundMark:
        """``found`` in ``text``, or the stricter mark that shows in its plain form alone."""
        plain = plain_form(text)
        if plain.folded == fold(text):
            return found
        unions = (self._marks_in(plain.folded), self._words, self._phrases)
        marks = list(self._search(plain.text, plain.folded, unions, described=False))
        if not marks:
            return found
        best, start, stop = max(marks, key=lambda one: one[0].weight)
        if found.best and best.weight // _STEPS <= found.best.weight // _STEPS:
            return found
        return FoundMark(
            self._made_mark(best.class_id, "hidden", plain.cut(start, stop)), found.sure
        )

    def hidden_value(self, value: str, read: Callable[[str], Mark | None]) -> Mark | None:
        """What ``read`` makes of the plain form of a value of a rating field, as hidden."""
        plain = plain_form(value[:_LONGEST_VALUE]).folded
        mark = read(plain) if plain != fold(value) else None
        return self._made_mark(mark.class_id, "hidden", value) if mark and mark.weight else None

    def as_printed(self, mark: Mark, value: str, *, unclear: bool) -> Mark:
        """``mark`` as the reading of ``value``, which is what is printed; perhaps made unclear."""
        level = "unclear" if unclear and mark.weight else mark.level
        return self._made_mark(mark.class_id, level, value)

    def doubted(self, mark: Mark) -> Mark:
        """``mark`` as an unclear one."""
        return self.as_printed(mark, mark.printed, unclear=True)

    def bracketed_last(self, text: str) -> FoundMark | None:
        """What :meth:`text` finds in the usual text that ends in «(18+)», None for any other.

        The last bracket is looked up, which is quicker than searching. Bracketed words before it
        are left aside (see :meth:`has_word`).
        """
        at = max(text.rfind("("), text.rfind("["))
        if at < 0 or len(text) - at > _SHORT:
            return None
        token = text[at:]
        if token not in self._quick:
            # With a letter in it, it may be an episode: what is before it decides.
            plain = token[-1] in ")]" and not any(map(str.isalpha, token))
            self._quick[token] = self.text(token) if plain else None
        found = self._quick[token]
        if found is None:
            return None
        rest = text[:at]
        for sign in self.signs:
            if sign in rest:
                return None
        return found

    def _search(
        self, text: str, folded: str, unions: Iterable[re.Pattern[str]], *, described: bool
    ) -> Iterator[tuple[Mark, int, int]]:
        """Each mark in ``folded``, the folded form of ``text``, with its place."""
        for union in unions:
            at = 0
            while match := union.search(folded, at):
                marks = self._at(text, folded, *match.span(), described=described)
                for mark in marks:
                    yield mark, *match.span()
                # what is no mark in its place may hold one: “>18+”, “over 18+”
                at = match.end() if marks else match.start() + 1

    def _at(self, text: str, folded: str, start: int, stop: int, *, described: bool) -> list[Mark]:
        place = place_of(folded, start, stop)
        if place == "bracket" and described and folded[start - 1] in "'\"":
            place = "described"
        elif place not in IN_BRACKETS and _CUT.search(folded, start, stop):
            return []  # two lines, not one mark cut in two
        if _SPACED.match(folded, max(0, start - 3)) and folded[start + 1 : start + 2] == " ":
            return []  # the last digit of «1 6 +», whose signs are all apart
        in_title = "" if described else place_in_title(folded, start, stop, place)
        marks: list[Mark] = []
        for entry in self._entries.get(_key(folded[start:stop]), ()):
            level = entry.where.get(place) or entry.where.get(in_title)
            if level and not entry.systems and entry.fits(text, folded, start, stop):
                marks.append(self._mark(entry, level, text[start:stop]))
        return marks

    def _mark(self, entry: FoldedEntry, level: str, printed: str) -> Mark:
        return self._made_mark(entry.class_id, level, printed)

    def _made_mark(self, class_id: str, level: str, printed: str) -> Mark:
        key = (class_id, level, printed)
        if key not in self._made:
            weight = (self._ranks[class_id] + 1) * _STEPS + LEVELS.index(level) if class_id else 0
            self._made[key] = Mark(class_id, level if weight else "", printed, weight)
        return self._made[key]


@cache
def vocabulary(entries: tuple[MarkEntry, ...], classes: tuple[str, ...]) -> Vocabulary:
    """The vocabulary of these marks, compiled once; ``classes`` from the mildest on."""
    return Vocabulary(entries, classes)
