"""The portal with a database of its own: SQLite, or PostgreSQL where PORTAL_DATABASE says so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.portal.postgresql import cluster

#: When the channels came into the portals of tests.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of data, with Django ready and the tables made."""
    folder = tmp_path_factory.mktemp("portal")
    os.environ |= {"SCHEDCHECK_HTTP": "1", "SCHEDCHECK_HOSTS": "testserver,127.0.0.1"}
    # the browser of other tests keeps an event loop here, beside which Django does nothing
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with ExitStack() as stack:
        if os.environ.get("PORTAL_DATABASE") == "postgresql":
            os.environ["DATABASE_URL"] = stack.enter_context(cluster())
        from schedcheck.portal.start import migrate, start

        start(folder)
        from django.conf import settings
        from django.db import connections
        from django.test.utils import setup_test_environment

        stack.callback(connections.close_all)
        setup_test_environment()
        # the safe one takes half a second for each password
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        migrate()
        yield folder


@pytest.fixture
def portal(data: Path) -> Iterator[Path]:
    """The portal without accounts, uploads and log; its folder of data.

    It has no log yet, and is a portal that was there before any week of the tests.
    """
    from django.core.management import call_command

    from schedcheck.portal.channels import take_roster
    from schedcheck.portal.models import Channel

    Channel.objects.update(since=LONG_AGO)
    yield data
    call_command("flush", verbosity=0, interactive=False)
    take_roster()
    for name in ("uploads", "made"):
        shutil.rmtree(data / name, ignore_errors=True)
