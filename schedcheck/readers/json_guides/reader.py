"""JSON of guide services, read by mappings that say where things are in it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from schedcheck.messages import Message, msg
from schedcheck.messages.library_errors import Reason
from schedcheck.readers.base import NOT_THIS, Likelihood, ReadOptions
from schedcheck.readers.encodings import Encoding, decode, encoding_of, notes_on
from schedcheck.readers.json_guides.entries import Entries
from schedcheck.readers.json_guides.mapping import (
    Mapping,
    load_mapping,
    parse_mapping,
    shipped_mappings,
)
from schedcheck.readers.json_guides.mapping_choice import Fit, best_fit
from schedcheck.readers.json_guides.named_zones import zones_told
from schedcheck.readers.json_guides.path import JsonNode
from schedcheck.readers.json_guides.replies import replies
from schedcheck.readers.json_guides.shape import (
    EntryList,
    candidates,
    draft,
    entry_lists,
    lengths_unread,
    printed,
)
from schedcheck.readers.source import Source, SourceError
from schedcheck.schedule.building import make_frame
from schedcheck.schedule.reading import EncodingFrom, Fault, Reading

NAME = "json"

_SHOWN = 160
_NO_UNIT = msg(
    "durations whose unit nothing says, the next starts neither: they were not used; give it in a "
    "mapping"
)
#: The name of the mapping that follows from the shape of the replies.
_DRAFT = "evident.toml"
_NAMED = 12  # keys named in a refusal
_BEGIN = re.compile(r"\s*[\[{]\s*[\[{\"\]}]")
#: The keys of TSDuck's tables off the air, which have a reader of their own.
_TABLES = '"#name"'


def sniff(head: bytes, name: str) -> Likelihood:
    """How likely ``head`` begins JSON that is not a table of TSDuck."""
    del name
    try:
        text = head.decode(json.detect_encoding(head), errors="replace").removeprefix("\ufeff")
    except (LookupError, UnicodeDecodeError):
        return NOT_THIS
    if _BEGIN.match(text) is None or _TABLES in text:
        return NOT_THIS
    return Likelihood(0.9, msg("it begins as JSON"))


def read(source: Source, options: ReadOptions) -> Reading:
    """Every programme of the replies in ``source``; places are ``$.programs[3]``.

    Read by the mapping of the user, if that fits, else by the one of those shipped that fits
    most entries; which, is a note. Where none fits and the shape of the replies is evident, they
    are read by that. Raises ConfigError for a mapping of the user that is wrong.
    """
    reading = Reading(NAME, make_frame({}, 0))
    mappings = [load_mapping(options.mapping)] if options.mapping else []
    try:
        text = _decoded(source.read(), reading)
    except SourceError as error:
        reading.faults.append(Fault("unread", source.file, "", "", error.words))
        return reading
    found, reading.faults = replies(text, source.file)
    fit = best_fit(found, mappings) or best_fit(found, shipped_mappings())
    lists = entry_lists(found) if fit is None else []
    if lists and options.draft_mapping is not None:
        _write(draft(lists[0]), options.draft_mapping, reading.notes)
    if fit is None and not mappings:
        fit = _evident(found, lists, reading.notes)
        if fit is not None and (unread := lengths_unread(lists[0])):
            place = f"$.{printed((*lists[0].path, *unread))}"
            reading.faults.append(Fault("bad-row", source.file, place, unread[-1], _NO_UNIT))
    if fit is not None:
        entries = Entries(fit, source.file, options, reading)
        reading.frame = entries.frame()
        entries.tell()
        faults, notes = zones_told(found, source.file, options, reading.frame)
        reading.faults += faults
        reading.notes += notes
        reading.account = entries.account(len(reading.frame))
    elif found:
        reading.faults.append(_unknown(found, source.file, mappings, lists))
    return reading


def _write(text: str, path: Path, notes: list[Message]) -> None:
    """Write the draft of a mapping to ``path``, which may not be there yet."""
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        words = msg("%(file)s cannot be written: %(error)s", file=path, error=Reason.of(error))
    else:
        words = msg("a draft of a mapping was written to %(file)s", file=path)
    notes.append(words)


def _evident(found: list[JsonNode], lists: Sequence[EntryList], notes: list[Message]) -> Fit | None:
    """The replies by their shape, where that is evident; a note says what was taken for what."""
    if len(lists) != 1 or not lists[0].evident:
        return None
    mapping = parse_mapping(draft(lists[0]).encode(), _DRAFT)
    fit = best_fit(found, [mapping])
    if fit is not None:
        named = candidates(lists)
        words = msg(
            "no mapping knows this JSON, but its shape is evident: programmes at %(lists)s, their "
            "start at %(starts)s, their title at %(titles)s; --draft-mapping FILE writes it down",
            **named,
        )
        notes.append(words)
    return fit


def _decoded(data: bytes, reading: Reading) -> str:
    encoding: str = json.detect_encoding(data)
    reading.encoding, reading.encoding_from = encoding, EncodingFrom.BYTES
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        pass
    # RFC 8259 knows no other than UTF-8, but some are written in the code page of the machine
    found = Encoding(encoding, EncodingFrom.BYTES)
    if encoding.startswith("utf-8"):
        found = encoding_of(data)
    reading.encoding, reading.encoding_from = found.name, found.found
    text = decode(data, found)
    reading.notes += notes_on(found, text)
    return text


def _unknown(
    found: list[JsonNode], file: str, mappings: Sequence[Mapping], lists: Sequence[EntryList]
) -> Fault:
    """The refusal of JSON that no mapping knows; it names the keys and candidates seen."""
    value = found[0].value
    while isinstance(value, list) and value:
        value = value[0]
    keys = list(value) if isinstance(value, dict) else []
    named = ", ".join(keys[:_NAMED]) + (" …" if len(keys) > _NAMED else "")
    shown = json.dumps(found[0].value, ensure_ascii=False)[:_SHOWN]
    words = msg(
        "JSON of a guide service that is not known (keys: %(keys)s); write a mapping for it and "
        "give that with --mapping (see the formats)",
        keys=named or msg("none"),
    )
    if lists:
        words = msg(
            "JSON of a guide service that is not known (keys: %(keys)s). What may be programmes: "
            "%(lists)s; starts: %(starts)s; titles: %(titles)s. Write a draft of a mapping with "
            "--draft-mapping FILE, correct it and give it with --mapping FILE",
            keys=named or msg("none"),
            **candidates(lists),
        )
    for mapping in mappings:
        words = msg(
            "JSON that the mapping “%(mapping)s” does not fit: nothing at %(list)s has a start and "
            "a title (keys seen: %(keys)s)",
            mapping=mapping.id,
            list=", ".join(path.text for path in mapping.list),
            keys=named or msg("none"),
        )
    return Fault("unread", file, "", shown, words)
