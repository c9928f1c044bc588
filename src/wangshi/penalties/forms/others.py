"""清单、公示、当场处罚的表单."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from wangshi.cases.models import Case
from wangshi.engine.penalties import PartyKind
from wangshi.penalties import services
from wangshi.penalties.models import SpotPenalty
from wangshi.penalties.models.dockets import PARTY_TITLES
from wangshi.penalties.selectors.listing import Asked, certified_officers
from wangshi.penalties.workflow import STATE_TITLES

from .base import (
    MarkedForm,
    choice_field,
    day_field,
    line_field,
    moment_field,
    money_field,
    officer_field,
    words_field,
)


class CaseFilterForm(forms.Form):
    """案件清单怎么筛."""

    q = forms.CharField(label="案号、当事人、案由", required=False, max_length=100)
    state = forms.ChoiceField(
        label="走到哪一步", required=False, choices=[("", "全部"), *STATE_TITLES.items()]
    )
    mine = forms.ChoiceField(
        label="谁办的", required=False, choices=[("", "全部"), ("yes", "我办的")]
    )

    def asked(self) -> Asked:
        """筛选; a wrong choice is no choice."""
        given = self.cleaned_data if self.is_valid() else {}
        return Asked(given.get("q", ""), given.get("state", ""), given.get("mine", "") == "yes")


class MaskForm(forms.Form):
    """怎么遮: shown in the preview before it is kept."""

    words = words_field(
        "另外要遮的", "", "一行一处：商业秘密、别的自然人的姓名。姓名、电话、证件号、住址自动遮",
        required=False,
    )  # fmt: skip
    serious_field = forms.BooleanField(
        label="属于食品、药品、医疗器械、化妆品、特种设备、重点工业产品领域（公示三年）",
        required=False,
    )

    def wanted(self) -> services.Wanted:
        """填的遮法."""
        given = self.cleaned_data if self.is_valid() else {}
        lines = tuple(line.strip() for line in given.get("words", "").splitlines() if line.strip())
        return services.Wanted(lines, given.get("serious_field", False))


class WithdrawForm(MarkedForm):
    title, button, done = "撤回公示", "撤回公示", "撤回了，公众看得到理由。"

    words = words_field("撤回的理由", hint="公众看得到")

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, **options)
        self.case = case

    def act(self, at: datetime) -> object:
        return services.withdraw(self.case, words=self.cleaned_data["words"], by=self.by, at=at)


class RepairForm(MarkedForm):
    title, button, done = "受理信用修复申请", "受理", "受理了，七个工作日内决定。"
    lede = "最短公示期满、义务履行完、没有因同一类违法再受处罚，才能提前停止（第十一条）。"

    on = day_field("收到申请的日子")
    remedy = words_field("采取了哪些整改措施，怎么消除的后果和影响", rows=4)
    papers = line_field("收到的材料", hint="申请书、信用承诺书、履行和整改的证明", most=300)
    limit_over = forms.BooleanField(
        label="限制经营、从业的期限已经满了（没有这种处罚的不勾）", required=False
    )

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, **options)
        self.case = case

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        asked = services.RepairAsked(
            given["on"], given["remedy"], given["papers"], given["limit_over"]
        )
        return services.take_repair(self.case, asked, by=self.by, at=at)


class RepairDecisionForm(MarkedForm):
    title, button, done = "决定信用修复", "作出决定", "决定了；准予的，公示当天停止。"

    grant = choice_field("怎么决定", [("yes", "准予，停止公示"), ("no", "不予")])
    words = words_field("核实了什么、为什么", hint="不予的，把理由告诉当事人")

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, **options)
        self.case = case

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.decide_repair(
            self.case, grant=given["grant"] == "yes", words=given["words"], by=self.by, at=at
        )


class SpotForm(MarkedForm):
    title, button, done = (
        "作出当场处罚",
        "作出当场处罚决定",
        "决定了，决定书在这一页下载、当场交付。",
    )
    lede = "违法事实确凿、有法定依据；警告，或者对自然人二百元以下、对单位三千元以下罚款。"

    party = line_field("当事人", hint="名称与营业执照一致")
    kind = choice_field("当事人是", list(PARTY_TITLES.items()))
    code = line_field("统一社会信用代码、证件号码", most=30, required=False)
    address = line_field("住所（住址）", most=300, required=False)
    facts = words_field("违法事实和证据", rows=4)
    basis = words_field("处罚依据", hint="违反哪一条，照哪一条处罚")
    warning = forms.BooleanField(label="警告", required=False)
    fine = money_field("罚款（元）", "没有的不填")
    statement = words_field("陈述、申辩", hint="告知以后当事人说了什么", required=False)
    place = line_field("地点")
    done_at = moment_field("时间")
    second_officer = officer_field("另一名执法人员")
    signed = line_field("签收情况", hint="谁签收的；拒绝签收的注明")
    collected = line_field("当场收缴的票据号", hint="没有当场收缴的不填", most=60, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["second_officer"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = certified_officers().exclude(pk=self.by.pk)
        self.initial.setdefault("kind", PartyKind.ORGANISATION)
        self.initial.setdefault("done_at", timezone.localtime().replace(second=0, microsecond=0))

    def act(self, at: datetime) -> SpotPenalty:
        given = self.cleaned_data
        same = ("party", "facts", "basis", "place", "signed", "second_officer", "done_at")
        more = ("warning", "code", "address", "statement", "collected")
        return services.penalise_on_the_spot(
            services.OnTheSpot(
                kind=PartyKind(given["kind"]),
                fine=given["fine"] or Decimal(0),
                **{name: given[name] for name in same + more},
            ),
            by=self.by,
            at=at,
        )


class ArchiveForm(MarkedForm):
    title, button, done = "归档", "记下归档", "归档了。"

    on = day_field("归档的日子")

    def __init__(self, *args: Any, spot: SpotPenalty, **options: Any) -> None:
        super().__init__(*args, **options)
        self.spot = spot

    def act(self, at: datetime) -> object:
        return services.archive_spot(self.spot, on=self.cleaned_data["on"], by=self.by, at=at)
