"""举证: who must show what by when; what was not shown is recorded as such."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.complaints.disputes import Asked, disputes, proofs_for
from wangshi.complaints.models import Complaint, Proof
from wangshi.complaints.workflow import RoadRefused
from wangshi.engine.lawbook import standing_lawbook
from wangshi.shared.services import record

from .steps import require_words, take, write_step


@dataclass(frozen=True)
class Matter:
    """争的是什么: as it was found out before anybody is asked for proof."""

    dispute: str
    goods_kind: str
    got_on: date | None


@transaction.atomic
def ask_for_proofs(
    complaint: Complaint,
    matter: Matter,
    *,
    due_on: date,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> list[Proof]:
    """要求举证: the list of this kind of dispute, each with who, why and until when."""
    complaint, step = take(complaint, "prove", Permission.MEDIATE_COMPLAINT, by=by, version=version)
    today = timezone.localdate(at)
    if due_on <= today:
        raise RoadRefused("举证的最后一天要选明天或者以后")
    if complaint.proofs.exists():
        raise RoadRefused("已经要求过举证：在清单里记收到，或者记没有举证")
    if matter.got_on is not None and matter.got_on > complaint.knew_on:
        raise RoadRefused("收到商品的日子不能晚于发现问题的日子")
    complaint.goods_kind, complaint.dispute = matter.goods_kind, matter.dispute
    complaint.got_on = matter.got_on
    wanted = proofs_for(
        matter.dispute, matter.goods_kind, received=matter.got_on, found=complaint.knew_on
    )
    proofs = [_ask(complaint, one, today, due_on) for one in wanted]
    write_step(complaint, step, by=by, at=at, words=_told(wanted, due_on))
    record(by, "complaint.proofs_asked", complaint, due_on=due_on, proofs=len(proofs))
    return proofs


@transaction.atomic
def take_proof(
    proof: Proof, *, words: str, by: Account, at: datetime, version: int | None = None
) -> Proof:
    """收到举证: what was brought; late proof is taken too, and says that it is late."""
    complaint, step = take(
        proof.complaint, "shown", Permission.MEDIATE_COMPLAINT, by=by, version=version
    )
    proof = Proof.objects.select_for_update().get(pk=proof.pk)
    if proof.shown_on is not None:
        raise RoadRefused("这一项已经收到了")
    proof.words = require_words(words, "写收到了什么：几份、什么日子的、能说明什么")[:300]
    proof.shown_on, proof.not_shown_on = timezone.localdate(at), None
    proof.save(update_fields=["words", "shown_on", "not_shown_on"])
    write_step(complaint, step, by=by, at=at, words=f"{proof.title}：{proof.words}")
    record(by, "complaint.proof_shown", complaint, proof=proof.key)
    return proof


@transaction.atomic
def note_not_shown(
    proof: Proof, *, words: str = "", by: Account, at: datetime, version: int | None = None
) -> Proof:
    """到期没有举证: only after the last day has passed; a fact for whoever weighs it."""
    complaint, step = take(
        proof.complaint, "not-shown", Permission.MEDIATE_COMPLAINT, by=by, version=version
    )
    proof = Proof.objects.select_for_update().get(pk=proof.pk)
    today = timezone.localdate(at)
    if proof.shown_on is not None or proof.not_shown_on is not None:
        raise RoadRefused("这一项已经记过了")
    if today <= proof.due_on:
        raise RoadRefused(f"还没有到期：{proof.due_on} 以后才能记没有举证")
    proof.not_shown_on, proof.words = today, words.strip()[:300]
    proof.save(update_fields=["not_shown_on", "words"])
    said = f"{proof.get_shower_display()}到期没有举证：{proof.title}"
    write_step(complaint, step, by=by, at=at, words=said)
    record(by, "complaint.proof_not_shown", complaint, proof=proof.key)
    return proof


def usual_due(on: date) -> date:
    """一般给几天举证: so many working days, as the county set it."""
    return standing_lawbook().calendar.workday_after(on, disputes().days_to_show)


def _ask(complaint: Complaint, wanted: Asked, on: date, due_on: date) -> Proof:
    return Proof.objects.create(
        complaint=complaint,
        key=wanted.key,
        title=wanted.title,
        shower=wanted.shower,
        why=wanted.why,
        article=wanted.article,
        asked_on=on,
        due_on=due_on,
    )


def _told(wanted: tuple[Asked, ...], due_on: date) -> str:
    lines = [f"{one.shower.words}：{one.title}" for one in wanted]
    return f"{due_on} 以前举证。" + "；".join(lines)
