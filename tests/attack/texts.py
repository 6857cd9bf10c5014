"""The hostile kinds that are texts, XML or JSON: each makes a file of about so many bytes.

Each is about one way in which work could grow faster than the file, or memory faster than what is
read. Nothing here does anything to a program but make it work.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Sequence

HEAD = "дата;время;название;возраст\n"
ROW = "24.11.2026;{time};{title};{mark}\n"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n<tv>'
_PROGRAMME = '<programme start="20261124150000 +0500" channel="a"><title>{}</title></programme>'
File = tuple[str, bytes]


def filled(unit: str, size: int) -> str:
    return unit * max(1, size // len(unit.encode()))


def _row(time: str = "15:00", title: str = "Фильм", mark: str = "12+") -> bytes:
    return (HEAD + ROW.format(time=time, title=title, mark=mark)).encode()


def blanks_in_a_time(size: int) -> File:
    return "a.csv", _row(time=f"15:00{filled(' ', size)}+")


def brackets_in_a_title(size: int) -> File:
    return "a.csv", _row(title=filled("(12+ ", size))


def digits_in_a_title(size: int) -> File:
    return "a.csv", _row(title=filled("12.12 ", size))


def ages_in_a_mark(size: int) -> File:
    return "a.csv", _row(mark=filled("18 ", size))


def names_of_elements_in_a_text(size: int) -> File:
    named = f"<title>{filled('desc = ', size)}</title><desc>18</desc>"
    return "a.xml", (_XML + _PROGRAMME.replace("<title>{}</title>", named) + "</tv>").encode()


def bad_rows(size: int) -> File:
    return "a.csv", (HEAD + filled("24.11.2026;25:99;Фильм;12+\n", size)).encode()


def quotes_that_never_close(size: int) -> File:
    return "a.csv", (HEAD + filled('24.11.2026;15:00;"Фильм;12+\n', size)).encode()


def a_listing_without_days(size: int) -> File:
    return "a.txt", filled("15.00 Фильм (12+)\n", size).encode()


def times_in_one_line(size: int) -> File:
    return "a.txt", f"24 ноября\n{filled('15.00, ', size)} Фильм\n".encode()


def blanks_between_programmes(size: int) -> File:
    text = _XML + _PROGRAMME.format("Фильм") + filled(" ", size) + "</tv>"
    return "a.xml", text.encode()


def cdata_that_never_closes(size: int) -> File:
    return "a.xml", (_XML + _PROGRAMME.format(filled("<![CDATA[&", size)) + "</tv>").encode()


def ampersands(size: int) -> File:
    return "a.xml", (_XML + _PROGRAMME.format(filled("&", size)) + "</tv>").encode()


def broken_programmes(size: int) -> File:
    return "a.xml", (_XML + filled('<programme start="20261124', size)).encode()


def unclosed_tags(size: int) -> File:
    return "a.html", f"<html><body>{filled('<div>', size)}15:00 Фильм".encode()


def nested_tables(size: int) -> File:
    return "a.html", f"<html><body>{filled('<table><tr><td>', size)}15:00 Фильм".encode()


def nested_lists(size: int) -> File:
    return "a.json", (filled("[", size // 2) + filled("]", size // 2)).encode()


def nested_groups(size: int) -> File:
    return "a.rtf", (r"{\rtf1 " + filled("{", size)).encode()


def much_in_little(size: int) -> File:
    return "a.csv.gz", gzip.compress(HEAD.encode() + bytes(size * 200))


def one_row_of_many_cells(size: int) -> File:
    return "a.csv", (HEAD + filled("24.11.2026;", size)).encode()


def many_columns(size: int) -> File:
    return "a.csv", (filled("время;название;", size) + "\n" + filled("15:00;Фильм;", size)).encode()


def headings_of_days(size: int) -> File:
    return "a.txt", filled("24 ноября\n", size).encode()


def a_line_without_end(size: int) -> File:
    return "a.txt", ("24 ноября\n15.00 " + filled("Фильм ", size)).encode()


def at_one_time(size: int) -> File:
    """Programmes that all overlap each other, each with a title like the others."""
    rows = (
        ROW.format(time="15:00-14:00", title=f"Фильм {at:x}", mark="12+")
        for at in range(size // 50)
    )
    return "a.csv", (HEAD + "".join(rows)).encode()


def many_channels(size: int) -> File:
    programmes = (
        _PROGRAMME.format("Фильм 18+").replace('"a"', f'"a{at}"') for at in range(size // 100)
    )
    return "a.xml", (_XML + "".join(programmes) + "</tv>").encode()


def many_titles(size: int) -> File:
    title = filled("<title>Фильм 18+</title>", size)
    return "a.xml", (_XML + _PROGRAMME.replace("<title>{}</title>", title) + "</tv>").encode()


def many_attributes(size: int) -> File:
    names = " ".join(f'a{at}="18+"' for at in range(size // 14))
    text = _PROGRAMME.format("Фильм").replace("<programme ", f"<programme {names} ")
    return "a.xml", (_XML + text + "</tv>").encode()


def nested_elements(size: int) -> File:
    return "a.xml", (_XML + filled("<programme>", size)).encode()


def comments(size: int) -> File:
    return "a.xml", (_XML + filled("<!-- 18+ --><!--", size) + "</tv>").encode()


def entities_in_entities(size: int) -> File:
    """Each of ten entities is ten times the one before; no more than a few bytes are made of it."""
    names = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 10))
    text = f'<!DOCTYPE tv [<!ENTITY a0 "{"A" * (size // 10)}">{names}]>'
    return "a.xml", (_XML.replace("<tv>", f"{text}<tv>") + _PROGRAMME.format("&a9;")).encode()


def closed_in_vain(size: int) -> File:
    return "a.html", f"<html><body>{filled('</td></p><s><del>', size)}15:00 Фильм".encode()


def cells_over_columns(size: int) -> File:
    cells = filled('<td colspan="1000" rowspan="65534">15:00', size)
    return "a.html", f"<html><body><table><tr>{cells}</table>".encode()


def edges_of_cells(size: int) -> File:
    count = max(2, int(size**0.5))
    rows = "".join(rf"\trowd\cellx{at * 100}15:00\cell\row " for at in range(1, count))
    edges = "".join(rf"\cellx{at * 100}" for at in range(1, count))
    texts = r"15:00\cell" * count
    return "a.rtf", (r"{\rtf1 " + rows + rf"\trowd{edges} {texts}\row" + "}").encode()


def lists_of_lists(size: int) -> File:
    text = '[{"start": "2026-11-24T15:00:00Z", "title": [' + filled('"18+",', size) + '"a"]}]'
    return "a.json", text.encode()


def objects_in_objects(size: int) -> File:
    depth = size // 12
    return "a.json", (filled('{"items": [', size) + "1" + "]}" * depth).encode()


def letters_of_another_encoding(size: int) -> File:
    return "a.csv", _row(title=filled("РќРѕС‡СЊ ", size))


def bytes_of_no_encoding(size: int) -> File:
    return "a.txt", bytes(range(128, 256)) * (size // 128)


def events_of_a_recorder(size: int) -> File:
    event = filled("E 1 1795515600 3600 4E 0\nT Фильм\nR 18\ne\n", size)
    return "epg.data", f"C S19.2E-1-1-1 a\n{event}c\n".encode()


def folded_lines(size: int) -> File:
    event = "BEGIN:VEVENT\r\nDTSTART:20261124T150000Z\r\nSUMMARY:Фильм"
    folds = filled("\r\n x", size)
    return "a.ics", f"BEGIN:VCALENDAR\r\n{event}{folds}\r\nEND:VEVENT\r\n".encode()


def channels_without_programmes(size: int) -> File:
    channel = '<channel id="a{at}"><display-name>{at} канал</display-name></channel>'
    channels = "".join(channel.format(at=at) for at in range(size // 60))
    return "a.xml", (_XML + channels + _PROGRAMME.format("Фильм") + "</tv>").encode()


def signs_that_begin_lines(size: int) -> File:
    return "a.csv", _row(title=filled("\u2028", size))


def cells_in_one_row(size: int) -> File:
    cells = filled("<td colspan=2></td>", size)
    return "a.html", f"<html><body><table><tr>{cells}</tr></table>".encode()


def cells_with_nothing_in_them(size: int) -> File:
    rows = filled(f"<tr>{'<td colspan=3></td>' * 10}</tr>", size)
    return "a.html", f"<html><body><table>{rows}</table>".encode()


def one_line_of_a_table(size: int) -> File:
    return "a.csv", _row(title=filled("Ф", size))


def replies_of_a_line_each(size: int) -> File:
    return "a.json", filled('{"start": "2026-11-24T15:00:00Z", "title": "Ф"}\n', size).encode()


def lines_that_are_no_json(size: int) -> File:
    good = '{"start": "2026-11-24T15:00:00Z", "title": "Ф"}\n'
    return "a.json", (good + filled("{a}\n", size)).encode()


def letters_of_one_word(size: int) -> File:
    text = filled("1", size)
    return "a.html", f"<html><body><table><tr><td>15:00{text}</td><td>Ф</td></table>".encode()


def many_tables(size: int) -> File:
    tables = filled("<table><tr><td>15:00<td>Ф</table>", size)
    return "a.html", f"<html><body>{tables}".encode()


def keys_that_all_differ(size: int) -> File:
    objects = ",".join(
        f'{{"k{at}":"2026-11-24T15:00:00Z","t{at}":"Ф"}}' for at in range(size // 45)
    )
    return "a.json", f"[{objects}]".encode()


def events_that_share_programmes(size: int) -> File:
    described = (
        '<ProgramInformation programId="crid://a/1"><BasicDescription><Title>Фильм</Title>'
        "</BasicDescription></ProgramInformation>"
    )
    event = (
        '<ScheduleEvent><Program crid="crid://a/1"/>'
        "<PublishedStartTime>2026-11-24T15:00:00+05:00</PublishedStartTime></ScheduleEvent>"
    )
    count = max(1, size // len((described + event).encode()))
    text = (
        '<TVAMain xmlns="urn:tva:metadata:2010"><ProgramDescription><ProgramInformationTable>'
        f"{described * count}</ProgramInformationTable><ProgramLocationTable>"
        f'<Schedule serviceIDRef="ktk">{event * count}</Schedule>'
        "</ProgramLocationTable></ProgramDescription></TVAMain>"
    )
    return "a.xml", text.encode()


_DUMP = (
    "* EIT schedule Actual, TID 0x50 (80), PID 0x0012 (18)\n"
    "  Version: 3, sections: 1, total size: 200 bytes\n  - Section 0:\n"
    "    Service Id: 0x0101 (257)\n    TS Id: 0x0001 (1)\n    Original Network Id: 0x20FA (8442)\n"
    "    - Event Id: 0x0012 (18)\n      Start UTC: 2026/11/24 10:00:00\n"
    "      Duration: 01:30:00\n      - Descriptor 0: Short Event (0x4D, 77), 20 bytes\n"
)


def bytes_of_a_dump(size: int) -> File:
    """A descriptor of TSDuck that is printed as the bytes of it, line by line."""
    line = "        0000:  4D 20 6B 61 7A 1B 4D 20 6B 61 7A 1B 4D 20 6B 61\n"
    return "a.txt", (_DUMP + filled(line, size)).encode()


def texts_of_a_dump(size: int) -> File:
    """Texts of TSDuck that begin and never end."""
    return "a.txt", (_DUMP + filled('        Event name: "a\n', size)).encode()


TEXTS: Sequence[tuple[Callable[[int], File], int]] = (
    (blanks_in_a_time, 50_000),
    (brackets_in_a_title, 50_000),
    (digits_in_a_title, 50_000),
    (ages_in_a_mark, 50_000),
    (names_of_elements_in_a_text, 500_000),
    (bad_rows, 1_000_000),
    (quotes_that_never_close, 500_000),
    (a_listing_without_days, 500_000),
    (times_in_one_line, 50_000),
    (blanks_between_programmes, 50_000_000),
    (cdata_that_never_closes, 1_000_000),
    (ampersands, 500_000),
    (broken_programmes, 500_000),
    (unclosed_tags, 200_000),
    (nested_tables, 200_000),
    (nested_lists, 200_000),
    (nested_groups, 200_000),
    (much_in_little, 1_000_000),
    (one_row_of_many_cells, 500_000),
    (many_columns, 200_000),
    (headings_of_days, 500_000),
    (a_line_without_end, 1_000_000),
    (at_one_time, 500_000),
    (many_channels, 200_000),
    (many_titles, 500_000),
    (many_attributes, 500_000),
    (nested_elements, 500_000),
    (comments, 500_000),
    (entities_in_entities, 500_000),
    (closed_in_vain, 500_000),
    (cells_over_columns, 200_000),
    (edges_of_cells, 1_000_000),
    (lists_of_lists, 500_000),
    (objects_in_objects, 500_000),
    (letters_of_another_encoding, 500_000),
    (bytes_of_no_encoding, 500_000),
    (events_of_a_recorder, 500_000),
    (folded_lines, 1_000_000),
    (channels_without_programmes, 1_000_000),
    (signs_that_begin_lines, 100_000),
    (cells_in_one_row, 1_000_000),
    (cells_with_nothing_in_them, 1_000_000),
    (one_line_of_a_table, 50_000_000),
    (keys_that_all_differ, 100_000),
    (replies_of_a_line_each, 500_000),
    (lines_that_are_no_json, 200_000),
    (letters_of_one_word, 100_000),
    (many_tables, 200_000),
    (events_that_share_programmes, 1_000_000),
    (bytes_of_a_dump, 1_000_000),
    (texts_of_a_dump, 500_000),
)
