"""两半一起读: a long file of records, read in two halves, says what it says read from the front."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from wangshi.engine.forensics.contents import _MEMBER, _cut, read_contents
from wangshi.engine.forensics.records import RecordFault, read_records
from wangshi.engine.forensics.shell import Entry
from wangshi.engine.forensics.warc import WARC_FILE

from .test_warc import PICTURE, written

AHEAD = 512  # the entry does not begin where the file does
PICTURES = [
    replace(PICTURE, url=f"{PICTURE.url}?{n}", body=PICTURE.body[:900_000]) for n in range(6)
]
LONG, _ = written(*PICTURES)
# Wherever this picture is cut stands what looks like the beginning of a record.
DECEIVING, _ = written(replace(PICTURE, body=(PICTURE.body[:9_000] + _MEMBER) * 600))


def by_halves(raw: bytes, tmp_path):
    path = tmp_path / "whole"
    path.write_bytes(bytes(AHEAD) + raw)
    entry = Entry(WARC_FILE, header=0, start=AHEAD, size=len(raw), crc=0)
    with path.open("rb") as file, ThreadPoolExecutor(3) as worker:
        assert _cut(file, entry) > 0
        found = read_contents(file, [entry], keep=frozenset(), worker=worker)
    return found.records[WARC_FILE], found.broken.get(WARC_FILE)


def from_the_front(raw: bytes):
    records = []
    try:
        records.extend(read_records([raw]))
    except RecordFault as fault:
        return records, fault
    return records, None


def spoilt(at: int) -> bytes:
    return LONG[:at] + bytes([LONG[at] ^ 1]) + LONG[at + 1 :]


CASES = {
    "sound": LONG,
    "a record begins in the middle of a picture": DECEIVING,
    "broken in the first half": spoilt(len(LONG) // 4),
    "broken in the second half": spoilt(3 * len(LONG) // 4),
    "cut short": LONG[:-100],
    "something behind the last": LONG + b"more",
}


@pytest.mark.parametrize("case", CASES)
def test_two_halves_say_what_the_whole_says(case, tmp_path):
    records, fault = by_halves(CASES[case], tmp_path)
    expected, named = from_the_front(CASES[case])
    assert records == expected
    assert [one.number for one in records] == list(range(1, len(records) + 1))
    assert str(fault) == str(named)
