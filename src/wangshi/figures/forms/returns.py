"""填报表的表单: one field a cell of the form, then where the figures come from."""

from datetime import date, datetime
from typing import Any, ClassVar

from django import forms

from wangshi.accounts.models import Department
from wangshi.engine.figures import WHO_TITLES, Cell, Period, Who, standing_forms
from wangshi.figures import services
from wangshi.figures.models import Filing, Respondent
from wangshi.registry.models import Operator

from .acting import ActForm, day, line, words

LONGEST_CELL = 40


class FilingForm(ActForm):
    """报一份: cells are text, so that what is no number is refused in words and not swallowed."""

    button: ClassVar[str] = "交这份报表"
    done: ClassVar[str] = "交了。数不对，随时可以更正。"

    def __init__(
        self,
        *args: Any,
        respondent: Respondent,
        period: Period,
        standing: Filing | None,
        **options: Any,
    ) -> None:
        form = standing_forms()[respondent.form]
        typed = options.pop("initial", None) or {}
        options["initial"] = _standing_values(standing) | {"as_of": period.last_on} | typed
        super().__init__(*args, **options)
        self.respondent, self.period, self.standing = respondent, period, standing
        self.title = f"{form.title}，{period}"
        self.lede = f"最晚 {form.due_on(period):%Y-%m-%d} 交。没有就填 0，不知道的先问清楚。"
        for cell in form.version_for(period).cells:
            self.fields[f"cell_{cell.key}"] = _cell_field(cell)
        self.fields["origin"] = line(
            "数出自哪里", "写明数出自哪里", "如 财务账、平台后台、某单位来函"
        )
        self.fields["as_of"] = day("截至", "填数截至哪一天")
        self.fields["note"] = words("说明", "", "和上一期差得多的，写明原因")
        if standing is not None:
            self.fields["reason"] = words("为什么更正", "写明为什么更正", "原来报的那一版留着")

    def act(self, at: datetime) -> Filing:
        given = self.cleaned_data
        cells = {
            name.removeprefix("cell_"): value
            for name, value in given.items()
            if name.startswith("cell_")
        }
        new = services.NewFiling(
            cells, given["origin"], given["as_of"], given["note"], given.get("reason", "")
        )
        return services.file_return(self.respondent, self.period, new, by=self.by, at=at)


def _cell_field(cell: Cell) -> forms.CharField:
    return forms.CharField(
        label=f"{cell.title}（{cell.unit}）",
        help_text=cell.hint,
        required=True,
        max_length=LONGEST_CELL,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": f"{cell.title}没有填：没有就填 0"},
    )


def _standing_values(standing: Filing | None) -> dict[str, Any]:
    if standing is None:
        return {}
    values = {f"cell_{key}": value for key, value in standing.values.items()}
    told: dict[str, Any] = {
        "origin": standing.origin, "as_of": standing.as_of, "note": standing.note,
    }  # fmt: skip
    return values | told


def _forms() -> list[tuple[str, str]]:
    return [
        (form.key, f"{form.title}（{WHO_TITLES[form.who]}填）")
        for form in standing_forms().values()
    ]


class RespondentForm(ActForm):
    """谁填哪张报表."""

    title = "列入报送名册"
    button: ClassVar[str] = "列入名册"
    done: ClassVar[str] = "列入了，到期没报会提醒。"
    lede = "部门、镇办在下面选；企业写统一社会信用代码，一行一个。"

    form = forms.ChoiceField(label="哪张报表", choices=_forms)
    units = forms.ModelMultipleChoiceField(
        Department.objects.all(), label="哪些单位", required=False, help_text="可以选几个"
    )
    firms = forms.CharField(
        label="哪些企业",
        required=False,
        max_length=20_000,
        help_text="统一社会信用代码，一行一个；要先在经营主体里有",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    since = day("从哪天起报", "填从哪天起报", "这一天所在的一期就要报")

    def clean_firms(self) -> list[Operator]:
        """Every code has its operator, or the code is named."""
        codes = [line.strip() for line in self.cleaned_data["firms"].splitlines() if line.strip()]
        found = {one.uscc: one for one in Operator.objects.filter(uscc__in=codes)}
        if absent := [code for code in codes if code not in found]:
            raise forms.ValidationError(f"经营主体里没有 {absent[0]}：核对代码，或者先导入登记数据")
        return list(dict.fromkeys(found[code] for code in codes))

    def clean(self) -> dict[str, Any]:
        """Somebody has to be chosen."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not given.get("units") and not given.get("firms") and "firms" not in self.errors:
            self.add_error("units", "选至少一个单位，或者写至少一家企业")
        return given

    def act(self, at: datetime) -> tuple[Respondent, ...]:
        given = self.cleaned_data
        chosen = standing_forms()[given["form"]]
        who = given["firms"] if chosen.who is Who.FIRM else list(given["units"])
        since: date = given["since"]
        return services.add_respondents(chosen, who, since=since, by=self.by, at=at)


class EndRespondentForm(ActForm):
    """不用再报."""

    title = "不用再报"
    button: ClassVar[str] = "从名册去掉"
    done: ClassVar[str] = "去掉了，报过的都留着。"

    until = day("报到哪天为止", "填报到哪天为止", "这一天以后的期不用再报")

    def __init__(self, *args: Any, respondent: Respondent, **options: Any) -> None:
        super().__init__(*args, **options)
        self.respondent = respondent

    def act(self, at: datetime) -> Respondent:
        until: date = self.cleaned_data["until"]
        return services.end_respondent(self.respondent, until=until, by=self.by)
