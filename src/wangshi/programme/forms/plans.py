"""方案的表单: import, correct a clause, adopt, discard."""

import re
from datetime import date, datetime
from typing import Any

from django import forms

from wangshi.engine.plans import Reading, Stage
from wangshi.programme import services
from wangshi.programme.models import Clause, Plan
from wangshi.programme.workflow import AIM_TITLES

from .acting import ActForm, day, line, upload, words

APART = re.compile(r"[、,，;；\s]+")


class ImportPlanForm(ActForm):
    title, button, done = "导入方案", "导入方案", "导入了。逐条核对，再按这一版执行。"
    lede = "纯文本（一段一行）或者 Word（.docx）。只读出条款，原文一个字不改"

    file = upload("方案文件", "选方案文件", "县里印发的那一份")
    reason = line("为什么有这一版", "", "第一版可以不写；新一轮、调整任务的，写一句")

    def act(self, at: datetime) -> Plan:
        """The draft."""
        given = self.cleaned_data["file"]
        file = services.PlanFile(given.read(), given.name or "", self.cleaned_data["reason"])
        return services.import_plan(file, by=self.by, at=at)


class CorrectClauseForm(ActForm):
    title, button, done = "核对这一条", "保存核对", "保存了。原文没有改，改的是怎么理解。"
    lede = "原文在右边。这里改的是怎么理解，改前改后都留着"

    heading = line("标题", "写上标题", most=300)
    leads = line("牵头单位", "", "只能一个；几个名字用顿号隔开会提示您留一个")
    partners = line("责任（成员）单位", "", "用顿号隔开", most=600)
    stage = line("阶段名称", "", "不是阶段的空着", most=40)
    first_on = day("阶段开始", "")
    last_on = day("阶段结束", "")
    note = words("怎么理解", "", "读不通的、要办公室定的，写在这里", rows=2)
    aim = forms.ChoiceField(
        label="三个促发展",
        help_text="这一条主要靠哪一样；创建工作首页按它看偏没偏",
        choices=[("", "没有定"), *AIM_TITLES.items()],
        required=False,
    )
    reason = line("为什么这样理解，谁定的", "写一句：为什么这样理解，是谁定的")

    def __init__(self, *args: Any, clause: Clause, **options: Any) -> None:
        standing = {
            "heading": clause.title,
            "leads": "、".join(clause.leads),
            "partners": "、".join(clause.partners),
            "stage": clause.stage,
            "first_on": clause.first_on,
            "last_on": clause.last_on,
            "note": clause.note,
            "aim": clause.aim,
        }
        options["initial"] = standing | (options.get("initial") or {})
        super().__init__(*args, **options)
        self.clause = clause

    def clean(self) -> dict[str, Any]:
        """A stage has a name and both its days, in order."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = given.get("first_on"), given.get("last_on")
        if bool(first) != bool(last) and not self.errors:
            self.add_error("last_on" if first else "first_on", "开始和结束都要填，或者都空着")
        if first and last and first > last:
            self.add_error("last_on", f"结束要在 {first:%Y-%m-%d} 或者以后")
        return given

    def act(self, at: datetime) -> Clause:
        """The clause as it is read from now on."""
        given = self.cleaned_data
        return services.correct_clause(
            self.clause, self._reading(), note=given["note"], aim=given["aim"],
            reason=given["reason"], by=self.by, at=at,
        )  # fmt: skip

    def _reading(self) -> Reading:
        given = self.cleaned_data
        stage = None
        if given["first_on"]:
            stage = Stage(given["stage"] or given["heading"], given["first_on"], given["last_on"])
        return Reading(given["heading"], _names(given["leads"]), _names(given["partners"]), stage)


class AdoptPlanForm(ActForm):
    title, button, done = "按这一版执行", "按这一版执行", "现在按这一版执行。接着下达任务。"
    lede = "上一版留着可以查；协调机构和席位按这一版重列"

    on = day("从哪天起", "填从哪天起执行")

    def __init__(self, *args: Any, plan: Plan, today: date, **options: Any) -> None:
        options["initial"] = {"on": today} | (options.get("initial") or {})
        super().__init__(*args, **options)
        self.plan = plan

    def act(self, at: datetime) -> Plan:
        """Standing."""
        return services.adopt_plan(self.plan, on=self.cleaned_data["on"], by=self.by, at=at)


class DiscardPlanForm(ActForm):
    title, button, done = "放弃这一版", "放弃这一版", "放弃了。要再来，重新导入。"
    lede = "只有还没执行的能放弃；正在执行的那一版不受影响"

    reason = line("为什么放弃", "写一句：为什么放弃这一版")

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        self.plan = plan

    def act(self, at: datetime) -> None:
        """Gone, and the record says why."""
        services.discard_plan(self.plan, reason=self.cleaned_data["reason"], by=self.by, at=at)


def _names(written: str) -> tuple[str, ...]:
    return tuple(name for name in APART.split(written.strip()) if name)
