"""A canary that counts whoever reaches it, and a proxy that must let nobody."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

import pytest

from wangshi.engine.vetting import Allowance, Limits, VettingProxy

THEN = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"


class Canary:
    """A server on the loopback that must stay silent; `visits` counts connections."""

    def __init__(self) -> None:
        self.visits: list[bytes] = []
        self._listener = socket.create_server(("", 0))
        self.port = self._listener.getsockname()[1]
        self.reply = PAGE
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            with caller:
                caller.settimeout(2)
                try:
                    self.visits.append(caller.recv(65_536))
                    caller.sendall(self.reply)
                except OSError:
                    self.visits.append(b"")

    def close(self) -> None:
        self._listener.close()


@pytest.fixture
def canary() -> Iterator[Canary]:
    bird = Canary()
    yield bird
    bird.close()


class Book:
    """A resolver that answers from a table; each further question takes the next answer."""

    def __init__(self, answers: dict[str, list[Sequence[str]]], seconds: float = 0) -> None:
        self._answers = answers
        self._seconds = seconds

    async def __call__(self, name: str, _port: int) -> Sequence[str]:
        await asyncio.sleep(self._seconds)
        if name not in self._answers:
            raise OSError(name)
        rest = self._answers[name]
        return rest.pop(0) if len(rest) > 1 else rest[0]


MakeProxy = Callable[..., VettingProxy]


@pytest.fixture
def open_proxy(canary) -> Iterator[MakeProxy]:
    """open_proxy(answers={...}, allowed=("127.0.0.2",)): every port but the canary's is shut."""
    opened: list[VettingProxy] = []

    def start(
        answers: dict[str, list[Sequence[str]]] | None = None,
        allowed: Sequence[str] = (),
        seconds: float = 0,
        **limits: object,
    ) -> VettingProxy:
        ports = frozenset({80, 443, canary.port})
        proxy = VettingProxy(
            now=lambda: THEN,
            resolve=Book(answers or {}, seconds),
            allowance=Allowance.of(*allowed),
            limits=Limits(**{"ports": ports, **limits}),
        )
        opened.append(proxy.__enter__())
        return proxy

    yield start
    for proxy in opened:
        proxy.__exit__(None, None, None)


def ask(proxy: VettingProxy, request: bytes) -> bytes:
    """What comes back for these bytes."""
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=10) as line:
        line.sendall(request)
        pieces = []
        while piece := line.recv(65_536):
            pieces.append(piece)
        return b"".join(pieces)


def get(proxy: VettingProxy, url: str) -> bytes:
    return ask(proxy, f"GET {url} HTTP/1.1\r\nHost: whatever\r\n\r\n".encode("utf-8", "replace"))


def connect(proxy: VettingProxy, authority: str) -> bytes:
    head = f"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n\r\n"
    return ask(proxy, head.encode("utf-8", "replace"))
