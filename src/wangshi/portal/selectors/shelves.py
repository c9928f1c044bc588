"""What the portal holds: tokens and anonymous material."""

from django.db.models import QuerySet

from wangshi.portal.callers import digest_of
from wangshi.portal.models import ApiToken, Material


def tokens() -> QuerySet[ApiToken]:
    """接口令牌: those in use first."""
    return ApiToken.objects.select_related("issued_by", "revoked_by").order_by("revoked_at", "-id")


def standing_token(secret: str) -> ApiToken | None:
    """这个令牌在用吗: found by its digest; None when there is none or it was revoked."""
    return ApiToken.objects.filter(digest=digest_of(secret), revoked_at__isnull=True).first()


def materials() -> QuerySet[Material]:
    """匿名材料, the newest first."""
    return Material.objects.order_by("-id")
