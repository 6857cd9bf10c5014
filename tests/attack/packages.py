"""The hostile kinds that are zip files: workbooks, documents and archives."""

from __future__ import annotations

import io
import tarfile
import warnings
import zipfile
from collections.abc import Callable, Iterable, Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from tests.attack.texts import HEAD, File, filled

_OFFICE = "http://schemas.openxmlformats.org/"
_MAIN = f'xmlns="{_OFFICE}spreadsheetml/2006/main"'
_RELATIONS = f"{_OFFICE}officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SHEET, _STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)
_WORD = f"{_OFFICE}wordprocessingml/2006/main"
_DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'
_ROWS = (("дата", "время", "название", "возраст"), ("24.11.2026", "15:00", "Фильм", "12+"))


def zipped(members: Iterable[tuple[str, bytes | str]]) -> bytes:
    """A zip file of these members, which may have one name."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of members that have one name
        for name, content in members:
            folded = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, folded)
    return held.getvalue()


def _workbook(cells: str, around: tuple[str, str] = ("", ""), strings: str = "") -> bytes:
    """An xlsx workbook of one sheet; ``around``: what stands before and behind its rows."""
    before, behind = around
    sheet = f"<worksheet {_MAIN}>{before}<sheetData>{cells}</sheetData>{behind}</worksheet>"
    own = {"xl/workbook.xml": "sheet.main", _SHEET: "worksheet", _STRINGS: "sharedStrings"}
    kinds = "".join(
        f'<Override PartName="/{name}" ContentType="{_KIND}.{kind}+xml"/>'
        for name, kind in own.items()
    )
    types = f'<Types xmlns="{_OFFICE}package/2006/content-types">{kinds}</Types>'
    first = '<sheets><sheet name="a" sheetId="1" r:id="r0"/></sheets>'
    return zipped(
        [
            ("[Content_Types].xml", types),
            ("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])),
            ("xl/workbook.xml", f'<workbook {_MAIN} xmlns:r="{_RELATIONS}">{first}</workbook>'),
            (
                "xl/_rels/workbook.xml.rels",
                _relations([("worksheet", f"/{_SHEET}"), ("sharedStrings", f"/{_STRINGS}")]),
            ),
            (_STRINGS, f"<sst {_MAIN}>{strings}</sst>"),
            (_SHEET, _DECLARED + sheet),
        ]
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="r{at}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{_OFFICE}package/2006/relationships">{inner}</Relationships>'


def _row(number: int, cells: Sequence[str]) -> str:
    return f'<row r="{number}">' + "".join(cells) + "</row>"


def _words(number: int, texts: Sequence[str]) -> str:
    return _row(
        number,
        [
            f'<c r="{letter}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
            for letter, text in zip("ABCD", texts, strict=True)
        ],
    )


_GOOD = _words(1, _ROWS[0]) + _words(2, _ROWS[1])


def _with_formulas(formulas: Iterable[str]) -> File:
    rows = (
        _row(at, [f'<c r="E{at}"><f>{formula}</f></c>']) for at, formula in enumerate(formulas, 3)
    )
    return "a.xlsx", _workbook(_GOOD + "".join(rows))


def formulas_that_double(size: int) -> File:
    return _with_formulas(
        "C2" if at == 3 else f"E{at - 1}&amp;E{at - 1}" for at in range(3, max(6, size // 40))
    )


def formulas_over_long_ranges(size: int) -> File:
    return _with_formulas("SUM(A1:J9999)" for _at in range(max(2, size // 50)))


def a_formula_without_end(size: int) -> File:
    return _with_formulas([filled("1+", size) + "1"])


def a_formula_nested(size: int) -> File:
    return _with_formulas([filled("(", size // 2) + "1" + filled(")", size // 2)])


def merged_over_each_other(size: int) -> File:
    merged = filled('<mergeCell ref="A2:XFD1048576"/>', size)
    return "a.xlsx", _workbook(_GOOD, ("", f"<mergeCells>{merged}</mergeCells>"))


def hidden_columns(size: int) -> File:
    columns = filled('<col min="1" max="16384" hidden="1"/>', size)
    return "a.xlsx", _workbook(_GOOD, (f"<cols>{columns}</cols>", ""))


def much_shared_text(size: int) -> File:
    """Cells of a few bytes each that show one long text."""
    count = max(2, size // 50)
    rows = "".join(
        _row(
            at,
            [
                f'<c r="A{at}" t="inlineStr"><is><t>24.11.2026 15:00</t></is></c>',
                f'<c r="B{at}" t="s"><v>0</v></c>',
            ],
        )
        for at in range(2, count)
    )
    head = _row(
        1,
        [
            '<c r="A1" t="inlineStr"><is><t>начало</t></is></c>',
            '<c r="B1" t="inlineStr"><is><t>название</t></is></c>',
        ],
    )
    return "a.xlsx", _workbook(head + rows, strings=f"<si><t>{'Ф' * (size // 50)}</t></si>")


def text_that_unfolds(size: int) -> File:
    return "a.xlsx", _workbook(_GOOD, strings=f"<si><t>{'A' * size * 500}</t></si>")


def size_that_lies(size: int) -> File:
    """A member that unfolds to more than the list of members says."""
    name, content = text_that_unfolds(size)
    return name, _with_sizes_of_one(content)


def _with_sizes_of_one(content: bytes) -> bytes:
    held = bytearray(content)
    at = held.find(b"PK\x01\x02")
    while at >= 0:
        name = bytes(held[at + 46 : at + 46 + int.from_bytes(held[at + 28 : at + 30], "little")])
        if name.endswith(b"sharedStrings.xml"):
            held[at + 24 : at + 28] = (1).to_bytes(4, "little")
            local = int.from_bytes(held[at + 42 : at + 46], "little")
            held[local + 22 : local + 26] = (1).to_bytes(4, "little")
        at = held.find(b"PK\x01\x02", at + 4)
    return bytes(held)


def _opendocument(kind: str, content: str, styles: str = "") -> bytes:
    root = f"<office:document-content {_ODF}>{{}}</office:document-content>"
    return zipped(
        [
            ("mimetype", f"application/vnd.oasis.opendocument.{kind}"),
            ("content.xml", _DECLARED + root.format(content)),
            ("styles.xml", _DECLARED + root.format(f"<office:styles>{styles}</office:styles>")),
        ]
    )


def _table_of(rows: str) -> str:
    return (
        '<office:body><office:spreadsheet><table:table table:name="a">'
        f"{rows}</table:table></office:spreadsheet></office:body>"
    )


def _text(blocks: str) -> str:
    return f"<office:body><office:text>{blocks}</office:text></office:body>"


def a_sheet_of_repeated_rows(size: int) -> File:
    row = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="16384"><text:p>12</text:p></table:table-cell>'
        "</table:table-row>"
    )
    return "a.ods", _opendocument("spreadsheet", _table_of(filled(row, size)))


def repeated_rows_of_another_prefix(size: int) -> File:
    name, content = a_sheet_of_repeated_rows(size)
    members = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.namelist():
            text = archive.read(member).replace(b"table:", b"t:").replace(b":t:", b":table:")
            members.append((member, text.replace(b"xmlns:table=", b"xmlns:t=")))
    return name, zipped(members)


def blanks_that_are_counted(size: int) -> File:
    line = '<text:p>15:00<text:s text:c="999999999"/>Фильм<text:s text:c="999999999"/></text:p>'
    return "a.odt", _opendocument("text", _text(filled(line, size)))


def blanks_in_one_line(size: int) -> File:
    blanks = filled('<text:s text:c="999999999"/>', size)
    return "a.odt", _opendocument("text", _text(f"<text:p>15:00 Фильм{blanks}</text:p>"))


def repeated_rows_of_a_text(size: int) -> File:
    row = (
        '<table:table-row table:number-rows-repeated="999"><table:table-cell '
        'table:number-columns-repeated="999"><text:p>15:00</text:p></table:table-cell>'
        "</table:table-row>"
    )
    table = f'<table:table table:name="a">{filled(row, size)}</table:table>'
    return "a.odt", _opendocument("text", _text(table))


def styles_of_styles(size: int) -> File:
    count = max(3, size // 100)
    styles = "".join(
        f'<style:style style:name="s{at}" style:parent-style-name="s{at + 1}"/>'
        for at in range(count)
    )
    last = (
        f'<style:style style:name="s{count}"><style:text-properties '
        'style:text-line-through-style="solid"/></style:style>'
    )
    return "a.odt", _opendocument("text", _text("<text:p>15:00 Фильм</text:p>"), styles + last)


def _document(body: str, styles: str = "") -> bytes:
    space = f'xmlns:w="{_WORD}"'
    return zipped(
        [
            ("[Content_Types].xml", f'<Types xmlns="{_OFFICE}package/2006/content-types"/>'),
            ("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>"),
            ("word/styles.xml", f"<w:styles {space}>{styles}</w:styles>"),
        ]
    )


def nested_paragraphs(size: int) -> File:
    opened = filled("<w:sdt><w:sdtContent>", size)
    closed = "</w:sdtContent></w:sdt>" * opened.count("<w:sdt>")
    return "a.docx", _document(f"{opened}<w:p><w:r><w:t>15:00</w:t></w:r></w:p>{closed}")


def styles_based_on_styles(size: int) -> File:
    count = max(3, size // 80)
    styles = "".join(
        f'<w:style w:styleId="s{at}"><w:basedOn w:val="s{at + 1}"/></w:style>'
        for at in range(count)
    )
    last = f'<w:style w:styleId="s{count}"><w:rPr><w:strike/></w:rPr></w:style>'
    return "a.docx", _document("<w:p><w:r><w:t>15:00</w:t></w:r></w:p>", styles + last)


def paragraphs_joined(size: int) -> File:
    line = (
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>15:00 Фильм на весь вечер</w:t>"
        "</w:r></w:p>"
    )
    return "a.docx", _document(filled(line, size))


def cells_merged_down(size: int) -> File:
    row = (
        '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="64"/><w:vMerge/></w:tcPr><w:p><w:r><w:t>15:00'
        "</w:t></w:r></w:p></w:tc></w:tr>"
    )
    return "a.docx", _document(f"<w:tbl>{filled(row, size)}</w:tbl>")


def tables_in_cells(size: int) -> File:
    count = max(2, size // 60)
    cells = "<w:tbl><w:tr><w:tc><w:p/>" * count, "</w:tc></w:tr></w:tbl>" * count
    return "a.docx", _document("<w:p><w:r><w:t>15:00</w:t></w:r></w:p>".join(cells))


def many_cells_in_a_row(size: int) -> File:
    cells = filled("<w:tc><w:p><w:r><w:t>15:00</w:t></w:r></w:p></w:tc>", size)
    return "a.docx", _document(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")


def members_of_one_name(size: int) -> File:
    rows = HEAD + "24.11.2026;15:00;A;12+\n" * 2000
    return "a.zip", zipped([("a.csv", rows)] * max(1, size // 1000))


def many_members(size: int) -> File:
    return "a.zip", zipped((f"{at}.csv", "") for at in range(max(2, size // 110)))


def many_columns_of_parquet(size: int) -> File:
    names = ("дата", "время", *(f"c{at}" for at in range(size // 100)))
    held = io.BytesIO()
    pq.write_table(pa.table({name: ["15:00"] for name in names}), held)
    return "a.parquet", held.getvalue()


def archives_in_archives(size: int) -> File:
    content = HEAD.encode() + b"24.11.2026;15:00;A;12+\n" * (size // 10)
    name = "a.csv"
    for _depth in range(8):
        name, content = "a.zip", zipped([(name, content)])
    return name, content


def a_tar_that_says_too_much(size: int) -> File:
    """A member that is said to be much larger than what is there."""
    about = tarfile.TarInfo("a.csv")
    about.size = 8 << 30
    return "a.tar", about.tobuf() + HEAD.encode() + bytes(size)


def titles_that_all_share(size: int) -> File:
    """A schedule of JTV whose entries all have the one long title."""
    count = max(2, size // 12)
    title = ("18+ " + "Ф" * 30000).encode("cp1251")
    titles = b"JTV 3.x TV Program Data\x0a\x0a\x0a" + len(title).to_bytes(2, "little") + title
    begin = 133_000_000_000_000_000
    index = count.to_bytes(2, "little") + b"".join(
        b"\0\0" + (begin + at * 18_000_000_000).to_bytes(8, "little") + (26).to_bytes(2, "little")
        for at in range(count)
    )
    return "a.zip", zipped([("ktk.ndx", index), ("ktk.pdt", titles)])


PACKAGES: Sequence[tuple[Callable[[int], File], int]] = (
    (formulas_that_double, 200_000),
    (formulas_over_long_ranges, 100_000),
    (a_formula_without_end, 200_000),
    (a_formula_nested, 100_000),
    (merged_over_each_other, 500_000),
    (hidden_columns, 500_000),
    (much_shared_text, 300_000),
    (text_that_unfolds, 1_000_000),
    (size_that_lies, 1_000_000),
    (a_sheet_of_repeated_rows, 20_000),
    (repeated_rows_of_another_prefix, 20_000),
    (blanks_that_are_counted, 500_000),
    (blanks_in_one_line, 500_000),
    (repeated_rows_of_a_text, 20_000),
    (styles_of_styles, 1_000_000),
    (nested_paragraphs, 200_000),
    (styles_based_on_styles, 1_000_000),
    (paragraphs_joined, 2_000_000),
    (cells_merged_down, 1_000_000),
    (tables_in_cells, 500_000),
    (many_cells_in_a_row, 1_000_000),
    (members_of_one_name, 50_000),
    (many_members, 200_000),
    (many_columns_of_parquet, 400_000),
    (archives_in_archives, 2_000_000),
    (a_tar_that_says_too_much, 200_000),
    (titles_that_all_share, 200_000),
)
