"""The quick half of the XMLTV reader: the elements of many programmes found by the column.

A piece of a file is looked through for tags by numpy, and only the texts that are kept become
Python objects. What is not well-formed, or not as plain as nearly all guides are, makes it give up,
and the piece is read element by element by expat.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from schedcheck.readers.values.stamps import read_by_others
from schedcheck.readers.xmltv.fast_attributes import (
    Attributes,
    attribute_text,
    attributes_in,
    text_of,
)
from schedcheck.readers.xmltv.fast_shapes import (
    CATEGORY,
    ICON,
    OTHER,
    PROGRAMME,
    RATING,
    TITLE,
    VALUE,
)
from schedcheck.readers.xmltv.fast_signs import Flags
from schedcheck.readers.xmltv.fast_tags import ElementTexts, Tags, gathered
from schedcheck.readers.xmltv.piece import TEXT, NotPlainError, Piece, Repeated, rating_of

_SPACES = range(ord(" ") + 1)
#: The first bytes of white space beyond ASCII: of NEL and the no-break space, and of three bytes.
_OF_TWO, _LEADS = 0xC2, (0xE1, 0xE2, 0xE3)
#: The bytes with which a text that may be loose begins, be it empty, and with which it ends.
_OPENS_LOOSE, _CLOSES_LOOSE, _OF_THREE = (
    np.isin(np.arange(256), list(signs))
    for signs in ((*_SPACES, *b"&<", _OF_TWO, *_LEADS), (*_SPACES, ord(";")), _LEADS)
)
_TAG = re.compile(r"<[^>]*+(?:>|\Z)")


def scan(content: bytes) -> Piece:
    """The programmes of a piece that holds nothing else.

    Raises NotPlainError for what :class:`Tags` refuses, for elements inside texts, and for several
    values in one rating. It takes nothing that expat would refuse.
    """
    tags = Tags(content)
    content = tags.content
    programmes = tags.of(PROGRAMME)
    count = len(programmes)
    attributes = Attributes(tags, programmes)
    (start, bad_starts), (stop, bad_stops) = attributes.stamps()
    read_by_others(start, stop, bad_starts, bad_stops)
    titles, more = _first_of_each(_filled(content, tags.texts(TITLE)), count)
    return Piece(
        channels=attributes.repeated("channel"),
        titles=titles.repeated(content, text_of, _may_change),
        others=_joined(content, [more, tags.texts(OTHER)], count),
        categories=_together(content, tags.texts(CATEGORY), count, text_of, _may_change),
        marks=_marks(content, tags, count),
        lines=np.searchsorted(tags.line_ends, tags.at[programmes]) + 1,
        start=start,
        stop=stop,
        bad_starts=bad_starts,
        bad_stops=bad_stops,
        clumps=attributes.clumps,
        line_ends=len(tags.line_ends),
        begun=count,
    )


def _first_of_each(texts: ElementTexts, count: int) -> tuple[ElementTexts, ElementTexts]:
    """The first text of each programme, empty where it has none, and the others."""
    first = np.ones(len(texts.owners), np.bool_)
    first[1:] = texts.owners[1:] != texts.owners[:-1]
    begins, ends = np.zeros(count, np.int64), np.zeros(count, np.int64)
    begins[texts.owners[first]] = texts.begins[first]
    ends[texts.owners[first]] = texts.ends[first]
    return ElementTexts(np.arange(count), begins, ends), texts[~first]


def _joined(content: bytes, kinds: Sequence[ElementTexts], count: int) -> pa.Array:
    """The texts of each programme as one."""
    owners = np.concatenate([texts.owners for texts in kinds])
    if not len(owners):
        return gathered(content, *np.zeros((2, count), np.int64))
    order = np.argsort(owners, kind="stable")
    begins = np.concatenate([texts.begins for texts in kinds])[order]
    ends = np.concatenate([texts.ends for texts in kinds])[order]
    first, more = _first_of_each(ElementTexts(owners[order], begins, ends), count)
    raw = first.gathered(content)
    several: dict[int, list[str]] = {}
    for owner, piece in zip(more.owners.tolist(), more.cut(content), strict=True):
        several.setdefault(owner, []).append(piece)
    odd = _loose(content, first) | _with_signs(content, raw)
    odd &= first.begins < first.ends
    odd[list(several)] = True
    rows = np.flatnonzero(odd)
    read = [
        " / ".join(filter(None, map(text_of, [text, *several.get(row, ())])))
        for row, text in zip(rows.tolist(), first[rows].cut(content), strict=True)
    ]
    if not read:
        return raw
    changed = np.zeros(count, np.bool_)
    changed[rows] = True
    return pc.replace_with_mask(raw, changed, pa.array(read, TEXT))


def _filled(content: bytes, texts: ElementTexts) -> ElementTexts:
    """Those of ``texts`` that are more than white space."""
    letters = np.frombuffer(content, np.uint8)
    loose = np.flatnonzero(_OPENS_LOOSE[letters[texts.begins]])
    filled = np.array([bool(text_of(raw)) for raw in texts[loose].cut(content)], np.bool_)
    kept = np.ones(len(texts.begins), np.bool_)
    kept[loose[~filled]] = False
    return texts[kept]


def _may_change(texts: pa.Array) -> Flags:
    """Which texts as written are perhaps others as expat gives them, without space around them."""
    _valid, offsets, data = texts.buffers()
    ends = np.frombuffer(offsets, np.int64)[texts.offset :][: len(texts) + 1]
    content = data.to_pybytes() if data else b""
    changed = ends[:-1] < ends[1:]
    changed[changed] = _loose(
        content, ElementTexts(ends[:0], ends[:-1][changed], ends[1:][changed])
    )
    return changed | _with_signs(content, texts)


def _with_signs(content: bytes, texts: pa.Array) -> Flags:
    """Which of the texts, out of ``content``, hold what expat gives otherwise."""
    found = np.zeros(len(texts), np.bool_)
    for sign in "&\r":
        if sign.encode() in content:
            found |= pc.match_substring(texts, sign).to_numpy(zero_copy_only=False)
    return found


def _loose(content: bytes, texts: ElementTexts) -> Flags:
    """Which of ``texts`` may begin or end with white space, by the bytes that UTF-8 has for it.

    Also those that are empty, or that a reference begins or ends.
    """
    letters = np.frombuffer(content, np.uint8)
    loose: Flags = _OPENS_LOOSE[letters[texts.begins]] | _CLOSES_LOOSE[letters[texts.ends - 1]]
    loose |= letters.take(texts.ends - 2, mode="clip") == _OF_TWO
    loose |= _OF_THREE[letters.take(texts.ends - 3, mode="clip")]
    loose |= texts.begins == texts.ends
    return loose


def _together(
    content: bytes,
    texts: ElementTexts,
    count: int,
    made: Callable[[str], str],
    changed: Callable[[pa.Array], Flags] | None = None,
) -> Repeated:
    """The texts of each programme joined by ``; ``, of which it mostly has one at most."""
    if not len(texts.owners):
        return Repeated.without_texts(count)
    first, more = _first_of_each(texts, count)
    found = first.repeated(content, made, changed)
    added: dict[int, list[str]] = {}
    for owner, piece in zip(more.owners.tolist(), more.cut(content), strict=True):
        added.setdefault(owner, [found.text(owner)]).append(made(piece))
    found.change({row: "; ".join(filter(None, texts)) for row, texts in added.items()})
    return found


def _marks(content: bytes, tags: Tags, count: int) -> Repeated:
    """The rating fields of each programme, ``system:value`` entries joined by ``; ``."""
    # an icon may be beside the value, but a value in any other element is not an age mark
    places = np.flatnonzero((tags.kinds != 0) & (tags.kinds != ICON))
    kinds = tags.kinds[places]
    ratings = np.flatnonzero(kinds == RATING)
    if not len(ratings):
        return Repeated.without_texts(count)
    following = np.append(kinds, 0)[ratings + 1]
    valued = following == VALUE
    last = np.where(valued, places[np.minimum(ratings + 1, len(places) - 1)], places[ratings])
    if (np.append(kinds, [0, 0])[ratings + 2] == VALUE)[valued].any():
        raise NotPlainError
    if tags.kinds[last + 1].any():
        # an icon in front of everything, or an element inside the value
        raise NotPlainError
    begins, ends = tags.at[places[ratings]], tags.at[last + 1]
    owners = tags.owners[places[ratings]]
    return _together(content, ElementTexts(owners, begins, ends), count, _rating)


def _rating(raw: str) -> str:
    """``system:value`` of ``<rating system="…"><value>…``, cut off behind the value."""
    if not raw:
        return ""
    tag = _TAG.match(raw)
    if tag is None:
        raise NotPlainError
    attributes = attributes_in(tag.group())
    system = attributes.pop("system", "")
    if attributes:  # the age may be in one of them
        raise NotPlainError
    return rating_of(attribute_text(system), text_of(_TAG.sub("", raw)))
