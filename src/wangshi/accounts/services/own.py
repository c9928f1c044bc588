"""What everybody may do with an account of their own: password, one-time codes, keys."""

import base64
import io
from urllib.parse import quote, urlencode

import segno
from django.conf import settings
from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from wangshi.accounts.models import Account
from wangshi.shared.services import record

from .declined import Declined

DIGITS = 6


@transaction.atomic
def change_password(account: Account, *, password: str, by: Account) -> Account:
    """改密码: every other session of the account ends."""
    _only_ones_own(account, by)
    account.set_password(password)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    record(by, "account.password_changed", account)
    return account


@transaction.atomic
def begin_totp(account: Account, *, by: Account) -> TOTPDevice:
    """开始登记动态口令: a new key that counts for nothing until a code from it was typed."""
    _only_ones_own(account, by)
    if confirmed_totp(account):
        raise Declined("已经开通了动态口令。要换手机，先停掉，再重新开通。")
    TOTPDevice.objects.filter(user=account, confirmed=False).delete()
    device = TOTPDevice.objects.create(user=account, name="手机动态口令", confirmed=False)
    record(by, "account.totp_begun", account)
    return device


@transaction.atomic
def enrol_totp(account: Account, *, code: str, by: Account) -> TOTPDevice:
    """开通动态口令: from the next sign-in on, a code is asked for after the password."""
    _only_ones_own(account, by)
    device = TOTPDevice.objects.select_for_update().filter(user=account, confirmed=False).first()
    if device is None:
        raise Declined("还没有二维码。先点“开通动态口令”。")
    if not device.verify_token(code):
        raise Declined("口令不对。等手机上换了下一组 6 位数字再填，并看看手机时间准不准。")
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    record(by, "account.totp_enrolled", account)
    return device


@transaction.atomic
def drop_totp(account: Account, *, by: Account) -> Account:
    """停用动态口令: the password alone is enough again."""
    _only_ones_own(account, by)
    TOTPDevice.objects.filter(user=account).delete()
    record(by, "account.totp_dropped", account)
    return account


@transaction.atomic
def set_keys(account: Account, *, enabled: bool, by: Account) -> Account:
    """复核页的快捷键: on or off for this account."""
    _only_ones_own(account, by)
    account.keys_enabled = enabled
    account.save(update_fields=["keys_enabled"])
    record(by, "account.keys_set", account, enabled=enabled)
    return account


@transaction.atomic
def note_sign_in(account: Account, *, address: str, with_code: bool) -> None:
    """登录: leaves a record of who came in from where."""
    record(account, "account.signed_in", account, address=address, with_code=with_code)


@transaction.atomic
def note_sign_out(account: Account, *, idle: bool = False) -> None:
    """退出: by hand, or because nothing was done for too long."""
    record(account, "account.signed_out", account, idle=idle)


@transaction.atomic
def note_lockout(username: str, *, address: str) -> None:
    """锁定: leaves a record of a name and an address that failed too often."""
    record(None, "account.locked", f"accounts.username:{username[:50]}", address=address)


def confirmed_totp(account: Account) -> TOTPDevice | None:
    """The device whose codes are asked for at sign-in."""
    found: TOTPDevice | None = TOTPDevice.objects.filter(user=account, confirmed=True).first()
    return found


def waiting_totp(account: Account) -> TOTPDevice | None:
    """The device whose first code has not been typed yet."""
    found: TOTPDevice | None = TOTPDevice.objects.filter(user=account, confirmed=False).first()
    return found


def totp_key(device: TOTPDevice) -> str:
    """密钥: as an authenticator app wants it typed, in groups of four."""
    key = base64.b32encode(device.bin_key).decode("ascii").rstrip("=")
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))


def totp_address(device: TOTPDevice) -> str:
    """二维码里的地址 (otpauth, key URI format)."""
    issuer = settings.OTP_TOTP_ISSUER
    words = quote(f"{issuer}:{device.user.get_username()}")
    asked = {
        "secret": totp_key(device).replace(" ", ""),
        "issuer": issuer,
        "digits": DIGITS,
        "period": device.step,
    }
    return f"otpauth://totp/{words}?{urlencode(asked)}"


def totp_picture_of(device: TOTPDevice) -> bytes:
    """二维码: an SVG for an authenticator app to read."""
    drawn = io.BytesIO()
    picture = segno.make(totp_address(device), error="m")
    picture.save(drawn, kind="svg", scale=5, border=4, light="#fff", title="动态口令二维码")
    return drawn.getvalue()


def _only_ones_own(account: Account, by: Account) -> None:
    if account.pk != by.pk or not by.is_active:
        raise Declined("只能改自己的账号。")
