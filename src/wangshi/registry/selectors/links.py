"""待核实的关联: what the software proposes, what officers said of it, one link with both sides."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import visible
from wangshi.engine.identifiers import mask_phone
from wangshi.engine.matching import (
    FIELD_TITLES,
    LEVELS,
    Field,
    Judged,
    Level,
    Model,
    Standing,
    Tone,
    add_reviews,
    standing_model,
)
from wangshi.registry.models import LinkState, ShopLink
from wangshi.registry.workflow import Mark

_MARKS = {
    Tone.AGREES: Mark.SAME,
    Tone.NEAR: Mark.NEAR,
    Tone.SILENT: Mark.ABSENT,
    Tone.DIFFERS: Mark.DIFFERENT,
}
_LOOKS = {Mark.SAME: "good", Mark.NEAR: "blue", Mark.ABSENT: "rest", Mark.DIFFERENT: "late"}
_CHANCES = (
    (0.99, "几乎一定"),
    (0.9, "很可能"),
    (0.6, "多半是"),
    (0.3, "说不准"),
    (0.0, "可能性小"),
)


@dataclass(frozen=True)
class EvidenceRow:
    """一项比较: both values as they were, how they compare, and what that weighs."""

    title: str
    shop_value: str
    operator_value: str
    words: str
    mark: str
    look: str


@dataclass(frozen=True)
class Neighbours:
    """在队列里的位置: how many wait, and the keys before and after."""

    total: int
    previous: int | None
    following: int | None


def open_proposals(by: Account) -> QuerySet[ShopLink]:
    """待核实的关联: the likeliest first, since they are settled quickest."""
    waiting = ShopLink.objects.filter(state=LinkState.PROPOSED)
    return visible(waiting, by, Permission.EDIT_OPERATOR).order_by("-probability", "pk")


def proposal_rows(by: Account) -> QuerySet[ShopLink]:
    """待核实的关联，带上页面要显示的."""
    return open_proposals(by).select_related("shop__platform", "shop__town", "operator")


def neighbours(link: ShopLink, by: Account) -> Neighbours:
    """前后各一条: found by key, however long the queue is."""
    waiting = open_proposals(by)
    odds = link.probability or 0.0
    before = Q(probability__gt=odds) | Q(probability=odds, pk__lt=link.pk)
    after = Q(probability__lt=odds) | Q(probability=odds, pk__gt=link.pk)
    keys = waiting.values_list("pk", flat=True)
    return Neighbours(
        total=waiting.count(),
        previous=keys.filter(before).order_by("probability", "-pk").first(),
        following=keys.filter(after).first(),
    )


def next_proposal(link: ShopLink, by: Account) -> int | None:
    """下一条待核实: after this one; at the end of the queue, from its beginning."""
    rest = open_proposals(by).exclude(pk=link.pk).values_list("pk", flat=True)
    return neighbours(link, by).following or rest.first()


def evidence_rows(link: ShopLink) -> tuple[EvidenceRow, ...]:
    """逐项比较: as they stood when the link was proposed; phones are not shown whole."""
    rows = []
    for line in link.evidence:
        field = Field(line["field"])
        level = next((one for one in LEVELS[field] if one.key == line["level"]), None)
        mark = mark_of(level) if level else Mark.ABSENT
        shop, known = _shown(field, line["shop"]), _shown(field, line["register"])
        words, look = line["words"], _LOOKS[mark]
        rows.append(EvidenceRow(FIELD_TITLES[field], shop, known, words, mark, look))
    return tuple(rows)


def mark_of(level: Level) -> Mark:
    """同、近、异、无: as this room writes what a level says."""
    return _MARKS[level.tone]


def _shown(field: Field, value: str) -> str:
    return mask_phone(value) if field is Field.PHONE and value else value


def chance_words(probability: float | None) -> str:
    """概率的写法: in words, since a figure to three places says more than is known."""
    told = probability or 0.0
    return next(words for least, words in _CHANCES if told >= least)


def shops_beside(link: ShopLink) -> int:
    """这个主体名下已有的网店."""
    confirmed = Count("pk", filter=Q(state=LinkState.CONFIRMED))
    return int(link.operator.shop_links.aggregate(shops=confirmed)["shops"])


def judged_links() -> list[Judged]:
    """人的判定: what was proposed and then confirmed, rejected or undone."""
    settled = ShopLink.objects.filter(log_odds__isnull=False).exclude(state=LinkState.PROPOSED)
    facts = settled.order_by("pk").values_list("log_odds", "standing", "state")
    return [
        Judged(float(odds), Standing(standing), state == LinkState.CONFIRMED)
        for odds, standing, state in facts
        if odds is not None
    ]


def county_model() -> Model:
    """本县的权重: the published ones, calibrated anew where officers judged 200 links of a kind."""
    return add_reviews(standing_model(), judged_links(), ())
