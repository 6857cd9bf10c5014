"""The roster: which channels there are, what they are called, and on which clock they live.

The rosters are TOML files in ``rosters/``; ``docs/roster.md`` describes their keys.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from schedcheck.errors import ConfigError, unknown_name
from schedcheck.given_files import content_of
from schedcheck.law.rule import KINDS
from schedcheck.messages import current_language, msg
from schedcheck.schedule.week import parse_clock
from schedcheck.toml_table import TomlTable, parse_toml
from schedcheck.zones import zone

__all__ = ["Channel", "Roster", "load_roster", "shipped_rosters"]

_LANGUAGES = ("ru", "kk", "en")
#: What documents say of the legal entity of a channel.
ENTITY = ("owner", "bin", "address", "certificate", "contacts")
#: Cyrillic letters in lower case -> the Latin ones that they look like (some as capitals only).
_LOOK_ALIKE = str.maketrans("авекмнорстухіјѕһı", "abekmhopctyxijshi")
_APOSTROPHES = frozenset("'`´ʹʼʻ‘’′")
#: What tells a channel of Kazakhstan from others of its name (roster.md, section 7.1).
_HINT = re.compile(
    r"[(\[]\s*(?:казахстан|қазақстан|kazakhstan|qazaqstan|kz|региональный)\s*[)\]]|🇰🇿"
)
_FEED = re.compile(r"([\w.-]+)@[\w-]+")
# The letters of flags count as letters: the flag of another country makes another name.
_WORD = re.compile(r"(?:[^\W_]|[\U0001F1E6-\U0001F1FF])+")
_SUFFIXES = frozenset({"hd", "sd", "fhd", "uhd", "int", "kz"})
_NEAR = 80  # of 100: how like a name must be to be offered
_DIGITS = re.compile(r"\d+")


class _Key(NamedTuple):
    """A name folded: as a whole, without suffixes, and whether it had a hint of Kazakhstan."""

    whole: str
    bare: str
    hinted: bool


def _fold(name: str) -> _Key:
    """What is left of a name when only what tells channels apart is kept (roster.md, section 7)."""
    text = unicodedata.normalize("NFKC", name).strip()
    feed = _FEED.fullmatch(text)
    text = _HINT.sub(" kz ", (feed[1] if feed else text).casefold())
    letters = (
        letter
        for letter in unicodedata.normalize("NFKD", text)
        if not unicodedata.combining(letter) and letter not in _APOSTROPHES
    )
    words = _WORD.findall("".join(letters).translate(_LOOK_ALIKE))
    whole, hinted = "".join(words), False
    while len(words) > 1 and words[-1] in _SUFFIXES:
        hinted |= words.pop() == "kz"
    if len(words) > 1 and words[0] == "kz":
        hinted = bool(words.pop(0))
    return _Key(whole, "".join(words), hinted)


class Channel(Struct, frozen=True, kw_only=True):
    """A television channel or radio station.

    ``names``: language -> name. ``zone``: the origin zone, on whose clock it is judged.
    ``coverage_zones``: where it is received. ``foreign``: retransmitted from abroad. Rules that
    exempt paid channels received with a decoder let ``conditional_access`` = ``yes`` through, and
    nothing else. ``homonyms``: those of its names that channels of other countries bear too; they
    count only beside a hint of Kazakhstan. ``source_zone``: the clock of its exports where that is
    another. ``network``: the id of the channel whose branch it is, empty for one that is not one.
    ``confidence``: how sure the entry is, ``H``, ``M`` or ``L``. ``kind``: one of
    :data:`schedcheck.law.rule.KINDS`, for rules that tell such channels apart. ``week_starts``:
    when its broadcast week begins on Monday, in seconds since midnight, where it is not the
    rulebook's. ``owner``, its ``bin`` (business identification number) and ``address``: the legal
    entity; ``certificate``: of its registration; ``contacts``: telephone and e-mail.
    """

    id: str
    names: Mapping[str, str]
    medium: str
    tier: str
    city: str
    zone: str
    coverage_zones: tuple[str, ...]
    foreign: bool
    conditional_access: str
    aliases: tuple[str, ...]
    homonyms: tuple[str, ...]
    xmltv_id: str
    source_zone: str | None
    network: str
    confidence: str
    kind: str = KINDS[0]
    week_starts: int | None = None
    owner: str = ""
    bin: str = ""
    address: str = ""
    certificate: str = ""
    contacts: str = ""

    @property
    def name(self) -> str:
        """The name in the language chosen."""
        return self.names[current_language()]

    def folded_names(self) -> Iterator[tuple[str, bool]]:
        """The folded names that it is known by, and whether each counts without a hint."""
        shared = {_fold(name).bare for name in self.homonyms}
        for name in (self.id, self.xmltv_id, *self.names.values(), *self.aliases, *self.homonyms):
            if name:
                key = _fold(name)
                alone = key.bare not in shared
                yield key.whole, alone or key.hinted
                yield key.bare, alone and not key.hinted


class Roster(Struct, frozen=True, dict=True):
    """The channels that are known, by id. ``sha256``: of the file, or of those merged."""

    id: str
    channels: Mapping[str, Channel]
    sha256: str

    @cached_property
    def _index(self) -> dict[str, dict[str, bool]]:
        """Folded name -> the ids of the channels known by it, and whether it counts alone."""
        index: dict[str, dict[str, bool]] = {}
        for channel in self.channels.values():
            for key, alone in channel.folded_names():
                known = index.setdefault(key, {})
                known[channel.id] = known.get(channel.id, False) or alone
        return index

    def match(self, *names: str) -> Channel | None:
        """The channel that bears the first of ``names`` which one channel, and only one, bears.

        An id, XMLTV id, name or alias, after folding of case, diacritics, look-alike letters and
        suffixes such as HD; never one that is merely near. An id written exactly always counts.
        """
        for name in names:
            if name in self.channels:
                return self.channels[name]
            asked = _fold(name)
            for key in (asked.whole, asked.bare):
                known = self._index.get(key, {})
                found = [known_id for known_id, alone in known.items() if alone or asked.hinted]
                if len(found) == 1:
                    return self.channels[found[0]]
                if found:
                    break
        return None

    def nearest(self, name: str) -> Channel | None:
        """The channel that may be meant by ``name``; to be offered, never to be taken silently.

        Its numbers are those of ``name``: «8 канал» is not offered «7 канал».
        """
        asked = _fold(name).bare
        keys = [asked] if asked in self._index else []
        numbers = _DIGITS.findall(asked)
        from rapidfuzz import fuzz, process

        near = process.extract(asked, list(self._index), scorer=fuzz.ratio, score_cutoff=_NEAR)
        keys += [key for key, _likeness, _at in near if _DIGITS.findall(key) == numbers]
        return next(
            (self.channels[next(iter(self._index[key]))] for key in keys if self._one(key)), None
        )

    def _one(self, key: str) -> bool:
        return len(self._index[key]) == 1

    def merged(self, other: Roster) -> Roster:
        """This roster with the channels of ``other`` added, each in place of one of the same id."""
        content = f"{self.sha256}{other.sha256}".encode("ascii")
        return Roster(
            f"{self.id}+{other.id}",
            {**self.channels, **other.channels},
            hashlib.sha256(content).hexdigest(),
        )


def shipped_rosters() -> tuple[str, ...]:
    """The names of the rosters that come with the program, in alphabetical order."""
    names = (entry.name for entry in (files("schedcheck.law") / "rosters").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def _shipped(name: str) -> Roster:
    content = (files("schedcheck.law") / "rosters" / f"{name}.toml").read_bytes()
    return _parse(content, f"{name}.toml", {})


def load_roster(name_or_path: str | Path = "kz") -> Roster:
    """The roster of a shipped name, else that of Kazakhstan with the channels of a file.

    An entry of the file whose id is shipped changes only the keys that it gives. Raises
    ConfigError for a name that is not known (with the nearest right one), a file that cannot be
    read, and a roster that is not right, with the key and the reason.
    """
    name, path = str(name_or_path), Path(name_or_path)
    if name in shipped_rosters():
        return _shipped(name)
    if not (path.exists() or path.suffix or len(path.parts) > 1):
        raise unknown_name(msg("roster"), name, shipped_rosters())
    content = content_of(path)
    base = _shipped("kz")
    return base.merged(_parse(content, name, base.channels))


def _parse(content: bytes, file: str, known: Mapping[str, Channel]) -> Roster:
    top = parse_toml(content, file)
    roster_id = top.take("id", str, Path(file).stem)
    channels: dict[str, Channel] = {}
    for table in top.tables("channel"):
        channel_id = table.text("id")
        if channel_id in channels:
            raise table.refuse("id", msg("“%(id)s” is given a second time here", id=channel_id))
        channels[channel_id] = _channel(table, channel_id, known.get(channel_id))
    top.done()
    _check_networks({**known, **channels}, file)
    return Roster(roster_id, channels, hashlib.sha256(content).hexdigest())


def _channel(table: TomlTable, channel_id: str, old: Channel | None) -> Channel:
    """The channel of a table; what it does not say is as in ``old``, or as is usual."""

    def default(key: str, usual: Any) -> Any:
        return usual if old is None else getattr(old, key)

    origin = _zone(table, "zone", table.take("zone", str, old.zone) if old else table.text("zone"))
    covered = table.texts("coverage_zones", list(default("coverage_zones", [origin])))
    source = table.take("source_zone", str, default("source_zone", None))
    channel = Channel(
        id=channel_id,
        names=_names(table, old),
        medium=table.choice("medium", ("tv", "radio"), default("medium", "tv")),
        tier=table.choice("tier", ("republican", "regional"), default("tier", "regional")),
        city=table.take("city", str, default("city", "")),
        zone=origin,
        coverage_zones=tuple(
            _zone(table, f"coverage_zones[{number}]", name) for number, name in enumerate(covered)
        ),
        foreign=table.take("foreign", bool, default("foreign", usual=False)),
        conditional_access=table.choice(
            "conditional_access", ("yes", "no", "unknown"), default("conditional_access", "unknown")
        ),
        aliases=table.texts("aliases", list(default("aliases", [])), empty=True),
        homonyms=table.texts("homonyms", list(default("homonyms", [])), empty=True),
        xmltv_id=table.take("xmltv_id", str, default("xmltv_id", "")),
        source_zone=source if source is None else _zone(table, "source_zone", source),
        network=table.take("network", str, default("network", "")),
        confidence=table.choice("confidence", ("H", "M", "L"), default("confidence", "H")),
        kind=table.choice("kind", KINDS, default("kind", KINDS[0])),
        week_starts=_week_starts(table, default("week_starts", None)),
        **{key: table.take(key, str, default(key, "")).strip() for key in ENTITY},
    )
    table.done()
    return channel


def _check_networks(channels: Mapping[str, Channel], file: str) -> None:
    """Refuse a network that is not a channel of the roster, or is a branch itself."""
    for channel in channels.values():
        if not channel.network:
            continue
        head = channels.get(channel.network)
        if head is None:
            reason = unknown_name(msg("channel"), channel.network, [*channels]).words
        elif head.network:
            reason = msg("“%(id)s” is a branch itself", id=head.id)
        else:
            continue
        raise ConfigError(
            msg("%(file)s: network of %(id)s: %(reason)s", file=file, id=channel.id, reason=reason)
        )


def _week_starts(table: TomlTable, usual: int | None) -> int | None:
    text = table.take("week_starts", str, "")
    try:
        return parse_clock(text) if text else usual
    except ConfigError as error:
        raise table.refuse("week_starts", error.words) from error


def _zone(table: TomlTable, key: str, name: str) -> str:
    try:
        zone(name)
    except ConfigError as error:
        raise table.refuse(key, error.words) from error
    return name


def _names(table: TomlTable, old: Channel | None) -> Mapping[str, str]:
    """A name in each language; where one is not given, it is the first that is."""
    if old is not None and not table.has("names"):
        return old.names
    words = table.table("names")
    given = {language: words.text(language) for language in _LANGUAGES if words.has(language)}
    words.done()
    if not given:
        raise table.refuse("names", msg("is empty"))
    first = next(iter(given.values()))
    return {language: given.get(language, first) for language in sorted(_LANGUAGES)}
