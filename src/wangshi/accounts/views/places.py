"""单位和镇办: the system administrator's pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.forms.places import (
    DepartmentForm,
    GridForm,
    TownForm,
    department_form_data,
)
from wangshi.accounts.models import Department, Town
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.requests import account, kept_fields
from wangshi.accounts.selectors import departments_listed, towns_listed, unit_line
from wangshi.accounts.services import (
    Declined,
    edit_department,
    edit_town,
    open_department,
    open_grid,
)
from wangshi.shared.paging import page_of

from .people import tabs


@require_GET
def departments(request: HttpRequest) -> HttpResponse:
    """单位清单."""
    require(account(request), Permission.MANAGE_ACCOUNTS)
    page = page_of(departments_listed(), request)
    lines = [unit_line(unit) for unit in page]
    shown = {"page": page, "lines": lines, "tabs": tabs("departments")}
    return render(request, "accounts/departments.html", shown)


@require_http_methods(["GET", "POST"])
def department_new(request: HttpRequest) -> HttpResponse:
    """增加单位."""
    me = account(request)
    require(me, Permission.MANAGE_ACCOUNTS)
    form = DepartmentForm(request.POST or None, initial=kept_fields(request))
    if request.method == "POST" and form.is_valid():
        try:
            open_department(form.unit(), by=me)
        except Declined as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, f"{form.cleaned_data['name']}已经加上，可以给它派线索了。")
            return redirect("departments")
    status = 422 if form.errors else 200
    return render(request, "accounts/department.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def department(request: HttpRequest, pk: int) -> HttpResponse:
    """改单位资料."""
    me = account(request)
    require(me, Permission.MANAGE_ACCOUNTS)
    unit = get_object_or_404(Department, pk=pk)
    first = {**department_form_data(unit), **kept_fields(request)}
    form = DepartmentForm(request.POST or None, initial=first, department=unit)
    if request.method == "POST" and form.is_valid():
        try:
            edit_department(unit, form.unit(), by=me)
        except Declined as refusal:
            form.add_error("parent", str(refusal))
        else:
            messages.success(request, f"{form.cleaned_data['name']}的资料已经改好。")
            return redirect("departments")
    shown = {"form": form, "unit": unit}
    return render(request, "accounts/department.html", shown, status=422 if form.errors else 200)


@require_GET
def towns(request: HttpRequest) -> HttpResponse:
    """镇办清单."""
    require(account(request), Permission.MANAGE_ACCOUNTS)
    shown = {"page": page_of(towns_listed(), request), "tabs": tabs("towns")}
    return render(request, "accounts/towns.html", shown)


@require_http_methods(["GET", "POST"])
def town(request: HttpRequest, pk: int) -> HttpResponse:
    """改镇办资料."""
    me = account(request)
    require(me, Permission.MANAGE_ACCOUNTS)
    place = get_object_or_404(Town, pk=pk)
    first = {"name": place.name, "column": place.column, "row": place.row}
    form = TownForm(request.POST or None, initial=first, town=place)
    if request.method == "POST" and form.is_valid():
        edit_town(place, form.facts(), by=me)
        messages.success(request, f"{form.cleaned_data['name']}的资料已经改好。")
        return redirect("towns")
    return _town_page(request, place, form, GridForm())


@require_http_methods(["GET", "POST"])
def grid_new(request: HttpRequest, pk: int) -> HttpResponse:
    """增加网格: its form stands on the page of the town."""
    me = account(request)
    require(me, Permission.MANAGE_ACCOUNTS)
    place = get_object_or_404(Town, pk=pk)
    grid_form = GridForm(request.POST or None)
    if request.method == "POST" and grid_form.is_valid():
        try:
            open_grid(place, name=grid_form.cleaned_data["name"], by=me)
        except Declined as refusal:
            grid_form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{place}的{grid_form.cleaned_data['name']}已经加上。")
            return redirect("town", pk=pk)
    first = {"name": place.name, "column": place.column, "row": place.row}
    return _town_page(request, place, TownForm(initial=first, town=place), grid_form)


def _town_page(
    request: HttpRequest, place: Town, form: TownForm, grid_form: GridForm
) -> HttpResponse:
    form.auto_id, grid_form.auto_id = "town_%s", "grid_%s"
    shown = {"town": place, "form": form, "grid_form": grid_form, "grids": place.grids.all()}
    status = 422 if form.errors or grid_form.errors else 200
    return render(request, "accounts/town.html", shown, status=status)
