"""终结和审核: the handlers conclude, somebody who handled nothing of it reviews."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.cases.models import Case
from wangshi.penalties.clocks import notified_on
from wangshi.penalties.codes import EXEMPT, NOT_PROVEN, WEIGHTY, asks_of, row_of
from wangshi.penalties.models import Docket, Report, Review
from wangshi.penalties.workflow import (
    RULES,
    CaseOutcome,
    CaseState,
    ReviewKind,
    StepRefused,
    Tier,
)
from wangshi.shared.services import clean, record

from .steps import require_words, take, write_step
from .telling import tell_officers, tell_reviewers

CONCLUDED = frozenset(CaseOutcome) - {CaseOutcome.TERMINATED}


@dataclass(frozen=True)
class Sanctioned:
    """罚什么."""

    warning: bool = False
    fine: Decimal = Decimal(0)
    income: Decimal = Decimal(0)
    goods: str = ""
    goods_value: Decimal = Decimal(0)
    others: tuple[str, ...] = ()
    others_words: str = ""


NOTHING = Sanctioned()


@dataclass(frozen=True)
class Findings:
    """调查终结报告: the six parts, and the penalty it proposes or the ground for none."""

    handling: CaseOutcome
    course: str
    facts: str
    proofs: str
    nature: str
    basis: str
    discretion: str
    tier: Tier = Tier.ORDINARY
    sanction: Sanctioned = NOTHING
    ground: str = ""
    asked: Mapping[str, str] = field(default_factory=dict)
    weighty: tuple[str, ...] = ()


PARTS = {
    "course": "写案件来源、怎么调查的、采取过什么措施",
    "facts": "写调查认定的事实：时间、网址、做了什么",
    "proofs": "写主要证据，每样证明什么",
    "nature": "写违法行为的性质：违反了哪一条",
    "basis": "写处理依据：照哪一条处理",
    "discretion": "写自由裁量的理由：为什么是这个阶次（行政处罚法第三十二条、裁量基准）",
}


@transaction.atomic
def conclude(
    case: Case, found: Findings, *, by: Account, at: datetime, version: int | None = None
) -> Report:
    """调查终结: with its report to review; legal review where one of the four reasons stands."""
    docket, step = take(case, "conclude", by=by, version=version)
    _require_ready(docket)
    on = timezone.localdate(at)
    weighty = [row_of(WEIGHTY, code, on).code for code in found.weighty]
    _require_handling(found, at)
    report = Report.objects.create(
        docket=docket,
        handling=found.handling,
        **{name: require_words(getattr(found, name), ask) for name, ask in PARTS.items()},
        tier=found.tier,
        ground=found.ground,
        asked={key: clean(words) for key, words in found.asked.items()},
        weighty=weighty,
        by=by,
        submitted_on=on,
        **officers_of(docket),
        **columns_of(found.sanction),
    )
    kind = ReviewKind.LEGAL if weighty else ReviewKind.CASE
    open_review(report, kind, docket, at)
    sent = f"{report.get_handling_display()}，送{kind_title(kind)}"
    tell_reviewers(write_step(docket, step, by=by, at=at, words=sent))
    record(by, "penalty.concluded", case, report=report.pk, handling=found.handling, review=kind)
    return report


@transaction.atomic
def review(
    case: Case,
    *,
    passed: bool,
    opinion: str,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Review:
    """审核: agreed or sent back, by somebody else than the two handlers."""
    docket, step = take(case, "pass" if passed else "back", by=by, version=version)
    open_one = Review.objects.select_for_update().filter(report__docket=docket, passed=None).first()
    if open_one is None:
        raise StepRefused("没有等审核的报告")
    open_one.passed, open_one.by, open_one.answered_at = passed, by, at
    open_one.opinion = require_words(opinion, "写审核意见：管辖、事实、定性、依据、程序、处理")
    open_one.save()
    told = passed and notified_on(docket) is not None and hasattr(open_one.report, "hearing")
    target = CaseState.NOTIFIED if told else None
    words = f"{open_one.get_kind_display()}：{open_one.opinion}"
    written = write_step(docket, step, by=by, at=at, words=words, target=target)
    tell_officers(written, "审核通过" if passed else "审核退回", returned=not passed)
    record(by, "penalty.reviewed", case, passed=passed, kind=open_one.kind)
    return open_one


def open_review(report: Report, kind: ReviewKind, docket: Docket, at: datetime) -> Review:
    """送审核: the ten working days run from today."""
    return Review.objects.create(
        report=report,
        kind=kind,
        received_on=timezone.localdate(at),
        **officers_of(docket),
    )


def officers_of(docket: Docket) -> dict[str, Account]:
    """这时候的两名办案人员."""
    case = docket.case
    return {"first_officer": case.first_officer, "second_officer": case.second_officer}


def columns_of(sanction: Sanctioned) -> dict[str, object]:
    """The penalty as the columns of a report or a decision."""
    return {
        "warning": sanction.warning,
        "fine": sanction.fine,
        "income": sanction.income,
        "goods": clean(sanction.goods.strip()),
        "goods_value": sanction.goods_value,
        "others": list(sanction.others),
        "others_words": clean(sanction.others_words.strip()),
    }


def is_nothing(sanction: Sanctioned) -> bool:
    """一样也没有."""
    money = sanction.fine + sanction.income
    return not (sanction.warning or money or sanction.goods.strip() or sanction.others)


def kind_title(kind: ReviewKind) -> str:
    """审核的名称."""
    return "法制审核" if kind is ReviewKind.LEGAL else "案件审核"


def _require_ready(docket: Docket) -> None:
    if docket.pauses.filter(last_on=None).exists():
        raise StepRefused("还在送检、辨认或者中止：先记结果、恢复，再终结")
    if docket.approvals.filter(approved=None).exists():
        raise StepRefused("还有请示没有批复：等批复，再终结")
    if docket.measures.filter(kind="preserve", started_at__isnull=False, ended_on=None).exists():
        raise StepRefused("登记保存的证据还没有处理：先走第三十五条的一条，再终结")
    if not (docket.party_address and (docket.party_code or docket.party_person)):
        raise StepRefused("当事人的基本情况不清楚：先填当事人的代码、住所（第五十三条）")


def _require_handling(found: Findings, at: datetime) -> None:
    handling = found.handling
    if handling not in CONCLUDED:
        raise StepRefused("终止调查另外请示（第四十七条）")
    if handling is CaseOutcome.PENALTY and is_nothing(found.sanction):
        raise StepRefused("拟给予处罚的，写明罚什么：警告、罚款、没收，至少一样")
    if handling is not CaseOutcome.PENALTY and not is_nothing(found.sanction):
        raise StepRefused("不予处罚、移送的，不能同时写处罚内容：清掉，或者改处理意见")
    if min(found.sanction.fine, found.sanction.income, found.sanction.goods_value) < 0:
        raise StepRefused("金额写 0 或者更多")
    if found.sanction.others and not found.sanction.others_words.strip():
        raise StepRefused("别的处罚写明内容：哪个证、停多久、从哪天起")
    if handling in (CaseOutcome.NO_PENALTY, CaseOutcome.NOT_PROVEN):
        _require_ground(found, at)


def _require_ground(found: Findings, at: datetime) -> None:
    """不予处罚是理由，不是开关: every element of the ground is answered with a fact."""
    row = row_of(EXEMPT, found.ground, timezone.localdate(at))
    if (found.ground == NOT_PROVEN) != (found.handling is CaseOutcome.NOT_PROVEN):
        raise StepRefused(f"“{row.title}”和处理意见对不上：换一个理由，或者换处理意见")
    missing = [ask for ask in asks_of(row) if not found.asked.get(ask, "").strip()]
    if missing:
        raise StepRefused(f"{row.title}（{row.basis}）：还要写明“{'”“'.join(missing)}”的事实")


def require_reviewed(docket: Docket) -> Review:
    """审核过了: the last report's last review, passed; StepRefused otherwise (第五十条)."""
    last = Review.objects.filter(report__docket=docket).order_by("-id").first()
    if last is None or not last.passed:
        raise StepRefused(f"还没有审核通过：不能告知，也不能决定（{RULES}第四十九条、第五十条）")
    return last
