"""落盘: a file is whole or absent, whatever happens in between."""

import os
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

DRAFT: Final = ".part"
_Answer = TypeVar("_Answer")


def write_whole(target: Path, pieces: Iterable[bytes], *, settle: bool = True) -> None:
    """整个写好才出现: a temporary file beside it, flushed to the disk, then renamed over it.

    Whoever writes many files may leave the names unsettled and flush their folders at the end.
    """

    def fill(file: BinaryIO) -> None:
        for piece in pieces:
            file.write(piece)

    make_whole(target, fill, settle=settle)


def make_whole(
    target: Path, fill: Callable[[BinaryIO], _Answer], *, settle: bool = True
) -> _Answer:
    """整个写好才出现: `fill` writes into the temporary file; its answer comes back.

    When `fill` or the disk fails, the temporary file is removed and `target` is as it was.
    """
    draft = target.with_name(f".{target.name}.{secrets.token_hex(8)}{DRAFT}")
    try:
        with draft.open("xb") as file:
            answer = fill(file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
        if settle:
            flush_folder(target.parent)
    finally:
        draft.unlink(missing_ok=True)
    return answer


def flush_folder(folder: Path) -> None:
    """目录落盘: the names in it survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep_drafts(folder: Path) -> int:
    """清掉半成品: drafts a killed process left behind; only while nobody writes there."""
    drafts = list(folder.glob(f".*{DRAFT}"))
    for draft in drafts:
        draft.unlink(missing_ok=True)
    return len(drafts)
