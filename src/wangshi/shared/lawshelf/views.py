"""Pages of the law: what a clock or an offence rests on."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wangshi.engine.violations import penalty_text

from . import selectors
from .forms import OFFENCES, TERMS, LawForm

BRIEF: Final = 20


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """法规: every clock and every offence that stands today, or those with the words asked for."""
    today = timezone.localdate()
    form = LawForm(request.GET)
    asked = form.asked()
    terms = selectors.terms_found(asked.text, today) if asked.wants_terms else ()
    offences = selectors.violations_found(asked.text, today) if asked.wants_violations else ()
    context = {
        "today": today,
        "form": form,
        "terms": terms[:BRIEF] if asked.is_nothing else terms,
        "terms_href": f"?kind={TERMS}" if asked.is_nothing else "",
        "terms_title": f"期限 {len(terms)} 个",
        "violations": offences[:BRIEF] if asked.is_nothing else offences,
        "violations_href": f"?kind={OFFENCES}" if asked.is_nothing else "",
        "violations_title": f"违法行为 {len(offences)} 种",
        "library": selectors.library(),
    }
    return render(request, "law/index.html", context)


@require_safe
def term(request: HttpRequest, key: str) -> HttpResponse:
    """一个期限: each of its versions with words, article and certainty."""
    try:
        versions = selectors.term_versions(key)
    except KeyError:
        raise Http404 from None
    rows = [(one, selectors.basis(one.citation), selectors.term_facts(one)) for one in versions]
    return render(request, "law/term.html", {"term": versions[0], "rows": rows})


@require_safe
def violation(request: HttpRequest, code: str) -> HttpResponse:
    """一种违法行为: elements, articles, penalties of today, reasons for leniency."""
    found = selectors.violations().by_code.get(code)
    if found is None:
        raise Http404
    today = timezone.localdate()
    standing = found.as_of(today)
    context = {
        "violation": standing,
        "facts": selectors.violation_facts(standing),
        "breaches": [selectors.basis(breach.citation) for breach in standing.breaches],
        "penalties": [
            (penalty, selectors.basis(penalty.citation)) for penalty in standing.penalties
        ],
        "penalty_words": penalty_text(found, today),
        "older": [b for b in found.breaches if not b.stands(today)],
    }
    return render(request, "law/violation.html", context)
