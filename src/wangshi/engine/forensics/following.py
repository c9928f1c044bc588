"""跟住日志: what a client or a witness holds on to, so that a lying log is caught.

The view is bound to a key and an origin that its owner configured, never to anything a server says
of itself, and it moves forward only over a proof checked from the checkpoint it already holds.
(The two ways immudb clients were deceived: CVE-2022-36111, a proof that was not tied to the state
held; CVE-2022-39199, a server that renamed itself and was met as a stranger.)
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from .files import write_whole
from .merkle import leaf_hash, proves_consistency, proves_inclusion
from .notes import (
    WITNESS_TYPE,
    Checkpoint,
    LogProof,
    NoteKey,
    Signature,
    cosign,
    read_checkpoint,
)


class LogLies(ValueError):
    """日志说谎: what it showed cannot be true together with what is held."""

    def __init__(self, code: str, said: str) -> None:
        super().__init__(said)
        self.code = code


@dataclass(frozen=True)
class View:
    """手里的日志: the key it must sign with, and the last checkpoint believed."""

    key: NoteKey
    seen: Checkpoint | None = None

    def follow(self, offered: Checkpoint, proof: Sequence[bytes] = ()) -> "View":
        """往前跟: the new view; raises LogLies when the offered checkpoint does not follow."""
        self._recognise(offered)
        if self.seen is not None:
            refuse_unless_extends(self.seen, offered, proof)
        return replace(self, seen=offered)

    def confirm(self, entry: bytes, proof: LogProof) -> None:
        """在册: the entry stands in the tree held; raises LogLies otherwise.

        The proof's own checkpoint is not believed: it must be the one this view holds.
        """
        self._recognise(proof.checkpoint)
        seen = self.seen
        if seen is None or (proof.checkpoint.size, proof.checkpoint.root) != (seen.size, seen.root):
            raise LogLies("state", "证明不是对着手里的存根做的")
        if not proves_inclusion(leaf_hash(entry), proof.index, seen.size, proof.hashes, seen.root):
            raise LogLies("proof", "在册证明不成立")

    def _recognise(self, offered: Checkpoint) -> None:
        if offered.origin != self.key.name:
            raise LogLies("origin", f"不是 {self.key.name}，自称 {offered.origin}")
        if not offered.signed_by(self.key):
            raise LogLies("signature", "存根不是这份日志的钥匙签的")


def refuse_unless_extends(seen: Checkpoint, offered: Checkpoint, proof: Sequence[bytes]) -> None:
    """接得上才行: raises LogLies when `offered` is smaller, other, or not proved to follow."""
    if offered.size < seen.size:
        said = f"日志退回去了：见过 {seen.size} 条，现在只有 {offered.size} 条"
        raise LogLies("rollback", said)
    if offered.size == seen.size and offered.root != seen.root:
        raise LogLies("fork", f"日志分叉：同是 {seen.size} 条，树根不同")
    if not proves_consistency(seen.size, offered.size, proof, seen.root, offered.root):
        raise LogLies("fork", f"日志分叉：第 {seen.size} 条以前和见过的不同，或者证明不成立")


class Witness:
    """见证方: cosigns a checkpoint only when it follows from every one it has seen before."""

    def __init__(self, name: str, private: Ed25519PrivateKey, log: NoteKey, memory: Path) -> None:
        """`memory` is the file it remembers the log by."""
        self.name, self._private, self._memory = name, private, memory
        seen = read_checkpoint(memory.read_text("utf-8")) if memory.exists() else None
        self.view = View(log, seen)

    @property
    def key(self) -> NoteKey:
        """见证方的公钥: what those who check configure."""
        return NoteKey(self.name, WITNESS_TYPE, self._private.public_key().public_bytes_raw())

    def cosign(self, offered: Checkpoint, proof: Sequence[bytes], at: datetime) -> Signature:
        """见证签: remembered on the disk before it is given away. Raises LogLies."""
        self.view = self.view.follow(offered, proof)
        write_whole(self._memory, [str(offered).encode()])
        return cosign(offered, self.name, self._private, at)
