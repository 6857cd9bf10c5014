"""The choices of the administrator, each with the value that it has before anyone chooses."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from msgspec import Struct
from msgspec.structs import asdict

from schedcheck.portal.models import Setting, log

#: The least and the most of each number.
BOUNDS = {"self_check_days": (1, 365), "delivery_years": (1, 50)}


class Choices(Struct, frozen=True):
    """``self_check_days``: how long a self-check is kept. ``delivery_years``: a delivery.

    ``second_factor``: whether accounts of the regulator must have one.
    """

    self_check_days: int
    delivery_years: int = 5
    second_factor: bool = False


def choices() -> Choices:
    """What holds now; one query."""
    known = Setting.objects.filter(name__in=Choices.__struct_fields__)
    chosen = dict(known.values_list("name", "value"))
    return Choices(**{"self_check_days": settings.SELF_CHECK_DAYS, **chosen})


def choose(who: str, new: Choices) -> None:
    """Keep other choices, each of which differs in the log."""
    with transaction.atomic():
        before = choices()
        changed: dict[str, Any] = {
            name: value for name, value in asdict(new).items() if value != getattr(before, name)
        }
        for name, value in changed.items():
            Setting.objects.update_or_create(name=name, defaults={"value": value})
            was = getattr(before, name)
            log(who, "setting changed", setting=name, value=int(value), before=int(was))
