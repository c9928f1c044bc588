"""证书 (X.509): read, and followed up to a root that the person checking trusts.

Signatures are RSA, ECDSA and Ed25519 by `cryptography`, and SM2 with SM3 by our own arithmetic.
"""

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, load_der_public_key
from cryptography.x509.oid import ExtendedKeyUsageOID

from .der import OID, SEQUENCE, DerFault, Node, read_der, read_integer, read_oid
from .digests import sm3
from .sm2 import is_sm2_key, verify_sm2

SM3_OID: Final = "1.2.156.10197.1.401"
_SM2_WITH_SM3: Final = "1.2.156.10197.1.501"
_SM2_PLAIN: Final = "1.2.156.10197.1.301.1"
_PSS: Final = "1.2.840.113549.1.1.10"
_VERSION_TAG: Final = 0xA0
_PARTS: Final = 6
_TIME_STAMPING: Final = ExtendedKeyUsageOID.TIME_STAMPING
_LONGEST: Final = 8
# RFC 3161 section 4: after these, what was stamped before the revocation still holds.
_STILL_GOOD: Final = frozenset(
    (
        x509.ReasonFlags.unspecified,
        x509.ReasonFlags.affiliation_changed,
        x509.ReasonFlags.superseded,
        x509.ReasonFlags.cessation_of_operation,
    )
)
_HASHES: Final[dict[str, hashes.HashAlgorithm]] = {
    "2.16.840.1.101.3.4.2.1": hashes.SHA256(),
    "2.16.840.1.101.3.4.2.2": hashes.SHA384(),
    "2.16.840.1.101.3.4.2.3": hashes.SHA512(),
}
# There is none, or what stands there cannot be read as one.
_NO_EXTENSION: Final = (
    x509.ExtensionNotFound,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
    ValueError,
)
# Schemes that name their own hash; the plain ones take it from the digest algorithm beside them.
_NAMED: Final = {
    "1.2.840.113549.1.1.11": "2.16.840.1.101.3.4.2.1",
    "1.2.840.113549.1.1.12": "2.16.840.1.101.3.4.2.2",
    "1.2.840.113549.1.1.13": "2.16.840.1.101.3.4.2.3",
    "1.2.840.10045.4.3.2": "2.16.840.1.101.3.4.2.1",
    "1.2.840.10045.4.3.3": "2.16.840.1.101.3.4.2.2",
    "1.2.840.10045.4.3.4": "2.16.840.1.101.3.4.2.3",
}
_BLOCK: Final = re.compile(
    rb"-----BEGIN (CERTIFICATE|X509 CRL)-----[^-]+-----END \1-----\r?\n?", re.ASCII
)


class CertificateFault(ValueError):
    """证书读不懂."""


@dataclass(frozen=True)
class Certificate:
    """一张证书: its bytes, and what stands in them."""

    whole: bytes
    parsed: x509.Certificate

    @cached_property
    def _body(self) -> tuple[Node, ...]:
        body = read_der(self.whole).child(0, SEQUENCE).children
        return body[1:] if body[0].tag == _VERSION_TAG else body

    def check_shape(self) -> None:
        """形状对不对: raises DerFault when a part is missing, so that nothing later has to."""
        read_integer(self._body[0])
        if len(self._body) < _PARTS or self._body[5].tag != SEQUENCE or not self.name:
            raise DerFault("证书里少了内容")
        self.held_on(self.parsed.not_valid_after_utc)

    @property
    def serial(self) -> int:
        """序列号."""
        return read_integer(self._body[0])

    @property
    def issuer(self) -> bytes:
        """签发者: as encoded."""
        return self._body[2].whole

    @property
    def subject(self) -> bytes:
        """持有者: as encoded."""
        return self._body[4].whole

    @property
    def spki(self) -> bytes:
        """公钥: as encoded."""
        return self._body[5].whole

    @property
    def name(self) -> str:
        """持有者: as a person reads it."""
        return self.parsed.subject.rfc4514_string()

    def signed_by(self, issuer: "Certificate") -> bool:
        """是不是它签发的: by name and by signature."""
        node = read_der(self.whole)
        body, scheme, value = node.child(0, SEQUENCE), node.child(1, SEQUENCE), node.children[2]
        return self.issuer == issuer.subject and is_signed(
            scheme, "", issuer.spki, body.whole, value.content[1:]
        )

    def held_on(self, at: datetime) -> bool:
        """那时在不在有效期内."""
        return self.parsed.not_valid_before_utc <= at <= self.parsed.not_valid_after_utc


@dataclass(frozen=True)
class Roots:
    """信得过的根: certificates and revocation lists somebody handed over for checking."""

    certificates: tuple[Certificate, ...]
    lists: tuple[x509.CertificateRevocationList, ...] = ()


def read_certificate(whole: bytes) -> Certificate:
    """读证书: from DER."""
    try:
        # A stranger's certificate may be odd in ways the library grumbles about; it is judged here.
        with warnings.catch_warnings(action="ignore"):
            made = Certificate(whole, x509.load_der_x509_certificate(whole))
            made.check_shape()
    except (ValueError, IndexError, x509.InvalidVersion) as fault:
        raise CertificateFault(f"证书读不懂：{fault}") from None
    return made


def read_roots(pem: bytes) -> Roots:
    """读根证书: PEM with certificates and, if wanted, revocation lists."""
    certificates, lists = [], []
    for block in _BLOCK.finditer(pem):
        try:
            if block[1] == b"CERTIFICATE":
                loaded = x509.load_pem_x509_certificate(block[0])
                certificates.append(read_certificate(loaded.public_bytes(Encoding.DER)))
            else:
                lists.append(x509.load_pem_x509_crl(block[0]))
        except ValueError as fault:
            raise CertificateFault(f"根证书文件读不懂：{fault}") from None
    if not certificates:
        raise CertificateFault("文件里没有证书（要 PEM 格式）")
    return Roots(tuple(certificates), tuple(lists))


def chain_faults(
    signer: Certificate, beside: Sequence[Certificate], roots: Roots, at: datetime
) -> list[tuple[str, str]]:
    """证书链的毛病: codes and sentences; none when it leads to a root, all good at `at`."""
    faults: list[tuple[str, str]] = []
    if not _may_stamp(signer.parsed):
        faults.append(("authority.purpose", "签发时间戳的证书没有时间戳用途"))
    link = signer
    for _ in range(_LONGEST):
        faults += _link_faults(link, roots, at)
        if any(link.whole == root.whole for root in roots.certificates):
            return faults
        above = [one for one in (*roots.certificates, *beside) if link.signed_by(one)]
        above = [one for one in above if _may_issue(one.parsed)]
        if not above:
            break
        link = above[0]
    return [*faults, ("authority.chain", "时间戳的证书连不到给出的根证书")]


def is_signed(scheme: Node, digest: str, spki: bytes, message: bytes, signature: bytes) -> bool:
    """验签: by the algorithm `scheme` names; `digest` is used where it names no hash itself."""
    name = read_oid(scheme.child(0, OID))
    if name in (_SM2_WITH_SM3, _SM2_PLAIN) or is_sm2_key(spki):
        return verify_sm2(spki, message, signature)
    hashed = _HASHES.get(_NAMED.get(name, digest))
    try:
        key = load_der_public_key(spki)
        if isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, message)
        elif hashed is None:
            return False
        elif isinstance(key, rsa.RSAPublicKey):
            pss = padding.PSS(padding.MGF1(hashed), padding.PSS.AUTO)
            key.verify(signature, message, pss if name == _PSS else padding.PKCS1v15(), hashed)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, message, ec.ECDSA(hashed))
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True


def hashed_with(algorithm: str, content: bytes) -> bytes | None:
    """按算法算摘要: by object identifier; None when it is not known here."""
    if algorithm == SM3_OID:
        return sm3(content)
    known = _HASHES.get(algorithm)
    if known is None:
        return None
    running = hashes.Hash(known)
    running.update(content)
    return running.finalize()


def _link_faults(link: Certificate, roots: Roots, at: datetime) -> list[tuple[str, str]]:
    faults = []
    if not link.held_on(at):
        faults.append(("authority.expired", f"盖章那时证书不在有效期内：{link.name}"))
    if any(_revoked(link, one, roots, at) for one in roots.lists):
        faults.append(("authority.revoked", f"证书已被吊销：{link.name}"))
    return faults


def _revoked(
    link: Certificate, revoked: x509.CertificateRevocationList, roots: Roots, at: datetime
) -> bool:
    if revoked.issuer != link.parsed.issuer:
        return False
    entry = revoked.get_revoked_certificate_by_serial_number(link.serial)
    if entry is None:
        return False
    try:
        reason = entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except _NO_EXTENSION:
        return True
    return reason not in _STILL_GOOD or entry.revocation_date_utc <= at


def _may_stamp(parsed: x509.Certificate) -> bool:
    try:
        usage = parsed.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except _NO_EXTENSION:
        return False
    return usage.critical and list(usage.value) == [_TIME_STAMPING]


def _may_issue(parsed: x509.Certificate) -> bool:
    try:
        return parsed.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except _NO_EXTENSION:
        return False
