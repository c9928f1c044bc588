"""Merkle 树和便笺: every proof of every small tree holds, no other does; notes are strict."""

import base64
import random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from wangshi.engine.forensics.merkle import (
    EMPTY_ROOT,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    proves_consistency,
    proves_inclusion,
    root_of,
)
from wangshi.engine.forensics.notes import (
    LogProof,
    NoteFault,
    cosign,
    log_key,
    read_checkpoint,
    read_note_key,
    read_proof,
    sign_checkpoint,
    with_signatures,
)

from .office import right_now

MOST = 33
# The tree that Certificate Transparency's own tests use.
ENTRIES = [bytes.fromhex(one) for one in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOT_OF_8 = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
LEAVES = [leaf_hash(bytes((n,))) for n in range(MOST)]
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ORIGIN = "shisui.example/evidence"


def subtree(first, last):
    """Straight from RFC 6962 2.1, with no short cut."""
    if last - first == 1:
        return LEAVES[first]
    middle = first + max(2**n for n in range(10) if 2**n < last - first)
    return node_hash(subtree(first, middle), subtree(middle, last))


def roots():
    return [EMPTY_ROOT, *[subtree(0, size) for size in range(1, MOST + 1)]]


ROOTS = roots()


def test_the_tree_is_the_one_everybody_builds():
    assert root_of([leaf_hash(one) for one in ENTRIES]).hex() == ROOT_OF_8
    assert [root_of(LEAVES[:size]) for size in range(MOST + 1)] == ROOTS


def test_every_entry_is_proved_in_every_tree():
    for size in range(1, MOST + 1):
        for index in range(size):
            proof = inclusion_proof(subtree, index, size)
            assert proves_inclusion(LEAVES[index], index, size, proof, ROOTS[size])
            assert not proves_inclusion(LEAVES[index], index + 1, size, proof, ROOTS[size])
            assert not proves_inclusion(LEAVES[index], index, size, [*proof, proof[0]] if proof
                                        else [LEAVES[0]], ROOTS[size])  # fmt: skip
            assert size == 1 or not proves_inclusion(
                LEAVES[index], index, size, proof[:-1], ROOTS[size]
            )


def test_every_tree_is_proved_to_begin_with_every_smaller_one():
    for size in range(MOST + 1):
        for old in range(size + 1):
            proof = consistency_proof(subtree, old, size)
            assert proves_consistency(old, size, proof, ROOTS[old], ROOTS[size]), (old, size)
            if 0 < old < size:
                assert not proves_consistency(old, size, proof, ROOTS[old - 1], ROOTS[size])
                assert not proves_consistency(old, size, proof, ROOTS[old], ROOTS[size - 1])
                assert not proves_consistency(old, size, proof[:-1], ROOTS[old], ROOTS[size])
                assert not proves_consistency(
                    old, size, [*proof, proof[0]], ROOTS[old], ROOTS[size]
                )


def test_no_forged_proof_is_accepted():
    draw = random.Random(6962)
    for _ in range(300):
        size = draw.randint(2, MOST)
        index = draw.randrange(size)
        proof = inclusion_proof(subtree, index, size)
        at = draw.randrange(len(proof))
        proof[at] = draw.choice([draw.randbytes(32), draw.randbytes(31), LEAVES[0], b""])
        forged = proves_inclusion(LEAVES[index], index, size, proof, ROOTS[size])
        assert forged == (proof == inclusion_proof(subtree, index, size))


def test_a_checkpoint_is_read_as_it_was_signed():
    made = sign_checkpoint(ORIGIN, 8, ROOTS[8], PRIVATE)
    key = log_key(ORIGIN, PRIVATE.public_key().public_bytes_raw())
    assert read_checkpoint(str(made)) == made
    assert made.signed_by(key)
    assert read_note_key(str(key)) == key
    assert not made.signed_by(log_key("elsewhere.example", key.raw))


def test_a_cosignature_says_when_and_covers_the_text():
    made = sign_checkpoint(ORIGIN, 8, ROOTS[8], PRIVATE)
    witness = Ed25519PrivateKey.generate()
    at = right_now()
    line = cosign(made, "witness.example", witness, at)
    key = read_note_key(
        f"witness.example+{line.id.hex()}+"
        + base64.b64encode(b"\x04" + witness.public_key().public_bytes_raw()).decode()
    )
    cosigned = read_checkpoint(str(with_signatures(made, [line])))
    assert cosigned.cosigned_by(key) == at
    assert made.cosigned_by(key) is None
    other = sign_checkpoint(ORIGIN, 7, ROOTS[7], PRIVATE)
    assert with_signatures(other, [line]).cosigned_by(key) is None


def test_lines_of_strangers_are_passed_over_but_a_wrong_line_of_the_log_is_not():
    made = sign_checkpoint(ORIGIN, 8, ROOTS[8], PRIVATE)
    key = log_key(ORIGIN, PRIVATE.public_key().public_bytes_raw())
    stranger = str(made) + "— stranger.example AAAAAGFiYw==\n"
    assert read_checkpoint(stranger).signed_by(key)
    bad = base64.b64encode(key.id + bytes(64)).decode()
    assert not read_checkpoint(f"{made}— {ORIGIN} {bad}\n").signed_by(key)


def test_a_proof_is_read_as_it_was_written():
    made = sign_checkpoint(ORIGIN, 8, ROOTS[8], PRIVATE)
    proof = LogProof(3, tuple(inclusion_proof(subtree, 3, 8)), made)
    assert read_proof(str(proof)) == proof


NOTE = str(sign_checkpoint(ORIGIN, 8, ROOTS[8], PRIVATE))


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n\n",
        NOTE[:-1],
        NOTE.replace("\n8\n", "\n08\n"),
        NOTE.replace("\n8\n", "\n-8\n"),
        NOTE.replace("\n8\n", "\n８\n"),
        NOTE.replace("\n\n", "\n"),
        NOTE.replace("— ", "- "),
        NOTE.replace(ORIGIN, ORIGIN + "\r", 1),
        NOTE + "more\n",
        "x" * 70_000 + NOTE,
    ],
)
def test_a_loose_note_is_refused(note):
    with pytest.raises(NoteFault):
        read_checkpoint(note)


@pytest.mark.parametrize(
    "text",
    [
        "c2sp.org/tlog-proof@v1\n\n" + NOTE,
        "c2sp.org/tlog-proof@v2\nindex 3\n\n" + NOTE,
        "c2sp.org/tlog-proof@v1\nindex 03\n\n" + NOTE,
        "c2sp.org/tlog-proof@v1\nindex 3\nAAAA\n\n" + NOTE,
        "c2sp.org/tlog-proof@v1\nindex 3\n\u0625AAA\n\n" + NOTE,
        "c2sp.org/tlog-proof@v1\nindex 3\n" + "A" * 43 + "=\n" * 99 + "\n\n" + NOTE,
    ],
)
def test_a_loose_proof_is_refused(text):
    with pytest.raises(NoteFault):
        read_proof(text)


LOOSE = ["", "a+b+c", "a b+00000000+AAAA", "a+00000000+" + "A" * 44, "a+00000000+AAA\u0625"]


@pytest.mark.parametrize("text", LOOSE, ids=range(len(LOOSE)))
def test_a_loose_key_is_refused(text):
    with pytest.raises(NoteFault):
        read_note_key(text)
