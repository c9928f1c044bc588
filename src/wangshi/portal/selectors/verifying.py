"""校验的回答: what a stranger is told of a package, or of a digest."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db.models import Q

from wangshi.engine.forensics.moments import read_moment, spoken
from wangshi.engine.forensics.report import Report
from wangshi.evidence.models import Exhibit, MaskedCopy
from wangshi.evidence.selectors import check_package, check_rows, counted
from wangshi.shared.pages import Check


@dataclass(frozen=True)
class Verified:
    """校验过的一个包: the verdict first, then every check; what the package says of itself."""

    report: Report
    told: str
    rows: tuple[Check, ...]
    number: str
    office: str
    sealed_at: str


@dataclass(frozen=True)
class Found:
    """库里有这个校验值的: when it was sealed and where it stands in the log, nothing else."""

    sealed_at: datetime
    log_index: int | None
    is_copy: bool


def verified(path: Path) -> Verified:
    """校验一个包; reading it changes and keeps nothing."""
    report = check_package(path)
    sealed_at = report.facts.get("sealed_at", "")
    return Verified(
        report=report,
        told=counted(report),
        rows=tuple(check_rows(report)),
        number=report.facts.get("number", ""),
        office=report.facts.get("office", ""),
        sealed_at=spoken(read_moment(sealed_at)) if sealed_at else "",
    )


def found_by(digest: str) -> Found | None:
    """查一个校验值: of whole packages only; whoever knows it has held the package or its paper."""
    same = Q(manifest_sha256=digest) | Q(manifest_sm3=digest)
    exhibit = Exhibit.objects.filter(same, sealed_at__isnull=False).first()
    if exhibit is not None and exhibit.sealed_at is not None:
        return Found(exhibit.sealed_at, exhibit.log_index, is_copy=False)
    copy = MaskedCopy.objects.filter(same).first()
    return Found(copy.made_at, None, is_copy=True) if copy is not None else None
