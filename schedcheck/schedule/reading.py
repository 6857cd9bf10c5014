"""What a reader makes of one source: a frame, faults, names and notes."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import pandas as pd
from msgspec import Struct, field

from schedcheck.messages import Message
from schedcheck.schedule.account import PlaceCount


class Fault(Struct, frozen=True):
    """Something that could not be read: a row (``bad-row``) or a whole source (``unread``); or a
    mark in the source that no programme has (``unaccounted``).

    ``file`` is the name as given, ``place`` is ``line 8739`` or ``Sheet1!C14`` (empty for a
    whole file), ``text`` the raw text as far as there is one, ``reason`` why and the way out.
    """

    code: Literal["bad-row", "unread", "unaccounted"]
    file: str
    place: str
    text: str
    reason: Message


class EncodingFrom(StrEnum):
    """What says in which encoding a text is.

    ``BYTES``: they are right in it throughout, as they hardly are by chance. ``LETTERS``: a guess.
    """

    MARK = "byte order mark"
    DECLARED = "declaration"
    BYTES = "bytes"
    LETTERS = "letters"


class Reading(Struct):
    """What a reader made of one source.

    ``format``: the reader's name. ``frame``: the schedule frame, ``start`` and ``stop`` still
    empty. ``names``: the source's channel id -> the name it prints. ``default_zone``: the zone
    that the format itself declares for readings without an offset (XMLTV says UTC), if any.
    ``notes``: what the reader decided and why, for ``-v`` and the *About* sheet. ``encoding``: of a
    text, empty for what is none; ``encoding_from``: what says so. ``runners_up``: as what the
    source could have been read too, for ``-v`` alone. ``account``: as what each place of the source
    ended, of every place one; empty where a reader of another package keeps none. ``issued``: when
    the content says that it was made, ISO 8601. ``not_on_air``: texts that are struck through,
    deleted or hidden. ``rows``: where they were asked for, place -> what the source has there: the
    text of a row or a paragraph, cells between bars, the fields of a record. ``marks``: the adult
    marks in all texts of the source, as the census finds them, where that was done already.
    """

    format: str
    frame: pd.DataFrame
    faults: list[Fault] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    default_zone: str | None = None
    notes: list[Message] = field(default_factory=list)
    encoding: str = ""
    encoding_from: str = ""
    runners_up: list[Message] = field(default_factory=list)
    account: list[PlaceCount] = field(default_factory=list)
    issued: str = ""
    not_on_air: list[str] = field(default_factory=list)
    rows: dict[str, str] = field(default_factory=dict)
    marks: frozenset[str] | None = None
