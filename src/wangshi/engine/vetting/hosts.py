"""主机名: one strict spelling of host and port; every clever one is refused."""

import re
from dataclasses import dataclass
from typing import Final

from .addresses import Address, read_address

PORTS: Final = frozenset({80, 443})
_LONGEST = 253
_LABEL: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER: Final = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)")
# Names that never leave a house, whatever a resolver says.
_INDOORS: Final = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa")


class HostRefused(ValueError):
    """不接受: the host or port is not one a capture may ask for; the text says why."""


@dataclass(frozen=True)
class Host:
    """主机: a name to be resolved, or an address as it stands; and the port."""

    name: str
    address: Address | None
    port: int


def read_authority(written: str, *, default_port: int, ports: frozenset[int] = PORTS) -> Host:
    """读“主机:端口”: ASCII, no user, no escapes, no numbers in disguise. Raises HostRefused."""
    if not written.isascii() or not written.isprintable() or re.search(r"[@/\\?#%\s]", written):
        raise HostRefused("主机名里有不该有的字符")
    host, port = _split(written, default_port)
    if port not in ports:
        raise HostRefused(f"端口 {port} 不在允许的 {_spoken(ports)} 之内")
    if host.startswith("["):
        return _bracketed(host, port)
    return _named(host.lower().removesuffix("."), port)


def _split(written: str, default_port: int) -> tuple[str, int]:
    found = re.fullmatch(r"(\[[^\]]*\]|[^:\[\]]*)(?::([0-9]{1,5}))?", written)
    if found is None:
        raise HostRefused("看不懂主机和端口")
    return found[1], int(found[2]) if found[2] else default_port


def _bracketed(host: str, port: int) -> Host:
    address = read_address(host[1:-1]) if ":" in host else None
    if address is None:
        raise HostRefused("方括号里不是 IPv6 地址")
    return Host(host, address, port)


def _named(host: str, port: int) -> Host:
    labels = host.split(".")
    if not host or len(host) > _LONGEST or not all(map(_LABEL.fullmatch, labels)):
        raise HostRefused("不是合规的主机名")
    # Browsers and resolvers read 2130706433, 0x7f.1 and 017700000001 as addresses.
    if _NUMBER.fullmatch(labels[-1]):
        address = read_address(host)
        if address is None:
            raise HostRefused("数字写法的主机名只接受四段十进制")
        return Host(host, address, port)
    if len(labels) == 1 or labels[-1] in _INDOORS:
        raise HostRefused("只在内网有效的主机名")
    return Host(host, None, port)


def _spoken(ports: frozenset[int]) -> str:
    return "、".join(map(str, sorted(ports)))
