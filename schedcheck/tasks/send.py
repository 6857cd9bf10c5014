"""Files sent to a portal by the HTTP of the standard library; what gets no answer is sent again."""

from __future__ import annotations

import hashlib
import http.client
import ipaddress
import json
import ssl
import time
from collections.abc import Mapping
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import (
    HTTPRedirectHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    build_opener,
)

from msgspec import Struct

from schedcheck.errors import ConfigError
from schedcheck.given_files import content_of
from schedcheck.messages import current_language, msg
from schedcheck.messages.library_errors import Reason

#: Seconds that a server may leave a request without an answer; longer than it lets one wait.
_SILENCE = 90
#: So often a request is sent that gets no answer, after pauses of 1, 2, 4... seconds.
_TRIES = 6
#: Statuses after which the same request may succeed later.
_LATER = frozenset({429, 502, 503, 504})
#: Seconds between two questions whether a delivery is judged, where the portal does not say.
_LOOK = 2.0
_DELIVERIES = "/api/v1/deliveries"


class Sent(Struct, frozen=True):
    """What a portal says of a file: its answer, and the words that ``check`` prints of it.

    ``answer`` is the JSON of ``check`` with the member ``delivery``, or that member alone where the
    file is not judged.
    """

    answer: dict[str, Any]
    text: str

    @property
    def delivery(self) -> dict[str, Any]:
        """What the portal says of the delivery."""
        found: dict[str, Any] = self.answer["delivery"]
        return found

    @property
    def is_judged(self) -> bool:
        """Whether there is a verdict."""
        return bool(self.delivery["state"] == "judged")


class _NoRedirect(HTTPRedirectHandler):
    """A token goes to the address that was named, and to no other."""

    def redirect_request(self, *_request: Any, **_named: Any) -> None:
        """Follow nothing: the answer is an error."""


class Portal:
    """A portal at an address, to which files are sent with a token.

    ``patience``: seconds after which a request that the portal puts off, or a verdict that does not
    come, is no longer waited for. Raises ConfigError for an address that would show the token to
    the network.
    """

    def __init__(self, address: str, token: str, patience: float) -> None:
        self._address = _checked(address)
        self._token = token
        self._end = time.monotonic() + patience
        self._opener = _opener(self._address)

    def send(
        self, path: Path, channel: str, week: str, *, draft: bool = False, again: bool = False
    ) -> Sent:
        """Send a file for a week of a channel, as a ``draft`` only to have it checked.

        Sent again, by this or another process, the same file is the same delivery, unless it is to
        be sent ``again``, as a new version. Raises
        ConfigError where the portal refuses it or does not answer, and for a file that cannot be
        read.
        """
        try:
            content = content_of(path)
        except OSError as error:
            words = msg("%(file)s: cannot be read: %(error)s", file=path, error=Reason.of(error))
            raise ConfigError(words) from error
        sha256 = hashlib.sha256(content).hexdigest()
        fields = {"channel": channel, "week": week, "send": "false" if draft else "true"}
        body, kind = _form(fields, path.name, content)
        named = [sha256, *fields.values(), *([token_hex(16)] if again else [])]
        key = hashlib.sha256(json.dumps(named).encode()).hexdigest()
        headers = {"Content-Type": kind, "Idempotency-Key": key}
        answer = self._asked(_DELIVERIES, body, headers)
        if answer["delivery"]["sha256"] != sha256:
            words = msg("%(address)s: received other bytes than those sent", address=self._address)
            raise ConfigError(words)
        place = f"{_DELIVERIES}/{quote(answer['delivery']['number'], safe='')}"
        while answer["delivery"]["state"] == "queued" and time.monotonic() < self._end:
            time.sleep(_LOOK)
            answer = self._asked(place)
        judged = answer["delivery"]["state"] == "judged"
        text = self._get(f"{place}/text").decode("utf-8") if judged else ""
        return Sent(answer, text)

    def _asked(
        self, place: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        content = self._get(place, body, headers)
        try:
            value: dict[str, Any] = json.loads(content)
            is_delivery = {"state", "number", "sha256"} <= set(value["delivery"])
        except (ValueError, TypeError, KeyError):
            is_delivery = False
        if not is_delivery:
            words = msg("%(address)s: this is not a portal of schedcheck", address=self._address)
            raise ConfigError(words)
        return value

    def _get(
        self, place: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> bytes:
        """The content of an answer; a request without one is sent again."""
        own = {"Authorization": f"Bearer {self._token}", "Accept-Language": current_language()}
        request = Request(self._address + place, body, {**own, **(headers or {})})  # noqa: S310 - checked
        pause = 1.0
        for left in reversed(range(_TRIES)):
            try:
                with self._opener.open(request, timeout=_SILENCE) as answer:
                    content: bytes = answer.read()
                    return content
            except HTTPError as error:
                wait = max(pause, _retry_after(error))
                if error.code not in _LATER or not left or self._is_over(wait):
                    raise self._refused(error) from error
                pause, waited = pause * 2, wait
            except (OSError, http.client.HTTPException) as error:
                inner = error.reason if isinstance(error, URLError) else error
                reason = inner if isinstance(inner, Exception) else error
                if isinstance(reason, ssl.SSLError) or not left or self._is_over(pause):
                    words = msg(
                        "%(address)s: no answer: %(error)s",
                        address=self._address,
                        error=Reason.of(reason),
                    )
                    raise ConfigError(words) from error
                pause, waited = pause * 2, pause
            time.sleep(waited)
        raise AssertionError  # the last try returns or raises

    def _is_over(self, wait: float) -> bool:
        return time.monotonic() + wait > self._end

    def _refused(self, error: HTTPError) -> ConfigError:
        """What the portal says is wrong, else the status."""
        try:
            detail = str(json.loads(error.read())["detail"])
        except (ValueError, TypeError, KeyError, OSError, http.client.HTTPException):
            words = msg(
                "%(address)s: answered with status %(status)d",
                address=self._address,
                status=error.code,
            )
            return ConfigError(words)
        return ConfigError(msg("%(address)s: %(error)s", address=self._address, error=detail))


def _checked(address: str) -> str:
    """The address without a slash at its end."""
    parts = urlsplit(address)
    try:
        _port = parts.port
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        words = msg(
            "%(address)s: not the address of a site, such as https://portal.kz", address=address
        )
        raise ConfigError(words)
    if parts.username or parts.password:
        raise ConfigError(msg("--to takes an address without a name and a password"))
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        words = msg(
            "%(address)s: without TLS everybody on the way could read the token; use https",
            address=address,
        )
        raise ConfigError(words)
    return address.rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _opener(address: str) -> OpenerDirector:
    """What opens addresses: it follows no redirection, and to this machine it goes by no proxy."""
    host = urlsplit(address).hostname or ""
    return build_opener(_NoRedirect, *([ProxyHandler({})] if _is_loopback(host) else []))


def _form(fields: Mapping[str, str], name: str, content: bytes) -> tuple[bytes, str]:
    """The body of ``multipart/form-data``, and its type."""
    boundary = token_hex(16)
    # as browsers do: what would end the name of the file is escaped
    safe = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in fields.items()
    ]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{safe}"\r\n'
    kind = "Content-Type: application/octet-stream\r\n\r\n"
    before = "".join([*parts, head, kind]).encode("utf-8", "replace")
    body = before + content + f"\r\n--{boundary}--\r\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"


def _retry_after(error: HTTPError) -> float:
    try:
        return max(0.0, float(error.headers.get("Retry-After", "0")))
    except ValueError:  # a date
        return 0.0
