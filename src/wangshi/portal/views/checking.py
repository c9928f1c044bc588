"""自查: a text or a table is checked and forgotten; nothing of it is kept without a tick."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from wangshi.accounts.lockout import client_address
from wangshi.engine.screening import Item
from wangshi.engine.screening.reporting import report_sheets
from wangshi.engine.tables import Fault
from wangshi.engine.tables.refusal import size_in_words
from wangshi.engine.tables.writing import write_xlsx
from wangshi.monitoring.selectors import screener
from wangshi.portal.allowance import MOST_BODY_BYTES, MOST_UPLOAD_BYTES, VISITOR
from wangshi.portal.callers import caller_of_address
from wangshi.portal.forms.checking import CarriedForm, TableForm, TextForm, carried
from wangshi.portal.models import Material
from wangshi.portal.selectors import Outcome, check_items, screened
from wangshi.portal.services import Turn, keep_material, take_turn

from .bounded import TOO_LARGE, bounded

TOO_MANY: Final = 429
UNREADABLE: Final = 422
MOST_SHOWN: Final = 30
WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _too_large_text(request: HttpRequest, size: int) -> HttpResponse:
    shown = {"form": TextForm(), "size": size_in_words(size), "most": "2 MB"}
    return _form_page(request, "portal/self_check.html", shown, status=TOO_LARGE)


def _too_large_table(request: HttpRequest, size: int) -> HttpResponse:
    shown = {"form": TableForm(), "size": size_in_words(size), "most": "2 MB"}
    return _form_page(request, "portal/self_check_table.html", shown, status=TOO_LARGE)


@bounded(MOST_BODY_BYTES, _too_large_text)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def text(request: HttpRequest) -> HttpResponse:
    """自查一段文字."""
    form = TextForm(request.POST if request.method == "POST" else None)
    template = "portal/self_check.html"
    if request.method != "POST" or not form.is_valid():
        return _form_page(
            request, template, {"form": form}, status=UNREADABLE if form.errors else 200
        )
    item = form.item()
    turn = _turn(request, [item])
    if not turn.taken:
        return _wait(request, template, form, turn)
    outcome = check_items([item], at=timezone.now())
    kept = _keep(item, outcome) if form.cleaned_data["keep"] else None
    shown = {"kept": kept, "asked_to_keep": form.cleaned_data["keep"], "again": "self-check"}
    return _result(request, outcome, [item], shown)


@bounded(MOST_UPLOAD_BYTES, _too_large_table)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def table(request: HttpRequest) -> HttpResponse:
    """自查一张表."""
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = TableForm(*posted)
    template = "portal/self_check_table.html"
    # A file is costly to read, whatever is in it: it counts before it is opened.
    turn = _turn(request, ()) if request.FILES else Turn(taken=True)
    if turn.taken and not form.is_valid():
        return _form_page(
            request, template, {"form": form}, status=UNREADABLE if form.errors else 200
        )
    if turn.taken:
        turn = _turn(request, form.table.items, calls=0)
    if not turn.taken:
        # An empty form: the one that was sent would read the file after all.
        return _wait(request, template, TableForm(), turn)
    items, faults = form.table.items, form.table.faults
    outcome = check_items(items, at=timezone.now())
    return _result(request, outcome, items, {"faults": faults, "again": "self-check-table"})


@bounded(MOST_BODY_BYTES, _too_large_text)
@never_cache
@sensitive_post_parameters()
@require_POST
def download(request: HttpRequest) -> HttpResponse:
    """下载结果表: the texts come back from the page itself and are checked once more."""
    form = CarriedForm(request.POST)
    if not form.is_valid():
        shown = {"form": TextForm(), "incomplete": True}
        return _form_page(request, "portal/self_check.html", shown, status=UNREADABLE)
    items: tuple[Item, ...] = form.cleaned_data["items"]
    turn = _turn(request, items)
    if not turn.taken:
        return _wait(request, "portal/self_check.html", TextForm(), turn)
    file, checker = BytesIO(), screener()
    answers = screened(items, checker, at=timezone.now())
    write_xlsx(file, report_sheets(answers, checker.rulebook))
    name = quote(f"自查结果-{timezone.localdate():%Y%m%d}.xlsx")
    disposition = f"attachment; filename*=utf-8''{name}"
    return HttpResponse(
        file.getvalue(), content_type=WORKBOOK, headers={"Content-Disposition": disposition}
    )


def _turn(request: HttpRequest, items: Sequence[Item], *, calls: int = 1) -> Turn:
    now = timezone.now()
    caller = caller_of_address(client_address(request), timezone.localdate(now))
    characters = sum(len(item.body) for item in items)
    return take_turn(caller, VISITOR, characters=characters, at=now, calls=calls)


def _wait(
    request: HttpRequest, template: str, form: TextForm | TableForm, turn: Turn
) -> HttpResponse:
    """等一等: what was typed stands in the form, so that nothing is lost by waiting."""
    answer = _form_page(request, template, {"form": form, "turn": turn}, status=TOO_MANY)
    answer["Retry-After"] = str(turn.wait)
    return answer


def _keep(item: Item, outcome: Outcome) -> Material | None:
    rules = [remedy.rule.id for remedy in outcome.remedies]
    return keep_material(item, rules=rules, law_fingerprint=outcome.fingerprint, on=outcome.on)


def _form_page(
    request: HttpRequest, template: str, shown: dict[str, Any], *, status: int
) -> HttpResponse:
    kinds = [row.title for row in screener().rulebook.kinds.kinds]
    context = {"kinds": kinds, "allowance": VISITOR, **shown}
    return render(request, template, context, status=status)


def _result(
    request: HttpRequest, outcome: Outcome, items: Sequence[Item], shown: dict[str, Any]
) -> HttpResponse:
    faults: Sequence[Fault] = shown.get("faults", ())
    context = {
        "outcome": outcome,
        "items": outcome.items[:MOST_SHOWN],
        "more": max(0, len(outcome.items) - MOST_SHOWN),
        "single": len(items) == 1,
        "carried": carried(items),
        "missed": len(faults),
        **shown,
    }
    return render(request, "portal/result.html", context)
