"""钥匙: an office's signing keys as files outside any database, and the public list of them.

Private keys are PKCS#8 files only their owner can read. The public list (keys.json, canonical) is
what an outsider holds on to: which key was whose, from when until when, and what was revoked. It
keeps every key that ever signed, so an old package can still be checked.
"""

import base64
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from .canonical import Json, canonical, read_canonical
from .files import write_whole
from .moments import read_moment, to_second
from .openssl import openssl
from .sm2 import SIGNER

LIST_FILE: Final = "keys.json"
FORMAT: Final = "wangshi-keys/1"
_OWNER_ONLY: Final = 0o600
_OTHERS: Final = 0o077


class KeyFault(ValueError):
    """钥匙用不了: the message says why and what to do."""


class Purpose(StrEnum):
    """做什么用: seal packages, or sign the log's checkpoints."""

    SEAL = "seal"
    LOG = "log"


@dataclass(frozen=True)
class PublicKey:
    """一把公钥: its id, what it may be used for, and when it held good.

    `spki` is the SubjectPublicKeyInfo in DER. A revoked key holds good for nothing sealed at or
    after `revoked_at`, and for earlier things only where a time stamp proves them earlier.
    """

    id: str
    algorithm: str
    purpose: Purpose
    spki: bytes
    since: datetime
    until: datetime | None = None
    revoked_at: datetime | None = None
    reason: str = ""

    def held_on(self, at: datetime) -> bool:
        """那时有没有效: within its period; revocation is asked separately."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True)
class KeyList:
    """公钥名单: of one office, and the origin of the log it keeps."""

    office: str
    log: str
    keys: tuple[PublicKey, ...]

    def find(self, key_id: str) -> PublicKey | None:
        """找公钥: by id."""
        return next((key for key in self.keys if key.id == key_id), None)

    def current(self, algorithm: str, purpose: Purpose, at: datetime) -> PublicKey:
        """此刻该用的: the newest that holds good and is not revoked."""
        fit = [
            key
            for key in self.keys
            if (key.algorithm, key.purpose) == (algorithm, purpose)
            and key.held_on(at)
            and key.revoked_at is None
        ]
        if not fit:
            raise KeyFault(f"没有可用的 {algorithm} 钥匙（{purpose}），请先建：wangshi keys new")
        return max(fit, key=lambda key: key.since)


def key_id(algorithm: str, spki: bytes) -> str:
    """钥匙编号: the algorithm and the first 16 digits of the public key's SHA-256."""
    return f"{algorithm}-{hashlib.sha256(spki).hexdigest()[:16]}"


def write_keys(keys: KeyList) -> bytes:
    """写公钥名单: canonical bytes."""
    return canonical(
        {
            "format": FORMAT,
            "office": keys.office,
            "log": keys.log,
            "keys": [_fields(key) for key in keys.keys],
        }
    )


def read_keys(raw: bytes) -> KeyList:
    """读公钥名单: refuses another spelling, a wrong id, a key listed twice."""
    try:
        value = read_canonical(raw)
        if not isinstance(value, Mapping) or value.get("format") != FORMAT:
            raise KeyFault(f"不是公钥名单（{FORMAT}）")
        rows, office, log = value.get("keys"), value.get("office"), value.get("log")
        if not (isinstance(rows, list) and isinstance(office, str) and isinstance(log, str)):
            raise KeyFault("公钥名单缺少 office、log 或者 keys")
        keys = tuple(_read_key(row) for row in rows)
    except KeyFault:
        raise
    except (ValueError, KeyError, TypeError) as fault:
        raise KeyFault(f"公钥名单读不懂：{fault}") from None
    if len({key.id for key in keys}) != len(keys):
        raise KeyFault("公钥名单里有重复的编号")
    return KeyList(office, log, keys)


class Keyring:
    """钥匙圈: a folder of private keys and the public list beside them."""

    def __init__(self, folder: Path) -> None:
        """The folder must hold a list; `Keyring.create` makes one."""
        self.folder = folder
        try:
            self.public = read_keys((folder / LIST_FILE).read_bytes())
        except FileNotFoundError:
            raise KeyFault(f"{folder} 里没有钥匙，请先建：wangshi keys new") from None

    @classmethod
    def create(cls, folder: Path, office: str, log: str, at: datetime) -> "Keyring":
        """建钥匙圈: two sealing keys and one for the log named `log`, good from `at`."""
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / LIST_FILE).exists():
            raise KeyFault(f"{folder} 里已经有钥匙；要换新的用：wangshi keys rotate")
        folder.chmod(0o700)
        keys = tuple(_new_keys(folder, at))
        write_whole(folder / LIST_FILE, [write_keys(KeyList(office, log, keys))])
        return cls(folder)

    def rotate(self, at: datetime) -> None:
        """换钥匙: new sealing keys from `at`; the old ones hold good until then and stay listed.

        The log keeps its key: a log is known by it to every witness and every mirror.
        """
        at = _whole_second(at)
        ended = [
            replace(key, until=at) if key.purpose is Purpose.SEAL and key.until is None else key
            for key in self.public.keys
        ]
        self._keep([*ended, *_new_keys(self.folder, at, log=False)])

    def revoke(self, key: str, at: datetime, reason: str) -> None:
        """吊销: what the key seals from `at` on proves nothing."""
        if self.public.find(key) is None:
            raise KeyFault(f"名单里没有 {key}")
        self._keep(
            [
                replace(one, revoked_at=_whole_second(at), reason=reason) if one.id == key else one
                for one in self.public.keys
            ]
        )

    def sign(self, key: PublicKey, message: bytes) -> bytes:
        """签名: Ed25519 raw (64 bytes), or SM2 in DER with SM3 and the usual identifier."""
        path = self._private(key)
        if key.algorithm == "sm2":
            options = ("-rawin", "-digest", "sm3", "-pkeyopt", f"distid:{SIGNER.decode()}")
            return openssl("pkeyutl", "-sign", "-inkey", str(path), *options, given=message)
        return self.ed25519(key).sign(message)

    def ed25519(self, key: PublicKey) -> Ed25519PrivateKey:
        """取出 Ed25519 私钥: for signing many small things, as the log does."""
        private = serialization.load_pem_private_key(self._private(key).read_bytes(), None)
        if not isinstance(private, Ed25519PrivateKey):
            raise KeyFault(f"{key.id} 不是 Ed25519 钥匙")
        return private

    def _private(self, key: PublicKey) -> Path:
        path = self.folder / f"{key.id}.pem"
        try:
            mode = path.stat().st_mode
        except FileNotFoundError:
            raise KeyFault(f"找不到私钥 {path.name}") from None
        if mode & _OTHERS:
            raise KeyFault(f"别人能读私钥 {path.name}，请改权限：chmod 600 {path}")
        return path

    def _keep(self, keys: list[PublicKey]) -> None:
        self.public = replace(self.public, keys=tuple(keys))
        write_whole(self.folder / LIST_FILE, [write_keys(self.public)])


def _new_keys(folder: Path, at: datetime, *, log: bool = True) -> list[PublicKey]:
    made = [
        _new_key(folder, "ed25519", Purpose.SEAL, at),
        _new_key(folder, "sm2", Purpose.SEAL, at),
    ]
    return [*made, _new_key(folder, "ed25519", Purpose.LOG, at)] if log else made


def _new_key(folder: Path, algorithm: str, purpose: Purpose, at: datetime) -> PublicKey:
    words = ("ED25519",) if algorithm == "ed25519" else ("EC", "-pkeyopt", "ec_paramgen_curve:SM2")
    private = openssl("genpkey", "-algorithm", *words)
    spki = openssl("pkey", "-pubout", "-outform", "DER", given=private)
    named = key_id(algorithm, spki)
    path = folder / f"{named}.pem"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        file.write(private)
        file.flush()
        os.fsync(descriptor)
    return PublicKey(named, algorithm, purpose, spki, _whole_second(at))


def _whole_second(at: datetime) -> datetime:
    return read_moment(to_second(at))


def _fields(key: PublicKey) -> Json:
    return {
        "id": key.id,
        "algorithm": key.algorithm,
        "purpose": key.purpose.value,
        "public_key": base64.b64encode(key.spki).decode(),
        "since": to_second(key.since),
        "until": to_second(key.until) if key.until else None,
        "revoked_at": to_second(key.revoked_at) if key.revoked_at else None,
        "reason": key.reason,
    }


def _read_key(row: Json) -> PublicKey:
    if not isinstance(row, Mapping):
        raise KeyFault("名单里的一行不是一组键值")
    texts = {
        name: str(row[name]) for name in ("id", "algorithm", "purpose", "public_key", "reason")
    }
    spki = base64.b64decode(texts["public_key"], validate=True)
    if texts["id"] != key_id(texts["algorithm"], spki):
        raise KeyFault(f"{texts['id'][:60]} 的编号和公钥对不上")
    until, revoked_at = row["until"], row["revoked_at"]
    return PublicKey(
        id=texts["id"],
        algorithm=texts["algorithm"],
        purpose=Purpose(texts["purpose"]),
        spki=spki,
        since=read_moment(row["since"]),
        until=read_moment(until) if until is not None else None,
        revoked_at=read_moment(revoked_at) if revoked_at is not None else None,
        reason=texts["reason"],
    )
