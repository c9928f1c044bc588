"""村和边界的表单."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms

from wangshi.accounts.models import Town
from wangshi.figures import services
from wangshi.figures.models import Boundaries, Village, VillageProof

from .acting import ActForm, day, line

LARGEST_PHOTO = 20 * 1024 * 1024
LARGEST_MAP = 8 * 1024 * 1024


class SizedFile(forms.FileField):
    """不太大的文件."""

    def __init__(self, *, most: int, too_large: str, **options: Any) -> None:
        super().__init__(**options)
        self.most, self.too_large = most, too_large

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Refused before anything of it is read."""
        if data is not None and getattr(data, "size", 0) > self.most:
            raise forms.ValidationError(self.too_large)
        return super().clean(data, initial)


class VillagesForm(ActForm):
    """列入行政村."""

    title = "列入行政村"
    button: ClassVar[str] = "列入名册"
    done: ClassVar[str] = "列入了。"

    town = forms.ModelChoiceField(
        Town.objects.all(), label="哪个镇办", error_messages={"required": "选哪个镇办"}
    )
    names = forms.CharField(
        label="村名",
        max_length=20_000,
        help_text="一行一个",
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "写村名，一行一个"},
    )

    def act(self, at: datetime) -> tuple[Village, ...]:
        given = self.cleaned_data
        names = given["names"].splitlines()
        return services.add_villages(given["town"], names, by=self.by, at=at)


class ProofForm(ActForm):
    """快递进村的佐证."""

    title = "交快递进村的佐证"
    button: ClassVar[str] = "交佐证"
    done: ClassVar[str] = "交了。到期以前再去看一次。"

    served_by = line("谁送", "写谁送，如 邮政、某某快递", most=80)
    times_a_week = forms.IntegerField(
        label="一周几次",
        min_value=1,
        max_value=28,
        error_messages={
            "required": "填一周几次", "invalid": "填整数，如 5",
            "min_value": "一周至少 1 次；没有送的不算进村", "max_value": "一周最多填 28 次",
        },
    )  # fmt: skip
    seen_on = day("哪天看到", "填看到的那一天")
    words = line("看到了什么", "写看到了什么，如 村服务点有当天的签收单", most=300)
    photo = SizedFile(
        most=LARGEST_PHOTO,
        too_large="照片超过 20 MB：压缩以后再传",
        label="照片",
        required=False,
        help_text="服务点、签收单；不要拍到收件人的姓名电话",
        error_messages={"empty": "这个文件是空的：换一张"},
    )

    def __init__(self, *args: Any, village: Village, **options: Any) -> None:
        super().__init__(*args, **options)
        self.village = village
        self.lede = f"{village}"

    def act(self, at: datetime) -> VillageProof:
        given = self.cleaned_data
        new = services.NewProof(
            given["served_by"], given["times_a_week"], given["seen_on"], given["words"],
            given["photo"],
        )  # fmt: skip
        return services.prove_village(self.village, new, by=self.by, at=at)


class BoundariesForm(ActForm):
    """传边界图."""

    title = "传边界图"
    button: ClassVar[str] = "传上去"
    done: ClassVar[str] = "传上了，图下面写着审图号。"
    lede = "只收测绘部门给的、有审图号的边界。没有的，用方格图，方格图不是地图。"

    file = SizedFile(
        most=LARGEST_MAP,
        too_large="文件超过 4 MB：先把边界简化，再传一次",
        label="边界文件",
        help_text="GeoJSON，一个镇办一块，name 写镇办名称；4 MB 以内",
        error_messages={"required": "选一个文件", "empty": "这个文件是空的：换一份"},
    )
    name = line("叫什么", "写这份边界叫什么", most=120)
    number = line("审图号", "写审图号", "如 GS(2024)0650号、陕S(2023)018号", most=40)

    def act(self, at: datetime) -> Boundaries:
        given = self.cleaned_data
        sent = services.BoundaryFile(
            given["file"].read(), given["file"].name, given["name"], given["number"]
        )
        return services.take_boundaries(sent, by=self.by, at=at)
