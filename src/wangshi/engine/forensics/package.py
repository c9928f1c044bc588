"""证据包: opened for reading; what it says of itself, and its files. Nothing is verified."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from .manifest import MANIFEST, SEALS, Manifest, ManifestFault, read_manifest
from .seals import SealFault, Seals, read_seals
from .shell import Entry, Shell, read_shell

STEP: Final = 4 << 20
SMALL: Final = 64 << 20


class NotAPackage(ValueError):
    """不是我们的证据包: the message says why."""


@dataclass(frozen=True)
class Package:
    """一个证据包: its path, its shell, its manifest and its seals, as they stand there."""

    path: Path
    shell: Shell
    manifest: Manifest
    manifest_bytes: bytes
    seals: Seals

    def read(self, name: str, most: int = SMALL) -> bytes:
        """读一个文件: at most `most` bytes; raises NotAPackage when absent or larger."""
        entry = self.shell.find(name)
        if entry is None or entry.size > most:
            raise NotAPackage(f"包里没有 {name}，或者它太大")
        with self.path.open("rb") as file:
            return b"".join(pieces_of(file, entry))


def open_package(path: Path) -> Package:
    """打开证据包: raises NotAPackage when manifest or seals cannot be read."""
    try:
        with path.open("rb") as file:
            shell = read_shell(file)
            raw = _small(file, shell, MANIFEST)
            seals = _small(file, shell, SEALS)
        return Package(path, shell, read_manifest(raw), raw, read_seals(seals, len(raw)))
    except (ManifestFault, SealFault) as fault:
        raise NotAPackage(f"{path.name} 不是完好的证据包：{fault}") from None


def pieces_of(file: BinaryIO, entry: Entry) -> Iterator[bytes]:
    """一段一段读: a file of the package."""
    file.seek(entry.start)
    left = entry.size
    while left:
        piece = file.read(min(left, STEP))
        if not piece:
            return
        left -= len(piece)
        yield piece


def _small(file: BinaryIO, shell: Shell, name: str) -> bytes:
    entry = shell.find(name)
    if entry is None or entry.size > SMALL:
        raise NotAPackage(f"里面没有 {name}：不是完好的证据包")
    return b"".join(pieces_of(file, entry))
