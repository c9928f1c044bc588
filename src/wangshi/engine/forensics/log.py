"""日志 (取证登记): append-only, durable before it answers, published as tiles anybody can mirror.

Hashing is RFC 6962, files are C2SP tlog-tiles, the checkpoint is a signed note. One writer at a
time holds the folder; inside it any number of threads share one flush to the disk.
"""

import fcntl
import os
import shutil
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from .files import flush_folder, write_whole
from .journal import Journal, LogFault
from .merkle import consistency_proof, inclusion_proof, leaf_hash, proves_consistency, root_of
from .notes import (
    Checkpoint,
    LogProof,
    NoteFault,
    NoteKey,
    log_key,
    read_checkpoint,
    sign_checkpoint,
    with_signatures,
)
from .tiles import (
    CHECKPOINT,
    ENTRIES,
    MOST_ENTRY,
    WIDTH,
    TileFault,
    Tiles,
    pack_entries,
    tile_path,
)

_HEIGHT: Final = 8
_LOCK: Final = "lock"
_PAUSE: Final = 0.02


class Log:
    """一份日志, opened for writing by this process alone.

    `memory` is a file outside the folder that keeps the last checkpoint signed: a folder restored
    from an old backup is then refused instead of forked.
    """

    def __init__(
        self,
        folder: Path,
        origin: str,
        private: Ed25519PrivateKey,
        *,
        memory: Path,
        wait: float = 30.0,
    ) -> None:
        """Open or begin. `wait` seconds for another writer to let go. Raises LogFault."""
        self.folder, self.origin, self._private, self._memory = folder, origin, private, memory
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = _lock(folder / _LOCK, wait)
        with ExitStack() as unless_opened:
            unless_opened.callback(os.close, self._lock)
            self._checkpoint = self._recall()
            self._tiles = Tiles(folder, self._checkpoint.size)
            self._journal = Journal(folder, self._checkpoint.size)
            unless_opened.pop_all()
        self._turn = threading.Condition()
        self._publishing = threading.Lock()
        self._queue: list[_Waiting] = []
        self._writing = False

    def __enter__(self) -> "Log":
        """Use as a context; the writer lets go at its end."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go."""
        self.close()

    @property
    def key(self) -> NoteKey:
        """日志的公钥: what a mirror or a witness needs to check it."""
        return log_key(self.origin, self._private.public_key().public_bytes_raw())

    @property
    def size(self) -> int:
        """条目数: durable ones, published or not."""
        return self._checkpoint.size + len(self._journal.waiting)

    @property
    def checkpoint(self) -> Checkpoint:
        """最近的存根."""
        return self._checkpoint

    def append(self, entry: bytes) -> int:
        """登记一条: its number, once it is on the disk. Threads share a flush."""
        return self.append_many((entry,))[0]

    def append_many(self, entries: Sequence[bytes]) -> range:
        """登记一批: their numbers, all durable or none."""
        if any(len(entry) > MOST_ENTRY for entry in entries):
            raise LogFault(f"一条登记不超过 {MOST_ENTRY} 字节")
        mine = _Waiting(entries)
        with self._turn:
            self._queue.append(mine)
            while self._writing and mine.numbers is None and mine.fault is None:
                self._turn.wait()
            if mine.numbers is None and mine.fault is None:
                self._lead()
        if mine.numbers is None:
            raise LogFault(f"日志写不下去，这一条没有登记：{mine.fault}")
        return mine.numbers

    def publish(self) -> Checkpoint:
        """公布: everything durable goes into tiles, and a new checkpoint is signed over it.

        Entries that come meanwhile are not kept waiting; they are in the next one.
        """
        with self._publishing:
            with self._turn:
                entries = list(self._journal.waiting)
            if entries or not (self.folder / CHECKPOINT).exists():
                self._publish(entries)
        return self._checkpoint

    def prove(self, index: int) -> LogProof:
        """在册证明: of a published entry, up to the latest checkpoint."""
        checkpoint, tiles = self._checkpoint, self._tiles
        if not 0 <= index < checkpoint.size:
            raise LogFault(f"第 {index} 条还没有公布")
        hashes = inclusion_proof(tiles.subtree, index, checkpoint.size)
        return LogProof(index, tuple(hashes), checkpoint)

    def prove_since(self, old: int) -> list[bytes]:
        """接续证明: from the tree of `old` entries to the latest checkpoint."""
        return consistency_proof(self._tiles.subtree, old, self._tiles.size)

    def take_cosignatures(self, note: str, witnesses: Sequence[NoteKey]) -> Checkpoint:
        """收见证签: of the latest checkpoint, by known witnesses, each checked first."""
        with self._publishing:
            cosigned = read_checkpoint(note)
            if cosigned.text != self._checkpoint.text:
                raise LogFault("见证的不是最近的存根，请拿最新的存根再去见证")
            names = {(key.name, key.id) for key in witnesses if cosigned.cosigned_by(key)}
            lines = [one for one in cosigned.signatures if (one.name, one.id) in names]
            if not lines:
                raise LogFault("没有一行是已知见证方签得对的")
            self._checkpoint = with_signatures(self._checkpoint, lines)
            write_whole(self.folder / CHECKPOINT, [str(self._checkpoint).encode()])
        return self._checkpoint

    def close(self) -> None:
        """合上: what is durable but not published is published when next opened and asked."""
        self._journal.close()
        os.close(self._lock)

    def _lead(self) -> None:
        """Write everybody's entries in one flush; called with the turn held, which it gives up."""
        batch, self._queue, self._writing = self._queue, [], True
        first = self.size
        entries = [entry for one in batch for entry in one.entries]
        fault: OSError | None = None
        self._turn.release()
        try:
            self._journal.write(entries)
        except OSError as error:
            fault = error
        finally:
            self._turn.acquire()
            self._writing = False
            self._turn.notify_all()
        for one in batch:
            one.fault = fault
            if fault is None:
                one.numbers = range(first, first + len(one.entries))
                first += len(one.entries)

    def _publish(self, entries: list[bytes]) -> None:
        old = self._tiles
        size = old.size + len(entries)
        folders = self._write_entries(old, entries)
        folders |= self._write_hashes(old, [leaf_hash(entry) for entry in entries])
        for folder in sorted(folders):
            flush_folder(folder)
        tiles = Tiles(self.folder, size)
        checkpoint = sign_checkpoint(self.origin, size, tiles.root(), self._private)
        # Remembered before it is shown: once anybody may have seen it, no other may follow.
        write_whole(self._memory, [str(checkpoint).encode()])
        write_whole(self.folder / CHECKPOINT, [str(checkpoint).encode()])
        with self._turn:
            while self._writing:
                self._turn.wait()
            self._checkpoint, self._tiles = checkpoint, tiles
            self._journal.begin(size, len(entries))

    def _write_entries(self, old: Tiles, entries: list[bytes]) -> set[Path]:
        number, width = divmod(old.size, WIDTH)
        row = (old.entries(number) if width else []) + entries
        return {
            self._write_tile(ENTRIES, number + at // WIDTH, len(part), pack_entries(part))
            for at in range(0, len(row), WIDTH)
            if (part := row[at : at + WIDTH])
        }

    def _write_hashes(self, old: Tiles, added: list[bytes]) -> set[Path]:
        level, folders = 0, set()
        while added:
            number, width = divmod(old.size >> _HEIGHT * level, WIDTH)
            row = (old.hashes(level, number) if width else []) + added
            parts = [row[at : at + WIDTH] for at in range(0, len(row), WIDTH)]
            for at, part in enumerate(parts):
                folders.add(self._write_tile(level, number + at, len(part), b"".join(part)))
            added = [root_of(part) for part in parts if len(part) == WIDTH]
            level += 1
        return folders

    def _write_tile(self, level: int | str, number: int, width: int, raw: bytes) -> Path:
        """Write one; the folder it stands in still has to be flushed."""
        path = self.folder / tile_path(level, number, width)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, [raw], settle=False)
        if width == WIDTH:
            shutil.rmtree(path.with_name(f"{path.name}.p"), ignore_errors=True)
        return path.parent

    def _recall(self) -> Checkpoint:
        """The last checkpoint signed; refuses a folder that is behind or beside it."""
        here, remembered = _read(self.folder / CHECKPOINT), _read(self._memory)
        if here is None and remembered is None:
            return _beginning(self.origin)
        # A crash between remembering and showing leaves the tiles whole and only the note behind.
        latest = remembered or here or _beginning(self.origin)
        if latest.origin != self.origin or not latest.signed_by(self.key):
            raise LogFault(f"日志的存根不是 {self.origin} 签的，请核对目录和钥匙")
        if not _follows(self.folder, here or _beginning(self.origin), latest):
            raise LogFault("日志和上次签过的存根接不上，可能是从旧备份恢复的；不要在它上面接着写")
        if here is not None and here.text == latest.text:
            return here
        write_whole(self.folder / CHECKPOINT, [str(latest).encode()])
        return latest


class _Waiting:
    """Entries of one caller, and what became of them."""

    def __init__(self, entries: Sequence[bytes]) -> None:
        self.entries = entries
        self.numbers: range | None = None
        self.fault: OSError | None = None


def _beginning(origin: str) -> Checkpoint:
    return Checkpoint(origin, 0, root_of([]), "")


def _follows(folder: Path, here: Checkpoint, latest: Checkpoint) -> bool:
    tiles = Tiles(folder, latest.size)
    try:
        if here.size > latest.size or tiles.root() != latest.root:
            return False
        proof = consistency_proof(tiles.subtree, here.size, latest.size)
    except TileFault:
        return False
    return proves_consistency(here.size, latest.size, proof, here.root, latest.root)


def _read(path: Path) -> Checkpoint | None:
    try:
        return read_checkpoint(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (NoteFault, UnicodeDecodeError) as fault:
        raise LogFault(f"{path} 读不懂：{fault}") from None


def _lock(path: Path, wait: float) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    for _ in range(int(wait / _PAUSE) + 1):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return descriptor
        except BlockingIOError:
            time.sleep(_PAUSE)
    os.close(descriptor)
    raise LogFault("另一个程序正在写这份日志，请等它写完再试")
