"""收文件: what a file is by its first bytes, and under which name it may be given back."""

import re
from pathlib import PurePosixPath
from typing import Final

MEGABYTE: Final = 1024 * 1024
LARGEST: Final = 500 * MEGABYTE
MOST_FILES: Final = 20
LONGEST_ENDING: Final = 8
LONGEST_NAME: Final = 120
# Only these are ever drawn by a page of ours; everything else is downloaded.
PICTURES: Final = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
OPENED_BY_A_SCRIPT: Final = frozenset((".txt",))
# 取证机器写下的各样文件叫什么.
_CAPTURED: Final = {
    "page": "网页",
    "wall": "看到的不是网页",
    "landing": "点开的网页",
    "facts": "取证的事实",
    "certificates": "证书链",
    "data": "网页记录",
    "index": "网页记录的索引",
    "pages": "页面的目录",
    "download": "下载的文件",
}
_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u202a-\u202e\u2066-\u2069]')


def kind_of(head: bytes, name: str) -> str:
    """类型: pictures by their first bytes, plain text by name and content, else unknown bytes."""
    for mark, kind in PICTURES.items():
        if head.startswith(mark):
            return kind
    if ending_of(name) in OPENED_BY_A_SCRIPT and b"\x00" not in head:
        return "text/plain"
    return "application/octet-stream"


def ending_of(name: str) -> str:
    """后缀: lower-case ASCII letters and figures only; empty otherwise."""
    ending = PurePosixPath(name).suffix.lower()
    return (
        ending if ending.isascii() and ending[1:].isalnum() and len(ending) < LONGEST_NAME else ""
    )


def safe_name(name: str) -> str:
    """给回去时的文件名: nothing in it leaves its folder or turns the line round."""
    kept = _UNSAFE.sub("_", name).strip(" .") or "文件"
    if len(kept) <= LONGEST_NAME:
        return kept
    ending = ending_of(kept)
    return kept[: LONGEST_NAME - len(ending)] + ending


def place_of(number: int, name: str) -> str:
    """包里的位置: ours, never the uploader's."""
    ending = ending_of(name)
    return f"files/{number:04d}{ending if len(ending) <= LONGEST_ENDING else ''}"


def captured_name(place: str) -> str:
    """取证机器写下的文件叫什么: capture/page-2.png is 网页-2.png."""
    stem, _, ending = PurePosixPath(place).name.partition(".")
    word, dash, number = stem.partition("-")
    return f"{_CAPTURED.get(word, word)}{dash}{number}.{ending}"


def captured_kind(place: str) -> str:
    """取证机器写下的文件的类型: drawn only where we wrote it ourselves, never a download."""
    if not place.startswith("capture/"):
        return "application/octet-stream"
    endings = {".png": "image/png", ".txt": "text/plain"}
    return endings.get(ending_of(place), "application/octet-stream")
