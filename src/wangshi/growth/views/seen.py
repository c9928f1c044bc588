"""看得到的: which sellers the asking account may open."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import Refused, require
from wangshi.accounts.requests import account
from wangshi.growth.models import Seller
from wangshi.growth.selectors import reads_sellers, sellers_seen


def seen_seller(request: HttpRequest, seller_id: int) -> Seller:
    """The seller, for whoever reads the file; missing for everybody else."""
    return get_object_or_404(sellers_seen(reader(request)), pk=seller_id)


def reader(request: HttpRequest) -> Account:
    """Whoever reads the files of sellers; Refused for everybody else."""
    who = account(request)
    require(who, Permission.VIEW_SELLER)
    if not reads_sellers(who):
        raise Refused(f"{who} 只登记")
    return who
