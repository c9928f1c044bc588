"""亮照检查: one look at one shop, item by item, with three verdicts; append-only."""

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account
from wangshi.cases.models import Clue, Correction
from wangshi.engine.display import VERDICT_TITLES, Section, Verdict
from wangshi.evidence.models import Exhibit
from wangshi.registry.models import Operator, Shop

from .workflow import WAY_TITLES

_VERDICTS = list(VERDICT_TITLES.items())
_UNREACHABLE = {section.value: Verdict.UNREACHABLE for section in Section}


class DisplayCheck(models.Model):
    """一次亮照检查: what the page showed, what is registered, and what the officer concluded.

    findings: one row an item, its section, both values, result and reason, as on that day.
    """

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="display_checks")
    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, null=True, blank=True, related_name="display_checks"
    )
    on = models.DateField("检查日期")
    way = models.CharField("怎么看的", max_length=8, choices=list(WAY_TITLES.items()))
    sheet = models.CharField("用哪张表", max_length=20)
    licence = models.CharField("亮照", max_length=12, choices=_VERDICTS)
    permit = models.CharField("亮证", max_length=12, choices=_VERDICTS)
    mark = models.CharField("亮标", max_length=12, choices=_VERDICTS)
    findings = models.JSONField("逐项结果", default=list)
    link = models.URLField("亮照链接", max_length=500, blank=True)
    why = models.CharField("说明", max_length=400, blank=True)
    page_url = models.URLField("网址", max_length=500, blank=True)
    page_text = models.TextField("页面文字", blank=True)
    exhibit = models.ForeignKey(
        Exhibit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    law_fingerprint = models.CharField("法规数据校验值", max_length=64)
    clue = models.ForeignKey(
        Clue, on_delete=models.PROTECT, null=True, blank=True, related_name="display_checks"
    )
    # 这次检查就是那次改正要求的复看.
    answers = models.OneToOneField(
        Correction, on_delete=models.PROTECT, null=True, blank=True, related_name="display_check"
    )
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("记录时间")

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["shop", "-on", "-id"], name="display_check_by_shop")]
        constraints = [
            models.CheckConstraint(
                name="a_page_nobody_saw_has_no_verdict_at_all",
                condition=Q(**_UNREACHABLE)
                | ~Q(licence=Verdict.UNREACHABLE)
                & ~Q(permit=Verdict.UNREACHABLE)
                & ~Q(mark=Verdict.UNREACHABLE),
            ),
            models.CheckConstraint(
                name="everybody_shows_a_licence_or_a_declaration",
                condition=~Q(licence=Verdict.NOT_DUE),
            ),
            models.CheckConstraint(
                name="a_check_of_a_capture_names_its_exhibit",
                condition=Q(way="capture", exhibit__isnull=False)
                | ~Q(way="capture") & Q(exhibit__isnull=True),
            ),
            models.CheckConstraint(
                name="a_page_nobody_saw_says_why",
                condition=~Q(licence=Verdict.UNREACHABLE) | ~Q(why=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shop} {self.on}"

    def verdict(self, section: Section) -> Verdict:
        """这一样的结论."""
        return Verdict(getattr(self, section.value))

    @property
    def is_seen(self) -> bool:
        """看到了页面."""
        return self.licence != Verdict.UNREACHABLE
