"""收件: a letter comes in once, and opens a complaint, a violation report, or both in one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.complaints.identities import Person, code_for, code_mark, mark_of, seal
from wangshi.complaints.models import Complaint, Identity, Letter, ViolationReport
from wangshi.complaints.workflow import (
    RECEIVE_STEP,
    RULES,
    Agency,
    Asked,
    RoadRefused,
    Want,
)
from wangshi.engine.identifiers import check_phone
from wangshi.engine.jurisdiction import Respondent
from wangshi.registry.models import Operator, Shop
from wangshi.shared.services import Author, attach, clean, record

from .numbers import COMPLAINT, REPORT, locked_series, next_number
from .steps import require_words, tell
from .triaging import suggest_category

WEB: Final = "WEB"
PUBLIC: Final = Author(None, "来件人")
MOST_FILES: Final = 9
BOUND: Final = "letter"
FORM, IMPORT = "form", "12315"
Files = Sequence["UploadedFile[Any]"]


@dataclass(frozen=True)
class About:
    """关于谁: as the letter says."""

    name: str
    kind: Respondent
    address: str = ""
    platform: str = ""
    url: str = ""
    operator: Operator | None = None
    shop: Shop | None = None


@dataclass(frozen=True)
class Dispute:
    """争的是什么: goods, dates, money and what is wanted."""

    goods: str
    kind: str
    knew_on: date
    goods_kind: str = "other"
    order_number: str = ""
    price: Decimal | None = None
    got_on: date | None = None
    wants: tuple[Want, ...] = ()
    amount: Decimal | None = None
    problem: str = ""


@dataclass(frozen=True)
class NewLetter:
    """一份来件: a second one with the same `mark` is the first one."""

    asked: Asked
    text: str
    about: About
    mark: str
    person: Person = field(default_factory=Person)
    dispute: Dispute | None = None
    channel: str = WEB
    agency: Agency = Agency.SELF
    agency_note: str = ""
    may_publish: bool = False
    may_delegate: bool = False
    violation: str = ""
    external_number: str = ""
    received_on: date | None = None
    batch_id: int | None = None
    written: dict[str, str] = field(default_factory=dict)

    @property
    def source_key(self) -> str:
        """来源键: what a form calls itself never passes for a number of 12315."""
        return f"{FORM if self.batch_id is None else IMPORT}:{self.mark}"


@dataclass(frozen=True)
class Filed:
    """收下了: what it became, and the code it is followed by."""

    letter: Letter
    complaint: Complaint | None
    report: ViolationReport | None
    code: str


@transaction.atomic
def file_letter(
    new: NewLetter, *, at: datetime, by: Account | None = None, files: Files = ()
) -> Filed:
    """收件: from the public without an account, or taken down by the desk; once for one mark."""
    if by is not None:
        require(by, Permission.TAKE_COMPLAINT)
    _check(new, at, files)
    locked_series(COMPLAINT, at)
    known = Letter.objects.filter(source_key=new.source_key).first()
    if known is not None:
        return _filed(known)
    _require_free(new.external_number)
    letter = _letter(new, by, at)
    _seal(letter, new.person)
    _open(letter, new, by, at)
    for file in files:
        attach(file, to=letter, by=by or PUBLIC, at=at)
    record(by or PUBLIC, "letter.received", letter, asked=new.asked, channel=new.channel)
    return _filed(letter)


def _check(new: NewLetter, at: datetime, files: Files) -> None:
    require_words(new.text, "写清楚怎么回事：哪天、买了什么、出了什么问题")
    if not new.about.name.strip():
        raise RoadRefused("写商家的名称：店名、招牌、直播间名都行；没有名称，没法查也没法找人调解")
    # What 12315 took down was checked there; it comes as it was written.
    if new.asked is not Asked.REPORT and new.batch_id is None:
        _check_complaint(new, at)
    if len(files) > MOST_FILES:
        raise RoadRefused(f"一次最多 {MOST_FILES} 个文件：先交最要紧的，其余的在进度页上补")
    if new.received_on is not None and new.received_on > timezone.localdate(at):
        raise RoadRefused("收到的日子不能晚于今天")


def _require_free(number: str) -> None:
    """One number of 12315 belongs to one record."""
    for kind in (Complaint, ViolationReport):
        holder = kind.objects.filter(external_number=number).first() if number else None
        if holder is not None:
            raise RoadRefused(f"这个 12315 编号已经写在 {holder.number} 上了：核对一遍")


def _check_complaint(new: NewLetter, at: datetime) -> None:
    if new.dispute is None:
        raise RoadRefused("投诉要写买了什么、想让商家怎么做")
    person = new.person
    if not (person.name.strip() and person.phone.strip() and person.address.strip()):
        raise RoadRefused("投诉要写真实的姓名、电话、通讯地址：调解要找得到您（第十条）")
    if not check_phone(person.phone).ok:
        raise RoadRefused("电话写 11 位手机号，或者带区号的座机，例如 0916-1234567")
    if not new.dispute.wants:
        raise RoadRefused("选一项：想让商家怎么做")
    if new.dispute.knew_on > timezone.localdate(at):
        raise RoadRefused("知道有问题的日子不能晚于今天")


def _letter(new: NewLetter, by: Account | None, at: datetime) -> Letter:
    return Letter.objects.create(
        asked=new.asked,
        channel=new.channel,
        text=clean(new.text.strip()),
        source_key=new.source_key,
        code_mark=code_mark(code_for(new.source_key)),
        agency=new.agency,
        agency_note=clean(new.agency_note.strip()),
        may_publish=new.may_publish,
        may_delegate=new.may_delegate,
        received_at=at,
        received_on=new.received_on or timezone.localdate(at),
        taken_by=by,
        batch_id=new.batch_id,
        written=new.written,
    )


def _seal(letter: Letter, given: Person) -> None:
    person = Person(
        name=clean(given.name.strip()),
        phone="".join(given.phone.split()),
        address=clean(given.address.strip()),
        id_number=given.id_number.strip(),
    )
    if person == Person():
        return
    Identity.objects.create(
        letter=letter,
        sealed=seal(person, sealed_label(letter)),
        is_named=person.is_named,
        person_mark=mark_of("person", person.name + person.phone),
        phone_mark=mark_of("phone", person.phone),
        address_mark=mark_of("address", person.address),
    )


def _open(letter: Letter, new: NewLetter, by: Account | None, at: datetime) -> None:
    """什么就开什么: a mixed letter begins as a complaint and is split by the desk."""
    if new.asked is Asked.REPORT:
        open_report(letter, new, at=at)
    else:
        complaint = open_complaint(letter, new, at=at)
        tell(complaint, RECEIVE_STEP, by=by, at=at, article=f"{RULES}第三条第一款")
        suggest_category(complaint)


def open_complaint(letter: Letter, new: NewLetter, *, at: datetime) -> Complaint:
    """开一件投诉: with its number; whoever calls writes the step."""
    dispute = new.dispute
    if dispute is None:
        raise RoadRefused("投诉要写买了什么、想让商家怎么做")
    return Complaint.objects.create(
        letter=letter,
        number=next_number(COMPLAINT, at),
        external_number=new.external_number or None,
        text=clean(new.text.strip()),
        goods=clean(dispute.goods.strip()),
        goods_kind=dispute.goods_kind,
        dispute=dispute.kind,
        order_number=dispute.order_number.strip(),
        price=dispute.price,
        got_on=dispute.got_on,
        knew_on=dispute.knew_on,
        wants=[each.value for each in dispute.wants],
        amount=dispute.amount,
        problem=dispute.problem,
        **about_fields(new.about),
    )


def open_report(letter: Letter, new: NewLetter, *, at: datetime) -> ViolationReport:
    """开一件举报: with its number."""
    return ViolationReport.objects.create(
        letter=letter,
        number=next_number(REPORT, at),
        external_number=new.external_number or None,
        text=clean(new.text.strip()),
        violation=new.violation,
        **about_fields(new.about),
    )


def about_fields(about: About) -> dict[str, Any]:
    """关于谁的各栏."""
    return {
        "respondent_name": clean(about.name.strip()),
        "respondent_kind": about.kind,
        "respondent_address": clean(about.address.strip()),
        "platform_name": clean(about.platform.strip()),
        "page_url": about.url,
        "operator": about.operator,
        "shop": about.shop,
    }


def _filed(letter: Letter) -> Filed:
    return Filed(
        letter,
        Complaint.objects.filter(letter=letter).first(),
        ViolationReport.objects.filter(letter=letter).first(),
        code_for(letter.source_key),
    )


def sealed_label(letter: Letter) -> str:
    """封条写给哪一件: what the seal is bound to."""
    return f"{BOUND}:{letter.pk}"
