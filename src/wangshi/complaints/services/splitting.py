"""拆件、连件: a mixed letter becomes two matters; near-duplicates are linked, never deleted."""

from datetime import datetime

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.complaints.models import Complaint, ComplaintLink, ViolationReport
from wangshi.complaints.workflow import Asked, RoadRefused
from wangshi.engine.jurisdiction import Respondent
from wangshi.shared.services import record

from .filing import About, NewLetter, open_report
from .steps import require_words, take, tell, write_step


@transaction.atomic
def split_letter(
    complaint: Complaint,
    *,
    complaint_text: str,
    report_text: str,
    violation: str = "",
    by: Account,
    at: datetime,
    version: int | None = None,
) -> ViolationReport:
    """拆成两件: the report part is opened beside the complaint, from the same day (第九条)."""
    complaint, step = take(complaint, "split", Permission.TAKE_COMPLAINT, by=by, version=version)
    letter = complaint.letter
    if ViolationReport.objects.filter(letter=letter).exists():
        raise RoadRefused("已经拆过了：举报那一件在页面右边")
    complaint.text = require_words(complaint_text, "写投诉的部分：争议的事实和要求")
    text = require_words(report_text, "写举报的部分：商家做了什么违法的事")
    new = NewLetter(Asked.REPORT, text, about_of(complaint), "", violation=violation)
    report = open_report(letter, new, at=at)
    report.places, report.reachable = complaint.places, complaint.reachable
    report.save(update_fields=["places", "reachable"])
    write_step(complaint, step, by=by, at=at, words=f"举报部分另开 {report.number}")
    record(by, "complaint.split", complaint, report=report.pk)
    return report


@transaction.atomic
def link_complaints(
    complaint: Complaint,
    other: Complaint,
    *,
    words: str,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> ComplaintLink:
    """连起来: both stay; each page shows the other."""
    complaint, step = take(complaint, "link", Permission.TAKE_COMPLAINT, by=by, version=version)
    if other.pk == complaint.pk:
        raise RoadRefused("不能和自己连：写另一件的编号")
    words = require_words(words, "写一句：为什么是同一件，或者相关的一件")[:200]
    first, second = sorted((complaint, other), key=lambda one: one.pk)
    link, fresh = ComplaintLink.objects.get_or_create(
        complaint=first, other=second, defaults={"words": words, "by": by, "at": at}
    )
    if not fresh:
        raise RoadRefused("这两件已经连起来了")
    write_step(complaint, step, by=by, at=at, words=f"{other.number}：{words}")
    tell(other, "link", by=by, at=at, words=f"{complaint.number}：{words}", article=step.article)
    record(by, "complaint.linked", complaint, other=other)
    return link


def about_of(complaint: Complaint) -> About:
    """关于谁: the same respondent for the other half."""
    return About(
        name=complaint.respondent_name,
        kind=Respondent(complaint.respondent_kind),
        address=complaint.respondent_address,
        platform=complaint.platform_name,
        url=complaint.page_url,
        operator=complaint.operator,
        shop=complaint.shop,
    )
