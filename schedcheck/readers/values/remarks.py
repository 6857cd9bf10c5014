"""What people write beside a schedule of who may watch a programme: in words, as an age."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from schedcheck.readers.values.age_names import has_adult_mark, says_adults
from schedcheck.readers.values.words import fold, months, one_of, words


@cache
def _age() -> re.Pattern[str]:
    """How a remark says an age: by the word for it, or as the number alone; none that is a day, an
    hour, or counts something.
    """
    counted = (word for word in words("counted") if len(word) > 1)
    hours = (word if len(word) == 1 else f"{word}*" for word in words("hour"))
    other = rf"(?!\d|[.,:/-]\d|\W{{0,2}}(?:{months()}|{one_of((*counted, *hours))}))"
    return re.compile(
        r"(?:(?:возраст|рейтинг|категори|ограничени|маркировк|метк|знак|жас|санат|шектеу|белгі)"
        r"\w{0,12}|(?<!\w)(?:возр|огр|кат)\.?|было|стало|вместо|\bage|rated|rating|старше"
        r"|(?<!\w)(?:от|с|до)|over|under|after)"
        rf"\W{{0,3}}(?:(?:с|от|до)\s)?(?:18|21){other}|(?<!\w)[eеkк][ .-]?18(?!\d)"
        r"|(?:\A|[:\n]|-\s)[^\w\n]{0,5}(?:18|21)[^\w\n]{0,5}(?:\Z|\n)"
        r"|(?<!\d)(?:18|21)\W{0,2}(?:вместо|не\s+1|а\s+не)"
    )


def remarks_on_adults(text: str) -> bool:
    """Whether a remark beside a schedule, such as a comment of a cell, says that a programme is for
    adults: by a mark, in words, or as an age («возраст 18»).
    """
    plain = unicodedata.normalize("NFKC", text)
    return has_adult_mark(plain) or says_adults(plain) or _age().search(fold(plain)) is not None
