"""The formulas that schedules are made of: arithmetic, references, and functions of time and sums.

Values are as a spreadsheet keeps them: numbers (days and parts of days), texts, truth values, and
None for a blank cell. Whatever is not known here raises :class:`FormulaError`; nothing is guessed.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TypeAlias

from msgspec import Struct
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

from schedcheck.readers.values.cells import DAY, EPOCH, parse_day
from schedcheck.readers.values.moments import parse_moment

Value: TypeAlias = float | str | bool | None
#: The values of a reference: one cell's, or those of a range, row by row.
Lookup: TypeAlias = Callable[[str], Sequence[Value]]
_Argument: TypeAlias = "Value | Sequence[Value]"

_PRECEDENCE = {"=": 0, "<>": 0, "<": 0, ">": 0, "<=": 0, ">=": 0, "&": 1, "+": 2, "-": 2, "*": 3,
               "/": 3, "^": 4}  # fmt: skip
_UNARY = 5
#: As long as spreadsheets let a text in a cell and a formula be, in characters.
_LONGEST_TEXT, _LONGEST_FORMULA = 32_767, 8_192
_PARTS = re.compile(r"\[?h+\]?|m+|s+|d+|y+|[^hmsdy]+", re.IGNORECASE)


class FormulaError(Exception):
    """A formula that is not computed here; the text says at what it stopped."""


def compute(formula: str, lookup: Lookup) -> Value:
    """The value of a formula (``=C10+E10``); ``lookup`` gives what a reference stands for.

    Raises FormulaError for whatever is not known here, and for what has no value.
    """
    if len(formula) > _LONGEST_FORMULA:
        raise FormulaError(f"{formula[:40]}…")
    try:
        tokens = [token for token in Tokenizer(formula).items if token.type != Token.WSPACE]
    except Exception as error:  # the tokenizer raises several kinds for broken formulas
        raise FormulaError(formula) from error
    parser = _Parser(tokens, lookup)
    try:
        value = _one(parser.expression())
    except (ArithmeticError, ValueError, TypeError, IndexError, RecursionError) as error:
        raise FormulaError(formula) from error
    if parser.at < len(tokens):
        raise FormulaError(str(tokens[parser.at].value))
    return value


class _Parser(Struct):
    """Reads an expression by the precedence of its operators, and reckons it on the way."""

    tokens: list[Token]
    lookup: Lookup
    at: int = 0

    def expression(self, least: int = 0) -> _Argument:
        left = self._operand()
        while (token := self._peek()) is not None:
            if token.type == Token.OP_POST:
                self.at += 1
                left = _number(left) / 100
                continue
            if token.type != Token.OP_IN or token.value not in _PRECEDENCE:
                break
            rank = _PRECEDENCE[token.value]
            if rank < least:
                break
            self.at += 1
            left = _infix(token.value, left, self.expression(rank + 1))
        return left

    def _peek(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _operand(self) -> _Argument:
        token = self.tokens[self.at]
        self.at += 1
        if token.type == Token.OPERAND:
            return self._literal(token)
        if token.type == Token.OP_PRE:
            value = _number(self.expression(_UNARY))
            return -value if token.value == "-" else value
        if token.type == Token.PAREN and token.subtype == Token.OPEN:
            inside = self.expression()
            if self.tokens[self.at].subtype != Token.CLOSE:
                raise FormulaError(str(self.tokens[self.at].value))
            self.at += 1
            return inside
        if token.type == Token.FUNC and token.subtype == Token.OPEN:
            return self._call(token.value.rstrip("(").upper().removeprefix("_XLFN."))
        raise FormulaError(str(token.value))

    def _literal(self, token: Token) -> _Argument:
        if token.subtype == Token.NUMBER:
            return float(token.value)
        if token.subtype == Token.TEXT:
            return str(token.value)[1:-1].replace('""', '"')
        if token.subtype == Token.LOGICAL:
            return bool(token.value.upper() == "TRUE")
        if token.subtype == Token.RANGE:
            values = self.lookup(token.value)
            return values if ":" in token.value else values[0]
        raise FormulaError(str(token.value))

    def _call(self, name: str) -> _Argument:
        if name not in FUNCTIONS:
            raise FormulaError(name)
        arguments: list[_Argument] = []
        while True:
            token = self.tokens[self.at]
            if token.type == Token.FUNC and token.subtype == Token.CLOSE:
                self.at += 1
                break
            if token.type == Token.SEP:
                self.at += 1
                continue
            arguments.append(self.expression())
        try:
            return FUNCTIONS[name](*arguments)
        except TypeError as error:  # too many or too few arguments
            raise FormulaError(name) from error


def _one(value: _Argument) -> Value:
    if isinstance(value, (str, bool, float, int)) or value is None:
        return value
    if len(value) == 1:
        return value[0]
    raise FormulaError("a range where one value is due")


def _number(argument: _Argument) -> float:
    """A value as a number; texts that look like times, dates or numbers count as such."""
    value = _one(argument)
    if value is None:
        return 0
    if not isinstance(value, str):
        return float(value)
    text = value.strip()
    if re.fullmatch(r"[+-]?\d+(?:[.,]\d+)?", text):
        return float(text.replace(",", "."))
    day = parse_day(text)
    if day is not None:
        return float((day - EPOCH.date()).days)
    moment = parse_moment(text)
    if moment is None or moment.zone:
        raise FormulaError(value)
    days = (moment.day - EPOCH.date()).days if moment.day else 0
    return days + moment.seconds / DAY


def _text(argument: _Argument) -> str:
    value = _one(argument)
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    return f"{value:g}" if isinstance(value, float) else str(value)


def _joined(*values: _Argument) -> str:
    """Texts one behind the other: as long as a cell may be, else each could double the last."""
    text = "".join(map(_text, values))
    if len(text) > _LONGEST_TEXT:
        raise FormulaError("&")
    return text


_ARITHMETIC: Mapping[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
}
_COMPARED: Mapping[str, Callable[[object, object], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": lambda left, right: left < right,  # type: ignore[operator]
    ">": lambda left, right: left > right,  # type: ignore[operator]
    "<=": lambda left, right: left <= right,  # type: ignore[operator]
    ">=": lambda left, right: left >= right,  # type: ignore[operator]
}


def _infix(sign: str, left: _Argument, right: _Argument) -> Value:
    if sign in _ARITHMETIC:
        return _ARITHMETIC[sign](_number(left), _number(right))
    if sign == "&":
        return _joined(left, right)
    if isinstance(_one(left), str) or isinstance(_one(right), str):
        return _COMPARED[sign](_text(left).casefold(), _text(right).casefold())
    return _COMPARED[sign](_number(left), _number(right))


def _flat(arguments: Sequence[_Argument]) -> list[float]:
    """The numbers among arguments; texts and blanks in ranges do not count."""
    numbers: list[float] = []
    for argument in arguments:
        if isinstance(argument, (str, bool, float, int)) or argument is None:
            numbers.append(_number(argument))
        else:
            numbers += [float(value) for value in argument if isinstance(value, (float, int))]
    return numbers


def _moment(argument: _Argument) -> datetime:
    return EPOCH + timedelta(seconds=round(_number(argument) * DAY))


def _date(year: _Argument, month: _Argument, day: _Argument) -> float:
    months = int(_number(year)) * 12 + int(_number(month)) - 1
    first = date(months // 12, months % 12 + 1, 1)
    return (first - EPOCH.date()).days + int(_number(day)) - 1


def _time(hour: _Argument, minute: _Argument, second: _Argument) -> float:
    return (_number(hour) * 3600 + _number(minute) * 60 + _number(second)) / DAY % 1


def _if(test: _Argument, yes: _Argument = True, no: _Argument = False) -> _Argument:  # noqa: FBT002 - as in spreadsheets
    return yes if _number(test) else no


def _round(number: _Argument, digits: _Argument = 0) -> float:
    scale = 10.0 ** int(_number(digits))
    return math.floor(_number(number) * scale + 0.5) / scale


def _formatted(value: _Argument, form: _Argument) -> str:
    """TEXT for times and dates; ``m`` beside hours or seconds is minutes."""
    moment = _moment(value)
    parts = _PARTS.findall(_text(form))
    shown = []
    for at, part in enumerate(parts):
        letter = part.strip("[]")[:1].lower()
        beside = [p.strip("[]")[:1].lower() for p in parts[max(0, at - 2) : at + 3] if p != part]
        minutes = letter == "m" and ("h" in beside or "s" in beside) and "d" not in beside
        numbers = {
            "h": moment.hour, "s": moment.second, "d": moment.day, "y": moment.year,
            "m": moment.minute if minutes else moment.month,
        }  # fmt: skip
        if letter in numbers and len(part) > 2 and letter != "y":
            raise FormulaError(part)
        width = len(part.strip("[]"))
        number = numbers.get(letter)
        if number is None:
            if any(map(str.isalpha, part)):  # AM/PM, or the letters of another language
                raise FormulaError(part)
            shown.append(part)
        else:
            shown.append(f"{number % 100 if letter == 'y' and width < 3 else number:0{width}}")
    return "".join(shown)


#: What is known of the functions of spreadsheets, by their English names as files keep them.
FUNCTIONS: Mapping[str, Callable[..., _Argument]] = {
    "SUM": lambda *values: math.fsum(_flat(values)),
    "MAX": lambda *values: max(_flat(values), default=0.0),
    "MIN": lambda *values: min(_flat(values), default=0.0),
    "ABS": lambda value: abs(_number(value)),
    "INT": lambda value: float(math.floor(_number(value))),
    "MOD": lambda value, by: _number(value) % _number(by),
    "ROUND": _round,
    "IF": _if,
    "AND": lambda *values: all(_number(value) for value in values),
    "OR": lambda *values: any(_number(value) for value in values),
    "NOT": lambda value: not _number(value),
    "TIME": _time,
    "DATE": _date,
    "HOUR": lambda value: float(_moment(value).hour),
    "MINUTE": lambda value: float(_moment(value).minute),
    "SECOND": lambda value: float(_moment(value).second),
    "YEAR": lambda value: float(_moment(value).year),
    "MONTH": lambda value: float(_moment(value).month),
    "DAY": lambda value: float(_moment(value).day),
    "TIMEVALUE": lambda text: _number(text) % 1,
    "DATEVALUE": lambda text: float(math.floor(_number(text))),
    "VALUE": _number,
    "TEXT": _formatted,
    "CONCATENATE": _joined,
    "TRIM": lambda text: " ".join(_text(text).split()),
}
