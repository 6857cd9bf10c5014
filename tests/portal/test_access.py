from __future__ import annotations

import pytest

from tests.portal.visitors import account

pytestmark = pytest.mark.usefixtures("portal")


@pytest.mark.parametrize(
    ("role", "status"),
    [("station", 403), ("reader", 403), ("officer", 200), ("head", 200)],
)
def test_a_view_is_for_the_roles_that_it_names(role: str, status: int) -> None:
    from django.core.exceptions import PermissionDenied
    from django.http import HttpResponse
    from django.test import RequestFactory

    from schedcheck.portal.access import DECIDERS, only

    @only(*DECIDERS)
    def view(_request: object, word: str) -> HttpResponse:
        return HttpResponse(word)

    request = RequestFactory().get("/")
    request.user = account("a@example.kz", role)
    if status == 200:
        assert view(request, "decided").content == b"decided"
    else:
        with pytest.raises(PermissionDenied):
            view(request, "decided")
