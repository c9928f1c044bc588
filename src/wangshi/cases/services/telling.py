"""告诉谁: who hears of a step; one line in each verb, in its transaction."""

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.selectors import holders
from wangshi.cases.models import Clue, ClueStep
from wangshi.cases.selectors import reads_files
from wangshi.mailroom.services import News, tell
from wangshi.mailroom.workflow import NewsKind


def tell_assigned(clue: Clue, step: ClueStep) -> None:
    """派来了: whoever of the unit may accept it."""
    words = f"派到{clue.department.short_name if clue.department else ''}：{clue.title}"
    _tell(clue, step, NewsKind.ASSIGNED, words, acceptors(clue))


def tell_returned(clue: Clue, step: ClueStep) -> None:
    """退回了: the dispatchers."""
    _tell(clue, step, NewsKind.RETURNED, f"被退回：{clue.title}（{step.reason}）", dispatchers())


def tell_supervised(clue: Clue, step: ClueStep) -> None:
    """督办了: whoever has to move."""
    _tell(clue, step, NewsKind.OVERDUE, f"收到督办单：{clue.title}", in_hand(clue))


def tell_handler(clue: Clue, step: ClueStep, words: str) -> None:
    """批了: whoever has it in hand."""
    people = [clue.handler] if clue.handler else []
    _tell(clue, step, NewsKind.ANSWERED, f"{words}：{clue.title}", people)


def tell_finder(clue: Clue, step: ClueStep, words: str) -> None:
    """有回音了: whoever reported it."""
    finder = clue.reported_by
    page = _page(clue) if reads_files(finder) else reverse("grid-answers")
    _tell(clue, step, NewsKind.ANSWERED, f"{words}：{clue.title}", [finder], page)


def tell_due(clue: Clue, *, late: bool, key: str, title: str, due_on: date, at: datetime) -> None:
    """快到期、逾期: whoever has to move next."""
    kind = NewsKind.OVERDUE if late else NewsKind.DUE_SOON
    said = f"{title} {due_on:%m-%d} {'已经期满' if late else '到期'}：{clue.title}"
    news = News(kind, key, said, clue.number, _page(clue))
    tell(news, in_hand(clue), at=at)


def in_hand(clue: Clue) -> Iterable[Account]:
    """该谁动: the handler, or who may accept it, or the dispatchers."""
    if clue.handler:
        return [clue.handler]
    return acceptors(clue) if clue.department else dispatchers()


def acceptors(clue: Clue) -> Iterable[Account]:
    """能接收的人: of the unit itself, not of those above it."""
    return holders(Permission.ACCEPT_CLUE, department=clue.department)


def dispatchers() -> Iterable[Account]:
    """分派的人: a head may assign, but has a dispatcher for it."""
    return holders(Permission.ASSIGN_CLUE, without=Permission.APPROVE_FILING)


def _tell(
    clue: Clue,
    step: ClueStep,
    kind: NewsKind,
    words: str,
    people: Iterable[Account],
    page: str = "",
) -> None:
    """Nobody is told what they did themselves."""
    news = News(kind, f"clue.step:{step.pk}", words, clue.number, page or _page(clue))
    tell(news, [one for one in people if one.pk != step.by_id], at=step.at)


def _page(clue: Clue) -> str:
    return reverse("clue", args=[clue.pk])
