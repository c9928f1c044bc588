"""卷内文件目录: the fixed order of 第七十八条, front file and back file."""

from collections.abc import Iterator

from django.utils import timezone

from wangshi.evidence.models import Exhibit
from wangshi.evidence.papers import Table
from wangshi.penalties.models import Docket, ServiceAttempt
from wangshi.penalties.workflow import CaseOutcome, Matter, Served
from wangshi.shared.services import label

HEAD = ("序号", "文号", "文件", "日期")
TITLES = {
    CaseOutcome.PENALTY: "行政处罚决定书",
    CaseOutcome.NO_PENALTY: "不予行政处罚决定书",
    CaseOutcome.NOT_PROVEN: "不予行政处罚决定书",
}
Line = tuple[str, str, str]


def contents_tables(docket: Docket) -> tuple[Table, ...]:
    """正卷、副卷: what is there, in the order of the article."""
    return (
        _table("正卷（第七十八条第二款）", _front(docket)),
        _table("副卷（第七十八条第三款）", _back(docket)),
    )


def _table(title: str, lines: Iterator[Line]) -> Table:
    rows = tuple((str(at), *line) for at, line in enumerate(lines, 1))
    return Table(title, HEAD, rows or (("", "", "", ""),))


def _front(docket: Docket) -> Iterator[Line]:
    case = docket.case
    yield case.number, "立案审批表", str(case.filed_on)
    decision = getattr(docket, "decision", None)
    if decision is not None:
        title = TITLES.get(CaseOutcome(decision.outcome), "处理决定")
        yield decision.number, title, str(decision.decided_on)
        yield from _receipts(docket, Served.DECISION)
    for measure in docket.measures.all():
        if measure.started_at:
            started = str(timezone.localdate(measure.started_at))
            yield measure.number, f"{measure.get_kind_display()}文书、清单", started
    yield from _receipts(docket, Served.NOTICE)
    yield from _receipts(docket, Served.URGE)
    yield from _proofs(docket)
    for report in docket.reports.all():
        hearing = getattr(report, "hearing", None)
        if hearing is not None and hearing.held_on:
            yield "", "听证笔录", str(hearing.held_on)
    for payment in docket.payments.all():
        yield payment.receipt, f"{payment.get_kind_display()}票据", str(payment.on)


def _proofs(docket: Docket) -> Iterator[Line]:
    for exhibit in Exhibit.objects.filter(subject=label(docket.case.clue)).order_by("pk"):
        yield exhibit.number, f"证据：{exhibit.title}", str(timezone.localdate(exhibit.ended_at))
    for letter in docket.letters.all():
        yield letter.number, f"协助调查函（{letter.to}）及回函", str(letter.sent_on)
    for said in docket.statements.all():
        yield "", "陈述申辩笔录", str(said.on)


def _back(docket: Docket) -> Iterator[Line]:
    clue = docket.case.clue
    yield clue.number, "案件来源登记表", str(timezone.localdate(clue.received_at))
    for report in docket.reports.all():
        yield "", "案件调查终结报告", str(report.submitted_on)
        for review in report.reviews.all():
            at = timezone.localdate(review.answered_at) if review.answered_at else ""
            yield "", f"{review.get_kind_display()}意见", str(at)
        hearing = getattr(report, "hearing", None)
        if hearing is not None and hearing.findings:
            yield "", "听证报告", str(hearing.ended_on)
    last = [one for one in docket.approvals.all() if one.matter == Matter.CLOSE]
    for one in last:
        yield "", "结案审批表", str(timezone.localdate(one.asked_at))
    for one in docket.approvals.all():
        if one.matter != Matter.CLOSE:
            title = f"有关事项审批表：{one.get_matter_display()}"
            yield "", title, str(timezone.localdate(one.asked_at))


def _receipts(docket: Docket, what: Served) -> Iterator[Line]:
    sent: list[ServiceAttempt] = [one for one in docket.attempts.all() if one.what == what]
    for one in sent:
        if what is not Served.DECISION:
            yield one.number, one.get_what_display(), str(one.on)
        yield one.number, "送达回证", str(one.on)
