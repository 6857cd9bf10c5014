"""XMLTV time stamps, parsed by the column: ``20240304213000 +0500`` and its relatives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from schedcheck.readers.values.words import vocabulary
from schedcheck.schedule.building import Clocks

#: ``YYYYMMDDhhmmss`` or an initial part of it down to the hour, then a zone (`xmltv.dtd`).
_STAMP = re.compile(r"(\d{8})(\d{2})(\d{2})?(\d{2})?\s*(?:([+-])(\d{2}):?(\d{2})|([A-Za-z]{1,5}))?")
#: The same as ISO 8601 writes it, which is unambiguous too.
_ISO = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[Tt ]\s*(\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?"
    r"|(\d{8})[Tt ]\s*(\d{4,6})(?=\D|\Z)"
)
#: The length of the commonest form.
ORDINARY = len("20240304213000 +0500")
_MAX_OFFSET = 14 * 60 + 59
_MONTHS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], np.int32)


class Stamps(Clocks, frozen=True):
    """Stamps as clock readings; ``wall`` is NaT also where one is ``bad``: printed, not read."""

    bad: npt.NDArray[np.bool_]

    @classmethod
    def none(cls, count: int) -> Stamps:
        """A column without a stamp in it."""
        return cls(
            np.full(count, np.datetime64("NaT", "s")),
            np.zeros(count, np.int16),
            np.zeros(count, np.bool_),
            np.zeros(count, np.bool_),
        )

    def __getitem__(self, rows: slice) -> Stamps:
        return Stamps(self.wall[rows], self.offset[rows], self.has_offset[rows], self.bad[rows])

    def put(self, rows: npt.NDArray[np.intp], part: Stamps) -> None:
        """Enter ``part`` at ``rows``, one entry a row."""
        self.wall[rows], self.offset[rows] = part.wall, part.offset
        self.has_offset[rows], self.bad[rows] = part.has_offset, part.bad


def parse_stamps(texts: Sequence[str]) -> Stamps:
    """Parse a column of stamps; an empty text is not a stamp, neither read nor bad.

    Dates alone, months or years alone have no clock reading and are bad; so are zone letters that
    are not known, or have several meanings: see :func:`read_by_others`.
    """
    stamps = Stamps.none(len(texts))
    lengths = np.fromiter(map(len, texts), np.intp, len(texts))
    left = lengths > 0
    ordinary = np.flatnonzero(lengths == ORDINARY)
    joined = "".join([texts[row] for row in ordinary.tolist()])
    if len(ordinary) and joined.isascii():
        letters = np.frombuffer(joined.encode(), np.uint8).reshape(-1, ORDINARY)
        read, good = parse_ordinary(letters)
        stamps.put(ordinary, read)
        left[ordinary[good]] = False
    parsed: dict[str, tuple[np.datetime64, int | None] | None] = {}
    for row in np.flatnonzero(left).tolist():
        text = texts[row].strip()
        if not text:
            continue
        if text not in parsed:
            parsed[text] = _parse_one(text)
        value = parsed[text]
        if value is None:
            stamps.bad[row] = True
            continue
        stamps.wall[row] = value[0]
        if value[1] is not None:
            stamps.offset[row] = value[1]
            stamps.has_offset[row] = True
    return stamps


def parse_ordinary(letters: npt.NDArray[np.uint8]) -> tuple[Stamps, npt.NDArray[np.bool_]]:
    """Stamps of the commonest form by arithmetic on digits, and which of them are of that form.

    ``letters``: a row a stamp, :data:`ORDINARY` ASCII letters each. Of the others nothing is said.
    """
    # a row a letter: arithmetic then runs over contiguous memory
    letters = letters.T.copy()
    sign = letters[15].copy()
    good = (letters[14] == ord(" ")) & ((sign == ord("+")) | (sign == ord("-")))
    letters -= ord("0")  # whatever is not a digit is now above nine
    for digits in (letters[:14], letters[16:]):
        good &= digits.max(axis=0) <= 9
    century, year, month, day, hour, minute, second, _zone, off_h, off_m = (
        letters[::2] * np.int32(10) + letters[1::2]
    )
    year += century * 100
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    last = _MONTHS[np.clip(month, 0, 12)] + (leap & (month == 2))
    offset = np.where(sign == ord("-"), -1, 1) * (off_h * 60 + off_m)
    good &= (year >= 1) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= last)
    good &= (hour <= 23) & (minute <= 59) & (second <= 59)
    good &= (np.abs(offset) <= _MAX_OFFSET) & (off_m <= 59)
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    seconds = (day - 1) * np.int64(86400) + (hour * 3600 + minute * 60 + second)
    wall = months.astype("datetime64[s]") + seconds.astype("timedelta64[s]")
    wall[~good] = np.datetime64("NaT", "s")
    read = Stamps(
        wall, np.where(good, offset, 0).astype(np.int16), good, np.zeros(len(good), np.bool_)
    )
    return read, good


def _plain(text: str) -> str:
    """A stamp without blanks around it, and in the form of the DTD where it is in ISO 8601."""
    return _ISO.sub(lambda match: "".join(filter(None, match.groups())), text.strip(), count=1)


@cache
def _letters() -> dict[str, int]:
    """Zone letters that mean one offset, in minutes."""
    table = vocabulary()["letters"]
    return {name: int(minutes) for minutes, names in table.items() for name in names}


def several_meanings(text: str) -> str:
    """The zone letters of a stamp, where these have several meanings; else empty."""
    match = _STAMP.fullmatch(_plain(text))
    letters = (match[8] or "").upper() if match else ""
    return letters if letters in vocabulary()["letters_by_others"] else ""


def read_by_others(
    start: Stamps, stop: Stamps, bad_starts: dict[int, str], bad_stops: dict[int, str]
) -> None:
    """Read the stamps whose letters have several meanings, where the others decide for one.

    ``bad_starts`` and ``bad_stops``: the texts of the stamps that were not read, by row; those that
    are now read are taken out. IST is India's where other stamps print +0530, say.
    """
    texts = [*bad_starts.values(), *bad_stops.values()]
    ambiguous = {letters for text in texts if (letters := several_meanings(text))}
    if not ambiguous:
        return
    seen = {int(offset) for one in (start, stop) for offset in one.offset[one.has_offset]}
    meant = {letters: _meant(letters, seen) for letters in ambiguous}
    for stamps, bad in ((start, bad_starts), (stop, bad_stops)):
        for row, text in list(bad.items()):
            offset = meant.get(several_meanings(text))
            value = None if offset is None else _parse_one(text.strip(), offset)
            if value is not None and offset is not None:
                stamps.wall[row], stamps.offset[row] = value[0], offset
                stamps.has_offset[row], stamps.bad[row] = True, False
                del bad[row]


def _meant(letters: str, seen: set[int]) -> int | None:
    """The one meaning, in minutes, that the offsets ``seen`` decide for; None for none."""
    meanings = vocabulary()["letters_by_others"][letters].items()
    fits = [int(offset) for offset, deciding in meanings if not seen.isdisjoint(deciding)]
    return fits[0] if len(fits) == 1 else None


def _parse_one(text: str, meant: int | None = None) -> tuple[np.datetime64, int | None] | None:
    """One stamp of an uncommon form: its clock reading and offset in minutes, or None.

    ``meant``: the offset of its letters, where these have several meanings.
    """
    match = _STAMP.fullmatch(_plain(text))
    if match is None:
        return None
    date, hour, minute, second, sign, off_h, off_m, letter = match.groups()
    # 24:00 is the end of the day in many exports
    clock = (int(hour), int(minute or 0), int(second or 0))
    if clock[0] > 24 or clock[1] > 59 or clock[2] > 59 or (clock[0] == 24 and clock[1:] != (0, 0)):
        return None
    offset = None
    if letter:
        offset = _letters().get(letter.upper(), meant)
        if offset is None:
            return None
    elif sign:
        offset = (int(off_h) * 60 + int(off_m)) * (-1 if sign == "-" else 1)
        if abs(offset) > _MAX_OFFSET or int(off_m) > 59:
            return None
    try:
        day = np.datetime64(f"{date[:4]}-{date[4:6]}-{date[6:]}", "s")
    except ValueError:
        return None
    seconds = clock[0] * 3600 + clock[1] * 60 + clock[2]
    return day + np.timedelta64(seconds, "s"), offset
