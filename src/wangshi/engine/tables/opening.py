"""打开表格: look at the first bytes, say what the file really is, and read it or refuse it."""

import zlib
from pathlib import Path

from wangshi.engine.tables.delimited import open_delimited
from wangshi.engine.tables.jsonlines import open_jsonlines
from wangshi.engine.tables.refusal import MEGABYTE, Limits, TableRefused, size_in_words
from wangshi.engine.tables.spreadsheet import open_parquet, open_workbook
from wangshi.engine.tables.streams import GZIP_MAGIC
from wangshi.engine.tables.table import Table

_SAVE_AS_XLSX = "用 Excel 或 WPS 打开，另存为「Excel 工作簿 (.xlsx)」后再上传"
_UNLOCK_FIRST = "去掉打开密码，另存为 .xlsx 后再上传"
_ASK_FOR_TABLE = "向发来文件的人要 .xlsx 或 CSV 格式的原表"
_ZIP_MAGIC = b"PK\x03\x04"
_PARQUET_MAGIC = b"PAR1"
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_FOREIGN = (
    (b"%PDF", "PDF 文件", _ASK_FOR_TABLE),
    (b"Rar!", "RAR 压缩包", "先解压，再上传里面的表格"),
    (b"7z\xbc\xaf", "7z 压缩包", "先解压，再上传里面的表格"),
    (b"PK\x05\x06", "空的压缩包", _ASK_FOR_TABLE),
    (b"\x89PNG", "图片", _ASK_FOR_TABLE),
    (b"\xff\xd8\xff", "图片", _ASK_FOR_TABLE),
    (b"GIF8", "图片", _ASK_FOR_TABLE),
    (b"{\\rtf", "RTF 文档", _ASK_FOR_TABLE),
)
_MARKUP = (
    ("<html", "网页", _SAVE_AS_XLSX),
    ("<!doctype html", "网页", _SAVE_AS_XLSX),
    ("<table", "网页", _SAVE_AS_XLSX),
    ("<?xml", "XML 文件", _SAVE_AS_XLSX),
    ("<", "网页或 XML 文件", _SAVE_AS_XLSX),
)
_NAMES = {
    ".csv": "text",
    ".tsv": "text",
    ".txt": "text",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
}
_HEAD = 4096


def open_table(
    path: Path, *, name: str = "", sheet: str = "", limits: Limits | None = None
) -> Table:
    """打开一张表: CSV, TSV, JSONL (also .gz), XLSX or Parquet; TableRefused says what to do.

    `name` is what the sender called the file, when `path` is a temporary copy. Nothing of the
    file is parsed before its size, first bytes and, for XLSX, zip directory were found sound.
    What only shows further down (a torn end, an open quote) is refused while walking `rows()`.
    """
    limits = limits or Limits()
    claimed = _claimed_kind(name or path.name)
    found = _found_kind(path, limits)
    _refuse_disguise(claimed, found)
    if found == "xlsx":
        return open_workbook(path, sheet=sheet, limits=limits)
    if found == "parquet":
        return open_parquet(path, limits=limits)
    if claimed == "jsonl":
        return open_jsonlines(path, limits=limits)
    return open_delimited(path, limits=limits)


def _claimed_kind(name: str) -> str:
    plain = name.lower().removesuffix(".gz")
    suffix = Path(plain).suffix
    if suffix not in _NAMES:
        raise TableRefused(
            "wrong_format",
            f"不认识「{suffix or name[:20]}」这种文件",
            "用表格软件打开，另存为 .xlsx 或 CSV 后再上传",
        )
    return _NAMES[suffix]


def _found_kind(path: Path, limits: Limits) -> str:
    if not path.is_file() or path.stat().st_size == 0:
        raise TableRefused("empty_file", "这个文件是空的", "检查是不是选错了文件，再重新上传")
    head = _first_bytes(path)
    if head.startswith(GZIP_MAGIC):
        head = _first_inflated(head)
        if head.startswith((_ZIP_MAGIC, _PARQUET_MAGIC, GZIP_MAGIC)):
            raise TableRefused("nested", "压缩包里还套着压缩的文件", "先解压，再上传里面的表格")
    _refuse_foreign(path, head)
    for magic, kind, most in (
        (_ZIP_MAGIC, "xlsx", limits.workbook_bytes),
        (_PARQUET_MAGIC, "parquet", limits.columnar_bytes),
    ):
        if head.startswith(magic):
            _refuse_size(path, most)
            return kind
    _refuse_size(path, limits.text_bytes)
    return "text"


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(_HEAD)


def _first_inflated(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(packed, _HEAD)
    except zlib.error as error:
        raise TableRefused(
            "damaged", "这个压缩文件是坏的，解不开", "重新下载或重新压缩后再上传"
        ) from error


def _refuse_foreign(path: Path, head: bytes) -> None:
    if head.startswith(_OLE_MAGIC):
        raise _old_workbook(path)
    for magic, kind, advice in _FOREIGN:
        if head.startswith(magic):
            raise TableRefused("wrong_format", f"这其实是 {kind}，不是表格", advice)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:20].decode("latin-1").lower()
    for opening, kind, advice in _MARKUP:
        if start.startswith(opening):
            raise TableRefused("wrong_format", f"这其实是 {kind}，不是表格文件", advice)


def _old_workbook(path: Path) -> TableRefused:
    size = path.stat().st_size
    with path.open("rb") as stream:
        ends = stream.read(MEGABYTE)
        stream.seek(max(0, size - MEGABYTE))
        ends += stream.read()
    if _ENCRYPTED_PACKAGE in ends:
        return TableRefused("encrypted", "这个工作簿加了密码", _UNLOCK_FIRST)
    return TableRefused("wrong_format", "这其实是旧格式的工作簿 (.xls)", _SAVE_AS_XLSX)


def _refuse_size(path: Path, most: int) -> None:
    size = path.stat().st_size
    if size > most:
        raise TableRefused(
            "too_large",
            f"文件有 {size_in_words(size)}，最多能读 {size_in_words(most)}",
            "拆成几份，分别上传",
        )


def _refuse_disguise(claimed: str, found: str) -> None:
    kinds = {"text": "文本表格（CSV）", "xlsx": "Excel 工作簿", "parquet": "Parquet 文件"}
    suffixes = {"text": ".csv", "xlsx": ".xlsx", "parquet": ".parquet"}
    wanted = "text" if claimed == "jsonl" else claimed
    if found != wanted:
        raise TableRefused(
            "wrong_format",
            f"扩展名和内容不符：内容其实是{kinds[found]}",
            f"把扩展名改成 {suffixes[found]} 后再上传",
        )
