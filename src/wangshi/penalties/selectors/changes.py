"""谁先动了: named on the page of whoever comes second."""

from django.utils import timezone

from wangshi.penalties.models import Docket
from wangshi.penalties.workflow import STEP_TITLES


def who_moved(docket: Docket) -> str:
    """最后一步是谁走的."""
    last = docket.steps.select_related("by").last()
    if last is None:
        return "这件有了变化"
    when = timezone.localtime(last.at)
    title = STEP_TITLES.get(last.name, last.name)
    return f"{last.by.name} {when:%m-%d %H:%M} 先走了一步：{title}"
