"""谁先动了: who acted on a clue after somebody opened its page."""

from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.cases.models import Clue, ClueStep
from wangshi.cases.workflow import step_title


def who_moved(clue: Clue) -> str:
    """谁、什么时候、做了什么: the last step, as the page says it."""
    last = ClueStep.objects.filter(clue=clue).select_related("by").latest("id")
    when = timezone.localtime(last.at)
    return f"您打开之后，{last.by.name}在 {when:%m-%d %H:%M}做了“{step_title(last.name)}”"


def once_held(account: Account, clue_id: int) -> Clue | None:
    """曾经在本单位的线索: it has left since, so its page is closed, but what happened is told."""
    offices = account.department_ids
    passed = ClueStep.objects.filter(clue=clue_id, department__in=offices).exists()
    return Clue.objects.filter(pk=clue_id).first() if passed else None
