"""日志: durable before it answers, whole after any death, never forked by its own hand."""

import json
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from wangshi.engine.forensics.journal import LogFault
from wangshi.engine.forensics.log import Log
from wangshi.engine.forensics.logcheck import check_tree
from wangshi.engine.forensics.merkle import (
    leaf_hash,
    proves_consistency,
    proves_inclusion,
    root_of,
)
from wangshi.engine.forensics.tiles import Tiles, tile_path, unpack_entries

from .stamping import copy_of

ORIGIN = "shisui.example/evidence"
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KILLS = 3


def opened(folder, **options):
    return Log(folder / "log", ORIGIN, PRIVATE, memory=folder / "head", **options)


def entries(count, seed=0):
    draw = random.Random(seed)
    return [draw.randbytes(draw.randint(0, 60)) for _ in range(count)]


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    """A log that grew by uneven steps, past one full tile; its folder is read and not written."""
    folder = tmp_path_factory.mktemp("grown")
    all_of, checkpoints = [], []
    with opened(folder) as log:
        for step, count in enumerate((1, 1, 3, 250, 1, 5, 700)):
            more = entries(count, step)
            all_of += more
            log.append_many(more)
            checkpoints.append(log.publish())
    return folder, all_of, checkpoints


def test_the_root_is_that_of_all_entries(grown):
    _, all_of, checkpoints = grown
    for checkpoint in checkpoints:
        assert checkpoint.root == root_of([leaf_hash(one) for one in all_of[: checkpoint.size]])


def test_the_tiles_are_those_of_the_specification(grown):
    folder, all_of, _ = grown
    names = {
        str(p.relative_to(folder / "log")) for p in (folder / "log/tile").rglob("*") if p.is_file()
    }
    assert {"tile/0/000", "tile/0/001", "tile/0/002", "tile/1/000.p/3"} <= names
    assert {"tile/0/003.p/193", "tile/entries/000", "tile/entries/003.p/193"} <= names
    assert not any("/000.p/" in name and "/0/" in name for name in names)
    raw = (folder / "log/tile/entries/001").read_bytes()
    assert unpack_entries(raw) == all_of[256:512]
    assert tile_path(0, 1_234_067) == "tile/0/x001/x234/067"


def test_any_entry_is_proved_and_any_earlier_tree(grown):
    folder, all_of, checkpoints = grown
    with opened(folder) as log:
        for index in (0, 1, 255, 256, 511, len(all_of) - 1):
            proof = log.prove(index)
            leaf, latest = leaf_hash(all_of[index]), proof.checkpoint
            assert proves_inclusion(leaf, index, latest.size, proof.hashes, latest.root)
        for old in checkpoints:
            way = log.prove_since(old.size)
            assert proves_consistency(old.size, log.size, way, old.root, log.checkpoint.root)
        with pytest.raises(LogFault):
            log.prove(len(all_of))


def test_entries_not_yet_published_survive_a_closing(tmp_path):
    with opened(tmp_path) as log:
        assert log.append(b"one") == 0
        assert log.publish().size == 1
        assert log.append_many((b"two", b"")) == range(1, 3)
    with opened(tmp_path) as log:
        assert log.size == 3
        assert log.publish().size == 3
        assert Tiles(log.folder, 3).entries(0) == [b"one", b"two", b""]


def test_many_at_once_get_a_number_each(tmp_path):
    numbers: list[int] = []
    with opened(tmp_path) as log:

        def write():
            for _ in range(40):
                number = log.append(b"x")
                numbers.append(number)

        threads = [threading.Thread(target=write) for _ in range(8)]
        publishing = threading.Thread(target=lambda: [log.publish() for _ in range(10)])
        for thread in (*threads, publishing):
            thread.start()
        for thread in (*threads, publishing):
            thread.join()
        log.publish()
        assert sorted(numbers) == list(range(320))
    assert check_tree(tmp_path / "log", log.key).is_sound


def test_one_writer_at_a_time(tmp_path):
    with opened(tmp_path), pytest.raises(LogFault, match="另一个程序"):
        opened(tmp_path, wait=0.0)


def test_a_torn_end_is_set_aside_and_the_rest_stands(tmp_path):
    with opened(tmp_path) as log:
        log.append_many((b"one", b"two"))
    book = tmp_path / "log/journal" / f"{0:016d}"
    whole = book.read_bytes()
    book.write_bytes(whole + b"\x00\x09half")
    with opened(tmp_path) as log:
        assert log.size == 2
        assert log.append(b"three") == 2
    torn = list((tmp_path / "log/journal").glob("torn-*"))
    assert [one.read_bytes() for one in torn] == [b"\x00\x09half"]
    with opened(tmp_path) as log:
        assert log.publish().size == 3


def test_a_journal_newer_than_the_checkpoint_is_not_written_over(tmp_path):
    with opened(tmp_path) as log:
        log.append(b"one")
        log.publish()
        log.append(b"two")
    (tmp_path / "log/checkpoint").unlink()
    (tmp_path / "head").unlink()
    with pytest.raises(LogFault, match="日记比存根新"):
        opened(tmp_path)


def test_damage_to_what_is_published_takes_nothing_new_with_it(tmp_path):
    with opened(tmp_path) as log:
        log.append_many((b"one", b"two", b"three"))
        kept = (tmp_path / "log/journal" / f"{0:016d}").read_bytes()
        log.publish()
    for book in (tmp_path / "log/journal").iterdir():
        book.unlink()
    (tmp_path / "log/journal" / f"{0:016d}").write_bytes(kept[:-1])
    with opened(tmp_path) as log:
        assert log.append(b"four") == 3
    with opened(tmp_path) as log:
        assert log.publish().size == 4
        assert Tiles(log.folder, 4).entries(0)[3] == b"four"


def test_an_entry_too_long_is_refused(tmp_path):
    with opened(tmp_path) as log, pytest.raises(LogFault):
        log.append(bytes(65_536))


def test_a_log_from_an_old_backup_is_not_written_on(tmp_path):
    with opened(tmp_path) as log:
        log.append(b"one")
        log.publish()
        backup = copy_of(tmp_path / "log", tmp_path / "backup")
        log.append(b"two")
        log.publish()
    (tmp_path / "log").rename(tmp_path / "lost")
    backup.rename(tmp_path / "log")
    with pytest.raises(LogFault, match="旧备份"):
        opened(tmp_path)


def test_a_log_of_another_key_is_not_written_on(tmp_path):
    with opened(tmp_path) as log:
        log.append(b"one")
        log.publish()
    with pytest.raises(LogFault, match="不是"):
        Log(tmp_path / "log", ORIGIN, Ed25519PrivateKey.generate(), memory=tmp_path / "head")


def test_a_death_between_remembering_and_showing_loses_nothing(tmp_path):
    with opened(tmp_path) as log:
        log.append(b"one")
        shown = log.publish()
        log.append(b"two")
        log.publish()
    (tmp_path / "log/checkpoint").write_text(str(shown), "utf-8")
    with opened(tmp_path) as log:
        assert log.checkpoint.size == 2
        assert "\n2\n" in (tmp_path / "log/checkpoint").read_text("utf-8")


def test_a_full_disk_refuses_the_batch_and_keeps_the_rest(tmp_path):
    with opened(tmp_path) as log:
        log.append(b"one")
    done = subprocess.run(
        [sys.executable, "-c", _FILL, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "refused 1", done.stderr
    with opened(tmp_path) as log:
        assert log.append(b"two") == 1


_OPEN = """
import sys
from pathlib import Path
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from wangshi.engine.forensics.journal import LogFault
from wangshi.engine.forensics.log import Log
folder = Path(sys.argv[1])
private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
log = Log(folder / "log", "shisui.example/evidence", private, memory=folder / "head")
"""
_FILL = (
    """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
"""
    + _OPEN
    + """
try:
    log.append(bytes(9000))
except LogFault:
    print("refused", log.size)
"""
)
WRITER = (
    _OPEN
    + """
import json, random, threading
draw = random.Random()
def publish():
    while True:
        log.publish()
threading.Thread(target=publish, daemon=True).start()
while True:
    batch = [draw.randbytes(draw.randint(1, 50)) for _ in range(draw.randint(1, 40))]
    numbers = log.append_many(batch)
    print(json.dumps([numbers.start, [one.hex() for one in batch]]), flush=True)
"""
)


def acknowledged(folder: Path, seconds: float) -> dict[int, str]:
    """Every entry that a writer was told is durable, until it was killed."""
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE)
    killer = threading.Timer(seconds, lambda: writer.send_signal(signal.SIGKILL))
    killer.start()
    lines = writer.stdout.readlines()
    writer.wait()
    killer.join()
    writer.stdout.close()
    told = [json.loads(line) for line in lines if line.endswith(b"\n")]
    return {start + n: one for start, batch in told for n, one in enumerate(batch)}


def lost(folder: Path, told: dict[int, str]) -> list[int]:
    """Acknowledged entries that are not where they were said to be."""
    with opened(folder) as log:
        size = log.publish().size
    tiles = Tiles(folder / "log", size)
    there = [entry.hex() for n in range((size + 255) // 256) for entry in tiles.entries(n)]
    return [index for index, entry in told.items() if there[index : index + 1] != [entry]]


def test_no_acknowledged_entry_is_lost_when_the_writer_is_killed(tmp_path):
    draw = random.Random(9)
    told: dict[int, str] = {}
    for _ in range(KILLS):
        told |= acknowledged(tmp_path, 0.4 + draw.random() * 0.4)
        assert lost(tmp_path, told) == []
    assert told
    assert check_tree(tmp_path / "log", None).is_sound
