"""Signatures of values on the page of the library.

What the documentation does for dataclasses by itself is done here for structs of msgspec and for
named tuples, which a caller makes in the same way.
"""

# ruff: noqa: INP001 - an extension beside the pages

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import griffe

_BASES = frozenset(("msgspec.Struct", "typing.NamedTuple"))
_FIELD = "msgspec.field"


class ValueSignatures(griffe.Extension):
    """Gives each struct and each named tuple the ``__init__`` that its fields make."""

    def on_package(self, *, pkg: griffe.Module, **_kwargs: Any) -> None:
        """Go through the classes of a package that is loaded."""
        for one in _classes(pkg):
            if _is_value(one) and "__init__" not in one.members:
                one.set_member("__init__", _init(one))


def _classes(within: griffe.Module | griffe.Class) -> Iterator[griffe.Class]:
    for member in within.members.values():
        if isinstance(member, griffe.Class):
            yield member
        if isinstance(member, griffe.Module | griffe.Class):
            yield from _classes(member)


def _is_value(one: griffe.Class) -> bool:
    return any(_names_value(base) for made in (one, *one.mro()) for base in made.bases)


def _names_value(base: str | griffe.Expr) -> bool:
    return isinstance(base, griffe.Expr) and base.canonical_path in _BASES


def _init(one: griffe.Class) -> griffe.Function:
    """The method that takes the fields of a class behind those of its bases, as both kinds do."""
    # a field that is given anew stays where it was
    fields = {field.name: field for made in (*reversed(one.mro()), one) for field in _fields(made)}
    by_name = [field.kind is griffe.ParameterKind.keyword_only for field in fields.values()]
    in_order = sorted(zip(by_name, fields.values(), strict=True), key=lambda pair: pair[0])
    me = griffe.Parameter("self", kind=griffe.ParameterKind.positional_or_keyword)
    parameters = griffe.Parameters(me, *(field for _by_name, field in in_order))
    return griffe.Function("__init__", parent=one, parameters=parameters, returns="None")


def _fields(one: griffe.Class) -> Iterator[griffe.Parameter]:
    """The fields of a class itself, as parameters."""
    by_name = str(one.keywords.get("kw_only")) == "True"
    kind = "keyword_only" if by_name else "positional_or_keyword"
    for member in one.members.values():
        if not isinstance(member, griffe.Attribute) or member.annotation is None:
            continue
        if "property" in member.labels or "instance-attribute" not in member.labels:
            continue  # what is calculated, and constants of the class
        yield griffe.Parameter(
            member.name,
            annotation=member.annotation,
            kind=griffe.ParameterKind[kind],
            default=_default(member.value),
        )


def _default(value: str | griffe.Expr | None) -> str | griffe.Expr | None:
    """What a field is without a value given: what a factory makes is shown as its call."""
    if not isinstance(value, griffe.ExprCall) or value.canonical_path != _FIELD:
        return value
    given = {one.name: one.value for one in value.arguments if isinstance(one, griffe.ExprKeyword)}
    factory = given.get("default_factory")
    return (
        griffe.ExprCall(factory, []) if isinstance(factory, griffe.Expr) else given.get("default")
    )
