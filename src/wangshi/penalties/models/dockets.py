"""案卷: what a filed case has become; opened by the first step taken on it."""

from django.db import models
from django.db.models import F, Q

from wangshi.accounts.models import Account
from wangshi.cases.models import Case
from wangshi.engine.penalties import PartyKind
from wangshi.penalties.workflow import (
    OUTCOME_TITLES,
    STATE_TITLES,
    STEP_TITLES,
    TOLD_TO_PARTY,
    CaseState,
)

PARTY_TITLES = {each: each.words for each in PartyKind}
UNDECIDED = [
    CaseState.INVESTIGATING,
    CaseState.REVIEWING,
    CaseState.REVIEWED,
    CaseState.AGREED,
    CaseState.NOTIFIED,
]


class NumberSeries(models.Model):
    """编号: the last number given in a series and year."""

    series = models.CharField("字", max_length=10)
    year = models.PositiveIntegerField("年")
    last = models.PositiveIntegerField("最后一号", default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "year"], name="a_penalty_series_counts_once_a_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year} {self.last}"


class Docket(models.Model):
    """案卷: where the case stands, who the party is, how it ended."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="docket")
    state = models.CharField(
        "走到哪一步",
        max_length=14,
        choices=list(STATE_TITLES.items()),
        default=CaseState.INVESTIGATING,
    )
    party_kind = models.CharField(
        "当事人", max_length=12, choices=list(PARTY_TITLES.items()), default=PartyKind.ORGANISATION
    )
    party_code = models.CharField("统一社会信用代码、证件号码", max_length=30, blank=True)
    party_person = models.CharField("法定代表人、负责人、经营者", max_length=80, blank=True)
    party_address = models.CharField("住所（住址）", max_length=300, blank=True)
    party_phone = models.CharField("联系电话", max_length=40, blank=True)
    party_elsewhere = models.BooleanField("登记地在外省", default=False)
    service_address = models.CharField("送达地址", max_length=300, blank=True)
    electronic_to = models.CharField("电子送达的号码、邮箱", max_length=120, blank=True)
    confirmed_on = models.DateField("签送达地址确认书的日子", null=True, blank=True)
    violation = models.CharField("违法行为", max_length=10, blank=True)
    outcome = models.CharField(
        "处理结果", max_length=12, choices=list(OUTCOME_TITLES.items()), blank=True
    )
    performed_on = models.DateField("符合结案情形的日子", null=True, blank=True)
    closing_ground = models.CharField("结案情形", max_length=10, blank=True)
    closed_on = models.DateField("结案日期", null=True, blank=True)

    class Meta:
        ordering = ["-case_id"]
        indexes = [models.Index(fields=["state"], name="docket_by_state")]
        constraints = [
            models.CheckConstraint(
                name="a_case_has_an_outcome_exactly_when_it_is_decided",
                condition=Q(state__in=UNDECIDED, outcome="")
                | (~Q(state__in=UNDECIDED) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="a_case_to_be_closed_knows_since_when_and_why",
                condition=~Q(state__in=[CaseState.PERFORMED, CaseState.CLOSED])
                | (Q(performed_on__isnull=False) & ~Q(closing_ground="")),
            ),
            models.CheckConstraint(
                name="a_closed_case_has_its_day",
                condition=Q(state=CaseState.CLOSED, closed_on__isnull=False)
                | (~Q(state=CaseState.CLOSED) & Q(closed_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="only_what_the_party_is_told_waits_to_be_served",
                condition=~Q(state__in=[CaseState.DECIDED, CaseState.SERVED])
                | Q(outcome__in=sorted(TOLD_TO_PARTY)),
            ),
        ]

    def __str__(self) -> str:
        return self.case.number


class PenaltyStep(models.Model):
    """走过的一步: rows are added and never changed."""

    docket = models.ForeignKey(Docket, on_delete=models.CASCADE, related_name="steps")
    name = models.CharField("步骤", max_length=16, choices=list(STEP_TITLES.items()))
    target = models.CharField("走到", max_length=14, choices=list(STATE_TITLES.items()))
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    words = models.TextField("怎么说的", blank=True)
    article = models.CharField("依据", max_length=120, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.docket_id} {self.name}"


class Pause(models.Model):
    """不计入的时间: a suspension, a test, a hearing; with its ground, for the case or a measure."""

    docket = models.ForeignKey(Docket, on_delete=models.CASCADE, related_name="pauses")
    ground = models.CharField("事由", max_length=10)
    first_on = models.DateField("自")
    last_on = models.DateField("至", null=True, blank=True)
    words = models.CharField("说明", max_length=300)
    result = models.CharField("结果", max_length=300, blank=True)

    class Meta:
        ordering = ["first_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="a_pause_of_a_case_ends_after_it_began",
                condition=Q(last_on__isnull=True) | Q(last_on__gte=F("first_on")),
            ),
            models.UniqueConstraint(
                fields=["docket", "ground"],
                condition=Q(last_on__isnull=True),
                name="a_case_is_paused_once_for_each_ground",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.docket_id} {self.ground}"
