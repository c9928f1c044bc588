"""公开的处罚决定: a list with a search, and one of them; of a withdrawn one, why."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from wangshi.penalties.selectors import public_entries, public_entry
from wangshi.portal.forms.searching import SearchForm
from wangshi.shared.paging import page_of


@login_not_required
@require_GET
def published(request: HttpRequest) -> HttpResponse:
    """处罚信息公示: as long as the law shows each, the newest first."""
    form = SearchForm(request.GET)
    words = form.words()
    found = public_entries(words, timezone.localdate())
    shown = {"form": form, "page": page_of(found, request), "asked": bool(words)}
    return render(request, "portal/published_penalties.html", shown)


@login_not_required
@require_GET
def one(request: HttpRequest, publication_id: int) -> HttpResponse:
    """一件处罚决定."""
    entry = public_entry(publication_id, timezone.localdate())
    if entry is None:
        raise Http404
    return render(request, "portal/published_penalty.html", {"entry": entry})
