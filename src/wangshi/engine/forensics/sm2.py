"""SM2 签名 (GB/T 32918.2): checked with plain whole numbers, made by the openssl command.

Checking uses no secret, so plain arithmetic is safe for it, and it needs nothing installed. Making
a signature does use a secret and is left to OpenSSL (`openssl pkeyutl`).
"""

from .der import DerFault, Node, read_der, read_integer
from .digests import sm3

P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
GX = 0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7
GY = 0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0
# The signer's name where both sides agreed on none (GB/T 35276 and GM/T 0009).
SIGNER = b"1234567812345678"
# SubjectPublicKeyInfo up to the point: id-ecPublicKey on curve 1.2.156.10197.1.301.
SPKI_HEAD = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")
_WIDTH = 32

Point = tuple[int, int, int]
_INFINITY: Point = (1, 1, 0)


def is_sm2_key(spki: bytes) -> bool:
    """是不是 SM2 公钥: a SubjectPublicKeyInfo with an uncompressed point on the SM2 curve."""
    return _point(spki) is not None


def verify_sm2(spki: bytes, message: bytes, signature: bytes) -> bool:
    """验 SM2 签名: True when `signature` (DER, r and s) over `message` is by the key in `spki`.

    GB/T 32918.2 section 7, with the user identifier 1234567812345678 and SM3.
    """
    point = _point(spki)
    pair = _read_pair(signature)
    if point is None or pair is None:
        return False
    r, s = pair
    if not (1 <= r < N and 1 <= s < N) or (r + s) % N == 0:
        return False
    x, y = point
    e = int.from_bytes(sm3(_identity(x, y) + message), "big")
    found = _twice_scaled(s, (r + s) % N, (x, y, 1))
    if found[2] == 0:
        return False
    inverse = pow(found[2], -1, P)
    return (e + found[0] * inverse * inverse % P) % N == r


def _point(spki: bytes) -> tuple[int, int] | None:
    if len(spki) != len(SPKI_HEAD) + 1 + 2 * _WIDTH or not spki.startswith(SPKI_HEAD + b"\x04"):
        return None
    x = int.from_bytes(spki[-2 * _WIDTH : -_WIDTH], "big")
    y = int.from_bytes(spki[-_WIDTH:], "big")
    on_curve = x < P and y < P and (y * y - (x * x * x + A * x + B)) % P == 0
    return (x, y) if on_curve else None


def _read_pair(signature: bytes) -> tuple[int, int] | None:
    try:
        node: Node = read_der(signature)
        r, s = node.children
        return read_integer(r), read_integer(s)
    except (DerFault, ValueError):
        return None


def _identity(x: int, y: int) -> bytes:
    parts = b"".join(one.to_bytes(_WIDTH, "big") for one in (A, B, GX, GY, x, y))
    return sm3((len(SIGNER) * 8).to_bytes(2, "big") + SIGNER + parts)


def _twice_scaled(s: int, t: int, key: Point) -> Point:
    """[s]G + [t]P, both at once, from the highest bit down."""
    base: Point = (GX, GY, 1)
    sums = (_INFINITY, base, key, _add(base, key))
    total = _INFINITY
    for bit in range(max(s.bit_length(), t.bit_length()) - 1, -1, -1):
        total = _add(_double(total), sums[(s >> bit & 1) + 2 * (t >> bit & 1)])
    return total


def _double(point: Point) -> Point:
    x, y, z = point
    if z == 0 or y == 0:
        return _INFINITY
    yy = y * y % P
    s = 4 * x * yy % P
    m = 3 * (x - z * z) * (x + z * z) % P
    x3 = (m * m - 2 * s) % P
    return x3, (m * (s - x3) - 8 * yy * yy) % P, 2 * y * z % P


def _add(first: Point, second: Point) -> Point:
    if first[2] == 0 or second[2] == 0:
        return second if first[2] == 0 else first
    z1z1, z2z2 = first[2] * first[2] % P, second[2] * second[2] % P
    u1, u2 = first[0] * z2z2 % P, second[0] * z1z1 % P
    s1, s2 = first[1] * second[2] * z2z2 % P, second[1] * first[2] * z1z1 % P
    if u1 == u2:
        return _double(first) if s1 == s2 else _INFINITY
    h, r = (u2 - u1) % P, (s2 - s1) % P
    hh = h * h % P
    hhh, v = h * hh % P, u1 * hh % P
    x3 = (r * r - hhh - 2 * v) % P
    return x3, (r * (v - x3) - s1 * hhh) % P, h * first[2] * second[2] % P
