"""看、导出、移交、遮盖、公开: each asks why."""

from datetime import date, datetime
from typing import Any

from django import forms

from wangshi.accounts.models import Account
from wangshi.evidence.models import CustodyEntry, Exhibit, ExhibitFile, MaskedCopy
from wangshi.evidence.selectors import certified_officers, publication_terms
from wangshi.evidence.services import (
    decline,
    export,
    hand_over,
    look_at,
    make_masked_copy,
    publish_copy,
    withdraw_copy,
)
from wangshi.evidence.workflow import Export


def reason(label: str, hint: str) -> forms.CharField:
    """事由: kept for good in the chain of custody."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=300,
        error_messages={"required": f"写明{label}", "max_length": "最多 300 字：写要点"},
    )


class LookForm(forms.Form):
    """查看工作副本."""

    reason = reason("查看事由", "写进保管链，不能改；比如：核对笔录里的提取内容")

    def act(self, exhibit: Exhibit, *, by: Account, at: datetime) -> CustodyEntry:
        """The entry that opens the working copy."""
        return look_at(exhibit, reason=self.cleaned_data["reason"], by=by, at=at)


class ExportForm(forms.Form):
    """导出."""

    what = forms.ChoiceField(
        label="导出哪一种",
        choices=[
            (
                Export.WORKING,
                "工作副本（.zip）\n日常看、打印、粘贴用；里面是原来的文件和校验值清单",
            ),
            (
                Export.EVIDENTIAL,
                "证据原件包（.wacz）\n移送、诉讼、复议用；一个字节也不变，谁都能校验",
            ),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "选一种：平时用工作副本，移送才用证据原件包"},
    )
    reason = reason("导出事由", "写进保管链，不能改；写明交给谁、办哪件事")

    def act(self, exhibit: Exhibit, *, by: Account, at: datetime) -> CustodyEntry:
        """The entry that lets it out."""
        answers = self.cleaned_data
        what = Export(answers["what"])
        return export(exhibit, what=what, reason=answers["reason"], by=by, at=at)


class HandOverForm(forms.Form):
    """移交."""

    to = forms.ModelChoiceField(
        queryset=Account.objects.none(),
        label="接收人",
        help_text="接收人在系统里点收以后，才由接收人保管；点收以前还是您保管",
        error_messages={"required": "选接收人", "invalid_choice": "选名单里的执法员"},
    )
    reason = reason("移交事由", "写进保管链，不能改；比如：案件移交执法大队办理")

    def __init__(self, *args: Any, exhibit: Exhibit, **options: Any) -> None:
        super().__init__(*args, **options)
        self.exhibit = exhibit
        to = self.fields["to"]
        if isinstance(to, forms.ModelChoiceField):
            to.queryset = certified_officers().exclude(pk=exhibit.custodian_id)

    def act(self, *, by: Account, at: datetime) -> CustodyEntry:
        """The entry that names both hands."""
        answers = self.cleaned_data
        return hand_over(self.exhibit, to=answers["to"], reason=answers["reason"], by=by, at=at)


class DeclineForm(forms.Form):
    """不点收."""

    reason = reason("不点收的理由", "写进保管链，不能改；比如：校验值和交接记录对不上")

    def act(self, exhibit: Exhibit, *, by: Account, at: datetime) -> CustodyEntry:
        """The entry that gives it back."""
        return decline(exhibit, reason=self.cleaned_data["reason"], by=by, at=at)


class MaskForm(forms.Form):
    """遮盖: boxes on a picture, words of a text."""

    marks = forms.CharField(label="要遮的地方", widget=forms.Textarea(attrs={"rows": 5}))
    reason = reason("遮了什么、给谁看", "写进保管链；比如：遮去买家昵称和电话，用于公开典型案例")

    def __init__(self, *args: Any, file: ExhibitFile, **options: Any) -> None:
        super().__init__(*args, **options)
        self.file = file
        marks = self.fields["marks"]
        if file.is_picture:
            marks.help_text = "一行一块：左,上,宽,高（原图的像素）。能用鼠标的，在图上拖就会填进来"
            marks.error_messages["required"] = "还没有标要遮的地方：在图上拖一块，或者写四个数"
        else:
            marks.help_text = "一行一处，照原文一字不差；文里出现几次就遮几次"
            marks.error_messages["required"] = "还没有写要遮的字：一行写一处"

    def act(self, look: CustodyEntry, *, by: Account, at: datetime) -> MaskedCopy:
        """The masked copy."""
        answers = self.cleaned_data
        return make_masked_copy(
            look, self.file, answers["marks"], reason=answers["reason"], by=by, at=at
        )


class PublishForm(forms.Form):
    """公开遮盖副本."""

    caption = forms.CharField(
        label="公开时的说明",
        max_length=200,
        help_text="一句话说明是什么；不写当事人的名字、电话、地址",
        error_messages={"required": "写一句话，说明公开的是什么"},
    )
    term = forms.ChoiceField(
        label="公示到什么时候",
        widget=forms.RadioSelect,
        help_text="跟着处罚信息的公示期走，到期自己下去",
        error_messages={"required": "选公示期的依据"},
    )

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        term = self.fields["term"]
        if isinstance(term, forms.ChoiceField):
            term.choices = [
                (one.key, f"{one.title} {one.length}\n{one.citation}")
                for one in publication_terms(on)
            ]

    def act(self, copy: MaskedCopy, *, by: Account, at: datetime) -> MaskedCopy:
        """The copy, published."""
        answers = self.cleaned_data
        return publish_copy(copy, caption=answers["caption"], term=answers["term"], by=by, at=at)


class WithdrawForm(forms.Form):
    """撤下遮盖副本."""

    reason = reason("撤下理由", "写进保管链；马上从公开的页面下去")

    def act(self, copy: MaskedCopy, *, by: Account, at: datetime) -> MaskedCopy:
        """The copy, withdrawn."""
        return withdraw_copy(copy, reason=self.cleaned_data["reason"], by=by, at=at)
