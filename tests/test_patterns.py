"""No pattern of the package takes more than in proportion to the text that it is given, and none
goes wrong with an old Python.
"""

from __future__ import annotations

import ast
import importlib
import json
import math
import pkgutil
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import schedcheck
from schedcheck.portal.start import start
from tests.missing import missing
from tests.paths import SAMPLES

#: A part that may be repeated more often than this could take more than in proportion.
OFTEN = 40
#: Characters of the texts that are tried.
LENGTH = 5000
#: Seconds in which nothing that grows in proportion is not done, and the most of the processor.
QUICK, LONGEST = 0.006, 0.25
#: So often what is not quick is tried again, and so often what then seems slow; the shortest time
#: counts, when nothing else was done.
OFTEN_ENOUGH, MOST_OFTEN = 10, 60
#: Twice the text may take so many times as long; a square takes four times.
MOST = 3.0
#: These ask nothing but the beginning of a text.
ANCHORED = frozenset({"match", "fullmatch"})
#: Samples whose reading compiles what is compiled when it is needed.
SAMPLE_FILES = ("week",)
#: A pattern that ends so sees no more than the signs just before a mark (``_REACH``).
BOUNDED = r")\Z"
#: What stands for all characters where a pattern takes any.
_SIGNS = " \t\n0aZяЯқ.,:;-–+()[]<>«»\"'/\\&#@=_!?|*%\u00a0\u200b"


#: A pattern, and the function of :mod:`re` that it was handed to.
Used = dict[tuple[str, str | bytes, str], re.Pattern[Any]]


def compiled() -> Used:
    """Every pattern that the package compiles while it is imported and reads a few samples."""
    found: Used = {}
    plain = re._compile  # type: ignore[attr-defined]

    def noted(pattern: Any, flags: int = 0) -> re.Pattern[Any]:
        made: re.Pattern[Any] = plain(pattern, flags)
        asked, caller = sys._getframe(1), sys._getframe(2)
        module = str(caller.f_globals.get("__name__"))
        if module.startswith("schedcheck."):
            found[module, made.pattern, asked.f_code.co_name] = made
        return made

    re._compile = noted  # type: ignore[attr-defined]
    try:
        with tempfile.TemporaryDirectory() as data:
            start(data)  # modules of the portal are imported with Django ready
            for one in pkgutil.walk_packages(schedcheck.__path__, "schedcheck."):
                if not one.name.endswith("__main__"):
                    importlib.import_module(one.name)
        for file in SAMPLE_FILES:
            schedcheck.audit([SAMPLES / file])
    finally:
        re._compile = plain  # type: ignore[attr-defined]
    return found


class Sampler:
    """Texts that parts of a pattern match, each made by a walk through what it was parsed to."""

    def __init__(self, pattern: re.Pattern[Any], seed: int = 1) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - no secret
        self.flags = pattern.flags
        self.whole = parser.parse(pattern.pattern, pattern.flags)
        self.groups: dict[int, str] = {}

    def text(self, parsed: Any) -> str:
        """A text that ``parsed`` matches, as far as that can be seen without trying."""
        return "".join(self._one(kind, value) for kind, value in parsed)

    def _one(self, kind: Any, value: Any) -> str:  # noqa: PLR0911 - a kind each
        if kind is kinds.LITERAL:
            return chr(value)
        if kind in {kinds.ANY, kinds.NOT_LITERAL}:
            others = [sign for sign in _SIGNS if sign not in {"\n", chr(value or 0)}]
            return self.chance.choice(others)
        if kind is kinds.IN:
            return self.chance.choice(self._members(value) or [""])
        if kind is kinds.BRANCH:
            return self.text(self.chance.choice(value[1]))
        if kind is kinds.SUBPATTERN:
            text = self.text(value[-1])
            if value[0]:
                self.groups[value[0]] = text
            return text
        if kind is kinds.ATOMIC_GROUP:
            return self.text(value)
        if kind in {kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT}:
            least, most, inner = value
            count = self.chance.randint(least, min(most, least + 2))
            return "".join(self.text(inner) for _time in range(count))
        return self.groups.get(value, "") if kind is kinds.GROUPREF else ""

    def _members(self, value: Any) -> list[str]:
        inside = re.compile(_class_of(value), self.flags & (re.IGNORECASE | re.ASCII))
        own = [chr(one) for kind, one in value if kind is kinds.LITERAL]
        own += [chr(end) for kind, ends in value if kind is kinds.RANGE for end in ends]
        return [sign for sign in dict.fromkeys([*own, *_SIGNS]) if inside.fullmatch(sign)]

    def loops(self, parsed: Any, before: str = "") -> Iterator[tuple[str, Any]]:
        """Each part that may be repeated without end, and a text that leads to it."""
        for kind, value in parsed:
            if kind in {kinds.MAX_REPEAT, kinds.MIN_REPEAT} and value[1] > OFTEN:
                yield before, value[2]
            for inner in _inner(kind, value):
                yield from self.loops(inner, before)
            before += self._one(kind, value)


def _inner(kind: Any, value: Any) -> list[Any]:
    if kind is kinds.BRANCH:
        return list(value[1])
    if kind in {kinds.ASSERT, kinds.ASSERT_NOT, kinds.SUBPATTERN}:
        return [value[-1]]
    if kind in {kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT}:
        return [value[2]]
    return [value] if kind is kinds.ATOMIC_GROUP else []


def _class_of(value: Any) -> str:
    """A parsed class of characters as a pattern again."""
    names = {
        kinds.CATEGORY_DIGIT: r"\d",
        kinds.CATEGORY_NOT_DIGIT: r"\D",
        kinds.CATEGORY_SPACE: r"\s",
        kinds.CATEGORY_NOT_SPACE: r"\S",
        kinds.CATEGORY_WORD: r"\w",
        kinds.CATEGORY_NOT_WORD: r"\W",
    }
    text = ""
    for kind, one in value:
        if kind is kinds.NEGATE:
            text += "^"
        elif kind is kinds.LITERAL:
            text += re.escape(chr(one))
        elif kind is kinds.RANGE:
            text += "-".join(re.escape(chr(end)) for end in one)
        else:
            text += names[one]
    return f"[{text}]"


def hostile(pattern: re.Pattern[Any], tries: int = 4) -> Iterator[tuple[str, str]]:
    """What stands before a part that can be repeated without end, and a text that the part takes.

    Single characters too: two parts may take the same.
    """
    seen = set()
    for seed in range(tries):
        sampler = Sampler(pattern, seed)
        for before, inner in sampler.loops(sampler.whole):
            unit = sampler.text(inner)
            for pair in ((before, unit), ("", unit), ("", unit[:1]), (before[:1], unit[:1])):
                if pair[1] and pair not in seen:
                    seen.add(pair)
                    yield pair
                    yield "", before + pair[1]


class TooLong(Exception):  # noqa: N818 - it says what happened
    pass


def _stop(_signal: int, _frame: object) -> None:
    raise TooLong


def anchored() -> set[tuple[str, str | bytes]]:
    """The patterns with a name in a module of which nothing but the beginning of a text is asked.

    That is: wherever the name stands in the package, that of a function that returns one included,
    ``.match`` or ``.fullmatch`` stands behind it.
    """
    uses: dict[tuple[str, str], set[str]] = {}
    root = Path(schedcheck.__path__[0])
    for path in root.rglob("*.py"):
        where = ".".join(path.relative_to(root.parent).with_suffix("").parts)
        tree = ast.parse(path.read_bytes())
        asked = {
            id(named): node.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            for named in (node.value, getattr(node.value, "func", None))
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                uses.setdefault(_owner(where, node.id), set()).add(asked.get(id(node), ""))
    found = set[tuple[str, str | bytes]]()
    for name, module in list(sys.modules.items()):
        for variable, value in vars(module).items() if name.startswith("schedcheck.") else ():
            if uses.get(_owner(name, variable), set()) <= ANCHORED:
                made = (
                    value() if variable.startswith("_") and hasattr(value, "cache_info") else value
                )
                if isinstance(made, re.Pattern):
                    found.add(("compile", made.pattern))
    return found


def _owner(module: str, name: str) -> tuple[str, str]:
    """A private name is of its module, another of all that import it."""
    return (module if name.startswith("_") else "", name)


def seconds(  # noqa: PLR0913 - a text and what is asked of it
    pattern: re.Pattern[Any], before: str, unit: str, length: int, end: str, *, begin: bool
) -> float:
    """Seconds for a text of about ``length``; infinity where that is too long.

    By the clock: some systems count the processor's time in ticks of 4 ms, which is half of it.
    ``begin``: the pattern is tried at the beginning of the text only.
    """
    text: Any = before + unit * (length // len(unit)) + end
    if isinstance(pattern.pattern, bytes):
        text = text.encode("utf-8", "replace")
    signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
    begun = time.perf_counter()
    try:
        if begin:
            pattern.match(text)
            pattern.fullmatch(text)
        else:
            for _found in pattern.finditer(text):
                pass
    except TooLong:
        return float("inf")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.perf_counter() - begun


def slow(pattern: re.Pattern[Any], *, begin: bool = False) -> str:
    """A text over which ``pattern`` takes more than in proportion; empty where none was found."""
    for before, unit in hostile(pattern):
        for end in ("\0", ""):
            tried = partial(seconds, pattern, before, unit, end=end, begin=begin)
            once = tried(LENGTH)
            if once < QUICK:
                continue
            half = 0.0
            if once < LONGEST:
                half = math.inf
                for times in range(1, MOST_OFTEN + 1):
                    half, once = min(half, tried(LENGTH // 2)), min(once, tried(LENGTH))
                    if times >= OFTEN_ENOUGH and once <= max(QUICK, MOST * half):
                        break
            if once > max(QUICK, MOST * half):
                return f"{before[:20]!r} + {unit[:20]!r} * n: {once:.3f} s"
    return ""


def repeats_group(parsed: Any) -> bool:
    """Whether more than a character is repeated possessively, as in ``(?:ab?c)*+``.

    Before Python 3.11.5, also in that of Debian 12, a search goes on where the last try of such a
    repeat failed, not where it began (CPython issue 106052). ``(?>(?:ab?c)*)`` is the same.
    """
    return any(
        (kind is kinds.POSSESSIVE_REPEAT and (len(value[2]) > 1 or _inner(*value[2][0])))
        or any(map(repeats_group, _inner(kind, value)))
        for kind, value in parsed
    )


def _needs_a_timer() -> None:
    if not hasattr(signal, "setitimer"):
        missing("no timer of the processor's time on this system")


def test_no_pattern_takes_more_than_in_proportion() -> None:
    """In a process of its own: the modules have to be imported anew to see what they compile."""
    _needs_a_timer()
    done = subprocess.run(
        [sys.executable, "-m", __name__], check=True, capture_output=True, text=True, timeout=600
    )
    found = json.loads(done.stdout)
    assert found["patterns"] > 100
    assert not found["slow"]
    assert not found["groups"]


@pytest.mark.parametrize(
    ("pattern", "does"),
    [
        (r"a(?:b?c)*+", True),
        (r"(a|bc)++d", True),
        (r"(?:a{1,2}+)?+", True),
        (r"\d++[a-z]*+.?+", False),
        (r"(?>(?:b?c)*)", False),
    ],
)
def test_a_group_repeated_possessively_is_found(pattern: str, does: bool) -> None:  # noqa: FBT001 - a case of a table
    assert repeats_group(parser.parse(pattern)) == does


@pytest.mark.parametrize(
    "pattern",
    [r"\s+$", r"(?:\w+\s*)+$", r"(?:a|aa)+!", r"\[\d+[0-9]*\d*\]", r"<!--.*?-->"],
)
def test_a_pattern_that_does_is_found(pattern: str) -> None:
    _needs_a_timer()
    assert slow(re.compile(pattern, re.DOTALL))


@pytest.mark.parametrize("pattern", [r"\d{1,2}:\d{2}", r"(?<!\s)\s++$", r"[^<>]*", r"^\d+:"])
def test_a_pattern_in_proportion_is_not(pattern: str) -> None:
    _needs_a_timer()
    assert not slow(re.compile(pattern))


if __name__ == "__main__":
    patterns = compiled()
    begins = anchored()
    slow_ones = {
        f"{module}: {text!r:.200}": words
        for (module, text, asked), pattern in patterns.items()
        if not str(text).endswith(BOUNDED)
        and (words := slow(pattern, begin=asked in ANCHORED or (asked, text) in begins))
    }
    groups = [
        f"{module}: {text!r:.200}"
        for (module, text, _asked), pattern in patterns.items()
        if repeats_group(parser.parse(text, pattern.flags))
    ]
    told = {"patterns": len(patterns), "slow": slow_ones, "groups": groups}
    print(json.dumps(told, ensure_ascii=False, indent=1))
