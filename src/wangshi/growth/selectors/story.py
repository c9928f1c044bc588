"""一个卖家的页: how far, what was asked and declared, what is prepared, what may come next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may
from wangshi.engine.exemptions import Advice, Answers, Outcome, advise
from wangshi.engine.exemptions import Seller as Who
from wangshi.engine.registration import RegistrationStep, registration_steps
from wangshi.growth.models import Declaration, Guidance, Preparation, Seller, SellerStep
from wangshi.growth.workflow import (
    HAND_OVER_STEP,
    MAIN_ROAD,
    ON_THE_ROAD,
    SEIZURE,
    SELLER_STEPS,
    STATE_TITLES,
    SellerState,
)
from wangshi.shared.pages import Hand, StepRow, TimelineEvent

from .food import FoodClock, food_starts_of
from .sellers import in_hand

GOOD: Final = (SellerState.LICENSED, SellerState.EXEMPT)
BAD: Final = (SellerState.REFUSED, SellerState.LOST)
# 走到这一站，办照的这几步自然办过了.
PASSED_BY: Final = {
    SellerState.REGISTERED: ("papers", "place", "apply"),
    SellerState.LICENSED: ("papers", "place", "apply", "licence"),
}
STEP_BUTTONS: Final = {
    "visit": ("联系本人", "记下联系经过", "电话、群里、上门都行；网格员只报，不上门查。"),
    "guide": ("问清要不要办执照", "问清要不要办", "三句话问清，当场给出结果和条文。"),
    "exempt": ("签自我声明", "收下自我声明", "打印声明，本人签字以后收下。"),
    "register": ("交登记申请", "记下交了申请", "在哪里交的，哪天交的。"),
    "license": ("领执照", "记下领了执照", "照执照填代码，归到经营主体。"),
    "refuse": ("对方不肯办", "记下不肯办", "写清怎么劝过，对方怎么说。"),
    "lose": ("怎么也联系不上", "记下联系不上", "写清怎么找过，几次。"),
}


@dataclass(frozen=True)
class StandingStep:
    """办照的一步: what it asks for, and how it stands."""

    step: RegistrationStep
    newest: Preparation | None
    is_done: bool


@dataclass(frozen=True)
class SellerStory:
    """一个卖家的全部."""

    hands: tuple[Hand, ...]
    guidance: Guidance | None
    advice: Advice | None
    declaration: Declaration | None
    preparing: tuple[StandingStep, ...]
    next_steps: tuple[StepRow, ...]
    events: tuple[TimelineEvent, ...]
    food: tuple[FoodClock, ...]

    @property
    def needs_licence(self) -> bool:
        """要办照: the guide to registering is shown."""
        return self.advice is not None and self.advice.outcome in (
            Outcome.REGISTER,
            Outcome.LICENCE,
        )


def seller_story(seller: Seller, account: Account, today: date) -> SellerStory:
    """一页的内容, in a fixed number of questions to the database."""
    guidance = seller.guidances.select_related("asked_by").order_by("pk").last()
    advice = latest_advice(guidance, today)
    steps = list(seller.steps.select_related("by").order_by("pk"))
    return SellerStory(
        hands=_hands(seller, steps),
        guidance=guidance,
        advice=advice,
        declaration=seller.declarations.filter(ended_on=None).select_related("taken_by").first(),
        preparing=_preparing(seller),
        next_steps=tuple(_next_steps(seller, guidance, account)),
        events=_events(steps),
        food=food_starts_of(seller, today),
    )


def latest_advice(guidance: Guidance | None, today: date) -> Advice | None:
    """最近一次问答在今天的法条下的结果."""
    if guidance is None:
        return None
    answers = Answers(Who(guidance.who), tuple(guidance.goods), guidance.turnover)
    return advise(answers, on=today)


def _preparing(seller: Seller) -> tuple[StandingStep, ...]:
    newest = {one.key: one for one in seller.preparations.select_related("by").order_by("pk")}
    passed = PASSED_BY.get(SellerState(seller.state), ())
    return tuple(
        StandingStep(step, one, step.key in passed or (one is not None and one.done))
        for step in registration_steps()
        for one in [newest.get(step.key)]
    )


def _hands(seller: Seller, steps: Sequence[SellerStep]) -> tuple[Hand, ...]:
    """The main road with the day each station was first reached; another end stands last."""
    state = SellerState(seller.state)
    reached: dict[str, str] = {}
    for step in steps:
        reached.setdefault(step.target, f"{timezone.localtime(step.at):%m-%d}")
    passed = [one for one in MAIN_ROAD if one.value in reached]
    stations = MAIN_ROAD if state in MAIN_ROAD else (*passed, state)
    return tuple(
        Hand(reached.get(one.value, ""), STATE_TITLES[one], here=one is state) for one in stations
    )


def _next_steps(seller: Seller, guidance: Guidance | None, account: Account) -> Iterator[StepRow]:
    if not may(account, Permission.GUIDE_SELLER, seller):
        return
    state, first = SellerState(seller.state), _first(seller, guidance)
    for name, step in SELLER_STEPS.items():
        if state not in step.sources:
            continue
        title, button, words = STEP_BUTTONS[name]
        yield StepRow(
            title=title,
            button=button,
            href=reverse(f"seller-{name}", args=[seller.pk]),
            article=step.article,
            words=words,
            missing=_missing(name, guidance),
            main=name == first,
        )
    if state is SellerState.REFUSED and not in_hand(seller):
        yield StepRow(
            title="转为线索",
            button="转为线索",
            href=reverse(f"seller-{HAND_OVER_STEP.replace('_', '-')}", args=[seller.pk]),
            article=SEIZURE,
            words="劝过的经过一起带去，由承办人依法核查。",
            main=True,
        )


def _missing(name: str, guidance: Guidance | None) -> str:
    outcome = guidance.outcome if guidance else ""
    if name == "exempt" and outcome != Outcome.EXEMPT:
        return "最近一次问下来不是“不用办”"
    if name == "register" and outcome == Outcome.EXEMPT:
        return "最近一次问下来是“不用办”；本人想办的，重新问一次也行"
    return ""


def _first(seller: Seller, guidance: Guidance | None) -> str:
    """下一步最该做的."""
    state = SellerState(seller.state)
    if state is SellerState.GUIDED and guidance is not None:
        return {Outcome.EXEMPT: "exempt", Outcome.UNDECIDED: "guide"}.get(
            Outcome(guidance.outcome), "register"
        )
    following = {
        SellerState.FOUND: "visit",
        SellerState.VISITED: "guide",
        SellerState.REGISTERED: "license",
        SellerState.LOST: "visit",
    }
    return following.get(state, "")


def _events(steps: Sequence[SellerStep]) -> tuple[TimelineEvent, ...]:
    return tuple(
        TimelineEvent(
            timezone.localtime(step.at),
            f"{step.get_name_display()}（{step.by.name}）",
            step.words,
            _tone(SellerState(step.target)),
        )
        for step in reversed(steps)
    )


def _tone(target: SellerState) -> str:
    if target in BAD:
        return "bad"
    return "good" if target in GOOD else "now" if target in ON_THE_ROAD[2:] else ""
