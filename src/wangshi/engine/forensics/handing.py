"""发出去的校验工具: the two verifiers that need nothing of ours, as files to give away."""

from importlib.resources import files
from pathlib import Path
from typing import Final

from .files import write_whole

TOOLS: Final = ("verify.py", "verify.html")


def tool(name: str) -> bytes:
    """一个校验工具: its bytes; they stand in the package under another ending, as text."""
    return files(__package__).joinpath("handout", f"{name}.txt").read_bytes()


def hand_out(folder: Path) -> list[Path]:
    """写出校验工具: both, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / name for name in TOOLS]
    for path in written:
        write_whole(path, [tool(path.name)])
    return written
