from __future__ import annotations

import pytest

from tests.portal.visitors import account

pytestmark = pytest.mark.usefixtures("portal")


@pytest.mark.parametrize(
    ("role", "let_in"),
    [("station", False), ("reader", False), ("officer", True), ("head", True)],
)
def test_a_view_is_for_the_roles_that_it_names(role: str, let_in: bool) -> None:
    from django.core.exceptions import PermissionDenied
    from django.http import HttpResponse
    from django.test import RequestFactory

    from schedcheck.portal.access import DECIDERS, only

    @only(*DECIDERS)
    def view(_request: object, word: str) -> HttpResponse:
        return HttpResponse(word)

    request = RequestFactory().get("/")
    request.user = account("a@example.kz", role)
    if let_in:
        assert view(request, "decided").content == b"decided"
    else:
        with pytest.raises(PermissionDenied):
            view(request, "decided")
