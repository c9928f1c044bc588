"""复核一条命中: the page's words with their marks, each rule's law, the shop's past."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, visible
from wangshi.cases.models import Clue
from wangshi.engine.codes import CodeRow
from wangshi.engine.screening import Rule
from wangshi.engine.violations import ViolationNotInForce, ViolationUnknown, penalty_text
from wangshi.monitoring.models import Hit, HitState, SeenAgain, Sighting
from wangshi.monitoring.workflow import ABSOLUTE_FAMILY
from wangshi.registry.models import Shop
from wangshi.registry.selectors import Suggestion, suggest_operators
from wangshi.shared.lawshelf.selectors import violations
from wangshi.shared.pages import Span, TimelineEvent

from .codes import absolute_exemptions, reason_title
from .rule_accuracy import RuleRecord, rule_records
from .rules import is_standing, rules_by_id

MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
MOST_AGAIN = 5
MOST_CLUES = 5
HERE, BESIDE, TURNED_DOWN = 1, 2, 3


@dataclass(frozen=True)
class HitPanel:
    """一条命中的说明: what it says, what it rests on, how often its rule was right."""

    hit: Hit
    mark: str
    here: bool
    words: str
    penalty: str
    record: RuleRecord | None
    exemptions: tuple[CodeRow, ...]
    ground: str
    is_old_law: bool


@dataclass(frozen=True)
class Review:
    """复核页要的全部."""

    hit: Hit
    sighting: Sighting
    shop: Shop
    panels: tuple[HitPanel, ...]
    spans: tuple[Span, ...]
    again: tuple[SeenAgain, ...]
    again_count: int
    past: tuple[TimelineEvent, ...]
    alike: tuple[Clue, ...]
    suggestions: tuple[Suggestion, ...]


def review_rows() -> tuple[str, ...]:
    """What a hit on the page is read with."""
    return (
        "sighting__listing", "sighting__sweep", "shop__platform", "shop__operator", "town",
        "judged_by", "clue", "follows__clue",
    )  # fmt: skip


def review(hit: Hit, *, by: Account, on: date) -> Review:
    """复核一条: the same number of queries whatever the page says."""
    hits = _hits_of(hit)
    panels = tuple(_panels(hits, hit, on))
    again = list(
        SeenAgain.objects.filter(hit=hit).select_related("sighting").order_by("-sighting__seen_at")
    )
    return Review(
        hit=hit,
        sighting=hit.sighting,
        shop=hit.shop,
        panels=panels,
        spans=tuple(_spans(panels)),
        again=tuple(again[:MOST_AGAIN]),
        again_count=len(again),
        past=tuple(_past(hit, by)),
        alike=alike_clues(hit.shop, {hit.violation}, by),
        suggestions=_suggestions(hit.shop, by),
    )


def _suggestions(shop: Shop, by: Account) -> tuple[Suggestion, ...]:
    """谁开的店: only while nobody has said it."""
    if shop.operator_id is not None or not may(by, Permission.VIEW_OPERATOR):
        return ()
    return suggest_operators(shop, by)


def _hits_of(hit: Hit) -> list[Hit]:
    """All hits of the sighting, this one first."""
    beside = Hit.objects.filter(sighting=hit.sighting_id).exclude(pk=hit.pk)
    return [hit, *beside.select_related("judged_by", "clue").order_by("-harm", "pk")]


def _panels(hits: Sequence[Hit], here: Hit, on: date) -> Iterable[HitPanel]:
    records = rule_records({hit.rule for hit in hits})
    for number, hit in enumerate(hits):
        rule = rules_by_id().get(hit.rule)
        yield HitPanel(
            hit=hit,
            mark=MARKS[number] if number < len(MARKS) else f"({number + 1})",
            here=hit.pk == here.pk,
            words=_words(hit, rule),
            penalty=penalty_of(hit.violation, on),
            record=records.get(hit.rule),
            exemptions=absolute_exemptions(on) if hit.family == ABSOLUTE_FAMILY else (),
            ground=reason_title(hit.ground) if hit.ground else "",
            is_old_law=not is_standing(hit.law_fingerprint),
        )


def _words(hit: Hit, rule: Rule | None) -> str:
    """The law's own words, while the rule still rests on the article the hit was made under."""
    return rule.words if rule is not None and rule.citation == hit.article else ""


def penalty_of(code: str, on: date) -> str:
    """罚则: empty for a violation the law folder does not know that day."""
    try:
        return penalty_text(violations().get(code, on), on)
    except (ViolationUnknown, ViolationNotInForce):
        return ""


def _spans(panels: Iterable[HitPanel]) -> Iterable[Span]:
    for panel in panels:
        kind = HERE if panel.here else BESIDE
        if panel.hit.state == HitState.DISMISSED and not panel.here:
            kind = TURNED_DOWN
        for start, end in panel.hit.spans:
            yield Span(start, end, kind, f"#h{panel.hit.pk}", panel.mark)


def alike_clues(shop: Shop, codes: Iterable[str], by: Account) -> tuple[Clue, ...]:
    """同店同一违法行为的在办线索: maybe the same matter."""
    clues = Clue.objects.filter(shop=shop, violation__in=list(codes), decided_on=None)
    return tuple(visible(clues, by, Permission.VIEW_CLUE).order_by("-pk")[:MOST_CLUES])


def _past(hit: Hit, by: Account) -> Iterable[TimelineEvent]:
    """这家店以前: its clues, the newest first, and what was judged of its other listings."""
    clues = visible(Clue.objects.filter(shop=hit.shop), by, Permission.VIEW_CLUE)
    for clue in clues.order_by("-found_on", "-pk")[:MOST_CLUES]:
        state = "now" if clue.decided_on is None else ""
        words = f"{clue.get_state_display()}。{clue.decision_reason}"
        yield TimelineEvent(
            clue.found_on, f"线索 {clue.number}", words, state, reverse("clue", args=[clue.pk])
        )
    others = Hit.objects.filter(shop=hit.shop).exclude(pk=hit.pk)
    counts = others.aggregate(
        confirmed=Count("pk", filter=Q(state=HitState.CONFIRMED)),
        dismissed=Count("pk", filter=Q(state=HitState.DISMISSED)),
        pending=Count("pk", filter=Q(state=HitState.PENDING)),
    )
    if any(counts.values()):
        words = "确认 {confirmed} 条，排除 {dismissed} 条，待复核 {pending} 条。".format(**counts)
        href = f"{reverse('hits')}?shop={hit.shop_id}&state=all"
        yield TimelineEvent(None, "别的命中", words, "", href)
