from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.readers.encodings import (
    EncodingError,
    as_declared,
    cyrillic_page,
    decode,
    encoding_of,
    head_text,
    is_binary,
    is_plain_cyrillic,
    notes_on,
    utf8_chunks,
)
from schedcheck.schedule.reading import EncodingFrom

KAZAKH = "Түнгі қонақ: ғажайып өмір, әуен және ұлы дала. Жаңа бөлім"
RUSSIAN = "Ночной гость возвращается домой, где его давно никто не ждёт"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (KAZAKH, "utf-8"),
        (KAZAKH, "utf-8-sig"),
        (KAZAKH, "utf-16"),
        (KAZAKH, "utf-32"),
        (KAZAKH, "kz1048"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
    ],
)
def test_an_encoding_is_known_by_its_mark_or_guessed(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    found = encoding_of(data)
    assert data.decode(found.name) == text
    assert found.guessed == (encoding in {"kz1048", "cp1251", "koi8_r"})
    marked = encoding in {"utf-8-sig", "utf-16", "utf-32"}
    assert (found.found is EncodingFrom.MARK) == marked
    assert (found.found is EncodingFrom.BYTES) == (encoding == "utf-8")


def test_a_declaration_is_believed_unless_it_cannot_be() -> None:
    declared = '<?xml version="1.0" encoding="{}"?><tv/>'
    assert encoding_of(declared.format("ISO-8859-1").encode()).name == "iso8859-1"
    assert encoding_of(declared.format("utf-16").encode("utf-16-le")).name == "utf-16-le"
    wrong = declared.format("utf-8").encode() + RUSSIAN.encode("cp1251")
    assert encoding_of(wrong).name == "cp1251"
    assert encoding_of(wrong).found is EncodingFrom.LETTERS
    believed = encoding_of(declared.format("windows-1251").encode() + RUSSIAN.encode("cp1251"))
    assert (believed.name, believed.found) == ("cp1251", EncodingFrom.DECLARED)
    assert encoding_of(declared.format("utf-8").encode()).found is EncodingFrom.DECLARED
    with pytest.raises(EncodingError, match="klingon"):
        encoding_of(declared.format("klingon").encode())


@given(
    st.text().filter(lambda text: "\ufeff" not in text),
    st.sampled_from(["utf-8-sig", "utf-16", "utf-8"]),
    st.integers(1, 9),
)
def test_chunks_are_the_same_text_in_utf_8(text: str, encoding: str, size: int) -> None:
    stream = io.BytesIO(text.encode(encoding))
    assert b"".join(utf8_chunks(stream, encoding, size)).decode() == text


@pytest.mark.parametrize(
    ("text", "page"),
    [
        (KAZAKH, "kz1048"),
        (RUSSIAN, "cp1251"),
        ("Їжа, щоденник і її ґанок: є питання", "cp1251"),
        ("Наш край: ён жыў і быў", "cp1251"),
        ("", "cp1251"),
    ],
)
def test_sister_pages_are_told_by_letters_that_only_one_language_has(text: str, page: str) -> None:
    assert cyrillic_page(text.encode(page)) == page
    assert text.encode(page).decode(cyrillic_page(text.encode(page))) == text


#: Texts of other languages that are printed in pages of one byte a letter.
FOREIGN = {
    "cp1253": "Ο νυχτερινός επισκέπτης επιστρέφει στο σπίτι όπου κανείς δεν τον περιμένει πια",
    "cp1255": "האורח הלילי חוזר הביתה, שם איש אינו מחכה לו עוד ואיש אינו זוכר את שמו",
    "cp1252": "L'été où l'hôte revient là où déjà nul ne l'espère plus; à Noël, çà et là",
    "cp1250": "Nocny gość wraca do domu, gdzie już nikt nie czeka: zażółć gęślą jaźń",
    "cp1254": "Gece konuğu eve döner; orada artık kimse onu beklemiyor, çünkü güneş doğdu",
}


@pytest.mark.parametrize("shape", [str, str.title, str.upper])
@pytest.mark.parametrize("page", ["koi8_r", "cp866", "iso8859_5", "cp855"])
def test_another_cyrillic_page_is_never_taken_for_that_of_the_region(
    page: str, shape: Callable[[str], str]
) -> None:
    for text in (RUSSIAN, KAZAKH):
        data = f"{shape(text)}\n".encode(page, "ignore") * 20
        assert not is_plain_cyrillic(data), (page, text)


@pytest.mark.parametrize("page", FOREIGN)
def test_no_other_script_is_taken_for_cyrillic(page: str) -> None:
    for text in (FOREIGN[page], FOREIGN[page].upper(), FOREIGN[page].title()):
        assert not is_plain_cyrillic(f"{text}\n".encode(page) * 20), text


@pytest.mark.parametrize(("text", "page"), [(RUSSIAN, "cp1251"), (KAZAKH, "kz1048")])
def test_what_is_plain_is_told_without_the_library(text: str, page: str) -> None:
    for shaped in (text, text.title()):
        data = f"20:00;{shaped}\n".encode(page) * 20
        assert is_plain_cyrillic(data)
        assert encoding_of(data).name == page
    assert not is_plain_cyrillic(b"20:00;News\n" * 20)
    assert not is_plain_cyrillic(text.encode(page)[:60])  # too few letters to tell


@pytest.mark.parametrize("name", ["idna", "rot13", "undefined", "hex", "punycode-x", "no-such"])
def test_what_is_no_encoding_of_text_is_refused_and_never_an_error(name: str) -> None:
    head = f"<?xml version='1.0' encoding='{name}'?><tv/>".encode()
    with pytest.raises(EncodingError, match=name):
        encoding_of(head)
    assert head_text(head) == head.decode()


@given(st.integers(0, 200), st.sampled_from([b"\xd0", b"\xff", b"\xe9", b"\x98"]))
def test_one_wrong_byte_is_one_wrong_letter_and_a_note(at: int, wrong: bytes) -> None:
    data = (KAZAKH * 2).encode()
    found = encoding_of(data[:at] + wrong + data[at:])
    assert found.name == "utf-8"
    text = decode(data[:at] + wrong + data[at:], found)
    assert len(text) - len(KAZAKH * 2) in {0, 1, 2}
    assert any("lost" in str(note) for note in notes_on(found, text)) == ("\ufffd" in text)


@pytest.mark.parametrize(
    ("declared", "written", "text"),
    [
        ("windows-1251", "utf-8", RUSSIAN),
        ("iso-8859-1", "utf-8", "Le Fabuleux Destin d’Amélie"),
        ("iso-8859-1", "cp1251", RUSSIAN),
        ("windows-1252", "kz1048", KAZAKH),
        ("utf-8", "cp1251", RUSSIAN),
    ],
)
def test_a_declared_page_that_the_bytes_contradict(declared: str, written: str, text: str) -> None:
    data = f"<?xml version='1.0' encoding='{declared}'?><a>{text}</a>".encode(written)
    found = encoding_of(data)
    assert text in decode(data, found)
    assert "its bytes are not that" in str(notes_on(found)[0])


@pytest.mark.parametrize("text", ["Noël à la française, où ça", "Größe und Maß: Fußgänger"])
def test_a_declared_page_that_fits_is_believed(text: str) -> None:
    found = as_declared("iso8859-1", text.encode("latin-1"))
    assert (found.name, notes_on(found)) == ("iso8859-1", [])


@pytest.mark.parametrize("encoding", ["kz1048", "cp866", "koi8_r", "utf-8", "utf-16-le"])
def test_text_with_a_few_wrong_signs_is_not_taken_for_what_holds_none(encoding: str) -> None:
    assert not is_binary(f"\x04{RUSSIAN}\x1b 06:00\n".encode(encoding))
    assert not is_binary(b"")


def test_bytes_of_any_value_are_no_text_and_no_page_is_looked_for() -> None:
    data = bytes(code * 7 % 256 for code in range(4096))
    assert is_binary(data)
    assert encoding_of(data).name == "cp1251"
