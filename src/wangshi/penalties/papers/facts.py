"""事实: every blank of the forms that the record of a case can fill."""

from datetime import date, datetime
from typing import Final

from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.selectors import county
from wangshi.engine.penalties import PartyKind, yuan
from wangshi.evidence.models import Exhibit
from wangshi.penalties.clocks import decide_deadline, notified_on, served_on, urged_on
from wangshi.penalties.codes import CLOSINGS, EXEMPT, rows_of
from wangshi.penalties.models import Decision, Docket, Report
from wangshi.penalties.selectors.money import account_of
from wangshi.penalties.selectors.sanctions import hearing_reasons_of, sanction_words
from wangshi.penalties.workflow import MONEY_TITLES, CaseOutcome, Matter, Money, Served
from wangshi.shared.services import label

RIGHTS: Final = (
    "已出示执法证件；已告知当事人享有陈述权、申辩权以及申请回避的权利（第二十一条、第二十二条）"
)


def case_facts(docket: Docket, today: date) -> dict[str, str]:
    """全部事实, whatever stage the case has reached."""
    facts = _of_case(docket) | _of_party(docket) | {"today": day(today), "rights": RIGHTS}
    report = docket.reports.last()
    if report is not None:
        facts |= _of_report(docket, report)
    decision = getattr(docket, "decision", None)
    if decision is not None:
        facts |= _of_decision(docket, decision) | _of_money(docket, decision, today)
    return facts | _of_transfer(docket) | _of_closing(docket)


def day(when: date | None) -> str:
    """几年几月几日; empty for none."""
    return f"{when.year} 年 {when.month} 月 {when.day} 日" if when else ""


def moment(at: datetime | None) -> str:
    """写到分."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{day(local.date())} {local.hour} 时 {local.minute} 分"


def officer(who: Account) -> str:
    """姓名和执法证号."""
    return f"{who.name}（执法证号 {who.certificate_number or '＿＿＿'}）"


def _of_case(docket: Docket) -> dict[str, str]:
    case, clue = docket.case, docket.case.clue
    proposal = clue.proposals.filter(approved=True).last()
    correction = clue.corrections.last()
    due = decide_deadline(docket).due_on
    return {
        "office": county().bureau,
        "case_number": case.number,
        "case_title": f"{case.party}涉嫌{case.cause}案",
        "cause": case.cause,
        "officers": "、".join(map(officer, (case.first_officer, case.second_officer))),
        "filed_on": day(case.filed_on),
        "filed_by": case.filed_by.name,
        "filing_reason": proposal.reason if proposal else clue.decision_reason,
        "clue_number": clue.number,
        "clue_source": clue.get_source_display(),
        "clue_received": moment(clue.received_at),
        "clue_detail": "\n".join(part for part in (clue.title, clue.detail, clue.quote) if part),
        "correction_demand": correction.demand if correction else "",
        "correction_due": day(correction.due_on) if correction else "",
        "decide_due": f"{day(case.filed_on)}立案，{day(due) or '暂停中'}期满",
        "measures": "\n".join(_measure_words(docket)),
        "exhibits": "\n".join(_exhibits(docket)),
    }


def _measure_words(docket: Docket) -> list[str]:
    return [
        f"{one.number} {one.get_kind_display()}：{one.items}"
        f"（{moment(one.started_at)}{f'，{day(one.ended_on)}了结' if one.ended_on else ''}）"
        for one in docket.measures.all()
        if one.started_at
    ]


def _exhibits(docket: Docket) -> list[str]:
    found = Exhibit.objects.filter(subject=label(docket.case.clue)).order_by("pk")
    return [f"{one.number} {one.title}" for one in found]


def _of_party(docket: Docket) -> dict[str, str]:
    case = docket.case
    is_person = docket.party_kind == PartyKind.PERSON
    told = (
        (case.party, ""),
        (docket.party_code, "证件号码" if is_person else "统一社会信用代码"),
        ("" if is_person else docket.party_person, "法定代表人（负责人、经营者）"),
        (docket.party_address, "住址" if is_person else "住所"),
        (docket.party_phone, "电话"),
    )
    return {
        "party": case.party,
        "party_code": docket.party_code,
        "party_person": docket.party_person,
        "party_address": docket.party_address,
        "party_phone": docket.party_phone,
        "party_all": "；".join(f"{name} {words}".strip() for words, name in told if words),
        "service_address": docket.service_address,
        "electronic_to": docket.electronic_to,
        "confirmed_on": day(docket.confirmed_on),
    }


def _of_report(docket: Docket, report: Report) -> dict[str, str]:
    ground = rows_of(EXEMPT, [report.ground])
    said = [f"{asked}：{words}" for asked, words in report.asked.items()]
    why = "\n".join([f"{row.title}（{row.basis}）" for row in ground] + said)
    lines = "；".join(sanction_words(report))
    handling = report.get_handling_display()
    review = report.reviews.last()
    hearing = getattr(report, "hearing", None)
    return {
        "report_course": report.course,
        "report_facts": report.facts,
        "report_proofs": report.proofs,
        "report_nature": report.nature,
        "report_basis": report.basis,
        "report_tier": report.get_tier_display(),
        "report_discretion": report.discretion,
        "report_ground": why,
        "report_proposal": f"{handling}：{lines}" if lines else handling,
        "proposed": lines,
        "hearing_right": "；".join(hearing_reasons_of(report, docket)),
        "review_kind": review.get_kind_display() if review else "",
        "review_received": day(review.received_on) if review else "",
        "review_opinion": review.opinion if review else "",
        "review_by": review.by.name if review and review.by else "",
        "review_at": moment(review.answered_at) if review else "",
        "hearing_asked": day(hearing.asked_on) if hearing else "",
        "hearing_on": day(hearing.held_on) if hearing else "",
        "hearing_place": hearing.place if hearing else "",
        "hearing_chair": hearing.chair.name if hearing and hearing.chair else "",
        "hearing_words": hearing.findings if hearing else "",
    }


def _of_decision(docket: Docket, decision: Decision) -> dict[str, str]:
    notice = docket.attempts.filter(what=Served.NOTICE).last()
    published = decision.outcome == CaseOutcome.PENALTY and not decision.only_warning
    words = "；".join(sanction_words(decision))
    return {
        "outcome": decision.get_outcome_display(),
        "decision_number": decision.number,
        "decision_both": f"{decision.number}，{day(decision.decided_on)}",
        "decision_reason": decision.reason,
        "decided_on": day(decision.decided_on),
        "decided_words": words or decision.get_outcome_display(),
        "adoption": decision.adoption,
        "discussed_on": day(decision.discussed_on),
        "discussion": decision.discussion,
        "notice_number": notice.number if notice else "",
        "notice_on": day(notified_on(docket)),
        "served_on": day(served_on(docket)),
        "money_due": "有" if decision.money else "",
        "to_be_published": "公示" if published else "",
    }


def _of_money(docket: Docket, decision: Decision, today: date) -> dict[str, str]:
    owed = account_of(docket, today)
    left = [f"{MONEY_TITLES[kind]} {yuan(owed.left[kind])} 元" for kind in Money if owed.left[kind]]
    paid = [
        f"{day(one.on)}缴{one.get_kind_display()} {yuan(one.amount)} 元（票据 {one.receipt}）"
        for one in docket.payments.all()
    ]
    asked = docket.approvals.filter(matter=Matter.ENFORCE).last()
    deferred = docket.approvals.filter(matter=Matter.DEFER, approved=True).last()
    parts = deferred.instalments.all() if deferred else []
    told = [f"决定书 {day(served_on(docket))}送达", f"催告书 {day(urged_on(docket))}送达"]
    return {
        "owed": "；".join(left) or "没有",
        "paid_words": "\n".join(paid) or "没有要缴的，或者没有缴",
        "instalments": "\n".join(f"{day(one.due_on)}以前缴 {yuan(one.amount)} 元" for one in parts),
        "enforcement_court": asked.reason if asked else "",
        "enforcement_reason": "法定期限内没有申请复议、提起诉讼，经催告仍不履行（第七十六条）",
        "service_words": "；".join(told),
    }


def _of_transfer(docket: Docket) -> dict[str, str]:
    transfer = getattr(docket, "transfer", None)
    if transfer is None:
        return {}
    return {"police_to": transfer.sent_to, "police_suspicion": transfer.suspicion}


def _of_closing(docket: Docket) -> dict[str, str]:
    grounds = rows_of(CLOSINGS, [docket.closing_ground])
    answered = docket.approvals.filter(matter=Matter.CLOSE, approved=True).last()
    said = f"同意结案。{answered.answer}" if answered else ""
    ended = f"{day(docket.closed_on)}结案" if docket.closed_on else "没有结案"
    by = answered.answered_by.name if answered and answered.answered_by else ""
    return {
        "closing_ground": "；".join(f"{row.title}（{row.basis}）" for row in grounds),
        "performed_on": day(docket.performed_on),
        "closing_answer": f"{said} {by}".strip(),
        "closed_on": day(docket.closed_on),
        "filed_and_closed": f"{day(docket.case.filed_on)}立案；{ended}",
        "outcome": docket.get_outcome_display(),
    }
