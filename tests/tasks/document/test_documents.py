"""Record, letter and reminder from a batch and from findings.json, in Kazakh and Russian."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import docx
import pypdfium2  # type: ignore[import-untyped]
import pytest
from click.testing import CliRunner

from schedcheck.cli import cli
from schedcheck.errors import ConfigError
from schedcheck.messages import use_language
from schedcheck.readers.documents import doc
from schedcheck.tasks.document import documents, pdf
from schedcheck.tasks.document.authority import load_authority
from schedcheck.tasks.document.documents import write_documents
from schedcheck.tasks.document.template import FIELDS, PLACEHOLDERS
from schedcheck.tasks.explain.findings_file import load_findings
from tests.checks.audited import programme
from tests.missing import libreoffice

FILM = programme("20261124 2030", "20261124 2210", "Х/ф «Порог» <b>&{{x}}", rating="18+",
                 channel="ktk")  # fmt: skip
OTHER = programme("20261125 1200", "20261125 1300", "Ән", channel="ktk")
AUTHORITY = """
[authority]
name = { kk = "Комитет (kk)", ru = "Комитет" }
place = "Астана"
[official]
position = "Эксперт"
name = "А. Ахметова"
"""
ROSTER = """
[[channel]]
id = "ktk"
owner = "АО «КТК»"
bin = "000000000000"
address = "Алматы"
"""
OPTIONS = ["--no-config", "--lang", "ru", "--week", "2026-11-23..2026-11-29"]


def texts(path: Path) -> str:
    document = docx.Document(io.BytesIO(path.read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(one.text for one in document.paragraphs)])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ktk.xml").write_text(f"<tv>\n{FILM}\n{OTHER}\n</tv>", encoding="utf-8")
    (tmp_path / "in" / "stv.pdf").write_bytes(b"\x00\x01\x02 garbage")
    (tmp_path / "authority.toml").write_text(AUTHORITY, encoding="utf-8")
    (tmp_path / "roster.toml").write_text(ROSTER, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(documents, "pdf_maker", lambda: "")
    return tmp_path


def batch(*more: str) -> str:
    """Run a batch; of the channels that are missing, findings.json keeps the first alone."""
    words = ["batch", "in", "-o", "out", *OPTIONS, "--roster", "roster.toml", *more]
    done = CliRunner().invoke(cli, words)
    use_language("en")
    assert done.exit_code == 1, done.output
    path = Path("out/findings.json")
    plain = json.loads(path.read_text(encoding="utf-8"))
    plain["missing"] = plain["missing"][:1]
    path.write_text(json.dumps(plain), encoding="utf-8")
    return done.output


def test_a_batch_writes_a_record_a_letter_and_reminders(folder: Path) -> None:
    output = batch("--documents", "--authority", "authority.toml")
    assert "Документов" in output
    out = folder / "out" / "documents"
    record, letter = (texts(out / f"{name}-ktk.ru.docx") for name in ("record", "letter"))
    for text in (
        "Комитет",
        "Эксперт, А. Ахметова",
        "АО «КТК»",
        "000000000000",
        "23.11.2026 – 29.11.2026",
        "UTC+5 (Алматы)",
        "24.11.2026, вторник, 20:30–22:10",
        "Х/ф «Порог» <b>&{{x}}",
        "18+ (поле",
        "in/ktk.xml",
        "строка 2",
        'Строка источника: <programme start="20261124203000 +0500"',
        "№ 212-VI",
        "№ 169-VI",
        "ст. 156-1 ч. 1 п/п 2",
        "24.01.2027 (КРКоАП, ст. 62 ч. 1)",
        "24.05.2027 (Закон № 93-VIII, ст. 21 п. 2)",
        "1 передача",
        "Время и место рассмотрения дела: ____",
        "Прочитано передач: 2, из них с возрастным знаком: 1",
        "schedcheck batch SOURCES -o OUT --roster roster.toml --week 2026-11-23..2026-11-29",
        "tzdata",
        "Проведённые проверки: все",
    ):
        assert text in record, text
    assert "АО «КТК»" in letter
    assert "Х/ф «Порог» <b>&{{x}}" in letter
    assert "24.05.2027" in letter
    kazakh = texts(out / "record-ktk.kk.docx")
    assert "Комитет (kk)" in kazakh
    assert "сейсенбі" in kazakh
    assert "«Кинематография туралы»" in kazakh

    unread = texts(out / "reminder-stv.ru.docx")
    assert "поступила, но не могла быть прочитана" in unread
    assert "in/stv.pdf" in unread
    assert "болмады: " in texts(out / "reminder-stv.kk.docx")
    assert "двоичные" not in texts(out / "reminder-stv.kk.docx")
    assert "не поступила" in texts(out / "reminder-khabar.ru.docx")
    assert not (out / "letter-stv.ru.docx").exists()


def test_record_and_letter_name_the_checks_that_were_switched_off(folder: Path) -> None:
    batch("--documents", "--ignore", "gap")
    record = texts(folder / "out" / "documents" / "record-ktk.ru.docx")
    assert "Проведённые проверки: показ в запретное время (watershed)" in record
    assert record.count("(gap) (--ignore)") == 2  # among what was not judged, and in the annex
    letter = texts(folder / "out" / "documents" / "letter-ktk.ru.docx")
    assert "Проведённые проверки: " in letter
    assert "(gap) (--ignore)" in letter


def test_a_second_run_reads_no_documents_and_leaves_none_of_the_first(folder: Path) -> None:
    words = ["batch", "in", "-o", "in/out", *OPTIONS, "--documents", "-q"]
    CliRunner().invoke(cli, words)
    out = folder / "in" / "out" / "documents"
    assert (out / "letter-ktk.ru.docx").exists()
    (out / "own.txt").write_text("a note", encoding="utf-8")
    (folder / "in" / "ktk.xml").write_text(f"<tv>\n{OTHER}\n</tv>", encoding="utf-8")
    CliRunner().invoke(cli, words)
    use_language("en")
    files = [one.file for one in load_findings("in/out/findings.json").sources]
    # what has another name is read
    assert files == ["in/ktk.xml", "in/out/documents/own.txt", "in/stv.pdf"]
    assert not (out / "letter-ktk.ru.docx").exists()
    assert (out / "record-ktk.ru.docx").exists()
    assert (out / "decisions.draft.toml").exists()


def test_a_channel_of_other_days_that_is_accused_has_a_letter_too(folder: Path) -> None:
    rows = "".join(
        programme(f"20261124 {hour}00", f"20261124 {hour}30", "Ән", channel=name)
        for hour in ("09", "13")
        for name in ("stv", "ntk")
    )
    (folder / "in" / "more.xml").write_text(f"<tv>{rows}</tv>", encoding="utf-8")
    film = FILM.replace("202611", "202410")
    (folder / "in" / "ktk.xml").write_text(f"<tv>\n{film}\n</tv>", encoding="utf-8")
    words = ["batch", "in", "-o", "out", "--no-config", "--documents", "-q"]
    CliRunner().invoke(cli, words)
    use_language("en")
    out = folder / "out" / "documents"
    names = sorted(path.name for path in out.glob("*-ktk*.ru.docx"))
    assert names == [
        "letter-ktk.ru.docx",
        "record-ktk-2024-W43.ru.docx",
        "reminder-ktk.ru.docx",
    ]


def test_a_reminder_of_other_days_names_them(folder: Path) -> None:
    """By broadcast days: what is on air at two on Monday is of Sunday."""
    rows = "".join(
        programme(f"202611{day} {hour}00", f"202611{day} {hour}30", "Ән", channel="stv")
        for day, hour in (("16", "09"), ("22", "13"), ("23", "02"))
    )
    (folder / "in" / "stv.pdf").unlink()
    (folder / "in" / "stv.xml").write_text(f"<tv>{rows}</tv>", encoding="utf-8")
    batch("--documents")
    words = texts(folder / "out" / "documents" / "reminder-stv.ru.docx")
    assert "поступила сетка вещания за другие дни (16.11.2026 – 22.11.2026)." in words


def test_the_placeholders_are_those_that_are_filled_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, Any] = {}
    monkeypatch.setattr(
        documents,
        "filled",
        lambda kind, _name, values, *_more: asked.update({kind: values}) or b"",
    )
    (folder / "in" / "ktk.xml").write_text(f"<tv>\n{FILM}\n</tv>", encoding="utf-8")
    batch("--documents")
    assert asked.keys() == PLACEHOLDERS.keys()
    for kind, given in asked.items():
        assert sorted(given) == sorted(PLACEHOLDERS[kind])
        for name, value in given.items():
            held = value[0] if isinstance(value, list) and value else value
            if isinstance(held, dict):
                assert sorted(held) == sorted(FIELDS[name]), name


def test_findings_give_the_same_documents_each_time(folder: Path) -> None:
    batch()
    words = ["document", "out/findings.json", "--authority", "authority.toml", "--no-config"]
    for name in ("one", "two"):
        done = CliRunner().invoke(cli, [*words, "-o", name, "--lang", "ru"])
        assert done.exit_code == 0, done.output
    names = sorted(path.name for path in (folder / "one").iterdir())
    assert len(names) == 10
    for name in names:
        assert (folder / "one" / name).read_bytes() == (folder / "two" / name).read_bytes()


def test_sources_that_are_gone_are_named(folder: Path) -> None:
    batch()
    (folder / "in" / "ktk.xml").unlink()
    words = ["document", "out/findings.json", "--no-config", "-o", "one", "--in", "ru"]
    output = CliRunner().invoke(cli, words).output
    assert "in/ktk.xml is not where it was, or has changed" in output
    assert "Строка источника" not in texts(folder / "one" / "record-ktk.ru.docx")


def test_one_language_alone(folder: Path) -> None:
    batch()
    words = ["document", "out/findings.json", "-o", "one", "--in", "kk", "--no-config"]
    assert CliRunner().invoke(cli, words).exit_code == 0
    assert all(".kk." in path.name for path in (folder / "one").glob("*.docx"))
    # what is not known is a line to fill in
    assert "______" in texts(folder / "one" / "record-ktk.kk.docx")


def test_what_is_dismissed_is_in_the_record_and_not_in_a_letter(folder: Path) -> None:
    (folder / "decisions.toml").write_text(
        """
[[decision]]
code = "watershed"
channel = "ktk"
start = "2026-11-24T20:30:00+05:00"
title = "Х/ф «Порог» <b>&{{x}}"
age_class = "E18"
outcome = "dismissed"
why = "Заменено"
date = 2026-12-01
""",
        encoding="utf-8",
    )
    words = ["check", "in/ktk.xml", "--format", "json", "-o", "found.json", *OPTIONS]
    CliRunner().invoke(cli, [*words, "--decisions", "decisions.toml"])
    out = folder / "one"
    write_documents([("ru", load_findings("found.json"))], out)
    record = texts(out / "record-ktk.ru.docx")
    assert "Не подтверждено решением" in record
    assert "Заменено" in record
    assert not (out / "letter-ktk.ru.docx").exists()


def test_a_changed_rulebook_is_refused(folder: Path) -> None:
    batch()
    path = folder / "out" / "findings.json"
    plain = json.loads(path.read_text(encoding="utf-8"))
    plain["rulebook"]["sha256"] = "0" * 64
    path.write_text(json.dumps(plain), encoding="utf-8")
    with pytest.raises(ConfigError, match="another edition"):
        write_documents([("ru", load_findings(str(path)))], folder / "one")


@pytest.mark.parametrize("missing", ["docxtpl", "pikepdf"])
def test_without_a_package_it_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    batch()
    monkeypatch.setattr(documents, "find_spec", lambda name: name != missing)
    with pytest.raises(ConfigError, match=f"pip install .*{missing}"):
        write_documents([("ru", load_findings("out/findings.json"))], folder / "one")


def test_a_wrong_authority_is_refused_by_key(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    for text, words in (
        ("[authority]\nnam = 'x'", "authority.nam: unknown key"),
        ("[official]\nname = ''", "official.name: is empty"),
        ("[official]\nname = { de = 'x' }", "official.name.de: unknown key"),
        ("x = 1", "x: unknown key"),
    ):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ConfigError) as refused:
            load_authority(path)
        assert words in str(refused.value)


def read_pdf(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as document:
        pages = [
            document[number].get_textpage().get_text_bounded() for number in range(len(document))
        ]
    return " ".join(" ".join(pages).split())


@pytest.mark.parametrize("maker", [pdf.LIBREOFFICE, pdf.TYPST])
def test_pdf_has_the_kazakh_letters_and_no_time(folder: Path, maker: str) -> None:
    if maker == pdf.LIBREOFFICE:
        libreoffice()
    batch()
    name = "record-ktk.kk.docx"
    write_documents([("kk", load_findings("out/findings.json"))], folder / "one")
    content = (folder / "one" / name).read_bytes()
    (made,) = pdf.pdfs({name: content}, maker).values()
    text = read_pdf(made)
    for words in (
        "АНЫҚТАМА",
        "Әдісі. Ұсынылған",
        "сейсенбі",
        "Х/ф «Порог» <b>&{{x}}",
        "тұлғаның",
    ):
        assert words in text, words
    assert pdf.pdfs({name: content}, maker) == {name: made}


def drawn(fonts: str, time: str, chance: str) -> bytes:
    """A PDF as LibreOffice makes it, with objects of fonts in an order and an id by chance."""
    import pikepdf

    made = pikepdf.new()
    numbered = {
        name: made.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Font, BaseFont=pikepdf.Name(f"/{name}"))
        )
        for name in fonts
    }
    page = made.add_blank_page()
    page.Resources = {"/Font": {f"/F{name}": numbered[name] for name in sorted(fonts)}}
    made.docinfo["/Creator"] = "Writer"
    made.docinfo["/CreationDate"] = time
    made.trailer["/DocChecksum"] = pikepdf.Name(f"/{chance}")
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def test_the_order_of_fonts_in_memory_is_not_in_a_pdf() -> None:
    import pikepdf

    one, other = drawn("ABC", "D:20260105100000Z", "AB"), drawn("CAB", "D:20260105100001Z", "CD")
    assert one != other
    assert pdf.without_chance(one) == pdf.without_chance(other)
    assert pdf.without_chance(one) != pdf.without_chance(drawn("AB", "D:20260105100000Z", "AB"))
    with pikepdf.open(io.BytesIO(pdf.without_chance(other))) as made:
        assert made.docinfo["/Creator"] == "Writer"
        assert [*made.pages[0].Resources.Font] == ["/FA", "/FB", "/FC"]
        assert [font.BaseFont for font in made.pages[0].Resources.Font.values()] == [
            "/A",
            "/B",
            "/C",
        ]


def test_libreoffice_is_given_so_many_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    content = drawn("A", "D:20260105100000Z", "AB")

    def converted(given: dict[str, bytes], _form: str) -> tuple[dict[str, bytes], None, str]:
        asked.append(len(given))
        return {name.replace(".docx", ".pdf"): content for name in given}, None, ""

    monkeypatch.setattr(doc, "converted", converted)
    names = {f"{number}.docx": b"" for number in range(pdf.AT_ONCE + 1)}
    assert pdf.pdfs(names, pdf.LIBREOFFICE).keys() == names.keys()
    assert asked == [pdf.AT_ONCE, 1]
    monkeypatch.setattr(doc, "converted", lambda _given, _form: ({}, None, "no"))
    with pytest.raises(ConfigError, match=r"0\.docx: LibreOffice made no PDF of it: no"):
        pdf.pdfs(names, pdf.LIBREOFFICE)


def test_libreoffice_is_preferred_and_typst_comes_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "is_installed", lambda: True)
    assert pdf.pdf_maker() == pdf.LIBREOFFICE
    monkeypatch.setattr(doc, "is_installed", lambda: False)
    assert pdf.pdf_maker() == pdf.TYPST
    monkeypatch.setattr(pdf, "find_spec", lambda _name: None)
    assert pdf.pdf_maker() == ""


def test_typst_parts_russian_words_where_they_may_be_parted() -> None:
    document = docx.Document()
    cells = document.add_table(rows=1, cols=6).rows[0].cells
    for number, cell in enumerate(cells):
        cell.text = f"{'а ' * number}административной ответственности"
    made = io.BytesIO()
    document.save(made)
    (content,) = pdf.pdfs({"a.docx": made.getvalue()}, pdf.TYPST).values()
    # pdfium has a control character where a word is parted
    text = re.sub(r"[\x02\ufffe\xad]\s*", "", read_pdf(content))
    assert text.count("административной") == text.count("ответственности") == len(cells)


def test_typst_breaks_a_long_word_in_a_cell() -> None:
    word = "longname" * 12
    document = docx.Document()
    cells = document.add_table(rows=1, cols=3).rows[0].cells
    cells[0].text, cells[1].text = word, "beside"
    made = io.BytesIO()
    document.save(made)
    (content,) = pdf.pdfs({"a.docx": made.getvalue()}, pdf.TYPST).values()
    with pypdfium2.PdfDocument(content) as drawn:
        page = drawn[0].get_textpage()
        width = drawn[0].get_width()
        boxes = [page.get_charbox(number) for number in range(page.count_chars())]
        text = page.get_text_bounded()
    # it is all there, and none of it outside of the first of three columns
    assert "".join(text.split()).replace("\ufffe", "").startswith(word)
    assert all(box[2] < width / 2 for box in boxes[: len(word)])
