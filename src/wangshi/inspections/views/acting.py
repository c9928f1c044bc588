"""一张表的一条路: done once, or shown again with what stands in its way."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wangshi.cases.workflow import StepRefused
from wangshi.inspections.workflow import InspectionRefused


def answer(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], str],
    template: str,
    shown: dict[str, Any],
) -> HttpResponse:
    """Go on where `act` says, or show the form again; 422 when it was refused."""
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(act())
        except (InspectionRefused, StepRefused) as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.errors else 200
    return render(request, template, {**shown, "form": form}, status=status)
