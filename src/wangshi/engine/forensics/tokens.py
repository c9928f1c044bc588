"""时间戳令牌 (RFC 3161, GM/T 0033): the request, and what the answer says, read and checked.

Everything is read strictly, with our own small DER reader: other readers stumble over tokens whose
certificates are not sorted (OpenSSL writes such), and none of them knows SM2.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from .certificates import (
    Certificate,
    CertificateFault,
    hashed_with,
    is_signed,
    read_certificate,
)
from .der import (
    BOOLEAN,
    INTEGER,
    NULL,
    OCTETS,
    OID,
    SEQUENCE,
    SET,
    TIME,
    DerFault,
    Node,
    read_der,
    read_integer,
    read_oid,
    write,
    write_integer,
    write_oid,
)

SHA256: Final = "2.16.840.1.101.3.4.2.1"
_SIGNED_DATA: Final = ("1.2.840.113549.1.7.2", "1.2.156.10197.6.1.4.2.2")
_TST_INFO: Final = "1.2.840.113549.1.9.16.1.4"
_CONTENT_TYPE: Final = "1.2.840.113549.1.9.3"
_MESSAGE_DIGEST: Final = "1.2.840.113549.1.9.4"
_SIGNING_CERTIFICATE: Final = "1.2.840.113549.1.9.16.2.12"
_SIGNING_CERTIFICATE_2: Final = "1.2.840.113549.1.9.16.2.47"
_GRANTED: Final = (0, 1)
_CONTEXT_0: Final = 0xA0
_GENERALIZED_MINIMUM: Final = len("20261119060231Z")


class TokenFault(ValueError):
    """令牌读不懂或者被拒绝: the message says why."""


@dataclass(frozen=True)
class Token:
    """一个时间戳令牌: when, over which digest, by whom, and whether the signature on it is good."""

    at: datetime
    algorithm: str
    imprint: bytes
    nonce: int | None
    serial: int
    signer: Certificate | None
    certificates: tuple[Certificate, ...]
    is_signed: bool

    def stands_for(self, statement: bytes) -> bool:
        """盖的是不是这一份: its digest is that of `statement`."""
        return hashed_with(self.algorithm, statement) == self.imprint


def ask(statement: bytes, nonce: int) -> bytes:
    """写请求: a TimeStampReq over the SHA-256 of `statement`, wanting the certificates."""
    imprint = write(
        SEQUENCE,
        write(SEQUENCE, write_oid(SHA256), write(NULL)),
        write(OCTETS, hashlib.sha256(statement).digest()),
    )
    return write(SEQUENCE, write_integer(1), imprint, write_integer(nonce), write(BOOLEAN, b"\xff"))


def read_token(answer: bytes) -> Token:
    """读回答: a TimeStampResp that was granted, or TokenFault."""
    try:
        response = read_der(answer)
        status = read_integer(response.child(0, SEQUENCE).child(0, INTEGER))
        if status not in _GRANTED:
            raise TokenFault(f"时间戳服务拒绝了请求（状态 {status}）")
        return _read_signed(response.child(1, SEQUENCE))
    except DerFault as fault:
        raise TokenFault(f"令牌读不懂：{fault}") from None


def _read_signed(content_info: Node) -> Token:
    if read_oid(content_info.child(0, OID)) not in _SIGNED_DATA:
        raise TokenFault("令牌不是签名数据")
    signed = content_info.child(1, _CONTEXT_0).child(0, SEQUENCE)
    encapsulated = signed.child(2, SEQUENCE)
    if read_oid(encapsulated.child(0, OID)) != _TST_INFO:
        raise TokenFault("令牌里装的不是时间")
    content = encapsulated.child(1, _CONTEXT_0).child(0, OCTETS).content
    embedded = [node for node in signed.children[3:] if node.tag == _CONTEXT_0]
    certificates = _certificates(embedded[0]) if embedded else ()
    signers = signed.children[-1]
    if signers.tag != SET or len(signers.children) != 1:
        raise TokenFault("令牌应当只有一个签名人")
    at, algorithm, imprint, nonce, serial = _read_info(read_der(content))
    signer, is_signed = _check_signer(signers.child(0, SEQUENCE), content, certificates)
    return Token(at, algorithm, imprint, nonce, serial, signer, certificates, is_signed)


def _read_info(info: Node) -> tuple[datetime, str, bytes, int | None, int]:
    imprint = info.child(2, SEQUENCE)
    rest = info.children[5:]
    nonce = next((read_integer(node) for node in rest if node.tag == INTEGER), None)
    return (
        _read_time(info.child(4, TIME).content),
        read_oid(imprint.child(0, SEQUENCE).child(0, OID)),
        imprint.child(1, OCTETS).content,
        nonce,
        read_integer(info.child(3, INTEGER)),
    )


def _read_time(raw: bytes) -> datetime:
    text = raw.decode("ascii", "replace")
    if len(text) < _GENERALIZED_MINIMUM or not text.endswith("Z"):
        raise TokenFault("令牌的时刻不是 UTC")
    whole, _, part = text[:-1].partition(".")
    try:
        at = datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        return at.replace(microsecond=int(part[:6].ljust(6, "0")) if part else 0)
    except ValueError:
        raise TokenFault("令牌的时刻读不懂") from None


def _certificates(node: Node) -> tuple[Certificate, ...]:
    found = []
    for one in node.children:
        try:
            found.append(read_certificate(one.whole))
        except CertificateFault as fault:
            raise TokenFault(f"令牌里的{fault}") from None
    return tuple(found)


def _check_signer(
    info: Node, content: bytes, certificates: tuple[Certificate, ...]
) -> tuple[Certificate | None, bool]:
    serial = read_integer(info.child(1, SEQUENCE).child(1, INTEGER))
    issuer = info.child(1, SEQUENCE).child(0, SEQUENCE).whole
    named = [one for one in certificates if (one.serial, one.issuer) == (serial, issuer)]
    digest = read_oid(info.child(2, SEQUENCE).child(0, OID))
    attributes = info.child(3, _CONTEXT_0)
    scheme, signature = info.child(4, SEQUENCE), info.child(5, OCTETS).content
    if not named or not _attributes_hold(attributes, content, digest, named[0]):
        return (named[0] if named else None), False
    # Signed as a SET OF, though it is carried under a context tag (RFC 5652 5.4).
    message = write(SET, attributes.content)
    return named[0], is_signed(scheme, digest, named[0].spki, message, signature)


def _attributes_hold(attributes: Node, content: bytes, digest: str, signer: Certificate) -> bool:
    values = {
        read_oid(one.child(0, OID)): one.child(1, SET).children[0] for one in attributes.children
    }
    kind, stated = values.get(_CONTENT_TYPE), values.get(_MESSAGE_DIGEST)
    if kind is None or stated is None or read_oid(kind) != _TST_INFO:
        return False
    if stated.content != hashed_with(digest, content):
        return False
    return _names_signer(values, signer)


def _names_signer(values: dict[str, Node], signer: Certificate) -> bool:
    """The signed attributes name the certificate by its digest (RFC 2634, RFC 5035)."""
    second, first = values.get(_SIGNING_CERTIFICATE_2), values.get(_SIGNING_CERTIFICATE)
    if second is not None:
        named = second.child(0, SEQUENCE).child(0, SEQUENCE)
        explicit = named.children[0].tag == SEQUENCE
        algorithm = read_oid(named.child(0, SEQUENCE).child(0, OID)) if explicit else SHA256
        return named.child(1 if explicit else 0, OCTETS).content == hashed_with(
            algorithm, signer.whole
        )
    if first is not None:
        named = first.child(0, SEQUENCE).child(0, SEQUENCE)
        return (
            named.child(0, OCTETS).content
            == hashlib.sha1(signer.whole, usedforsecurity=False).digest()
        )
    return False
