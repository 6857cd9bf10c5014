"""The entries of a guide service as a schedule frame, as its mapping says."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

import numpy as np
import pandas as pd

from schedcheck.messages import Message, msg
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.json_guides.age_values import (
    AgeValue,
    age_values,
    ages_of_any_name,
    common_restrictions,
    perhaps_ages,
)
from schedcheck.readers.json_guides.mapping import MarkAt, Paths, TimeAt
from schedcheck.readers.json_guides.mapping_choice import Fit
from schedcheck.readers.json_guides.path import JsonNode
from schedcheck.readers.json_guides.times import Codes, first, minutes_off, read_lengths, read_times
from schedcheck.readers.row_faults import LOST_MARK
from schedcheck.readers.values.age_names import (
    ADULTS,
    RESTRICTED,
    answer_for_adults,
    has_adult_mark,
    is_adult_age,
    names_adults,
)
from schedcheck.readers.values.cells import text_of
from schedcheck.readers.values.stamps import Stamps
from schedcheck.schedule.account import PlaceCount, entries
from schedcheck.schedule.building import ProgrammeColumns, build
from schedcheck.schedule.frame import DURATION, PRINTED
from schedcheck.schedule.reading import Fault, Reading

_SHOWN = 120
_MOST = 20  # programmes that are reported one by one
_NAMED = 8  # places or keys named in a note
#: An age that restricts, as a key that no mapping names may hold it.
_AGE = re.compile(r"(?<![\d.,])(?:1[2-9]|2[01])(?![\d.,:/])")
_OTHER_KIND = msg("no programme by its kind")
_NO_START = msg("no start; the programme is not judged")
_BAD_START = msg("not a start in the form that the mapping gives; the programme is not judged")
_BAD_STOP = msg("not an end in the form that the mapping gives; the end is taken as unknown")
_BAD_LENGTH = msg("not a duration in the form that the mapping gives; the end is taken as unknown")
_NO_TITLE = msg("no title; a mark in it would be lost")
_BAD_TITLE = msg("a title that is not a text; a mark in it would be lost")


class Entries:
    """What one mapping made of a source; what is wrong goes to ``reading``."""

    def __init__(self, fit: Fit, file: str, options: ReadOptions, reading: Reading) -> None:
        self._fit = fit
        self._mapping = fit.mapping
        self._file = file
        self._options = options
        self._reading = reading
        self._spots = list(self._objects())
        ages = [list(age_values(spot.value)) for spot in self._spots]
        self._common = common_restrictions(ages)
        self._ages = [[one for one in each if one not in self._common] for each in ages]
        self._unplaced = 0

    def _objects(self) -> Iterator[JsonNode]:
        for spot in self._fit.entries:
            if isinstance(spot.value, dict):
                yield spot
            else:
                self._bad(spot, spot.place, msg("not an object, where a programme should be"))

    def _bad(self, spot: JsonNode, place: str, words: Message) -> None:
        shown = json.dumps(spot.value, ensure_ascii=False)[:_SHOWN]
        self._reading.faults.append(Fault("bad-row", self._file, place, shown, words))

    def _bad_value(self, spot: JsonNode, paths: Paths, missing: Message, wrong: Message) -> None:
        """A fault at the first of ``paths`` that leads to something, else at the first of all."""
        path = next((path for path in paths if path.values(spot)), paths[0])
        values = path.values(spot)
        words = msg("%(wrong)s: “%(text)s”", wrong=wrong, text=values[0]) if values else missing
        self._bad(spot, path.place(spot), words)

    def frame(self) -> pd.DataFrame:
        """The schedule frame. A programme whose start cannot be read is a fault and no row."""
        spots, mapping = self._spots, self._mapping
        names = [self._channel(spot) for spot in spots]
        channels = pd.factorize(np.array(names, dtype=object))[0].astype(np.int64)
        starts = read_times(mapping.start, spots, channels, self._options.zone)
        unplaced = np.flatnonzero(np.isnat(starts.wall)).tolist()
        self._unplaced = len(unplaced)
        for row in unplaced:
            self._bad_value(spots[row], mapping.start.path, _NO_START, _BAD_START)
        stops, stop_from = self._stops(starts, channels)
        if mapping.printed:
            self._hold_against(mapping.printed, starts)
        titles = [_text(first(mapping.title, spot)) for spot in spots]
        for row in np.flatnonzero(~np.isnat(starts.wall)).tolist():
            if not titles[row]:
                self._bad_value(spots[row], mapping.title, _NO_TITLE, _BAD_TITLE)
        others = [
            _texts(mapping.text, spot, " / ", title)
            for spot, title in zip(spots, titles, strict=True)
        ]
        marks = [
            "; ".join(filter(None, (_marks(mapping.marks, spot), self._unread_marks(ages))))
            for spot, ages in zip(spots, self._ages, strict=True)
        ]
        self._report_common()
        self._report_perhaps(titles, others, marks)
        columns = ProgrammeColumns(
            file=self._file,
            place=[spot.place for spot in spots],
            start=starts,
            stop=stops,
            stop_from=stop_from,
            channel=names,
            title=titles,
            other_text=others,
            category=[_texts(mapping.category, spot, "; ") for spot in spots],
            mark_text=marks,
        )
        return build(columns)

    def _report_common(self) -> None:
        """Report once what says of every programme that it is restricted: hardly all are for
        adults.
        """
        for key, value, _sure in self._common:
            self._reading.faults.append(
                Fault("unaccounted", self._file, self._spots[0].place, f"{key}: {value}", LOST_MARK)
            )

    def _report_perhaps(self, *texts: list[str]) -> None:
        """Report ages of adults under keys that may be those of marks, where no mark was read.

        ``texts``: the titles, other texts and marks of the programmes.
        """
        known = self._mapping.known_keys()
        entries = ([one for one in ages if one.key not in known] for ages in self._ages)
        reported = 0
        spots = [spot.value for spot in self._spots]
        perhaps = ages_of_any_name(spots, known) | perhaps_ages(entries)
        for row, found in sorted(perhaps.items()):
            said = [column[row] for column in texts]
            marks = [entry.rpartition(":")[2] for entry in said[-1].split("; ")]
            if any(map(is_adult_age, marks)) or any(map(has_adult_mark, said)):
                continue
            place = self._spots[row].place
            self._reading.faults.append(Fault("unaccounted", self._file, place, found, LOST_MARK))
            reported += 1
            if reported == _MOST:
                break

    def account(self, programmes: int) -> list[PlaceCount]:
        """The account of the entries, ``programmes`` of which are in the frame."""
        fit = self._fit
        told = len(fit.entries) - len(self._spots) + self._unplaced + len(fit.misfits)
        total = len(fit.entries) + fit.others + len(fit.misfits)
        return entries(total, programmes, told, [(_OTHER_KIND, fit.others)])

    def _unread_marks(self, ages: Iterable[AgeValue]) -> str:
        """What is under keys that name an age, and that the mapping does not know."""
        known = self._mapping.known_keys()
        found = (
            f"{key}:{text}"
            for key, value, sure in ages
            if sure and key not in known and (text := _age_text(value, key))
        )
        return "; ".join(dict.fromkeys(found))

    def _channel(self, spot: JsonNode) -> str:
        """The id of the channel, and its name noted; the user's or the reply's key where none."""
        mapping, reply = self._mapping, spot
        name = _text(first(mapping.channel_name, spot))
        channel = _text(first(mapping.channel, spot)) or name
        if channel and name:
            self._reading.names.setdefault(channel, name)
        while reply.up is not None:
            reply = reply.up
        return channel or self._options.channel or reply.key

    def _stops(self, starts: Stamps, channels: Codes) -> tuple[Stamps, int]:
        """The ends, and where they are from. One not understood is reported and not used."""
        spots, mapping = self._spots, self._mapping
        stops = Stamps.none(len(spots))
        kind = PRINTED
        if mapping.stop:
            stops = read_times(mapping.stop, spots, channels, self._options.zone, starts.wall)
            for row in np.flatnonzero(stops.bad).tolist():
                self._bad_value(spots[row], mapping.stop.path, _BAD_STOP, _BAD_STOP)
        elif mapping.duration:
            kind = DURATION
            lengths, bad = read_lengths(mapping.duration, mapping.unit, spots)
            known = lengths > 0
            stops.wall[known] = starts.wall[known] + lengths[known].astype("timedelta64[s]")
            for row in np.flatnonzero(bad).tolist():
                self._bad_value(spots[row], mapping.duration, _BAD_LENGTH, _BAD_LENGTH)
        return stops, kind

    def _hold_against(self, printed: TimeAt, starts: Stamps) -> None:
        """Report starts that the clock printed beside them contradicts.

        Where all of them are off by the same, the clock is that of another place: a note.
        """
        off = minutes_off(printed, self._spots, starts)
        if not off:
            return
        (usual, count), *_rest = Counter(off.values()).most_common(1)
        if usual and count > 1:
            words = msg(
                "the clock printed at %(path)s is %(minutes)d min off the start at %(start)s for "
                "%(count)d of %(all)d programmes; the starts at %(start)s were taken",
                path=printed.path[0].text,
                start=self._mapping.start.path[0].text,
                minutes=usual,
                count=count,
                all=len(off),
            )
            self._reading.notes.append(words)
        else:
            usual = 0
        for row, minutes in off.items():
            if minutes != usual:
                spot = self._spots[row]
                words = msg(
                    "the clock printed here, “%(clock)s”, is %(minutes)d min off the start at "
                    "%(start)s; the start was taken",
                    clock=first(printed.path, spot),
                    minutes=minutes,
                    start=self._mapping.start.path[0].text,
                )
                self._bad(spot, printed.path[0].place(spot), words)

    def tell(self) -> None:
        """Note which mapping was taken, and what was passed over."""
        fit, notes = self._fit, self._reading.notes
        values = {"mapping": fit.mapping.id, "count": len(fit.entries)}
        notes.append(msg("read by the mapping “%(mapping)s”; entries: %(count)d", **values))
        if fit.others:
            words = msg(
                "entries that are not programmes, by their kind: %(count)d", count=fit.others
            )
            notes.append(words)
        for spot in fit.misfits:
            self._bad(spot, spot.place, msg("neither a list nor an object, where programmes are"))
        for spot in fit.unused:
            words = msg("nothing here is read by the mapping “%(mapping)s”", **values)
            self._reading.faults.append(Fault("unread", self._file, spot.place, "", words))
        found = {key for ages in self._ages for key, _value, sure in ages if sure}
        keys = sorted(found - fit.mapping.known_keys())
        if keys:
            words = msg(
                "keys that may hold an age mark and are not in the mapping: %(keys)s",
                keys=", ".join(keys[:_NAMED]),
            )
            notes.append(words)


def _text(value: Any) -> str:
    """A text on one line, its entities decoded; a number as people write it; else nothing."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return unescape(text_of(value)) if isinstance(value, str) else text_of(value)


def _texts(paths: Paths, spot: JsonNode, by: str, but: str = "") -> str:
    """All texts at ``paths``, each once; none that is ``but``."""
    texts = (_text(value) for path in paths for value in path.values(spot))
    return by.join(dict.fromkeys(text for text in texts if text and text != but))


def _marks(marks: Iterable[MarkAt], spot: JsonNode) -> str:
    """``system:value`` for each mark; what is not text or number is as JSON: it is reported."""
    found = []
    for mark in marks:
        holders = mark.each.values(spot) if mark.each else [None]
        for holder in holders:
            inner = JsonNode(holder) if mark.each else spot
            system = _text(first([mark.system_at], inner)) if mark.system_at else ""
            for value in mark.path.values(inner):
                text = _mark_text(value, mark.system)
                if text:
                    found.append(f"{system or mark.system}:{text}")
    return "; ".join(dict.fromkeys(found))


def _mark_text(value: Any, key: str) -> str:
    """A mark as text; true, or yes under a key such as ``isAdult``, is for adults, and false or no
    is no mark.
    """
    if isinstance(value, bool):
        return ADULTS if value else ""
    text = _text(value)
    if text:
        return answer_for_adults(key, text)
    return "" if value == "" else json.dumps(value)


def _age_text(value: Any, key: str) -> str:
    """What is under a key that no mapping names, if it is an age or for adults, and no score."""
    text = _mark_text(value, key)
    said = text in {ADULTS, RESTRICTED} or names_adults(text)
    return text if said or _AGE.search(text) else ""
