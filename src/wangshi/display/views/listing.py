"""三率、查过的、该查的, and one check with what may follow it."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import Refused, may, require
from wangshi.accounts.requests import account
from wangshi.display import selectors
from wangshi.display.forms.listing import ChecksForm, DrawForm, DueForm
from wangshi.display.models import DisplayCheck
from wangshi.display.selectors import stale_before
from wangshi.engine.display import (
    PROBLEMS,
    SECTION_TITLES,
    Section,
    State,
    Verdict,
    standing_display_law,
)
from wangshi.engine.tables.writing import Column, OutCell, Sheet, write_xlsx
from wangshi.shared.pages import Fact, Link
from wangshi.shared.paging import page_of

MOST_EXPORTED: Final = 50_000
CHUNK: Final = 2_000
COLUMNS: Final = (
    "检查日期", "网店", "平台", "镇办", "主体", "信用代码", "亮照", "亮证", "亮标", "新旧",
    "逐项", "说明", "网址", "线索", "谁查的",
)  # fmt: skip
TONES: Final = {
    Verdict.SHOWN: "good",
    Verdict.MISSING: "late",
    Verdict.DIFFERS: "late",
    Verdict.NOT_DUE: "",
    Verdict.UNREACHABLE: "rest",
}
RESULTS: Final = {
    State.PRESENT: ("一致", "good"),
    State.MISSING: ("没写", "late"),
    State.DIFFERS: ("不一致", "late"),
    State.UNREACHABLE: ("看不到", "rest"),
}
NOT_COMPARED: Final = ("写了，没有比", "")
WRONG: Final = (State.MISSING, State.DIFFERS)


@require_GET
def rates(request: HttpRequest) -> HttpResponse:
    """三率: by platform and by town; stale checks stand apart."""
    who = _reader(request)
    law, today = standing_display_law(), timezone.localdate()
    drawn = DrawForm(request.GET).drawn_share()
    shown = {
        "rates": selectors.three_rates(today, drawn=drawn),
        "drawn": drawn,
        "seed": selectors.seed_of(today),
        "draws": _draws(drawn),
        "law": law,
        "tabs": _tabs("display"),
        "may_record": may(who, Permission.RECORD_INSPECTION),
    }
    return render(request, "display/rates.html", shown)


@require_GET
def checks(request: HttpRequest) -> HttpResponse:
    """查过的."""
    who = _reader(request)
    form, today = ChecksForm(request.GET), timezone.localdate()
    page = page_of(selectors.checks_for(form.asked(), today), request)
    before = stale_before(today)
    shown = {
        "page": page,
        "rows": [(one, _verdicts(one), one.on < before) for one in page],
        "form": form,
        "tabs": _tabs("display-checks"),
        "is_narrow": any(request.GET.get(name) for name in form.fields),
        "export": reverse("display-export") if may(who, Permission.EXPORT) else "",
    }
    return render(request, "display/checks.html", shown)


@require_GET
def export(request: HttpRequest) -> FileResponse:
    """导出查过的."""
    who = _reader(request)
    require(who, Permission.EXPORT)
    today = timezone.localdate()
    found = selectors.checks_for(ChecksForm(request.GET).asked(), today)[:MOST_EXPORTED]
    before, file = stale_before(today), BytesIO()
    rows = (tuple(_cells(one, is_stale=one.on < before)) for one in found.iterator(CHUNK))
    write_xlsx(file, [Sheet("亮照检查", tuple(Column(name) for name in COLUMNS), rows)])
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="亮照检查.xlsx")


@require_GET
def due(request: HttpRequest) -> HttpResponse:
    """该查的店."""
    who = _reader(request)
    form = DueForm(request.GET)
    page = page_of(selectors.due_shops(form.asked(), timezone.localdate()), request)
    shown = {
        "page": page,
        "rows": [(row, selectors.why_due(row), vars(row)["last_on"]) for row in page],
        "form": form,
        "tabs": _tabs("display-due"),
        "is_narrow": any(request.GET.get(name) for name in form.fields),
        "may_record": may(who, Permission.RECORD_INSPECTION),
    }
    return render(request, "display/due.html", shown)


@require_GET
def show(request: HttpRequest, display_check_id: int) -> HttpResponse:
    """一次检查: item by item, and what may follow."""
    who = _reader(request)
    rows = DisplayCheck.objects.select_related(
        "shop__platform", "shop__operator", "operator", "exhibit", "clue", "answers__clue", "by"
    )
    found = get_object_or_404(rows, pk=display_check_id)
    clue = found.clue or (found.answers.clue if found.answers else None)
    shown = {
        "check": found,
        "verdicts": _verdicts(found),
        "facts": _facts(found),
        "sections": _sections(found),
        "next": _next(found, who),
        "clue": clue,
        "may_see_clue": clue is not None and may(who, Permission.VIEW_CLUE, clue),
        "sheet": standing_display_law().sheet(found.sheet),
        "permit_basis": selectors.permit_basis(found.operator),
        "is_stale": found.on < stale_before(timezone.localdate()),
    }
    return render(request, "display/check.html", shown)


def _reader(request: HttpRequest) -> Account:
    who = account(request)
    if not selectors.reads_checks(who):
        raise Refused(f"{who} 看不到亮照检查")
    return who


def _tabs(here: str) -> list[Link]:
    doors = {"display": "三率", "display-checks": "查过的", "display-due": "该查的"}
    return [Link(word, reverse(name), here=name == here) for name, word in doors.items()]


def _draws(drawn: int) -> list[Link]:
    door = reverse("display")
    shares = [
        Link(words, f"{door}?drawn={rate}", here=rate == drawn)
        for rate, words in selectors.SHARES.items()
    ]
    return [Link("查过的全部", door, here=not drawn), *shares]


def _verdicts(check: DisplayCheck) -> list[tuple[str, str, str]]:
    return [
        (SECTION_TITLES[one], words, TONES[check.verdict(one)])
        for one, words in zip(Section, _words(check), strict=True)
    ]


def _words(check: DisplayCheck) -> list[str]:
    return [
        check.get_licence_display(),
        check.get_permit_display(),
        check.get_mark_display(),
    ]


@dataclass(frozen=True)
class Line:
    """逐项表的一行."""

    title: str
    shown: str
    registered: str
    word: str
    tone: str
    why: str


def _sections(check: DisplayCheck) -> list[tuple[str, list[Line]]]:
    return [
        (title, [_line(one) for one in check.findings if one["section"] == section])
        for section, title in SECTION_TITLES.items()
    ]


def _line(one: dict[str, Any]) -> Line:
    state = State(one["state"]) if one.get("state") else None
    word, tone = ("", "") if state is None else RESULTS[state]
    if state is State.PRESENT and not one["compared"]:
        word, tone = NOT_COMPARED
    shown, registered = one.get("shown", ""), one.get("registered", "")
    return Line(one["title"], shown, registered, word, tone, one.get("why", ""))


def _facts(check: DisplayCheck) -> list[Fact]:
    shop, operator = check.shop, check.operator
    return [
        Fact("网店", shop.name, reverse("shop", args=[shop.pk])),
        Fact("平台", shop.platform),
        Fact(
            "主体",
            operator.name if operator else "还不知道是谁的店，没有登记可比",
            reverse("operator", args=[operator.pk]) if operator else "",
        ),
        Fact("检查日期", check.on),
        Fact("怎么看的", check.get_way_display()),
        Fact("网址", check.page_url),
        Fact("亮照链接", check.link),
        Fact("证据", check.exhibit or ""),
        Fact("说明", check.why),
        Fact("谁查的", f"{check.by.name}，{timezone.localtime(check.at):%Y-%m-%d %H:%M:%S}"),
    ]


def _next(check: DisplayCheck, who: Account) -> dict[str, bool]:
    """能办的: what the services will refuse is not offered."""
    newest = selectors.last_check(check.shop)
    request = selectors.open_request(check.shop)
    acts = may(who, Permission.RECORD_INSPECTION) and newest is not None and newest.pk == check.pk
    free = acts and not (request or check.clue or check.answers)
    wrong = any(check.verdict(one) in PROBLEMS for one in (Section.LICENCE, Section.PERMIT))
    asks = free and wrong and selectors.clue_in_hand(check.shop) is None
    answers = (
        acts
        and request is not None
        and check.is_seen
        and check.at >= request.asked_at
        and selectors.may_recheck(request, who)
    )
    return {"ask": asks, "hand_over": asks, "recheck": answers}


def _cells(check: DisplayCheck, *, is_stale: bool) -> Iterator[OutCell]:
    shop, operator = check.shop, check.operator
    yield from (check.on, shop.name, shop.platform.name, shop.town.name if shop.town else "不明")
    yield from (operator.name if operator else "", (operator.uscc or "") if operator else "")
    yield from _words(check)
    yield "过期" if is_stale else "没过期"
    yield "；".join(
        f"{one['title']}{RESULTS[State(one['state'])][0]}"
        for one in check.findings
        if one.get("state") in WRONG
    )
    yield from (check.why, check.page_url, check.clue.number if check.clue else "", check.by.name)
