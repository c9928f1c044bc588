"""批复: a question is answered once, by somebody who has no part in it."""

from datetime import datetime
from typing import TypeVar

from wangshi.accounts.models import Account
from wangshi.cases.models import ClueExtension, ClueProposal
from wangshi.cases.workflow import StepRefused

Asked = TypeVar("Asked", ClueExtension, ClueProposal)


def held(question: Asked, *, by: Account, barred: set[int | None]) -> Asked:
    """锁住等批的事: StepRefused when it was answered already, or is one's own."""
    fresh = type(question)._default_manager.select_for_update().get(pk=question.pk)
    if fresh.approved is not None:
        raise StepRefused("已经批复过了：回到线索看批了什么")
    if by.pk in {fresh.asked_by_id, *barred}:
        raise StepRefused("不能批自己办的件：请另一位负责人批")
    return fresh


def answer(question: Asked, *, approve: bool, words: str, by: Account, at: datetime) -> None:
    """批复: who, when, and in which words."""
    question.approved, question.answer = approve, words.strip()
    question.answered_by, question.answered_at = by, at
    question.save()
