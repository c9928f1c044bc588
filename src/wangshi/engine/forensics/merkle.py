"""Merkle 树 (RFC 6962 section 2): hashes, proofs, and how they are checked (RFC 9162 2.1.3, 2.1.4).

Checking trusts nothing but the two roots it is given: a proof that is too short, too long or of
another shape is no proof.
"""

import hashlib
from collections.abc import Callable, Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()
HASH_BYTES = 32

Subtree = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    """叶: the hash of one entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """枝: the hash of two below it."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """树根: of leaf hashes, or of equal full subtrees, from left to right."""
    if not hashes:
        return EMPTY_ROOT
    level = list(hashes)
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        odd = level[-1:] if len(level) % 2 else []
        level = [node_hash(left, right) for left, right in pairs] + odd
    return level[0]


def split(size: int) -> int:
    """分界: the largest power of two below `size` (2 or more)."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_proof(subtree: Subtree, index: int, size: int) -> list[bytes]:
    """在册证明: hashes from the leaf's sibling up; `subtree(a, b)` covers leaves a..b-1."""
    proof: list[bytes] = []
    first, last = 0, size
    while last - first > 1:
        middle = first + split(last - first)
        if index < middle:
            proof.append(subtree(middle, last))
            last = middle
        else:
            proof.append(subtree(first, middle))
            first = middle
    return proof[::-1]


def consistency_proof(subtree: Subtree, old: int, size: int) -> list[bytes]:
    """接续证明: that the tree of `size` begins with the tree of `old` (RFC 6962 2.1.2)."""
    if not 0 < old < size:
        return []
    proof: list[bytes] = []
    first, last, whole = 0, size, True
    while old != last:
        middle = first + split(last - first)
        if old <= middle:
            proof.append(subtree(middle, last))
            last = middle
        else:
            proof.append(subtree(first, middle))
            first, whole = middle, False
    if not whole:
        proof.append(subtree(first, last))
    return proof[::-1]


def proves_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """在册: the proof leads from the leaf at `index` to the root (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size or any(len(one) != HASH_BYTES for one in proof):
        return False
    place, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def proves_consistency(
    old: int, size: int, proof: Sequence[bytes], old_root: bytes, root: bytes
) -> bool:
    """接得上: the larger tree begins with the smaller one (RFC 9162 2.1.4.2)."""
    if not 0 <= old <= size or any(len(one) != HASH_BYTES for one in proof):
        return False
    if old in (0, size):
        return not proof and old_root == (root if old == size else EMPTY_ROOT)
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        return False
    return _walk(old - 1, size - 1, path) == (old_root, root)


def _walk(place: int, last: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """The two roots a path leads to; None when it ends too early or too late."""
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, sibling)
        place, last = place >> 1, last >> 1
    return (before, after) if last == 0 else None
