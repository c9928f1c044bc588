"""说谎的日志: forks, rollbacks, split views, wrong proofs and new names are all refused."""

import random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from wangshi.engine.forensics.following import LogLies, View, Witness
from wangshi.engine.forensics.journal import LogFault
from wangshi.engine.forensics.log import Log
from wangshi.engine.forensics.logcheck import check_tree
from wangshi.engine.forensics.merkle import consistency_proof, inclusion_proof
from wangshi.engine.forensics.notes import LogProof, sign_checkpoint, with_signatures
from wangshi.engine.forensics.tiles import Tiles

from .office import right_now
from .stamping import copy_of

ORIGIN = "shisui.example/evidence"
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ENTRIES = [f"entry {n}".encode() for n in range(300)]


class Server:
    """A log of any entries, signed with the true key: what a dishonest keeper can make."""

    def __init__(self, folder, entries, origin=ORIGIN, private=PRIVATE):
        with Log(folder, origin, private, memory=folder.with_suffix(".head")) as log:
            log.append_many(entries)
            self.checkpoint = log.publish()
            self.key = log.key
        self.tiles = Tiles(folder, len(entries))

    def since(self, old):
        return consistency_proof(self.tiles.subtree, old, self.tiles.size)

    def prove(self, index):
        hashes = inclusion_proof(self.tiles.subtree, index, self.tiles.size)
        return LogProof(index, tuple(hashes), self.checkpoint)


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("servers")
    return {
        "old": Server(folder / "old", ENTRIES[:200]),
        "new": Server(folder / "new", ENTRIES),
        "forked": Server(folder / "forked", [*ENTRIES[:100], b"another", *ENTRIES[101:]]),
        "split": Server(folder / "split", [*ENTRIES[:199], b"another"]),
        "renamed": Server(folder / "renamed", ENTRIES, origin="elsewhere.example/log"),
        "stranger": Server(folder / "stranger", ENTRIES, private=Ed25519PrivateKey.generate()),
    }


@pytest.fixture
def view(servers):
    return View(servers["old"].key).follow(servers["old"].checkpoint)


def test_an_honest_log_is_followed(servers, view):
    new = servers["new"]
    assert view.follow(new.checkpoint, new.since(200)).seen == new.checkpoint
    assert view.follow(view.seen, []).seen == view.seen


@pytest.mark.parametrize(
    ("liar", "code"),
    [("forked", "fork"), ("split", "fork"), ("renamed", "origin"), ("stranger", "signature")],
)
def test_a_lying_log_is_refused_and_the_view_stays(servers, view, liar, code):
    server = servers[liar]
    with pytest.raises(LogLies) as lie:
        view.follow(server.checkpoint, server.since(200))
    assert lie.value.code == code
    assert view.seen == servers["old"].checkpoint


def test_a_log_cannot_go_back(servers, view):
    newer = view.follow(servers["new"].checkpoint, servers["new"].since(200))
    with pytest.raises(LogLies) as lie:
        newer.follow(servers["old"].checkpoint, [])
    assert lie.value.code == "rollback"


def test_no_proof_but_the_right_one_moves_the_view(servers, view):
    draw = random.Random(1)
    new = servers["new"]
    right = new.since(200)
    for _ in range(50):
        wrong = list(right)
        wrong[draw.randrange(len(wrong))] = draw.randbytes(32)
        with pytest.raises(LogLies):
            view.follow(new.checkpoint, draw.choice([wrong, [], right[:-1], [*right, right[0]]]))


def test_a_proof_tied_to_another_state_is_refused(servers, view):
    """CVE-2022-36111: the proof was checked against a state of the server's own choosing."""
    forked, old = servers["forked"], servers["old"]
    view.confirm(ENTRIES[100], old.prove(100))
    with pytest.raises(LogLies) as lie:
        view.confirm(b"another", forked.prove(100))
    assert lie.value.code == "state"
    mixed = LogProof(100, forked.prove(100).hashes, old.checkpoint)
    with pytest.raises(LogLies):
        view.confirm(b"another", mixed)
    with pytest.raises(LogLies):
        view.confirm(ENTRIES[101], old.prove(100))


def test_a_log_that_renames_itself_is_not_met_as_a_stranger(servers, view):
    """CVE-2022-39199: a server under a new name made the client forget what it had seen."""
    renamed = servers["renamed"]
    with pytest.raises(LogLies):
        view.follow(renamed.checkpoint, [])
    with pytest.raises(LogLies):
        View(view.key).follow(renamed.checkpoint)
    signed_over = sign_checkpoint("elsewhere.example/log", 300, renamed.checkpoint.root, PRIVATE)
    with pytest.raises(LogLies):
        view.follow(signed_over, [])


def test_a_witness_signs_only_what_follows_and_remembers_it(servers, tmp_path):
    private, memory = Ed25519PrivateKey.generate(), tmp_path / "memory"
    old, new, forked = servers["old"], servers["new"], servers["forked"]
    witness = Witness("witness.example", private, old.key, memory)
    line = witness.cosign(old.checkpoint, [], right_now())
    assert with_signatures(old.checkpoint, [line]).cosigned_by(witness.key)
    again = Witness("witness.example", private, old.key, memory)
    with pytest.raises(LogLies):
        again.cosign(forked.checkpoint, forked.since(200), right_now())
    again.cosign(new.checkpoint, new.since(200), right_now())
    with pytest.raises(LogLies):
        again.cosign(old.checkpoint, [], right_now())


def test_the_log_takes_only_good_cosignatures_of_its_latest_word(tmp_path):
    folder = tmp_path / "log"
    with Log(folder, ORIGIN, PRIVATE, memory=tmp_path / "head") as log:
        log.append(b"one")
        latest = log.publish()
        witness = Witness("w.example", Ed25519PrivateKey.generate(), log.key, tmp_path / "w")
        stranger = Witness("s.example", Ed25519PrivateKey.generate(), log.key, tmp_path / "s")
        line = witness.cosign(latest, [], right_now())
        other = stranger.cosign(latest, [], right_now())
        note = str(with_signatures(latest, [line, other]))
        assert len(log.take_cosignatures(note, [witness.key]).signatures) == 2
        assert log.prove(0).checkpoint.cosigned_by(witness.key)
        log.append(b"two")
        log.publish()
        with pytest.raises(LogFault, match="不是最近的"):
            log.take_cosignatures(note, [witness.key])
    with Log(folder, ORIGIN, PRIVATE, memory=tmp_path / "head") as log:
        assert log.size == 2


def damaged(folder, name, change):
    path = folder / name
    path.write_bytes(change(path.read_bytes()))


@pytest.mark.parametrize(
    ("name", "change", "key", "place"),
    [
        ("tile/0/000", lambda raw: raw[:64] + bytes(32) + raw[96:], "entries", "tile/entries/000"),
        ("tile/entries/000", lambda raw: raw.replace(b"entry 7\0", b"entry 8\0", 1), "entries",
         "tile/entries/000"),
        ("tile/entries/001.p/44", lambda raw: raw[:-1], "entries", "tile/entries/001.p/44"),
        ("tile/1/000.p/1", lambda raw: bytes(32), "tree", "tile/1/000.p/1"),
        ("tile/0/001.p/44", lambda raw: raw[:-5], "tree", "tile/0/001.p/44"),
        ("checkpoint", lambda raw: raw.replace(b"\n300\n", b"\n299\n"), "checkpoint", "checkpoint"),
    ],
)  # fmt: skip
def test_a_damaged_mirror_is_named_down_to_the_file(servers, tmp_path, name, change, key, place):
    folder = copy_of(servers["new"].tiles.folder, tmp_path / "mirror")
    damaged(folder, name, change)
    report = check_tree(folder, servers["new"].key)
    assert not report.is_sound
    found = report.check(key)
    assert place in {fault.file for fault in found.faults}


def test_a_mirror_is_held_against_what_somebody_kept(servers):
    new, old = servers["new"], servers["old"]
    assert check_tree(new.tiles.folder, new.key, held=old.checkpoint).is_sound
    for liar in ("forked", "split"):
        report = check_tree(servers[liar].tiles.folder, new.key, held=old.checkpoint)
        assert {fault.code for fault in report.faults} == {"history.fork"}
    report = check_tree(old.tiles.folder, old.key, held=new.checkpoint)
    assert {fault.code for fault in report.faults} == {"history.rollback"}
    assert not check_tree(new.tiles.folder, servers["stranger"].key).is_sound
