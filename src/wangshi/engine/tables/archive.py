"""工作簿容器: read the zip directory of an XLSX and refuse what no honest workbook contains."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from wangshi.engine.tables.refusal import MEGABYTE, Limits, TableRefused, size_in_words
from wangshi.engine.zipped import BROKEN_ZIP

_SAVE_AGAIN = "用 Excel 或 WPS 打开，另存为「Excel 工作簿 (.xlsx)」后再上传"
_ENCRYPTED = 0x1
_STORED, _DEFLATED = 0, 8
_LOCAL_HEADER = 30
_END_OF_DIRECTORY = b"PK\x05\x06"
_END_LENGTH = 22
_COMMENT_LENGTH = 65535
_MACRO_PARTS = ("vbaproject", "xl/macrosheets/", "xl/activex/", "xl/dialogsheets/")
_OUTSIDE_PARTS = ("xl/externallinks/", "xl/embeddings/", "xl/connections.xml", "xl/querytables/")
_NESTED = (".zip", ".xlsx", ".xlsm", ".gz", ".7z", ".rar", ".docx", ".jar")
_UNPARSED = "xl/media/"


def check_archive(path: Path, *, limits: Limits) -> tuple[zipfile.ZipInfo, ...]:
    """查容器: the entries a parser may open, judged by the zip directory; nothing is inflated."""
    _check_entry_count(path, limits)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = tuple(archive.infolist())
    except BROKEN_ZIP as error:
        raise _damaged("目录读不出来") from error
    names = [entry.filename.replace("\\", "/").lower() for entry in entries]
    _check_names(names)
    for entry in entries:
        _check_entry(entry, limits)
    _check_overlap(path, entries)
    total = sum(entry.file_size for entry in entries)
    if total > limits.inflated_bytes:
        raise _too_large(total, limits)
    return tuple(item for item in entries if not item.filename.startswith(_UNPARSED))


def _damaged(why: str) -> TableRefused:
    return TableRefused("damaged", f"这个工作簿是坏的：{why}", _SAVE_AGAIN)


def _too_large(total: int, limits: Limits) -> TableRefused:
    return TableRefused(
        "too_large",
        f"工作簿解开有 {size_in_words(total)}，最多能读 {size_in_words(limits.inflated_bytes)}",
        "拆成几份，或另存为 CSV 后再上传",
    )


def _check_entry_count(path: Path, limits: Limits) -> None:
    # zipfile builds one object an entry: a million entries must be refused before that.
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(max(0, size - _END_LENGTH - _COMMENT_LENGTH))
        tail = stream.read()
        end = tail.rfind(_END_OF_DIRECTORY)
        if end < 0 or len(tail) - end < _END_LENGTH:
            raise _damaged("没有结尾，可能没有下载完")
        claimed = int.from_bytes(tail[end + 10 : end + 12], "little")
        directory_size = int.from_bytes(tail[end + 12 : end + 16], "little")
        most = limits.entries * 1024
        if claimed > limits.entries or directory_size > most:
            raise TableRefused(
                "bomb",
                f"这个压缩包里的文件超过 {limits.entries} 个，不像一个工作簿",
                _SAVE_AGAIN,
            )


def _check_names(names: list[str]) -> None:
    if len(set(names)) != len(names):
        raise _damaged("里面有重名的部分")
    if any(name.startswith("/") or ".." in name.split("/") or ":" in name for name in names):
        raise _damaged("里面有越界的路径")
    if "xl/workbook.xml" not in names:
        raise _not_a_workbook(names)
    if any(part in name for name in names for part in _MACRO_PARTS):
        raise TableRefused(
            "macros", "这个工作簿带有宏，不能导入", "另存为不带宏的「Excel 工作簿 (.xlsx)」后再上传"
        )
    if any(name.startswith(_OUTSIDE_PARTS) for name in names):
        raise TableRefused(
            "external_links",
            "这个工作簿链接或嵌入了别的文件，不能导入",
            "全选，复制，在新工作簿里「选择性粘贴 → 数值」，另存为 .xlsx 后再上传",
        )
    if any(name.endswith(_NESTED) for name in names):
        raise TableRefused("nested", "这个工作簿里还套着压缩包，不能导入", _SAVE_AGAIN)


_COPY_OUT = "把里面的表格复制到 Excel 或 WPS 表格，另存为 .xlsx 后再上传"
_OTHER_ARCHIVES = (
    ("xl/workbook.bin", "二进制工作簿 (.xlsb)", _SAVE_AGAIN),
    ("word/document.xml", "Word 文档", _COPY_OUT),
    ("ppt/presentation.xml", "演示文稿", _COPY_OUT),
    ("content.xml", "ODS 表格", _SAVE_AGAIN),
)


def _not_a_workbook(names: list[str]) -> TableRefused:
    for part, kind, advice in _OTHER_ARCHIVES:
        if part in names:
            return TableRefused("wrong_format", f"这其实是{kind}，不是 .xlsx 工作簿", advice)
    return TableRefused(
        "wrong_format", "这其实是压缩包，不是 .xlsx 工作簿", "先解压，再上传里面的表格"
    )


def _check_entry(entry: zipfile.ZipInfo, limits: Limits) -> None:
    if entry.flag_bits & _ENCRYPTED:
        raise TableRefused("encrypted", "这个工作簿加了密码", "去掉打开密码，另存为 .xlsx 后再上传")
    if entry.compress_type not in (_STORED, _DEFLATED):
        raise _damaged("用了少见的压缩方法")
    packed = max(entry.compress_size, 1)
    # Office's own files shrink to a fifteenth or a twentieth, whatever they repeat.
    large = entry.file_size > limits.large_part_bytes
    most = limits.large_part_ratio if large else limits.ratio
    if entry.file_size > limits.ratio_grace_bytes and entry.file_size / packed > most:
        raise TableRefused(
            "bomb",
            f"工作簿里的「{entry.filename[:40]}」解开会膨胀 {entry.file_size // packed} 倍，"
            "不像一张真表",
            "删掉空白的行和列，另存为 CSV 后再上传",
        )


def _check_overlap(path: Path, entries: tuple[zipfile.ZipInfo, ...]) -> None:
    size = path.stat().st_size
    reached = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < reached:
            raise _damaged("里面的部分互相重叠")
        reached = entry.header_offset + _LOCAL_HEADER + entry.compress_size
    if reached > size:
        raise _damaged("里面的部分超出了文件结尾")


def inflate_entry(stream: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """解开一个部分: its blocks, refused as soon as they exceed what the directory claims."""
    stream.seek(entry.header_offset)
    local = stream.read(_LOCAL_HEADER)
    if len(local) < _LOCAL_HEADER or local[:4] != b"PK\x03\x04":
        raise _damaged("目录和内容对不上")
    names = int.from_bytes(local[26:28], "little") + int.from_bytes(local[28:30], "little")
    stream.seek(names, 1)
    total = 0
    for block in _inflated(stream, entry):
        total += len(block)
        if total > entry.file_size:
            raise _damaged("内容比目录里写的大")
        yield block
    if total != entry.file_size:
        raise _damaged("内容比目录里写的小")


def _inflated(stream: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    left = entry.compress_size
    plain = entry.compress_type == _STORED
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while left > 0 and (packed := stream.read(min(left, 256 * 1024))):
            left -= len(packed)
            if plain:
                yield packed
                continue
            while packed:
                yield inflater.decompress(packed, MEGABYTE)
                packed = inflater.unconsumed_tail
    except zlib.error as error:
        raise _damaged("内容解不开") from error
