"""受理还是不受理: decided by a person, told with its reason and the other ways; or sent back."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Permission
from wangshi.complaints.codes import OTHERWISE, REFUSALS, row_of
from wangshi.complaints.models import Complaint
from wangshi.complaints.workflow import RoadRefused, Told
from wangshi.engine.jurisdiction import Place, Respondent
from wangshi.registry.models import Operator
from wangshi.shared.services import clean, record

from .steps import require_words, take, write_step


@dataclass(frozen=True)
class Placed:
    """查清的对象和地点: what kind of operator, and which county is what to the matter."""

    kind: Respondent
    places: dict[Place, str]
    reachable: bool = True
    operator: Operator | None = None


@transaction.atomic
def place_complaint(
    complaint: Complaint,
    placed: Placed,
    *,
    words: str = "",
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Complaint:
    """查清对象和地点: whom it is against and where they are; the candidates follow from it."""
    complaint, step = take(complaint, "place", Permission.TAKE_COMPLAINT, by=by, version=version)
    complaint.respondent_kind = placed.kind
    complaint.places = {
        place.value: clean(name.strip()) for place, name in placed.places.items() if name.strip()
    }
    complaint.reachable = placed.reachable
    complaint.operator = placed.operator or complaint.operator
    write_step(complaint, step, by=by, at=at, words=words)
    record(by, "complaint.placed", complaint, places=complaint.places)
    return complaint


@transaction.atomic
def accept_complaint(
    complaint: Complaint,
    *,
    department: Department,
    told: Told,
    words: str = "",
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Complaint:
    """受理: the sixty days begin; whose unit mediates is said with it."""
    complaint, step = take(complaint, "accept", Permission.TAKE_COMPLAINT, by=by, version=version)
    _decide(complaint, told, by, at)
    complaint.department = department
    write_step(complaint, step, by=by, at=at, words=words or f"由{department.name}调解")
    record(by, "complaint.accepted", complaint, department=department)
    return complaint


@transaction.atomic
def refuse_complaint(
    complaint: Complaint,
    *,
    ground: str,
    reason: str,
    told: Told,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Complaint:
    """不予受理: one of the seven grounds, a reason in words, told with the five other ways."""
    complaint, step = take(complaint, "refuse", Permission.TAKE_COMPLAINT, by=by, version=version)
    row = row_of(REFUSALS, ground, timezone.localdate(at))
    what = "写明是哪部法律法规的哪一条" if ground in OTHERWISE else "写明事实和理由：凭什么这样认定"
    complaint.reason = require_words(reason, what)
    complaint.refusal = ground
    _decide(complaint, told, by, at)
    write_step(complaint, step, by=by, at=at, words=complaint.reason, article=row.basis)
    record(by, "complaint.refused", complaint, ground=ground)
    return complaint


@transaction.atomic
def return_complaint(
    complaint: Complaint, *, reason: str, by: Account, at: datetime, version: int | None = None
) -> Complaint:
    """退回统一接收机构: a matter handed to us that is not ours is never passed on by us."""
    complaint, step = take(complaint, "return", Permission.TAKE_COMPLAINT, by=by, version=version)
    if not complaint.external_number:
        raise RoadRefused(
            "没有 12315 编号的不是分送来的，退不回去：先填编号；本县收的照第十六条决定"
        )
    complaint.reason = require_words(reason, "写给统一接收机构：为什么本局没有处理权限，应当归谁")
    complaint.decided_on, complaint.decided_by = timezone.localdate(at), by
    write_step(complaint, step, by=by, at=at, words=complaint.reason)
    record(by, "complaint.returned", complaint)
    return complaint


@transaction.atomic
def number_complaint(
    complaint: Complaint,
    *,
    external_number: str,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Complaint:
    """填 12315 编号: the red mark goes; one number belongs to one record."""
    complaint, step = take(complaint, "number", Permission.TAKE_COMPLAINT, by=by, version=version)
    number = require_words(external_number, "抄上全国 12315 平台的编号")
    other = Complaint.objects.filter(external_number=number).exclude(pk=complaint.pk).first()
    if other is not None:
        raise RoadRefused(f"这个编号已经写在 {other.number} 上了：核对一遍")
    complaint.external_number = number
    write_step(complaint, step, by=by, at=at, words=number)
    record(by, "complaint.numbered", complaint, number=number)
    return complaint


def _decide(complaint: Complaint, told: Told, by: Account, at: datetime) -> None:
    today: date = timezone.localdate(at)
    complaint.decided_on, complaint.decided_by = today, by
    complaint.told_on, complaint.told_by = today, told
