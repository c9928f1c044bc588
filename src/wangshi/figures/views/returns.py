"""报表的页: what is to be filed, one return with its versions, the form, the list of who files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.engine.figures import Period, period_of, standing_forms
from wangshi.figures import selectors
from wangshi.figures.forms import EndRespondentForm, FilingForm, RespondentForm
from wangshi.figures.models import Filing, Respondent
from wangshi.figures.selectors import Slot, number
from wangshi.figures.workflow import SLOT_KINDS, SLOT_TITLES, SlotState
from wangshi.shared.pages import Fact, Link
from wangshi.shared.paging import page_of_list

from .acting import Around, filled


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """填报表: an officer sees everybody's, a unit or a firm its own; what is missing first."""
    who, today = account(request), timezone.localdate()
    sees_all = may(who, Permission.VIEW_STATISTICS)
    if not sees_all:
        require(who, Permission.FILE_RETURN)
    mine = {one.pk for one in selectors.respondents_of(who)} if _files(who) else set()
    whose = selectors.every_respondent() if sees_all else selectors.respondents_of(who)
    every = selectors.slots(whose, today)
    asked = _state(request)
    shown = [slot for slot in every if asked is None or slot.state is asked]
    page = page_of_list(sorted(shown, key=lambda slot: not slot.is_missing), request)
    context = {
        "page": page,
        "lines": [(slot, SLOT_TITLES[slot.state], SLOT_KINDS[slot.state]) for slot in page],
        "chips": _chips(every, asked),
        "mine": mine,
        "missing": sum(slot.is_missing for slot in every),
        "may_run": may(who, Permission.RUN_FIGURES),
    }
    return render(request, "figures/filings.html", context)


@require_GET
def show(request: HttpRequest, respondent_id: int, written: str) -> HttpResponse:
    """一份报表: what stands, where it comes from, every version that went before."""
    who = account(request)
    respondent, period = _respondent(respondent_id), _period(written)
    _may_see(who, respondent)
    filings = selectors.filings_of(respondent, period)
    slot = selectors.slot_of(
        respondent, period, filings[0] if filings else None, timezone.localdate()
    )
    context = {
        "slot": slot,
        "state": (SLOT_TITLES[slot.state], SLOT_KINDS[slot.state]),
        "facts": _facts(slot, filings[0]) if filings else [],
        "versions": [(filing, _values(slot, filing)) for filing in filings],
        "may_fill": _may_fill(who, respondent) and slot.state is not SlotState.OPEN,
        "may_run": may(who, Permission.RUN_FIGURES),
    }
    return render(request, "figures/filing.html", context)


@require_http_methods(["GET", "POST"])
def fill(request: HttpRequest, respondent_id: int, written: str) -> HttpResponse:
    """报一份."""
    who = account(request)
    respondent, period = _respondent(respondent_id), _period(written)
    if not _may_fill(who, respondent):
        raise Http404
    filings = selectors.filings_of(respondent, period)
    before = selectors.previous_values(respondent, period)
    form = FilingForm(
        request.POST or None,
        by=who,
        respondent=respondent,
        period=period,
        standing=filings[0] if filings else None,
        initial=kept_fields(request),
    )
    here = reverse("filing", args=[respondent.pk, period.key])
    crumbs = (Link("填报表", reverse("filings")), Link(str(respondent), here), Link("填报"))
    facts = _cells(respondent, period.before, before) if before else ()
    return filled(request, form, Around(here, "不填了", crumbs, facts))


@require_http_methods(["GET", "POST"])
def respondent_new(request: HttpRequest) -> HttpResponse:
    """列入报送名册."""
    who = account(request)
    require(who, Permission.RUN_FIGURES)
    year = timezone.localdate().replace(month=1, day=1)
    form = RespondentForm(
        request.POST or None, by=who, initial={"since": year} | kept_fields(request)
    )
    back = reverse("filings")
    return filled(request, form, Around(back, "不列了", (Link("填报表", back), Link("列入名册"))))


@require_http_methods(["GET", "POST"])
def respondent_end(request: HttpRequest, respondent_id: int) -> HttpResponse:
    """不用再报."""
    who, respondent = account(request), _respondent(respondent_id)
    require(who, Permission.RUN_FIGURES)
    form = EndRespondentForm(
        request.POST or None, by=who, respondent=respondent, initial=kept_fields(request)
    )
    back = reverse("filings")
    facts = (
        Fact("谁", str(respondent)),
        Fact("报表", standing_forms()[respondent.form].title),
        Fact("从哪天起报", f"{respondent.since:%Y-%m-%d}"),
    )
    crumbs = (Link("填报表", back), Link("不用再报"))
    return filled(request, form, Around(back, "还要报", crumbs, facts, "现在这样记着"))


def _files(who: Account) -> bool:
    return may(who, Permission.FILE_RETURN)


def _may_fill(who: Account, respondent: Respondent) -> bool:
    return may(who, Permission.RUN_FIGURES) or may(who, Permission.FILE_RETURN, respondent)


def _may_see(who: Account, respondent: Respondent) -> None:
    if not may(who, Permission.VIEW_STATISTICS) and not _may_fill(who, respondent):
        raise Http404


def _facts(slot: Slot, filing: Filing) -> list[Fact]:
    told = [Fact(title, value) for title, value in _values(slot, filing)]
    return [
        *told,
        Fact("数出自哪里", filing.origin),
        Fact("截至", f"{filing.as_of:%Y-%m-%d}"),
        *([Fact("说明", filing.note)] if filing.note else []),
    ]


def _values(slot: Slot, filing: Filing) -> list[tuple[str, str]]:
    told = selectors.values_of(filing)
    return [
        (cell.title, f"{number(told.get(cell.key))} {cell.unit}")
        for cell in slot.form.version_for(slot.period).cells
    ]


def _cells(respondent: Respondent, period: Period, filing: Filing) -> tuple[Fact, ...]:
    told = selectors.values_of(filing)
    cells = standing_forms()[respondent.form].version_for(period).cells
    return tuple(Fact(cell.title, f"{number(told.get(cell.key))} {cell.unit}") for cell in cells)


def _chips(every: tuple[Slot, ...], asked: SlotState | None) -> list[Link]:
    here = reverse("filings")
    counted = [(state, sum(slot.state is state for slot in every)) for state in SlotState]
    return [
        Link("全部", here, len(every), asked is None),
        *(
            Link(SLOT_TITLES[state], f"{here}?state={state}", count, state is asked)
            for state, count in counted
            if count
        ),
    ]


def _state(request: HttpRequest) -> SlotState | None:
    asked = request.GET.get("state", "")
    return SlotState(asked) if asked in list(SlotState) else None


def _respondent(respondent_id: int) -> Respondent:
    rows = Respondent.objects.select_related("department", "operator", "town")
    found = get_object_or_404(rows, pk=respondent_id)
    if found.form not in standing_forms():
        raise Http404(f"没有这张报表：{found.form}")
    return found


def _period(written: str) -> Period:
    try:
        return period_of(written)
    except ValueError as error:
        raise Http404(str(error)) from None
