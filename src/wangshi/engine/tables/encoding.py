"""编码: which of UTF-8, GB18030 and UTF-16 a text file is in; a mixture is refused by line."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from wangshi.engine.tables.refusal import Limits, TableRefused
from wangshi.engine.tables.streams import blocks

_UTF16_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_TWO_HAN_IN_UTF8 = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}){2}")


def detect_encoding(path: Path, *, limits: Limits) -> str:
    """判断编码: a Python codec name; reads the file once in blocks, GB18030 files twice."""
    first = next(blocks(path, limits=limits), b"")
    if first[:2] in _UTF16_MARKS:
        return _whole(path, "utf-16", limits=limits)
    if b"\x00" in first:
        raise TableRefused(
            "binary",
            "这不是文本表格，里面有二进制内容",
            "用表格软件打开，另存为 .xlsx 或 CSV 后再上传",
        )
    if _decodes(path, "utf-8", limits=limits):
        return "utf-8-sig" if first.startswith(codecs.BOM_UTF8) else "utf-8"
    _refuse_mixture(path, limits=limits)
    return "gb18030"


def _whole(path: Path, encoding: str, *, limits: Limits) -> str:
    if _decodes(path, encoding, limits=limits):
        return encoding
    raise TableRefused(
        "damaged", "文件的文字编码中途断了", "用表格软件打开原表，另存为 CSV（UTF-8）后再上传"
    )


def _decodes(path: Path, encoding: str, *, limits: Limits) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for block in blocks(path, limits=limits):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_mixture(path: Path, *, limits: Limits) -> None:
    first_utf8 = first_gbk = 0
    for number, line in _byte_lines(path, limits=limits):
        if line.isascii():
            continue
        if _is(line, "utf-8"):
            if not first_utf8 and _TWO_HAN_IN_UTF8.search(line):
                first_utf8 = number
        elif not _is(line, "gb18030"):
            raise TableRefused(
                "broken_text",
                f"第 {number} 行有认不出的文字，既不是 UTF-8 也不是 GBK",
                f"用表格软件打开原表，改好第 {number} 行，另存为 CSV（UTF-8）后再上传",
            )
        elif not first_gbk:
            first_gbk = number
        if first_utf8 and first_gbk:
            raise _mixed(first_utf8, first_gbk)


def _mixed(first_utf8: int, first_gbk: int) -> TableRefused:
    change = max(first_utf8, first_gbk)
    later = "UTF-8" if first_utf8 > first_gbk else "GBK"
    earlier = "GBK" if later == "UTF-8" else "UTF-8"
    return TableRefused(
        "mixed_encoding",
        f"前面的行是 {earlier} 编码，第 {change} 行起变成了 {later}，像是两份文件接在了一起",
        f"从第 {change} 行分成两份文件，分别上传",
    )


def _is(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _byte_lines(path: Path, *, limits: Limits) -> Iterator[tuple[int, bytes]]:
    number, rest = 0, b""
    for block in blocks(path, limits=limits):
        *whole, rest = (rest + block).split(b"\n")
        for line in whole:
            number += 1
            yield number, line
        if len(rest) > limits.line_characters * 4:
            raise TableRefused(
                "line_too_long",
                f"第 {number + 1} 行太长，不像一张表",
                "用表格软件打开原表，另存为 CSV 后再上传",
            )
    if rest:
        yield number + 1, rest
