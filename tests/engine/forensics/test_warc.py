"""WARC 和索引: the same bytes for the same input, read back whole; broken records are named."""

import gzip
import hashlib
import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wangshi.engine.forensics.captures import Exchange
from wangshi.engine.forensics.cdxj import (
    IndexFault,
    matches,
    read_index,
    surt,
    write_index,
)
from wangshi.engine.forensics.records import RecordFault, read_records
from wangshi.engine.forensics.warc import WARC_FILE, WarcWriter, ascii_url

AT = datetime(2026, 11, 19, 6, 2, 31, 123_456, tzinfo=UTC)
PAGE = Exchange(
    "https://shop.example/茶?b=1&a=2", AT, 200, "OK",
    (("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "br"),
     ("X-名", "值\r\nSet-Cookie: a"), ("Transfer-Encoding", "chunked")),
    "根治高血压".encode(), request_headers=(("Accept", "*/*"),), peer="203.0.113.7", decoded=True,
)  # fmt: skip
PICTURE = replace(
    PAGE, url="https://shop.example/p.png", body=random.Random(1).randbytes(3_000_000),
    response_headers=(("content-type", "image/png"),), decoded=False,
)  # fmt: skip
EMPTY = replace(PAGE, url="https://shop.example/", status=204, reason="", body=b"")


def written(*exchanges):
    writer = WarcWriter("试填1号", "wangshi test", AT)
    return b"".join(writer.pieces(exchanges)), writer.written


WHOLE, LINES = written(PAGE, PICTURE, EMPTY)


def test_the_same_input_gives_the_same_bytes():
    assert written(PAGE, PICTURE, EMPTY)[0] == WHOLE


def test_every_record_is_read_back_with_its_digests():
    records = list(read_records([WHOLE], keep=100))
    kinds = [record.kind for record in records]
    assert kinds == ["warcinfo", *["response", "request"] * 3]
    assert [record.mismatched for record in records] == [()] * 7
    assert sum(record.offset + record.length == len(WHOLE) for record in records) == 1
    assert records[2].header("WARC-Concurrent-To") == records[1].header("WARC-Record-ID")
    assert len({record.header("WARC-Record-ID") for record in records}) == 7


def test_a_decoded_body_is_described_as_it_is_and_as_it_was():
    record = list(read_records([WHOLE]))[1]
    headers = dict(record.http[1])
    assert record.http[0] == "HTTP/1.1 200 OK"
    assert headers["Content-Length"] == str(len(PAGE.body))
    assert headers["X-Archive-Orig-Content-Encoding"] == "br"
    assert "Transfer-Encoding" not in headers
    assert "Set-Cookie" not in headers
    assert (record.url, record.status) == (ascii_url(PAGE.url), 200)
    assert record.header("WARC-IP-Address") == "203.0.113.7"


@given(st.lists(st.integers(1, 5000), min_size=1, max_size=40))
@settings(max_examples=25, deadline=None)
def test_it_does_not_matter_how_the_file_arrives(cuts):
    small = written(PAGE, EMPTY)[0]
    pieces, at = [], 0
    for cut in cuts:
        pieces.append(small[at : at + cut])
        at += cut
    pieces.append(small[at:])
    assert list(read_records(pieces)) == list(read_records([small]))


def record(*lines, block=b"hello", end=b"\r\n\r\n"):
    head = ["WARC-Type: resource", "WARC-Record-ID: <urn:x>", "WARC-Date: 2026-11-19T06:02:31Z"]
    text = "\r\n".join(["WARC/1.1", *head, *lines]) + "\r\n\r\n"
    return text.encode() + block + end


GOOD = record("Content-Length: 5")
BROKEN = {
    "nothing": (b"", "是空的|没有写完"),
    "something else": (b"<html>", "不是 WARC"),
    "no length": (record(), "content-length"),
    "two lengths": (record("Content-Length: 5", "content-length: 5"), "content-length"),
    "a length below zero": (record("Content-Length: -5"), "不是数字"),
    "a huge length": (record("Content-Length: 999999999999999"), "没有写完"),
    "a longer number": (record("Content-Length: " + "9" * 40), "不是数字"),
    "too short a length": (record("Content-Length: 4"), "长度和写的不一样"),
    "too long a length": (record("Content-Length: 6"), "没有写完|长度"),
    "an unknown kind": (GOOD.replace(b"resource", b"surprise"), "种类"),
    "no end": (record("Content-Length: 5", end=b""), "没有写完"),
    "no colon": (record("Content-Length: 5", "nonsense"), "读不懂"),
    "an old version": (GOOD.replace(b"1.1", b"0.9", 1), "不是 WARC"),
    "an endless head": (record("A: " + "b" * 70_000, "Content-Length: 5"), "不是 WARC"),
    "half a member": (gzip.compress(GOOD)[:-3], "没有写完"),
    "a member with two records": (gzip.compress(GOOD + GOOD), "后面多出"),
    "a flipped member": (gzip.compress(GOOD)[:-6] + b"\0" * 6, "解压不了"),
    "rubbish after a member": (gzip.compress(GOOD) + b"PK", "解压不了"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_record_is_refused_by_name(name):
    raw, said = BROKEN[name]
    with pytest.raises(RecordFault, match=said):
        list(read_records([raw]))


def test_a_fault_names_the_record_and_where_it_begins():
    good = gzip.compress(GOOD, mtime=0)
    with pytest.raises(RecordFault) as refusal:
        list(read_records([good + good[:-4]]))
    assert (refusal.value.number, refusal.value.offset) == (2, len(good))


@pytest.mark.parametrize("spelled", ["sha256", "sha-256", "SHA256"])
def test_a_wrong_digest_is_named(spelled):
    right = hashlib.sha256(b"hello").hexdigest()
    for digest, wrong in ((right, ()), ("0" * 64, ("WARC-Block-Digest",)), ("", ())):
        field = f"WARC-Block-Digest: {spelled}:{digest}" if digest else "X: y"
        [found] = read_records([record("Content-Length: 5", field)])
        assert found.mismatched == wrong


def test_a_digest_nobody_can_compute_is_wrong():
    [found] = read_records([record("Content-Length: 5", "WARC-Block-Digest: xxh3:abc")])
    assert found.mismatched == ("WARC-Block-Digest",)


def test_a_bomb_is_left_unopened(monkeypatch):
    monkeypatch.setattr("wangshi.engine.forensics.records.MOST_OUT", 1 << 20)
    bomb = gzip.compress(record("Content-Length: 9000000", block=bytes(9_000_000)))
    with pytest.raises(RecordFault, match="4 GB"):
        list(read_records([bomb]))


# As pywb's and cdxj-indexer's own SURT library writes them (surt 0.3.1, tried once).
SURTS = [
    ("https://www.Example.com:443/a/?b=1&a=2#x", "com,example)/a?a=2&b=1"),
    ("http://example.com", "com,example)/"),
    ("http://example.com/", "com,example)/"),
    ("http://example.com:8080/A", "com,example:8080)/a"),
    ("https://www2.shop.example.cn/p.png", "cn,example,shop)/p.png"),
    ("http://127.0.0.1:8000/x?y", "1,0,0,127:8000)/x?y"),
]


@pytest.mark.parametrize(("url", "key"), SURTS)
def test_an_address_is_turned_round_as_others_do(url, key):
    assert surt(url) == key


@given(st.text(max_size=40))
def test_no_address_is_too_strange(url):
    surt(url)
    assert ascii_url(url).isascii()


def test_the_index_leads_to_every_response():
    raw = write_index(LINES, WARC_FILE)
    responses = [one for one in read_records([WHOLE]) if one.kind == "response"]
    assert matches(read_index(raw), responses)
    assert not matches(read_index(raw), responses[1:])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda raw: raw[:-1], "没有写完"),
        (lambda raw: b"".join(sorted(raw.splitlines(True), reverse=True)), "次序"),
        (lambda raw: b"x\n" + raw[:0], "三段"),
        (lambda raw: b'a b {"offset":"x"}\n', "数字"),
        (lambda raw: b"a b [1]\n", "键值"),
        (lambda raw: b"a b {\n", "JSON"),
    ],
)
def test_a_broken_index_is_refused(change, said):
    with pytest.raises(IndexFault, match=said):
        read_index(change(write_index(LINES, WARC_FILE)))


def test_what_was_posted_stands_in_the_index():
    form = (("Content-Type", "application/x-www-form-urlencoded"),)
    posted = replace(PAGE, method="POST", request_headers=form, request_body=b"q=1&p=2")
    binary = replace(PAGE, method="POST", request_body=b"\0\1")
    raw = write_index(written(posted, binary)[1], WARC_FILE).decode()
    assert "__wb_method=post" in raw
    assert "q=1" in raw
    assert "__wb_post_data=aae=" in raw
