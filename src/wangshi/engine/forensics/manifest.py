"""清单: datapackage.json in canonical form; it names every file, and it is what is signed.

A Frictionless data package as WACZ 1.1.1 asks for, with one object of ours, `wangshi`: the format's
number, the document number, the office, which keys must have signed, which time authorities were
asked, and which log the seal must stand in. What is promised here cannot be taken away later.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from .canonical import Json, NotCanonical, canonical, read_canonical
from .digests import Digest
from .moments import BadMoment, read_moment, to_second
from .shell import NAME

MANIFEST: Final = "datapackage.json"
SEALS: Final = "datapackage-digest.json"
FORMAT: Final = 1
WACZ_VERSION: Final = "1.1.1"


class ManifestFault(ValueError):
    """清单不对: the message says what."""


@dataclass(frozen=True)
class Listed:
    """清单上的一个文件."""

    path: str
    digest: Digest


@dataclass(frozen=True)
class Promise:
    """封存时的承诺: whose seal it is and which seals must be found.

    `keys` maps ed25519 and sm2 to key ids; `authorities` are names, each with whether it has legal
    force; `log` is the log's origin, empty when the package stands in none.
    """

    number: str
    office: str
    keys: Mapping[str, str]
    authorities: Mapping[str, bool] = field(default_factory=dict)
    log: str = ""


@dataclass(frozen=True)
class Manifest:
    """读出来的清单."""

    title: str
    sealed_at: datetime
    software: str
    promise: Promise
    files: tuple[Listed, ...]


def write_manifest(manifest: Manifest, *, page: tuple[str, datetime] | None = None) -> bytes:
    """写清单: canonical bytes; `page` is the address and moment replay begins with."""
    promise = manifest.promise
    value: dict[str, Json] = {
        "profile": "data-package",
        "wacz_version": WACZ_VERSION,
        "software": manifest.software,
        "created": to_second(manifest.sealed_at),
        "title": manifest.title,
        "resources": [_resource(one) for one in manifest.files],
        "wangshi": {
            "format": FORMAT,
            "number": promise.number,
            "office": promise.office,
            "keys": dict(promise.keys),
            "authorities": [
                {"name": name, "legal_force": force} for name, force in promise.authorities.items()
            ],
            "log": promise.log,
        },
    }
    if page is not None:
        value |= {"mainPageURL": page[0], "mainPageDate": to_second(page[1])}
    return canonical(value)


def read_manifest(raw: bytes) -> Manifest:
    """读清单: refuses another spelling, another format, a missing or unfit field."""
    try:
        value = read_canonical(raw)
        top = _object(value, "清单")
        ours = _object(top.get("wangshi"), "wangshi")
        if ours.get("format") != FORMAT:
            raise ManifestFault(f"不是第 {FORMAT} 版的格式，请用新版的校验程序")
        return Manifest(
            title=_text(top, "title"),
            sealed_at=read_moment(top.get("created")),
            software=_text(top, "software"),
            promise=_promise(ours),
            files=_files(top.get("resources")),
        )
    except (NotCanonical, BadMoment) as fault:
        raise ManifestFault(str(fault)) from None


def _resource(one: Listed) -> Json:
    return {
        "name": one.path,
        "path": one.path,
        "bytes": one.digest.size,
        "hash": f"sha256:{one.digest.sha256}",
        "sm3": one.digest.sm3,
    }


def _promise(ours: Mapping[str, Json]) -> Promise:
    keys = _object(ours.get("keys"), "keys")
    if set(keys) != {"ed25519", "sm2"}:
        raise ManifestFault("要写 ed25519 和 sm2 两把钥匙")
    authorities: dict[str, bool] = {}
    for one in _list(ours.get("authorities"), "authorities"):
        found = _object(one, "authorities")
        authorities[_text(found, "name")] = found.get("legal_force") is True
    return Promise(
        number=_text(ours, "number"),
        office=_text(ours, "office"),
        keys={algorithm: _text(keys, algorithm) for algorithm in keys},
        authorities=authorities,
        log=_text(ours, "log"),
    )


def _files(value: Json) -> tuple[Listed, ...]:
    files = []
    for one in _list(value, "resources"):
        found = _object(one, "resources")
        path, size = _text(found, "path"), found.get("bytes")
        algorithm, _, sha256 = _text(found, "hash").partition(":")
        if not NAME.fullmatch(path) or path in (MANIFEST, SEALS):
            raise ManifestFault("清单里有不许用的文件名")
        if algorithm != "sha256" or isinstance(size, bool) or not isinstance(size, int):
            raise ManifestFault(f"{path} 的摘要或者长度写得不对")
        files.append(Listed(path, Digest(sha256, _text(found, "sm3"), size)))
    if len({one.path for one in files}) != len(files):
        raise ManifestFault("清单里有重复的文件")
    return tuple(files)


def _object(value: Json, name: str) -> Mapping[str, Json]:
    if not isinstance(value, Mapping):
        raise ManifestFault(f"{name} 应当是一组键值")
    return value


def _list(value: Json, name: str) -> Sequence[Json]:
    if not isinstance(value, list):
        raise ManifestFault(f"{name} 应当是一个列表")
    return value


def _text(value: Mapping[str, Json], name: str) -> str:
    found = value.get(name)
    if not isinstance(found, str):
        raise ManifestFault(f"缺少 {name}")
    return found
