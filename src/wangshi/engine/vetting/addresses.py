"""地址: which addresses a capture may reach; every special range is refused by name.

Source: the IANA registries of special-purpose addresses (RFC 6890 and what came after), and the
metadata addresses that clouds answer on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import (
    AddressValueError,
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_network,
)
from typing import Final

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_FORBIDDEN_4: Final = {
    "0.0.0.0/8": "本网地址",
    "10.0.0.0/8": "私有地址",
    "100.64.0.0/10": "运营商内部地址（也是云厂商的元数据地址）",
    "127.0.0.0/8": "本机地址",
    "169.254.0.0/16": "链路本地地址（也是云主机的元数据地址）",
    "172.16.0.0/12": "私有地址",
    "192.0.0.0/24": "协议保留地址",
    "192.0.2.0/24": "文档用地址",
    "192.88.99.0/24": "六转四中继地址",
    "192.168.0.0/16": "私有地址",
    "198.18.0.0/15": "测试用地址",
    "198.51.100.0/24": "文档用地址",
    "203.0.113.0/24": "文档用地址",
    "224.0.0.0/4": "组播地址",
    "240.0.0.0/4": "保留地址",
}
# Only what the registry hands out to the world may be reached, and of that not these.
_PUBLIC_6: Final = IPv6Network("2000::/3")
_FORBIDDEN_6: Final = {
    "2001::/23": "协议保留地址（含 Teredo 隧道）",
    "2001:db8::/32": "文档用地址",
    "2002::/16": "六转四地址，里面可以藏着私有地址",
    "3fff::/20": "文档用地址",
}
_TABLE_4: Final = tuple((IPv4Network(net), why) for net, why in _FORBIDDEN_4.items())
_TABLE_6: Final = tuple((IPv6Network(net), why) for net, why in _FORBIDDEN_6.items())


@dataclass(frozen=True)
class Allowance:
    """破例: networks an officer opened by name; the package records them."""

    networks: tuple[Network, ...] = ()

    @classmethod
    def of(cls, *written: str) -> "Allowance":
        """读破例: addresses or networks as typed; ValueError for anything else."""
        return cls(tuple(ip_network(each.strip()) for each in written))

    def covers(self, address: Address) -> bool:
        """破例里有没有: of the same family and inside."""
        return any(address.version == net.version and address in net for net in self.networks)


def read_address(written: str) -> Address | None:
    """读地址: strict dotted quads and IPv6 without a zone; None for every other spelling."""
    try:
        return IPv6Address(written) if ":" in written else IPv4Address(written)
    except AddressValueError:
        return None


def refusal(
    address: Address, *, allowance: Allowance | None = None, own: Iterable[Address] = ()
) -> str:
    """为什么不能去: empty where the address is public and not this machine's own.

    `own`: addresses of this machine, public ones too: it must not be talked into visiting itself.
    """
    if allowance is not None and allowance.covers(address):
        return ""
    if address in set(own):
        return "这台机器自己的地址"
    if isinstance(address, IPv4Address):
        return next((why for net, why in _TABLE_4 if address in net), "")
    if address.scope_id is not None or address not in _PUBLIC_6:
        return "不是公网的 IPv6 地址"
    return next((why for net, why in _TABLE_6 if address in net), "")
