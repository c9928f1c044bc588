"""村和边界: the list of villages, a proof that parcels come, reviewed boundaries."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account, Town
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.engine.figures import BoundariesRefused, read_boundaries, review_number
from wangshi.figures.models import Boundaries, Village, VillageProof
from wangshi.figures.workflow import FiguresRefused
from wangshi.shared.services import attach, clean, record

LONGEST_NAME = 40


@dataclass(frozen=True)
class NewProof:
    """要交的佐证."""

    served_by: str
    times_a_week: int
    seen_on: date
    words: str
    photo: "UploadedFile[Any] | None" = None


@dataclass(frozen=True)
class BoundaryFile:
    """要传的边界图."""

    content: bytes
    file_name: str
    title: str
    review_number: str


@transaction.atomic
def add_villages(
    town: Town, names: Sequence[str], *, by: Account, at: datetime
) -> tuple[Village, ...]:
    """列入行政村: each name once; those listed already are passed over."""
    require(by, Permission.RUN_FIGURES)
    wanted = dict.fromkeys(clean(name.strip()) for name in names if name.strip())
    if too_long := [name for name in wanted if len(name) > LONGEST_NAME]:
        raise FiguresRefused(f"“{too_long[0][:LONGEST_NAME]}…”太长：一行写一个村名")
    known = set(town.villages.values_list("name", flat=True))
    rows = [Village(town=town, name=name, added_at=at) for name in wanted if name not in known]
    if not rows:
        raise FiguresRefused("写的村都已经在名册里了")
    made = Village.objects.bulk_create(rows)
    record(by, "villages.added", town, count=len(made))
    return tuple(made)


@transaction.atomic
def prove_village(village: Village, new: NewProof, *, by: Account, at: datetime) -> VillageProof:
    """交佐证: who brings parcels how often, seen on a day that has been."""
    if not may(by, Permission.RUN_FIGURES):
        require(by, Permission.FILE_RETURN, village)
    if new.seen_on > timezone.localdate(at):
        raise FiguresRefused("看到的日子不能晚于今天", {"seen_on": "填看到的那一天，不能晚于今天"})
    proof = VillageProof.objects.create(
        village=village,
        served_by=clean(new.served_by.strip()),
        times_a_week=new.times_a_week,
        seen_on=new.seen_on,
        words=clean(new.words.strip()),
        at=at,
        by=by,
    )
    if new.photo is not None:
        attach(new.photo, to=proof, by=by, at=at)
    record(by, "village.proved", proof, village=village, seen_on=new.seen_on)
    return proof


@transaction.atomic
def take_boundaries(new: BoundaryFile, *, by: Account, at: datetime) -> Boundaries:
    """传边界图: never without its review number; what cannot be drawn is refused in words."""
    require(by, Permission.RUN_FIGURES)
    try:
        number = review_number(new.review_number)
    except BoundariesRefused as refusal:
        raise FiguresRefused(str(refusal), {"number": str(refusal)}) from None
    try:
        shapes = read_boundaries(new.content)
    except BoundariesRefused as refusal:
        raise FiguresRefused(str(refusal), {"file": str(refusal)}) from None
    made = Boundaries.objects.create(
        title=clean(new.title.strip()),
        review_number=number,
        shapes=[{"name": one.name, "code": one.code, "rings": one.rings} for one in shapes],
        file_name=clean(new.file_name)[-200:],
        sha256=hashlib.sha256(new.content).hexdigest(),
        at=at,
        by=by,
    )
    record(by, "boundaries.taken", made, number=number, sha256=made.sha256)
    return made
