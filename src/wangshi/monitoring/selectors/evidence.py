"""证据关于什么: a listing as the strongroom names it (settings.WANGSHI_EXHIBIT_SUBJECTS)."""

from django.urls import reverse

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may
from wangshi.evidence.selectors import ExhibitSubject
from wangshi.monitoring.models import Listing
from wangshi.shared.services import label


def listing_subject(pk: int, account: Account) -> ExhibitSubject | None:
    """一件商品: with the address it was last seen at."""
    listing = Listing.objects.filter(pk=pk).first()
    if listing is None or not may(account, Permission.VIEW_HIT):
        return None
    last = listing.sightings.order_by("-seen_at", "-pk").first()
    return ExhibitSubject(
        key=label(listing),
        words=listing.title,
        href=reverse("listing", args=[listing.pk]),
        page_url=last.page_url if last else "",
        may_take=True,
    )
