"""查一家店: read the page if there is one to read, look over the sheet, conclude."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.requests import account, kept_fields
from wangshi.cases.workflow import StepRefused
from wangshi.display import selectors
from wangshi.display.forms.checking import ReadForm, SheetForm, Source, filled
from wangshi.display.models import LicencePicture
from wangshi.display.services import read_capture, take_picture
from wangshi.display.tasks import read_waiting
from wangshi.display.workflow import DisplayRefused
from wangshi.engine.display import (
    VERDICT_TITLES,
    HeldPermit,
    PageText,
    Shown,
    Suggestion,
    read_page,
)
from wangshi.engine.display import standing_display_law as law
from wangshi.engine.display.pictures import PictureRefused, is_picture, read_codes
from wangshi.engine.display.rapid import has_recogniser
from wangshi.evidence.models import Exhibit
from wangshi.evidence.selectors import exhibits_about
from wangshi.evidence.workflow import EvidenceRefused
from wangshi.registry.models import Shop
from wangshi.shared.pages import Fact, Link

REFUSALS = (DisplayRefused, StepRefused, EvidenceRefused, PictureRefused)
READ = "read"
MOST_FIGURES = 15


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, shop_id: int) -> HttpResponse:
    """查一家店: `do=read` reads and fills in, anything else records."""
    require(account(request), Permission.RECORD_INSPECTION)
    rows = Shop.objects.select_related("platform", "operator", "town")
    shop = get_object_or_404(rows, pk=shop_id)
    if request.method == "POST" and request.POST.get("do") == READ:
        return _read(request, shop)
    if request.method == "POST":
        return _record(request, shop)
    key = _sheet_key(request.GET.get("sheet", ""), shop)
    picture = _picture(shop, request.GET.get("picture", ""))
    shown = selectors.shown_in(picture) if picture and picture.is_read else None
    initial = filled(shown, sheet=key, after=_newest(shop))
    if picture is not None and shown is not None:
        initial |= {"page_text": picture.text, "picture_id": picture.pk}
    form = _sheet(request, shop, initial | kept_fields(request))
    return _page(request, shop, form, _reader(request, shop), shown=shown, picture=picture)


def picture(request: HttpRequest, licence_picture_id: int) -> HttpResponse:
    """认到哪里: asked again by the page while a worker is at it."""
    require(account(request), Permission.RECORD_INSPECTION)
    rows = LicencePicture.objects.select_related("shop__platform")
    one = get_object_or_404(rows, pk=licence_picture_id)
    return render(request, "display/_picture.html", _pictured(one))


def _pictured(one: LicencePicture | None) -> dict[str, Any]:
    if one is None:
        return {"picture": None}
    work = selectors.picture_progress(one)
    return {"picture": one, "work": work, "same": selectors.same_code(one)}


def _read(request: HttpRequest, shop: Shop) -> HttpResponse:
    reader = _reader(request, shop, bound=True)
    key, shown, page = _sheet_key(request.POST.get("sheet", ""), shop), None, PageText((), ())
    exhibit = None
    if reader.is_valid():
        try:
            if reader.cleaned_data.get("picture") is not None:
                return _taken(request, shop, reader, key)
            page, exhibit = _page_text(request, reader)
            shown = _shown(shop, page, key)
        except REFUSALS as refusal:
            reader.add_error(None, str(refusal))
    initial = filled(shown, sheet=key, after=_newest(shop))
    if shown is not None:
        initial |= {"page_text": page.text, "exhibit_id": exhibit and exhibit.pk}
    return _page(request, shop, _sheet(request, shop, initial), reader, shown=shown)


def _taken(request: HttpRequest, shop: Shop, reader: ReadForm, key: str) -> HttpResponse:
    content = reader.cleaned_data["picture"].read()
    who, now = account(request), timezone.now()
    one = take_picture(shop, content=content, by=who, at=now, enqueue=read_waiting.enqueue)
    door = reverse("display-new", args=[shop.pk])
    return redirect(f"{door}?{urlencode({'sheet': key, 'picture': one.pk})}")


def _record(request: HttpRequest, shop: Shop) -> HttpResponse:
    now = timezone.now()
    form = _sheet(request, shop, {}, bound=True)
    if form.is_valid():
        try:
            made = form.act(_source(request, shop, form), request.path, now)
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
            # Whoever was told of the other check may now record another.
            form.data = {**request.POST.dict(), "after": str(_newest(shop))}
        else:
            messages.success(request, "亮照检查已经记下。")
            newest = made[0] if made else selectors.last_check(shop)
            return redirect("display-check", newest.pk) if newest else redirect("display")
    return _page(request, shop, form, _reader(request, shop))


def _source(request: HttpRequest, shop: Shop, form: SheetForm) -> Source:
    given = form.cleaned_data
    exhibit = _exhibits(request, shop).filter(pk=given["exhibit_id"]).first()
    read = _picture(shop, str(given["picture_id"] or ""))
    return Source(exhibit, read if exhibit is None and read and read.is_read else None)


def _picture(shop: Shop, key: str) -> LicencePicture | None:
    if not key.isdecimal():
        return None
    rows = shop.licence_pictures.select_related("shop__platform")
    return rows.filter(pk=int(key[:MOST_FIGURES])).first()


def _page(
    request: HttpRequest,
    shop: Shop,
    form: SheetForm,
    reader: ReadForm,
    *,
    shown: Shown | None = None,
    picture: LicencePicture | None = None,
) -> HttpResponse:
    key = str(form["sheet"].value() or "")
    seen = form.seen() if form.is_bound else _seen_of(shown, key)
    known = key in law().kinds
    if known and seen.sheet and (form.is_bound or shown):
        _suggest(shop, form, seen)
    context: dict[str, Any] = {
        "shop": shop,
        "form": form,
        "reader": reader,
        "shown": shown,
        "sheet": law().sheet(key) if known else None,
        "sheets": _sheets(shop, key),
        "register": _register(shop),
        "earlier": selectors.checks_of(shop)[:5],
        "request_open": selectors.open_request(shop),
        "reads_pictures": has_recogniser(),
        **_pictured(picture),
    }
    wrong = form.errors or reader.errors
    return render(request, "display/new_check.html", context, status=422 if wrong else 200)


def _register(shop: Shop) -> list[Fact]:
    """登记的内容，放在表旁边: what has words."""
    operator, today = shop.operator, timezone.localdate()
    if operator is None:
        return []
    facts = [
        Fact("信用代码", operator.uscc or ""),
        Fact("名称", operator.name),
        Fact("法定代表人（经营者）", operator.person),
        Fact("住所（经营场所）", operator.address),
        Fact("注册资本", operator.capital),
    ]
    permits = selectors.held_permits(operator, today)
    facts += [Fact(one.title, _permit(one)) for one in permits]
    return [fact for fact in facts if fact.words]


def _permit(one: HeldPermit) -> str:
    return f"{one.number}，{one.valid_to} 到期" if one.valid_to else one.number


def _suggest(shop: Shop, form: SheetForm, seen: selectors.Seen) -> None:
    """每个结论的说明: what the sheet as it is filled suggests; nothing is selected."""
    suggested = selectors.judge(shop, seen, timezone.localdate()).suggestions
    for section, one in suggested.items():
        form.fields[section.value].help_text = _suggested(one)


def _suggested(one: Suggestion) -> str:
    if one.verdict is None:
        return one.why
    return f"照填的内容是“{VERDICT_TITLES[one.verdict]}”：{one.why}"


def _seen_of(shown: Shown | None, key: str) -> selectors.Seen:
    if shown is None:
        return selectors.Seen(key)
    link = shown.link.url if shown.link else ""
    return selectors.Seen(key, shown.values, shown.permits, shown.marks, link, shown.wall)


def _sheet(
    request: HttpRequest, shop: Shop, initial: dict[str, Any], *, bound: bool = False
) -> SheetForm:
    key = request.POST.get("sheet", "") if bound else str(initial.get("sheet", ""))
    items = (*law().sheet(key).items, *law().if_shown) if key in law().kinds else ()
    given = request.POST if bound else None
    return SheetForm(given, initial=initial, shop=shop, items=items, by=account(request))


def _reader(request: HttpRequest, shop: Shop, *, bound: bool = False) -> ReadForm:
    given = (request.POST, request.FILES) if bound else (None, None)
    exhibits = _exhibits(request, shop)
    return ReadForm(*given, exhibits=exhibits, pictures=has_recogniser())


def _exhibits(request: HttpRequest, shop: Shop) -> QuerySet[Exhibit]:
    about = exhibits_about(f"registry.shop:{shop.pk}", account(request))
    return about.filter(kind="captured", state="sealed")


def _page_text(request: HttpRequest, reader: ReadForm) -> tuple[PageText, Exhibit | None]:
    given = reader.cleaned_data
    exhibit = given.get("exhibit")
    if exhibit is not None:
        return read_capture(exhibit, by=account(request), at=timezone.now()), exhibit
    file = given.get("file")
    page = _of_file(file) if file is not None else read_page(given["source_text"])
    if not page.lines and not page.links:
        raise DisplayRefused("里面没有字：页面全是图片的，对着页面填下面的表")
    return page, None


def _of_file(file: "UploadedFile[Any]") -> PageText:
    content = file.read()
    if is_picture(content):
        return PageText((), read_codes(content))
    for coding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(coding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return read_page(text)
    raise DisplayRefused("这个文件不是文字，也不是图片：把网页存成 HTML 或者 TXT")


def _shown(shop: Shop, page: PageText, key: str) -> Shown:
    if key not in law().kinds:
        raise DisplayRefused("先选用哪张表：还不知道是谁的店，看页面是企业、个体户还是个人")
    shown = selectors.shown_on(shop, page, key, timezone.localdate())
    # A code in a picture leads wherever it leads: the officer sees the address.
    if shown.link is None and not page.lines and page.links:
        return replace(shown, link=selectors.link_of(shop, page.links[0]))
    return shown


def _sheet_key(asked: str, shop: Shop) -> str:
    return asked if asked in law().kinds else selectors.sheet_of(shop)


def _sheets(shop: Shop, here: str) -> list[Link]:
    door = reverse("display-new", args=[shop.pk])
    return [
        Link(one.title, f"{door}?sheet={one.key}", here=one.key == here) for one in law().sheets
    ]


def _newest(shop: Shop) -> int:
    newest = selectors.last_check(shop)
    return newest.pk if newest else 0
