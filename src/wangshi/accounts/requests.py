"""From a request to who is asking, and to what they had typed before the session ran out."""

from django.http import HttpRequest

from .models import Account
from .policy import Refused


def account(request: HttpRequest) -> Account:
    """谁在办: the signed-in account; Refused when there is none."""
    if not isinstance(request.user, Account):
        raise Refused("没有登录")
    return request.user
