"""The second factor: a code of the moment (TOTP) from a telephone, or one of the recovery codes."""

from __future__ import annotations

from secrets import token_hex

from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from schedcheck.portal.models import Account, RecoveryCode, log, token_hash

#: How many recovery codes an account has, and the bytes of each.
_CODES, _BYTES = 10, 8


def begin(account: Account) -> TOTPDevice:
    """A device that counts when its owner has shown a code of it; one begun before is gone."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=account, confirmed=False).delete()
        device: TOTPDevice = TOTPDevice.objects.create(user=account, name="", confirmed=False)
    return device


def begun(account: Account) -> TOTPDevice | None:
    """The device that was begun and does not count yet."""
    device: TOTPDevice | None = TOTPDevice.objects.filter(user=account, confirmed=False).first()
    return device


def confirm(account: Account, code: str) -> list[str]:
    """Have the device that was begun count where ``code`` is of it; the recovery codes, else none.

    Every other session of the account ends.
    """
    with transaction.atomic():
        devices = TOTPDevice.objects.select_for_update().filter(user=account, confirmed=False)
        device = devices.first()
        if device is None or not device.verify_token(_plain(code)):
            return []
        TOTPDevice.objects.filter(user=account).exclude(id=device.id).delete()
        device.confirmed = True
        device.save()
        account.second_factor_at = timezone.now()
        account.save(update_fields=["second_factor_at"])
        account.recovery_codes.all().delete()
        codes = [_grouped(token_hex(_BYTES)) for _each in range(_CODES)]
        RecoveryCode.objects.bulk_create(
            RecoveryCode(account=account, hash=token_hash(_plain(one))) for one in codes
        )
        log(account.name, "second factor set up", name=account.name)
    return codes


def verify(account: Account, code: str) -> bool:
    """Whether a code is right. After each wrong one the next counts twice as much later."""
    code = _plain(code)
    with transaction.atomic():
        devices = TOTPDevice.objects.select_for_update().filter(user=account, confirmed=True)
        device = devices.first()
        if device is None or not device.verify_is_allowed()[0]:
            return False
        if len(code) == device.digits:
            return bool(device.verify_token(code))
        unused = account.recovery_codes.filter(hash=token_hash(code), used_at__isnull=True)
        if not unused.update(used_at=timezone.now()):
            device.throttle_increment()
            return False
        device.throttle_reset()
        log(account.name, "recovery code used", name=account.name)
    return True


def take_away(who: str, account: Account) -> None:
    """Leave an account without a second factor; its sessions end."""
    with transaction.atomic():
        account = Account.objects.select_for_update().get(id=account.id)
        if account.second_factor_at is None:
            return
        TOTPDevice.objects.filter(user=account).delete()
        account.recovery_codes.all().delete()
        account.second_factor_at = None
        account.save(update_fields=["second_factor_at"])
        log(who, "second factor taken away", name=account.name)


def _plain(code: str) -> str:
    """A code without the spaces and dashes that people type."""
    return "".join(code.split()).replace("-", "").casefold()


def _grouped(code: str) -> str:
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
