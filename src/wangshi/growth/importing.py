"""专题名录导入: one theme, one source and one day a file; a wrong row is refused and named."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import Refused, may, require
from wangshi.engine.tables import Record
from wangshi.growth.services import Told, take_themed_rows
from wangshi.growth.themes import SOURCE_TITLES, THEME_TITLES, Theme, ValueSource
from wangshi.shared.imports import Importer, Written
from wangshi.shared.models import ImportBatch
from wangshi.shared.services import Actor


class ThemeOptions(forms.Form):
    """附加条件: which list, and whose numbers of which day the whole file holds."""

    theme = forms.ChoiceField(label="哪张名录", choices=list(THEME_TITLES.items()))
    source = forms.ChoiceField(label="来源", choices=list(SOURCE_TITLES.items()))
    origin = forms.CharField(
        label="出处",
        max_length=120,
        help_text="哪份表、哪个平台的名单、谁去看的",
        error_messages={"required": "写出处：哪份表、哪个平台、谁去看的"},
    )
    as_of = forms.DateField(
        label="哪天的数",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "填哪天的数", "invalid": "日期写成 2026-11-23 这样"},
    )

    def clean_as_of(self) -> date:
        """Not tomorrow's."""
        day: date = self.cleaned_data["as_of"]
        if day > timezone.localdate():
            raise forms.ValidationError("哪天的数不能晚于今天")
        return day


class ThemedImporter(Importer):
    """专题名录: entries by name and product; every value with its source and day."""

    kind = "themed"
    title = "专题名录"
    advice = (
        "在线旅游、特色农产品、特色工业产品、特色旅游商品：一家一种产品一行，主体名称和产品必填。"
    )
    subject = "themed"
    usual_preset = "themed_entries"
    form = ThemeOptions

    def allows(self, by: Actor) -> bool:
        """谁能导入专题名录."""
        return isinstance(by, Account) and may(by, Permission.EDIT_OPERATOR)

    def require(self, by: Actor) -> None:
        """导入专题名录要有这项权限."""
        if not isinstance(by, Account):
            raise Refused("没有登录")
        require(by, Permission.EDIT_OPERATOR)

    def weigh(self, batch: ImportBatch, records: Sequence[Record]) -> Written:
        """试算: written and taken back, so that it counts exactly what `write` would."""
        with transaction.atomic():
            written = self.write(batch, records)
            transaction.set_rollback(True)
        return written

    def write(self, batch: ImportBatch, records: Sequence[Record]) -> Written:
        """写入一段."""
        given = batch.options
        told = Told(ValueSource(given["source"]), given["origin"], _day(given["as_of"]))
        return take_themed_rows(
            records,
            theme=Theme(given["theme"]),
            told=told,
            by=_sender(batch),
            at=batch.received_at,
        )

    def finish(self, batch: ImportBatch) -> None:
        """Nothing more: what stands is worked out when somebody looks."""

    def outcome_url(self, batch: ImportBatch) -> str:
        """The list the rows went into."""
        return f"{reverse('themed')}?theme={batch.options['theme']}"


def _day(said: Any) -> date:
    return date.fromisoformat(str(said))


def _sender(batch: ImportBatch) -> Account:
    if batch.by_id is None:
        raise Refused("没有登录")
    return Account.objects.get(pk=batch.by_id)
