"""店家的手机页: what to put right by when, how, and the way to say that it is done."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.requests import account, kept_fields
from wangshi.cases.forms import OwnerAnswerForm
from wangshi.cases.matters import matter, matter_story
from wangshi.cases.models import Correction
from wangshi.cases.selectors import own_corrections
from wangshi.cases.services import once
from wangshi.cases.workflow import StepRefused
from wangshi.registry.selectors import own_operators
from wangshi.shared.models import Attachment
from wangshi.shared.services import label

from .clues import photo

MOST_DONE = 20


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """我的店: what is to be put right first, then what is over, then the shops."""
    me = account(request)
    require(me, Permission.VIEW_OWN_SHOPS)
    today = timezone.localdate()
    matters = [matter(one, today) for one in own_corrections(me)]
    context = {
        "waiting": [one for one in matters if one.is_open and one.clock],
        "said": [one for one in matters if one.is_open and not one.clock],
        "done": [one for one in matters if not one.is_open][:MOST_DONE],
        "operators": own_operators(me).order_by("pk"),
    }
    return render(request, "cases/my_shops.html", context)


@require_GET
def show(request: HttpRequest, correction_id: int) -> HttpResponse:
    """一件事: what is wrong, the article, what to do by when, what came of it."""
    one = _own(request, correction_id)
    story = matter_story(one, timezone.localdate())
    context = {"story": story, "matter": story.matter, "photos": _photos(one)}
    return render(request, "cases/my_matter.html", context)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, correction_id: int, *, fixed: bool) -> HttpResponse:
    """我已改好，或者有不同意见: one form, two questions."""
    me = account(request)
    one = _own(request, correction_id)
    require(me, Permission.SPEAK_FOR_OPERATOR, one)
    if request.method == "GET" and not one.is_open:
        messages.info(request, "这件事已经有结果了，看下面。")
        return redirect("my-matter", correction_id=one.pk)
    form = OwnerAnswerForm(
        request.POST or None,
        request.FILES or None,
        correction=one,
        fixed=fixed,
        by=me,
        initial=kept_fields(request),
    )
    if request.method == "POST" and form.is_valid() and _taken(request, form):
        return redirect("my-matter", correction_id=one.pk)
    context: dict[str, Any] = {
        "form": form,
        "fixed": fixed,
        "matter": matter(one, timezone.localdate()),
        "lost_photos": bool(form.errors and request.FILES),
    }
    return render(request, "cases/my_answer.html", context, status=422 if form.errors else 200)


@require_GET
def file(request: HttpRequest, correction_id: int, file_id: int) -> HttpResponse:
    """自己交的照片."""
    one = _own(request, correction_id)
    return photo(get_object_or_404(_photos(one), pk=file_id))


def _taken(request: HttpRequest, form: OwnerAnswerForm) -> bool:
    now, me = timezone.now(), account(request)
    mark = form.cleaned_data["mark"]
    try:
        once(mark, lambda: form.act(now), by=me, outcome=request.path, at=now)
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    words = "收到了，执法员会来复看。" if form.fixed else "收到了，执法员会看您的说法。"
    messages.success(request, words)
    return True


def _own(request: HttpRequest, correction_id: int) -> Correction:
    me = account(request)
    require(me, Permission.VIEW_OWN_SHOPS)
    found = own_corrections(me).filter(pk=correction_id).first()
    if found is None:
        raise Http404
    return found


def _photos(one: Correction) -> QuerySet[Attachment]:
    return Attachment.objects.filter(owner__in=[label(said) for said in one.answers.all()])
