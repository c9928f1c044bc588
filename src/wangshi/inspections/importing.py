"""平台报送导入: the half-yearly list of who trades on a platform, window by window."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import Refused, may, require
from wangshi.engine.tables import Record
from wangshi.inspections.models import IdentityReturn
from wangshi.inspections.selectors.windows import window_of, windows
from wangshi.inspections.services import ReturnPlan, take_rows, weigh_rows
from wangshi.inspections.workflow import KIND_TITLES, ORIGIN_TITLES, ReturnKind
from wangshi.registry.models import Platform
from wangshi.shared.imports import Importer, Written
from wangshi.shared.models import ImportBatch
from wangshi.shared.services import Actor


def _platforms() -> list[tuple[str, str]]:
    named = Platform.objects.order_by("name").values_list("pk", "name")
    return [("", "选平台"), *((str(key), name) for key, name in named)]


def _windows() -> list[tuple[str, str]]:
    return [(one.key, str(one)) for one in windows(timezone.localdate())]


class ReturnOptions(forms.Form):
    """附加条件: whose return this is, of which window, and how it came to us."""

    platform = forms.ChoiceField(
        label="平台", choices=_platforms, error_messages={"required": "选出是哪个平台报送的"}
    )
    kind = forms.ChoiceField(label="报送的是谁", choices=list(KIND_TITLES.items()))
    window = forms.ChoiceField(label="哪一次报送", choices=_windows)
    origin = forms.ChoiceField(
        label="怎么来的",
        choices=list(ORIGIN_TITLES.items()),
        help_text="法定的接收机关是平台住所地的省级市场监管部门，不是县局",
    )
    reported_on = forms.DateField(
        label="平台报送日期",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="平台交出的那一天，用来看有没有逾期；不知道就不填",
        error_messages={"invalid": "报送日期写成 2026-07-15 这样"},
    )

    def clean(self) -> dict[str, Any]:
        """Handed over after its window opened, and not tomorrow."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        day, key = given.get("reported_on"), given.get("window")
        if day and key:
            opens, today = window_of(key).opens_on, timezone.localdate()
            if not opens <= day <= today:
                self.add_error("reported_on", f"报送日期要在 {opens} 到 {today} 之间")
        return given


class ReturnImporter(Importer):
    """平台报送: rows by shop or account; a row with a wrong code is refused and named."""

    kind = "returns"
    title = "平台报送的身份信息"
    advice = "每年 1 月、7 月的平台内经营者名单：已登记的有信用代码，没有登记的有身份证件号码。"
    subject = "returns"
    usual_preset = "return_shops"
    form = ReturnOptions

    def allows(self, by: Actor) -> bool:
        """谁能导入平台报送."""
        return isinstance(by, Account) and may(by, Permission.SUPERVISE_PLATFORM)

    def require(self, by: Actor) -> None:
        """导入平台报送要有这项权限."""
        if not isinstance(by, Account):
            raise Refused("没有登录")
        require(by, Permission.SUPERVISE_PLATFORM)

    def weigh(self, batch: ImportBatch, records: Sequence[Record]) -> Written:
        """试算: counts, nothing written."""
        return weigh_rows(records, plan=_plan(batch), columns=_columns(batch))

    def write(self, batch: ImportBatch, records: Sequence[Record]) -> Written:
        """写入一段."""
        return take_rows(records, plan=_plan(batch), columns=_columns(batch), by=_sender(batch))

    def finish(self, batch: ImportBatch) -> None:
        """Nothing more: what changed since last time is asked when somebody looks."""

    def outcome_url(self, batch: ImportBatch) -> str:
        """The return the rows went into."""
        plan = _plan(batch)
        found = IdentityReturn.objects.filter(
            platform=plan.platform, kind=plan.kind, year=plan.year, month=plan.month
        ).first()
        return reverse("return", args=[found.pk]) if found else reverse("returns")


def _sender(batch: ImportBatch) -> Account:
    """Who sent the file: their right is asked for again while it is written."""
    if batch.by_id is None:
        raise Refused("没有登录")
    return Account.objects.get(pk=batch.by_id)


def _plan(batch: ImportBatch) -> ReturnPlan:
    given: dict[str, Any] = batch.options
    window = window_of(given["window"])
    day = given.get("reported_on")
    return ReturnPlan(
        platform=Platform.objects.get(pk=int(given["platform"])),
        kind=ReturnKind(given["kind"]),
        year=window.year,
        month=window.month,
        origin=given["origin"],
        reported_on=date.fromisoformat(day) if day else None,
        batch_id=batch.pk,
        received_at=batch.received_at,
    )


def _columns(batch: ImportBatch) -> dict[str, str]:
    """Field → the column it is read from, as the sender's table calls it."""
    return {field: source["columns"][0] for field, source in batch.mapping.items()}
