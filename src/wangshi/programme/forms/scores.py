"""评分的表单: a sheet from a workbook, an assessment, a mark, a proof for an item."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms

from wangshi.engine.indicators import Item, SheetHead
from wangshi.programme import services
from wangshi.programme.models import Assessment, Mark, Proof, ScoreSheet
from wangshi.programme.selectors import sheets_taken, shipped_sheets
from wangshi.programme.workflow import Side

from .acting import ActForm, day, line, upload, words
from .meetings import unit

PERCENT = 100
SHIPPED = "law:"


class SheetForm(ActForm):
    title, button, done = "导入评分表", "导入评分表", "收下了。可以照它自评。"
    lede = "省里、县里的表：Excel 或 CSV，一行一项。哪一格不对会逐格说明，加不拢的不收"

    file = upload(
        "评分表文件", "选评分表文件", "列名：编号、一级指标、一级分值、指标、类型、分值……"
    )
    name = line("名称", "写评分表的名称", most=120)
    issued = line("文号、日期", "写文号或者来源")
    pass_total = forms.DecimalField(
        label="总分多少合格", min_value=0, max_value=PERCENT, initial=Decimal(85)
    )
    pass_rate = forms.DecimalField(
        label="每个一级得分率多少合格（%）", min_value=0, max_value=PERCENT, initial=Decimal(80)
    )

    def act(self, at: datetime) -> ScoreSheet:
        given = self.cleaned_data
        head = SheetHead(
            key="county",
            title=given["name"],
            issued=given["issued"],
            pass_total=given["pass_total"],
            pass_rate=given["pass_rate"],
        )
        file = services.SheetFile(given["file"].read(), given["file"].name or "", head)
        return services.take_sheet(file, by=self.by, at=at)


class AssessmentForm(ActForm):
    title, button, done = "开始自评", "开始自评", "开始了。定量的已经算好，定性的逐项打分。"

    sheet = forms.ChoiceField(label="照哪张评分表", error_messages={"required": "选一张评分表"})
    name = line("叫什么", "写这次自评叫什么", "比如 2026 年度自查", most=120)
    since = day("从哪天的工作算起", "填从哪天算起")
    until = day("到哪天", "填到哪天")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        standing = {"since": date(today.year, 1, 1), "until": today}
        options["initial"] = standing | (options.get("initial") or {})
        super().__init__(*args, **options)
        taken = [(f"{row.pk}", f"{sheet.title}（{len(sheet.items)} 项）")
                 for row, sheet in sheets_taken()]  # fmt: skip
        shipped = [
            (
                f"{SHIPPED}{key}",
                f"{sheet.title}（录入 {len(sheet.items)}/{sheet.items_expected} 项）",
            )
            for key, sheet in shipped_sheets().items()
        ]
        field = self.fields["sheet"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*taken, *shipped]

    def act(self, at: datetime) -> Assessment:
        given = self.cleaned_data
        key = given["sheet"]
        shipped = key.startswith(SHIPPED)
        sheet = key.removeprefix(SHIPPED) if shipped else ScoreSheet.objects.get(pk=key)
        return services.open_assessment(
            sheet, title=given["name"], since=given["since"], until=given["until"],
            by=self.by, at=at,
        )  # fmt: skip


class MarkForm(ActForm):
    done = "记下了。"

    points = forms.DecimalField(
        label="几分",
        min_value=0,
        max_digits=6,
        decimal_places=2,
        error_messages={
            "required": "写几分",
            "invalid": "写数字，比如 2 或者 1.5",
            "min_value": "不能是负数",
        },
    )
    reason = words("凭什么", "写一句：凭什么给这个分", rows=2)

    def __init__(
        self, *args: Any, assessment: Assessment, item: Item, side: Side, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.assessment, self.item, self.side = assessment, item, side
        self.fields["points"].help_text = f"满分 {item.points}" if item.points is not None else ""

    def act(self, at: datetime) -> Mark:
        given = self.cleaned_data
        new = services.NewMark(self.item.number, self.side, given["points"], given["reason"])
        return services.give_mark(self.assessment, new, by=self.by, at=at)


class SelfMarkForm(MarkForm):
    title, button = "自评打分", "记下自评分"


class CheckedMarkForm(MarkForm):
    title, button = "核查打分", "记下核查分"
    lede = "和自评分分开记；自己打的自评，请别人核查"


class ItemProofForm(ActForm):
    title, button, done = "交佐证", "交佐证", "收下了。"
    lede = "系统里已有的自己会找到；这里交系统外的"

    department = unit("哪个单位的", "选哪个单位的")
    name = line("名称", "写佐证的名称")
    happened_on = day("哪天的事", "填事情发生的那一天")
    words = words("说明", "", rows=2)
    file = upload("文件", "", "随迎检材料一起打包")

    def __init__(self, *args: Any, item: Item, **options: Any) -> None:
        super().__init__(*args, **options)
        self.item = item

    def act(self, at: datetime) -> Proof:
        given = self.cleaned_data
        new = services.NewProof(
            given["name"], given["happened_on"], given["words"], self.item.number, given["file"]
        )
        return services.add_proof(new, task=None, department=given["department"], by=self.by, at=at)
