"""报送的一行读成什么: who it is, whether the codes hold, whose shop it says it is."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from urllib.parse import urlsplit

from django.utils.crypto import salted_hmac

from wangshi.engine.identifiers import (
    check_id_card,
    check_phone,
    check_url,
    check_uscc,
    mask_id,
    normalise_code,
)
from wangshi.engine.tables import Fault, Record
from wangshi.inspections.models import ReturnRow
from wangshi.inspections.selectors.grounds import ground_of
from wangshi.inspections.workflow import SAID, ReturnKind
from wangshi.registry.models import Platform

SALT: Final = "wangshi.inspections.person"
ID_CARD: Final = "居民身份证"
SHORTEST_ID: Final = 5
CENT: Final = Decimal("0.01")
LIMITS: Final = {
    name: int(limit)
    for name in SAID
    if (limit := getattr(ReturnRow._meta.get_field(name), "max_length", None))
}
SOURCES: Final = {
    "name": "name",
    "address": "address",
    "phone": "phone",
    "shop_name": "shop_name",
    "account_id": "account",
    "agency": "agency",
    "qualification": "qualification",
}
# 网络交易监督管理办法 第二十五条第二款; 直播电商监督管理办法 第九条.
ASKED: Final = {
    ReturnKind.SHOPS: ("address", "phone", "shop_name", "url"),
    ReturnKind.ROOMS: ("address", "phone", "account_id"),
    ReturnKind.MARKETERS: ("address", "phone", "agency"),
}


@dataclass(frozen=True)
class ReturnPlan:
    """这份报送是什么: which platform, which list, which window, and how it came to us."""

    platform: Platform
    kind: ReturnKind
    year: int
    month: int
    origin: str
    reported_on: date | None
    batch_id: int
    received_at: datetime


@dataclass(frozen=True)
class Homes:
    """各平台的域名: domain → the platform's name."""

    by_domain: Mapping[str, str]

    def of(self, url: str) -> str:
        """The platform the address stands on; empty when no platform we know has its domain."""
        host = urlsplit(url).hostname or ""
        for domain, name in self.by_domain.items():
            if host == domain or host.endswith(f".{domain}"):
                return name
        return ""


class Slip(ValueError):
    """这一行不能收: in which field, what stood there, what to do."""

    def __init__(self, field: str, value: str, words: str) -> None:
        super().__init__(words)
        self.field, self.value, self.words = field, value, words


def read_row(
    record: Record, plan: ReturnPlan, homes: Homes, columns: Mapping[str, str]
) -> ReturnRow | Fault:
    """The row in the room's words, or the first thing that stands in its way."""
    try:
        return _row(record, plan, homes)
    except Slip as slip:
        column = columns.get(slip.field, "")
        return Fault(record.row_number, column, slip.value[:60], slip.words)


def remarks_of(row: ReturnRow, columns: Mapping[str, str]) -> Iterator[Fault]:
    """What the law asks for and the platform left out: the row is taken and named."""
    for title in row.lacking:
        words = f"没有{title}：这一行已收下，请平台补报"
        yield Fault(row.row_number, columns.get(title, title), "", words)


def person_key(id_number: str) -> str:
    """同一个人: a keyed digest of the number, which itself is never kept."""
    return salted_hmac(SALT, normalise_code(id_number), algorithm="sha256").hexdigest()


def place_of(url: str) -> str:
    """同一个网址: without scheme, without a slash at its end."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{(parts.hostname or '').lower()}{parts.path.rstrip('/')}{query}"


def _row(record: Record, plan: ReturnPlan, homes: Homes) -> ReturnRow:
    _same_platform(record, plan)
    row = ReturnRow(row_number=record.row_number, batch_id=plan.batch_id)
    for ours, theirs in SOURCES.items():
        setattr(row, ours, record.text(theirs))
    row.url = _url(record.text("url"), plan, homes)
    row.uscc = _code(record.text("uscc"))
    if not row.uscc:
        row.person_key, row.id_shown = _person(record)
    row.exemption_ground = "" if row.uscc else ground_of(record.text("exemption"))
    row.over_mark = record.values.get("over_mark") is True
    turnover = record.number("turnover")
    row.turnover = None if turnover is None else turnover.quantize(CENT)
    _fits(row)
    row.key = _key(row, plan.kind)
    row.digest = _digest(row)
    row.lacking = list(_lacking(row, plan.kind))
    return row


def _same_platform(record: Record, plan: ReturnPlan) -> None:
    said = record.text("platform_name")
    ours = (plan.platform.name, plan.platform.code)
    if said and said not in ours and said not in plan.platform.name:
        words = f"这一行写的是“{said}”，不是{plan.platform.name}：别的平台的另开一份导入"
        raise Slip("platform_name", said, words)


def _url(written: str, plan: ReturnPlan, homes: Homes) -> str:
    if not written:
        return ""
    checked = check_url(written)
    if not checked.ok:
        raise Slip("url", written, checked.reason_zh)
    home = homes.of(checked.normalised)
    if home and home != plan.platform.name:
        words = f"这家网店在{home}，不在{plan.platform.name}：从这份里去掉，由{home}报送"
        raise Slip("url", written, words)
    domain = plan.platform.domain
    if domain and not home:
        words = f"网址不在{plan.platform.name}的域名 {domain} 下：请平台核对这一行"
        raise Slip("url", written, words)
    return checked.normalised


def _code(written: str) -> str:
    if not written:
        return ""
    checked = check_uscc(written)
    if not checked.ok:
        raise Slip("uscc", written, checked.reason_zh)
    return checked.normalised


def _person(record: Record) -> tuple[str, str]:
    written = record.text("id_number")
    if not written:
        words = "统一社会信用代码和身份证件号码都没有填：已登记的填代码，没有登记的填证件号码"
        raise Slip("uscc", "", words)
    kind = record.text("id_type") or ID_CARD
    if ID_CARD in kind or kind == "身份证":
        checked = check_id_card(written)
        if not checked.ok:
            raise Slip("id_number", mask_id(written), checked.reason_zh)
        return person_key(checked.normalised), mask_id(checked.normalised)
    if len(normalise_code(written)) < SHORTEST_ID:
        raise Slip("id_number", mask_id(written), "证件号码太短：核对后再报")
    return person_key(f"{kind}:{written}"), mask_id(written)


def _fits(row: ReturnRow) -> None:
    for name, limit in LIMITS.items():
        value = str(getattr(row, name))
        if len(value) > limit:
            words = f"{SAID[name]}有 {len(value)} 个字，最多 {limit} 个：检查是不是填错了列"
            raise Slip(SOURCES.get(name, name), value, words)


def _key(row: ReturnRow, kind: ReturnKind) -> str:
    who = row.uscc or row.person_key
    if kind is ReturnKind.MARKETERS:
        return _sha256(f"marketer\x1f{who}")
    if kind is ReturnKind.ROOMS and row.account_id:
        return _sha256(f"account\x1f{row.account_id}")
    if row.url:
        return _sha256(f"url\x1f{place_of(row.url)}")
    return _sha256(f"name\x1f{who}\x1f{row.shop_name}")


def _digest(row: ReturnRow) -> str:
    return _sha256("\x1f".join(str(getattr(row, name)) for name in SAID))


def _lacking(row: ReturnRow, kind: ReturnKind) -> Iterator[str]:
    for name in ASKED[kind]:
        if not getattr(row, name):
            yield SAID[name]
        elif name == "phone" and not check_phone(row.phone).ok:
            yield "打得通的联系方式"
    if kind is ReturnKind.SHOPS and row.person_key and not row.exemption_ground:
        yield "免于登记情形的自我声明"


def _sha256(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
