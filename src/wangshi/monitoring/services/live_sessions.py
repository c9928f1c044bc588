"""直播文字: a transcript is taken in and screened; what was said becomes hits, by the clock."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.engine.transcripts import (
    Ring,
    Speech,
    SpokenHit,
    Transcript,
    TranscriptRefused,
    clock_words,
    read_transcript,
    screen_transcript,
)
from wangshi.engine.transcripts.reading import LARGEST, MEGABYTE
from wangshi.monitoring.models import (
    Hit,
    Listing,
    LiveSession,
    LiveTranscript,
    SeenAgain,
    Sighting,
    SpokenPassage,
)
from wangshi.monitoring.selectors.rules import RuleSet, rules_in_use
from wangshi.monitoring.workflow import JudgementRefused
from wangshi.registry.models import LiveRoom, Shop
from wangshi.registry.services import ShopFacts, find_or_open_shop
from wangshi.shared.services import attach, clean, record

from .rows import content_digest
from .suspecting import Doubt, suspect

TOGETHER_MS: Final = 10_000
NAME_LENGTH: Final = 200


@dataclass(frozen=True)
class SessionPlan:
    """一场直播: which room, since when, selling what."""

    room: LiveRoom
    started_at: datetime
    product: str = ""


@transaction.atomic
def take_transcript(
    plan: SessionPlan, file: "UploadedFile[Any]", *, by: Account, at: datetime
) -> LiveSession:
    """收下直播文字: kept whole, screened at once; each hit lies in the minute round it."""
    require(by, Permission.IMPORT_LISTINGS)
    if (file.size or 0) > LARGEST:
        raise JudgementRefused(f"文件最大 {LARGEST // MEGABYTE} MB：分场上传，或者只导出字幕")
    raw = file.read()
    file.seek(0)
    transcript = _read(raw, file.name or "")
    _check(plan, transcript, hashlib.sha256(raw).hexdigest(), at)
    session = _session(plan, transcript, by=by, at=at)
    kept = attach(file, to=session, by=by, at=at)
    LiveTranscript.objects.create(
        session=session,
        file_name=clean((file.name or "直播文字")[-NAME_LENGTH:]),
        sha256=kept.sha256,
        written=transcript.format,
        cues=[asdict(cue) for cue in transcript.cues],
        remarks=list(transcript.remarks),
    )
    rules, speech = rules_in_use(), Speech(transcript.cues)
    spoken = screen_transcript(transcript, rules.screener, product=plan.product, speech=speech)
    hits = _write(session, spoken, rules)
    record(
        by,
        "live_session.taken",
        session,
        file=file.name,
        sha256=kept.sha256,
        cues=session.cue_count,
        hits=hits,
        rules=rules.fingerprint,
    )
    return session


def _read(raw: bytes, name: str) -> Transcript:
    try:
        return read_transcript(raw, name=name)
    except TranscriptRefused as fault:
        raise JudgementRefused(str(fault)) from None


def _check(plan: SessionPlan, transcript: Transcript, sha256: str, at: datetime) -> None:
    if plan.started_at + timedelta(milliseconds=transcript.duration_ms) > at:
        raise JudgementRefused("按开始时间算，这场直播现在还没有结束：核对开始的日期和时间")
    taken = LiveTranscript.objects.filter(session__room=plan.room)
    if found := taken.filter(sha256=sha256).select_related("session__listing").first():
        raise JudgementRefused(f"这份文字已经上传过，就是“{found.session}”那一场")
    if LiveSession.objects.filter(room=plan.room, started_at=plan.started_at).exists():
        raise JudgementRefused("这个直播间的这个开始时间已经有一场：核对时间，或者看那一场")


def _session(
    plan: SessionPlan, transcript: Transcript, *, by: Account, at: datetime
) -> LiveSession:
    began = timezone.localtime(plan.started_at)
    listing = Listing.objects.create(
        shop=_shop(plan.room, by),
        external_id=f"live:{plan.room.pk}:{began:%Y%m%dT%H%M%S}",
        title=f"{plan.room.name} {began:%Y-%m-%d %H:%M} 直播",
        first_seen_at=plan.started_at,
    )
    return LiveSession.objects.create(
        room=plan.room,
        listing=listing,
        product=clean(plan.product),
        started_at=plan.started_at,
        duration_ms=transcript.duration_ms,
        cue_count=len(transcript.cues),
        letters=transcript.letters,
        taken_by=by,
        taken_at=at,
    )


def _shop(room: LiveRoom, by: Account) -> Shop:
    """The shop the room sells for; a room without one is itself the place it sells at."""
    if room.shop is not None:
        return room.shop
    facts = ShopFacts(name=room.name)
    return find_or_open_shop(room.platform, external_id=room.account_id, facts=facts, by=by)


@dataclass
class _Gathered:
    """一段: the hits that fall within a few seconds, in the ring of the first."""

    first: SpokenHit
    hits: dict[str, SpokenHit] = field(default_factory=dict)


def _gathered(spoken: Sequence[SpokenHit]) -> Iterable[_Gathered]:
    found: list[_Gathered] = []
    for one in spoken:
        near = found and one.at_ms - found[-1].first.at_ms <= TOGETHER_MS
        if not near or one.hit.rule in found[-1].hits:
            found.append(_Gathered(one))
        found[-1].hits[one.hit.rule] = one
    return found


def _write(session: LiveSession, spoken: Sequence[SpokenHit], rules: RuleSet) -> int:
    """The passages with their hits; the same words under the same rule are seen again."""
    known: dict[tuple[str, str], Hit] = {}
    made: set[tuple[int, str]] = set()
    for passage in _gathered(spoken):
        first = passage.first
        sighting = open_passage(session, first.at_ms, first.until_ms, first.ring, rules=rules)
        shift = passage_shift(sighting) - first.ring.offset
        for one in passage.hits.values():
            # Cues without length put many words into one moment: a rule speaks there once.
            if (sighting.pk, one.hit.rule) in made:
                continue
            made.add((sighting.pk, one.hit.rule))
            spans = tuple((start + shift, end + shift) for start, end in one.hit.spans)
            _write_one(_hit(sighting, one, spans, rules), known)
    return len(known)


def _write_one(hit: Hit, known: dict[tuple[str, str], Hit]) -> None:
    key = (hit.rule, hit.passage_sha256)
    if key in known:
        SeenAgain.objects.create(hit=known[key], sighting=hit.sighting, spans=hit.spans)
        return
    known[key] = hit
    hit.save(force_insert=True)


def _hit(
    sighting: Sighting, one: SpokenHit, spans: tuple[tuple[int, int], ...], rules: RuleSet
) -> Hit:
    said = f"直播 {clock_words(one.at_ms)} 说的。"
    doubt = Doubt(
        spans=spans,
        quote=one.hit.quote,
        reason=f"{said}{one.hit.reason}",
        level=one.hit.level.value,
        passage=hashlib.sha256(one.hit.quote.encode()).hexdigest(),
        fingerprint=rules.fingerprint,
    )
    return suspect(sighting, rules.by_id[one.hit.rule], doubt)


def open_passage(
    session: LiveSession, at_ms: int, until_ms: int, ring: Ring, *, rules: RuleSet
) -> Sighting:
    """说出的一段: seen at its own moment, its words those of the minute before and after."""
    seen_at = session.started_at + timedelta(milliseconds=at_ms)
    known = Sighting.objects.filter(listing=session.listing, seen_at=seen_at)
    if found := known.select_related("listing__shop").first():
        return found
    sighting = Sighting(
        listing=session.listing,
        seen_at=seen_at,
        title=f"{session.listing.title} {clock_words(at_ms)}",
        detail=clean(ring.text),
        category=session.product,
        screened_with=rules.fingerprint,
    )
    sighting.content_sha256 = content_digest(sighting)
    sighting.save(force_insert=True)
    shift = passage_shift(sighting)
    SpokenPassage.objects.create(
        session=session,
        sighting=sighting,
        at_ms=at_ms,
        until_ms=until_ms,
        marks=[[mark.offset + shift, mark.at_ms] for mark in ring.marks],
    )
    return sighting


def passage_shift(sighting: Sighting) -> int:
    """口播的字从哪里起: the title stands before them in the sighting's text."""
    return len(sighting.title) + 1
