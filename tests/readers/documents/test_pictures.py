from __future__ import annotations

import pytest

from schedcheck.readers.documents import html as webpage
from schedcheck.readers.documents.pictures import attribute_text, class_text, picture_text
from tests.fixtures.tables import NO_OPTIONS, source_of


@pytest.mark.parametrize(
    ("texts", "name", "said"),
    [
        (("18+", None), "", "18+"),
        ((None, " Возраст:\n18+ "), "a.png", "Возраст: 18+"),
        (("Логотип канала",), "logo.png", ""),
        (("Кадр из фильма, который идёт с 2018 года",), "1920x1080.jpg", ""),
        ((None,), "img/18plus.png", "18+"),
        (("",), "/i/age-16.svg", "16+"),
        ((), "rating_18.png", "18+"),
        ((), "i/plus18.png", "18+"),
        ((), "2018-11-24.png", ""),
    ],
)
def test_what_a_picture_says(texts: tuple[str | None, ...], name: str, said: str) -> None:
    assert picture_text(*texts, name=name) == said


@pytest.mark.parametrize("of", ['alt="18+"', 'title="18+" alt=""', 'src="18plus.png"'])
def test_a_mark_may_be_a_picture(of: str) -> None:
    page = (
        f"<html><body><h2>Сейсенбі, 24 қараша 2026</h2><p>15:00 Жұмбақ <img {of}></p>"
        "<p>17:00 Ертегі (6+) <img alt='логотип'></p></body></html>"
    )
    frame = webpage.read(source_of(page.encode(), "a.html"), NO_OPTIONS).frame
    assert frame["title"].tolist() == ["Жұмбақ 18+", "Ертегі (6+)"]


@pytest.mark.parametrize(
    ("attributes", "text"),
    [({"title": "18+"}, "18+"), ({"aria-label": "Только 18+"}, "Только 18+"),
     ({"data-age": "18"}, "18+"), ({"data-age-limit": "21+"}, "21+"), ({"data-id": "18"}, ""),
     ({"title": "12+"}, ""), ({"class": "18+"}, ""), ({"title": "18+ " * 20}, "")],
)  # fmt: skip
def test_a_mark_in_an_attribute(attributes: dict[str, str], text: str) -> None:
    assert attribute_text(attributes) == text


@pytest.mark.parametrize(
    ("names", "said"),
    [("icon age-18", "18+"), ("rating-21", "21+"), ("i-18plus", "18+"), ("age-16", ""),
     ("col-18", ""), ("page18", "")],
)  # fmt: skip
def test_what_the_classes_of_an_element_without_text_say(names: str, said: str) -> None:
    assert class_text(names) == said
