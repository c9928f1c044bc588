"""讲解的商品: named by an officer, and what was said of them is held against page and register."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.engine import claims as engine
from wangshi.engine.claims import Channel, ChannelText
from wangshi.engine.transcripts import Cue, Speech, clock_words, ring_round
from wangshi.monitoring.models import (
    Contradiction,
    Hit,
    Listing,
    LiveGoods,
    LiveSession,
    Sighting,
)
from wangshi.monitoring.selectors.rules import rules_in_use
from wangshi.monitoring.workflow import JudgementRefused
from wangshi.shared.services import clean, record

from .live_sessions import open_passage, passage_shift
from .suspecting import Doubt, suspect

SAID_LENGTH = 300
VALUE_LENGTH = 120
REGISTER = "登记"


@dataclass(frozen=True)
class Stretch:
    """一段时间，毫秒: from the start or to the end of the broadcast where nothing is said."""

    from_ms: int | None = None
    until_ms: int | None = None


@transaction.atomic
def name_goods(
    session: LiveSession, listing: Listing, *, stretch: Stretch, by: Account, at: datetime
) -> LiveGoods:
    """记下讲解的商品: its page and register are compared with what was said meanwhile."""
    require(by, Permission.JUDGE_HIT)
    session = LiveSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    _check(session, listing, stretch)
    goods = LiveGoods.objects.create(
        session=session,
        listing=listing,
        from_ms=stretch.from_ms,
        until_ms=stretch.until_ms,
        named_by=by,
        named_at=at,
    )
    found = _write(goods)
    record(by, "live_goods.named", session, listing=listing.pk, contradictions=found)
    return goods


def _check(session: LiveSession, listing: Listing, stretch: Stretch) -> None:
    if listing.pk == session.listing_id:
        raise JudgementRefused("选直播里讲的那件商品，不是这场直播自己")
    if not listing.sightings.exists():
        raise JudgementRefused("这件商品还没有看到过页面：先导入它的页面文字，再来比对")
    start, end = stretch.from_ms or 0, stretch.until_ms
    if start >= session.duration_ms:
        raise JudgementRefused(
            f"这场直播到 {clock_words(session.duration_ms)} 就完了：核对开始的时间"
        )
    if end is not None and end <= start:
        raise JudgementRefused("结束的时间要晚于开始的时间")
    same = LiveGoods.objects.filter(
        session=session, listing=listing, from_ms=stretch.from_ms, until_ms=stretch.until_ms
    )
    if same.exists():
        raise JudgementRefused("这件商品的这一段已经记过，结果在下面")


def _write(goods: LiveGoods) -> int:
    """Each contradiction is a hit in the minute round the words, and remembers both quotations."""
    session = goods.session
    speech = Speech([Cue(**cue) for cue in session.transcript.cues])
    first, last = speech.between(
        goods.from_ms or 0, session.duration_ms if goods.until_ms is None else goods.until_ms
    )
    told = ChannelText(
        Channel.SPEECH, speech.text[first:last], "口播", lambda at: speech.at_ms(at + first)
    )
    on = timezone.localdate(session.started_at)
    conflicts = engine.compare_channels((told, *_written(goods)), on=on)
    spoken = [one for one in conflicts if one.one.channel is Channel.SPEECH]
    return sum(_write_one(goods, one, speech, first) for one in spoken)


def _written(goods: LiveGoods) -> Iterator[ChannelText]:
    """The page as it was seen last before the broadcast, else first after it; and the register."""
    seen = goods.listing.sightings.order_by("-seen_at")
    before = seen.filter(seen_at__lte=goods.session.started_at).first()
    sighting = before or seen.last()
    if sighting is not None:
        yield from _page(sighting)
    operator = goods.listing.shop.operator or goods.session.room.operator
    if operator is not None:
        numbers = [permit.number for permit in operator.permits.all()]
        yield ChannelText(Channel.REGISTER, "\n".join(numbers), f"{REGISTER}：{operator.name}")


def _page(sighting: Sighting) -> Iterator[ChannelText]:
    seen = f"{timezone.localtime(sighting.seen_at):%Y-%m-%d %H:%M} 看到的页面"
    yield ChannelText(Channel.TITLE, sighting.title, seen)
    lines = [sighting.detail]
    if sighting.specification:
        lines.append(f"规格：{sighting.specification}")
    if sighting.price:
        lines.append(f"价格：{sighting.price}")
    yield ChannelText(Channel.DETAIL, "\n".join(lines), seen)


def _write_one(goods: LiveGoods, conflict: engine.Contradiction, speech: Speech, base: int) -> bool:
    """Whether it was new: one rule speaks once of a moment, and once of the same two values."""
    law, one = engine.standing_claim_law(), conflict.one
    rules = rules_in_use()
    rule = rules.by_id[law.rule(conflict.attribute).rule]
    at_ms, until_ms = one.at_ms or 0, one.until_ms or 0
    ring = ring_round(speech, at_ms, until_ms)
    passage = hashlib.sha256(f"{goods.listing_id} {conflict.words}".encode()).hexdigest()
    sighting = open_passage(goods.session, at_ms, until_ms, ring, rules=rules)
    known = Hit.objects.filter(rule=rule.id, sighting__listing=goods.session.listing)
    if known.filter(passage_sha256=passage).exists() or known.filter(sighting=sighting).exists():
        return False
    shift = passage_shift(sighting) + base - ring.offset
    doubt = Doubt(
        spans=[(one.start + shift, one.end + shift)],
        quote=one.quote,
        reason=_reason(conflict),
        passage=passage,
        fingerprint=law.fingerprint,
        article=str(law.citation(conflict)),
    )
    hit = suspect(sighting, rule, doubt)
    hit.save(force_insert=True)
    _remember(hit, goods, conflict)
    return True


def _reason(conflict: engine.Contradiction) -> str:
    said = "；".join(_quoted(claim) for claim in (conflict.one, *conflict.others))
    fault = f"{conflict.one.fault}。" if conflict.one.fault else ""
    return f"{conflict.words}。{said}。{fault}两处不能都是真的，哪一处是真的要查清。"


def _quoted(claim: engine.Claim) -> str:
    where = clock_words(claim.at_ms) if claim.at_ms is not None else claim.source
    return f"{claim.channel.word}（{where}）“{claim.quote}”"


def _remember(hit: Hit, goods: LiveGoods, conflict: engine.Contradiction) -> None:
    one = conflict.one
    Contradiction.objects.create(
        hit=hit,
        goods=goods,
        attribute=conflict.attribute.value,
        channel=one.channel.value,
        said=clean(one.quote[:SAID_LENGTH]),
        value=clean(one.value.words[:VALUE_LENGTH]),
        again_ms=[claim.at_ms for claim in conflict.again],
        others=_others(conflict.others),
    )


def _others(claims: Sequence[engine.Claim]) -> list[dict[str, Any]]:
    return [
        {
            "channel": claim.channel.value,
            "said": clean(claim.quote[:SAID_LENGTH]),
            "value": clean(claim.value.words[:VALUE_LENGTH]),
            "source": clean(claim.source),
            "start": claim.start,
            "end": claim.end,
        }
        for claim in claims
    ]
