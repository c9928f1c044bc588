"""核对日志: everything derived anew from the tiles of a mirror; a departure names its file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from .following import LogLies, View, refuse_unless_extends
from .merkle import consistency_proof, leaf_hash, root_of
from .notes import Checkpoint, NoteFault, NoteKey, read_checkpoint
from .report import Check, Fault, Report, judged, skipped
from .tiles import CHECKPOINT, ENTRIES, WIDTH, TileFault, Tiles, tile_path, width_at

_MOST_FAULTS: Final = 50
_HEIGHT: Final = 8


def check_tree(
    folder: Path,
    key: NoteKey | None,
    *,
    held: Checkpoint | None = None,
    witnesses: tuple[NoteKey, ...] = (),
    quorum: int = 0,
) -> Report:
    """核对一份日志或者它的副本: reads every tile and every entry once.

    `held` is a checkpoint somebody kept; `quorum` of `witnesses` must have cosigned (all when 0).
    """
    try:
        latest = read_checkpoint((folder / CHECKPOINT).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, NoteFault) as fault:
        found = Fault("checkpoint.unreadable", f"存根读不懂：{fault}", CHECKPOINT)
        return Report(folder.name, (judged("checkpoint", [found], ""),))
    tiles = Tiles(folder, latest.size)
    checks = (
        _check_checkpoint(latest, key),
        _check_hashes(tiles, latest),
        _check_entries(tiles),
        _check_history(tiles, latest, held),
        _check_witnesses(latest, witnesses, quorum),
    )
    facts = {"origin": latest.origin, "size": str(latest.size), "root": latest.root.hex()}
    return Report(folder.name, checks, facts)


def _check_checkpoint(latest: Checkpoint, key: NoteKey | None) -> Check:
    if key is None:
        return skipped("checkpoint", "没有给出日志的公钥")
    try:
        View(key).follow(latest)
    except LogLies as lie:
        return judged("checkpoint", [Fault(f"checkpoint.{lie.code}", str(lie), CHECKPOINT)], "")
    return judged("checkpoint", [], f"{latest.origin} 签的，有 {latest.size} 条")


def _check_hashes(tiles: Tiles, latest: Checkpoint) -> Check:
    faults = list(_wrong_tiles(tiles))
    try:
        if not faults and tiles.root() != latest.root:
            faults = [Fault("tree.root", "瓦片算出的树根和存根不同", CHECKPOINT)]
    except TileFault as fault:
        faults = [Fault("tree.tile", str(fault), fault.file)]
    return judged("tree", faults, "每一层的摘要都是下一层算出来的，树根和存根相同")


def _wrong_tiles(tiles: Tiles) -> Iterator[Fault]:
    level = 1
    while tiles.size >> _HEIGHT * level:
        count = tiles.size >> _HEIGHT * level
        for index in range(count):
            name = tile_path(level, index // WIDTH, width_at(level, index // WIDTH, tiles.size))
            try:
                right = root_of(tiles.hashes(level - 1, index))
                if tiles.hashes(level, index // WIDTH)[index % WIDTH] != right:
                    said = f"{name} 第 {index % WIDTH} 个摘要和下一层对不上"
                    yield Fault("tree.tile", said, name, record=index)
            except TileFault as fault:
                yield Fault("tree.tile", str(fault), fault.file or name)
        level += 1


def _check_entries(tiles: Tiles) -> Check:
    faults: list[Fault] = []
    for number in range((tiles.size + WIDTH - 1) // WIDTH):
        name = tile_path(ENTRIES, number, width_at(0, number, tiles.size))
        try:
            pairs = zip(tiles.entries(number), tiles.hashes(0, number), strict=True)
            for place, (entry, leaf) in enumerate(pairs):
                if leaf_hash(entry) != leaf:
                    index = number * WIDTH + place
                    said = f"第 {index} 条登记被改过"
                    faults.append(Fault("entries.changed", said, name, record=index))
        except TileFault as fault:
            faults.append(Fault("entries.missing", str(fault), fault.file or name))
        if len(faults) > _MOST_FAULTS:
            break
    return judged("entries", faults, f"{tiles.size} 条都在，和叶上的摘要相同")


def _check_history(tiles: Tiles, latest: Checkpoint, held: Checkpoint | None) -> Check:
    if held is None:
        return skipped("history", "没有给出以前的存根，没有查有没有分叉或者退回")
    if held.origin != latest.origin:
        fault = Fault("history.origin", f"手里的存根是 {held.origin} 的，不是这份日志的")
        return judged("history", [fault], "")
    try:
        proof = consistency_proof(tiles.subtree, held.size, latest.size)
        refuse_unless_extends(held, latest, proof)
    except LogLies as lie:
        return judged("history", [Fault(f"history.{lie.code}", str(lie), CHECKPOINT)], "")
    except TileFault as fault:
        return judged("history", [Fault("history.tiles", str(fault), fault.file)], "")
    return judged("history", [], f"接得上手里 {held.size} 条的存根")


def _check_witnesses(latest: Checkpoint, witnesses: tuple[NoteKey, ...], quorum: int) -> Check:
    if not witnesses:
        return skipped("witnesses", "没有给出见证方的公钥")
    wanted = quorum or len(witnesses)
    signed = [key.name for key in witnesses if latest.cosigned_by(key)]
    if len(signed) >= wanted:
        return judged("witnesses", [], f"由 {'、'.join(signed)} 见证")
    said = f"要 {wanted} 家见证，只有 {len(signed)} 家签得对"
    return judged("witnesses", [Fault("witness.missing", said, CHECKPOINT)], "")
