"""我要不要办执照: three plain questions, answered at once and forgotten; the answer prints."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from wangshi.engine.exemptions import Advice, Outcome, advise, standing_exemption_law
from wangshi.engine.registration import registration_steps
from wangshi.portal.allowance import MOST_BODY_BYTES
from wangshi.shared.licence_guide import GuideForm

from .bounded import TOO_LARGE, bounded

UNREADABLE: Final = 422
TO_REGISTER: Final = (Outcome.REGISTER, Outcome.LICENCE)


def _too_large(request: HttpRequest, _: int) -> HttpResponse:
    return render(request, "portal/licence_guide.html", {"form": GuideForm()}, status=TOO_LARGE)


@bounded(MOST_BODY_BYTES, _too_large)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def guide(request: HttpRequest) -> HttpResponse:
    """问一遍: nothing of it is kept."""
    form = GuideForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        status = UNREADABLE if form.errors else 200
        return render(request, "portal/licence_guide.html", {"form": form}, status=status)
    today = timezone.localdate()
    advice = advise(form.answers(), on=today)
    return render(request, "portal/licence_answer.html", _shown(form, advice))


def _shown(form: GuideForm, advice: Advice) -> dict[str, object]:
    titles = {one.key: one.title for one in standing_exemption_law().goods}
    return {
        "advice": advice,
        "goods": [titles[key] for key in form.answers().goods],
        "turnover": form.answers().turnover,
        "steps": registration_steps() if advice.outcome in TO_REGISTER else (),
        "sentences": advice.declarations,
        "today": timezone.localdate(),
        "tax": standing_exemption_law().grounds["tax"],
    }
