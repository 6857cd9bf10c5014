from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedcheck.pipeline.audit import audit
from schedcheck.pipeline.run import Settings
from schedcheck.reports.wording import one_line
from schedcheck.results.finding import Severity
from schedcheck.results.results import Audit
from schedcheck.schedule.frame import COLUMNS
from schedcheck.tasks.convert.convert import converted
from schedcheck.tasks.convert.writers import WRITERS, csv_bytes, xmltv_bytes
from tests.checks.audited import programme

ENDINGS = {"csv": "csv", "xlsx": "xlsx", "parquet": "parquet", "xmltv": "xml"}
#: Names and titles as they are, and as a table has them: on one line.
SHOWN: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(("csv", "xlsx"), one_line),
    **dict.fromkeys(("parquet", "xmltv"), str),
}


def _findings(result: Audit, shown: Callable[[str], str]) -> list[tuple[Any, ...]]:
    """What a finding says of a programme; places, files and words that cite them aside."""
    return sorted(
        (
            one.code,
            shown(one.channel),
            shown(one.title),
            str(one.start),
            str(one.stop),
            str(one.minutes),
            one.rule,
            one.age_class,
            one.mark_from,
        )
        for one in result.findings
        if one.severity is not Severity.FAULT
    )


def _same_again(source: Path, form: str, told: Settings) -> None:
    before = audit([source], told)
    target = source.with_name(f"converted.{ENDINGS[form]}")
    WRITERS[form](converted([source], told), target)
    after = audit([target], told)
    assert not after.count(Severity.FAULT), [str(one.message) for one in after.findings]
    shown = SHOWN[form]
    assert _findings(before, shown) == _findings(after, shown)
    assert [one.programmes for one in before.channels] == [one.programmes for one in after.channels]


WORDS = st.sampled_from(
    [
        *("Кеш", "вечер", "“Ночь”", '"цитата"', "a;b", "c,d", "x\ty", "две\nстроки", "Tom & Jerry"),
        *("&amp;", "&lt;18+&gt;", "<b>", "=1+1", "@now", "'", "S2 E18.", "18+ Чарт", "«18+»", "ә"),
        *("(18+)", "(6+)", "Е 18", "[E18]", "|", "\\", "\x7f", "\ufffd", "06:00", "04.03.2024"),
        "_x0031_8_x002B_",
    ]
)
TEXTS = st.lists(WORDS, max_size=4).map(" ".join)
#: A table that has a time and a name behind it in a title is a fault: it looks like two programmes.
#: A control character is printed as an escape, whose letters make it another title.
TITLES = TEXTS.filter(lambda text: "06:00 " not in text and "\x7f" not in text)
RATINGS = st.lists(
    st.tuples(
        st.sampled_from(["", "FSK", "MPAA", "http://a/b", "KZ; RU", "возраст"]),
        st.sampled_from(["18+", "18", "TV-MA", "NC-17", "Е18", "XZ-7", "6+; 18+", "a:b", "12"]),
    ),
    max_size=3,
)


@st.composite
def guides(draw: st.DrawFn) -> str:
    """A guide with unknown and impossible ends, stale and missing offsets, doubled programmes."""
    rows = []
    for _number in range(draw(st.integers(1, 8))):
        minute = draw(st.integers(0, 2 * 24 * 12)) * 5
        length = draw(st.sampled_from([None, -30, 0, 25, 60, 170, 1500]))
        ratings = "".join(
            f'<rating system="{system}"><value>{value}</value></rating>'
            for system, value in draw(RATINGS)
        )
        start = pd.Timestamp(2024, 2, 29) + pd.Timedelta(minutes=minute)
        stop = None if length is None else start + pd.Timedelta(minutes=length)
        row = programme(
            f"{start:%Y%m%d%H%M}",
            f"{stop:%Y%m%d%H%M}" if stop is not None else None,
            draw(TITLES),
            desc=draw(TEXTS),
            category=draw(st.sampled_from(["", "фильм", "кино; драма"])),
            offset=draw(st.sampled_from([None, None, "+0500", "+0600", "+0300", "-0330", "+0000"])),
            channel=draw(st.sampled_from(["ktk", "ktk", "Канал &quot;7&quot;", "a  b"])),
        ).replace("</programme>", f"{ratings}</programme>")
        rows += [row] * draw(st.sampled_from([1, 1, 1, 2]))
    return "<tv>\n" + "\n".join(rows) + "\n</tv>"


@pytest.mark.parametrize("form", ENDINGS)
@settings(max_examples=15)
@given(
    guide=guides(),
    told=st.sampled_from(
        [
            Settings(),
            Settings(zone="Asia/Aqtau"),
            Settings(source_zone="Europe/Moscow"),
            Settings(zone="Europe/Paris", source_zone="Europe/Moscow"),
        ]
    ),
)
def test_what_is_converted_is_judged_as_before(form: str, guide: str, told: Settings) -> None:
    with TemporaryDirectory() as folder:
        source = Path(folder, "guide.xml")
        source.write_text(guide, encoding="utf-8")
        _same_again(source, form, told)


def _written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


TABLE = """Канал;Дата;Время;Название;Возраст
ktk;04.03.2024;21:30;"Ночь; ""да"" (18+)";18+
ktk;04.03.2024;23:00;=1+1;
ktk;05.03.2024;00:10;Кино;Е 18
ktk;05.03.2024;07:00;Жаңалықтар;XZ-7
"""


@pytest.mark.parametrize("form", ENDINGS)
@pytest.mark.parametrize("told", [Settings(), Settings(source_zone="Europe/Moscow")])
def test_a_table_without_offsets_is_judged_as_before(
    tmp_path: Path, form: str, told: Settings
) -> None:
    _same_again(_written(tmp_path, "week.csv", TABLE), form, told)


@pytest.mark.parametrize("form", ENDINGS)
def test_several_files_are_one_schedule(tmp_path: Path, form: str) -> None:
    _written(tmp_path, "a.csv", TABLE)
    _written(tmp_path, "b.xml", "<tv>" + programme("21:30", "22:10", "Ночь", rating="16") + "</tv>")
    target = tmp_path / f"out.{ENDINGS[form]}"
    before = audit([tmp_path])
    WRITERS[form](converted([tmp_path]), target)
    assert _findings(audit([target]), SHOWN[form]) == _findings(before, SHOWN[form])


def test_times_are_local_with_their_offset_through_a_change_of_clocks(tmp_path: Path) -> None:
    rows = [
        programme("202402291700", "202402291900", "До", offset="+0000"),
        programme("202402291900", None, "После", offset="+0000"),
    ]
    path = _written(tmp_path, "a.xml", "<tv>" + "".join(rows) + "</tv>")
    lines = csv_bytes(converted([path])).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Channel,Start,Stop,Zone,Title,")
    # Almaty went from +06 to +05 at midnight; the stop stands on the clock of its start
    assert lines[1].startswith("test,2024-02-29T23:00:00+06:00,2024-03-01T01:00:00+06:00,+06:00,До")
    assert lines[2].startswith("test,2024-03-01T00:00:00+05:00,,+05:00,После")


def test_a_reading_that_decides_a_verdict_stays_as_it_was_printed(tmp_path: Path) -> None:
    rows = [
        programme("22:10", "23:00", "Ночь (18+)", offset="+0600"),
        programme("12:00", "13:00", "День", offset="+0600"),
    ]
    path = _written(tmp_path, "a.xml", "<tv>" + "".join(rows) + "</tv>")
    result = converted([path])
    assert result.doubted.tolist() == [False, True]
    assert result.frame["offset"].tolist() == [300, 360]
    text = csv_bytes(result).decode("utf-8-sig")
    assert "2024-03-04T11:00:00+05:00" in text
    assert "2024-03-04T22:10:00+06:00" in text
    told = converted([path], Settings(source_zone="Asia/Omsk"))
    assert not told.doubted.any()


def test_xmltv_keeps_marks_by_system_and_names_of_channels(tmp_path: Path) -> None:
    path = _written(
        tmp_path,
        "a.xml",
        '<tv><channel id="x"><display-name>Арна &amp; Ко</display-name></channel>'
        '<programme start="20240304120000 +0500" channel="x"><title>А</title>'
        '<rating system="FSK"><value>18</value></rating><rating><value>Е18</value></rating>'
        "</programme></tv>",
    )
    text = xmltv_bytes(converted([path])).decode()
    assert '<channel id="x"><display-name>Арна &amp; Ко</display-name></channel>' in text
    assert '<rating system="FSK"><value>18</value></rating><rating><value>Е18</value>' in text


def test_no_text_is_a_formula_in_a_workbook(tmp_path: Path) -> None:
    titles = ["=1+1", "+7", "-1", "@x", "=cmd|'/c calc'!A1"]
    rows = [programme(f"{at:02d}:00", None, title) for at, title in enumerate(titles, 10)]
    path = _written(tmp_path, "a.xml", "<tv>" + "".join(rows) + "</tv>")
    WRITERS["xlsx"](converted([path]), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["Schedule"]
    cells = [row[4] for row in sheet.iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type) for cell in cells] == [(title, "s") for title in titles]
    assert sheet["B2"].value == datetime(2024, 3, 4, 10)  # noqa: DTZ001 - a cell has no zone
    assert sheet["D2"].value == "+05:00"


def test_a_text_that_stands_for_a_sign_in_a_workbook_stays_as_it_is(tmp_path: Path) -> None:
    title = "Ночь (_x0031_8+)_x000D_"
    path = _written(tmp_path, "a.xml", f"<tv>{programme('15:00', '16:00', title)}</tv>")
    WRITERS["xlsx"](converted([path]), tmp_path / "a.xlsx")
    frame = converted([tmp_path / "a.xlsx"]).frame
    assert frame["title"].tolist() == [title]


def test_parquet_is_the_schedule_frame(tmp_path: Path) -> None:
    path = _written(tmp_path, "week.csv", TABLE)
    result = converted([path])
    WRITERS["parquet"](result, tmp_path / "a.parquet")
    frame = pd.read_parquet(tmp_path / "a.parquet")
    assert list(frame.columns) == list(COLUMNS)
    assert frame["title"].tolist() == result.frame["title"].tolist()
    assert frame["start"].tolist() == result.frame["start"].tolist()
    assert frame["offset"].tolist() == [300] * 4


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    path = _written(tmp_path, "week.csv", TABLE)
    for form, ending in ENDINGS.items():
        pair = [tmp_path / f"{number}.{ending}" for number in (1, 2)]
        for target in pair:
            WRITERS[form](converted([path]), target)
        assert pair[0].read_bytes() == pair[1].read_bytes()
