"""What people write beside a schedule of who may watch a programme: in words, as an age."""

from __future__ import annotations

import re
import unicodedata

from schedcheck.readers.values.age_names import has_adult_mark

#: Words that say that something is for adults, without a mark.
_WORDS = re.compile(
    r"(?<!не )для\s+взрослых|взрослой\s+аудитори|только\s+взрослым|ересектер|восемнадцат"
    r"|он\s+сегіз|кәмелетке\s+толған|совершеннолетн|не\s+для\s+детей|детям\s+(?:нельзя|запрещ)"
    r"|балаларға\s+(?:болмайды|тыйым)|adults?\s+only|for\s+adults|mature\s+audience|eighteen",
    re.IGNORECASE,
)
#: What is behind a number that is a day, an hour, or counts something.
_NO_AGE = (
    r"(?!\d|[.,:/-]\d|\W{0,2}(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек|час|ч\b|мин"
    r"|сери|выпуск|эпизод|мест|раз|век|қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз"
    r"|қыркүйек|қазан|қараша|желтоқсан|сағ|бөлім|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
)
#: How a remark says an age: by the word for it, or as the number alone.
_REMARK = re.compile(
    r"(?:(?:возраст|рейтинг|категори|ограничени|маркировк|метк|знак|жас|санат|шектеу|белгі)\w{0,12}"
    r"|\bage|rated|rating|старше|(?<!\w)(?:от|с|до)|over|under|after)"
    rf"\W{{0,3}}(?:(?:с|от|до)\s)?(?:18|21){_NO_AGE}|(?<!\w)[EЕ][ .-]?18(?!\d)"
    r"|(?:\A|[:\n]|-\s)[^\w\n]{0,5}(?:18|21)[^\w\n]{0,5}(?:\Z|\n)"
    r"|(?<!\d)(?:18|21)\W{0,2}(?:вместо|не\s+1|а\s+не)",
    re.IGNORECASE,
)


def says_adults(text: str) -> bool:
    """Whether words of a text say that something is for adults."""
    return _WORDS.search(text) is not None


def remarks_on_adults(text: str) -> bool:
    """Whether a remark beside a schedule, such as a comment of a cell, says that a programme is for
    adults: by a mark, in words, or as an age («возраст 18»).
    """
    plain = unicodedata.normalize("NFKC", text)
    return has_adult_mark(plain) or says_adults(plain) or _REMARK.search(plain) is not None
