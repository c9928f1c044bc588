"""专项资金的表单."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from wangshi.programme import services
from wangshi.programme.models import Fund, FundProject, Voucher
from wangshi.programme.workflow import HEAD_TITLES, FundHead

from .acting import ActForm, day, line, words
from .meetings import unit


def money(label: str, missing: str, hint: str = "") -> forms.DecimalField:
    """一笔钱，以元计."""
    return forms.DecimalField(
        label=label,
        help_text=hint,
        min_value=Decimal("0.01"),
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "required": missing,
            "invalid": "这一格要填数字，单位是元，如 12800.00",
            "min_value": "要大于 0",
            "max_digits": "这个数太大：检查单位是不是元",
            "max_whole_digits": "这个数太大：检查单位是不是元",
            "max_decimal_places": "最多两位小数",
        },
    )


class FundForm(ActForm):
    title: ClassVar[str] = "登记专项资金"
    button: ClassVar[str] = "登记资金"
    done: ClassVar[str] = "登记了。批了哪些项目，一个个记。"

    year = forms.IntegerField(
        label="年度",
        min_value=2000,
        max_value=2100,
        error_messages={
            "required": "填年度", "invalid": "写四位数，如 2026",
            "min_value": "写四位数，如 2026", "max_value": "写四位数，如 2026",
        },
    )  # fmt: skip
    head = forms.ChoiceField(label="用在哪里", choices=list(HEAD_TITLES.items()))
    name = line("叫什么", "写这笔资金叫什么", "如 电子商务发展专项资金", most=120)
    amount = money("预算（元）", "填预算")
    origin = line("文号", "写下达资金的文号", most=120)
    decided_on = day("下达日期", "填下达日期")

    def act(self, at: datetime) -> Fund:
        given = self.cleaned_data
        new = services.NewFund(
            given["year"], FundHead(given["head"]), given["name"], given["amount"],
            given["origin"], given["decided_on"],
        )  # fmt: skip
        return services.open_fund(new, by=self.by, at=at)


class ProjectForm(ActForm):
    title: ClassVar[str] = "批一个项目"
    button: ClassVar[str] = "批这个项目"
    done: ClassVar[str] = "批了。付款由管的单位一笔笔记。"

    name = line("做什么", "写项目做什么")
    payee = line("给谁", "写钱给哪个单位", "全称", most=120)
    department = unit("哪个单位管", "选哪个单位管")
    amount = money("批多少（元）", "填批多少")
    approved_on = day("批准日期", "填批准日期")

    def __init__(self, *args: Any, fund: Fund, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fund = fund

    def act(self, at: datetime) -> FundProject:
        given = self.cleaned_data
        new = services.NewProject(
            given["name"], given["payee"], given["department"], given["amount"],
            given["approved_on"],
        )  # fmt: skip
        return services.approve_project(self.fund, new, by=self.by, at=at)


class OnProjectForm(ActForm):
    """一个项目上的动作."""

    def __init__(self, *args: Any, project: FundProject, **options: Any) -> None:
        super().__init__(*args, **options)
        self.project = project


class PayForm(OnProjectForm):
    title: ClassVar[str] = "记一笔付款"
    button: ClassVar[str] = "记下付款"
    done: ClassVar[str] = "记下了。"
    lede: ClassVar[str] = "和以前付过的比一遍，像重复的要写明为什么不是。"

    number = line("发票号", "", "没有发票的空着", most=40)
    seller = line("开票的", "写是谁开的票", most=120)
    goods = line("买了什么", "写买了什么")
    amount = money("金额（元）", "填金额")
    paid_on = day("付款日期", "填付款日期")
    excuse = line("为什么不是重复", "", "软件说像付过的，才填", most=300)

    def act(self, at: datetime) -> Voucher:
        given = self.cleaned_data
        new = services.NewVoucher(
            given["number"], given["seller"], given["goods"], given["amount"],
            given["paid_on"], given["excuse"],
        )  # fmt: skip
        return services.pay(self.project, new, by=self.by, at=at)


class ResultForm(OnProjectForm):
    title: ClassVar[str] = "报结果"
    button: ClassVar[str] = "报结果"
    done: ClassVar[str] = "报了，等核查。"

    words = words("做成了什么", "写做成了什么，写数")

    def act(self, at: datetime) -> FundProject:
        said = self.cleaned_data["words"]
        return services.show_result(self.project, words=said, by=self.by, at=at)


class AuditForm(OnProjectForm):
    title: ClassVar[str] = "核查项目"
    button: ClassVar[str] = "记下核查"
    done: ClassVar[str] = "记下了。"

    outcome = forms.ChoiceField(
        label="过关没有",
        choices=[("sound", "过关"), ("unsound", "有问题")],
        widget=forms.RadioSelect,
        error_messages={"required": "选一个：过关没有"},
    )
    words = words("看了什么", "写核查看了什么")

    def act(self, at: datetime) -> FundProject:
        given = self.cleaned_data
        return services.audit_project(
            self.project, sound=given["outcome"] == "sound", words=given["words"],
            by=self.by, at=at,
        )  # fmt: skip


PROJECT_FORMS: dict[str, type[OnProjectForm]] = {
    "pay": PayForm,
    "result": ResultForm,
    "audit": AuditForm,
}
