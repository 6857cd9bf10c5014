from __future__ import annotations

import font_roboto  # type: ignore[import-untyped]
import pytest
from fpdf import FPDF
from hypothesis import given, settings

from schedcheck.readers import census
from schedcheck.readers.documents import pdf, pdf_strikes, pdf_tables
from schedcheck.schedule.reading import Reading
from tests.fixtures.listings import Listing, given_back, lines_of, listings
from tests.fixtures.papers import below, pdf_of
from tests.fixtures.tables import NO_OPTIONS, source_of, told, walls

MONDAY, TUESDAY = "Понедельник, 12 декабря 2022", "Сейсенбі, 13 желтоқсан 2022"


def read(data: bytes) -> Reading:
    return pdf.read(source_of(data, "a.pdf"), NO_OPTIONS)


@settings(max_examples=25)
@given(listings())
def test_what_a_press_office_writes_is_given_back(listing: Listing) -> None:
    data = pdf_of(below(lines_of(listing)))
    assert pdf.sniff(data[:65536], "a")
    assert given_back(read(data)) == listing.showings


def test_columns_are_read_one_after_the_other() -> None:
    first = below([MONDAY, "6.00 А", "7.00 Б", "23.00 В"])
    second = below([TUESDAY, "6.30 Г", "7.30 Д", "22.00 Е"], left=110)
    mixed = [text for pair in zip(first, second, strict=True) for text in pair]
    reading = read(pdf_of(mixed))
    assert not reading.faults
    assert reading.frame["title"].tolist() == ["А", "Б", "В", "Г", "Д", "Е"]
    assert walls(reading)[3] == "2022-12-13 06:30"


def test_a_table_of_times_and_titles_is_a_line_a_row() -> None:
    rows = [("6.00", "А"), ("7.00", "Б 18+"), ("8.00", "В"), ("9.00", "Г")]
    texts = [(20.0, 20.0, MONDAY)]
    for at, (clock, title) in enumerate(rows, 1):
        texts += [(60, 20 + 6 * at, title), (20, 20 + 6 * at, clock)]
    reading = read(pdf_of(texts))
    assert not reading.faults
    assert reading.frame["title"].tolist() == ["А", "Б 18+", "В", "Г"]
    assert reading.frame["place"].tolist()[0] == "page 1, line 2"


def test_a_day_goes_on_over_the_page() -> None:
    reading = read(pdf_of(below([MONDAY, "6.00 А"]), below(["23.00 Б", "0.30 В"])))
    assert walls(reading) == ["2022-12-12 06:00", "2022-12-12 23:00", "2022-12-13 00:30"]


def test_a_scanned_document_is_refused_with_that_word_and_a_page_of_it_is_told() -> None:
    reading = read(pdf_of([]))
    assert [fault[0] for fault in told(reading)] == ["unread"]
    assert "scanned" in str(reading.faults[0].reason)
    half = read(pdf_of(below([MONDAY, "6.00 А"]), []))
    assert [fault[:2] for fault in told(half)] == [("unread", "page 2")]
    assert len(half.frame) == 1


@pytest.mark.parametrize("cut", [20, 300])
def test_a_damaged_document_is_told(cut: int) -> None:
    reading = read(pdf_of(below([MONDAY, "6.00 А"]))[:cut])
    assert [fault[0] for fault in told(reading)] == ["unread"]


def test_a_password_is_told() -> None:
    reading = read(pdf_of(below([MONDAY, "6.00 А"]), password="x"))  # noqa: S106 - a test's own
    assert "password" in str(reading.faults[0].reason)


#: Where the rows of a table begin, in millimetres, and how far apart the lines of a cell are.
FIRST, ROW, LINE = 30.0, 8.0, 4.5
LONG = ["(18+) «Соңғы түн» екі бөлімді отандық", "көркем фильм, екінші бөлім"]


def aligned(part: float) -> bytes:
    """Times beside titles; that of the long one is beside its ``part``: 0.0 top, 1.0 bottom."""
    texts = [(20.0, 20.0, MONDAY)]
    top = FIRST
    for clock, title in [("04:00", ["А"]), ("06:00", LONG), ("08:00", ["Б"]), ("21:00", ["В"])]:
        texts.append((20.0, top + part * LINE * (len(title) - 1), clock))
        texts += [(45.0, top + at * LINE, line) for at, line in enumerate(title)]
        top += ROW + LINE * (len(title) - 1)
    return pdf_of(texts)


@pytest.mark.parametrize("part", [0.0, 0.5, 1.0])
def test_a_title_over_two_lines_belongs_to_its_own_time(part: float) -> None:
    reading = read(aligned(part))
    assert not reading.faults
    frame = reading.frame
    assert [wall[-5:] for wall in walls(reading)] == ["04:00", "06:00", "08:00", "21:00"]
    texts = (frame["title"] + " " + frame["other_text"]).str.replace("| ", "").str.strip().tolist()
    assert texts == ["А", " ".join(LONG), "Б", "В"]


def test_a_line_at_the_same_distance_from_two_programmes_is_refused() -> None:
    texts = [(20.0, 20.0, MONDAY), (20.0, 30.0, "04:00"), (45.0, 30.0, "А")]
    texts += [(45.0, 36.0, "(18+) " + LONG[0]), (20.0, 42.0, "06:00"), (45.0, 42.0, LONG[1])]
    texts += [(20.0, 48.0, "08:00"), (45.0, 48.0, "Б")]
    reading = read(pdf_of(texts))
    assert [(fault.code, fault.place) for fault in reading.faults] == [
        ("bad-row", "page 1, line 3")
    ]
    assert "cannot be placed for sure" in str(reading.faults[0].reason)
    assert "18+" not in "".join(reading.frame["title"] + reading.frame["other_text"])


def test_a_wrapped_line_of_running_text_stays_with_its_programme() -> None:
    texts = [(20.0, 20.0, MONDAY), (20.0, 26.0, "04:00"), (45.0, 26.0, LONG[0])]
    texts += [(45.0, 32.0, LONG[1]), (20.0, 38.0, "06:00"), (45.0, 38.0, "А")]
    reading = read(pdf_of(texts))
    assert not reading.faults
    assert reading.frame["other_text"].tolist() == [LONG[1], ""]


GRID = [
    ["Уақыты", "23.11.2026", "24.11.2026", "25.11.2026"],
    ["04:00", "Музыка (6+)", "Ән (6+)", "Күй (6+)"],
    ["06:00", "Таңғы хабар (0+)", "(18+) «Соңғы түн»,\nекі бөлімді фильм", "Хабар (0+)"],
    ["08:00", "Сериал (12+)", "Сериал (12+)", "Сериал (12+)"],
    ["22:30", "Спорт (0+)", "Спорт (0+)", "Спорт (0+)"],
]


def grid(border: str) -> bytes:
    document = FPDF(orientation="landscape")
    document.add_font("Roboto", fname=font_roboto.Roboto)
    document.add_page()
    document.set_font("Roboto", size=9)
    with document.table(borders_layout=border, first_row_as_headings=False) as table:
        for row in GRID:
            table.row(row)
    return bytes(document.output())


def test_a_ruled_grid_of_days_is_read_cell_by_cell() -> None:
    reading = read(grid("ALL"))
    assert not reading.faults
    assert len(reading.frame) == (len(GRID) - 1) * 3
    film = reading.frame[reading.frame["title"].str.contains("18")]
    assert film["title"].tolist() == ["(18+) «Соңғы түн», екі бөлімді фильм"]
    assert film["wall_start"].astype(str).tolist() == ["2026-11-24 06:00:00"]
    assert film["place"].tolist()[0].startswith("page 1, table 1, row ")


def test_a_grid_of_days_without_lines_is_refused() -> None:
    reading = read(grid("NONE"))
    assert not len(reading.frame)
    assert "cannot be placed for sure" in str(reading.faults[0].reason)


def test_the_next_cell_cuts_a_title_off() -> None:
    measure = FPDF()
    measure.add_font("Roboto", fname=font_roboto.Roboto)
    measure.set_font("Roboto", size=10)
    width = 18.0
    texts = [(20.0, 20.0, MONDAY)]
    titles = ["Көркем фильм", "Сериал «Көш»", "Таңғы хабарлар"]
    marks = ["18+", "12+", "0+"]
    for at, (title, mark) in enumerate(zip(titles, marks, strict=True)):
        top = 30.0 + 6 * at
        shown = next(
            title[:end]
            for end in range(len(title))
            if measure.get_string_width(title[:end]) > width
        )
        texts += [(20.0, top, f"{20 + at}:00"), (40.0, top, shown), (40.0 + width, top, mark)]
    measure.output()  # closes the font
    reading = read(pdf_of(texts))
    assert [title.split(" | ")[1] for title in reading.frame["title"]] == marks


def test_a_hyphen_at_the_end_of_a_line_is_one() -> None:
    reading = read(pdf_of(below([MONDAY, "20.00 Фильм «Түн-", "күн» (18+)", "22.00 Ән"])))
    assert reading.frame["title"].tolist() == ["Фильм «Түн-", "Ән"]


def test_a_ruled_cell_over_several_days_is_on_each() -> None:
    document = FPDF(orientation="landscape")
    document.add_font("Roboto", fname=font_roboto.Roboto)
    document.add_page()
    document.set_font("Roboto", size=9)
    with document.table(first_row_as_headings=False) as table:
        table.row(GRID[0])
        for start, *cells in (["20:00", "Ән", "Күй", "Жыр"], ["21:00", "Би", "«Түн» (18+)"]):
            row = table.row()
            row.cell(start)
            for cell in cells:
                row.cell(cell, colspan=2 if "18" in cell else 1)
        table.row(["23:00", "Спорт", "Спорт", "Спорт"])
    reading = read(bytes(document.output()))
    film = reading.frame[reading.frame["title"].str.contains("18")]
    assert film["wall_start"].dt.day.tolist() == [24, 25]


def test_marks_in_a_column_of_a_ruled_table_are_those_of_its_programmes() -> None:
    document = FPDF()
    document.add_font("Roboto", fname=font_roboto.Roboto)
    document.add_page()
    document.set_font("Roboto", size=9)
    with document.table(first_row_as_headings=False) as table:
        table.row(["Күні", "Уақыты", "Атауы", "Жас санаты"])
        for start, title, mark in (("22:00", "Түн", "18+"), ("23:00", "Ән", "6+")):
            table.row(["24.11.2026", start, title, mark])
    source = source_of(bytes(document.output()), "a.pdf")
    reading = pdf.read(source, NO_OPTIONS)
    assert len(reading.frame) == 2
    assert not census.unaccounted(source, reading)


def struck(kind: str, *, ruled: bool) -> bytes:
    """A listing with lines around its cells, or without, in which a line is drawn over texts."""
    document = FPDF()
    document.add_font("Roboto", fname=font_roboto.Roboto)
    document.add_page()
    document.set_font("Roboto", size=10)
    document.text(20, 20, MONDAY)
    for at, (clock, title) in enumerate([("6.00", "Ән"), ("19.00", "Күй 18+"), ("23.00", "Жыр")]):
        low = 30 + 8.0 * at
        document.text(22, low, clock)
        document.text(45, low, title)
        if ruled:
            document.rect(20, low - 5, 20, 8)
            document.rect(40, low - 5, 60, 8)
        left = 22 if kind != "mark" else 45 + document.get_string_width("Күй ")
        if at == 1 and kind == "box":
            document.rect(left, low - 1.4, 60, 0.4, style="F")
        elif at == 1 and kind == "note":
            across, high = (left * document.k, 70 * document.k), (document.h - low) * document.k
            quad = [(one, high + by) for by in (8, -2) for one in across]
            document.add_text_markup_annotation("StrikeOut", "", [x for one in quad for x in one])
        elif at == 1:
            by = 0.5 if kind == "under" else -1.2
            document.line(left, low + by, 70, low + by)
    return bytes(document.output())


@pytest.mark.parametrize("ruled", [False, True])
@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("line", ["Ән", "Жыр"]),
        ("box", ["Ән", "Жыр"]),
        ("note", ["Ән", "Жыр"]),
        ("mark", ["Ән", "Күй", "Жыр"]),
        ("under", ["Ән", "Күй 18+", "Жыр"]),
    ],
)
def test_what_a_line_is_drawn_over_is_not_on_air(
    kind: str, expected: list[str], *, ruled: bool
) -> None:
    reading = read(struck(kind, ruled=ruled))
    assert reading.frame["title"].tolist() == expected
    assert [fault.text for fault in reading.faults] == (["18+"] if kind == "mark" else [])
    left_out = {"mark": ["18+"], "under": []}.get(kind, ["19.00\tКүй 18+"])
    assert reading.not_on_air == left_out


def test_a_document_of_which_all_is_struck_through_has_nothing_on_air() -> None:
    document = FPDF()
    document.add_page()
    document.set_font("Helvetica", size=10)
    document.text(20, 20, "15.00 A film")
    document.line(18, 18.8, 80, 18.8)
    reading = read(bytes(document.output()))
    assert reading.frame.empty
    assert reading.not_on_air == ["15.00 A film"]


def test_more_notes_than_anybody_reads_are_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    content = struck("note", ruled=False)
    assert not read(content).faults
    for module in (pdf, pdf_strikes):
        monkeypatch.setattr(module, "MOST_NOTES", 0)
    (fault,) = read(content).faults
    assert (fault.code, "struck out by notes" in str(fault.reason)) == ("unread", True)


def test_lines_that_cross_too_often_are_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    content = struck("under", ruled=True)
    assert "table" in read(content).frame["place"].tolist()[0]
    monkeypatch.setattr(pdf_tables, "_MOST_CROSSINGS", 5)
    assert "line" in read(content).frame["place"].tolist()[0]


def spaced(mark: str, by: float, way: str, *, line: bool = False) -> bytes:
    """A listing whose mark, or whole line, has its letters ``by`` of their size apart.

    ``way``: ``alone``, a text for each; ``fonts``, in two fonts by turns; ``bare``, without blanks
    in the page; ``kerned``, one text with wider spacing.
    """
    document = FPDF()
    document.add_font("Roboto", fname=font_roboto.Roboto)
    document.add_font("Other", fname=font_roboto.RobotoBold)
    document.add_page()
    size = 10
    for at, text in enumerate([MONDAY, "14.00 Ән (12+)", "15.00 Күй ", "17.00 Жыр (12+)"]):
        document.set_font("Roboto", size=size)
        low, left = 20 + 6.0 * at, 20.0
        letters = text + mark if line and at == 2 else mark
        if at != 2 or not line:
            document.text(left, low, text)
            left += document.get_string_width(text)
        if at == 2 and way == "kerned":
            document.set_char_spacing(by * size)
            document.text(left, low, letters)
            document.set_char_spacing(0)
        for number, letter in enumerate(letters if at == 2 and way != "kerned" else ""):
            document.set_font("Other" if way == "fonts" and number % 2 else "Roboto", size=size)
            if letter != " " or way != "bare":
                document.text(left, low, letter)
            left += document.get_string_width(letter) + by * size / document.k
    return bytes(document.output())


@pytest.mark.parametrize("way", ["alone", "fonts", "bare", "kerned"])
@pytest.mark.parametrize("by", [0.1, 0.2, 0.3, 0.6, 1.2])
@pytest.mark.parametrize("mark", ["(18+)", "18+", "16+", "Е18", "(18)"])
def test_letters_set_apart_are_one_word(mark: str, by: float, way: str) -> None:
    reading = read(spaced(mark, by, way))
    assert reading.frame["title"].tolist() == ["Ән (12+)", f"Күй {mark}", "Жыр (12+)"]
    assert not reading.faults


@pytest.mark.parametrize("way", ["alone", "bare", "kerned"])
@pytest.mark.parametrize("by", [0.2, 0.3, 0.6])
def test_a_line_whose_letters_are_set_apart_is_read(by: float, way: str) -> None:
    reading = read(spaced("(18+)", by, way, line=True))
    assert reading.frame["title"].tolist() == ["Ән (12+)", "Күй (18+)", "Жыр (12+)"]
    assert walls(reading)[1] == "2022-12-12 15:00"


def test_words_of_one_letter_stay_apart() -> None:
    reading = read(pdf_of(below([MONDAY, "6.00 А и Б", "7.00 А и Б сидели", "8.00 Часть 1 6 +"])))
    titles = ["А и Б", "А и Б сидели", "Часть 1 6 +"]
    assert reading.frame["title"].tolist() == titles
