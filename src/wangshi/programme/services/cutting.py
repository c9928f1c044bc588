"""条款的拆和并: cut into pieces, gathered under one, and put back; words and task links stay."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.programme.models import Clause, ClauseCorrection, Plan
from wangshi.programme.selectors.plans import facts_of, is_cut
from wangshi.programme.workflow import PlanState, ProgrammeRefused
from wangshi.shared.services import clean, record

from .plans import LONGEST_TITLE
from .tasks import require_words

BLANKS: Final = re.compile(r"\s+")
FEWEST: Final = 2
SENTENCE_END: Final = re.compile(r"[。；]")


@transaction.atomic
def split_clause(
    clause: Clause, *, parts: Sequence[str], reason: str, by: Account, at: datetime
) -> tuple[Clause, ...]:
    """拆开一条: pieces that together are its printed words; its own tasks stay with it."""
    require(by, Permission.RUN_PROGRAMME)
    clause = _held(clause, reason)
    _alone(clause)
    if len(parts) < FEWEST:
        raise ProgrammeRefused("至少拆成两部分：各部分之间空一行")
    if _squeezed("".join(parts)) != _squeezed(clause.words or clause.title):
        raise ProgrammeRefused("各部分合起来要和原文一字不差：只拆开，不添不减")
    later = Clause.objects.filter(plan_id=clause.plan_id, place__gt=clause.place)
    later.update(place=F("place") + len(parts))
    pieces = Clause.objects.bulk_create(
        _piece(clause, words.strip(), number) for number, words in enumerate(parts, start=1)
    )
    paths = "、".join(piece.path for piece in pieces)
    _tell(clause, {"拆成": paths}, reason, by, at)
    record(by, "clause.split", clause, path=clause.path, count=len(pieces), reason=reason)
    return tuple(pieces)


@transaction.atomic
def merge_clauses(
    clause: Clause, others: Sequence[Clause], *, reason: str, by: Account, at: datetime
) -> Clause:
    """合并: the others go on under this one; their units join it, their tasks keep their links."""
    require(by, Permission.RUN_PROGRAMME)
    clause = _held(clause, reason)
    gathered = [_held(other, reason) for other in others if other.pk != clause.pk]
    if not gathered:
        raise ProgrammeRefused("选要并进来的条款")
    if any(other.plan_id != clause.plan_id for other in gathered):
        raise ProgrammeRefused("只能并同一版方案里的条款")
    for other in gathered:
        _alone(other)
    before = facts_of(clause)
    units = [unit for other in gathered for unit in (*other.leads, *other.partners)]
    clause.partners = [
        unit for unit in dict.fromkeys((*clause.partners, *units)) if unit not in clause.leads
    ]
    clause.save(update_fields=["partners"])
    for other in gathered:
        other.merged_into = clause
        other.save(update_fields=["merged_into"])
        _tell(other, {"并入": clause.path}, reason, by, at)
    paths = "、".join(other.path for other in gathered)
    _tell(clause, {"并进来": paths}, reason, by, at, before)
    record(by, "clause.merged", clause, path=clause.path, count=len(gathered), reason=reason)
    return clause


@transaction.atomic
def restore_clause(clause: Clause, *, reason: str, by: Account, at: datetime) -> Clause:
    """恢复一条: its pieces go, or it stands by itself again; pieces with tasks are not lost."""
    require(by, Permission.RUN_PROGRAMME)
    require_words(reason, "写一句：为什么恢复")
    clause = Clause.objects.select_for_update().get(pk=clause.pk)
    pieces = list(clause.pieces.all())
    if not pieces and clause.merged_into_id is None:
        raise ProgrammeRefused("这一条没有拆开，也没有并入别的，不用恢复")
    busy = [piece.path for piece in pieces if _is_used(piece)]
    if busy:
        raise ProgrammeRefused(f"{'、'.join(busy)} 已经下达任务或者又拆并过，恢复会丢掉：留着拆开")
    gone = {"拆成": ""} if pieces else {"并入": ""}
    clause.pieces.all().delete()
    clause.merged_into = None
    clause.save(update_fields=["merged_into"])
    _tell(clause, gone, reason, by, at)
    record(by, "clause.restored", clause, path=clause.path, reason=reason)
    return clause


def _held(clause: Clause, reason: str) -> Clause:
    require_words(reason, "写一句：为什么这样拆并，是谁定的")
    plan = Plan.objects.select_for_update().get(pk=clause.plan_id)
    if plan.state == PlanState.REPLACED:
        raise ProgrammeRefused("这一版已经由新版替换，不再改：到正在执行的那一版里拆并")
    clause = Clause.objects.select_for_update().get(pk=clause.pk)
    if is_cut(clause):
        raise ProgrammeRefused(f"{clause.path} 已经拆过或者并过：先恢复，再拆并")
    return clause


def _alone(clause: Clause) -> None:
    """A chain of merged clauses would lead nobody to the task."""
    if clause.merged.exists():
        raise ProgrammeRefused(f"{clause.path} 有并进来的条款：先把那几条恢复")
    if clause.piece_of_id is not None:
        raise ProgrammeRefused(f"{clause.path} 是拆出来的：恢复原来那一条，再拆并")


def _is_used(piece: Clause) -> bool:
    return piece.tasks.exists() or piece.merged.exists() or piece.pieces.exists()


def _squeezed(words: str) -> str:
    return BLANKS.sub("", words)


def _piece(clause: Clause, words: str, number: int) -> Clause:
    return Clause(
        plan_id=clause.plan_id,
        path=f"{clause.path}之{number}",
        place=clause.place + number,
        depth=clause.depth + 1,
        kind=clause.kind,
        words=clean(words),
        title=SENTENCE_END.split(clean(words), maxsplit=1)[0][:LONGEST_TITLE],
        leads=clause.leads,
        partners=clause.partners,
        aim=clause.aim,
        piece_of=clause,
    )


def _tell(
    clause: Clause,
    after: dict[str, str],
    reason: str,
    by: Account,
    at: datetime,
    before: dict[str, str] | None = None,
) -> None:
    """记下拆并: rows are added and never changed."""
    ClauseCorrection.objects.create(
        clause=clause, before=before or facts_of(clause), after=facts_of(clause) | after,
        reason=clean(reason.strip()), at=at, by=by,
    )  # fmt: skip
