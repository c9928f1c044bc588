"""查日志: the package stands in the log, the log is the office's own, and it never forked."""

from .following import LogLies, refuse_unless_extends
from .keys import Purpose
from .manifest import SEALS
from .merkle import consistency_proof, leaf_hash, proves_inclusion
from .moments import spoken
from .notes import (
    ED25519_SPKI,
    NOTE_TYPE,
    Checkpoint,
    LogProof,
    NoteFault,
    NoteKey,
    read_checkpoint,
    read_note_key,
)
from .opened import Opened
from .report import Check, Fault, judged, skipped
from .tiles import CHECKPOINT, WIDTH, TileFault, Tiles, tile_path


def check_log(opened: Opened) -> Check:
    """登记在日志里: the proof leads from this package to a checkpoint the log signed."""
    promise = opened.manifest.promise
    if not promise.log:
        return skipped("log", "封存时没有登记日志")
    proof = opened.proof
    if isinstance(proof, str):
        return judged("log", [Fault("log.unreadable", f"日志证明读不懂：{proof}", SEALS)], "")
    faults = []
    checkpoint = proof.checkpoint
    key = _own_key(opened)
    if checkpoint.origin != promise.log or key is None or key.name != promise.log:
        faults.append(Fault("log.origin", f"登记的日志不是清单写的 {promise.log}", SEALS))
    if key is None or not checkpoint.signed_by(key):
        faults.append(Fault("log.signature", "日志存根的签名不对", SEALS))
    leaf = leaf_hash(opened.seals.log_entry)
    if not proves_inclusion(leaf, proof.index, checkpoint.size, proof.hashes, checkpoint.root):
        faults.append(Fault("log.inclusion", "日志证明和这个包对不上", SEALS))
    said = f"日志 {promise.log} 第 {proof.index} 条就是它，存根有 {checkpoint.size} 条"
    return judged("log", faults, said)


def check_keeper(opened: Opened) -> Check:
    """日志是谁的: its key is on the office's list, and it agrees with what was held before."""
    trust, proof = opened.trust, opened.proof
    if not opened.manifest.promise.log or isinstance(proof, str):
        return skipped("keeper", "没有可以查的日志证明")
    if trust.keys is None and trust.checkpoint is None and trust.log is None:
        return skipped("keeper", "没有给出公钥名单、以前的存根或者日志的副本")
    faults = _key_faults(opened)
    told = ["日志的钥匙在名单上"] if trust.keys is not None else []
    more, said, is_open = _history_faults(opened, proof)
    if not faults and not more and is_open:
        return skipped("keeper", "；".join([*said, *told]))
    return judged("keeper", [*faults, *more], "；".join([*told, *said]))


def check_witnesses(opened: Opened) -> Check:
    """见证: enough of those who must cosign have signed the checkpoint."""
    trust, proof = opened.trust, opened.proof
    if not trust.witnesses:
        return skipped("witnesses", "没有给出见证方的公钥")
    if not opened.manifest.promise.log or isinstance(proof, str):
        return skipped("witnesses", "没有可以查的日志证明")
    moments = {key.name: proof.checkpoint.cosigned_by(key) for key in trust.witnesses}
    signed = [f"{name}（{spoken(at)}）" for name, at in moments.items() if at]
    quorum = trust.quorum or len(trust.witnesses)
    faults = []
    if len(signed) < quorum:
        lacking = "、".join(name for name, at in moments.items() if not at)
        said = f"要 {quorum} 家见证，只有 {len(signed)} 家签得对；缺 {lacking}"
        faults.append(Fault("witness.missing", said, SEALS))
    return judged("witnesses", faults, f"存根由 {'、'.join(signed)} 见证")


def _own_key(opened: Opened) -> NoteKey | None:
    try:
        key = read_note_key(opened.seals.log_key)
    except NoteFault:
        return None
    return key if key.kind == NOTE_TYPE else None


def _key_faults(opened: Opened) -> list[Fault]:
    keys, own = opened.trust.keys, _own_key(opened)
    if keys is None:
        return []
    known = {key.spki for key in keys.keys if key.purpose is Purpose.LOG and not key.revoked_at}
    if own is not None and own.name == keys.log and ED25519_SPKI + own.raw in known:
        return []
    return [Fault("keeper.unknown", "公钥名单里没有这份日志的钥匙", SEALS)]


def _history_faults(opened: Opened, proof: LogProof) -> tuple[list[Fault], list[str], bool]:
    """Faults, what was found, and whether a question stays open for want of tiles."""
    trust, key = opened.trust, _own_key(opened)
    held = trust.checkpoint
    if held is not None and (
        key is None or held.origin != proof.checkpoint.origin or not held.signed_by(key)
    ):
        return [Fault("keeper.origin", "手里的存根不是这份日志签的")], [], False
    if trust.log is not None and key is not None:
        return _mirror_faults(opened, proof, key)
    if held is None:
        return [], ["没有给出以前的存根或者日志的副本，没有查有没有分叉"], True
    if held.size == proof.checkpoint.size:
        return _compare_roots(held, proof.checkpoint), ["和手里的存根一样"], False
    said = f"手里的存根有 {held.size} 条，包里的有 {proof.checkpoint.size} 条，要有日志的副本才能比"
    return [], [said], True


def _compare_roots(held: Checkpoint, stated: Checkpoint) -> list[Fault]:
    if held.root == stated.root:
        return []
    return [Fault("keeper.fork", f"日志分叉：同是 {held.size} 条，树根和手里的存根不同")]


def _mirror_faults(
    opened: Opened, proof: LogProof, key: NoteKey
) -> tuple[list[Fault], list[str], bool]:
    folder = opened.trust.log
    if folder is None:
        return [], [], True
    try:
        note = (folder / CHECKPOINT).read_text("utf-8")
        latest = read_checkpoint(note)
    except (OSError, UnicodeDecodeError, NoteFault) as fault:
        return [Fault("keeper.tiles", f"日志副本的存根读不懂：{fault}", CHECKPOINT)], [], False
    if latest.origin != proof.checkpoint.origin or not latest.signed_by(key):
        return [Fault("keeper.origin", "日志副本不是这份日志签的", CHECKPOINT)], [], False
    try:
        faults = _tree_faults(Tiles(folder, latest.size), latest, proof, opened)
    except TileFault as fault:
        faults = [Fault("keeper.tiles", f"日志副本不完整：{fault}")]
    return faults, [f"日志副本有 {latest.size} 条，和包里的存根接得上"], False


def _tree_faults(tiles: Tiles, latest: Checkpoint, proof: LogProof, opened: Opened) -> list[Fault]:
    if tiles.root() != latest.root:
        return [Fault("keeper.tiles", "日志副本的瓦片和它的存根对不上", CHECKPOINT)]
    faults = []
    held = [proof.checkpoint, *([opened.trust.checkpoint] if opened.trust.checkpoint else [])]
    for older in held:
        faults += _extension_faults(tiles, latest, older)
    if not faults:
        entries = tiles.entries(proof.index // WIDTH)
        if entries[proof.index % WIDTH] != opened.seals.log_entry:
            said = f"日志副本第 {proof.index} 条不是这个包"
            faults.append(Fault("keeper.entry", said, tile_path("entries", proof.index // WIDTH)))
    return faults


def _extension_faults(tiles: Tiles, latest: Checkpoint, older: Checkpoint) -> list[Fault]:
    try:
        path = consistency_proof(tiles.subtree, older.size, latest.size)
        refuse_unless_extends(older, latest, path)
    except LogLies as lie:
        return [Fault(f"keeper.{lie.code}", str(lie), CHECKPOINT)]
    return []
