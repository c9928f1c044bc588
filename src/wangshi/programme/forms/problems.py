"""问题台账和做法库的表单."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from wangshi.accounts.models import Department
from wangshi.programme import services
from wangshi.programme.models import Clause, Decision, Practice, PracticeCopy, Problem
from wangshi.programme.workflow import PRACTICE_TITLES, PracticeKind

from .acting import ActForm, day, line, upload, words
from .meetings import unit


def number(label: str, missing: str) -> forms.DecimalField:
    """一个数."""
    return forms.DecimalField(
        label=label,
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "required": missing, "invalid": "这一格要填数字，如 12.5",
            "max_digits": "这个数太大", "max_whole_digits": "这个数太大",
            "max_decimal_places": "最多两位小数",
        },
    )  # fmt: skip


class ProblemForm(ActForm):
    title: ClassVar[str] = "登记问题"
    button: ClassVar[str] = "登记问题"
    done: ClassVar[str] = "登记了，单位看得到。"

    words = words("是什么问题", "写是什么问题")
    department = unit("哪个单位解决", "选哪个单位解决")
    due_on = day("什么时候解决", "填什么时候解决")
    decision = forms.ModelChoiceField(
        Decision.objects.all(), label="哪次会议定的", required=False, empty_label="不是会议定的"
    )

    def act(self, at: datetime) -> Problem:
        given = self.cleaned_data
        return services.raise_problem(
            given["department"], words=given["words"][:500], due_on=given["due_on"],
            decision=given["decision"], by=self.by, at=at,
        )  # fmt: skip


class OnProblemForm(ActForm):
    """一个问题上的动作."""

    def __init__(self, *args: Any, problem: Problem, **options: Any) -> None:
        super().__init__(*args, **options)
        self.problem = problem


class MeasureForm(OnProblemForm):
    title: ClassVar[str] = "记措施"
    button: ClassVar[str] = "记下措施"
    done: ClassVar[str] = "记下了。"

    words = line("做了什么", "写采取了什么措施", most=1000)

    def act(self, at: datetime) -> object:
        said = self.cleaned_data["words"]
        return services.note_measure(self.problem, words=said, by=self.by, at=at)


class EffectForm(OnProblemForm):
    title: ClassVar[str] = "报成效"
    button: ClassVar[str] = "报成效"
    done: ClassVar[str] = "报了，等销号。"
    lede: ClassVar[str] = "成效要有数：同一样东西，以前多少，现在多少。"

    unit = line("数的是什么", "写数的是什么，带单位", "如 每月投诉件数", most=60)
    before = number("以前多少", "填以前多少")
    after = number("现在多少", "填现在多少")
    words = line("说明", "写看到了什么成效", most=1000)

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        before: Decimal = given["before"]
        effect = services.Effect(given["words"], given["unit"], before, given["after"])
        return services.show_effect(self.problem, effect, by=self.by, at=at)


class CloseProblemForm(OnProblemForm):
    title: ClassVar[str] = "销号"
    button: ClassVar[str] = "给这个问题销号"
    done: ClassVar[str] = "销号了。"

    words = line("凭什么销号", "写凭什么销号", most=1000)

    def act(self, at: datetime) -> Problem:
        said = self.cleaned_data["words"]
        return services.close_problem(self.problem, words=said, by=self.by, at=at)


PROBLEM_FORMS: dict[str, type[OnProblemForm]] = {
    "measure": MeasureForm,
    "effect": EffectForm,
    "close": CloseProblemForm,
}


class PracticeForm(ActForm):
    title: ClassVar[str] = "做法入库"
    button: ClassVar[str] = "放进做法库"
    done: ClassVar[str] = "放进去了。"

    kind = forms.ChoiceField(label="哪种创新", choices=list(PRACTICE_TITLES.items()))
    name = line("叫什么", "写这个做法叫什么", most=120)
    department = unit("哪个单位做的", "选哪个单位做的")
    started_on = day("从哪天做起", "填从哪天做起")
    method = words("怎么做的", "写怎么做的，别的县照着能做", rows=6)
    before = line("以前怎样", "写以前怎样，最好有数", most=500)
    after = line("现在怎样", "写现在怎样，最好有数", most=500)
    clause = forms.ModelChoiceField(
        Clause.objects.none(), label="方案哪一条", required=False, empty_label="没有对应的"
    )
    file = upload("模板文件", "", "表格、制度、规则包，别的县能直接用的")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        clause = self.fields["clause"]
        if isinstance(clause, forms.ModelChoiceField):
            clause.queryset = Clause.objects.filter(plan__state="standing")

    def act(self, at: datetime) -> Practice:
        given = self.cleaned_data
        new = services.NewPractice(
            PracticeKind(given["kind"]), given["name"], given["started_on"], given["method"],
            given["before"], given["after"], given["clause"], given["file"],
        )  # fmt: skip
        department: Department = given["department"]
        return services.add_practice(department, new, by=self.by, at=at)


class CopyForm(ActForm):
    title: ClassVar[str] = "记谁照着做了"
    button: ClassVar[str] = "记下谁照着做了"
    done: ClassVar[str] = "记下了。"

    who = line("谁照着做了", "写谁照着做了", most=120)
    on = day("哪天", "填哪天")
    proof = line("凭什么", "写凭什么说照着做了，如 来函、新闻、照片", most=300)

    def __init__(self, *args: Any, practice: Practice, **options: Any) -> None:
        super().__init__(*args, **options)
        self.practice = practice

    def act(self, at: datetime) -> PracticeCopy:
        given = self.cleaned_data
        return services.copy_practice(
            self.practice, who=given["who"], on=given["on"], proof=given["proof"], by=self.by,
            at=at,
        )  # fmt: skip
