"""Messages are plain field English: none of the phrases that readers had to guess."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po

from tests.paths import PACKAGE

CATALOGUE = PACKAGE / "messages/locale/ru/LC_MESSAGES/schedcheck.po"
#: What is not written, and what is written in its place.
PHRASES = {
    r"\breckon(s|ed|ing)?\b": "calculate",
    r"\b(is|are|was|were) told\b": "report, give",
    r"\btold (once|by|in|with|again)\b|\bas (was )?told\b": "report, give",
    r"\btells\b": "say, report",
    r"(?<!under)\b(stands?|stood)\b": "be",
    r"(?<!there )\b(is|are|was) none\b": "not a ...",
    r"(?<!there )\b(is|are|was|were) no (?!longer\b|more\b)": "not a ...",
    r"\banew\b": "again, a new copy",
    r"\bmend(s|ing)?\b": "correct, repair",
    r"\bnought\b": "zero",
    r"\b(wholly|whence|astray|gravest)\b": "only in part, from which, stray, most serious",
    r"\ba sign that\b": "a character that",
    r"\bin words of ours\b": "our words",
}


def messages() -> Iterator[str]:
    """The English of every message, each form of a counted one by itself."""
    with CATALOGUE.open("rb") as file:
        for message in read_po(file, locale="ru"):
            yield from ([message.id] if isinstance(message.id, str) else message.id)


@pytest.mark.parametrize("phrase", PHRASES)
def test_messages_are_plain_english(phrase: str) -> None:
    found = [text for text in messages() if re.search(phrase, text)]
    assert found == [], f"write: {PHRASES[phrase]}"


@pytest.mark.parametrize(
    "text",
    ["it is no folder", "the end was reckoned", "it stands in the file", "ask for it anew"],
)
def test_the_phrases_are_found(text: str) -> None:
    assert any(re.search(phrase, text) for phrase in PHRASES)
