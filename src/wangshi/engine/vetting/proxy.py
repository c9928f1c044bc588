"""放行代理: resolves once, checks every answer, dials exactly what it checked, else refuses.

A browser is started with this proxy as its only way out. Checking a page's address and letting
the browser resolve it again would leave room for another answer in between; here there is none.
"""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import TracebackType
from typing import Protocol
from urllib.parse import urlsplit

from .addresses import Address, Allowance, read_address, refusal
from .hosts import PORTS, Host, HostRefused, read_authority

LARGEST_HEAD = 65_536
CHUNK = 65_536
MOST_ANSWERS = 64
LAST_TURNS = 8
LAST_SECONDS = 0.2
_DEFAULT_PORTS = {"http": 80}
NO_ANSWER, SLOW_ANSWER, NOBODY_THERE = "解析不出地址", "解析太慢", "连不上"
# Not shut out, only not there: that, too, is a finding.
ABSENT = frozenset((NO_ANSWER, SLOW_ANSWER, NOBODY_THERE))


class Resolver(Protocol):
    """解析: every address of a name, as text; it may be slow, and it may be wrong."""

    def __call__(self, name: str, port: int) -> Awaitable[Sequence[str]]:
        """The addresses, in the resolver's order; OSError where there are none."""


@dataclass(frozen=True)
class Limits:
    """上限: seconds and bytes of one connection, and how many at once."""

    resolve_seconds: float = 5.0
    connect_seconds: float = 10.0
    idle_seconds: float = 30.0
    total_seconds: float = 120.0
    most_bytes: int = 256 * 1024 * 1024
    connections: int = 128
    ports: frozenset[int] = PORTS


@dataclass(frozen=True)
class Passage:
    """一次出入: what was asked for, what the name answered, what was dialled or why not."""

    at: datetime
    asked: str
    answers: tuple[str, ...] = ()
    dialled: str = ""
    refused: str = ""
    received: int = 0
    ended: str = ""

    @property
    def is_forbidden(self) -> bool:
        """不许去: shut out by rule; a far side that is merely absent is not."""
        return bool(self.refused) and self.refused not in ABSENT


class _Refused(Exception):
    """Not let through; the text is the reason."""


@dataclass
class VettingProxy:
    """放行代理: `with VettingProxy(...) as proxy` listens on `proxy.port` of 127.0.0.1.

    `listener` is a socket that listens already, maybe in a network where nothing else is.
    `passages` grows with every connection and is part of the evidence. `now` gives the moment,
    `own` are this machine's addresses, `allowance` what an officer opened by name.
    """

    now: Callable[[], datetime]
    listener: socket.socket | None = None
    resolve: Resolver | None = None
    allowance: Allowance = field(default_factory=Allowance)
    own: frozenset[Address] = frozenset()
    limits: Limits = field(default_factory=Limits)
    passages: list[Passage] = field(default_factory=list)
    port: int = 0

    def __enter__(self) -> "VettingProxy":
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _serve(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._listen(ready))
        finally:
            self._loop.close()

    async def _listen(self, ready: threading.Event) -> None:
        self._stop = asyncio.Event()
        self._room = asyncio.Semaphore(self.limits.connections)
        self._open: set[asyncio.Task[None]] = set()
        listener = self.listener or socket.create_server(("127.0.0.1", 0))
        server = await asyncio.start_server(self._welcome, sock=listener, limit=LARGEST_HEAD)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._stop.wait()
        server.close()
        # A connection takes a few turns of the loop to come in, and a few to be let go.
        for _ in range(LAST_TURNS):
            for task in tuple(self._open):
                task.cancel()
            if self._open:
                await asyncio.wait(tuple(self._open), timeout=LAST_SECONDS)
            await asyncio.sleep(0)

    async def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._open.add(task)
            task.add_done_callback(self._open.discard)
        try:
            with contextlib.suppress(OSError, asyncio.CancelledError):
                async with self._room:
                    await self._pass(reader, writer)
        finally:
            writer.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        passage = Passage(at=self.now(), asked="")
        try:
            head = await self._head(reader)
            line, _, rest = head.partition(b"\r\n")
            passage = replace(passage, asked=line.decode("latin-1")[:500])
            host, opening = _request(line, rest, self.limits.ports)
            answers = [str(host.address)] if host.address else await self._resolve(host)
            passage = replace(passage, answers=tuple(answers))
            dialled, far_reader, far_writer = await self._dial(self._checked(answers), host.port)
            passage = replace(passage, dialled=dialled)
        except (_Refused, HostRefused) as reason:
            self.passages.append(replace(passage, refused=str(reason)))
            writer.write(_answer(403, "Forbidden"))
            await writer.drain()
            return
        if opening is None:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            far_writer.write(opening)
        try:
            ended, received = await self._carry(reader, writer, far_reader, far_writer)
        except asyncio.CancelledError:
            self.passages.append(replace(passage, ended="关门时还开着"))
            raise
        self.passages.append(replace(passage, received=received, ended=ended))

    async def _head(self, reader: asyncio.StreamReader) -> bytes:
        try:
            return await asyncio.wait_for(
                reader.readuntil(b"\r\n\r\n"), self.limits.connect_seconds
            )
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError):
            raise _Refused("没有读到完整的请求") from None

    async def _dial(
        self, checked: Sequence[Address], port: int
    ) -> tuple[str, asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect to an address that was checked, by that address and no name."""
        for address in checked:
            with contextlib.suppress(OSError, TimeoutError):
                reader, writer = await asyncio.wait_for(
                    asyncio.open_connection(str(address), port), self.limits.connect_seconds
                )
                return f"{address} {port}", reader, writer
        raise _Refused(NOBODY_THERE)

    async def _resolve(self, host: Host) -> list[str]:
        ask = self.resolve or _system_resolver
        try:
            found = await asyncio.wait_for(ask(host.name, host.port), self.limits.resolve_seconds)
        except TimeoutError:
            raise _Refused(SLOW_ANSWER) from None
        except OSError:
            raise _Refused(NO_ANSWER) from None
        return list(dict.fromkeys(found))

    def _checked(self, written: Sequence[str]) -> list[Address]:
        """Every answer must be public: one that is not spoils the name."""
        if not written or len(written) > MOST_ANSWERS:
            raise _Refused(f"解析出 {len(written)} 个地址")
        checked: list[Address] = []
        for each in written:
            address = read_address(each)
            why = (
                "看不懂的地址"
                if address is None
                else refusal(address, allowance=self.allowance, own=self.own)
            )
            if address is None or why:
                raise _Refused(f"{each}：{why}")
            checked.append(address)
        return checked

    async def _carry(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        far_reader: asyncio.StreamReader,
        far_writer: asyncio.StreamWriter,
    ) -> tuple[str, int]:
        """Both ways until either ends or a limit is met; how it ended, and what came in."""
        received = 0

        async def inward() -> str:
            nonlocal received
            while chunk := await asyncio.wait_for(far_reader.read(CHUNK), self.limits.idle_seconds):
                received += len(chunk)
                if received > self.limits.most_bytes:
                    return "超过大小上限"
                writer.write(chunk)
                await writer.drain()
            return "对方结束"

        async def outward() -> str:
            while chunk := await reader.read(CHUNK):
                far_writer.write(chunk)
                await far_writer.drain()
            return "这边结束"

        tasks = [asyncio.create_task(inward()), asyncio.create_task(outward())]
        try:
            done, _ = await asyncio.wait(
                tasks, timeout=self.limits.total_seconds, return_when=asyncio.FIRST_COMPLETED
            )
            return _ending(done), received
        finally:
            # Closed before anything is waited for: whoever is cancelled may be cancelled again.
            far_writer.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def _ending(done: set["asyncio.Task[str]"]) -> str:
    if not done:
        return "超过时间上限"
    task = next(iter(done))
    error = task.exception()
    if isinstance(error, TimeoutError):
        return "太久没有声音"
    return "断开" if error is not None else task.result()


def _request(line: bytes, rest: bytes, ports: frozenset[int]) -> tuple[Host, bytes | None]:
    """The host that is asked for; and for plain HTTP the request as the far side is to see it."""
    parts = line.decode("latin-1").split(" ")
    if len(parts) != len(("METHOD", "TARGET", "VERSION")) or not parts[2].startswith("HTTP/1."):
        raise _Refused("不是代理请求")
    method, target, version = parts
    if method == "CONNECT":
        return read_authority(target, default_port=443, ports=ports), None
    scheme, found, _ = target.partition("://")
    if not found or scheme.lower() not in _DEFAULT_PORTS:
        raise _Refused("只接受 http 和 CONNECT")
    try:
        split = urlsplit(target)
    except ValueError:
        raise _Refused("看不懂网址") from None
    host = read_authority(split.netloc, default_port=80, ports=ports)
    path = target[len(scheme) + len("://") + len(split.netloc) :]
    path = path.partition("#")[0]
    path = path if path.startswith("/") else f"/{path}"
    return host, f"{method} {path} {version}\r\n".encode("latin-1") + _headers(rest, split.netloc)


def _headers(rest: bytes, netloc: str) -> bytes:
    """The headers without those meant for the proxy; the host is the one that was checked."""
    kept = [
        line
        for line in rest.split(b"\r\n")
        if line
        and not line.lower().startswith((b"proxy-", b"connection:", b"keep-alive:", b"host:"))
    ]
    own = [b"Host: " + netloc.encode("latin-1"), b"Connection: close"]
    return b"\r\n".join([*own, *kept]) + b"\r\n\r\n"


def _answer(status: int, reason: str) -> bytes:
    return f"HTTP/1.1 {status} {reason}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()


async def _system_resolver(name: str, port: int) -> Sequence[str]:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(name, port, type=1)
    return [str(each[4][0]) for each in found]
