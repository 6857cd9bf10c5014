"""The one error that ends a run: wrong usage or configuration, told in one line."""

from __future__ import annotations

from collections.abc import Iterable

from schedcheck.messages import Message, msg


class ConfigError(Exception):
    """A rulebook, roster, zone or option that cannot be used; the command line exits with 2."""

    def __init__(self, words: Message) -> None:
        super().__init__(words)
        self.words = words

    def __str__(self) -> str:
        return str(self.words)


def unknown_name(kind: Message, name: str, known: Iterable[str]) -> ConfigError:
    """The error for a ``name`` that is not among ``known``, with the nearest right one."""
    names = list(known)
    folded = {known_name.casefold(): known_name for known_name in names}
    from difflib import get_close_matches

    near = get_close_matches(name.casefold(), folded, n=1, cutoff=0.5)
    if near:
        return did_you_mean(kind, name, folded[near[0]])
    return ConfigError(msg("%(kind)s: “%(name)s” is not known", kind=kind, name=name))


def did_you_mean(kind: Message, name: str, near: str) -> ConfigError:
    """The error for a ``name`` that is not known where ``near`` is meant, it seems."""
    return ConfigError(
        msg(
            "%(kind)s: “%(name)s” is not known; did you mean “%(near)s”?",
            kind=kind,
            name=name,
            near=near,
        )
    )
