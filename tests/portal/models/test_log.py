from __future__ import annotations

import pytest

pytestmark = pytest.mark.usefixtures("portal")


def entries() -> None:
    from schedcheck.portal.models import log

    for number in range(3):
        log("a@example.kz", "sent", receipt=f"№{number}")


def tampered(statement: str, *values: object) -> None:
    """Change the table behind Django's back."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_log_that_nobody_has_changed_holds() -> None:
    from schedcheck.portal.models import check_log

    assert check_log() is None
    entries()
    assert check_log() is None


@pytest.mark.parametrize(
    "changed", [{"who": "b@example.kz"}, {"about": "{}"}, {"at": "2020"}, {"hash": "0" * 64}]
)
def test_an_entry_that_was_changed_is_found(changed: dict[str, object]) -> None:
    from schedcheck.portal.models import check_log

    entries()
    for column, value in changed.items():
        tampered(f"UPDATE portal_logentry SET {column} = %s WHERE number = 2", value)  # noqa: S608
    assert check_log() == 2


def test_an_entry_that_was_taken_out_is_found_even_where_its_hash_is_computed_again() -> None:
    from schedcheck.portal.models import LogEntry, check_log

    entries()
    tampered("DELETE FROM portal_logentry WHERE number = 2")
    assert check_log() == 3
    last = LogEntry.objects.get(number=3)
    last.number = 2
    statement = "UPDATE portal_logentry SET number = 2, hash = %s WHERE number = 3"
    tampered(statement, last.computed())
    assert check_log() == 2


def test_no_way_of_django_changes_or_deletes_an_entry() -> None:
    from schedcheck.portal.models import AppendOnlyError, LogEntry, check_log

    entries()
    entry = LogEntry.objects.get(number=2)
    entry.who = "b@example.kz"
    again = LogEntry(number=2, about={}, who="b@example.kz")
    rows = LogEntry.objects.filter(number=2)
    ways = [
        entry.save,
        lambda: entry.save(update_fields=["who"]),
        entry.delete,
        lambda: rows.update(who=""),
        rows.delete,
        lambda: rows.bulk_update([entry], ["who"]),
        lambda: LogEntry.objects.update_or_create(number=2, defaults={"who": ""}),
        lambda: LogEntry.objects.bulk_create(
            [again], update_conflicts=True, update_fields=["who"], unique_fields=["number"]
        ),
    ]
    for way in ways:
        with pytest.raises(AppendOnlyError):
            way()
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
    assert LogEntry.objects.get(number=2).who == "a@example.kz"
    assert LogEntry.objects.count() == 4
    assert check_log() is None
