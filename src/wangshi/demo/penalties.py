"""案件: the county's filed cases at every stage, walked through the room's own services."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import cycle
from typing import Final

from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Role
from wangshi.cases.models import Case
from wangshi.demo.office import Office
from wangshi.engine.penalties import PartyKind
from wangshi.penalties import services
from wangshi.penalties.models import Measure
from wangshi.penalties.workflow import CaseOutcome, MeasureKind, Money, Tier

MORNING: Final = time(9, 40)
CODE: Final = "91990101XUGOU{:04d}X"
FINES: Final = (Decimal(5000), Decimal(12000), Decimal(120000))
# How far each case goes in turn: so many steps of the road, or the road of one that is spared.
GOES: Final = (
    "closed",
    "published",
    "spared",
    "served",
    "reviewing",
    "notified",
    "decided",
    "held",
)
Act = Callable[["Walk", datetime], object]


@dataclass
class Walk:
    """一件走到哪里: its officers, the reviewer, the head, the fine it comes to."""

    office: Office
    case: Case
    number: int
    fine: Decimal

    @property
    def officer(self) -> Account:
        """第一名办案人员."""
        return self.case.first_officer

    @property
    def head(self) -> Account:
        """县局负责人."""
        return self.office.people.one(Role.BUREAU_ADMIN)

    @property
    def reviewer(self) -> Account:
        """法制审核."""
        return self.office.people.one(Role.LEGAL_REVIEWER)

    @property
    def sanction(self) -> services.Sanctioned:
        """罚什么."""
        return services.Sanctioned(fine=self.fine)


def run(office: Office) -> None:
    """走每一件 as far as its turn and its age let it."""
    cases = Case.objects.order_by("filed_on", "pk").select_related(
        "first_officer", "second_officer", "clue"
    )
    turns = cycle(GOES)
    for number, case in enumerate(cases, 1):
        _walk(Walk(office, case, number, FINES[number % len(FINES)]), next(turns))
    _on_the_spot(office)


def _walk(walk: Walk, goes: str) -> None:
    day = walk.case.filed_on
    for waits, act in ROADS[goes]():
        day = walk.office.workdays.workday_after(day, waits)
        at = _moment(day, walk.number)
        if at > walk.office.until:
            return
        walk.case.refresh_from_db()
        act(walk, at)


def _moment(day: date, number: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, MORNING)) + timedelta(minutes=number % 50)


def _party(walk: Walk, at: datetime) -> object:
    party = services.Party(
        kind=PartyKind.ORGANISATION,
        code=CODE.format(walk.number),
        person="试填经营者",
        address=f"拾穗县样例街 {walk.number} 号（虚构）",
        phone="0990-0000000",
        violation=walk.case.clue.violation,
    )
    return services.set_party(walk.case, party, by=walk.officer, at=at)


def _measure(walk: Walk, at: datetime) -> object:
    new = services.NewMeasure(
        MeasureKind.PRESERVE,
        "宣传单 20 张、样品 2 件（虚构）",
        "甲木所保管室",
        "《中华人民共和国行政处罚法》第五十六条",
        "店家说当天要清货，证据可能灭失",
    )
    measure = services.ask_measure(walk.case, new, by=walk.officer, at=at)
    question = measure.approvals.get()
    soon = at + timedelta(minutes=20)
    services.answer_approval(question, approve=True, answer="", by=walk.head, at=soon)
    measure.refresh_from_db()
    return services.start_measure(measure, started_at=soon, by=walk.officer, at=soon)


def _release(walk: Walk, at: datetime) -> object:
    measure = Measure.objects.get(docket__case=walk.case)
    words = "拍照录像保全以后退还当事人"
    on = timezone.localdate(at)
    return services.end_measure(measure, ending="M35_1", words=words, on=on, by=walk.officer, at=at)


def _conclude(walk: Walk, at: datetime) -> object:
    return services.conclude(walk.case, _findings(walk), by=walk.officer, at=at)


def _findings(walk: Walk) -> services.Findings:
    clue = walk.case.clue
    said = f"，写着“{clue.quote}”" if clue.quote else ""
    return services.Findings(
        handling=CaseOutcome.PENALTY,
        course=f"{clue.get_source_display()}发现，{walk.case.filed_on} 立案，两名执法人员调查。",
        facts=f"{walk.case.party}：{clue.title}{said}。卖出 36 件（虚构）。",
        proofs="封存的网页、订单记录、询问笔录（虚构）。",
        nature=f"{walk.case.cause}，违反有关法律规定。",
        basis="照立案时写明的条款处理（虚构）",
        discretion="案发后主动下架，配合调查，涉案金额小：从轻。",
        tier=Tier.LENIENT,
        sanction=walk.sanction,
    )


def _spare(walk: Walk, at: datetime) -> object:
    spared = replace(
        _findings(walk),
        handling=CaseOutcome.NO_PENALTY,
        sanction=services.Sanctioned(),
        ground="N33_2",
        asked={
            "是第一次违法": "本县系统里没有以前的案件",
            "危害后果轻微": "卖出 2 件，买家没有损失",
            "已经及时改正": "当天删了，复看没有了",
        },
    )
    return services.conclude(walk.case, spared, by=walk.officer, at=at)


def _pass(walk: Walk, at: datetime) -> object:
    opinion = "有管辖权，事实清楚，证据充分，定性、依据、程序正确，处理适当。"
    return services.review(walk.case, passed=True, opinion=opinion, by=walk.reviewer, at=at)


def _agree(walk: Walk, at: datetime) -> object:
    return services.agree(walk.case, by=walk.head, at=at)


def _delivery(at: datetime) -> services.Delivery:
    return services.Delivery("direct", timezone.localdate(at), "试填经营者", "本人在送达回证签收")


def _notify(walk: Walk, at: datetime) -> object:
    return services.serve_notice(walk.case, _delivery(at), by=walk.officer, at=at)


def _statement(walk: Walk, at: datetime) -> object:
    said = services.Said(
        timezone.localdate(at), "愿意改正，请求从轻", True, "下架及时，报告里已经从轻"
    )
    return services.take_statement(walk.case, said, by=walk.officer, at=at)


def _decide(walk: Walk, at: datetime) -> object:
    return _ruled(walk, at, CaseOutcome.PENALTY, walk.sanction)


def _decide_none(walk: Walk, at: datetime) -> object:
    return _ruled(walk, at, CaseOutcome.NO_PENALTY, services.Sanctioned())


def _ruled(walk: Walk, at: datetime, outcome: CaseOutcome, sanction: services.Sanctioned) -> object:
    ruling = services.Ruling(outcome, "事实清楚，照审核意见处理。", sanction)
    return services.decide(walk.case, ruling, by=walk.head, at=at)


def _serve(walk: Walk, at: datetime) -> object:
    return services.serve_decision(walk.case, _delivery(at), by=walk.officer, at=at)


def _prepare(walk: Walk, at: datetime) -> object:
    return services.prepare_publication(walk.case, services.Wanted(), by=walk.officer, at=at)


def _publish(walk: Walk, at: datetime) -> object:
    return services.publish(walk.case, by=walk.reviewer, at=at)


def _pay(walk: Walk, at: datetime) -> object:
    on, number = timezone.localdate(at), f"虚构票{walk.number:04d}"
    receipt = services.Receipt(Money.FINE, walk.fine, on, number)
    return services.pay(walk.case, receipt, by=walk.officer, at=at)


def _close(walk: Walk, at: datetime) -> object:
    question = services.ask_closing(walk.case, words="处理完毕", by=walk.officer, at=at)
    soon = at + timedelta(minutes=30)
    return services.answer_approval(question, approve=True, answer="", by=walk.head, at=soon)


REVIEWED: Final = ((1, _party), (2, _measure), (3, _release), (6, _conclude), (2, _pass))
NOTIFIED: Final = (*REVIEWED, (1, _agree), (1, _notify), (2, _statement))
DECIDED: Final = (*NOTIFIED, (5, _decide))
SERVED: Final = (*DECIDED, (1, _serve))
PUBLISHED: Final = (*SERVED, (2, _prepare), (1, _publish))
ROADS: Final[dict[str, Callable[[], tuple[tuple[int, Act], ...]]]] = {
    "held": lambda: REVIEWED[:2],
    "reviewing": lambda: REVIEWED[:4],
    "notified": lambda: NOTIFIED,
    "decided": lambda: DECIDED,
    "served": lambda: SERVED,
    "published": lambda: PUBLISHED,
    # Paid soon: within fifteen days also where a week of holidays lies between.
    "closed": lambda: (*SERVED, (2, _pay), (1, _prepare), (1, _publish), (3, _close)),
    "spared": lambda: (
        (1, _party), (4, _spare), (2, _pass), (1, _decide_none), (1, _serve), (2, _close),
    ),
}  # fmt: skip


def _on_the_spot(office: Office) -> None:
    """两件当场处罚: one filed away, one not yet."""
    by, second = _two(office)
    for number, back in enumerate((12, 3), 1):
        at = _moment(office.back(back), number)
        spot = services.penalise_on_the_spot(
            services.OnTheSpot(
                party=f"拾穗县虚构便民店{number}",
                kind=PartyKind.ORGANISATION,
                facts="店里卖的散装食品没有标明生产日期，当场承认（虚构）。",
                basis="《中华人民共和国食品安全法》第六十八条、第一百二十六条（虚构案情）",
                place="甲木镇样例街",
                signed="经营者当场签收",
                second_officer=second,
                done_at=at,
                warning=True,
            ),
            by=by,
            at=at,
        )
        if number == 1:
            later = _moment(office.back(back - 2), number)
            services.archive_spot(spot, on=timezone.localdate(later), by=by, at=later)


def _two(office: Office) -> tuple[Account, Account]:
    first, second, *_ = office.people.by_role[Role.OFFICER]
    return first, second
