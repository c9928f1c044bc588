"""专用信函: who is due, one operator's letters, a new one, its result, its papers."""

import io
from typing import Final

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.accounts.selectors import county
from wangshi.evidence.papers import Paper, PrinterMissing, write_docx, write_pdf
from wangshi.registry.models import Operator
from wangshi.scrutiny import selectors
from wangshi.scrutiny.forms import LetterForm, LetterResultForm
from wangshi.scrutiny.models import ContactLetter
from wangshi.scrutiny.papers import LETTER, RECORD, letter_paper, record_paper
from wangshi.scrutiny.workflow import Contact
from wangshi.shared.pages import Fact
from wangshi.shared.paging import page_of_list

from .acting import Way, act

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF: Final = "application/pdf"
FORMS: Final = ("html", "docx", "pdf")


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """专用信函: the most pressing first."""
    who = account(request)
    require(who, Permission.VIEW_SUSPICION)
    states = selectors.contact_states(timezone.localdate())
    context = {"page": page_of_list(states, request), "today": timezone.localdate()}
    return render(request, "scrutiny/letters.html", context)


@require_GET
def of_operator(request: HttpRequest, operator_id: int) -> HttpResponse:
    """一个主体的信: where it stands, every letter, what may be done now."""
    who = account(request)
    require(who, Permission.VIEW_SUSPICION)
    operator, today = _operator(operator_id), timezone.localdate()
    letters = selectors.letters_of(operator)
    context = {
        "operator": operator,
        "letters": letters,
        "state": selectors.contact_state(letters, today),
        "today": today,
        "may_judge": may(who, Permission.JUDGE_SUSPICION),
        "is_lost": selectors.contact_state(letters, today).contact is Contact.LOST,
        "platforms": selectors.platforms_of(operator),
        "may_supervise": may(who, Permission.SUPERVISE_PLATFORM),
    }
    return render(request, "scrutiny/operator_letters.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, operator_id: int) -> HttpResponse:
    """寄一封."""
    who = account(request)
    require(who, Permission.JUDGE_SUSPICION)
    operator, today = _operator(operator_id), timezone.localdate()
    given = {"address": operator.address, "sent_on": today}
    form = LetterForm(request.POST or None, initial=given | kept_fields(request))
    state = selectors.contact_state(selectors.letters_of(operator), today)
    way = _way(operator, form.title, Fact("现在", state.words))
    done = "信已编号，打印签章后寄出。"
    return act(request, form, lambda: form.act(operator, by=who, at=timezone.now()), way, done)


@require_http_methods(["GET", "POST"])
def result(request: HttpRequest, contact_letter_id: int) -> HttpResponse:
    """记信的结果."""
    who = account(request)
    require(who, Permission.JUDGE_SUSPICION)
    letter = _letter(contact_letter_id)
    initial = {"on": timezone.localdate()} | kept_fields(request)
    form = LetterResultForm(request.POST or None, initial=initial)
    facts = (Fact("编号", letter.number), Fact("邮件号", letter.postal_number))
    way = _way(letter.operator, form.title, *facts, Fact("寄出", f"{letter.sent_on}"))
    done = "结果记下了。"
    return act(request, form, lambda: form.act(letter, by=who, at=timezone.now()), way, done)


@never_cache
@require_GET
def paper(request: HttpRequest, contact_letter_id: int, which: str, form: str) -> HttpResponseBase:
    """信函、无人签收情况记录: on the page, as Word, as PDF."""
    require(account(request), Permission.VIEW_SUSPICION)
    letter = _letter(contact_letter_id)
    written = _paper(letter, which)
    if written is None or form not in FORMS:
        raise Http404
    if form == "html":
        return _page(request, letter, which, written)
    name = f"{written.title} {letter.number}"
    if form == "docx":
        return _sent(write_docx(written), DOCX, f"{name}.docx")
    try:
        return _sent(write_pdf(written), PDF, f"{name}.pdf")
    except PrinterMissing as refusal:
        messages.warning(request, str(refusal))
        return redirect("contact-letters-of", letter.operator_id)


def _paper(letter: ContactLetter, which: str) -> Paper | None:
    office = county().bureau
    if which == LETTER:
        return letter_paper(letter, office)
    first = letter.follows
    both = first is not None and first.result and letter.result
    if which == RECORD and both and first is not None:
        return record_paper((first, letter), office)
    return None


def _page(request: HttpRequest, letter: ContactLetter, which: str, written: Paper) -> HttpResponse:
    links = {form: reverse("contact-letter-paper", args=[letter.pk, which, form]) for form in FORMS}
    context = {"letter": letter, "paper": written, "links": links}
    return render(request, "scrutiny/paper.html", context)


def _sent(content: bytes, kind: str, name: str) -> FileResponse:
    return FileResponse(io.BytesIO(content), content_type=kind, as_attachment=True, filename=name)


def _operator(operator_id: int) -> Operator:
    return get_object_or_404(Operator.objects.select_related("town"), pk=operator_id)


def _letter(letter_id: int) -> ContactLetter:
    rows = ContactLetter.objects.select_related("operator", "follows", "sent_by")
    return get_object_or_404(rows, pk=letter_id)


def _way(operator: Operator, title: str, *facts: Fact) -> Way:
    back = reverse("contact-letters-of", args=[operator.pk])
    crumbs = (("专用信函", reverse("contact-letters")), (operator.name, back), (title, ""))
    return Way(crumbs, back, operator.name, (Fact("登记的地址", operator.address), *facts))
