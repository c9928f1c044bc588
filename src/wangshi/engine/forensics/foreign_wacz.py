"""别的软件做的 WACZ: its own sums, its own signature if it has one, and the records inside.

A sound answer says that the package agrees with itself. Who made it and when is told by nothing in
it that we could hold it to, so those checks are left open and the report is never complete.
"""

import base64
import binascii
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key

from wangshi.engine.zipped import BROKEN_ZIP

from .digests import digest_of
from .foreign import read_foreign
from .manifest import MANIFEST, SEALS
from .records import RecordFault
from .report import CHECK_TITLES, Check, Fault, Report, judged, skipped
from .shell import shown

_MOST_ENTRIES: Final = 10_000
_MOST_BYTES: Final = 1 << 30
_OURS: Final = "别的软件做的包没有这一项"


class ForeignFault(ValueError):
    """这个 WACZ 读不下去: the message says why."""


def check_wacz(path: Path) -> Report:
    """核对别人的 WACZ: what it says against what is in it."""
    try:
        files = _read(path)
        listed = _listed(files)
    except ForeignFault as fault:
        checks = {"manifest": judged("manifest", [Fault("foreign.unreadable", str(fault))], "")}
        return _report(path, checks, {})
    checks = {
        "manifest": judged("manifest", [], "清单读得懂"),
        "files": _check_files(files, listed),
        "digests": _check_digests(files, listed),
        "signatures": _check_signature(files),
        "records": _check_records(files),
    }
    return _report(path, checks, {"files": str(len(listed))})


def _report(path: Path, checks: Mapping[str, Check], facts: Mapping[str, str]) -> Report:
    all_of = tuple(checks.get(key) or skipped(key, _OURS) for key in CHECK_TITLES)
    return Report(path.name, all_of, facts)


def _read(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_ENTRIES or sum(e.file_size for e in entries) > _MOST_BYTES:
                raise ForeignFault("解开超过 1 GB，或者文件太多")
            names = [entry.filename for entry in entries]
            if len(set(names)) != len(names):
                raise ForeignFault("有同名的文件")
            return {e.filename: _inflated(archive, e) for e in entries if not e.is_dir()}
    except ForeignFault:
        raise
    except BROKEN_ZIP as fault:
        raise ForeignFault(f"不是完好的 zip（{type(fault).__name__}）") from None


def _inflated(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as file:
        content = file.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise ForeignFault(f"{shown(entry.filename)} 的长度和写的不一样")
    return content


def _listed(files: Mapping[str, bytes]) -> dict[str, str]:
    """Path and SHA-256 of every file the package lists, in its old or its new spelling."""
    resources = _json(files, MANIFEST).get("resources")
    if not isinstance(resources, list) or not resources:
        raise ForeignFault("清单里没有文件")
    found: dict[str, str] = {}
    for row in resources:
        if not isinstance(row, dict) or not isinstance(row.get("path"), str):
            raise ForeignFault("清单里的一行读不懂")
        found[row["path"]] = _sum(row)
    return found


def _sum(row: Mapping[str, Any]) -> str:
    stated = row.get("hash")
    if isinstance(stated, str):
        return stated.removeprefix("sha256:")
    stats = row.get("stats")
    if row.get("hashing") == "sha256" and isinstance(stats, dict):
        return str(stats.get("hash", ""))
    return ""


def _json(files: Mapping[str, bytes], name: str) -> dict[str, Any]:
    try:
        value = json.loads(files.get(name, b""))
    except (ValueError, RecursionError):
        raise ForeignFault(f"没有 {name}，或者它读不懂") from None
    if not isinstance(value, dict):
        raise ForeignFault(f"{name} 应当是一组键值")
    return value


def _check_files(files: Mapping[str, bytes], listed: Mapping[str, str]) -> Check:
    wanted = {*listed, MANIFEST, SEALS}
    faults = [
        Fault("files.missing", f"清单上有，包里没有：{shown(name)}", shown(name))
        for name in listed
        if name not in files
    ]
    faults += [
        Fault("files.extra", f"包里有，清单上没有：{shown(name)}", shown(name))
        for name in files
        if name not in wanted
    ]
    return judged("files", faults, f"清单写了 {len(listed)} 个文件，包里正好是这些")


def _check_digests(files: Mapping[str, bytes], listed: Mapping[str, str]) -> Check:
    faults = [
        Fault("digest.sha256", f"{shown(name)} 和清单不同（SHA-256）", shown(name))
        for name, stated in listed.items()
        if name in files and digest_of(files[name]).sha256 != stated
    ]
    return judged("digests", faults, f"{len(listed)} 个文件的 SHA-256 和清单相同")


def _check_signature(files: Mapping[str, bytes]) -> Check:
    if SEALS not in files:
        return skipped("signatures", "没有签名")
    try:
        value = _json(files, SEALS)
    except ForeignFault as fault:
        return judged("signatures", [Fault("signature.unreadable", str(fault), SEALS)], "")
    right = f"sha256:{digest_of(files[MANIFEST]).sha256}"
    if value.get("hash") != right:
        return judged("signatures", [Fault("manifest.digest", "清单被改过", MANIFEST)], "")
    signed = value.get("signedData")
    if not isinstance(signed, dict):
        return skipped("signatures", "清单的摘要对得上；没有签名")
    if signed.get("hash") != right or not _is_signed(signed):
        return judged("signatures", [Fault("signature.wrong", "签名不对", SEALS)], "")
    who = signed.get("domain") or "一把没有名字的钥匙"
    return judged("signatures", [], f"{shown(str(who))} 签的；证书是谁发的没有查")


def _is_signed(signed: Mapping[str, Any]) -> bool:
    """wacz-auth 0.1.0: ECDSA with SHA-256 over the text of the hash."""
    try:
        key = _signing_key(signed)
        if not isinstance(key, ec.EllipticCurvePublicKey):
            return False
        signature = base64.b64decode(str(signed.get("signature", "")))
        key.verify(signature, str(signed["hash"]).encode(), ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, binascii.Error):
        return False
    return True


def _signing_key(signed: Mapping[str, Any]) -> object:
    if isinstance(signed.get("domainCert"), str):
        return x509.load_pem_x509_certificate(signed["domainCert"].encode()).public_key()
    return load_der_public_key(base64.b64decode(str(signed.get("publicKey", ""))))


def _check_records(files: Mapping[str, bytes]) -> Check:
    faults: list[Fault] = []
    count = 0
    for name, content in files.items():
        if not name.startswith("archive/"):
            continue
        where = shown(name)
        try:
            records = read_foreign(content)
        except RecordFault as fault:
            said = f"{where} {fault}"
            faults.append(Fault("record.unreadable", said, where, fault.offset, fault.number))
            continue
        count += len(records)
        faults += [
            Fault("record.digest", f"{where} 第 {one.number} 条记录的校验值不对", where,
                  one.offset, one.number)
            for one in records
            if one.mismatched
        ]  # fmt: skip
    return judged("records", faults, f"{count} 条网页记录读得出来，写了校验值的都对得上")
