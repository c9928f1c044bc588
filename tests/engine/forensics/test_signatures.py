"""摘要和签名: SM3 and SM2 by our arithmetic, held against the openssl command; DER strictly."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wangshi.engine.forensics.der import (
    DerFault,
    read_der,
    read_integer,
    read_oid,
    write,
    write_integer,
    write_oid,
)
from wangshi.engine.forensics.digests import Running, digest_of, sm3
from wangshi.engine.forensics.keys import Purpose
from wangshi.engine.forensics.openssl import OpensslFault, openssl
from wangshi.engine.forensics.sm2 import N, is_sm2_key, verify_sm2

from .office import right_now

# GB/T 32905-2016, appendix A.
SM3_OF_ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
SM3_OF_64 = "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"


@pytest.fixture(scope="module")
def signed(office):
    key = office.keyring.public.current("sm2", Purpose.SEAL, right_now())
    message = "试填的清单".encode()
    return key.spki, message, office.keyring.sign(key, message)


def test_sm3_gives_the_standards_own_examples():
    assert sm3(b"abc").hex() == SM3_OF_ABC
    assert sm3(b"abcd" * 16).hex() == SM3_OF_64


def test_a_file_read_in_pieces_has_the_digest_of_the_whole():
    pieces = [b"a" * 1000, b"", b"bc", b"d" * 70_000]
    running = Running()
    for piece in pieces:
        running.update(piece)
    assert running.finish() == digest_of(b"".join(pieces))


def test_a_signature_by_openssl_is_good(signed):
    assert verify_sm2(*signed)


def test_a_signature_over_anything_else_is_not(signed):
    spki, message, signature = signed
    other = spki[:-1] + bytes((spki[-1] ^ 1,))
    assert not verify_sm2(spki, message + b".", signature)
    assert not verify_sm2(other, message, signature)
    assert not is_sm2_key(other)
    assert not verify_sm2(spki, message, b"")


@given(st.integers(0, 10_000), st.integers(0, 7))
@settings(max_examples=30, deadline=None)
def test_no_flipped_signature_is_good(signed, at, bit):
    spki, message, signature = signed
    changed = bytearray(signature)
    changed[at % len(changed)] ^= 1 << bit
    assert not verify_sm2(spki, message, bytes(changed))


@pytest.mark.parametrize("pair", [(0, 1), (1, 0), (N, 1), (1, N), (-1, 1), (1, N - 1)])
def test_numbers_out_of_range_sign_nothing(signed, pair):
    forged = write(0x30, *map(write_integer, pair))
    assert not verify_sm2(signed[0], signed[1], forged)


def test_what_openssl_refuses_is_told():
    with pytest.raises(OpensslFault, match="没有做成"):
        openssl("pkeyutl", "-sign", "-inkey", "/dev/null")


@given(st.integers(-(2**70), 2**70))
def test_an_integer_is_written_shortest(value):
    assert read_integer(read_der(write_integer(value), 0x02)) == value


@pytest.mark.parametrize("dotted", ["1.2.840.113549.1.7.2", "2.16.840.1.101.3.4.2.1", "0.9.0"])
def test_an_identifier_is_read_as_written(dotted):
    assert read_oid(read_der(write_oid(dotted), 0x06)) == dotted


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x30",
        b"\x30\x80\x00\x00",  # length left open
        b"\x30\x81\x01\x00",  # length longer than needed
        b"\x30\x82\x00\x01\x00",
        b"\x30\x01",
        b"\x30\x00\x00",  # something after it
        b"\x31\x00",
        b"\x30\x85\x01\x00\x00\x00\x00",
    ],
)
def test_a_loose_encoding_is_refused(raw):
    with pytest.raises(DerFault):
        read_der(raw)


def test_a_padded_integer_is_refused():
    with pytest.raises(DerFault):
        read_integer(read_der(b"\x02\x02\x00\x01", 0x02))
