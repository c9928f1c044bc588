"""调查的表单: the party, notes, measures, tests, letters, what the head is asked."""

from datetime import datetime

from django import forms

from wangshi.engine.penalties import PartyKind
from wangshi.penalties import services
from wangshi.penalties.codes import ENDINGS, SUSPENSIONS, endings_of, table, titles
from wangshi.penalties.models import AssistLetter, Measure
from wangshi.penalties.models.dockets import PARTY_TITLES
from wangshi.penalties.selectors.listing import certified_officers
from wangshi.penalties.workflow import MEASURE_TITLES, MeasureKind
from wangshi.shared.lawshelf.selectors import violations

from .base import (
    StepForm,
    choice_field,
    day_field,
    line_field,
    moment_field,
    officer_field,
    words_field,
)

TESTS = [("test", "检测、检验、检疫、鉴定"), ("identify", "请权利人辨认、鉴别")]


class PartyForm(StepForm):
    step, title, button, done = "party", "填当事人", "保存当事人", "记下了，各份文书都照它填。"
    lede = "登记数据里有的已经填好，核对执照改正；送达地址照当事人签的确认书填。"

    kind = choice_field("当事人是", list(PARTY_TITLES.items()))
    code = line_field("统一社会信用代码、证件号码", most=30, required=False)
    person = line_field("法定代表人、负责人、经营者", most=80, required=False)
    address = line_field("住所（住址）", "写住所，审核要看", most=300)
    phone = line_field("联系电话", most=40, required=False)
    elsewhere = forms.BooleanField(label="登记地在外省：处罚信息推送给登记地公示", required=False)
    violation = forms.ChoiceField(label="违法行为", required=False)
    service_address = line_field("送达地址", most=300, required=False)
    electronic_to = line_field("同意电子送达的号码、邮箱", most=120, required=False)
    confirmed_on = day_field("签送达地址确认书的日子", required=False)

    def prepare(self) -> None:
        docket = self.docket
        field = self.fields["violation"]
        if isinstance(field, forms.ChoiceField):
            known = [(one.code, f"{one.code} {one.title}") for one in violations()]
            field.choices = [("", "还没有定"), *dict(known).items()]
        if docket.pk:
            kept = ("code", "person", "address", "phone", "elsewhere")
            for name in kept:
                self.initial.setdefault(name, getattr(docket, f"party_{name}"))
            self.initial.setdefault("kind", docket.party_kind)
            for name in ("violation", "service_address", "electronic_to", "confirmed_on"):
                self.initial.setdefault(name, getattr(docket, name))
            return
        for name, value in services.known_party(self.case).items():
            self.initial.setdefault(name.removeprefix("party_"), value)
        self.initial.setdefault("kind", PartyKind.ORGANISATION)

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        party = services.Party(
            kind=PartyKind(given["kind"]),
            **{
                name: given[name]
                for name in (
                    "code", "person", "address", "phone", "elsewhere", "violation",
                    "service_address", "electronic_to", "confirmed_on",
                )
            },
        )  # fmt: skip
        return services.set_party(self.case, party, **self.who_and_when(at))


class NoteForm(StepForm):
    step, title, button, done = "note", "记一笔", "记下", "记下了。"

    words = words_field("做了什么、看到什么", rows=5)

    def act(self, at: datetime) -> object:
        return services.note(self.case, words=self.cleaned_data["words"], **self.who_and_when(at))


class MeasureForm(StepForm):
    step, title, button, done = "measure", "采取措施", "请负责人批", "已经请示负责人。"
    lede = "采取措施要负责人批准；情况紧急、已经当场采取的，填时间，24 小时内补报。"

    kind = choice_field("措施", list(MEASURE_TITLES.items()))
    items = words_field("物品、场所", hint="逐项写名称、规格、数量")
    place = line_field("在哪里保管、谁保管")
    basis = line_field("依据", hint="让采取这种措施的法律、法规，写到条")
    reason = words_field("为什么要采取", hint="证据可能怎样灭失，或者哪条法律准许查封扣押")
    started_at = moment_field("情况紧急，当场采取的时间", "没有当场采取的不填", required=False)

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        new = services.NewMeasure(
            MeasureKind(given["kind"]),
            given["items"],
            given["place"],
            given["basis"],
            given["reason"],
            given["started_at"],
        )
        return services.ask_measure(self.case, new, **self.who_and_when(at))


class ChosenMeasureForm(StepForm):
    """关于一项措施的一步."""

    measure = forms.ModelChoiceField(
        Measure.objects.none(),
        label="哪一项措施",
        empty_label="选措施",
        error_messages={"required": "选哪一项措施", "invalid_choice": "选列出的措施"},
    )

    def prepare(self) -> None:
        found = Measure.objects.filter(docket__case=self.case, ended_on=None)
        self.choose("measure", found)


class StartMeasureForm(ChosenMeasureForm):
    step, title, button = "start-measure", "实施措施", "记下实施"
    done = "记下了，期限从这天起算。"

    started_at = moment_field("实施的时间")

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.start_measure(
            given["measure"], started_at=given["started_at"], **self.who_and_when(at)
        )


class EndMeasureForm(ChosenMeasureForm):
    step, title, button, done = "end-measure", "了结措施", "记下了结", "措施了结了。"

    ending = forms.ChoiceField(label="怎么了结的", error_messages={"required": "选怎么了结的"})
    words = words_field("东西怎么处理了", "写明退还给谁、送到哪里")
    on = day_field("了结的日子")

    def prepare(self) -> None:
        super().prepare()
        field = self.fields["ending"]
        kinds = {
            endings_of(MeasureKind(one.kind))
            for one in Measure.objects.filter(docket__case=self.case, ended_on=None)
        }
        if isinstance(field, forms.ChoiceField):
            rows = [row for row in table(ENDINGS) if row.group in kinds]
            field.choices = [(row.code or "", f"{row.title}（{row.article}）") for row in rows]

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.end_measure(
            given["measure"],
            ending=given["ending"],
            words=given["words"],
            on=given["on"],
            **self.who_and_when(at),
        )


class ProlongForm(ChosenMeasureForm):
    step, title, button = "prolong", "申请延长查封扣押", "请负责人批"
    done = "已经请示负责人；批准以后要书面告知当事人。"

    days = forms.IntegerField(
        label="延长多少日", min_value=1, error_messages={"invalid": "日数只写整数"}
    )
    reason = words_field("情况复杂在哪里")

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.ask_prolonging(
            given["measure"], days=given["days"], reason=given["reason"], **self.who_and_when(at)
        )


class TestForm(StepForm):
    step, title, button, done = (
        "test",
        "送检测、鉴定、辨认",
        "记下送检",
        "记下了，期间不计入办案期限。",
    )

    ground = choice_field("送的是什么", TESTS)
    words = words_field("送给哪个机构、送了什么")
    on = day_field("送检的日子")

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.send_to_test(
            self.case,
            ground=given["ground"],
            words=given["words"],
            on=given["on"],
            **self.who_and_when(at),
        )


class TestedForm(StepForm):
    step, title, button, done = "tested", "结果出来了", "记下结果", "记下了，恢复计时。"

    ground = choice_field("什么的结果", TESTS)
    result = words_field("结果是什么，怎么告知当事人的")
    on = day_field("出来的日子")

    def prepare(self) -> None:
        running = self.docket.pauses.filter(last_on=None, ground__in=dict(TESTS)).first()
        if running is not None:
            self.initial.setdefault("ground", running.ground)

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.take_result(
            self.case,
            ground=given["ground"],
            result=given["result"],
            on=given["on"],
            **self.who_and_when(at),
        )


class LetterForm(StepForm):
    step, title, button, done = "letter", "发协助调查函", "出函", "函出来了，到文书里下载。"

    to = line_field("发给", hint="写单位全称", most=120)
    asks = words_field("请协助查什么、要什么材料")

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.send_letter(
            self.case, to=given["to"], asks=given["asks"], **self.who_and_when(at)
        )


class LetterAnswerForm(StepForm):
    step, title, button, done = "letter-answer", "记协查回函", "记下", "记下了。"

    letter = forms.ModelChoiceField(
        AssistLetter.objects.none(),
        label="哪一份函",
        empty_label="选函",
        error_messages={"required": "选哪一份函", "invalid_choice": "选列出的函"},
    )
    received_on = day_field("对方收到的日子")
    answered_on = day_field("回函的日子", "还没有回的不填", required=False)
    answer = words_field("回函说了什么", required=False)

    def prepare(self) -> None:
        self.choose("letter", AssistLetter.objects.filter(docket__case=self.case, answered_on=None))

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.take_letter_answer(
            given["letter"],
            received_on=given["received_on"],
            answered_on=given["answered_on"],
            answer=given["answer"],
            **self.who_and_when(at),
        )


class RecuseForm(StepForm):
    step, title, button = "recuse", "申请回避", "请负责人批"
    done = "已经请示负责人；决定以前不停止调查。"

    leaving = officer_field("要回避的办案人员")
    coming = officer_field("接办的人")
    reason = words_field("谁申请的、什么关系")

    def prepare(self) -> None:
        handlers = [self.case.first_officer_id, self.case.second_officer_id]
        self.choose("leaving", certified_officers().filter(pk__in=handlers))
        self.choose("coming", certified_officers().exclude(pk__in=handlers))

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.ask_recusal(
            self.case,
            leaving=given["leaving"],
            coming=given["coming"],
            reason=given["reason"],
            **self.who_and_when(at),
        )


class SuspendForm(StepForm):
    step, title, button, done = "suspend", "申请中止调查", "请负责人批", "已经请示负责人。"

    ground = choice_field("哪种情形", list(titles(SUSPENSIONS).items()))
    reason = words_field("等什么、等谁")

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.ask_suspension(
            self.case, ground=given["ground"], reason=given["reason"], **self.who_and_when(at)
        )


class ResumeForm(StepForm):
    step, title, button, done = "resume", "恢复调查", "恢复调查", "恢复了，钟接着走。"

    words = words_field("原因怎么消除的")

    def act(self, at: datetime) -> object:
        return services.resume(self.case, words=self.cleaned_data["words"], **self.who_and_when(at))


class ExtendForm(StepForm):
    step, title, button, done = "extend", "申请延长办案期限", "请负责人批", "已经请示负责人。"
    lede = "第一次最多 30 日，由负责人批准；再次延长由负责人集体讨论，同时定合理的期限。"

    days = forms.IntegerField(
        label="延长多少日", min_value=1, error_messages={"invalid": "日数只写整数"}
    )
    reason = words_field("案情为什么复杂、还要做什么")

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.ask_extension(
            self.case, days=given["days"], reason=given["reason"], **self.who_and_when(at)
        )


class TerminateForm(StepForm):
    step, title, button, done = "terminate", "申请终止调查", "请负责人批", "已经请示负责人。"

    reason = words_field("当事人死亡、终止的证明，有没有承受人")

    def act(self, at: datetime) -> object:
        return services.ask_termination(
            self.case, reason=self.cleaned_data["reason"], **self.who_and_when(at)
        )
