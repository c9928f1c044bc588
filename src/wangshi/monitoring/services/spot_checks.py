"""抽查没有命中的商品: drawn by a seed, so that anybody can draw the same again."""

import secrets
from datetime import datetime
from typing import Final

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.engine.spot_check import PERMILLE, draw
from wangshi.monitoring.models import SpotCheck, SpotCheckDraw, Sweep
from wangshi.monitoring.selectors.frames import Frame, Marks, frame_of, marks_now, range_of
from wangshi.monitoring.selectors.rules import rule_book
from wangshi.monitoring.workflow import JudgementRefused
from wangshi.shared.models import ImportBatch, ImportState
from wangshi.shared.services import record

# With fewer, the smallest draw of one listing would be more than three in a hundred.
LEAST_FRAME: Final = 34
BUSY: Final = (ImportState.WAITING, ImportState.RUNNING)


@transaction.atomic
def draw_spot_check(
    sweep: Sweep | None, *, by: Account, at: datetime, seed: str = ""
) -> SpotCheckDraw:
    """抽查: three in a hundred of the listings that no rule hit since the draw before."""
    require(by, Permission.JUDGE_HIT)
    if _is_busy():
        raise JudgementRefused("有商品信息正在导入：导完再抽，不然总体还在变")
    marks = _locked_marks(sweep)
    frame = frame_of(sweep, marks)
    _require_something(sweep, marks, frame)
    return _drawn(sweep, marks, frame, seed, by=by, at=at)


@transaction.atomic
def draw_after_import(
    batch: ImportBatch, sweep: Sweep | None, *, by: Account, at: datetime, seed: str = ""
) -> SpotCheckDraw | None:
    """导入之后自己抽: nobody picks the moment; what is too little waits for the next import."""
    require(by, Permission.IMPORT_LISTINGS)
    if _is_busy(batch):
        return None
    marks = _locked_marks(sweep)
    frame = frame_of(sweep, marks)
    if len(frame.keys) < LEAST_FRAME or _waiting(sweep, marks):
        return None
    return _drawn(sweep, marks, frame, seed, by=by, at=at)


def _is_busy(but: ImportBatch | None = None) -> bool:
    """A row that is still being written could come into the frame after the draw."""
    running = ImportBatch.objects.filter(kind="listings", state__in=BUSY)
    return (running.exclude(pk=but.pk) if but else running).exists()


def _locked_marks(sweep: Sweep | None) -> Marks:
    """Two draws of one sweep follow one another: the second starts where the first ended."""
    if sweep is not None:
        Sweep.objects.select_for_update().get(pk=sweep.pk)
    return marks_now(sweep)


def _waiting(sweep: Sweep | None, marks: Marks) -> bool:
    """Not screened yet: nobody can say whether a rule hits it."""
    return range_of(sweep, marks).filter(screened_with="").exists()


def _require_something(sweep: Sweep | None, marks: Marks, frame: Frame) -> None:
    if _waiting(sweep, marks):
        raise JudgementRefused("还有商品没有筛查完：筛查完再抽")
    if not frame.keys:
        raise JudgementRefused("上次抽过以后，没有新的、没有命中的商品：导入之后再抽")


def _drawn(
    sweep: Sweep | None, marks: Marks, frame: Frame, seed: str, *, by: Account, at: datetime
) -> SpotCheckDraw:
    seed = seed or secrets.token_hex(16)
    drawn = draw(frame.keys, seed)
    made = SpotCheckDraw.objects.create(
        sweep=sweep,
        seed=seed,
        permille=PERMILLE,
        after_sighting=marks.after_sighting,
        through_sighting=marks.through_sighting,
        through_hit=marks.through_hit,
        through_again=marks.through_again,
        frame=drawn.frame,
        flagged=frame.flagged,
        frame_sha256=drawn.digest,
        law_fingerprint=rule_book().fingerprint,
        drawn_by=by,
        drawn_at=at,
    )
    SpotCheck.objects.bulk_create(
        SpotCheck(draw=made, sighting_id=key, place=place)
        for place, key in enumerate(drawn.keys, start=1)
    )
    facts = {"frame": drawn.frame, "drawn": len(drawn.keys), "seed": seed, "digest": drawn.digest}
    record(by, "spot_check.drawn", made, sweep=sweep, **facts)
    return made
