from __future__ import annotations

import io
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest

from schedcheck.pipeline.audit import audit
from schedcheck.readers.source import SourceError, open_sources
from schedcheck.results.finding import Severity

WEEK = "Вторник, 24 ноября 2026\n06:00 Утро (0+)\n13:00 Кино (18+)\n15:00 Спорт (6+)\n"
LETTER = "Здравствуйте!\nВысылаем программу на неделю.\nТел. 8 (727) 250-00-00\n"
PAGE = "<html><head><meta charset='windows-1251'></head><body>{}</body></html>"


def _letter(text: str = LETTER) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Эфир <air@station.example>"
    mail["To"] = "office@authority.example"
    mail["Subject"] = "Бағдарлама"
    mail["Date"] = "Fri, 20 Nov 2026 23:00:00 -0500"
    mail.set_content(text)
    return mail


def _attach(mail: EmailMessage, name: str, content: bytes) -> EmailMessage:
    mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail


def _book() -> bytes:
    book = openpyxl.Workbook()
    for row in (("Дата", "Время", "Передача", "Возраст"), ("25.11.2026", "14:00", "Кино", "18+")):
        book.worksheets[0].append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write(folder: Path, mail: EmailMessage | bytes, name: str = "ktk.eml") -> Path:
    path = folder / name
    path.write_bytes(mail if isinstance(mail, bytes) else mail.as_bytes())
    return path


def _names(path: Path) -> tuple[list[str], list[str]]:
    """What is read of a message, and what is passed over."""
    skipped: list[str] = []
    begin = f"{path}/"
    names = [one.file.removeprefix(begin) for one in open_sources(path, on_skipped=skipped.append)]
    return names, [name.removeprefix(begin) for name in skipped]


def _violations(path: Path) -> list[str]:
    return [f"{one.start:%d %H:%M}" for one in audit([path]).of(Severity.VIOLATION) if one.start]


def test_what_is_attached_is_read_and_a_letter_passed_over(tmp_path: Path) -> None:
    mail = _attach(_letter(), "КТК апта 48.xlsx", _book())
    path = _write(tmp_path, mail)
    assert _names(path) == (["КТК апта 48.xlsx"], ["body.txt"])
    assert _violations(path) == ["25 14:00"]
    assert next(open_sources(path)).modified is not None


def test_a_schedule_in_the_text_is_read_beside_what_is_attached(tmp_path: Path) -> None:
    path = _write(tmp_path, _attach(_letter(LETTER + WEEK), "ktk.xlsx", _book()))
    assert _violations(path) == ["24 13:00", "25 14:00"]


@pytest.mark.parametrize(
    "change",
    [
        "Замена на 24.11.2026: фильм (18+)", "13:00 Кино\n15:00 Спорт", "Кино — для взрослых",
    ],
)  # fmt: skip
def test_a_change_in_the_text_is_not_passed_over(tmp_path: Path, change: str) -> None:
    path = _write(tmp_path, _attach(_letter(f"{LETTER}{change}\n"), "ktk.xlsx", _book()))
    assert "body.txt" in _names(path)[0]
    assert "body.txt" not in _names(path)[1]


def test_of_two_forms_of_a_text_the_page_is_read(tmp_path: Path) -> None:
    mail = _letter(WEEK.replace("(18+)", ""))
    rows = "".join(f"<p>{line}</p>" for line in WEEK.splitlines())
    mail.add_alternative(PAGE.format(rows), subtype="html")
    path = _write(tmp_path, mail)
    assert _names(path) == (["body.html"], [])
    assert _violations(path) == ["24 13:00"]


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "koi8-r"])
@pytest.mark.parametrize("transfer", ["base64", "quoted-printable", "8bit"])
def test_encodings_of_a_text(tmp_path: Path, encoding: str, transfer: str) -> None:
    mail = _letter()
    mail.set_content(WEEK, charset=encoding, cte=transfer)
    assert _violations(_write(tmp_path, mail)) == ["24 13:00"]


@pytest.mark.parametrize("told", ["us-ascii", "x-unknown", "utf-8"])
def test_an_encoding_that_is_not_as_the_message_says(tmp_path: Path, told: str) -> None:
    head = f"MIME-Version: 1.0\nContent-Type: text/plain; charset={told}\n"
    data = head.encode() + b"Content-Transfer-Encoding: 8bit\n\n" + WEEK.encode("cp1251")
    result = audit([_write(tmp_path, data)])
    assert [one.title for one in result.of(Severity.VIOLATION)] == ["Кино (18+)"]


def test_a_message_in_a_message_and_files_of_one_name(tmp_path: Path) -> None:
    inner = _attach(_letter(), "a.xlsx", _book())
    mail = _attach(_attach(_letter(), "w.txt", WEEK.encode()), "w.txt", b"06:00 A\n07:00 B\n")
    mail.add_attachment(inner)
    assert _names(_write(tmp_path, mail))[0] == ["w.txt", "w (2).txt", "message.eml/a.xlsx"]


def test_pictures_in_the_text_and_signatures_are_passed_over(tmp_path: Path) -> None:
    mail = _attach(_letter(), "ktk.xlsx", _book())
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png", cid="<a>")
    mail.add_attachment(b"x", maintype="application", subtype="pkcs7-signature", filename="s.p7s")
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="week.png")
    names, passed_over = _names(_write(tmp_path, mail))
    assert names == ["ktk.xlsx", "week.png"]
    assert passed_over == ["logo.png", "s.p7s", "body.txt"]


def _encrypted() -> EmailMessage:
    mail = _letter()
    mail.set_content(b"x", maintype="application", subtype="pkcs7-mime", filename="smime.p7m")
    return mail


@pytest.mark.parametrize(
    ("mail", "words"),
    [
        (_letter, "recognisable"),
        (_encrypted, "encrypted"),
        (lambda: _attach(_letter(), "a.xlsx", _book()).as_bytes()[:-900], "cut off"),
        (lambda: b"From a@b.c Fri Nov 20 10:00:00 2026\n" + _letter().as_bytes(), "mailbox"),
    ],
)
def test_what_is_no_schedule_is_refused(
    tmp_path: Path, mail: Callable[[], EmailMessage | bytes], words: str
) -> None:
    result = audit([_write(tmp_path, mail())])
    assert any(words in str(one.message) for one in result.of(Severity.FAULT))


def test_a_damaged_attachment_is_a_fault(tmp_path: Path) -> None:
    data = _attach(_letter(), "a.xlsx", _book()).as_bytes()
    at = data.index(b"UEsDB") + 40
    result = audit([_write(tmp_path, data[:at] + b"!!=!" + data[at + 3 :])])
    assert result.count(Severity.FAULT)


def test_lines_that_look_like_headers_are_no_message(tmp_path: Path) -> None:
    path = tmp_path / "ktk.txt"
    path.write_text(f"Channel: KTK\nDate: 24.11.2026\n\n{WEEK}", encoding="utf-8")
    assert _names(path)[0] == [str(path)]
    with pytest.raises(SourceError):
        next(open_sources(_write(tmp_path, b"From a@b.c Fri Nov 20 10:00:00 2026\nX: y\n\n")))


def test_a_page_saved_with_its_pictures_is_read(tmp_path: Path) -> None:
    page = PAGE.format("".join(f"<p>{line}</p>" for line in WEEK.splitlines()))
    parts = {"text/html": page, "text/css": "p {color: red}", "image/png": "x", "font/woff": "y"}
    lines = ["From: <Saved by a browser>", "MIME-Version: 1.0"]
    lines += ['Content-Type: multipart/related; type="text/html"; boundary="b"', ""]
    for kind, content in parts.items():
        lines += ["--b", f"Content-Type: {kind}", f"Content-Location: http://a/{len(lines)}", ""]
        lines.append(content)
    path = _write(tmp_path, "\n".join([*lines, "--b--", ""]).encode(), "week.mht")
    assert _names(path) == (["body.html"], ["text.css", "image.png", "font.woff"])
    assert _violations(path) == ["24 13:00"]


def test_a_message_of_outlook_is_refused_by_that_name(tmp_path: Path) -> None:
    data = b"\xd0\xcf\x11\xe0" + bytes(600) + "__properties_version1.0".encode("utf-16-le")
    result = audit([_write(tmp_path, data, "ktk.msg")])
    assert ["Outlook" in str(one.message) for one in result.of(Severity.FAULT)] == [True]


@pytest.mark.parametrize("subject", ["КТК: фильм 18+", "КТК, только для взрослых"])
def test_a_subject_that_says_that_something_is_for_adults_is_a_fault(
    tmp_path: Path, subject: str
) -> None:
    mail = _attach(_letter(), "КТК апта 48.xlsx", _book())
    mail.replace_header("Subject", subject) if "Subject" in mail else mail.add_header(
        "Subject", subject
    )
    faults = [one for one in audit([_write(tmp_path, mail)]).findings if one.code == "unread"]
    assert [subject in one.message for one in faults] == [True]
