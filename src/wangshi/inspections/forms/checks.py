"""定期检查: the filters of the due list, and the record of one check."""

from datetime import date, datetime
from typing import Any

from django import forms

from wangshi.accounts.models import Account, Department, DepartmentKind, Town
from wangshi.accounts.permissions import Role
from wangshi.accounts.selectors import accounts_matching
from wangshi.engine.supervision import standing_supervision
from wangshi.inspections.models import Inspection
from wangshi.inspections.selectors.checks import ChecksAsked
from wangshi.inspections.selectors.result_codes import standing_results
from wangshi.inspections.services import Visit, record_inspection
from wangshi.registry.models import Operator

from .marked import MarkedForm, day_field, words_field


class CheckFilterForm(forms.Form):
    """筛选该查的."""

    town = forms.ModelChoiceField(
        Town.objects.all(), label="镇办", required=False, empty_label="全部"
    )
    unit = forms.ModelChoiceField(
        Department.objects.filter(kind=DepartmentKind.STATION),
        label="监管所",
        required=False,
        empty_label="全部",
    )
    tier = forms.ChoiceField(label="风险", required=False)
    all = forms.ChoiceField(
        label="到没到日子", required=False, choices=[("", "到了的"), ("yes", "全部")]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["tier"]
        if isinstance(field, forms.ChoiceField):
            tiers = standing_supervision().tiers
            field.choices = [("", "全部"), *((one.key, one.title) for one in reversed(tiers))]

    def asked(self) -> ChecksAsked:
        """筛选条件; a wrong one is not applied."""
        self.is_valid()
        given = self.cleaned_data
        return ChecksAsked(
            town=given.get("town"),
            unit=given.get("unit"),
            tier=given.get("tier", ""),
            due=given.get("all") != "yes",
        )


def _officers() -> Any:
    return (
        accounts_matching(stopped=False)
        .filter(grants__role=Role.OFFICER, grants__ended_at__isnull=True)
        .distinct()
        .order_by("department__code", "name")
    )


class OfficerField(forms.ModelChoiceField[Account]):
    """执法人员: by name and unit."""

    def label_from_instance(self, obj: Account) -> str:
        """李示范（甲木所）."""
        return f"{obj.name}（{obj.department.short_name}）" if obj.department else obj.name


class VisitForm(MarkedForm):
    """记一次检查."""

    on = day_field("检查日期")
    way = forms.ChoiceField(
        label="怎么查的",
        choices=[("online", "线上"), ("visit", "现场")],
        widget=forms.RadioSelect,
        error_messages={"required": "选线上还是现场"},
    )
    second_officer = OfficerField(
        Account.objects.none(),
        label="第二名执法人员",
        empty_label="选一个人",
        help_text="第一名是您；检查要两名执法人员",
        error_messages={"required": "选第二名执法人员"},
    )
    results = forms.MultipleChoiceField(
        label="结果",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "选检查结果，可以选几项"},
    )
    found = words_field("查到什么", hint="没有发现问题的可以不写")
    again_on = day_field("哪天复查", required=False, help_text="责令改正、待后续处理的要填")
    why_again = forms.CharField(
        label="今年再查一次的理由", required=False, max_length=200, help_text="今年没有查过的不用写"
    )

    def __init__(self, *args: Any, by: Account, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        second, results = self.fields["second_officer"], self.fields["results"]
        if isinstance(second, forms.ModelChoiceField):
            second.queryset = _officers().exclude(pk=by.pk)
        if isinstance(results, forms.MultipleChoiceField):
            rows = standing_results(today)
            results.choices = [
                (row.code or "", f"{row.title}\n{row.text('follow_up') or '主体状态'}")
                for row in rows
            ]

    def act(self, operator: Operator, *, by: Account, at: datetime) -> Inspection:
        """The check that was recorded."""
        given = self.cleaned_data
        visit = Visit(
            on=given["on"],
            way=given["way"],
            first_officer=by,
            second_officer=given["second_officer"],
            results=given["results"],
            found=given["found"],
            again_on=given["again_on"],
            why_again=given["why_again"],
        )
        return record_inspection(operator, visit, by=by, at=at)
