"""发到群里: over TLS, to a public address that was checked, and to no other."""

import http.client
import socket
import ssl
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from wangshi.engine.robots import RobotKind, answer_of, body_of, signed
from wangshi.engine.vetting import Allowance, Host, HostRefused, read_authority, refusal
from wangshi.shared.sealing import SealBroken

from .models import Delivery, Robot
from .refusals import NotTaken
from .robot_keys import open_robot_key
from .wording import group_text

TIMEOUT: Final = 10.0  # seconds, for each word of the conversation
LONGEST_ANSWER: Final = 64 * 1024
HTTPS: Final = 443


def send_to_group(delivery: Delivery, robot: Robot, at: datetime) -> None:
    """发一条: the same Idempotency-Key however often it is tried. Raises NotTaken."""
    if robot.stopped_at is not None:
        raise NotTaken("这个群机器人已经停用", hopeless=True)
    try:
        key = open_robot_key(robot)
    except SealBroken as broken:
        raise NotTaken(f"机器人的网址{broken}：停用，再登记一次", hopeless=True) from broken
    kind = RobotKind(robot.kind)
    address = signed(key.address, kind=kind, secret=key.secret, at_ms=int(at.timestamp() * 1000))
    status, answer = _post(address, body_of(group_text(delivery)), delivery.letter)
    said = answer_of(status, answer)
    if not said.taken:
        raise NotTaken(said.words, hopeless=said.hopeless)


def vetted(address: str) -> tuple[SplitResult, Host]:
    """查网址: https, a name or a public address, a port that is allowed. Raises NotTaken."""
    try:
        split = urlsplit(address)
        if split.scheme != "https":
            raise NotTaken("地址要以 https:// 开头", hopeless=True)
        ports = frozenset({HTTPS, *settings.WANGSHI_ROBOT_PORTS})
        host = read_authority(split.netloc, default_port=HTTPS, ports=ports)
    except HostRefused as why:
        raise NotTaken(f"不往这个地址发：{why}", hopeless=True) from why
    except ValueError as why:
        raise NotTaken("看不懂这个网址", hopeless=True) from why
    if host.address is not None:
        _require_public(host, host.address)
    return split, host


def _post(address: str, body: bytes, letter: str) -> tuple[int, bytes]:
    split, host = vetted(address)
    path = f"{split.path or '/'}?{split.query}" if split.query else split.path or "/"
    headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": letter}
    line = _Pinned(host, _public_address(host))
    try:
        line.request("POST", path, body=body, headers=headers)
        answer = line.getresponse()
        return answer.status, answer.read(LONGEST_ANSWER)
    except (OSError, http.client.HTTPException) as error:
        raise NotTaken(f"连不上 {host.name}：{error}") from error
    finally:
        line.close()


def _public_address(host: Host) -> str:
    """The address that is dialled; a name that also leads indoors is not dialled at all."""
    try:
        rows = socket.getaddrinfo(host.name.strip("[]"), host.port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise NotTaken(f"找不到 {host.name}：{error}") from error
    found = [str(row[4][0]) for row in rows]
    for each in found:
        _require_public(host, ip_address(each.partition("%")[0]))
    return found[0]


def _require_public(host: Host, address: IPv4Address | IPv6Address) -> None:
    why = refusal(address, allowance=Allowance.of(*settings.WANGSHI_ROBOT_ADDRESSES))
    if why:
        raise NotTaken(f"不往 {host.name} 发：{address} 是{why}", hopeless=True)


class _Pinned(http.client.HTTPSConnection):
    """A connection to exactly the address that was checked, under the name that was asked for."""

    def __init__(self, host: Host, address: str) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(host.name, host.port, timeout=TIMEOUT, context=self._tls)
        self._address = address

    def connect(self) -> None:
        """Dial the checked address; the certificate must be the name's."""
        plain = socket.create_connection((self._address, self.port), TIMEOUT)
        try:
            self.sock = self._tls.wrap_socket(plain, server_hostname=self.host.strip("[]"))
        except (OSError, ssl.SSLError):
            plain.close()
            raise
