"""签名便笺 (C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof): plain signed text.

A checkpoint is a log's own word on its size and root; a cosignature is a witness's word that it saw
that checkpoint follow from every earlier one. Lines by keys nobody asked about are passed over.
"""

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from .merkle import HASH_BYTES

NOTE_TYPE: Final = 0x01
WITNESS_TYPE: Final = 0x04
PROOF_HEAD: Final = "c2sp.org/tlog-proof@v1"
ED25519_SPKI: Final = bytes.fromhex("302a300506032b6570032100")
_LIMIT: Final = 64 << 10
_MOST_PROOF: Final = 64
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)
_NAME: Final = re.compile(r"[^\s+\x00-\x1f]{1,200}")
_LINE: Final = re.compile(r"— ([^\s+]{1,200}) ([A-Za-z0-9+/]+={0,2})")
_CHECKPOINT_LINES: Final = 3
_ID_BYTES: Final = 4
_STAMPED: Final = 8


class NoteFault(ValueError):
    """便笺不对: the message says what."""


@dataclass(frozen=True)
class NoteKey:
    """验便笺的公钥: a name, what it signs (log or witness), and 32 bytes of Ed25519."""

    name: str
    kind: int
    raw: bytes

    @property
    def id(self) -> bytes:
        """编号: four bytes of SHA-256 over name, kind and key."""
        return hashlib.sha256(self.name.encode() + b"\n" + self.material).digest()[:_ID_BYTES]

    @property
    def material(self) -> bytes:
        """类型和公钥."""
        return bytes((self.kind,)) + self.raw

    def __str__(self) -> str:
        """The vkey spelling: name+id+key."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(self.material).decode()}"

    def signed(self, message: bytes, signature: bytes) -> bool:
        """验签: Ed25519."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True)
class Signature:
    """便笺上的一行签名."""

    name: str
    id: bytes
    value: bytes

    def __str__(self) -> str:
        """The line as it stands in the note, without the line break."""
        return f"— {self.name} {base64.b64encode(self.id + self.value).decode()}"


@dataclass(frozen=True)
class Checkpoint:
    """日志的存根: origin, size and root, with every signature line under them."""

    origin: str
    size: int
    root: bytes
    text: str
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        """The whole note."""
        return self.text + "\n" + "".join(f"{line}\n" for line in self.signatures)

    def signed_by(self, key: NoteKey) -> bool:
        """日志签了没有: at least one line by that key, and every such line good."""
        lines = self._lines(key)
        return bool(lines) and all(key.signed(self.text.encode(), one.value) for one in lines)

    def cosigned_by(self, key: NoteKey) -> datetime | None:
        """见证签于何时: None when the witness did not sign or a line of its is wrong."""
        lines = self._lines(key)
        moments = [self._cosigned(key, one.value) for one in lines]
        return max((at for at in moments if at), default=None) if all(moments) else None

    def _lines(self, key: NoteKey) -> list[Signature]:
        return [one for one in self.signatures if (one.name, one.id) == (key.name, key.id)]

    def _cosigned(self, key: NoteKey, value: bytes) -> datetime | None:
        seconds = int.from_bytes(value[:_STAMPED], "big")
        if not key.signed(_cosigned_text(self, seconds), value[_STAMPED:]):
            return None
        try:
            return datetime.fromtimestamp(seconds, UTC)
        except (OverflowError, OSError, ValueError):
            return None


@dataclass(frozen=True)
class LogProof:
    """日志证明 (tlog-proof): the entry's index, the way up, and the checkpoint it leads to."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: Checkpoint

    def __str__(self) -> str:
        """The proof as text."""
        lines = [PROOF_HEAD, f"index {self.index}", *map(_base64, self.hashes)]
        return "\n".join(lines) + f"\n\n{self.checkpoint}"


def sign_checkpoint(origin: str, size: int, root: bytes, private: Ed25519PrivateKey) -> Checkpoint:
    """签存根: the log's own signature, under its origin."""
    text = f"{origin}\n{size}\n{_base64(root)}\n"
    key = log_key(origin, private.public_key().public_bytes_raw())
    line = Signature(key.name, key.id, private.sign(text.encode()))
    return Checkpoint(origin, size, root, text, (line,))


def cosign(
    checkpoint: Checkpoint, name: str, private: Ed25519PrivateKey, at: datetime
) -> Signature:
    """见证签: a timestamped line; the caller has checked that the checkpoint follows."""
    key = NoteKey(name, WITNESS_TYPE, private.public_key().public_bytes_raw())
    seconds = int(at.timestamp())
    value = private.sign(_cosigned_text(checkpoint, seconds))
    return Signature(name, key.id, seconds.to_bytes(_STAMPED, "big") + value)


def log_key(origin: str, raw: bytes) -> NoteKey:
    """日志的公钥: named by its origin."""
    return NoteKey(origin, NOTE_TYPE, raw)


def read_checkpoint(note: str) -> Checkpoint:
    """读存根: three lines, a blank one, then signature lines; nothing is believed of it yet."""
    if len(note) > _LIMIT or re.search(r"[\x00-\x09\x0b-\x1f]", note):
        raise NoteFault("存根太长或者有控制字符")
    text, blank, rest = note.rpartition("\n\n")
    lines = text.split("\n")
    if not blank or len(lines) < _CHECKPOINT_LINES or not all(lines) or not rest.endswith("\n"):
        raise NoteFault("存根不完整")
    origin, size, root = lines[:_CHECKPOINT_LINES]
    if not _NUMBER.fullmatch(size):
        raise NoteFault("存根的大小不是数字")
    signatures = tuple(_read_signature(line) for line in rest[:-1].split("\n"))
    return Checkpoint(origin, int(size), read_hash(root), text + "\n", signatures)


def read_proof(text: str) -> LogProof:
    """读证明: the entry's index, at most 64 hashes, and the checkpoint."""
    head, blank, note = text.partition("\n\n")
    lines = head.split("\n")
    if not blank or lines[0] != PROOF_HEAD or len(lines) < len((PROOF_HEAD, "index")):
        raise NoteFault("不是日志证明")
    word, _, index = lines[1].partition(" ")
    if word != "index" or not _NUMBER.fullmatch(index) or len(lines) > _MOST_PROOF + 2:
        raise NoteFault("日志证明的序号或者长度不对")
    return LogProof(int(index), tuple(map(read_hash, lines[2:])), read_checkpoint(note))


def read_note_key(text: str) -> NoteKey:
    """读公钥 (vkey): name+id+base64; the id must be its own."""
    name, _, rest = text.strip().partition("+")
    named, _, encoded = rest.partition("+")
    try:
        material = base64.b64decode(encoded, validate=True)
    except ValueError:
        raise NoteFault("公钥不是 base64") from None
    if not _NAME.fullmatch(name) or len(material) != 1 + HASH_BYTES:
        raise NoteFault("公钥应当写作 名称+编号+公钥")
    key = NoteKey(name, material[0], material[1:])
    if key.id.hex() != named or key.kind not in (NOTE_TYPE, WITNESS_TYPE):
        raise NoteFault(f"{name} 的编号和公钥对不上")
    return key


def read_hash(text: str) -> bytes:
    """读摘要: 32 bytes in the one base64 spelling."""
    try:
        found = base64.b64decode(text, validate=True)
    except ValueError:
        raise NoteFault("摘要不是 base64") from None
    if len(found) != HASH_BYTES or _base64(found) != text:
        raise NoteFault("摘要不是 32 字节")
    return found


def with_signatures(checkpoint: Checkpoint, more: Sequence[Signature]) -> Checkpoint:
    """添上签名: lines of the same key are replaced."""
    new = {(one.name, one.id): one for one in (*checkpoint.signatures, *more)}
    fields = (checkpoint.origin, checkpoint.size, checkpoint.root, checkpoint.text)
    return Checkpoint(*fields, tuple(new.values()))


def _read_signature(line: str) -> Signature:
    found = _LINE.fullmatch(line)
    if found is None:
        raise NoteFault("签名那一行读不懂")
    try:
        value = base64.b64decode(found[2], validate=True)
    except ValueError:
        raise NoteFault("签名不是 base64") from None
    if len(value) <= _ID_BYTES or base64.b64encode(value).decode() != found[2]:
        raise NoteFault("签名不是 base64")
    return Signature(found[1], value[:_ID_BYTES], value[_ID_BYTES:])


def _cosigned_text(checkpoint: Checkpoint, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{checkpoint.text}".encode()


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode()
