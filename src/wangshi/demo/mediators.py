"""演示县的调解组织、调解员和来访: a register, one mediation entrusted, those who walked in."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Final

from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Role
from wangshi.complaints import services
from wangshi.complaints.models import Complaint, Mediator, WalkIn
from wangshi.complaints.workflow import BodyKind, ComplaintState
from wangshi.demo.office import BUREAU, Office

PHONE: Final = "0990-0000000"
NOON: Final = time(11, 20)
LISTED: Final = timedelta(days=200)
APPOINTED: Final = timedelta(days=730)
OUT_FOR: Final = timedelta(days=5)


def keep(office: Office) -> None:
    """名册、委托、来访: by the desk, as far as the county has come."""
    desk = office.people.one(Role.DESK_12315)
    _entrust(office, _appoint(office, desk))
    _receive(office, desk)


def _appoint(office: Office, desk: Account) -> Mediator:
    """Two mediators; the one of the association is given back."""
    since = timezone.localdate(office.until - LISTED)
    association = services.NewBody(
        "拾穗县消费者协会（虚构）",
        BodyKind.ASSOCIATION,
        "虚构登记 0001 号",
        "试填秘书",
        PHONE,
        since,
    )
    body = services.list_body(association, by=desk)
    until, bureau = since + APPOINTED, office.departments[BUREAU]
    theirs = services.NewMediator(
        "演示蒋调解", since, until, body=body, field="家电、装修", phone=PHONE
    )
    ours = services.NewMediator(
        "样例沈调解", since, until, department=bureau, field="食品、服装", phone=PHONE
    )
    first, second = (services.appoint_mediator(new, by=desk) for new in (theirs, ours))
    title = "投诉举报新办法学习班（虚构）"
    for one in (first, second):
        services.note_training(one, title=title, hours=8, on=since + OUT_FOR, by=desk)
    return first


def _entrust(office: Office, mediator: Mediator) -> None:
    """The newest mediation goes to the association for some days."""
    under_way = Complaint.objects.filter(state=ComplaintState.MEDIATING, mediator__isnull=False)
    complaint = under_way.order_by("-pk").first()
    if complaint is None or complaint.mediator is None or mediator.body is None:
        return
    new = services.NewEntrustment(
        mediator.body,
        "电话里同意，已经记下",
        "到场同意，签了字",
        timezone.localdate(office.until) + OUT_FOR,
        mediator,
    )
    services.entrust_mediation(complaint, new, by=complaint.mediator, at=office.until)


def _receive(office: Office, desk: Account) -> None:
    """One settled with an advance, one who left, one of yesterday who still waits."""
    settled = _walk_in(office, desk, 6, "样例土特产店", "核桃礼盒", Decimal(136), visitor=True)
    paid = services.Settlement(
        "店家当场退了货款，景区先垫", Decimal(136), Decimal(136), "虚构古镇景区"
    )
    services.settle_walk_in(settled, paid, by=desk, at=settled.taken_at + timedelta(hours=2))
    gone = _walk_in(office, desk, 4, "虚构拉面馆", "午饭一份", Decimal(18))
    words = "告诉了怎么在手机上投诉、到哪里看进度"
    services.leave_walk_in(gone, words=words, by=desk, at=gone.taken_at + timedelta(minutes=30))
    _walk_in(office, desk, 1, "试填漂流项目", "漂流票两张", Decimal(256), visitor=True)


def _walk_in(
    office: Office,
    desk: Account,
    ago: int,
    respondent: str,
    goods: str,
    amount: Decimal,
    *,
    visitor: bool = False,
) -> WalkIn:
    at = timezone.make_aware(datetime.combine(office.back(ago), NOON))
    new = services.NewWalkIn(
        respondent,
        goods,
        "和说的不一样，要求退款。（虚构）",
        amount,
        is_visitor=visitor,
        leaves_on=timezone.localdate(at) if visitor else None,
    )
    return services.take_walk_in(new, by=desk, at=at)
