"""放行: a capture reaches only the public web; what is dialled is exactly what was checked."""

from .addresses import Allowance, refusal
from .hosts import Host, HostRefused, read_authority
from .proxy import Limits, Passage, Resolver, VettingProxy

__all__ = [
    "Allowance",
    "Host",
    "HostRefused",
    "Limits",
    "Passage",
    "Resolver",
    "VettingProxy",
    "read_authority",
    "refusal",
]
