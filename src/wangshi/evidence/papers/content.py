"""文书的内容: what each paper says of an exhibit, and what it leaves to people.

Fields follow the documents of 市场监督管理行政处罚文书格式范本: 11 证据提取单, 12 电子数据提取笔录.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone

from wangshi.evidence.models import CustodyEntry, Exhibit, ExhibitFile
from wangshi.evidence.workflow import PAPER_TITLES, Act, PaperKind

BLANK: Final = ""


@dataclass(frozen=True)
class Row:
    """一栏: its name and what stands in it; nothing is a blank to be filled by hand."""

    name: str
    words: str = BLANK
    # 要人写的栏留几行.
    lines: int = 1

    @property
    def blank(self) -> range:
        """留几行给人写: none where something stands."""
        return range(0 if self.words else self.lines)


@dataclass(frozen=True)
class Table:
    """一张表."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def labelled(self) -> list[list[Row]]:
        """每一行写着栏名: for a page too narrow for long digests side by side."""
        return [
            [Row(name, words) for name, words in zip(self.head, row, strict=True)]
            for row in self.rows
        ]


@dataclass(frozen=True)
class Bar:
    """图上的一条: what it is, its length of the longest in percent, the number beside it."""

    word: str
    share: float
    figure: str
    # 只有轮廓的一条，比如上年: it reads on grey paper too.
    hollow: bool = False


@dataclass(frozen=True)
class Chart:
    """一张条形图: every bar has its word and its number, so it is its own table."""

    title: str
    note: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Paper:
    """一份文书."""

    title: str
    office: str
    number: str
    rows: tuple[Row, ...]
    tables: tuple[Table, ...] = ()
    signs: tuple[str, ...] = ()
    # 正文: paragraphs before the rows, for papers that are read and not filled in.
    text: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()

    @property
    def addressed(self) -> list[tuple[str, bool]]:
        """正文各段, and whether it is the line that says to whom: that one is not indented."""
        first = bool(self.text) and self.text[0].endswith("：")
        return [(words, first and not at) for at, words in enumerate(self.text)]


def paper_of(
    kind: PaperKind, exhibit: Exhibit, entries: Sequence[CustodyEntry], office: str
) -> Paper:
    """写一份文书: from what stands in the rows today."""
    files = list(exhibit.files.all())
    rows, tables, signs = WRITERS[kind](exhibit, files, entries)
    return Paper(PAPER_TITLES[kind], office, exhibit.number, rows, tables, signs)


Written = tuple[tuple[Row, ...], tuple[Table, ...], tuple[str, ...]]


def _extraction(
    exhibit: Exhibit, files: Sequence[ExhibitFile], _: Sequence[CustodyEntry]
) -> Written:
    rows = (
        Row("开始时间", to_minute(exhibit.started_at)),
        Row("结束时间", to_minute(exhibit.ended_at)),
        Row("地点", exhibit.place),
        Row("被检查人", exhibit.provider),
        Row("提取人", exhibit.first_officer.name),
        *_officers(exhibit),
        Row("网址", exhibit.page_url),
        Row("原始存储介质名称及状态", exhibit.medium, 2),
        Row("提取方法和过程", exhibit.method, 4),
        Row("提取内容", exhibit.content, 4),
        Row("完整性校验值", _seal_words(exhibit), 2),
        Row("被检查人核对意见", lines=3),
        Row("不到场、拒绝签字的情况", lines=2),
    )
    signs = ("被检查人（签名或者盖章、日期）", "提取人（签名、日期）", "执法人员（两人签名、日期）")
    return rows, (_digests(files),), signs


def _taking(exhibit: Exhibit, files: Sequence[ExhibitFile], _: Sequence[CustodyEntry]) -> Written:
    rows = (
        Row("证据名称", exhibit.title),
        Row("提取时间", to_minute(exhibit.ended_at)),
        Row("提取地点", exhibit.place),
        Row("证据内容", exhibit.content, 4),
        Row("制作方法", exhibit.method, 3),
        *_officers(exhibit),
        Row("完整性校验值", _seal_words(exhibit), 2),
        Row("证据提供人", exhibit.provider),
        Row("见证人"),
        Row("证据提供人核对意见", lines=3),
    )
    signs = (
        "证据提供人（签名或者盖章、日期）",
        "见证人（签名、日期）",
        "执法人员（两人签名、日期）",
    )
    return rows, (_digests(files),), signs


def _hashes(exhibit: Exhibit, files: Sequence[ExhibitFile], _: Sequence[CustodyEntry]) -> Written:
    rows = (
        Row("证据名称", exhibit.title),
        Row("封存时间", to_second(exhibit.sealed_at) if exhibit.sealed_at else BLANK),
        Row("清单 SHA-256", exhibit.manifest_sha256),
        Row("清单 SM3", exhibit.manifest_sm3),
        Row("日志", f"第 {exhibit.log_index + 1} 条" if exhibit.log_index is not None else BLANK),
        Row("怎样查", "把证据包放进本单位网站的“校验证据”页，或者用 verify.py、verify.html 离线查"),
    )
    return rows, (_digests(files),), ("制作人（签名、日期）", "核对人（签名、日期）")


def _hand_over(
    exhibit: Exhibit, files: Sequence[ExhibitFile], entries: Sequence[CustodyEntry]
) -> Written:
    handed = [one for one in entries if one.act == Act.HANDED_OVER]
    if exhibit.offered_to:  # signed while it changes hands, before it is counted in
        handed += [one for one in entries if one.act == Act.OFFERED][-1:]
    rows = (
        Row("证据名称", exhibit.title),
        Row("提取人", exhibit.first_officer.name),
        Row("现保管人", exhibit.custodian.name),
        Row("完整性校验值", _seal_words(exhibit), 2),
        Row("交接时的状态", lines=2),
    )
    table = Table(
        "交接",
        ("时间", "移交人", "接收人", "事由"),
        tuple(
            (
                to_minute(one.at),
                one.from_whom.name if one.from_whom else BLANK,
                one.to_whom.name if one.to_whom else BLANK,
                one.reason,
            )
            for one in handed
        )
        or ((BLANK,) * 4,),
    )
    signs = ("移交人（签名、日期）", "接收人（签名、日期）", "监交人（签名、日期）")
    return rows, (table, _digests(files)), signs


WRITERS: Final[dict[PaperKind, Callable[..., Written]]] = {
    PaperKind.EXTRACTION: _extraction,
    PaperKind.TAKING: _taking,
    PaperKind.HASHES: _hashes,
    PaperKind.HAND_OVER: _hand_over,
}


def to_minute(at: datetime) -> str:
    """写到分: as the papers ask."""
    at = timezone.localtime(at)
    return f"{at.year} 年 {at.month} 月 {at.day} 日 {at.hour} 时 {at.minute} 分"


def to_second(at: datetime) -> str:
    """写到秒."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"


def _officers(exhibit: Exhibit) -> tuple[Row, Row]:
    return (
        Row("执法人员一", f"{exhibit.first_officer.name}，执法证号 {exhibit.first_certificate}"),
        Row("执法人员二", f"{exhibit.second_officer.name}，执法证号 {exhibit.second_certificate}"),
    )


def _seal_words(exhibit: Exhibit) -> str:
    if not exhibit.is_sealed:
        return BLANK
    return f"清单 SHA-256 {exhibit.manifest_sha256}；SM3 {exhibit.manifest_sm3}"


def _digests(files: Sequence[ExhibitFile]) -> Table:
    return Table(
        "文件和校验值",
        ("文件", "字节", "SHA-256", "SM3"),
        tuple((one.name, str(one.size), one.sha256, one.sm3) for one in files),
    )
