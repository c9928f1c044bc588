"""决定、送达、履行、结案、移送公安的表单."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError

from wangshi.penalties import services
from wangshi.penalties.models.money import CONTEST_KINDS
from wangshi.penalties.workflow import MONEY_TITLES, UNDONE_TITLES, CaseOutcome, Money, Undone

from .base import (
    StepForm,
    choice_field,
    day_field,
    line_field,
    moment_field,
    money_field,
    words_field,
)
from .concluding import HANDLINGS, DeliveryForm, SanctionFields

PART = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})\s+([\d.]+)")


class DecideForm(SanctionFields):
    step, title, button, done = "decide", "作出决定", "作出决定", "决定了，编了文号。"
    lede = "处罚内容照审核通过的报告填好：可以减，不能比告知的重。"

    outcome = choice_field("决定", HANDLINGS)
    reason = words_field("理由")
    discussed_on = day_field("集体讨论的日子", "应当集体讨论的填", required=False)
    discussion = words_field("参加的人和意见", "", "应当集体讨论的填", required=False)
    late_reason = words_field(
        "超过办案期限的原因", "", "期限已经满了的填，写进记录", required=False
    )
    field_order = ("outcome", "reason")

    def prepare(self) -> None:
        report = self.docket.reports.last() if self.docket.pk else None
        if report is None:
            return
        self.initial.setdefault("outcome", report.handling)
        names = ("warning", "fine", "income", "goods", "goods_value", "others", "others_words")
        for name in names:
            self.initial.setdefault(name, getattr(report, name))

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        ruling = services.Ruling(
            CaseOutcome(given["outcome"]),
            given["reason"],
            self.sanction,
            discussed_on=given["discussed_on"],
            discussion=given["discussion"],
            late_reason=given["late_reason"],
        )
        return services.decide(self.case, ruling, **self.who_and_when(at))


class ServeForm(DeliveryForm):
    step, title, button, done = "serve", "送达决定书", "记下送达", "记下了。"
    lede = "没有送到的也记一次，再换一种方式；送达时书面告知处罚信息将公示。"

    def act(self, at: datetime) -> object:
        return services.serve_decision(self.case, self.delivery, **self.who_and_when(at))


class UrgeForm(DeliveryForm):
    step, title, button, done = (
        "urge",
        "催告",
        "记下催告",
        "记下了，十个工作日以后还不履行的，可以申请强制执行。",
    )

    def act(self, at: datetime) -> object:
        return services.urge(self.case, self.delivery, **self.who_and_when(at))


class PayForm(StepForm):
    step, title, button, done = "pay", "记缴款", "记下缴款", "记下了。"

    kind = choice_field("缴的是什么", list(MONEY_TITLES.items()))
    amount = money_field("金额（元）", required=True)
    on = day_field("缴款的日子")
    receipt = line_field("票据号", most=60)

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        receipt = services.Receipt(
            Money(given["kind"]), given["amount"], given["on"], given["receipt"]
        )
        return services.pay(self.case, receipt, **self.who_and_when(at))


class FulfilForm(StepForm):
    step, title, button, done = "fulfil", "记履行完毕", "记下履行完毕", "可以结案了。"
    lede = "罚没款缴清以后记；加处罚款不收的，写明理由，结案时负责人一起批。"

    words = words_field("怎么履行的")
    on = day_field("履行完毕的日子")

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.fulfil(
            self.case, words=given["words"], on=given["on"], **self.who_and_when(at)
        )


class DeferForm(StepForm):
    step, title, button, done = "defer", "申请延期、分期", "请负责人批", "已经请示负责人。"

    parts = words_field(
        "每一笔哪天缴多少", hint="一行一笔，如 2026-12-31 5000；加起来等于没有缴的罚款"
    )
    reason = words_field("书面申请的日子、经济困难的情况和证明")

    def clean_parts(self) -> list[services.Part]:
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data["parts"].splitlines())):
            told = PART.fullmatch(line)
            if told is None:
                raise ValidationError(f"“{line[:30]}”看不懂：一行写一笔，如 2026-12-31 5000")
            found.append(services.Part(_day(told[1]), _amount(told[2])))
        return found

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.ask_deferral(
            self.case, given["parts"], reason=given["reason"], **self.who_and_when(at)
        )


def _day(words: str) -> date:
    try:
        return date(*map(int, words.split("-")))
    except ValueError:
        raise ValidationError(f"没有 {words} 这一天") from None


def _amount(words: str) -> Decimal:
    try:
        return Decimal(words).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise ValidationError(f"金额 {words} 看不懂：只写数字") from None


class ContestForm(StepForm):
    step, title, button, done = (
        "contest",
        "记复议、诉讼",
        "记下",
        "记下了；处罚不停止执行，加处罚款停算。",
    )

    kind = choice_field("是哪一种", list(CONTEST_KINDS.items()))
    before = line_field("哪个机关、哪个法院", most=120)
    on = day_field("受理的日子")

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.begin_contest(
            self.case,
            kind=given["kind"],
            before=given["before"],
            on=given["on"],
            **self.who_and_when(at),
        )


class ContestedForm(StepForm):
    step, title, button, done = "contested", "复议、诉讼结束", "记下结果", "记下了。"

    result = words_field("结果")
    on = day_field("结束的日子")

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.end_contest(
            self.case, result=given["result"], on=given["on"], **self.who_and_when(at)
        )


class EnforceForm(StepForm):
    step, title, button, done = (
        "enforce",
        "申请法院强制执行",
        "请负责人批",
        "已经请示负责人，申请书在文书里。",
    )

    court = line_field("向哪个法院申请", most=120)

    def act(self, at: datetime) -> object:
        return services.ask_enforcement(
            self.case, court=self.cleaned_data["court"], **self.who_and_when(at)
        )


class EnforcedForm(StepForm):
    step, title, button, done = "enforced", "法院执行结束", "记下", "可以结案了。"

    how = choice_field("怎么结束的", [("yes", "执行完毕"), ("no", "法院裁定终结执行")])
    words = words_field("法院的文书、执行到多少")
    on = day_field("结束的日子")

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.end_enforcement(
            self.case,
            finished=given["how"] == "yes",
            words=given["words"],
            on=given["on"],
            **self.who_and_when(at),
        )


class CloseForm(StepForm):
    step, title, button, done = "close", "填结案审批表", "请负责人批结案", "已经请示负责人。"

    words = words_field("执行情况、要说明的", required=False)

    def act(self, at: datetime) -> object:
        return services.ask_closing(
            self.case, words=self.cleaned_data["words"], **self.who_and_when(at)
        )


class UndoForm(StepForm):
    step, title, button = "undo", "决定被撤销、变更", "记下"
    done = "记下了；公示过的，三个工作日内撤回。"

    how = choice_field("怎么了", list(UNDONE_TITLES.items()))
    on = day_field("变更、撤销的日子")
    words = words_field("哪个机关的哪份文书、为什么")

    def act(self, at: datetime) -> object:
        given: dict[str, Any] = self.cleaned_data
        return services.undo(
            self.case,
            how=Undone(given["how"]),
            on=given["on"],
            words=given["words"],
            **self.who_and_when(at),
        )


class PoliceForm(StepForm):
    step, title, button, done = (
        "police",
        "报请移送公安",
        "报请决定",
        "报上去了，正职负责人三日内决定。",
    )

    suspicion = words_field("涉嫌什么罪、哪些事实、数额多少", rows=5)

    def act(self, at: datetime) -> object:
        return services.report_crime(
            self.case, suspicion=self.cleaned_data["suspicion"], **self.who_and_when(at)
        )


class PoliceDecideForm(StepForm):
    step, title, button, done = (
        "police-decide",
        "决定移不移送",
        "决定",
        "决定了；批准的，24 小时内移送。",
    )

    verdict = choice_field("移不移送", [("yes", "批准移送"), ("no", "不批准移送")])
    words = words_field("理由", hint="不批准的，理由记录在案")

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.decide_transfer(
            self.case,
            approve=given["verdict"] == "yes",
            words=given["words"],
            **self.who_and_when(at),
        )


class PoliceSendForm(StepForm):
    step, title, button, done = "police-send", "记移送", "记下移送", "记下了，公安三日内审查。"

    sent_to = line_field("移送给哪个公安机关", most=120)
    sent_at = moment_field("移送的时间")

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.send_to_police(
            self.case, sent_to=given["sent_to"], sent_at=given["sent_at"], **self.who_and_when(at)
        )


class PoliceAnswerForm(StepForm):
    step, title, button, done = "police-answer", "记公安的决定", "记下", "记下了。"

    verdict = choice_field("公安的决定", [("yes", "立案"), ("no", "不立案：三日内可以提请复议")])
    words = words_field("文书和理由")
    on = day_field("接到决定的日子")

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.take_police_answer(
            self.case,
            taken=given["verdict"] == "yes",
            words=given["words"],
            on=given["on"],
            **self.who_and_when(at),
        )
