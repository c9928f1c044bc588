"""商品信息导入: rows of a listings file become listings and sightings, then they are screened."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import Refused, may, require
from wangshi.engine.tables import Record, preset
from wangshi.monitoring.models import Sweep
from wangshi.monitoring.services import (
    Origin,
    check_prices_of,
    draw_after_import,
    moment_of,
    screen_batch,
    take_rows,
    weigh_rows,
)
from wangshi.registry.services import propose_links
from wangshi.shared.imports import Importer, Written
from wangshi.shared.models import ImportBatch
from wangshi.shared.services import Actor


def _open_sweeps() -> list[tuple[str, str]]:
    sweeps = Sweep.objects.filter(closed_at=None).values_list("pk", "title")
    return [("", "不属于哪次监测"), *((str(key), title) for key, title in sweeps)]


class ListingOptions(forms.Form):
    """附加条件: what the rows of the file do not say themselves."""

    platform = forms.CharField(
        label="平台",
        max_length=30,
        required=False,
        help_text="美团、饿了么的导出，或者表里有“平台”一列的，不用填",
    )
    shop = forms.CharField(
        label="店名",
        max_length=120,
        required=False,
        help_text="整份文件是一家店的，填它的名字；表里有“店铺名称”一列的，不用填",
        error_messages={"max_length": "店名最多 120 个字"},
    )
    seen_on = forms.DateField(
        label="看到日期",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="在网上看到这些商品的那一天；不填就是今天",
        error_messages={"invalid": "看到日期写成 2026-11-23 这样"},
    )
    sweep = forms.ChoiceField(label="属于哪次监测", required=False, choices=_open_sweeps)

    def clean_seen_on(self) -> date:
        """No day given means today; a day to come is refused."""
        today = timezone.localdate()
        seen_on: date = self.cleaned_data["seen_on"] or today
        if seen_on > today:
            raise forms.ValidationError(f"看到日期不能晚于今天（{today:%Y-%m-%d}）")
        return seen_on


class ListingImporter(Importer):
    """商品信息: listings by their number in their shop; what was seen is never overwritten."""

    kind = "listings"
    title = "商品信息"
    advice = "平台导出或者巡查时记下的商品清单：有商品名称就能导入，导完马上筛查。"
    subject = "listings"
    usual_preset = "listings_plain"
    form = ListingOptions

    def allows(self, by: Actor) -> bool:
        """谁能导入商品信息."""
        return isinstance(by, Account) and may(by, Permission.IMPORT_LISTINGS)

    def require(self, by: Actor) -> None:
        """导入商品信息要有这项权限."""
        if not isinstance(by, Account):
            raise Refused("没有登录")
        require(by, Permission.IMPORT_LISTINGS)

    def weigh(self, batch: ImportBatch, records: Sequence[Record]) -> Written:
        """试算: counts, nothing written."""
        return weigh_rows(records, origin=_origin(batch))

    def write(self, batch: ImportBatch, records: Sequence[Record]) -> Written:
        """写入一段."""
        return take_rows(records, origin=_origin(batch), by=_sender(batch))

    def finish(self, batch: ImportBatch) -> None:
        """What the batch brought is screened, its new shops are held against the register, and
        of what no rule hit some is drawn to be read."""
        screen_batch(batch)
        check_prices_of(batch)
        propose_links(at=timezone.now(), by=_sender(batch))
        draw_after_import(batch, _sweep(batch), by=_sender(batch), at=timezone.now())

    def outcome_url(self, batch: ImportBatch) -> str:
        """The listings of this batch."""
        return f"{reverse('listings')}?batch={batch.pk}"


def _sweep(batch: ImportBatch) -> Sweep | None:
    key = _origin(batch).sweep_id
    return Sweep.objects.get(pk=key) if key else None


def _sender(batch: ImportBatch) -> Account:
    """Who sent the file: their right is asked for again while it is written."""
    if batch.by_id is None:
        raise Refused("没有登录")
    return Account.objects.get(pk=batch.by_id)


def _origin(batch: ImportBatch) -> Origin:
    options: dict[str, Any] = batch.options
    return Origin(
        platform=options.get("platform") or preset(batch.preset).platform,
        shop=options.get("shop") or "",
        seen_at=_seen_at(options.get("seen_on") or "", batch.received_at),
        sweep_id=int(options["sweep"]) if options.get("sweep") else None,
        batch_id=batch.pk,
        received_at=batch.received_at,
    )


def _seen_at(seen_on: str, received_at: datetime) -> datetime:
    """The day the officer gave; without one, the day the file came."""
    day = date.fromisoformat(seen_on) if seen_on else timezone.localdate(received_at)
    return moment_of(day)
