"""投诉、举报、看进度: open to everybody, question by question; nothing is kept until it is sent."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, Final

from django.core.exceptions import TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangshi.accounts.lockout import client_address
from wangshi.complaints.models import Letter
from wangshi.complaints.selectors import letter_of, progress_of
from wangshi.complaints.services import add_material, file_letter, withdraw_complaint
from wangshi.complaints.workflow import Asked, RoadRefused
from wangshi.engine.lawbook import standing_lawbook
from wangshi.portal.allowance import MOST_BODY_BYTES, MOST_MATERIAL_BYTES, VISITOR
from wangshi.portal.callers import caller_of_address
from wangshi.portal.forms.complaining import (
    AskingForm,
    CodeForm,
    ComplainForm,
    ReportForm,
    SayForm,
    WithdrawForm,
)
from wangshi.portal.services import Turn, take_turn
from wangshi.shared.pages import Fact

from .bounded import TOO_LARGE, View, bounded

OK: Final = 200
WRONG: Final = 422
TOO_MANY: Final = 429
LONGEST: Final = 2
NOT_CARRIED: Final = ("materials", "honest")
UNKNOWN_CODE: Final = "没有这个进度码：照提交时给您的那一串再写一遍，空格写不写都行"
TOO_MUCH: Final = "文件太多或者太大：一次最多 9 个，一共 60 MB；先交最要紧的，其余的在进度页上补"


def _too_much(request: HttpRequest, *_: object) -> HttpResponse:
    return render(request, "portal/complain_too_much.html", {"why": TOO_MUCH}, status=TOO_LARGE)


def few_files(view: View) -> View:
    """不收太多文件: the server stops reading at a hundred; what to do is said in our words."""

    @wraps(view)
    def around(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except TooManyFilesSent:
            return _too_much(request)

    return around


@bounded(MOST_BODY_BYTES, _too_much)
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """要办什么: two procedures, and where else one may go."""
    term = standing_lawbook().term("complaint_accept", on=timezone.localdate())
    return render(request, "portal/complain_start.html", {"accepting": term.length})


@few_files
@bounded(MOST_MATERIAL_BYTES, _too_much)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def complain(request: HttpRequest) -> HttpResponse:
    """投诉商家."""
    both = (request.POST or request.GET).get("both") == "1"
    asked = Asked.BOTH if both else Asked.COMPLAINT
    return _asking(request, ComplainForm, asked)


@few_files
@bounded(MOST_MATERIAL_BYTES, _too_much)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """举报商家."""
    return _asking(request, ReportForm, Asked.REPORT)


@bounded(MOST_BODY_BYTES, _too_much)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def progress(request: HttpRequest) -> HttpResponse:
    """凭进度码看进度."""
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _code_page(request, form)
    letter = _found(request, form.cleaned_data["code"])
    if isinstance(letter, Turn):
        form.add_error(None, _wait_words(letter))
        return _code_page(request, form, status=TOO_MANY)
    if letter is None:
        form.add_error("code", UNKNOWN_CODE)
        return _code_page(request, form)
    return _progress_page(request, letter, form.cleaned_data["code"])


@few_files
@bounded(MOST_MATERIAL_BYTES, _too_much)
@never_cache
@sensitive_post_parameters()
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """补充材料, or words after the end."""
    say = SayForm(request.POST, request.FILES)

    def act(letter: Letter) -> None:
        given = say.cleaned_data
        add_material(letter, words=given["words"], at=timezone.now(), files=given["materials"])

    return _say(request, say, act, "补充的收到了。", say=say)


@bounded(MOST_BODY_BYTES, _too_much)
@never_cache
@sensitive_post_parameters()
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """已经和解，撤回."""
    form = WithdrawForm(request.POST)

    def act(letter: Letter) -> None:
        complaint = progress_of(letter, timezone.localdate()).complaint
        if complaint is None:
            raise RoadRefused("这件是举报，没有投诉可以撤回")
        withdraw_complaint(complaint, words=form.cleaned_data["words"], at=timezone.now())

    return _say(request, form, act, "撤回了。", withdraw=form)


def _asking(request: HttpRequest, kind: type[AskingForm], asked: Asked) -> HttpResponse:
    """一问一问: back, on, or sent; the first wrong answer is the page that comes."""
    if request.method != "POST":
        return _question(request, kind(), 0, asked)
    form = kind(request.POST, request.FILES)
    at = _number(request.POST.get("at", ""), len(form.groups))
    if "go" in request.POST:
        return _question(request, form, _number(request.POST["go"], len(form.groups)), asked)
    wrong = form.wrong_until(at)
    if wrong is not None:
        form.only(wrong)
        return _question(request, form, wrong, asked, status=WRONG)
    if at + 1 < len(form.groups):
        return _question(request, form, at + 1, asked)
    return _send(request, form, asked)


def _send(request: HttpRequest, form: AskingForm, asked: Asked) -> HttpResponse:
    last = len(form.groups) - 1
    turn = _turn(request, characters=len(form.cleaned_data["text"]))
    if not turn.taken:
        form.add_error(None, _wait_words(turn))
        return _question(request, form, last, asked, status=TOO_MANY)
    try:
        filed = file_letter(_letter(form, asked), at=timezone.now(), files=form.uploads)
    except RoadRefused as refusal:
        form.add_error(None, str(refusal))
        return _question(request, form, last, asked, status=WRONG)
    return _progress_page(request, filed.letter, filed.code, fresh=True)


def _letter(form: AskingForm, asked: Asked) -> Any:
    if not isinstance(form, ComplainForm | ReportForm):
        raise TypeError(form)
    return form.letter(asked)


def _question(
    request: HttpRequest, form: AskingForm, at: int, asked: Asked, *, status: int = OK
) -> HttpResponse:
    group, last = form.groups[at], at == len(form.groups) - 1
    if status == OK:
        form.errors.clear()
    shown = {
        "form": form,
        "group": group,
        "fields": [form[name] for name in group.fields],
        "carried": list(_carried(form, group.fields)),
        "at": at,
        "number": at + 1,
        "count": len(form.groups),
        "last": last,
        "answers": _answers(form) if last else (),
        "both": asked is Asked.BOTH,
        "is_report": asked is Asked.REPORT,
        "lost_files": bool(request.FILES) and status != OK,
    }
    return render(request, "portal/complain_question.html", shown, status=status)


def _carried(form: AskingForm, shown: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """带着走的: every answer of the other pages, as hidden fields; files cannot be carried.

    What stands ready on a later page travels there from the first one.
    """
    for name, field in form.fields.items():
        if name in shown or name in NOT_CARRIED:
            continue
        if form.is_bound:
            yield from ((name, value) for value in _given(form, name))
        elif field.initial:
            yield name, str(field.initial)


def _answers(form: AskingForm) -> tuple[tuple[Any, ...], ...]:
    """看一遍: each page as its number, its heading and what was answered there."""
    return tuple(
        (number, group.title, [fact for fact in _facts(form, group.fields) if fact.words])
        for number, group in enumerate(form.groups[:-1])
    )


def _facts(form: AskingForm, names: tuple[str, ...]) -> list[Fact]:
    return [Fact(str(form[name].label), _said(form, name)) for name in names]


def _said(form: AskingForm, name: str) -> str:
    field = form.fields[name]
    values = _given(form, name)
    choices = dict(getattr(field, "choices", ()) or ())
    return "、".join(str(choices.get(value, value)) for value in values if value)


def _given(form: AskingForm, name: str) -> list[str]:
    widget = form.fields[name].widget
    given = widget.value_from_datadict(form.data, form.files, name)
    values = given if isinstance(given, list) else [given]
    return ["on" if each is True else str(each) for each in values if each]


def _say(
    request: HttpRequest,
    form: SayForm | WithdrawForm,
    act: Callable[[Letter], None],
    done: str,
    **shown: Any,
) -> HttpResponse:
    letter = _found(request, request.POST.get("code", "")[:40])
    if isinstance(letter, Turn) or letter is None:
        asked = CodeForm(request.POST)
        said = UNKNOWN_CODE if letter is None else _wait_words(letter)
        asked.add_error(None, said)
        return _code_page(request, asked, status=WRONG if letter is None else TOO_MANY)
    if form.is_valid():
        try:
            act(letter)
        except RoadRefused as refusal:
            form.add_error(None, str(refusal))
    if form.errors:
        return _progress_page(request, letter, form.data["code"], status=WRONG, **shown)
    return _progress_page(request, letter, form.data["code"], said=done)


def _found(request: HttpRequest, code: str) -> Letter | Turn | None:
    """来件 by its code; a Turn when this caller has asked too often."""
    turn = _turn(request, characters=0)
    return letter_of(code) if turn.taken else turn


def _turn(request: HttpRequest, *, characters: int) -> Turn:
    now = timezone.now()
    caller = caller_of_address(client_address(request), timezone.localdate(now))
    return take_turn(caller, VISITOR, characters=characters, at=now)


def _wait_words(turn: Turn) -> str:
    return f"这一会儿问得太多了：{turn.minutes} 分钟以后再来；急事打 12315"


def _code_page(request: HttpRequest, form: CodeForm, *, status: int = 0) -> HttpResponse:
    status = status or (WRONG if form.errors else OK)
    return render(request, "portal/complain_code.html", {"form": form}, status=status)


def _progress_page(
    request: HttpRequest, letter: Letter, code: str, *, status: int = OK, **shown: Any
) -> HttpResponse:
    given = {"code": code}
    context = {
        "code": code,
        "progress": progress_of(letter, timezone.localdate()),
        "today": timezone.localdate(),
        "say": SayForm(initial=given),
        "withdraw": WithdrawForm(initial=given),
        **shown,
    }
    return render(request, "portal/complain_progress.html", context, status=status)


def _number(asked: str, count: int) -> int:
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= LONGEST else 0
    return min(number, count - 1)
