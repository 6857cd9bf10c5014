"""The real JTV archives beside the project, counted by a reader of a few lines of its own."""

from __future__ import annotations

import re
import struct
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from schedcheck.law.marks import classify
from schedcheck.law.rulebook import load_rulebook
from schedcheck.pipeline.audit import audit
from schedcheck.pipeline.run import Settings
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.jtv import reader as jtv
from schedcheck.readers.source import open_sources
from schedcheck.schedule.frame import validate
from schedcheck.schedule.reading import Reading
from tests.shared_data import shared_data

TOPIPTV = "jtv/topiptv.zip"


def read(name: str) -> Reading:
    (source,) = open_sources(shared_data(name))
    reading = jtv.read(source, ReadOptions())
    validate(reading.frame)
    return reading


def counted(name: str) -> Iterator[tuple[str, datetime, bytes]]:
    """Channel, start and title, by the plain form of the format and nothing else.

    The titles of these files follow each other in the order of the index, so that no place in it
    is needed. Names may be Unicode by their flag, or by an extra field (read since Python 3.13).
    """
    with zipfile.ZipFile(shared_data(name)) as packed:
        content = {
            info.filename
            if info.flag_bits & 0x800 or info.filename != info.orig_filename
            else info.filename.encode("cp437").decode("cp866"): packed.read(info)
            for info in packed.infolist()
        }
    for member in sorted(content):
        if not member.endswith(".ndx"):
            continue
        index, titles = content[member], content[member[:-4] + ".pdt"]
        places: dict[int, bytes] = {}
        at = 26
        for number in range((len(index) - 2) // 12):
            _zero, ticks, offset = struct.unpack_from("<HQH", index, 2 + 12 * number)
            if offset in places and at >= len(titles):
                title = places[offset]
            else:
                assert offset == at % 65536
                (length,) = struct.unpack_from("<H", titles, at)
                title = places[at] = titles[at + 2 : at + 2 + length]
                at += 2 + length
            yield member[:-4], datetime(1601, 1, 1) + timedelta(microseconds=ticks // 10), title  # noqa: DTZ001


@pytest.mark.parametrize(
    ("name", "channels", "entries", "empty"),
    [
        (TOPIPTV, 197, 39560, ["Antena 1 HD RO", "GOLF TV HD"]),
        ("jtv/utf8-titles.zip", 30, 2234, ["Movistar Accion"]),
        ("jtv/sample.zip", 1, 2, []),
    ],
)
def test_every_entry_is_read(name: str, channels: int, entries: int, empty: list[str]) -> None:
    expected = sorted(
        (channel, start, " ".join(title.decode("cp1251").split()))
        for channel, start, title in counted(name)
    )
    reading = read(name)
    frame = reading.frame
    texts = (frame["title"].fillna("") + "\n" + frame["other_text"].fillna("")).str.split()
    found = sorted(
        zip(frame["channel"], frame["wall_start"], texts.str.join(" ").tolist(), strict=True)
    )
    assert len(found) == entries
    assert found == expected
    assert frame["channel"].nunique() == channels - len(empty)
    assert [fault.code for fault in reading.faults] == ["unread"] * len(empty)
    for fault, channel in zip(reading.faults, empty, strict=True):
        assert fault.file.endswith(f"/{channel}.ndx")
        assert "without a single programme" in str(fault.reason)


def test_two_indexes_have_run_past_their_two_bytes() -> None:
    with zipfile.ZipFile(shared_data(TOPIPTV)) as packed:
        large = {info.filename for info in packed.infolist() if info.file_size > 65536}
    assert len(large) == 3
    frame = read(TOPIPTV).frame
    for name in ("NIKI Junior HD UA", "NIKI Kids HD UA"):
        assert f"{name}.pdt" in large
        titles = frame["title"][frame["channel"] == name]
        # taken as they stand, the last places are those of the first titles
        assert titles.iloc[0] != titles.iloc[2048 if "Junior" in name else 1927]


#: What the titles with 18+ look like -> how sure the mark is; patterns of this test alone.
LOOKS = {
    r".*[(\[]18\+[)\]].*": "equal",
    # the name of a block of music videos, quoted: the number begins it, a word follows
    r'"18\+ \w+"\.': "unclear",
}


def test_each_of_the_564_titles_with_18_is_a_mark_or_accounted_for() -> None:
    frame = read(TOPIPTV).frame
    text = frame["title"].fillna("") + " " + frame["other_text"].fillna("")
    rows = frame[text.str.contains("18+", regex=False)]
    assert len(rows) == 564 == sum(b"18+" in title for *_when, title in counted(TOPIPTV))
    marks = classify(rows, load_rulebook("kz"))
    seen: Counter[tuple[str, str, str]] = Counter()
    for title, age_class, level in zip(
        text[rows.index].str.strip(), marks["age_class"], marks["level"], strict=True
    ):
        (look,) = [look for look in LOOKS if re.fullmatch(look, title, re.DOTALL)]
        seen[look, age_class, level] += 1
    assert seen == {
        (look, "E18", level): 560 if level == "equal" else 4 for look, level in LOOKS.items()
    }


def test_no_other_title_is_taken_for_18() -> None:
    frame = read(TOPIPTV).frame
    marks = classify(frame, load_rulebook("kz"))
    strict = marks["age_class"].isin(["E18", "NA21"]) & (marks["level"] == "equal")
    text = frame["title"].fillna("") + " " + frame["other_text"].fillna("")
    assert strict.sum() == 560
    assert text[strict].str.contains(r"[(\[]18\+", regex=True).all()


def test_lost_letters_are_told_once_a_channel() -> None:
    result = audit([shared_data(TOPIPTV)], Settings(select=["lost-letters"]))
    lost = {one.channel: one for one in result.findings if one.code == "lost-letters"}
    assert {"LNT", "Moldova 2"} <= set(lost)
    raw = {"?" in title.decode("cp1251") for *_when, title in counted(TOPIPTV)}
    assert raw == {True, False}
    for one in lost.values():
        assert re.search(r"\?\w|\w\?\w", one.title)
