"""转为线索: confirmed hits of one shop become one clue, with everything they rest on."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Final

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.cases.models import Clue
from wangshi.cases.services import NewClue, report_clue
from wangshi.cases.workflow import ClueSource
from wangshi.monitoring.models import Hit, HitState, Sighting
from wangshi.monitoring.workflow import JudgedMeanwhile, JudgementRefused
from wangshi.registry.models import Shop
from wangshi.shared.services import record

TITLE_LENGTH: Final = 200
URL_LENGTH: Final = 500
MOST_HITS: Final = 200
GRAVITY: Final = {"fail": 0, "review": 1, "note": 2}


@transaction.atomic
def hand_over(hits: Sequence[Hit], *, by: Account, at: datetime) -> Clue:
    """转为线索: one clue for these confirmed hits of one shop, the gravest naming it."""
    require(by, Permission.HAND_OVER)
    locked = _locked(hits)
    _require_ready(locked)
    gravest = min(locked, key=_gravity)
    clue = report_clue(_report(locked, gravest), by=by, at=at)
    Hit.objects.filter(pk__in=[hit.pk for hit in locked]).update(clue=clue)
    record(by, "hits.handed_over", clue, hits=[hit.pk for hit in locked], shop=gravest.shop)
    return clue


def confirmed_of(shop: Shop) -> list[Hit]:
    """一家店已确认、还没有移交的命中."""
    hits = Hit.objects.filter(shop=shop, state=HitState.CONFIRMED, clue=None)
    return list(hits.order_by("-harm", "pk")[:MOST_HITS])


def _locked(hits: Sequence[Hit]) -> list[Hit]:
    """Locked first and alone: only the locked rows are read again after waiting."""
    keys = [hit.pk for hit in hits]
    list(Hit.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    rows = Hit.objects.filter(pk__in=keys).order_by("pk")
    return list(
        rows.select_related("sighting__listing", "shop__platform", "shop__operator", "clue")
    )


def _require_ready(hits: Sequence[Hit]) -> None:
    if not hits:
        raise JudgementRefused("没有可以移交的命中：先复核，确认之后再转为线索")
    if len({hit.shop_id for hit in hits}) > 1:
        raise JudgementRefused("一条线索只说一家店：分开移交")
    for hit in hits:
        if hit.clue is not None:
            raise JudgedMeanwhile(f"已经转为线索 {hit.clue.number}，不用再转。")
        if hit.state != HitState.CONFIRMED:
            raise JudgementRefused("只有确认过的命中才能转为线索：先确认")


def _gravity(hit: Hit) -> tuple[int, int, int]:
    return -hit.harm, GRAVITY.get(hit.level, len(GRAVITY)), hit.pk


def _report(hits: Sequence[Hit], gravest: Hit) -> NewClue:
    shop, sighting = gravest.shop, gravest.sighting
    harms = [hit for hit in hits if hit.harm == gravest.harm]
    return NewClue(
        source=ClueSource.HIT,
        source_key=f"hit:{min(hit.pk for hit in hits)}",
        title=f"{shop.name}：{gravest.title}“{gravest.quote}”"[:TITLE_LENGTH],
        found_on=timezone.localdate(_found_at(hits)),
        detail=_detail(hits),
        quote="\n".join(dict.fromkeys(hit.quote for hit in sorted(hits, key=_gravity))),
        violation=gravest.violation,
        rule=gravest.rule,
        law_fingerprint=gravest.law_fingerprint,
        harm=gravest.harm,
        harm_reason=f"{len(hits)} 条命中里最重的：{harms[0].title}（规则 {gravest.rule}）"[:200],
        operator=shop.operator,
        shop=shop,
        suspect_name=shop.name,
        page_url=address_of(sighting, shop),
        town=shop.town,
    )


def _found_at(hits: Sequence[Hit]) -> datetime:
    """发现: the first confirmation by an officer; until then a rule only suspects."""
    return min(hit.judged_at for hit in hits if hit.judged_at)


def address_of(sighting: Sighting, shop: Shop) -> str:
    """网址: the page's own, else the shop's; what does not fit a clue is left out."""
    for address in (sighting.page_url, shop.url):
        if address and len(address) <= URL_LENGTH:
            return address
    return ""


def _detail(hits: Sequence[Hit]) -> str:
    """What the clue page shows: this room is above it and cannot be asked."""
    shop = hits[0].shop
    lines = [f"{shop.platform.name}“{shop.name}”，复核确认 {len(hits)} 条命中："]
    by_sighting = sorted(hits, key=lambda hit: (hit.sighting_id, hit.pk))
    for sighting, found in groupby(by_sighting, key=lambda hit: hit.sighting):
        seen = timezone.localtime(sighting.seen_at)
        address = f"，{sighting.page_url}" if sighting.page_url else ""
        lines.append(f"◆ {sighting.title}（{seen:%Y-%m-%d %H:%M:%S} 看到{address}）")
        lines.extend(_hit_line(hit) for hit in found)
    return "\n".join(lines)


def _hit_line(hit: Hit) -> str:
    fact = f"还要查清：{hit.fact_to_check}。" if hit.fact_to_check else ""
    note = f"复核说明：{hit.note}。" if hit.note else ""
    return f"　“{hit.quote}” {hit.title}，规则 {hit.rule}。{hit.reason}{fact}{note}"
