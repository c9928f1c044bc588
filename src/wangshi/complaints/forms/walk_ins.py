"""当日办的表单: a few lines when somebody comes, a few when it is settled."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms

from wangshi.accounts.models import Town
from wangshi.complaints import services
from wangshi.complaints.models import WalkIn
from wangshi.engine.jurisdiction import Respondent

from .base import MarkedForm, day_field, words_field
from .intake import IntakeForm
from .mediators import short

VISIT = "VISIT"


def money_field(label: str, hint: str = "") -> forms.DecimalField:
    """一笔钱, in yuan."""
    return forms.DecimalField(
        label=label,
        help_text=hint,
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        error_messages={"invalid": "金额写数字，例如 68"},
    )


class WalkInForm(MarkedForm):
    title, button, done = "来访登记", "收下这件来访", "收下了，今天办结。"
    lede = "不记姓名。当场解决不了的，登记成投诉时再填"
    is_visitor = forms.BooleanField(label="是游客", required=False)
    leaves_on = day_field("哪天离开", "今天走的先办", required=False)
    respondent = short("商家", "写商家的名称：招牌、店名、车牌都行", most=120)
    town = forms.ModelChoiceField(
        Town.objects.all(), label="在哪个镇", required=False, empty_label="不知道"
    )
    goods = short("买了什么、什么服务", "写买了什么、什么服务", most=200)
    text = words_field("怎么回事", "写一两句：怎么回事，想怎么办", rows=3)
    amount = money_field("要多少元")

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        names = ("respondent", "goods", "text", "amount", "is_visitor", "leaves_on", "town")
        new = services.NewWalkIn(**{name: given[name] for name in names})
        return services.take_walk_in(new, by=self.by, at=at)


class OneWalkInForm(MarkedForm):
    """关于一件来访的."""

    def __init__(self, *args: Any, walk_in: WalkIn, **options: Any) -> None:
        super().__init__(*args, **options)
        self.walk_in = walk_in


class SettleForm(OneWalkInForm):
    title, button, done = "当场解决了", "记下解决", "记下了。"
    words = words_field("怎么解决的", "写怎么解决的", rows=3)
    recovered = money_field("退赔多少元", "没有就空着")
    advanced = money_field("其中先行赔付多少元", "景区、市场、平台的先行赔付金垫的")
    advanced_by = short("谁先行赔付的")

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        settlement = services.Settlement(
            given["words"],
            given["recovered"] or Decimal(0),
            given["advanced"] or Decimal(0),
            given["advanced_by"],
        )
        return services.settle_walk_in(self.walk_in, settlement, by=self.by, at=at)


class LeaveForm(OneWalkInForm):
    title, button, done = "人走了", "记下人走了", "记下了。"
    words = words_field("告诉过对方什么", "写告诉过对方什么：还可以怎么投诉，到哪里看进度", rows=3)

    def act(self, at: datetime) -> object:
        words = self.cleaned_data["words"]
        return services.leave_walk_in(self.walk_in, words=words, by=self.by, at=at)


class WalkInComplaintForm(IntakeForm):
    """来访登记成投诉: the same form as any letter, with what was taken down already in it."""

    title, button, done = "登记成投诉", "登记这件来件", "登记了。"

    def __init__(self, *args: Any, walk_in: WalkIn, **options: Any) -> None:
        known = {
            "asked": "complaint",
            "channel": VISIT,
            "respondent": walk_in.respondent_name,
            "kind": Respondent.OFFLINE.value,
            "goods": walk_in.goods,
            "text": walk_in.text,
            "amount": walk_in.amount,
        }
        super().__init__(*args, **options | {"initial": known | options.get("initial", {})})
        self.walk_in = walk_in

    def act(self, at: datetime) -> services.Filed:
        """登记, and the walk-in has ended."""
        return services.file_walk_in(self.walk_in, self.letter(), by=self.by, at=at)
