from __future__ import annotations

from itertools import pairwise

from schedcheck.tasks.originals.guide import OPENING, line_begins


def test_programmes_are_found_by_their_lines() -> None:
    text = "<tv>\n<programme a=\"x>y\"\n  b='1'>\n</programme></tv>"
    begins = line_begins(text)
    lines = [text[begin:end] for begin, end in pairwise(begins)]
    assert lines == ["<tv>\n", '<programme a="x>y"\n', "  b='1'>\n", "</programme></tv>"]
    opening = OPENING.search(text, begins[1])
    assert opening is not None
    assert opening.group() == "<programme a=\"x>y\"\n  b='1'>"
