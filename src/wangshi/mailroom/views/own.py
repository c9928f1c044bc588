"""我的通知: what happened with my matters, and what I want to hear."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangshi.accounts.requests import account
from wangshi.mailroom.forms.choosing import WishForm, wish_data
from wangshi.mailroom.models import Mailbox
from wangshi.mailroom.selectors import notices_of, unseen_count, wanted_by
from wangshi.mailroom.services import Wish, choose, mark_seen
from wangshi.shared.pages import Link
from wangshi.shared.paging import page_of


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """通知: the new ones first asked for, or all of them."""
    me = account(request)
    everything = request.GET.get("f") == "all"
    found = notices_of(me) if everything else notices_of(me).filter(seen_at__isnull=True)
    unseen = unseen_count(me)
    context = {
        "page": page_of(found, request),
        "unseen": unseen,
        "everything": everything,
        "chips": [
            Link("没看过的", "?", unseen, here=not everything),
            Link("全部", "?f=all", here=everything),
        ],
    }
    return render(request, "mailroom/notices.html", context)


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """看过了: all of one's own."""
    count = mark_seen(account(request), at=timezone.now())
    messages.success(request, f"{count} 条都标成看过了。" if count else "没有没看过的。")
    return redirect("notices")


@require_POST
def opened(request: HttpRequest, pk: int) -> HttpResponse:
    """去办: the notice is seen, and its page opens."""
    me = account(request)
    notice = get_object_or_404(notices_of(me), pk=pk)
    mark_seen(me, at=timezone.now(), notice=notice)
    return redirect(notice.page)


@require_http_methods(["GET", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """要收哪些."""
    me = account(request)
    box = Mailbox.objects.filter(account=me).first()
    now = Wish(box.address if box else "", wanted_by(me))
    form = WishForm(request.POST or None, initial=wish_data(now))
    if request.method == "POST" and form.is_valid():
        choose(form.wish(), by=me)
        messages.success(request, "记下了，从下一条通知起照这样办。")
        return redirect("notices")
    status = 422 if form.errors else 200
    return render(request, "mailroom/choices.html", {"form": form}, status=status)
