"""No pattern of the package takes more than in proportion to the text it is given."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import schedcheck

#: Signs of the texts that patterns here are about, beside the words of each pattern itself.
UNITS = (
    " ",
    "\t",
    "0",
    "12",
    "a",
    "Я",
    ".",
    "12:00",
    "12.",
    "12 ",
    "a ",
    "<a ",
    "(",
    "&",
    ", ",
    "\n",
)
SHORT, LONG = 400, 1600
#: Four times the text may take so many times as long; a square takes sixteen times.
MOST = 9.0
#: Seconds of the processor below which nothing can be said.
NOISE = 0.004


def compiled() -> dict[tuple[str, str | bytes], re.Pattern[Any]]:
    """Every pattern that the modules of the package compile when they are imported."""
    found: dict[tuple[str, str | bytes], re.Pattern[Any]] = {}
    plain = re.compile

    def noted(pattern: Any, flags: int = 0) -> re.Pattern[Any]:
        made = plain(pattern, flags)
        module = str(sys._getframe(1).f_globals.get("__name__"))  # noqa: SLF001 - who calls
        if module.startswith("schedcheck."):
            found[module, made.pattern] = made
        return made

    re.compile = noted
    try:
        for one in pkgutil.walk_packages(schedcheck.__path__, "schedcheck."):
            if not one.name.endswith("__main__"):
                importlib.import_module(one.name)
    finally:
        re.compile = plain
    return found


def words_of(parsed: Any) -> Iterator[str]:
    """The literal texts in a pattern, each as far as it goes."""
    text = ""
    for kind, value in parsed:
        if kind is kinds.LITERAL:
            text += chr(value)
            continue
        if text:
            yield text
        text = ""
        inner = value if isinstance(value, tuple | list) else [value]
        for part in inner:
            if isinstance(part, parser.SubPattern):
                yield from words_of(part)
            elif isinstance(part, list) and part and isinstance(part[0], parser.SubPattern):
                for branch in part:
                    yield from words_of(branch)
    if text:
        yield text


def hostile(pattern: re.Pattern[Any], length: int) -> Iterator[Any]:
    """Texts of about ``length`` characters: each unit many times, alone and behind each word."""
    own = list(dict.fromkeys(words_of(parser.parse(pattern.pattern, pattern.flags))))[:6]
    for unit in (*UNITS, *own):
        for begin in ("", *own[:3], "12:00", "<!--"):
            text = begin + unit * (length // len(unit)) + "\0"
            yield text if isinstance(pattern.pattern, str) else text.encode("utf-8", "replace")


def seconds(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun


def slow(pattern: re.Pattern[Any]) -> str:
    """The text over which ``pattern`` takes more than in proportion; empty where there is none."""
    for short, long in zip(hostile(pattern, SHORT), hostile(pattern, LONG), strict=True):
        for act in (pattern.search, pattern.findall):
            once = seconds(lambda act=act, short=short: act(short))  # type: ignore[misc]
            if once > NOISE * 25:
                return repr(short[:24])
            more = seconds(lambda act=act, long=long: act(long))  # type: ignore[misc]
            if more > NOISE and more > MOST * max(once, NOISE / 10):
                once = min(seconds(lambda act=act, short=short: act(short)) for _time in "12345")  # type: ignore[misc]
                more = min(seconds(lambda act=act, long=long: act(long)) for _time in "123")  # type: ignore[misc]
                if more > NOISE and more > MOST * once:
                    return repr(long[:24])
    return ""


def test_no_pattern_takes_more_than_in_proportion() -> None:
    """In a process of its own: the modules have to be imported anew to see what they compile."""
    done = subprocess.run(
        [sys.executable, "-m", __name__], check=True, capture_output=True, text=True, timeout=600
    )
    found = json.loads(done.stdout)
    assert found["patterns"] > 100
    assert not found["slow"]


def test_a_pattern_that_does_is_found() -> None:
    assert slow(re.compile(r"\s+$|a\s+b"))
    assert not slow(re.compile(r"\d{1,2}:\d{2}"))


if __name__ == "__main__":
    patterns = compiled()
    print(
        json.dumps(
            {
                "patterns": len(patterns),
                "slow": [
                    [module, str(text), words]
                    for (module, text), pattern in patterns.items()
                    if (words := slow(pattern))
                ],
            }
        )
    )
