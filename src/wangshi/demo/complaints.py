"""投诉举报: a dozen letters at every stage, filed and worked through the room's own services."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone

from wangshi.accounts.models import Account, Town
from wangshi.accounts.permissions import Role
from wangshi.complaints import services
from wangshi.complaints.identities import Person
from wangshi.complaints.models import Complaint, ServiceStation, ViolationReport
from wangshi.complaints.selectors import earlier_reports
from wangshi.complaints.workflow import Asked, Told, Want, Written
from wangshi.demo.office import BUREAU, Office
from wangshi.demo.roads import Road
from wangshi.demo.words import complaints as rows
from wangshi.engine.consumer import Shower
from wangshi.engine.jurisdiction import Place, Respondent

STATION: Final = "演示云杉严选消费维权服务站"
ADDRESS: Final = "拾穗县样例街 {} 号（虚构）"
TOLD: Final = Told.PHONE
MORNING: Final = time(10, 5)
KNOWN_FOR: Final = timedelta(days=20)


@dataclass
class Walk:
    """一件走到哪里: who acts, and when the next act happens."""

    office: Office
    complaint: Complaint | None
    report: ViolationReport | None
    number: int

    @property
    def desk(self) -> Account:
        """12315 专席."""
        return self.office.people.one(Role.DESK_12315)

    @property
    def mediator(self) -> Account:
        """县局的执法员."""
        return self.office.officer_of(self.office.departments[BUREAU].pk)

    @property
    def dispute(self) -> Complaint:
        """那件投诉."""
        if self.complaint is None:
            raise ValueError("演示的举报没有投诉")
        self.complaint.refresh_from_db()
        return self.complaint

    @property
    def told(self) -> ViolationReport:
        """那件举报."""
        if self.report is None:
            raise ValueError("演示的投诉没有举报")
        self.report.refresh_from_db()
        return self.report


def roads(office: Office) -> Iterator[Road]:
    """每一件一条路."""
    for number, row in enumerate(rows(), 1):
        yield _walk(office, row, number)


def _walk(office: Office, row: dict[str, Any], number: int) -> Road:
    at = _moment(office.back(row["days"]), number)
    yield at
    filed = services.file_letter(_letter(row, number, timezone.localdate(at)), at=at)
    walk = Walk(office, filed.complaint, filed.report, number)
    for step in row["road"]:
        day = office.workdays.workday_after(timezone.localdate(at), WAITS.get(step, 1))
        at = _moment(day, number)
        yield at
        STEPS[step](walk, at)


def _moment(day: date, number: int) -> datetime:
    """The county's dice are left alone: what else happens there stays as it was."""
    return timezone.make_aware(datetime.combine(day, MORNING)) + timedelta(minutes=number)


def _letter(row: dict[str, Any], number: int, on: date) -> services.NewLetter:
    asked = Asked(row["asked"])
    about = services.About(row["who"], Respondent(row["kind"]), platform=row["platform"])
    home = ADDRESS.format(row["phone"][-2:]) if row["name"] else ""
    person = Person(row["name"], row["phone"], home)
    dispute = None if asked is Asked.REPORT else _dispute(row, on)
    return services.NewLetter(
        asked=asked,
        text=row["text"],
        about=about,
        mark=f"demo-complaint-{number}",
        person=person,
        dispute=dispute,
        violation=row.get("violation", ""),
        may_publish=number % 2 == 0,
    )


def _dispute(row: dict[str, Any], on: date) -> services.Dispute:
    knew = on - KNOWN_FOR
    return services.Dispute(
        goods=row["goods"],
        kind=row["dispute"],
        knew_on=knew,
        goods_kind=row["goods_kind"],
        price=Decimal(row["price"]),
        got_on=knew - timedelta(days=60),
        wants=tuple(Want(each) for each in row["wants"]),
        amount=Decimal(row["amount"]) or None,
    )


def _number(walk: Walk, at: datetime) -> None:
    number = f"演示{at:%Y%m%d}{walk.number:04d}"
    if walk.report is not None:
        services.number_report(walk.report, external_number=number, by=walk.desk, at=at)
    else:
        services.number_complaint(walk.dispute, external_number=number, by=walk.desk, at=at)


def _place(walk: Walk, at: datetime) -> None:
    places = {Place.DISCLOSED: "虚构市样例区", Place.PLATFORM: "虚构市乙区"}
    placed = services.Placed(Respondent.IN_PLATFORM, places)
    services.place_complaint(walk.dispute, placed, by=walk.desk, at=at)


def _accept(walk: Walk, at: datetime) -> None:
    bureau = walk.office.departments[BUREAU]
    services.accept_complaint(walk.dispute, department=bureau, told=TOLD, by=walk.desk, at=at)


def _refuse(walk: Walk, at: datetime) -> None:
    reason = "一次买 20 箱并在当天投诉标签，没有提供消费情况，现有材料不能说明是为生活消费。"
    services.refuse_complaint(
        walk.dispute, ground="R16_3", reason=reason, told=TOLD, by=walk.desk, at=at
    )


def _return(walk: Walk, at: datetime) -> None:
    reason = "平台公示的地址、平台住所都不在本县，应由样例区市场监管局处理。"
    services.return_complaint(walk.dispute, reason=reason, by=walk.desk, at=at)


def _refer(walk: Walk, at: datetime) -> None:
    services.refer_complaint(walk.dispute, _station(walk, at), by=walk.desk, at=at)


def _station(walk: Walk, at: datetime) -> ServiceStation:
    known = ServiceStation.objects.filter(name=STATION).first()
    new = services.NewStation(
        STATION, "样例站长", "0990-0000000", timezone.localdate(at), rules="先行赔付"
    )
    return known or services.open_station(new, by=walk.desk)


def _answer(walk: Walk, at: datetime) -> None:
    answer = "商家当天退款 129.00 元，消费者说收到了。"
    services.answer_referral(walk.dispute, answer=answer, settled=True, by=walk.desk, at=at)


def _mediate(walk: Walk, at: datetime) -> None:
    words = "电话问过双方，都同意调解。"
    services.begin_mediation(
        walk.dispute, mediator=walk.mediator, words=words, by=walk.mediator, at=at
    )


def _prove(walk: Walk, at: datetime) -> None:
    one = walk.dispute
    matter = services.Matter(one.dispute, one.goods_kind, one.got_on)
    due = services.usual_due(timezone.localdate(at))
    services.ask_for_proofs(one, matter, due_on=due, by=walk.mediator, at=at)


def _shown(walk: Walk, at: datetime) -> None:
    for proof in walk.dispute.proofs.filter(shown_on=None):
        services.take_proof(proof, words="交来一份，看过原件。", by=walk.mediator, at=at)


def _not_shown(walk: Walk, at: datetime) -> None:
    for proof in walk.dispute.proofs.filter(shower=Shower.OPERATOR):
        services.note_not_shown(proof, by=walk.mediator, at=at)


def _pause(walk: Walk, at: datetime) -> None:
    day = timezone.localdate(at)
    services.pause_mediation(
        walk.dispute, institution="样例质量检测所，双方商定", first_on=day, by=walk.mediator, at=at
    )


def _agree(walk: Walk, at: datetime) -> None:
    words = "商家三日内退还货款 158.00 元和运费 12.00 元，消费者退回商品。"
    agreement = services.Agreement(words, Decimal(170), Written.MADE)
    day = timezone.localdate(at)
    services.agree(walk.dispute, agreement, on=day, by=walk.mediator, at=at)


def _end(walk: Walk, at: datetime) -> None:
    reason = "商家电话里明确说不退，达不成协议。"
    services.end_mediation(
        walk.dispute,
        ending="T23_3",
        reason=reason,
        on=timezone.localdate(at),
        by=walk.mediator,
        at=at,
    )


def _raise(walk: Walk, at: datetime, notice: str = "") -> None:
    one = walk.told
    towns = Town.objects.order_by("code")
    town = next(each for each in towns if not walk.office.is_own_town(each))
    title = f"{one.respondent_name}：{one.text}"
    suspicion = services.Suspicion(title, one.text, one.violation, town)
    clue = services.raise_report(one, suspicion, notice=notice, by=walk.desk, at=at)
    walk.office.assign(clue, at + ASSIGNED_AFTER)


def _raise_food(walk: Walk, at: datetime) -> None:
    _raise(walk, at, notice="food_safety")


def _merge(walk: Walk, at: datetime) -> None:
    """The same reporter's earlier report, if it has become a clue by now."""
    earlier = earlier_reports(walk.told).exclude(clue=None).first()
    if earlier is not None:
        detail = "冻肉还在用，拍到了进货的三轮车。"
        services.merge_report(walk.told, earlier, detail=detail, by=walk.desk, at=at)


def _elsewhere(walk: Walk, at: datetime) -> None:
    words = "票务和放映的事归电影主管部门，请向县里的电影主管部门提出。"
    services.send_elsewhere(walk.told, words=words, told=TOLD, by=walk.desk, at=at)


STEPS: Final[dict[str, Callable[[Walk, datetime], None]]] = {
    "number": _number,
    "place": _place,
    "accept": _accept,
    "refuse": _refuse,
    "return": _return,
    "refer": _refer,
    "answer": _answer,
    "mediate": _mediate,
    "prove": _prove,
    "shown": _shown,
    "not-shown": _not_shown,
    "pause": _pause,
    "agree": _agree,
    "end": _end,
    "raise": _raise,
    "raise-food": _raise_food,
    "merge": _merge,
    "elsewhere": _elsewhere,
}
# 举证到期以后才能记没有举证.
ASSIGNED_AFTER: Final = timedelta(minutes=40)
WAITS: Final = {"not-shown": 9, "shown": 3, "agree": 4, "end": 5}
