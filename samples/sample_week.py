"""A believable week of one channel, and how something is planted in it.

Times are the channel's own clock. The week runs in broadcast days, from six to six.
"""

# ruff: noqa: INP001 - a part of make_samples.py, which is run as a script

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

MONDAY = datetime(2026, 11, 23, 6)  # noqa: DTZ001 - a clock reading, as stations print it
DAYS = 7
END = MONDAY + timedelta(days=DAYS)
TITLES = tomllib.loads(Path(__file__).with_name("programmes.toml").read_text("utf-8"))

#: kind -> usual lengths in minutes, and the age classes of its programmes
KINDS: dict[str, tuple[tuple[int, ...], tuple[str, ...]]] = {
    "morning": ((60, 90), ("6+", "0+")),
    "news": ((15, 20, 30), ("",)),
    "cartoon": ((15, 20, 25), ("0+", "6+")),
    "kids": ((25, 30), ("6+", "0+")),
    "series": ((45, 50, 55), ("12+", "16+")),
    "talk": ((45, 60), ("12+", "16+")),
    "docu": ((30, 40, 50), ("12+", "6+")),
    "cooking": ((25, 30), ("6+", "0+")),
    "film": ((90, 100, 110), ("12+", "16+")),
    "show": ((50, 60), ("12+", "6+")),
    "sport": ((30, 45, 90), ("6+", "0+")),
    "music": ((20, 30, 60), ("12+", "6+")),
    "repeat": ((40, 45, 60), ("12+", "16+")),
    "break": ((360,), ("",)),
    "e18": ((50, 90, 100, 105), ("E18",)),
    "na21": ((90, 100), ("NA21",)),
}
#: profile -> (hours after midnight at which a part of the day ends, its kinds); the day begins at 6
PARTS: dict[str, tuple[tuple[int, str], ...]] = {
    "general": (
        (9, "morning news cartoon cartoon"),
        (12, "series talk docu cooking"),
        (13, "news cooking kids"),
        (17, "series film talk kids cartoon"),
        (20, "series news show cooking"),
        (22, "news series sport show"),
    ),
    "news": (
        (12, "news docu news talk"),
        (18, "news talk docu news"),
        (22, "news news talk sport"),
    ),
    "kids": (
        (9, "cartoon cartoon kids"),
        (18, "cartoon kids cartoon docu"),
        (22, "cartoon kids film"),
    ),
    "sport": ((9, "morning sport"), (17, "sport docu sport talk"), (22, "sport show sport")),
    "music": ((9, "morning music"), (17, "music show music talk"), (22, "music show")),
}
#: what of the night a station gives to adults -> the same for the hours from 22 to 6
NIGHTS: dict[str, tuple[tuple[int, str], ...]] = {
    "none": ((24, "film show talk"), (26, "repeat docu series"), (30, "break")),
    "usual": ((24, "e18 film e18 series"), (27, "e18 na21 repeat film"), (30, "break")),
    "all": ((24, "e18 series e18"), (27, "e18 repeat e18 film"), (30, "repeat series docu")),
    "late": ((23, "talk show"), (27, "e18 film e18 series"), (30, "repeat series")),
    "early": ((25, "e18 talk e18 docu"), (28, "repeat series"), (30, "break")),
}


@dataclass(slots=True, eq=False)
class Programme:
    """A programme as it is on air, and what of it is printed otherwise.

    ``mark``: the text in the rating field. ``text``: the description. ``printed_stop``: where it is
    not the true one. ``repeats``: how often the row stands in the file.
    """

    start: datetime
    stop: datetime
    title: str
    kind: str
    age_class: str = ""
    mark: str = ""
    text: str = ""
    printed_stop: datetime | None = None
    repeats: int = 1
    planted: bool = False


@dataclass(slots=True)
class Style:
    """How a station prints its marks: ``where`` is field, title, text or none.

    ``printed``: age class -> its mark, where that is not the class itself.
    """

    language: str
    where: str = "field"
    profile: str = "general"
    night: str = "usual"
    e18: tuple[str, ...] = ("18+",)
    texts: bool = False
    printed: Mapping[str, str] = field(default_factory=lambda: {"NA21": "21+"})


def _fit(rng: Random, kinds: list[str], minutes: int) -> Iterator[tuple[str, int]]:
    """Kinds and lengths that fill a part of the day exactly."""
    while minutes:
        kind = rng.choice(kinds)
        length = min(rng.choice(KINDS[kind][0]), minutes)
        length = minutes if minutes - length < 15 else length
        minutes -= length
        yield kind, length


@dataclass(slots=True)
class Week:
    """The programmes of one channel, in order and without a hole."""

    channel: str
    style: Style
    programmes: list[Programme] = field(default_factory=list)
    monday: datetime = MONDAY

    def fill(self) -> None:
        """Make the week, always the same for the same channel."""
        rng = Random(f"{self.monday:%G-%V} {self.channel}")  # noqa: S311 - the same each time is what is asked
        titles = TITLES[self.style.language]
        pools = {kind: rng.sample(titles[kind], len(titles[kind])) for kind in KINDS}
        classes = {
            title: rng.choice(KINDS[kind][1]) for kind, pool in pools.items() for title in pool
        }
        episodes = dict.fromkeys(classes, 0)
        spellings = 0
        at, end = self.monday, self.monday + timedelta(days=DAYS)
        while at < end:
            opens = 6
            for closes, kinds in (*PARTS[self.style.profile], *NIGHTS[self.style.night]):
                for kind, length in _fit(rng, kinds.split(), (closes - opens) * 60):
                    title = pools[kind].pop(0)
                    pools[kind].append(title)
                    made = Programme(
                        at, at + timedelta(minutes=length), title, kind, classes[title]
                    )
                    if kind == "series":
                        episodes[title] = episodes[title] or rng.randrange(3, 60)
                        part = "серия" if self.style.language == "ru" else "бөлім"
                        made.title = f"{title}, {episodes[title]} {part}"
                        episodes[title] += 1
                    if self.style.texts and kind not in ("break", "news"):
                        made.text = rng.choice(titles["words"])
                    if kind == "news" and self.style.night == "all":
                        made.age_class = "12+"  # a station that marks whatever it shows
                    if made.age_class == "E18":
                        spellings += 1
                    self._mark(made, spellings)
                    self.programmes.append(made)
                    at = made.stop
                opens = closes

    def _mark(self, made: Programme, number: int) -> None:
        """Print the mark of a programme where and as the station does."""
        if not made.age_class or self.style.where == "none":
            return
        in_field = self.style.where == "field"
        mark = self.style.printed.get(made.age_class, made.age_class)
        mark = mark if in_field else f"({mark})"
        if made.age_class == "E18":
            mark = self.style.e18[number % len(self.style.e18)]
        if in_field:
            made.mark = mark
        elif self.style.where == "title":
            made.title = f"{made.title} {mark}"
        else:
            made.text = f"{made.text} {mark}".strip()

    def put(  # noqa: PLR0913 - a place, a programme, and its marks
        self, day: int, clock: str, minutes: int, title: str, *, mark: str = "", text: str = ""
    ) -> Programme:
        """Put a programme in place of what is there, and let its neighbours make room.

        ``day``: 0 for Monday, by the calendar. ``clock``: ``05:10``.
        """
        hour, minute = map(int, clock.split(":"))
        start = self.monday.replace(hour=hour, minute=minute) + timedelta(days=day)
        stop = start + timedelta(minutes=minutes)
        made = Programme(start, stop, title, "planted", mark=mark, text=text, planted=True)
        kept: list[Programme] = []
        for old in self.programmes:
            if old.stop <= made.start or old.start >= made.stop:
                kept.append(old)
                continue
            if old.planted:
                raise ValueError(f"{self.channel}: {title} stands on {old.title}")
            if old.start < made.start and old.stop > made.stop:
                rest = TITLES[self.style.language]["break"][0]
                kept.append(Programme(made.stop, old.stop, rest, "break"))
            if old.start < made.start:
                old.stop = made.start
                kept.append(old)
            elif old.stop > made.stop:
                old.start = made.stop
                kept.append(old)
        self.programmes = sorted([*kept, made], key=lambda one: one.start)
        return made

    def after(self, made: Programme) -> Programme:
        """The programme that follows."""
        return self.programmes[self.programmes.index(made) + 1]
