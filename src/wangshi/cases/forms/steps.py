"""走一步的表单: each knows its step, its fields and the verb it calls."""

import uuid
from abc import abstractmethod
from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.cases import services
from wangshi.cases.clocks import check_deadline, check_term, too_late_to_pause
from wangshi.cases.endings import told
from wangshi.cases.models import Clue
from wangshi.cases.selectors import facts_of, routes
from wangshi.cases.workflow import StepRefused
from wangshi.shared.pages import Fact

from .photos import PhotosField


def words(label: str, missing: str, *, hint: str = "", rows: int = 4) -> forms.CharField:
    """一段话: its own words say what is missing."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing, "max_length": "最多 4000 字：写要点，细节放附件"},
    )


class StepForm(forms.Form):
    """一步的表单: hidden marks against a double click and against two people at once."""

    permission: ClassVar[Permission]
    step: ClassVar[str]
    title: ClassVar[str]
    button: ClassVar[str]
    lede: ClassVar[str] = ""
    done: ClassVar[str]
    asked_title: ClassVar[str] = "等您答复的"
    # 交之前先核对一遍填的内容.
    checked_first: ClassVar[bool] = False

    mark = forms.CharField(widget=forms.HiddenInput, max_length=64)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, clue: Clue, by: Account, version: int, **options: Any) -> None:
        initial = {"mark": uuid.uuid4().hex, "version": version} | (options.pop("initial") or {})
        super().__init__(*args, **options | {"initial": initial})
        self.clue, self.by = clue, by
        self.offer()

    @classmethod
    def admit(cls, clue: Clue, by: Account) -> None:
        """谁能打开: Refused for everybody else; the verb asks again."""
        require(by, cls.permission, clue)

    def offer(self) -> None:
        """选项: filled in for this clue and this account."""

    @abstractmethod
    def act(self, at: datetime) -> object:
        """Calls the verb; Refused and StepRefused pass through."""

    def who(self, at: datetime) -> dict[str, Any]:
        """谁、什么时候、从哪个版本: what every verb is told."""
        return {"by": self.by, "at": at, "version": self.cleaned_data["version"]}

    def facts(self) -> list[Fact]:
        """核对用: label and value of each visible field that was filled in."""
        shown = [(field, self.cleaned_data[field.name]) for field in self.visible_fields()]
        return [
            Fact(str(field.label), _spoken(field.field, value))
            for field, value in shown
            if value not in (None, "", [])
        ]


def _spoken(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        titles = {str(choice[0]): str(choice[1]) for choice in field.widget.choices}
        return titles.get(str(value), str(value)).split("\n")[0]
    return str(value)


def offer_choices(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    """给一个选择项装上选项."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} is no choice")
    field.choices = list(choices)


def offer_rows(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """给一个选择项装上可选的记录."""
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(f"{name} is no choice of rows")
    field.queryset = rows


class AssignForm(StepForm):
    permission, step = Permission.ASSIGN_CLUE, "assign"
    title, button, done = "分派线索", "分派给这个单位", "已分派。"
    lede = "推荐的排在前面，理由写在下面；派给别的单位，写明为什么。"

    department = forms.ChoiceField(
        label="派给谁",
        help_text="下面写着理由的是推荐的；派给别的，要写明为什么",
        widget=forms.RadioSelect,
        error_messages={"required": "选一个单位", "invalid_choice": "选名单里的单位"},
    )
    reason = forms.CharField(
        label="为什么派给它",
        help_text="派给推荐的第一个单位可以不写",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def offer(self) -> None:
        suggested = [route for route in routes(self.clue) if not self._is_here(route.department_id)]
        self.first = suggested[0] if suggested else None
        choices = [
            (str(route.department_id), f"{route.name}\n{'；'.join(route.reasons)}")
            for route in suggested
        ]
        named = {route.department_id for route in suggested}
        others = Department.objects.exclude(pk__in=named | {self.clue.department_id or 0})
        choices += [(str(each.pk), each.short_name) for each in others]
        offer_choices(self, "department", choices)

    def _is_here(self, department_id: int) -> bool:
        return department_id == self.clue.department_id

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        chosen = cleaned.get("department")
        suggested = self.first is not None and str(self.first.department_id) == chosen
        if chosen and not suggested and not cleaned.get("reason", "").strip():
            self.add_error("reason", "没有派给推荐的第一个单位：写明为什么")
        return cleaned

    def act(self, at: datetime) -> object:
        department = Department.objects.get(pk=self.cleaned_data["department"])
        reason = self.cleaned_data["reason"]
        return services.assign_clue(self.clue, department=department, reason=reason, **self.who(at))


class AcceptForm(StepForm):
    permission, step = Permission.ACCEPT_CLUE, "accept"
    title, button, done = "接收线索", "接收，由我核查", "已接收，由您核查。"
    lede = "接收以后由您核查，期限照旧从发现的次日起算。"

    def act(self, at: datetime) -> object:
        return services.accept_clue(self.clue, **self.who(at))


class ReturnForm(StepForm):
    permission, step = Permission.ACCEPT_CLUE, "return"
    title, button, done = "退回分派员", "退回线索", "已退回，分派员会重派。"

    reason = words("为什么退回", "写明为什么退回：不归哪里管、应当派给谁", hint="分派员照这个重派")

    def act(self, at: datetime) -> object:
        return services.return_clue(self.clue, reason=self.cleaned_data["reason"], **self.who(at))


class NoteForm(StepForm):
    permission, step = Permission.VERIFY_CLUE, "note"
    title, button, done = "记核查", "记下这次核查", "已记下。"

    note = words(
        "做了什么、看到什么",
        "写明做了什么、看到什么：时间、找谁、结果",
        hint="什么时候、找谁或者看哪个网址、结果怎样",
    )

    def act(self, at: datetime) -> object:
        return services.note_check(self.clue, words=self.cleaned_data["note"], **self.who(at))


class EvidenceForm(StepForm):
    permission, step = Permission.VERIFY_CLUE, "evidence"
    title, button, done = "加证据照片", "加上照片", "照片已加上。"
    lede = "照片按内容的校验值保存，原样不动。"

    photos = PhotosField(label="照片", help_text="JPG、PNG 或 WebP，一次最多 9 张")
    note = words("拍的是什么", "写明照片拍的是什么、在哪里拍的", rows=2)

    def act(self, at: datetime) -> object:
        return services.add_evidence_photos(
            self.clue,
            photos=self.cleaned_data["photos"],
            words=self.cleaned_data["note"],
            **self.who(at),
        )


class PauseForm(StepForm):
    permission, step = Permission.VERIFY_CLUE, "pause"
    title, button, done = "暂停计时", "从今天起暂停", "计时已暂停。"
    lede = "只有法律写明的事由可以不计入期限；结果一到就恢复。"

    ground = forms.ChoiceField(
        label="事由",
        widget=forms.RadioSelect,
        error_messages={"required": "选一个法律允许的事由"},
    )
    note = words("送去哪里、约定哪天有结果", "写明送去哪里、约定哪天有结果", rows=2)

    def offer(self) -> None:
        facts = facts_of(self.clue)
        due = check_deadline(facts).due_on
        if due is not None and timezone.localdate() > due:
            raise StepRefused(too_late_to_pause(due))
        grounds = check_term(facts).pauses
        offer_choices(self, "ground", [(ground.key, ground.title) for ground in grounds])

    def act(self, at: datetime) -> object:
        ground, note = self.cleaned_data["ground"], self.cleaned_data["note"]
        return services.pause_clue(self.clue, ground=ground, note=note, **self.who(at))


class ResumeForm(StepForm):
    permission, step = Permission.VERIFY_CLUE, "resume"
    title, button, done = "恢复计时", "结果到了，恢复计时", "计时已恢复，明天起接着算。"

    note = forms.CharField(
        label="结果是什么",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def act(self, at: datetime) -> object:
        return services.resume_clue(self.clue, words=self.cleaned_data["note"], **self.who(at))


class AskExtensionForm(StepForm):
    permission, step = Permission.VERIFY_CLUE, "ask_extension"
    title, button, done = "申请延长", "提请负责人批准", "申请已送负责人。"
    lede = "限一次，要在期满前由负责人批准；批下来之前，期限不变。"

    reason = words("特殊情况是什么", "写明特殊情况是什么、还要做哪几件事")

    def act(self, at: datetime) -> object:
        return services.ask_extension(self.clue, reason=self.cleaned_data["reason"], **self.who(at))


class ReplyForm(StepForm):
    permission, step = Permission.REPLY_CLUE, "reply"
    title, button, done = "答复发现人", "发出答复", "已答复，线索了结。发现人可以提出异议。"
    asked_title = "怎么决定的"
    lede = "写给发现线索的人看：查到什么、怎么办了。不写举报人和当事人的个人信息。"

    reply = words("答复", "写给发现人的话：查到什么、怎么办了、谁办的", rows=6)

    def offer(self) -> None:
        self.initial.setdefault("reply", told(self.clue.ground))

    def asked(self) -> list[Fact]:
        """What was decided, before the eyes of whoever writes the answer."""
        clue = self.clue
        return [Fact("结果", clue.get_outcome_display()), Fact("写明", clue.decision_reason)]

    def act(self, at: datetime) -> object:
        return services.reply_clue(self.clue, words=self.cleaned_data["reply"], **self.who(at))


class DisputeForm(StepForm):
    permission, step = Permission.DISPUTE_CLUE, "dispute"
    title, button, done = "提出异议", "提出异议", "异议已收到，会换一个人复核。"
    lede = "觉得不该这样了结，就写一句。由没有经办过的人复核。"

    reason = words("哪里不对", "写一句：哪里不对，您看到的是什么样", rows=4)

    def act(self, at: datetime) -> object:
        return services.dispute_clue(self.clue, reason=self.cleaned_data["reason"], **self.who(at))


class SuperviseForm(StepForm):
    permission, step = Permission.SUPERVISE_CLUE, "supervise"
    title, button, done = "督办", "签发督办单", "督办单已签发。"
    lede = "逾期的可以直接督办；没有逾期，写明为什么要督办。"

    demand = words("要求", "写明要求：办什么、办到什么程度", rows=3)
    reason = forms.CharField(
        label="没有逾期，为什么督办",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def act(self, at: datetime) -> object:
        demand, reason = self.cleaned_data["demand"], self.cleaned_data["reason"]
        return services.supervise_clue(self.clue, demand=demand, reason=reason, **self.who(at))
