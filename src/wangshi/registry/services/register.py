"""Rows of a register: each finds its operator again, or opens one; blank cells wipe nothing."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any, Final

from django.db import connection

from wangshi.accounts.models import Town
from wangshi.accounts.selectors import county
from wangshi.engine.identifiers import check_uscc
from wangshi.engine.names import name_pairs
from wangshi.engine.places import TownName, town_of
from wangshi.engine.tables import Fault, Money, Record
from wangshi.registry.models import Operator, OperatorForm, OperatorStatus
from wangshi.shared.imports import Written

SOURCES: Final = {
    "name": "name",
    "registered_on": "established_on",
    "legal_representative": "person",
    "scope": "scope",
    "address": "address",
    "phone": "phone",
}
FACTS: Final = (
    *SOURCES.values(),
    *("uscc", "source_key", "written_code", "name_grams", "form", "status", "capital", "town_id"),
)
LIMITS: Final = {
    name: int(limit)
    for name in FACTS
    if (limit := getattr(Operator._meta.get_field(name), "max_length", None))
}
TITLES: Final = {
    name: str(getattr(Operator._meta.get_field(name), "verbose_name", name)) for name in FACTS
}
OLD_NUMBER: Final = re.compile(r"\d{15}")
# GB 32100-2015 附录: 登记管理部门 9（市场监管）之后一位是机构类别。
FORM_BY_CODE: Final = {
    "91": OperatorForm.ENTERPRISE,
    "92": OperatorForm.SOLE_TRADER,
    "93": OperatorForm.COOPERATIVE,
}
FORM_WORDS: Final = (
    (OperatorForm.COOPERATIVE, ("合作社", "合作经济组织")),
    (OperatorForm.SOLE_TRADER, ("个体",)),
    (
        OperatorForm.ENTERPRISE,
        ("公司", "企业", "合伙", "有限", "股份", "独资", "集体", "国有", "联营", "外商"),
    ),
)
STATUS_WORDS: Final = (
    (OperatorStatus.REVOKED, ("吊销",)),
    (OperatorStatus.CANCELLED, ("注销", "撤销")),
    (OperatorStatus.MOVED, ("迁出", "迁移")),
    (OperatorStatus.ACTIVE, ("存续", "在业", "在营", "开业", "正常", "登记成立")),
)
CURRENCY_WORDS: Final = {"CNY": "元", "USD": "美元", "EUR": "欧元", "HKD": "港元", "JPY": "日元"}
TEN_THOUSAND: Final = 10_000


@dataclass(frozen=True)
class County:
    """本县: its name and its towns, as addresses write them."""

    name: str
    towns: tuple[TownName, ...]


@dataclass
class Sorted:
    """分拣好的一段: operators to open, to change; what was the same, refused, remarked."""

    new: dict[str, Operator] = field(default_factory=dict)
    changed: dict[int, Operator] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=lambda: {"new": 0, "changed": 0, "same": 0})
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)

    def answer(self) -> Written:
        """What the batch counts."""
        return Written(**self.counts, faults=tuple(self.faults), remarks=tuple(self.remarks))


def take_rows(
    records: Sequence[Record], *, columns: Mapping[str, str], batch_id: int, at: datetime
) -> Written:
    """写入一段登记数据 inside the caller's transaction; the same rows again change nothing."""
    found = _sort(records, columns)
    touched = [*found.new.values(), *found.changed.values()]
    for operator in touched:
        operator.batch_id, operator.imported_at = batch_id, at
    Operator.objects.bulk_create(found.new.values())
    Operator.objects.bulk_create(
        found.changed.values(),
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*FACTS, "batch_id", "imported_at"],
    )
    return found.answer()


def weigh_rows(records: Sequence[Record], *, columns: Mapping[str, str]) -> Written:
    """试算一段登记数据: what `take_rows` would count, nothing written."""
    return _sort(records, columns).answer()


def refresh_statistics() -> None:
    """让数据库知道多了什么: the planner's figures, on both databases."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA optimize")
        else:
            cursor.execute("ANALYZE registry_operator")


def _sort(records: Sequence[Record], columns: Mapping[str, str]) -> Sorted:
    found, county = Sorted(), _county()
    rows = []
    for record in records:
        facts = _facts(record, columns)
        fault = _too_long(record, facts, columns)
        if fault:
            found.faults.append(fault)
        else:
            rows.append((record, facts))
    known = Known(facts for _, facts in rows)
    for record, facts in rows:
        found.remarks.extend(_code_remark(record, facts, columns))
        found.counts[_place(facts, known, found, county)] += 1
    return found


def _place(facts: dict[str, Any], known: "Known", found: Sorted, county: County) -> str:
    """Whether the row is new, changed or the same; it stands in `found` where it belongs."""
    operator = known.operator_of(facts)
    if operator is None:
        operator = Operator(form=OperatorForm.OTHER)
        _write(operator, facts, county)
        found.new[operator.source_key] = operator
        known.learn(operator, facts)
        return "new"
    if not _write(operator, facts, county):
        return "same"
    if operator.pk:
        found.changed[operator.pk] = operator
    known.learn(operator, facts)
    return "changed"


def _write(operator: Operator, facts: dict[str, Any], county: County) -> bool:
    """Whether writing the facts changed anything; blank facts are not written."""
    before = [getattr(operator, name) for name in FACTS]
    moved = bool(facts["address"]) and facts["address"] != operator.address
    for name, value in facts.items():
        if value:
            setattr(operator, name, value)
    if operator.uscc:
        operator.written_code, operator.source_key = "", operator.uscc
    if moved or operator.town_id is None:
        operator.town_id = town_of(operator.address, county.towns, county=county.name)
    return before != [getattr(operator, name) for name in FACTS]


class Known:
    """已有的主体: those that a chunk's rows may mean, by code, by key, and by name with address."""

    def __init__(self, rows: Iterable[dict[str, Any]]) -> None:
        """Three queries at most, whatever the number of rows."""
        rows = list(rows)
        codes = [facts["uscc"] for facts in rows if facts["uscc"]]
        keys = {key for facts in rows for key in (facts["source_key"], _digest(facts))}
        nameless = {facts["name"] for facts in rows if not facts["uscc"]}
        self._by_code: dict[str, Operator] = {}
        self._by_key: dict[str, Operator] = {}
        self._by_place: dict[str, Operator] = {}
        operators = Operator.objects.all()
        for operator in chain(
            operators.filter(uscc__in=codes) if codes else (),
            operators.filter(source_key__in=keys, uscc=None) if keys else (),
            operators.filter(name__in=nameless) if nameless else (),
        ):
            self._keep(operator)

    def operator_of(self, facts: dict[str, Any]) -> Operator | None:
        """By its code; else the one that came without a code, or whose code a row got wrong."""
        if facts["uscc"]:
            known = self._by_code.get(facts["uscc"])
            return known or self._codeless(facts)
        return self._codeless(facts) or self._by_place.get(_digest(facts))

    def learn(self, operator: Operator, facts: dict[str, Any]) -> None:
        """A later row of the same chunk may mean this one."""
        self._by_key.pop(_digest(facts), None)
        self._keep(operator)

    def _keep(self, operator: Operator) -> None:
        place = _digest({"name": operator.name, "address": operator.address})
        if operator.uscc:
            operator = self._by_code.setdefault(operator.uscc, operator)
        else:
            operator = self._by_key.setdefault(operator.source_key, operator)
        self._by_place.setdefault(place, operator)

    def _codeless(self, facts: dict[str, Any]) -> Operator | None:
        return self._by_key.get(facts["source_key"]) or self._by_key.get(_digest(facts))


def _facts(record: Record, columns: Mapping[str, str]) -> dict[str, Any]:
    """The row in the room's own words; what its table has no column for is blank."""
    facts: dict[str, Any] = {
        ours: record.values.get(theirs) or "" for theirs, ours in SOURCES.items()
    }
    facts["established_on"] = record.day("registered_on")
    written = record.text("uscc")
    checked = check_uscc(written)
    facts["uscc"] = checked.normalised if checked.ok else None
    facts["written_code"] = "" if checked.ok else written
    facts["source_key"] = facts["uscc"] or _key_without_code(checked.normalised, facts)
    facts["name_grams"] = name_pairs(facts["name"])
    facts["form"] = _form(record.text("operator_type"), facts["uscc"] or "", facts["name"])
    facts["status"] = _first_word(STATUS_WORDS, record.text("status"))
    facts["capital"] = _capital(record.money("capital"))
    return facts


def _key_without_code(written: str, facts: dict[str, Any]) -> str:
    return written if OLD_NUMBER.fullmatch(written) else _digest(facts)


def _digest(facts: Mapping[str, Any]) -> str:
    whole = f"{facts['name']}\x1f{facts['address']}"
    return "name:" + hashlib.sha256(whole.encode()).hexdigest()[:40]


def _form(kind: str, code: str, name: str) -> str:
    """组织形式: as the type says, else as the code says, else as the name says."""
    said = _first_word(FORM_WORDS, kind) or FORM_BY_CODE.get(code[:2], "")
    return said or _first_word(FORM_WORDS, name) or OperatorForm.OTHER


def _first_word(table: Sequence[tuple[str, tuple[str, ...]]], text: str) -> str:
    found = (answer for answer, words in table if any(word in text for word in words))
    return next(found, "")


def _capital(money: Money | None) -> str:
    if money is None:
        return ""
    currency = CURRENCY_WORDS.get(money.currency, money.currency)
    scale, unit = (TEN_THOUSAND, "万") if money.amount >= TEN_THOUSAND else (1, "")
    return f"{(money.amount / scale).normalize():f} {unit}{currency}"


def _too_long(record: Record, facts: dict[str, Any], columns: Mapping[str, str]) -> Fault | None:
    theirs = {ours: theirs for theirs, ours in SOURCES.items()}
    for name, limit in LIMITS.items():
        value = str(facts.get(name) or "")
        if len(value) > limit:
            column = columns.get(theirs.get(name, "uscc"), "")
            words = f"{TITLES[name]}有 {len(value)} 个字，最多 {limit} 个：检查是不是填错了列"
            return Fault(record.row_number, column, value[:60], words)
    return None


def _code_remark(
    record: Record, facts: dict[str, Any], columns: Mapping[str, str]
) -> Iterable[Fault]:
    if facts["uscc"]:
        return ()
    written = facts["written_code"]
    reason = check_uscc(written).reason_zh if written else "没有填信用代码：补上代码再导一次"
    words = f"{reason}。这一行已经导入，暂时没有代码"
    return (Fault(record.row_number, columns.get("uscc", ""), written, words),)


def _county() -> County:
    towns = tuple(TownName(key, name) for key, name in Town.objects.values_list("pk", "name"))
    return County(county().name, towns)
