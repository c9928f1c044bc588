"""查内容: the files are those of the manifest, unchanged, and the web records in them hold."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from .canonical import Json, NotCanonical, read_canonical
from .cdxj import INDEX_FILE, IndexFault, matches, read_index
from .manifest import MANIFEST, SEALS
from .moments import BadMoment, read_moment
from .opened import Opened
from .records import Record
from .report import Check, Fault, judged, skipped
from .trust import TOLERANCE
from .warc import WARC_FILE

FACTS_FILE: Final = "capture/facts.json"
PAGES_FILE: Final = "pages/pages.jsonl"
NEEDED: Final = (WARC_FILE, INDEX_FILE, PAGES_FILE, FACTS_FILE)
KEPT: Final = frozenset((INDEX_FILE, PAGES_FILE, FACTS_FILE))
_STEP: Final = timedelta(seconds=2)


def check_files(opened: Opened) -> Check:
    """文件齐全: exactly those of the manifest, in its order, and the ones every package has."""
    listed = [one.path for one in opened.manifest.files]
    there = [one.name for one in opened.shell.entries]
    wanted = [*listed, MANIFEST, SEALS]
    faults = [
        Fault("files.missing", f"清单上有，包里没有：{n}", n) for n in wanted if n not in there
    ]
    faults += [
        Fault("files.extra", f"包里有，清单上没有：{n}", n) for n in there if n not in wanted
    ]
    faults += [
        Fault("files.missing", f"清单上没有写 {name}", name)
        for name in NEEDED
        if name not in listed
    ]
    if not faults and there != wanted:
        faults.append(Fault("files.order", "文件的次序和清单不同"))
    return judged("files", faults, f"清单写了 {len(listed)} 个文件，包里正好是这些，不多不少")


def check_digests(opened: Opened) -> Check:
    """每个文件都没变: SHA-256 and SM3 both, computed anew; the shell's CRC too."""
    faults: list[Fault] = []
    for one in opened.manifest.files:
        found = opened.contents.digests.get(one.path)
        if found is None:
            continue
        if found.size != one.digest.size:
            faults.append(Fault("digest.size", f"{one.path} 的长度和封存时不同", one.path))
        if found.sha256 != one.digest.sha256:
            faults.append(Fault("digest.sha256", f"{one.path} 和封存时不同（SHA-256）", one.path))
        if found.sm3 != one.digest.sm3:
            faults.append(Fault("digest.sm3", f"{one.path} 和封存时不同（SM3）", one.path))
    for entry in opened.shell.entries:
        if opened.contents.crcs.get(entry.name, entry.crc) != entry.crc:
            name = entry.name
            faults.append(Fault("digest.crc", f"{name} 和外壳写的 CRC 不同", name, entry.header))
    count = len(opened.manifest.files)
    return judged("digests", faults, f"重新计算 {count} 个文件的 SHA-256 和 SM3，与清单全部相同")


def check_records(opened: Opened) -> Check:
    """网页能还原: every record whole, its digests right, the index and the pages lead to them."""
    faults = [
        Fault("record.unreadable", f"{name} 第 {one.number} 条记录{one.said}", name,
              one.offset, one.number)
        for name, one in opened.contents.broken.items()
    ]  # fmt: skip
    for name, records in opened.contents.records.items():
        faults += _record_faults(name, records)
    main = opened.contents.records.get(WARC_FILE)
    if not faults and main is not None:
        faults += _index_faults(opened, main)
    if not faults and main is not None:
        faults += _page_faults(opened, main)
    if not faults and main is None and WARC_FILE in opened.contents.digests:
        return skipped("records", "只比了校验值，没有逐条打开网页记录；去掉 --quick 再查")
    count = sum(len(one) for one in opened.contents.records.values())
    return judged("records", faults, f"{count} 条网页记录完整，校验值、索引和页面都对得上")


def check_clock(opened: Opened) -> Check:
    """取证时的钟: begin, end, steady time, the records and the sealing agree with one another."""
    try:
        facts = read_canonical(opened.contents.small.get(FACTS_FILE, b""))
        clock = facts["clock"] if isinstance(facts, dict) else None
        if not isinstance(clock, dict):
            raise BadMoment("没有写取证的钟")
        started, ended = read_moment(clock.get("started_at")), read_moment(clock.get("ended_at"))
        elapsed, offset = clock.get("elapsed_ms"), clock.get("offset_ms")
    except (NotCanonical, BadMoment, KeyError) as fault:
        said = f"{FACTS_FILE} 读不懂：{fault}"
        return judged("clock", [Fault("clock.unreadable", said, FACTS_FILE)], "")
    faults = _clock_faults(opened, started, ended, elapsed)
    if isinstance(offset, int) and abs(timedelta(milliseconds=offset)) > TOLERANCE:
        faults.append(Fault("clock.offset", f"取证时的钟偏了 {offset} 毫秒", FACTS_FILE))
    if not faults and offset is None:
        return skipped("clock", "取证时没有对过钟；开始、结束、记录和封存的先后没有矛盾")
    source = str(clock.get("offset_source"))[:80]
    return judged("clock", faults, f"先后没有矛盾；取证时与 {source} 相差 {offset} 毫秒")


def _clock_faults(opened: Opened, started: datetime, ended: datetime, elapsed: Json) -> list[Fault]:
    faults = []
    if ended < started:
        faults.append(Fault("clock.backwards", "取证结束早于开始，钟被往回拨过", FACTS_FILE))
    elif (
        not isinstance(elapsed, int)
        or abs((ended - started) - timedelta(milliseconds=elapsed)) > _STEP
    ):
        said = "取证经过的时间和钟走的时间不同，中间拨过钟"
        faults.append(Fault("clock.stepped", said, FACTS_FILE))
    if not ended - _STEP <= opened.manifest.sealed_at:
        faults.append(Fault("clock.backwards", "封存早于取证结束，钟被往回拨过", FACTS_FILE))
    for record in opened.contents.records.get(WARC_FILE, []):
        at = _moment(record.header("WARC-Date"))
        if record.kind != "warcinfo" and not (
            at is not None and started - _STEP <= at <= ended + _STEP
        ):
            said = f"第 {record.number} 条记录的时刻不在取证期间"
            faults.append(Fault("clock.outside", said, WARC_FILE, record.offset, record.number))
            break
    return faults


def _record_faults(name: str, records: list[Record]) -> Iterator[Fault]:
    seen = Counter(record.header("WARC-Record-ID") for record in records)
    for record in records:
        where = (name, record.offset, record.number)
        if record.mismatched:
            fields = "、".join(record.mismatched)
            said = f"{name} 第 {record.number} 条记录的校验值不对（{fields}）"
            yield Fault("record.digest", said, *where)
        if seen[record.header("WARC-Record-ID")] > 1:
            said = f"{name} 第 {record.number} 条记录的编号重复"
            yield Fault("record.duplicate", said, *where)


def _index_faults(opened: Opened, records: list[Record]) -> list[Fault]:
    try:
        lines = read_index(opened.contents.small.get(INDEX_FILE, b""))
    except IndexFault as fault:
        return [Fault("record.index", f"索引{fault}", INDEX_FILE, record=fault.line)]
    responses = [record for record in records if record.kind == "response"]
    if matches(lines, responses):
        return []
    return [Fault("record.index", "索引和记录对不上", INDEX_FILE)]


def _page_faults(opened: Opened, records: list[Record]) -> list[Fault]:
    addresses = {record.url for record in records if record.kind == "response"}
    rows = opened.contents.small.get(PAGES_FILE, b"").split(b"\n")
    for number, row in enumerate(rows[:-1], 1):
        try:
            page = read_canonical(row)
        except NotCanonical as fault:
            return [Fault("record.pages", f"页面第 {number} 行{fault}", PAGES_FILE, record=number)]
        address = page.get("url") if isinstance(page, dict) else None
        if number > 1 and address not in addresses:
            said = f"页面第 {number} 行的网址没有记录"
            return [Fault("record.pages", said, PAGES_FILE, record=number)]
    if rows[-1] != b"" or len(rows) == 1:
        return [Fault("record.pages", "页面的清单没有写完", PAGES_FILE)]
    return []


def _moment(text: str) -> datetime | None:
    try:
        return read_moment(text)
    except BadMoment:
        return None
