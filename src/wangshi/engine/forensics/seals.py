"""封签: datapackage-digest.json; signatures, time stamps and the log's proof, around the manifest.

The statement (the manifest's digests and the signatures over it) is what is time-stamped and
logged, so a stamp also proves that the signatures were there. Stamps may come later; each time the
whole is signed anew with the sealing key, so that no byte of it can be changed by anybody else.
"""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from .canonical import Json, NotCanonical, canonical, read_canonical
from .digests import Digest, digest_of
from .manifest import MANIFEST
from .moments import BadMoment, read_moment, to_second

CLOSING: Final = b"wangshi seals v1\n"
ALGORITHMS: Final = ("ed25519", "sm2")
MOST_ATTEMPTS: Final = 20


class SealFault(ValueError):
    """封签读不懂: the message says what."""


class StampState(StrEnum):
    """时间戳的状态: not answered yet, good, or answered badly; the first and last are retried."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    FAILED = "failed"


@dataclass(frozen=True)
class SealSignature:
    """清单上的一个签名: whose key, the key itself, and the signature over the manifest's bytes."""

    key: str
    spki: bytes
    value: bytes


@dataclass(frozen=True)
class Attempt:
    """问过一次: when, by the asker's clock, and what came of it."""

    at: datetime
    outcome: str


@dataclass(frozen=True)
class Stamp:
    """一家的时间戳: its state, the answer once it is good, and every attempt."""

    authority: str
    state: StampState = StampState.PENDING
    answer: bytes = b""
    attempts: tuple[Attempt, ...] = ()

    def tried(self, at: datetime, state: StampState, outcome: str, answer: bytes = b"") -> "Stamp":
        """又问了一次: the first and the latest attempts are kept."""
        attempts = (*self.attempts, Attempt(at, outcome))
        if len(attempts) > MOST_ATTEMPTS:
            attempts = (attempts[0], *attempts[-MOST_ATTEMPTS + 1 :])
        return replace(self, state=state, answer=answer, attempts=attempts)


@dataclass(frozen=True)
class Seals:
    """全部封签."""

    manifest: Digest
    signatures: Mapping[str, SealSignature]
    stamps: tuple[Stamp, ...]
    log_key: str
    log_proof: str
    revised_at: datetime
    closure: bytes = b""

    @property
    def statement(self) -> bytes:
        """声明: the bytes that are time-stamped, and whose digests are logged."""
        return canonical(_statement(self))

    @property
    def log_entry(self) -> bytes:
        """日志条目: digests only, so the public log tells nothing of the case."""
        return entry_for(self.statement)

    @property
    def closed(self) -> bytes:
        """封口签的内容: everything but the closing signature itself."""
        return CLOSING + canonical(_fields(self))


def entry_for(statement: bytes) -> bytes:
    """日志条目: for a statement."""
    digest = digest_of(statement)
    return canonical({"kind": "evidence", "sha256": digest.sha256, "sm3": digest.sm3})


def write_seals(seals: Seals, sign: Callable[[bytes], bytes]) -> bytes:
    """写封签: closed with `sign`, Ed25519 by the key that signed the manifest."""
    ours = {**_fields(seals), "closure": _encode(sign(seals.closed))}
    whole: dict[str, Json] = {
        "path": MANIFEST,
        "hash": f"sha256:{seals.manifest.sha256}",
        "wangshi": ours,
    }
    return canonical(whole)


def read_seals(raw: bytes, manifest_size: int) -> Seals:
    """读封签: refuses another spelling and any field too many or too few."""
    try:
        value = read_canonical(raw)
        top = _object(value, ("hash", "path", "wangshi"))
        ours = _object(
            top["wangshi"], ("closure", "log", "manifest", "revised_at", "signatures", "stamps")
        )
        digests = _object(ours["manifest"], ("sha256", "sm3"))
        log = _object(ours["log"], ("key", "proof"))
        seals = Seals(
            manifest=Digest(_text(digests["sha256"]), _text(digests["sm3"]), manifest_size),
            signatures=_read_signatures(ours["signatures"]),
            stamps=tuple(_read_stamp(one) for one in _list(ours["stamps"])),
            log_key=_text(log["key"]),
            log_proof=_text(log["proof"]),
            revised_at=read_moment(ours["revised_at"]),
            closure=_decode(ours["closure"]),
        )
    except (NotCanonical, BadMoment) as fault:
        raise SealFault(str(fault)) from None
    if (top["path"], top["hash"]) != (MANIFEST, f"sha256:{seals.manifest.sha256}"):
        raise SealFault("前后写的清单摘要不一样")
    return seals


def _statement(seals: Seals) -> dict[str, Json]:
    digests: dict[str, Json] = {"sha256": seals.manifest.sha256, "sm3": seals.manifest.sm3}
    return {
        "manifest": digests,
        "signatures": {
            algorithm: {
                "key": one.key,
                "public_key": _encode(one.spki),
                "value": _encode(one.value),
            }
            for algorithm, one in seals.signatures.items()
        },
    }


def _fields(seals: Seals) -> dict[str, Json]:
    return {
        **_statement(seals),
        "stamps": [
            {
                "authority": one.authority,
                "state": one.state.value,
                "answer": _encode(one.answer),
                "attempts": [
                    {"at": to_second(each.at), "outcome": each.outcome} for each in one.attempts
                ],
            }
            for one in seals.stamps
        ],
        "log": {"key": seals.log_key, "proof": seals.log_proof},
        "revised_at": to_second(seals.revised_at),
    }


def _read_signatures(value: Json) -> dict[str, SealSignature]:
    found = {}
    for algorithm, one in _object(value, ALGORITHMS).items():
        fields = _object(one, ("key", "public_key", "value"))
        found[algorithm] = SealSignature(
            _text(fields["key"]), _decode(fields["public_key"]), _decode(fields["value"])
        )
    return found


def _read_stamp(value: Json) -> Stamp:
    fields = _object(value, ("answer", "attempts", "authority", "state"))
    state = _text(fields["state"])
    if state not in set(StampState):
        raise SealFault("时间戳的状态读不懂")
    attempts = []
    for one in _list(fields["attempts"]):
        each = _object(one, ("at", "outcome"))
        attempts.append(Attempt(read_moment(each["at"]), _text(each["outcome"])))
    answer = _decode(fields["answer"])
    return Stamp(_text(fields["authority"]), StampState(state), answer, tuple(attempts))


def _object(value: Json, names: Sequence[str]) -> Mapping[str, Json]:
    if not isinstance(value, Mapping) or set(value) != set(names):
        raise SealFault(f"应当正好有 {'、'.join(names)}")
    return value


def _list(value: Json) -> Sequence[Json]:
    if not isinstance(value, list):
        raise SealFault("应当是一个列表")
    return value


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise SealFault("应当是文字")
    return value


def _encode(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _decode(value: Json) -> bytes:
    text = _text(value)
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raise SealFault("应当是 base64") from None
    if _encode(raw) != text:
        raise SealFault("base64 不是规定的写法")
    return raw
