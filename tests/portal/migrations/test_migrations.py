from __future__ import annotations

import pytest


@pytest.mark.usefixtures("portal")
def test_no_migration_is_missing() -> None:
    from django.core.management import call_command

    call_command("makemigrations", "portal", check=True, dry_run=True, verbosity=0)
