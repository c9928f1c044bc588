"""别人的文件: warcio's, pywb's and py-wacz's, read or refused as their own tests say."""

import contextlib
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wangshi.engine.forensics.foreign import read_foreign
from wangshi.engine.forensics.foreign_wacz import check_wacz
from wangshi.engine.forensics.records import RecordFault, read_records

FILES = Path(__file__).parents[4] / "shared" / "data" / "warc_conformance"
SIX = ["warcinfo", "warcinfo", "response", "request", "revisit", "request"]
ARC = ["arc_header", "response"]
# Kinds as warcio's tests of its iterator list them; where they list none, how many there are.
READ = {
    "warcio/example.warc": SIX,
    "warcio/example.warc.gz": SIX,
    "warcio/example-iana.org-chunked.warc": ["warcinfo", "response", "request"],
    "warcio/example-resource.warc.gz": ["warcinfo", "warcinfo", "resource"],
    "warcio/example-trunc.warc": ["warcinfo", "warcinfo", "response", "request"],
    "warcio/example.arc": ARC,
    "warcio/example.arc.gz": ARC,
    "warcio/bad.arc": [*ARC, "response", "response"],
    "warcio/example-space-in-url.arc": ARC,
    "warcio/example-space-in-target-uri.warc.gz": 2,
    "warcio/example-wget-bad-target-uri.warc.gz": 6,
    "warcio/example-digest.warc": 4,
    "warcio/post-test.warc.gz": 6,
    "py-wacz/example-collection.warc": 4,
    "py-wacz/example-collection-with-lists.warc": 38,
    "py-wacz/example-iana.warc": 118,
    "py-wacz/example-resource.warc.gz": 3,
    "py-wacz/example-warcinfo-metadata.warc": 4,
    "pywb/warcs/dupes.warc.gz": 25,
    "pywb/warcs/example-extra.warc": 6,
    "pywb/warcs/example-url-agnostic-orig.warc.gz": 2,
    "pywb/warcs/example-url-agnostic-revisit.warc.gz": 2,
    "pywb/warcs/example-wget-1-14.warc.gz": 6,
    "pywb/warcs/example-wpull.warc.gz": 4,
    "pywb/warcs/example.warc": 6,
    "pywb/warcs/example2.warc.gz": 3,
    "pywb/warcs/httpbin-resource.warc.gz": 1,
    "pywb/warcs/iana.warc.gz": 343,
    "pywb/warcs/missing-status-text.warc": 1,
}
# ArchiveLoadFailed in theirs.
REFUSED = {
    "warcio/example-bad.warc.gz.bad": "压缩在一起",
    "warcio/example-bad-non-chunked.warc.gz": "压缩在一起",
    "warcio/example-wrong-chunks.warc.gz": "不是 WARC",
    "pywb/warcs/example-bad.warc.gz.bad": "压缩在一起",
}
# `warcio check` names these and no others.
WRONG_DIGESTS = {
    "warcio/example-digest.warc": [1],
    "warcio/example-trunc.warc": [3],
    "pywb/warcs/example-extra.warc": [4],
}
# Files that follow the format to the letter; our own reader takes no others.
STRICT = [
    "warcio/example.warc",
    "warcio/example.warc.gz",
    "warcio/example-iana.org-chunked.warc",
    "warcio/example-resource.warc.gz",
    "warcio/post-test.warc.gz",
    "py-wacz/example-iana.warc",
    "pywb/warcs/iana.warc.gz",
    "pywb/warcs/dupes.warc.gz",
]
LOOSE = {
    "warcio/example-trunc.warc": 3,
    "warcio/example.arc": 1,
    "pywb/warcs/example.warc": 5,
    "pywb/warcs/example-extra.warc": 3,
    "pywb/warcs/missing-status-text.warc": 1,
}


@pytest.mark.real_data
@pytest.mark.parametrize("name", READ)
def test_an_archive_is_read_as_others_read_it(name):
    records = read_foreign((FILES / name).read_bytes())
    kinds = [record.kind for record in records]
    assert READ[name] in (kinds, len(kinds))
    assert [one.number for one in records if one.mismatched] == WRONG_DIGESTS.get(name, [])


@pytest.mark.real_data
@pytest.mark.parametrize("name", REFUSED)
def test_what_others_cannot_load_is_refused(name):
    with pytest.raises(RecordFault, match=REFUSED[name]):
        read_foreign((FILES / name).read_bytes())


@pytest.mark.real_data
def test_a_start_in_the_middle_is_refused():
    with pytest.raises(RecordFault):
        read_foreign((FILES / "warcio/example.warc.gz").read_bytes()[10:])


@pytest.mark.real_data
@pytest.mark.parametrize("name", STRICT)
def test_our_own_reader_takes_sound_files_of_others(name):
    raw = (FILES / name).read_bytes()
    records = list(read_records([raw]))
    assert [one.kind for one in records] == [one.kind for one in read_foreign(raw)]
    assert all(record.mismatched == () for record in records)


@pytest.mark.real_data
@pytest.mark.parametrize("name", LOOSE)
def test_our_own_reader_names_the_first_record_that_departs(name):
    with pytest.raises(RecordFault) as refusal:
        list(read_records([(FILES / name).read_bytes()]))
    assert refusal.value.number == LOOSE[name]


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("py-wacz/valid_example_1.wacz", True),
        ("py-wacz/valid_example_2.wacz", True),
        ("py-wacz/valid_signed_example_1.wacz", True),
        ("py-wacz/invalid_example_1.wacz", False),
        # Theirs refuses it only with --verify-auth: the certificate is a staging one, and who
        # issued a certificate is what we leave open.
        ("py-wacz/invalid_signed_example_1.wacz", True),
        ("pywb/waczs/valid_example_1.wacz", True),
        ("pywb/waczs/invalid_example_1.wacz", False),
    ],
)
def test_a_wacz_of_others_is_held_to_its_own_word(name, sound):
    report = check_wacz(FILES / name)
    assert report.is_sound is sound, report.faults
    assert not report.is_complete


@pytest.mark.real_data
def test_a_changed_wacz_of_others_is_named(tmp_path):
    source = FILES / "py-wacz/valid_signed_example_1.wacz"
    with zipfile.ZipFile(source) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    # Of the signature's own file only what it signs can be held to anything.
    for name in sorted(set(files) - {"datapackage-digest.json"}):
        path = tmp_path / "x.wacz"
        content = files[name]
        changed = content.replace(b"e", b"f", 1) if content[:1] == b"{" else content + b"\n"
        with zipfile.ZipFile(path, "w") as archive:
            for one, content in files.items():
                archive.writestr(one, changed if one == name else content)
        assert not check_wacz(path).is_sound, name


def test_a_bomb_or_a_broken_zip_of_others_is_refused(tmp_path):
    path = tmp_path / "x.wacz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/a.warc", bytes(2_000_000))
    whole = path.read_bytes()
    for content in (
        b"",
        whole[:-30],
        whole.replace((2_000_000).to_bytes(4, "little"), b"\xff" * 4),
    ):
        path.write_bytes(content)
        assert not check_wacz(path).is_sound


@given(st.binary(max_size=300) | st.integers(0, 10_000))
@settings(max_examples=80, deadline=None)
def test_no_bytes_upset_either_reader(given):
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <a>\r\nWARC-Date: x\r\n"
    good = head + b"Content-Length: 3\r\nWARC-Block-Digest: sha1:x\r\n\r\nabc\r\n\r\n"
    raw = given if isinstance(given, bytes) else _spoilt(good * 2, given)
    for read in (read_foreign, lambda whole: list(read_records([whole]))):
        with contextlib.suppress(RecordFault):
            read(raw)


def _spoilt(raw, seed):
    draw = random.Random(seed)
    changed = bytearray(raw)
    for _ in range(draw.randint(1, 5)):
        changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)
