"""How the portal sends e-mail: by a server, printed where none is named, or not at all."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from schedcheck.errors import ConfigError
from schedcheck.messages import msg

_CONSOLE = "django.core.mail.backends.console.EmailBackend"
_NONE = "django.core.mail.backends.dummy.EmailBackend"
_SMTP = "django.core.mail.backends.smtp.EmailBackend"
#: What an address may begin with -> the usual port.
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class MailServer(NamedTuple):
    """A server for e-mail, as the settings of Django name its parts."""

    backend: str = _CONSOLE
    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False

    def mailer(self, timeout: int) -> dict[str, Any]:
        """The same as Django 6.1 names it; ``timeout`` in seconds."""
        if self.backend != _SMTP:
            return {"BACKEND": self.backend}
        options = {
            "host": self.host,
            "port": self.port,
            "username": self.user,
            "password": self.password,
            "use_tls": self.starttls,
            "use_ssl": self.tls,
            "timeout": timeout,
        }
        return {"BACKEND": self.backend, "OPTIONS": options}


def connection() -> Any:
    """A connection to the server for e-mail, as this version of Django makes it."""
    from django.core import mail

    mailers = getattr(mail, "mailers", None)
    return mail.get_connection() if mailers is None else mailers.default


def mail_server(url: str) -> MailServer:
    """The server in ``smtps://user:password@host:465``; for nothing, letters are printed.

    ``off``: none is sent.
    ``smtp+starttls://`` begins to encrypt after it has connected, ``smtp://`` never does. Raises
    ConfigError for anything else, and for a password that would go unencrypted.
    """
    if not url:
        return MailServer()
    if url == "off":
        return MailServer(_NONE)
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
        host = parts.hostname or ""
    except (ValueError, KeyError):
        host, port = "", 0
    if not host:
        raise ConfigError(
            msg(
                "SCHEDCHECK_MAIL takes smtps://, smtp+starttls:// or smtp:// with a server, such "
                "as smtps://user:password@mail.example.kz"
            )
        )
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if password and parts.scheme == "smtp":
        raise ConfigError(
            msg("SCHEDCHECK_MAIL: smtp:// would send the password as it is; write smtp+starttls://")
        )
    starttls, tls = parts.scheme == "smtp+starttls", parts.scheme == "smtps"
    return MailServer(_SMTP, host, port, user, password, starttls, tls)
