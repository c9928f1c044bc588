"""拒收: why a whole file is not read, in words that say what to do next, and the limits."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


class TableRefused(Exception):
    """不能读的文件: nothing was read; `message_zh` says why, `what_next_zh` what to do."""

    def __init__(self, code: str, message_zh: str, what_next_zh: str) -> None:
        """Keep the three parts apart, so that a page can lay them out."""
        super().__init__(f"{message_zh}。{what_next_zh}。")
        self.code = code
        self.message_zh = message_zh
        self.what_next_zh = what_next_zh


@dataclass(frozen=True)
class Limits:
    """上限: sizes in bytes, checked before parsing or while streaming."""

    workbook_bytes: int = 200 * MEGABYTE
    text_bytes: int = 2048 * MEGABYTE
    columnar_bytes: int = 1024 * MEGABYTE
    inflated_bytes: int = 512 * MEGABYTE
    ratio: int = 100
    large_part_bytes: int = 64 * MEGABYTE
    large_part_ratio: int = 40
    ratio_grace_bytes: int = 1 * MEGABYTE
    text_ratio: int = 250
    entries: int = 2000
    columns: int = 500
    cells: int = 20_000_000
    line_characters: int = 1024 * 1024
    child_memory_bytes: int = 2048 * MEGABYTE
    child_cpu_seconds: int = 120


def size_in_words(size: int) -> str:
    """几 MB: a size a person reads."""
    if size >= 1024 * MEGABYTE:
        return f"{size / (1024 * MEGABYTE):.1f} GB"
    return f"{max(size / MEGABYTE, 0.1):.1f} MB"
