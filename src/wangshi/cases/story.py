"""一条线索的来龙去脉: what its page shows, put into the shapes of the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import visible
from wangshi.engine.clocks import ClockState
from wangshi.engine.violations import Violation
from wangshi.shared.models import Attachment
from wangshi.shared.pages import Fact, Hand, StepRow, TimelineEvent
from wangshi.shared.services import label

from .clocks import ClueClock, clocks_of
from .endings import ending_title
from .models import Clue, ClueStep, Correction, OwnerAnswer
from .nextsteps import NextStep, next_steps
from .offences import penalties, suspected
from .selectors import Standing, similar, standings
from .workflow import ClueState, step_title

GOOD = {"accept", "extend", "approve", "decide", "reply", "resume", "answer_letter"}
BAD = {"return", "refuse_extension", "send_back", "dispute", "supervise", "work_again"}
STEP_PHOTOS = {"evidence": "证据照片", "recheck": "复看的照片"}


@dataclass(frozen=True)
class Picture:
    """一张照片: where it is, what it was added to, who added it."""

    href: str
    name: str
    sha256: str
    title: str
    words: str


@dataclass(frozen=True)
class CorrectionStory:
    """一次改正要求: how it stands, and what was said and seen."""

    word: str
    tone: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class ClueStory:
    """线索页的全部内容."""

    clue: Clue
    standing: Standing
    clock: ClueClock
    clocks: tuple[ClueClock, ...]
    version: int
    hands: tuple[Hand, ...]
    steps: tuple[StepRow, ...]
    events: tuple[TimelineEvent, ...]
    facts: tuple[Fact, ...]
    ending: tuple[Fact, ...]
    corrections: tuple[CorrectionStory, ...]
    pictures: tuple[Picture, ...]
    violation: Violation | None
    penalties: str
    similar: tuple[Clue, ...]


def tell(clue: Clue, account: Account, today: date) -> ClueStory:
    """线索页: asked for once, in a fixed number of queries."""
    standing = standings(Clue.objects.filter(pk=clue.pk))[0]
    clocks = clocks_of(standing.facts, today)
    taken = list(clue.steps.select_related("by", "department").order_by("id"))
    violation = suspected(clue.violation, clue.found_on)
    steps = next_steps(clue, standing, account, today)
    alike = visible(similar(clue), account, Permission.VIEW_CLUE)
    return ClueStory(
        clue=clue,
        standing=standing,
        clock=main_clock(clocks),
        clocks=clocks,
        version=len(taken),
        hands=tuple(_hands(clue, standing, taken, clocks)),
        steps=tuple(_step_rows(clue, steps)),
        events=tuple(_events(taken, clocks)),
        facts=tuple(_facts(clue)),
        ending=tuple(_ending(clue, account)),
        corrections=tuple(_corrections(clue)),
        pictures=tuple(_pictures(clue, taken)),
        violation=violation,
        penalties=penalties(violation, clue.found_on) if violation else "",
        similar=tuple(alike[:5]),
    )


def correction_word(one: Correction) -> tuple[str, str]:
    """改正到了哪一步, and the colour of its tag."""
    if one.fixed is not None:
        return ("已改好", "good") if one.fixed else ("没改好", "late")
    if one.set_aside_at:
        return "已撤回", "rest"
    if any(said.fixed for said in one.answers.all()):
        return "等复看", "blue"
    return "要改", "soon"


def main_clock(clocks: tuple[ClueClock, ...]) -> ClueClock:
    """页头的期限: the running one due first; without any, how the check ended."""
    running = [clock for clock in clocks if clock.state is not ClockState.DONE]
    return min(running, key=lambda clock: clock.due_on or date.max, default=clocks[-1])


def _step_rows(clue: Clue, steps: tuple[NextStep, ...]) -> Iterator[StepRow]:
    first = next((step for step in steps if not step.missing), None)
    for step in steps:
        yield StepRow(
            title=step.title,
            button=step.button,
            href="" if step.missing else reverse(f"clue-{step.slug}", args=[clue.pk]),
            article=step.basis,
            words=step.words,
            missing=step.missing,
            main=step is first,
        )


def _hands(
    clue: Clue, standing: Standing, taken: list[ClueStep], clocks: tuple[ClueClock, ...]
) -> Iterator[Hand]:
    state = standing.state
    found = timezone.localtime(clue.received_at)
    yield Hand(f"登记 · {found:%m-%d}", clue.reported_by.name, clue.get_source_display())
    assigned = next((step for step in reversed(taken) if step.name == "assign"), None)
    here = state is ClueState.REPORTED
    dispatcher = assigned.by.name if assigned and not here else "等分派员"
    yield Hand("分派", dispatcher, "" if here else "已分派", here=here)
    office = clue.department.short_name if clue.department else ""
    asked = standing.proposal is not None or standing.extension is not None
    checking = state in (ClueState.ASSIGNED, ClueState.CHECKING) and standing.proposal is None
    due = next((clock.due_on for clock in clocks if clock.key == "check"), None)
    until = (
        f" · 到 {due:%m-%d}" if due and state in (ClueState.ASSIGNED, ClueState.CHECKING) else ""
    )
    yield Hand(f"核查{until}", _checker(clue), office, here=checking)
    approves = standing.proposal is not None
    decider = clue.decided_by.name if clue.decided_by else ("等负责人" if asked else "还没到")
    yield Hand("决定", decider, clue.get_outcome_display(), here=approves)
    replied = clue.replied_by.name if clue.replied_by else "还没到"
    yield Hand("答复", replied, "发现人可以提异议", here=state is ClueState.DECIDED)
    if standing.facts.recheck_from is not None:
        waits = next(clock for clock in clocks if clock.key == "recheck")
        last = f" · 到 {waits.due_on:%m-%d}" if waits.due_on else ""
        yield Hand(f"复看{last}", _checker(clue), "改好没有", here=state is ClueState.CLOSED)
    if state is ClueState.DISPUTED:
        yield Hand("复核异议", "等复核人", "不得与决定人、核查人相同", here=True)


def _checker(clue: Clue) -> str:
    if clue.handler:
        return clue.handler.name
    return "等接收" if clue.department else "还没到"


def _events(taken: list[ClueStep], clocks: tuple[ClueClock, ...]) -> Iterator[TimelineEvent]:
    for clock in clocks:
        if clock.due_on and clock.state not in (ClockState.DONE, ClockState.LATE):
            yield TimelineEvent(clock.due_on, f"{clock.title}期满", state="next")
    for step in reversed(taken):
        yield TimelineEvent(
            when=timezone.localtime(step.at),
            title=f"{step.by.name}{_did(step)}",
            words=step.reason,
            state="now" if step is taken[-1] else _tone(step.name),
        )


def _did(step: ClueStep) -> str:
    to = f"：{step.department.short_name}" if step.department and step.name == "assign" else ""
    return f"{step_title(step.name)}{to}"


def _tone(name: str) -> str:
    if name in BAD:
        return "bad"
    return "good" if name in GOOD else ""


def _facts(clue: Clue) -> Iterator[Fact]:
    yield Fact("编号", clue.number)
    yield Fact("来源", clue.get_source_display())
    if clue.external_number:
        yield Fact("原编号", clue.external_number)
    if clue.came_from:
        yield Fact("从哪条移来", clue.came_from.number, reverse("clue", args=[clue.came_from.pk]))
    yield Fact("发现（收到）", f"{clue.found_on:%Y-%m-%d}")
    yield Fact("店名或账号", _shop(clue))
    if clue.page_url:
        yield Fact("网址", clue.page_url)
    yield Fact("地点", _place(clue) or None)
    yield Fact("危害", clue.harm_reason or None)
    for letter in clue.letters.all():
        yield Fact("督办单", letter.number, reverse("clue-letter", args=[clue.pk]))


def _ending(clue: Clue, account: Account) -> Iterator[Fact]:
    if not clue.outcome:
        return
    yield Fact("结果", clue.get_outcome_display())
    yield Fact("理由", ending_title(clue.ground))
    yield Fact("写明", clue.decision_reason)
    yield Fact("谁决定的", _decided(clue))
    if clue.duplicate_of:
        yield Fact("和哪条重复", clue.duplicate_of.number, _link(clue.duplicate_of, account))
    if clue.transferred_to or clue.transferred_out:
        to = clue.transferred_to.name if clue.transferred_to else clue.transferred_out
        yield Fact("移送给", to)
    case: Any = getattr(clue, "case", None)
    if case is not None:
        yield Fact("案号", case.number)
        yield Fact("办案人员", f"{case.first_officer.name}、{case.second_officer.name}")
    if clue.reply:
        yield Fact("答复", clue.reply)


def _decided(clue: Clue) -> str:
    who = clue.decided_by.name if clue.decided_by else ""
    return f"{who}，{clue.decided_on:%Y-%m-%d}" if clue.decided_on else who


def _link(clue: Clue, account: Account) -> str:
    seen = visible(Clue.objects.filter(pk=clue.pk), account, Permission.VIEW_CLUE).exists()
    return reverse("clue", args=[clue.pk]) if seen else ""


def _shop(clue: Clue) -> str | None:
    return clue.shop.name if clue.shop else (clue.suspect_name or None)


def _place(clue: Clue) -> str:
    """A grid's own name begins with its town."""
    town = _town(clue)
    return clue.place if town and clue.place.startswith(town) else f"{town}{clue.place}"


def _town(clue: Clue) -> str:
    return clue.town.name if clue.town else ""


def _corrections(clue: Clue) -> Iterator[CorrectionStory]:
    """改正要求, the newest first."""
    rows = clue.corrections.select_related("operator", "asked_by", "rechecked_by")
    for one in rows.prefetch_related("answers__by").order_by("-pk"):
        word, tone = correction_word(one)
        yield CorrectionStory(word, tone, tuple(_correction_facts(one)))


def _correction_facts(one: Correction) -> Iterator[Fact]:
    yield Fact("要改什么", one.demand)
    yield Fact("改到哪天", f"{one.due_on:%Y-%m-%d}，{one.asked_by.name}要求")
    yield Fact("告诉了谁", one.operator.name if one.operator else "还没认主体：当面或者电话告诉")
    for said in one.answers.all():
        term = "店家说改好了" if said.fixed else "店家有不同意见"
        yield Fact(term, f"{said.words}（{said.by.name}，{timezone.localtime(said.at):%m-%d}）")
    if one.rechecked_by and one.rechecked_at:
        who = f"{one.rechecked_by.name}，{timezone.localtime(one.rechecked_at):%Y-%m-%d}"
        yield Fact("复看", f"{one.seen}（{who}）")


def _pictures(clue: Clue, taken: list[ClueStep]) -> Iterator[Picture]:
    kept = {label(clue): ("上报时的照片", "登记时附的，不是证据")}
    for step in taken:
        if step.name in STEP_PHOTOS:
            kept[label(step)] = STEP_PHOTOS[step.name], f"{step.by.name}：{step.reason}"
    for said in OwnerAnswer.objects.filter(correction__clue=clue).select_related("by"):
        kept[label(said)] = "店家交的照片", f"{said.by.name}：{said.words}"
    for file in Attachment.objects.filter(owner__in=kept):
        title, words = kept[file.owner]
        href = reverse("clue-photo", args=[clue.pk, file.pk])
        yield Picture(href, file.name, file.sha256, title, words)
