"""督查: the rounds with what is still open, the findings of one."""

from collections.abc import Sequence

from django.db.models import Count, Q, QuerySet

from wangshi.programme.models import Finding, Supervision


def rounds_listed() -> QuerySet[Supervision]:
    """各轮督查: with the number of findings, and of those not fixed."""
    return Supervision.objects.annotate(
        found=Count("findings"),
        unfixed=Count(
            "findings",
            filter=Q(findings__isnull=False) & (Q(findings__fixed=False) | Q(findings__fixed=None)),
        ),
    ).order_by("-on", "-pk")


def findings_in(supervision: Supervision) -> Sequence[Finding]:
    """一轮里的问题."""
    rows = supervision.findings.select_related("department", "task", "found_by")
    return list(rows.prefetch_related("notes__by"))


def open_findings() -> int:
    """没改好的问题."""
    return Finding.objects.exclude(fixed=True).count()
