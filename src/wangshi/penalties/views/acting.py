"""走一步: acts once, and shows a refusal in the form with what was typed."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from wangshi.cases.workflow import StepRefused as ClueRefused
from wangshi.penalties.forms import MarkedForm
from wangshi.penalties.workflow import StepRefused
from wangshi.shared.services import first_time


def acted(request: HttpRequest, form: MarkedForm) -> bool:
    """Acts once: the mark of a form that came before is not acted on again."""
    now, mark = timezone.now(), form.cleaned_data["mark"]
    try:
        with transaction.atomic():
            if first_time(mark, by=form.by, outcome=request.path, at=now):
                form.act(now)
                messages.success(request, form.done)
    except (StepRefused, ClueRefused) as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
