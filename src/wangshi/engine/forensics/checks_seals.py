"""查封签: who signed the manifest, when that was, and that no seal was changed."""

from datetime import datetime
from typing import Final

from .certificates import chain_faults
from .digests import digest_of
from .keys import PublicKey, Purpose, key_id
from .manifest import SEALS
from .moments import spoken
from .notes import ED25519_SPKI, NOTE_TYPE, NoteKey
from .opened import Opened
from .report import Check, Fault, judged, skipped
from .seals import ALGORITHMS, SealSignature, StampState
from .sm2 import verify_sm2
from .trust import TOLERANCE

_TITLES: Final = {"ed25519": "Ed25519", "sm2": "SM2"}


def check_signatures(opened: Opened) -> Check:
    """清单上的签名: both, by the keys the manifest promises."""
    faults: list[Fault] = []
    digest = digest_of(opened.manifest_bytes)
    stated = opened.seals.manifest
    if (stated.sha256, stated.sm3) != (digest.sha256, digest.sm3):
        faults.append(Fault("signature.manifest", "封签写的清单摘要和清单不同", SEALS))
    for algorithm in ALGORITHMS:
        one = opened.seals.signatures[algorithm]
        title = _TITLES[algorithm]
        promised = opened.manifest.promise.keys[algorithm]
        if one.key != promised or key_id(algorithm, one.spki) != promised:
            faults.append(Fault("signature.key", f"{title} 签名用的不是清单写的钥匙", SEALS))
        if not _is_by(algorithm, one, opened.manifest_bytes):
            faults.append(Fault(f"signature.{algorithm}", f"清单的 {title} 签名不对", SEALS))
    return judged("signatures", faults, "清单上的 Ed25519 和 SM2 两个签名都有效")


def check_signer(opened: Opened) -> Check:
    """签名的是谁: keys on the office's list, good on that day and not revoked."""
    keys = opened.trust.keys
    office = opened.manifest.promise.office
    if keys is None:
        return skipped("signer", f"没有给出公钥名单；包里自称是 {office}")
    faults: list[Fault] = []
    if keys.office != office:
        faults.append(Fault("signer.office", f"包里自称 {office}，名单是 {keys.office} 的"))
    for one in opened.seals.signatures.values():
        key = keys.find(one.key)
        if key is None or key.purpose is not Purpose.SEAL or key.spki != one.spki:
            faults.append(Fault("signer.unknown", f"公钥名单里没有 {one.key}", SEALS))
            continue
        faults += _key_faults(opened, key)
    return judged("signer", faults, f"两把钥匙都在 {office} 的名单上，封存那时有效")


def check_seals(opened: Opened) -> Check:
    """封签没变: the closing signature covers every byte of the seals."""
    one = opened.seals.signatures["ed25519"]
    key = _ed25519(one.spki)
    good = key is not None and key.signed(opened.seals.closed, opened.seals.closure)
    faults = [] if good else [Fault("seals.closure", "封签被改过：封口的签名不对", SEALS)]
    named = [stamp.authority for stamp in opened.seals.stamps]
    if named != list(opened.manifest.promise.authorities):
        faults.append(Fault("seals.stamps", "封签里的时间戳和清单承诺的不是同一些", SEALS))
    return judged("seals", faults, "封签自最后一次补签以来没有变")


def check_times(opened: Opened) -> Check:
    """时间戳: each is for this package, itself signed, and fits the moment of sealing."""
    if not opened.manifest.promise.authorities:
        return skipped("times", "封存时没有要求时间戳，封存的时刻只是单位自己说的")
    faults = [fault for name in opened.tokens for fault in _token_faults(opened, name)]
    told = [_told(opened, name) for name in opened.tokens]
    pending = [one for one in opened.seals.stamps if one.state is not StampState.CONFIRMED]
    if not faults and pending:
        names = "、".join(one.authority for one in pending)
        return skipped("times", "；".join([f"{names} 的时间戳还没有取到", *told]))
    return judged("times", faults, "；".join(told))


def check_authorities(opened: Opened) -> Check:
    """时间戳是谁的: certificates that lead to the given roots, good then and not revoked."""
    roots = opened.trust.roots
    if not opened.tokens:
        return skipped("authorities", "包里还没有时间戳")
    if roots is None:
        return skipped("authorities", "没有给出时间戳服务的根证书")
    faults: list[Fault] = []
    for name, token in opened.tokens.items():
        if isinstance(token, str) or token.signer is None:
            faults.append(Fault("authority.chain", f"{name} 的令牌里没有签发证书", SEALS))
            continue
        found = chain_faults(token.signer, token.certificates, roots, token.at)
        faults += [Fault(code, f"{name}：{said}", SEALS) for code, said in found]
    checked = "也查了吊销列表" if roots.lists else "没有给吊销列表，没有查是否吊销"
    return judged("authorities", faults, f"证书都连到给出的根证书，盖章那时有效；{checked}")


def proven_by(opened: Opened) -> datetime | None:
    """不晚于: the earliest moment a good token under a given root proves; None without one."""
    roots = opened.trust.roots
    if roots is None:
        return None
    moments = [
        token.at
        for name, token in opened.tokens.items()
        if not isinstance(token, str)
        and token.signer is not None
        and not _token_faults(opened, name)
        and not chain_faults(token.signer, token.certificates, roots, token.at)
    ]
    return min(moments, default=None)


def _is_by(algorithm: str, one: SealSignature, message: bytes) -> bool:
    if algorithm == "sm2":
        return verify_sm2(one.spki, message, one.value)
    key = _ed25519(one.spki)
    return key is not None and key.signed(message, one.value)


def _ed25519(spki: bytes) -> NoteKey | None:
    if not spki.startswith(ED25519_SPKI) or len(spki) != len(ED25519_SPKI) + 32:
        return None
    return NoteKey("", NOTE_TYPE, spki[len(ED25519_SPKI) :])


def _key_faults(opened: Opened, key: PublicKey) -> list[Fault]:
    faults = []
    sealed_at = opened.manifest.sealed_at
    if not key.held_on(sealed_at):
        faults.append(Fault("signer.period", f"封存那时 {key.id} 不在有效期内", SEALS))
    if key.revoked_at is not None:
        proven = proven_by(opened)
        if proven is None or proven >= key.revoked_at:
            said = f"{key.id} 已在 {spoken(key.revoked_at)} 吊销，没有时间戳证明封存在那以前"
            faults.append(Fault("signer.revoked", said, SEALS))
    return faults


def _token_faults(opened: Opened, name: str) -> list[Fault]:
    token = opened.tokens[name]
    if isinstance(token, str):
        return [Fault("time.unreadable", f"{name}：{token}", SEALS)]
    faults = []
    if not token.stands_for(opened.seals.statement):
        faults.append(Fault("time.imprint", f"{name} 的时间戳盖的不是这个包", SEALS))
    if not token.is_signed:
        faults.append(Fault("time.signature", f"{name} 的时间戳签名不对", SEALS))
    stamp = next(one for one in opened.seals.stamps if one.authority == name)
    waited = len(stamp.attempts) > 1
    if token.at < opened.manifest.sealed_at - TOLERANCE:
        faults.append(Fault("time.early", f"{name} 的时间戳早于封存，封存时的钟快了", SEALS))
    elif token.at > opened.manifest.sealed_at + TOLERANCE and not waited:
        said = f"{name} 的时间戳比封存晚了很多，封存时的钟慢了或者被往回拨过"
        faults.append(Fault("time.late", said, SEALS))
    return faults


def _told(opened: Opened, name: str) -> str:
    token = opened.tokens[name]
    if isinstance(token, str):
        return name
    seconds = int((token.at - opened.manifest.sealed_at).total_seconds())
    force = "" if opened.manifest.promise.authorities.get(name) else "，自称无法律效力"
    return f"{name}：{spoken(token.at)}，比封存晚 {seconds} 秒{force}"
