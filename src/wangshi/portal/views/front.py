"""门户首页: what can be done here without an account; whoever has one goes on to their work."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from wangshi.accounts.models import Account
from wangshi.accounts.selectors import first_page


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """首页: the portal for visitors, the page of one's first duty for everybody else."""
    if isinstance(request.user, Account):
        return redirect(first_page(request.user))
    return render(request, "portal/front.html")


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """这个网站是什么: who runs it, what it does and does not do."""
    return render(request, "portal/about.html")
