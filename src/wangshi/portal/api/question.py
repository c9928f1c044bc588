"""接口的一问: is there something in these texts? Visitors may ask a little, others more."""

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.utils import timezone
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer

from wangshi.accounts.lockout import client_address
from wangshi.engine.screening import Item
from wangshi.engine.screening.reporting import answer_row
from wangshi.engine.screening.reporting.workbook import WARNING
from wangshi.monitoring.selectors import screener
from wangshi.portal.allowance import MOST_BODY_BYTES, TOKEN, VISITOR, Allowance
from wangshi.portal.callers import caller_of_address, caller_of_token
from wangshi.portal.selectors import screened, standing_token
from wangshi.portal.services import note_use, take_turn

from . import problems
from .problems import Fault, Refusal
from .shapes import ItemIn, Problem, ScreenIn, ScreenOut

REFUSALS: Final = {kind.status: Problem for kind in problems.KINDS}
ABOUT: Final = (
    "把要发的文字送来，得到疑似违法之处：哪几个字、哪条规则、依据哪一条。\n\n"
    "软件只指出疑似，不是行政认定；没有命中，也不等于合法。送来的文字不留存。"
)


@dataclass(frozen=True)
class Caller:
    """谁在问: by what name the use is counted, and how much is allowed."""

    name: str
    allowance: Allowance


class AskedRequest(HttpRequest):
    """The request as ninja hands it on: with whoever was recognised."""

    auth: Caller


class Token(HttpBearer):
    """令牌: optional. No header, a visitor; a wrong one is refused, never taken for a visitor."""

    def __call__(self, request: HttpRequest) -> Caller:
        """The body is measured before anything reads it."""
        _measure(request)
        if "Authorization" not in request.headers:
            today = timezone.localdate()
            return Caller(caller_of_address(client_address(request), today), VISITOR)
        found: Caller | None = super().__call__(request)
        if found is None:
            raise Refusal(problems.BAD_TOKEN)
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Known by its digest."""
        found = standing_token(token)
        if found is None:
            return None
        note_use(found, on=timezone.localdate())
        return Caller(caller_of_token(found), TOKEN)


api = NinjaAPI(
    title="网市筛查接口",
    version="1",
    description=ABOUT,
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
)
for trouble in (Refusal, ValidationError, HttpError):
    api.add_exception_handler(trouble, problems.answer)


@api.post(
    "/screen",
    url_name="api-screen",
    operation_id="screen",
    summary="筛查文字",
    auth=Token(),
    response={200: ScreenOut, **REFUSALS},
)
def screen(request: AskedRequest, asked: ScreenIn) -> dict[str, Any]:
    """筛查文字: hits for every item, in the order they came; nothing of it is kept."""
    items = [_item(row, place) for place, row in enumerate(asked.items)]
    _take_turn(request.auth, items)
    checker = screener()
    book = checker.rulebook
    answers = screened(items, checker, at=timezone.now())
    return {
        "rules": {
            "version": book.version,
            "fingerprint": book.fingerprint,
            "count": len(book.rules),
        },
        "engine": checker.engine,
        "items": [answer_row(each.item.id, each.hits) for each in answers],
        "notice": WARNING,
    }


def _measure(request: HttpRequest) -> None:
    told = str(request.META.get("CONTENT_LENGTH") or "0")
    if told.isdecimal() and int(told) > MOST_BODY_BYTES:
        raise Refusal(problems.TOO_LARGE)
    if request.content_type != "application/json":
        raise Refusal(problems.WRONG_TYPE)


def _take_turn(caller: Caller, items: list[Item]) -> None:
    most = caller.allowance.items
    if len(items) > most:
        fault = Fault("items", f"这次送来 {len(items)} 条，最多 {most} 条")
        raise Refusal(problems.TOO_MANY_ITEMS, faults=[fault])
    characters = sum(len(item.body) for item in items)
    turn = take_turn(caller.name, caller.allowance, characters=characters, at=timezone.now())
    if not turn.taken:
        raise Refusal(problems.TOO_OFTEN, wait=turn.wait)


def _item(row: ItemIn, place: int) -> Item:
    return Item(**{**row.model_dump(), "id": row.id or str(place)})
