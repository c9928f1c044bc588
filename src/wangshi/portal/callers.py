"""谁在用: callers are known by digests; neither an address nor a token is kept as it is."""

import hashlib
from datetime import date
from ipaddress import IPv4Address, ip_address
from typing import Final

from django.utils.crypto import salted_hmac

from .models import ApiToken

SALT: Final = "wangshi.portal.caller"
HOME_NETWORK: Final = 64


def caller_of_address(address: str, on: date) -> str:
    """来处的代号: a keyed digest that changes every day; one home network is one caller."""
    return salted_hmac(SALT, f"{on} {_network(address)}", algorithm="sha256").hexdigest()


def caller_of_token(token: ApiToken) -> str:
    """令牌的代号."""
    return f"token:{token.pk}"


def digest_of(secret: str) -> str:
    """令牌的摘要: a token is 256 random bits, so one plain SHA-256 is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _network(address: str) -> str:
    """Whoever has an IPv6 address has 2^64 of them."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return str(found)
    mapped = found.ipv4_mapped
    return str(mapped) if mapped else str(int(found) >> HOME_NETWORK)
