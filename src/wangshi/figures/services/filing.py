"""报一份: checked cell by cell; the same figures again change nothing, a correction adds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.engine.figures import (
    FormVersion,
    Period,
    check_cells,
    digest_of,
    jumps,
    standing_forms,
)
from wangshi.figures.models import Filing, Respondent, Return
from wangshi.figures.selectors import previous_values, values_of
from wangshi.figures.workflow import FiguresRefused
from wangshi.shared.services import clean, record


@dataclass(frozen=True)
class NewFiling:
    """要报的一份: cells as they were typed; where the figures come from, and of which day."""

    cells: Mapping[str, str]
    origin: str
    as_of: date
    note: str = ""
    reason: str = ""
    batch_id: int | None = None


@transaction.atomic
def file_return(
    respondent: Respondent, period: Period, new: NewFiling, *, by: Account, at: datetime
) -> Filing:
    """报一份: the standing filing itself when nothing is different."""
    if not may(by, Permission.RUN_FIGURES):
        require(by, Permission.FILE_RETURN, respondent)
    filing, fresh = put_down(respondent, period, new, by=by, at=at)
    if not fresh:
        return filing
    verb = "return.filed" if filing.number == 1 else "return.corrected"
    record(by, verb, filing, period=period.key, form=respondent.form, reason=filing.reason)
    return filing


def put_down(
    respondent: Respondent, period: Period, new: NewFiling, *, by: Account, at: datetime
) -> tuple[Filing, bool]:
    """记下一版 inside the caller's transaction; False when it says what already stands."""
    form = standing_forms()[respondent.form].version_for(period)
    _is_its_turn(respondent, period, new, timezone.localdate(at))
    values = _checked(form, new.cells)
    sent = Return.objects.select_for_update().filter(respondent=respondent, period=period.key)
    known = sent.first()
    standing = known.filings.order_by("-number").first() if known else None
    digest = digest_of(values, clean(new.origin.strip()), new.as_of, clean(new.note.strip()))
    if standing is not None and standing.digest == digest:
        return standing, False
    _is_explained(respondent, period, values, new, standing)
    whole, _ = Return.objects.get_or_create(
        respondent=respondent, period=period.key, defaults={"first_at": at}
    )
    filing = Filing(
        filed_return=whole,
        number=standing.number + 1 if standing else 1,
        form_version=form.version,
        values={key: format(value, "f") for key, value in values.items()},
        reason=clean(new.reason.strip()) if standing else "",
        digest=digest,
        batch_id=new.batch_id,
        at=at,
        by=by,
    )
    filing.origin, filing.as_of = clean(new.origin.strip()), new.as_of
    filing.note = clean(new.note.strip())
    filing.save(force_insert=True)
    return filing, True


def _is_its_turn(respondent: Respondent, period: Period, new: NewFiling, today: date) -> None:
    form = standing_forms()[respondent.form]
    if period.length is not form.every:
        raise FiguresRefused(f"{form.title}不按这样的期报：从“填报表”里点进来")
    if period.last_on >= today:
        raise FiguresRefused(f"{period}还没有过完，{period.last_on:%Y-%m-%d} 以后再报")
    if respondent.since > period.last_on or (
        respondent.until is not None and respondent.until < period.last_on
    ):
        raise FiguresRefused(f"{respondent}在{period}不用报{form.title}")
    if not new.origin.strip():
        raise FiguresRefused("写明数出自哪里", {"origin": "写明数出自哪里，如 财务账、平台后台"})
    if not period.first_on <= new.as_of <= today:
        words = f"截至日期要在 {period.first_on:%Y-%m-%d} 到今天之间"
        raise FiguresRefused(words, {"as_of": words})


def _checked(form: FormVersion, cells: Mapping[str, str]) -> Mapping[str, Decimal]:
    found = check_cells(form, cells)
    if not found.good:
        wrong: dict[str, str] = {}
        for fault in found.faults:
            wrong.setdefault(fault.key, fault.words)
        raise FiguresRefused("；".join(wrong.values()), wrong)
    return found.values


def _is_explained(
    respondent: Respondent,
    period: Period,
    values: Mapping[str, Decimal],
    new: NewFiling,
    standing: Filing | None,
) -> None:
    if standing is not None and not new.reason.strip():
        words = "这一期报过了，数不一样：写明为什么更正"
        raise FiguresRefused(words, {"reason": words})
    before = previous_values(respondent, period)
    form = standing_forms()[respondent.form]
    if before is None or new.note.strip():
        return
    if said := list(jumps(form, values, values_of(before), period)):
        words = f"和上一期差得多：{'；'.join(said)}。核对单位；没有错就写明原因"
        raise FiguresRefused(words, {"note": words})
