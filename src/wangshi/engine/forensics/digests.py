"""两种摘要: SHA-256 for the world and SM3 (GB/T 32905) for the national scheme, in one pass."""

import hashlib
import zlib
from concurrent.futures import Executor, Future
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes

Piece = bytes | memoryview


@dataclass(frozen=True)
class Digest:
    """一份内容的摘要: both digests in lower-case hexadecimal, and the length in bytes."""

    sha256: str
    sm3: str
    size: int


def digest_of(content: Piece) -> Digest:
    """算摘要: of bytes at hand."""
    return Digest(hashlib.sha256(content).hexdigest(), sm3(content).hex(), len(content))


def sm3(content: Piece) -> bytes:
    """SM3: the 32 bytes."""
    running = hashes.Hash(hashes.SM3())
    running.update(content)
    return running.finalize()


class Running:
    """边读边算: SHA-256, SM3 and the zip's CRC-32 of one file, a piece at a time.

    SM3 is several times slower than the others, so it runs beside them when given a worker.
    A piece handed to `update` must not change afterwards.
    """

    def __init__(self, worker: Executor | None = None) -> None:
        self._worker = worker
        self._sha256 = hashlib.sha256()
        self._sm3 = hashes.Hash(hashes.SM3())
        self._behind: Future[None] | None = None
        self.crc = 0
        self.size = 0

    def update(self, piece: Piece) -> None:
        """接着算: takes the next piece."""
        self._wait()
        if self._worker is None:
            self._sm3.update(piece)
        else:
            self._behind = self._worker.submit(self._sm3.update, piece)
        self._sha256.update(piece)
        self.crc = zlib.crc32(piece, self.crc)
        self.size += len(piece)

    def finish(self) -> Digest:
        """算完: the digest of everything given."""
        self._wait()
        return Digest(self._sha256.hexdigest(), self._sm3.finalize().hex(), self.size)

    def _wait(self) -> None:
        if self._behind is not None:
            self._behind.result()
            self._behind = None
