"""Documents as offices write them: the same blocks as docx, odt, rtf and HTML; PDF by the
place of each text.

A block is a line of text, or a table as a list of rows.
"""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

import docx
import font_roboto  # type: ignore[import-untyped]
from fpdf import FPDF

Blocks = Sequence[str | list[list[str]]]


def docx_of(blocks: Blocks) -> bytes:
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), max(map(len, block)))
        for row, cells in zip(table.rows, block, strict=True):
            for cell, text in zip(row.cells, cells, strict=False):
                cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def office_zip(members: dict[str, str], mimetype: str = "") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        if mimetype:
            archive.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = "".join(
    f' xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "text", "table", "style", "meta")
)


def odt_xml(body: str, styles: str = "") -> bytes:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{_SPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>"
        f"{body}</office:text></office:body></office:document-content>"
    )
    meta = (
        f'<office:document-meta{_SPACES} xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<office:meta><dc:date>2022-12-09T10:00:00</dc:date></office:meta></office:document-meta>"
    )
    members = {"content.xml": content, "meta.xml": meta}
    return office_zip(members, "application/vnd.oasis.opendocument.text")


def _odt_line(text: str) -> str:
    marked = escape(text).replace("\t", "<text:tab/>").replace("\n", "<text:line-break/>")
    return f"<text:p>{marked.replace('  ', ' <text:s/>')}</text:p>"


def odt_of(blocks: Blocks) -> bytes:
    parts = []
    for block in blocks:
        if isinstance(block, str):
            parts.append(_odt_line(block))
            continue
        rows = "".join(
            "<table:table-row>"
            + "".join(f"<table:table-cell>{_odt_line(c)}</table:table-cell>" for c in row)
            + "</table:table-row>"
            for row in block
        )
        parts.append(f"<table:table>{rows}</table:table>")
    return odt_xml("".join(parts))


def _rtf_text(text: str, codec: str) -> str:
    """Letters of the code page as \\'hh, others as \\u with a question mark for old readers."""
    parts = []
    for sign in text:
        if sign in "\\{}":
            parts.append(f"\\{sign}")
        elif sign == "\t":
            parts.append("\\tab ")
        elif sign == "\n":
            parts.append("\\line ")
        elif ord(sign) < 128:
            parts.append(sign)
        else:
            try:
                parts.append(f"\\'{sign.encode(codec).hex()}")
            except UnicodeEncodeError:
                number = ord(sign)
                parts.append(f"\\u{number - 65536 if number > 32767 else number}?")
    return "".join(parts)


def rtf_of(blocks: Blocks, codec: str = "cp1251", *, by_font: bool = False) -> bytes:
    page = "1252" if by_font else codec.removeprefix("cp")
    fonts = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}}"
    parts = [rf"{{\rtf1\ansi\ansicpg{page}\deff0{fonts}{{\colortbl;\red0\green0\blue0;}}"]
    parts.append(r"{\*\generator Riched20;}\viewkind4\uc1\f1 " if by_font else r"\uc1\f0 ")
    for block in blocks:
        if isinstance(block, str):
            parts.append(rf"\pard {_rtf_text(block, codec)}\par")
            continue
        for row in block:
            cells = "".join(rf"\intbl {_rtf_text(cell, codec)}\cell " for cell in row)
            parts.append(rf"\trowd\cellx1000\cellx5000 {cells}\row")
    return ("\r\n".join(parts) + "}").encode("ascii")


def _html_text(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")


def html_of(blocks: Blocks, *, encoding: str = "utf-8", breaks: bool = False) -> bytes:
    parts = []
    for block in blocks:
        if isinstance(block, str):
            text = _html_text(block)
            parts.append(f"{text}<br>\n" if breaks else f"<p>{text}</p>\n")
            continue
        rows = "".join(
            "<tr>" + "".join(f"<td>{_html_text(cell)}</td>" for cell in row) + "</tr>\n"
            for row in block
        )
        parts.append(f"<table border=1>{rows}</table>\n")
    page = (
        f'<!DOCTYPE html>\n<html><head><meta charset="{encoding}"><title>ТВ</title>'
        f"<style>p {{ margin: 0 }}</style></head><body>{''.join(parts)}</body></html>"
    )
    return page.encode(encoding, "xmlcharrefreplace")


def pdf_of(*pages: list[tuple[float, float, str]], password: str = "") -> bytes:
    """A PDF of pages, each of texts with their places in millimetres from the upper left."""
    document = FPDF()
    document.add_font("Roboto", fname=font_roboto.Roboto)
    for page in pages:
        document.add_page()
        document.set_font("Roboto", size=10)
        for left, top, text in page:
            document.text(left, top, text)
    if password:
        document.set_encryption(owner_password="o", user_password=password)  # noqa: S106
    return bytes(document.output())


def below(lines: list[str], left: float = 20) -> list[tuple[float, float, str]]:
    return [(left, 20 + 6 * at, line) for at, line in enumerate(lines)]
