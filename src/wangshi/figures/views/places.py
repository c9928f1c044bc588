"""镇办和村的页: the tile grid or the reviewed boundaries, the villages and their proofs."""

import io
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.models import Account, Town
from wangshi.accounts.permissions import Permission, Scope
from wangshi.accounts.policy import may, require, scopes
from wangshi.accounts.requests import account, kept_fields
from wangshi.engine.figures import Shape, draw
from wangshi.figures import selectors
from wangshi.figures.forms import BoundariesForm, ProofForm, VillagesForm
from wangshi.figures.models import Village, VillageProof
from wangshi.figures.selectors import COVERAGE, PROVEN_KINDS, PROVEN_TITLES, TownMap
from wangshi.figures.shading import Tile, legend, tiles
from wangshi.figures.workbooks import villages_workbook
from wangshi.shared.models import Attachment
from wangshi.shared.pages import Link
from wangshi.shared.paging import page_of_list
from wangshi.shared.services import attachment_path, label

from .acting import Around, filled


@require_GET
def town_map(request: HttpRequest) -> HttpResponse:
    """镇办地图: tiles that link; reviewed boundaries where they are asked for."""
    who, today = account(request), timezone.localdate()
    require(who, Permission.VIEW_STATISTICS)
    shown = selectors.town_map(request.GET.get("figure", COVERAGE), today)
    if shown is None:
        raise Http404("没有这张图")
    placed = tiles(shown)
    boundaries = selectors.standing_boundaries()
    real = request.GET.get("view") == "real" and boundaries is not None
    context = {
        "shown": shown,
        "tiles": placed,
        "legend": legend(shown),
        "choices": _choices(shown),
        "boundaries": boundaries,
        "real": _drawn(boundaries.shapes, placed) if real and boundaries else None,
        "listed": selectors.boundaries_listed(),
        "may_run": may(who, Permission.RUN_FIGURES),
    }
    return render(request, "figures/map.html", context)


@require_http_methods(["GET", "POST"])
def boundary_new(request: HttpRequest) -> HttpResponse:
    """传边界图."""
    who = account(request)
    require(who, Permission.RUN_FIGURES)
    form = BoundariesForm(
        request.POST or None, request.FILES or None, by=who, initial=kept_fields(request)
    )
    back = reverse("town-map")
    around = Around(back, "不传了", (Link("镇办地图", back), Link("传边界图")))
    return filled(request, form, around, after=lambda _: f"{back}?view=real")


@require_GET
def villages(request: HttpRequest) -> HttpResponse:
    """快递进村: every village with how its proof stands; without one first."""
    who, today = account(request), timezone.localdate()
    _may_look(who)
    town = Town.objects.filter(pk=_number(request.GET.get("town", ""))).first()
    lines = selectors.village_lines(today, town)
    order = list(PROVEN_TITLES)
    page = page_of_list(sorted(lines, key=lambda line: -order.index(line.state)), request)
    context = {
        "page": page,
        "lines": [(line, PROVEN_TITLES[line.state], PROVEN_KINDS[line.state]) for line in page],
        "town": town,
        "towns": selectors.coverage_by_town(today),
        "covered": sum(line.state is order[0] for line in lines),
        "whole": len(lines),
        "may_run": may(who, Permission.RUN_FIGURES),
        "may_export": may(who, Permission.EXPORT),
    }
    return render(request, "figures/villages.html", context)


@require_GET
def villages_export(request: HttpRequest) -> FileResponse:
    """导出快递进村."""
    who, today = account(request), timezone.localdate()
    require(who, Permission.VIEW_STATISTICS)
    require(who, Permission.EXPORT)
    return villages_workbook(selectors.village_lines(today), selectors.coverage_by_town(today))


@require_GET
def village(request: HttpRequest, village_id: int) -> HttpResponse:
    """一个村: its proofs, the newest first."""
    who = account(request)
    _may_look(who)
    found = _village(village_id)
    proofs = selectors.proofs_of(found)
    line = selectors.line_of(found, proofs[0] if proofs else None, timezone.localdate())
    owners = [label(proof) for proof in proofs]
    files = Attachment.objects.filter(owner__in=owners)
    by_owner = {one.owner: one for one in files}
    context = {
        "village": found,
        "line": line,
        "state": (PROVEN_TITLES[line.state], PROVEN_KINDS[line.state]),
        "proofs": [(proof, by_owner.get(label(proof))) for proof in proofs],
        "may_prove": selectors.may_prove(who, found),
    }
    return render(request, "figures/village.html", context)


@require_http_methods(["GET", "POST"])
def prove(request: HttpRequest, village_id: int) -> HttpResponse:
    """交佐证."""
    who, found = account(request), _village(village_id)
    if not selectors.may_prove(who, found):
        raise Http404
    initial = {"seen_on": timezone.localdate()} | kept_fields(request)
    form = ProofForm(
        request.POST or None, request.FILES or None, by=who, village=found, initial=initial
    )
    back = reverse("village", args=[found.pk])
    crumbs = (Link("快递进村", reverse("villages")), Link(str(found), back), Link("交佐证"))
    return filled(request, form, Around(back, "不交了", crumbs))


@require_http_methods(["GET", "POST"])
def villages_new(request: HttpRequest) -> HttpResponse:
    """列入行政村."""
    who = account(request)
    require(who, Permission.RUN_FIGURES)
    form = VillagesForm(request.POST or None, by=who, initial=kept_fields(request))
    back = reverse("villages")
    return filled(request, form, Around(back, "不列了", (Link("快递进村", back), Link("列入"))))


@require_GET
def photo(request: HttpRequest, photo_id: int) -> FileResponse:
    """一张佐证照片."""
    _may_look(account(request))
    owner = f"{VillageProof._meta.label_lower}:"
    found = get_object_or_404(Attachment, pk=photo_id, owner__startswith=owner)
    path = attachment_path(found.sha256)
    if not path.exists():
        raise Http404
    return FileResponse(io.BytesIO(path.read_bytes()), as_attachment=True, filename=found.name)


def _may_look(who: Account) -> None:
    """Statistics, or somebody of a town: a firm that files its return has no village to prove."""
    if Scope.TOWN not in scopes(who, Permission.FILE_RETURN):
        require(who, Permission.VIEW_STATISTICS)


def _choices(shown: TownMap) -> list[Link]:
    named = [(COVERAGE, "快递进村"), *((cell.key, cell.title) for cell in selectors.map_cells())]
    here = reverse("town-map")
    return [Link(word, f"{here}?figure={key}", here=key == shown.key) for key, word in named]


def _drawn(shapes: list[dict[str, Any]], placed: tuple[Tile, ...]) -> dict[str, Any]:
    """The reviewed boundaries, each shape in the colour of its town's tile."""
    drawing = draw(
        [
            Shape(one["name"], one["code"], tuple(tuple(map(tuple, r)) for r in one["rings"]))
            for one in shapes
        ]
    )
    by_name = {name: tile for tile in placed for name in (tile.name, tile.code)}
    drawn = [(one, by_name.get(one.name) or by_name.get(one.code)) for one in drawing.shapes]
    return {
        "box": f"0 0 {drawing.width} {drawing.height}",
        "shapes": drawn,
        "unknown": [one.name or one.code for one, tile in drawn if tile is None],
    }


def _village(village_id: int) -> Village:
    return get_object_or_404(Village.objects.select_related("town"), pk=village_id)


def _number(asked: str) -> int:
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < len("1" * 10) else 0
