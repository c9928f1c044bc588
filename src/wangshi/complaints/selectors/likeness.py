"""像不像: the facts of art. 17, near-duplicates, the same reporter; nothing is decided here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import Q, QuerySet

from wangshi.complaints.codes import FACTORS, table
from wangshi.complaints.models import Complaint, Identity, ViolationReport

WINDOWS: Final = (30, 90, 365)
MOST_LIKE: Final = 5
LOOKED_AT: Final = 300
LIKE_SINCE: Final = timedelta(days=180)
LIKE_ENOUGH: Final = 0.45


@dataclass(frozen=True)
class Pattern:
    """一条事实: what was counted, and in which of the windows how often."""

    title: str
    counts: tuple[tuple[int, int], ...]
    article: str
    words: str

    @property
    def said(self) -> str:
        """近 30 日 2 次，近 90 日 3 次…."""
        return "，".join(f"近 {days} 日 {count} 次" for days, count in self.counts)


@dataclass(frozen=True)
class Like:
    """可能是同一件: and why."""

    complaint: Complaint
    why: str


def patterns(complaint: Complaint) -> tuple[Pattern, ...]:
    """第十七条的事实: only those that were found; they refuse nothing by themselves."""
    return tuple(_patterns(complaint))


def similar_complaints(complaint: Complaint) -> tuple[Like, ...]:
    """可能重复的: the same order, the same person against the same firm, or nearly the same words.

    Only complaints of the same half-year against the same name are read.
    """
    since = complaint.letter.received_on - LIKE_SINCE
    same_name = Q(respondent_name=complaint.respondent_name, letter__received_on__gte=since)
    if complaint.order_number:
        same_name |= Q(order_number=complaint.order_number)
    found = (
        Complaint.objects.filter(same_name)
        .exclude(pk=complaint.pk)
        .select_related("letter", "letter__identity")
        .order_by("-pk")[:LOOKED_AT]
    )
    likes = ((one, _why(complaint, one)) for one in found)
    return tuple(Like(one, why) for one, why in likes if why)[:MOST_LIKE]


def same_reporter(first: ViolationReport, second: ViolationReport) -> bool:
    """同一个举报人: by the keyed digests; an anonymous report is nobody's second one."""
    marks = Identity.objects.filter(letter__in=(first.letter_id, second.letter_id))
    known = [one.person_mark for one in marks if one.person_mark]
    return len(known) > 1 and len(set(known)) == 1


def earlier_reports(report: ViolationReport) -> QuerySet[ViolationReport]:
    """同一人以前的举报: of the same respondent, the newest first."""
    mark = Identity.objects.filter(letter=report.letter_id).exclude(person_mark="")
    same = ViolationReport.objects.filter(
        letter__identity__person_mark__in=mark.values("person_mark"),
        respondent_name=report.respondent_name,
    )
    return same.exclude(pk=report.pk).select_related("clue", "letter").order_by("-pk")


def _patterns(complaint: Complaint) -> Iterator[Pattern]:
    identity = Identity.objects.filter(letter=complaint.letter_id).first()
    others = Complaint.objects.exclude(pk=complaint.pk)
    if identity is None:
        return
    person = Q(letter__identity__person_mark=identity.person_mark)
    if identity.person_mark:
        against = others.filter(person, respondent_name=complaint.respondent_name)
        yield from _counted(complaint, against, "同一人投诉同一商家", "F17_2")
        goods = others.filter(person, goods=complaint.goods)
        yield from _counted(complaint, goods, "同一人投诉同一种商品", "F17_1")
    for name, mark in (("电话", "phone_mark"), ("地址", "address_mark")):
        value = getattr(identity, mark)
        if value:
            shared = others.filter(**{f"letter__identity__{mark}": value}).exclude(person)
            yield from _counted(complaint, shared, f"别的投诉人用同一{name}", "F17_4")


def _counted(
    complaint: Complaint, rows: QuerySet[Complaint], title: str, code: str
) -> Iterator[Pattern]:
    until = complaint.letter.received_on
    days = list(
        rows.filter(
            letter__received_on__gte=until - timedelta(days=WINDOWS[-1]),
            letter__received_on__lte=until,
        ).values_list("letter__received_on", flat=True)
    )
    if days:
        row = table(FACTORS).row(code, until)
        counts = tuple(
            (window, sum(day >= until - timedelta(days=window) for day in days))
            for window in WINDOWS
        )
        yield Pattern(title, counts, row.basis, row.words)


def _why(one: Complaint, other: Complaint) -> str:
    if one.order_number and one.order_number == other.order_number:
        return "订单号一样"
    if one.respondent_name != other.respondent_name:
        return ""
    mine = getattr(one.letter, "identity", None)
    theirs = getattr(other.letter, "identity", None)
    if mine and theirs and mine.person_mark and mine.person_mark == theirs.person_mark:
        return "同一人、同一商家"
    return "写的内容很像" if _likeness(one.text, other.text) >= LIKE_ENOUGH else ""


def _likeness(first: str, second: str) -> float:
    """两段话有多像: the share of pairs of characters they have in common."""
    pairs = [{text[at : at + 2] for at in range(len(text) - 1)} for text in (first, second)]
    whole = pairs[0] | pairs[1]
    return len(pairs[0] & pairs[1]) / len(whole) if whole else 0.0
