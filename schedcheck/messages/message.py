"""What people read: the one way from a message in the code to words in a language.

English is the source language; ``locale/`` holds the others (gettext catalogues).
A finding keeps a :class:`Message`, and the words are made when it is printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from schedcheck.messages.language import catalogue, current_language


def _(text: str) -> str:
    """``text`` in the current language."""
    if not text:
        return ""  # which the catalogues give their own heads for
    return catalogue().gettext(text)


def N_(text: str) -> str:  # noqa: N802 - the name that extractors of translations know
    """``text`` itself: marked for translation where it stands, said elsewhere."""
    return text


def in_language(texts: Mapping[str, str]) -> str:
    """Of a text that data gives in several languages that of the one chosen, or the English one."""
    for language in (current_language(), "en"):
        if texts.get(language):
            return texts[language]
    return next(iter(texts.values()), "")


def plural(one: str, many: str, count: int) -> str:
    """The form of a counted message that ``count`` asks for, with ``%(count)d`` filled in."""
    return catalogue().ngettext(one, many, count) % {"count": count}


@dataclass(frozen=True, slots=True)
class Message:
    """A message not yet in any language: the English text and the values for its places."""

    text: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        from schedcheck.messages.formats import in_words

        return _(self.text) % {name: in_words(value) for name, value in self.values.items()}

    def __reduce__(self) -> tuple[object, ...]:
        """How it goes to another process: a view of a mapping goes nowhere."""
        return _again, (self.text, dict(self.values))


def _again(text: str, values: dict[str, object]) -> Message:
    return Message(text, MappingProxyType(values))


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """A text that data gives in several languages, said in that of the message it stands in."""

    texts: Mapping[str, str]

    def __str__(self) -> str:
        return in_language(self.texts)


def msg(text: str, /, **values: object) -> Message:
    """A :class:`Message`; the name is what the extractor of translations looks for."""
    return Message(text, MappingProxyType(values))


def as_printed(text: str) -> Message:
    """A message that was put into words before: the same in every language."""
    return Message("%(text)s", MappingProxyType({"text": text}))


#: The old name of :func:`msg`, which readers of other packages may use.
said = msg
