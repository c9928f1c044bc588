"""接口令牌: issued and revoked by the system administrator; shown once, kept as a digest."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.services import Declined
from wangshi.portal.callers import digest_of
from wangshi.portal.models import ApiToken
from wangshi.shared.services import record

MARK = "wst_"
BYTES = 32
OPENING = 10


@dataclass(frozen=True)
class TokenIssued:
    """发出的令牌: `secret` is shown once and kept nowhere."""

    token: ApiToken
    secret: str


@transaction.atomic
def issue_token(name: str, *, at: datetime, by: Account) -> TokenIssued:
    """发令牌: 256 random bits, so that a plain digest is enough to keep."""
    require(by, Permission.ISSUE_TOKENS)
    secret = MARK + secrets.token_urlsafe(BYTES)
    token = ApiToken.objects.create(
        name=name, digest=digest_of(secret), opening=secret[:OPENING], issued_at=at, issued_by=by
    )
    record(by, "token.issued", token, name=name)
    return TokenIssued(token, secret)


@transaction.atomic
def revoke_token(token: ApiToken, *, reason: str, at: datetime, by: Account) -> ApiToken:
    """收回令牌: from the next question on it is refused."""
    require(by, Permission.ISSUE_TOKENS)
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    if not token.is_standing:
        raise Declined("这个令牌已经收回了。")
    token.revoked_at, token.revoked_by, token.revoke_reason = at, by, reason
    token.save(update_fields=["revoked_at", "revoked_by", "revoke_reason"])
    record(by, "token.revoked", token, name=token.name, reason=reason)
    return token


def note_use(token: ApiToken, *, on: date) -> None:
    """记下用过: once a day, so that forgotten tokens can be found."""
    unused = Q(last_used_on__isnull=True) | Q(last_used_on__lt=on)
    ApiToken.objects.filter(unused, pk=token.pk).update(last_used_on=on)
