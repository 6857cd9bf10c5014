from __future__ import annotations

import pytest

from schedcheck.errors import ConfigError
from schedcheck.portal.mail import MailServer, mail_server


def test_without_a_server_letters_are_printed() -> None:
    assert mail_server("").backend.endswith("console.EmailBackend")


def test_letters_can_be_switched_off() -> None:
    assert mail_server("off").backend.endswith("dummy.EmailBackend")


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtps://u%40x:p%3A@mail.kz", ("mail.kz", 465, "u@x", "p:", False, True)),
        ("smtp+starttls://u:p@mail.kz:25", ("mail.kz", 25, "u", "p", True, False)),
        ("smtp://localhost", ("localhost", 25, "", "", False, False)),
    ],
)
def test_a_server_is_read_from_its_address(url: str, server: tuple[object, ...]) -> None:
    made = mail_server(url)
    assert made.backend.endswith("smtp.EmailBackend")
    assert made[1:] == MailServer("", *server)[1:]  # type: ignore[arg-type]


@pytest.mark.parametrize("url", ["mail.kz", "http://mail.kz", "smtps://", "smtp://h:port"])
def test_what_is_not_the_address_of_a_server_is_refused(url: str) -> None:
    with pytest.raises(ConfigError, match="SCHEDCHECK_MAIL takes"):
        mail_server(url)


def test_a_password_is_never_sent_as_it_is() -> None:
    with pytest.raises(ConfigError, match="would send the password"):
        mail_server("smtp://u:p@mail.kz")
