from __future__ import annotations

import pytest


@pytest.mark.usefixtures("portal")
def test_no_migration_is_missing() -> None:
    from django.core.management import call_command

    call_command("makemigrations", "portal", check=True, dry_run=True, verbosity=0)


@pytest.mark.usefixtures("portal")
def test_verdicts_of_before_get_the_state_of_their_delivery() -> None:
    from importlib import import_module

    from django.apps import apps

    from schedcheck.portal.models import Verdict
    from tests.portal.visitors import WEEK, account, delivered_with, schedule_of, verdict_text

    delivered_with(account(), WEEK, verdict_text(schedule_of(WEEK), WEEK))
    Verdict.objects.update(delivery="", undecided=0)
    module = import_module("schedcheck.portal.migrations.0003_decisions")
    module.fill_in(apps, None)
    verdict = Verdict.objects.get()
    assert (verdict.delivery, verdict.undecided) == ("judged in part", 1)
