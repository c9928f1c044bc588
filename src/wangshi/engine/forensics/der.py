"""DER (X.690): enough to read a time stamp and a signature, strictly, and to write a request."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

INTEGER, BOOLEAN, OCTETS, NULL, OID = 0x02, 0x01, 0x04, 0x05, 0x06
SEQUENCE, SET, TIME = 0x30, 0x31, 0x18
_CONSTRUCTED, _LONG, _MOST_LENGTH_BYTES = 0x20, 0x80, 4


class DerFault(ValueError):
    """不是 DER: the bytes do not follow the encoding."""


@dataclass(frozen=True)
class Node:
    """一个元素: its tag, its whole encoding, and where its content begins."""

    tag: int
    whole: bytes
    start: int

    @property
    def content(self) -> bytes:
        """内容: without tag and length."""
        return self.whole[self.start :]

    @cached_property
    def children(self) -> tuple["Node", ...]:
        """里面的元素: of a constructed one."""
        if not self.tag & _CONSTRUCTED:
            raise DerFault(f"标签 {self.tag:#x} 里面没有元素")
        return tuple(_each(self.content))

    def child(self, index: int, tag: int) -> "Node":
        """第几个元素: with the tag it must have."""
        if index >= len(self.children) or self.children[index].tag != tag:
            raise DerFault(f"第 {index + 1} 个元素应当是 {tag:#x}")
        return self.children[index]


def read_der(raw: bytes, tag: int = SEQUENCE) -> Node:
    """读一个元素: the whole of `raw`, nothing after it."""
    node = _read_one(raw, 0)
    if len(node.whole) != len(raw):
        raise DerFault("后面多出内容")
    if node.tag != tag:
        raise DerFault(f"应当是 {tag:#x}，读到 {node.tag:#x}")
    return node


def read_integer(node: Node) -> int:
    """读整数: refuses a longer spelling than needed."""
    if node.tag != INTEGER or not node.content:
        raise DerFault("应当是整数")
    value = int.from_bytes(node.content, "big", signed=True)
    if write_integer(value) != node.whole:
        raise DerFault("整数不是最短写法")
    return value


def read_oid(node: Node) -> str:
    """读对象标识: in dotted form."""
    if node.tag != OID or not node.content or node.content[-1] & _LONG:
        raise DerFault("应当是对象标识")
    parts, value = [], 0
    for byte in node.content:
        value = value << 7 | byte & 0x7F
        if not byte & _LONG:
            parts.append(value)
            value = 0
    first = min(parts[0] // 40, 2)
    return ".".join(map(str, [first, parts[0] - 40 * first, *parts[1:]]))


def write(tag: int, *contents: bytes) -> bytes:
    """写一个元素: with the shortest length."""
    content = b"".join(contents)
    if len(content) < _LONG:
        return bytes((tag, len(content))) + content
    size = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes((tag, _LONG | len(size))) + size + content


def write_integer(value: int) -> bytes:
    """写整数: shortest two's complement."""
    bits = value.bit_length() if value >= 0 else (value + 1).bit_length()
    return write(INTEGER, value.to_bytes(bits // 8 + 1, "big", signed=True))


def write_oid(dotted: str) -> bytes:
    """写对象标识: from dotted form."""
    first, second, *rest = map(int, dotted.split("."))
    content = b""
    for value in (40 * first + second, *rest):
        digits = [value & 0x7F]
        while value := value >> 7:
            digits.append(value & 0x7F | _LONG)
        content += bytes(reversed(digits))
    return write(OID, content)


def _each(raw: bytes) -> Iterator[Node]:
    at = 0
    while at < len(raw):
        node = _read_one(raw, at)
        at += len(node.whole)
        yield node


def _read_one(raw: bytes, at: int) -> Node:
    if len(raw) - at < len(b"\0\0"):
        raise DerFault("内容不完整")
    size, start = raw[at + 1], 2
    if size & _LONG:
        count = size ^ _LONG
        size = int.from_bytes(raw[at + 2 : at + 2 + count], "big")
        start += count
        if not 1 <= count <= _MOST_LENGTH_BYTES or size < _LONG or size >> 8 * (count - 1) == 0:
            raise DerFault("长度不是最短写法")
    if at + start + size > len(raw):
        raise DerFault("内容不完整")
    return Node(raw[at], raw[at : at + start + size], start)
