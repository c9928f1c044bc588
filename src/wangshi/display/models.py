"""亮照检查: one look at one shop, item by item, with three verdicts; append-only."""

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account
from wangshi.cases.models import Clue, Correction
from wangshi.engine.display import VERDICT_TITLES, Section, Verdict
from wangshi.evidence.models import Exhibit
from wangshi.registry.models import Operator, Shop

from .workflow import PICTURE_TITLES, WAY_TITLES, PictureState

_VERDICTS = list(VERDICT_TITLES.items())
_UNREACHABLE = {section.value: Verdict.UNREACHABLE for section in Section}


class LicencePicture(models.Model):
    """执照图片: kept until a worker has read it; what was read stays, the picture does not.

    reading: values by item, permits, link, the code as it was first read, and doubts.
    """

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="licence_pictures")
    sha256 = models.CharField("校验值", max_length=64)
    content = models.BinaryField("图片", null=True)
    state = models.CharField(
        "状态",
        max_length=8,
        choices=list(PICTURE_TITLES.items()),
        default=PictureState.WAITING,
    )
    reading = models.JSONField("读出来的", default=dict)
    uscc = models.CharField("认出的代码", max_length=18, blank=True, db_index=True)
    text = models.TextField("图上的字", blank=True)
    message = models.CharField("没有认成的原因", max_length=300, blank=True)
    tries = models.PositiveSmallIntegerField("认了几次", default=0)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField("交来时间")
    moved_at = models.DateTimeField("最近一次动静")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="a_picture_is_kept_exactly_until_it_is_read",
                condition=Q(state=PictureState.WAITING, content__isnull=False)
                | ~Q(state=PictureState.WAITING) & Q(content__isnull=True),
            ),
            models.CheckConstraint(
                name="a_picture_that_was_refused_says_why",
                condition=~Q(state=PictureState.REFUSED) | ~Q(message=""),
            ),
            models.UniqueConstraint(
                name="a_picture_of_a_shop_is_read_once",
                fields=["shop", "sha256"],
                condition=~Q(state=PictureState.REFUSED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shop} {self.get_state_display()}"

    @property
    def is_read(self) -> bool:
        """认好了."""
        return self.state == PictureState.READ

    @property
    def is_waiting(self) -> bool:
        """还没有认."""
        return self.state == PictureState.WAITING


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
    picture = models.ForeignKey(
        LicencePicture, on_delete=models.PROTECT, null=True, blank=True, related_name="checks"
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
                name="a_check_of_a_picture_names_it",
                condition=Q(way="picture", picture__isnull=False)
                | ~Q(way="picture") & Q(picture__isnull=True),
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
