"""报送名册: who files which form, from when, until when."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from wangshi.accounts.models import Account, Department, DepartmentKind
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.engine.figures import WHO_TITLES, ReturnForm, Who
from wangshi.figures.models import Respondent
from wangshi.figures.workflow import FiguresRefused
from wangshi.registry.models import Operator
from wangshi.shared.services import record


@transaction.atomic
def add_respondents(
    form: ReturnForm,
    who: Sequence[Department | Operator],
    *,
    since: date,
    by: Account,
    at: datetime,
) -> tuple[Respondent, ...]:
    """列入名册: each once; who stands there already is passed over."""
    require(by, Permission.RUN_FIGURES)
    standing = Respondent.objects.filter(form=form.key, until=None)
    units = set(standing.values_list("department_id", flat=True))
    firms = set(standing.values_list("operator_id", flat=True))
    rows = [
        _row(form, one, since, by, at)
        for one in who
        if one.pk not in (firms if isinstance(one, Operator) else units)
    ]
    if not rows:
        raise FiguresRefused("选中的都已经在名册里了")
    made = Respondent.objects.bulk_create(rows)
    record(by, "respondents.added", f"figures.form:{form.key}", count=len(made), since=since)
    return tuple(made)


@transaction.atomic
def end_respondent(respondent: Respondent, *, until: date, by: Account) -> Respondent:
    """不用再报: what was filed stays."""
    require(by, Permission.RUN_FIGURES)
    respondent = Respondent.objects.select_for_update().get(pk=respondent.pk)
    if respondent.until is not None:
        raise FiguresRefused(f"{respondent}已经不用报了")
    if until < respondent.since:
        raise FiguresRefused(f"要在 {respondent.since:%Y-%m-%d} 以后")
    respondent.until = until
    respondent.save(update_fields=["until"])
    record(by, "respondent.ended", respondent, until=until)
    return respondent


def _row(
    form: ReturnForm, one: Department | Operator, since: date, by: Account, at: datetime
) -> Respondent:
    fits = isinstance(one, Operator) == (form.who is Who.FIRM)
    if not fits:
        raise FiguresRefused(f"{form.title}由{WHO_TITLES[form.who]}填")
    if isinstance(one, Operator):
        return Respondent(
            form=form.key, operator=one, town=one.town, since=since, added_at=at, added_by=by
        )
    town = one.towns.first() if one.kind == DepartmentKind.TOWN_GOVERNMENT else None
    if form.who is Who.TOWN and town is None:
        raise FiguresRefused(f"{one}不是镇办，或者没有写管哪个镇：先在账号与单位里补上")
    return Respondent(
        form=form.key, department=one, town=town, since=since, added_at=at, added_by=by
    )
