"""取证环境: what the tools are, and which way they reach the world."""

import fcntl
import platform
import socket
import struct
from importlib.metadata import version
from ipaddress import IPv4Address, ip_address
from pathlib import Path
from typing import Final

from wangshi.engine.forensics.canonical import Json
from wangshi.engine.vetting.addresses import Address

from .browser import flags
from .isolation import Isolation

_PROC: Final = Path("/proc/net")
_GATEWAY: Final = 0x2
_INTERFACE_ADDRESS: Final = 0x8915  # SIOCGIFADDR, netdevice(7)


def tools(browser: str, agent: str, isolation: Isolation) -> dict[str, Json]:
    """工具: their versions and how the browser was started."""
    return {
        "wangshi": version("wangshi"),
        "playwright": version("playwright"),
        "chromium": browser,
        "python": platform.python_version(),
        "system": platform.platform(),
        "user_agent": agent,
        "flags": flags(),
        "sandbox": isolation.sandbox,
    }


def shut_in(isolation: Isolation) -> dict[str, Json]:
    """隔离: what held while this was captured, and why not more."""
    return {
        "network": "own" if isolation.network else "shared",
        "user": isolation.user,
        "why": isolation.why,
    }


def route() -> dict[str, Json]:
    """出口: the interface, the gateway and the own address by which packets leave."""
    found: dict[str, Json] = {"interface": "", "gateway": "", "address": ""}
    for line in _lines("route")[1:]:
        fields = line.split()
        if fields[1] == "00000000" and int(fields[3], 16) & _GATEWAY:
            gateway = IPv4Address(int.from_bytes(bytes.fromhex(fields[2]), "little"))
            found |= {"interface": fields[0], "gateway": str(gateway)}
            return found | {"address": _address_of(fields[0])}
    return found


def own_addresses() -> frozenset[Address]:
    """这台机器自己的地址: a capture must not be talked into visiting the machine it runs on."""
    lines = _lines("fib_trie")
    four = {
        lines[at - 1].split()[-1]
        for at, line in enumerate(lines)
        if "host LOCAL" in line and at and "|--" in lines[at - 1]
    }
    six = {
        ":".join(line[at : at + 4] for at in range(0, 32, 4)) for line in _lines("if_inet6") if line
    }
    return frozenset(ip_address(one) for one in four | six)


def _address_of(interface: str) -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        try:
            asked = struct.pack("256s", interface.encode()[:15])
            return socket.inet_ntoa(fcntl.ioctl(line, _INTERFACE_ADDRESS, asked)[20:24])
        except OSError:
            return ""


def _lines(name: str) -> list[str]:
    try:
        return (_PROC / name).read_text("ascii").splitlines()
    except OSError:
        return []
