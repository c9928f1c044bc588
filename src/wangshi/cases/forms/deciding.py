"""了结的表单: the two that the head approves, and the one for every other ending."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Permission, Role
from wangshi.cases import services
from wangshi.cases.endings import endings
from wangshi.cases.models import Clue
from wangshi.cases.offences import title_of
from wangshi.cases.workflow import DECIDED_BY_THE_HEAD, OUTCOME_TITLES, ClueOutcome

from .correcting import DAY_MISSING, DEMAND_MISSING, day_field, demand_field, usual_day
from .steps import StepForm, offer_choices, offer_rows, words

FACTS_MISSING = "写明初步查到的事实，至少写清时间、网址和说法"
GROUND_MISSING = "选一个理由：不写理由不能了结"


class FilingForm(StepForm):
    permission, step = Permission.VERIFY_CLUE, "propose"
    title, button = "立案审批表", "提交负责人审批"
    done = "已提请负责人审批。"
    lede = "线索里已有的都填好了，改这里不会改动原记录。"
    checked_first = True

    cause = forms.CharField(label="案由", max_length=200, error_messages={"required": "写明案由"})
    party = forms.CharField(
        label="当事人",
        help_text="名称与营业执照一致",
        max_length=200,
        error_messages={"required": "写明当事人，名称与营业执照一致"},
    )
    second_officer = forms.ChoiceField(
        label="第二名执法人员",
        help_text="办案人员不少于两名，都要有执法证（第十九条）",
        error_messages={
            "required": "选第二名执法人员，不能是您自己",
            "invalid_choice": "选第二名执法人员，不能是您自己",
        },
    )
    reason = words(
        "初步查到的事实", FACTS_MISSING, hint="谁、什么时候、在哪个网址、说了什么", rows=5
    )

    def offer(self) -> None:
        officers = Account.objects.filter(
            is_active=True, grants__role=Role.OFFICER, grants__ended_at__isnull=True
        )
        certified = officers.exclude(certificate_number="").exclude(pk=self.clue.handler_id or 0)
        self.officers = {str(each.pk): each for each in certified.distinct()}
        named = [(pk, _certified(each)) for pk, each in self.officers.items()]
        offer_choices(self, "second_officer", [("", "选一名"), *named])
        self.initial.setdefault("cause", title_of(self.clue.violation) or self.clue.title)
        self.initial.setdefault("party", _party(self.clue))
        self.initial.setdefault("reason", self.clue.quote or self.clue.detail)

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        filing = services.Filing(
            outcome=ClueOutcome.FILED,
            ground="filed",
            reason=given["reason"],
            cause=given["cause"],
            party=given["party"],
            second_officer=self.officers[given["second_officer"]],
        )
        return services.propose_decision(self.clue, filing=filing, **self.who(at))


class DecliningForm(StepForm):
    permission, step = Permission.VERIFY_CLUE, "propose"
    title, button = "不予立案审批表", "提交负责人审批"
    done = "已提请负责人审批。"
    lede = "“已改正”不等于“不予立案”：选第二十条的一种情形，写明事实。"
    checked_first = True

    ground = forms.ChoiceField(
        label="哪一种情形",
        widget=forms.RadioSelect,
        error_messages={"required": GROUND_MISSING},
    )
    reason = words("查到的事实和理由", FACTS_MISSING, rows=5)

    def offer(self) -> None:
        rows = endings(timezone.localdate(), ClueOutcome.DECLINED)
        offer_choices(
            self,
            "ground",
            [(row.code, f"{row.title}\n{row.article}{_noted(row.note)}") for row in rows],
        )

    def act(self, at: datetime) -> object:
        filing = services.Filing(
            ClueOutcome.DECLINED, self.cleaned_data["ground"], self.cleaned_data["reason"]
        )
        return services.propose_decision(self.clue, filing=filing, **self.who(at))


class DecideForm(StepForm):
    permission, step = Permission.DECIDE_CLUE, "decide"
    title, button = "了结线索", "决定这样了结"
    done = "已决定。下一步：答复发现人。"
    lede = "立案和不予立案由负责人批准，这里没有。了结不等于改好，发现人可以提异议。"
    checked_first = True

    ground = forms.ChoiceField(
        label="怎么了结",
        widget=forms.RadioSelect,
        error_messages={"required": GROUND_MISSING},
    )
    demand = demand_field(
        required=False, hint="只有指导改正才填：哪个页面、哪句话、怎么改；不写谁报的"
    )
    due_on = day_field(required=False)
    receiver = forms.ModelChoiceField(
        label="移送给（本县单位）",
        help_text="只有移送才填；对方马上在自己的办件台上看到",
        queryset=Department.objects.none(),
        required=False,
        empty_label="不是移送，或者移送到县外",
    )
    receiver_outside = forms.CharField(
        label="移送给（县外单位、司法机关）", required=False, max_length=120
    )
    other_number = forms.CharField(
        label="和哪一条重复",
        help_text="只有重复才填；填另一条线索的编号",
        required=False,
        max_length=40,
    )
    reason = words("查到了什么、为什么这样了结", "写明查到了什么、为什么这样了结", rows=5)

    def offer(self) -> None:
        allowed = [one for one in ClueOutcome if one not in DECIDED_BY_THE_HEAD]
        rows = endings(timezone.localdate(), *allowed)
        self.rows = {row.code: row for row in rows}
        offer_choices(
            self,
            "ground",
            [
                (row.code, f"{OUTCOME_TITLES[row.outcome]}：{row.title}\n{row.article}")
                for row in rows
            ],
        )
        self.initial.setdefault("due_on", usual_day(timezone.localdate()))
        others = Department.objects.exclude(pk=self.clue.department_id or 0)
        offer_rows(self, "receiver", others)

    def clean_other_number(self) -> Clue | None:
        number = self.cleaned_data["other_number"].strip()
        if not number:
            return None
        other = Clue.objects.filter(number=number).exclude(pk=self.clue.pk).first()
        if other is None:
            raise forms.ValidationError(f"没有编号是“{number}”的另一条线索：照编号抄一遍")
        return other

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        row = self.rows.get(cleaned.get("ground", ""))
        outcome = row.outcome if row else None
        named = cleaned.get("receiver") or cleaned.get("receiver_outside", "").strip()
        if outcome is ClueOutcome.TRANSFERRED and not named:
            self.add_error("receiver", "选移送给哪个单位；县外的单位和司法机关写名称")
        unnamed = not cleaned.get("other_number") and "other_number" not in self.errors
        if outcome is ClueOutcome.DUPLICATE and unnamed:
            self.add_error("other_number", "写明和哪一条重复：填另一条线索的编号")
        if outcome is ClueOutcome.CORRECTED:
            self._require_demand(cleaned)
        return cleaned

    def _require_demand(self, cleaned: dict[str, Any]) -> None:
        for name, missing in (("demand", DEMAND_MISSING), ("due_on", DAY_MISSING)):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, missing)

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        row = self.rows[given["ground"]]
        transferred = row.outcome is ClueOutcome.TRANSFERRED
        guided = row.outcome is ClueOutcome.CORRECTED
        verdict = services.Verdict(
            outcome=row.outcome,
            ground=row.code,
            reason=given["reason"],
            duplicate_of=given["other_number"] if row.outcome is ClueOutcome.DUPLICATE else None,
            transferred_to=given["receiver"] if transferred else None,
            transferred_out=given["receiver_outside"] if transferred else "",
            demand=services.Demand(given["demand"], given["due_on"]) if guided else None,
        )
        return services.decide_clue(self.clue, verdict=verdict, **self.who(at))


def _certified(officer: Account) -> str:
    return f"{officer.name}（执法证 {officer.certificate_number}）"


def _party(clue: Clue) -> str:
    if clue.operator:
        return clue.operator.name
    return clue.shop.name if clue.shop else clue.suspect_name


def _noted(note: str) -> str:
    return f"。{note}" if note else ""
