from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest

from schedcheck.pipeline.audit import audit
from schedcheck.tasks.annotate.notes import AnnotateError
from schedcheck.tasks.annotate.original import annotate_original

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def press_release(path: Path) -> Path:
    document = docx.Document()
    document.add_heading("КТК. Программа передач", 1)
    document.add_paragraph("Вторник, 24 ноября 2026")
    document.add_paragraph("20.00 Новости")
    line = document.add_paragraph("20.30 ")
    line.add_run("Х/ф «Ночь»").bold = True
    line.add_run(" (18+)")
    document.add_paragraph("22.00 Ток-шоу (18+)")
    document.add_paragraph("23.30 Мелодии")
    document.add_paragraph("Среда, 25 ноября 2026")
    table = document.add_table(rows=0, cols=2)
    for clock, title in (("14.00", "Кино «День» (18+)"), ("15.00", "Клипы")):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = clock, title
    document.save(str(path))
    return path


def shaded(document: Any) -> list[str]:
    runs = [
        run for run in document.element.iter(f"{_W}r") if run.find(f"{_W}rPr/{_W}shd") is not None
    ]
    return ["".join(text.text or "" for text in run.iter(f"{_W}t")) for run in runs]


def annotated(tmp_path: Path) -> tuple[Path, Path, list[str]]:
    path, out = press_release(tmp_path / "ktk.docx"), tmp_path / "notes.docx"
    return path, out, annotate_original(audit([path]), path, out)


def test_the_lines_and_rows_are_highlighted_and_say_why(tmp_path: Path) -> None:
    _path, out, untold = annotated(tmp_path)
    document = docx.Document(str(out))
    assert untold == []
    assert shaded(document) == ["20.30 ", "Х/ф «Ночь»", " (18+)", "14.00", "Кино «День» (18+)"]
    texts = [comment.text for comment in document.comments]
    assert len(texts) == 2
    assert "90 min inside 06:00-22:00" in texts[0]
    assert "Nearest lawful start: 04:30 / 22:00" in texts[0]
    assert "60 min" in texts[1]
    assert {comment.author for comment in document.comments} == {"schedcheck"}


def test_all_else_is_as_it_was(tmp_path: Path) -> None:
    path, out, _untold = annotated(tmp_path)
    before, after = docx.Document(str(path)), docx.Document(str(out))
    assert [(one.text, one.style.name if one.style else "") for one in before.paragraphs] == [
        (one.text, one.style.name if one.style else "") for one in after.paragraphs
    ]
    assert [run.bold for one in before.paragraphs for run in one.runs if run.text] == [
        run.bold for one in after.paragraphs for run in one.runs if run.text
    ]
    cells = [
        [cell.text for row in one.tables[0].rows for cell in row.cells] for one in (before, after)
    ]
    assert cells[0] == cells[1]


def test_the_annotated_copy_is_judged_the_same(tmp_path: Path) -> None:
    path, out, _untold = annotated(tmp_path)
    told = [
        [(one.code, one.title, one.start) for one in audit([file]).findings] for file in (path, out)
    ]
    assert told[0] == told[1]


def test_the_same_document_makes_the_same_texts_again(tmp_path: Path) -> None:
    path, out, _untold = annotated(tmp_path)
    first = docx.Document(str(out)).part.package
    annotate_original(audit([path]), path, out)
    second = docx.Document(str(out)).part.package
    assert [part.blob for part in first.iter_parts()] == [part.blob for part in second.iter_parts()]


def test_a_damaged_document_is_refused(tmp_path: Path) -> None:
    path = press_release(tmp_path / "ktk.docx")
    result = audit([path])
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(AnnotateError, match="docx"):
        annotate_original(result, path, tmp_path / "out.docx")
