"""导入 12315 导出的表: a number comes in once; words nobody knows wait for a person to map them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.complaints.clocks import ACCEPT
from wangshi.complaints.codes import CATEGORIES, CHANNELS, table, titles
from wangshi.complaints.identities import Person
from wangshi.complaints.models import CodeMapping, Complaint, Letter, ViolationReport
from wangshi.complaints.workflow import Asked, RoadRefused, Want
from wangshi.engine.jurisdiction import Respondent
from wangshi.engine.lawbook import NotInForce, standing_lawbook
from wangshi.engine.tables import Fault, Record
from wangshi.shared.imports import Written
from wangshi.shared.services import clean, record

from .filing import IMPORT, About, Dispute, NewLetter, file_letter

KINDS: Final = {"投诉": Asked.COMPLAINT, "举报": Asked.REPORT}
MAPPED: Final = {"channel": "接收方式", "problem": "问题类别"}
# 谁写的不在其中: that goes under the seal.
SAID: Final = (
    "kind", "channel", "respondent", "respondent_address", "platform", "goods", "problem",
    "text", "order_number", "amount",
)  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """这一批是什么: which batch, who sent it, when, and what its columns are called."""

    batch_id: int
    by: Account
    at: datetime
    columns: Mapping[str, str]


@dataclass
class Counted:
    """数好的一段."""

    new: int = 0
    changed: int = 0
    same: int = 0
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)

    def answer(self) -> Written:
        """What the batch counts."""
        return Written(self.new, self.changed, self.same, tuple(self.faults), tuple(self.remarks))


def weigh_rows(records: Sequence[Record], *, sheet: Sheet) -> Written:
    """试算: what would come of it; nothing is written."""
    found = Counted()
    for one in records:
        if not _fault(one, sheet, found):
            _count(found, one, _known(one))
    return found.answer()


def take_rows(records: Sequence[Record], *, sheet: Sheet) -> Written:
    """写入一段 inside the caller's transaction: a number that is known is not opened again."""
    require(sheet.by, Permission.TAKE_COMPLAINT)
    found = Counted()
    for one in records:
        if _fault(one, sheet, found):
            continue
        known = _known(one)
        _count(found, one, known)
        if known is not None:
            known.written = _written(one)
            known.save(update_fields=["written"])
            continue
        unknown = _unknown_words(one, sheet)
        found.remarks.extend(unknown)
        file_letter(_letter(one, sheet), at=sheet.at, by=sheet.by)
    return found.answer()


@transaction.atomic
def map_code(mapping: CodeMapping, code: str, *, by: Account, at: datetime) -> CodeMapping:
    """定下对应: what the word means from now on, and for the rows that came with it before."""
    require(by, Permission.TAKE_COMPLAINT)
    mapping = CodeMapping.objects.select_for_update().get(pk=mapping.pk)
    if code not in choices_of(mapping.field):
        raise RoadRefused("从列出的代码里选一个")
    mapping.code, mapping.decided_by, mapping.decided_at = code, by, at
    mapping.save()
    _rows_of(mapping).update(**{mapping.field: code})
    record(by, "mapping.decided", mapping, written=mapping.written, code=code)
    return mapping


def choices_of(name: str) -> dict[str, str]:
    """这一栏能对应到的代码."""
    if name == "channel":
        return titles(CHANNELS)
    return {row.code: row.title for row in table(CATEGORIES) if row.code and row.group == "problem"}


def _rows_of(mapping: CodeMapping) -> QuerySet[Letter] | QuerySet[Complaint]:
    if mapping.field == "channel":
        return Letter.objects.filter(written__channel=mapping.written)
    return Complaint.objects.filter(letter__written__problem=mapping.written)


def _fault(one: Record, sheet: Sheet, found: Counted) -> bool:
    kind, day = one.text("kind"), one.text("received_on")
    if not any(word in kind for word in KINDS):
        words = "写“投诉”或者“举报”：咨询、信息公开申请不在这里办"
        at, value = "kind", kind
    elif not _has_a_clock(one.day("received_on"), sheet.at):
        words = "登记时间要在 2020 年以后、今天以前：更早的规定没有收录，算不出期限"
        at, value = "received_on", day
    elif holder := _holder(one):
        words = f"这个编号已经填在 {holder} 上了：那一件就是它，不用再导入"
        at, value = "external_number", _number(one)
    else:
        return False
    found.faults.append(Fault(one.row_number, sheet.columns.get(at, at), value[:60], words))
    return True


def _holder(one: Record) -> str:
    """已经抄了这个编号的: the desk's own record of it, opened before the export came."""
    if _known(one) is not None:
        return ""
    number = _number(one)
    for kind in (Complaint, ViolationReport):
        found = kind.objects.filter(external_number=number).first()
        if found is not None:
            return str(found.number)
    return ""


def _has_a_clock(day: date | None, at: datetime) -> bool:
    if day is None or day > timezone.localdate(at):
        return False
    try:
        return bool(standing_lawbook().term(ACCEPT, on=day))
    except NotInForce:
        return False


def _known(one: Record) -> Letter | None:
    return Letter.objects.filter(source_key=f"{IMPORT}:{_number(one)}").first()


def _number(one: Record) -> str:
    return one.text("external_number")[:40]


def _count(found: Counted, one: Record, known: Letter | None) -> None:
    if known is None:
        found.new += 1
    elif known.written == _written(one):
        found.same += 1
    else:
        found.changed += 1


def _written(one: Record) -> dict[str, str]:
    return {name: clean(one.text(name)) for name in SAID if one.text(name)}


def _unknown_words(one: Record, sheet: Sheet) -> list[Fault]:
    """不认识的原话: queued once, and said."""
    remarks = []
    for name in MAPPED:
        word = one.text(name)[:120]
        if not word or _code(name, word):
            continue
        CodeMapping.objects.get_or_create(
            field=name, written=word, defaults={"first_seen_at": sheet.at}
        )
        column = sheet.columns.get(name, MAPPED[name])
        words = "不认识这个词：这一行已收下，到“待映射”里选它是哪一类"
        remarks.append(Fault(one.row_number, column, word[:60], words))
    return remarks


def _code(name: str, word: str) -> str:
    """代码: by its title, or as somebody mapped it; empty when nobody knows."""
    known = next((code for code, title in choices_of(name).items() if title == word), "")
    decided = CodeMapping.objects.filter(field=name, written=word).exclude(code="").first()
    return known or (decided.code if decided else "")


def _letter(one: Record, sheet: Sheet) -> NewLetter:
    asked = next(asked for word, asked in KINDS.items() if word in one.text("kind"))
    platform = one.text("platform")
    return NewLetter(
        asked=asked,
        text=one.text("text"),
        about=About(
            name=one.text("respondent")[:120],
            kind=Respondent.IN_PLATFORM if platform else Respondent.OFFLINE,
            address=one.text("respondent_address")[:300],
            platform=platform[:60],
        ),
        mark=_number(one),
        person=Person(one.text("name"), one.text("phone"), one.text("address")),
        dispute=_dispute(one) if asked is Asked.COMPLAINT else None,
        channel=_code("channel", one.text("channel")),
        external_number=_number(one),
        received_on=one.day("received_on"),
        batch_id=sheet.batch_id,
        written=_written(one),
    )


def _dispute(one: Record) -> Dispute:
    received = one.day("received_on")
    if received is None:
        raise RoadRefused("没有登记时间")
    return Dispute(
        goods=one.text("goods")[:200] or "没有写明",
        kind="other",
        knew_on=received,
        order_number=one.text("order_number")[:80],
        wants=(Want.OTHER,),
        amount=one.number("amount"),
        problem=_code("problem", one.text("problem")),
    )
