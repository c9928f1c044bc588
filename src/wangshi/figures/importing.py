"""报表导入: one form for one period, a respondent a line; a wrong line is refused and named."""

from collections.abc import Mapping, Sequence

from django import forms
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import Refused, may, require
from wangshi.engine.figures import Length, ReturnForm, period_of, standing_forms
from wangshi.engine.tables import Fault, Record
from wangshi.figures.models import Respondent
from wangshi.figures.selectors import shown_periods
from wangshi.figures.services.filing import NewFiling, put_down
from wangshi.figures.workflow import FiguresRefused
from wangshi.shared.imports import Importer, Written
from wangshi.shared.models import ImportBatch
from wangshi.shared.services import Actor

PRESET = "figures_"


def _periods() -> list[tuple[str, str]]:
    closed = shown_periods(timezone.localdate(), Length.QUARTER)
    return [(one.key, str(one)) for one in reversed(closed)]


class PeriodOptions(forms.Form):
    """附加条件: which period the whole file is of."""

    period = forms.ChoiceField(label="哪一期", choices=_periods)


class FiguresImporter(Importer):
    """报表: which form it is, the columns say; who a line is, the name or the code says."""

    kind = "figures"
    title = "统计报表"
    advice = "一张报表一期一份文件，一家一行：名称（或统一社会信用代码）和各格的数。"
    subject = "figures"
    usual_preset = "figures_firm_sales"
    form = PeriodOptions

    def allows(self, by: Actor) -> bool:
        """谁能导入报表."""
        return isinstance(by, Account) and may(by, Permission.RUN_FIGURES)

    def require(self, by: Actor) -> None:
        """导入报表要有这项权限."""
        if not isinstance(by, Account):
            raise Refused("没有登录")
        require(by, Permission.RUN_FIGURES)

    def weigh(self, batch: ImportBatch, records: Sequence[Record]) -> Written:
        """试算: written and taken back, so that it counts exactly what `write` would."""
        with transaction.atomic():
            written = self.write(batch, records)
            transaction.set_rollback(True)
        return written

    def write(self, batch: ImportBatch, records: Sequence[Record]) -> Written:
        """写入一段."""
        sender = _sender(batch)
        require(sender, Permission.RUN_FIGURES)
        book = _book(_form(batch))
        outcomes = [_take(row, batch, book, sender) for row in records]
        return Written(
            new=outcomes.count("new"),
            changed=outcomes.count("changed"),
            same=outcomes.count("same"),
            faults=tuple(one for one in outcomes if isinstance(one, Fault)),
        )

    def finish(self, batch: ImportBatch) -> None:
        """Nothing more: ranges and grades are worked out when somebody looks."""

    def outcome_url(self, batch: ImportBatch) -> str:
        """Where the rows are seen."""
        return reverse("filings")


def _take(
    row: Record, batch: ImportBatch, book: Mapping[str, Respondent], by: Account
) -> str | Fault:
    name, code = row.text("name"), row.text("uscc")
    respondent = book.get(code) or book.get(name)
    if respondent is None:
        said = "名册里没有这一家：核对名称，或者先列入报送名册"
        return Fault(row.row_number, "名称", (name or code)[:60], said)
    period = period_of(batch.options["period"])
    cells = {key: str(value) for key, value in row.values.items() if value is not None}
    new = NewFiling(
        cells=cells,
        origin=row.text("origin") or f"报来的表 {batch.file_name}",
        as_of=period.last_on,
        note=row.text("note"),
        reason=f"导入更正：{batch.file_name}"[:300],
        batch_id=batch.pk,
    )
    try:
        filing, fresh = put_down(respondent, period, new, by=by, at=batch.received_at)
    except FiguresRefused as refusal:
        key = next(iter(refusal.cells), "")
        return Fault(row.row_number, _title(batch, key), cells.get(key, "")[:60], str(refusal))
    if not fresh:
        return "same"
    return "new" if filing.number == 1 else "changed"


def _form(batch: ImportBatch) -> ReturnForm:
    return standing_forms()[batch.preset.removeprefix(PRESET)]


def _title(batch: ImportBatch, key: str) -> str:
    cells = _form(batch).version_for(period_of(batch.options["period"])).cells
    return next((cell.title for cell in cells if cell.key == key), "说明" if key == "note" else "")


def _book(form: ReturnForm) -> dict[str, Respondent]:
    """Name or code → who stands in the list; a name two firms have leads nowhere."""
    rows = Respondent.objects.filter(form=form.key).select_related("department", "operator")
    found: dict[str, Respondent] = {}
    doubled: set[str] = set()
    for one in rows.order_by("pk"):
        for name in _names(one):
            if name in found and found[name].operator_id != one.operator_id:
                doubled.add(name)
            found[name] = one
    return {name: one for name, one in found.items() if name not in doubled}


def _names(one: Respondent) -> tuple[str, ...]:
    if one.operator is not None:
        return tuple(name for name in (one.operator.uscc, one.operator.name) if name)
    unit = one.department
    return (unit.name, unit.short_name, *unit.aliases) if unit else ()


def _sender(batch: ImportBatch) -> Account:
    """Who sent the file: their right is asked for again while it is written."""
    if batch.by_id is None:
        raise Refused("没有登录")
    return Account.objects.get(pk=batch.by_id)
