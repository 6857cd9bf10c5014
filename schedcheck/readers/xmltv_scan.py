"""The quick half of the XMLTV reader: the elements of many programmes found by the column.

A piece of a file that expat has found well-formed is looked through for tags by numpy, and only
the texts that are kept become Python objects. What is not as plain as nearly all guides are makes
it give up, and the piece is read element by element.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from schedcheck.readers.stamps import ORDINARY, Stamps, parse_ordinary, parse_stamps
from schedcheck.readers.xmltv_piece import JOINT, LINE_END, Piece, Repeated, rating_of

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_PROGRAMME, _TITLE, _OTHER, _CATEGORY, _RATING, _VALUE, _ICON, _REST = range(1, 9)
_NAMES = {
    b"programme": _PROGRAMME,
    b"title": _TITLE,
    b"sub-title": _OTHER,
    b"desc": _OTHER,
    b"category": _CATEGORY,
    b"rating": _RATING,
    b"value": _VALUE,
    b"icon": _ICON,
}
_OPEN = b"<programme "
#: How much of a programme's tag is looked through for attributes by the column.
_WIDTH = 128
_MOST_ATTRIBUTES = 8
#: Ways of writing one tag (languages, systems) that are compared by the column.
_MOST_WAYS = 8

_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_ATTRIBUTE = re.compile(rb"""([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_REFERENCE = re.compile(r"&(amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);")
_PLAIN = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


class NotPlainError(Exception):
    """Something in the piece that is read element by element."""


def scan(content: bytes) -> Piece:
    """The programmes of a well-formed piece, which begins with one.

    Raises NotPlainError for comments, CDATA, processing instructions, declarations of channels
    between programmes, and elements inside texts.
    """
    if not content.startswith(_OPEN):
        raise NotPlainError
    tags = _Tags(content)
    programmes = tags.of(_PROGRAMME)
    count = len(programmes)
    attributes = _Attributes(tags, tags.at[programmes])
    start, bad_starts = attributes.stamps("start", keep_empty=True)
    stop, bad_stops = attributes.stamps("stop", keep_empty=False)
    titles, more = _first_of_each(tags.texts(_TITLE), count)
    text = tags.reader()
    return Piece(
        channels=attributes.repeated("channel"),
        titles=Repeated.of(titles.cut(content), text),
        others=_joined(content, [more, tags.texts(_OTHER)], count, text),
        categories=_together(content, tags.texts(_CATEGORY), count, text),
        marks=_marks(content, tags, count),
        lines=np.searchsorted(tags.line_ends, tags.at[programmes]) + 1,
        start=start,
        stop=stop,
        bad_starts=bad_starts,
        bad_stops=bad_stops,
        clumps=attributes.clumps,
        line_ends=len(tags.line_ends),
    )


class _Texts:
    """The texts of one kind of element: programme, and the bytes each runs from and to."""

    def __init__(self, owners: Ints, begins: Ints, ends: Ints) -> None:
        self.owners, self.begins, self.ends = owners, begins, ends

    def __getitem__(self, chosen: Ints | Flags) -> _Texts:
        return _Texts(self.owners[chosen], self.begins[chosen], self.ends[chosen])

    def cut(self, content: bytes) -> list[bytes]:
        """The bytes of each text."""
        spans = zip(self.begins.tolist(), self.ends.tolist(), strict=True)
        return [content[begin:end] for begin, end in spans]


class _Tags:
    """Every tag of a piece: ``at``, where each begins, and ``kinds``, 0 for those that close."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        padded = content + bytes(_WIDTH)
        self.letters = np.frombuffer(content, np.uint8)
        #: the eight bytes from each place on, as one number
        self.words = np.ndarray((len(content) + _WIDTH - 8,), np.dtype("<u8"), padded, strides=(1,))
        self.rows = np.lib.stride_tricks.as_strided(
            np.frombuffer(padded, np.uint8), (len(content), _WIDTH), (1, 1), writeable=False
        )
        self.at = np.flatnonzero(self.letters == ord("<"))
        self.line_ends = np.flatnonzero(self.letters == LINE_END)
        self.kinds = self._kinds()
        self.owners = np.cumsum(self.kinds == _PROGRAMME) - 1

    def _kinds(self) -> npt.NDArray[np.uint8]:
        kinds = np.zeros(len(self.at), np.uint8)
        names = self.words[self.at + 1]
        first = names.astype(np.uint8)  # the letter after “<”
        if ((first == ord("!")) | (first == ord("?"))).any():
            raise NotPlainError
        opening = np.flatnonzero(first != ord("/"))
        kinds[opening] = _REST
        names = names[opening]
        for name, kind in _NAMES.items():
            kinds[opening[self._named(self.at[opening], names, name)]] = kind
        if self._named(self.at[opening], names, b"channel").any():
            raise NotPlainError
        return kinds

    def _named(self, at: Ints, names: npt.NDArray[np.uint64], name: bytes) -> Ints:
        """Which of the tags ``at``, that begin with ``names``, are called so."""
        begin = name[:8]
        mask = np.uint64((1 << 8 * len(begin)) - 1)
        found = np.flatnonzero(names & mask == int.from_bytes(begin, "little"))
        rest = self.words[at[found] + 1 + len(begin)]
        for letter in name[8:]:
            same = rest & 0xFF == letter
            found, rest = found[same], rest[same] >> np.uint64(8)
        return found[np.isin(rest & 0xFF, tuple(b"> /\t\r\n"))]

    def of(self, kind: int) -> Ints:
        """The places of the tags of a kind among all tags."""
        return np.flatnonzero(self.kinds == kind)

    def texts(self, kind: int) -> _Texts:
        """The texts of the elements of a kind; NotPlainError where one holds another element."""
        places = self.of(kind)
        begins = self.ends(self.at[places])
        filled = begins >= 0
        places, begins = places[filled], begins[filled]
        if self.kinds[places + 1].any():
            raise NotPlainError
        return _Texts(self.owners[places], begins, self.at[places + 1])

    def ends(self, at: Ints) -> Ints:
        """Where the tags end, -1 for those that close themselves.

        Most tags of one kind are written alike, so that one is taken apart and the others compared.
        """
        ends = np.full(len(at), -1, np.int64)
        left = np.arange(len(at))
        for _way in range(_MOST_WAYS):
            if not len(left):
                return ends
            tag = self._tag(int(at[left[0]]))
            same = self._same(at[left], tag)
            if not tag.endswith(b"/>"):
                ends[left[same]] = at[left[same]] + len(tag)
            left = left[~same]
        for row in left.tolist():
            tag = self._tag(int(at[row]))
            if not tag.endswith(b"/>"):
                ends[row] = at[row] + len(tag)
        return ends

    def _tag(self, at: int) -> bytes:
        found = _TAG.match(self.content, at)
        if found is None:
            raise NotPlainError
        return found.group()

    def _same(self, at: Ints, tag: bytes) -> Flags:
        same = np.ones(len(at), np.bool_)
        for offset in range(0, len(tag), 8):
            part = tag[offset : offset + 8]
            mask = np.uint64((1 << 8 * len(part)) - 1)
            # past the end of the content there is nothing that could be the same
            words = self.words[np.minimum(at + offset, len(self.words) - 1)]
            same &= words & mask == int.from_bytes(part, "little")
        return same

    def reader(self) -> Callable[[bytes], str]:
        """What makes a text of bytes; quicker where the piece holds no reference at all."""
        return _text if b"&" in self.content or b"\r" in self.content else _plain_text


def _plain_text(raw: bytes) -> str:
    return raw.decode().strip()


def _text(raw: bytes) -> str:
    """Bytes of a well-formed text as expat would give them, without white space around them."""
    text = raw.decode()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return (_REFERENCE.sub(_referred, text) if "&" in text else text).strip()


def _referred(match: re.Match[str]) -> str:
    name = match[1]
    if name in _PLAIN:
        return _PLAIN[name]
    number = name.removeprefix("#")
    return chr(int(f"0{number}", 0) if number[0] == "x" else int(number))


def _attribute(raw: bytes) -> str:
    text = raw.decode().replace("\r\n", " ")
    text = text.translate({9: " ", 10: " ", 13: " "})
    return _REFERENCE.sub(_referred, text)


class _Attributes:
    """The attributes of programmes: for each name the bytes that the values run from and to."""

    def __init__(self, tags: _Tags, at: Ints) -> None:
        self._tags = tags
        count = len(at)
        self._spans = {
            name: np.zeros((2, count), np.int64) for name in ("channel", "start", "stop")
        }
        self._uncommon: dict[str, dict[int, bytes]] = {name: {} for name in self._spans}
        self._clumped = np.zeros(count, np.bool_)
        done = self._by_columns(at)
        for spans in self._spans.values():
            done &= spans[0] > 0
        for row in np.flatnonzero(~done).tolist():
            self._one_by_one(row, int(at[row]))

    @property
    def clumps(self) -> int:
        """How many programmes share a slot with others (``clumpidx``)."""
        return int(self._clumped.sum())

    def _by_columns(self, at: Ints) -> Flags:
        """Find the attributes of tags written ``<programme a="…" b="…">``; returns which are."""
        letters = self._tags.rows[at]
        rows, quotes = np.nonzero(letters == ord('"'))
        first = np.searchsorted(rows, np.arange(len(at)))
        known = np.diff(first, append=len(rows))
        left = np.arange(len(at))
        done = np.zeros(len(at), np.bool_)
        begins = np.full(len(at), len(_OPEN))
        for number in range(_MOST_ATTRIBUTES):
            left = left[known[left] >= 2 * number + 2]
            opened = quotes[first[left] + 2 * number]
            closed = quotes[first[left] + 2 * number + 1]
            good = (letters[left, opened - 1] == ord("=")) & (closed < _WIDTH - 2)
            left, opened, closed = left[good], opened[good], closed[good]
            self._enter(at, left, begins[left], opened, closed)
            following = letters[left, closed + 1]
            done[left[following == ord(">")]] = True
            going = following == ord(" ")
            left = left[going]
            begins[left] = closed[going] + 2
            # a space before the end
            done[left[letters[left, begins[left]] == ord(">")]] = True
            left = left[~done[left]]
        return done

    def _enter(self, at: Ints, rows: Ints, begins: Ints, opened: Ints, closed: Ints) -> None:
        """Enter the values between the quotes for the names that begin at ``begins``."""
        lengths = opened - 1 - begins
        names = self._tags.words[at[rows] + begins]
        for name in (*self._spans, "clumpidx"):
            mask = np.uint64((1 << 8 * len(name)) - 1)
            same = lengths == len(name)
            same &= names & mask == int.from_bytes(name.encode(), "little")
            here = rows[same]
            if name in self._spans:
                spans = self._spans[name]
                spans[0, here] = at[here] + opened[same] + 1
                spans[1, here] = at[here] + closed[same]
            else:
                values = self._tags.words[at[here] + opened[same] + 1] & 0xFFFFFFFF
                self._clumped[here] = values != int.from_bytes(b'0/1"', "little")

    def _one_by_one(self, row: int, at: int) -> None:
        tag = self._tags._tag(at)  # noqa: SLF001 - two halves of one thing
        values = {name.decode(): a or b for name, a, b in _ATTRIBUTE.findall(tag[len(_OPEN) - 1 :])}
        for name, spans in self._spans.items():
            spans[:, row] = 0
            self._uncommon[name][row] = values.get(name, b"")
        self._clumped[row] = values.get("clumpidx", b"0/1") != b"0/1"

    def _values(self, name: str, rows: Ints) -> list[bytes]:
        spans, uncommon, content = self._spans[name], self._uncommon[name], self._tags.content
        values = [content[a:b] for a, b in zip(*spans[:, rows].tolist(), strict=True)]
        if uncommon:
            values = [
                uncommon.get(row, value) for row, value in zip(rows.tolist(), values, strict=True)
            ]
        return values

    def repeated(self, name: str) -> Repeated:
        """The values of an attribute; empty where it is missing."""
        count = self._spans[name].shape[1]
        return Repeated.of(self._values(name, np.arange(count)), _attribute)

    def stamps(self, name: str, *, keep_empty: bool) -> tuple[Stamps, dict[int, str]]:
        """An attribute as stamps, and the texts of those that are none, by row."""
        begins, ends = self._spans[name]
        stamps = Stamps.none(len(begins))
        left = np.ones(len(begins), np.bool_)
        ordinary = np.flatnonzero(ends - begins == ORDINARY)
        read, good = parse_ordinary(self._tags.rows[begins[ordinary], :ORDINARY])
        stamps.put(ordinary, read)
        left[ordinary[good]] = False
        rest = np.flatnonzero(left)
        texts = [_attribute(value) for value in self._values(name, rest)]
        stamps.put(rest, parse_stamps(texts))
        bad = {
            row: text
            for row, text in zip(rest.tolist(), texts, strict=True)
            if np.isnat(stamps.wall[row]) and (text.strip() or keep_empty)
        }
        return stamps, bad


def _first_of_each(texts: _Texts, count: int) -> tuple[_Texts, _Texts]:
    """The first text of each programme, empty where it has none, and the others."""
    first = np.ones(len(texts.owners), np.bool_)
    first[1:] = texts.owners[1:] != texts.owners[:-1]
    begins, ends = np.zeros(count, np.int64), np.zeros(count, np.int64)
    begins[texts.owners[first]] = texts.begins[first]
    ends[texts.owners[first]] = texts.ends[first]
    return _Texts(np.arange(count), begins, ends), texts[~first]


def _joined(
    content: bytes, kinds: Sequence[_Texts], count: int, text: Callable[[bytes], str]
) -> bytes:
    """The texts of each programme as one, and those of all programmes joined by :data:`JOINT`."""
    owners = np.concatenate([texts.owners for texts in kinds])
    order = np.argsort(owners, kind="stable")
    begins = np.concatenate([texts.begins for texts in kinds])[order]
    ends = np.concatenate([texts.ends for texts in kinds])[order]
    first, more = _first_of_each(_Texts(owners[order], begins, ends), count)
    raw = first.cut(content)
    several: dict[int, list[bytes]] = {}
    for owner, piece in zip(more.owners.tolist(), more.cut(content), strict=True):
        several.setdefault(owner, [raw[owner]]).append(piece)
    if text is _text:
        for at, piece in enumerate(raw):
            if b"&" in piece or b"\r" in piece:
                raw[at] = text(piece).encode()
    for owner, pieces in several.items():
        raw[owner] = " / ".join(filter(None, map(text, pieces))).encode()
    return JOINT.encode().join(raw)


def _together(content: bytes, texts: _Texts, count: int, made: Callable[[bytes], str]) -> Repeated:
    """The texts of each programme joined by ``; ``, of which it mostly has one at most."""
    first, more = _first_of_each(texts, count)
    found = Repeated.of(first.cut(content), made)
    added: dict[int, list[str]] = {}
    for owner, piece in zip(more.owners.tolist(), more.cut(content), strict=True):
        added.setdefault(owner, [found.text(owner)]).append(made(piece))
    found.change({row: "; ".join(filter(None, texts)) for row, texts in added.items()})
    return found


def _marks(content: bytes, tags: _Tags, count: int) -> Repeated:
    """The rating fields of each programme, ``system:value`` entries joined by ``; ``."""
    # an icon may stand beside the value, but a value in any other element is no age mark
    places = np.flatnonzero((tags.kinds != 0) & (tags.kinds != _ICON))
    kinds = tags.kinds[places]
    ratings = np.flatnonzero(kinds == _RATING)
    following = np.append(kinds, 0)[ratings + 1]
    valued = following == _VALUE
    last = np.where(valued, places[np.minimum(ratings + 1, len(places) - 1)], places[ratings])
    if (np.append(kinds, [0, 0])[ratings + 2] == _VALUE)[valued].any():
        raise NotPlainError
    if tags.kinds[last + 1].any():
        # an icon in front of everything, or an element inside the value
        raise NotPlainError
    begins, ends = tags.at[places[ratings]], tags.at[last + 1]
    owners = tags.owners[places[ratings]]
    return _together(content, _Texts(owners, begins, ends), count, _rating)


def _rating(raw: bytes) -> str:
    """``system:value`` of ``<rating system="…"><value>…``, cut off behind the value."""
    if not raw:
        return ""
    tag = _TAG.match(raw)
    if tag is None:
        raise NotPlainError
    attributes = {name: a or b for name, a, b in _ATTRIBUTE.findall(tag.group())}
    own = raw[tag.end() :]
    before, opened, inside = own.partition(b"<")
    value = _TAG.sub(b"", opened + inside)
    return rating_of(_attribute(attributes.get(b"system", b"")), _text(before + value))
