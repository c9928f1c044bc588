"""一件投诉的页: whose turn, what is lawful now, what is to be seen before deciding."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may
from wangshi.complaints.clocks import Clock, complaint_clocks, first_stop_due, limit_of
from wangshi.complaints.models import (
    Complaint,
    ComplaintStep,
    Entrustment,
    Identity,
    Proof,
    ViolationReport,
)
from wangshi.complaints.workflow import (
    COMPLAINT_STEPS,
    OPEN,
    SAY_AFTER_STEP,
    WANT_TITLES,
    Asked,
    ComplaintState,
    Want,
)
from wangshi.shared.models import Attachment
from wangshi.shared.pages import Hand, StepRow, TimelineEvent
from wangshi.shared.services import label

from .jurisdiction import Competence, competence
from .likeness import Like, Pattern, patterns, similar_complaints
from .rights import Right, rights_of
from .triaging import Category, category_of

S = ComplaintState
# Title of the step, its button, its words; in the order they stand on the page.
DESK_STEPS: Final = {
    "split": ("来件里还有举报", "拆成两件", "投诉走调解，举报走核查，两套程序分别办。"),
    "place": ("查清对象和地点", "填地点", "平台公示的地址、实际经营地、平台住所地各是哪个县。"),
    "number": ("登记到全国 12315 平台", "填 12315 编号", "登记以后把编号抄回来。"),
    "refer": ("请维权服务站先答复", "请服务站答复", "约定的时限内答复；受理的期限照走。"),
    "answer": ("服务站答复了", "记服务站答复", "消费者认可的，撤回投诉，不用再受理。"),
    "accept": ("受理", "受理这件投诉", "受理以后 60 日内调解。"),
    "refuse": ("不予受理", "不予受理", "七项理由选一项，写明事实，告知别的五种办法。"),
    "return": ("不是本局的，退回分送的机构", "退回统一接收机构", "分送来的不能自己移送。"),
}
MEDIATION_STEPS: Final = {
    "mediate": ("双方同意调解", "开始调解", "写明双方怎么同意的，谁来调解。"),
    "prove": ("要求举证", "列举证清单", "哪一项谁举证，照法条算好，定一个日子。"),
    "meet": ("安排现场调解", "安排现场调解", "时间、地点、人员提前告知双方。"),
    "pause": ("要鉴定、检测", "记送检", "鉴定、检测的时间不算在 60 日里。"),
    "resume": ("鉴定、检测出来了", "记检测结果", "从第二天起接着算。"),
    "entrust": ("双方同意请调解组织来调", "委托调解", "名册里选一个组织，写明双方怎么同意的。"),
    "back": ("受托的组织交回了", "记交回的结果", "谈成的写协议，没有谈成的接着调解。"),
    "recuse": ("申请回避", "记回避决定", "由单位里另一位决定。"),
    "agree": ("达成协议", "写调解协议", "写清谁、什么时候、做什么。"),
    "end": ("终止调解", "终止调解", "八种情形选一种。"),
    "tell": ("告知双方", "记告知", "7 个工作日内，连同别的办法。"),
    "found": ("发现违法线索", "转为线索", "调解不免除别的责任。"),
    "note": ("记一笔", "记一笔", "电话、来访、谁说了什么。"),
}
MAIN: Final = {S.RECEIVED: "accept", S.ACCEPTED: "mediate", S.MEDIATING: "agree", S.ENDED: "tell"}
GOOD: Final = frozenset({"agree", "withdraw"})
BAD: Final = frozenset({"refuse", "end", "not-shown"})


@dataclass(frozen=True)
class ComplaintStory:
    """一件投诉的全部."""

    clocks: tuple[Clock, ...]
    hands: tuple[Hand, ...]
    next_steps: tuple[StepRow, ...]
    events: tuple[TimelineEvent, ...]
    competence: Competence
    patterns: tuple[Pattern, ...]
    similar: tuple[Like, ...]
    linked: tuple[tuple[Complaint, str], ...]
    proofs: tuple[Proof, ...]
    files: tuple[Attachment, ...]
    report: ViolationReport | None
    has_identity: bool
    version: int
    mixed: bool
    too_old: date | None
    said_after: bool
    wants: str
    rights: tuple[Right, ...]
    station_due: datetime | None
    category: Category
    entrustments: tuple[Entrustment, ...]


def complaint_story(complaint: Complaint, account: Account, today: date) -> ComplaintStory:
    """一页的内容, in a fixed number of questions to the database."""
    steps = list(complaint.steps.select_related("by"))
    report = ViolationReport.objects.filter(letter=complaint.letter_id).first()
    limit = limit_of(complaint.knew_on, complaint.letter.received_on)
    mixed = complaint.letter.asked == Asked.BOTH and report is None
    return ComplaintStory(
        clocks=complaint_clocks(complaint, today),
        hands=tuple(_hands(complaint)),
        next_steps=tuple(_next_steps(complaint, account, mixed=mixed, split=report is not None)),
        events=tuple(_event(step) for step in reversed(steps)),
        competence=competence(complaint),
        patterns=patterns(complaint),
        similar=similar_complaints(complaint),
        linked=_linked(complaint),
        proofs=tuple(complaint.proofs.all()),
        files=files_of(complaint),
        report=report,
        has_identity=Identity.objects.filter(letter=complaint.letter_id).exists(),
        version=len(steps),
        mixed=mixed,
        too_old=limit if limit and limit < complaint.letter.received_on else None,
        said_after=bool(steps) and steps[-1].name == SAY_AFTER_STEP,
        wants=want_words(complaint),
        rights=rights_of(complaint),
        station_due=_station_due(complaint),
        category=category_of(complaint),
        entrustments=tuple(complaint.entrustments.select_related("body", "mediator")),
    )


def _station_due(complaint: Complaint) -> datetime | None:
    referral = getattr(complaint, "referral", None)
    return first_stop_due(referral) if referral and referral.answered_at is None else None


def files_of(matter: Complaint | ViolationReport) -> tuple[Attachment, ...]:
    """附件: what came with the letter, and after it."""
    return tuple(Attachment.objects.filter(owner=label(matter.letter)))


def want_words(complaint: Complaint) -> str:
    """想让商家怎么做."""
    return "、".join(WANT_TITLES[Want(each)] for each in complaint.wants)


def _next_steps(
    complaint: Complaint, account: Account, *, mixed: bool, split: bool
) -> Iterator[StepRow]:
    state = S(complaint.state)
    main = "split" if mixed else MAIN.get(state, "")
    asked = (
        (DESK_STEPS, Permission.TAKE_COMPLAINT),
        (MEDIATION_STEPS, Permission.MEDIATE_COMPLAINT),
    )
    for steps, right in asked:
        if not may(account, right, complaint):
            continue
        for name, words in steps.items():
            if state in COMPLAINT_STEPS[name].sources and _fits(complaint, name, split=split):
                yield _row(complaint, name, words, main=name == main)


def _is_paused(complaint: Complaint) -> bool:
    return any(one.last_on is None for one in complaint.pauses.all())


def _is_entrusted(complaint: Complaint) -> bool:
    return any(one.returned_on is None for one in complaint.entrustments.all())


def _awaits_the_station(complaint: Complaint) -> bool:
    referral = getattr(complaint, "referral", None)
    return referral is not None and referral.answered_at is None


# 用得上的时候: a step that would only be refused is not offered.
FITS: Final[Mapping[str, Callable[[Complaint], bool]]] = {
    "number": lambda one: not one.external_number,
    "refer": lambda one: getattr(one, "referral", None) is None,
    "answer": _awaits_the_station,
    "return": lambda one: bool(one.external_number),
    "prove": lambda one: not one.proofs.exists(),
    "pause": lambda one: not _is_paused(one),
    "resume": _is_paused,
    "found": lambda one: one.clue_id is None,
    "entrust": lambda one: not _is_entrusted(one),
    "back": _is_entrusted,
    "agree": lambda one: not _is_entrusted(one),
}


def _fits(complaint: Complaint, name: str, *, split: bool) -> bool:
    if name == "split":
        return not split
    return name not in FITS or FITS[name](complaint)


def _row(complaint: Complaint, name: str, words: tuple[str, str, str], *, main: bool) -> StepRow:
    title, button, why = words
    return StepRow(
        title=title,
        button=button,
        href=reverse(f"complaint-{name}", args=[complaint.pk]),
        article=COMPLAINT_STEPS[name].article,
        words=why,
        main=main,
    )


def _hands(complaint: Complaint) -> Iterator[Hand]:
    state = S(complaint.state)
    yield Hand("收到", complaint.letter.get_asked_display().split("：")[0], here=False)
    yield Hand("受理", "12315 专席", here=state is S.RECEIVED)
    unit = complaint.department.short_name if complaint.department else "承办单位"
    who = complaint.mediator.name if complaint.mediator else unit
    yield Hand("调解", who, here=state in (S.ACCEPTED, S.MEDIATING, S.ENDED))
    ended = "" if state in OPEN else complaint.get_state_display()
    yield Hand("办结", ended or "双方", here=state not in OPEN)


def _event(step: ComplaintStep) -> TimelineEvent:
    who = step.by.name if step.by else "投诉人"
    face = "good" if step.name in GOOD else "bad" if step.name in BAD else ""
    words = f"{who}：{step.words}" if step.words else who
    return TimelineEvent(timezone.localtime(step.at), step.get_name_display(), words, face)


def _linked(complaint: Complaint) -> tuple[tuple[Complaint, str], ...]:
    there = ((one.other, one.words) for one in complaint.links.select_related("other"))
    back = ((one.complaint, one.words) for one in complaint.linked_from.select_related("complaint"))
    return (*there, *back)
