"""敌意的包: whatever bytes a stranger hands over, the verifier answers; nothing else happens."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wangshi.engine.forensics.canonical import canonical, read_canonical
from wangshi.engine.forensics.certificates import chain_faults, read_roots
from wangshi.engine.forensics.manifest import MANIFEST, SEALS, ManifestFault, read_manifest
from wangshi.engine.forensics.notes import NoteFault, read_proof
from wangshi.engine.forensics.seals import SealFault, read_seals
from wangshi.engine.forensics.tokens import TokenFault, read_token
from wangshi.engine.forensics.verifying import verify_package

from .tampering import files_of, flipped, zipped
from .verifiers import (
    LEFT_OPEN,
    NODE,
    Remembering,
    by_engine,
    by_page,
    by_script,
    held_by,
    shape,
)

HARD = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SHAPES = [
    None, True, 0, -1, 2**53 - 1, "", "x", "2026-11-19T06:02:31Z", "9999-99-99T99:99:99Z", [], {},
    [[]], [{}], {"a": 1}, "\u202e", "../x", "sha256:", "A" * 100,
]  # fmt: skip


def spoilt(value, draw):
    """The same JSON with one part of it replaced, dropped or added."""
    value = read_canonical(canonical(value))
    at = value
    while True:
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        key = draw.choice(keys)
        below = at[key]
        if isinstance(below, dict | list) and below and draw.random() < 0.8:
            at = below
            continue
        if draw.random() < 0.2:
            del at[key]
        elif isinstance(at, dict) and draw.random() < 0.2:
            at["extra"] = draw.choice(SHAPES)
        else:
            at[key] = draw.choice(SHAPES)
        return value


@given(st.integers(0, 2**32))
@HARD
def test_a_package_of_any_shape_is_answered(package, tmp_path, seed):
    draw = random.Random(seed)
    files = files_of(package)
    name = draw.choice([MANIFEST, SEALS, "capture/facts.json"])
    files[name] = canonical(spoilt(read_canonical(files[name]), draw))
    path = tmp_path / "x.wacz"
    path.write_bytes(zipped(files))
    assert not verify_package(path).is_sound


@pytest.mark.parametrize("seed", range(12))
def test_the_script_answers_the_same_to_packages_of_any_shape(office, package, tmp_path, seed):
    draw = random.Random(seed)
    files = files_of(package)
    name = draw.choice([MANIFEST, SEALS, "capture/facts.json"])
    files[name] = canonical(spoilt(read_canonical(files[name]), draw))
    path = tmp_path / "x.wacz"
    path.write_bytes(zipped(files))
    held = held_by(office)
    ours = shape(by_engine(path, held).as_json()["checks"])
    theirs = by_script(path, held, Remembering(tmp_path))["checks"]
    assert shape(theirs) == ours


@given(st.binary(max_size=400))
@HARD
def test_any_bytes_are_answered(tmp_path, raw):
    path = tmp_path / "x.wacz"
    path.write_bytes(raw)
    assert not verify_package(path).is_sound


@given(st.integers(0, 2**32))
@HARD
def test_any_run_of_bytes_written_over_is_answered(package, tmp_path, seed):
    draw = random.Random(seed)
    whole = bytearray(package.path.read_bytes())
    for _ in range(draw.randint(1, 8)):
        at, length = draw.randrange(len(whole)), draw.randint(1, 60)
        choice = draw.randrange(4)
        piece = [draw.randbytes(length), b"", bytes(length), bytes(whole[:length])][choice]
        whole[at : at + length] = piece
    path = tmp_path / "x.wacz"
    path.write_bytes(whole)
    report = verify_package(path)
    assert not report.is_sound or bytes(whole) == package.path.read_bytes()


@given(st.integers(0, 2**32))
@HARD
def test_a_spoilt_token_is_refused_or_unsigned(office, package, seed):
    draw = random.Random(seed)
    answer = bytearray(package.seals.stamps[0].answer)
    for _ in range(draw.randint(1, 4)):
        answer[draw.randrange(len(answer))] ^= 1 << draw.randrange(8)
    try:
        token = read_token(bytes(answer))
    except TokenFault:
        return
    if token.signer is not None:
        chain_faults(
            token.signer, token.certificates, read_roots(office.roots.read_bytes()), token.at
        )
    good = token.is_signed and token.stands_for(package.seals.statement)
    # A token also carries certificates that its own signature does not cover.
    assert not good or token.at == read_token(package.seals.stamps[0].answer).at


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")))
@HARD
def test_any_text_is_refused_by_name(text):
    raw = text.encode("utf-8", "replace")
    for read, refusal in (
        (read_manifest, ManifestFault),
        (lambda one: read_seals(one, 0), SealFault),
        (lambda one: read_proof(one.decode()), NoteFault),
    ):
        with pytest.raises(refusal):
            read(raw)


@pytest.mark.skipif(NODE is None, reason="没有 node：网页的脚本只在浏览器里试")
def test_the_page_answers_the_same_to_bytes_of_any_kind(office, package, tmp_path):
    draw = random.Random(20261123)
    asked = []
    for seed in range(20):
        files = files_of(package)
        name = draw.choice(
            ["indexes/index.cdx", "pages/pages.jsonl", "archive/data.warc.gz", SEALS]
        )
        files[name] = flipped(files[name], draw.randrange(len(files[name])), draw)
        path = tmp_path / f"{seed}.wacz"
        path.write_bytes(zipped(files))
        asked.append((path, held_by(office)))
    for (path, held), theirs in zip(asked, by_page(asked), strict=True):
        ours = by_engine(path, held).as_json()["checks"]
        assert shape(theirs["checks"], without=LEFT_OPEN) == shape(ours, without=LEFT_OPEN)
