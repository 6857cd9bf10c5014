from __future__ import annotations

import pytest

pytestmark = pytest.mark.usefixtures("portal")


def entries() -> None:
    from schedcheck.portal.models import log

    for number in range(3):
        log("a@example.kz", "sent", receipt=f"№{number}")


def test_a_log_that_nobody_has_changed_holds() -> None:
    from schedcheck.portal.models import check_log

    assert check_log() is None
    entries()
    assert check_log() is None


@pytest.mark.parametrize(
    "changed", [{"who": "b@example.kz"}, {"about": {}}, {"at": "2020"}, {"hash": "0" * 64}]
)
def test_an_entry_that_was_changed_is_found(changed: dict[str, object]) -> None:
    from schedcheck.portal.models import LogEntry, check_log

    entries()
    LogEntry.objects.filter(number=2).update(**changed)
    assert check_log() == 2


def test_an_entry_that_was_taken_out_is_found_even_where_its_hash_is_computed_again() -> None:
    from schedcheck.portal.models import LogEntry, check_log

    entries()
    LogEntry.objects.filter(number=2).delete()
    assert check_log() == 3
    last = LogEntry.objects.get(number=3)
    LogEntry.objects.filter(number=3).delete()
    last.number = 2
    last.hash = last.computed()
    last.save(force_insert=True)
    assert check_log() == 2
