"""取证: files, and what two officers say of them."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile

from wangshi.accounts.models import Account
from wangshi.evidence.intake import LARGEST, MEGABYTE, MOST_FILES
from wangshi.evidence.models import Exhibit
from wangshi.evidence.selectors import ExhibitSubject, certified_officers
from wangshi.evidence.services import Taking, take_in
from wangshi.evidence.workflow import KIND_TITLES, ExhibitKind

METHOD = (
    "用单位电脑的浏览器打开上面的网址，等页面加载完，用系统自带的截图工具截取整页，"
    "当场另存，没有改动；另存的文件即上传的文件。"
)


class FilesInput(forms.FileInput):
    """选文件: several at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """几个文件: a list, empty when there is none."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": "选要封存的文件：截图、录屏、保存的网页"
    }

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[Any]"]:
        """Every file of the list; what each is, the verb looks at."""
        given = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if not given and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return given


def moment(label: str, hint: str, *, required: bool = True) -> forms.DateTimeField:
    """时刻: to the second."""
    return forms.DateTimeField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.DateTimeInput(
            format="%Y-%m-%dT%H:%M:%S", attrs={"type": "datetime-local", "step": "1"}
        ),
        error_messages={
            "required": f"填写{label}",
            "invalid": f"{label}要写成 2026-11-23 14:02:31 这样",
        },
    )


def words(label: str, missing: str, *, hint: str = "", rows: int = 3) -> forms.CharField:
    """一段话: its own words say what is missing."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing, "max_length": "最多 2000 字：写要点"},
    )


class TakingForm(forms.Form):
    """上传取证."""

    uploads = FilesField(
        label="要封存的文件",
        widget=FilesInput(attrs={"multiple": True}),
        help_text="截图、录屏、保存的网页都可以；"
        f"最多 {MOST_FILES} 个，一共不超过 {LARGEST // MEGABYTE} MB。"
        "原来是什么就传什么，不要改名、压缩、修图",
    )
    title = forms.CharField(
        label="证据名称",
        max_length=200,
        help_text="比如：甲木茶行店铺首页“根治失眠”截图",
        error_messages={"required": "写上证据名称，让没看过的人知道是什么"},
    )
    kind = forms.ChoiceField(
        label="类别",
        choices=[(key, title) for key, title in KIND_TITLES.items() if key != ExhibitKind.CAPTURED],
        widget=forms.RadioSelect,
        error_messages={"required": "选一个类别"},
    )
    page_url = forms.URLField(
        label="网址",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "网址要从 http 开始，照浏览器地址栏抄"},
    )
    started_at = moment("提取开始", "精确到秒；照当时的钟写")
    ended_at = moment("提取结束", "文件存好的时刻")
    place = forms.CharField(
        label="取证地点",
        max_length=200,
        error_messages={"required": "写上取证地点，比如：甲木市场监管所二楼办公室"},
    )
    second_officer = forms.ModelChoiceField(
        queryset=Account.objects.none(),
        label="第二名执法人员",
        help_text="两人以上，都要有执法证号",
        error_messages={
            "required": "选第二名执法人员",
            "invalid_choice": "选名单里的执法员",
        },
    )
    method = words("提取方法和过程", "写明用什么、怎么提取的", hint="照实改", rows=4)
    content = words("提取内容", "写明文件里能看到什么", hint="只写看到的，不写判断")
    medium = forms.CharField(label="原始存储介质名称及状态", required=False, max_length=200)
    provider = forms.CharField(label="被检查人、证据提供人", required=False, max_length=120)

    def __init__(
        self, *args: Any, by: Account, about: ExhibitSubject | None, **options: Any
    ) -> None:
        first = {"method": METHOD, "page_url": about.page_url if about else ""}
        super().__init__(*args, **options | {"initial": first | (options.get("initial") or {})})
        self.by, self.about = by, about
        second = self.fields["second_officer"]
        if isinstance(second, forms.ModelChoiceField):
            second.queryset = certified_officers().exclude(pk=by.pk)

    def act(self, *, at: datetime) -> Exhibit:
        """The exhibit that was taken in; Refused and EvidenceRefused pass through."""
        answers = self.cleaned_data
        taking = Taking(
            title=answers["title"],
            kind=ExhibitKind(answers["kind"]),
            place=answers["place"],
            method=answers["method"],
            content=answers["content"],
            started_at=answers["started_at"],
            ended_at=answers["ended_at"],
            second_officer=answers["second_officer"],
            subject=self.about.key if self.about else "",
            page_url=answers["page_url"],
            medium=answers["medium"],
            provider=answers["provider"],
        )
        return take_in(taking, answers["uploads"], by=self.by, at=at)
