"""Units, towns and grids, as the system administrator writes them down."""

import re
from typing import Any

from django import forms

from wangshi.accounts.models import Department, DepartmentKind, Town
from wangshi.accounts.services import TownFacts, Unit
from wangshi.shared.lawshelf.selectors import violations

TILES = 12


def listed(text: str) -> tuple[str, ...]:
    """Words between commas, pauses or line ends."""
    return tuple(word for word in re.split(r"[,，、;；\s]+", text) if word)


class DepartmentForm(forms.Form):
    """单位资料."""

    code = forms.RegexField(
        regex=r"^[a-z0-9][a-z0-9-]{1,19}$",
        label="代码",
        help_text="小写字母、数字、横线，定了不能改，例如 amr-08",
        error_messages={"required": "填代码", "invalid": "代码用小写字母、数字、横线，2 到 20 个"},
    )
    name = forms.CharField(label="名称", max_length=60, error_messages={"required": "填名称"})
    short_name = forms.CharField(
        label="简称",
        max_length=20,
        help_text="列表里用的叫法",
        error_messages={"required": "填简称"},
    )
    kind = forms.ChoiceField(label="类别", choices=DepartmentKind.choices)
    parent = forms.ModelChoiceField(
        label="上级单位", queryset=Department.objects.all(), required=False, empty_label="没有上级"
    )
    aliases = forms.CharField(
        label="别的叫法",
        required=False,
        max_length=200,
        help_text="文件里可能怎么写，用顿号隔开",
    )
    violations = forms.CharField(
        label="主管的违法行为",
        required=False,
        max_length=400,
        help_text="代码用顿号隔开，例如 V41、V42；没有单位主管的归市场监管局",
    )
    daily_clues = forms.IntegerField(
        label="每日可接线索",
        min_value=1,
        max_value=200,
        initial=4,
        help_text="分派时看还接得下几件",
        error_messages={
            "required": "填每天能接几件",
            "invalid": "填 1 到 200 的整数",
            "min_value": "每日可接线索要在 1 到 200 之间",
            "max_value": "每日可接线索要在 1 到 200 之间",
        },
    )
    towns = forms.ModelMultipleChoiceField(
        label="管辖的镇办",
        queryset=Town.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, department: Department | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.department = department
        if department is not None:
            del self.fields["code"]

    def clean_name(self) -> str:
        """A name that no other unit bears."""
        name = str(self.cleaned_data["name"])
        others = Department.objects.filter(name=name)
        if self.department is not None:
            others = others.exclude(pk=self.department.pk)
        if others.exists():
            raise forms.ValidationError(f"已经有单位叫“{name}”，换一个名称")
        return name

    def clean_violations(self) -> tuple[str, ...]:
        """Codes that the law folder knows."""
        codes = listed(str(self.cleaned_data["violations"]))
        known = {code.upper(): code for code in violations().by_code}
        unknown = [code for code in codes if code.upper() not in known]
        if unknown:
            raise forms.ValidationError(
                f"没有{'、'.join(unknown)}这个代码，照“违法行为”清单里的写，例如 V41"
            )
        return tuple(known[code.upper()] for code in codes)

    def unit(self) -> Unit:
        """What was written down, for the service."""
        kept = self.cleaned_data
        return Unit(
            code=self.department.code if self.department else kept["code"],
            name=kept["name"],
            short_name=kept["short_name"],
            kind=DepartmentKind(kept["kind"]),
            parent=kept["parent"],
            aliases=listed(kept["aliases"]),
            violations=kept["violations"],
            daily_clues=kept["daily_clues"],
            towns=tuple(kept["towns"]),
        )


def department_form_data(department: Department) -> dict[str, Any]:
    """The unit as the form shows it first."""
    return {
        "name": department.name,
        "short_name": department.short_name,
        "kind": department.kind,
        "parent": department.parent_id,
        "aliases": "、".join(department.aliases),
        "violations": "、".join(department.violations),
        "daily_clues": department.daily_clues,
        "towns": [town.pk for town in department.towns.all()],
    }


def _tile(label: str) -> forms.IntegerField:
    words = f"{label}填 1 到 {TILES} 的整数"
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=TILES,
        help_text="驾驶舱示意格上的位置",
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), words),
    )


class TownForm(forms.Form):
    """镇办资料."""

    name = forms.CharField(label="名称", max_length=40, error_messages={"required": "填名称"})
    column = _tile("第几列")
    row = _tile("第几行")

    def __init__(self, *args: Any, town: Town, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.town = town

    def clean_name(self) -> str:
        """A name that no other town bears."""
        name = str(self.cleaned_data["name"])
        if Town.objects.filter(name=name).exclude(pk=self.town.pk).exists():
            raise forms.ValidationError(f"已经有镇办叫“{name}”，换一个名称")
        return name

    def facts(self) -> TownFacts:
        """What was written down, for the service."""
        kept = self.cleaned_data
        return TownFacts(kept["name"], kept["column"], kept["row"])


class GridForm(forms.Form):
    """增加网格."""

    name = forms.CharField(
        label="网格名称",
        max_length=40,
        help_text="例如 第三网格",
        error_messages={"required": "填网格名称"},
    )
