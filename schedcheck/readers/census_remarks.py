"""What a part of a package says beside the schedule: comments, lines around pages, links."""

from __future__ import annotations

import html
import re

#: Who writes the comments of an annotated copy, which repeat the marks that were found.
ANNOTATOR = "schedcheck"
_AUTHOR = re.compile(r"<(?:\w+:)?author>([^<]*)<")
_COMMENT = re.compile(
    r"<((?:\w+:)?comment)\b([^<>]*)>[^<]*+(?>(?:<(?!/?(?:\w+:)?comment\b)[^<]*+)*)</\1>"
)
_ADDED = re.compile(rf"{ANNOTATOR}: [^<]*")
#: The comments of workbooks and documents.
_REMARK = re.compile(
    r"<((?:\w+:)?(?:comment|threadedComment|annotation))\b(?:[^<>]*[^/<>])?>"
    r"([^<]*+(?>(?:<(?!/?\1\b)[^<]*+)*))</\1\s*>"
)
_TAGS, _PARAGRAPH = re.compile(r"(?>(?:<[^<>]*+>)+)"), re.compile(r"</(?:\w+:)?[ph]>")
#: The lines above and below the pages of a sheet, and how letters are set in them.
_PAGE_LINE = re.compile(r"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)\b[^<>]*>([^<]+)")
_LINE_OF_STYLE = re.compile(
    r"<style:((?:header|footer)(?:-left|-first)?)\b[^<>]*>"
    r"([^<]*+(?>(?:<(?!/style:\1>)[^<]*+)*))</style:\1>"
)
_FORMAT = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d{1,3}|[A-Za-z])')
#: What a cell or a text links to, and addresses of what is for adults.
_LINK = re.compile(r"<Relationship\s(?=[^<>]*/hyperlink\")[^<>]*?\bTarget=\"([^\"<>]*)")
_OF_ADULTS = re.compile(
    r"(?<!\d)(?:18|21)(?:[_-]?plus|\+|%2b)|/adults?/"
    r"|[/?&](?:age|rating|limit|vozrast)[/=_-](?:18|21)(?!\d)",
    re.IGNORECASE,
)


def remarks_in(content: bytes, name: str) -> list[str]:
    """What the part ``name`` of a package says beside its schedule, each as one text."""
    text = content.decode(errors="replace")
    if name.endswith(".rels"):
        return list(filter(_OF_ADULTS.search, map(html.unescape, _LINK.findall(text))))
    if name.startswith("word/footer"):
        return [_plain(text)]
    if name == "styles.xml":
        return [_plain(line) for _name, line in _LINE_OF_STYLE.findall(text)]
    lines = _PAGE_LINE.findall(text[text.rfind("</sheetData>") :]) if "sheets/" in name else []
    said = [_FORMAT.sub("\n", html.unescape(line)) for line in lines]
    if "annotation" in text or "omment" in name:
        remarks = _REMARK.findall(without_annotations(text))
        said += [html.unescape(_TAGS.sub("\n", remark)) for _tag, remark in remarks]
    return said


def _plain(text: str) -> str:
    """The letters of a text that may be cut into runs."""
    return html.unescape(_TAGS.sub("", _PARAGRAPH.sub("\n", text)))


def without_annotations(text: str) -> str:
    """The comments of a document or workbook without those that ``schedcheck annotate`` wrote."""
    authors = _AUTHOR.findall(text)
    ours = {f'author="{ANNOTATOR}"'}
    ours |= {f'authorId="{at}"' for at, name in enumerate(authors) if name == ANNOTATOR}

    def kept(comment: re.Match[str]) -> str:
        return "" if any(one in comment[2] for one in ours) else comment[0]

    return _ADDED.sub("", _COMMENT.sub(kept, text))
