"""The hostile kinds: each makes a file of about so many bytes, harmless in itself.

Each is about one way in which work could grow faster than the file, or memory faster than what is
read. Nothing here does anything to a program but make it work.
"""

from __future__ import annotations

import gzip
import io
import warnings
import zipfile
from collections.abc import Callable, Mapping

_HEAD = "дата;время;название;возраст\n"
_ROW = "24.11.2026;{time};{title};{mark}\n"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n<tv>'
_PROGRAMME = '<programme start="20261124150000 +0500" channel="a"><title>{}</title></programme>'
_CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def _filled(unit: str, size: int) -> str:
    return unit * max(1, size // len(unit.encode()))


def _row(time: str = "15:00", title: str = "Фильм", mark: str = "12+") -> bytes:
    return (_HEAD + _ROW.format(time=time, title=title, mark=mark)).encode()


def _zipped(members: list[tuple[str, bytes]]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of members that have one name
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content)
    return held.getvalue()


def blanks_in_a_time(size: int) -> tuple[str, bytes]:
    return "a.csv", _row(time=f"15:00{_filled(' ', size)}+")


def brackets_in_a_title(size: int) -> tuple[str, bytes]:
    return "a.csv", _row(title=_filled("(12+ ", size))


def digits_in_a_title(size: int) -> tuple[str, bytes]:
    return "a.csv", _row(title=_filled("12.12 ", size))


def ages_in_a_mark(size: int) -> tuple[str, bytes]:
    return "a.csv", _row(mark=_filled("18 ", size))


def bad_rows(size: int) -> tuple[str, bytes]:
    return "a.csv", (_HEAD + _filled("24.11.2026;25:99;Фильм;12+\n", size)).encode()


def quotes_that_never_close(size: int) -> tuple[str, bytes]:
    return "a.csv", (_HEAD + _filled('24.11.2026;15:00;"Фильм;12+\n', size)).encode()


def a_listing_without_days(size: int) -> tuple[str, bytes]:
    return "a.txt", _filled("15.00 Фильм (12+)\n", size).encode()


def times_in_one_line(size: int) -> tuple[str, bytes]:
    return "a.txt", f"24 ноября\n{_filled('15.00, ', size)} Фильм\n".encode()


def blanks_between_programmes(size: int) -> tuple[str, bytes]:
    text = _XML + _PROGRAMME.format("Фильм") + _filled(" ", size) + "</tv>"
    return "a.xml", text.encode()


def cdata_that_never_closes(size: int) -> tuple[str, bytes]:
    return "a.xml", (_XML + _PROGRAMME.format(_filled("<![CDATA[&", size)) + "</tv>").encode()


def ampersands(size: int) -> tuple[str, bytes]:
    return "a.xml", (_XML + _PROGRAMME.format(_filled("&", size)) + "</tv>").encode()


def broken_programmes(size: int) -> tuple[str, bytes]:
    return "a.xml", (_XML + _filled('<programme start="20261124', size)).encode()


def unclosed_tags(size: int) -> tuple[str, bytes]:
    return "a.html", f"<html><body>{_filled('<div>', size)}15:00 Фильм".encode()


def nested_tables(size: int) -> tuple[str, bytes]:
    return "a.html", f"<html><body>{_filled('<table><tr><td>', size)}15:00 Фильм".encode()


def nested_lists(size: int) -> tuple[str, bytes]:
    return "a.json", (_filled("[", size // 2) + _filled("]", size // 2)).encode()


def nested_groups(size: int) -> tuple[str, bytes]:
    return "a.rtf", (r"{\rtf1 " + _filled("{", size)).encode()


def members_of_one_name(size: int) -> tuple[str, bytes]:
    rows = _HEAD.encode() + b"24.11.2026;15:00;A;12+\n" * 2000
    return "a.zip", _zipped([("a.csv", rows)] * max(1, size // 1000))


def much_in_little(size: int) -> tuple[str, bytes]:
    return "a.csv.gz", gzip.compress(_HEAD.encode() + bytes(size * 200))


def a_sheet_of_repeated_rows(size: int) -> tuple[str, bytes]:
    rows = "".join(
        f'<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        f'table:number-columns-repeated="16384"><text:p>{at}</text:p></table:table-cell>'
        "</table:table-row>"
        for at in range(max(1, size // 200))
    )
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="a">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return "a.ods", _zipped([("mimetype", kind), ("content.xml", content.encode())])


def nested_paragraphs(size: int) -> tuple[str, bytes]:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    opened = _filled("<w:sdt><w:sdtContent>", size)
    count = opened.count("<w:sdt>")
    body = opened + "<w:p><w:r><w:t>15:00</w:t></w:r></w:p>" + "</w:sdtContent></w:sdt>" * count
    document = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    members = [("[Content_Types].xml", _CONTENT_TYPES.encode())]
    return "a.docx", _zipped([*members, ("word/document.xml", document.encode())])


#: Each kind by its name, and about how many bytes are tried.
KINDS: Mapping[str, tuple[Callable[[int], tuple[str, bytes]], int]] = {
    make.__name__: (make, size)
    for make, size in (
        (blanks_in_a_time, 50_000),
        (brackets_in_a_title, 50_000),
        (digits_in_a_title, 50_000),
        (ages_in_a_mark, 50_000),
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
        (members_of_one_name, 200_000),
        (much_in_little, 1_000_000),
        (a_sheet_of_repeated_rows, 20_000),
        (nested_paragraphs, 200_000),
    )
}
