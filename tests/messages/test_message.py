from __future__ import annotations

from schedcheck.errors import unknown_name
from schedcheck.messages import current_language, msg, plural, use_language


def test_a_message_is_made_when_it_is_printed() -> None:
    words = msg("%(who)s is not %(what)s", who=msg("the file"), what="text")
    assert str(words) == "the file is not text"
    assert words == msg("%(who)s is not %(what)s", who=msg("the file"), what="text")


def test_the_language_can_be_changed_and_english_is_the_source() -> None:
    try:
        use_language("ru")
        assert current_language() == "ru"
    finally:
        use_language("en")
    assert str(msg("a text without a translation")) == "a text without a translation"


def test_counted_messages() -> None:
    assert plural("%(count)d file", "%(count)d files", 1) == "1 file"
    assert plural("%(count)d file", "%(count)d files", 5) == "5 files"


def test_an_unknown_name_offers_the_nearest() -> None:
    assert "“Asia/Oral”" in str(unknown_name(msg("zone"), "asia/oral ", ["Asia/Oral", "UTC"]))
    assert "mean" not in str(unknown_name(msg("zone"), "zzzzz", ["Asia/Oral"]))
