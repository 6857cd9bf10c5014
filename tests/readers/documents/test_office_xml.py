from __future__ import annotations

from schedcheck.readers.documents.office_xml import inherited


def test_what_a_style_says_goes_before_what_its_parents_say() -> None:
    styles = {"a": ("b", None), "b": ("c", None), "c": ("", True), "d": ("c", False)}
    assert inherited(styles) == {"a", "b", "c"}


def test_styles_that_are_their_own_parents_say_nothing() -> None:
    assert inherited({"a": ("b", None), "b": ("a", None), "c": ("none", None)}) == set()


def test_a_line_of_styles_of_any_length() -> None:
    styles: dict[str, tuple[str, bool | None]] = {
        str(at): (str(at + 1), None) for at in range(9999)
    }
    assert len(inherited({**styles, "9999": ("", True)})) == 10_000
