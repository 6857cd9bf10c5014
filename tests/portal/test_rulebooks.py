from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from schedcheck.errors import ConfigError
from tests.portal.visitors import account

pytestmark = pytest.mark.usefixtures("portal")
#: A law that forbids class 18 from 06:00 to 20:00 alone.
RULEBOOK = """
id = "xx"
zone = "Asia/Almaty"
names = { kk = "Сынақ", ru = "Проба", en = "Trial" }
film_words = ["film"]

[[class]]
id = "E18"
age = 18
names = { kk = "18 жастан бастап", ru = "с 18 лет", en = "from 18 years" }

[[rule]]
id = "xx-2010-18"
first = 2010-05-01
media = ["tv"]
product = "any"
foreign = "judged"
duty = "broadcaster"
conditional_access = "judged"
titles = { kk = "18 санаты", ru = "Категория 18", en = "Class 18" }
citations = { kk = "1-бап", ru = "ст. 1", en = "art. 1" }
bans = [{ classes = ["E18"], windows = ["06:00-20:00"] }]

[[mark]]
class = "E18"
spellings = ["18+"]
where = { field = "equal", bracket = "equal", end = "equal" }
""".encode()


def head() -> Any:
    return account("head@example.kz", "head")


def test_a_week_is_judged_by_the_rulebook_in_force_on_its_monday(tmp_path: Path) -> None:
    from schedcheck.law.rulebook import load_rulebook
    from schedcheck.portal import rulebooks

    assert rulebooks.put_rulebook("2026-W48", tmp_path) == {}
    who = head()
    rulebooks.give_shipped(who, date(2026, 11, 23), "ru")
    made = rulebooks.give_file(who, date(2026, 11, 24), "xx.toml", RULEBOOK)
    assert made.first == date(2026, 11, 30)
    weeks = {week: rulebooks.wanted(week) for week in ("2026-W47", "2026-W48", "2026-W49")}
    assert weeks == {
        "2026-W47": load_rulebook("kz").sha256,
        "2026-W48": load_rulebook("ru").sha256,
        "2026-W49": made.rulebook,
    }
    assert rulebooks.put_rulebook("2026-W48", tmp_path) == {"rulebook": "ru"}
    assert rulebooks.put_rulebook("2027-W01", tmp_path) == {
        "rulebook": f"{tmp_path.name}/rulebook.toml"
    }
    assert (tmp_path / "rulebook.toml").read_bytes() == RULEBOOK


def test_of_two_for_one_date_the_last_one_holds() -> None:
    from schedcheck.law.rulebook import load_rulebook
    from schedcheck.portal import rulebooks

    who = head()
    rulebooks.give_shipped(who, date(2026, 11, 23), "ru")
    rulebooks.give_shipped(who, date(2026, 11, 23), "kz")
    assert rulebooks.wanted("2026-W48") == load_rulebook("kz").sha256


def test_a_file_that_is_no_rulebook_is_refused_with_key_and_reason() -> None:
    from schedcheck.portal import rulebooks
    from schedcheck.portal.models import RulebookVersion

    wrong = RULEBOOK.replace(b'duty = "broadcaster"', b'duty = "nobody"')
    with pytest.raises(ConfigError, match=r"^xx\.toml: rule\[0\]\.duty"):
        rulebooks.give_file(head(), date(2026, 11, 23), "xx.toml", wrong)
    assert not RulebookVersion.objects.exists()
